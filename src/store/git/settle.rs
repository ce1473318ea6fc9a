//! After the branch has moved: index and working files follow, and a journal lets the next run finish a dead one's work.

use crate::store::files::{Folder, Found, Kind};
use crate::store::git::Repo;
use crate::store::git::twins::Twins;
use crate::store::{Fault, Result, files};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, misnamed_part, visible};
use std::collections::BTreeSet;
use std::path::PathBuf;
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
        let barred = |item: &Item| misnamed_part(&item.path).is_some_and(|(_, fault)| fault.is_barred());
        self.branch.starts_with("refs/heads/")
            && git2::Reference::is_valid_name(&self.branch)
            && !self.items.iter().any(barred)
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

/// A file of the commit that could not be brought into the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritten {
    /// Where the commit has it.
    pub path: RepoPath,
    /// Why it is not here, and what to do.
    pub fault: Fault,
}

/// What became of the working files.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Files that hold unrecorded edits and were left alone.
    pub(super) left: Vec<RepoPath>,
    /// Files that could not be written.
    pub(super) unwritten: Vec<Unwritten>,
}

/// A folder with files stands where a file comes.
fn occupied(path: &RepoPath) -> Fault {
    Fault::new(say!(
        vi: "không ghi “{path}”: ở chỗ đó đang có một thư mục chứa tệp",
        en: "“{path}” is not written: a folder with files stands in its place"
    ))
    .cure(say!(
        vi: "đổi tên hoặc dời thư mục đó đi nơi khác",
        en: "rename that folder, or move it elsewhere"
    ))
}

/// Two names of the commit are one on this computer.
fn taken(path: &RepoPath, twin: &RepoPath) -> Fault {
    let (path, twin) = (visible(path.as_str()), visible(twin.as_str()));
    Fault::new(say!(
        vi: "không ghi “{path}”: trên máy này trùng tên với “{twin}” (chỉ khác chữ hoa hoặc cách gõ dấu)",
        en: "“{path}” is not written: on this computer it has the same name as “{twin}” (only capitals or the coding of accents differ)"
    ))
    .cure(say!(vi: "đề nghị người gửi đổi tên một trong hai", en: "ask the sender to rename one of the two"))
}

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

    /// Removes the journal, or leaves what the next run shall try again.
    pub(super) fn end_journal(&self, pending: Option<Journal>) -> Result<()> {
        match pending {
            Some(pending) => self.write_journal(&pending),
            None => self.remove_journal(),
        }
    }

    pub(super) fn journal_time(&self) -> Option<SystemTime> {
        files::modified(&self.journal_path())
    }

    /// Brings working files and index up to a commit. A file that cannot be written stops none of the others.
    pub(super) fn settle(&self, tip: ObjectId, items: &[Item]) -> Result<Settled> {
        let folder = self.folder()?;
        let missing = self.missing();
        let mut twins = Twins::of(self, tip)?;
        let mut settled = Settled::default();
        // Removals come first, so that a file can take a folder's place and a folder a file's.
        let (going, coming): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.new.is_none());
        for item in going.into_iter().rev().chain(coming) {
            let Some(expected) = item.working else { continue };
            match self.bring(folder, item, expected, &missing, &mut twins) {
                Ok(true) => {}
                Ok(false) => settled.left.push(item.path.clone()),
                Err(fault) => settled.unwritten.push(Unwritten { path: item.path.clone(), fault }),
            }
        }
        let unwritten = settled.unwritten.iter().map(|unwritten| unwritten.path.clone()).collect();
        self.update_index(tip, items, &unwritten)?;
        Ok(settled)
    }

    /// The journal of the files that still hold an older text because they could not be written, for the next run to try
    /// again; `None` if there are none.
    pub(super) fn pending(&self, journal: &Journal, settled: &Settled) -> Option<Journal> {
        let folder = self.folder.as_ref()?;
        let waits = |item: &&Item| {
            settled.unwritten.iter().any(|unwritten| unwritten.path == item.path)
                && Folder::storable(&item.path).is_ok()
                && folder.holds(&item.path)
        };
        let items: Vec<Item> = journal.items.iter().filter(waits).cloned().collect();
        (!items.is_empty()).then(|| Journal { items, ..journal.clone() })
    }

    /// Takes what waits in an earlier run's journal over into this one's.
    pub(super) fn take_over(&self, branch: &str, new: ObjectId, items: &mut Vec<Item>) -> Result<()> {
        let Some(earlier) = self.read_journal()?.filter(|earlier| earlier.branch == branch) else { return Ok(()) };
        for waiting in earlier.items {
            match items.iter_mut().find(|item| item.path == waiting.path) {
                // The working file still holds what it held then.
                Some(item) if item.index.is_some() => item.working = waiting.working,
                Some(_) => {}
                None => {
                    let blob = self.blob_at(new, &waiting.path)?;
                    items.push(Item { new: blob, index: Some(blob), ..waiting });
                }
            }
        }
        Ok(())
    }

    /// Brings one working file up to the commit; `false` if it holds unrecorded edits.
    fn bring(
        &self,
        folder: &Folder,
        item: &Item,
        expected: Option<ObjectId>,
        missing: &BTreeSet<RepoPath>,
        twins: &mut Twins<'_>,
    ) -> Result<bool> {
        folder.is_ours(&item.path)?;
        // Where this system takes two names of the commit for one, what it finds under this one is the other's.
        if let Some((part, twin)) = twins.rival(&item.path)?
            && folder.holds(&item.path)
            && !folder.spells(&item.path)
        {
            return if item.new.is_some() { Err(taken(&part, &twin)) } else { Ok(true) };
        }
        // A path that this system cannot even look up is told as one that no system shall have.
        let found = folder.read(&item.path).map_err(|fault| Folder::storable(&item.path).err().unwrap_or(fault))?;
        let mut cleared = false;
        let old = match found {
            Some(Found::Bytes(bytes)) => Some(bytes),
            None => None,
            Some(Found::Irregular(Kind::Folder)) if item.new.is_none() => return Ok(true),
            Some(Found::Irregular(Kind::Folder)) => {
                if !folder.drop_empty(&item.path)? {
                    return Err(occupied(&item.path));
                }
                cleared = true;
                None
            }
            Some(_) => return folder.passable(&item.path).map(|()| false),
        };
        let now = old.as_deref().map(crate::store::git::blob_id_of);
        // What an earlier run could not write is not a file that was removed.
        let absent = now.is_none() && (cleared || missing.contains(&item.path));
        if now == item.new || absent && self.is_sparse() {
            return Ok(true);
        }
        if now != expected && !absent {
            return Ok(false);
        }
        let new = item.new.map(|blob| self.text_of(blob)).transpose()?;
        let done = folder.write_if_unchanged(&item.path, old.as_deref(), new.as_deref())?;
        if done && new.is_none() {
            folder.drop_empty_above(&item.path);
        }
        Ok(done)
    }

    fn text_of(&self, blob: ObjectId) -> Result<Vec<u8>> {
        match self.read_blob(blob)? {
            crate::store::git::Blob::Bytes(bytes) => Ok(bytes),
            crate::store::git::Blob::TooLarge(size) => Err(Fault::new(say!(
                vi: "đối tượng {blob} quá lớn ({size} byte)",
                en: "the object {blob} is too large ({size} bytes)"
            ))),
        }
    }
}
