//! Names that lead out of the folder, and names that some system lacks, in commits on a shared repository without the hook.
//! Whatever command meets them, nothing appears outside or in `.git`, and the folder goes on working.

use super::forge::{Desk, Forged};
use super::hook::now;
use super::office::{Stage, report};
use crate::sharing::{finish, start};
use git2::Oid;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const THANH_TRA: &str = "reports/2024-Q2/thanh-tra.md";

/// Trees that no honest program writes: the folder, the name of the file in it.
const HOSTILE: &[(&str, &[u8])] = &[
    (".git/hooks", b"pre-commit"),
    (".git/info", b"attributes"),
    (".GIT/hooks", b"post-checkout"),
    (".gIt", b"config"),
    (".git. /hooks", b"pre-commit"),
    ("GIT~1/hooks", b"pre-commit"),
    ("git~12/hooks", b"pre-commit"),
    (".git::$INDEX_ALLOCATION/hooks", b"pre-commit"),
    (".g\u{200c}it/hooks", b"pre-commit"),
    ("templates/.git/hooks", b"pre-commit"),
    ("", b".git"),
    ("..", b"ngoai.md"),
    ("../..", b"ngoai.md"),
    (".", b"ngoai.md"),
    ("", b"../ngoai.md"),
    ("", b"/tmp/baocao-ngoai.md"),
    ("", b"..\\..\\ngoai.md"),
    ("", b"a\x1b[2J.md"),
    ("", b"a\nb.md"),
    ("", &[b'a'; 300]),
];

/// Names that people on some systems give in good faith, and that other systems cannot store.
const ODD: &[(&str, &str)] = &[
    ("C:", "ngoai.md"),
    ("", "C:ngoai.md"),
    ("", "baocao.toml:an"),
    ("", "đã xong chưa?.md"),
    ("", "Họp 9:30.md"),
    ("", "a*b<c>d|e\"f.md"),
    ("", "con.md"),
    ("NUL", "x.md"),
    ("", "COM¹.txt"),
    ("", "CONIN$"),
    ("tài liệu.", "x.md"),
    ("", "bài "),
    (
        "",
        "đđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđ",
    ),
];

/// A shared repository without the hook, and the clone of somebody who trusts the office's root.
pub(super) struct Place {
    pub(super) desk: Desk,
    pub(super) bare: PathBuf,
    honest: Oid,
    clones: usize,
}

impl Place {
    pub(super) fn new(stage: Stage) -> Place {
        let mut desk = Desk::with_keys(stage);
        let bare = desk.office.dir.path().join("kho-chung.git");
        desk.office.git(&format!("init -q --bare -b main {}", bare.display()));
        desk.office.git(&format!("push -q {} main", bare.display()));
        let root = desk.root();
        desk.office.run("", "2024-08-01 08:00", &format!("trust {root} --yes")).expect(0);
        desk.at = now() - 60;
        let honest = desk.tip;
        Place { desk, bare, honest, clones: 0 }
    }

    pub(super) fn clone(&mut self) -> PathBuf {
        self.clones += 1;
        let folder = self.desk.office.dir.path().join(format!("may/{}/thu-muc", self.clones));
        std::fs::create_dir_all(folder.parent().expect("a parent")).expect("a folder");
        let from = format!("file://{}", self.bare.display());
        let (ok, said) =
            self.desk.office.try_git(self.desk.office.dir.path(), &format!("clone -q {from} {}", folder.display()));
        assert!(ok, "{said}");
        folder
    }

    /// Puts the branch of the shared repository where it shall stand.
    pub(super) fn share(&mut self, commit: Oid) {
        self.desk.point(commit);
        self.desk.office.git(&format!("push -q --force {} main", self.bare.display()));
    }

    /// The honest line again, everywhere.
    fn back(&mut self) {
        self.desk.at = now() - 60;
        self.share(self.honest);
        // Each clone is a computer of its own: what another has verified says nothing of it.
        let _ = std::fs::remove_dir_all(self.desk.office.dir.path().join("home/.config/baocao/moc"));
    }

