//! Real repositories in temporary folders, checked by git itself.

#![expect(clippy::disallowed_methods, reason = "tests make files and commits of a known age")]
use crate::store::failpoint;
use crate::store::files::Found;
use crate::store::git::made::{Made, instead};
use crate::store::git::objects::LET_GO;
use crate::store::git::*;
use crate::store::program::{Environment, Output};
use crate::store::remote::{Fetched, Pushed, Remote};
use crate::store::signing::{Signer, SignerSettings, Verifier, generate_key};
use baocao_core::domain::{Identity, KeyMaterial, Moment};
use std::ffi::OsStr;

mod unwritten;

/// How long git may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(600);
const REPORT: &str = "reports/2024-Q2/thanh-tra.md";
const OTHER: &str = "reports/2024-Q2/van-phong.md";

struct Office {
    _dir: tempfile::TempDir,
    folder: Folder,
    repo: Repo,
    signer: Signer,
    env: Environment,
}

fn surroundings(home: &Path) -> Environment {
    Environment::new(std::env::vars_os())
        .with("HOME", home)
        .with("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .with("GIT_CONFIG_NOSYSTEM", "1")
}

impl Office {
    fn new() -> Office {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().join("kho báo cáo");
        let key = dir.path().join("khoa");
        let KeyMaterial::Ssh { line, .. } = generate_key(&key, "thử", None).unwrap() else { panic!("ssh") };
        files::write_outside(&dir.path().join("allowed"), format!("a@b.vn {line}\n").as_bytes()).unwrap();
        let config = format!(
            "[user]\nname=A\nemail=a@b.vn\n[gpg.ssh]\nallowedSignersFile={}\n",
            dir.path().join("allowed").display()
        );
        files::write_outside(&dir.path().join("gitconfig"), config.as_bytes()).unwrap();
        files::make_folders(&top).unwrap();
        let folder = Folder::at(&top).unwrap();
        let repo = Repo::init(&folder).unwrap();
        let env = surroundings(dir.path());
        let signer = Signer::find(SignerSettings { key_path: Some(key), ..Default::default() }, &env).unwrap();
        Office { _dir: dir, folder, repo, signer, env }
    }

    fn open(top: &Path, home: &Path) -> (Folder, Repo, Signer) {
        let folder = Folder::at(top).unwrap();
        let repo = Repo::open(&folder).unwrap();
        let settings = SignerSettings { key_path: Some(home.join("khoa")), ..Default::default() };
        (folder, repo, Signer::find(settings, &surroundings(home)).unwrap())
    }

    fn git(&self, args: &[&str]) -> Output {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        let git = self.env.program("git").unwrap().within(self.folder.root());
        git.run(&args, b"", PATIENCE).unwrap()
    }

    fn said(&self, args: &[&str]) -> String {
        let output = self.git(args);
        assert!(output.ok, "git {args:?}: {}", output.complaint());
        String::from_utf8(output.stdout).unwrap()
    }

    fn lock(&self) -> Lock {
        self.repo.lock(Duration::from_secs(5), &mut || {}).unwrap()
    }

    fn commit(&self, changes: Vec<FileChange>) -> std::result::Result<Committed, CommitError> {
        commit(&self.repo, &self.lock(), &self.signer, changes)
    }

    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.folder.read(&path.into()).unwrap().and_then(Found::bytes)
    }
}

fn who() -> Identity {
    Identity {
        name: "Trần Thị A".into(),
        email: "a@b.vn".into(),
        at: Moment::from_unix(1_719_000_000),
        offset_minutes: 420,
    }
}

fn commit(
    repo: &Repo,
    lock: &Lock,
    signer: &Signer,
    changes: Vec<FileChange>,
) -> std::result::Result<Committed, CommitError> {
    let sign = |payload: &[u8]| signer.sign(payload);
    let message = "nộp: Thanh tra Sở, báo cáo Quý II năm 2024\n\nBaocao-Version: 1\nBaocao-Act: submit\n";
    let plan = CommitPlan {
        parent: repo.head()?,
        base: None,
        extra_parents: Vec::new(),
        changes,
        message: message.into(),
        author: who(),
        committer: who(),
        sign: &sign,
    };
    repo.commit(lock, &plan)
}

fn change(path: &str, new: &str, working: Working) -> FileChange {
    FileChange { path: path.into(), new: Some(new.into()), working }
}

