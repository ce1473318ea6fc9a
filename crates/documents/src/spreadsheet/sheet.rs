//! The cells of one sheet.

use crate::spreadsheet::beside::{Beside, BesideKind};
use crate::spreadsheet::format::{Look, NumberFormat, NumberShown};
use crate::spreadsheet::number::{Address, Range, amount, day};
use crate::spreadsheet::{CELLS, CellContent, SheetCell, WorkbookSheet, beside, flag, is};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use roxmltree::{Document, Node};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

/// The most merged cells of a sheet; each cell is looked for in all of them.
const MERGES: usize = 2_000;

/// What the sheets of a file share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Texts that cells point at, each held once.
    pub words: Vec<Arc<str>>,
    /// The number formats of the styles of cells.
    pub formats: Vec<Arc<NumberFormat>>,
    /// Whether the file says that its formulas are still to be counted.
    pub stale: bool,
    /// Whether days are counted from 1904.
    pub late: bool,
    /// The texts that some cell has pointed at.
    used: RefCell<BTreeSet<usize>>,
}

impl Shared {
    fn word(&self, at: usize) -> Option<Arc<str>> {
        self.used.borrow_mut().insert(at);
        self.words.get(at).cloned()
    }

    /// The texts that no cell points at.
    pub(crate) fn unused_words(&self) -> Vec<Beside> {
        let used = self.used.borrow();
        let unused = self.words.iter().enumerate().filter(|(at, text)| !used.contains(at) && !text.trim().is_empty());
        let texts: Vec<&str> = unused.map(|(_, text)| text.as_ref()).collect();
        if texts.is_empty() {
            return Vec::new();
        }
        vec![Beside::new(BesideKind::UnusedText, "sharedStrings.xml", None, texts.join(" "))]
    }
}

/// The texts of `sharedStrings`; hints on how to speak them are left out.
pub(crate) fn shared_words(document: &Document<'_>) -> Vec<Arc<str>> {
    document.descendants().filter(|node| is(*node, "si")).map(|node| text_of(node).into()).collect()
}

fn text_of(node: Node<'_, '_>) -> String {
    let spoken = |node: Node<'_, '_>| node.ancestors().any(|above| is(above, "rPh"));
    let texts = node.descendants().filter(|node| is(*node, "t") && !spoken(*node));
    unescaped(texts.map(own_text).collect())
}

/// All text directly in an element.
fn own_text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// A text with `_x000D_` and the like as the characters that they stand for (ECMA-376 part 1, 22.9.2.19).
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let (mut out, mut rest) = (String::new(), text.as_str());
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..5).filter(|code| code.ends_with('_')).map(|code| &code[..4]);
        let code = code.filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &after[5..];
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out + rest
}

pub fn read(name: String, document: &Document<'_>, shared: &Shared, room: usize) -> Result<WorkbookSheet, Text> {
    let mut sheet = WorkbookSheet { name, ..WorkbookSheet::default() };
    let mut hidden_columns: Vec<RangeInclusive<u32>> = Vec::new();
    let mut hidden_rows: BTreeSet<u32> = BTreeSet::new();
    let mut next_row = 0;
    for node in document.root_element().children() {
        match node.tag_name().name() {
            "sheetViews" => {
                let hides = |view: Node<'_, '_>| {
                    is(view, "sheetView") && matches!(view.attribute("showZeros"), Some("0" | "false"))
                };
                sheet.zeros_hidden = node.children().any(hides);
            }
            "cols" => hidden_columns.extend(node.children().filter_map(hidden_column)),
            "mergeCells" => {
                let ranges = node.children().filter_map(|merge| Range::read(merge.attribute("ref")?));
                sheet.merged = ranges.collect();
                if sheet.merged.len() > MERGES {
                    return Err(
                        say!(vi: "tệp có quá {MERGES} ô gộp", en: "the file has more than {MERGES} merged cells"),
                    );
                }
            }
            "sheetData" => {
                for row in node.children().filter(|row| is(*row, "row")) {
                    let number = row.attribute("r").and_then(|r| r.parse::<u32>().ok()).filter(|r| *r > 0);
                    let at = number.map_or(next_row, |number| number - 1);
                    next_row = at.saturating_add(1);
                    cells(&mut sheet, row, at, shared)?;
                    if flag(row, "hidden") || is_zero(row, "ht") {
                        hidden_rows.insert(at);
                    }
                    if sheet.cells.len() > room {
                        return Err(say!(vi: "tệp có quá {CELLS} ô", en: "the file has more than {CELLS} cells"));
                    }
                }
            }
            _ => {
                let found = beside::around(node, &sheet.name);
                sheet.beside.extend(found);
            }
        }
    }
    let hidden = |at: &&Address| {
        hidden_rows.contains(&at.row) || hidden_columns.iter().any(|columns| columns.contains(&at.column))
    };
    sheet.folded = sheet.cells.keys().filter(hidden).copied().collect();
    Ok(sheet)
}

