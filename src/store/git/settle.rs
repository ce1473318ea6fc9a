//! After the branch has moved: index and working files follow, and a journal lets the next run finish a dead one's work.

use super::{Repo, fault, id, oid};
use crate::domain::ObjectId;
use crate::say;
use crate::store::files::{self, Found, Stat};
use crate::store::{Fault, Result, failpoint};
use crate::text::RepoPath;
use git2::{IndexEntry, IndexTime, ObjectType, Oid};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One path to bring up to the new commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) path: RepoPath,
    /// What the commit has there.
    pub(super) new: Option<ObjectId>,
    /// `Some(was)`: the working file may be replaced if it is exactly that blob, or if `was` is `None`, not there.
    pub(super) working: Option<Option<ObjectId>>,
    /// `Some(was)`: the index entry follows only if it is that; `None`: the step was about this path, so it follows.
    pub(super) index: Option<Option<ObjectId>>,
}

/// What is being done, written down before the branch moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) branch: String,
    pub(super) old: Option<ObjectId>,
    pub(super) new: ObjectId,
    pub(super) items: Vec<Item>,
}

const FIRST_LINE: &str = "baocao-journal 1";

fn word(id: Option<ObjectId>) -> String {
    id.map_or_else(|| "none".into(), |id| id.to_string())
}

fn unword(text: &str) -> Option<Option<ObjectId>> {
    if text == "none" { Some(None) } else { ObjectId::parse(text).map(Some) }
}

impl Journal {
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n{}\n{}\n{}\n", self.branch, word(self.old), self.new);
        for item in &self.items {
            let may = |rule: Option<Option<ObjectId>>, other: &str| rule.map_or_else(|| other.to_string(), word);
            let working = may(item.working, "leave");
            let index = may(item.index, "follow");
            text.push_str(&format!("{} {working} {index} {}\n", word(item.new), item.path));
        }
        text.push_str("end\n");
        text
    }

    /// Whether it names a branch and paths of this folder only. It lies in `.git`, which somebody else may have brought.
    fn stays_inside(&self) -> bool {
        let part = |part: &str| !matches!(part, "" | "." | "..") && !part.eq_ignore_ascii_case(".git");
        self.branch.starts_with("refs/heads/")
            && git2::Reference::is_valid_name(&self.branch)
            && self.items.iter().all(|item| item.path.as_str().split('/').all(part))
    }

    pub(super) fn parse(text: &str) -> Option<Journal> {
        let mut lines = text.strip_suffix("end\n")?.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let (branch, old, new) = (lines.next()?.to_string(), unword(lines.next()?)?, ObjectId::parse(lines.next()?)?);
        let items = lines.map(|line| {
            let mut parts = line.splitn(4, ' ');
            let new = unword(parts.next()?)?;
            let rule = |text: &str, other: &str| if text == other { Some(None) } else { unword(text).map(Some) };
            let working = rule(parts.next()?, "leave")?;
            let index = rule(parts.next()?, "follow")?;
            Some(Item { path: RepoPath::new(parts.next()?), new, working, index })
        });
        let journal = Journal { branch, old, new, items: items.collect::<Option<_>>()? };
        journal.stays_inside().then_some(journal)
    }
}

fn index_fault(e: git2::Error) -> Fault {
    let text = say!(
        vi: "bước đã ghi xong, nhưng chưa cập nhật được index của git",
        en: "the step is recorded, but git's index is not up to date"
    );
    fault(text, e)
}

type TreeEntry = (String, Oid, ObjectType, i32);

impl Repo {
    fn journal_path(&self) -> PathBuf {
        self.git_path("baocao-journal")
    }

    pub(super) fn write_journal(&self, journal: &Journal) -> Result<()> {
        files::write_outside(&self.journal_path(), journal.to_text().as_bytes())
    }

    pub(super) fn read_journal(&self) -> Result<Option<Journal>> {
        let bytes = files::read_outside(&self.journal_path())?;
        Ok(bytes.and_then(|bytes| Journal::parse(std::str::from_utf8(&bytes).ok()?)))
    }

    pub(super) fn remove_journal(&self) -> Result<()> {
        files::remove(&self.journal_path())
    }

    pub(super) fn journal_time(&self) -> Option<SystemTime> {
        files::modified(&self.journal_path())
    }

    /// What differs between two commits' trees, as paths to bring along where nobody has touched them.
    pub(super) fn differences(&self, old: Option<ObjectId>, new: ObjectId) -> Result<Vec<Item>> {
        let mut items = Vec::new();
        let old = old.map(|old| self.tree_of(old)).transpose()?.map(|tree| tree.id());
        let new = self.tree_of(new)?.id();
        self.compare(old, Some(new), &RepoPath::new(""), &mut items)?;
        Ok(items)
    }

