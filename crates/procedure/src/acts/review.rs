//! `review`: the Chief of Office submits the draft to the leaders.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, same_inputs, stands_on};
use crate::problem::Problem;
use crate::record::{PeriodRecord, Review};
use crate::trailers::codec::{One, Reference};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, Role};

trailers! {
    Review {
        subject: One("Subject"),
        inputs: One("Inputs"),
        merge: Reference(ActKind::Merge),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::ChiefOfOffice];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    asked.stage == Stage::Drafted
}

/// It changes no file.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    false
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Review { subject, inputs, merge } = &claim.act.detail else { return another_act() };
    let record = claim.record()?;
    claim.draft_is(subject)?;
    stands_on(*merge, record.merge.as_ref().map(|m| m.mark.commit), ActKind::Merge)?;
    same_inputs(record, inputs)
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Review { subject, inputs, .. } = &believed.act.detail else { return };
    record.returned = None;
    record.review = Some(Review { mark: believed.mark, subject: subject.clone(), inputs: *inputs });
}

/// The subject line of its commit.
pub(super) fn title(_: &Detail, words: &Title<'_>) -> String {
    words.plain()
}
