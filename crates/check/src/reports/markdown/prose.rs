//! Markdown as structure: what writers of documents need, and nothing that could do harm in them.
//!
//! Raw HTML never comes through: comments vanish (marks of origin only say which headings announce a department), a small
//! set of tags and tables become what they mean (`tags`, `html`), anything else stands as the words that were typed. An
//! address that is not `http`, `https` or `mailto` is no link, and a picture is its address and its description.

use crate::reports::markdown::html;
use crate::reports::markdown::tags::{Running, Tag};
use crate::reports::markup::{kept_breaks, with_wide_heads};
use baocao_core::domain::{
    Align, HeadingOf, Inline, Origin, PictureText, Prose, ProseText, SOURCES_BEGIN, SOURCES_LABEL, TableText, plain,
};
use baocao_core::text::{is_hidden, nfc};
use comrak::nodes::{ListDelimType, ListType, Node, NodeValue, TableAlignment};
use comrak::{Arena, Options};
use std::collections::{BTreeMap, BTreeSet};

/// Blocks nested deeper than this are flattened: nobody's report is, and writers recurse.
const MAX_DEPTH: usize = 24;

/// Reads Markdown that stands after its front matter.
pub fn prose(text: &str) -> ProseText {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.superscript = true;
    let text = with_wide_heads(nfc(text));
    let root = comrak::parse_document(&arena, &text, &options);
    let mut reader = ProseReader { breaks: kept_lines(&text), ..ProseReader::default() };
    for node in root.children() {
        if let NodeValue::FootnoteDefinition(note) = &node.data().value {
            if note.name == SOURCES_LABEL && node.collect_text().starts_with(SOURCES_BEGIN) {
                reader.hides_sources = true;
            }
            reader.definitions.insert(note.name.clone(), node);
        }
    }
    let mut blocks = Vec::new();
    let mut labels = BTreeMap::new();
    let mut announced = None;
    for node in root.children() {
        if let NodeValue::Heading(_) = node.data().value
            && let Some(of) = announced
        {
            labels.insert(blocks.len(), of);
        }
        announced = announces(node);
        reader.block(node, 0, &mut blocks);
    }
    let mut notes = Vec::new();
    // A note may mention another, which then is the next.
    while let Some(name) = reader.order.get(notes.len()).cloned() {
        let definition = reader.definitions.get(&name).copied();
        notes.push(definition.map(|node| reader.blocks(node, 0)).unwrap_or_default());
    }
    ProseText { blocks, notes, labels }
}

/// What the heading behind a mark of origin announces.
fn announces(node: Node<'_>) -> Option<HeadingOf> {
    match &node.data().value {
        NodeValue::HtmlBlock(html) => match Origin::read(html.literal.trim_end())? {
            Origin::Department(..) => Some(HeadingOf::Department),
            Origin::Figures => Some(HeadingOf::Figures),
            _ => None,
        },
        _ => None,
    }
}

/// The tags in a piece of a text that stay words, in the order written.
pub(crate) fn tags_left(node: Node<'_>) -> Vec<String> {
    let mut reader = ProseReader::default();
    match &node.data().value {
        NodeValue::HtmlBlock(html) => {
            html::blocks(&without_comments(&html.literal), &mut reader.left);
        }
        NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
            reader.inlines(node, 0);
        }
        _ => {}
    }
    reader.left
}

#[derive(Default)]
struct ProseReader<'a> {
    definitions: BTreeMap<String, Node<'a>>,
    /// Names of footnotes in the order of first mention, and each one's place in it.
    order: Vec<String>,
    /// Whether the text has the footnote with the sources of its figures, which no document carries.
    hides_sources: bool,
    numbers: BTreeMap<String, usize>,
    /// Lines, by number from 1, before which a break is kept: pasted items and rows.
    breaks: BTreeSet<usize>,
    /// Tags that stay words, as written.
    left: Vec<String>,
}

/// The numbers of the lines that begin a thought of their own within a paragraph.
fn kept_lines(text: &str) -> BTreeSet<usize> {
    let starts = kept_breaks(text);
    let mut numbers = BTreeSet::new();
    let (mut line, mut at) = (1, 0);
    for start in starts {
        let bytes = &text.as_bytes()[at..start];
        // The parser ends a line at a lone carriage return, too.
        line += memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|end| bytes[*end] == b'\n' || text.as_bytes().get(at + end + 1) != Some(&b'\n'))
            .count();
        at = start;
        numbers.insert(line);
    }
    numbers
}

