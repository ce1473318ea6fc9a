//! Hồ sơ lưu: the index and the manifest of a filed period.

use crate::domain::{Date, Digest, Version, format_date_vi};

/// One document of the record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The exact text.
    pub version: Version,
    /// Tên loại và trích yếu.
    pub title: String,
    /// Tác giả.
    pub author: String,
    /// Its date.
    pub date: Option<Date>,
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
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Mục lục văn bản in the columns of Nghị định 30/2020, Phụ lục V, and the retention terms.
pub fn index(facts: Facts, entries: &[Entry]) -> String {
    let mut out = format!("# MỤC LỤC HỒ SƠ\n\n{}, báo cáo {}\n\n", facts.agency, facts.period);
    if let Some(sent) = facts.sent {
        out.push_str(&format!("- Văn bản: số {}, ngày {}\n", facts.number, format_date_vi(sent)));
    }
    out.push_str(&format!("- Nơi nhận: {}\n", facts.to.join("; ")));
    out.push_str(&format!("- Ngày lập hồ sơ: {}\n", format_date_vi(facts.filed)));
    let kept =
        facts.kept_until.map_or_else(|| "01 năm".to_string(), |d| format!("01 năm, đến ngày {}", format_date_vi(d)));
    out.push_str(&format!("- Lưu tại Văn phòng (quy trình, mục 5): {kept}; sau đó nộp lưu, không huỷ\n"));
    out.push_str("- Thời hạn bảo quản: theo Danh mục hồ sơ của cơ quan (ghi khi nộp lưu)\n\n");
    out.push_str("| STT | Số, ký hiệu | Ngày | Tên loại và trích yếu | Tác giả | Tệp | Ghi chú (SHA-256) |\n");
    out.push_str("|---|---|---|---|---|---|---|\n");
    for (at, entry) in entries.iter().enumerate() {
        let number = if at == 0 { facts.number.as_str() } else { "" };
        let date = entry.date.map(format_date_vi).unwrap_or_default();
        out.push_str(&format!(
            "| {} | {} | {date} | {} | {} | {} | `{}` |\n",
            at + 1,
            cell(number),
            cell(&entry.title),
            cell(&entry.author),
            entry.version.path.file_name(),
            entry.version.sha256,
        ));
    }
    out
}

/// The manifest in the format that `sha256sum -c` reads, run in the period's folder.
pub fn manifest(sums: &[(String, Digest)]) -> String {
    sums.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}
