//! Sổ đăng ký văn bản đi: the outgoing register in the ten columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV.

use crate::ui::output::{csv, status};
use baocao_core::domain::{Date, Matter, format_date_vi};
use baocao_core::text::Lang;
use baocao_documents::filed_record::table as word_table;
use comfy_table::Cell;

/// One document that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Số, ký hiệu.
    pub number: String,
    /// The number alone, by which the register is sorted.
    pub ordinal: u32,
    /// Ngày tháng văn bản.
    pub date: Date,
    /// Tên loại và trích yếu nội dung.
    pub subject: String,
    /// Người ký.
    pub signer: String,
    /// Nơi nhận.
    pub to: Vec<String>,
    /// Đơn vị, người nhận bản lưu.
    pub copies: String,
    /// Ngày chuyển.
    pub sent: Date,
    /// Ghi chú: how it was sent.
    pub note: String,
}

const COLUMNS: [&str; 10] = [
    "Số, ký hiệu",
    "Ngày văn bản",
    "Tên loại và trích yếu",
    "Người ký",
    "Nơi nhận",
    "Nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];

const ENGLISH: [&str; 10] = [
    "Number",
    "Date",
    "Kind and subject",
    "Signed by",
    "Recipients",
    "Copy kept by",
    "Copies",
    "Sent on",
    "Received",
    "Note",
];

fn cells(row: &RegisterRow) -> [String; 10] {
    [
        row.number.clone(),
        format_date_vi(row.date),
        row.subject.clone(),
        row.signer.clone(),
        row.to.join("; "),
        row.copies.clone(),
        row.to.len().to_string(),
        format_date_vi(row.sent),
        String::new(),
        row.note.clone(),
    ]
}

/// The register as a table for people.
pub fn text(rows: &[RegisterRow], lang: Lang, width: usize) -> String {
    let mut table = status::table(width);
    // What is filled in by hand on paper has no room on a screen.
    const SHOWN: [usize; 6] = [0, 1, 2, 3, 4, 9];
    let columns = if lang == Lang::Vi { COLUMNS } else { ENGLISH };
    table.set_header(SHOWN.map(|at| Cell::new(columns[at])));
    for row in rows {
        let cells = cells(row);
        table.add_row(SHOWN.map(|at| Cell::new(&cells[at])));
    }
    status::trimmed(&table)
}

/// The register as comma-separated values.
pub fn csv(rows: &[RegisterRow]) -> String {
    let line = |cells: &[String]| cells.iter().map(|text| csv::quoted(text)).collect::<Vec<_>>().join(",");
    let mut out = line(&COLUMNS.map(str::to_string));
    out.push('\n');
    for row in rows {
        out.push_str(&line(&cells(row)));
        out.push('\n');
    }
    out
}

/// The register for a Word page.
pub fn page(rows: &[RegisterRow]) -> Vec<Matter> {
    vec![word_table(&COLUMNS, rows.iter().map(|row| cells(row).to_vec()))]
}

/// Numbers between the first and the last that are not there.
pub fn gaps(rows: &[RegisterRow]) -> Vec<u32> {
    let known: std::collections::BTreeSet<u32> = rows.iter().map(|row| row.ordinal).collect();
    let last = known.iter().next_back().copied().unwrap_or(0);
    (1..last).filter(|n| !known.contains(n)).take(50).collect()
}
