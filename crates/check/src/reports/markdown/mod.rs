//! The only door to the Markdown parser. What it saw comes out as plain values with places in bytes of the file.
//!
//! The parser is given the text after the front matter, so that a `---` there can never be taken for a heading's
//! underline, and every place is moved back by as much.

mod html;
mod prose;
mod tags;

pub use prose::prose;

use baocao_core::domain::{Block, BlockKind, Blocks, Heading, Label, LabelKind, PictureUse};
use baocao_core::text::{Source, Span, contains_decomposed, nfc};
use comrak::nodes::{LineColumn, ListType, Node, NodeValue, Sourcepos};
use comrak::{Arena, Options};

/// What a top-level piece of a report is, as far as its sections are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A paragraph.
    Paragraph,
    /// The first paragraph of an item of a numbered list, which writers use for headings.
    NumberedItem,
    /// A table.
    Table,
    /// Code, between fences or indented.
    Code,
    /// Raw HTML, comments included.
    Html,
    /// Anything else.
    Other,
}

/// One piece of a report that is no heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its place.
    pub span: Span,
}

/// A Markdown text as headings and pieces, in the order written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The headings Markdown sees at the top level.
    pub headings: Vec<Heading>,
    /// Everything else.
    pub pieces: Vec<Piece>,
}

/// Reads the text from `body` on.
pub fn page(source: &Source, body: usize) -> Page {
    let arena = Arena::new();
    let Some(view) = View::new(source, body, &arena) else { return Page::default() };
    let mut page = Page::default();
    for node in view.root.children() {
        let data = node.data();
        let kind = match &data.value {
            NodeValue::Heading(heading) => {
                page.headings.push(view.heading(node, heading.level, heading.setext));
                continue;
            }
            NodeValue::List(list) if list.list_type == ListType::Ordered => {
                for item in node.children() {
                    match item.first_child() {
                        Some(first) if matches!(first.data().value, NodeValue::Paragraph) => {
                            page.pieces.push(Piece { kind: PieceKind::NumberedItem, span: view.lines(item, first) });
                        }
                        _ => {}
                    }
                }
                continue;
            }
            NodeValue::Paragraph => PieceKind::Paragraph,
            NodeValue::Table(_) => PieceKind::Table,
            NodeValue::CodeBlock(_) => PieceKind::Code,
            NodeValue::HtmlBlock(_) => PieceKind::Html,
            _ => PieceKind::Other,
        };
        page.pieces.push(Piece { kind, span: view.span(data.sourcepos) });
    }
    page
}

/// The blocks and labels of the text from `body` on, for moving it elsewhere whole.
pub fn blocks(source: &Source, body: usize) -> Blocks {
    let arena = Arena::new();
    let Some(view) = View::new(source, body, &arena) else { return Blocks::default() };
    let mut out = Blocks::default();
    let mut next = view.first;
    for node in view.root.children() {
        let data = node.data();
        let mut span = view.whole_lines(data.sourcepos);
        span.start = span.start.max(next);
        if span.is_empty() {
            continue;
        }
        view.definitions(Span::new(next, span.start), &mut out);
        let kind = match &data.value {
            NodeValue::Heading(heading) => {
                let text = view.heading(node, heading.level, heading.setext).text_span;
                BlockKind::Heading { level: heading.level, text }
            }
            NodeValue::List(_) => BlockKind::List,
            NodeValue::CodeBlock(code) => BlockKind::Code { unclosed: code.fenced && !code.closed },
            NodeValue::HtmlBlock(_) => BlockKind::Html,
            NodeValue::FootnoteDefinition(note) => {
                // The parser's own copy of the name may be normalised; what was written is what must be found again.
                let written = view.footnote(data.sourcepos).map(|at| view.text[at.start..at.end].to_string());
                BlockKind::FootnoteDefinition { label: written.unwrap_or_else(|| note.name.clone()) }
            }
            NodeValue::Paragraph => {
                // Link definitions at its head are taken out of a paragraph but not out of its place.
                let at = view.leading_definitions(span);
                view.definitions(Span::new(span.start, at), &mut out);
                span.start = at;
                BlockKind::Other
            }
            _ => BlockKind::Other,
        };
        out.blocks.push(Block { kind, span });
        next = view.after_line(span.end);
    }
    view.definitions(Span::new(next, view.text.len()), &mut out);
    for node in view.root.descendants() {
        view.label(node, &mut out);
    }
    out.labels.sort_by_key(|label| (label.span.start, label.span.end));
    out.labels.dedup_by(|a, b| a.span == b.span && a.kind == b.kind);
    out
}

