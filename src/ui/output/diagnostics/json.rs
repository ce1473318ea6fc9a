//! Diagnostics for programs: the JSON shape of the contract, version 1. It has its own types so that nothing else changes it.

use crate::ui::output::diagnostics::{Resolved, Tally};
use baocao_core::text::{Lang, is_hidden};
use serde::Serialize;
use std::fmt::Write;

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

/// A value as one line of JSON. What a terminal would obey and nobody would see is written as JSON itself can write it, so
/// that the value is the same and looking at it does no harm.
pub fn to_line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("these types hold only text, numbers and lists");
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use crate::ui::output::diagnostics::json::to_line;

    #[test]
    fn what_nobody_sees_is_written_out_and_reads_back() {
        let text = "a\u{1b}[2J\u{202e}\u{9b}\u{7f}\u{e0001}\u{200b}đỏ “x” 1\t2\n";
        let line = to_line(&text);
        assert_eq!(line, "\"a\\u001b[2J\\u202e\\u009b\\u007f\\udb40\\udc01\\u200bđỏ “x” 1\\t2\\n\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).as_deref().ok(), Some(text));
    }
}
