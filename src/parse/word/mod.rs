//! Word files (`.docx`) as structure: the door by which departments that write in Word come in.
//!
//! Nothing is dropped in silence: whatever cannot be kept as it was is counted in [`Remarks`].

mod body;
mod line;
mod lists;
mod styles;
mod words;

use super::package::{Limits, Package, Unpackable, xml};
use crate::domain::ProseText;
use crate::say;
use crate::text::Text;
use body::Reader;
use roxmltree::{Document, Node};

pub use words::{Words, words};

/// Why a file is no Word file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Not a container at all.
    NotWord,
    /// A `.doc` of Word 97 to 2003.
    OldWord,
    /// Protected with a password.
    Encrypted,
    /// The container or a part of it is damaged.
    Broken,
    /// There is more in it than any report holds.
    TooLarge,
}

/// Reports with many pictures are larger than spreadsheets of figures.
const LIMITS: Limits = Limits { parts: 4_000, part: 64 * 1024 * 1024, all: 64 * 1024 * 1024, nodes: 2_000_000 };

impl From<Unpackable> for Unreadable {
    fn from(why: Unpackable) -> Self {
        match why {
            Unpackable::Old => Unreadable::OldWord,
            Unpackable::Encrypted => Unreadable::Encrypted,
            Unpackable::NotZip => Unreadable::NotWord,
            Unpackable::BrokenZip | Unpackable::Broken(_) => Unreadable::Broken,
            Unpackable::TooMany(_) | Unpackable::TooLarge(_) => Unreadable::TooLarge,
        }
    }
}

impl Unreadable {
    /// What to tell the person.
    pub fn message(self) -> Text {
        match self {
            Unreadable::NotWord => say!(vi: "không phải tệp Word (.docx)", en: "this is no Word file (.docx)"),
            Unreadable::OldWord => say!(
                vi: "là tệp Word đời cũ (.doc); mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx",
                en: "this is an old Word file (.doc); open it and save it as .docx"
            ),
            Unreadable::Encrypted => say!(
                vi: "có đặt mật khẩu; mở bằng Word, bỏ mật khẩu rồi lưu lại",
                en: "this file is protected with a password; open it, take the password off and save it"
            ),
            Unreadable::Broken => say!(vi: "bị hỏng, không đọc được", en: "the Word file is damaged"),
            Unreadable::TooLarge => say!(
                vi: "quá lớn (quá 64 MiB khi giải nén)",
                en: "the Word file is too large (over 64 MiB unpacked)"
            ),
        }
    }
}

/// What could not be kept exactly, counted, and what the person should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Words that were deleted with tracking on, and are left out.
    pub deletions: usize,
    /// Words that were inserted with tracking on, and are taken in.
    pub insertions: usize,
    /// Merged cells, whose text stands in the first.
    pub merged_cells: usize,
    /// Text boxes, whose text stands after their paragraph.
    pub text_boxes: usize,
    /// Comments of reviewers, which are left out.
    pub comments: usize,
    /// Words set as hidden, which are kept.
    pub hidden: usize,
    /// Symbols of picture fonts that have no letter.
    pub symbols: usize,
    /// Runs in fonts of the time before Unicode, with an example before and after conversion.
    pub legacy: Vec<(String, String)>,
}

/// A Word file as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordText {
    /// Its text. Headings by style are [`crate::domain::Prose::Heading`].
    pub text: ProseText,
    /// Pictures in the order of the text: extension and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What the person should know.
    pub remarks: Remarks,
}

/// Reads a Word file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8]) -> Result<WordText, Unreadable> {
    let mut package = Package::open(bytes, LIMITS)?;
    let Some(document) = package.text("word/document.xml")? else {
        return Err(if package.has("[Content_Types].xml") { Unreadable::Broken } else { Unreadable::NotWord });
    };
    let mut part = |name: &str| package.text(name).map(Option::unwrap_or_default);
    let (styles, numbering) = (part("word/styles.xml")?, part("word/numbering.xml")?);
    let (notes, ends) = (part("word/footnotes.xml")?, part("word/endnotes.xml")?);
    let relations = part("word/_rels/document.xml.rels")?;
    let document = xml("document", &document, LIMITS)?;
    let (styles, numbering) = (optional(&styles)?, optional(&numbering)?);
    let (notes, ends, relations) = (optional(&notes)?, optional(&ends)?, optional(&relations)?);
    let mut reader = Reader::new(styles.as_ref(), numbering.as_ref(), relations.as_ref());
    reader.read(&document, notes.as_ref(), ends.as_ref(), &mut package)
}

fn optional(text: &str) -> Result<Option<Document<'_>>, Unpackable> {
    if text.is_empty() { Ok(None) } else { xml("word", text, LIMITS).map(Some) }
}

/// A child element by its local name.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|n| n.is_element() && n.tag_name().name() == name)
}

/// An attribute by its local name.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// `w:val` of a child element.
fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|n| attribute(n, "val"))
}
