//! The words of files that are embedded in a Word file, for counting them: packages, HTML, RTF and plain text.

use crate::package::{Package, PackageLimits, xml};
use crate::word::{LIMITS, inventory};

/// What an embedded package may cost; it is only counted.
const INSIDE: PackageLimits = PackageLimits { parts: 1_000, part: 8 << 20, all: 16 << 20, nodes: 500_000 };

/// The words of an embedded file; empty where it cannot be looked into.
pub fn words(package: &mut Package<'_>, name: &str) -> String {
    let Ok(Some(bytes)) = package.bytes(name) else { return String::new() };
    if bytes.starts_with(b"PK") {
        return of_package(&bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return String::new();
    }
    let Ok(text) = String::from_utf8(bytes) else { return String::new() };
    if text.trim_start().starts_with("{\\rtf") { of_rtf(&text) } else { of_html(&text) }
}

/// The words of every part that holds text: those of Word, Excel and PowerPoint.
fn of_package(bytes: &[u8]) -> String {
    let Ok(mut package) = Package::open(bytes, INSIDE) else { return String::new() };
    let wanted = |name: &str| {
        let name = name.to_lowercase();
        let texts = [
            "word/document",
            "word/footnotes",
            "word/endnotes",
            "word/header",
            "word/footer",
            "xl/sharedstrings",
            "xl/worksheets/",
            "ppt/slides/",
        ];
        name.ends_with(".xml") && texts.iter().any(|text| name.starts_with(text))
    };
    let mut out = String::new();
    for name in package.names().unwrap_or_default().into_iter().filter(|name| wanted(name)) {
        let Ok(Some(text)) = package.text(&name) else { continue };
        let Ok(document) = xml(&name, &text, LIMITS) else { continue };
        let mut inventory = inventory::take(&document);
        // The value of a cell that is text is the number of that text, not a number of the sheet.
        let of_text = |node: usize| {
            let cell = document
                .get_node(roxmltree::NodeId::new(node as u32))
                .and_then(|n| n.parent())
                .and_then(|n| n.parent());
            cell.is_some_and(|cell| cell.tag_name().name() == "c" && cell.attribute("t") == Some("s"))
        };
        inventory.units.retain(|unit| !(unit.element == "v" && of_text(unit.node)));
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&inventory.text());
    }
    out
}

/// Text without its tags, scripts and styles.
fn of_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        out.push(' ');
        let tag = &rest[start..];
        let begins = |name: &str| tag.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        let end = if begins("!--") {
            tag.find("-->").map(|at| at + 3)
        } else if begins("style") || begins("script") {
            tag.find("</").and_then(|at| tag[at..].find('>').map(|more| at + more + 1))
        } else {
            tag.find('>').map(|at| at + 1)
        };
        rest = &tag[end.unwrap_or(tag.len())..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RTF without its control words; good enough for counting.
fn of_rtf(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' => out.push(' '),
            '\\' => {
                while chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '-').is_some() {}
                chars.next_if(|c| matches!(c, ' ' | '*' | '\''));
            }
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::word::embedded::*;

    #[test]
    fn tags_and_control_words_are_no_words() {
        assert_eq!(of_html("<html><style>a{b}</style><p>Nội <b>dung</b></p><!-- x --> 12"), "Nội dung 12");
        assert_eq!(of_html("a < b"), "a");
        assert_eq!(of_rtf("{\\rtf1\\ansi Xin \\b chao\\b0  12}"), "Xin chao 12");
    }
}
