//! Whether a Word file is one that this program wrote, but for its look: sizes, distances and fonts.
//!
//! What a program shows of a Word file is not only its text: numbering, pictures in headers, symbols, and whatever part
//! the relations name. So nothing is searched for words; the file must have the same parts with the same elements, and only
//! what cannot be read by anybody may differ.

use crate::package::{Package, comparable, xml};
use crate::word::Unreadable;
use crate::word::words::LIMITS;
use roxmltree::Node;
use std::collections::BTreeSet;

/// The first part in which a Word file differs from one that this program made by more than its look; `None` if there is
/// none. The name is empty where the file as a whole is put together otherwise.
///
/// # Errors
/// One of them is no Word file, is damaged, or is larger than a list of the record can be.
pub fn differing_part(filed: &[u8], made: &[u8]) -> Result<Option<String>, Unreadable> {
    if !is_plain_archive(filed) {
        return Ok(Some(String::new()));
    }
    let (mut filed, mut made) = (Package::open(filed, LIMITS)?, Package::open(made, LIMITS)?);
    let names = |package: &Package<'_>| package.names().map(|names| names.into_iter().collect::<BTreeSet<_>>());
    let (have, want) = (names(&filed)?, names(&made)?);
    if let Some(name) = have.difference(&want).next() {
        return Ok(Some(name.clone()));
    }
    for name in have {
        let (Some(one), Some(other)) = (filed.text(&name)?, made.text(&name)?) else { return Ok(Some(name)) };
        if one == other {
            continue;
        }
        let (one, other) = (xml(&name, &one, LIMITS)?, xml(&name, &other, LIMITS)?);
        if !is_alike(one.root(), other.root()) && !says_no_more(&name, one.root(), other.root()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Elements of `word/numbering.xml`; an index made without lists has none of them today.
const NUMBERING: [&str; 13] = [
    "numbering",
    "abstractNum",
    "multiLevelType",
    "lvl",
    "start",
    "numFmt",
    "suff",
    "lvlText",
    "lvlJc",
    "pPr",
    "ind",
    "num",
    "abstractNumId",
];

/// Whether a part written by another release of this program can show no more than the one made today: the same text, no
/// other elements, no other words in attributes, no list marks with words, and numbers at the same styles only.
fn says_no_more(name: &str, filed: Node<'_, '_>, made: Node<'_, '_>) -> bool {
    let texts = |root: Node<'_, '_>| -> String {
        root.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).filter(|t| !t.trim().is_empty()).collect()
    };
    let tag =
        |node: Node<'_, '_>| (node.tag_name().namespace().map(str::to_string), node.tag_name().name().to_string());
    let elements = |root: Node<'_, '_>| root.descendants().filter(Node::is_element).map(tag).collect::<BTreeSet<_>>();
    let values = |root: Node<'_, '_>| -> BTreeSet<(String, String, String)> {
        let all = root.descendants().flat_map(|node| node.attributes().map(move |a| (node, a.name(), a.value())));
        let kept = all.filter(|(node, name, value)| !is_plain_mark(*node, name, value));
        // Of a size, a distance or a font only where it stands.
        let shown = kept.map(|(node, at, value)| match is_look(node, at, value, "0") {
            true => (node.tag_name().name(), at, ""),
            false => (node.tag_name().name(), at, value),
        });
        let listed = |element: &str| name == "word/numbering.xml" && NUMBERING.contains(&element);
        shown
            .filter(|(element, _, value)| !(value.is_empty() && listed(element)))
            .map(|(element, at, value)| (element.into(), at.into(), value.into()))
            .collect()
    };
    let numbered = |root: Node<'_, '_>| -> BTreeSet<String> {
        let marks = root.descendants().filter(|n| n.tag_name().name() == "numPr");
        let style = |mark: Node<'_, '_>| {
            let owner = mark.ancestors().find(|n| n.tag_name().name() == "style")?;
            owner.attributes().find(|a| a.name() == "styleId").map(|a| a.value().to_string())
        };
        marks.map(|mark| style(mark).unwrap_or_default()).collect()
    };
    let known = elements(made);
    let is_known = |(namespace, element): &(Option<String>, String)| {
        known.contains(&(namespace.clone(), element.clone()))
            || name == "word/numbering.xml" && NUMBERING.contains(&element.as_str())
    };
    texts(filed) == texts(made)
        && elements(filed).iter().all(is_known)
        && values(filed).is_subset(&values(made))
        && numbered(filed).is_subset(&numbered(made))
}

/// Whether an attribute says how a list counts and shows no word: `%1.`, `-`, `decimal`.
fn is_plain_mark(element: Node<'_, '_>, name: &str, value: &str) -> bool {
    if name != "val" {
        return false;
    }
    match element.tag_name().name() {
        "lvlText" => {
            let marks = (1..=9).fold(value.to_string(), |text, level| text.replace(&format!("%{level}"), ""));
            marks.chars().count() <= 3 && !marks.chars().any(char::is_alphanumeric)
        }
        "numFmt" => matches!(value, "decimal" | "upperRoman" | "lowerLetter" | "bullet" | "none"),
        "lvlJc" => matches!(value, "left" | "right" | "center"),
        "suff" => matches!(value, "tab" | "space" | "nothing"),
        "multiLevelType" => matches!(value, "multilevel" | "hybridMultilevel" | "singleLevel"),
        _ => false,
    }
}

/// Whether two parts have the same elements, texts and attributes in the same order, but for values of the look.
fn is_alike(one: Node<'_, '_>, other: Node<'_, '_>) -> bool {
    // The same nodes in the order of the document, each with as many children, are the same tree.
    let same = |(one, other): (Node<'_, '_>, Node<'_, '_>)| {
        one.node_type() == other.node_type()
            && one.children().count() == other.children().count()
            && one.tag_name() == other.tag_name()
            && one.text() == other.text()
            && one.attributes().len() == other.attributes().len()
            && one.attributes().all(|mine| {
                let theirs = other.attributes().find(|a| a.name() == mine.name() && a.namespace() == mine.namespace());
                theirs.is_some_and(|theirs| {
                    mine.value() == theirs.value() || is_look(one, mine.name(), mine.value(), theirs.value())
                })
            })
    };
    one.descendants().count() == other.descendants().count() && one.descendants().zip(other.descendants()).all(same)
}

/// Whether two values of an attribute differ in a size, a distance or a font only.
fn is_look(element: Node<'_, '_>, name: &str, one: &str, other: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    let font = matches!(name, "ascii" | "hAnsi" | "cs" | "eastAsia" | "typeface")
        || name == "name" && element.tag_name().name() == "font";
    font || number(one) && number(other)
}

/// Whether a ZIP file consists of its parts and its directory and nothing else: no bytes before, between or behind them, no
/// part that the directory does not name, none twice.
fn is_plain_archive(bytes: &[u8]) -> bool {
    directory(bytes).is_some()
}

/// Walks the directory and the parts (APPNOTE.TXT, 4.3); `None` where anything is not as it should be.
fn directory(bytes: &[u8]) -> Option<()> {
    let short = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)));
    let long =
        |at: usize| usize::try_from(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)).ok();
    let begins = |at: usize, mark: &[u8]| (bytes.get(at..at.checked_add(4)?)? == mark).then_some(());
    let end = bytes.len().checked_sub(22)?;
    begins(end, b"PK\x05\x06")?;
    let (count, start) = (short(end + 10)?, long(end + 16)?);
    (short(end + 4)? == 0 && short(end + 6)? == 0 && short(end + 8)? == count && short(end + 20)? == 0).then_some(())?;
    (start.checked_add(long(end + 12)?)? == end && count <= LIMITS.parts).then_some(())?;
    let (mut at, mut parts, mut names) = (start, Vec::new(), BTreeSet::new());
    for _ in 0..count {
        begins(at, b"PK\x01\x02")?;
        let (name, extra, comment) = (short(at + 28)?, short(at + 30)?, short(at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name)?;
        parts.push((long(at + 42)?, long(at + 20)?, name));
        names.insert(comparable(std::str::from_utf8(name).ok()?)).then_some(())?;
        at += 46 + name.len() + extra + comment;
    }
    (at == end).then_some(())?;
    parts.sort();
    let mut next = 0;
    for (offset, size, name) in parts {
        (offset == next).then_some(())?;
        begins(offset, b"PK\x03\x04")?;
        // Bit 3: the sizes would stand behind the part.
        (short(offset + 6)? & 8 == 0 && long(offset + 18)? == size).then_some(())?;
        let (length, extra) = (short(offset + 26)?, short(offset + 28)?);
        (bytes.get(offset + 30..offset + 30 + length)? == name).then_some(())?;
        next = (offset + 30 + length + extra).checked_add(size)?;
    }
    (next == start).then_some(())
}

