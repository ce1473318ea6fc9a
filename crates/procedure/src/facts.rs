//! Whether what an act says is so: the step it follows, the text it names, the inputs and the steps it stands on.

use crate::order::opened;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::{Site, Spot, draft, in_period, report};
use crate::state::{After, State};
use crate::{Stage, authority, numbers};
use baocao_core::domain::{
    Act, ActKind, Correction, Date, DepartmentId, Detail, Digest, Input, ObjectId, OneLine, PeriodId, Person, Role,
    Version, format_date_vi, year_of,
};
use baocao_core::text::RepoPath;

/// The department an act is about.
pub fn department(act: &Act) -> Option<DepartmentId> {
    match &act.detail {
        Detail::Submit { subject, .. } => DepartmentId::parse(subject.path.stem()),
        Detail::Return { department, .. } => department.clone(),
        _ => None,
    }
}

/// Judges the act's own facts against what is proven and the tree of its very commit. A `rotation` needs nobody's agreement.
pub(crate) fn facts(
    state: &State,
    act: &Act,
    person: &Person,
    day: Date,
    after: After<'_>,
    rotation: bool,
) -> Result<(), Problem> {
    if act.actor != person.id {
        let (name, actor) = (&person.name, &act.actor);
        refuse!(
            SignerUnauthorised,
            vi: "bước ghi tên “{actor}” nhưng chữ ký là của {name}",
            en: "the act names “{actor}” but {name} signed it"
        );
    }
    let Some(period) = &act.period else {
        previous(act, state.last_folder_act.unwrap_or(ObjectId::ZERO), state.passed_over(None))?;
        return on_folder(state, act, person, after, rotation);
    };
    if let Detail::Open { subject, .. } = &act.detail {
        previous(act, ObjectId::ZERO, &[])?;
        return subject_is(subject, &in_period(period, "ky.toml"), after);
    }
    let record = opened(state, period)?;
    previous(act, record.last, state.passed_over(Some(period)))?;
    let draft = draft(period);
    match &act.detail {
        Detail::Directive { .. } => Ok(()),
        Detail::Submit { subject, pictures } => {
            let Some(id) = department(act) else { return Err(another_text(subject)) };
            subject_is(subject, &report(period, &id), after)?;
            own_pictures(period, &id, pictures, &|picture| after.holds(picture))?;
            resubmission(record, &id, subject, pictures)
        }
        Detail::Merge { subject, inputs, missing } => {
            subject_is(subject, &draft, after)?;
            merged(state, record, inputs, missing)
        }
        Detail::Review { subject, inputs, merge } => {
            subject_is(subject, &draft, after)?;
            stands_on(*merge, record.merge.as_ref().map(|m| m.mark.commit), ActKind::Merge)?;
            same_inputs(record, inputs)
        }
        Detail::Return { subject, department, due, .. } => {
            let path = department.as_ref().map_or_else(|| draft.clone(), |id| report(period, id));
            subject_is(subject, &path, after)?;
            if department.is_none() && due.is_some() {
                refuse!(
                    ActMalformed,
                    vi: "chỉ báo cáo của đơn vị mới được trả lại kèm hạn mới",
                    en: "only a department's report is sent back with a new day"
                );
            }
            Ok(())
        }
        Detail::Approve { subject, inputs, review, capacity, instructions } => {
            subject_is(subject, &draft, after)?;
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
            approves_as(record, person, *capacity, day)
        }
        Detail::Finalize { subject, was, approve, .. } => {
            subject_is(subject, &draft, after)?;
            stands_on(*approve, record.approval.as_ref().map(|a| a.mark.commit), ActKind::Approve)?;
            same_text(was, record.approval.as_ref().map_or(was, |approval| &approval.subject))
        }
        Detail::Dispatch { subject, basis, number, date, files, .. } => {
            subject_is(subject, &draft, after)?;
            basis_of(record, *basis)?;
            dated(record, *date, day)?;
            unused(state, record, number, *date)?;
            same_text(subject, record.approved_text().unwrap_or(subject))?;
            sent_files(record, files, after)
        }
        Detail::Archive { subject, dispatch, manifest } => {
            subject_is(subject, &draft, after)?;
            stands_on(*dispatch, record.dispatch.as_ref().map(|d| d.mark.commit), ActKind::Dispatch)?;
            same_text(subject, record.dispatch.as_ref().map_or(subject, |d| &d.subject))?;
            filed(record, manifest, after)
        }
        Detail::Restate { basis, corrections, capacity, .. } => {
            basis_of(record, *basis)?;
            corrections.iter().try_for_each(|correction| restatable(record, correction))?;
            approves_as(record, person, *capacity, day)
        }
        // Judged by `branch`, which sees the branches themselves.
        Detail::Receive { .. } => Ok(()),
        Detail::Open { .. }
        | Detail::Genesis { .. }
        | Detail::Endorse { .. }
        | Detail::Roster { .. }
        | Detail::Annul { .. } => {
            refuse!(ActMalformed, vi: "bước này không thuộc một kỳ", en: "this step does not belong to a period")
        }
    }
}

