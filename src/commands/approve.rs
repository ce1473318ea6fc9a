//! `approve`: a leader approves exactly this text, or approves with instructions.

use crate::office::confirm::Question;
use crate::office::record::Draft;
use crate::office::{ActOptions, Context, Office, draft, line, period, record, telling};
use crate::ui::voice::Exit;
use baocao_core::domain::ActKind;
use baocao_core::say;
use baocao_procedure::{Intent, Plan};

/// Records the approval of the text that was reviewed.
pub fn run(cx: &Context<'_>, typed: &str, instructions: Option<&str>, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let instructions = instructions.map(|text| line("--instructions", text)).transpose()?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Approve, &period))?;
        draft::as_recorded(&office, scene, &period)?;
        let mut summary = telling::draft(scene.record(&period)?);
        summary.extend(instructions.iter().map(|asked| say!(vi: "  ý kiến: {asked}", en: "  instructions: {asked}")));
        let question = Question::new(summary, say!(vi: "Duyệt văn bản này?", en: "Approve this text?"));
        scene.ask(question.with(draft::lacking(scene.record(&period)?)));
        let plan = Plan::Approve { period: period.clone(), instructions: instructions.clone() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: Vec::new() })
    })
}
