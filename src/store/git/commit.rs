//! Making a commit: objects first, visible to nobody; then one swap of the branch; then index and files.

use crate::store::files::Lock;
use crate::store::git::differences::Differences;
use crate::store::git::settle::{Item, Journal, Settled, Unwritten};
use crate::store::git::{Repo, fault, id, oid};
use crate::store::{Fault, Result, failpoint, files};
use baocao_core::domain::{Identity, ObjectId};
use baocao_core::say;
use baocao_core::text::{RepoPath, Text, misnamed_part, misnamed_path, visible};
use git2::{ErrorCode, FileMode, ObjectType, Oid, Time, build::TreeUpdateBuilder};
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// What becomes of the working file of a changed path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Working {
    /// It stays as it is: it is what was committed already, or somebody is still writing.
    Leave,
    /// It takes on the committed text, if it still is what the caller read; `None` for no file.
    Replace(Option<Vec<u8>>),
}

/// One path a commit changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Where.
    pub path: RepoPath,
    /// The new bytes, with LF line endings; `None` removes the file.
    pub new: Option<Vec<u8>>,
    /// What becomes of the working file.
    pub working: Working,
}

/// Everything a commit is made of.
pub struct CommitPlan<'a> {
    /// The tip the caller judged, and the first parent; `None` for the first commit of all.
    pub parent: Option<ObjectId>,
    /// The tree that the changes are laid over, where it is not the parent's.
    pub base: Option<ObjectId>,
    /// Further parents, for a `receive` that takes in departments' branches.
    pub extra_parents: Vec<ObjectId>,
    /// What it changes.
    pub changes: Vec<FileChange>,
    /// The message: subject, text, trailers.
    pub message: String,
    /// Author.
    pub author: Identity,
    /// Committer.
    pub committer: Identity,
    /// Signs the commit's bytes; gives the armored signature.
    pub sign: &'a dyn Fn(&[u8]) -> Result<String>,
}

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Its name.
    pub id: ObjectId,
    /// Working files that were left alone, since somebody had changed them meanwhile.
    pub left: Vec<RepoPath>,
    /// Files of the commit that could not be written, each with why and what to do.
    pub unwritten: Vec<Unwritten>,
    /// What could not be brought up to date after the commit was made; the commit stands.
    pub warning: Option<Text>,
}

/// Why there is no commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitError {
    /// The branch is no longer where the caller saw it. Read again, judge again, try again.
    Moved,
    /// The world failed.
    Fault(Fault),
}

impl From<Fault> for CommitError {
    fn from(fault: Fault) -> Self {
        CommitError::Fault(fault)
    }
}

impl From<CommitError> for Fault {
    fn from(e: CommitError) -> Self {
        match e {
            CommitError::Fault(fault) => fault,
            CommitError::Moved => Fault::new(say!(
                vi: "có người vừa ghi vào thư mục trước lệnh này",
                en: "somebody wrote to the folder just before this"
            ))
            .cure(say!(vi: "chạy lại lệnh", en: "run this again")),
        }
    }
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Fault::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for CommitError {}

fn doing() -> Text {
    say!(vi: "không ghi được bước này vào kho git", en: "cannot record this step in the repository")
}

impl Repo {
    /// Makes a signed commit object and moves nothing: for a dry run, or for a push that may have to be built again.
    pub fn build_commit(&self, plan: &CommitPlan<'_>) -> Result<ObjectId> {
        check(plan)?;
        let tree = self.build_tree(plan)?;
        let signature = |who: &Identity| {
            git2::Signature::new(&who.name, &who.email, &Time::new(who.at.unix(), who.offset_minutes))
                .map_err(|e| fault(doing(), e))
        };
        let mut parents = Vec::new();
        for parent in plan.parent.iter().chain(&plan.extra_parents) {
            parents.push(self.inner.find_commit(oid(*parent)?).map_err(|e| fault(doing(), e))?);
        }
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        let tree = self.inner.find_tree(tree).map_err(|e| fault(doing(), e))?;
        let (author, committer) = (signature(&plan.author)?, signature(&plan.committer)?);
        let buffer = self.inner.commit_create_buffer(&author, &committer, &plan.message, &tree, &parents);
        let buffer = buffer.map_err(|e| fault(doing(), e))?;
        let text = std::str::from_utf8(&buffer).map_err(|e| Fault::because(doing(), e))?;
        let armored = (plan.sign)(text.as_bytes())?;
        // libgit2 would turn a last line end into a header line of its own.
        let armored = armored.trim_end_matches(['\n', '\r']);
        failpoint::step();
        let made = self.inner.commit_signed(text, armored, None).map_err(|e| fault(doing(), e))?;
        self.make_durable(plan, tree.id(), made)?;
        Ok(id(made))
    }

