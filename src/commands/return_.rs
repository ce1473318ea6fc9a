//! `return`: sends the draft back to the office, or one report back to its writer, with a reason.

use crate::office::record::Draft;
use crate::office::{ActOptions, Context, Office, line, period, record};
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::{ActKind, Date, DepartmentId};
use baocao_core::say;
use baocao_core::text::visible;
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
    let department = match &options.department {
        None => None,
        Some(id) => Some(DepartmentId::parse(id).ok_or_else(|| {
            let shown = visible(id);
            Usage(say!(vi: "“{shown}” không phải mã đơn vị", en: "“{shown}” is not a department id"))
        })?),
    };
    if let Some(due) = options.due.filter(|due| *due < cx.now.date()) {
        return Err(Usage(say!(vi: "hạn nộp lại {due} đã qua", en: "the new last day {due} has passed")).into());
    }
    record::run(cx, &office, act, &|scene| {
        if let Some(id) = &department
            && !scene.record(&period)?.settings.departments.iter().any(|(known, _)| known == id)
        {
            return Err(
                Usage(say!(vi: "kỳ {period} không có đơn vị “{id}”", en: "{period} has no department “{id}”")).into()
            );
        }
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
