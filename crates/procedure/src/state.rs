//! What the line has proven up to a commit, and what one more believed commit adds.

use crate::problem::Problem;
use crate::record::{Arrival, PeriodRecord, Submission};
use crate::site::Site;
use baocao_core::domain::{
    Act, ActKind, Change, DepartmentId, Digest, Entry, Fingerprint, Input, Moment, ObjectId, PeriodId, Person,
    PersonId, Proposal, Roster, RosterKey, Settings, Version,
};
use baocao_core::text::RepoPath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a commit leaves at a path: blob and digest; `None` if the file is removed.
pub(crate) type Content = Option<(ObjectId, Digest)>;

/// Files by path: blob and digest.
pub(crate) type Files = BTreeMap<RepoPath, (ObjectId, Digest)>;

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
    /// What acts name as dated ahead, with the acts' own moments.
    pub ahead: BTreeMap<ObjectId, (Moment, Vec<ObjectId>)>,
}

impl Hindsight {
    /// The commits that an `annul` names which is not itself annulled by a later one.
    pub(crate) fn void(&self, positions: &BTreeMap<ObjectId, usize>) -> BTreeSet<ObjectId> {
        // An annulment that is not on the line yet stands after everything that is.
        let place = |commit: &ObjectId| positions.get(commit).copied().unwrap_or(usize::MAX);
        let mut annulments: Vec<_> = self.annulments.iter().collect();
        annulments.sort_by_key(|(by, _)| std::cmp::Reverse(place(by)));
        // Each names only commits before it, so that the last one is certain to count.
        let mut void = BTreeSet::new();
        for (by, named) in annulments {
            if !void.contains(by) {
                void.extend(named.iter().copied());
            }
        }
        void
    }

