//! `return`: sends the draft back to the office, or one report back to its writer, with a reason.

use crate::office::record::Draft;
use crate::office::{ActOptions, Context, Office, departments, line, period, record};
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::{ActKind, Date, format_date_vi};
use baocao_core::say;
use baocao_procedure::{Intent, Plan};

/// What is sent back, why, until when.
pub struct Options {
    /// Why; mandatory.
    pub reason: String,
    /// A department's report; none for the draft.
    pub department: Option<String>,
    /// The new last day.
    pub due: Option<Date>,
}

/// Records the return.
pub fn run(cx: &Context<'_>, typed: &str, options: &Options, act: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let reason = line("--reason", &options.reason)?;
    if let Some(due) = options.due.filter(|due| *due < cx.now.date()) {
        return Err(Usage(say!(
            vi: "hạn nộp lại {} đã qua, hôm nay là {}; ghi ngày từ hôm nay trở đi",
            en: "the new last day {} has passed, today is {}; give today or a later day",
            format_date_vi(due),
            format_date_vi(cx.now.date())
        ))
        .into());
    }
    record::run(cx, &office, act, &|scene| {
        let known = &scene.record(&period)?.settings.departments;
        let department = options.department.as_deref().map(|typed| departments::meant(cx, known, typed)).transpose()?;
        let intent = Intent::of(ActKind::Return, &period);
        scene.may(&match &department {
            Some(id) => intent.department(id),
            None => intent,
        })?;
        let plan = Plan::Return {
            period: period.clone(),
            department: department.clone(),
            due: options.due,
            reason: reason.clone(),
        };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: Vec::new() })
    })
}
