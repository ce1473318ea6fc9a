//! `directive`: moves the last day of a period by an order.

use crate::acts::context::{Asked, Believed, Changed, before_review, trailers};
use crate::facts::Claim;
use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::site::Spot;
use crate::trailers::codec::One;
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, Role, format_date_vi};

trailers! {
    Directive {
        last_day: One("Last-Day"),
        basis: One("Basis"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Consolidator, Role::ChiefOfOffice];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    before_review(asked.record)
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    changed.change.new.is_some() && changed.spot == Some(&Spot::Settings)
}

/// Whether what the act says is so.
pub(super) fn facts(_: &Claim<'_>) -> Result<(), Problem> {
    Ok(())
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    if let Some((_, Ok(settings))) = believed.entry.periods.first() {
        record.settings = settings.clone();
    }
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Directive { last_day, .. } = detail else { return words.plain() };
    format!("{}, hạn nộp mới hết ngày {}", words.plain(), format_date_vi(*last_day))
}
