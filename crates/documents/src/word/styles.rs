//! Styles of a Word file, as far as reading its text needs them: levels, numbering, typefaces and dress.

use crate::word::fonts::{Fonts, Theme};
use crate::word::{attribute, child, value};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// How text stands on its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Raised {
    /// On the line.
    #[default]
    No,
    /// Superscript.
    Up,
    /// Subscript.
    Down,
}

/// What `w:rPr` says; `None` where it is silent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RunProperties {
    pub fonts: Fonts,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
    pub raised: Option<Raised>,
    /// Half-points above the line.
    pub position: Option<i32>,
}

impl RunProperties {
    /// Reads the properties of `w:rPr`.
    pub fn read(about: Node<'_, '_>, theme: &Theme) -> Self {
        let any = |a: Option<bool>, b: Option<bool>| match (a, b) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (a, b) => a.or(b),
        };
        RunProperties {
            fonts: child(about, "rFonts").map(|node| Fonts::read(node, theme)).unwrap_or_default(),
            bold: flag(about, "b"),
            italic: flag(about, "i"),
            strike: any(flag(about, "strike"), flag(about, "dstrike")),
            hidden: flag(about, "vanish"),
            raised: value(about, "vertAlign").map(|v| match v {
                "superscript" => Raised::Up,
                "subscript" => Raised::Down,
                _ => Raised::No,
            }),
            position: value(about, "position").and_then(|v| v.trim_end_matches("pt").parse().ok()),
        }
    }

    /// Lays the properties of a higher level over these.
    pub(crate) fn overlay(&mut self, upper: &RunProperties) {
        self.fonts.overlay(&upper.fonts);
        self.bold = upper.bold.or(self.bold);
        self.italic = upper.italic.or(self.italic);
        self.strike = upper.strike.or(self.strike);
        self.hidden = upper.hidden.or(self.hidden);
        self.raised = upper.raised.or(self.raised);
        self.position = upper.position.or(self.position);
    }
}

/// What a style says, its own ancestors counted in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WordStyle {
    /// Heading level from 1.
    pub level: Option<u8>,
    /// Row of numbers and level; a level that is not stated is found by the row's definition.
    pub number: Option<(String, Option<usize>)>,
    /// How its text is set.
    pub run: RunProperties,
    /// The style whose properties bring the numbering.
    pub numbered_by: String,
}

/// The styles of a file.
#[derive(Default)]
pub(crate) struct Styles {
    all: BTreeMap<String, WordStyle>,
    /// What holds where nothing is said.
    pub defaults: RunProperties,
    /// The style of paragraphs without one.
    paragraph: Option<String>,
    nothing: WordStyle,
}

impl Styles {
    /// Reads the styles part.
    pub fn read(document: &Document<'_>, theme: &Theme) -> Styles {
        let mut raw: BTreeMap<&str, Node<'_, '_>> = BTreeMap::new();
        let mut out = Styles::default();
        for node in document.root_element().children().filter(Node::is_element) {
            match node.tag_name().name() {
                "docDefaults" => {
                    let about = child(node, "rPrDefault").and_then(|d| child(d, "rPr"));
                    out.defaults = about.map(|a| RunProperties::read(a, theme)).unwrap_or_default();
                }
                "style" => {
                    let Some(id) = attribute(node, "styleId") else { continue };
                    raw.insert(id, node);
                    let default = matches!(attribute(node, "default"), Some("1" | "true" | "on"));
                    if default && matches!(attribute(node, "type"), None | Some("paragraph")) {
                        out.paragraph = Some(id.to_string());
                    }
                }
                _ => {}
            }
        }
        // A style is resolved after its ancestors, so that each is looked at once however long the chain.
        for id in raw.keys() {
            let mut chain = vec![*id];
            while let Some(parent) = raw.get(chain[chain.len() - 1]).and_then(|node| value(*node, "basedOn")) {
                if out.all.contains_key(parent) || chain.contains(&parent) || chain.len() > 50 {
                    break;
                }
                chain.push(parent);
            }
            for id in chain.into_iter().rev().filter(|id| raw.contains_key(id)) {
                if !out.all.contains_key(id) {
                    let parent = value(raw[id], "basedOn").and_then(|parent| out.all.get(parent)).cloned();
                    out.all.insert(id.to_string(), style(raw[id], id, parent.unwrap_or_default(), theme));
                }
            }
        }
        out
    }

    /// A style by its id; one that says nothing if there is none.
    pub fn get(&self, id: Option<&str>) -> &WordStyle {
        id.and_then(|id| self.all.get(id)).unwrap_or(&self.nothing)
    }

    /// The style of a paragraph: its own, else the default one.
    pub(crate) fn paragraph(&self, id: Option<&str>) -> &WordStyle {
        let id = id.filter(|id| self.all.contains_key(*id)).or(self.paragraph.as_deref());
        self.get(id)
    }
}

fn style(node: Node<'_, '_>, id: &str, mut style: WordStyle, theme: &Theme) -> WordStyle {
    let name = value(node, "name").unwrap_or("").to_ascii_lowercase();
    if let Some(level) = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<u8>().ok()) {
        style.level = Some(level);
    } else if name == "title" {
        style.level = None;
    }
    if let Some(about) = child(node, "pPr") {
        if let Some(level) = value(about, "outlineLvl").and_then(|v| v.parse::<u8>().ok()) {
            style.level = (level < 9).then_some(level + 1);
        }
        let (row, level) = number(about);
        if row.is_some() || level.is_some() {
            let row = row.map(str::to_string).or_else(|| style.number.as_ref().map(|(row, _)| row.clone()));
            style.number = row.map(|row| (row, level));
            style.numbered_by = id.to_string();
        }
    }
    // “List Bullet 2” stands below “List Bullet”, in a row of its own.
    let deep = ["list bullet ", "list number "].into_iter().find_map(|list| name.strip_prefix(list));
    if let (Some(deep), Some((_, level @ (None | Some(0))))) =
        (deep.and_then(|n| n.trim().parse::<usize>().ok()), &mut style.number)
    {
        *level = Some(deep.saturating_sub(1).min(8));
    }
    if let Some(about) = child(node, "rPr") {
        style.run.overlay(&RunProperties::read(about, theme));
    }
    style
}

/// `<w:b/>`, `<w:b w:val="0"/>`.
pub(crate) fn flag(about: Node<'_, '_>, name: &str) -> Option<bool> {
    let node = child(about, name)?;
    Some(!matches!(attribute(node, "val"), Some("0" | "false" | "off" | "none")))
}

/// `w:numPr`: the row of numbers and the level, each if it is stated.
pub fn number<'d>(about: Node<'d, '_>) -> (Option<&'d str>, Option<usize>) {
    let Some(node) = child(about, "numPr") else { return (None, None) };
    let level = value(node, "ilvl").and_then(|v| v.parse().ok()).map(|level: usize| level.min(8));
    (value(node, "numId"), level)
}