    /// A commit of the administrator with one more file, under any name, and an ordinary one beside it.
    fn with(&self, folder: &str, name: &[u8]) -> Forged {
        let blob = self.desk.blob(b"#!/bin/sh\n");
        let plain = self.desk.plain("an").file(&self.desk, "that-den-sau.md", "ghi chú\n");
        let tree = self.desk.edit(plain.tree, folder, &|entries| {
            let at = entries.iter().position(|entry| entry.1.as_slice() > name).unwrap_or(entries.len());
            entries.insert(at, (b"100644".to_vec(), name.to_vec(), blob));
        });
        plain.tree(tree)
    }

    pub(super) fn run(&self, folder: &Path, person: &str, line: &str) -> (i32, String) {
        let (status, said) = finish(start(&self.desk.office, folder, person, line));
        let odd = said.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
        assert_eq!(odd, None, "{line}: {said:?}");
        (status.unwrap_or_else(|| panic!("{line} was killed: {said}")), said)
    }

    pub(super) fn git(&self, folder: &Path, line: &str) -> String {
        let (ok, said) = self.desk.office.try_git(folder, line);
        assert!(ok, "git {line}: {said}");
        said
    }
}

/// Every file below the folder that holds a clone, but for what git itself keeps up to date.
fn seen(clone: &Path) -> BTreeSet<String> {
    let top = clone.parent().expect("a folder of its own");
    let own = ["objects", "logs", "refs"].map(|name| format!("thu-muc/.git/{name}/"));
    let kept =
        ["FETCH_HEAD", "baocao.lock", "index", "packed-refs", "ORIG_HEAD"].map(|name| format!("thu-muc/.git/{name}"));
    let files = walkdir::WalkDir::new(top).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
    let names = files.map(|entry| entry.path().strip_prefix(top).expect("below").to_string_lossy().into_owned());
    names.filter(|name| !own.iter().any(|own| name.starts_with(own)) && !kept.contains(name)).collect()
}

fn short(commit: Oid) -> String {
    commit.to_string()[..10].to_string()
}

#[test]
fn nothing_hostile_is_brought_by_an_update() {
    let mut place = Place::new(Stage::Begun);
    for (at, (folder, name)) in HOSTILE.iter().enumerate() {
        let clone = place.clone();
        let before = seen(&clone);
        let forged = place.with(folder, name);
        // Even the administrator's own signature carries no such name in.
        let forged = if at % 2 == 0 { forged.unsigned() } else { forged };
        let commit = place.desk.push(forged);
        place.share(commit);
        let shown = format!("{folder}/{}", String::from_utf8_lossy(name));
        let (status, said) = place.run(&clone, "hoa", "update");
        assert_eq!(status, 3, "{shown}: {said}");
        assert!(said.contains(&short(commit)) && said.contains("baocao annul"), "{shown}: {said}");
        assert_eq!(seen(&clone), before, "{shown}");
        assert_eq!(place.git(&clone, "rev-parse HEAD").trim(), place.honest.to_string(), "{shown}");
        assert_eq!(place.git(&clone, "status --porcelain"), "", "{shown}");
        // The folder goes on working.
        assert_eq!(place.run(&clone, "hoa", "verify").0, 0, "{shown}");
        place.back();
    }
    let clone = place.clone();
    std::fs::write(clone.join(THANH_TRA), report("2024-Q2", "thanh-tra", "Đã làm 12 việc.")).expect("a report");
    let commit = place.desk.push(place.with(".git/hooks", b"pre-commit").unsigned());
    place.share(commit);
    assert_eq!(place.run(&clone, "hoa", "update").0, 3);
    let (status, said) = place.run(&clone, "hoa", "submit 2024-Q2 --no-push");
    assert_eq!(status, 0, "{said}");
    assert!(!clone.join(".git/hooks/pre-commit").exists());
}

