//! Bảng số liệu: the departments' figures with their plan, last year and this year so far, added up exactly.

use super::Basis;
use super::sentences::{Subject, sentence};
use crate::domain::{
    Amount, Cell, Comparison, Contribution, DepartmentId, FigureSource, FiguresRow, FiguresTable, Indicator, Movement,
    PeriodSettings, Point, Tenure, Total, WrittenFigure, first_month, format_amount, written_figures,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What nobody knows.
const UNKNOWN: &str = "chưa có số liệu";

/// One department's figure of one indicator, compared.
struct Line<'a> {
    contribution: &'a Contribution,
    figure: WrittenFigure<'a>,
    compared: Comparison,
    /// Last year's and this year's figures are the department's own word: history has none to hold against it.
    stated: (bool, bool),
}

/// The table and the sentences that say the same in words.
pub(super) struct Figures {
    pub table: FiguresTable,
    pub sentences: Vec<String>,
}

/// The table: indicators in the order of the settings, then those no setting knows by their id; departments in the order
/// given.
pub(super) fn figures(basis: &Basis<'_>, period: &PeriodSettings, contributions: &[&Contribution]) -> Figures {
    let written: Vec<(&Contribution, Vec<WrittenFigure<'_>>)> =
        contributions.iter().map(|c| (*c, written_figures(&c.report.front, basis.indicators))).collect();
    let mut book =
        Book { basis, period, table: FiguresTable::default(), sentences: Vec::new(), sources: BTreeSet::new() };
    let mut group = None;
    for indicator in basis.indicators {
        let rows = book.table.rows.len();
        book.add(indicator, &written);
        if book.table.rows.len() > rows && indicator.group.as_deref() != group {
            group = indicator.group.as_deref();
            book.table.rows[rows].group = group.map(str::to_string);
        }
    }
    let known = |id: &str| basis.indicators.iter().any(|indicator| indicator.id == id);
    let unknown: BTreeSet<&str> =
        written.iter().flat_map(|(_, figures)| figures).map(|figure| figure.id).filter(|id| !known(id)).collect();
    for id in unknown {
        // Nobody has said how such figures add up over periods: they are shown and summed, never compared.
        book.add_unknown(id, &written);
    }
    book.finish()
}

struct Book<'a> {
    basis: &'a Basis<'a>,
    period: &'a PeriodSettings,
    table: FiguresTable,
    sentences: Vec<String>,
    sources: BTreeSet<FigureSource>,
}

type Written<'a> = [(&'a Contribution, Vec<WrittenFigure<'a>>)];

impl<'a> Book<'a> {
    fn add(&mut self, indicator: &Indicator, written: &Written<'a>) {
        let lines: Vec<Line<'a>> = lines(&indicator.id, written)
            .map(|(contribution, figure)| self.compare(indicator, contribution, figure))
            .collect();
        let total = self.total(indicator, &lines);
        for (at, line) in lines.iter().enumerate() {
            self.note(&indicator.name, line.contribution, &line.figure);
            let shown = Shown { indicator, compared: &line.compared, stated: line.stated };
            let row = self.row((at == 0).then_some(indicator), &line.contribution.name, &shown, &line.figure);
            self.table.rows.push(row);
        }
        let main = match (&total, lines.as_slice()) {
            (Some(total), _) => Some((&total.0, total.1)),
            (None, [line]) => Some((&line.compared, line.stated)),
            _ => None,
        };
        if let Some((compared, _)) = main {
            let subject = Subject { indicator, period: &self.period.id, compared };
            self.sentences.extend(sentence(&subject));
        }
        if let Some((compared, stated)) = &total {
            let shown = Shown { indicator, compared, stated: *stated };
            let mut row = self.row(None, "Cộng", &shown, &BLANK);
            row.total = true;
            // A sum of some plans is shown, but nothing is measured by it.
            let plans = sum(lines.iter().filter_map(|line| line.compared.plan));
            row.plan = plans.map(number).unwrap_or_default();
            self.table.rows.push(row);
        }
    }