impl<'a> ProseReader<'a> {
    fn blocks(&mut self, parent: Node<'a>, depth: usize) -> Vec<Prose> {
        let mut out = Vec::new();
        for node in parent.children() {
            self.block(node, depth, &mut out);
        }
        out
    }

    fn block(&mut self, node: Node<'a>, depth: usize, out: &mut Vec<Prose>) {
        if depth > MAX_DEPTH {
            let mut words = String::new();
            node.descendants().for_each(|n| match &n.data().value {
                NodeValue::Text(text) => words.extend([text, " "]),
                NodeValue::Code(code) => words.extend([code.literal.as_str(), " "]),
                NodeValue::CodeBlock(code) => words.extend([code.literal.as_str(), " "]),
                _ => {}
            });
            return paragraph(out, words.trim_end());
        }
        match &node.data().value {
            NodeValue::Heading(heading) => {
                out.push(Prose::Heading { level: heading.level, text: self.inlines(node, depth) });
            }
            NodeValue::Paragraph => {
                let inlines = self.inlines(node, depth);
                if !inlines.is_empty() {
                    out.push(Prose::Paragraph(inlines));
                }
            }
            NodeValue::List(list) => {
                let start = (list.list_type == ListType::Ordered)
                    .then(|| (list.start, if list.delimiter == ListDelimType::Paren { ')' } else { '.' }));
                let items = node.children().map(|item| self.blocks(item, depth + 1)).collect();
                out.push(Prose::List { start, items });
            }
            NodeValue::BlockQuote => out.push(Prose::Quote(self.blocks(node, depth + 1))),
            NodeValue::CodeBlock(code) => out.push(Prose::Code(typed(code.literal.trim_end_matches('\n')))),
            NodeValue::Table(table) => {
                let align = table
                    .alignments
                    .iter()
                    .map(|align| match align {
                        TableAlignment::None => Align::Unset,
                        TableAlignment::Left => Align::Left,
                        TableAlignment::Center => Align::Centre,
                        TableAlignment::Right => Align::Right,
                    })
                    .collect::<Vec<_>>();
                let mut rows: Vec<Vec<Vec<Inline>>> =
                    node.children().map(|row| row.children().map(|cell| self.inlines(cell, depth)).collect()).collect();
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                let width = align.len().max(head.len());
                rows.iter_mut().for_each(|row| row.resize(width, Vec::new()));
                out.push(Prose::Table(TableText { align, head, rows, joins: None }));
            }
            NodeValue::HtmlBlock(html) => {
                out.extend(html::blocks(&without_comments(&html.literal), &mut self.left));
            }
            NodeValue::FootnoteDefinition(_) | NodeValue::ThematicBreak => {}
            // Whatever Markdown may learn to read later, its contents are not lost.
            _ => out.extend(self.blocks(node, depth + 1)),
        }
    }

    fn inlines(&mut self, parent: Node<'a>, depth: usize) -> Vec<Inline> {
        let mut out = Running::default();
        for node in parent.children() {
            self.inline(node, depth, &mut out);
        }
        let (text, left) = out.finish();
        self.left.extend(left);
        text
    }