fn create(path: &str, new: &str) -> FileChange {
    change(path, new, Working::Replace(None))
}

#[test]
fn git_accepts_what_is_made_here() {
    let office = Office::new();
    assert_eq!(office.repo.head().unwrap(), None);
    let first = office.commit(vec![create(REPORT, "một\n"), create("baocao.toml", "x = 1\n")]).unwrap();
    assert_eq!((first.left.len(), &first.warning), (0, &None));
    let second = office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some("một\n".into())))]).unwrap();
    assert_eq!(office.repo.head().unwrap(), Some(second.id));
    assert_eq!(office.read(REPORT), Some(b"hai\n".to_vec()));
    assert_eq!(office.said(&["status", "--porcelain"]), "");
    assert!(office.git(&["fsck", "--strict", "--full"]).ok);
    for commit in [first.id, second.id] {
        assert!(office.git(&["verify-commit", &commit.to_string()]).ok);
    }
    assert!(office.said(&["reflog"]).contains("baocao: nộp: Thanh tra Sở"));
    assert_eq!(office.repo.blob_at(first.id, &REPORT.into()).unwrap(), Some(blob_id_of("một\n".as_bytes())));
    let shown = office.said(&["log", "-1", "--format=%(trailers:only)"]);
    assert_eq!(shown.trim(), "Baocao-Version: 1\nBaocao-Act: submit");
    // The object's own bytes, as another reader splits them.
    let raw = String::from_utf8(office.repo.read_commit_bytes(second.id).unwrap()).unwrap();
    assert!(raw.contains("-----END SSH SIGNATURE-----\n\nnộp:"), "no stray header line: {raw}");
}

#[test]
fn git_made_signatures_are_read() {
    let office = Office::new();
    office.commit(vec![create("baocao.toml", "x\n")]).unwrap();
    let key = office._dir.path().join("khoa").display().to_string();
    let key = format!("user.signingkey={key}");
    let made = ["-c", "gpg.format=ssh", "-c", &key, "commit", "-S", "--allow-empty", "-m", "bằng git"];
    office.said(&made);
    let raw = office.repo.read_commit_bytes(office.repo.head().unwrap().unwrap()).unwrap();
    let raw = String::from_utf8(raw).unwrap();
    let (before, rest) = raw.split_once("gpgsig ").unwrap();
    let (armored, after) = rest.split_once("\n\n").unwrap();
    let payload = format!("{before}\n{after}");
    let verdict = Verifier::new(&office.env).verify(payload.as_bytes(), &armored.replace("\n ", "\n"), &[]);
    let mine = office.signer.material().unwrap().fingerprint();
    assert_eq!(verdict, baocao_core::domain::Signature::By(mine));
}

#[test]
fn work_of_others_is_left_alone() {
    let office = Office::new();
    let all = vec![create(REPORT, "một\n"), create(OTHER, "văn phòng\n"), create("a.md", "a\n")];
    office.commit(all).unwrap();
    office.folder.write(&OTHER.into(), b"staged\n").unwrap();
    office.said(&["add", OTHER]);
    office.folder.write(&OTHER.into(), b"staged and edited\n").unwrap();
    office.folder.write(&"a.md".into(), b"edited\n").unwrap();
    office.folder.write(&"new.md".into(), b"untracked\n").unwrap();
    office.folder.write(&REPORT.into(), "hai\r\n".as_bytes()).unwrap();
    let done = office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some(b"hai\r\n".to_vec())))]).unwrap();
    assert!(done.left.is_empty());
    assert_eq!(office.read(REPORT), Some(b"hai\n".to_vec()));
    let status = office.said(&["status", "--porcelain"]);
    assert_eq!(status, format!(" M a.md\nMM {OTHER}\n?? new.md\n"));
    assert_eq!(office.said(&["show", &format!(":{OTHER}")]), "staged\n");
    assert_eq!(office.said(&["show", "--name-only", "--format="]), format!("{REPORT}\n"));
    assert!(office.repo.is_staged(&OTHER.into()).unwrap());
    assert!(!office.repo.is_staged(&REPORT.into()).unwrap());
}

#[test]
fn an_edit_made_meanwhile_is_kept_and_told() {
    let office = Office::new();
    office.commit(vec![create(REPORT, "một\n")]).unwrap();
    office.folder.write(&REPORT.into(), "đang viết\n".as_bytes()).unwrap();
    let done = office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some("một\n".into())))]).unwrap();
    assert_eq!(done.left, [RepoPath::new(REPORT)]);
    assert_eq!(office.read(REPORT), Some("đang viết\n".into()));
    assert_eq!(office.said(&["status", "--porcelain"]), format!(" M {REPORT}\n"));
}

