//! What the line has proven up to a commit, and what one more believed commit adds.

use super::branch::Arrival;
use super::problem::Problem;
use super::record::{Approval, Dispatched, Finalization, Mark, Merged, PeriodRecord, ReturnNote, Review, Submission};
use super::rotation;
use super::site::{Site, Spot};
use crate::domain::{
    Act, ActKind, BranchClock, Change, Correction, DepartmentId, Detail, Digest, Entry, Fingerprint, Input, Moment,
    ObjectId, PeriodId, Person, PersonId, Proposal, Restatement, Roster, RosterKey, Version,
};
use crate::text::RepoPath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files by path: blob and digest.
pub type Files = BTreeMap<RepoPath, (ObjectId, Digest)>;

/// A roster with its keys looked up quickly.
#[derive(Debug, Clone, Default)]
pub struct Members {
    pub roster: Arc<Roster>,
    keys: BTreeMap<Fingerprint, (usize, usize)>,
}

impl Members {
    pub fn new(roster: Arc<Roster>) -> Self {
        let mut keys = BTreeMap::new();
        for (p, person) in roster.people.iter().enumerate() {
            for (k, key) in person.keys.iter().enumerate() {
                keys.insert(key.material.fingerprint(), (p, k));
            }
        }
        Members { roster, keys }
    }

    pub fn owner(&self, key: &Fingerprint) -> Option<(&Person, &RosterKey)> {
        let (p, k) = *self.keys.get(key)?;
        let person = self.roster.people.get(p)?;
        Some((person, person.keys.get(k)?))
    }
}

/// What a later commit of the line says about earlier ones, so that it has to be known from the beginning; each by the
/// commit that says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hindsight {
    /// The commits that a believed `annul` names.
    pub annulments: BTreeMap<ObjectId, Vec<ObjectId>>,
    /// Stolen keys and the position of the last commit by each that may still be believed.
    pub stolen: BTreeMap<ObjectId, Vec<(Fingerprint, usize)>>,
    /// Commits that were believed until the line was read with what they say, and why they are not: what they said is
    /// void. An annulment that puts nothing back is one.
    pub refuted: BTreeMap<ObjectId, Problem>,
}

impl Hindsight {
    /// Whether a valid `annul` names a commit.
    pub fn annulled(&self, commit: &ObjectId) -> bool {
        self.annulments.values().any(|named| named.contains(commit))
    }

    /// Whether a key was in a thief's hands at a place of the line.
    pub fn compromised(&self, key: &Fingerprint, position: usize) -> bool {
        self.stolen.values().flatten().any(|(stolen, last)| stolen == key && position > *last)
    }

    /// What a commit said is void after all.
    pub fn refute(&mut self, commit: ObjectId, problem: &Problem) {
        let annulled = self.annulments.remove(&commit).is_some();
        if self.stolen.remove(&commit).is_some() || annulled {
            self.refuted.insert(commit, problem.clone());
        }
    }
}

/// Everything proven so far.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub genesis: Option<ObjectId>,
    /// The clock that never runs back.
    pub clock: Option<Moment>,
    pub members: Members,
    /// The rosters of the line, each with the place of the commit that brought it.
    pub rosters: Vec<(usize, Members)>,
    /// The line's clock after each believed commit, by place.
    pub clocks: Vec<(usize, Moment)>,
    /// The believed acts of each period, by place.
    pub acts: BTreeMap<PeriodId, Vec<(usize, ObjectId)>>,
    /// Every commit of departments' branches that a believed `receive` took in.
    pub received: BTreeSet<ObjectId>,
    /// What came by departments' branches: the period, the arrival, and the `receive`.
    pub arrivals: Vec<(PeriodId, Arrival, ObjectId)>,
    /// The digest of everything in `baocao.toml` but the people.
    pub besides: Option<Digest>,
    /// Keys that their owners have replaced.
    pub superseded: BTreeSet<Fingerprint>,
    /// The tree as far as it is believed.
    pub files: Files,
    /// Where the real tree is not the believed one.
    pub dirty: BTreeMap<RepoPath, Option<(ObjectId, Digest)>>,
    pub periods: BTreeMap<PeriodId, PeriodRecord>,
    /// Periods that a commit which cannot be believed touched, opened or not.
    pub stopped: BTreeMap<PeriodId, ObjectId>,
    /// The first commit that touched the roster without right: nothing after it can be judged.
    pub halted: Option<ObjectId>,
    /// The last act on the folder: what the next one names in `Baocao-Prev`.
    pub last_folder_act: Option<ObjectId>,
    /// Endorsements since the last change of the roster.
    pub endorsements: BTreeMap<Proposal, BTreeMap<ObjectId, PersonId>>,
    pub hindsight: Hindsight,
    /// What annulled commits had changed.
    pub annulled_paths: BTreeMap<ObjectId, Vec<RepoPath>>,
    /// From an annulled commit whose changes cannot be told to the annulment: what was dirty before it. What others did
    /// meanwhile went with it, since the annulment puts back the tree from before.
    pub window: Option<BTreeMap<RepoPath, Option<(ObjectId, Digest)>>>,
    /// Every commit's place on the line.
    pub positions: Arc<BTreeMap<ObjectId, usize>>,
    /// The place of the commit being judged.
    pub position: usize,
}

