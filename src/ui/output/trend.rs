//! One indicator over time: a small chart for people, a document for programs.

use crate::ui::output::diagnostics::json::to_line;
use crate::ui::output::figures::Number;
use baocao_core::domain::{Cadence, DepartmentId, Indicator, PeriodId, Total, format_amount};
use baocao_core::text::{Lang, visible};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

/// The longest bar, in columns.
const WIDTH: i64 = 40;

/// One figure of the series.
#[derive(Debug, Clone)]
pub struct Row {
    /// Which period.
    pub period: PeriodId,
    /// The department's name; none for the sum of several.
    pub department: Option<String>,
    /// The number.
    pub total: Total,
    /// Whether it is in the agency's figures; false for a department that may not report the indicator.
    pub counted: bool,
    /// The departments whose figure is awaited in the period and not there, by id and name.
    pub missing: Vec<(DepartmentId, String)>,
}

/// A chart for each kind of period: a month's bar beside a year's would say nothing.
pub fn text(indicator: &Indicator, rows: &[Row], lang: Lang) -> String {
    let vi = lang == Lang::Vi;
    let mut out = format!("{} ({})\n", visible(&indicator.name), visible(&indicator.unit));
    for cadence in Cadence::ALL {
        let own: Vec<&Row> = rows.iter().filter(|row| row.period.cadence() == cadence).collect();
        let Some(largest) = own.iter().map(|row| row.total.value.abs()).max() else { continue };
        let shown = |row: &Row| format_amount(row.total.value.normalize());
        let names: Vec<String> = own.iter().map(|row| row.period.name(lang)).collect();
        let wide = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let digits = own.iter().map(|row| shown(row).chars().count()).max().unwrap_or(0);
        let several = own.iter().map(|row| &row.department).collect::<std::collections::BTreeSet<_>>().len() > 1;
        out.push('\n');
        for (row, name) in own.into_iter().zip(names) {
            let mut remarks = Vec::new();
            if row.total.estimate() {
                remarks.push(if vi { "ước".to_string() } else { "estimate".to_string() });
            }
            if !row.total.approved() {
                remarks.push(if vi { "chưa duyệt".to_string() } else { "not approved".to_string() });
            }
            if row.total.restated() {
                remarks.push(if vi { "đã đính chính".to_string() } else { "restated".to_string() });
            }
            match &row.department {
                Some(department) if several || !row.missing.is_empty() || !row.counted => {
                    remarks.push(visible(department).to_string())
                }
                None => {
                    let here = row.total.sources.len();
                    let count = match row.missing.len() {
                        0 => here.to_string(),
                        missing => format!("{here}/{}", here + missing),
                    };
                    remarks.push(if vi { format!("{count} đơn vị") } else { format!("{count} departments") });
                }
                _ => {}
            }
            if !row.counted {
                remarks.push(if vi { "không cộng vào tổng".to_string() } else { "not in the total".to_string() });
            } else if !row.missing.is_empty() {
                let names: Vec<&str> = row.missing.iter().map(|(_, name)| name.as_str()).collect();
                let names = visible(&names.join(", "));
                remarks.push(if vi {
                    format!("chưa có số liệu của {names}")
                } else {
                    format!("without {names}")
                });
            }
            let bar = bar(row.total.value, largest);
            let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) };
            let line = format!("  {name:<wide$}  {:>digits$}  {bar}{remarks}", shown(row));
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

/// As long as the number is large; whatever is not zero is seen.
fn bar(value: Decimal, largest: Decimal) -> String {
    let columns = value.abs().checked_mul(Decimal::from(WIDTH)).and_then(|wide| wide.checked_div(largest));
    let columns = columns.and_then(|columns| columns.round().to_usize()).unwrap_or(0);
    let mark = if value < Decimal::ZERO { "░" } else { "█" };
    mark.repeat(columns.max(usize::from(!value.is_zero())))
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    command: &'static str,
    indicator: &'a str,
    name: &'a str,
    unit: &'a str,
    series: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    period: String,
    department_name: Option<&'a str>,
    figure: Number,
    /// Whether it is in the agency's figures.
    counted: bool,
    /// The departments whose figure is awaited and not there.
    missing: Vec<String>,
}

/// One line of JSON; numbers are texts.
pub fn json(indicator: &Indicator, rows: &[Row]) -> String {
    let series = rows.iter().map(|row| Item {
        period: row.period.to_string(),
        department_name: row.department.as_deref(),
        figure: Number::of(&row.total, false),
        counted: row.counted,
        missing: row.missing.iter().map(|(id, _)| id.to_string()).collect(),
    });
    to_line(&Document {
        schema_version: 1,
        command: "trend",
        indicator: &indicator.id,
        name: &indicator.name,
        unit: &indicator.unit,
        series: series.collect(),
    })
}