#[test]
fn files_can_be_removed() {
    let office = Office::new();
    office.commit(vec![create("templates/a.md", "a\n"), create("b.md", "b\n")]).unwrap();
    let remove = |path: &str, was: &str| FileChange {
        path: path.into(),
        new: None,
        working: Working::Replace(Some(was.into())),
    };
    office.commit(vec![remove("templates/a.md", "a\n"), remove("none.md", "x")]).unwrap();
    assert_eq!(office.said(&["ls-tree", "-r", "--name-only", "HEAD"]), "b.md\n");
    assert_eq!(office.said(&["ls-tree", "--name-only", "HEAD"]), "b.md\n", "no empty tree stays");
    assert_eq!(office.read("templates/a.md"), None);
    assert_eq!(office.said(&["status", "--porcelain"]), "");
}

#[test]
fn a_branch_that_moved_is_not_moved_back() {
    let office = Office::new();
    let first = office.commit(vec![create(REPORT, "một\n")]).unwrap().id;
    let sign = |payload: &[u8]| {
        // Somebody is faster, at the worst moment: between building the commit and publishing it.
        office.said(&["commit", "--allow-empty", "-m", "người khác"]);
        office.signer.sign(payload)
    };
    let plan = CommitPlan {
        parent: Some(first),
        base: None,
        extra_parents: Vec::new(),
        changes: vec![change(REPORT, "hai\n", Working::Leave)],
        message: "nộp\n".into(),
        author: who(),
        committer: who(),
        sign: &sign,
    };
    assert_eq!(office.repo.commit(&office.lock(), &plan).unwrap_err(), CommitError::Moved);
    assert_eq!(office.said(&["log", "-1", "--format=%s"]), "người khác\n");
    assert_eq!(office.repo.commit(&office.lock(), &plan).unwrap_err(), CommitError::Moved, "seen before signing");
    assert!(office.repo.repair(&office.lock()).unwrap().is_empty());
    assert_eq!(office.said(&["status", "--porcelain"]), "");
}

#[test]
fn a_failed_signature_changes_nothing() {
    let office = Office::new();
    let refuse = |_: &[u8]| Err(Fault::new(say!(vi: "không có khoá", en: "no key")));
    let mut plan = CommitPlan {
        parent: None,
        base: None,
        extra_parents: Vec::new(),
        changes: vec![create(REPORT, "một\n")],
        message: "nộp\n".into(),
        author: who(),
        committer: who(),
        sign: &refuse,
    };
    assert!(matches!(office.repo.commit(&office.lock(), &plan), Err(CommitError::Fault(_))));
    assert_eq!((office.repo.head().unwrap(), office.read(REPORT)), (None, None));
    for path in ["../x", ".git/config", "a//b", "a/.GIT/b", "a\u{7}b"] {
        plan.changes = vec![create(path, "x")];
        assert!(office.repo.commit(&office.lock(), &plan).is_err(), "{path}");
    }
    plan.changes.clear();
    for message in ["", "a", "a\0b\n", "a\r\n", "a\n\n"] {
        plan.message = message.into();
        assert!(office.repo.commit(&office.lock(), &plan).is_err(), "{message:?}");
    }
}

#[test]
fn objects_are_read_raw_and_capped() {
    let office = Office::new();
    let large = "0".repeat(files::CAP as usize + 1);
    let done = office.commit(vec![create("a.md", "a\n")]).unwrap();
    let blob = office.repo.blob_at(done.id, &"a.md".into()).unwrap().unwrap();
    assert_eq!(office.repo.read_blob(blob).unwrap(), Blob::Bytes(b"a\n".to_vec()));
    assert!(office.repo.read_blob(done.id).is_err(), "a commit is no text");
    assert!(office.repo.read_blob(ObjectId::ZERO).is_err());
    assert!(office.repo.read_commit_bytes(blob).is_err() && office.repo.read_tree_bytes(blob).is_err());
    let big = office.repo.inner.blob(large.as_bytes()).unwrap();
    assert_eq!(office.repo.read_blob(id(big)).unwrap(), Blob::TooLarge(files::CAP + 1));
    // Another object's bytes under this name.
    let name = |id: ObjectId| {
        let name = id.to_string();
        office.repo.git_folder().join("objects").join(&name[..2]).join(&name[2..])
    };
    let other = office.repo.inner.blob(b"b\n").map(id).unwrap();
    let forged = files::read_outside(&name(other)).unwrap().unwrap();
    files::remove(&name(blob)).unwrap();
    files::write_outside(&name(blob), &forged).unwrap();
    let fresh = Repo::open(&office.folder).unwrap();
    assert!(fresh.read_blob(blob).is_err(), "the name does not fit the bytes");
}

