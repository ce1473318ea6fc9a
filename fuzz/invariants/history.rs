//! Objects of the history: whatever is accepted has one spelling, and means the same to libgit2.

use baocao_core::domain::{Identity, Mode, RawCommit, TreeEntry};

use baocao_procedure::trailers::write::{Words, block, message_naming};
use git2::{ObjectType, Odb, Oid, Repository};

/// A commit object.
pub fn commit(bytes: &[u8]) -> bool {
    let leading = baocao_procedure::commit::leading(bytes);
    let Ok(raw) = baocao_procedure::commit::commit(bytes) else { return false };
    assert!(bytes.len() <= baocao_procedure::commit::LIMIT);
    assert_eq!(print(&raw, true), bytes, "another spelling was accepted");
    assert_eq!(print(&raw, false), raw.signed, "something else was signed");
    assert_eq!(leading, (Some(raw.tree), raw.parents.first().copied()));
    with_git(ObjectType::Commit, bytes, |repository, id| {
        let other = repository.find_commit(id).expect("libgit2 refuses it");
        assert_eq!(other.tree_id().as_bytes(), raw.tree.as_bytes());
        assert!(
            other.parent_ids().map(|id| id.as_bytes().to_vec()).eq(raw.parents.iter().map(|id| id.as_bytes().to_vec()))
        );
        let when = other.committer().when();
        assert_eq!((when.seconds(), when.offset_minutes()), (raw.committer.at.unix(), raw.committer.offset_minutes));
        // Not `extract_signature`: it reads on until a NUL, and objects in memory have none.
        let armor = other.header_field_bytes("gpgsig").ok();
        let ours = raw.signature.as_ref().map(|armor| armor.strip_suffix('\n').expect("ends its last line").as_bytes());
        assert_eq!(armor.as_deref(), ours);
        assert_eq!(other.message_raw_bytes(), raw.message.as_bytes(), "libgit2 reads another message");
    });
    true
}

/// A commit's message.
pub fn trailers(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(Some((act, ahead))) = baocao_procedure::trailers::step(text) else { return false };
    let paragraph = text.rsplit_once("\n\n").map_or("", |(_, block)| block);
    let naming: String = ahead.iter().map(|commit| format!("Baocao-Ahead: {commit}\n")).collect();
    assert_eq!(block(&act) + &naming, paragraph, "another spelling was accepted");
    let again = message_naming(&act, &Words::default(), &ahead);
    assert_eq!(baocao_procedure::trailers::step(&again), Ok(Some((act, ahead))), "what is written does not read back");
    true
}

/// A tree object.
pub fn tree(bytes: &[u8]) -> bool {
    let Ok(entries) = baocao_procedure::tree::tree(bytes) else { return false };
    assert_eq!(print_tree(&entries), bytes, "another spelling was accepted");
    for entry in &entries {
        assert!(
            !entry.name.contains(['/', '\\', '\0', '\n']) && !matches!(entry.name.as_str(), "" | "." | ".." | ".git")
        );
    }
    with_git(ObjectType::Tree, bytes, |repository, id| {
        let other = repository.find_tree(id).expect("libgit2 refuses it");
        assert_eq!(other.len(), entries.len());
        for (theirs, ours) in other.iter().zip(&entries) {
            assert_eq!((theirs.name_bytes(), theirs.id().as_bytes()), (ours.name.as_bytes(), &ours.id.as_bytes()[..]));
            assert_eq!(format!("{:o}", theirs.filemode_raw()), mode(ours.mode));
        }
    });
    true
}

/// Hands the object to libgit2, which keeps it in memory as long as `judge` runs.
fn with_git(kind: ObjectType, bytes: &[u8], judge: impl FnOnce(&Repository, Oid)) {
    let odb = Odb::new().expect("an object store");
    odb.add_new_mempack_backend(1).expect("a store in memory");
    let id = odb.write(kind, bytes).expect("room");
    judge(&Repository::from_odb(odb).expect("a repository"), id);
}

fn print(raw: &RawCommit, signed: bool) -> Vec<u8> {
    let mut out = format!("tree {}\n", raw.tree);
    raw.parents.iter().for_each(|parent| out.push_str(&format!("parent {parent}\n")));
    for (name, who) in [("author", &raw.author), ("committer", &raw.committer)] {
        out.push_str(&format!("{name} {}\n", identity(who)));
    }
    if let Some(armor) = raw.signature.as_ref().filter(|_| signed) {
        let armor = armor.strip_suffix('\n').expect("ends its last line");
        out.push_str(&format!("gpgsig {}\n", armor.replace('\n', "\n ")));
    }
    format!("{out}\n{}", raw.message).into_bytes()
}

fn identity(who: &Identity) -> String {
    let zone = who.offset_minutes.abs();
    let sign = if who.offset_minutes < 0 { '-' } else { '+' };
    format!("{} <{}> {} {sign}{:02}{:02}", who.name, who.email, who.at.unix(), zone / 60, zone % 60)
}

fn print_tree(entries: &[TreeEntry]) -> Vec<u8> {
    let print = |entry: &TreeEntry| {
        let head = format!("{} {}\0", mode(entry.mode), entry.name);
        [head.as_bytes(), entry.id.as_bytes()].concat()
    };
    entries.iter().flat_map(print).collect()
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::File => "100644",
        Mode::Executable => "100755",
        Mode::Link => "120000",
        Mode::Folder => "40000",
        Mode::Submodule => "160000",
    }
}
