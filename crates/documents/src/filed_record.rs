//! Hồ sơ lưu: the index and the manifest of a filed period.

use baocao_core::domain::{Align, Date, Digest, Inline, Matter, Prose, TableText, Version, format_date_vi};

/// One document of the record.
#[derive(Debug, Clone)]
pub struct RecordEntry {
    /// The exact text.
    pub version: Version,
    /// Tên loại và trích yếu.
    pub title: String,
    /// Tác giả.
    pub author: String,
    /// Its date.
    pub date: Option<Date>,
    /// Whether it bears the number of the sent document.
    pub numbered: bool,
}

/// What the index says of the record as a whole.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The agency.
    pub agency: String,
    /// The period's name.
    pub period: String,
    /// Số ký hiệu of the sent document.
    pub number: String,
    /// Its date.
    pub sent: Option<Date>,
    /// Recipients.
    pub to: Vec<String>,
    /// When it was filed.
    pub filed: Date,
    /// Until when the office itself keeps it (procedure, section 5: 01 year).
    pub kept_until: Option<Date>,
    /// Số và ký hiệu hồ sơ, from the office's Danh mục hồ sơ.
    pub notation: Option<String>,
    /// Thời hạn bảo quản, from the office's Danh mục hồ sơ.
    pub retention: Option<String>,
}

/// The columns of mục lục văn bản (Nghị định 30/2020/NĐ-CP, Phụ lục V), with the file's name in the place of its pages.
const COLUMNS: [&str; 7] =
    ["STT", "Số, ký hiệu", "Ngày", "Tên loại và trích yếu", "Tác giả", "Tệp", "Ghi chú (SHA-256)"];

/// The columns of mục lục hồ sơ, tài liệu nộp lưu.
const HANDOVER: [&str; 7] =
    ["Số TT", "Số và ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản", "Số tệp", "Ghi chú"];

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn heading_lines(facts: &Facts) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(sent) = facts.sent {
        out.push(format!("Văn bản: số {}, ngày {}", facts.number, format_date_vi(sent)));
    }
    out.push(format!("Nơi nhận: {}", facts.to.join("; ")));
    if let Some(notation) = &facts.notation {
        out.push(format!("Số và ký hiệu hồ sơ: {notation}"));
    }
    out.push(format!("Ngày lập hồ sơ: {}", format_date_vi(facts.filed)));
    let kept =
        facts.kept_until.map_or_else(|| "01 năm".to_string(), |d| format!("01 năm, đến ngày {}", format_date_vi(d)));
    out.push(format!("Lưu tại Văn phòng (quy trình, mục 5): {kept}; sau đó nộp lưu, không huỷ"));
    let term = facts.retention.as_deref();
    out.push(format!("Thời hạn bảo quản: {}", term.unwrap_or("theo Danh mục hồ sơ của cơ quan (ghi khi nộp lưu)")));
    out
}

fn rows(facts: &Facts, entries: &[RecordEntry]) -> Vec<[String; 7]> {
    (1..)
        .zip(entries)
        .map(|(at, entry)| {
            [
                at.to_string(),
                if entry.numbered { facts.number.clone() } else { String::new() },
                entry.date.map(format_date_vi).unwrap_or_default(),
                entry.title.clone(),
                entry.author.clone(),
                entry.version.path.file_name().to_string(),
                entry.version.sha256.to_string(),
            ]
        })
        .collect()
}

/// Mục lục văn bản as Markdown, with the retention terms.
pub fn index(facts: &Facts, entries: &[RecordEntry]) -> String {
    let mut out = format!("# MỤC LỤC HỒ SƠ\n\n{}, báo cáo {}\n\n", facts.agency, facts.period);
    for line in heading_lines(facts) {
        out.push_str(&format!("- {line}\n"));
    }
    out.push_str(&format!("\n| {} |\n|---|---|---|---|---|---|---|\n", COLUMNS.join(" | ")));
    for row in rows(facts, entries) {
        let [at, number, date, title, author, file, digest] = row.map(|text| cell(&text));
        out.push_str(&format!("| {at} | {number} | {date} | {title} | {author} | {file} | `{digest}` |\n"));
    }
    out
}

/// The same for a Word page.
pub fn index_page(facts: &Facts, entries: &[RecordEntry]) -> Vec<Matter> {
    let mut out = vec![paragraph(format!("{}, báo cáo {}", facts.agency, facts.period))];
    out.extend(heading_lines(facts).into_iter().map(paragraph));
    // A digest is one word; in a column it must be able to break.
    let rows = rows(facts, entries).into_iter().map(|mut row| {
        let digest = row[6].as_bytes().chunks(16).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
        row[6] = digest;
        row.to_vec()
    });
    out.push(table(&COLUMNS, rows));
    out
}

/// One record that is ready to be handed over to the archive.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Số và ký hiệu hồ sơ.
    pub notation: Option<String>,
    /// Tiêu đề hồ sơ.
    pub title: String,
    /// The first and the last day of its documents.
    pub from: Date,
    /// See `from`.
    pub to: Date,
    /// Thời hạn bảo quản.
    pub retention: Option<String>,
    /// How many files it has.
    pub files: usize,
    /// Ghi chú.
    pub note: String,
}

/// Mục lục hồ sơ, tài liệu nộp lưu (Phụ lục V) for a Word page.
pub fn handover_page(agency: &str, day: Date, records: &[Handover]) -> Vec<Matter> {
    let rows = (1..).zip(records).map(|(at, record)| {
        vec![
            at.to_string(),
            record.notation.clone().unwrap_or_default(),
            record.title.clone(),
            format!("{} - {}", format_date_vi(record.from), format_date_vi(record.to)),
            record.retention.clone().unwrap_or_else(|| "theo Danh mục hồ sơ".into()),
            record.files.to_string(),
            record.note.clone(),
        ]
    });
    let count = records.len();
    let files: usize = records.iter().map(|r| r.files).sum();
    vec![
        paragraph(format!("Đơn vị nộp lưu: Văn phòng, {agency}. Ngày lập: {}.", format_date_vi(day))),
        table(&HANDOVER, rows),
        paragraph(format!("Mục lục này gồm {count:02} hồ sơ điện tử, {files:02} tệp.")),
    ]
}

fn paragraph(text: String) -> Matter {
    Matter::Text(Prose::Paragraph(vec![Inline::Text(text)]))
}

/// A table of plain words: its column heads and its rows, each row as long as `columns`.
pub fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Matter {
    let words = |text: String| vec![Inline::Text(text)];
    Matter::Text(Prose::Table(TableText {
        align: vec![Align::Left; columns.len()],
        head: columns.iter().map(|c| words((*c).to_string())).collect(),
        rows: rows.map(|row| row.into_iter().map(words).collect()).collect(),
        joins: None,
    }))
}

/// The manifest in the format that `sha256sum -c` reads, run in the period's folder.
pub fn manifest(sums: &[(String, Digest)]) -> String {
    sums.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}
