//! The ledger: the line of commits before and after it has been judged.

use crate::record::{Arrival, PeriodRecord};
use crate::state::State;
use crate::{Stage, site};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{
    Act, DepartmentId, Detail, Entry, Fingerprint, Input, Moment, ObjectId, OneLine, PeriodId, Person, PersonId,
    Roster, RosterKey, Version,
};
use baocao_core::text::RepoPath;
use std::sync::Arc;

/// The line of commits, from the first to the tip. Only a verified one has stages; [`crate::verify()`] is the only road.
#[derive(Debug, Clone)]
pub struct Ledger<S> {
    pub(crate) inner: S,
}

/// Read and not judged.
#[derive(Debug, Clone, Default)]
pub struct Unverified {
    pub(crate) entries: Vec<Arc<Entry>>,
}

/// Judged: everything it answers has been proven from the pinned root, or says that it has not.
#[derive(Debug, Clone)]
pub struct Verified {
    pub(crate) state: State,
    pub(crate) judged: Vec<Judged>,
    /// Every commit of the line, the first one first.
    pub(crate) line: Vec<ObjectId>,
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is of the grammar, signed by somebody who may, in its place, and changes only what it may.
    Believed,
    /// It is not; the problem says why.
    Refused,
    /// It comes after a refused commit of its period (or of the roster), so nothing is known about it.
    Unproven,
    /// A later act, agreed to by enough people, says that it must not be believed.
    Annulled,
}

/// One act of the line (or a commit that is wrong), for `verify` and `log`.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The commit as it was read.
    pub entry: Arc<Entry>,
    /// The period it belongs to or touches.
    pub period: Option<PeriodId>,
    /// The owner of the key that signed, if the roster of that time knows the key.
    pub by: Option<PersonId>,
    /// The person's name and title then.
    pub name: Option<String>,
    /// What became of it.
    pub standing: Standing,
    /// Why it is not believed.
    pub problems: Vec<Code>,
}

impl Judged {
    /// The commit.
    pub fn commit(&self) -> ObjectId {
        self.entry.commit
    }

    /// When, by the maker's own clock; never before the line's clock if believed by more than the allowed skew.
    pub fn at(&self) -> Moment {
        self.entry.at
    }

    /// The first line of its message.
    pub fn title(&self) -> &str {
        &self.entry.title
    }

    /// Whether what it changed cannot be told.
    pub fn opaque(&self) -> bool {
        self.entry.opaque
    }

    /// The act, if it is one that could be read.
    pub fn act(&self) -> Option<&Act> {
        self.entry.act.as_ref().ok().and_then(Option::as_ref)
    }

    /// The commits that it names as dated ahead of its own clock.
    pub fn ahead(&self) -> &[ObjectId] {
        &self.entry.ahead
    }

    /// Whether it counts.
    pub fn ok(&self) -> bool {
        self.standing == Standing::Believed
    }
}

impl Ledger<Unverified> {
    /// Takes the commits of the line, the first one first.
    pub fn new(entries: impl IntoIterator<Item = impl Into<Arc<Entry>>>) -> Self {
        Ledger { inner: Unverified { entries: entries.into_iter().map(Into::into).collect() } }
    }
}

impl Ledger<Verified> {
    /// What has been proven so far, as the judgements use it.
    pub(crate) fn state(&self) -> &State {
        &self.inner.state
    }

    /// Where a period stands. One that was never opened is collecting.
    pub fn stage(&self, period: &PeriodId) -> Stage {
        self.period(period).map_or(Stage::Collecting, PeriodRecord::stage)
    }

    /// Everything proven about a period; `None` if no believed act opened it.
    pub fn period(&self, period: &PeriodId) -> Option<&PeriodRecord> {
        self.state().periods.get(period)
    }

    /// Every opened period, in order.
    pub fn periods(&self) -> impl Iterator<Item = &PeriodRecord> {
        self.state().periods.values()
    }

    /// The roster now; `None` before the folder is set up.
    pub fn roster(&self) -> Option<&Roster> {
        self.state().genesis.map(|_| &*self.state().members.roster)
    }

