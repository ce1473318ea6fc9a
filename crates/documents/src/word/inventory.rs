//! What one XML part says: every piece of text in it, found without knowing how the part is read.
//!
//! This is the source's side of the account. It treats every text node as words unless the element is known to hold
//! something else (a length, a field's code), so that an element that the reader has never heard of is counted, too.

use roxmltree::{Document, Node, NodeType};
use std::collections::HashMap;

/// One piece of text of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit<'d> {
    /// The id of the text node, or of the element whose attribute holds the text.
    pub node: usize,
    /// The text.
    pub text: &'d str,
    /// The element that holds it.
    pub element: &'d str,
    /// The paragraph it is in, an index into [`Inventory::paragraphs`].
    pub paragraph: usize,
    /// Whether something separates it from the piece before (a tab, a line end, another kind of element).
    pub gap: bool,
    /// Whether it is the result of a field that counts pages.
    pub page_number: bool,
}

/// All pieces of text of a part.
#[derive(Debug, Default)]
pub(crate) struct Inventory<'d> {
    /// In the order of the part.
    pub units: Vec<Unit<'d>>,
    /// The first words of each paragraph; the first entry stands for text outside any paragraph.
    pub paragraphs: Vec<String>,
    /// The index of each paragraph by its node.
    by_node: HashMap<usize, usize>,
}

impl Inventory<'_> {
    /// The number of a paragraph, counted from 1, and its first words; 0 and nothing for a node that is no paragraph.
    pub fn place(&self, node: usize) -> (usize, String) {
        let at = self.by_node.get(&node).copied().unwrap_or(0);
        (at, if at == 0 { String::new() } else { self.paragraphs.get(at).cloned().unwrap_or_default() })
    }

    /// All text, pieces apart that stand apart.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for unit in &self.units {
            if unit.gap && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(unit.text);
        }
        out
    }
}

/// Elements whose text is no text of the document: codes of fields, lengths, formats, binary data.
const CODES: [&str; 22] = [
    "instrText",
    "delInstrText",
    "fldData",
    "binData",
    "posOffset",
    "align",
    "pctWidth",
    "pctHeight",
    "pctPosHOffset",
    "pctPosVOffset",
    "f",
    "formatCode",
    "FieldCodes",
    "LockedField",
    "LinkType",
    "Anchor",
    "ObjectType",
    "AutoFill",
    "AutoLine",
    "AutoPict",
    "trace",
    "uniqueId",
];

/// The most characters of a paragraph that are kept to tell where it stands.
const NEAR: usize = 60;

/// The text that an attribute of an element holds, if it is one of those that people see or hear read aloud.
fn attribute_texts<'d>(node: Node<'d, '_>) -> Vec<&'d str> {
    let names: &[&str] = match node.tag_name().name() {
        "sym" => &["char"],
        "symEx" => &["char"],
        "textpath" => &["string"],
        "docPr" => &["descr", "title"],
        "shape" | "rect" | "oval" | "roundrect" => &["alt"],
        _ => return Vec::new(),
    };
    let held = node.attributes().filter(|a| names.contains(&a.name()) && !a.value().trim().is_empty());
    held.map(|a| a.value()).collect()
}

/// Whether an element is one of an equation, where `f` is a fraction and no formula of a sheet.
fn is_equation(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|space| space.ends_with("/math"))
}

/// A field while it is open.
struct OpenFieldSeen {
    code: String,
    result: bool,
}

impl OpenFieldSeen {
    /// Whether its result counts pages, which every copy of a document numbers anew.
    fn counts_pages(&self) -> bool {
        let name = self.code.split_whitespace().next().unwrap_or("").to_ascii_uppercase();
        matches!(name.as_str(), "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "SECTION")
    }
}

/// A step of the walk: an element to enter, or one that ends.
enum WalkStep<'d, 'i> {
    Enter(Node<'d, 'i>, usize),
    LeaveSimpleField,
}

/// Lists every piece of text of a part, in time linear in its size and without recursion.
pub(crate) fn take<'d>(document: &'d Document<'_>) -> Inventory<'d> {
    let mut out = Inventory { paragraphs: vec![String::new()], ..Inventory::default() };
    let mut fields: Vec<OpenFieldSeen> = Vec::new();
    let mut gap = true;
    let mut stack = vec![WalkStep::Enter(document.root(), 0)];
    while let Some(step) = stack.pop() {
        let WalkStep::Enter(node, mut paragraph) = step else {
            fields.pop();
            continue;
        };
        if node.node_type() == NodeType::Text {
            let text = node.text().unwrap_or("");
            let element = node.parent().map_or("", |p| p.tag_name().name());
            let code = CODES.contains(&element) && !node.parent().is_some_and(is_equation);
            if code || text.trim().is_empty() {
                if let Some(field) = fields.last_mut().filter(|f| code && !f.result) {
                    field.code.push_str(text);
                }
                gap |= !code && !text.is_empty();
                continue;
            }
            let page_number = fields.iter().any(|f| f.result && f.counts_pages());
            let joins = matches!(element, "t" | "delText");
            note(&mut out.paragraphs[paragraph], text, gap || !joins);
            let unit = Unit { node: node.id().get_usize(), text, element, paragraph, gap: gap || !joins, page_number };
            out.units.push(unit);
            gap = !joins;
            continue;
        }
        let name = node.tag_name().name();
        match name {
            "p" => {
                out.paragraphs.push(String::new());
                paragraph = out.paragraphs.len() - 1;
                out.by_node.insert(node.id().get_usize(), paragraph);
                gap = true;
            }
            "tab" | "ptab" | "br" | "cr" | "tc" | "footnoteReference" | "endnoteReference" => gap = true,
            "fldChar" => match node.attributes().find(|a| a.name() == "fldCharType").map(|a| a.value()) {
                Some("begin") => fields.push(OpenFieldSeen { code: String::new(), result: false }),
                Some("separate") => {
                    if let Some(field) = fields.last_mut() {
                        field.result = true;
                    }
                }
                Some("end") => drop(fields.pop()),
                _ => {}
            },
            "fldSimple" => {
                let code = node.attributes().find(|a| a.name() == "instr").map_or("", |a| a.value());
                fields.push(OpenFieldSeen { code: code.to_string(), result: true });
                stack.push(WalkStep::LeaveSimpleField);
            }
            _ => {}
        }
        for text in attribute_texts(node) {
            let node = node.id().get_usize();
            out.units.push(Unit { node, text, element: name, paragraph, gap: true, page_number: false });
            gap = true;
        }
        stack.extend(node.children().rev().map(|child| WalkStep::Enter(child, paragraph)));
    }
    out
}

/// Adds text to the words that tell where a paragraph stands.
fn note(near: &mut String, text: &str, gap: bool) {
    let room = NEAR.saturating_sub(near.chars().count());
    if room > 0 {
        if gap && !near.is_empty() {
            near.push(' ');
        }
        near.extend(text.chars().take(room).map(|c| if c.is_control() { ' ' } else { c }));
    }
}
