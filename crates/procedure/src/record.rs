//! What has been proven about one period.

use crate::Stage;
use baocao_core::domain::{
    Capacity, Date, DepartmentId, Digest, FilesCompared, Input, Moment, ObjectId, OneLine, PeriodId, PeriodSettings,
    PersonId, Restatements, Tenure, Version,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which commit, when and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The commit.
    pub commit: ObjectId,
    /// The line's clock at that commit, by which lateness is judged.
    pub at: Moment,
    /// The person.
    pub by: PersonId,
}

/// A department's submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The `submit` (or `receive`) act.
    pub mark: Mark,
    /// The text.
    pub subject: Version,
    /// The pictures that it shows, by path.
    pub pictures: Vec<Version>,
    /// The date by which it had to arrive, where a return set one.
    pub due: Option<Date>,
    /// When it arrived for the deadline. A report sent back without a new day arrived when it first did: the office's
    /// own return makes nobody late.
    pub arrived: Moment,
    /// Where it came by the department's own branch: the `submit` there, and when by the department's clock. `mark` then
    /// is the office's `receive`.
    pub branch: Option<(ObjectId, Moment)>,
    /// Sent back since.
    pub returned: Option<ReturnNote>,
    /// How many submissions there were, this one included.
    pub times: usize,
}

/// Sent back: by whom, why, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnNote {
    /// The `return` act.
    pub mark: Mark,
    /// What was sent back.
    pub subject: Version,
    /// Why.
    pub reason: OneLine,
    /// The new day.
    pub due: Option<Date>,
}

/// The standing `merge`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The act.
    pub mark: Mark,
    /// The draft as it was merged; people edit it afterwards.
    pub subject: Version,
    /// What went in, by department id.
    pub inputs: Vec<Input>,
    /// Who was left out.
    pub missing: Vec<DepartmentId>,
    /// The pictures of the reports that went in. The inputs name the submissions that sign them.
    pub pictures: Vec<Version>,
}

/// The standing `review`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The act.
    pub mark: Mark,
    /// The text.
    pub subject: Version,
    /// The digest of its inputs.
    pub inputs: Digest,
}

/// The standing `approve`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The act.
    pub mark: Mark,
    /// The text.
    pub subject: Version,
    /// Ký thay.
    pub capacity: Option<Capacity>,
    /// What is still to be done.
    pub instructions: Option<OneLine>,
}

/// The standing `finalize`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finalization {
    /// The act.
    pub mark: Mark,
    /// The completed text.
    pub subject: Version,
    /// The approved text it departs from.
    pub was: Version,
    /// The second approval, where `duyet_lai_sau_hoan_chinh` asks for one.
    pub approved: Option<Approval>,
}

/// The `dispatch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatched {
    /// The act.
    pub mark: Mark,
    /// The text.
    pub subject: Version,
    /// Số ký hiệu.
    pub number: OneLine,
    /// The document's date.
    pub date: Date,
    /// Recipients.
    pub to: Vec<OneLine>,
    /// How it was sent.
    pub channel: Option<OneLine>,
    /// The sent files in `ho-so/`.
    pub files: Vec<(String, Digest)>,
    /// Which of them were not held against the approved text, or differ from it.
    pub compared: FilesCompared,
}

/// Everything proven about one period.
#[derive(Debug, Clone)]
pub struct PeriodRecord {
    /// Which.
    pub id: PeriodId,
    /// `ky.toml` as it was opened, with the last day that a directive may have set.
    pub settings: Arc<PeriodSettings>,
    /// The office's departments that are not in it, by name, with their tenures when it was opened.
    pub left_out: Vec<(String, Tenure)>,
    /// The `open` act.
    pub opened: Mark,
    /// The last act: what the next one names in `Baocao-Prev`.
    pub last: ObjectId,
    /// By department.
    pub submissions: BTreeMap<DepartmentId, Submission>,
    /// Everybody who has changed the draft; none of them may review or approve it.
    pub drafters: BTreeSet<PersonId>,
    /// Everybody who has completed a text as instructed. They may submit the next draft for approval, but not approve it.
    pub completers: BTreeSet<PersonId>,
    /// The standing merge.
    pub merge: Option<Merged>,
    /// The standing review.
    pub review: Option<Review>,
    /// The standing approval.
    pub approval: Option<Approval>,
    /// The standing finalization.
    pub finalization: Option<Finalization>,
    /// The dispatch.
    pub dispatch: Option<Dispatched>,
    /// The `archive` act, with the digest of its manifest.
    pub archive: Option<(Mark, Digest)>,
    /// Figures put right since the approval, by department and indicator.
    pub restated: Restatements,
    /// The last return of the draft, until the next review.
    pub returned: Option<ReturnNote>,
    /// The first commit of this period that cannot be believed. Nothing after it counts until it is annulled.
    pub stopped: Option<ObjectId>,
}

