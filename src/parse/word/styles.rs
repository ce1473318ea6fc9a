//! Styles and numbering of a Word file, as far as reading its text needs them.

use super::{attribute, child, value};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// What a style says, its own ancestors counted in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Heading level from 1.
    pub level: Option<u8>,
    /// The typeface.
    pub font: Option<String>,
    pub bold: bool,
    pub italic: bool,
    /// Row of numbers and level.
    pub number: Option<(String, usize)>,
}

#[derive(Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
    default: Style,
}

impl Styles {
    pub fn read(document: &Document<'_>) -> Styles {
        let mut raw: BTreeMap<String, Node<'_, '_>> = BTreeMap::new();
        let mut default = Style::default();
        for node in document.root_element().children() {
            match node.tag_name().name() {
                "docDefaults" => {
                    default.font = node.descendants().find(|n| n.tag_name().name() == "rFonts").and_then(font);
                }
                "style" => {
                    if let Some(id) = attribute(node, "styleId") {
                        raw.insert(id.to_string(), node);
                    }
                }
                _ => {}
            }
        }
        let all = raw.keys().map(|id| (id.clone(), resolved(&raw, id, &default, 0))).collect();
        Styles { all, default }
    }

    pub fn get(&self, id: Option<&str>) -> Style {
        id.and_then(|id| self.all.get(id)).cloned().unwrap_or_else(|| self.default.clone())
    }
}

fn resolved(raw: &BTreeMap<String, Node<'_, '_>>, id: &str, default: &Style, depth: usize) -> Style {
    let Some(node) = raw.get(id).filter(|_| depth < 20) else { return default.clone() };
    let mut style = match value(*node, "basedOn") {
        Some(parent) => resolved(raw, parent, default, depth + 1),
        None => default.clone(),
    };
    let name = value(*node, "name").unwrap_or("").to_ascii_lowercase();
    if let Some(level) = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<u8>().ok()) {
        style.level = Some(level);
    } else if name == "title" {
        style.level = None;
    }
    if let Some(about) = child(*node, "pPr") {
        if let Some(level) = value(about, "outlineLvl").and_then(|v| v.parse::<u8>().ok()) {
            style.level = (level < 9).then_some(level + 1);
        }
        style.number = number(about).or(style.number);
    }
    // “List Bullet 2” stands below “List Bullet”, in a row of its own.
    let deep = ["list bullet ", "list number "].into_iter().find_map(|list| name.strip_prefix(list));
    if let (Some(deep), Some((_, level @ 0))) = (deep.and_then(|n| n.trim().parse::<usize>().ok()), &mut style.number) {
        *level = deep.saturating_sub(1).min(8);
    }
    if let Some(about) = child(*node, "rPr") {
        style.font = child(about, "rFonts").and_then(font).or(style.font);
        style.bold = flag(about, "b").unwrap_or(style.bold);
        style.italic = flag(about, "i").unwrap_or(style.italic);
    }
    style
}

/// The typeface of a run: any of the four that names one.
pub(super) fn font(node: Node<'_, '_>) -> Option<String> {
    ["ascii", "hAnsi", "cs", "eastAsia"].into_iter().find_map(|kind| attribute(node, kind)).map(str::to_string)
}

/// `<w:b/>`, `<w:b w:val="0"/>`.
pub(super) fn flag(about: Node<'_, '_>, name: &str) -> Option<bool> {
    let node = child(about, name)?;
    Some(!matches!(attribute(node, "val"), Some("0" | "false" | "off" | "none")))
}

/// `w:numPr`.
pub(super) fn number(about: Node<'_, '_>) -> Option<(String, usize)> {
    let node = child(about, "numPr")?;
    let level = value(node, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0usize).min(8);
    Some((value(node, "numId")?.to_string(), level))
}

/// How the levels of a row are counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// By row and level: whether it is a bullet, where it begins, its closing mark.
    levels: BTreeMap<(String, usize), (bool, usize, char)>,
}

impl Numbering {
    pub fn read(document: &Document<'_>) -> Numbering {
        let root = document.root_element();
        let mut kinds: BTreeMap<(String, usize), (bool, usize, char)> = BTreeMap::new();
        let mut out = Numbering::default();
        for node in root.children().filter(|n| n.tag_name().name() == "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else { continue };
            for level in node.children().filter(|n| n.tag_name().name() == "lvl") {
                let at = attribute(level, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0usize);
                let bullet = value(level, "numFmt") == Some("bullet");
                let start = value(level, "start").and_then(|v| v.parse().ok()).unwrap_or(1);
                let mark = if value(level, "lvlText").is_some_and(|t| t.ends_with(')')) { ')' } else { '.' };
                kinds.insert((id.to_string(), at), (bullet, start, mark));
            }
        }
        for node in root.children().filter(|n| n.tag_name().name() == "num") {
            let (Some(id), Some(of)) = (attribute(node, "numId"), value(node, "abstractNumId")) else { continue };
            for at in 0..9 {
                if let Some(kind) = kinds.get(&(of.to_string(), at)) {
                    let start = node
                        .children()
                        .filter(|n| n.tag_name().name() == "lvlOverride")
                        .filter(|n| attribute(*n, "ilvl").and_then(|v| v.parse().ok()) == Some(at))
                        .find_map(|n| value(n, "startOverride").and_then(|v| v.parse().ok()));
                    out.levels.insert((id.to_string(), at), (kind.0, start.unwrap_or(kind.1), kind.2));
                }
            }
        }
        out
    }

    /// `None` for a bullet or a row that is not there; else where the count begins and its closing mark.
    pub fn start(&self, row: &str, level: usize) -> Option<(usize, char)> {
        match self.levels.get(&(row.to_string(), level)) {
            Some((false, start, mark)) => Some((*start, *mark)),
            _ => None,
        }
    }
}