/// The HTML tags of the text from `body` on that no writer of documents knows, each with its place. What only looks like a
/// tag (`<F1>`) is none.
pub(crate) fn tags_left(source: &Source, body: usize) -> Vec<(Span, String)> {
    let text = source.text();
    let bytes = text.as_bytes();
    // Few reports have any: they are not parsed again for that.
    let begins = |at: usize| bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
    if !memchr::memchr_iter(b'<', bytes).any(|at| at >= body && begins(at)) {
        return Vec::new();
    }
    let arena = Arena::new();
    let Some(view) = View::new(source, body, &arena) else { return Vec::new() };
    let mut out = Vec::new();
    for node in view.root.descendants() {
        let span = view.span(node.data().sourcepos);
        let mut at = span.start;
        for tag in prose::tags_left(node) {
            // The place is found anew in the text: inside quotes and lists the parser's own counts other columns.
            let find = |from: usize| Some(from + text.get(from..span.end)?.find(&tag)?);
            let found = find(at).or_else(|| find(span.start));
            let place = found.map_or(span, |found| Span::new(found, found + tag.len()));
            at = found.map_or(at, |found| at.max(found + tag.len()));
            let named = tags::Tag::at_start(&tag).is_some_and(|tag| tags::is_html(tag.name));
            if named {
                out.push((place, tag));
            }
        }
    }
    out.sort();
    out
}

/// The pictures of the text from `body` on, in the order written.
pub fn pictures(source: &Source, body: usize) -> Vec<PictureUse> {
    let text = source.text();
    // Few reports have any: they are not parsed again for that.
    if memchr::memmem::find(&text.as_bytes()[body.min(text.len())..], b"![").is_none() {
        return Vec::new();
    }
    let arena = Arena::new();
    let Some(view) = View::new(source, body, &arena) else { return Vec::new() };
    let mut out = Vec::new();
    for node in view.root.descendants() {
        let data = node.data();
        if let NodeValue::Image(link) = &data.value {
            out.push(PictureUse { span: view.span(data.sourcepos), address: link.url.clone(), fault: None });
        }
    }
    out.sort_by_key(|picture| picture.span);
    out
}

/// A parsed text with the way from the parser's lines and columns to bytes of the file.
struct View<'s, 'a> {
    text: &'s str,
    first: usize,
    /// Where each line starts. The parser ends a line at `\n`, `\r\n` and a lone `\r`.
    lines: Vec<usize>,
    root: Node<'a>,
}

