//! `review`: Chánh Văn phòng has reviewed the draft and submits it to the leaders.

use crate::office::record::Draft;
use crate::office::{ActOptions, Context, Office, draft, period, pictures, record};
use crate::ui::voice::Exit;
use baocao_core::domain::ActKind;
use baocao_procedure::{Intent, Plan};

/// Records the review of exactly the draft that stands in history.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Review, &period))?;
        let subject = draft::as_recorded(&office, scene, &period)?;
        draft::without_conflicts(scene, &subject)?;
        pictures::in_draft(&office, scene.record(&period)?, &scene.read_blob(&subject)?)?;
        Ok(Draft { base: None, parents: Vec::new(), plan: Plan::Review { period: period.clone() }, files: Vec::new() })
    })
}
