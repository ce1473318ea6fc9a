//! git's index after a step: what of a commit is known to lie in the folder, and what could not be written there.
//!
//! A file that could not be written is marked as git marks files outside a sparse checkout (`skip-worktree`), so that git
//! does not take it for one that the user has removed.

use crate::store::files::{Found, Stat};
use crate::store::git::settle::Item;
use crate::store::git::{Blob, Repo, fault, id, oid};
use crate::store::{Fault, Result, failpoint};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, misnamed_path};
use git2::{Index, IndexEntry, IndexEntryExtendedFlag, IndexTime, ObjectType, Oid, Tree};
use std::collections::BTreeSet;
use std::path::{Component, Path};

/// The mode of an ordinary file.
pub(super) const REGULAR: i32 = 0o100644;
const SKIP: u16 = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();

fn index_fault(e: git2::Error) -> Fault {
    let text = say!(
        vi: "bước đã ghi xong, nhưng chưa cập nhật được index của git",
        en: "the step is recorded, but git's index is not up to date"
    );
    fault(text, e)
}

/// The path as libgit2 looks it up; `None` where this system reads it as something else than a path of the folder.
fn looked_up(path: &RepoPath) -> Option<&Path> {
    let path = Path::new(path.as_str());
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

impl Repo {
    fn read_index(&self) -> Result<Index> {
        let mut index = self.inner.index().map_err(index_fault)?;
        index.read(true).map_err(index_fault)?;
        Ok(index)
    }

    /// Whether the user keeps only a part of the files in the folder, by git's own sparse checkout.
    pub(super) fn is_sparse(&self) -> bool {
        self.config_string("core.sparsecheckout").is_some_and(|value| value != "false")
    }

    /// The files of the commit that are not in the folder because they could not be written.
    pub(super) fn missing(&self) -> BTreeSet<RepoPath> {
        let Ok(index) = self.read_index() else { return BTreeSet::new() };
        let skipped = index.iter().filter(|entry| entry.flags_extended & SKIP != 0);
        skipped.filter_map(|entry| Some(RepoPath::new(std::str::from_utf8(&entry.path).ok()?))).collect()
    }

    /// Has the index follow a commit at some paths. An entry that git's index does not take is passed over.
    pub(super) fn update_index(&self, tip: ObjectId, items: &[Item], unwritten: &BTreeSet<RepoPath>) -> Result<()> {
        let tree = self.tree_of(tip)?;
        let mut index = self.read_index()?;
        let mut changed = false;
        // A file and a folder of one name are never in the index together.
        let (going, coming): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.new.is_none());
        for item in going.into_iter().chain(coming) {
            let before = self.entry_of(&index, &item.path);
            let staged = before.as_ref().map(|entry| id(entry.id));
            let target = self.file_of(&tree, item.path.as_str());
            if item.index.is_some_and(|was| was != staged) && staged != target.map(|(blob, _)| blob) {
                continue;
            }
            let Some((blob, mode)) = target else {
                if (staged.is_some() || index.has_conflicts())
                    && let Some(path) = looked_up(&item.path)
                {
                    changed |= index.remove_path(path).is_ok();
                }
                continue;
            };
            let skipped = before.is_some_and(|entry| entry.flags_extended & SKIP != 0);
            let missing = skipped || mode != REGULAR || unwritten.contains(&item.path);
            let skip = missing && self.folder.as_ref().is_some_and(|folder| !folder.holds(&item.path));
            let stat = self.stat_of(&item.path, blob).filter(|_| !skip && mode == REGULAR);
            changed |= index.add(&entry(&item.path, oid(blob)?, mode, stat.unwrap_or_default(), skip)).is_ok();
        }
        if changed {
            failpoint::step();
            index.write().map_err(index_fault)?;
        }
        Ok(())
    }

    /// What the index has at a path, also at one that this system reads as something else.
    fn entry_of(&self, index: &Index, path: &RepoPath) -> Option<IndexEntry> {
        match looked_up(path) {
            Some(path) => index.get_path(path, 0),
            None => index.iter().find(|entry| entry.path == path.as_str().as_bytes()),
        }
    }

    /// What a tree has at a path, with its mode; `None` for a folder.
    fn file_of(&self, tree: &Tree<'_>, path: &str) -> Option<(ObjectId, i32)> {
        match path.split_once('/') {
            None => {
                let entry = tree.get_name(path).filter(|entry| entry.kind() != Some(ObjectType::Tree))?;
                Some((id(entry.id()), entry.filemode()))
            }
            Some((folder, rest)) => {
                let below = self.inner.find_tree(tree.get_name(folder)?.id()).ok()?;
                self.file_of(&below, rest)
            }
        }
    }

    /// The facts of a working file, if it holds exactly these bytes; without them git compares the text itself the next
    /// time it looks.
    fn stat_of(&self, path: &RepoPath, blob: ObjectId) -> Option<Stat> {
        let folder = self.folder.as_ref()?;
        let bytes = folder.read(path).ok()?.and_then(Found::bytes)?;
        if crate::store::git::blob_id_of(&bytes) == blob { folder.stat(path) } else { None }
    }

    /// Writes the files that earlier runs could not write and that can be written now; gives their paths. What still
    /// cannot be written stays away, and stops nothing.
    pub(super) fn bring_missing(&self) -> Vec<RepoPath> {
        let (Some(folder), Ok(Some(tip)), false) = (&self.folder, self.head(), self.is_sparse()) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        for path in self.missing() {
            if misnamed_path(&path).is_some() || folder.holds(&path) {
                continue;
            }
            if !folder.drop_empty(&path).unwrap_or(false) {
                continue;
            }
            let Ok(Some(blob)) = self.blob_at(tip, &path) else { continue };
            let Ok(Blob::Bytes(bytes)) = self.read_blob(blob) else { continue };
            if folder.write_if_unchanged(&path, None, Some(&bytes)).is_ok_and(|written| written) {
                items.push(Item { path, new: Some(blob), working: None, index: Some(Some(blob)) });
            }
        }
        if !items.is_empty() {
            // Without it git looks into the files by itself.
            let _ = self.update_index(tip, &items, &BTreeSet::new());
        }
        items.into_iter().map(|item| item.path).collect()
    }
}

fn entry(path: &RepoPath, blob: Oid, mode: i32, stat: Stat, skip: bool) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(stat.changed.0, stat.changed.1),
        mtime: IndexTime::new(stat.modified.0, stat.modified.1),
        dev: stat.device,
        ino: stat.inode,
        mode: mode as u32,
        uid: stat.user,
        gid: stat.group,
        file_size: stat.size,
        id: blob,
        flags: 0,
        flags_extended: if skip { SKIP } else { 0 },
        path: path.as_str().as_bytes().to_vec(),
    }
}
