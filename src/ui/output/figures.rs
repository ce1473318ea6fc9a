//! A period's figures: a table for people, CSV for spreadsheets, JSON for programs. Every number is written as it is, digit
//! for digit.

use crate::ui::output::csv;
use crate::ui::output::diagnostics::json::to_line;
use baocao_core::domain::{Accumulation, FigureRecord, FigureSource, Movement, PeriodId, Total, format_amount};
use baocao_core::text::{Lang, visible};
use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// The columns of the CSV file. Columns may be added at the end, never moved.
const COLUMNS: [&str; 22] = [
    "chi_tieu",
    "ten",
    "don_vi_tinh",
    "loai",
    "nhom",
    "don_vi",
    "ten_don_vi",
    "ke_hoach",
    "thuc_hien",
    "uoc",
    "phan_tram_ke_hoach",
    "cung_ky",
    "cung_ky_uoc",
    "cung_ky_tu_neu",
    "tang_giam",
    "tang_giam_phan_tram",
    "luy_ke",
    "luy_ke_uoc",
    "luy_ke_tu_neu",
    "nguon_ky_khac",
    "khong_cong",
    "thieu",
];

/// RFC 4180 with LF ends and a decimal point; an empty cell is a number nobody knows.
pub fn csv(records: &[FigureRecord]) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for record in records {
        let FigureRecord { indicator, department, comparison, stated, counted, missing } = record;
        let sum = record.sum_label("Cộng", "đơn vị");
        let (id, name) = department.as_ref().map_or(("", sum.as_str()), |(id, name)| (id.as_str(), name.as_str()));
        let missing: Vec<&str> = missing.iter().map(|(id, _)| id.as_str()).collect();
        let change = record.change();
        let number = |number: Option<Decimal>| number.map(plain).unwrap_or_default();
        let value = |total: &Option<Total>| number(total.as_ref().map(|total| total.value));
        let yes = |yes: bool| if yes { "1".to_string() } else { "0".to_string() };
        let estimate = |total: &Option<Total>| yes(total.as_ref().is_some_and(Total::estimate));
        let others: Vec<String> = elsewhere(record).into_iter().map(origin).collect();
        let cells = [
            csv::cell(&indicator.id),
            csv::cell(&indicator.name),
            csv::cell(&indicator.unit),
            kind(indicator.accumulation).to_string(),
            csv::cell(indicator.group.as_deref().unwrap_or("")),
            csv::cell(id),
            csv::cell(name),
            number(comparison.plan),
            value(&comparison.actual),
            estimate(&comparison.actual),
            number(record.share()),
            value(&comparison.before),
            estimate(&comparison.before),
            yes(stated.0),
            number(change.map(|change| change.amount)),
            number(change.and_then(|change| change.percent)),
            value(&comparison.cumulative),
            estimate(&comparison.cumulative),
            yes(stated.1),
            csv::cell(&others.join("; ")),
            yes(!counted),
            csv::cell(&missing.join("; ")),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

fn kind(accumulation: Accumulation) -> &'static str {
    match accumulation {
        Accumulation::Flow => "phat-sinh",
        Accumulation::Stock => "thoi-diem",
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The figures of other periods that a record rests on, each report once.
fn elsewhere(record: &FigureRecord) -> Vec<&FigureSource> {
    let own = record.comparison.actual.as_ref().and_then(|total| total.sources.first()).map(|source| &source.period);
    let totals = [&record.comparison.before, &record.comparison.cumulative].into_iter().flatten();
    let mut found: Vec<&FigureSource> =
        totals.flat_map(|total| &total.sources).filter(|source| Some(&source.period) != own).collect();
    found.sort();
    found.dedup();
    found
}

fn origin(source: &FigureSource) -> String {
    let commit = source.commit.map(|commit| format!("@{commit}")).unwrap_or_default();
    let mark = if source.approved { "" } else { " (chưa duyệt)" };
    let restated = source.restated.as_ref().map(|r| format!(" (đính chính @{})", r.commit)).unwrap_or_default();
    format!("{}{commit}{mark}{restated}", source.path)
}

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    command: &'static str,
    period: String,
    approved: bool,
    figures: Vec<Record>,
}

#[derive(Serialize)]
struct Record {
    indicator: String,
    name: String,
    unit: String,
    kind: &'static str,
    group: Option<String>,
    department: Option<String>,
    department_name: Option<String>,
    plan: Option<String>,
    plan_percent: Option<String>,
    actual: Option<Number>,
    same_period: Option<Number>,
    change: Option<String>,
    change_percent: Option<String>,
    cumulative: Option<Number>,
    /// Whether the figure is in the agency's sum.
    counted: bool,
    /// The departments without a figure that is awaited of them; a sum is without them.
    missing: Vec<String>,
}

/// A number with its origin, as `figures` and `trend` write it.
#[derive(Serialize)]
pub(super) struct Number {
    value: String,
    estimate: bool,
    /// Whether only the department's own word stands for it.
    stated: bool,
    sources: Vec<Origin>,
}

#[derive(Serialize)]
struct Origin {
    period: String,
    department: String,
    path: String,
    commit: Option<String>,
    estimate: bool,
    approved: bool,
    /// The act that put the figure right, what stood before it and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    restated: Option<Restated>,
}

#[derive(Serialize)]
struct Restated {
    commit: String,
    was: Option<String>,
    reason: String,
}

impl Number {
    pub(super) fn of(total: &Total, stated: bool) -> Number {
        let origin = |source: &FigureSource| Origin {
            period: source.period.to_string(),
            department: source.department.to_string(),
            path: source.path.to_string(),
            commit: source.commit.map(|commit| commit.to_string()),
            estimate: source.estimate,
            approved: source.approved,
            restated: source.restated.as_ref().map(|r| Restated {
                commit: r.commit.to_string(),
                was: r.was.map(plain),
                reason: r.reason.to_string(),
            }),
        };
        let sources = total.sources.iter().map(origin).collect();
        Number { value: plain(total.value), estimate: total.estimate(), stated, sources }
    }
}

/// One line of JSON; numbers are texts, since JSON's own would be read as binary fractions.
pub fn json(period: &PeriodId, approved: bool, records: &[FigureRecord]) -> String {
    let record = |record: &FigureRecord| {
        let FigureRecord { indicator, department, comparison, stated, counted, missing } = record;
        let change = record.change();
        let number = |total: &Option<Total>, stated| total.as_ref().map(|total| Number::of(total, stated));
        Record {
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            kind: kind(indicator.accumulation),
            group: indicator.group.clone(),
            department: department.as_ref().map(|(id, _)| id.to_string()),
            department_name: department.as_ref().map(|(_, name)| name.clone()),
            plan: comparison.plan.map(plain),
            plan_percent: record.share().map(plain),
            actual: number(&comparison.actual, false),
            same_period: number(&comparison.before, stated.0),
            change: change.map(|change| plain(change.amount)),
            change_percent: change.and_then(|change| change.percent).map(plain),
            cumulative: number(&comparison.cumulative, stated.1),
            counted: *counted,
            missing: missing.iter().map(|(id, _)| id.to_string()).collect(),
        }
    };
    let figures = records.iter().map(record).collect();
    to_line(&Document { schema_version: 1, command: "figures", period: period.to_string(), approved, figures })
}

/// The table for people.
pub fn table(period: &PeriodId, approved: bool, records: &[FigureRecord], lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    let heads = match vi {
        true => ["Chỉ tiêu", "Đơn vị", "Kế hoạch", "Thực hiện", "% KH", "Cùng kỳ", "Tăng, giảm", "Luỹ kế"],
        false => ["Indicator", "Department", "Plan", "Actual", "% plan", "Last year", "Change", "This year"],
    };
    table.set_header(heads);
    let mut last = "";
    for record in records {
        let FigureRecord { indicator, department, comparison, stated, counted, .. } = record;
        let unknown = if vi { "chưa có số liệu" } else { "unknown" };
        let shown = |total: &Option<Total>, stated: bool| {
            total.as_ref().map_or_else(|| unknown.to_string(), |total| marked(total, stated, period, vi))
        };
        let name = if last == indicator.id {
            String::new()
        } else {
            format!("{} ({})", visible(&indicator.name), visible(&indicator.unit))
        };
        last = &indicator.id;
        let sum = if vi { record.sum_label("Cộng", "đơn vị") } else { record.sum_label("Total", "departments") };
        let stranger = if *counted { "" } else { NOT_COUNTED };
        let who = department.as_ref().map_or(sum, |(_, name)| format!("{}{stranger}", visible(name)));
        let points = if vi { " điểm %" } else { " points" };
        let points = if indicator.is_share() { points } else { "" };
        let change = record.change().map(|change| changed(change) + points).unwrap_or_default();
        let right = [
            comparison.plan.map(|plan| format_amount(plan.normalize())).unwrap_or_default(),
            comparison.actual.as_ref().map(|total| marked(total, false, period, vi)).unwrap_or_default(),
            record.share().map(format_amount).unwrap_or_default(),
            shown(&comparison.before, stated.0),
            change,
            shown(&comparison.cumulative, stated.1),
        ];
        let mut row = vec![Cell::new(name), Cell::new(who)];
        row.extend(right.into_iter().map(|text| Cell::new(text).set_alignment(CellAlignment::Right)));
        table.add_row(row);
    }
    let state = match (approved, vi) {
        (true, _) => "",
        (false, true) => " (chưa duyệt)",
        (false, false) => " (not approved yet)",
    };
    let mut out = format!("{}{state}\n\n", period.name(lang));
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let legend = [
        (
            STATED,
            "số do đơn vị nêu, chưa có báo cáo đã duyệt để đối chiếu",
            "the department's own word; history has none",
        ),
        (UNAPPROVED, "có số liệu của kỳ chưa duyệt", "rests on a period that is not approved yet"),
        (RESTATED, "có số liệu đã được đính chính", "rests on a figure that was restated"),
        (
            NOT_COUNTED,
            "đơn vị không báo cáo chỉ tiêu này, không cộng vào tổng",
            "does not report this indicator and is not in the total",
        ),
    ];
    for (mark, in_vi, in_en) in legend.into_iter().filter(|(mark, ..)| out.contains(mark)).collect::<Vec<_>>() {
        out.push_str(&format!("{} {}\n", mark.trim(), if vi { in_vi } else { in_en }));
    }
    for (missing, indicators) in incomplete(records) {
        let (missing, indicators) = (visible(&missing.join(", ")), visible(&indicators.join(", ")));
        out.push_str(&match vi {
            true => format!("chưa có số liệu của {missing}: {indicators}\n"),
            false => format!("without the figures of {missing}: {indicators}\n"),
        });
    }
    out
}

/// The indicators that lack the figures of the same departments, by these departments' names.
fn incomplete(records: &[FigureRecord]) -> BTreeMap<Vec<&str>, Vec<&str>> {
    let mut found: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.missing.is_empty()) {
        let indicators = found.entry(record.missing.iter().map(|(_, name)| name.as_str()).collect()).or_default();
        if !indicators.contains(&record.indicator.name.as_str()) {
            indicators.push(&record.indicator.name);
        }
    }
    found
}

/// A number with `ước` before an estimate, `(*)` behind a department's own word and `(**)` behind what rests on another
/// period that nobody has approved; the period itself is marked once, in the title.
fn marked(total: &Total, stated: bool, period: &PeriodId, vi: bool) -> String {
    let estimate = match (total.estimate(), vi) {
        (false, _) => "",
        (true, true) => "ước ",
        (true, false) => "est. ",
    };
    let unapproved = total.sources.iter().any(|source| source.period != *period && !source.approved);
    let mark = match (stated, unapproved, total.restated()) {
        (true, ..) => STATED,
        (_, true, _) => UNAPPROVED,
        (.., true) => RESTATED,
        _ => "",
    };
    format!("{estimate}{}{mark}", format_amount(total.value.normalize()))
}

const STATED: &str = " (*)";
const NOT_COUNTED: &str = " (kc)";
const UNAPPROVED: &str = " (**)";
const RESTATED: &str = " (đc)";

fn changed(change: Movement) -> String {
    let signed = |number: Decimal| {
        let sign = if number > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", format_amount(number.normalize()))
    };
    match change.percent {
        Some(percent) if !change.amount.is_zero() => format!("{} ({}%)", signed(change.amount), signed(percent)),
        _ => signed(change.amount),
    }
}
