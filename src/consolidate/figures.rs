//! Bảng số liệu: the figures of the front matter in one table, added up exactly.

use crate::domain::{Amount, Contribution, Field, FiguresRow, FiguresTable, Indicator, Value, format_amount};
use rust_decimal::Decimal;

/// One department's figure, as written.
struct Figure<'a> {
    department: &'a str,
    plan: &'a str,
    actual: &'a str,
    estimate: bool,
}

/// The table: indicators in the order of the settings, then those no setting knows by their id; departments in the order given.
pub(super) fn figures_table(indicators: &[Indicator], contributions: &[&Contribution]) -> FiguresTable {
    let mut table = FiguresTable::default();
    for indicator in indicators {
        add_indicator(&mut table, &indicator.id, &indicator.name, &indicator.unit, contributions);
    }
    let mut unknown: Vec<&str> = contributions
        .iter()
        .flat_map(|c| fields(c))
        .map(|field| field.key.as_str())
        .filter(|key| indicators.iter().all(|indicator| indicator.id != *key))
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    for id in unknown {
        add_indicator(&mut table, id, id, "", contributions);
    }
    table
}

fn fields(contribution: &Contribution) -> &[Field] {
    match contribution.report.front.field("chi_tieu").map(|field| &field.value) {
        Some(Value::Map(fields)) => fields,
        _ => &[],
    }
}

fn figure<'a>(contribution: &'a Contribution, id: &str) -> Option<Figure<'a>> {
    let department = contribution.name.as_str();
    let value = &fields(contribution).iter().find(|field| field.key == id)?.value;
    let figure = match value {
        Value::Scalar(actual) => Figure { department, plan: "", actual: actual.trim(), estimate: false },
        Value::Map(entries) => {
            let entry = |key: &str| match entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value) {
                Some(Value::Scalar(text)) => text.trim(),
                _ => "",
            };
            let estimate = matches!(entry("uoc").to_lowercase().as_str(), "true" | "có" | "co");
            Figure { department, plan: entry("ke_hoach"), actual: entry("thuc_hien"), estimate }
        }
        _ => return None,
    };
    (!figure.plan.is_empty() || !figure.actual.is_empty()).then_some(figure)
}

fn add_indicator(table: &mut FiguresTable, id: &str, name: &str, unit: &str, contributions: &[&Contribution]) {
    let figures: Vec<Figure> = contributions.iter().filter_map(|c| figure(c, id)).collect();
    for (at, figure) in figures.iter().enumerate() {
        table.rows.push(FiguresRow {
            indicator: (at == 0).then(|| (name.to_string(), unit.to_string())),
            department: figure.department.to_string(),
            plan: shown(figure.plan),
            actual: shown(figure.actual),
            estimate: figure.estimate,
            total: false,
        });
        for (column, text) in [("kế hoạch", figure.plan), ("thực hiện", figure.actual)] {
            let why = match Amount::read(text) {
                Amount::Number(_) => continue,
                Amount::Unreadable if text.is_empty() => continue,
                Amount::Unreadable => "không đọc được là một số".to_string(),
                Amount::Ambiguous => {
                    format!("có thể đọc là {} hoặc {}", text.replace('.', ""), text.replace('.', ","))
                }
            };
            let department = figure.department;
            table.notes.push(format!(
                "Số liệu “{text}” của {department} ({name}, {column}) ghi nguyên văn, không cộng vào tổng: {why}."
            ));
        }
    }
    // Percentages of several departments have no sum.
    if figures.len() > 1 && !unit.contains('%') {
        let sum = |column: for<'a> fn(&'a Figure<'_>) -> &'a str| -> Option<Decimal> {
            let mut amounts = figures.iter().filter_map(|figure| Amount::read(column(figure)).number()).peekable();
            amounts.peek()?;
            amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
        };
        let shown = |sum: Option<Decimal>| sum.map(|sum| format_amount(sum.normalize())).unwrap_or_default();
        table.rows.push(FiguresRow {
            indicator: None,
            department: "Cộng".to_string(),
            plan: shown(sum(|figure| figure.plan)),
            actual: shown(sum(|figure| figure.actual)),
            estimate: figures.iter().any(|figure| figure.estimate && Amount::read(figure.actual).number().is_some()),
            total: true,
        });
    }
}

/// A number in the Vietnamese spelling; anything else as it is written.
fn shown(text: &str) -> String {
    Amount::read(text).number().map_or_else(|| text.to_string(), format_amount)
}