/// The columns of a `col` that are hidden, counted from 0.
fn hidden_column(node: Node<'_, '_>) -> Option<RangeInclusive<u32>> {
    let number = |key| node.attribute(key).and_then(|n| n.parse::<u32>().ok()).and_then(|n| n.checked_sub(1));
    let hidden = flag(node, "hidden") || is_zero(node, "width");
    Some(number("min")?..=number("max")?).filter(|_| hidden)
}

fn is_zero(node: Node<'_, '_>, key: &str) -> bool {
    node.attribute(key).and_then(|size| Decimal::from_str(size.trim()).ok()).is_some_and(|size| size.is_zero())
}

fn cells(sheet: &mut WorkbookSheet, row: Node<'_, '_>, at: u32, shared: &Shared) -> Result<(), Text> {
    let mut next = 0;
    for node in row.children().filter(|cell| is(*cell, "c")) {
        let address = match node.attribute("r") {
            None => Address { row: at, column: next },
            Some(text) => Address::read(text).filter(|address| address.row == at).ok_or_else(|| {
                let (name, shown, row) = (visible(&sheet.name), visible(text), at.saturating_add(1));
                say!(
                    vi: "tệp bị hỏng: trang “{name}” ghi ô “{shown}” trong hàng {row}",
                    en: "the file is broken: the sheet “{name}” has the cell “{shown}” in row {row}"
                )
            })?,
        };
        next = address.column.saturating_add(1);
        let other =
            node.children().filter(|child| child.is_element() && !["f", "v", "is"].iter().any(|n| is(*child, n)));
        let other: Vec<Beside> = other.flat_map(|child| beside::around(child, &sheet.name)).collect();
        sheet.beside.extend(other.into_iter().map(|found| found.at(&address.to_string())));
        let formula = node.children().any(|child| is(child, "f"));
        let Some((content, look)) = content(node, formula, shared) else { continue };
        let zero = matches!(content, CellContent::Number(number, NumberShown::AsIs) if number.is_zero());
        let content =
            if zero && sheet.zeros_hidden { CellContent::Number(Decimal::ZERO, NumberShown::Nothing) } else { content };
        let cell = SheetCell { content, formula, beside: look.beside, rounded: look.rounded };
        if sheet.cells.insert(address, cell).is_some() {
            let name = visible(&sheet.name);
            return Err(say!(
                vi: "tệp bị hỏng: trang “{name}” ghi ô {address} hai lần",
                en: "the file is broken: the sheet “{name}” has the cell {address} twice"
            ));
        }
    }
    Ok(())
}

/// What a cell holds, and what its format makes of it; `None` when it is empty.
fn content(node: Node<'_, '_>, formula: bool, shared: &Shared) -> Option<(CellContent, Look)> {
    let value = node.children().find(|child| is(*child, "v")).map(own_text).unwrap_or_default();
    let value = value.as_str();
    let words = |text: Arc<str>| (!text.trim().is_empty()).then_some(CellContent::Text(text));
    let kind = node.attribute("t").unwrap_or("n");
    if formula && shared.stale && kind != "e" {
        return Some((CellContent::Uncounted, Look::default()));
    }
    if value.is_empty() && kind != "inlineStr" {
        // A formula that gives empty words is an empty cell; one that gives nothing has not been counted.
        return (formula && kind != "str").then_some((CellContent::Uncounted, Look::default()));
    }
    let content = match kind {
        "s" => match value.trim().parse::<usize>().ok().and_then(|at| shared.word(at)) {
            Some(text) => words(text)?,
            None => CellContent::Unreadable(value.to_string()),
        },
        "inlineStr" => words(text_of(node).into())?,
        "str" => words(unescaped(value.to_string()).into())?,
        "b" => CellContent::Flag(value.trim() == "1"),
        "e" => CellContent::Error(value.to_string()),
        "d" => CellContent::Date(baocao_core::domain::parse_date(value.split('T').next().unwrap_or_default())),
        _ => {
            let Some(number) = amount(value, formula) else {
                return Some((CellContent::Unreadable(value.to_string()), Look::default()));
            };
            let style = node.attribute("s").and_then(|s| s.parse::<usize>().ok()).unwrap_or(0);
            let look = shared.formats.get(style).map(|format| format.look(number)).unwrap_or_default();
            if !look.day {
                return Some((CellContent::Number(number, look.shown.clone()), look));
            }
            CellContent::Date(day(number, shared.late))
        }
    };
    Some((content, Look::default()))
}