/// The believed tree with one commit's changes laid over it.
#[derive(Clone, Copy)]
pub struct After<'a> {
    pub files: &'a Files,
    pub changes: &'a [Change],
}

impl After<'_> {
    pub fn get(&self, path: &RepoPath) -> Option<(ObjectId, Digest)> {
        match self.changes.iter().find(|change| change.path == *path) {
            Some(change) => change.new,
            None => self.files.get(path).copied(),
        }
    }

    pub fn version(&self, path: &RepoPath) -> Option<Version> {
        self.get(path).map(|(blob, sha256)| Version { path: path.clone(), blob, sha256 })
    }

    pub fn holds(&self, version: &Version) -> bool {
        self.get(&version.path) == Some((version.blob, version.sha256))
    }
}

impl State {
    /// The text believed at a path.
    pub fn version(&self, path: &RepoPath) -> Option<Version> {
        After { files: &self.files, changes: &[] }.version(path)
    }

    /// The line's clock at a commit that claims that moment.
    pub fn clock_at(&self, at: Moment) -> Moment {
        self.clock.map_or(at, |clock| clock.max(at))
    }

    /// The line's clock after the last believed commit at or before a place.
    pub fn clock_before(&self, place: usize) -> Option<Moment> {
        last_at(&self.clocks, place).copied()
    }

    /// The roster in force after the commit at a place.
    pub fn members_at(&self, place: usize) -> Option<&Members> {
        last_at(&self.rosters, place)
    }

    /// The last act of a period at or before a place: what the next one there names in `Baocao-Prev`.
    pub fn last_act_at(&self, period: &PeriodId, place: usize) -> ObjectId {
        self.acts.get(period).and_then(|acts| last_at(acts, place)).copied().unwrap_or(ObjectId::ZERO)
    }

