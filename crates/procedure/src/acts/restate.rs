//! `restate`: puts figures of an approved report right.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, approves_as, basis_of};
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::trailers::codec::{AtLeastOne, One, Optional, Rising};
use crate::trailers::words::Title;
use baocao_core::domain::{Correction, Detail, Restatement, Role};

trailers! {
    Restate {
        basis: One("Ref"),
        corrections: Rising { list: AtLeastOne("Figure"), key: "Figure", before: |a: &Correction, b| a.place() < b.place() },
        capacity: Optional("Capacity"),
        reason: One("Reason"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Leader];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    // Before a leader's approval a figure is simply corrected in the report; after it, for ever, it is restated.
    asked.stage >= Stage::Approved
}

/// It changes no file.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    false
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Restate { basis, corrections, capacity, .. } = &claim.act.detail else { return another_act() };
    let record = claim.record()?;
    basis_of(record, *basis)?;
    corrections.iter().try_for_each(|correction| restatable(record, correction))?;
    approves_as(record, claim.person, *capacity, claim.day)
}

/// A restated figure is of a report that went into the approved text, and is not what it already was.
fn restatable(record: &PeriodRecord, correction: &Correction) -> Result<(), Problem> {
    let (department, indicator) = (&correction.department, &correction.indicator);
    if !record.merge.as_ref().is_some_and(|merge| merge.inputs.iter().any(|input| input.department == *department)) {
        refuse!(
            ActMalformed,
            vi: "báo cáo đã duyệt không có phần của đơn vị “{department}” nên không có số liệu để đính chính",
            en: "the approved report holds nothing of the department “{department}” that could be restated"
        );
    }
    let standing = record.restated.get(&(department.clone(), indicator.clone())).map(|standing| standing.now);
    if correction.was == Some(correction.now) || standing.is_some_and(|now| correction.was != Some(now)) {
        refuse!(
            ActMalformed,
            vi: "số đính chính của “{indicator}” ({department}) không nối tiếp số đang có hiệu lực hoặc không khác gì",
            en: "the restated figure of “{indicator}” ({department}) does not follow the one in force, or is the same"
        );
    }
    Ok(())
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Restate { corrections, reason, .. } = &believed.act.detail else { return };
    for Correction { department, indicator, was, now } in corrections.iter().cloned() {
        let restatement = Restatement { commit: believed.mark.commit, was, now, reason: reason.clone() };
        record.restated.insert((department, indicator), restatement);
    }
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Restate { corrections, .. } = detail else { return words.plain() };
    format!("{}, {} số liệu", words.plain(), corrections.len())
}
