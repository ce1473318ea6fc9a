//! A department's figures out of a spreadsheet: every row an indicator, what is odd told cell by cell, nothing guessed.

mod account;
mod columns;
mod rows;
mod shape;
mod unit;
mod units;
mod value;

use crate::spreadsheet;
use crate::spreadsheet::{Address, Workbook, WorkbookSheet};
use account::CellAccount;
use baocao_core::domain::{Department, EnteredFigure, Indicator};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use columns::TableHead;

pub use account::LeftInSheet;

/// What is known before the file is opened.
#[derive(Debug, Clone, Copy)]
pub struct FiguresAsked<'a> {
    /// `[[chi_tieu]]`.
    pub indicators: &'a [Indicator],
    /// `[[don_vi]]`.
    pub departments: &'a [Department],
    /// Whose figures are asked for.
    pub department: &'a Department,
}

/// Something to say about a place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether nothing may be written because of it.
    pub error: bool,
    /// Where and what: `ô C7: …`.
    pub message: Text,
    /// How to fix it.
    pub help: Option<Text>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureSheet {
    /// The figures in the order of the file.
    pub figures: Vec<EnteredFigure>,
    /// What there is to say, in the same order.
    pub findings: Vec<Finding>,
    /// What the file says and was not taken.
    pub left: Vec<LeftInSheet>,
    /// How many cells of the file hold something.
    pub cells: usize,
}

impl FigureSheet {
    /// Whether anything in the file is wrong.
    pub fn any_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.error)
    }
}

/// Reads a file.
///
/// # Errors
/// It is no spreadsheet, broken, or too large.
pub fn read(bytes: &[u8], question: &FiguresAsked<'_>) -> Result<FigureSheet, Text> {
    let Workbook { mut sheets, beside } = spreadsheet::read(bytes)?;
    let mut out = FigureSheet { cells: sheets.iter().map(|sheet| sheet.cells.len()).sum(), ..FigureSheet::default() };
    let around: Vec<_> = sheets.iter_mut().flat_map(|sheet| std::mem::take(&mut sheet.beside)).collect();
    let mut seen = rows::SeenPlaces::new();
    let mut tables = 0;
    for sheet in &sheets {
        let mut desk = SheetReader {
            sheet,
            alone: sheets.len() == 1,
            zeros: Vec::new(),
            rounded: Vec::new(),
            ledger: CellAccount::default(),
            out: &mut out,
        };
        let name = visible(&sheet.name);
        if sheet.hidden {
            desk.leave_all(
                say!(vi: "trang “{name}” bị ẩn, không đọc", en: "the sheet “{name}” is hidden and was not read"),
            );
            continue;
        }
        let Some(heading) = TableHead::find(sheet) else {
            if !sheet.cells.is_empty() {
                desk.leave_all(say!(
                    vi: "trang “{name}” không có hàng tên cột (chỉ tiêu, thực hiện…), không đọc",
                    en: "the sheet “{name}” has no row of headings (chỉ tiêu, thực hiện …) and was not read"
                ));
            }
            continue;
        };
        tables += 1;
        rows::read(&mut desk, &heading, question, &mut seen);
        desk.settle(&heading);
    }
    account::beside(&mut out, around.into_iter().chain(beside));
    if tables == 0 {
        let message = say!(vi: "không trang nào có bảng số liệu", en: "no sheet holds a table of figures");
        let help = say!(
            vi: "đặt tên cột: Mã chỉ tiêu (hoặc Chỉ tiêu), Kế hoạch, Thực hiện, Ước, Đến ngày, Cùng kỳ, Luỹ kế, Ghi chú",
            en: "name the columns: Mã chỉ tiêu (or Chỉ tiêu), Kế hoạch, Thực hiện, Ước, Đến ngày, Cùng kỳ, Luỹ kế, Ghi chú"
        );
        out.findings.push(Finding { error: true, message, help: Some(help) });
    }
    Ok(out)
}

/// One sheet being read, and where what is found goes.
struct SheetReader<'a> {
    sheet: &'a WorkbookSheet,
    /// Whether it is the only one, so that cells need not say of which sheet they are.
    alone: bool,
    /// Zeros that the sheet does not show.
    zeros: Vec<Address>,
    /// Numbers with more decimals than the sheet shows.
    rounded: Vec<Address>,
    ledger: CellAccount,
    out: &'a mut FigureSheet,
}

impl SheetReader<'_> {
    fn note(&mut self, message: Text) {
        self.out.findings.push(Finding { error: false, message, help: None });
    }

    /// The cell was taken or is told of; of merged cells the first one.
    fn used(&mut self, at: Address) {
        self.ledger.used(self.sheet.merge_at(at).map_or(at, |range| range.from));
    }

    /// Says where something stands: `ô C7`, or `trang “Quý II”, ô C7`.
    fn place(&self, at: impl std::fmt::Display) -> Text {
        if self.alone {
            return say!(vi: "ô {at}", en: "cell {at}");
        }
        let name = visible(&self.sheet.name);
        say!(vi: "trang “{name}”, ô {at}", en: "sheet “{name}”, cell {at}")
    }

    fn at(&mut self, error: bool, at: impl std::fmt::Display, message: Text, help: Option<Text>) {
        let (place, Text { vi, en }) = (self.place(at), message);
        let message = Text { vi: format!("{}: {vi}", place.vi), en: format!("{}: {en}", place.en) };
        self.out.findings.push(Finding { error, message, help });
    }

    fn wrong(&mut self, at: Address, message: Text, help: Text) {
        self.at(true, at, message, Some(help));
    }
}
