//! The cells of one sheet.

use crate::spreadsheet::format::{NumberFormat, Shown};
use crate::spreadsheet::number::{Address, Range, amount, day};
use crate::spreadsheet::{CELLS, Content, Sheet, SheetCell, flag, is};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use roxmltree::{Document, Node};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The most merged cells of a sheet; each cell is looked for in all of them.
const MERGES: usize = 2_000;

/// What the sheets of a file share.
#[derive(Debug, Default)]
pub struct Book {
    /// Texts that cells point at, each held once.
    pub words: Vec<Arc<str>>,
    /// The number formats of the styles of cells.
    pub formats: Vec<Arc<NumberFormat>>,
    /// Whether the file says that its formulas are still to be counted.
    pub stale: bool,
    /// Whether days are counted from 1904.
    pub late: bool,
}

/// The texts of `sharedStrings`; hints on how to speak them are left out.
pub fn shared_words(document: &Document<'_>) -> Vec<Arc<str>> {
    document.descendants().filter(|node| is(*node, "si")).map(|node| text_of(node).into()).collect()
}

fn text_of(node: Node<'_, '_>) -> String {
    let spoken = |node: Node<'_, '_>| node.ancestors().any(|above| is(above, "rPh"));
    let texts = node.descendants().filter(|node| is(*node, "t") && !spoken(*node));
    texts.filter_map(|node| node.text()).collect()
}

pub fn read(name: String, document: &Document<'_>, book: &Book, room: usize) -> Result<Sheet, Text> {
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut next_row = 0;
    for node in document.root_element().children() {
        match node.tag_name().name() {
            "sheetViews" => {
                let hides = |view: Node<'_, '_>| {
                    is(view, "sheetView") && matches!(view.attribute("showZeros"), Some("0" | "false"))
                };
                sheet.zeros_hidden = node.children().any(hides);
            }
            "cols" => sheet.folded |= node.children().any(|column| flag(column, "hidden")),
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
                    let before = sheet.cells.len();
                    cells(&mut sheet, row, at, book)?;
                    sheet.folded |= flag(row, "hidden") && sheet.cells.len() > before;
                    if sheet.cells.len() > room {
                        return Err(say!(vi: "tệp có quá {CELLS} ô", en: "the file has more than {CELLS} cells"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(sheet)
}

fn cells(sheet: &mut Sheet, row: Node<'_, '_>, at: u32, book: &Book) -> Result<(), Text> {
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
        let formula = node.children().any(|child| is(child, "f"));
        let Some((content, beside)) = content(node, formula, book) else { continue };
        let zero = matches!(content, Content::Number(number, Shown::AsIs) if number.is_zero());
        let content = if zero && sheet.zeros_hidden { Content::Number(Decimal::ZERO, Shown::Nothing) } else { content };
        if sheet.cells.insert(address, SheetCell { content, formula, beside }).is_some() {
            let name = visible(&sheet.name);
            return Err(say!(
                vi: "tệp bị hỏng: trang “{name}” ghi ô {address} hai lần",
                en: "the file is broken: the sheet “{name}” has the cell {address} twice"
            ));
        }
    }
    Ok(())
}

/// What a cell holds, and the words that its format adds; `None` when it is empty.
fn content(node: Node<'_, '_>, formula: bool, book: &Book) -> Option<(Content, Option<Arc<str>>)> {
    let value = node.children().find(|child| is(*child, "v")).and_then(|v| v.text()).unwrap_or_default();
    let words = |text: Arc<str>| (!text.trim().is_empty()).then_some(Content::Text(text));
    let kind = node.attribute("t").unwrap_or("n");
    if formula && book.stale && kind != "e" {
        return Some((Content::Uncounted, None));
    }
    if value.is_empty() && kind != "inlineStr" {
        // A formula that gives empty words is an empty cell; one that gives nothing has not been counted.
        return (formula && kind != "str").then_some((Content::Uncounted, None));
    }
    let content = match kind {
        "s" => match value.trim().parse::<usize>().ok().and_then(|at| book.words.get(at)) {
            Some(text) => words(text.clone())?,
            None => Content::Unreadable(value.to_string()),
        },
        "inlineStr" => words(text_of(node).into())?,
        "str" => words(value.into())?,
        "b" => Content::Flag(value.trim() == "1"),
        "e" => Content::Error(value.to_string()),
        "d" => Content::Date(baocao_core::domain::parse_date(value.split('T').next().unwrap_or_default())),
        _ => {
            let Some(number) = amount(value, formula) else {
                return Some((Content::Unreadable(value.to_string()), None));
            };
            let style = node.attribute("s").and_then(|s| s.parse::<usize>().ok()).unwrap_or(0);
            let look = book.formats.get(style).map(|format| format.look(number)).unwrap_or_default();
            if !look.day {
                return Some((Content::Number(number, look.shown), look.beside));
            }
            Content::Date(day(number, book.late))
        }
    };
    Some((content, None))
}