    /// The submission of a department that may go into a draft: sent, not sent back, and unchanged since.
    pub fn accepted<'a>(&self, record: &'a PeriodRecord, department: &DepartmentId) -> Option<&'a Submission> {
        record
            .submissions
            .get(department)
            .filter(|s| s.returned.is_none() && After { files: &self.files, changes: &[] }.holds(&s.subject))
    }

    /// What a draft made now would consist of, and who would be missing, each by department id.
    pub fn inputs(&self, record: &PeriodRecord) -> (Vec<Input>, Vec<DepartmentId>) {
        let mut departments: Vec<&DepartmentId> = record.settings.departments.iter().map(|(id, _)| id).collect();
        departments.sort();
        let (mut inputs, mut missing) = (Vec::new(), Vec::new());
        for id in departments {
            match self.accepted(record, id) {
                Some(s) => inputs.push(Input {
                    department: id.clone(),
                    blob: s.subject.blob,
                    sha256: s.subject.sha256,
                    commit: s.mark.commit,
                }),
                None => missing.push(id.clone()),
            }
        }
        (inputs, missing)
    }

    /// The departments whose part of the standing draft is no longer what they have submitted.
    pub fn stale(&self, record: &PeriodRecord) -> Vec<DepartmentId> {
        let Some(merge) = &record.merge else { return Vec::new() };
        record
            .settings
            .departments
            .iter()
            .map(|(id, _)| id)
            .filter(|id| {
                let used = merge.inputs.iter().find(|input| input.department == **id);
                let accepted = self.accepted(record, id);
                match (used, accepted) {
                    (None, None) => false,
                    (Some(used), Some(now)) => {
                        (used.blob, used.sha256, used.commit) != (now.subject.blob, now.subject.sha256, now.mark.commit)
                    }
                    _ => true,
                }
            })
            .cloned()
            .collect()
    }

    /// A commit that cannot be believed: the tree moves, what is proven does not.
    pub fn refuse(&mut self, entry: &Entry) {
        if entry.opaque {
            // It may have changed anything.
            self.halted.get_or_insert(entry.commit);
        }
        for change in &entry.changes {
            match Site::of(&change.path) {
                Site::Settings => {
                    self.halted.get_or_insert(entry.commit);
                }
                Site::Period(id, _) => self.stop(id, entry.commit),
                Site::Stray | Site::Elsewhere => {}
            }
        }
        if let Ok(Some(Act { period: Some(id), .. })) = &entry.act {
            self.stop(id.clone(), entry.commit);
        }
        self.skip(entry);
    }

    fn stop(&mut self, id: PeriodId, commit: ObjectId) {
        let commit = *self.stopped.entry(id.clone()).or_insert(commit);
        if let Some(record) = self.periods.get_mut(&id) {
            record.stopped.get_or_insert(commit);
        }
    }

    /// A commit that a valid `annul` names.
    pub fn annulled(&mut self, entry: &Entry) {
        let paths = entry.changes.iter().map(|change| change.path.clone()).collect();
        self.annulled_paths.insert(entry.commit, paths);
        if entry.opaque && self.window.is_none() {
            self.window = Some(self.dirty.clone());
        }
        self.skip(entry);
    }

    /// Whether a commit went when an annulment put back the tree from before it.
    pub fn hidden(&self, entry: &Entry) -> bool {
        let kind = entry.act.as_ref().ok().and_then(|act| act.as_ref()).map(Act::kind);
        self.window.is_some() && !matches!(kind, Some(ActKind::Endorse | ActKind::Annul))
    }

    /// The tree moves, and nobody is told.
    pub fn skip(&mut self, entry: &Entry) {
        for change in &entry.changes {
            if self.files.get(&change.path).copied() == change.new {
                self.dirty.remove(&change.path);
            } else {
                self.dirty.insert(change.path.clone(), change.new);
            }
        }
    }

    /// The believed tree takes a commit's changes.
    pub fn take(&mut self, entry: &Entry) {
        for change in &entry.changes {
            match change.new {
                Some(version) => self.files.insert(change.path.clone(), version),
                None => self.files.remove(&change.path),
            };
            self.dirty.remove(&change.path);
        }
    }

    /// A believed commit.
    pub fn believe(&mut self, entry: &Entry, by: &PersonId) {
        let clock = self.clock_at(entry.at);
        self.clock = Some(clock);
        self.clocks.push((self.position, clock));
        if matches!(&entry.act, Ok(Some(act)) if act.kind() == ActKind::Annul)
            && let Some(dirty) = self.window.take()
        {
            self.dirty = dirty;
        }
        self.take(entry);
        // Completing a text as the leader told to is no drafting: who did it may submit the next draft for approval.
        let completes = matches!(&entry.act, Ok(Some(act)) if act.kind() == ActKind::Finalize);
        for change in entry.changes.iter().filter(|_| !completes) {
            if let Site::Period(id, Spot::Draft) = Site::of(&change.path)
                && let Some(record) = self.periods.get_mut(&id)
            {
                record.drafters.insert(by.clone());
            }
        }
        if let Ok(Some(act)) = &entry.act {
            self.perform(entry, act, Mark { commit: entry.commit, at: clock, by: by.clone() });
        }
    }

    fn perform(&mut self, entry: &Entry, act: &Act, mark: Mark) {
        match &act.period {
            None => self.perform_on_folder(entry, act, mark),
            Some(id) => {
                if let (Detail::Open { .. }, Some((_, Ok(settings)))) = (&act.detail, entry.periods.first()) {
                    let record = PeriodRecord::new(id.clone(), settings.clone(), mark.clone());
                    self.periods.insert(id.clone(), record);
                }
                let brought = match &act.detail {
                    Detail::Receive { received } => super::branch::brought(self, entry, received),
                    _ => Vec::new(),
                };
                self.received.extend(entry.branches.iter().flatten().map(|taken| taken.commit));
                self.acts.entry(id.clone()).or_default().push((self.position, mark.commit));
                let decides = self.members.roster.branch_clock;
                if let Some(record) = self.periods.get_mut(id) {
                    record.last = mark.commit;
                    for arrival in brought {
                        self.arrivals.push((id.clone(), arrival.clone(), mark.commit));
                        receive(record, arrival, &mark, decides);
                    }
                    perform_in_period(record, entry, act, mark);
                }
            }
        }
    }

    fn perform_on_folder(&mut self, entry: &Entry, act: &Act, mark: Mark) {
        self.last_folder_act = Some(mark.commit);
        let signer = self.members.roster.person(&mark.by);
        let rotates = signer.is_some_and(|signer| rotation::is_rotation(self, entry, act, signer));
        match &act.detail {
            Detail::Genesis { .. } => self.genesis = Some(mark.commit),
            Detail::Endorse { proposal } => {
                self.endorsements.entry(*proposal).or_default().insert(mark.commit, mark.by);
            }
            _ => {}
        }
        if let Some(Ok(roster)) = &entry.roster {
            // An annulment puts an older roster back, the one that stands when the line is read without what it names. What
            // else it brings has not been looked at yet.
            if act.kind() != ActKind::Annul {
                if rotates {
                    self.superseded.extend(rotation::replaced(entry));
                }
                self.besides = entry.besides;
                self.members = Members::new(roster.clone());
                self.rosters.push((self.position, self.members.clone()));
            }
            // What people agreed to, they agreed to as a change of the roster that stood then.
            self.endorsements.clear();
        }
    }
}