#[test]
fn what_some_system_lacks_is_named_and_the_rest_is_there() {
    let mut place = Place::new(Stage::Begun);
    for (folder, name) in ODD {
        let clone = place.clone();
        let before = seen(&clone);
        let commit = place.desk.push(place.with(folder, name.as_bytes()));
        place.share(commit);
        let (status, said) = place.run(&clone, "hoa", "update");
        assert_eq!(status, 0, "{folder}/{name}: {said}");
        assert!(said.contains(&short(commit)) && said.contains("đổi tên"), "{folder}/{name}: {said}");
        let mut after = seen(&clone);
        assert!(after.remove("thu-muc/that-den-sau.md"), "{folder}/{name}: {after:?}");
        assert_eq!(after, before, "{folder}/{name}");
        assert_eq!(place.git(&clone, "status --porcelain"), "", "{folder}/{name}");
        assert_eq!(place.git(&clone, "rev-parse HEAD").trim(), commit.to_string());
        assert_eq!(place.run(&clone, "hoa", "verify").0, 0, "{folder}/{name}: an odd name is no fault");
        // The next commands work, and bring what comes later; what goes away is nobody's edit.
        let tree = place.desk.with(place.desk.plain("an").tree, "them.md", "100644", Some(place.desk.blob(b"x")));
        let tree = place.desk.edit(tree, "", &|entries| {
            let gone = if folder.is_empty() { name } else { folder };
            entries.retain(|entry| entry.1 != gone.as_bytes());
        });
        let later = place.desk.push(place.desk.plain("an").tree(tree));
        place.share(later);
        let (status, said) = place.run(&clone, "hoa", "update");
        assert!(status == 0 && !said.contains("chưa ghi"), "{folder}/{name}: {said}");
        assert!(clone.join("them.md").exists(), "{folder}/{name}");
        assert_eq!(place.git(&clone, "status --porcelain"), "", "{folder}/{name}");
        place.back();
    }
}

#[test]
fn no_step_that_is_sent_brings_them() {
    for (folder, name) in [(".git/hooks", b"pre-commit".as_slice()), ("..", b"ngoai.md"), ("", b"nhap.md")] {
        let mut place = Place::new(Stage::Begun);
        let clone = place.clone();
        std::fs::write(clone.join(THANH_TRA), report("2024-Q2", "thanh-tra", "Đã làm 12 việc.")).expect("a report");
        let before = seen(&clone);
        let commit = place.desk.push(place.with(folder, name).unsigned());
        place.share(commit);
        for (person, line) in [
            ("hoa", "submit 2024-Q2 --push"),
            ("chi", "init 2024-07 --push"),
            ("chi", "merge 2024-Q2 --partial --push"),
            ("chi", "receive 2024-Q2 --push"),
        ] {
            let (status, said) = place.run(&clone, person, line);
            assert_eq!(status, 3, "{line}: {said}");
            assert!(said.contains(&short(commit)) || line.starts_with("receive"), "{line}: {said}");
            assert_eq!(seen(&clone), before, "{line}");
            assert_eq!(place.git(&place.bare, "rev-parse main").trim(), commit.to_string(), "{line}");
        }
        // Here, without the shared repository, work goes on.
        let (status, said) = place.run(&clone, "hoa", "submit 2024-Q2 --no-push");
        assert_eq!(status, 0, "{said}");
    }
    // A name that some system lacks is in the way of no step.
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    std::fs::write(clone.join(THANH_TRA), report("2024-Q2", "thanh-tra", "Đã làm 12 việc.")).expect("a report");
    let commit = place.desk.push(place.with("C:", b"ngoai.md"));
    place.share(commit);
    let (status, said) = place.run(&clone, "hoa", "submit 2024-Q2 --push");
    assert!(status == 0 && said.contains(&short(commit)), "{said}");
    assert!(!clone.join("C:").exists() && clone.join("that-den-sau.md").exists());
    assert_eq!(place.git(&clone, "status --porcelain"), "");
}

