//! Văn xuôi: a text as its structure, free of the marks it was written with.
//!
//! `parse::markdown` makes it from Markdown or `parse::word` from a Word file; writers of documents only look at this.

use crate::domain::PictureText;
use crate::text::fold;
use std::collections::BTreeMap;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words. White space is single blanks.
    Text(String),
    /// Chữ đậm.
    Strong(Vec<Inline>),
    /// Chữ nghiêng.
    Emphasis(Vec<Inline>),
    /// Chữ gạch ngang.
    Strike(Vec<Inline>),
    /// Chữ gạch chân.
    Underline(Vec<Inline>),
    /// Chỉ số trên: the 6 of 10⁶.
    Superscript(Vec<Inline>),
    /// Chỉ số dưới: the 2 of CO₂.
    Subscript(Vec<Inline>),
    /// Words set as they were typed.
    Code(String),
    /// A link; only addresses that a document may carry (`http`, `https`, `mailto`) stay links.
    Link {
        /// Where to.
        address: String,
        /// The words shown.
        text: Vec<Inline>,
    },
    /// Hình: a picture with its alternative text.
    Picture(Box<PictureText>),
    /// The mark of a footnote: its number from 1, in the order of first mention.
    Note(usize),
    /// A line break that was asked for.
    Break,
}

/// How a column of a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Align {
    /// Nothing said.
    #[default]
    Unset,
    /// Left.
    Left,
    /// Centred.
    Centre,
    /// Right, as figures stand.
    Right,
}

/// A table as it was written, cell by cell; how it is drawn, with joined cells and heads of several rows, says
/// [`crate::domain::Grid`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableText {
    /// One a column.
    pub align: Vec<Align>,
    /// The first row's cells.
    pub head: Vec<Vec<Inline>>,
    /// Rows of as many cells. Of joined cells the first has the words, the others are empty.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// What the text says of its joined cells; none where it cannot say (Markdown's own tables), so that it is inferred.
    pub joins: Option<TableJoins>,
}

/// Joined cells and the length of the head, as an HTML table states them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableJoins {
    /// How many rows are the head, the first row included; 0 for a table without one.
    pub heads: usize,
    /// The joined cells.
    pub cells: Vec<JoinedCell>,
}

/// A cell that takes the room of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinedCell {
    /// Its first row; 0 is the table's first row.
    pub row: usize,
    /// Its first column.
    pub column: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// How many columns it takes.
    pub columns: usize,
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prose {
    /// A heading with its number, if any, still in its words.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The words.
        text: Vec<Inline>,
    },
    /// Đoạn văn.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of a numbered list with its closing mark, `.` or `)`.
        start: Option<(usize, char)>,
        /// Each item as blocks.
        items: Vec<Vec<Prose>>,
    },
    /// Bảng.
    Table(TableText),
    /// Trích dẫn.
    Quote(Vec<Prose>),
    /// Lines set as they were typed.
    Code(String),
}

/// What a heading that consolidation has written announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingOf {
    /// The text of a department (đơn vị).
    Department,
    /// The table of figures (bảng số liệu tổng hợp).
    Figures,
}

/// A whole text with its footnotes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProseText {
    /// The blocks in order.
    pub blocks: Vec<Prose>,
    /// Footnote 1 first.
    pub notes: Vec<Vec<Prose>>,
    /// Which blocks are headings that announce a department or the table of figures, by their place.
    pub labels: BTreeMap<usize, HeadingOf>,
}

impl ProseText {
    /// Marks the headings that say a department's name and nothing else, for texts whose marks of origin were deleted.
    pub fn label_departments<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        let names: Vec<String> = names.map(fold).collect();
        for (at, block) in self.blocks.iter().enumerate() {
            if let Prose::Heading { level: 2.., text } = block
                && names.contains(&fold(plain(text).trim()))
            {
                self.labels.entry(at).or_insert(HeadingOf::Department);
            }
        }
    }
}

impl ProseText {
    /// Every picture of the text and its footnotes, in the order written.
    pub fn pictures_mut(&mut self) -> Vec<&mut PictureText> {
        let mut found = Vec::new();
        in_blocks(&mut self.blocks, &mut found);
        self.notes.iter_mut().for_each(|note| in_blocks(note, &mut found));
        found
    }
}

fn in_blocks<'p>(blocks: &'p mut [Prose], found: &mut Vec<&'p mut PictureText>) {
    for block in blocks {
        match block {
            Prose::Heading { text, .. } | Prose::Paragraph(text) => in_inlines(text, found),
            Prose::List { items, .. } => items.iter_mut().for_each(|item| in_blocks(item, found)),
            Prose::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| in_inlines(cell, found));
            }
            Prose::Quote(inner) => in_blocks(inner, found),
            Prose::Code(_) => {}
        }
    }
}