/// libgit2 asks packs before files: a little file beside a large packed object says nothing of its size.
#[test]
fn a_little_file_vouches_for_no_packed_object() {
    let office = Office::new();
    let large = "0".repeat(files::CAP as usize + 1);
    let blob = id(office.repo.inner.blob(large.as_bytes()).unwrap());
    office.commit(vec![create("a.md", "a\n")]).unwrap();
    let name = blob.to_string();
    let file = office.repo.git_folder().join("objects").join(&name[..2]).join(&name[2..]);
    let little = id(office.repo.inner.blob(b"b\n").unwrap());
    let weight = |object| Repo::open(&office.folder).unwrap().objects.weight(object);
    assert_eq!((weight(little), weight(blob)), (Some(Weight::Small), None), "a file of its own tells by its length");
    let git = office.env.program("git").unwrap().within(office.folder.root());
    let packed = git.run(
        &["pack-objects", "-q", ".git/objects/pack/pack"].map(OsStr::new),
        format!("{blob}\n").as_bytes(),
        PATIENCE,
    );
    assert!(packed.unwrap().ok);
    files::remove(&file).unwrap();
    files::write_outside(&file, b"x").unwrap();
    let fresh = Repo::open(&office.folder).unwrap();
    assert_eq!((weight(little), weight(blob)), (Some(Weight::Small), Some(Weight::Large)));
    assert_eq!(fresh.read_blob(blob).unwrap(), Blob::TooLarge(files::CAP + 1));
    // What other folders hold is looked at, too.
    let aside = office.folder.root().join("aside");
    files::write_outside(&aside.join("pack/x"), b"").unwrap();
    let elsewhere = office.repo.git_folder().join("objects/info/alternates");
    files::write_outside(&elsewhere, format!("# aside\n{}\n../../aside\n", aside.display()).as_bytes()).unwrap();
    assert_eq!((weight(little), weight(blob)), (Some(Weight::Small), Some(Weight::Large)));
}

#[test]
fn what_git_packs_is_small_and_what_is_large_is_asked_for() {
    let office = Office::new();
    let report = |n: usize| (0..200).map(|line| format!("Dòng {line}, lần {}.\n", n * line / 40)).collect::<String>();
    for n in 0..12 {
        let was = (n > 0).then(|| report(n - 1).into_bytes());
        office.commit(vec![change("a.md", &report(n), Working::Replace(was))]).unwrap();
    }
    let large = id(office.repo.inner.blob(&vec![b'a'; files::CAP as usize + 1]).unwrap());
    office.said(&["update-ref", "refs/tags/lớn", &large.to_string()]);
    for by_offset in ["true", "false"] {
        office.said(&["-c", &format!("repack.useDeltaBaseOffset={by_offset}"), "repack", "-qadf"]);
        let fresh = Repo::open(&office.folder).unwrap();
        let all = office.said(&["rev-list", "--objects", "--all"]);
        let names: Vec<_> = all.lines().filter_map(|line| ObjectId::parse(line.split(' ').next()?)).collect();
        assert!(names.len() > 36, "{all}");
        for name in names {
            let expected = if name == large { Weight::Large } else { Weight::Small };
            assert_eq!(fresh.objects.weight(name), Some(expected), "{name}");
        }
        assert_eq!(fresh.read_blob(large).unwrap(), Blob::TooLarge(files::CAP + 1));
        // What comes in later is asked for.
        let later = id(office.repo.inner.blob(by_offset.as_bytes()).unwrap());
        assert_eq!(fresh.read_blob(later).unwrap(), Blob::Bytes(by_offset.into()));
    }
}

