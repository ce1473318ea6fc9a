//! Lists, tables, footnotes and underlines whose marks do something their writer hardly meant.
//!
//! The text is walked over once, line by line. Where it is not certain what Markdown makes of a line nothing is said: a false
//! alarm costs more trust than a missed one.

mod joined;
mod marks;
mod tables;

use baocao_core::domain::{DoubledNote, JoinedLines, Markup, Report, Section, TornTable, Underlined};
use baocao_core::text::{Source, Span, fold};
use std::collections::BTreeMap;

/// Looks through the stretch `body` of a text. `headings` are the places, in order, of lines that are headings whatever
/// Markdown makes of them.
pub fn read(text: &str, body: Span, headings: &[usize]) -> Markup {
    let mut walk = MarkupWalk { text, ..MarkupWalk::default() };
    let mut headings = headings.iter().copied().peekable();
    let mut at = body.start;
    let end = body.end.min(text.len());
    while at < end {
        let next = memchr::memchr(b'\n', &text.as_bytes()[at..end]).map_or(end, |p| at + p + 1);
        let line = text[at..next].trim_end_matches(['\n', '\r']);
        while headings.next_if(|heading| *heading < at).is_some() {}
        if headings.next_if(|heading| *heading < next).is_some() && walk.in_text() {
            walk.end_blocks();
        } else {
            walk.line(Span::new(at, at + line.len()));
        }
        at = next;
    }
    walk.flush();
    walk.close_table();
    walk.out
}

/// The same of a report, whose headings are known. An underlined heading is left to be looked at: it may be no heading.
pub fn of(source: &Source, report: &Report) -> Markup {
    let plain = |section: &&Section| !section.heading.markdown;
    let headings: Vec<usize> = report.sections.iter().filter(plain).map(|s| s.heading.span.start).collect();
    read(source.text(), report.body, &headings)
}

/// A text with every head of a table as wide as the table's rows, so that no reader drops a cell.
pub(crate) fn with_wide_heads(text: String) -> String {
    if !text.contains('|') {
        return text;
    }
    let found = read(&text, Span::new(0, text.len()), &[]);
    let mut out = text;
    for (at, new) in found.tables.iter().flat_map(|table| table.widening(&out)).rev().collect::<Vec<_>>() {
        out.insert_str(at, &new);
    }
    out
}

/// The lines, by where they start, before which a document keeps the line break although Markdown does not.
pub(crate) fn kept_breaks(text: &str) -> Vec<usize> {
    let found = read(text, Span::new(0, text.len()), &[]);
    let lines = found.joined.iter().flat_map(|joined| &joined.lines);
    lines.filter(|line| line.starts).map(|line| line.span.start).collect()
}

/// The most cells that a head is given: more is no table, and every row would be as long.
const WIDEST: usize = 200;

/// What the lines above have opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum OpenMarkup {
    #[default]
    Nothing,
    /// Code between fences: the fence's character and length.
    Fence(u8, usize),
    /// A comment.
    Comment,
    /// Raw HTML, a quote or indented code, up to a blank line.
    Other,
    /// A table.
    Table,
}

#[derive(Default)]
struct MarkupWalk<'t> {
    text: &'t str,
    open: OpenMarkup,
    /// The lines of the paragraph that is open.
    paragraph: Vec<Span>,
    /// Whether the paragraph is in a list item or a footnote.
    inside: bool,
    /// Whether a list is open, in which indented lines are no code.
    list: bool,
    table: Option<TornTable>,
    notes: BTreeMap<String, Span>,
    out: Markup,
}

