//! Complex fields: what is code and what is shown, over runs and paragraphs, however deep they are nested.

use crate::word::{attribute, child, value};
use roxmltree::Node;
use std::collections::HashSet;

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct OpenField {
    code: String,
    /// Whether its result has begun.
    result: bool,
    /// Whether anything of its result was shown.
    shown: bool,
    /// What a form field shows, which has no result of its own.
    form: Option<String>,
}

/// The fields around the place that is being read.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    open: Vec<OpenField>,
    /// Beginnings that have no end: damaged files. They hide nothing.
    endless: HashSet<usize>,
}

/// What the end of a field leaves behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Nothing more.
    Nothing,
    /// Words of a form field.
    Words(String),
    /// A field that shows something which the file does not hold, with its code.
    Unshown(String),
}

/// Fields whose result is not stored, and which show something all the same.
const COMPUTED: [&str; 9] =
    ["EQ", "SYMBOL", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE", "DISPLAYBARCODE", "MERGEBARCODE"];

impl Fields {
    /// Gets ready for a story (the text, the notes), of which each has its own fields.
    pub(crate) fn enter(&mut self, story: Node<'_, '_>) {
        let mut begun: Vec<usize> = Vec::new();
        let mut deleted: Option<Node<'_, '_>> = None;
        for node in story.descendants() {
            if deleted.is_some_and(|d| node.range().start < d.range().end) {
                continue;
            }
            match node.tag_name().name() {
                "del" | "moveFrom" | "Fallback" if node.has_children() => deleted = Some(node),
                "fldChar" => match attribute(node, "fldCharType") {
                    Some("begin") => begun.push(node.id().get_usize()),
                    Some("end") => drop(begun.pop()),
                    _ => {}
                },
                _ => {}
            }
        }
        self.open.clear();
        self.endless = begun.into_iter().collect();
    }

    /// Whether text at this place is shown.
    pub(crate) fn shows(&self) -> bool {
        self.open.iter().all(|field| field.result)
    }

    /// Notes that something of a result was shown.
    pub(crate) fn showed(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.shown = true;
        }
    }

    /// Adds to the code of the innermost field.
    pub(crate) fn code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.result) {
            field.code.push_str(text);
        }
    }

    /// Reads `w:fldChar`.
    pub(crate) fn step(&mut self, node: Node<'_, '_>) -> Ended {
        match attribute(node, "fldCharType") {
            Some("begin") if !self.endless.contains(&node.id().get_usize()) => {
                let form = child(node, "ffData").and_then(form);
                self.open.push(OpenField { form, ..OpenField::default() });
            }
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => {
                let Some(field) = self.open.pop() else { return Ended::Nothing };
                let name = field.code.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
                if !self.shows() || field.shown {
                    if field.shown {
                        self.showed();
                    }
                } else if let Some(words) = field.form {
                    self.showed();
                    return Ended::Words(words);
                } else if COMPUTED.contains(&name.as_str()) {
                    return Ended::Unshown(field.code.trim().to_string());
                }
            }
            _ => {}
        }
        Ended::Nothing
    }
}

/// What a form field shows: its tick, or the entry that is chosen.
fn form(about: Node<'_, '_>) -> Option<String> {
    if let Some(tick) = child(about, "checkBox") {
        let set = crate::word::styles::flag(tick, "checked").or_else(|| crate::word::styles::flag(tick, "default"));
        return Some(if set.unwrap_or(false) { "☒" } else { "☐" }.to_string());
    }
    let list = child(about, "ddList")?;
    let chosen = value(list, "result").or_else(|| value(list, "default")).and_then(|v| v.parse().ok()).unwrap_or(0);
    let mut entries = list.children().filter(|n| n.tag_name().name() == "listEntry");
    entries.nth(chosen).and_then(|n| attribute(n, "val")).map(str::to_string)
}