/// A little text that is written as a difference to a large one costs that large one. How the guard counts is tested beside
/// it; here it is asked before libgit2 is.
#[test]
fn what_is_written_as_a_difference_to_a_large_object_is_not_unpacked() {
    let text = "Báo cáo quý II.\n";
    let name = Oid::hash_object(ObjectType::Blob, text.as_bytes()).unwrap();
    let office = |base: usize| {
        let office = Office::new();
        let mut pack = Made::new();
        let zeros = pack.whole([7; 20], 3, &vec![0; base]);
        pack.behind(*id(name).as_bytes(), zeros, &instead(base as u64, text.as_bytes()));
        let (index, bytes) = pack.done();
        let folder = office.repo.git_folder().join("objects/pack");
        files::write_outside(&folder.join("pack-1.idx"), &index).unwrap();
        files::write_outside(&folder.join("pack-1.pack"), &bytes).unwrap();
        (office, folder)
    };
    let read = |office: &Office| {
        let fresh = Repo::open(&office.folder).unwrap();
        (fresh.objects.weight(id(name)), fresh.read_blob(id(name)).unwrap())
    };
    let (small, folder) = office(1_000_000);
    assert_eq!(read(&small), (Some(Weight::Small), Blob::Bytes(text.into())), "libgit2 reads the pack");
    // With an index of several packs, as git writes it: what it places elsewhere is read by nobody.
    small.commit(vec![create(REPORT, "một\n")]).unwrap();
    small.said(&["repack", "-qd"]);
    small.said(&["multi-pack-index", "write"]);
    let several = folder.join("multi-pack-index");
    let mut index = std::fs::read(&several).unwrap();
    let weights = |small: &Office| {
        let fresh = Repo::open(&small.folder).unwrap();
        let tip = fresh.head().unwrap().unwrap();
        (fresh.objects.weight(id(name)), fresh.objects.weight(tip))
    };
    assert_eq!(weights(&small), (Some(Weight::Small), Some(Weight::Small)));
    let places = index.windows(4).position(|id| id == b"OOFF").unwrap();
    let places = u64::from_be_bytes(index[places + 4..places + 12].try_into().unwrap()) as usize;
    let end = index.len() - 20;
    (places..end).skip(7).step_by(8).for_each(|at| index[at] ^= 1);
    files::write_outside(&several, &index).unwrap();
    assert_eq!(weights(&small), (Some(Weight::Costly), Some(Weight::Costly)));

    // Twice what git would write such a difference to, and nothing that is laid beside it makes it pass.
    let costly = (Some(Weight::Costly), Blob::TooLarge(files::CAP));
    let (large, folder) = office(2 * 1024 * 1024);
    assert_eq!(read(&large), costly, "git writes no such difference");
    files::write_outside(&folder.join("pack-0.idx"), b"").unwrap();
    files::write_outside(&folder.join("pack-0.pack"), b"").unwrap();
    files::write_outside(&folder.join("pack-2.idx"), &[0; 2000]).unwrap();
    files::write_outside(&large.repo.git_folder().join("objects/info/alternates"), b"\n").unwrap();
    assert_eq!(read(&large), costly);
    for ending in ["idx", "pack"] {
        std::fs::rename(folder.join(format!("pack-1.{ending}")), folder.join(format!(".{ending}"))).unwrap();
    }
    assert_eq!(read(&large), costly);
}

#[test]
fn a_long_history_is_read_with_the_store_let_go_in_between() {
    let office = Office::new();
    let text = |n: usize| format!("{n}\n").repeat(LET_GO / 6);
    let blobs: Vec<ObjectId> = (0..5).map(|n| id(office.repo.inner.blob(text(n).as_bytes()).unwrap())).collect();
    let since = || office.repo.objects.since();
    let mut renewed = 0;
    for n in (0..5).chain((0..5).rev()) {
        let before = since();
        assert_eq!(office.repo.read_blob(blobs[n]).unwrap(), Blob::Bytes(text(n).into_bytes()));
        renewed += usize::from(since() <= before);
    }
    assert!(renewed >= 2, "{renewed}");
    let new = id(office.repo.inner.blob(b"made meanwhile").unwrap());
    assert_eq!(office.repo.read_blob(new).unwrap(), Blob::Bytes(b"made meanwhile".to_vec()));
}

