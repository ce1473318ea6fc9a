//! `return`: sends a report or the draft back.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, subject_is};
use crate::problem::{Problem, refuse};
use crate::record::{PeriodRecord, ReturnNote};
use crate::site::{draft, report};
use crate::trailers::codec::{One, Optional};
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, Role};

trailers! {
    Return {
        subject: One("Subject"),
        department: Optional("Department"),
        due: Optional("Due"),
        reason: One("Reason"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::ChiefOfOffice, Role::Leader];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    if asked.department.is_some() {
        return asked.stage < Stage::Dispatched;
    }
    // Leaders send back what was submitted to them, the office what it has drafted.
    match asked.role {
        Role::ChiefOfOffice => (Stage::Drafted..Stage::Dispatched).contains(&asked.stage),
        _ => (Stage::Reviewed..Stage::Dispatched).contains(&asked.stage),
    }
}

/// It changes no file.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    false
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Return { subject, department, due, .. } = &claim.act.detail else { return another_act() };
    let period = claim.period()?;
    let path = department.as_ref().map_or_else(|| draft(period), |id| report(period, id));
    subject_is(subject, &path, claim.after)?;
    if department.is_none() && due.is_some() {
        refuse!(
            ActMalformed,
            vi: "chỉ báo cáo của đơn vị mới được trả lại kèm hạn mới",
            en: "only a department's report is sent back with a new day"
        );
    }
    Ok(())
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Return { subject, department, due, reason } = &believed.act.detail else { return };
    record.clear();
    let note = ReturnNote { mark: believed.mark, subject: subject.clone(), reason: reason.clone(), due: *due };
    match department {
        None => record.returned = Some(note),
        Some(department) => {
            if let Some(submission) = record.submissions.get_mut(department) {
                submission.returned = Some(note);
            }
        }
    }
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Return { department, .. } = detail else { return words.plain() };
    match department {
        Some(id) => format!("{}: {}, {}", words.word, words.names.department(id), words.report),
        None => format!("{}: dự thảo {}", words.word, words.report),
    }
}
