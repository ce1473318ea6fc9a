//! Diagnostics for programs: the JSON shape of the contract, version 1. It has its own types so that nothing else changes it.

use super::{Resolved, Tally};
use crate::text::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    command: &'a str,
    today: &'a str,
    periods: &'a [String],
    diagnostics: Vec<Item<'a>>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure_rules: Option<FigureRules>,
}

/// One diagnostic as other offices' scripts read it.
#[derive(Serialize)]
pub struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    length: Option<usize>,
    department: Option<&'a str>,
    period: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    source: Option<&'a str>,
    fixable: bool,
    /// The second place of a diagnostic that speaks of two; left out of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<Also<'a>>,
}

#[derive(Serialize)]
struct Also<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    length: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    notices: usize,
}

/// How often the office's own rules about figures were judged; left out where it has none.
#[derive(Serialize)]
struct FigureRules {
    judged: usize,
    skipped: usize,
}

/// One diagnostic's JSON form.
pub fn item(resolved: &Resolved, lang: Lang) -> Item<'_> {
    let d = &resolved.diagnostic;
    Item {
        code: d.code.id(),
        severity: d.severity.id(),
        path: d.place.path.as_str(),
        line: resolved.located.map(|l| l.line),
        column: resolved.located.map(|l| l.column),
        length: resolved.located.map(|l| l.length),
        department: d.department.as_deref(),
        period: d.period.as_deref(),
        message: d.message.get(lang),
        help: d.help.as_ref().map(|t| t.get(lang)),
        source: d.source.as_ref().map(|t| t.get(lang)),
        fixable: d.fixable,
        also: d.also.as_ref().zip(resolved.also.as_ref()).map(|((place, what), (at, _))| Also {
            path: place.path.as_str(),
            line: at.line,
            column: at.column,
            length: at.length,
            message: what.get(lang),
        }),
    }
}

/// The document of `check --format json`, ending in a line end.
pub fn render(today: &str, periods: &[String], found: &[Resolved], tally: Tally, lang: Lang) -> String {
    let Tally { files, errors, warnings, notices, rules_judged: judged, rules_skipped: skipped } = tally;
    let document = Document {
        schema_version: 1,
        command: "check",
        today,
        periods,
        diagnostics: found.iter().map(|r| item(r, lang)).collect(),
        summary: Summary { files, errors, warnings, notices },
        figure_rules: (judged + skipped > 0).then_some(FigureRules { judged, skipped }),
    };
    to_line(&document)
}

/// A value as one line of JSON.
pub fn to_line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("these types hold only text, numbers and lists");
    text.push('\n');
    text
}