impl<'s, 'a> View<'s, 'a> {
    fn new(source: &'s Source, body: usize, arena: &'a Arena<'a>) -> Option<Self> {
        let text = source.text();
        let first = body.max(source.bom_len()).min(text.len());
        if !text.is_char_boundary(first) {
            return None;
        }
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.footnotes = true;
        options.extension.strikethrough = true;
        options.parse.leave_footnote_definitions = true;
        let root = comrak::parse_document(arena, &text[first..], &options);
        let bytes = text.as_bytes();
        let mut lines = vec![first];
        for at in first..bytes.len() {
            if bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                lines.push(at + 1);
            }
        }
        Some(View { text, first, lines, root })
    }

    fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The end of a line without its line end.
    fn line_end(&self, line: usize) -> usize {
        let end = self.line_start(line + 1);
        let start = self.line_start(line);
        start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// Where the line after the one that holds `at` starts.
    fn after_line(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|start| *start <= at);
        self.line_start(line + 1)
    }

    fn byte(&self, at: LineColumn) -> usize {
        let byte = (self.line_start(at.line) + at.column.saturating_sub(1)).min(self.text.len());
        (0..=byte).rev().find(|b| self.text.is_char_boundary(*b)).unwrap_or(0)
    }

    /// A place of the parser, whose end is inclusive, as bytes of the file.
    fn span(&self, at: Sourcepos) -> Span {
        let start = self.byte(at.start);
        let end = self.byte(LineColumn { line: at.end.line, column: at.end.column.saturating_add(1) });
        // The parser counts the bytes of the last character: its last byte may not be its first.
        let end = (end..=self.text.len()).find(|b| self.text.is_char_boundary(*b)).unwrap_or(end);
        Span::new(start, end.min(self.line_end(at.end.line)).max(start))
    }

    /// From the first character of the first line to the last of the last line that is not blank.
    fn whole_lines(&self, at: Sourcepos) -> Span {
        let start = self.line_start(at.start.line);
        let end = self.line_end(at.end.line.max(at.start.line)).max(start);
        Span::new(start, start + self.text[start..end].trim_end_matches([' ', '\t', '\n', '\r']).len())
    }

    /// From the mark of a list item to the end of its first paragraph.
    fn lines(&self, item: Node<'a>, first: Node<'a>) -> Span {
        Span::new(self.byte(item.data().sourcepos.start), self.span(first.data().sourcepos).end)
    }

    fn heading(&self, node: Node<'a>, level: u8, underlined: bool) -> Heading {
        let at = node.data().sourcepos;
        let start = self.byte(at.start);
        let end = self.line_end(at.end.line);
        let span = Span::new(start, start + self.text[start..end.max(start)].trim_end().len());
        let text_span = if underlined {
            let last = self.line_end(at.end.line.saturating_sub(1).max(at.start.line)).min(span.end);
            Span::new(start, start + self.text[start..last.max(start)].trim_end().len())
        } else {
            let marks = start + self.text[start..span.end].bytes().take_while(|b| *b == b'#').count();
            let inner = &self.text[marks..span.end];
            let lead = inner.len() - inner.trim_start_matches([' ', '\t']).len();
            // Closing marks count only behind a space; `\#` is text.
            let closed = inner.trim_end_matches('#');
            let inner = if closed.ends_with([' ', '\t']) || closed.is_empty() { closed } else { inner };
            let inner = inner.trim_end();
            let end = marks + inner.len().max(lead);
            if inner.len() <= lead { Span::at(marks) } else { Span::new(marks + lead, end) }
        };
        let text = node.collect_text();
        let text = if contains_decomposed(&text) { nfc(&text) } else { text };
        Heading { level, text: text.trim().to_string(), span, text_span, markdown: true }
    }

    /// Where the link definitions at the head of a paragraph end: after the lines that mean nothing by themselves.
    fn leading_definitions(&self, paragraph: Span) -> usize {
        let mut at = paragraph.start;
        'definitions: while at < paragraph.end {
            let rest = self.text[at..paragraph.end].trim_start();
            if !rest.starts_with('[') || rest.starts_with("[^") {
                break;
            }
            // An address and a title may stand on lines of their own.
            let ends: Vec<usize> = std::iter::successors(Some(self.after_line(at)), |end| Some(self.after_line(*end)))
                .take_while(|end| *end <= paragraph.end)
                .take(4)
                .collect();
            for end in ends.into_iter().rev() {
                let arena = Arena::new();
                if comrak::parse_document(&arena, &self.text[at..end], &Options::default()).first_child().is_none() {
                    at = end;
                    continue 'definitions;
                }
            }
            break;
        }
        at
    }

    /// Lines that stand between blocks: link definitions, which the parser keeps no node for.
    fn definitions(&self, within: Span, out: &mut Blocks) {
        let mut at = within.start;
        let mut open: Option<usize> = None;
        while at < within.end {
            let next = self.after_line(at).min(within.end.max(at + 1));
            let line = self.text[at..next].trim_end_matches(['\n', '\r', ' ', '\t']);
            let span = Span::new(at, at + line.len());
            at = next;
            if span.is_empty() {
                open = None;
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            let label = line.trim_start().strip_prefix('[').and_then(|rest| rest.find("]:").map(|end| &rest[..end]));
            match (label, open) {
                (Some(label), _) if !label.starts_with('^') => {
                    let start = span.start + indent + 1;
                    let name = label.to_string();
                    out.labels.push(Label {
                        kind: LabelKind::LinkDefinition,
                        name: name.clone(),
                        span: Span::new(start, start + label.len()),
                    });
                    out.blocks.push(Block { kind: BlockKind::LinkDefinition { label: name }, span });
                    open = Some(out.blocks.len() - 1);
                }
                // The address or the title on a line of its own.
                (_, Some(block)) => out.blocks[block].span.end = span.end,
                (_, None) => {
                    out.blocks.push(Block { kind: BlockKind::Other, span });
                    open = Some(out.blocks.len() - 1);
                }
            }
        }
    }

    /// The name in `[^name]` or `[^name]:` at the beginning of a place.
    fn footnote(&self, at: Sourcepos) -> Option<Span> {
        let start = self.byte(at.start);
        let inner = self.text[start..].strip_prefix("[^")?;
        let end = inner.find(']')?;
        Some(Span::new(start + 2, start + 2 + end))
    }

    fn label(&self, node: Node<'a>, out: &mut Blocks) {
        let data = node.data();
        let mut push = |kind, span: Span| {
            out.labels.push(Label { kind, name: self.text[span.start..span.end].to_string(), span });
        };
        match &data.value {
            NodeValue::FootnoteReference(_) => {
                if let Some(span) = self.footnote(data.sourcepos) {
                    push(LabelKind::FootnoteUse, span);
                }
            }
            NodeValue::FootnoteDefinition(_) => {
                if let Some(span) = self.footnote(data.sourcepos) {
                    push(LabelKind::FootnoteDefinition, span);
                }
            }
            NodeValue::Link(_) | NodeValue::Image(_) => {
                let span = self.span(data.sourcepos);
                let written = &self.text[span.start..span.end];
                let open = if written.starts_with("![") { 2 } else { 1 };
                // Where the place given is not the link's, it may end inside a character.
                if !written.ends_with(']') || !written.get(..open).is_some_and(|begin| begin.ends_with('[')) {
                    return;
                }
                let Some(last) = last_bracket(written) else { return };
                let inner = &written[last + 1..written.len() - 1];
                if last >= open && written[..last].ends_with(']') {
                    if inner.is_empty() {
                        let shown = &written[open..last - 1];
                        let span = Span::new(span.start + last, span.end);
                        out.labels.push(Label { kind: LabelKind::LinkCollapsed, name: shown.to_string(), span });
                    } else {
                        push(LabelKind::LinkUse, Span::new(span.start + last + 1, span.end - 1));
                    }
                } else {
                    let name = written[open..written.len() - 1].to_string();
                    out.labels.push(Label { kind: LabelKind::LinkShortcut, name, span: Span::at(span.end) });
                }
            }
            NodeValue::Heading(heading)
                if !heading.setext && node.parent().is_some_and(|p| !matches!(p.data().value, NodeValue::Document)) =>
            {
                let start = self.byte(data.sourcepos.start);
                let marks = self.text[start..].bytes().take_while(|b| *b == b'#').count();
                out.nested_headings.push((heading.level, Span::new(start, start + marks)));
            }
            _ => {}
        }
    }
}