    /// The owner of a key on the roster now, with the key's entry.
    pub fn owner(&self, key: &Fingerprint) -> Option<(&Person, &RosterKey)> {
        self.state().members.owner(key)
    }

    /// The commit that set the folder up: the root of trust.
    pub fn genesis(&self) -> Option<ObjectId> {
        self.state().genesis
    }

    /// The agency's name as the root attests it; what the folder's files say today is anybody's word.
    pub fn agency(&self) -> Option<&OneLine> {
        let root = self.inner.judged.iter().find(|judged| Some(judged.commit()) == self.genesis())?;
        match &root.act()?.detail {
            Detail::Genesis { agency } => Some(agency),
            _ => None,
        }
    }

    /// The last commit of the line, believed or not.
    pub fn tip(&self) -> Option<ObjectId> {
        self.inner.line.last().copied()
    }

    /// Every commit of the line, believed or not, the first one first.
    pub fn line(&self) -> &[ObjectId] {
        &self.inner.line
    }

    /// The line's clock. A new commit carries this moment or a later one.
    pub fn clock(&self) -> Option<Moment> {
        self.state().clock
    }

    /// The commits that the next act names as dated ahead, where the line was read for recording.
    pub fn ahead(&self) -> &[ObjectId] {
        &self.state().ahead
    }

    /// The text proven to stand at a path.
    pub fn version(&self, path: &RepoPath) -> Option<Version> {
        self.state().version(path)
    }

    /// The draft as it is proven to stand, hand edits included.
    pub fn draft(&self, period: &PeriodId) -> Option<Version> {
        self.version(&site::draft(period))
    }

    /// What a draft made now would consist of, and which departments would be missing, each by department id.
    pub fn inputs(&self, period: &PeriodId) -> (Vec<Input>, Vec<DepartmentId>) {
        self.period(period).map(|record| self.state().inputs(record)).unwrap_or_default()
    }

    /// The departments whose reports have changed since the standing draft was merged.
    pub fn stale(&self, period: &PeriodId) -> Vec<DepartmentId> {
        self.period(period).map(|record| self.state().stale(record)).unwrap_or_default()
    }

    /// What came by departments' own branches, with the period and the `receive` that took it in.
    pub fn arrivals(&self) -> &[(PeriodId, Arrival, ObjectId)] {
        &self.state().arrivals
    }

    /// The last act of a period (`None`: of the folder): what the next one names in `Baocao-Prev`.
    pub(crate) fn last_act(&self, period: Option<&PeriodId>) -> ObjectId {
        match period {
            Some(period) => self.period(period).map(|record| record.last),
            None => self.state().last_folder_act,
        }
        .unwrap_or(ObjectId::ZERO)
    }

    /// Every act, and every commit that is wrong, in line order; of one period or of all.
    pub fn acts<'a>(&'a self, period: Option<&'a PeriodId>) -> impl Iterator<Item = &'a Judged> {
        self.inner.judged.iter().filter(move |judged| period.is_none() || judged.period.as_ref() == period)
    }

    /// The files below a folder as they are believed, by path, with their blobs.
    pub fn below<'a>(&'a self, folder: &'a RepoPath) -> impl Iterator<Item = (&'a RepoPath, ObjectId)> {
        let inside = |path: &RepoPath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|r| r.starts_with('/'));
        let from = self.state().files.range(folder.join("")..);
        from.take_while(move |(path, _)| inside(path)).map(|(path, (blob, _))| (path, *blob))
    }

    /// The commits because of which files at the tip are not proven, in line order: those that are not believed, as long as
    /// neither an annulment nor a later proven text has put right what they changed.
    pub fn unproven(&self) -> impl Iterator<Item = &Judged> {
        let state = self.state();
        let standing = |judged: &&Judged| matches!(judged.standing, Standing::Refused | Standing::Unproven);
        let shows = |judged: &&Judged| {
            let changes = &judged.entry.changes;
            judged.opaque() && state.halted.is_some() || changes.iter().any(|c| state.dirty.contains_key(&c.path))
        };
        self.inner.judged.iter().filter(standing).filter(move |judged| shows(judged))
    }
}