/// A document bears the day it was signed or a later one, up to the day it is sent. By another year it would have another
/// year's numbers.
fn dated(record: &PeriodRecord, date: Date, day: Date) -> Result<(), Problem> {
    let signed = record.approval.as_ref().map_or(date, |approval| approval.mark.at.date());
    if signed <= date && date <= day {
        return Ok(());
    }
    let (date, signed, day) = (format_date_vi(date), format_date_vi(signed), format_date_vi(day));
    refuse!(
        TimeImplausible,
        vi: "{date} không thể là ngày của văn bản: duyệt ngày {signed}, gửi ngày {day}",
        en: "{date} cannot be the document's day: approved on {signed}, sent on {day}"
    )
}

/// A number stands once in a year (Nghị định 30/2020/NĐ-CP, Điều 15), however it is spelt: two clerks who were apart find out
/// when they meet.
fn unused(state: &State, own: &PeriodRecord, number: &OneLine, date: Date) -> Result<(), Problem> {
    match numbers::taken(state, &own.id, number.as_str(), year_of(date)) {
        None => Ok(()),
        Some(period) => refuse!(
            ActOutOfOrder,
            vi: "số {number} đã dùng cho báo cáo kỳ {period} trong cùng năm",
            en: "the number {number} is taken by the report of {period} in the same year"
        ),
    }
}

/// An act names the last one before it. Acts that were annulled later stood there when it was made: `annulled` since the last.
pub fn previous(act: &Act, last: ObjectId, annulled: &[ObjectId]) -> Result<(), Problem> {
    if act.prev == last {
        return Ok(());
    }
    if annulled.contains(&act.prev) {
        return Ok(());
    }
    let (named, last) = (act.prev.short(), last.short());
    refuse!(
        ActOutOfOrder,
        vi: "bước này nối sau {named}, nhưng bước gần nhất là {last}",
        en: "the act follows {named}, but the last act is {last}"
    )
}

pub(crate) fn another_text(subject: &Version) -> Problem {
    let path = baocao_core::text::visible(subject.path.as_str());
    Problem::new(
        baocao_core::diagnostic::Code::ContentChanged,
        baocao_core::say!(
            vi: "văn bản mà bước này nêu ({path}) không phải văn bản đang có",
            en: "the text that the act names ({path}) is not the text that is there"
        ),
    )
}

fn subject_is(subject: &Version, path: &RepoPath, after: After<'_>) -> Result<(), Problem> {
    if subject.path == *path && after.holds(subject) { Ok(()) } else { Err(another_text(subject)) }
}

fn same_text(named: &Version, standing: &Version) -> Result<(), Problem> {
    if named == standing { Ok(()) } else { Err(another_text(named)) }
}

