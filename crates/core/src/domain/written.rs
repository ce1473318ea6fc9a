//! Số liệu đã ghi: the figures of a report's front matter, each with its place.

use crate::domain::{Amount, Field, FrontMatter, Indicator, Value};
use crate::text::Span;
use std::collections::HashMap;

/// One amount as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The words; of `7/12` the part that is meant.
    pub text: &'a str,
    /// Where the value stands.
    pub span: Span,
    /// What it says.
    pub amount: Amount,
}

/// What a department says about one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFigure<'a> {
    /// The indicator's id as typed.
    pub id: &'a str,
    /// Where the id stands.
    pub key_span: Span,
    /// `ke_hoach`, or the second number of `thuc_hien: 7/12`.
    pub plan: Option<Cell<'a>>,
    /// `thuc_hien`.
    pub actual: Option<Cell<'a>>,
    /// `cung_ky`: the same period last year, where the department states it.
    pub same_period: Option<Cell<'a>>,
    /// `luy_ke`: since the beginning of the year, where the department states it.
    pub cumulative: Option<Cell<'a>>,
    /// `uoc`: whether what was done is an estimate.
    pub estimate: bool,
    /// `uoc` where it says neither yes nor no.
    pub odd_estimate: Option<Cell<'a>>,
    /// The plan inside `thuc_hien` where `ke_hoach` says something else.
    pub second_plan: Option<Cell<'a>>,
    /// `ghi_chu`.
    pub note: Option<&'a str>,
}

impl<'a> WrittenFigure<'a> {
    /// Every amount with its key.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, &Cell<'a>)> {
        [
            ("ke_hoach", &self.plan),
            ("thuc_hien", &self.actual),
            ("cung_ky", &self.same_period),
            ("luy_ke", &self.cumulative),
        ]
        .into_iter()
        .filter_map(|(key, cell)| cell.as_ref().map(|cell| (key, cell)))
    }
}

/// The figures of a front matter in the order written; what holds no amount at all is left out.
///
/// `indicators` say how many decimals a number may have, which decides how `1.234` reads.
pub fn written_figures<'a>(front: &'a FrontMatter, indicators: &[Indicator]) -> Vec<WrittenFigure<'a>> {
    let fields = match front.field("chi_tieu").map(|field| &field.value) {
        Some(Value::Map(fields)) => fields.as_slice(),
        _ => &[],
    };
    if fields.is_empty() {
        return Vec::new();
    }
    let find = indicator_finder(fields.len(), indicators);
    fields.iter().filter_map(|field| figure(field, find(&field.key).and_then(|i| i.decimals))).collect()
}

/// Finds indicators by id: the few of most offices by looking through them, the hundreds of some by a table.
pub fn indicator_finder<'i>(questions: usize, indicators: &'i [Indicator]) -> impl Fn(&str) -> Option<&'i Indicator> {
    let many = questions * indicators.len() > 1_000;
    let table: HashMap<&str, &Indicator> =
        if many { indicators.iter().map(|i| (i.id.as_str(), i)).collect() } else { HashMap::new() };
    move |id| if many { table.get(id).copied() } else { indicators.iter().find(|i| i.id == id) }
}