#[cfg(test)]
mod tests {
    use crate::word::alike::*;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        crate::archive::packed(parts.iter().map(|(name, text)| (*name, text.as_bytes()))).unwrap()
    }

    #[test]
    fn an_archive_is_its_parts_and_nothing_else() {
        let good = packed(&[("a.xml", "<a/>"), ("b/c.xml", "<b/>")]);
        assert!(is_plain_archive(&good));
        assert!(!is_plain_archive(&[b"<html>".as_slice(), &good].concat()));
        assert!(!is_plain_archive(&[good.as_slice(), b"x"].concat()));
        assert!(!is_plain_archive(&packed(&[("a.xml", "<a/>"), ("A.xml", "<a/>")])));
        for cut in 0..good.len() {
            assert!(!is_plain_archive(&good[..cut]), "{cut}");
        }
        for at in 0..good.len() {
            let mut other = good.clone();
            other[at] ^= 0xff;
            let _ = is_plain_archive(&other);
        }
    }

    #[test]
    fn only_sizes_and_fonts_may_differ() {
        let of = |text: &str| packed(&[("w.xml", text)]);
        let made = of("<w><p sz=\"26\" k=\"a\">x</p><rFonts ascii=\"Arial\"/></w>");
        let differs = |text: &str| differing_part(&of(text), &made).unwrap();
        assert_eq!(differs("<w><p sz=\"28\" k=\"a\">x</p><rFonts ascii=\"Tahoma\"/></w>"), None);
        for text in [
            "<w><p sz=\"26\" k=\"b\">x</p><rFonts ascii=\"Arial\"/></w>",
            "<w><p sz=\"26\" k=\"a\">y</p><rFonts ascii=\"Arial\"/></w>",
            "<w><p sz=\"x\" k=\"a\">x</p><rFonts ascii=\"Arial\"/></w>",
            "<w><p sz=\"26\" k=\"a\" l=\"1\">x</p><rFonts ascii=\"Arial\"/></w>",
            "<w><p sz=\"26\" k=\"a\">x<b/></p><rFonts ascii=\"Arial\"/></w>",
        ] {
            assert_eq!(differs(text), Some("w.xml".into()), "{text}");
        }
        let more = packed(&[("w.xml", "<w/>"), ("x.xml", "<x/>")]);
        assert_eq!(differing_part(&more, &made).unwrap(), Some("x.xml".into()));
    }
}
