//! `finalize`: Chánh Văn phòng completes the text per the leader's instructions. What changed is always shown.

use crate::office::record::{Draft, FileWrite};
use crate::office::{ActOptions, Context, Office, draft, period, pictures, record};
use crate::ui::output::difference;
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, folder as layout};
use baocao_core::say;
use baocao_procedure::{Intent, Plan};

/// Records the completed text beside the approved one.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
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
        let approved = scene.read_blob(&approval.subject)?;
        let change = difference::unified(&String::from_utf8_lossy(&approved), write.text());
        if change.is_empty() {
            cx.voice.note(
                &say!(vi: "văn bản không đổi so với bản được duyệt", en: "the text is the approved one, unchanged"),
            );
        } else {
            cx.voice.note(&say!(vi: "thay đổi so với bản được duyệt:", en: "changed since the approval:"));
            cx.voice.note(&baocao_core::text::Text::same(change));
        }
        Ok(Draft {
            base: None,
            parents: Vec::new(),
            plan: Plan::Finalize { period: period.clone(), subject },
            files: vec![write],
        })
    })
}