fn stands_on(named: ObjectId, standing: Option<ObjectId>, kind: ActKind) -> Result<(), Problem> {
    if Some(named) == standing {
        return Ok(());
    }
    let (named, word, id) = (named.short(), kind.word(), kind.id());
    refuse!(
        ActOutOfOrder,
        vi: "{named} không phải bước “{word}” đang có hiệu lực",
        en: "{named} is not the standing step “{id}”"
    )
}

fn same_inputs(record: &PeriodRecord, named: &Digest) -> Result<(), Problem> {
    if record.merge.as_ref().is_some_and(|merge| Input::digest_all(&merge.inputs) == *named) {
        return Ok(());
    }
    refuse!(
        ContentChanged,
        vi: "các báo cáo đầu vào mà bước này nêu không phải đầu vào của dự thảo",
        en: "the inputs that the act names are not the draft's inputs"
    )
}

/// Each picture that a submission names is in the department's own folder and stands there with exactly that content.
pub(crate) fn own_pictures(
    period: &PeriodId,
    department: &DepartmentId,
    pictures: &[Version],
    holds: &dyn Fn(&Version) -> bool,
) -> Result<(), Problem> {
    let own = Site::Period(period.clone(), Spot::Picture(department.clone()));
    for picture in pictures {
        let path = baocao_core::text::visible(picture.path.as_str());
        if Site::of(&picture.path) != own {
            refuse!(
                SignerUnauthorised,
                vi: "“{path}” không ở thư mục hình của đơn vị “{department}”",
                en: "“{path}” is not in the folder of pictures of “{department}”"
            );
        }
        if !holds(picture) {
            refuse!(
                ContentChanged,
                vi: "hình mà bước này nêu ({path}) không phải hình đang có",
                en: "the picture that the act names ({path}) is not the one that is there"
            );
        }
    }
    Ok(())
}

