//! Văn xuôi: a text as its structure, free of the marks it was written with.
//!
//! `parse::markdown` makes it from Markdown or `parse::word` from a Word file; writers of documents only look at this.

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
    /// Words set as they were typed.
    Code(String),
    /// A link; only addresses that a document may carry (`http`, `https`, `mailto`) stay links.
    Link {
        /// Where to.
        address: String,
        /// The words shown.
        text: Vec<Inline>,
    },
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

/// A table: one header row, which is repeated on every page, and the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableText {
    /// One a column.
    pub align: Vec<Align>,
    /// The header's cells.
    pub head: Vec<Vec<Inline>>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<Vec<Inline>>>,
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

/// A whole text with its footnotes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProseText {
    /// The blocks in order.
    pub blocks: Vec<Prose>,
    /// Footnote 1 first.
    pub notes: Vec<Vec<Prose>>,
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
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => gather(inner, out),
            Inline::Link { text, .. } => gather(text, out),
            Inline::Break => out.push(' '),
            Inline::Note(_) => {}
        }
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
        Inline::Link { address, text } => Inline::Link { address: address.clone(), text: without_start(text, bytes) },
        Inline::Note(_) | Inline::Break => inline.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_off_whatever_dress_it_wears() {
        let text = |t: &str| Inline::Text(t.into());
        let heading = [Inline::Strong(vec![text("1. "), text("Kết quả")]), text(" nổi bật")];
        assert_eq!(plain(&heading), "1. Kết quả nổi bật");
        assert_eq!(without_start(&heading, 3), [Inline::Strong(vec![text("Kết quả")]), text(" nổi bật")]);
        assert_eq!(without_start(&[text("a) Việc")], 3), [text("Việc")]);
    }
}
