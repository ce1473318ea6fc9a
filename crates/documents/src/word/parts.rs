//! The parts of a Word package, found by relationships and content types and never by their usual names alone.

use crate::package::{Package, Unpackable, xml};
use crate::word::{LIMITS, Unreadable};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// One relationship of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartRelation {
    /// The last segment of its type, such as `footnotes`; transitional and strict files agree in it.
    pub kind: String,
    /// The name of the part it leads to, or the address if it leads out of the package.
    pub target: String,
    /// Whether it leads out of the package.
    pub external: bool,
}

/// The relationships of one part by id.
pub(crate) type Relations = BTreeMap<String, PartRelation>;

/// Content types by part and by extension, lower case.
#[derive(Debug, Default)]
pub(crate) struct ContentTypes {
    parts: BTreeMap<String, String>,
    extensions: BTreeMap<String, String>,
}

impl ContentTypes {
    /// Reads `[Content_Types].xml`; none if it is missing or cannot be read.
    pub fn read(package: &mut Package<'_>) -> Self {
        let mut out = ContentTypes::default();
        let Ok(Some(text)) = package.text("[Content_Types].xml") else { return out };
        let Ok(document) = xml("[Content_Types].xml", &text, LIMITS) else { return out };
        for node in document.root_element().children() {
            let get = |name| node.attribute(name).unwrap_or("").to_lowercase();
            match node.tag_name().name() {
                "Override" => out.parts.insert(key(&get("PartName")), get("ContentType")),
                "Default" => out.extensions.insert(get("Extension"), get("ContentType")),
                _ => None,
            };
        }
        out
    }

    /// The content type of a part; empty if none is stated.
    pub fn of(&self, name: &str) -> &str {
        let name = key(name);
        let extension = name.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map_or("", |(_, e)| e);
        self.parts.get(&name).or_else(|| self.extensions.get(extension)).map_or("", String::as_str)
    }

    /// The part declared as the main text.
    fn main(&self) -> Option<String> {
        let word = |t: &&String| t.contains("wordprocessingml") || t.contains("ms-word");
        self.parts.iter().find(|(_, t)| t.contains("main+xml") && word(t)).map(|(name, _)| name.clone())
    }
}

/// A part's name as names are compared: forward slashes, no leading one, lower case.
pub(crate) fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The name of the main text: what the package's relationships say, else what the content types say, else the usual name.
///
/// # Errors
/// The package has no such part, or its relationships cannot be unpacked.
pub(crate) fn main_part(package: &mut Package<'_>, types: &ContentTypes) -> Result<String, Unreadable> {
    let related = relations(package, "")?;
    let related = related.into_values().find(|r| r.kind == "officeDocument" && !r.external).map(|r| r.target);
    let found = [related, types.main(), Some("word/document.xml".to_string())].into_iter().flatten();
    let mut found = found.filter(|name| package.has(name) && is_word(types.of(name)));
    match found.next() {
        Some(name) => Ok(name),
        None if package.has("[Content_Types].xml") && !is_office(package) => Err(Unreadable::Broken),
        None => Err(Unreadable::NotWord),
    }
}

/// Whether a content type may be that of a Word text; files without content types are tried.
fn is_word(kind: &str) -> bool {
    !kind.contains("spreadsheetml") && !kind.contains("presentationml") && !kind.contains("ms-excel")
}

/// Whether it is a package of another program: a spreadsheet or a presentation.
fn is_office(package: &Package<'_>) -> bool {
    ["xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml", "content.xml"].iter().any(|name| package.has(name))
}

/// The relationships of a part; of the package itself for an empty name.
///
/// # Errors
/// They are too large or cannot be unpacked; damaged XML is an error as well.
pub(crate) fn relations(package: &mut Package<'_>, part: &str) -> Result<Relations, Unpackable> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(text) = package.text(&name)? else { return Ok(Relations::new()) };
    let document = xml(&name, &text, LIMITS)?;
    let read = |node: Node<'_, '_>| {
        let external = node.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let target = node.attribute("Target")?;
        let target = if external { target.to_string() } else { resolved(folder, target) };
        let kind = node.attribute("Type").unwrap_or("").trim_end_matches('/');
        let kind = kind.rsplit('/').next().unwrap_or("").to_string();
        Some((node.attribute("Id")?.to_string(), PartRelation { kind, target, external }))
    };
    Ok(document.root_element().children().filter_map(read).collect())
}

/// A target as the name of a part.
fn resolved(folder: &str, target: &str) -> String {
    let target = decoded(&target.replace('\\', "/"));
    let target = target.split('#').next().unwrap_or("");
    let joined = if target.starts_with('/') { target.to_string() } else { format!("{folder}/{target}") };
    let mut out: Vec<&str> = Vec::new();
    for segment in joined.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(out.pop()),
            other => out.push(other),
        }
    }
    out.join("/")
}

/// Percent escapes as the bytes they stand for, where these are UTF-8.
fn decoded(text: &str) -> String {
    let hex = |at: usize| text.get(at + 1..at + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = text.as_bytes()[at];
        match hex(at).filter(|_| byte == b'%') {
            Some(value) => {
                bytes.push(value);
                at += 3;
            }
            None => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

/// The part a relationship of that kind leads to, else the one with the usual name in the same folder.
pub(crate) fn sibling(package: &Package<'_>, main: &str, relations: &Relations, kind: &str) -> Option<String> {
    let related = relations.values().find(|r| r.kind == kind && !r.external).map(|r| r.target.clone());
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let usual = if kind == "theme" { format!("{folder}theme/theme1.xml") } else { format!("{folder}{kind}.xml") };
    related.filter(|name| package.has(name)).or_else(|| package.has(&usual).then_some(usual))
}

/// The text of the part of one kind; empty if there is none.
///
/// # Errors
/// It is too large or cannot be unpacked.
pub(crate) fn sibling_text(
    package: &mut Package<'_>,
    main: &str,
    relations: &Relations,
    kind: &str,
) -> Result<(String, String), Unpackable> {
    let Some(name) = sibling(package, main, relations, kind) else { return Ok(Default::default()) };
    let text = package.text(&name)?.unwrap_or_default();
    Ok((name, text))
}

/// The XML of a part's text, if there is any text.
///
/// # Errors
/// It is damaged or has too many nodes.
pub(crate) fn optional<'t>(name: &str, text: &'t str) -> Result<Option<Document<'t>>, Unpackable> {
    if text.is_empty() { Ok(None) } else { xml(name, text, LIMITS).map(Some) }
}

#[cfg(test)]
mod tests {
    use crate::word::parts::*;

    #[test]
    fn targets_are_resolved_like_addresses() {
        for (folder, target, name) in [
            ("word", "footnotes.xml", "word/footnotes.xml"),
            ("word", "/word/document2.xml", "word/document2.xml"),
            ("", "word\\document.xml", "word/document.xml"),
            ("word", "../customXml/item1.xml", "customXml/item1.xml"),
            ("word", "./media/h%C3%ACnh%201.png", "word/media/hình 1.png"),
            ("word", "../../../x", "x"),
            ("", "50%", "50%"),
        ] {
            assert_eq!(resolved(folder, target), name, "{folder} {target}");
        }
        assert_eq!(key("\\Word\\Document.XML"), "word/document.xml");
    }
}
