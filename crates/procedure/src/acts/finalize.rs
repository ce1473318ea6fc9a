//! `finalize`: completes the approved text as instructed.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, same_text, stands_on};
use crate::problem::Problem;
use crate::record::{Finalization, PeriodRecord};
use crate::site::Spot;
use crate::trailers::codec::{Check, One, Optional, Reference};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, Role};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Finalize {
        subject: One("Subject"),
        was: One("Was"),
        approve: Reference(ActKind::Approve),
        reason: Optional("Reason"),
    } then Check(reason_of_an_unchanged_text)
}

fn reason_of_an_unchanged_text(detail: &Detail) -> Result<(), Text> {
    let Detail::Finalize { subject, was, reason, .. } = detail else { return Ok(()) };
    if reason.is_some() && subject != was {
        return Err(say!(
            vi: "“Baocao-Reason” của bước hoàn chỉnh chỉ ghi khi văn bản không đổi so với bản được duyệt",
            en: "the “Baocao-Reason” of a completion is only for a text that is the approved one, unchanged"
        ));
    }
    Ok(())
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::ChiefOfOffice];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    asked.stage == Stage::Completing
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    changed.change.new.is_some() && changed.spot == Some(&Spot::Draft)
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Finalize { subject, was, approve, .. } = &claim.act.detail else { return another_act() };
    let record = claim.record()?;
    claim.draft_is(subject)?;
    stands_on(*approve, record.approval.as_ref().map(|a| a.mark.commit), ActKind::Approve)?;
    same_text(was, record.approval.as_ref().map_or(was, |approval| &approval.subject))
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Finalize { subject, was, .. } = &believed.act.detail else { return };
    let (mark, subject, was) = (believed.mark, subject.clone(), was.clone());
    record.completers.insert(mark.by.clone());
    record.finalization = Some(Finalization { mark, subject, was, approved: None });
}

/// The subject line of its commit.
pub(super) fn title(_: &Detail, words: &Title<'_>) -> String {
    words.plain()
}
