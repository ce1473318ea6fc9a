//! What a workbook says outside its cells: headers and footers, comments, drawings, charts, kept data of other files.
//!
//! Every text of every part is found without knowing how the part is read, unless the element is known to hold something
//! else (a formula, a position), so that an element that was never heard of is named, too.

use crate::package::{Package, comparable, xml};
use crate::spreadsheet::{LIMITS, WorkbookRelation, flag, is, relations_of};
use crate::word::{ContentTypes, LeftKind, embedded_words, inventory_of, part_kind};
use baocao_core::say;
use baocao_core::text::Text;
use roxmltree::{Document, Node, NodeId};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The kinds of things that a workbook says outside its cells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BesideKind {
    /// A header or footer of the printed pages.
    Header,
    /// What a cell says when it is chosen or filled wrongly.
    Prompt,
    /// A comment on a cell.
    Comment,
    /// Words in a shape, text box or control.
    Drawing,
    /// A chart with its own copy of the numbers.
    Chart,
    /// The copy of the data of a pivot table.
    Pivot,
    /// Values kept from another workbook.
    External,
    /// Texts that no cell points at.
    UnusedText,
    /// Text in an element that is not known, by the element's name.
    Element(String),
    /// What Word files have as well.
    Other(LeftKind),
}

impl BesideKind {
    /// What it is called.
    pub fn name(&self) -> Text {
        match self {
            BesideKind::Header => say!(vi: "đầu trang, chân trang in", en: "header or footer of the pages"),
            BesideKind::Prompt => say!(vi: "lời nhắc khi nhập ô", en: "prompt of a cell"),
            BesideKind::Comment => say!(vi: "ghi chú gắn với ô", en: "comment on a cell"),
            BesideKind::Drawing => say!(vi: "chữ trong hình vẽ", en: "words in a drawing"),
            BesideKind::Chart => say!(vi: "biểu đồ", en: "chart"),
            BesideKind::Pivot => say!(vi: "dữ liệu của bảng tổng hợp (PivotTable)", en: "data of a pivot table"),
            BesideKind::External => say!(vi: "giá trị lưu từ tệp khác", en: "values kept from another file"),
            BesideKind::UnusedText => say!(vi: "chữ mà không ô nào dùng", en: "texts that no cell uses"),
            BesideKind::Element(name) => say!(vi: "chữ trong phần tử “{name}”", en: "text in the element “{name}”"),
            BesideKind::Other(kind) => kind.name(),
        }
    }
}

/// One thing that a workbook says outside its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    /// What it is.
    pub kind: BesideKind,
    /// The sheet that it belongs to, if it belongs to one.
    pub sheet: Option<String>,
    /// The cell that it hangs on, as it is written there.
    pub cell: Option<String>,
    /// The part of the package; empty for what stands in the sheet itself.
    pub part: String,
    /// Its words; empty for pictures and what cannot be read.
    pub text: String,
}

impl Beside {
    pub fn new(kind: BesideKind, part: &str, sheet: Option<&str>, text: String) -> Self {
        Beside { kind, sheet: sheet.map(str::to_string), cell: None, part: part.to_string(), text }
    }

    pub(crate) fn unreadable(part: &str, sheet: Option<&str>) -> Self {
        Beside::new(BesideKind::Other(LeftKind::Unreadable), part, sheet, String::new())
    }

    pub fn at(mut self, cell: &str) -> Self {
        self.cell = Some(cell.to_string());
        self
    }
}

/// Elements whose text is a formula or a range of cells.
const CODES: [&str; 9] =
    ["formula", "formula1", "formula2", "sqref", "f", "definedName", "author", "ddeLink", "calculatedColumnFormula"];

/// Whether an element's text is a formula, a range of cells, or the position of a shape.
fn is_code(node: Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    let drawn = node.tag_name().namespace().is_some_and(|space| space.ends_with("Drawing"));
    CODES.contains(&name) || drawn && matches!(name, "col" | "colOff" | "row" | "rowOff" | "x" | "y")
}

/// What an element of a sheet beside its cells says.
pub(crate) fn around(node: Node<'_, '_>, sheet: &str) -> Vec<Beside> {
    let mut out = Vec::new();
    let mut add = |kind: BesideKind, text: String| {
        if !text.trim().is_empty() {
            out.push(Beside::new(kind, "", Some(sheet), text));
        }
    };
    for node in node.descendants() {
        let name = node.tag_name().name();
        if name == "dataValidation" {
            let shown =
                [("showInputMessage", ["promptTitle", "prompt"]), ("showErrorMessage", ["errorTitle", "error"])];
            let keys = shown.iter().filter(|(shown, _)| flag(node, shown)).flat_map(|(_, keys)| keys);
            let words: Vec<&str> = keys.filter_map(|key| node.attribute(*key)).collect();
            add(BesideKind::Prompt, words.join(" "));
        }
        let (Some(parent), Some(text)) = (node.parent().filter(|_| node.is_text()), node.text()) else { continue };
        let element = parent.tag_name().name();
        if is_code(parent) {
            continue;
        }
        if parent.ancestors().any(|above| is(above, "headerFooter")) {
            add(BesideKind::Header, page_words(text));
        } else {
            add(BesideKind::Element(element.to_string()), text.to_string());
        }
    }
    out
}

