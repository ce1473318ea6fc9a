//! Cuts one report into fragments of its original text and fits them below a department's heading.
//!
//! Nothing is written anew: a fragment is a slice of the file, in which only labels and heading marks change.

use crate::consolidate::provenance::trimmed;
use baocao_core::domain::{BlockKind, Contribution, Label, LabelKind, Origin};
use baocao_core::text::{Span, nfc};
use std::collections::BTreeSet;

/// A part of a block, or the whole of it, that goes to one place.
pub(crate) struct Fragment<'a> {
    /// The block's kind if the fragment is the whole block.
    pub kind: &'a BlockKind,
    /// The kind of the block it is, or of which it is a part: a part of a list is a list to what stands next to it.
    part_of: &'a BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The fragments of a span, in order. Text that no block covers is a fragment too: nothing gets lost.
pub(crate) fn fragments<'a>(contribution: &'a Contribution, span: Span) -> Vec<Fragment<'a>> {
    let text = contribution.source.text();
    let span = contribution.source.clip(span);
    let blocks = &contribution.blocks.blocks;
    let mut found = Vec::new();
    let mut push = |block: &'a BlockKind, whole: bool, part: Span| {
        let part = trimmed(text, part.start, part.end);
        if !part.is_empty() {
            found.push(Fragment { kind: if whole { block } else { &BlockKind::Other }, part_of: block, span: part });
        }
    };
    let mut at = span.start;
    for block in &blocks[blocks.partition_point(|block| block.span.end <= span.start)..] {
        let part = contribution.source.clip(block.span);
        if part.start >= span.end {
            break;
        }
        let (start, end) = (part.start.max(at), part.end.min(span.end));
        push(&BlockKind::Other, true, Span::new(at, start));
        if start < end {
            push(&block.kind, (start, end) == (part.start, part.end), Span::new(start, end));
            at = end;
        }
    }
    push(&BlockKind::Other, true, Span::new(at, span.end));
    found
}

/// Writes fragments one after the other.
pub(crate) struct FragmentWriter<'a> {
    contribution: &'a Contribution,
    /// What is written where a label stands, in the order of the file.
    labels: Vec<(Span, String)>,
    /// Marks of headings inside quotes and lists with their levels, in the order of the file.
    nested: Vec<(Span, u8)>,
    /// The level of the department's heading.
    level: u8,
    /// Levels of the headings the text stands under, as the report has them.
    above: Vec<u8>,
    out: String,
    /// The last fragment: its place in the report, its end, and whether a following list or indented line would join it.
    last: Option<(usize, usize, bool)>,
}

impl<'a> FragmentWriter<'a> {
    pub fn new(contribution: &'a Contribution) -> Self {
        let id = &contribution.input.department;
        let written = |label: &Label| match label.kind {
            LabelKind::LinkCollapsed | LabelKind::LinkShortcut => format!("[{id}-{}]", one_line(&label.name)),
            _ => format!("{id}-{}", contribution.source.slice(label.span)),
        };
        // Only what has a definition that is renamed too; a definition inside a quote keeps its name, and so do its uses.
        let labels = &contribution.blocks.labels;
        let defined: BTreeSet<_> = labels.iter().filter(|label| label.kind.is_definition()).map(same_label).collect();
        let renamed = labels.iter().filter(|label| defined.contains(&same_label(label)));
        let mut labels: Vec<(Span, String)> = renamed.map(|label| (label.span, written(label))).collect();
        labels.sort();
        let mut nested: Vec<_> =
            contribution.blocks.nested_headings.iter().map(|(level, marks)| (*marks, *level)).collect();
        nested.sort();
        FragmentWriter { contribution, labels, nested, level: 2, above: Vec::new(), out: String::new(), last: None }
    }

    /// Begins the text below a department's heading of that level.
    pub(crate) fn begin(&mut self, level: u8) {
        self.level = level;
        self.above.clear();
        self.last = None;
    }

    /// Begins a section of the report: its headings start anew below the department's.
    pub(crate) fn section(&mut self) {
        self.above.clear();
    }

