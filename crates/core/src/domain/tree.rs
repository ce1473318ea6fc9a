//! A folder as git stores it, and what differs between two of them.

use crate::domain::ObjectId;
use crate::text::RepoPath;
use std::cmp::Ordering;

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// 100644: an ordinary file, the only kind a report may be.
    File,
    /// 100755.
    Executable,
    /// 120000: a symbolic link.
    Link,
    /// 40000.
    Folder,
    /// 160000: a commit of another repository.
    Submodule,
}

/// One entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// Its name, without any slash.
    pub name: String,
    /// What it is.
    pub mode: Mode,
    /// The object.
    pub id: ObjectId,
}

/// One file that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeChange {
    /// Where.
    pub path: RepoPath,
    /// The object before; `None` if there was none.
    pub old: Option<ObjectId>,
    /// The object after; `None` if it is gone.
    pub new: Option<ObjectId>,
    /// What it is now, or was when it is gone.
    pub mode: Mode,
}

/// Why two trees could not be compared.
#[derive(Debug)]
pub enum TreeFault<E> {
    /// A tree could not be read.
    Read(E),
    /// A change lies deeper than `DEPTH` names.
    TooDeep,
    /// More than `CHANGES` files differ.
    TooMany,
}

/// The deepest a changed file may lie, in names.
pub(crate) const DEPTH: usize = 8;
/// The most files one commit may change.
pub(crate) const CHANGES: usize = 10_000;

/// The files that differ between two trees, by path. `None` for "before" is the empty tree.
///
/// Folders with the same name in both are not opened, so the cost follows the change and not the size of the folder.
///
/// # Errors
/// A tree cannot be read, or the change is beyond `DEPTH` or `CHANGES`.
pub fn diff<E>(
    old: Option<ObjectId>,
    new: Option<ObjectId>,
    read: &dyn Fn(ObjectId) -> Result<Vec<TreeEntry>, E>,
) -> Result<Vec<TreeChange>, TreeFault<E>> {
    let mut changes = Vec::new();
    if old != new {
        walk("", 1, old, new, read, &mut changes)?;
        changes.sort_by(|a: &TreeChange, b| a.path.cmp(&b.path));
    }
    Ok(changes)
}

fn walk<E>(
    folder: &str,
    depth: usize,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
    read: &dyn Fn(ObjectId) -> Result<Vec<TreeEntry>, E>,
    changes: &mut Vec<TreeChange>,
) -> Result<(), TreeFault<E>> {
    if depth > DEPTH {
        return Err(TreeFault::TooDeep);
    }
    let load = |id: Option<ObjectId>| id.map_or(Ok(Vec::new()), read).map_err(TreeFault::Read);
    let (mut before, mut after) = (load(old)?, load(new)?);
    // Git sorts a folder as if its name ended in a slash; for pairing by name any one order does.
    before.sort_by(|a, b| a.name.cmp(&b.name));
    after.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut before, mut after) = (before.into_iter().peekable(), after.into_iter().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.name.cmp(&b.name),
        };
        let was = if order.is_le() { before.next() } else { None };
        let is = if order.is_ge() { after.next() } else { None };
        if was == is {
            continue;
        }
        let name = was.as_ref().or(is.as_ref()).map_or("", |entry| entry.name.as_str());
        let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        let part = |entry: &Option<TreeEntry>, folders: bool| {
            entry.as_ref().filter(|e| (e.mode == Mode::Folder) == folders).map(|e| (e.id, e.mode))
        };
        let (file_was, file_is) = (part(&was, false), part(&is, false));
        if let Some((_, mode)) = file_is.or(file_was) {
            if changes.len() == CHANGES {
                return Err(TreeFault::TooMany);
            }
            let path = RepoPath::new(&path);
            changes.push(TreeChange { path, old: file_was.map(|f| f.0), new: file_is.map(|f| f.0), mode });
        }
        let (folder_was, folder_is) = (part(&was, true).map(|f| f.0), part(&is, true).map(|f| f.0));
        if folder_was != folder_is {
            walk(&path, depth + 1, folder_was, folder_is, read, changes)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::tree::*;
    use std::cell::Cell;
    use std::collections::BTreeMap;

    fn id(n: u8) -> ObjectId {
        ObjectId::from_bytes([n; 20])
    }

    fn entry(name: &str, mode: Mode, n: u8) -> TreeEntry {
        TreeEntry { name: name.into(), mode, id: id(n) }
    }

    fn changed(trees: &BTreeMap<ObjectId, Vec<TreeEntry>>, old: Option<u8>, new: u8) -> (Vec<String>, usize) {
        let reads = Cell::new(0);
        let read = |tree: ObjectId| {
            reads.set(reads.get() + 1);
            trees.get(&tree).cloned().ok_or(())
        };
        let changes = diff(old.map(id), Some(id(new)), &read).unwrap();
        let show = |c: &TreeChange| format!("{} {}{}", c.path, u8::from(c.old.is_some()), u8::from(c.new.is_some()));
        (changes.iter().map(show).collect(), reads.get())
    }

    #[test]
    fn opens_only_what_differs() {
        let trees = BTreeMap::from([
            (id(1), vec![entry("a", Mode::File, 50), entry("r", Mode::Folder, 3), entry("s", Mode::Folder, 4)]),
            (id(2), vec![entry("a", Mode::File, 51), entry("r", Mode::Folder, 3), entry("s", Mode::Folder, 5)]),
            (id(4), vec![entry("x", Mode::File, 60), entry("y", Mode::File, 61)]),
            (id(5), vec![entry("x", Mode::Executable, 60), entry("z", Mode::File, 61)]),
        ]);
        assert_eq!(
            changed(&trees, Some(1), 2),
            (vec!["a 11".into(), "s/x 11".into(), "s/y 10".into(), "s/z 01".into()], 4)
        );
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_both() {
        let trees = BTreeMap::from([
            (id(1), vec![entry("a", Mode::File, 50)]),
            (id(2), vec![entry("a", Mode::Folder, 3)]),
            (id(3), vec![entry("b", Mode::File, 50)]),
        ]);
        assert_eq!(changed(&trees, Some(1), 2).0, ["a 10", "a/b 01"]);
        assert_eq!(changed(&trees, None, 1).0, ["a 01"]);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let nested = |tree: ObjectId| {
            let n = tree.as_bytes()[0];
            Ok::<_, ()>(vec![if n > 100 { entry("f", Mode::File, 1) } else { entry("d", Mode::Folder, n + 1) }])
        };
        assert_eq!(diff(None, Some(id(94)), &nested).unwrap().len(), 1);
        assert!(matches!(diff(None, Some(id(93)), &nested), Err(TreeFault::TooDeep)));
        let wide = |_: ObjectId| Ok::<_, ()>((0..10_001).map(|n| entry(&format!("f{n}"), Mode::File, 1)).collect());
        assert!(matches!(diff(None, Some(id(1)), &wide), Err(TreeFault::TooMany)));
    }
}