#[test]
fn a_folder_follows_as_far_as_the_line_is_proven() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    let good = place.desk.push(place.desk.plain("an").file(&place.desk, "tot.md", "x"));
    let bad = place.desk.push(place.with(".git/hooks", b"pre-commit"));
    let later = place.desk.push(place.desk.plain("an").tree(place.desk.plain("an").tree));
    place.share(later);
    let (status, said) = place.run(&clone, "hoa", "update");
    assert!(status == 1 && said.contains(&short(good)) && said.contains(&short(bad)), "{said}");
    assert_eq!(place.git(&clone, "rev-parse HEAD").trim(), good.to_string());
    assert!(clone.join("tot.md").exists() && !clone.join("that-den-sau.md").exists());
    assert!(!clone.join(".git/hooks/pre-commit").exists());
    // It is taken out by those who may, from folders that never held it.
    let names = format!("{} {}", short(bad), short(later));
    for (person, line) in [
        ("dung", format!("annul {names} --endorse --push")),
        ("an", format!("annul {names} --push --reason “commit lạ”")),
    ] {
        let (status, said) = place.run(&clone, person, &line);
        assert_eq!(status, 0, "{line}: {said}");
        assert!(!clone.join(".git/hooks/pre-commit").exists(), "{line}");
    }
    for folder in [clone.clone(), place.clone()] {
        let (status, said) = place.run(&folder, "hoa", "update");
        assert!(status == 0 && said.contains("bản mới nhất"), "{said}");
        assert_eq!(place.git(&folder, "status --porcelain"), "");
        assert!(folder.join("tot.md").exists() && !folder.join("that-den-sau.md").exists());
        assert_eq!(place.run(&folder, "hoa", "verify").0, 0);
    }
}

#[test]
fn a_departments_branch_brings_nothing_else() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    let before = seen(&clone);
    for (folder, name) in [(".git/hooks", b"pre-commit".as_slice()), ("C:", b"ngoai.md"), ("..", b"ngoai.md")] {
        let submission = super::aside::submission(&place.desk, "hoa", THANH_TRA);
        let blob = place.desk.blob(b"x");
        let tree = place.desk.edit(submission.tree, folder, &|entries| {
            entries.insert(0, (b"100644".to_vec(), name.to_vec(), blob));
        });
        let tip = place.desk.write(&submission.tree(tree));
        place.desk.office.git(&format!("update-ref refs/heads/tam {tip}"));
        place.desk.office.git(&format!("push -q --force {} tam:nop/2024-Q2/thanh-tra", place.bare.display()));
        let (status, said) = place.run(&clone, "chi", "receive 2024-Q2 --push");
        assert_eq!(status, 3, "{folder}: {said}");
        assert!(said.contains("thanh-tra"), "{folder}: {said}");
        assert_eq!(seen(&clone), before, "{folder}");
    }
}

#[test]
fn a_journal_writes_nothing_outside() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    let before = seen(&clone);
    let commit = place.desk.push(place.with(".git/hooks", b"pre-commit"));
    place.git(&clone, &format!("fetch -q {} {commit}", place.desk.office.office.display()));
    place.git(&clone, &format!("update-ref refs/heads/khac {commit}"));
    let blob = place.desk.blob(b"#!/bin/sh\n");
    for path in
        [".git/hooks/pre-commit", "../ngoai.md", "/tmp/baocao-ngoai.md", ".GIT/hooks/x", "git~1/x", "C:/x.md", "con.md"]
    {
        place.git(&clone, "update-ref refs/heads/main khac");
        let text =
            format!("baocao-journal 1\nrefs/heads/main\n{}\n{commit}\n{blob} none none {path}\nend\n", place.honest);
        std::fs::write(clone.join(".git/baocao-journal"), text).expect("a journal");
        let (_, said) = place.run(&clone, "hoa", "update");
        assert!(!said.contains("sự cố"), "{path}: {said}");
        assert_eq!(seen(&clone), before, "{path}: {said}");
    }
}

#[test]
fn a_clone_of_a_hostile_line_is_set_up_without_harm() {
    let mut place = Place::new(Stage::Begun);
    let commit = place.desk.push(place.with(".git/hooks", b"pre-commit").unsigned());
    place.share(commit);
    let folder = place.desk.office.dir.path().join("may/0/thu-muc");
    std::fs::create_dir_all(folder.parent().expect("a parent")).expect("a folder");
    let from = format!("file://{}", place.bare.display());
    let line = format!("clone -q --no-checkout {from} {}", folder.display());
    assert!(place.desk.office.try_git(place.desk.office.dir.path(), &line).0);
    let hooks = seen(&folder).into_iter().filter(|name| name.contains("/.git/")).collect::<BTreeSet<_>>();
    for (person, line) in
        [("an", "init --yes"), ("chi", "init 2024-07"), ("hoa", "update"), ("chi", "init 2024-07 --push")]
    {
        let (status, said) = place.run(&folder, person, line);
        assert!(status <= 4, "{line}: {said}");
        let now = seen(&folder);
        assert_eq!(
            now.iter().filter(|name| name.contains("/.git/")).cloned().collect::<BTreeSet<_>>(),
            hooks,
            "{line}"
        );
        assert!(now.iter().all(|name| name.starts_with("thu-muc/") && !name.contains("ngoai")), "{line}: {now:?}");
    }
}

