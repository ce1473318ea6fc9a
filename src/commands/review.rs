//! `review`: Chánh Văn phòng has reviewed the draft and submits it to the leaders.

use crate::office::confirm::Question;
use crate::office::record::Draft;
use crate::office::{ActOptions, Context, Office, draft, period, pictures, record, telling};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, PeriodId};
use baocao_core::say;
use baocao_procedure::{Intent, Plan, ReturnNote};

/// Records the review of exactly the draft that stands in history.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Review, &period))?;
        let subject = draft::as_recorded(&office, scene, &period)?;
        if let Some(note) = scene.record(&period)?.returned_draft(Some(&subject)) {
            return Err(unchanged(&period, note).into());
        }
        draft::without_conflicts(scene, &subject)?;
        pictures::in_draft(&office, scene.record(&period)?, &scene.read_blob(&subject)?)?;
        let question = say!(vi: "Trình Lãnh đạo dự thảo này?", en: "Submit this draft to the leaders?");
        let record = scene.record(&period)?;
        scene.ask(Question::new(telling::draft(record), question).with(draft::lacking(record)));
        Ok(Draft { base: None, parents: Vec::new(), plan: Plan::Review { period: period.clone() }, files: Vec::new() })
    })
}

fn unchanged(period: &PeriodId, note: &ReturnNote) -> Refusal {
    let (reason, commit) = (&note.reason, note.mark.commit.short());
    Refusal::new(say!(
        vi: "dự thảo vẫn đúng là bản đã bị trả lại [{commit}], lý do: {reason}",
        en: "the draft is still the very text that was sent back [{commit}]: {reason}"
    ))
    .who(say!(
        vi: "chuyên viên tổng hợp sửa dự thảo theo lý do trả lại, ghi lại bằng `baocao merge {period}`, rồi trình lại",
        en: "the consolidating officer mends the draft, records it with `baocao merge {period}`, then review it again"
    ))
}