    fn inline(&mut self, node: Node<'a>, depth: usize, out: &mut Running) {
        if depth > MAX_DEPTH * 2 {
            return out.words(&node.collect_text());
        }
        // Tags nest as deep as Markdown does.
        let inside = depth + 1 + out.opened();
        match &node.data().value {
            NodeValue::Text(text) => out.words(text),
            NodeValue::SoftBreak if self.breaks.contains(&(node.data().sourcepos.start.line + 1)) => {
                out.add(Inline::Break);
            }
            NodeValue::SoftBreak => out.words(" "),
            NodeValue::LineBreak => out.add(Inline::Break),
            NodeValue::Code(code) => out.add(Inline::Code(typed(&code.literal))),
            NodeValue::HtmlInline(html) => {
                let html = without_comments(html);
                match Tag::at_start(&html).filter(|tag| tag.written == html) {
                    Some(tag) => out.tag(&tag),
                    None => out.words(&html),
                }
            }
            NodeValue::Strong => out.add(Inline::Strong(self.inlines(node, inside))),
            NodeValue::Emph => out.add(Inline::Emphasis(self.inlines(node, inside))),
            NodeValue::Strikethrough => out.add(Inline::Strike(self.inlines(node, inside))),
            NodeValue::Superscript => {
                let inner = self.inlines(node, inside);
                if raised(&plain(&inner)) {
                    return out.add(Inline::Superscript(inner));
                }
                out.words("^");
                inner.into_iter().for_each(|inline| out.add(inline));
                out.words("^");
            }
            NodeValue::Link(link) => {
                let text = self.inlines(node, inside);
                match address(&link.url) {
                    Some(address) => out.add(Inline::Link { address, text }),
                    None => text.into_iter().for_each(|inline| out.add(inline)),
                }
            }
            NodeValue::Image(link) => {
                let mut alt = Vec::new();
                push(&mut alt, &node.collect_text());
                let (address, alt) = (link.url.clone(), plain(&alt).trim().to_string());
                out.add(Inline::Picture(Box::new(PictureText { address, alt, image: None })));
            }
            NodeValue::FootnoteReference(note) if self.hides_sources && note.name == SOURCES_LABEL => {}
            NodeValue::FootnoteReference(note) => {
                let at = *self.numbers.entry(note.name.clone()).or_insert_with(|| {
                    self.order.push(note.name.clone());
                    self.order.len() - 1
                });
                out.add(Inline::Note(at + 1));
            }
            _ => self.inlines(node, inside).into_iter().for_each(|inline| out.add(inline)),
        }
    }
}

/// Whether words between two `^` are raised: a short number or word. `5^2 + 3^2` has none.
fn raised(words: &str) -> bool {
    let words = words.strip_prefix(['+', '-', '−', '–']).unwrap_or(words);
    !words.is_empty() && words.chars().count() <= 12 && words.chars().all(|c| c.is_alphanumeric() || "(),".contains(c))
}

/// A paragraph of words, unless there are none.
fn paragraph(out: &mut Vec<Prose>, words: &str) {
    let mut text = Vec::new();
    push(&mut text, words);
    if !text.is_empty() {
        out.push(Prose::Paragraph(text));
    }
}

