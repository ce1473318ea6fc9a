//! The container of a Word file, with bounds on everything a hostile one could make large.

use super::Unreadable;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// The most bytes of all parts together, unpacked.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The most entries.
const MAX_ENTRIES: usize = 4_000;

/// The parts that matter, by name; others are never unpacked.
pub(super) struct Container {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Container {
    pub fn open(bytes: &[u8]) -> Result<Container, Unreadable> {
        // The compound files of old Word; an encrypted .docx is one too.
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
            let encrypted = memchr::memmem::find(bytes, &name).is_some();
            return Err(if encrypted { Unreadable::Encrypted } else { Unreadable::OldWord });
        }
        if !bytes.starts_with(b"PK") {
            return Err(Unreadable::NotWord);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
        if zip.len() > MAX_ENTRIES {
            return Err(Unreadable::TooLarge);
        }
        let mut parts = BTreeMap::new();
        let mut left = MAX_BYTES;
        for at in 0..zip.len() {
            let entry = zip.by_index(at).map_err(|_| Unreadable::Broken)?;
            let Ok(name) = entry.name().map(|name| name.trim_start_matches('/').to_string()) else {
                return Err(Unreadable::Broken);
            };
            if !(name == "[Content_Types].xml" || name.starts_with("word/")) || entry.is_dir() {
                continue;
            }
            let mut part = Vec::new();
            // What is unpacked is counted, not what the entry claims.
            let taken = entry.take(left + 1).read_to_end(&mut part).map_err(|_| Unreadable::Broken)?;
            left = left.checked_sub(taken as u64).ok_or(Unreadable::TooLarge)?;
            parts.insert(name, part);
        }
        Ok(Container { parts })
    }

    /// A part's bytes.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.parts.get(name).map(Vec::as_slice)
    }

    /// A part that is XML.
    pub fn text(&self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes(name) else { return Ok(None) };
        let text = match bytes {
            [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
            bytes => String::from_utf8(bytes.to_vec()).map_err(|_| Unreadable::Broken)?,
        };
        Ok(Some(text))
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