    /// Makes a signed commit and moves the branch from `plan.parent` to it, or changes nothing that anybody can see.
    /// What is staged or edited elsewhere stays as it is.
    pub fn commit(&self, lock: &Lock, plan: &CommitPlan<'_>) -> std::result::Result<Committed, CommitError> {
        if self.head()? != plan.parent {
            return Err(CommitError::Moved);
        }
        let made = self.build_commit(plan)?;
        self.publish_commit(lock, plan, made)
    }

    /// The second half of [`Repo::commit`]: moves the branch to a commit that [`Repo::build_commit`] made of this plan
    /// and that has been judged since.
    pub fn publish_commit(
        &self,
        lock: &Lock,
        plan: &CommitPlan<'_>,
        made: ObjectId,
    ) -> std::result::Result<Committed, CommitError> {
        if self.head()? != plan.parent {
            return Err(CommitError::Moved);
        }
        let items = plan.changes.iter().map(|change| Item {
            path: change.path.clone(),
            new: change.new.as_deref().map(crate::store::git::blob_id_of),
            working: match &change.working {
                Working::Leave => None,
                Working::Replace(expected) => Some(expected.as_deref().map(crate::store::git::blob_id_of)),
            },
            index: None,
        });
        let differences = Differences { items: items.collect(), barred: Vec::new() };
        self.publish(lock, plan.parent, made, differences, plan.message.lines().next().unwrap_or(""))
    }

    /// Moves the branch from `old` to a commit that is already there, built by [`Repo::build_commit`] or fetched, and
    /// brings along every file that nobody has touched. Whether `new` follows on `old` is the caller's to know.
    pub fn advance(
        &self,
        lock: &Lock,
        old: Option<ObjectId>,
        new: ObjectId,
        reason: &str,
    ) -> std::result::Result<Committed, CommitError> {
        self.advance_replacing(lock, old, new, reason, &[])
    }

    /// [`Repo::advance`] for a commit made from working files: each of these paths takes on its new text if its file is still
    /// the one that the text was made from (`None`: no file), although that file was never recorded.
    pub fn advance_replacing(
        &self,
        lock: &Lock,
        old: Option<ObjectId>,
        new: ObjectId,
        reason: &str,
        made_from: &[(RepoPath, Option<ObjectId>)],
    ) -> std::result::Result<Committed, CommitError> {
        if self.head()? != old {
            return Err(CommitError::Moved);
        }
        let mut differences = self.differences(old, new)?;
        for item in &mut differences.items {
            if let Some((_, found)) = made_from.iter().find(|(path, _)| *path == item.path) {
                item.working = Some(*found);
            }
        }
        self.publish(lock, old, new, differences, reason)
    }

    fn publish(
        &self,
        _lock: &Lock,
        old: Option<ObjectId>,
        new: ObjectId,
        differences: Differences,
        reason: &str,
    ) -> std::result::Result<Committed, CommitError> {
        let branch = self.branch_ref()?;
        let Differences { mut items, barred } = differences;
        if !self.is_bare() {
            self.take_over(&branch, new, &mut items)?;
        }
        let journal = Journal { old, new, branch: branch.clone(), items };
        if !self.is_bare() {
            self.write_journal(&journal)?;
        }
        failpoint::step();
        if let Err(e) = self.swap(&branch, old, new, reason) {
            self.remove_journal()?;
            return Err(e);
        }
        failpoint::step();
        self.sync_branch(&branch);
        if self.is_bare() {
            return Ok(Committed { id: new, left: Vec::new(), unwritten: Vec::new(), warning: None });
        }
        // From here on the step is done. Whatever fails below is told, and the journal lets the next run finish it.
        match self.settle(new, &journal.items) {
            Ok(settled) => {
                let ended = self.end_journal(self.pending(&journal, &settled));
                let Settled { left, mut unwritten } = settled;
                unwritten.extend(barred);
                Ok(Committed { id: new, left, unwritten, warning: ended.err().map(|fault| fault.text) })
            }
            Err(fault) => Ok(Committed { id: new, left: Vec::new(), unwritten: barred, warning: Some(fault.text) }),
        }
    }

