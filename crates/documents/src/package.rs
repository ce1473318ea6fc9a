//! A package: a ZIP file of parts, as Word, Excel and edXML attachments are. The only reader of ZIP; nothing in it is believed.
//!
//! What a part says of its own size is not asked: it is unpacked up to a limit and no further. Parts that nobody asks for
//! are never unpacked.

use baocao_core::say;
use baocao_core::text::Text;
use roxmltree::{Document, ParsingOptions};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How old Office files and files with a password begin: they are no ZIP.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// What a package may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PackageLimits {
    /// The most parts.
    pub parts: usize,
    /// The most bytes of one part, unpacked.
    pub part: u64,
    /// The most bytes that are unpacked of all parts.
    pub all: u64,
    /// The most nodes of one XML part.
    pub nodes: u32,
}

/// Why a package or a part of it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unpackable {
    /// Office of 97 to 2003.
    Old,
    /// It has a password.
    Encrypted,
    /// No ZIP at all.
    NotZip,
    /// A ZIP that is damaged.
    BrokenZip,
    /// More parts than allowed.
    TooMany(usize),
    /// This part is damaged.
    Broken(String),
    /// This part is larger than allowed.
    TooLarge(String),
}

impl Unpackable {
    /// What to tell the person, whatever kind of file it was to be.
    pub fn message(&self) -> Text {
        match self {
            Unpackable::Old | Unpackable::Encrypted => say!(
                vi: "tệp có mật khẩu hoặc ở dạng Office cũ (.xls, .doc); mở ra và lưu lại dạng mới, không đặt mật khẩu",
                en: "the file has a password or is of the old Office form (.xls, .doc); save it anew, without a password"
            ),
            Unpackable::NotZip | Unpackable::BrokenZip => say!(
                vi: "không phải tệp Office (.xlsx, .docx), hoặc tệp bị hỏng",
                en: "this is no Office file (.xlsx, .docx), or it is broken"
            ),
            Unpackable::TooMany(most) => say!(vi: "tệp có quá {most} phần", en: "the file has more than {most} parts"),
            Unpackable::Broken(name) => {
                say!(vi: "phần “{name}” của tệp bị hỏng", en: "the part “{name}” of the file is broken")
            }
            Unpackable::TooLarge(name) => {
                say!(vi: "tệp quá lớn khi giải nén (phần “{name}”)", en: "unpacked, the file is too large (part “{name}”)")
            }
        }
    }
}

impl From<Unpackable> for Text {
    fn from(why: Unpackable) -> Text {
        why.message()
    }
}

/// An opened package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Where each part stands, by its name as names are compared.
    places: HashMap<String, usize>,
    limits: PackageLimits,
    left: u64,
}