#[test]
fn repositories_that_cannot_be_read_come_with_a_cure() {
    let dir = tempfile::tempdir().unwrap();
    let env = surroundings(dir.path());
    for (format, word) in [("--ref-format=reftable", "git refs migrate"), ("--object-format=sha256", "SHA-1")] {
        let top = dir.path().join(format.trim_start_matches('-'));
        let args = ["init", "-q", format, top.to_str().unwrap()].map(OsStr::new);
        assert!(env.program("git").unwrap().run(&args, b"", PATIENCE).unwrap().ok);
        let fault = Repo::open(&Folder::at(&top).unwrap()).err().expect("refused");
        assert!(fault.cure.as_ref().is_some_and(|cure| cure.vi.contains(word)), "{fault:?}");
    }
    let plain = Folder::at(dir.path()).unwrap();
    assert!(Repo::open(&plain).err().unwrap().cure.unwrap().vi.contains("baocao init"));
}

#[test]
fn two_offices_share_through_a_server() {
    let office = Office::new();
    let first = office.commit(vec![create(REPORT, "một\n"), create("a.md", "a\n")]).unwrap().id;
    let server = office._dir.path().join("server.git");
    office.said(&["init", "-q", "--bare", "-b", "main", server.to_str().unwrap()]);
    office.said(&["remote", "add", "origin", server.to_str().unwrap()]);
    assert_eq!(office.repo.upstream().unwrap(), Some(Upstream { remote: "origin".into(), branch: "main".into() }));
    let remote = Remote::new(&office.env, office.folder.root(), "origin").unwrap();
    assert_eq!(remote.fetch(&["main"]).unwrap(), Fetched::Nothing);
    assert_eq!(remote.push(first, "main").unwrap(), Pushed::Done);
    let clone = office._dir.path().join("clone");
    office.said(&["clone", "-q", server.to_str().unwrap(), clone.to_str().unwrap()]);
    let (folder, repo, signer) = Office::open(&clone, office._dir.path());
    let lock = repo.lock(Duration::ZERO, &mut || {}).unwrap();
    let theirs = commit(&repo, &lock, &signer, vec![create(OTHER, "văn phòng\n")]).unwrap().id;
    let there = Remote::new(&office.env, folder.root(), "origin").unwrap();
    assert_eq!(there.push(theirs, "main").unwrap(), Pushed::Done);

    // Behind: fetch, build on what is there, send that very object, then move our own branch.
    office.folder.write(&"a.md".into(), "đang viết\n".as_bytes()).unwrap();
    let mine = office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some("một\n".into())))]).unwrap().id;
    assert_eq!(remote.push(mine, "main").unwrap(), Pushed::Behind);
    office.said(&["reset", "-q", "--soft", "HEAD~1"]);
    assert_eq!(remote.fetch(&["main"]).unwrap(), Fetched::Done);
    let tip = office.repo.remote_tip("origin", "main").unwrap();
    assert_eq!(tip, Some(theirs));
    let sign = |payload: &[u8]| office.signer.sign(payload);
    let plan = CommitPlan {
        parent: tip,
        base: None,
        extra_parents: Vec::new(),
        changes: vec![change(REPORT, "hai\n", Working::Leave)],
        message: "nộp\n".into(),
        author: who(),
        committer: who(),
        sign: &sign,
    };
    let built = office.repo.build_commit(&plan).unwrap();
    assert_eq!(remote.push(built, "main").unwrap(), Pushed::Done);
    let moved = office.repo.advance(&office.lock(), Some(first), built, "nộp").unwrap();
    assert_eq!(moved.left, [] as [RepoPath; 0], "{moved:?}");
    assert_eq!(office.read(OTHER), Some("văn phòng\n".into()));
    assert_eq!(office.said(&["status", "--porcelain"]), " M a.md\n");
    assert_eq!(office.repo.references("refs/heads/").unwrap(), [("refs/heads/main".into(), built)]);
}

#[cfg(unix)]
#[test]
fn the_servers_hook_speaks_and_the_clones_hooks_do_not() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new();
    let first = office.commit(vec![create(REPORT, "một\n")]).unwrap().id;
    let server = office._dir.path().join("server.git");
    office.said(&["init", "-q", "--bare", "-b", "main", server.to_str().unwrap()]);
    office.said(&["remote", "add", "origin", server.to_str().unwrap()]);
    let hook = |path: PathBuf, text: &str| {
        files::write_outside(&path, text.as_bytes()).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let marker = office._dir.path().join("marker");
    let touch = format!("#!/bin/sh\ntouch '{}'\n", marker.display());
    hook(office.repo.git_folder().join("hooks/pre-push"), &touch);
    hook(office.repo.git_folder().join("hooks/reference-transaction"), &touch);
    hook(server.join("hooks/pre-receive"), "#!/bin/sh\necho 'nộp chậm'\nexit 1\n");
    let remote = Remote::new(&office.env, office.folder.root(), "origin").unwrap();
    assert_eq!(remote.push(first, "main").unwrap(), Pushed::Refused(vec!["nộp chậm".into()]));
    assert_eq!(remote.fetch(&["main"]).unwrap(), Fetched::Nothing);
    assert!(!files::exists(&marker), "no program of the clone ran");
    let nowhere = Remote::new(&office.env, office.folder.root(), "nowhere").unwrap();
    assert!(matches!(nowhere.fetch(&["main"]).unwrap(), Fetched::Failed(_)));
}

