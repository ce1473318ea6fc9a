//! Lines that Markdown joins into one paragraph although each was an item of a list or a row of a table.

use crate::reports::markup::marks::{cells_of_tabs, office_mark};
use crate::reports::markup::tables;
use baocao_core::domain::{JoinedLine, LineMark, LinePart};
use baocao_core::text::Span;

/// The lines of a paragraph, if some of them were meant to stand apart. `inside` says that the first line is an item already.
pub fn judge(text: &str, lines: &[Span], inside: bool) -> Option<Vec<JoinedLine>> {
    let seen: Vec<Seen> = lines.iter().map(|line| Seen::of(text, *line)).collect();
    let rows = rows(text, &seen);
    let mut parts: Vec<LinePart> = Vec::with_capacity(lines.len());
    for (at, line) in seen.iter().enumerate() {
        parts.push(match (&line.mark, &rows[at]) {
            (_, Some(cells)) => LinePart::Row(cells.clone()),
            (Some((mark, words, _)), None) if certain(text, &seen, at, inside) => LinePart::Item(*mark, *words),
            _ => LinePart::Text,
        });
    }
    // Only what stands behind another line is joined to it.
    if parts[1..].iter().all(|part| *part == LinePart::Text) {
        return None;
    }
    let starts = |at: usize| match &parts[at] {
        LinePart::Text => {
            // What is indented goes on with the item above it.
            at > 0
                && !text[lines[at].start..].starts_with("  ")
                && (ends_thought(text, lines[at - 1]) || matches!(parts[at - 1], LinePart::Row(_)))
        }
        LinePart::Item(..) | LinePart::Row(_) => true,
    };
    let begun: Vec<bool> = (0..lines.len()).map(|at| at > 0 && starts(at)).collect();
    let joined = lines.iter().zip(parts).zip(begun);
    Some(joined.map(|((span, part), starts)| JoinedLine { span: *span, part, starts }).collect())
}

/// One line with the mark it begins with.
struct Seen {
    span: Span,
    /// The mark, where the words begin, and whether it can be nothing but a mark.
    mark: Option<(LineMark, usize, bool)>,
    /// How many tabs stand behind the mark.
    tabs: usize,
}

impl Seen {
    fn of(text: &str, span: Span) -> Seen {
        let line = &text[span.start..span.end];
        let lead = line.len() - line.trim_start().len();
        let mark = office_mark(&line[lead..]).map(|(mark, words, sure)| (mark, span.start + lead + words, sure));
        let from = mark.as_ref().map_or(span.start, |(_, words, _)| *words);
        let tabs = text[from..span.end].bytes().filter(|b| *b == b'\t').count();
        Seen { span, mark, tabs }
    }
}

/// The cells of lines that are rows: two or more in a row between tabs, or between bars without a row of dashes.
fn rows(text: &str, lines: &[Seen]) -> Vec<Option<Vec<Span>>> {
    let cut = |line: &Seen| {
        let row = text[line.span.start..line.span.end].trim();
        if row.starts_with('|') && row.ends_with('|') && row.len() > 2 {
            let trim = |cell: Span| {
                let words = &text[cell.start..cell.end];
                let start = cell.start + (words.len() - words.trim_start().len());
                Span::new(start.min(cell.end), start + words.trim().len())
            };
            return Some(tables::cells(text, line.span).into_iter().map(trim).collect::<Vec<_>>())
                .filter(|cells| cells.len() > 1);
        }
        // “•⇥việc” has one tab, which is the list's.
        if line.mark.is_some() && line.tabs == 0 { None } else { cells_of_tabs(text, line.span) }
    };
    let mut found: Vec<Option<Vec<Span>>> = lines.iter().map(cut).collect();
    for at in 0..found.len() {
        let near = |other: Option<usize>| other.and_then(|at| found.get(at)).is_some_and(Option::is_some);
        if found[at].is_some() && !near(at.checked_sub(1)) && !near(Some(at + 1)) {
            found[at] = None;
        }
    }
    found
}

/// Whether a mark is one: a symbol always is; any other stands behind a line that ends a thought, or has a like in the paragraph.
fn certain(text: &str, lines: &[Seen], at: usize, inside: bool) -> bool {
    let Some((mark, _, sure)) = &lines[at].mark else { return false };
    let follows = || match at.checked_sub(1) {
        Some(before) => ends_thought(text, lines[before].span),
        None => inside,
    };
    let alike = || {
        let same = |line: &Seen| line.mark.as_ref().is_some_and(|(other, ..)| like(*mark, *other));
        lines.iter().filter(|line| same(line)).take(2).count() > 1
    };
    *sure || follows() || alike()
}

fn like(a: LineMark, b: LineMark) -> bool {
    match (a, b) {
        (LineMark::Number(_, a), LineMark::Number(_, b)) => a == b,
        (LineMark::Label(a), LineMark::Label(b)) => a == b,
        _ => a == b,
    }
}

/// Whether a line ends where a sentence or an item does.
fn ends_thought(text: &str, line: Span) -> bool {
    let words = text[line.start..line.end].trim_end().trim_end_matches(['*', '_', '”', '"', ')']);
    words.ends_with(['.', ';', ':', '!', '?', '…'])
}