/// A file of the commit that cannot be written: something else stands in its place, or its folder may not be written.
#[test]
fn one_file_that_cannot_be_written_stops_no_other() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    // The user keeps a file of their own where the commit has a folder.
    std::fs::write(clone.join("tai-lieu"), "của tôi").expect("a file");
    let commit = place.desk.push(
        ["a-truoc.md", "tai-lieu/mot.md", "z-sau.md"]
            .iter()
            .fold(place.desk.plain("an"), |forged, path| forged.file(&place.desk, path, &format!("tệp {path}\n"))),
    );
    place.share(commit);
    let (status, said) = place.run(&clone, "hoa", "update");
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("tai-lieu/mot.md") && said.contains(&short(commit)) && said.contains("dời"), "{said}");
    assert!(clone.join("a-truoc.md").exists() && clone.join("z-sau.md").exists());
    assert_eq!(place.git(&clone, "status --porcelain"), "?? tai-lieu\n");
    assert_eq!(place.git(&clone, "diff --cached --name-only"), "");
    // The next command works, and brings the file once its place is free.
    std::fs::write(clone.join(THANH_TRA), report("2024-Q2", "thanh-tra", "Đã làm 12 việc.")).expect("a report");
    let (status, said) = place.run(&clone, "hoa", "submit 2024-Q2");
    assert_eq!(status, 0, "{said}");
    std::fs::rename(clone.join("tai-lieu"), clone.join("cua-toi")).expect("moved");
    let (_, said) = place.run(&clone, "hoa", "update");
    assert!(said.contains("đã ghi được “tai-lieu/mot.md”"), "{said}");
    assert_eq!(std::fs::read_to_string(clone.join("tai-lieu/mot.md")).expect("the file"), "tệp tai-lieu/mot.md\n");
    assert_eq!(place.git(&clone, "status --porcelain"), "?? cua-toi\n");
}

/// The same where the system itself refuses. An administrator's account is refused nothing.
#[cfg(unix)]
#[test]
fn a_read_only_folder_stops_no_other_file() {
    use std::os::unix::fs::PermissionsExt;
    let mut place = Place::new(Stage::Begun);
    let first = place.desk.push(place.desk.plain("an").file(&place.desk, "chung/a.md", "x\n"));
    place.share(first);
    let clone = place.clone();
    let locked = clone.join("chung");
    let mode = |mode| std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(mode)).expect("a mode");
    mode(0o555);
    if std::fs::write(locked.join("thu"), "").is_ok() {
        mode(0o755);
        return;
    }
    let forged = ["chung/a.md", "chung/b.md", "z-sau.md"]
        .iter()
        .fold(place.desk.plain("an"), |forged, path| forged.file(&place.desk, path, "y\n"));
    let commit = place.desk.push(forged);
    place.share(commit);
    let (status, said) = place.run(&clone, "hoa", "update");
    assert!(status == 0 && said.contains("b.md") && said.contains("không có quyền"), "{said}");
    assert!(clone.join("z-sau.md").exists());
    assert_eq!(place.git(&clone, "status --porcelain"), " M chung/a.md\n");
    let (status, said) = place.run(&clone, "hoa", "update");
    assert!(status == 0 && said.contains("a.md") && said.contains("không có quyền"), "{said}");
    mode(0o755);
    let (_, said) = place.run(&clone, "hoa", "update");
    assert!(said.contains("đã ghi được"), "{said}");
    assert_eq!(std::fs::read_to_string(clone.join("chung/a.md")).expect("a file"), "y\n");
    assert!(clone.join("chung/b.md").exists());
    assert_eq!(place.git(&clone, "status --porcelain"), "");
}