#[test]
fn a_reference_is_not_locked_for_ever_by_a_dead_process() {
    let office = Office::new();
    let first = office.commit(vec![create(REPORT, "một\n")]).unwrap().id;
    let name = "refs/baocao/receipts";
    assert!(office.repo.move_reference(name, None, first).unwrap());
    let second = office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some("một\n".into())))]).unwrap().id;
    let lock = office.repo.git_folder().join("refs/baocao/receipts.lock");
    files::write_outside(&lock, b"").unwrap();
    assert!(!office.repo.move_reference(name, Some(first), second).unwrap(), "a living process may hold it");
    let old = std::time::SystemTime::now() - Duration::from_secs(90);
    std::fs::File::create(&lock).unwrap().set_modified(old).unwrap();
    assert!(office.repo.move_reference(name, Some(first), second).unwrap());
    assert_eq!(office.repo.reference(name).unwrap(), Some(second));
}

#[test]
fn stale_locks_are_removed_with_a_word() {
    let office = Office::new();
    office.commit(vec![create(REPORT, "một\n")]).unwrap();
    let index = office.repo.git_folder().join("index.lock");
    let branch = office.repo.git_folder().join("refs/heads/main.lock");
    files::write_outside(&index, b"").unwrap();
    assert!(office.repo.repair(&office.lock()).unwrap().is_empty(), "a living git may hold it");
    files::remove(&index).unwrap();
    // The journal of a dead run, and the locks it took right after.
    let journal = settle::Journal {
        branch: "refs/heads/main".into(),
        old: office.repo.head().unwrap(),
        new: ObjectId::ZERO,
        items: Vec::new(),
    };
    office.repo.write_journal(&journal).unwrap();
    files::write_outside(&branch, b"").unwrap();
    files::write_outside(&index, b"").unwrap();
    let repaired = office.repo.repair(&office.lock()).unwrap();
    assert_eq!((repaired.locks.len(), repaired.finished), (2, false));
    let old = std::time::SystemTime::now() - Duration::from_secs(90);
    std::fs::File::create(&index).unwrap().set_modified(old).unwrap();
    assert_eq!(office.repo.repair(&office.lock()).unwrap().locks, [index]);
    office.commit(vec![change(REPORT, "hai\n", Working::Replace(Some("một\n".into())))]).unwrap();
}

#[test]
fn an_emptied_branch_is_restored_from_the_journal() {
    let office = Office::new();
    let tip = office.commit(vec![create(REPORT, "một\n")]).unwrap().id;
    let journal = settle::Journal { branch: "refs/heads/main".into(), old: None, new: tip, items: Vec::new() };
    assert_eq!(settle::Journal::parse(&journal.to_text()), Some(journal.clone()));
    office.repo.write_journal(&journal).unwrap();
    files::write_outside(&office.repo.git_folder().join("refs/heads/main"), b"").unwrap();
    assert!(office.repo.head().is_err());
    office.repo.repair(&office.lock()).unwrap();
    assert_eq!(office.repo.head().unwrap(), Some(tip));
}

/// Not a test of its own: the process that dies in the test below.
#[test]
fn crash_child() {
    let Some(task) = std::env::var_os("BAOCAO_CRASH_TEST") else { return };
    let task = task.into_string().unwrap();
    let (n, home) = task.split_once(':').unwrap();
    let home = Path::new(home);
    let (_, repo, signer) = Office::open(&home.join("kho báo cáo"), home);
    let lock = repo.lock(Duration::from_secs(5), &mut || {}).unwrap();
    failpoint::arm(n.parse().ok());
    let changes = vec![
        change(REPORT, "hai\n", Working::Replace(Some("một\n".into()))),
        create("reports/2024-Q2/ho-so/muc-luc.md", "mục lục\n"),
    ];
    commit(&repo, &lock, &signer, changes).unwrap();
}