impl MarkupWalk<'_> {
    fn line(&mut self, span: Span) {
        let line = &self.text[span.start..span.end];
        let words = line.trim_start_matches([' ', '\t']);
        match self.open {
            OpenMarkup::Fence(mark, length) => {
                if marks::fence(words).is_some_and(|(m, l, bare)| m == mark && l >= length && bare) {
                    self.open = OpenMarkup::Nothing;
                }
                return;
            }
            OpenMarkup::Comment => {
                if line.contains("-->") {
                    self.open = OpenMarkup::Nothing;
                }
                return;
            }
            _ => {}
        }
        let blank = words.trim().is_empty();
        if blank {
            self.flush();
            self.close_table();
            self.open = OpenMarkup::Nothing;
            return;
        }
        if self.open == OpenMarkup::Other {
            return;
        }
        let indent = line.len() - words.len();
        if !self.begins_block(span, words, indent) {
            self.text_line(span, words, indent);
        }
    }

    /// Deals with lines that are no text of a paragraph.
    fn begins_block(&mut self, span: Span, words: &str, indent: usize) -> bool {
        let first = words.as_bytes()[0];
        let deep = indent >= 4 || self.text[span.start..].starts_with('\t');
        match first {
            b'#' if marks::is_heading(words) && !deep => {
                self.end_blocks();
                self.list = false;
            }
            b'`' | b'~' if marks::fence(words).is_some() => {
                self.end_blocks();
                let (mark, length, _) = marks::fence(words).unwrap_or((first, 3, false));
                self.open = OpenMarkup::Fence(mark, length);
            }
            b'<' if words.starts_with("<!--") => {
                self.end_blocks();
                if !words.contains("-->") {
                    self.open = OpenMarkup::Comment;
                }
            }
            b'<' if self.paragraph.is_empty() && marks::is_html(words) => {
                self.end_blocks();
                self.open = OpenMarkup::Other;
            }
            b'>' if !deep => {
                self.end_blocks();
                self.open = OpenMarkup::Other;
            }
            b'[' if indent < 4 && marks::note_label(words).is_some() => {
                self.end_blocks();
                self.note(span, words, indent);
                self.inside = true;
                self.paragraph.push(span);
            }
            // Indented code, unless cells or a pasted mark stand in it.
            _ if deep && self.paragraph.is_empty() && !self.list && self.table.is_none() => {
                if marks::cells_of_tabs(self.text, span).is_none() {
                    self.open = OpenMarkup::Other;
                    return true;
                }
                self.paragraph.push(span);
                self.inside = false;
            }
            _ => return self.underline(span, words, indent) || self.item(span, words),
        }
        true
    }

    fn in_text(&self) -> bool {
        !matches!(self.open, OpenMarkup::Fence(..) | OpenMarkup::Comment)
    }

    fn end_blocks(&mut self) {
        self.flush();
        self.close_table();
    }

    /// A row of dashes: a heading's underline, a table's second row, or a rule across the page.
    fn underline(&mut self, span: Span, words: &str, indent: usize) -> bool {
        let bare = words.trim_end();
        if !bare.bytes().all(|b| matches!(b, b'-' | b'=' | b':' | b'|' | b' ' | b'\t' | b'*' | b'_')) {
            return false;
        }
        if let Some(head) = self.paragraph.last().copied()
            && let Some(ruled) = tables::rule(bare)
            && (bare.contains('|') || self.text[head.start..head.end].contains('|'))
        {
            self.paragraph.pop();
            self.flush();
            self.begin_table(head, span, ruled);
            return true;
        }
        let alone = |mark: u8| bare.bytes().all(|b| b == mark);
        if !self.paragraph.is_empty() && !self.inside && indent < 4 && (alone(b'-') || alone(b'=')) {
            let text = Span::new(self.paragraph[0].start, self.paragraph[self.paragraph.len() - 1].end);
            self.out.underlined.push(Underlined { text, line: span });
            self.paragraph.clear();
            return true;
        }
        let rule = |mark: u8| {
            let count = bare.bytes().filter(|b| *b == mark).count();
            count >= 3 && bare.bytes().all(|b| b == mark || b == b' ' || b == b'\t')
        };
        if self.table.is_none() && (rule(b'-') || rule(b'*') || rule(b'_')) {
            self.flush();
            self.list = false;
            return true;
        }
        false
    }

    /// An item as Markdown sees it: it ends what is open and begins a paragraph of its own.
    fn item(&mut self, span: Span, words: &str) -> bool {
        let Some(mark) = marks::markdown_item(words) else { return false };
        // A paragraph of plain text is interrupted by “1.” only, and by no empty item.
        let interrupts = match mark {
            marks::MarkedItem::Number(number) => number == 1,
            marks::MarkedItem::Bullet => true,
            marks::MarkedItem::Empty => false,
        };
        if !self.paragraph.is_empty() && !self.inside && !interrupts {
            return false;
        }
        self.end_blocks();
        (self.inside, self.list) = (true, true);
        self.paragraph.push(span);
        true
    }

    fn text_line(&mut self, span: Span, words: &str, indent: usize) {
        if self.open == OpenMarkup::Table {
            self.row(span);
            return;
        }
        if self.paragraph.is_empty() {
            // At the margin, behind a blank line, no list is open any more.
            self.inside = indent >= 2 && self.list;
            self.list &= self.inside;
        }
        debug_assert!(!words.is_empty());
        self.paragraph.push(span);
    }

    fn begin_table(&mut self, head: Span, rule: Span, ruled: usize) {
        let width = tables::cells(self.text, head).len();
        self.open = OpenMarkup::Table;
        self.table = Some(TornTable { head, rule, width, ruled, widest: width.max(ruled), rows: Vec::new() });
    }

    fn row(&mut self, span: Span) {
        let Some(table) = &mut self.table else { return };
        let cells = tables::cells(self.text, span);
        table.widest = table.widest.max(cells.len().min(WIDEST));
        if cells.len() > table.width {
            let lost = Span::new(cells[table.width].start, cells[cells.len() - 1].end);
            // Empty cells beyond the head lose nothing.
            if !self.text[lost.start..lost.end].trim_matches(['|', ' ', '\t']).is_empty() {
                table.rows.push((span, lost));
            }
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            let torn = !table.rows.is_empty() || table.ruled != table.width;
            if torn {
                self.out.tables.push(table);
            }
        }
        if self.open == OpenMarkup::Table {
            self.open = OpenMarkup::Nothing;
        }
    }

    fn note(&mut self, span: Span, words: &str, indent: usize) {
        let Some(label) = marks::note_label(words) else { return };
        let start = span.start + indent;
        let place = Span::new(start, start + label.len() + "[^]:".len());
        let again = self.notes.get(&fold(label)).copied();
        match again {
            Some(first) => self.out.notes.push(DoubledNote { label: label.to_string(), first, again: place }),
            None => {
                self.notes.insert(fold(label), place);
            }
        }
    }

    /// Ends the paragraph and judges its lines.
    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        if lines.len() > 1
            && let Some(lines) = joined::judge(self.text, &lines, self.inside)
        {
            let span = Span::new(lines[0].span.start, lines[lines.len() - 1].span.end);
            self.out.joined.push(JoinedLines { span, lines });
        }
        self.inside = false;
    }
}

#[cfg(test)]
mod tests;
