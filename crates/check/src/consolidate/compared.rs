//! So sánh: every indicator's figures against the past, department by department and added up.

use crate::consolidate::Basis;
use baocao_core::domain::{
    Cell, Comparison, Contribution, DepartmentId, FigureRecord, FigureSource, Indicator, PeriodSettings, Point, Tenure,
    Total, WrittenFigure, first_month, written_figures,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Every department's figures as written.
pub(crate) type WrittenFigures<'a> = [(&'a Contribution, Vec<WrittenFigure<'a>>)];

pub fn written<'a>(
    basis: &Basis<'_>,
    contributions: &[&'a Contribution],
) -> Vec<(&'a Contribution, Vec<WrittenFigure<'a>>)> {
    contributions.iter().map(|c| (*c, written_figures(&c.report.front, basis.indicators))).collect()
}

/// The departments in the order of the period.
pub(crate) fn in_order<'a>(period: &PeriodSettings, contributions: &'a [Contribution]) -> Vec<&'a Contribution> {
    let mut ordered: Vec<&Contribution> = contributions.iter().collect();
    ordered.sort_by_key(|c| period.departments.iter().position(|(id, _)| *id == c.input.department));
    ordered
}

/// The period's figures with what they are compared with, as data: indicators in the order of the settings, departments in
/// the order of the period, after them the agency's own. `approved` says whether a leader has approved the period itself.
pub fn figure_records(
    basis: &Basis<'_>,
    period: &PeriodSettings,
    contributions: &[Contribution],
    approved: bool,
) -> Vec<FigureRecord> {
    let written = written(basis, &in_order(period, contributions));
    let office = OfficeCompared { basis, period, approved };
    let mut records = Vec::new();
    for indicator in basis.indicators {
        let ComparedIndicator { lines, total, missing } = office.compare(indicator, &written);
        let record = |department, comparison, stated, counted| FigureRecord {
            indicator: indicator.clone(),
            department,
            comparison,
            stated,
            counted,
            missing: missing.clone(),
        };
        records.extend(lines.into_iter().map(|line| {
            let department = (line.contribution.input.department.clone(), line.contribution.name.clone());
            record(Some(department), line.compared, line.stated, line.counted)
        }));
        records.extend(total.map(|(compared, stated)| record(None, compared, stated, true)));
    }
    records
}

/// One department's figure of one indicator, compared.
pub struct ComparedLine<'a> {
    pub contribution: &'a Contribution,
    pub figure: WrittenFigure<'a>,
    pub compared: Comparison,
    /// Last year's and this year's figures are the department's own word: history has none to hold against it.
    pub stated: (bool, bool),
    /// Whether it is added up: the indicator is one that the department reports.
    pub counted: bool,
}

/// One indicator, compared.
pub(crate) struct ComparedIndicator<'a> {
    pub lines: Vec<ComparedLine<'a>>,
    /// The agency's figure, where there is more than one department's, and whether last year's and this year's so far
    /// rest on somebody's word alone.
    pub total: Option<(Comparison, (bool, bool))>,
    /// The departments whose figure is awaited and not there, by id and name.
    pub missing: Vec<(DepartmentId, String)>,
}

/// What a period's figures are compared with, and for which departments.
#[derive(Clone, Copy)]
pub(crate) struct OfficeCompared<'a> {
    pub basis: &'a Basis<'a>,
    pub period: &'a PeriodSettings,
    /// Whether a leader has approved the period itself.
    pub approved: bool,
}