    fn swap(
        &self,
        branch: &str,
        old: Option<ObjectId>,
        new: ObjectId,
        reason: &str,
    ) -> std::result::Result<(), CommitError> {
        let reason = format!("baocao: {reason}");
        let swapped = match old {
            Some(old) => self.inner.reference_matching(branch, oid(new)?, true, oid(old)?, &reason),
            None => self.inner.reference(branch, oid(new)?, false, &reason),
        };
        match swapped {
            Ok(_) => Ok(()),
            Err(e) if matches!(e.code(), ErrorCode::Modified | ErrorCode::Exists | ErrorCode::NotFound) => {
                Err(CommitError::Moved)
            }
            Err(e) => Err(fault(doing(), e).into()),
        }
    }

    /// Trees come from the parent's tree and never from the index, which may hold somebody's unfinished work.
    fn build_tree(&self, plan: &CommitPlan<'_>) -> Result<Oid> {
        let base = match (plan.base, plan.parent) {
            (Some(tree), _) => self.inner.find_tree(oid(tree)?).map_err(|e| fault(doing(), e))?,
            (None, Some(parent)) => self.tree_of(parent)?,
            (None, None) => {
                let empty = self.inner.treebuilder(None).and_then(|builder| builder.write());
                empty.and_then(|id| self.inner.find_tree(id)).map_err(|e| fault(doing(), e))?
            }
        };
        let mut update = TreeUpdateBuilder::new();
        for change in &plan.changes {
            let path = change.path.as_str();
            match &change.new {
                Some(bytes) => {
                    // What is there already may be put back; a new name must be one that every system stores.
                    if let Some(wrong) = misnamed_path(&change.path).filter(|_| base.get_path(Path::new(path)).is_err())
                    {
                        return Err(Fault::new(wrong));
                    }
                    failpoint::step();
                    let blob = self.inner.blob(bytes).map_err(|e| fault(doing(), e))?;
                    update.upsert(path, blob, FileMode::Blob);
                }
                // Removing what is not there is no change, and libgit2 would call it an error.
                None => {
                    if base.get_path(Path::new(path)).is_ok() {
                        update.remove(path);
                    }
                }
            }
        }
        failpoint::step();
        update.create_updated(&self.inner, &base).map_err(|e| fault(doing(), e))
    }

    /// Has every object of the commit written through to the disk before anything points at it.
    fn make_durable(&self, plan: &CommitPlan<'_>, tree: Oid, commit: Oid) -> Result<()> {
        let mut objects = BTreeSet::from([tree, commit]);
        let root = self.inner.find_tree(tree).map_err(|e| fault(doing(), e))?;
        for change in &plan.changes {
            let path = Path::new(change.path.as_str());
            for part in path.ancestors().filter(|part| !part.as_os_str().is_empty()) {
                if let Ok(entry) = root.get_path(part)
                    && matches!(entry.kind(), Some(ObjectType::Tree | ObjectType::Blob))
                {
                    objects.insert(entry.id());
                }
            }
        }
        let store = self.inner.commondir().join("objects");
        let mut folders = BTreeSet::new();
        for object in objects {
            let name = object.to_string();
            let folder = store.join(&name[..2]);
            // If it is not here it is in a pack, and so older than this commit.
            files::sync_file(&folder.join(&name[2..]));
            folders.insert(folder);
        }
        folders.iter().for_each(|folder| files::sync_folder(folder));
        files::sync_folder(&store);
        Ok(())
    }

    fn sync_branch(&self, branch: &str) {
        let path = self.inner.commondir().join(branch);
        files::sync_file(&path);
        files::sync_folder(path.parent().unwrap_or(self.inner.commondir()));
    }
}

/// What libgit2 would quietly bend, cut short or panic on is refused here.
fn check(plan: &CommitPlan<'_>) -> Result<()> {
    let bad = |text: Text| Err(Fault::new(text));
    if plan.message.contains(['\0', '\r']) || !plan.message.ends_with('\n') || plan.message.ends_with("\n\n") {
        return bad(say!(vi: "lời ghi của bước không đúng dạng", en: "the step's message is malformed"));
    }
    for who in [&plan.author, &plan.committer] {
        if who.name.trim().is_empty() || [&who.name, &who.email].iter().any(|s| s.contains(['\0', '\n', '<', '>'])) {
            return bad(say!(vi: "tên người ghi “{}” không dùng được", en: "the name “{}” is no use", who.name));
        }
    }
    let mut seen = BTreeSet::new();
    for change in &plan.changes {
        let path = change.path.as_str();
        let breaks = misnamed_part(&change.path).is_some_and(|(_, fault)| fault.breaks_a_tree());
        if breaks || !seen.insert(path) {
            let path = visible(path);
            return bad(say!(vi: "đường dẫn “{path}” không dùng được", en: "the path “{path}” is no use"));
        }
    }
    Ok(())
}