    /// What a commit said is void after all.
    pub(crate) fn refute(&mut self, commit: ObjectId, problem: &Problem) {
        let annulled = self.annulments.remove(&commit).is_some();
        let named = self.ahead.remove(&commit).is_some();
        if self.stolen.remove(&commit).is_some() || annulled || named {
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
    /// Commits that a later act names as dated ahead: their own date, and whose key signed them.
    pub capped: BTreeMap<ObjectId, (Moment, Option<PersonId>)>,
    /// Commits that count with an earlier moment than their date: the line's clock does not move to them.
    pub aside: BTreeSet<ObjectId>,
    /// Commits that are dated ahead of the step about to be recorded.
    pub ahead: Vec<ObjectId>,
    /// The line's clock after each believed commit, by place.
    pub clocks: Vec<(usize, Moment)>,
    /// The believed acts of each period, by place.
    pub acts: BTreeMap<PeriodId, Vec<(usize, ObjectId)>>,
    /// Every commit of departments' branches that a believed `receive` took in.
    pub received: BTreeSet<ObjectId>,
    /// What came by departments' branches: the period, the arrival, and the `receive`.
    pub arrivals: Vec<(PeriodId, Arrival, ObjectId)>,
    /// Everything in `baocao.toml` but the people, as it stands on the line.
    pub settings: Option<Arc<Settings>>,
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
    /// The commits that are annulled by what the line says in the end.
    pub void: Arc<BTreeSet<ObjectId>>,
    /// The annulled acts of each period (`None`: of the folder) since its last believed act.
    pub annulled_acts: BTreeMap<Option<PeriodId>, Vec<ObjectId>>,
    /// The texts that commits which do not count have brought, by path; kept only where something is annulled.
    pub unbelieved: BTreeMap<RepoPath, Vec<(ObjectId, Content)>>,
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
pub(crate) struct After<'a> {
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

    pub(crate) fn holds(&self, version: &Version) -> bool {
        self.get(&version.path) == Some((version.blob, version.sha256))
    }
}

impl State {
    /// Whether a key was in a thief's hands at a place of the line.
    pub(crate) fn compromised(&self, key: &Fingerprint, position: usize) -> bool {
        let said = self.hindsight.stolen.iter().filter(|(by, _)| !self.void.contains(by));
        said.flat_map(|(_, stolen)| stolen).any(|(stolen, last)| stolen == key && position > *last)
    }

    /// The text believed at a path.
    pub fn version(&self, path: &RepoPath) -> Option<Version> {
        After { files: &self.files, changes: &[] }.version(path)
    }

    /// The line's clock at a commit that claims that moment.
    pub(crate) fn clock_at(&self, at: Moment) -> Moment {
        self.clock.map_or(at, |clock| clock.max(at))
    }

    /// The line's clock after the last believed commit at or before a place.
    pub(crate) fn clock_before(&self, place: usize) -> Option<Moment> {
        last_at(&self.clocks, place).copied()
    }

    /// The roster in force after the commit at a place.
    pub(crate) fn members_at(&self, place: usize) -> Option<&Members> {
        last_at(&self.rosters, place)
    }

    /// The last act of a period at or before a place: what the next one there names in `Baocao-Prev`.
    pub(crate) fn last_act_at(&self, period: &PeriodId, place: usize) -> ObjectId {
        self.acts.get(period).and_then(|acts| last_at(acts, place)).copied().unwrap_or(ObjectId::ZERO)
    }

    /// The submission of a department that may go into a draft: sent, not sent back, and unchanged since.
    pub(crate) fn accepted<'a>(&self, record: &'a PeriodRecord, department: &DepartmentId) -> Option<&'a Submission> {
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
    pub(crate) fn refuse(&mut self, entry: &Entry) {
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
        self.pass_over(entry);
    }

    fn stop(&mut self, id: PeriodId, commit: ObjectId) {
        let commit = *self.stopped.entry(id.clone()).or_insert(commit);
        if let Some(record) = self.periods.get_mut(&id) {
            record.stopped.get_or_insert(commit);
        }
    }

    /// A commit that a valid `annul` names.
    pub(crate) fn annulled(&mut self, entry: &Entry) {
        let paths = entry.changes.iter().map(|change| change.path.clone()).collect();
        self.annulled_paths.insert(entry.commit, paths);
        // A change of the roster stays where it is: taken out, it would bring back keys that were replaced or withdrawn. It
        // is mended by the next change.
        if let Ok(Some(act)) = &entry.act
            && act.kind() != ActKind::Roster
        {
            self.annulled_acts.entry(act.period.clone()).or_default().push(entry.commit);
        }
        if entry.opaque && self.window.is_none() {
            self.window = Some(self.dirty.clone());
        }
        self.pass_over(entry);
    }

    /// The commits that were annulled by what stood on the line before a place.
    pub(crate) fn void_before(&self, place: usize) -> BTreeSet<ObjectId> {
        let before = |by: &ObjectId| self.positions.get(by).is_some_and(|at| *at < place);
        let annulments = self.hindsight.annulments.iter().filter(|(by, _)| before(by));
        let annulments = annulments.map(|(by, named)| (*by, named.clone())).collect();
        Hindsight { annulments, ..Hindsight::default() }.void(&self.positions)
    }

    /// The annulled acts of a period, or of the folder, since the last one that is believed.
    pub(crate) fn passed_over(&self, period: Option<&PeriodId>) -> &[ObjectId] {
        self.annulled_acts.get(&period.cloned()).map_or(&[], Vec::as_slice)
    }

    /// Whether what stands at a path was the good text until a later annulment: another commit brought it, which is not
    /// believed without what that one takes out. That commit is named, or is taken out with its text, so nothing is passed over.
    pub(crate) fn was_good(&self, path: &RepoPath, text: Content, named: &[ObjectId]) -> bool {
        let is_later =
            |by: &ObjectId| self.positions.get(by).is_none_or(|at| *at > self.position) && !self.void.contains(by);
        let brought = |(commit, brought): &(ObjectId, _)| *brought == text && !named.contains(commit);
        self.hindsight.annulments.keys().any(is_later)
            && self.unbelieved.get(path).is_some_and(|texts| texts.iter().any(brought))
    }

    /// Whether a commit went when an annulment put back the tree from before it.
    pub(crate) fn hidden(&self, entry: &Entry) -> bool {
        let kind = entry.act.as_ref().ok().and_then(|act| act.as_ref()).map(Act::kind);
        self.window.is_some() && !matches!(kind, Some(ActKind::Endorse | ActKind::Annul))
    }

    /// A commit that does not count.
    pub(crate) fn pass_over(&mut self, entry: &Entry) {
        if !self.void.is_empty() {
            for change in &entry.changes {
                self.unbelieved.entry(change.path.clone()).or_default().push((entry.commit, change.new));
            }
        }
        self.skip(entry);
    }

    /// The tree moves, and nobody is told.
    pub(crate) fn skip(&mut self, entry: &Entry) {
        for change in &entry.changes {
            if self.files.get(&change.path).copied() == change.new {
                self.dirty.remove(&change.path);
            } else {
                self.dirty.insert(change.path.clone(), change.new);
            }
        }
    }

    /// The believed tree takes a commit's changes.
    pub(crate) fn take(&mut self, entry: &Entry) {
        for change in &entry.changes {
            match change.new {
                Some(version) => self.files.insert(change.path.clone(), version),
                None => self.files.remove(&change.path),
            };
            self.dirty.remove(&change.path);
        }
    }
}

/// The last of some things in line order that stands at or before a place.
fn last_at<T>(things: &[(usize, T)], place: usize) -> Option<&T> {
    let after = things.partition_point(|(at, _)| *at <= place);
    things[..after].last().map(|(_, thing)| thing)
}
