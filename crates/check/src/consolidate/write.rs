//! The bytes of `tong-hop.md`.

use baocao_core::domain::{Consolidated, Content, FiguresRow, FiguresTable, Origin, SOURCES_BEGIN, SOURCES_LABEL};
use baocao_core::text::nfc;
use std::fmt::Write as _;

/// The draft as a Markdown file: NFC, LF, the same bytes for the same value.
pub fn markdown(draft: &Consolidated) -> String {
    let mut out = front_matter(draft);
    let mut last: Option<&Origin> = None;
    for (origin, content) in &draft.parts {
        out.push('\n');
        let origin = origin.as_ref();
        if let Some(origin) = origin.filter(|origin| last != Some(origin)) {
            out.push_str(&origin.mark());
            out.push_str("\n\n");
        }
        last = origin;
        push(&mut out, content);
        out.push('\n');
    }
    // The skeleton is an office's file and may come from an editor on Windows.
    let out = if out.contains('\r') { out.replace("\r\n", "\n").replace('\r', "\n") } else { out };
    nfc(&out)
}

fn front_matter(draft: &Consolidated) -> String {
    let mut out = format!("---\nbieu_mau: {}\nky: {}\ntao_boi: baocao\n", draft.form, draft.period);
    // Names of objects are quoted: a row of digits would be a number to YAML. One line an input, so that a resubmission changes one line.
    let mut inputs = String::new();
    for (input, path) in &draft.inputs {
        let _ = write!(
            inputs,
            "\n  - {{ don_vi: {}, tep: {path}, blob: \"{}\", sha256: \"{}\", nop: \"{}\" }}",
            input.department, input.blob, input.sha256, input.commit
        );
    }
    let _ = writeln!(out, "dau_vao:{}", if inputs.is_empty() { " []" } else { &inputs });
    let missing: Vec<&str> = draft.missing.iter().map(|(id, _)| id.as_str()).collect();
    let _ = writeln!(out, "thieu: [{}]\n---", missing.join(", "));
    out
}

fn push(out: &mut String, content: &Content) {
    match content {
        Content::Heading { level, text } => out.push_str(&heading(*level, text)),
        Content::Paragraph(text) => out.push_str(text.trim_end()),
        Content::Written { level, name, text } => {
            let _ = write!(out, "{}\n\n{text}", heading(*level, name));
        }
        Content::Figures { level, table } => {
            let _ = write!(out, "{}\n\n{}", heading(*level, "Bảng số liệu tổng hợp"), figures(table));
        }
        Content::Sentences(sentences) => {
            // A blank line between two sentences: one that a person edits and one whose numbers change do not meet.
            for (at, sentence) in sentences.iter().enumerate() {
                let _ = write!(out, "{}- {}", if at == 0 { "" } else { "\n\n" }, escaped(sentence));
            }
        }
        Content::Missing(names) => {
            let _ = write!(out, "Chưa có báo cáo của: {}.", names.join("; "));
        }
    }
}

fn heading(level: u8, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match level {
        0..=6 => format!("{} {text}", "#".repeat(usize::from(level))),
        _ => format!("**{text}**"),
    }
}

fn figures(table: &FiguresTable) -> String {
    let footnote = format!("[^{SOURCES_LABEL}]");
    let mark = if table.sources.is_empty() { "" } else { footnote.as_str() };
    let cumulative = table.tone.apply("Luỹ kế từ đầu năm");
    let mut out = format!(
        "| Chỉ tiêu | Đơn vị tính | Đơn vị báo cáo | Kế hoạch | Thực hiện | % kế hoạch | Cùng kỳ năm trước{mark} | \
         Tăng (+), giảm (-) | {cumulative}{mark} |\n|:--|:--|:--|--:|--:|--:|--:|--:|--:|"
    );
    for row in &table.rows {
        if let Some(group) = &row.group {
            let _ = write!(out, "\n| **{}** | | | | | | | | |", cell(group));
        }
        let (name, unit) = row.indicator.as_ref().map_or(("", ""), |(name, unit)| (name, unit));
        out.push_str("\n|");
        let amounts = [&row.share, &row.before, &row.change, &row.cumulative].map(|text| amount(row, text));
        let first = [cell(name), cell(unit), amount(row, &row.department), amount(row, &row.plan), actual(row)];
        for text in first.into_iter().chain(amounts) {
            let _ = write!(out, " {text}{}|", if text.is_empty() { "" } else { " " });
        }
    }
    for note in &table.notes {
        let _ = write!(out, "\n\n{}", escaped(note));
    }
    if !table.sources.is_empty() {
        let _ = write!(
            out,
            "\n\n{footnote}: {SOURCES_BEGIN} “dau\\_vao” đầu tệp. Số liệu các kỳ khác lấy \
             từ báo cáo đã được duyệt:\n"
        );
        for source in &table.sources {
            let _ = write!(out, "\n    - {};", escaped(source));
        }
    }
    out
}

fn actual(row: &FiguresRow) -> String {
    let estimate = row.estimate && !row.actual.is_empty();
    amount(row, &if estimate { format!("ước {}", row.actual) } else { row.actual.clone() })
}

fn amount(row: &FiguresRow, text: &str) -> String {
    let text = cell(text);
    if row.total && !text.is_empty() { format!("**{text}**") } else { text }
}

fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Words from the front matter and the settings are words, never Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
