//! Paragraphs, lists, tables and footnotes of a Word file.

use super::line::{Dress, Line, all_strong, joined, symbol, undressed};
use super::lists::{Item, lists};
use super::styles::{self, Numbering, Style, Styles};
use super::{Unreadable, WordText, attribute, child, value};
use crate::domain::{Align, Inline, Prose, ProseText, TableText, plain};
use crate::parse::legacy::{from_tcvn3, from_vni};
use crate::parse::package::Package;
use crate::text::nfc;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Text boxes and tables nested deeper than this are flattened.
const MAX_DEPTH: usize = 12;
/// Elements of any kind nested deeper than this have only their words read: nobody's editor nests so, and readers recurse.
const MAX_NESTING: usize = 300;

pub(super) struct Reader {
    styles: Styles,
    numbering: Numbering,
    /// Targets by id.
    relations: BTreeMap<String, String>,
    out: WordText,
    /// Footnotes in the order of first mention: kind and id.
    mentioned: Vec<(bool, String)>,
    pictures: Vec<String>,
    nesting: usize,
}

impl Reader {
    pub fn new(
        styles: Option<&Document<'_>>,
        numbering: Option<&Document<'_>>,
        relations: Option<&Document<'_>>,
    ) -> Self {
        let relations = relations.map(|document| {
            let nodes = document.root_element().children();
            nodes.filter_map(|n| Some((attribute(n, "Id")?.to_string(), attribute(n, "Target")?.to_string()))).collect()
        });
        Reader {
            styles: styles.map(Styles::read).unwrap_or_default(),
            numbering: numbering.map(Numbering::read).unwrap_or_default(),
            relations: relations.unwrap_or_default(),
            out: WordText::default(),
            mentioned: Vec::new(),
            pictures: Vec::new(),
            nesting: 0,
        }
    }

    pub fn read(
        &mut self,
        document: &Document<'_>,
        notes: Option<&Document<'_>>,
        ends: Option<&Document<'_>>,
        package: &mut Package<'_>,
    ) -> Result<WordText, Unreadable> {
        let blocks = child(document.root_element(), "body").map(|body| self.blocks(body, 0)).unwrap_or_default();
        let mut texts = Vec::new();
        while let Some((end, id)) = self.mentioned.get(texts.len()).cloned() {
            let part = if end { ends } else { notes };
            let note =
                part.and_then(|p| p.root_element().children().find(|n| attribute(*n, "id") == Some(id.as_str())));
            texts.push(note.map(|note| self.blocks(note, 1)).unwrap_or_default());
        }
        for target in std::mem::take(&mut self.pictures) {
            let name = format!("word/{}", target.trim_start_matches("/word/"));
            let extension = target.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
            let known = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"];
            let extension = known.iter().find(|k| **k == extension).copied().unwrap_or("bin").to_string();
            self.out.pictures.push((extension, package.bytes(&name)?.unwrap_or_default()));
        }
        let mut out = std::mem::take(&mut self.out);
        out.text = ProseText { blocks, notes: texts, ..ProseText::default() };
        Ok(out)
    }

    fn blocks(&mut self, parent: Node<'_, '_>, depth: usize) -> Vec<Prose> {
        let mut items = Vec::new();
        self.gather(parent, depth, &mut items);
        lists(items)
    }

    fn gather(&mut self, parent: Node<'_, '_>, depth: usize, out: &mut Vec<Item>) {
        if self.nesting >= MAX_NESTING {
            out.push(Item::Block(Prose::Paragraph(vec![Inline::Text(all_words(parent))])));
            return;
        }
        self.nesting += 1;
        self.gather_children(parent, depth, out);
        self.nesting -= 1;
    }

