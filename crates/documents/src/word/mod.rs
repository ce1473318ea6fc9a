//! Word files (`.docx`) as structure: the way in for departments that write in Word.
//!
//! Nothing is dropped in silence. `inventory` lists what every part says, the reader says what became of each piece
//! (`account`), and whatever did not arrive is named ([`LeftOut`]) with its kind, place and words.

mod account;
mod alike;
mod body;
mod drawing;
mod embedded;
mod fields;
mod fonts;
mod inventory;
mod left;
pub mod letter;
mod line;
mod lists;
mod math;
mod numbering;
mod others;
mod parts;
mod runs;
mod styles;
mod symbols;
mod table;
mod words;

pub use account::{WordTally, missing, tokens};
pub use alike::differing_part;
pub use left::{LeftKind, LeftOut};
pub use words::paragraphs;

pub(crate) use embedded::words as embedded_words;
pub(crate) use inventory::take as inventory_of;
pub(crate) use left::count as count_words;
pub(crate) use others::kind as part_kind;
pub(crate) use parts::ContentTypes;

use crate::package::{Package, PackageLimits, Unpackable, xml};
use account::Account;
use baocao_core::domain::ProseText;
use baocao_core::say;
use baocao_core::text::Text;
use body::{BodyReader, Story};
use fonts::{FontEvidence, LegacyFont, Theme};
use inventory::Inventory;
use numbering::Numbering;
use others::PartsTaken;
use parts::{Relations, key, optional, relations, sibling_text};
use roxmltree::{Document, Node};
use std::collections::{BTreeSet, HashMap};
use styles::Styles;

/// Why a file is no Word file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Not a container at all.
    NotWord,
    /// A `.doc` of Word 97 to 2003.
    OldWord,
    /// Protected with a password.
    Encrypted,
    /// The container is damaged, or its main part is missing.
    Broken,
    /// This part is damaged.
    BrokenPart(String),
    /// There is more in it, or in this part, than any report holds.
    TooLarge(String),
}

/// Reports with many pictures are larger than spreadsheets of figures.
const LIMITS: PackageLimits =
    PackageLimits { parts: 4_000, part: 64 * 1024 * 1024, all: 64 * 1024 * 1024, nodes: 2_000_000 };

impl From<Unpackable> for Unreadable {
    fn from(why: Unpackable) -> Self {
        match why {
            Unpackable::Old => Unreadable::OldWord,
            Unpackable::Encrypted => Unreadable::Encrypted,
            Unpackable::NotZip => Unreadable::NotWord,
            Unpackable::BrokenZip => Unreadable::Broken,
            Unpackable::Broken(part) => Unreadable::BrokenPart(part),
            Unpackable::TooMany(_) => Unreadable::TooLarge(String::new()),
            Unpackable::TooLarge(part) => Unreadable::TooLarge(part),
        }
    }
}

impl Unreadable {
    /// What to tell the person.
    pub fn message(&self) -> Text {
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
            Unreadable::Broken => say!(
                vi: "bị hỏng, không đọc được; mở bằng Word, lưu lại thành tệp .docx mới rồi nhập lại",
                en: "the Word file is damaged; open it in Word, save it as a new .docx file and import that"
            ),
            Unreadable::BrokenPart(part) => say!(
                vi: "bị hỏng ở phần “{part}”, không đọc được; mở bằng Word, lưu lại thành tệp .docx mới rồi nhập lại",
                en: "the Word file is damaged in the part “{part}”; open it in Word, save it as a new .docx file and import that"
            ),
            Unreadable::TooLarge(part) if part.is_empty() => say!(
                vi: "quá lớn (có quá 4.000 phần)",
                en: "the Word file is too large (over 4,000 parts)"
            ),
            Unreadable::TooLarge(part) => say!(
                vi: "quá lớn (quá 64 MiB khi giải nén, hoặc quá hai triệu phần tử, ở phần “{part}”); tách phụ lục và hình ra tệp khác",
                en: "the Word file is too large (over 64 MiB unpacked, or over two million elements, in the part “{part}”); put appendices and pictures into other files"
            ),
        }
    }
}

