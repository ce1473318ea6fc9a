//! The cells of one sheet.

use crate::spreadsheet::number::{Address, Range, Shape, amount, day};
use crate::spreadsheet::{CELLS, Content, Sheet, SheetCell, flag, is};
use baocao_core::say;
use baocao_core::text::Text;
use roxmltree::{Document, Node};

/// The most merged cells of a sheet; each cell is looked for in all of them.
const MERGES: usize = 2_000;

/// What the sheets of a file share.
#[derive(Debug, Default)]
pub struct Book {
    /// Texts that cells point at.
    pub words: Vec<String>,
    /// What the styles of cells say about numbers.
    pub shapes: Vec<Shape>,
    /// Whether days are counted from 1904.
    pub late: bool,
}

/// The texts of `sharedStrings`; hints on how to speak them are left out.
pub fn shared_words(document: &Document<'_>) -> Vec<String> {
    document.descendants().filter(|node| is(*node, "si")).map(text_of).collect()
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
                    cells(&mut sheet, row, at, book);
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

fn cells(sheet: &mut Sheet, row: Node<'_, '_>, at: u32, book: &Book) {
    let mut next = 0;
    for node in row.children().filter(|cell| is(*cell, "c")) {
        let address = node.attribute("r").and_then(Address::read).unwrap_or(Address { row: at, column: next });
        next = address.column.saturating_add(1);
        let formula = node.children().any(|child| is(child, "f"));
        if let Some(content) = content(node, formula, book) {
            sheet.cells.insert(address, SheetCell { content, formula });
        }
    }
}

fn content(node: Node<'_, '_>, formula: bool, book: &Book) -> Option<Content> {
    let value = node.children().find(|child| is(*child, "v")).and_then(|v| v.text()).unwrap_or_default();
    let words = |text: String| (!text.trim().is_empty()).then_some(Content::Text(text));
    let kind = node.attribute("t").unwrap_or("n");
    if value.is_empty() && kind != "inlineStr" {
        // A formula that gives empty words is an empty cell; one that gives nothing has not been counted.
        return (formula && kind != "str").then_some(Content::Uncounted);
    }
    match kind {
        "s" => words(book.words.get(value.trim().parse::<usize>().ok()?)?.clone()),
        "inlineStr" => words(text_of(node)),
        "str" => words(value.to_string()),
        "b" => Some(Content::Flag(value.trim() == "1")),
        "e" => Some(Content::Error(value.to_string())),
        "d" => Some(Content::Date(baocao_core::domain::parse_date(value.split('T').next().unwrap_or_default()))),
        _ => {
            let style = node.attribute("s").and_then(|s| s.parse::<usize>().ok()).unwrap_or(0);
            let shape = book.shapes.get(style).copied().unwrap_or_default();
            Some(match (amount(value), shape) {
                (None, _) => Content::Unreadable(value.to_string()),
                (Some(number), Shape::Day) => Content::Date(day(number, book.late)),
                (Some(number), shape) => Content::Number(number, shape == Shape::Percent),
            })
        }
    }
}
