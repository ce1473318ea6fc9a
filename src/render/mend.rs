//! Repairs that are safe to make without asking: each is a list of edits, and nothing outside an edit changes.
//!
//! Whether a repair did what it should is seen by reading the text again; that is for the caller, who can read.

use super::skeleton;
use crate::domain::{Cadence, Demand, Form, PeriodWords, Report};
use crate::say;
use crate::text::{NumberPart, Source, Span, Text, decomposed_spans, heading_number, nfc};

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there afterwards.
    pub new: String,
    /// What was done, for people.
    pub what: Text,
}

/// The text after some edits, which must not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|e| e.span);
    let mut out = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for edit in ordered {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.new);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Takes the byte-order mark away.
pub fn without_bom(source: &Source) -> Option<Edit> {
    let length = source.bom_len();
    (length > 0).then(|| Edit {
        span: Span::new(0, length),
        new: String::new(),
        what: say!(vi: "bỏ dấu thứ tự byte (BOM) ở đầu tệp", en: "took the byte-order mark away"),
    })
}

/// Composes letters that stand as base and marks.
pub fn composed(source: &Source) -> Vec<Edit> {
    let spans = decomposed_spans(source.text());
    let what = say!(vi: "đưa chữ về dạng dựng sẵn (NFC)", en: "composed the letters (NFC)");
    spans.into_iter().map(|span| Edit { span, new: nfc(source.slice(span)), what: what.clone() }).collect()
}

/// Gives known sections the form's numbers, each in the writer's own style. Headings that the form does not know, and
/// those that answer two sections, keep theirs.
pub fn renumbered(source: &Source, report: &Report, form: &Form) -> Vec<Edit> {
    let mut edits = Vec::new();
    for section in report.sections.iter().filter(|s| s.heading.markdown) {
        let [answer] = section.answers[..] else { continue };
        let wanted = &form.sections[answer].number;
        let Some(number) = heading_number(&format!("{wanted} x")).and_then(|n| n.parts.last().copied()) else {
            continue;
        };
        let at = section.heading.text_span;
        let text = source.slice(at);
        let title = &form.sections[answer].title;
        match heading_number(text) {
            Some(found) if !found.parts.is_empty() => {
                let Some(last) = found.parts.last().filter(|last| last.value() != number.value()) else { continue };
                // A word such as “thứ hai” is language, not a digit: it is left to its writer.
                if matches!(last, NumberPart::Ordinal(_)) {
                    continue;
                }
                let (old, new) = (source.slice(found.last.shift(at.start)).to_string(), last.nth(number.value()));
                edits.push(Edit {
                    span: found.last.shift(at.start),
                    what: say!(vi: "đánh lại số mục “{title}”: {old} → {new}", en: "renumbered “{title}”: {old} → {new}"),
                    new,
                });
            }
            None => edits.push(Edit {
                span: Span::at(at.start),
                new: format!("{wanted} "),
                what: say!(vi: "đánh số mục “{title}”: {wanted}", en: "numbered “{title}”: {wanted}"),
            }),
            Some(_) => {}
        }
    }
    edits
}

/// The sections that the form requires and the report does not have, in the form's order.
pub fn missing(report: &Report, form: &Form, cadence: Cadence) -> Vec<usize> {
    let required = |at: &usize| form.sections[*at].demand(cadence) == Demand::Required;
    let answered = |at: &usize| report.sections.iter().any(|s| s.answers.contains(at));
    (0..form.sections.len()).filter(|at| required(at) && !answered(at)).collect()
}

/// Puts a missing section's heading at its place: before the first section that follows it in the form, else at the end.
pub fn inserted(
    source: &Source,
    report: &Report,
    form: &Form,
    words: &PeriodWords,
    cadence: Cadence,
    section: usize,
) -> Edit {
    let text = source.text();
    let following = (section + 1..form.sections.len())
        .find_map(|at| report.sections.iter().find(|s| s.answers.first() == Some(&at)))
        .map(|s| s.heading.span.start);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let demanded = &form.sections[section];
    let parent = form.sections.iter().any(|s| s.parent == Some(section) && s.demand(cadence) != Demand::NotApplied);
    let made = skeleton::section(demanded, words, demanded.demand(cadence), !parent).replace('\n', end);
    let at = following.unwrap_or(text.len());
    let before = &text[..at];
    // A heading wants an empty line before it.
    let gap = match (before.is_empty(), before.ends_with('\n')) {
        (true, _) => String::new(),
        (_, false) => end.repeat(2),
        (_, true) if before.trim_end_matches(['\r', '\n']).len() + end.len() < before.len() => String::new(),
        (_, true) => end.to_string(),
    };
    let after = if following.is_some() { end } else { "" };
    let title = words.fill(&demanded.title);
    Edit {
        span: Span::at(at),
        new: format!("{gap}{made}{after}"),
        what: say!(
            vi: "chèn tiêu đề còn thiếu “{title}” kèm lời hướng dẫn",
            en: "put in the missing heading “{title}” with its guidance"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_change_nothing_outside_themselves() {
        let edit = |start, end, new: &str| Edit { span: Span::new(start, end), new: new.into(), what: Text::same("") };
        assert_eq!(apply("abcdef", &[edit(4, 5, ""), edit(0, 0, ">"), edit(1, 2, "BB")]), ">aBBcdf");
    }
}