/// A part's name as names are compared (ISO 29500-2, 6.2.2): forward slashes, no leading one, in any case. Some writers
/// use backslashes.
pub(crate) fn comparable(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> Package<'b> {
    /// Opens it.
    ///
    /// # Errors
    /// It is none, or has too many parts.
    pub(crate) fn open(bytes: &'b [u8], limits: PackageLimits) -> Result<Self, Unpackable> {
        if bytes.starts_with(COMPOUND) {
            // Names in a compound file are UTF-16.
            let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
            let encrypted = memchr::memmem::find(bytes, &name).is_some();
            return Err(if encrypted { Unpackable::Encrypted } else { Unpackable::Old });
        }
        let broken = if bytes.starts_with(b"PK") { Unpackable::BrokenZip } else { Unpackable::NotZip };
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken)?;
        if archive.len() > limits.parts {
            return Err(Unpackable::TooMany(limits.parts));
        }
        let mut places = HashMap::new();
        for at in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(at) {
                places.entry(comparable(&name)).or_insert(at);
            }
        }
        Ok(Package { archive, places, limits, left: limits.all })
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| self.places.get(&comparable(name)).copied())
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// The names of its parts.
    ///
    /// # Errors
    /// A name is no text.
    pub(crate) fn names(&self) -> Result<Vec<String>, Unpackable> {
        let name = |name: Result<std::borrow::Cow<'_, str>, _>| name.map(|name| name.into_owned());
        self.archive
            .file_names()
            .map(name)
            .collect::<Result<_, zip::result::ZipError>>()
            .map_err(|_| Unpackable::BrokenZip)
    }

    /// A part's bytes; `None` if there is no such part.
    ///
    /// # Errors
    /// It is too large, or cannot be unpacked.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unpackable> {
        match self.place(name) {
            Some(at) => self.nth(at, name).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of the first part.
    ///
    /// # Errors
    /// There is none, it is too large, or cannot be unpacked.
    pub(crate) fn first(&mut self) -> Result<Vec<u8>, Unpackable> {
        self.nth(0, "1")
    }

    fn nth(&mut self, at: usize, name: &str) -> Result<Vec<u8>, Unpackable> {
        let broken = || Unpackable::Broken(name.to_string());
        let part = self.archive.by_index(at).map_err(|_| broken())?;
        let limit = self.limits.part.min(self.left);
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        if bytes.len() as u64 > limit {
            return Err(Unpackable::TooLarge(name.to_string()));
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }

    /// A part's text, in UTF-8 or, with its mark, in UTF-16; `None` if there is no such part.
    ///
    /// # Errors
    /// It is too large, no text, or cannot be unpacked.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Unpackable> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = match bytes.as_slice() {
            [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
            _ => String::from_utf8(bytes).map_err(|_| Unpackable::Broken(name.to_string()))?,
        };
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)))
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The XML of a part, without document types.
///
/// # Errors
/// It is none, or has too many nodes.
pub(crate) fn xml<'t>(name: &str, text: &'t str, limits: PackageLimits) -> Result<Document<'t>, Unpackable> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limits.nodes, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unpackable::TooLarge(name.to_string()),
        _ => Unpackable::Broken(name.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use crate::package::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const LIMITS: PackageLimits = PackageLimits { parts: 4, part: 1_000, all: 2_500, nodes: 100 };

    /// A package of parts of so many bytes.
    fn package(sizes: &[usize]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (n, size) in sizes.iter().enumerate() {
            zip.start_file(n.to_string(), SimpleFileOptions::default()).expect("a part");
            zip.write_all(&vec![b'x'; *size]).expect("bytes");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn a_part_is_unpacked_up_to_its_limit_and_all_parts_up_to_theirs() {
        let too_large = |n: usize| Err(Unpackable::TooLarge(n.to_string()));
        for (sizes, last) in [
            (&[1_000][..], Ok(1_000)),
            (&[1_001], too_large(0)),
            (&[1_000, 1_000, 500], Ok(500)),
            (&[1_000, 1_000, 501], too_large(2)),
        ] {
            let bytes = package(sizes);
            let mut package = Package::open(&bytes, LIMITS).expect("a package");
            let read: Vec<_> = (0..sizes.len()).map(|n| package.bytes(&n.to_string())).collect();
            let (found, before) = read.split_last().expect("a part");
            assert!(before.iter().all(Result::is_ok), "{sizes:?}");
            assert_eq!(found.clone().map(|bytes| bytes.map_or(0, |bytes| bytes.len())), last, "{sizes:?}");
        }
        assert!(Package::open(&package(&[1; 4]), LIMITS).is_ok());
        assert_eq!(Package::open(&package(&[1; 5]), LIMITS).err(), Some(Unpackable::TooMany(4)));
    }

    #[test]
    fn the_nodes_of_a_part_are_counted() {
        let text = |nodes: usize| format!("<a>{}</a>", "<b/>".repeat(nodes));
        assert!(xml("x", &text(90), LIMITS).is_ok());
        assert_eq!(xml("x", &text(101), LIMITS).err(), Some(Unpackable::TooLarge("x".into())));
    }
}
