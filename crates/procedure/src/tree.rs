//! A raw tree object → its entries, strictly.

use baocao_core::domain::{Mode, ObjectId, TreeEntry};
use baocao_core::say;
use baocao_core::text::{Text, misnamed, visible};
use std::collections::BTreeSet;

/// Reads one tree object, without git's `tree <size>\0` header.
///
/// Readers disagree about trees that git itself would never write: an entry twice, entries out of order, `0100644`,
/// names with slashes. None of these is read here.
///
/// # Errors
/// The bytes are not a tree as git writes it, or a name is one that could lead out of the folder.
pub fn tree(bytes: &[u8]) -> Result<Vec<TreeEntry>, Text> {
    let mut entries: Vec<TreeEntry> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let space = rest.iter().position(|b| *b == b' ').ok_or_else(broken)?;
        let mode = mode(&rest[..space]).ok_or_else(broken)?;
        rest = &rest[space + 1..];
        let nul = rest.iter().position(|b| *b == 0).ok_or_else(broken)?;
        let name = name(&rest[..nul])?;
        let id: [u8; 20] = rest.get(nul + 1..nul + 21).and_then(|id| id.try_into().ok()).ok_or_else(broken)?;
        rest = &rest[nul + 21..];
        let entry = TreeEntry { name: name.to_string(), mode, id: ObjectId::from_bytes(id) };
        if entries.last().is_some_and(|last| key(last).ge(key(&entry))) {
            return Err(say!(vi: "các mục của thư mục sai thứ tự", en: "the entries of a tree are out of order"));
        }
        entries.push(entry);
    }
    // A file and a folder of one name do not stand side by side in git's order.
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    if names.len() != entries.len() {
        return Err(say!(vi: "một tên có hai lần trong thư mục", en: "a name stands twice in a tree"));
    }
    Ok(entries)
}

/// A name that leads out of the folder nowhere. What only some systems cannot store is for the writer of files to judge.
fn name(bytes: &[u8]) -> Result<&str, Text> {
    let shown = visible(&String::from_utf8_lossy(bytes));
    let Ok(name) = std::str::from_utf8(bytes) else {
        return Err(say!(vi: "tên tệp không được phép: “{shown}”", en: "a file name that is not allowed: “{shown}”"));
    };
    match misnamed(name).filter(|fault| fault.breaks_a_tree()) {
        None => Ok(name),
        Some(fault) => {
            let Text { vi, en } = fault.why();
            Err(
                say!(vi: "tên tệp không được phép: “{shown}” ({vi})", en: "a file name that is not allowed: “{shown}” ({en})"),
            )
        }
    }
}

fn mode(text: &[u8]) -> Option<Mode> {
    Some(match text {
        b"100644" => Mode::File,
        b"100755" => Mode::Executable,
        b"120000" => Mode::Link,
        b"40000" => Mode::Folder,
        b"160000" => Mode::Submodule,
        _ => return None,
    })
}

/// Git's order: by bytes, a folder's name ending in a slash.
fn key(entry: &TreeEntry) -> impl Iterator<Item = u8> {
    let slash = (entry.mode == Mode::Folder).then_some(b'/');
    entry.name.bytes().chain(slash)
}

fn broken() -> Text {
    say!(vi: "đối tượng thư mục sai quy cách", en: "the tree object is not of the grammar")
}

#[cfg(test)]
mod tests {
    use crate::tree::*;
    use proptest::prelude::*;

    fn raw(entries: &[(&str, &str)]) -> Vec<u8> {
        entries.iter().flat_map(|(mode, name)| [format!("{mode} {name}\0").as_bytes(), &[7u8; 20]].concat()).collect()
    }

    fn print(entries: &[TreeEntry]) -> Vec<u8> {
        let word = |mode| match mode {
            Mode::File => "100644",
            Mode::Executable => "100755",
            Mode::Link => "120000",
            Mode::Folder => "40000",
            Mode::Submodule => "160000",
        };
        entries
            .iter()
            .flat_map(|e| [format!("{} {}\0", word(e.mode), e.name).as_bytes(), e.id.as_bytes()].concat())
            .collect()
    }

    #[test]
    fn reads_what_git_writes_in_gits_order() {
        let bytes = raw(&[("100644", "a-b"), ("40000", "a"), ("100755", "a0"), ("120000", "đường"), ("160000", "ễ")]);
        let entries = tree(&bytes).unwrap();
        assert_eq!(entries.len(), 5);
        assert_eq!(print(&entries), bytes);
        assert_eq!(tree(b""), Ok(vec![]));
    }

    #[test]
    fn names_that_only_some_systems_lack_are_read() {
        let long = "đ".repeat(150);
        for name in ["đã xong chưa?.md", "Họp 9:30.md", "con.md", "bài.", "a*b", long.as_str()] {
            assert_eq!(tree(&raw(&[("100644", name)])).map(|entries| entries.len()), Ok(1), "{name}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for entries in [
            &[("100644", "b"), ("100644", "a")][..],
            &[("100644", "a"), ("100644", "a")],
            &[("100644", "a"), ("100644", "a-"), ("40000", "a")],
            &[("40000", "a"), ("100644", "a-b")],
            &[("0100644", "a")],
            &[("100664", "a")],
            &[("040000", "a")],
            &[("100644", "")],
            &[("100644", ".")],
            &[("40000", "..")],
            &[("40000", ".GIT")],
            &[("40000", "git~1")],
            &[("40000", ".git. ")],
            &[("40000", ".g\u{200c}it")],
            &[("100644", "a/b")],
            &[("100644", "a\\b")],
            &[("100644", "a\u{202e}b")],
            &[("100644", "a\nb")],
            &[("40000", "GIT~2")],
            &[("40000", ".git::$INDEX_ALLOCATION")],
            &[("40000", ".git:x")],
            &[("40000", "\u{feff}.git")],
        ] {
            assert!(tree(&raw(entries)).is_err(), "{entries:?}");
        }
        assert!(tree(b"100644 \xff\0aaaaaaaaaaaaaaaaaaaa").is_err());
        assert!(tree(&raw(&[("100644", "a")])[..20]).is_err());
    }

    proptest! {
        #[test]
        fn what_is_accepted_has_one_spelling(at in 0usize..90, byte in any::<u8>(), insert in any::<bool>()) {
            let mut bytes = raw(&[("100644", "a-b"), ("40000", "a"), ("100755", "a0")]);
            let at = at % bytes.len();
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
            if let Ok(entries) = tree(&bytes) {
                prop_assert_eq!(print(&entries), bytes);
            }
        }
    }
}
