//! `finalize`: Chánh Văn phòng completes the text per the leader's instructions. What changed is always shown.

use crate::office::confirm::Question;
use crate::office::record::{Draft, FileWrite};
use crate::office::{ActOptions, Context, Office, draft, line, period, pictures, record};
use crate::ui::output::difference;
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, OneLine, PeriodId, folder as layout};
use baocao_core::say;
use baocao_procedure::{Intent, Plan};

/// Records the completed text beside the approved one; `unchanged` says why it is the approved one.
///
/// # Errors
/// The text is the approved one and no reason is given, or it is another one and a reason is given; the person does not
/// agree; or the step is not allowed.
pub fn run(cx: &Context<'_>, typed: &str, unchanged: Option<&str>, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let reason = unchanged.map(|text| line("--reason", text)).transpose()?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Finalize, &period))?;
        let file = layout::consolidated(&period);
        let found = draft::working(&office, &period)?;
        let write = FileWrite::unchanged(file, &found);
        let subject = write.version();
        draft::no_conflicts_in(write.text(), &period)?;
        pictures::in_draft(&office, scene.record(&period)?, write.text().as_bytes())?;
        let Some(approval) = &scene.record(&period)?.approval else {
            return Err(
                Refusal::new(say!(vi: "báo cáo chưa được duyệt", en: "the report has not been approved")).into()
            );
        };
        if let Some(asked) = &approval.instructions {
            cx.voice
                .note(&say!(vi: "ý kiến của Lãnh đạo khi duyệt: {asked}", en: "the leader's instructions: {asked}"));
        }
        let approved = scene.read_blob(&approval.subject)?;
        let change = difference::unified(&String::from_utf8_lossy(&approved), write.text());
        match (change.is_empty(), &reason) {
            (true, None) => return Err(nothing_changed(&period, approval.instructions.as_ref()).into()),
            (false, Some(_)) => return Err(something_changed(&period).into()),
            (true, Some(_)) => cx.voice.note(
                &say!(vi: "văn bản không đổi so với bản được duyệt", en: "the text is the approved one, unchanged"),
            ),
            (false, None) => {
                cx.voice.note(&say!(vi: "thay đổi so với bản được duyệt:", en: "changed since the approval:"));
                cx.voice.note(&baocao_core::text::Text::same(change));
            }
        }
        let question = say!(vi: "Ghi là bản hoàn chỉnh?", en: "Record it as the completed text?");
        scene.ask(Question::new(Vec::new(), question));
        let plan = Plan::Finalize { period: period.clone(), subject, reason: reason.clone() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: vec![write] })
    })
}

fn nothing_changed(period: &PeriodId, asked: Option<&OneLine>) -> Refusal {
    let asked = asked.map_or("", OneLine::as_str);
    Refusal::new(say!(
        vi: "văn bản vẫn đúng là bản được duyệt, chưa hoàn chỉnh gì theo ý kiến “{asked}”",
        en: "the text is still the approved one; the instructions “{asked}” are not carried out"
    ))
    .who(say!(
        vi: "sửa reports/{period}/tong-hop.md rồi chạy lại; nếu thật sự không phải sửa gì: `baocao finalize {period} --unchanged --reason \"lý do\"`",
        en: "edit reports/{period}/tong-hop.md and run this again; if nothing has to change: `baocao finalize {period} --unchanged --reason \"why\"`"
    ))
}

fn something_changed(period: &PeriodId) -> Refusal {
    Refusal::new(say!(
        vi: "văn bản đã khác bản được duyệt nên không ghi là --unchanged được",
        en: "the text is not the approved one, so it cannot be recorded as --unchanged"
    ))
    .who(say!(
        vi: "chạy `baocao finalize {period}` không kèm --unchanged",
        en: "run `baocao finalize {period}` without --unchanged"
    ))
}
