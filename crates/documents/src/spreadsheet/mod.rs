//! Bảng tính: an XLSX file as sheets of cells, each with what was typed or counted there, digit for digit.
//!
//! Read from the file's own text and not through a float, so that a number is the one that people see; only what is needed
//! for figures is read.

mod format;
mod number;
mod sheet;

pub use format::Shown;
pub use number::{Address, Range};

use crate::package;
use crate::package::{Limits, Package, Unpackable};
use baocao_core::domain::Date;
use baocao_core::say;
use baocao_core::text::Text;
use roxmltree::Node;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

const LIMITS: Limits = Limits { parts: 2_000, part: 16 * 1024 * 1024, all: 32 * 1024 * 1024, nodes: 1_000_000 };

/// The most sheets of a file.
const SHEETS: usize = 200;
/// The most cells of a file that hold anything.
const CELLS: usize = 200_000;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Text(Arc<str>),
    /// A number, exact, and how its format shows it.
    Number(Decimal, Shown),
    /// A number in a form for days or times; the day where it is one.
    Date(Option<Date>),
    /// `#DIV/0!` and the like.
    Error(String),
    /// TRUE or FALSE.
    Flag(bool),
    /// A formula without a result, or with one that the workbook itself says is still to be counted.
    Uncounted,
    /// A number that cannot be held exactly.
    Unreadable(String),
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// What it holds.
    pub content: Content,
    /// Whether it was counted by a formula.
    pub formula: bool,
    /// The words that the cell's format writes beside its number, such as a unit.
    pub beside: Option<Arc<str>>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether people do not see it; its cells are not read then.
    pub hidden: bool,
    /// The cells that hold something.
    pub cells: BTreeMap<Address, SheetCell>,
    /// The cells that are shown as one.
    pub merged: Vec<Range>,
    /// Whether its zeros are not shown.
    pub zeros_hidden: bool,
    /// Whether some rows or columns of it are hidden.
    pub folded: bool,
}

impl Sheet {
    /// The merged cells that a cell belongs to.
    pub fn merge_at(&self, at: Address) -> Option<Range> {
        self.merged.iter().copied().find(|range| range.holds(at))
    }

    /// What people see at a place: of merged cells the first one's.
    pub fn seen(&self, at: Address) -> Option<&SheetCell> {
        let own = self.cells.get(&at);
        own.or_else(|| self.cells.get(&self.merge_at(at)?.from))
    }
}

/// Reads the file.
///
/// # Errors
/// It is no spreadsheet, broken, or too large.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Text> {
    let mut package = Package::open(bytes, LIMITS)?;
    let none = || say!(vi: "tệp không phải bảng tính .xlsx", en: "the file is no .xlsx spreadsheet");
    let top = relations(&mut package, "_rels/.rels", "")?;
    let main = top.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target).ok_or_else(none)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(&mut package, &join(folder, &format!("_rels/{file}.rels")), folder)?;
    let text = package.text(&main)?.ok_or_else(none)?;
    let workbook = xml(&main, &text)?;
    if workbook.root_element().tag_name().name() != "workbook" {
        return Err(none());
    }
    let named = |name: &'static str| workbook.descendants().filter(move |node| is(*node, name));
    let late = named("workbookPr").any(|node| flag(node, "date1904"));
    let part = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    // A workbook that asks for its formulas to be counted when it is opened does not vouch for the results in it.
    let stale = named("calcPr")
        .any(|node| flag(node, "fullCalcOnLoad") || matches!(node.attribute("calcCompleted"), Some("0" | "false")));
    let mut book = sheet::Book { late, stale, ..sheet::Book::default() };
    if let Some(name) = part("sharedStrings") {
        let text = package.text(&name)?.unwrap_or_default();
        book.words = sheet::shared_words(&xml(&name, &text)?);
    }
    if let Some(name) = part("styles") {
        let text = package.text(&name)?.unwrap_or_default();
        book.formats = format::formats(&xml(&name, &text)?);
    }
    let mut sheets = Vec::new();
    let mut room = CELLS;
    for node in named("sheet") {
        if sheets.len() == SHEETS {
            return Err(say!(vi: "tệp có quá {SHEETS} trang", en: "the file has more than {SHEETS} sheets"));
        }
        let name = node.attribute("name").unwrap_or_default().to_string();
        let id = node.attributes().find(|a| a.name() == "id" && a.namespace().is_some()).map(|a| a.value());
        let relation = relations.iter().find(|r| Some(r.id.as_str()) == id);
        // A chart has a sheet of its own and no cells.
        let Some(relation) = relation.filter(|r| r.kind == "worksheet") else { continue };
        if node.attribute("state").is_some_and(|state| state != "visible") {
            sheets.push(Sheet { name, hidden: true, ..Sheet::default() });
            continue;
        }
        let text = package.text(&relation.target)?.unwrap_or_default();
        let sheet = sheet::read(name, &xml(&relation.target, &text)?, &book, room)?;
        room -= sheet.cells.len();
        sheets.push(sheet);
    }
    Ok(sheets)
}

struct Relation {
    id: String,
    /// The last word of its type, which is the same in both editions of the standard.
    kind: String,
    target: String,
}

fn relations(package: &mut Package<'_>, name: &str, folder: &str) -> Result<Vec<Relation>, Text> {
    let text = package.text(name)?.unwrap_or_else(|| "<none/>".to_string());
    let document = xml(name, &text)?;
    let relation = |node: Node<'_, '_>| {
        let word = |key| node.attribute(key).unwrap_or_default().to_string();
        let kind = word("Type").rsplit('/').next().unwrap_or_default().to_string();
        Relation { id: word("Id"), kind, target: join(folder, &word("Target")) }
    };
    Ok(document.descendants().filter(|node| is(*node, "Relationship")).map(relation).collect())
}

/// A part's name as seen from a folder of the package.
fn join(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_string();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Whether a node is an element of that name, in whichever edition of the standard.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn flag(node: Node<'_, '_>, key: &str) -> bool {
    matches!(node.attribute(key), Some("1" | "true"))
}

fn xml<'t>(name: &str, text: &'t str) -> Result<roxmltree::Document<'t>, Unpackable> {
    package::xml(name, text, LIMITS)
}
