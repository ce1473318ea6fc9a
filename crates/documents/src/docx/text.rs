//! Running text as Word paragraphs: runs, titles, lists, footnotes.

use crate::docx::numbering::{Count, ListDefinitions};
use crate::docx::xml::words;
use baocao_core::domain::{
    Image, Inline, Ladder, Layout, Length, Marks, Matter, Prose, Rank, TitleNumber, only_pictures, plain,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Writes paragraphs and remembers what other parts of the file must hold.
pub(crate) struct DocxWriter<'a> {
    pub layout: &'a Layout,
    /// The paragraphs so far.
    pub out: String,
    /// Rows of numbers.
    pub rows: ListDefinitions,
    titles: BTreeMap<usize, usize>,
    /// Addresses of links, in order: relation `rLink1` is the first.
    pub links: Vec<String>,
    /// Charts' parts, in order: relation `rChart1` is the first.
    pub charts: Vec<String>,
    /// Pictures, in order: relation `rPicture1` is the first.
    pub pictures: Vec<Arc<Image>>,
    /// How many times a picture stands in the text.
    pub drawings: usize,
    /// The greatest width of a picture where the writer stands.
    pub room: Length,
    /// Footnotes that have been mentioned.
    mentioned: Vec<bool>,
    notes: &'a [Vec<Prose>],
    /// Whether a footnote is being written, where Word allows neither links nor footnotes.
    pub below: bool,
    /// Whether the rows of a table stay on one page with what follows.
    pub together: bool,
}

const BOLD: &str = "<w:b/><w:bCs/>";
const ITALIC: &str = "<w:i/><w:iCs/>";
const STRIKE: &str = "<w:strike/>";
const UNDERLINE: &str = "<w:u w:val=\"single\"/>";
const SUPERSCRIPT: &str = "<w:vertAlign w:val=\"superscript\"/>";
const SUBSCRIPT: &str = "<w:vertAlign w:val=\"subscript\"/>";
/// In the order that the schema wants, behind the style.
const DRESSES: [&str; 6] = [BOLD, ITALIC, STRIKE, UNDERLINE, SUPERSCRIPT, SUBSCRIPT];

/// What a paragraph says about itself beyond its style.
#[derive(Default, Clone)]
pub(crate) struct Paragraph<'s> {
    pub style: &'s str,
    /// Row of numbers and level.
    pub number: Option<(usize, usize)>,
    /// More of `w:pPr`, behind the numbering, in the order of the schema.
    pub more: String,
}

impl<'a> DocxWriter<'a> {
    pub fn new(layout: &'a Layout, notes: &'a [Vec<Prose>]) -> Self {
        DocxWriter {
            layout,
            out: String::new(),
            rows: ListDefinitions::default(),
            titles: BTreeMap::new(),
            links: Vec::new(),
            charts: Vec::new(),
            pictures: Vec::new(),
            drawings: 0,
            room: Length(layout.text_width().0.saturating_sub(layout.indent.0)),
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

    pub(crate) fn paragraph(&mut self, about: &Paragraph<'_>, text: &[Inline]) {
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
                Inline::Strong(inner) => self.runs(inner, &added(dress, BOLD)),
                Inline::Emphasis(inner) => self.runs(inner, &added(dress, ITALIC)),
                Inline::Strike(inner) => self.runs(inner, &added(dress, STRIKE)),
                Inline::Underline(inner) => self.runs(inner, &added(dress, UNDERLINE)),
                // A run is raised or lowered, never both.
                Inline::Superscript(inner) => self.runs(inner, &added(&dress.replace(SUBSCRIPT, ""), SUPERSCRIPT)),
                Inline::Subscript(inner) => self.runs(inner, &added(&dress.replace(SUPERSCRIPT, ""), SUBSCRIPT)),
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
                Inline::Picture(picture) => self.picture(picture, dress),
                Inline::Note(number) => self.note(*number, dress),
            }
        }
    }