    fn compare(&self, old: Option<Oid>, new: Option<Oid>, at: &RepoPath, items: &mut Vec<Item>) -> Result<()> {
        if old == new {
            return Ok(());
        }
        let (old, new) = (self.entries(old)?, self.entries(new)?);
        let mut names: Vec<&String> = old.iter().chain(&new).map(|e| &e.0).collect();
        names.sort();
        names.dedup();
        for name in names {
            let of = |list: &[TreeEntry], kind: ObjectType| {
                let right = |mode: i32| kind == ObjectType::Tree || mode == 0o100644;
                list.iter().find(|e| e.0 == *name && e.2 == kind && right(e.3)).map(|e| e.1)
            };
            let path = at.join(name);
            let (was, is) = (of(&old, ObjectType::Blob).map(id), of(&new, ObjectType::Blob).map(id));
            if was != is {
                items.push(Item { path: path.clone(), new: is, working: Some(was), index: Some(was) });
            }
            self.compare(of(&old, ObjectType::Tree), of(&new, ObjectType::Tree), &path, items)?;
        }
        Ok(())
    }

    fn entries(&self, tree: Option<Oid>) -> Result<Vec<TreeEntry>> {
        let Some(tree) = tree else { return Ok(Vec::new()) };
        let doing = say!(vi: "không đọc được cây {tree}", en: "cannot read the tree {tree}");
        let tree = self.inner.find_tree(tree).map_err(|e| fault(doing, e))?;
        let entry = |e: git2::TreeEntry<'_>| Some((e.name().ok()?.to_string(), e.id(), e.kind()?, e.filemode()));
        Ok(tree.iter().filter_map(entry).collect())
    }

    /// Brings working files and index up to the commit. Gives the paths whose working file somebody has changed.
    pub(super) fn settle(&self, items: &[Item]) -> Result<Vec<RepoPath>> {
        let folder = self.folder()?;
        let mut left = Vec::new();
        for item in items {
            let Some(expected) = item.working else { continue };
            let old = match folder.read(&item.path)? {
                Some(Found::Bytes(bytes)) => Some(bytes),
                None => None,
                Some(_) => {
                    left.push(item.path.clone());
                    continue;
                }
            };
            let now = old.as_deref().map(super::blob_id_of);
            if now == item.new {
                continue;
            }
            let new = item.new.map(|blob| self.text_of(blob)).transpose()?;
            if now != expected || !folder.write_if_unchanged(&item.path, old.as_deref(), new.as_deref())? {
                left.push(item.path.clone());
            }
        }
        self.update_index(items)?;
        Ok(left)
    }

    fn text_of(&self, blob: ObjectId) -> Result<Vec<u8>> {
        match self.read_blob(blob)? {
            super::Blob::Bytes(bytes) => Ok(bytes),
            super::Blob::TooLarge(size) => Err(Fault::new(say!(
                vi: "đối tượng {blob} quá lớn ({size} byte)",
                en: "the object {blob} is too large ({size} bytes)"
            ))),
        }
    }

    fn update_index(&self, items: &[Item]) -> Result<()> {
        let folder = self.folder()?;
        let mut index = self.inner.index().map_err(index_fault)?;
        index.read(true).map_err(index_fault)?;
        let mut changed = false;
        for item in items {
            let path = Path::new(item.path.as_str());
            let staged = index.get_path(path, 0).map(|entry| id(entry.id));
            if item.index.is_some_and(|was| was != staged) && staged != item.new {
                continue;
            }
            let Some(new) = item.new else {
                if staged.is_some() || index.has_conflicts() {
                    index.remove_path(path).map_err(index_fault)?;
                    changed = true;
                }
                continue;
            };
            // The facts of the file go in only if it holds exactly the commit's bytes; without them git compares the
            // text itself the next time it looks.
            let same = folder.read(&item.path)?.and_then(Found::bytes).is_some_and(|b| super::blob_id_of(&b) == new);
            let stat = if same { folder.stat(&item.path) } else { None };
            index.add(&entry(&item.path, oid(new)?, stat.unwrap_or_default())).map_err(index_fault)?;
            changed = true;
        }
        if changed {
            failpoint::step();
            index.write().map_err(index_fault)?;
        }
        Ok(())
    }
}

fn entry(path: &RepoPath, blob: Oid, stat: Stat) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(stat.changed.0, stat.changed.1),
        mtime: IndexTime::new(stat.modified.0, stat.modified.1),
        dev: stat.device,
        ino: stat.inode,
        mode: 0o100644,
        uid: stat.user,
        gid: stat.group,
        file_size: stat.size,
        id: blob,
        flags: 0,
        flags_extended: 0,
        path: path.as_str().as_bytes().to_vec(),
    }
}
