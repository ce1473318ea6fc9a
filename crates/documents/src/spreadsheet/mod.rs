//! Bảng tính: an XLSX file as sheets of cells, each with what was typed or counted there, digit for digit.
//!
//! Read from the file's own text and not through a float, so that a number is the one that people see. What a file says
//! outside its cells is listed with its kind and place ([`Beside`]), so that nothing is dropped in silence.

mod beside;
mod format;
mod number;
mod sheet;

pub(crate) use beside::Beside;
pub(crate) use format::NumberShown;
pub(crate) use number::{Address, Range};

use crate::package;
use crate::package::{Package, PackageLimits, Unpackable};
use baocao_core::domain::Date;
use baocao_core::say;
use baocao_core::text::{Text, visible};
use roxmltree::Node;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const LIMITS: PackageLimits =
    PackageLimits { parts: 2_000, part: 16 * 1024 * 1024, all: 32 * 1024 * 1024, nodes: 1_000_000 };

/// The most sheets of a file.
const SHEETS: usize = 200;
/// The most cells of a file that hold anything.
const CELLS: usize = 200_000;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CellContent {
    /// Words.
    Text(Arc<str>),
    /// A number, exact, and how its format shows it.
    Number(Decimal, NumberShown),
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
pub(crate) struct SheetCell {
    /// What it holds.
    pub content: CellContent,
    /// Whether it was counted by a formula.
    pub formula: bool,
    /// The words that the cell's format writes beside its number, such as a unit.
    pub beside: Option<Arc<str>>,
    /// Whether the cell's format shows fewer decimals than its number has.
    pub rounded: bool,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WorkbookSheet {
    /// Its name.
    pub name: String,
    /// Whether people do not see it.
    pub hidden: bool,
    /// The cells that hold something.
    pub cells: BTreeMap<Address, SheetCell>,
    /// The cells that are shown as one.
    pub merged: Vec<Range>,
    /// Whether its zeros are not shown.
    pub zeros_hidden: bool,
    /// The cells that hold something in rows and columns that are hidden.
    pub folded: BTreeSet<Address>,
    /// What it says outside its cells.
    pub beside: Vec<Beside>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Workbook {
    /// Its sheets of cells, hidden ones too.
    pub sheets: Vec<WorkbookSheet>,
    /// What stands in other parts: comments, drawings, charts.
    pub beside: Vec<Beside>,
}

impl WorkbookSheet {
    /// The merged cells that a cell belongs to.
    pub(crate) fn merge_at(&self, at: Address) -> Option<Range> {
        self.merged.iter().copied().find(|range| range.holds(at))
    }

    /// What people see in this very cell: nothing where other cells are merged over it.
    pub(crate) fn own(&self, at: Address) -> Option<&SheetCell> {
        self.cells.get(&at).filter(|_| self.merge_at(at).is_none_or(|range| range.from == at))
    }

    /// What people see at a place: of merged cells the first one's, whatever the others hold.
    pub(crate) fn seen(&self, at: Address) -> Option<&SheetCell> {
        self.cells.get(&self.merge_at(at).map_or(at, |range| range.from))
    }
}

/// Reads the file.
///
/// # Errors
/// It is no spreadsheet, broken, or too large.
pub fn read(bytes: &[u8]) -> Result<Workbook, Text> {
    let mut package = Package::open(bytes, LIMITS)?;
    let none = || say!(vi: "tệp không phải bảng tính .xlsx", en: "the file is no .xlsx spreadsheet");
    let top = relations(&mut package, "_rels/.rels", "")?;
    let main = top.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target).ok_or_else(none)?;
    let relations = relations_of(&mut package, &main)?;
    let text = package.text(&main)?.ok_or_else(none)?;
    let workbook = xml(&main, &text)?;
    if workbook.root_element().tag_name().name() != "workbook" {
        return Err(none());
    }
    let shared = shared(&mut package, &workbook, &relations)?;
    let mut out = Workbook::default();
    // The parts that are read here, and the sheet that each belongs to.
    let mut homes = vec![(main, None)];
    let used = relations.iter().filter(|r| matches!(r.kind.as_str(), "sharedStrings" | "styles"));
    homes.extend(used.map(|r| (r.target.clone(), None)));
    let mut room = CELLS;
    let nodes = workbook.descendants().filter(|node| is(*node, "sheet"));
    let (hidden, visible): (Vec<_>, Vec<_>) = nodes.partition(|node| is_hidden(*node));
    // The room for cells is for those that people see first.
    for node in visible.into_iter().chain(hidden) {
        if homes.len() > SHEETS + 3 {
            return Err(say!(vi: "tệp có quá {SHEETS} trang", en: "the file has more than {SHEETS} sheets"));
        }
        let name = node.attribute("name").unwrap_or_default().to_string();
        let id = node.attributes().find(|a| a.name() == "id" && a.namespace().is_some()).map(|a| a.value());
        let Some(relation) = relations.iter().find(|r| Some(r.id.as_str()) == id) else { continue };
        homes.push((relation.target.clone(), Some(name.clone())));
        let read = sheet_part(&mut package, relation, name.clone(), &shared, room);
        let mut sheet = match read {
            Ok(sheet) => sheet,
            // Nothing of a hidden sheet is needed, but that it is there is said.
            Err(_) if is_hidden(node) => {
                out.beside.push(Beside::unreadable(&relation.target, Some(&name)));
                continue;
            }
            Err(why) => return Err(why),
        };
        sheet.hidden = is_hidden(node);
        room -= sheet.cells.len();
        if relation.kind == "worksheet" {
            out.sheets.push(sheet);
        } else {
            out.beside.append(&mut sheet.beside);
        }
    }
    out.beside.extend(shared.unused_words());
    out.beside.extend(beside::parts(&mut package, homes));
    Ok(out)
}

fn is_hidden(sheet: Node<'_, '_>) -> bool {
    sheet.attribute("state").is_some_and(|state| state != "visible")
}

/// One sheet; of a sheet that holds a chart only what stands around it.
fn sheet_part(
    package: &mut Package<'_>,
    relation: &WorkbookRelation,
    name: String,
    shared: &sheet::Shared,
    room: usize,
) -> Result<WorkbookSheet, Text> {
    let text = package.text(&relation.target)?;
    let missing = || {
        let shown = visible(&name);
        say!(vi: "tệp bị hỏng: thiếu trang “{shown}”", en: "the file is broken: the sheet “{shown}” is not in it")
    };
    let text = text.ok_or_else(missing)?;
    let document = xml(&relation.target, &text)?;
    sheet::read(name, &document, shared, room)
}

/// What the sheets of a workbook share.
fn shared(
    package: &mut Package<'_>,
    workbook: &roxmltree::Document<'_>,
    relations: &[WorkbookRelation],
) -> Result<sheet::Shared, Text> {
    let named = |name: &'static str| workbook.descendants().filter(move |node| is(*node, name));
    let late = named("workbookPr").any(|node| flag(node, "date1904"));
    let part = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    // A workbook that asks for its formulas to be counted when it is opened does not vouch for the results in it.
    let stale = named("calcPr")
        .any(|node| flag(node, "fullCalcOnLoad") || matches!(node.attribute("calcCompleted"), Some("0" | "false")));
    let mut shared = sheet::Shared::default();
    (shared.late, shared.stale) = (late, stale);
    if let Some(name) = part("sharedStrings") {
        let text = package.text(&name)?.unwrap_or_else(|| "<none/>".to_string());
        shared.words = sheet::shared_words(&xml(&name, &text)?);
    }
    if let Some(name) = part("styles") {
        let text = package.text(&name)?.unwrap_or_else(|| "<none/>".to_string());
        shared.formats = format::formats(&xml(&name, &text)?);
    }
    Ok(shared)
}

/// A relationship of a part.
struct WorkbookRelation {
    id: String,
    /// The last word of its type, which is the same in both editions of the standard.
    kind: String,
    target: String,
}

/// The relationships of a part.
fn relations_of(package: &mut Package<'_>, part: &str) -> Result<Vec<WorkbookRelation>, Text> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    relations(package, &join(folder, &format!("_rels/{file}.rels")), folder)
}

fn relations(package: &mut Package<'_>, name: &str, folder: &str) -> Result<Vec<WorkbookRelation>, Text> {
    let text = package.text(name)?.unwrap_or_else(|| "<none/>".to_string());
    let document = xml(name, &text)?;
    let relation = |node: Node<'_, '_>| {
        let word = |key| node.attribute(key).unwrap_or_default().to_string();
        let kind = word("Type").rsplit('/').next().unwrap_or_default().to_string();
        WorkbookRelation { id: word("Id"), kind, target: join(folder, &word("Target")) }
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
