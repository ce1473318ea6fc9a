//! Whether what an act says is so: the step it follows, the text it names, the inputs and the steps it stands on.

use crate::Stage;
use crate::capacity::capacity;
use crate::opened::opened;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::{Site, Spot, draft, in_period};
use crate::state::{After, State};
use baocao_core::domain::{
    Act, ActKind, Date, DepartmentId, Detail, Digest, Input, ObjectId, PeriodId, Person, Role, Version,
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

pub(crate) fn subject_is(subject: &Version, path: &RepoPath, after: After<'_>) -> Result<(), Problem> {
    if subject.path == *path && after.holds(subject) { Ok(()) } else { Err(another_text(subject)) }
}

pub(crate) fn same_text(named: &Version, standing: &Version) -> Result<(), Problem> {
    if named == standing { Ok(()) } else { Err(another_text(named)) }
}

pub(crate) fn stands_on(named: ObjectId, standing: Option<ObjectId>, kind: ActKind) -> Result<(), Problem> {
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

pub(crate) fn same_inputs(record: &PeriodRecord, named: &Digest) -> Result<(), Problem> {
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

pub(crate) fn approves_as(
    record: &PeriodRecord,
    person: &Person,
    named: Option<baocao_core::domain::Capacity>,
    day: Date,
) -> Result<(), Problem> {
    let right = capacity(person, record.id.cadence(), day)?;
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

pub(crate) fn basis_of(record: &PeriodRecord, named: (ActKind, ObjectId)) -> Result<(), Problem> {
    let standing = standing_basis(record).filter(|(kind, _)| *kind == named.0);
    stands_on(named.1, standing.map(|(_, commit)| commit), named.0)
}

/// Each sent file is in the record with exactly that content, and is named once.
pub(crate) fn sent_files(record: &PeriodRecord, files: &[(String, Digest)], after: After<'_>) -> Result<(), Problem> {
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

/// An act to be judged, with what it is judged against.
pub(crate) struct Claim<'a> {
    /// What is proven before it.
    pub(crate) state: &'a State,
    pub(crate) act: &'a Act,
    /// Its signer.
    pub(crate) person: &'a Person,
    /// The day on which it was made.
    pub(crate) day: Date,
    /// The tree of its very commit.
    pub(crate) after: After<'a>,
    /// Whether it replaces a key of the signer's own, which needs no endorsement.
    pub(crate) rotation: bool,
}

impl<'a> Claim<'a> {
    /// The act's period.
    ///
    /// # Errors
    /// It names none.
    pub(crate) fn period(&self) -> Result<&'a PeriodId, Problem> {
        match &self.act.period {
            Some(period) => Ok(period),
            None => refuse!(ActMalformed, vi: "bước này phải thuộc một kỳ", en: "this step must belong to a period"),
        }
    }

    /// What is proven of the act's period.
    ///
    /// # Errors
    /// The period is not open, or a commit of it cannot be believed.
    pub(crate) fn record(&self) -> Result<&'a PeriodRecord, Problem> {
        opened(self.state, self.period()?)
    }

    /// Judges that a text is the period's draft as this commit has it.
    pub(crate) fn draft_is(&self, subject: &Version) -> Result<(), Problem> {
        subject_is(subject, &draft(self.period()?), self.after)
    }

    /// How many people must agree to a change of the roster or to an annulment.
    pub(crate) fn threshold(&self) -> usize {
        self.state.members.roster.threshold.max(1)
    }
}

/// Refuses an act of a period that belongs to none.
pub(crate) fn another_act() -> Result<(), Problem> {
    refuse!(ActMalformed, vi: "bước này không thuộc một kỳ", en: "this step does not belong to a period")
}

/// The threshold counts different people and not keys; who commits is one of them.
pub(crate) fn enough(people: usize, threshold: usize) -> Result<(), Problem> {
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
