//! What a new commit changes in the folder.

use crate::store::git::index::REGULAR;
use crate::store::git::settle::{Item, Unwritten};
use crate::store::git::{Repo, fault, id};
use crate::store::{Fault, Result};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, Text, misnamed, visible};
use git2::{ObjectType, Oid};

/// What differs between two commits' trees.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// The paths to bring along where nobody has touched them.
    pub(super) items: Vec<Item>,
    /// What is brought along on no system: names that lead elsewhere, links, programs, other repositories.
    pub(super) barred: Vec<Unwritten>,
}

/// An entry of a tree: name, object, whether it is a folder, mode.
type TreeEntry = (String, Oid, bool, i32);

impl Repo {
    /// What differs between two commits' trees.
    pub(super) fn differences(&self, old: Option<ObjectId>, new: ObjectId) -> Result<Differences> {
        let mut found = Differences::default();
        let old = old.map(|old| self.tree_of(old)).transpose()?.map(|tree| tree.id());
        let new = self.tree_of(new)?.id();
        self.compare(old, Some(new), &RepoPath::new(""), &mut found)?;
        Ok(found)
    }

    fn compare(&self, old: Option<Oid>, new: Option<Oid>, at: &RepoPath, found: &mut Differences) -> Result<()> {
        if old == new {
            return Ok(());
        }
        let (old, new) = (self.entries(old)?, self.entries(new)?);
        let mut names: Vec<&String> = old.iter().chain(&new).map(|e| &e.0).collect();
        names.sort();
        names.dedup();
        for name in names {
            let of = |list: &[TreeEntry], folder: bool| {
                list.iter().find(|e| e.0 == *name && e.2 == folder).map(|e| (e.1, e.3))
            };
            let (was, is) = (of(&old, false), of(&new, false));
            let (was_folder, is_folder) = (of(&old, true), of(&new, true));
            if let Some(why) = misnamed(name).filter(|fault| fault.is_barred()) {
                if was != is || was_folder != is_folder {
                    let path = format!("{at}/{name}");
                    found.barred.push(barred(path.trim_start_matches('/'), why.why()));
                }
                continue;
            }
            let path = at.join(name);
            if was != is {
                found.file(path.clone(), was, is);
            }
            self.compare(was_folder.map(|e| e.0), is_folder.map(|e| e.0), &path, found)?;
        }
        Ok(())
    }

    fn entries(&self, tree: Option<Oid>) -> Result<Vec<TreeEntry>> {
        let Some(tree) = tree else { return Ok(Vec::new()) };
        let doing = say!(vi: "không đọc được cây {tree}", en: "cannot read the tree {tree}");
        let tree = self.inner.find_tree(tree).map_err(|e| fault(doing, e))?;
        let entry = |e: git2::TreeEntry<'_>| {
            Some((e.name().ok()?.to_string(), e.id(), e.kind() == Some(ObjectType::Tree), e.filemode()))
        };
        Ok(tree.iter().filter_map(entry).collect())
    }
}

impl Differences {
    /// One file that differs. Only ordinary files are written; the index follows for all.
    fn file(&mut self, path: RepoPath, was: Option<(Oid, i32)>, is: Option<(Oid, i32)>) {
        let odd = |entry: Option<(Oid, i32)>| entry.is_some_and(|(_, mode)| mode != REGULAR);
        if odd(is) {
            let why = say!(vi: "không phải tệp thường", en: "it is not a regular file");
            self.barred.push(barred(path.as_str(), why));
        }
        let before = was.map(|(blob, _)| id(blob));
        self.items.push(Item {
            path,
            new: is.filter(|_| !odd(is)).map(|(blob, _)| id(blob)),
            working: (!odd(was) && !odd(is)).then_some(before),
            index: Some(before),
        });
    }
}

fn barred(path: &str, Text { vi, en }: Text) -> Unwritten {
    let shown = visible(path);
    let fault = Fault::new(say!(vi: "không ghi “{shown}”: {vi}", en: "“{shown}” is not written: {en}"));
    let cure = say!(
        vi: "đề nghị người gửi thay bằng tệp thường có tên mà mọi máy lưu được",
        en: "ask the sender for a regular file under a name that every computer can store"
    );
    Unwritten { path: RepoPath::new(path), fault: fault.cure(cure) }
}
