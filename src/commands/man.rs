//! `man DIR`: writes the man pages.

use crate::office::Context;
use crate::store::files;
use crate::ui::voice::Exit;
use baocao_core::say;
use std::path::Path;

/// Writes pages that the command tree gave.
pub fn write(cx: &Context<'_>, dir: &Path, pages: &[(String, String)]) -> anyhow::Result<Exit> {
    let dir = cx.here.join(dir);
    for (name, text) in pages {
        files::write_outside(&dir.join(name), text.as_bytes())?;
    }
    let (count, shown) = (pages.len(), dir.display());
    cx.voice.say(&say!(vi: "đã ghi {count} trang man vào {shown}", en: "{count} man pages written to {shown}"));
    Ok(Exit::Done)
}
