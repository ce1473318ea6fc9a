//! Bảng số liệu: the departments' figures with their plan, last year and this year so far, added up exactly.

use crate::consolidate::Basis;
use crate::consolidate::compared::{
    ComparedIndicator, ComparedLine, OfficeCompared, WrittenFigures, amount, lines, sum, written,
};
use crate::consolidate::sentences::{ComposedSentence, Subject, sentence, together};
use baocao_core::domain::{
    Amount, Cell, Comparison, Contribution, DepartmentId, FigureSource, FiguresRow, FiguresTable, Indicator, Movement,
    PeriodId, PeriodSettings, Restatement, STATED, Total, WrittenFigure, format_amount,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What nobody knows.
const UNKNOWN: &str = "chưa có số liệu";

/// The table and the sentences that say the same in words.
pub(crate) struct Figures {
    pub table: FiguresTable,
    pub sentences: Vec<String>,
}

/// The table: indicators in the order of the settings, then those no setting knows by their id; departments in the order
/// given.
pub fn figures(basis: &Basis<'_>, period: &PeriodSettings, contributions: &[&Contribution]) -> Figures {
    let written = written(basis, contributions);
    let mut book = FigureBook {
        office: OfficeCompared { basis, period, approved: false },
        table: FiguresTable { tone: basis.tone, ..FiguresTable::default() },
        sentences: Vec::new(),
        sources: BTreeSet::new(),
        restated: BTreeSet::new(),
        incomplete: BTreeMap::new(),
    };
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

struct FigureBook<'a> {
    office: OfficeCompared<'a>,
    table: FiguresTable,
    /// By the indicator's name.
    sentences: Vec<(String, ComposedSentence)>,
    sources: BTreeSet<FigureSource>,
    /// By period, department and indicator's name.
    restated: BTreeSet<(PeriodId, DepartmentId, String, Restatement)>,
    /// The indicators without the figures of the same departments, by these departments' names.
    incomplete: BTreeMap<Vec<String>, Vec<String>>,
}

impl<'a> FigureBook<'a> {
    fn add(&mut self, indicator: &Indicator, written: &WrittenFigures<'a>) {
        let ComparedIndicator { lines, total, missing } = self.office.compare(indicator, written);
        if !missing.is_empty() && !lines.is_empty() {
            let names = missing.iter().map(|(_, name)| name.clone()).collect();
            self.incomplete.entry(names).or_default().push(indicator.name.clone());
        }
        for (at, line) in lines.iter().enumerate() {
            self.note(&indicator.name, line.contribution, &line.figure);
            let shown = ShownFigure { indicator, compared: &line.compared, stated: line.stated };
            let mut row = self.row((at == 0).then_some(indicator), &line.contribution.name, &shown, &line.figure);
            if !line.counted {
                row.department.push_str(NOT_COUNTED);
                let note = self.stranger(indicator, &line.contribution.name);
                self.table.notes.push(note);
            }
            self.table.rows.push(row);
        }
        let counted: Vec<&ComparedLine<'_>> = lines.iter().filter(|line| line.counted).collect();
        let main = match (&total, counted.as_slice()) {
            (Some(total), _) => Some((&total.0, total.1)),
            (None, [line]) => Some((&line.compared, line.stated)),
            _ => None,
        };
        if let Some((compared, _)) = main {
            let whose = self.whose(indicator, &counted, &missing);
            let subject = Subject { indicator, period: &self.office.period.id, compared, whose, tone: self.table.tone };
            self.sentences.extend(sentence(&subject).map(|own| (indicator.name.clone(), own)));
        }
        if let Some((compared, stated)) = &total {
            let shown = ShownFigure { indicator, compared, stated: *stated };
            let here = compared.actual.as_ref().map_or(0, |actual| actual.sources.len());
            let mut row = self.row(None, &sum_label(here, missing.len()), &shown, &BLANK);
            row.total = true;
            // A sum of some plans is shown, but nothing is measured by it.
            let plans = sum(counted.iter().filter_map(|line| line.compared.plan));
            row.plan = plans.map(number).unwrap_or_default();
            self.table.rows.push(row);
        }
    }

    fn add_unknown(&mut self, id: &str, written: &WrittenFigures<'a>) {
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
        let missing = self.office.missing(None, &[], written);
        if !missing.is_empty() {
            let names = missing.iter().map(|(_, name)| name.clone()).collect();
            self.incomplete.entry(names).or_default().push(id.to_string());
        }
        if lines.len() > 1 {
            let here = lines.iter().filter(|(_, figure)| amount(figure.actual.as_ref()).is_some()).count();
            let sum = |pick: for<'f> fn(&'f WrittenFigure<'a>) -> Option<&'f Cell<'a>>| {
                let amounts = lines.iter().filter_map(|(_, figure)| pick(figure)?.amount.number());
                sum(amounts).map(number).unwrap_or_default()
            };
            self.table.rows.push(FiguresRow {
                department: sum_label(here, missing.len()),
                plan: sum(|figure| figure.plan.as_ref()),
                actual: sum(|figure| figure.actual.as_ref()),
                estimate: lines.iter().any(|(_, f)| f.estimate && amount(f.actual.as_ref()).is_some()),
                total: true,
                ..FiguresRow::default()
            });
        }
    }

    /// Whose figure a sentence states, where it is not the whole agency's: ` của Thanh tra Sở (chưa có số liệu của …)`.
    fn whose(
        &self,
        indicator: &Indicator,
        counted: &[&ComparedLine<'_>],
        missing: &[(DepartmentId, String)],
    ) -> String {
        // One department's percentage is the agency's only where no other department reports it.
        let alone = !indicator.is_share() || self.office.reporters(indicator).count() < 2;
        if missing.is_empty() && alone {
            return String::new();
        }
        let here = counted.iter().filter(|line| line.compared.actual.is_some());
        let here = listed(&here.map(|line| line.contribution.name.as_str()).collect::<Vec<_>>());
        match missing {
            [] => format!(" của {here}"),
            _ => {
                let missing = listed(&missing.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>());
                format!(" của {here} (chưa có số liệu của {missing})")
            }
        }
    }

    /// Says that a department's figure is not in the sum, since others report the indicator.
    fn stranger(&self, indicator: &Indicator, department: &str) -> String {
        let reporters: Vec<&str> = self.office.reporters(indicator).map(|(_, name)| name.as_str()).collect();
        let reporters = match reporters.as_slice() {
            [] => "kỳ này không có đơn vị nào được giao báo cáo chỉ tiêu này".to_string(),
            names => format!("chỉ tiêu này do {} báo cáo", listed(names)),
        };
        format!("Số liệu “{}” của {department} không cộng vào tổng: {reporters}.", indicator.name)
    }

    fn row(
        &mut self,
        indicator: Option<&Indicator>,
        department: &str,
        shown: &ShownFigure<'_>,
        figure: &WrittenFigure<'_>,
    ) -> FiguresRow {
        let compared = shown.compared;
        for total in [&compared.before, &compared.cumulative].into_iter().flatten() {
            let others = total.sources.iter().filter(|source| source.period != self.office.period.id);
            self.restated.extend(others.clone().filter_map(|source| {
                let restatement = source.restated.clone()?;
                Some((source.period.clone(), source.department.clone(), shown.indicator.name.clone(), restatement))
            }));
            // One report is one source, whether this number of it is an estimate or put right since, or not.
            self.sources.extend(others.map(|s| FigureSource { estimate: false, restated: None, ..s.clone() }));
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
        for (missing, indicators) in &self.incomplete {
            let indicators: Vec<String> = indicators.iter().map(|name| format!("“{name}”")).collect();
            self.table.notes.push(format!(
                "Chưa có số liệu của {} đối với chỉ tiêu {}; số cộng, nếu có, là của các đơn vị còn lại.",
                missing.join(", "),
                indicators.join(", ")
            ));
        }
        if self.table.rows.iter().any(|row| row.before.ends_with(STATED) || row.cumulative.ends_with(STATED)) {
            self.table.notes.push(format!(
                "{} Số do đơn vị nêu; trong hồ sơ chưa có báo cáo đã duyệt của kỳ trước để đối chiếu.",
                STATED.trim()
            ));
        }
        let name = |id: &DepartmentId| {
            let own = self.office.period.department_name(id);
            own.or_else(|| self.office.basis.departments.iter().find(|d| d.id == *id).map(|d| d.name.as_str()))
        };
        for (period, department, indicator, restatement) in &self.restated {
            let who = name(department).unwrap_or(department.as_str());
            let Restatement { commit, was, now, reason } = restatement;
            let was = was.map_or_else(|| "chưa có số".to_string(), number);
            let (period, now, commit) = (period.name_vi(), number(*now), commit.short());
            // The reason is a line of its own and ends as its writer ended it.
            let reason = reason.as_str().trim_end_matches('.');
            self.table.notes.push(format!(
                "Số liệu “{indicator}” của {who}, {period}, đã được đính chính từ {was} thành {now} (lần ghi {commit}): {reason}."
            ));
        }
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
        let sentences = together(self.sentences, self.table.tone);
        Figures { table: self.table, sentences }
    }
}

const BLANK: WrittenFigure<'static> = WrittenFigure {
    id: "",
    key_span: baocao_core::text::Span { start: 0, end: 0 },
    plan: None,
    actual: None,
    same_period: None,
    cumulative: None,
    estimate: false,
    odd_estimate: None,
    second_plan: None,
    note: None,
};

/// Behind the name of a department whose figure is shown and not added up.
const NOT_COUNTED: &str = " (không cộng)";

/// The head of a row that adds up: `Cộng`, and `Cộng (2/3 đơn vị)` where figures of departments are not there yet.
fn sum_label(here: usize, missing: usize) -> String {
    if missing == 0 { "Cộng".to_string() } else { format!("Cộng ({here}/{} đơn vị)", here + missing) }
}

/// Up to three names, else how many there are: `05 đơn vị`.
fn listed(names: &[&str]) -> String {
    if names.len() > 3 { format!("{:02} đơn vị", names.len()) } else { names.join(", ") }
}

struct ShownFigure<'a> {
    indicator: &'a Indicator,
    compared: &'a Comparison,
    stated: (bool, bool),
}

impl ShownFigure<'_> {
    fn total(&self, total: Option<&Total>, stated: bool) -> String {
        let Some(total) = total else { return UNKNOWN.to_string() };
        let estimate = if total.estimate() { "ước " } else { "" };
        let mark = if stated { STATED } else { "" };
        format!("{estimate}{}{mark}", number(total.value))
    }
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
