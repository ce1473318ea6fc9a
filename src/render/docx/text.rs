//! Running text as Word paragraphs: runs, lists, tables, footnotes.

use super::numbering::{Count, Rows};
use super::xml::words;
use crate::domain::{Align, Inline, Layout, Length, Matter, Prose, Rank, TableText, TitleNumber, plain};
use crate::render::measure;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// From how many columns on a table is wide.
const WIDE: usize = 7;

/// Writes paragraphs and remembers what other parts of the file must hold.
pub(super) struct Writer<'a> {
    pub layout: &'a Layout,
    /// The paragraphs so far.
    pub out: String,
    /// Rows of numbers.
    pub rows: Rows,
    titles: BTreeMap<usize, usize>,
    /// Addresses of links, in order: relation `rLink1` is the first.
    pub links: Vec<String>,
    /// Charts' parts, in order: relation `rChart1` is the first.
    pub charts: Vec<String>,
    /// Footnotes that have been mentioned.
    mentioned: Vec<bool>,
    notes: &'a [Vec<Prose>],
    /// Whether a footnote is being written, where Word allows neither links nor footnotes.
    below: bool,
    /// Whether the rows of a table stay on one page with what follows.
    pub together: bool,
}

/// What a paragraph says about itself beyond its style.
#[derive(Default, Clone)]
pub(super) struct Paragraph<'s> {
    pub style: &'s str,
    /// Row of numbers and level.
    pub number: Option<(usize, usize)>,
    /// More of `w:pPr`, behind the numbering, in the order of the schema.
    pub more: String,
}

impl<'a> Writer<'a> {
    pub fn new(layout: &'a Layout, notes: &'a [Vec<Prose>]) -> Self {
        Writer {
            layout,
            out: String::new(),
            rows: Rows::default(),
            titles: BTreeMap::new(),
            links: Vec::new(),
            charts: Vec::new(),
            mentioned: vec![false; notes.len()],
            notes,
            below: false,
            together: false,
        }
    }