#[test]
fn no_moment_of_death_needs_a_repair_by_hand() {
    let mut published = 0;
    for n in 1..100 {
        let office = Office::new();
        let first = office.commit(vec![create(REPORT, "một\n"), create(OTHER, "văn phòng\n")]).unwrap().id;
        office.folder.write(&OTHER.into(), b"staged\n").unwrap();
        office.said(&["add", OTHER]);
        let exe = std::env::current_exe().unwrap();
        let task = format!("{n}:{}", office._dir.path().display());
        let child = office.env.program(exe.to_str().unwrap()).unwrap().with("BAOCAO_CRASH_TEST", task);
        let args = ["--exact", "store::git::tests::crash_child"].map(OsStr::new);
        let survived = child.run(&args, b"", PATIENCE).unwrap().ok;

        let lock = office.lock();
        let repaired = office.repo.repair(&lock).unwrap();
        let head = office.repo.head().unwrap().unwrap();
        assert!(office.git(&["fsck", "--strict"]).ok, "step {n}");
        assert!(office.git(&["verify-commit", "HEAD"]).ok, "step {n}");
        assert_eq!(office.said(&["status", "--porcelain"]), format!("M  {OTHER}\n"), "step {n}, {repaired:?}");
        let text = if head == first { "một\n" } else { "hai\n" };
        assert_eq!(office.read(REPORT), Some(text.into()), "step {n}");
        assert!(office.repo.repair(&lock).unwrap().is_empty(), "step {n}: once is enough");
        published += u32::from(head != first);
        drop(lock);
        let next = change(REPORT, "ba\n", Working::Replace(Some(text.into())));
        assert_eq!(office.commit(vec![next]).unwrap().left, [] as [RepoPath; 0], "step {n}: the next run works");
        if survived {
            assert!(n > 15 && published > 3, "{n} steps, {published} after publication");
            return;
        }
    }
    panic!("the failpoints never ran out");
}

#[test]
fn of_a_large_object_only_the_size_is_read() {
    let office = Office::new();
    let file = office.folder.root().join("lon");
    for (size, read) in [(files::CAP, true), (files::CAP + 1, false)] {
        std::fs::File::create(&file).unwrap().set_len(size).unwrap();
        let blob = office.said(&["hash-object", "-w", "lon"]);
        let found = office.repo.read_blob(ObjectId::parse(blob.trim()).unwrap()).unwrap();
        assert_eq!(found == Blob::TooLarge(size), !read, "{size}");
    }
    // A commit is cut where no reader of ours goes on, and not opened at all where it is larger still.
    let write = |size: usize| office.repo.inner.odb().unwrap().write(ObjectType::Commit, &vec![b'x'; size]).unwrap();
    assert_eq!(office.repo.read_commit_bytes(id(write(5 * COMMIT_CAP))).unwrap().len(), COMMIT_CAP + 1);
    assert!(office.repo.read_commit_bytes(id(write(COMMIT_MOST + 1))).is_err());
}

#[test]
fn a_journal_that_somebody_else_wrote_leads_nowhere() {
    let office = Office::new();
    let outside = tempfile::tempdir().unwrap();
    let (lock, empty) = (outside.path().join("Cargo.lock"), outside.path().join("empty"));
    std::fs::write(&lock, "quý").unwrap();
    std::fs::write(&empty, "").unwrap();
    std::fs::File::options().write(true).open(&lock).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let tip = "1".repeat(40);
    let up = "../".repeat(20);
    let shown = |path: &std::path::Path| path.display().to_string().trim_start_matches('/').to_string();
    for branch in [
        format!("/{}", shown(&lock).trim_end_matches(".lock")),
        format!("refs/heads/{up}{}", shown(&empty)),
        "refs/tags/x".into(),
        "HEAD".into(),
    ] {
        let text = format!("baocao-journal 1\n{branch}\nnone\n{tip}\nend\n");
        std::fs::write(office.repo.git_folder().join("baocao-journal"), text).unwrap();
        let guard = office.repo.lock(Duration::from_secs(1), &mut || {}).unwrap();
        assert!(office.repo.repair(&guard).is_ok(), "{branch}");
        assert!(!office.repo.git_folder().join("baocao-journal").exists());
        assert_eq!((std::fs::read(&lock).unwrap(), std::fs::read(&empty).unwrap()), ("quý".into(), vec![]));
    }
}