fn figure(field: &Field, decimals: Option<u32>) -> Option<WrittenFigure<'_>> {
    let cell = |text, span| Cell { text, span, amount: Amount::read_in(text, decimals) };
    let mut figure = WrittenFigure {
        id: &field.key,
        key_span: field.key_span,
        plan: None,
        actual: None,
        same_period: None,
        cumulative: None,
        estimate: false,
        odd_estimate: None,
        second_plan: None,
        note: None,
    };
    let inside = match &field.value {
        Value::Map(inside) => inside.as_slice(),
        // Without a group of keys a number can only be what was done.
        Value::Scalar(text) if written(text) => {
            figure.actual = Some(cell(text.trim(), field.value_span));
            return Some(figure);
        }
        _ => return None,
    };
    let scalar = |key: &str| {
        let found = inside.iter().find(|f| f.key == key)?;
        match &found.value {
            Value::Scalar(text) if written(text) => Some((text.trim(), found.value_span)),
            _ => None,
        }
    };
    let amount = |key: &str| scalar(key).map(|(text, span)| cell(text, span));
    figure.plan = amount("ke_hoach");
    figure.same_period = amount("cung_ky");
    figure.cumulative = amount("luy_ke");
    figure.note = scalar("ghi_chu").map(|(text, _)| text);
    if let Some((text, span)) = scalar("thuc_hien") {
        let parts = text.split_once('/').map(|(done, plan)| (cell(done.trim(), span), cell(plan.trim(), span)));
        figure.actual = Some(match parts {
            Some((done, plan)) if done.amount.number().is_some() && plan.amount.number().is_some() => {
                match &figure.plan {
                    None => figure.plan = Some(plan),
                    Some(stated) if stated.amount != plan.amount => figure.second_plan = Some(plan),
                    Some(_) => {}
                }
                done
            }
            _ => cell(text, span),
        });
    }
    if let Some((text, span)) = scalar("uoc") {
        match text.to_lowercase().as_str() {
            "true" | "có" | "co" => figure.estimate = true,
            "false" | "không" | "khong" => {}
            _ => figure.odd_estimate = Some(Cell { text, span, amount: Amount::Unreadable }),
        }
    }
    let any = figure.cells().next().is_some() || figure.odd_estimate.is_some();
    any.then_some(figure)
}

/// Whether somebody has written something: not what a skeleton leaves to be filled in.
fn written(text: &str) -> bool {
    let text = text.trim();
    let asks = text.starts_with('[') && text.ends_with(']');
    !text.is_empty() && !asks && !text.chars().all(|c| matches!(c, '.' | '…'))
}

#[cfg(test)]
mod tests {
    use crate::domain::written::*;
    use crate::domain::{Accumulation, format_amount};

    fn map(entries: &[(&str, &str)]) -> FrontMatter {
        let field = |key: &str, value| Field { key: key.into(), key_span: Span::at(0), value, value_span: Span::at(0) };
        let inside = entries.iter().map(|(k, v)| field(k, Value::Scalar((*v).into()))).collect();
        let one = field("a", Value::Map(inside));
        FrontMatter::Read(vec![field("chi_tieu", Value::Map(vec![one]))], Span::at(0))
    }

    fn read(entries: &[(&str, &str)]) -> String {
        let front = map(entries);
        let mut indicator = Indicator::new("a", "A", "cái", Accumulation::Flow);
        indicator.decimals = Some(0);
        let found = written_figures(&front, &[indicator]);
        let Some(figure) = found.first() else { return "nothing".into() };
        let shown = |(key, cell): (&str, &Cell<'_>)| match cell.amount {
            Amount::Number(number) => format!("{key}={}", format_amount(number)),
            other => format!("{key}={other:?}"),
        };
        let mut out: Vec<String> = figure.cells().map(shown).collect();
        out.extend(figure.estimate.then(|| "ước".to_string()));
        out.extend(figure.odd_estimate.as_ref().map(|c| format!("uoc?{}", c.text)));
        out.extend(figure.second_plan.as_ref().map(|c| format!("plan?{}", c.text)));
        out.join(" ")
    }

    #[test]
    fn done_of_plan_is_two_numbers() {
        assert_eq!(read(&[("thuc_hien", "10/10")]), "ke_hoach=10 thuc_hien=10");
        assert_eq!(read(&[("thuc_hien", "7 / 1.200"), ("ke_hoach", "1200")]), "ke_hoach=1.200 thuc_hien=7");
        assert_eq!(read(&[("thuc_hien", "7/12"), ("ke_hoach", "13")]), "ke_hoach=13 thuc_hien=7 plan?12");
        assert_eq!(read(&[("thuc_hien", "7/12/2024")]), "thuc_hien=Unreadable");
        assert_eq!(read(&[("thuc_hien", "bảy/12")]), "thuc_hien=Unreadable");
    }

    #[test]
    fn blanks_are_nothing_and_estimates_say_yes_or_no() {
        assert_eq!(read(&[("thuc_hien", "…"), ("ke_hoach", "[số]")]), "nothing");
        assert_eq!(read(&[("thuc_hien", "5"), ("uoc", "Có")]), "thuc_hien=5 ước");
        assert_eq!(read(&[("thuc_hien", "5"), ("uoc", "không")]), "thuc_hien=5");
        assert_eq!(read(&[("thuc_hien", "5"), ("uoc", "chắc")]), "thuc_hien=5 uoc?chắc");
    }
}
