//! `log PERIOD`: the ledger, one line an act, for people.

use crate::office::{Context, Format, Office, contact, history, period, receipts};
use crate::ui::output::ledger;
use crate::ui::voice::Exit;
use baocao_core::diagnostic::{Code, Refusal};
use baocao_core::say;

/// Prints what has been proven about a period.
pub fn run(cx: &Context<'_>, typed: &str, format: Format) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let (ledger, mut problems) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    // Whether the root is the agency's own is a question for `verify`, and what a message looks like in git changes no step.
    problems.retain(|d| !matches!(d.code, Code::RootUnpinned | Code::MessageMisleading));
    if ledger.period(&period).is_none() {
        return Err(
            Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened")).into()
        );
    }
    let lines = receipts::lines(cx, office.repo()?, &ledger, Some(&period))?;
    let text = match format {
        Format::Json => ledger::json(&lines, &period.to_string()),
        _ => ledger::text(&lines, cx.voice.lang()),
    };
    cx.voice.out(&text);
    if !problems.is_empty() {
        let count = problems.len();
        cx.voice.note(&say!(
            vi: "lịch sử có {count} chỗ không tin được; chạy `baocao verify` để xem",
            en: "{count} things in the history cannot be believed; run `baocao verify` to see them"
        ));
        return Ok(Exit::Wrong);
    }
    Ok(Exit::Done)
}