    fn gather_children(&mut self, parent: Node<'_, '_>, depth: usize, out: &mut Vec<Item>) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, depth, out),
                "tbl" if depth < MAX_DEPTH => self.table(node, depth, out),
                "del" | "moveFrom" => self.out.remarks.deletions += 1,
                "AlternateContent" => {
                    if let Some(choice) = child(node, "Choice").or_else(|| child(node, "Fallback")) {
                        self.gather(choice, depth, out);
                    }
                }
                "sectPr" | "pPr" | "rPr" | "tblPr" | "tcPr" | "trPr" => {}
                _ if depth < MAX_DEPTH => self.gather(node, depth, out),
                _ => {
                    let words: String =
                        node.descendants().filter(|n| n.tag_name().name() == "t").filter_map(|n| n.text()).collect();
                    out.push(Item::Block(Prose::Paragraph(vec![Inline::Text(nfc(&words))])));
                }
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize, out: &mut Vec<Item>) {
        let about = child(node, "pPr");
        let style = self.styles.get(about.and_then(|about| value(about, "pStyle")));
        let mut line = Line::default();
        self.runs(node, &style, depth, &mut line);
        let text = line.finish();
        let level = about
            .and_then(|about| value(about, "outlineLvl"))
            .and_then(|v| v.parse::<u8>().ok())
            .map_or(style.level, |level| (level < 9).then_some(level + 1));
        let number = about.and_then(styles::number).or(style.number).filter(|(row, _)| row != "0");
        if !plain(&text).trim().is_empty() || text.iter().any(|i| matches!(i, Inline::Note(_))) {
            match (level, number) {
                (Some(level), _) => {
                    out.push(Item::Block(Prose::Heading { level: level.clamp(1, 6), text: undressed(text) }));
                }
                // A numbered line that is bold from end to end is a heading to whoever reads it.
                (None, Some(_)) if all_strong(&text) && plain(&text).len() < 300 => {
                    out.push(Item::Block(Prose::Paragraph(text)));
                }
                (None, Some((row, level))) => {
                    let count = self.numbering.start(&row, level);
                    out.push(Item::Listed(level, count, row, text));
                }
                (None, None) => out.push(Item::Block(Prose::Paragraph(text))),
            }
        }
        for text_box in line.boxes {
            out.extend(text_box.into_iter().map(Item::Block));
        }
    }

    fn runs(&mut self, parent: Node<'_, '_>, style: &Style, depth: usize, line: &mut Line) {
        if self.nesting >= MAX_NESTING {
            return line.push(&all_words(parent), Dress::default());
        }
        self.nesting += 1;
        self.runs_within(parent, style, depth, line);
        self.nesting -= 1;
    }

    fn runs_within(&mut self, parent: Node<'_, '_>, style: &Style, depth: usize, line: &mut Line) {
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => self.run(node, style, depth, line),
                "del" | "moveFrom" => self.out.remarks.deletions += 1,
                "ins" | "moveTo" => {
                    self.out.remarks.insertions += 1;
                    self.runs(node, style, depth, line);
                }
                "hyperlink" => {
                    let address = attribute(node, "id").and_then(|id| self.relations.get(id)).cloned();
                    let address = address.filter(|a| {
                        let lower = a.to_ascii_lowercase();
                        let good = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
                        good && !a.chars().any(|c| c.is_control() || c.is_whitespace())
                    });
                    let before = std::mem::take(&mut line.text);
                    self.runs(node, style, depth, line);
                    let inner = std::mem::replace(&mut line.text, before);
                    match address {
                        Some(address) if !inner.is_empty() => {
                            line.text.push(Inline::Link { address, text: joined(inner) })
                        }
                        _ => line.text.extend(inner),
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = child(node, "Choice").or_else(|| child(node, "Fallback")) {
                        self.runs(choice, style, depth, line);
                    }
                }
                "commentRangeStart" => self.out.remarks.comments += 1,
                "pPr" | "rPr" => {}
                _ => self.runs(node, style, depth, line),
            }
        }
    }

    fn run(&mut self, node: Node<'_, '_>, style: &Style, depth: usize, line: &mut Line) {
        let about = child(node, "rPr");
        let own = about.and_then(|a| value(a, "rStyle")).map(|id| self.styles.get(Some(id)));
        let flag = |name: &str, inherited: bool, of_style: bool| {
            about.and_then(|a| styles::flag(a, name)).unwrap_or(inherited || of_style)
        };
        let dress = Dress {
            bold: flag("b", style.bold, own.as_ref().is_some_and(|s| s.bold)),
            italic: flag("i", style.italic, own.as_ref().is_some_and(|s| s.italic)),
            strike: flag("strike", false, false),
        };
        if flag("vanish", false, false) {
            self.out.remarks.hidden += 1;
        }
        let font = about
            .and_then(|a| child(a, "rFonts"))
            .and_then(styles::font)
            .or_else(|| own.and_then(|s| s.font))
            .or_else(|| style.font.clone())
            .unwrap_or_default();
        for node in node.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "t" => {
                    let words = self.converted(node.text().unwrap_or(""), &font);
                    line.push(&words, dress);
                }
                "tab" | "ptab" => line.push(" ", dress),
                "br" | "cr" if attribute(node, "type").is_none_or(|t| t == "textWrapping") => {
                    line.text.push(Inline::Break)
                }
                "br" => line.push(" ", dress),
                "noBreakHyphen" => line.push("-", dress),
                "sym" => {
                    let letter = attribute(node, "char").and_then(symbol);
                    if letter.is_none() {
                        self.out.remarks.symbols += 1;
                    }
                    line.push(letter.unwrap_or("□"), dress);
                }
                "footnoteReference" | "endnoteReference" => {
                    let end = node.tag_name().name().starts_with("end");
                    if let Some(id) = attribute(node, "id") {
                        let key = (end, id.to_string());
                        let at = self.mentioned.iter().position(|known| *known == key).unwrap_or_else(|| {
                            self.mentioned.push(key);
                            self.mentioned.len() - 1
                        });
                        line.text.push(Inline::Note(at + 1));
                    }
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(node, depth, line),
                _ => {}
            }
        }
    }

    fn drawing(&mut self, node: Node<'_, '_>, depth: usize, line: &mut Line) {
        let node = match node.tag_name().name() {
            "AlternateContent" => child(node, "Choice").or_else(|| child(node, "Fallback")).unwrap_or(node),
            _ => node,
        };
        let boxes: Vec<Node<'_, '_>> = node
            .descendants()
            .filter(|n| n.tag_name().name() == "txbxContent")
            .filter(|n| !n.ancestors().skip(1).take_while(|a| *a != node).any(|a| a.tag_name().name() == "txbxContent"))
            .collect();
        for text_box in boxes {
            self.out.remarks.text_boxes += 1;
            if depth < MAX_DEPTH {
                let blocks = self.blocks(text_box, depth + 1);
                line.boxes.push(blocks);
            }
        }
        let pictures = node.descendants().filter_map(|n| match n.tag_name().name() {
            "blip" => attribute(n, "embed"),
            "imagedata" => attribute(n, "id"),
            _ => None,
        });
        for id in pictures {
            if let Some(target) = self.relations.get(id) {
                self.pictures.push(target.clone());
                let number = self.pictures.len();
                line.push(&format!("[hình {number}]"), Dress::default());
            }
        }
    }

    /// Words of a font from before Unicode, in Unicode.
    fn converted(&mut self, words: &str, font: &str) -> String {
        let lower = font.to_ascii_lowercase();
        let unicode = if lower.starts_with(".vn") {
            let text = from_tcvn3(words);
            // The fonts of capitals draw small letters as capitals.
            if lower.ends_with('h') { text.to_uppercase() } else { text }
        } else if lower.starts_with("vni-") || lower.starts_with("vni ") {
            from_vni(words)
        } else {
            return nfc(words);
        };
        if unicode != words && !words.trim().is_empty() {
            self.out.remarks.legacy.push((words.to_string(), nfc(&unicode)));
        }
        nfc(&unicode)
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize, out: &mut Vec<Item>) {
        let mut rows: Vec<Vec<Vec<Prose>>> = Vec::new();
        let direct = |node: Node<'_, '_>, name: &str| -> Vec<roxmltree::NodeId> {
            let mut found = Vec::new();
            let mut stack: Vec<Node<'_, '_>> = node.children().collect();
            stack.reverse();
            while let Some(n) = stack.pop() {
                match n.tag_name().name() {
                    found_name if found_name == name => found.push(n.id()),
                    "sdt" | "sdtContent" | "customXml" | "ins" => {
                        let mut inner: Vec<_> = n.children().collect();
                        inner.reverse();
                        stack.extend(inner);
                    }
                    _ => {}
                }
            }
            found
        };
        let document = node.document();
        for row in direct(node, "tr").into_iter().filter_map(|id| document.get_node(id)) {
            if child(row, "trPr").is_some_and(|about| child(about, "del").is_some()) {
                self.out.remarks.deletions += 1;
                continue;
            }
            let mut cells = Vec::new();
            for cell in direct(row, "tc").into_iter().filter_map(|id| document.get_node(id)) {
                let about = child(cell, "tcPr");
                let span = about.and_then(|a| value(a, "gridSpan")).and_then(|v| v.parse::<usize>().ok()).unwrap_or(1);
                let merge = about.and_then(|a| child(a, "vMerge"));
                if span > 1 || merge.is_some_and(|m| attribute(m, "val") != Some("restart")) {
                    self.out.remarks.merged_cells += 1;
                }
                cells.push(self.blocks(cell, depth + 1));
                cells.extend((1..span.min(64)).map(|_| Vec::new()));
            }
            rows.push(cells);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width <= 1 {
            // A frame around text, not a table.
            out.extend(rows.into_iter().flatten().flatten().map(Item::Block));
            return;
        }
        let mut rows = rows.into_iter().map(|row| {
            let mut cells: Vec<Vec<Inline>> = row.into_iter().map(one_line).collect();
            cells.resize(width, Vec::new());
            cells
        });
        let head = rows.next().unwrap_or_default();
        let head: Vec<Vec<Inline>> = head.into_iter().map(undressed).collect();
        let rows: Vec<Vec<Vec<Inline>>> = rows.collect();
        let align = (0..width).map(|at| align(&rows, at)).collect();
        out.push(Item::Block(Prose::Table(TableText { align, head, rows, joins: None })));
    }
}