pub(crate) fn resubmission(
    record: &PeriodRecord,
    department: &DepartmentId,
    subject: &Version,
    pictures: &[Version],
) -> Result<(), Problem> {
    let before = record.submissions.get(department);
    if before.is_some_and(|before| before.subject == *subject && before.pictures == pictures) {
        let department = baocao_core::text::visible(record.department_name(department));
        refuse!(
            ActOutOfOrder,
            vi: "báo cáo của “{department}” đã nộp đúng bản này, không có thay đổi để nộp lại",
            en: "exactly this report of “{department}” has been submitted already"
        );
    }
    Ok(())
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

fn approves_as(
    record: &PeriodRecord,
    person: &Person,
    named: Option<baocao_core::domain::Capacity>,
    day: Date,
) -> Result<(), Problem> {
    let right = authority::capacity(person, record.id.cadence(), day)?;
    if named == right {
        return Ok(());
    }
    let name = &person.name;
    let right = right.map_or("", |capacity| capacity.id());
    refuse!(
        SignerUnauthorised,
        vi: "hình thức ký của {name} phải là “{right}”",
        en: "{name} must approve in the capacity “{right}”"
    )
}

/// The leader's word that a dispatch stands on: the approval, or the completion it asked for (or the approval of that).
pub(crate) fn standing_basis(record: &PeriodRecord) -> Option<(ActKind, ObjectId)> {
    let approval = |a: &crate::record::Approval| (ActKind::Approve, a.mark.commit);
    match &record.finalization {
        Some(finalization) => {
            Some(finalization.approved.as_ref().map_or((ActKind::Finalize, finalization.mark.commit), approval))
        }
        None => record.approval.as_ref().map(approval),
    }
}

fn basis_of(record: &PeriodRecord, named: (ActKind, ObjectId)) -> Result<(), Problem> {
    let standing = standing_basis(record).filter(|(kind, _)| *kind == named.0);
    stands_on(named.1, standing.map(|(_, commit)| commit), named.0)
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

/// Each sent file is in the record with exactly that content, and is named once.
fn sent_files(record: &PeriodRecord, files: &[(String, Digest)], after: After<'_>) -> Result<(), Problem> {
    for (at, (name, digest)) in files.iter().enumerate() {
        let path = in_period(&record.id, &format!("ho-so/{name}"));
        let is_record = matches!(crate::Site::of(&path), crate::Site::Period(_, crate::Spot::Record(_)));
        let twice = files[..at].iter().any(|(other, _)| other == name);
        if !is_record || twice || after.get(&path).is_none_or(|(_, is)| is != *digest) {
            refuse!(
                ContentChanged,
                vi: "tệp gửi “{name}” không có trong ho-so/ với đúng nội dung đã nêu",
                en: "the sent file “{name}” is not in ho-so/ with the content named"
            );
        }
    }
    Ok(())
}

/// The manifest is in the record, and what was sent is still there as it was sent.
fn filed(record: &PeriodRecord, manifest: &Digest, after: After<'_>) -> Result<(), Problem> {
    if let Some(dispatch) = &record.dispatch {
        sent_files(record, &dispatch.files, after)?;
    }
    // By its name: the digest of some other file, the sent one for instance, proves no filing.
    let path = in_period(&record.id, "ho-so/bang-ma-kiem.sha256");
    if after.get(&path).is_some_and(|(_, digest)| digest == *manifest) {
        return Ok(());
    }
    refuse!(
        ContentChanged,
        vi: "ho-so/bang-ma-kiem.sha256 không phải bảng kê đã nêu",
        en: "ho-so/bang-ma-kiem.sha256 is not the manifest that was named"
    )
}

fn on_folder(state: &State, act: &Act, person: &Person, after: After<'_>, rotation: bool) -> Result<(), Problem> {
    let settings = RepoPath::new("baocao.toml");
    let threshold = state.members.roster.threshold.max(1);
    match &act.detail {
        Detail::Endorse { .. } | Detail::Genesis { .. } => Ok(()),
        Detail::Roster { subject, .. } if rotation => subject_is(subject, &settings, after),
        Detail::Roster { subject, endorsements } => {
            subject_is(subject, &settings, after)?;
            let standing = state.endorsements.get(&baocao_core::domain::Proposal::Roster(subject.sha256));
            let mut people = std::collections::BTreeSet::from([&person.id]);
            for (at, commit) in endorsements.iter().enumerate() {
                let by = standing.and_then(|standing| standing.get(commit));
                let Some(by) = by.filter(|_| !endorsements[..at].contains(commit)) else {
                    let commit = commit.short();
                    refuse!(
                        RosterChangeUnauthorised,
                        vi: "{commit} không phải bước tán thành đúng bản danh sách này",
                        en: "{commit} does not endorse exactly this roster"
                    );
                };
                people.insert(by);
            }
            enough(people.len(), threshold)
        }
        Detail::Annul { commits, .. } => {
            let proposal = baocao_core::domain::Proposal::annulment(commits);
            let mut people: std::collections::BTreeSet<_> =
                state.endorsements.get(&proposal).into_iter().flat_map(|standing| standing.values()).collect();
            people.insert(&person.id);
            enough(people.len(), threshold)?;
            crate::territory::annullable(state, commits)
        }
        _ => refuse!(ActMalformed, vi: "bước này phải thuộc một kỳ", en: "this step must belong to a period"),
    }
}

/// The threshold counts different people and not keys; who commits is one of them.
fn enough(people: usize, threshold: usize) -> Result<(), Problem> {
    if people >= threshold {
        return Ok(());
    }
    refuse!(
        RosterChangeUnauthorised,
        vi: "mới có {people} người tán thành, cần {threshold}",
        en: "{people} people agree, {threshold} are needed"
    )
}

/// Whether an act may still change the draft.
pub(crate) fn draft_is_open(record: &PeriodRecord) -> bool {
    record.stage() <= Stage::Drafted
}

/// Whether a person may edit the draft at all.
pub(crate) fn edits_draft(person: &Person) -> bool {
    person.has(Role::Consolidator) || person.has(Role::ChiefOfOffice)
}
