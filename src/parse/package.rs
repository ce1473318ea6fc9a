//! A package: a ZIP file of XML parts, as Word and Excel write. The only reader of ZIP; nothing in it is believed.
//!
//! What a part says of its own size is not asked: it is unpacked up to a limit and no further.

use crate::say;
use crate::text::Text;
use roxmltree::{Document, ParsingOptions};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most parts of a package.
const PARTS: usize = 2_000;
/// The most bytes of one part, unpacked.
const PART: u64 = 16 * 1024 * 1024;
/// The most bytes that are unpacked of one package.
const ALL: u64 = 32 * 1024 * 1024;
/// The most nodes of one part.
const NODES: u32 = 1_000_000;
/// How old Office files and files with a password begin: they are no ZIP.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// An opened package.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens it.
    ///
    /// # Errors
    /// It is none, or has too many parts.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Text> {
        if bytes.starts_with(COMPOUND) {
            return Err(say!(
                vi: "tệp có mật khẩu hoặc ở dạng Office cũ (.xls, .doc); mở ra và lưu lại dạng mới, không đặt mật khẩu",
                en: "the file has a password or is of the old Office form (.xls, .doc); save it anew, without a password"
            ));
        }
        let broken = |_| say!(vi: "không phải tệp Office (.xlsx, .docx), hoặc tệp bị hỏng", en: "this is no Office file (.xlsx, .docx), or it is broken");
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > PARTS {
            return Err(say!(vi: "tệp có quá {PARTS} phần", en: "the file has more than {PARTS} parts"));
        }
        Ok(Package { archive, left: ALL })
    }

    /// A part's text; `None` if there is no such part.
    ///
    /// # Errors
    /// It is too large, no UTF-8, or cannot be unpacked.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Text> {
        if self.archive.index_for_name(name).is_none() {
            return Ok(None);
        }
        let broken = || say!(vi: "phần “{name}” của tệp bị hỏng", en: "the part “{name}” of the file is broken");
        let part = self.archive.by_name(name).map_err(|_| broken())?;
        let limit = PART.min(self.left);
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        if bytes.len() as u64 > limit {
            return Err(
                say!(vi: "tệp quá lớn khi giải nén (phần “{name}”)", en: "unpacked, the file is too large (part “{name}”)"),
            );
        }
        self.left -= bytes.len() as u64;
        let text = String::from_utf8(bytes).map_err(|_| broken())?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)))
    }
}

/// The XML of a part, without document types.
///
/// # Errors
/// It is none, or has too many nodes.
pub fn xml<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Text> {
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .map_err(|e| say!(vi: "phần “{name}” của tệp bị hỏng: {e}", en: "the part “{name}” of the file is broken: {e}"))
}
