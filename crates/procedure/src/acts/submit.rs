//! `submit`: a department submits its report.

use crate::acts::context::{Asked, Believed, Changed, before_review, trailers};
use crate::facts::{Claim, another_act, another_text, department, own_pictures, resubmission, subject_is};
use crate::problem::Problem;
use crate::record::{Mark, PeriodRecord, ReturnNote, Submission};
use crate::site::{Spot, report};
use crate::trailers::codec::{Check, Many, One};
use crate::trailers::words::Title;
use baocao_core::domain::{DepartmentId, Detail, Moment, ObjectId, PICTURES_MOST, Role, Version};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Submit {
        subject: One("Subject"),
        pictures: Many("Picture"),
    } then Check(pictures_in_order)
}

fn pictures_in_order(detail: &Detail) -> Result<(), Text> {
    let Detail::Submit { pictures, .. } = detail else { return Ok(()) };
    if pictures.len() > PICTURES_MOST || pictures.windows(2).any(|pair| pair[0].path >= pair[1].path) {
        return Err(say!(
            vi: "các dòng “Baocao-Picture” quá nhiều hoặc không xếp theo đường dẫn",
            en: "the “Baocao-Picture” lines are too many or not in the order of their paths"
        ));
    }
    Ok(())
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Reporter];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    before_review(asked.record)
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    match (&changed.act.detail, changed.spot) {
        (Detail::Submit { subject, .. }, Some(Spot::Report(_))) => changed.change.path == subject.path,
        (Detail::Submit { pictures, .. }, Some(Spot::Picture(_))) => {
            changed.change.new.is_some() && pictures.iter().any(|picture| picture.path == changed.change.path)
        }
        _ => false,
    }
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Submit { subject, pictures } = &claim.act.detail else { return another_act() };
    let (period, record) = (claim.period()?, claim.record()?);
    let Some(id) = department(claim.act) else { return Err(another_text(subject)) };
    subject_is(subject, &report(period, &id), claim.after)?;
    own_pictures(period, &id, pictures, &|picture| claim.after.holds(picture))?;
    resubmission(record, &id, subject, pictures)
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Submit { subject, pictures } = &believed.act.detail else { return };
    let at = believed.mark.at;
    enter(record, (subject, pictures), believed.mark, at, None);
}

/// A department's text and pictures enter the record; `when` they came for the deadline.
pub(crate) fn enter(
    record: &mut PeriodRecord,
    (subject, pictures): (&Version, &[Version]),
    mark: Mark,
    when: Moment,
    branch: Option<(ObjectId, Moment)>,
) {
    let Some(department) = DepartmentId::parse(subject.path.stem()) else { return };
    let before = record.submissions.get(&department);
    let returned = before.and_then(|s| s.returned.as_ref());
    let (due, arrived) = match (before, returned) {
        (Some(before), Some(ReturnNote { due: None, .. })) => (before.due, before.arrived),
        (_, Some(ReturnNote { due, .. })) => (*due, when),
        (Some(before), None) => (before.due, when),
        (None, None) => (None, when),
    };
    let times = before.map_or(0, |s| s.times) + 1;
    let (subject, pictures) = (subject.clone(), pictures.to_vec());
    let submission = Submission { mark, subject, pictures, due, arrived, branch, returned: None, times };
    record.submissions.insert(department, submission);
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Submit { subject, .. } = detail else { return words.plain() };
    format!("{}: {}, {}", words.word, words.names.of_file(subject), words.report)
}