    /// A paragraph of plain words.
    pub fn line(&mut self, style: &str, text: &str) {
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, &[Inline::Text(text.to_string())]);
    }

    pub fn paragraph(&mut self, about: &Paragraph<'_>, text: &[Inline]) {
        self.open(about);
        self.runs(text, "");
        self.out.push_str("</w:p>");
    }

    fn open(&mut self, about: &Paragraph<'_>) {
        let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>", about.style);
        if let Some((row, level)) = about.number {
            let _ = write!(self.out, "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{row}\"/></w:numPr>");
        }
        self.out.push_str(&about.more);
        self.out.push_str("</w:pPr>");
    }

    fn runs(&mut self, text: &[Inline], dress: &str) {
        for inline in text {
            match inline {
                Inline::Text(text) => self.run(text, dress),
                Inline::Code(text) => {
                    // A run has one character style: of a link, or of typed words.
                    let styled = dress.starts_with("<w:rStyle");
                    let style = if styled { "" } else { "<w:rStyle w:val=\"NguyenVan\"/>" };
                    self.run(text, &format!("{style}{dress}"));
                }
                Inline::Strong(inner) => self.runs(inner, &added(dress, "<w:b/><w:bCs/>")),
                Inline::Emphasis(inner) => self.runs(inner, &added(dress, "<w:i/><w:iCs/>")),
                Inline::Strike(inner) => self.runs(inner, &added(dress, "<w:strike/>")),
                Inline::Break => self.out.push_str("<w:r><w:br/></w:r>"),
                Inline::Link { address, text } if self.below => {
                    self.runs(text, dress);
                    if plain(text) != *address {
                        self.run(&format!(" ({address})"), dress);
                    }
                }
                Inline::Link { address, text } => {
                    let at = self.links.iter().position(|a| a == address).unwrap_or_else(|| {
                        self.links.push(address.clone());
                        self.links.len() - 1
                    });
                    let _ = write!(self.out, "<w:hyperlink r:id=\"rLink{}\" w:history=\"1\">", at + 1);
                    self.runs(text, &format!("<w:rStyle w:val=\"Hyperlink\"/>{dress}"));
                    self.out.push_str("</w:hyperlink>");
                }
                Inline::Note(number) => self.note(*number, dress),
            }
        }
    }

    fn run(&mut self, text: &str, dress: &str) {
        if text.is_empty() {
            return;
        }
        self.out.push_str("<w:r>");
        if !dress.is_empty() {
            let _ = write!(self.out, "<w:rPr>{dress}</w:rPr>");
        }
        words(&mut self.out, text);
        self.out.push_str("</w:r>");
    }

    fn note(&mut self, number: usize, dress: &str) {
        if self.below {
            let words = self.notes.get(number.wrapping_sub(1)).map(|note| flat(note)).unwrap_or_default();
            return self.run(&format!(" ({words})"), dress);
        }
        match self.mentioned.get_mut(number.wrapping_sub(1)) {
            Some(seen) if !*seen => {
                *seen = true;
                let _ = write!(
                    self.out,
                    "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
                );
            }
            _ => {
                let _ = write!(
                    self.out,
                    "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{number}</w:t></w:r>"
                );
            }
        }
    }

    /// The footnotes that the text mentions: `word/footnotes.xml` without its frame.
    pub fn footnotes(&mut self) -> String {
        let body = std::mem::take(&mut self.out);
        self.below = true;
        for (at, note) in self.notes.iter().enumerate().filter(|(at, _)| self.mentioned[*at]).collect::<Vec<_>>() {
            let _ = write!(self.out, "<w:footnote w:id=\"{}\">", at + 1);
            let mark = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
            let (first, rest) = match note.split_first() {
                Some((Prose::Paragraph(text), rest)) => (text.as_slice(), rest),
                _ => (&[][..], note.as_slice()),
            };
            self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr>");
            self.out.push_str(mark);
            self.run(" ", "");
            self.runs(first, "");
            self.out.push_str("</w:p>");
            for block in rest {
                self.block(block, 0, "FootnoteText");
            }
            self.out.push_str("</w:footnote>");
        }
        self.below = false;
        std::mem::replace(&mut self.out, body)
    }

    pub fn matter(&mut self, matter: &[Matter]) {
        for part in matter {
            match part {
                Matter::Title { rank, number, text } => self.title(*rank, number.as_ref(), text),
                Matter::Text(block) => self.block(block, 0, "NoiDung"),
                Matter::Chart(chart) => self.chart(chart),
            }
        }
    }

    fn title(&mut self, rank: Rank, number: Option<&TitleNumber>, text: &[Inline]) {
        let style = match rank {
            Rank::Part => "Phan",
            Rank::Section => "Heading1",
            Rank::Clause => "Heading2",
            Rank::Point => "Heading3",
            Rank::Item => "Heading4",
        };
        let mut about = Paragraph { style, ..Paragraph::default() };
        let mut text = text.to_vec();
        if let Some(number) = number {
            match number.row {
                Some(row) => {
                    let count = if number.shown.starts_with(['I', 'V', 'X']) { Count::Roman } else { Count::Arabic };
                    let rows = &mut self.rows;
                    let row = *self.titles.entry(row).or_insert_with(|| rows.begin(count, 1));
                    about.number = Some((row, 0));
                }
                None => text.insert(0, Inline::Text(format!("{} ", number.shown))),
            }
        }
        // Phần stands on a line of its own, its title on the next (Phụ lục I, Mục II.5).
        if rank == Rank::Part
            && let Some(Inline::Text(label)) = text.first().cloned()
            && number.is_some()
        {
            self.line("Phan", label.trim_end().trim_end_matches(['.', ':']));
            text.remove(0);
        }
        self.paragraph(&about, &text);
    }

    /// One block; `depth` is that of the list it stands in.
    pub fn block(&mut self, block: &Prose, depth: usize, style: &str) {
        let below = |style: &'static str| if self.below { "FootnoteText" } else { style };
        let deeper = if depth > 1 {
            format!(
                "<w:ind w:left=\"{}\" w:firstLine=\"{}\"/>",
                left(self.layout, depth - 1),
                self.layout.indent.twips()
            )
        } else {
            String::new()
        };
        match block {
            Prose::Paragraph(text) => {
                self.paragraph(&Paragraph { style, number: None, more: deeper }, text);
            }
            Prose::Heading { text, .. } => {
                let text = [Inline::Strong(text.clone())];
                self.paragraph(&Paragraph { style, number: None, more: deeper }, &text);
            }
            Prose::List { start, items } => self.list(*start, items, depth, style),
            Prose::Quote(blocks) => {
                let style = below("TrichDan");
                blocks.iter().for_each(|block| self.block(block, depth, style));
            }
            Prose::Code(text) => {
                let style = below("MaNguon");
                let mut inlines = Vec::new();
                for line in text.lines() {
                    inlines.push(Inline::Code(line.to_string()));
                    inlines.push(Inline::Break);
                }
                inlines.pop();
                self.paragraph(&Paragraph { style, ..Paragraph::default() }, &inlines);
            }
            Prose::Table(table) => self.table(table, self.layout.text_width()),
        }
    }

    fn list(&mut self, start: Option<(usize, char)>, items: &[Vec<Prose>], depth: usize, style: &str) {
        let level = depth.min(8);
        let row = match start {
            Some((first, ')')) => self.rows.begin(Count::Bracket, first),
            Some((first, _)) => self.rows.begin(Count::Arabic, first),
            None => self.rows.begin(Count::Dash, 1),
        };
        for item in items {
            let mut blocks = item.iter();
            let first = item.first();
            let text: &[Inline] = match first {
                Some(Prose::Paragraph(text)) => {
                    blocks.next();
                    text
                }
                _ => &[],
            };
            self.paragraph(&Paragraph { style, number: Some((row, level)), more: String::new() }, text);
            for block in blocks {
                self.block(block, depth + 1, style);
            }
        }
    }

    pub fn table(&mut self, table: &TableText, room: Length) {
        let columns = table.head.len().max(table.align.len());
        if columns == 0 {
            return;
        }
        let (style, size) = if columns >= WIDE {
            ("BangRong", self.layout.sizes.wide_table)
        } else {
            ("Bang", self.layout.sizes.table)
        };
        let margin = if columns >= WIDE { 57 } else { 108 };
        let widths = measure::columns(table, size, room, margin);
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:left w:w=\"{margin}\" w:type=\"dxa\"/><w:right w:w=\"{margin}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
            widths.iter().sum::<u32>()
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let empty = Vec::new();
        for (column, width) in widths.iter().enumerate() {
            let text = [Inline::Strong(table.head.get(column).unwrap_or(&empty).clone())];
            self.cell(style, *width, "center", &text);
        }
        self.out.push_str("</w:tr>");
        for row in &table.rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (column, width) in widths.iter().enumerate() {
                let side = match table.align.get(column).copied().unwrap_or_default() {
                    Align::Unset | Align::Left => "left",
                    Align::Centre => "center",
                    Align::Right => "right",
                };
                self.cell(style, *width, side, row.get(column).unwrap_or(&empty));
            }
            self.out.push_str("</w:tr>");
        }
        // Word joins two tables that touch, and wants a paragraph at the end of whatever holds one.
        self.out.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:spacing w:before=\"0\" w:after=\"120\"/></w:pPr></w:p>");
    }

    fn cell(&mut self, style: &str, width: u32, side: &str, text: &[Inline]) {
        let _ = write!(
            self.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
        );
        let keep = if self.together { "<w:keepNext/>" } else { "" };
        self.paragraph(&Paragraph { style, number: None, more: format!("{keep}<w:jc w:val=\"{side}\"/>") }, text);
        self.out.push_str("</w:tc>");
    }

    /// A paragraph that is a line of `length`, centred in `room`.
    pub fn rule(&mut self, length: Length, room: Length) {
        let side = (room.twips().saturating_sub(length.twips())) / 2;
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>\
             <w:spacing w:before=\"80\" w:after=\"0\" w:line=\"80\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr></w:p>"
        );
    }
}