/// The words below a node, whatever they stand in.
fn all_words(node: Node<'_, '_>) -> String {
    nfc(&node.descendants().filter(|n| n.tag_name().name() == "t").filter_map(|n| n.text()).collect::<String>())
}

/// Columns of numbers stand at the right.
fn align(rows: &[Vec<Vec<Inline>>], column: usize) -> Align {
    let words: Vec<String> =
        rows.iter().map(|row| plain(&row[column]).trim().to_string()).filter(|w| !w.is_empty()).collect();
    let number = |w: &String| {
        w.chars().any(|c| c.is_ascii_digit()) && w.chars().all(|c| c.is_ascii_digit() || ".,%-+ /".contains(c))
    };
    if !words.is_empty() && words.iter().all(number) { Align::Right } else { Align::Unset }
}

/// A cell's blocks on one line, as Markdown's tables want.
fn one_line(blocks: Vec<Prose>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::Text(" ".into()));
        }
        match block {
            Prose::Paragraph(text) | Prose::Heading { text, .. } => {
                out.extend(text.into_iter().map(|i| if i == Inline::Break { Inline::Text(" ".into()) } else { i }));
            }
            Prose::List { items, .. } => {
                for item in items {
                    out.extend(one_line(item));
                    out.push(Inline::Text("; ".into()));
                }
                out.pop();
            }
            Prose::Table(table) => {
                for cell in table.head.into_iter().chain(table.rows.into_iter().flatten()) {
                    out.extend(cell);
                    out.push(Inline::Text("; ".into()));
                }
                out.pop();
            }
            Prose::Quote(inner) => out.extend(one_line(inner)),
            Prose::Code(text) => out.push(Inline::Code(text)),
        }
    }
    joined(out)
}
