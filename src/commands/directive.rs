//! `directive`: records a superior's order that changes a period's last day.

use crate::office::record::{Draft, FileWrite};
use crate::office::{ActOptions, Context, Office, period, record, telling_line};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, Date, Deadline, folder as layout, format_date_vi};
use baocao_core::format::settings::write as settings;
use baocao_core::say;
use baocao_procedure::{Intent, Plan};

/// Writes the new last day and the order's reference into `ky.toml` and records it.
pub fn run(cx: &Context<'_>, typed: &str, due: Date, basis: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let basis = telling_line("--basis", basis)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Directive, &period))?;
        if due < scene.now.date() {
            let shown = format_date_vi(due);
            return Err(Usage(say!(vi: "ngày {shown} đã qua, không đặt làm hạn được", en: "{shown} is over and cannot be the last day")).into());
        }
        let before = scene.record(&period)?.settings.clone();
        let mut settings = (*before).clone();
        settings.deadline = Deadline::no_later_than(due);
        settings.directive = Some(basis.to_string());
        if settings == *before {
            let shown = format_date_vi(due);
            return Err(Refusal::new(say!(
                vi: "chỉ đạo này đã ghi rồi: hạn hết ngày {shown}, theo {basis}",
                en: "this order is recorded already: the last day is {shown}, by {basis}"
            ))
            .who(say!(vi: "xem `baocao status {period}`", en: "see `baocao status {period}`"))
            .into());
        }
        let text = settings::period(&settings);
        let write = FileWrite::generated(&office, layout::period_settings(&period), text.into_bytes())?;
        let plan = Plan::Directive { period: period.clone(), last_day: due, basis: basis.clone() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: vec![write] })
    })
}
