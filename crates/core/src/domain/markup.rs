//! Dấu trình bày: places where the marks of a report's text do something its writer hardly meant.

use crate::domain::Report;
use crate::text::{Source, Span};

/// Everything of that kind in one report, each list in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup {
    /// Lines pasted without blank lines between them, which Markdown joins into one paragraph.
    pub joined: Vec<JoinedLines>,
    /// Tables that lose cells, or that are no tables.
    pub tables: Vec<TornTable>,
    /// Footnotes defined more than once.
    pub notes: Vec<DoubledNote>,
    /// Lines of text that the line below them turns into a heading.
    pub underlined: Vec<Underlined>,
}

/// A paragraph whose lines were meant to stand apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedLines {
    /// All its lines, without the last line end.
    pub span: Span,
    /// Its lines in order; at least two.
    pub lines: Vec<JoinedLine>,
}

/// One line of such a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedLine {
    /// The line without its line end.
    pub span: Span,
    /// What it is.
    pub part: LinePart,
    /// Whether the line begins a thought of its own instead of continuing the line above.
    pub starts: bool,
}

/// What a pasted line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinePart {
    /// Plain words.
    Text,
    /// An item of a list: its mark, and where its words begin.
    Item(LineMark, usize),
    /// A row of a table: its cells, without the white space around them.
    Row(Vec<Span>),
}

/// The mark at the beginning of a pasted list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineMark {
    /// A dash or another symbol; all dashes are one symbol.
    Bullet(char),
    /// `1.` or `1)`, which Markdown can write as a numbered list.
    Number(usize, char),
    /// `a)`, `(1)`, `1.1.`, `(i)`: labels that Markdown has no list for. Labels of one kind have the same sort.
    Label(LabelSort),
}

/// Kinds of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelSort {
    /// `a)`, `đ)`, `a.`.
    Letter,
    /// `(1)`, `(a)`, `(i)`.
    Bracketed,
    /// `1.1.` with so many numbers.
    Dotted(usize),
    /// `I.`, `i)`, `I -`.
    Roman,
    /// `1/`, `1-`, `1:`.
    Closed(char),
}

/// A table whose rows do not fit its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornTable {
    /// The head row.
    pub head: Span,
    /// The row of dashes under it.
    pub rule: Span,
    /// Cells of the head.
    pub width: usize,
    /// Cells of the row of dashes. Where this is not the head's number, nothing here is a table to Markdown.
    pub ruled: usize,
    /// The most cells that a row has.
    pub widest: usize,
    /// Rows with more cells than the head: the row, and the cells that are lost.
    pub rows: Vec<(Span, Span)>,
}

/// A footnote's label that is defined again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubledNote {
    /// The label as written.
    pub label: String,
    /// The first definition's `[^label]:`.
    pub first: Span,
    /// The later one's.
    pub again: Span,
}

/// Text that became a heading by the `-` or `=` below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Underlined {
    /// The lines of text.
    pub text: Span,
    /// The line below them.
    pub line: Span,
}

impl Underlined {
    /// Whether the heading was hardly meant: the form does not know it, and its text or the mark below it is no heading's.
    pub fn is_accident(&self, report: &Report, source: &Source) -> bool {
        let here = self.text.start;
        let known = report.sections.iter().any(|s| !s.answers.is_empty() && s.heading.span.start == here);
        if known || report.titles.iter().any(|title| title.span.start == here) {
            return false;
        }
        let text = source.slice(self.text).trim();
        let sentence = text.ends_with(['.', ';', ':', ',', '!', '?']) || text.contains('\n') || text.len() > 160;
        sentence || source.slice(self.line).trim().len() < 3
    }

    /// Whether the line below is nothing but an underline: three dashes or more may be a rule across the page.
    pub fn is_mere_mark(&self, source: &Source) -> bool {
        let mark = source.slice(self.line).trim();
        mark.starts_with('=') || mark.len() < 3
    }
}

impl TornTable {
    /// What gives head and row of dashes as many cells as the longest row has: byte offsets, and what is put in there.
    pub fn widening(&self, text: &str) -> Vec<(usize, String)> {
        let row = |span: Span, have: usize, cell: &str| {
            let bare = text[span.start..span.end].trim_end();
            let closed = bare.ends_with('|') && !bare.ends_with("\\|");
            let missing = self.widest.saturating_sub(have);
            let new = if closed { "" } else { " |" }.to_string() + &format!(" {cell} |").repeat(missing);
            (missing > 0).then_some((span.start + bare.len(), new))
        };
        [row(self.head, self.width, ""), row(self.rule, self.ruled, "---")].into_iter().flatten().collect()
    }
}
