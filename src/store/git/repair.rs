//! Cleaning up after a run that died, so that nobody ever has to do it by hand.

use crate::store::files::Lock;
use crate::store::git::Repo;
use crate::store::git::settle::{Item, Journal, Settled, Unwritten};
use crate::store::{Result, files};
use baocao_core::text::RepoPath;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A git command that holds a lock this long is taken for dead. We hold our own lock, so it is none of ours.
const STALE: Duration = Duration::from_secs(60);
/// How long after its journal a run takes its git locks at the latest.
const AFTER_JOURNAL: Duration = Duration::from_secs(10);

/// What was put in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// Lock files of dead processes that were removed.
    pub locks: Vec<PathBuf>,
    /// A dead run had recorded its step; its files have now been brought along.
    pub finished: bool,
    /// Files somebody had changed meanwhile, which were left alone.
    pub left: Vec<RepoPath>,
    /// Files of the dead run's step that still cannot be written.
    pub unwritten: Vec<Unwritten>,
    /// Files that earlier runs could not write, and that are here now.
    pub brought: Vec<RepoPath>,
}

impl Repaired {
    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.locks.is_empty() && !self.finished && self.left.is_empty() && self.brought.is_empty()
    }
}

impl Repo {
    /// Puts in order what a dead run left behind. Every command that will write calls this first.
    pub fn repair(&self, lock: &Lock) -> Result<Repaired> {
        let mut repaired = Repaired::default();
        let written = self.journal_time();
        let journal = self.read_journal()?;
        self.remove_stale_locks(written, journal.as_ref(), &mut repaired);
        files::sweep(self.git_folder(), STALE);
        let pending = match journal {
            Some(journal) => self.finish(lock, &journal, &mut repaired)?,
            None => None,
        };
        if written.is_some() {
            self.end_journal(pending)?;
        }
        repaired.brought = self.bring_missing();
        Ok(repaired)
    }

    /// Finishes what a journal says; gives what of it still cannot be written.
    fn finish(&self, _lock: &Lock, journal: &Journal, repaired: &mut Repaired) -> Result<Option<Journal>> {
        self.restore_empty_branch(journal)?;
        if let Some(folder) = &self.folder {
            for item in &journal.items {
                folder.sweep_beside(&item.path, Duration::ZERO);
            }
        }
        let tip = self.reference(&journal.branch)?;
        let Some(tip) = tip.filter(|tip| Some(*tip) != journal.old) else {
            // It died before the swap: nothing happened.
            return Ok(None);
        };
        if self.is_bare() || self.branch_ref()? != journal.branch {
            // The user has gone to another branch, where nothing is due.
            return Ok(None);
        }
        let mut items = Vec::new();
        for item in &journal.items {
            // Others may have gone on since: the file follows the tip, not the dead run.
            // A path that cannot be looked up is left as it is.
            if let Ok(new) = self.blob_at(tip, &item.path) {
                items.push(Item { new, ..item.clone() });
            }
        }
        let settled = self.settle(tip, &items)?;
        let journal = Journal { items, ..journal.clone() };
        let pending = self.pending(&journal, &settled);
        // What only waits for a file to become writable is no run that was cut off.
        repaired.finished = journal.items.is_empty() || settled.unwritten.len() < journal.items.len();
        Settled { left: repaired.left, unwritten: repaired.unwritten } = settled;
        Ok(pending)
    }

    /// A power cut between a rename and its data reaching the disk leaves some file systems with an empty reference.
    /// The commit's objects were written through before, so the journal knows what belongs there.
    fn restore_empty_branch(&self, journal: &Journal) -> Result<()> {
        let path = self.inner.commondir().join(&journal.branch);
        // A link anywhere on the way would lead out of the repository.
        if !files::is_plainly_below(self.inner.commondir(), &path) {
            return Ok(());
        }
        let empty = files::read_outside(&path)?.is_some_and(|bytes| bytes.iter().all(|b| matches!(b, 0 | b'\n')));
        if empty && journal.branch.starts_with("refs/heads/") && self.exists(journal.new) {
            files::write_outside(&path, format!("{}\n", journal.new).as_bytes())?;
        }
        Ok(())
    }

    /// Removes the lock of a reference that a dead process holds; whether there was one.
    pub(super) fn remove_stale_lock(&self, name: &str) -> bool {
        let path = self.inner.commondir().join(format!("{name}.lock"));
        files::is_plainly_below(self.inner.commondir(), &path)
            && files::age(&path).is_some_and(|age| age >= STALE)
            && files::remove(&path).is_ok()
    }

    fn remove_stale_locks(&self, written: Option<SystemTime>, journal: Option<&Journal>, repaired: &mut Repaired) {
        let branch = journal.map(|journal| journal.branch.clone()).or_else(|| self.branch_ref().ok());
        let branch = branch.map(|branch| self.inner.commondir().join(format!("{branch}.lock")));
        let locks = [Some(self.git_path("HEAD.lock")), Some(self.git_path("index.lock")), branch];
        for path in locks.into_iter().flatten() {
            if !files::is_plainly_below(self.inner.commondir(), &path)
                && !files::is_plainly_below(self.git_folder(), &path)
            {
                continue;
            }
            let (Some(age), Some(made)) = (files::age(&path), files::modified(&path)) else { continue };
            // Made right after the journal of a run that is dead, for we hold its lock: no need to wait a minute. Both
            // times were stamped by one clock; ages would be taken at two moments and could not be compared.
            let ours = written
                .and_then(|written| made.duration_since(written).ok())
                .is_some_and(|after| after <= AFTER_JOURNAL);
            if (age >= STALE || ours) && files::remove(&path).is_ok() {
                repaired.locks.push(path);
            }
        }
    }
}