    /// What was written since [`FragmentWriter::begin`].
    pub(crate) fn finish(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Writes the fragment with this number in the report's order.
    pub(crate) fn write(&mut self, number: usize, fragment: &Fragment) {
        let span = fragment.span;
        let text = match fragment.kind {
            BlockKind::Heading { level, text } => self.heading(*level, *text),
            BlockKind::Html => match html(self.contribution.source.slice(span)) {
                Html::Whole => self.cut(span),
                Html::Visible(rest) if rest.trim().is_empty() => return,
                Html::Visible(rest) => tidy(&rest),
                Html::Unclosed => {
                    // It would swallow everything after it, other departments' text included: shown as code instead.
                    let text = self.cut(span);
                    let fence = "`".repeat(longest_backticks(&text).max(2) + 1);
                    format!("{fence}html\n{text}\n{fence}")
                }
            },
            BlockKind::Code { unclosed: true } => {
                let text = self.cut(span);
                let fence: String = text.trim_start().chars().take_while(|c| matches!(c, '`' | '~')).collect();
                format!("{text}\n{fence}")
            }
            _ => self.cut(span),
        };
        self.separate(number, fragment, &text);
        self.out.push_str(&text);
        let joins = matches!(fragment.part_of, BlockKind::List | BlockKind::FootnoteDefinition { .. });
        self.last = Some((number, span.end, joins));
    }

    fn separate(&mut self, number: usize, fragment: &Fragment, text: &str) {
        let Some((last, end, joins)) = self.last else { return };
        let between = self.contribution.source.slice(Span::new(end, fragment.span.start.max(end)));
        let neighbours = last + 1 == number && between.trim().is_empty();
        let tight = neighbours && between.matches('\n').count().max(between.matches('\r').count()) == 1;
        self.out.push_str(if tight && !text.starts_with("**") { "\n" } else { "\n\n" });
        // What stood between two lists, or between a list and code by indentation, is gone: keep them apart.
        if joins && !neighbours && (matches!(fragment.part_of, BlockKind::List) || text.starts_with([' ', '\t'])) {
            self.out.push_str("<!-- -->\n\n");
        }
    }

    fn heading(&mut self, level: u8, text: Span) -> String {
        let depth = self.depth(level);
        self.above.truncate(usize::from(depth) - 1);
        self.above.push(level);
        heading_line(self.level.saturating_add(depth), &one_line(&self.cut(text)))
    }

    /// How deep below the department's heading a heading of that level stands, from 1.
    fn depth(&self, level: u8) -> u8 {
        let above = self.above.iter().take_while(|above| **above < level).count();
        u8::try_from(above + 1).unwrap_or(u8::MAX)
    }

    /// The text of a span with labels and nested headings renamed, in NFC, with LF.
    fn cut(&self, span: Span) -> String {
        let source = &self.contribution.source;
        let inside = |edit: &Span| edit.start >= span.start && edit.end <= span.end;
        let mut edits: Vec<(Span, String)> =
            among(&self.labels, span).filter(|(edit, _)| inside(edit)).cloned().collect();
        for (marks, level) in among(&self.nested, span).filter(|(marks, _)| inside(marks)) {
            let level = self.level.saturating_add(self.depth(*level)).min(6);
            edits.push((*marks, "#".repeat(usize::from(level))));
        }
        edits.sort();
        let (mut out, mut at) = (String::with_capacity(span.len() + 16), span.start);
        for (edit, text) in &edits {
            if edit.start < at {
                continue;
            }
            out.push_str(source.slice(Span::new(at, edit.start)));
            out.push_str(text);
            at = edit.end;
        }
        out.push_str(source.slice(Span::new(at, span.end)));
        tidy(&out)
    }
}

/// What begins in a span, of a list in the order of the file.
fn among<T>(list: &[(Span, T)], span: Span) -> impl Iterator<Item = &(Span, T)> {
    let first = list.partition_point(|(at, _)| at.start < span.start);
    list[first..].iter().take_while(move |(at, _)| at.start <= span.end)
}

/// A heading's line; bold type where headings end.
pub(crate) fn heading_line(level: u8, text: &str) -> String {
    match level {
        _ if text.is_empty() => String::new(),
        0..=6 => format!("{} {text}", "#".repeat(usize::from(level))),
        _ if text.contains("**") => text.to_string(),
        _ => format!("**{text}**"),
    }
}

/// What makes two labels the same to Markdown: whether it is a footnote's, and the name without case and line breaks.
pub(crate) fn same_label(label: &Label) -> (bool, String) {
    same_name(label.kind.is_footnote(), &label.name)
}

/// The same for a name alone.
pub(crate) fn same_name(footnote: bool, name: &str) -> (bool, String) {
    (footnote, one_line(name).to_lowercase())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFC, LF, and no line that could be taken for a mark of origin: only consolidation writes those.
fn tidy(text: &str) -> String {
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_string() };
    let text = nfc(&text);
    if !text.lines().any(|line| Origin::read(line).is_some()) {
        return text;
    }
    let moved = |line: &str| if Origin::read(line).is_some() { format!(" {line}") } else { line.to_string() };
    text.lines().map(moved).collect::<Vec<_>>().join("\n")
}

fn longest_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

enum Html {
    /// Copied as it is.
    Whole,
    /// What is left without its comments, which speak to the writer and not to the reader.
    Visible(String),
    /// Its end is missing: Markdown reads it to the end of the file.
    Unclosed,
}

/// Ends that raw HTML waits for even across blank lines (CommonMark, HTML blocks 1 to 5).
const ENDS: [(&str, &[&str]); 7] = [
    ("<pre", &["</pre>", "</script>", "</style>", "</textarea>"]),
    ("<script", &["</pre>", "</script>", "</style>", "</textarea>"]),
    ("<style", &["</pre>", "</script>", "</style>", "</textarea>"]),
    ("<textarea", &["</pre>", "</script>", "</style>", "</textarea>"]),
    ("<?", &["?>"]),
    ("<![cdata[", &["]]>"]),
    ("<!", &[">"]),
];

fn html(text: &str) -> Html {
    let start = text.trim_start();
    if start.starts_with("<!--") {
        if !start.contains("-->") {
            return Html::Unclosed;
        }
        let (mut rest, mut visible) = (start, String::new());
        while let Some((before, comment)) = rest.split_once("<!--") {
            visible.push_str(before);
            let Some((_, after)) = comment.split_once("-->") else {
                // The block ended with an earlier comment; here the text merely says "<!--".
                visible.push_str("\\<!--");
                rest = comment;
                break;
            };
            rest = after;
        }
        visible.push_str(rest);
        return Html::Visible(visible.trim().to_string());
    }
    let lower = start.to_ascii_lowercase();
    match ENDS.iter().find(|(open, _)| lower.starts_with(open)) {
        Some((_, ends)) if !ends.iter().any(|end| lower.contains(end)) => Html::Unclosed,
        _ => Html::Whole,
    }
}

#[cfg(test)]
mod tests {
    use crate::consolidate::cut::*;

    #[test]
    fn comments_go_and_open_ends_are_seen() {
        let shown = |text: &str| match html(text) {
            Html::Whole => "whole".to_string(),
            Html::Visible(text) => format!("visible {text}"),
            Html::Unclosed => "unclosed".to_string(),
        };
        assert_eq!(shown("<!-- a -->"), "visible ");
        assert_eq!(shown("<!-- a\n## b\n--> còn lại <!-- c -->"), "visible còn lại");
        assert_eq!(shown("<!-- a --> b <!-- c"), "visible b \\<!-- c");
        assert_eq!(shown("<!-- a"), "unclosed");
        assert_eq!(shown("<pre>\nx"), "unclosed");
        assert_eq!(shown("<PRE>\nx</pre>"), "whole");
        assert_eq!(shown("<div>\nx"), "whole");
    }

    #[test]
    fn headings_end_at_six() {
        assert_eq!(heading_line(6, "A"), "###### A");
        assert_eq!(heading_line(7, "A"), "**A**");
        assert_eq!(heading_line(7, "**A** b"), "**A** b");
    }
}
