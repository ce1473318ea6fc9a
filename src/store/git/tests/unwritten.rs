//! Commits with files that cannot or must not be written: the rest of the commit arrives, and git sees nothing removed.

use crate::store::git::tests::*;

/// A commit on top of the last one with files laid over its tree as raw entries: names of any kind.
fn raw_commit(office: &Office, parent: ObjectId, files: &[(&[u8], &[u8])]) -> ObjectId {
    let odb = office.repo.inner.odb().unwrap();
    let parent = office.repo.inner.find_commit(oid(parent).unwrap()).unwrap();
    let tree = parent.tree().unwrap();
    let mut entries: Vec<(Vec<u8>, Vec<u8>)> = tree
        .iter()
        .map(|e| {
            (
                e.name_bytes().to_vec(),
                [format!("{:o} ", e.filemode()).as_bytes(), e.name_bytes(), b"\0", e.id().as_bytes()].concat(),
            )
        })
        .collect();
    for (name, bytes) in files {
        let blob = odb.write(ObjectType::Blob, bytes).unwrap();
        entries.push((name.to_vec(), [b"100644 ".as_slice(), name, b"\0", blob.as_bytes()].concat()));
    }
    entries.sort();
    let bytes: Vec<u8> = entries.into_iter().flat_map(|(_, entry)| entry).collect();
    let tree = office.repo.inner.find_tree(odb.write(ObjectType::Tree, &bytes).unwrap()).unwrap();
    let who = git2::Signature::new("A", "a@b.vn", &git2::Time::new(1_700_000_000, 420)).unwrap();
    id(office.repo.inner.commit(None, &who, &who, "thử\n", &tree, &[&parent]).unwrap())
}

#[test]
fn files_that_cannot_be_written_stop_no_others() {
    let office = Office::new();
    let tip = office.commit(vec![change(REPORT, "một", Working::Replace(None))]).unwrap().id;
    let (letters, bytes) = ("a".repeat(300), "đ".repeat(150));
    let odd = [letters.as_str(), &bytes, "đã xong chưa?.md", "C:x.md", "con.md", "x.md:s", "bài. "];
    let mut files: Vec<(&[u8], &[u8])> = odd.iter().map(|name| (name.as_bytes(), b"x".as_slice())).collect();
    files.extend([(b"a-truoc.md".as_slice(), b"1".as_slice()), ("đến sau.md".as_bytes(), b"2")]);
    let next = raw_commit(&office, tip, &files);
    let made = office.repo.advance(&office.lock(), Some(tip), next, "thử").unwrap();
    assert_eq!((made.warning, made.left.len(), made.unwritten.len()), (None, 0, odd.len()));
    assert!(made.unwritten.iter().all(|unwritten| unwritten.fault.cure.is_some()));
    assert_eq!((office.read("a-truoc.md"), office.read("đến sau.md")), (Some(b"1".into()), Some(b"2".into())));
    assert_eq!(office.said(&["status", "--porcelain"]), "");
    // Nothing is left half done for the next command, which finds nothing to do.
    assert!(office.repo.repair(&office.lock()).unwrap().is_empty());
    office.commit(vec![change(OTHER, "hai", Working::Replace(None))]).unwrap();
    assert_eq!(office.said(&["status", "--porcelain"]), "");
    assert!(office.said(&["ls-files", "-z"]).contains("đã xong chưa?.md"));
}

#[test]
fn names_that_lead_elsewhere_are_passed_over() {
    let office = Office::new();
    let tip = office.commit(vec![change(REPORT, "một", Working::Replace(None))]).unwrap().id;
    let next = raw_commit(&office, tip, &[(b"..\\x.md", b"x"), (b"a\nb", b"x"), (b"git~1", b"x"), (b"sau.md", b"2")]);
    let made = office.repo.advance(&office.lock(), Some(tip), next, "thử").unwrap();
    assert_eq!((made.warning, made.unwritten.len()), (None, 3));
    assert_eq!(office.read("sau.md"), Some(b"2".into()));
    assert_eq!(std::fs::read_dir(office.folder.root()).unwrap().count(), 3);
    for path in ["../x", ".git/hooks/x", "a/.GIT/x", "git~3", ".git::$INDEX_ALLOCATION/x", "/etc/x", "a//b"] {
        let text = format!("baocao-journal 1\nrefs/heads/main\nnone\n{next}\nnone none none {path}\nend\n");
        assert_eq!(settle::Journal::parse(&text), None, "{path}");
    }
}

#[test]
fn links_and_programs_are_not_written_and_not_taken_for_removed() {
    let office = Office::new();
    let tip = office.commit(vec![change(REPORT, "một", Working::Replace(None))]).unwrap().id;
    let parent = office.repo.inner.find_commit(oid(tip).unwrap()).unwrap();
    let blob = office.repo.inner.blob(b"/etc/passwd").unwrap();
    let mut update = git2::build::TreeUpdateBuilder::new();
    update.upsert("lien-ket.md", blob, git2::FileMode::Link).upsert("chay.sh", blob, git2::FileMode::BlobExecutable);
    let tree = update.create_updated(&office.repo.inner, &parent.tree().unwrap()).unwrap();
    let tree = office.repo.inner.find_tree(tree).unwrap();
    let who = git2::Signature::new("A", "a@b.vn", &git2::Time::new(1_700_000_000, 420)).unwrap();
    let next = id(office.repo.inner.commit(None, &who, &who, "thử\n", &tree, &[&parent]).unwrap());
    let made = office.repo.advance(&office.lock(), Some(tip), next, "thử").unwrap();
    assert_eq!((made.warning, made.unwritten.len()), (None, 2));
    assert_eq!(office.said(&["status", "--porcelain"]), "");
    assert_eq!(std::fs::read_dir(office.folder.root()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn an_older_text_is_replaced_as_soon_as_it_can_be() {
    let office = Office::new();
    office.commit(vec![create("chung/a.md", "một"), create(REPORT, "một")]).unwrap();
    // As after a run that found the file busy.
    let folder = office.folder.root().join("chung");
    let first = office.repo.head().unwrap().unwrap();
    office.commit(vec![change("chung/a.md", "hai", Working::Leave)]).unwrap();
    let second = office.repo.head().unwrap().unwrap();
    let blob = |text: &str| Some(blob_id_of(text.as_bytes()));
    let item = settle::Item {
        path: "chung/a.md".into(),
        new: blob("hai"),
        working: Some(blob("một")),
        index: Some(blob("hai")),
    };
    let journal =
        settle::Journal { branch: "refs/heads/main".into(), old: Some(first), new: second, items: vec![item] };
    let fault = crate::store::Fault::new(baocao_core::text::Text::same("bận"));
    let unwritten = vec![Unwritten { path: "chung/a.md".into(), fault }];
    let settled = settle::Settled { left: Vec::new(), unwritten };
    let pending = office.repo.pending(&journal, &settled);
    assert_eq!(pending.as_ref(), Some(&journal));
    office.repo.end_journal(pending).unwrap();
    // A step on another file takes what waits along, and brings it.
    let made = office.commit(vec![change(REPORT, "hai", Working::Replace(Some("một".into())))]).unwrap();
    assert_eq!((made.left.len(), made.unwritten.len()), (0, 0), "{made:?}");
    assert_eq!(std::fs::read_to_string(folder.join("a.md")).unwrap(), "hai");
    assert_eq!(office.said(&["status", "--porcelain"]), "");
    assert!(!office.repo.git_folder().join("baocao-journal").exists());
}