impl PeriodRecord {
    /// The record of a period that has just been opened.
    pub(crate) fn new(id: PeriodId, settings: Arc<PeriodSettings>, opened: Mark) -> Self {
        PeriodRecord {
            id,
            settings,
            left_out: Vec::new(),
            last: opened.commit,
            opened,
            submissions: BTreeMap::new(),
            drafters: BTreeSet::new(),
            completers: BTreeSet::new(),
            merge: None,
            review: None,
            approval: None,
            finalization: None,
            dispatch: None,
            archive: None,
            restated: Restatements::new(),
            returned: None,
            stopped: None,
        }
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        if self.archive.is_some() {
            Stage::Archived
        } else if self.dispatch.is_some() {
            Stage::Dispatched
        } else if self.finalization.is_some() {
            Stage::Finalized
        } else if let Some(approval) = &self.approval {
            if approval.instructions.is_some() { Stage::Completing } else { Stage::Approved }
        } else if self.review.is_some() {
            Stage::Reviewed
        } else if self.merge.is_some() {
            Stage::Drafted
        } else {
            Stage::Collecting
        }
    }

    /// The return of the draft, as long as the draft is still the text that was sent back.
    pub fn returned_draft(&self, draft: Option<&Version>) -> Option<&ReturnNote> {
        let draft = draft?;
        self.returned.as_ref().filter(|note| note.subject.sha256 == draft.sha256)
    }

    /// A department's name in this period; its id where it does not report in it.
    pub fn department_name<'a>(&'a self, department: &'a DepartmentId) -> &'a str {
        let known = self.settings.departments.iter().find(|(id, _)| id == department);
        known.map_or(department.as_str(), |(_, name)| name.as_str())
    }

    /// Whether the department has to report in this period.
    pub fn expects(&self, department: &DepartmentId) -> bool {
        self.settings.departments.iter().any(|(id, _)| id == department)
    }

    /// Whether the completed text still waits for the second approval that this office wants.
    pub fn awaits_second_approval(&self) -> bool {
        self.settings.reapproval && self.finalization.as_ref().is_some_and(|f| f.approved.is_none())
    }

    /// The text that the leader's word stands for now: the completed one, else the approved one.
    pub fn approved_text(&self) -> Option<&Version> {
        self.finalization.as_ref().map(|f| &f.subject).or(self.approval.as_ref().map(|a| &a.subject))
    }

    /// Whether a department's standing submission came in time: by the day its return set, else by the period's
    /// deadline. `None` if there is none.
    pub fn on_time(&self, department: &DepartmentId) -> Option<bool> {
        let submission = self.submissions.get(department)?;
        let closes = submission.due.map_or(self.settings.deadline.closes_at(), Moment::end_of);
        Some(submission.arrived < closes)
    }

    /// A return clears what rested on the text.
    pub(crate) fn clear(&mut self) {
        self.review = None;
        self.approval = None;
        self.finalization = None;
        // What comes back carries the right figures itself.
        self.restated.clear();
    }
}

/// What a department's branch brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Whose branch.
    pub department: DepartmentId,
    /// The submitted text.
    pub subject: Version,
    /// The pictures that it shows, by path.
    pub pictures: Vec<Version>,
    /// Who submitted it.
    pub by: PersonId,
    /// The branch's last commit, its `submit`.
    pub tip: ObjectId,
    /// When, by the branch's own clock, which begins at the clock of the line and never runs back.
    pub claimed: Moment,
}