    pub(crate) fn run(&mut self, text: &str, dress: &str) {
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
    pub(crate) fn footnotes(&mut self) -> String {
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
                self.block(block, Ladder::default(), "FootnoteText");
            }
            self.out.push_str("</w:footnote>");
        }
        self.below = false;
        std::mem::replace(&mut self.out, body)
    }

    pub(crate) fn matter(&mut self, matter: &[Matter]) {
        let mut at = Ladder::default();
        for part in matter {
            match part {
                Matter::Title { rank, number, text, below } => {
                    at = *below;
                    self.title(*rank, number.as_ref(), text);
                }
                Matter::Text(block) => self.block(block, at, "NoiDung"),
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
            Rank::Department => "DonVi",
            Rank::Caption => "BangTen",
        };
        let mut about = Paragraph { style, ..Paragraph::default() };
        let mut text = text.to_vec();
        if let Some(number) = number {
            match number.row {
                Some(row) => {
                    let count = if number.shown.starts_with(['I', 'V', 'X']) { Count::Roman } else { Count::Arabic };
                    let rows = &mut self.rows;
                    let row = *self.titles.entry(row).or_insert_with(|| rows.begin(count, 1, 0));
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

    /// One block at its place on the ladder of lists.
    pub(crate) fn block(&mut self, block: &Prose, at: Ladder, style: &str) {
        let below = |style: &'static str| if self.below { "FootnoteText" } else { style };
        let deeper = if at.depth > 1 { self.indented(at.depth - 1) } else { String::new() };
        match block {
            Prose::Paragraph(text) if !self.below && only_pictures(text) => self.picture_line(text),
            Prose::Paragraph(text) => {
                self.paragraph(&Paragraph { style, number: None, more: deeper }, text);
            }
            Prose::Heading { text, .. } => {
                let text = [Inline::Strong(text.clone())];
                self.paragraph(&Paragraph { style, number: None, more: deeper }, &text);
            }
            Prose::List { start, items } => self.list(*start, items, at, style),
            Prose::Quote(blocks) => {
                let style = below("TrichDan");
                blocks.iter().for_each(|block| self.block(block, at, style));
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

    fn indented(&self, depth: usize) -> String {
        let (left, first) = (left(self.layout, depth), self.layout.indent.twips());
        format!("<w:ind w:left=\"{left}\" w:firstLine=\"{first}\"/>")
    }

    fn list(&mut self, start: Option<(usize, char)>, items: &[Vec<Prose>], at: Ladder, style: &str) {
        let (marks, inside) = at.list(start);
        let level = at.depth.min(8);
        // Word knows no row of letters with đ and without f: those are words.
        let row = match marks {
            Marks::Numbers(first) => Some(self.rows.begin(Count::Arabic, first, level)),
            Marks::Dashes => Some(self.rows.begin(Count::Dash, 1, level)),
            Marks::Pluses => Some(self.rows.begin(Count::Plus, 1, level)),
            Marks::Letters(_) => None,
        };
        for (place, item) in items.iter().enumerate() {
            let mut blocks = item.iter();
            let text: &[Inline] = match item.first() {
                Some(Prose::Paragraph(text)) => {
                    blocks.next();
                    text
                }
                _ => &[],
            };
            match row {
                Some(row) => {
                    self.paragraph(&Paragraph { style, number: Some((row, level)), more: String::new() }, text);
                }
                None => {
                    let mark = Inline::Text(format!("{} ", marks.of_item(place)));
                    let text: Vec<Inline> = std::iter::once(mark).chain(text.iter().cloned()).collect();
                    self.paragraph(&Paragraph { style, number: None, more: self.indented(level) }, &text);
                }
            }
            for block in blocks {
                self.block(block, inside, style);
            }
        }
    }

    /// A paragraph that is a line of `length`, centred in `room`.
    pub(crate) fn rule(&mut self, length: Length, room: Length) {
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
    let style = dress.find("/>").filter(|_| dress.starts_with("<w:rStyle")).map_or("", |end| &dress[..end + 2]);
    let mut out = style.to_string();
    for known in DRESSES {
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
            Prose::List { start, items } => {
                let (marks, _) = Ladder::default().list(*start);
                let item = |(at, item): (usize, &Vec<Prose>)| match start {
                    Some(_) => format!("{} {}", marks.of_item(at), flat(item)),
                    None => flat(item),
                };
                items.iter().enumerate().map(item).collect::<Vec<_>>().join("; ")
            }
            Prose::Quote(inner) => flat(inner),
            Prose::Code(text) => text.clone(),
            Prose::Table(table) => table.rows.iter().flatten().map(|cell| plain(cell)).collect::<Vec<_>>().join("; "),
        })
        .collect::<Vec<_>>()
        .join(" ")
}
