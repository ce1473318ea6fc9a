//! `export PERIOD --to docx|html|md`: the document in the layout of Nghị định 30/2020/NĐ-CP, at any stage.

use crate::office::publish::Made;
use crate::office::{Context, Office, contact, history, period, publish};
use crate::store::files;
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::say;
use std::path::Path;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The document itself.
    Document(Made),
    /// The packet for the office's own connector, with the sent files inside.
    Edxml,
}

/// Writes the document to a file: `--out`, or `bao-cao-PERIOD.…` in the current folder.
pub fn run(cx: &Context<'_>, typed: &str, to: To, out: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let not_open = || Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened"));
    let tip = office.tip()?.ok_or_else(not_open)?;
    let (ledger, _) = history::proven(cx, &office, Some(tip), None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let record = ledger.period(&period).ok_or_else(not_open)?;
    let (document, layout) = publish::document(cx, &office, tip, record)?;
    let (bytes, extension) = match to {
        To::Document(made) => (made.write(&document, &layout)?, made.extension()),
        To::Edxml => (publish::packet(&office, tip, record)?.into_bytes(), "edxml"),
    };
    if out == Some(Path::new("-")) {
        let Ok(text) = String::from_utf8(bytes) else {
            return Err(
                Usage(say!(vi: "tệp Word không in ra màn hình được", en: "a Word file cannot be printed")).into()
            );
        };
        cx.voice.out(&text);
        return Ok(Exit::Done);
    }
    let name = publish::file_name(&period, extension);
    let state = if document.draft {
        say!(vi: "tệp vừa ghi là dự thảo, chưa phải văn bản gửi đi", en: "the file is a draft, not yet the document that is sent")
    } else if let Some(number) = &document.number {
        say!(vi: "tệp vừa ghi là văn bản số {number}", en: "the file is document {number}")
    } else {
        say!(vi: "tệp vừa ghi là văn bản đã duyệt, chưa lấy số", en: "the file is the approved document, not yet numbered")
    };
    let out = match out {
        // A folder is where, not what.
        Some(folder) if files::is_folder(&cx.here.join(folder)) => folder.join(&name),
        Some(file) => file.to_path_buf(),
        None => name.into(),
    };
    publish::save(cx, &out, &bytes, force)?;
    cx.voice.note(&state);
    Ok(Exit::Done)
}