/// Where the bracket opens that closes at the very end; a label holds no bracket unless escaped.
fn last_bracket(written: &str) -> Option<usize> {
    let bytes = written.as_bytes();
    let mut depth = 0usize;
    for at in (0..bytes.len()).rev() {
        let escaped = || bytes[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
        match bytes[at] {
            b']' if !escaped() => depth += 1,
            b'[' if !escaped() => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::reports::markdown::*;
    use baocao_core::text::RepoPath;
    use proptest::prelude::*;

    fn source(text: &str) -> Source {
        Source::new(RepoPath::new("a.md"), text.to_string())
    }

    #[test]
    fn headings_have_their_places_in_every_dress() {
        let text = "\u{feff}---\r\nky: 1\r\n---\r\n# A **b**\r\n\r\n  ##  I. KE\u{302}\u{301}T `quả` ##\r\nchữ\r\n\r\nĐề mục\r\n=====\r\n\r\n##\r\n> ## trong\r\n";
        let source = source(text);
        let body = text.find("# A").expect("there");
        let page = page(&source, body);
        let seen: Vec<_> = page
            .headings
            .iter()
            .map(|h| (h.level, h.text.as_str(), source.slice(h.span), source.slice(h.text_span)))
            .collect();
        assert_eq!(
            seen,
            [
                (1, "A b", "# A **b**", "A **b**"),
                (2, "I. KẾT quả", "##  I. KE\u{302}\u{301}T `quả` ##", "I. KE\u{302}\u{301}T `quả`"),
                (1, "Đề mục", "Đề mục\r\n=====", "Đề mục"),
                (2, "", "##", ""),
            ]
        );
    }

    #[test]
    fn numbered_items_and_tables_are_told_apart() {
        let text =
            "1. Kết quả\n2. Hạn chế\n   - con\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n# mã\n```\n<!-- x -->\n";
        let source = source(text);
        let seen: Vec<_> = page(&source, 0).pieces.iter().map(|p| (p.kind, source.slice(p.span).to_string())).collect();
        assert_eq!(seen[0], (PieceKind::NumberedItem, "1. Kết quả".to_string()));
        assert_eq!(seen[1], (PieceKind::NumberedItem, "2. Hạn chế".to_string()));
        assert_eq!(seen[2].0, PieceKind::Table);
        assert_eq!(seen[3].0, PieceKind::Code);
        assert_eq!(seen[4], (PieceKind::Html, "<!-- x -->".to_string()));
    }

    #[test]
    fn labels_and_definitions_are_found_where_they_are_written() {
        let text = "Một[^1] và [hai][x], [ba][], [bốn], ![ảnh][x], [năm](http://a).\n\n[x]: http://a\n[ba]: http://b\n  'tên'\n[bốn]: http://c\nchữ sau\n\n[^1]: ghi chú\n    tiếp\n\n- # đề\n";
        let source = source(text);
        let found = blocks(&source, 0);
        let labels: Vec<_> = found.labels.iter().map(|l| (l.kind, l.name.as_str(), source.slice(l.span))).collect();
        use LabelKind::*;
        assert_eq!(
            labels,
            [
                (FootnoteUse, "1", "1"),
                (LinkUse, "x", "x"),
                (LinkCollapsed, "ba", "[]"),
                (LinkShortcut, "bốn", ""),
                (LinkUse, "x", "x"),
                (LinkDefinition, "x", "x"),
                (LinkDefinition, "ba", "ba"),
                (LinkDefinition, "bốn", "bốn"),
                (FootnoteDefinition, "1", "1"),
            ]
        );
        let spans: Vec<_> = found.blocks.iter().map(|b| source.slice(b.span)).collect();
        assert_eq!(
            spans,
            [
                "Một[^1] và [hai][x], [ba][], [bốn], ![ảnh][x], [năm](http://a).",
                "[x]: http://a",
                "[ba]: http://b\n  'tên'",
                "[bốn]: http://c",
                "chữ sau",
                "[^1]: ghi chú\n    tiếp",
                "- # đề",
            ]
        );
        assert_eq!(found.nested_headings.len(), 1);
        assert_eq!(source.slice(found.nested_headings[0].1), "#");
    }

    proptest! {
        #[test]
        fn every_line_belongs_to_exactly_one_block(text in "([#>\\-*|`\\[\\]()^:<!1. \t\r\nabđề\u{301}]{0,12}\n?){0,10}") {
            let source = source(&text);
            let found = blocks(&source, 0);
            let mut at = 0;
            for block in &found.blocks {
                prop_assert!(at <= block.span.start && block.span.start <= block.span.end);
                prop_assert!(text[at..block.span.start].trim_matches([' ', '\t', '\r', '\n']).is_empty(), "{:?} lost in {:?}: {:?}", &text[at..block.span.start], text, found.blocks);
                let _ = &text[block.span.start..block.span.end];
                at = block.span.end;
            }
            prop_assert!(text[at..].trim_matches([' ', '\t', '\r', '\n']).is_empty(), "{:?} lost at the end of {:?}", &text[at..], text);
            for label in &found.labels { let _ = &text[label.span.start..label.span.end]; }
            for heading in page(&source, 0).headings { let _ = (&text[heading.span.start..heading.span.end], &text[heading.text_span.start..heading.text_span.end]); }
        }
    }
}