fn in_inlines<'p>(text: &'p mut [Inline], found: &mut Vec<&'p mut PictureText>) {
    for inline in text {
        match inline {
            Inline::Picture(picture) => found.push(picture),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Underline(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Link { text: inner, .. } => in_inlines(inner, found),
            Inline::Text(_) | Inline::Code(_) | Inline::Note(_) | Inline::Break => {}
        }
    }
}

/// Whether running text is pictures and nothing else, so that they stand on a line of their own.
pub fn only_pictures(text: &[Inline]) -> bool {
    let blank = |inline: &Inline| match inline {
        Inline::Text(words) => words.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    };
    let picture = |inline: &Inline| matches!(inline, Inline::Picture(shown) if shown.image.is_some());
    text.iter().any(picture) && text.iter().all(|inline| picture(inline) || blank(inline))
}

/// The words alone, without any dress.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    gather(inlines, &mut out);
    out
}

fn gather(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) | Inline::Underline(inner) => {
                gather(inner, out)
            }
            Inline::Superscript(inner) => out.push_str(&raised(&plain(inner), SUPERSCRIPTS, '^')),
            Inline::Subscript(inner) => out.push_str(&raised(&plain(inner), SUBSCRIPTS, '_')),
            Inline::Link { text, .. } => gather(text, out),
            Inline::Picture(picture) => out.push_str(&picture.words()),
            Inline::Break => out.push(' '),
            Inline::Note(_) => {}
        }
    }
}

const PLAIN: &str = "0123456789+-=()n";
const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
const SUBSCRIPTS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";

/// Words without dress must not run into what they are raised above: 10⁶ is not 106.
fn raised(words: &str, letters: &str, mark: char) -> String {
    let letter = |c: char| PLAIN.chars().zip(letters.chars()).find(|(plain, _)| *plain == c).map(|(_, letter)| letter);
    match words.chars().map(letter).collect::<Option<String>>() {
        Some(found) => found,
        None if words.chars().count() == 1 => format!("{mark}{words}"),
        None => format!("{mark}({words})"),
    }
}

/// The same words without the first `bytes` bytes of [`plain`]; used to take a number off a heading.
pub fn without_start(inlines: &[Inline], bytes: usize) -> Vec<Inline> {
    let mut left = bytes;
    let mut out = Vec::new();
    for inline in inlines {
        if left == 0 {
            out.push(inline.clone());
            continue;
        }
        let length = plain(std::slice::from_ref(inline)).len();
        if length <= left {
            left -= length;
            continue;
        }
        out.push(cut(inline, left));
        left = 0;
    }
    out
}

fn cut(inline: &Inline, bytes: usize) -> Inline {
    let tail = |text: &str| text.get(bytes..).unwrap_or_default().to_string();
    match inline {
        Inline::Text(text) => Inline::Text(tail(text)),
        Inline::Code(text) => Inline::Code(tail(text)),
        Inline::Strong(inner) => Inline::Strong(without_start(inner, bytes)),
        Inline::Emphasis(inner) => Inline::Emphasis(without_start(inner, bytes)),
        Inline::Strike(inner) => Inline::Strike(without_start(inner, bytes)),
        Inline::Underline(inner) => Inline::Underline(without_start(inner, bytes)),
        Inline::Link { address, text } => Inline::Link { address: address.clone(), text: without_start(text, bytes) },
        Inline::Note(_) | Inline::Break | Inline::Picture(_) | Inline::Superscript(_) | Inline::Subscript(_) => {
            inline.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::prose::*;

    #[test]
    fn a_number_comes_off_whatever_dress_it_wears() {
        let text = |t: &str| Inline::Text(t.into());
        let heading = [Inline::Strong(vec![text("1. "), text("Kết quả")]), text(" nổi bật")];
        assert_eq!(plain(&heading), "1. Kết quả nổi bật");
        assert_eq!(without_start(&heading, 3), [Inline::Strong(vec![text("Kết quả")]), text(" nổi bật")]);
        assert_eq!(without_start(&[text("a) Việc")], 3), [text("Việc")]);
    }

    #[test]
    fn what_is_raised_stays_apart_without_its_dress() {
        let text = |t: &str| Inline::Text(t.into());
        let raised = |t: &str| Inline::Superscript(vec![text(t)]);
        assert_eq!(plain(&[text("10"), raised("6"), text(" m"), raised("th"), raised("-2")]), "10⁶ m^(th)⁻²");
        assert_eq!(plain(&[text("CO"), Inline::Subscript(vec![text("2")])]), "CO₂");
        assert_eq!(plain(&[text("x"), Inline::Subscript(vec![text("i")])]), "x_i");
    }
}
