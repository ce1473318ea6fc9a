//! Repairs that are safe to make without asking: each is a list of edits, and nothing outside an edit changes.
//!
//! Whether a repair did what it should is seen by reading the text again; that is for the caller, who can read.

use crate::reports::skeleton::write as skeleton;
use baocao_core::domain::{Cadence, Demand, Form, Fullness, Markup, PeriodWords, Report, Section};
use baocao_core::say;
use baocao_core::text::{NumberPart, Source, Span, Text, decomposed_spans, heading_number, nfc};

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

/// Puts numbers whose decimal comma YAML takes for a border into quotation marks.
pub fn quoted_decimals(source: &Source, report: &Report) -> Vec<Edit> {
    let cut = report.front.cut_decimals(source.text());
    let what = say!(
        vi: "đặt số có dấu phẩy vào trong ngoặc kép",
        en: "put numbers with a decimal comma into quotation marks"
    );
    let edit = |(number, _): (Span, Span)| Edit {
        span: number,
        new: format!("\"{}\"", source.slice(number)),
        what: what.clone(),
    };
    cut.into_iter().map(edit).collect()
}

/// Closes front matter whose last `---` is missing, or was turned into another line by an editor. `body` is where the text
/// begins, as far as that can be told.
pub fn closed(source: &Source, body: usize) -> Edit {
    let text = source.text();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let what = say!(
        vi: "thêm dòng “---” kết thúc phần đầu tệp",
        en: "put in the “---” that ends the front matter"
    );
    let mark = |line: &str| (2..=12).contains(&line.chars().count()) && line.chars().all(|c| "-–—―_=*".contains(c));
    let mut at = text.find('\n').map_or(text.len(), |first| first + 1);
    while at < body {
        let line_end = text[at..].find('\n').map_or(text.len(), |p| at + p);
        let line = text[at..line_end].trim_end();
        if line == "—" || mark(line) {
            return Edit { span: Span::new(at, at + line.len()), new: "---".to_string(), what };
        }
        at = line_end + 1;
    }
    let before = text[..body].trim_end();
    Edit { span: Span::at(before.len()), new: format!("{end}---"), what }
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

/// Takes back what turned text into a heading: an empty mark goes, a rule across the page gets a blank line above it.
pub fn reset(source: &Source, report: &Report, markup: &Markup) -> Vec<Edit> {
    let text = source.text();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let accidents = markup.underlined.iter().filter(|underlined| underlined.is_accident(report, source));
    accidents
        .map(|underlined| {
            let line = underlined.line;
            if underlined.is_mere_mark(source) {
                let after = text[line.end..].find('\n').map_or(text.len(), |at| line.end + at + 1);
                let what = say!(
                    vi: "bỏ dấu gạch trống biến đoạn văn phía trên thành tiêu đề",
                    en: "took away the empty mark that turned the text above it into a heading"
                );
                Edit { span: Span::new(line.start, after), new: String::new(), what }
            } else {
                let what = say!(
                    vi: "chèn dòng trống phía trên dòng gạch ngang để đoạn văn không thành tiêu đề",
                    en: "put a blank line above a rule, so that the text above it is no heading"
                );
                Edit { span: Span::at(line.start), new: end.to_string(), what }
            }
        })
        .collect()
}

/// The sections that the form requires and the report does not have, in the form's order.
pub fn missing(report: &Report, form: &Form, cadence: Cadence) -> Vec<usize> {
    let required = |at: &usize| form.sections[*at].demand(cadence) == Demand::Required;
    let answered = |at: &usize| report.sections.iter().any(|s| s.answers.contains(at));
    (0..form.sections.len()).filter(|at| required(at) && !answered(at)).collect()
}

/// Where the text of a missing section may stand under another heading, or under none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// Under this heading, which the form does not know.
    Under(Span),
    /// Under the heading of the section that the missing one is a part of.
    Parent(usize),
}

/// What stands right above the place of a missing section and may be its text. A heading put below it would be empty, and the
/// text would be another section's.
pub fn elsewhere(report: &Report, form: &Form, section: usize) -> Option<Elsewhere> {
    let before = match following(report, form, section) {
        Some(at) => &report.sections[..at],
        None => &report.sections[..],
    };
    let level = form.sections[section].level;
    // Only a heading of the same level could be the missing one, and no text of a known section is taken from it.
    let unknown = |s: &&Section| s.answers.is_empty() && s.heading.level == level && s.fullness == Fullness::Written;
    let after_known = before.iter().rev().take_while(|s| s.answers.is_empty());
    if let Some(found) = after_known.filter(unknown).last() {
        return Some(Elsewhere::Under(found.heading.text_span));
    }
    let parent = form.sections[section].parent?;
    let last = before.last()?;
    (last.answers.contains(&parent) && last.fullness == Fullness::Written).then_some(Elsewhere::Parent(parent))
}

/// The first section of the report, in the form's order, that the form has behind a section.
fn following(report: &Report, form: &Form, section: usize) -> Option<usize> {
    (section + 1..form.sections.len())
        .find_map(|at| report.sections.iter().position(|s| s.answers.first() == Some(&at)))
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
    let following = following(report, form, section).map(|at| report.sections[at].heading.span.start);
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
    let title = words.shown(&demanded.title);
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
    use crate::edits::mend::*;

    #[test]
    fn edits_change_nothing_outside_themselves() {
        let edit = |start, end, new: &str| Edit { span: Span::new(start, end), new: new.into(), what: Text::same("") };
        assert_eq!(apply("abcdef", &[edit(4, 5, ""), edit(0, 0, ">"), edit(1, 2, "BB")]), ">aBBcdf");
    }
}