/// Code as it was typed; no writer keeps a tab.
fn typed(code: &str) -> String {
    code.replace('\t', "    ").chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// Adds words to running text; what a terminal obeys and what nobody sees has no place in a document, the selectors that
/// belong to a symbol aside.
pub(crate) fn push(out: &mut Vec<Inline>, words: &str) {
    let odd = |c: &char| c.is_control() || is_hidden(*c) && !matches!(c, '\u{fe0e}' | '\u{fe0f}');
    let words: String =
        words.chars().map(|c| if c == '\t' || c == '\n' { ' ' } else { c }).filter(|c| !odd(c)).collect();
    match out.last_mut() {
        _ if words.is_empty() => {}
        Some(Inline::Text(text)) => text.push_str(&words),
        _ => out.push(Inline::Text(words)),
    }
}

/// An address that a document may carry.
fn address(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let good = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    (good && clean).then(|| url.trim().to_string())
}

fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use crate::reports::markdown::prose::*;

    #[test]
    fn every_kind_of_block_comes_through() {
        let text = prose(
            "# Đề\n\n<!-- nguồn: x -->\n\nMột **đậm**\n*nghiêng*[^a].\n\n1) hai\n   - ba\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n> bốn\n\n```\nnăm\n```\n\n[^a]: ghi\n\n    - chú[^b]\n\n[^b]: sáu\n",
        );
        assert_eq!(text.blocks.len(), 6, "{text:?}");
        assert_eq!(text.notes.len(), 2, "{text:?}");
        let Prose::Paragraph(first) = &text.blocks[1] else { panic!("{text:?}") };
        assert_eq!(plain(first), "Một đậm nghiêng.");
        assert!(first.contains(&Inline::Note(1)));
        let Prose::List { start: Some((1, ')')), items } = &text.blocks[2] else { panic!("{text:?}") };
        assert_eq!(items[0].len(), 2);
        let Prose::Table(table) = &text.blocks[3] else { panic!("{text:?}") };
        assert_eq!((table.align.as_slice(), table.rows.len()), ([Align::Left, Align::Right].as_slice(), 1));
    }

    #[test]
    fn nothing_that_could_do_harm_comes_through() {
        let text = prose(
            "<script>alert(1)</script>\n\nxem [đây](javascript:alert(1)) <img src=x onerror=y> ![ảnh](http://a/b.png) [thư](mailto:a@b)\n",
        );
        let shown = format!("{text:?}");
        assert!(!shown.contains("address: \"javascript"), "{shown}");
        let Prose::Paragraph(words) = &text.blocks[1] else { panic!("{shown}") };
        assert_eq!(plain(words), "xem đây <img src=x onerror=y> [hình: ảnh] thư");
        assert!(words.iter().any(|w| matches!(w, Inline::Link { address, .. } if address == "mailto:a@b")), "{shown}");
    }

    #[test]
    fn pasted_lines_and_cells_beyond_the_head_stay() {
        let text = prose("Cụ thể:\n•\tmột;\n•\thai.\n\nMột câu\nđi tiếp.\n");
        let Prose::Paragraph(first) = &text.blocks[0] else { panic!("{text:?}") };
        assert_eq!(first.iter().filter(|inline| **inline == Inline::Break).count(), 2, "{text:?}");
        let Prose::Paragraph(second) = &text.blocks[1] else { panic!("{text:?}") };
        assert_eq!(plain(second), "Một câu đi tiếp.");
        for table in ["| a | b |\n|---|--:|\n| 1 | 2 | ba |\n| 4 |\n", "| a | b | c |\n|---|\n| 1 | 2 | ba |\n"] {
            let text = prose(table);
            let Prose::Table(table) = &text.blocks[0] else { panic!("{text:?}") };
            assert_eq!((table.head.len(), plain(&table.rows[0][2])), (3, "ba".to_string()));
        }
    }

    #[test]
    fn a_few_tags_become_what_they_mean() {
        let text = prose("10^6^ đồng<br/>25 m<SUP>2</sup>, CO<sub>2</sub>, <u>gạch **đậm**</u>, <b>đậm</b> <i>x\n");
        let Prose::Paragraph(words) = &text.blocks[0] else { panic!("{text:?}") };
        let raised = |t: &str| Inline::Superscript(vec![Inline::Text(t.into())]);
        assert_eq!(words[1..3], [raised("6"), Inline::Text(" đồng".into())]);
        assert_eq!((&words[3], &words[5]), (&Inline::Break, &raised("2")));
        assert_eq!(words[7], Inline::Subscript(vec![Inline::Text("2".into())]));
        assert!(matches!(&words[9], Inline::Underline(inner) if plain(inner) == "gạch đậm"), "{words:?}");
        assert_eq!(plain(words), "10⁶ đồng 25 m², CO₂, gạch đậm, đậm <i>x");
    }

    #[test]
    fn a_roof_that_raises_nothing_stays_one() {
        for text in ["5^2 + 3^2", "a^b c^", "x^2+y^2", "^ một ^", "10\\^6\\^"] {
            let Prose::Paragraph(words) = &prose(text).blocks[0] else { panic!("{text}") };
            assert_eq!(plain(words), text.replace('\\', ""), "{text}");
        }
    }

    #[test]
    fn marks_of_origin_say_which_headings_announce_a_department() {
        let text = prose(
            "## I. MỘT\n\n<!-- nguồn: thanh-tra, mục I -->\n\n### Thanh tra\n\n### Khác\n\n<!-- nguồn: số liệu -->\n\n### Bảng\n\n<!-- nguồn: biểu mẫu, mục II -->\n\n## II. HAI\n",
        );
        let labels: Vec<(usize, HeadingOf)> = text.labels.into_iter().collect();
        assert_eq!(labels, [(1, HeadingOf::Department), (3, HeadingOf::Figures)]);
    }

    #[test]
    fn a_bottomless_text_ends() {
        fn depth(blocks: &[Prose]) -> usize {
            let below = |block: &Prose| match block {
                Prose::Quote(inside) => depth(inside),
                Prose::List { items, .. } => items.iter().map(|item| depth(item)).max().unwrap_or(0),
                _ => 0,
            };
            1 + blocks.iter().map(below).max().unwrap_or(0)
        }
        for mark in ["> ", "- "] {
            for times in [MAX_DEPTH - 4, MAX_DEPTH + 1, 2 * MAX_DEPTH] {
                let depth = depth(&prose(&format!("{}x", mark.repeat(times))).blocks);
                assert!(depth <= MAX_DEPTH + 2 && (times > MAX_DEPTH || depth > times), "{mark} {times}: {depth}");
            }
        }
    }
}