/// What arrived in another form than it had, counted, and what the person should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Words that were inserted with tracking on, and are taken in.
    pub insertions: usize,
    /// Merged cells, whose text stands in the first.
    pub merged_cells: usize,
    /// Text boxes, whose text stands after their paragraph.
    pub text_boxes: usize,
    /// Runs set as hidden, which are kept.
    pub hidden: usize,
    /// Symbols of picture fonts that have no character, and are named in brackets.
    pub symbols: usize,
    /// Runs in fonts of the time before Unicode, with an example before and after conversion.
    pub legacy: Vec<(String, String)>,
}

/// A picture of a Word file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The ending of its name, such as `png`; `bin` if it is none of the known ones.
    pub extension: String,
    /// The picture; empty if it is not in the file.
    pub bytes: Vec<u8>,
    /// The name of its part, or its address outside the file.
    pub part: String,
    /// The first words of the paragraph it is in.
    pub near: String,
}

/// A Word file as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordText {
    /// Its text. Headings by style are [`baocao_core::domain::Prose::Heading`].
    pub text: ProseText,
    /// The name of the part that holds the text.
    pub part: String,
    /// Pictures in the order of the text.
    pub pictures: Vec<Picture>,
    /// What arrived otherwise than it was.
    pub remarks: Remarks,
    /// What did not arrive.
    pub left: Vec<LeftOut>,
    /// Words and numbers in the file and what became of them.
    pub tally: WordTally,
}

/// Reads a Word file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8]) -> Result<WordText, Unreadable> {
    let mut package = Package::open(bytes, LIMITS)?;
    let types = ContentTypes::read(&mut package);
    let main = parts::main_part(&mut package, &types)?;
    let related = relations(&mut package, &main)?;
    let Some(text) = package.text(&main)? else { return Err(Unreadable::NotWord) };
    let document = xml(&main, &text, LIMITS)?;
    let part = |package: &mut Package<'_>, kind| sibling_text(package, &main, &related, kind);
    let (theme_name, theme) = part(&mut package, "theme").unwrap_or_default();
    let theme = optional(&theme_name, &theme).ok().flatten().map(|d| Theme::read(&d)).unwrap_or_default();
    let (styles_name, styles) = part(&mut package, "styles")?;
    let styles = optional(&styles_name, &styles)?.map(|d| Styles::read(&d, &theme)).unwrap_or_default();
    let (numbering_name, numbering) = part(&mut package, "numbering")?;
    let row = |style: &str| styles.get(Some(style)).number.as_ref().map(|(row, _)| row.clone());
    let numbering = optional(&numbering_name, &numbering)?.map(|d| Numbering::read(&d, row)).unwrap_or_default();
    let (notes_name, notes) = part(&mut package, "footnotes")?;
    let (ends_name, ends) = part(&mut package, "endnotes")?;
    let (notes, ends) = (optional(&notes_name, &notes)?, optional(&ends_name, &ends)?);
    let story =
        |part: &str, relations: Relations| Story { part: part.to_string(), account: Account::default(), relations };
    let mut stories = vec![story(&main, related)];
    for name in [&notes_name, &ends_name] {
        let related = if name.is_empty() { Relations::new() } else { relations(&mut package, name)? };
        stories.push(story(name, related));
    }
    let reader = BodyReader::new(theme, styles, numbering, stories);
    let documents = Documents { main: &document, notes: notes.as_ref(), ends: ends.as_ref() };
    Ok(finish(reader, &documents, &mut package, &types))
}

/// The parts that are read as text.
struct Documents<'d> {
    main: &'d Document<'d>,
    notes: Option<&'d Document<'d>>,
    ends: Option<&'d Document<'d>>,
}