    fn add_unknown(&mut self, id: &str, written: &Written<'a>) {
        let lines: Vec<_> = lines(id, written).collect();
        for (at, (contribution, figure)) in lines.iter().enumerate() {
            self.note(id, contribution, figure);
            self.table.rows.push(FiguresRow {
                indicator: (at == 0).then(|| (id.to_string(), String::new())),
                department: contribution.name.clone(),
                plan: verbatim(figure.plan.as_ref()),
                actual: verbatim(figure.actual.as_ref()),
                estimate: figure.estimate,
                ..FiguresRow::default()
            });
        }
        if lines.len() > 1 {
            let sum = |pick: for<'f> fn(&'f WrittenFigure<'a>) -> Option<&'f Cell<'a>>| {
                let amounts = lines.iter().filter_map(|(_, figure)| pick(figure)?.amount.number());
                sum(amounts).map(number).unwrap_or_default()
            };
            self.table.rows.push(FiguresRow {
                department: "Cộng".to_string(),
                plan: sum(|figure| figure.plan.as_ref()),
                actual: sum(|figure| figure.actual.as_ref()),
                estimate: lines.iter().any(|(_, f)| f.estimate && amount(f.actual.as_ref()).is_some()),
                total: true,
                ..FiguresRow::default()
            });
        }
    }

    /// One figure against its department's past; where history is silent, against what the department itself states.
    fn compare(&self, indicator: &Indicator, contribution: &'a Contribution, figure: WrittenFigure<'a>) -> Line<'a> {
        let department = &contribution.input.department;
        let own = amount(figure.actual.as_ref()).map(|value| Point {
            value,
            source: FigureSource {
                period: self.period.id.clone(),
                department: department.clone(),
                path: contribution.source.path().clone(),
                commit: Some(contribution.input.commit),
                estimate: figure.estimate,
                approved: false,
            },
        });
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
        Line { contribution, figure, compared, stated }
    }

    /// The agency's figure. Last year and this year so far have a sum only where the same departments are in it: a
    /// department that is silent now, or was then, would show as a rise or a fall.
    fn total(&self, indicator: &Indicator, lines: &[Line<'_>]) -> Option<(Comparison, (bool, bool))> {
        let gone = self.gone(indicator, lines);
        // Percentages of several departments have no sum.
        if indicator.is_share() || lines.is_empty() || (lines.len() == 1 && gone.is_empty()) {
            return None;
        }
        let planned = lines.iter().all(|line| line.compared.plan.is_some());
        let plan = sum(lines.iter().filter_map(|line| line.compared.plan)).filter(|_| planned);
        let actual = Total::sum(lines.iter().filter_map(|line| line.compared.actual.as_ref()));
        let whole = lines.iter().all(|line| line.compared.actual.is_some()) && !self.silent(indicator, lines);
        let mut before: Vec<&Total> = gone.iter().filter_map(|(then, _)| then.as_ref()).collect();
        let mut comparable = whole;
        for line in lines {
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
    fn gone(&self, indicator: &Indicator, lines: &[Line<'_>]) -> Vec<(Option<Total>, bool)> {
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
    fn silent(&self, indicator: &Indicator, lines: &[Line<'_>]) -> bool {
        let expected = self.period.departments.iter().map(|(id, _)| id);
        expected.filter(|id| lines.iter().all(|line| line.contribution.input.department != **id)).any(|id| {
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

    fn row(
        &mut self,
        indicator: Option<&Indicator>,
        department: &str,
        shown: &Shown<'_>,
        figure: &WrittenFigure<'_>,
    ) -> FiguresRow {
        let compared = shown.compared;
        for total in [&compared.before, &compared.cumulative].into_iter().flatten() {
            let others = total.sources.iter().filter(|source| source.period != self.period.id);
            // One report is one source, whether this number of it is an estimate or not.
            self.sources.extend(others.map(|source| FigureSource { estimate: false, ..source.clone() }));
        }
        let plan = compared.plan.map_or_else(|| verbatim(figure.plan.as_ref()), number);
        let done = compared.actual.as_ref();
        let actual = done.map_or_else(|| verbatim(figure.actual.as_ref()), |done| number(done.value));
        let none = done.is_none();
        FiguresRow {
            group: None,
            indicator: indicator.map(|indicator| (indicator.name.clone(), indicator.unit.clone())),
            department: department.to_string(),
            plan,
            estimate: done.is_some_and(Total::estimate) || (none && figure.estimate),
            actual,
            // A percentage of a percentage says nothing to anybody.
            share: compared.share().filter(|_| !shown.indicator.is_share()).map(format_amount).unwrap_or_default(),
            before: if none { String::new() } else { shown.total(compared.before.as_ref(), shown.stated.0) },
            change: compared.change().map(|change| changed(change, shown.indicator)).unwrap_or_default(),
            cumulative: if none { String::new() } else { shown.total(compared.cumulative.as_ref(), shown.stated.1) },
            total: false,
        }
    }

    /// Says which words were left out of the sums, and why.
    fn note(&mut self, name: &str, contribution: &Contribution, figure: &WrittenFigure<'_>) {
        for (column, cell) in [("kế hoạch", &figure.plan), ("thực hiện", &figure.actual)] {
            let Some(cell) = cell else { continue };
            let text = cell.text;
            let why = match cell.amount {
                Amount::Number(_) => continue,
                Amount::Unreadable => "không đọc được là một số".to_string(),
                Amount::Ambiguous => {
                    format!("có thể đọc là {} hoặc {}", text.replace('.', ""), text.replace('.', ","))
                }
            };
            let department = &contribution.name;
            self.table.notes.push(format!(
                "Số liệu “{text}” của {department} ({name}, {column}) ghi nguyên văn, không cộng vào tổng: {why}."
            ));
        }
    }

    fn finish(mut self) -> Figures {
        if self.table.rows.iter().any(|row| row.before.ends_with(STATED) || row.cumulative.ends_with(STATED)) {
            self.table.notes.push(format!(
                "{} Số do đơn vị nêu; trong hồ sơ chưa có báo cáo đã duyệt của kỳ trước để đối chiếu.",
                STATED.trim()
            ));
        }
        let name = |id: &DepartmentId| {
            let own = self.period.department_name(id);
            own.or_else(|| self.basis.departments.iter().find(|d| d.id == *id).map(|d| d.name.as_str()))
        };
        self.table.sources = self
            .sources
            .iter()
            .map(|source| {
                let department = name(&source.department).unwrap_or(source.department.as_str());
                let commit = source.commit.map(|commit| commit.short()).unwrap_or_default();
                let (period, path) = (source.period.name_vi(), &source.path);
                format!("{period}: {department}, tệp {path}, lần ghi {commit}")
            })
            .collect();
        Figures { table: self.table, sentences: self.sentences }
    }
}

/// Behind a number that only the department's own word stands for.
const STATED: &str = " (*)";

const BLANK: WrittenFigure<'static> = WrittenFigure {
    id: "",
    key_span: crate::text::Span { start: 0, end: 0 },
    plan: None,
    actual: None,
    same_period: None,
    cumulative: None,
    estimate: false,
    odd_estimate: None,
    second_plan: None,
    note: None,
};

struct Shown<'a> {
    indicator: &'a Indicator,
    compared: &'a Comparison,
    stated: (bool, bool),
}

impl Shown<'_> {
    fn total(&self, total: Option<&Total>, stated: bool) -> String {
        let Some(total) = total else { return UNKNOWN.to_string() };
        let estimate = if total.estimate() { "ước " } else { "" };
        let mark = if stated { STATED } else { "" };
        format!("{estimate}{}{mark}", number(total.value))
    }
}

fn lines<'w, 'a>(
    id: &'w str,
    written: &'w Written<'a>,
) -> impl Iterator<Item = (&'a Contribution, WrittenFigure<'a>)> + 'w {
    written.iter().filter_map(move |(contribution, figures)| {
        let figure = figures.iter().find(|figure| figure.id == id)?;
        (figure.plan.is_some() || figure.actual.is_some()).then(|| (*contribution, figure.clone()))
    })
}

fn amount(cell: Option<&Cell<'_>>) -> Option<Decimal> {
    cell?.amount.number()
}

fn sum(amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let mut amounts = amounts.peekable();
    amounts.peek()?;
    amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// A number in the Vietnamese spelling, with no more decimals than it needs.
fn number(number: Decimal) -> String {
    format_amount(number.normalize())
}

/// A number as it is read; anything else as it is written.
fn verbatim(cell: Option<&Cell<'_>>) -> String {
    cell.map_or_else(String::new, |cell| {
        cell.amount.number().map_or_else(|| cell.text.to_string(), |number| format_amount(number.normalize()))
    })
}

/// `+1 (+16,7%)`, `-0,5`, `0`; of percentages in points.
fn changed(change: Movement, indicator: &Indicator) -> String {
    let signed = |number: Decimal| {
        let sign = if number > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", format_amount(number.normalize()))
    };
    let amount = signed(change.amount);
    match change.percent.filter(|_| !change.amount.is_zero()) {
        _ if indicator.is_share() => format!("{amount} điểm %"),
        Some(percent) if percent.is_zero() => amount,
        Some(percent) => format!("{amount} ({}%)", signed(percent)),
        None => amount,
    }
}

impl Basis<'_> {
    fn tenure(&self, department: &DepartmentId) -> Tenure {
        self.departments.iter().find(|d| d.id == *department).map_or_else(Tenure::default, |d| d.tenure)
    }
}