impl OfficeCompared<'_> {
    pub(crate) fn compare<'a>(&self, indicator: &Indicator, written: &WrittenFigures<'a>) -> ComparedIndicator<'a> {
        let lines: Vec<ComparedLine<'a>> =
            lines(&indicator.id, written).map(|(c, figure)| self.compare_line(indicator, c, figure)).collect();
        let total = self.total(indicator, &lines);
        let missing = self.missing(Some(indicator), &lines, written);
        ComparedIndicator { lines, total, missing }
    }

    /// The departments of the period that report an indicator.
    pub(crate) fn reporters<'o>(
        &'o self,
        indicator: &'o Indicator,
    ) -> impl Iterator<Item = &'o (DepartmentId, String)> {
        let departments = self.period.departments.iter();
        departments.filter(|(id, _)| indicator.is_of(id) && indicator.in_force(&self.period.id))
    }

    /// The departments whose figure is not in the sum although it belongs there: those without a report, those that the
    /// settings name for the indicator, and those whose figure cannot be read as a number. An indicator that every
    /// department may report, and one that no setting knows (`None`), is awaited of nobody who has submitted a report.
    pub(crate) fn missing(
        &self,
        indicator: Option<&Indicator>,
        lines: &[ComparedLine<'_>],
        written: &WrittenFigures<'_>,
    ) -> Vec<(DepartmentId, String)> {
        let named = indicator.is_some_and(|indicator| !indicator.departments.is_empty());
        let lines: BTreeMap<_, _> = lines.iter().map(|line| (&line.contribution.input.department, line)).collect();
        let submitted: BTreeSet<_> = written.iter().map(|(c, _)| &c.input.department).collect();
        let is_missing = |id: &DepartmentId| match lines.get(id) {
            Some(line) => line.compared.actual.is_none(),
            None => named || !submitted.contains(id),
        };
        let awaited = |id: &DepartmentId| indicator.is_none_or(|i| i.is_of(id) && i.in_force(&self.period.id));
        self.period.departments.iter().filter(|(id, _)| awaited(id) && is_missing(id)).cloned().collect()
    }

    /// One figure against its department's past; where history is silent, against what the department itself states.
    fn compare_line<'a>(
        &self,
        indicator: &Indicator,
        contribution: &'a Contribution,
        figure: WrittenFigure<'a>,
    ) -> ComparedLine<'a> {
        let department = &contribution.input.department;
        let restatements = self.basis.restated.iter();
        let restated = restatements
            .filter(|((of, id), _)| of == department && id.as_str() == indicator.id)
            .map(|(_, restatement)| restatement)
            .next();
        let own = amount(figure.actual.as_ref()).or(restated.map(|r| r.now)).map(|value| Point {
            value,
            source: FigureSource {
                period: self.period.id.clone(),
                department: department.clone(),
                path: contribution.source.path().clone(),
                commit: Some(contribution.input.commit),
                estimate: figure.estimate,
                approved: self.approved,
                restated: None,
            },
        });
        let own = own.map(|own| own.restated(restated));
        let begin = first_month(self.period.id.year(), &[self.basis.tenure(department), indicator.tenure]);
        let past = self.basis.past.get(department).and_then(|series| series.track(&indicator.id));
        let plan = amount(figure.plan.as_ref());
        let mut compared = Comparison::of(indicator, plan, own, past, &self.period.id, begin);
        let mut stated = (false, false);
        let word = |cell: Option<&Cell<'_>>| Some(Total { value: amount(cell)?, sources: Vec::new() });
        if compared.before.is_none() {
            compared.before = word(figure.same_period.as_ref());
            stated.0 = compared.before.is_some();
        }
        if compared.cumulative.is_none() {
            compared.cumulative = word(figure.cumulative.as_ref());
            stated.1 = compared.cumulative.is_some();
        }
        ComparedLine { contribution, figure, compared, stated, counted: indicator.is_of(department) }
    }

    /// The agency's figure. Last year and this year so far have a sum only where the same departments are in it: a
    /// department that is silent now, or was then, would show as a rise or a fall. The figure of a department that may
    /// not report the indicator is not in it.
    fn total(&self, indicator: &Indicator, all: &[ComparedLine<'_>]) -> Option<(Comparison, (bool, bool))> {
        let gone = self.gone(indicator, all);
        let lines: Vec<&ComparedLine<'_>> = all.iter().filter(|line| line.counted).collect();
        // Percentages of several departments have no sum.
        if indicator.is_share() || lines.is_empty() || (lines.len() == 1 && gone.is_empty()) {
            return None;
        }
        let planned = lines.iter().all(|line| line.compared.plan.is_some());
        let plan = sum(lines.iter().filter_map(|line| line.compared.plan)).filter(|_| planned);
        let actual = Total::sum(lines.iter().filter_map(|line| line.compared.actual.as_ref()));
        let whole = lines.iter().all(|line| line.compared.actual.is_some()) && !self.silent(indicator, all);
        let mut before: Vec<&Total> = gone.iter().filter_map(|(then, _)| then.as_ref()).collect();
        let mut comparable = whole;
        for line in &lines {
            match &line.compared.before {
                Some(then) => before.push(then),
                None => comparable &= self.is_young(&line.contribution.input.department),
            }
        }
        let cumulative: Option<Vec<&Total>> = lines.iter().map(|line| line.compared.cumulative.as_ref()).collect();
        let cumulative = cumulative.filter(|_| whole && gone.iter().all(|(_, this_year)| !this_year));
        let stated = (lines.iter().any(|line| line.stated.0), lines.iter().any(|line| line.stated.1));
        let compared = Comparison {
            plan,
            actual,
            before: Total::sum(before).filter(|_| comparable),
            cumulative: cumulative.and_then(Total::sum),
        };
        Some((compared, stated))
    }

    /// Departments that no longer report at all: what they reported last year, and whether they did this year.
    fn gone(&self, indicator: &Indicator, lines: &[ComparedLine<'_>]) -> Vec<(Option<Total>, bool)> {
        let here = |id: &DepartmentId| {
            self.period.department_name(id).is_some() || lines.iter().any(|l| l.contribution.input.department == *id)
        };
        let mut gone = Vec::new();
        for (_, series) in self.basis.past.iter().filter(|(id, _)| !here(id)) {
            let Some(track) = series.track(&indicator.id) else { continue };
            let then = track.same_period(indicator.accumulation, &self.period.id);
            let this_year = track.points().any(|point| point.source.period.year() == self.period.id.year());
            if then.is_some() || this_year {
                gone.push((then, this_year));
            }
        }
        gone
    }

    /// Whether a department that must report in this period has this indicator in its past and says nothing now.
    fn silent(&self, indicator: &Indicator, lines: &[ComparedLine<'_>]) -> bool {
        let expected = self.period.departments.iter().map(|(id, _)| id);
        let silent = |id: &&DepartmentId| lines.iter().all(|line| line.contribution.input.department != **id);
        expected.filter(|id| indicator.is_of(id)).filter(silent).any(|id| {
            self.basis.past.get(id).is_some_and(|series| {
                series.track(&indicator.id).is_some_and(|track| {
                    let this_year = track.points().any(|p| p.source.period.year() == self.period.id.year());
                    this_year || track.same_period(indicator.accumulation, &self.period.id).is_some()
                })
            })
        })
    }

    /// Whether a department did not exist a year ago.
    fn is_young(&self, department: &DepartmentId) -> bool {
        let then = self.period.id.same_period_last_year();
        let from = self.basis.tenure(department).from;
        then.zip(from).is_some_and(|(then, from)| from > then.last_day())
    }
}

pub(crate) fn lines<'w, 'a>(
    id: &'w str,
    written: &'w WrittenFigures<'a>,
) -> impl Iterator<Item = (&'a Contribution, WrittenFigure<'a>)> + 'w {
    written.iter().filter_map(move |(contribution, figures)| {
        let figure = figures.iter().find(|figure| figure.id == id)?;
        (figure.plan.is_some() || figure.actual.is_some()).then(|| (*contribution, figure.clone()))
    })
}

pub(crate) fn amount(cell: Option<&Cell<'_>>) -> Option<Decimal> {
    cell?.amount.number()
}

pub fn sum(amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let mut amounts = amounts.peekable();
    amounts.peek()?;
    amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
}

impl Basis<'_> {
    fn tenure(&self, department: &DepartmentId) -> Tenure {
        self.departments.iter().find(|d| d.id == *department).map_or_else(Tenure::default, |d| d.tenure)
    }
}