fn perform_in_period(record: &mut PeriodRecord, entry: &Entry, act: &Act, mark: Mark) {
    match &act.detail {
        Detail::Directive { .. } => {
            if let Some((_, Ok(settings))) = entry.periods.first() {
                record.settings = settings.clone();
            }
        }
        Detail::Submit { subject } => {
            let at = mark.at;
            submit(record, subject, mark, at, None);
        }
        Detail::Merge { subject, inputs, missing } => {
            record.drafters.insert(mark.by.clone());
            record.merge =
                Some(Merged { mark, subject: subject.clone(), inputs: inputs.clone(), missing: missing.clone() });
        }
        Detail::Review { subject, inputs, .. } => {
            record.returned = None;
            record.review = Some(Review { mark, subject: subject.clone(), inputs: *inputs });
        }
        Detail::Return { department, due, reason, .. } => {
            record.clear();
            let note = ReturnNote { mark, reason: reason.clone(), due: *due };
            match department {
                None => record.returned = Some(note),
                Some(department) => {
                    if let Some(submission) = record.submissions.get_mut(department) {
                        submission.returned = Some(note);
                    }
                }
            }
        }
        Detail::Approve { subject, capacity, instructions, .. } => {
            let approval =
                Approval { mark, subject: subject.clone(), capacity: *capacity, instructions: instructions.clone() };
            match &mut record.finalization {
                Some(finalization) => finalization.approved = Some(approval),
                None => record.approval = Some(approval),
            }
        }
        Detail::Finalize { subject, was, .. } => {
            record.completers.insert(mark.by.clone());
            record.finalization =
                Some(Finalization { mark, subject: subject.clone(), was: was.clone(), approved: None });
        }
        Detail::Dispatch { subject, number, date, to, channel, files, .. } => {
            record.dispatch = Some(Dispatched {
                mark,
                subject: subject.clone(),
                number: number.clone(),
                date: *date,
                to: to.clone(),
                channel: channel.clone(),
                files: files.clone(),
            });
        }
        Detail::Restate { corrections, reason, .. } => {
            for Correction { department, indicator, was, now } in corrections.iter().cloned() {
                let restatement = Restatement { commit: mark.commit, was, now, reason: reason.clone() };
                record.restated.insert((department, indicator), restatement);
            }
        }
        Detail::Archive { manifest, .. } => record.archive = Some((mark, *manifest)),
        _ => {}
    }
}

/// The last of some things in line order that stands at or before a place.
fn last_at<T>(things: &[(usize, T)], place: usize) -> Option<&T> {
    let after = things.partition_point(|(at, _)| *at <= place);
    things[..after].last().map(|(_, thing)| thing)
}

/// A department's text is taken in from its branch: two clocks saw it, and the office's settings say which decides.
fn receive(record: &mut PeriodRecord, arrival: Arrival, mark: &Mark, decides: BranchClock) {
    let Arrival { subject, by, tip, claimed, .. } = arrival;
    let arrived = match decides {
        BranchClock::Claimed => claimed,
        BranchClock::Received => mark.at,
    };
    let mark = Mark { commit: mark.commit, at: mark.at, by };
    submit(record, &subject, mark, arrived, Some((tip, claimed)));
}

/// A department's text enters the record; `when` it came for the deadline.
fn submit(record: &mut PeriodRecord, subject: &Version, mark: Mark, when: Moment, branch: Option<(ObjectId, Moment)>) {
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
    let submission = Submission { mark, subject: subject.clone(), due, arrived, branch, returned: None, times };
    record.submissions.insert(department, submission);
}
