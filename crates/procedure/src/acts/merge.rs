//! `merge`: makes the draft or refreshes it.

use crate::acts::context::{Asked, Believed, Changed, before_review, trailers};
use crate::facts::{Claim, another_act};
use crate::problem::{Problem, refuse};
use crate::record::{Merged, PeriodRecord};
use crate::site::Spot;
use crate::state::State;
use crate::trailers::codec::{AtLeastOne, Block, Closing, Lines, Many, One, Rising, Trailer};
use crate::trailers::words::Title;
use baocao_core::domain::{DepartmentId, Detail, Digest, Input, Role};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Merge {
        subject: One("Subject"),
        inputs: Rising { list: AtLeastOne("Input"), key: "Input", before: |a: &Input, b| a.department < b.department },
        missing: Rising { list: Many("Missing"), key: "Missing", before: |a: &DepartmentId, b| a < b },
    } then InputsDigest
}

/// The line that closes a merge: the digest of its inputs.
struct InputsDigest;

impl Closing for InputsDigest {
    fn read(&self, lines: &mut Lines<'_>, detail: &Detail) -> Result<(), Text> {
        let Detail::Merge { inputs, .. } = detail else { return Ok(()) };
        let stated: Digest = One("Inputs").read(lines)?;
        if stated != Input::digest_all(inputs) {
            return Err(say!(
                vi: "“Baocao-Inputs” không phải mã băm của các dòng “Baocao-Input”",
                en: "“Baocao-Inputs” is not the digest of the “Baocao-Input” lines"
            ));
        }
        Ok(())
    }

    fn write(&self, detail: &Detail, out: &mut Block) {
        if let Detail::Merge { inputs, .. } = detail {
            One("Inputs").write(&Input::digest_all(inputs), out);
        }
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Consolidator];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    before_review(asked.record)
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    changed.change.new.is_some() && changed.spot == Some(&Spot::Draft)
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Merge { subject, inputs, missing } = &claim.act.detail else { return another_act() };
    claim.draft_is(subject)?;
    merged(claim.state, claim.record()?, inputs, missing)
}

/// A draft is of exactly what was submitted, which is something, and names everybody who is not in it.
fn merged(state: &State, record: &PeriodRecord, inputs: &[Input], missing: &[DepartmentId]) -> Result<(), Problem> {
    let (inputs_now, missing_now) = state.inputs(record);
    if inputs_now.is_empty() {
        refuse!(ActOutOfOrder, vi: "chưa có đơn vị nào nộp báo cáo", en: "no department has submitted a report");
    }
    if inputs == inputs_now && missing == missing_now {
        return Ok(());
    }
    let odd: Vec<&str> = record
        .settings
        .departments
        .iter()
        .map(|(id, _)| id)
        .filter(|id| {
            let of = |list: &[Input]| list.iter().find(|input| input.department == **id).cloned();
            of(inputs) != of(&inputs_now) || missing.contains(id) != missing_now.contains(id)
        })
        .map(DepartmentId::as_str)
        .collect();
    let odd = odd.join(", ");
    refuse!(
        ActOutOfOrder,
        vi: "đầu vào của dự thảo không đúng với các báo cáo đã nộp: {odd}",
        en: "the draft's inputs are not what the departments have submitted: {odd}"
    )
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Merge { subject, inputs, missing } = &believed.act.detail else { return };
    let mark = believed.mark;
    record.drafters.insert(mark.by.clone());
    let submitted = inputs.iter().filter_map(|input| record.submissions.get(&input.department));
    let pictures = submitted.flat_map(|submission| submission.pictures.clone()).collect();
    let (subject, inputs, missing) = (subject.clone(), inputs.clone(), missing.clone());
    record.merge = Some(Merged { mark, subject, inputs, missing, pictures });
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Merge { inputs, missing, .. } = detail else { return words.plain() };
    let line = format!("{}, {} đơn vị", words.plain(), inputs.len());
    if missing.is_empty() { line } else { format!("{line}, thiếu {}", missing.len()) }
}