/// The words of a header or footer without its codes; nothing if only pages are counted in it.
fn page_words(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('&') => out.push('&'),
            Some('"') => drop(chars.by_ref().find(|c| *c == '"')),
            // The colour of a theme is written `K01+000`, any other as six digits.
            Some('K' | 'k') => drop(chars.nth(5)),
            Some(c) if c.is_ascii_digit() => while chars.next_if(char::is_ascii_digit).is_some() {},
            Some('L' | 'l' | 'C' | 'c' | 'R' | 'r') => out.push(' '),
            _ => {}
        }
    }
    let words = out.to_lowercase();
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let counts = words.all(|word| matches!(word, "trang" | "trên" | "tổng" | "số" | "page" | "of"));
    if counts { String::new() } else { out }
}

/// What all parts but those in `homes` say. `homes` are the parts that were read, with their sheets.
pub(crate) fn parts(package: &mut Package<'_>, homes: Vec<(String, Option<String>)>) -> Vec<Beside> {
    let read: Vec<String> = homes.iter().map(|(part, _)| comparable(part)).collect();
    let sheets = sheets_of_parts(package, homes);
    let types = ContentTypes::read(package);
    let Ok(mut names) = package.names() else { return vec![Beside::unreadable("[Content_Types].xml", None)] };
    names.retain(|name| !name.ends_with(['/', '\\']) && !read.contains(&comparable(name)));
    names.sort_by_key(|name| comparable(name));
    let mut out = Vec::new();
    for name in names {
        let key = comparable(&name);
        let Some(kind) = kind(&key, types.of(&name)) else { continue };
        let sheet = sheets.get(&key).map(String::as_str);
        let words = match &kind {
            BesideKind::Other(LeftKind::Picture) => Some(vec![Beside::new(kind, &name, sheet, String::new())]),
            BesideKind::Other(LeftKind::Object) => {
                Some(vec![Beside::new(kind, &name, sheet, embedded_words(package, &name))])
            }
            _ => package.text(&name).ok().flatten().and_then(|text| of_part(&text, &name, &kind, sheet)),
        };
        out.extend(words.unwrap_or_else(|| vec![Beside::unreadable(&name, sheet)]));
    }
    out
}

/// The sheet of each part that a sheet refers to, directly or through a drawing, by name as names are compared.
fn sheets_of_parts(package: &mut Package<'_>, homes: Vec<(String, Option<String>)>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut open: Vec<(String, String)> = homes.into_iter().filter_map(|(part, sheet)| Some((part, sheet?))).collect();
    while let Some((part, sheet)) = open.pop() {
        // A part whose relationships cannot be read is named without its sheet.
        for WorkbookRelation { target, .. } in relations_of(package, &part).unwrap_or_default() {
            if let Entry::Vacant(home) = out.entry(comparable(&target)) {
                home.insert(sheet.clone());
                open.push((target, sheet.clone()));
            }
        }
    }
    out
}

/// Folders and files of parts that hold no text of the workbook: settings, looks, copies of what cells say.
const SETTINGS: [&str; 18] = [
    "calcchain",
    "/metadata.xml",
    "/richdata/",
    "/tables/",
    "/querytables/",
    "/connections.xml",
    "/ctrlprops/",
    "/activex/",
    "/slicers/",
    "/slicercaches/",
    "/timelines/",
    "/timelinecaches/",
    "/persons/",
    "/printersettings/",
    "/pivottables/",
    "/namedsheetviews/",
    "/xmlmaps.xml",
    "/featurepropertybag/",
];

/// What a part is, by its name as names are compared and its content type; `None` for what holds no text of the workbook.
fn kind(key: &str, content: &str) -> Option<BesideKind> {
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    if has(&SETTINGS) {
        return None;
    }
    Some(if has(&["comment"]) || content.contains("comments") {
        BesideKind::Comment
    } else if has(&["/pivotcache/"]) {
        BesideKind::Pivot
    } else if has(&["/externallinks/externallink"]) && !has(&["/_rels/"]) {
        BesideKind::External
    } else if key.ends_with(".vml") || has(&["/drawings/drawing"]) && !has(&["/_rels/"]) {
        BesideKind::Drawing
    } else {
        match part_kind(key, content)? {
            LeftKind::Chart => BesideKind::Chart,
            // A drawing's words are those of its shapes.
            _ if content.contains("drawing+xml") || content.contains("chartshapes") => BesideKind::Drawing,
            other => BesideKind::Other(other),
        }
    })
}

