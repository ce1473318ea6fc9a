//! `approve`: a leader approves exactly this text.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, approves_as, same_inputs, same_text, stands_on};
use crate::problem::{Problem, refuse};
use crate::record::{Approval, PeriodRecord};
use crate::trailers::codec::{One, Optional, Reference};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, Role};

trailers! {
    Approve {
        subject: One("Subject"),
        inputs: One("Inputs"),
        review: Reference(ActKind::Review),
        capacity: Optional("Capacity"),
        instructions: Optional("Instructions"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Leader];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    asked.stage == Stage::Reviewed || asked.record.awaits_second_approval()
}

/// It changes no file.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    false
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Approve { subject, inputs, review, capacity, instructions } = &claim.act.detail else {
        return another_act();
    };
    let record = claim.record()?;
    claim.draft_is(subject)?;
    stands_on(*review, record.review.as_ref().map(|r| r.mark.commit), ActKind::Review)?;
    same_inputs(record, inputs)?;
    let standing = match &record.finalization {
        Some(finalization) => &finalization.subject,
        None => record.review.as_ref().map_or(subject, |review| &review.subject),
    };
    same_text(subject, standing)?;
    if record.finalization.is_some() && instructions.is_some() {
        refuse!(
            ActOutOfOrder,
            vi: "duyệt lại bản hoàn chỉnh không kèm thêm ý kiến; nếu cần sửa nữa thì trả lại",
            en: "the second approval carries no instructions; send the text back if it must change again"
        );
    }
    approves_as(record, claim.person, *capacity, claim.day)
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Approve { subject, capacity, instructions, .. } = &believed.act.detail else { return };
    let (subject, instructions) = (subject.clone(), instructions.clone());
    let approval = Approval { mark: believed.mark, subject, capacity: *capacity, instructions };
    match &mut record.finalization {
        Some(finalization) => finalization.approved = Some(approval),
        None => record.approval = Some(approval),
    }
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Approve { instructions: Some(_), .. } = detail else { return words.plain() };
    format!("{} có ý kiến: {}", words.word, words.report)
}