/// Reads the stories and holds the account.
fn finish(
    mut reader: BodyReader,
    documents: &Documents<'_>,
    package: &mut Package<'_>,
    types: &ContentTypes,
) -> WordText {
    reader.legacy = legacy(documents.main);
    let root = documents.main.root_element();
    let blocks = reader.story(0, child(root, "body").unwrap_or(root), 0);
    let mut by_id: [HashMap<String, Node<'_, '_>>; 2] = Default::default();
    for (at, part) in [documents.notes, documents.ends].into_iter().enumerate() {
        for note in part.into_iter().flat_map(|p| p.root_element().children()) {
            if let Some(id) = attribute(note, "id") {
                by_id[at].entry(id.to_string()).or_insert(note);
            }
        }
    }
    let mut notes = Vec::new();
    while let Some((end, id)) = reader.mentioned.get(notes.len()).cloned() {
        let note = by_id[usize::from(end)].get(&id).copied();
        notes.push(note.map(|note| reader.story(1 + usize::from(end), note, 1)).unwrap_or_default());
    }
    let inventories: Vec<Inventory<'_>> = [Some(documents.main), documents.notes, documents.ends]
        .into_iter()
        .map(|part| part.map(inventory::take).unwrap_or_default())
        .collect();
    let mut out = std::mem::take(&mut reader.out);
    out.text = ProseText { blocks, notes, ..ProseText::default() };
    out.part.clone_from(&reader.stories[0].part);
    settle(reader, &inventories, &mut out, package, types);
    out
}

/// Names everything that did not arrive.
fn settle(
    mut reader: BodyReader,
    inventories: &[Inventory<'_>],
    out: &mut WordText,
    package: &mut Package<'_>,
    types: &ContentTypes,
) {
    for (at, (story, inventory)) in reader.stories.iter().zip(inventories).enumerate() {
        let other = |element: &str| if at == 0 { LeftKind::Element(element.to_string()) } else { LeftKind::Note };
        out.left.extend(story.account.settle(&story.part, inventory, other, &mut out.tally));
    }
    for (reference, left) in std::mem::take(&mut reader.left) {
        let (paragraph, near) = inventories[reference.story].place(reference.paragraph);
        out.left.push(left.at(paragraph, &near));
    }
    let formats: BTreeSet<String> = std::mem::take(&mut reader.numbering.unknown).into_iter().collect();
    out.left.extend(formats.into_iter().map(|format| LeftOut::new(LeftKind::Numbering, "numbering.xml", format)));
    let mut known = PartsTaken {
        read: reader.stories.iter().map(|story| key(&story.part)).collect(),
        chunks: BTreeSet::new(),
        pictures: BTreeSet::new(),
        places: others::places(&reader.references, inventories),
    };
    for story in &reader.stories {
        known.chunks.extend(story.relations.values().filter(|r| r.kind == "aFChunk").map(|r| key(&r.target)));
    }
    for met in &reader.pictures {
        let (_, near) = inventories[met.reference.story].place(met.reference.paragraph);
        let extension = met.target.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let endings = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"];
        let extension = endings.iter().find(|known| **known == extension).copied().unwrap_or("bin").to_string();
        let bytes = if met.external { None } else { package.bytes(&met.target).ok().flatten() };
        if bytes.is_some() {
            known.pictures.insert(key(&met.target));
        }
        out.pictures.push(Picture { extension, bytes: bytes.unwrap_or_default(), part: met.target.clone(), near });
    }
    out.left.extend(others::name_all(package, types, &known, &mut out.tally));
}

/// Whether the words of a text are those of TCVN3, and of VNI, in any place.
fn legacy(document: &Document<'_>) -> [bool; 2] {
    let mut found = [false; 2];
    let texts =
        document.descendants().filter(|n| n.is_text() && n.parent().is_some_and(|p| p.tag_name().name() == "t"));
    for text in texts.filter_map(|n| n.text()).filter(|text| !text.is_ascii()) {
        for (at, legacy) in [LegacyFont::Tcvn3, LegacyFont::Vni].into_iter().enumerate() {
            found[at] |= !found[at] && legacy.judge(text) == FontEvidence::Legacy;
        }
    }
    found
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