/// What one part says; `None` if it is no XML.
fn of_part(text: &str, name: &str, kind: &BesideKind, sheet: Option<&str>) -> Option<Vec<Beside>> {
    let document = match xml(name, text, LIMITS) {
        Ok(document) => document,
        // Old drawings are often no XML at all; what they say stands between their tags.
        Err(_) if name.to_lowercase().ends_with(".vml") && !text.contains("<!DOCTYPE") => {
            return Some(said(kind, name, sheet, between_tags(text)));
        }
        Err(_) => return None,
    };
    if *kind == BesideKind::Comment {
        return Some(comments(&document, name, sheet));
    }
    let words = match kind {
        BesideKind::Drawing if name.to_lowercase().ends_with(".vml") => old_drawing(&document),
        BesideKind::Pivot => pivot(&document),
        _ => words_of(&document),
    };
    Some(said(kind, name, sheet, words))
}

fn said(kind: &BesideKind, part: &str, sheet: Option<&str>, text: String) -> Vec<Beside> {
    if text.trim().is_empty() { Vec::new() } else { vec![Beside::new(kind.clone(), part, sheet, text)] }
}

/// All text of a part but formulas and positions, with the words that describe its shapes.
fn words_of(document: &Document<'_>) -> String {
    let mut inventory = inventory_of(document);
    let holder = |unit: usize| document.get_node(NodeId::new(unit as u32)).and_then(|node| node.parent());
    inventory.units.retain(|unit| !holder(unit.node).is_some_and(is_code));
    let mut text = inventory.text();
    for node in document.descendants().filter(|node| is(*node, "cNvPr")) {
        for words in ["title", "descr"].iter().filter_map(|key| node.attribute(*key)) {
            text.push(' ');
            text.push_str(words);
        }
    }
    text
}

/// The words of the text boxes of a drawing of the old kind, in which comments have empty ones.
fn old_drawing(document: &Document<'_>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for node in document.descendants() {
        match node.tag_name().name() {
            "textbox" => words.extend(node.descendants().filter(Node::is_text).filter_map(|text| text.text())),
            "textpath" => words.extend(node.attribute("string")),
            _ => {}
        }
    }
    words.join(" ")
}

/// The values that a pivot table keeps, which stand in attributes.
fn pivot(document: &Document<'_>) -> String {
    let holds = |node: &Node<'_, '_>| ["s", "n", "d", "b", "e"].iter().any(|name| is(*node, name));
    let values = document.descendants().filter(holds).filter_map(|node| node.attribute("v"));
    values.collect::<Vec<_>>().join(" ")
}

/// Each comment with its cell.
fn comments(document: &Document<'_>, part: &str, sheet: Option<&str>) -> Vec<Beside> {
    let is_comment = |node: &Node<'_, '_>| is(*node, "comment") || is(*node, "threadedComment");
    let mut out = Vec::new();
    for comment in document.descendants().filter(is_comment) {
        let hint = |node: &Node<'_, '_>| node.ancestors().any(|above| is(above, "rPh"));
        let texts = comment.descendants().filter(|node| node.is_text() && !hint(node));
        let text: String = texts.filter_map(|node| node.text()).collect();
        let found = said(&BesideKind::Comment, part, sheet, text);
        out.extend(found.into_iter().map(|found| match comment.attribute("ref") {
            Some(cell) => found.at(cell),
            None => found,
        }));
    }
    out
}

/// What stands between the tags of a text that is no XML, as far as it is words.
fn between_tags(text: &str) -> String {
    let pieces = text.split('<').filter_map(|piece| piece.split_once('>'));
    let boxes = pieces.filter(|(tag, _)| {
        ["div", "font", "p", "span", "b", "i", "u"]
            .iter()
            .any(|name| tag.trim_start_matches('/').split([' ', '\n', '\r', '\t']).next() == Some(name))
    });
    boxes.map(|(_, words)| words.trim()).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::spreadsheet::beside::*;

    #[test]
    fn a_header_says_its_words_and_not_its_codes() {
        for (code, words) in [
            ("&C&\"Times New Roman,Bold\"&14BIỂU SỐ 5", "BIỂU SỐ 5"),
            ("&LĐVT: tỷ đồng&R&D", "ĐVT: tỷ đồng"),
            ("&KFF0000R&&D", "R&D"),
            ("&CTrang &P/&N", ""),
            ("&CPage &P of &N", ""),
            ("&A", ""),
        ] {
            assert_eq!(page_words(code).trim(), words, "{code}");
        }
    }
}
