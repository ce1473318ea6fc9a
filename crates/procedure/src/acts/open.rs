//! `open`: opens a period.

use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, subject_is};
use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::site::{Spot, in_period};
use crate::trailers::codec::One;
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, Role, format_date_vi};

trailers! {
    Open {
        subject: One("Subject"),
        last_day: One("Last-Day"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Consolidator, Role::ChiefOfOffice];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// No stage of an open period admits it.
pub(super) fn in_stage(_: &Asked<'_>) -> bool {
    false
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    let new = changed.change.new.is_some() && !changed.state.files.contains_key(&changed.change.path);
    new && matches!(changed.spot, Some(Spot::Settings | Spot::Form | Spot::Report(_)))
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Open { subject, .. } = &claim.act.detail else { return another_act() };
    subject_is(subject, &in_period(claim.period()?, "ky.toml"), claim.after)
}

/// `effect` makes the period's record from the settings that the commit brings.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Open { last_day, .. } = detail else { return words.plain() };
    format!("{}, hạn nộp hết ngày {}", words.plain(), format_date_vi(*last_day))
}
