//! `explain CODE`: what a diagnostic means, why, how to fix it.

use crate::office::Context;
use crate::ui::output::page;
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Code;
use baocao_core::say;
use baocao_core::text::{nearest, visible};

/// Shows one code's page, or lists every code.
pub fn run(cx: &Context<'_>, code: Option<&str>) -> anyhow::Result<Exit> {
    let lang = cx.voice.lang();
    let Some(typed) = code else {
        cx.voice.out(&page::list(lang));
        return Ok(Exit::Done);
    };
    let Some(code) = Code::from_id(typed) else {
        let shown = visible(typed);
        let why = match nearest(typed, Code::ALL.iter().map(|c| c.id())) {
            Some(near) => {
                say!(vi: "không có mã “{shown}”; có phải “{near}”?", en: "no code “{shown}”; did you mean “{near}”?")
            }
            None => say!(
                vi: "không có mã “{shown}”; chạy `baocao explain` để xem mọi mã",
                en: "no code “{shown}”; run `baocao explain` to see every code"
            ),
        };
        return Err(Usage(why).into());
    };
    cx.voice.out(&page::render(code, lang));
    Ok(Exit::Done)
}