fn left(layout: &Layout, depth: usize) -> u32 {
    u32::try_from(depth.min(8)).unwrap_or(8) * layout.indent.twips() / 2
}

/// One mark more, once.
fn added(dress: &str, mark: &str) -> String {
    if dress.contains(mark) {
        return dress.to_string();
    }
    // The schema wants bold before italic before strike, behind the style.
    let order = ["<w:b/><w:bCs/>", "<w:i/><w:iCs/>", "<w:strike/>"];
    let style = dress.find("/>").filter(|_| dress.starts_with("<w:rStyle")).map_or("", |end| &dress[..end + 2]);
    let mut out = style.to_string();
    for known in order {
        if known == mark || dress.contains(known) {
            out.push_str(known);
        }
    }
    out
}

/// The words of some blocks on one line.
fn flat(blocks: &[Prose]) -> String {
    blocks
        .iter()
        .map(|block| match block {
            Prose::Paragraph(text) | Prose::Heading { text, .. } => plain(text),
            Prose::List { items, .. } => items.iter().map(|item| flat(item)).collect::<Vec<_>>().join("; "),
            Prose::Quote(inner) => flat(inner),
            Prose::Code(text) => text.clone(),
            Prose::Table(table) => table.rows.iter().flatten().map(|cell| plain(cell)).collect::<Vec<_>>().join("; "),
        })
        .collect::<Vec<_>>()
        .join(" ")
}
