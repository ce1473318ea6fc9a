//! `export PERIOD --to docx|html|md`: the document in the layout of Nghị định 30/2020/NĐ-CP, at any stage.

use super::context::publish::{self, Made};
use super::context::{Office, history, period};
use super::{Context, Exit, Usage};
use crate::diagnostic::Refusal;
use crate::say;
use crate::store::files;
use crate::text::visible;
use std::path::Path;

/// Writes the document to a file: `--out`, or `bao-cao-PERIOD.…` in the current folder.
pub fn run(cx: &Context<'_>, typed: &str, to: Made, out: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let not_open = || Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened"));
    let tip = office.tip()?.ok_or_else(not_open)?;
    let (ledger, _) = history::proven(cx, &office, Some(tip), None)?;
    let record = ledger.period(&period).ok_or_else(not_open)?;
    let (document, layout) = publish::document(&office, tip, record)?;
    let bytes = to.write(&document, &layout)?;
    if out == Some(Path::new("-")) {
        let Ok(text) = String::from_utf8(bytes) else {
            return Err(
                Usage(say!(vi: "tệp Word không in ra màn hình được", en: "a Word file cannot be printed")).into()
            );
        };
        cx.voice.out(&text);
        return Ok(Exit::Done);
    }
    let name = publish::file_name(&period, to.extension());
    let path = cx.here.join(out.unwrap_or(Path::new(&name)));
    let shown = visible(&out.unwrap_or(Path::new(&name)).to_string_lossy());
    if force {
        files::write_outside(&path, &bytes)?;
    } else if !files::create_outside(&path, &bytes, false)? && files::read_outside(&path)?.as_deref() != Some(&bytes) {
        // Somebody may have gone on working in it.
        return Err(Refusal::new(say!(
            vi: "đã có tệp “{shown}” với nội dung khác",
            en: "there is a file “{shown}” already and its content differs"
        ))
        .who(say!(vi: "đặt tên khác bằng --out, hoặc ghi đè bằng --force", en: "give another name with --out, or overwrite it with --force"))
        .into());
    }
    let state = if document.draft {
        say!(vi: "dự thảo", en: "draft")
    } else if let Some(number) = &document.number {
        say!(vi: "văn bản số {number}", en: "document {number}")
    } else {
        say!(vi: "văn bản đã duyệt, chưa có số", en: "approved, not yet numbered")
    };
    let (vi, en) = (&state.vi, &state.en);
    cx.voice.say(&say!(vi: "đã ghi “{shown}” ({vi})", en: "wrote “{shown}” ({en})"));
    Ok(Exit::Done)
}
