//! The shared repository under attack: real pushes through git, with commits of any kind. Nothing dishonest comes in, and the
//! branch stays where it was.

use super::forge::{Desk, Forged, version};
use super::history::{agree, annul};
use super::office::{DRAFT, Stage, person, public, settings};
use super::steps::{THANH_TRA, review};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// An office and its shared repository with the hook.
pub struct Shared {
    pub desk: Desk,
    pub bare: PathBuf,
}

/// Now, by the computer's clock: the server judges by its own.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|age| age.as_secs() as i64).expect("a clock after 1970")
}

impl Shared {
    pub fn new(stage: Stage) -> Shared {
        let mut desk = Desk::with_keys(stage);
        let bare = desk.office.dir.path().join("kho-chung.git");
        desk.office.git(&format!("init -q --bare -b main {}", bare.display()));
        desk.office.git(&format!("push -q {} main", bare.display()));
        let install = format!("hook install --root {}", desk.root());
        desk.office.run_at(&bare, "", "2024-08-01 08:00", &install).expect(0);
        // New commits are made now.
        desk.at = now() - 60;
        desk.now = "2099-01-01 08:00".into();
        Shared { desk, bare }
    }

    fn stands(&self) -> String {
        self.desk.office.git(&format!("-C {} for-each-ref --format=%(refname)=%(objectname)", self.bare.display()))
    }

    /// Pushes with git itself: whether it came in, and what was said.
    pub fn push(&self, what: &str) -> (bool, String) {
        let mut command = Command::new("git");
        command.args(["push", "-q"]).arg(format!("file://{}", self.bare.display())).args(what.split(' '));
        command.current_dir(&self.desk.office.office).env("HOME", self.desk.office.dir.path().join("home"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("PATH", path()).env_remove("BAOCAO_CONFIG");
        let done = command.output().expect("git");
        (done.status.success(), String::from_utf8_lossy(&done.stderr).into_owned())
    }

    pub fn refused(&self, name: &str, what: &str) -> String {
        let before = self.stands();
        let (ok, said) = self.push(what);
        assert!(!ok, "{name} came in: {said}");
        let odd = said.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
        assert_eq!(odd, None, "{name}: {said:?}");
        assert_eq!(before, self.stands(), "{name}");
        said
    }
}

/// Where the hook finds the program.
fn path() -> std::ffi::OsString {
    let own = Path::new(env!("CARGO_BIN_EXE_baocao")).parent().expect("a folder").to_path_buf();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&rest))).expect("a path")
}

/// An honest submission, made now.
fn submission(desk: &Desk) -> Forged {
    let subject = format!("Subject: {}", version(THANH_TRA, b"x"));
    desk.act("submit", "hoa", "don-vi", &[subject]).file(desk, THANH_TRA, "x")
}

type Work = fn(&mut Desk);

/// What is refused, each pushed to the branch as it should be.
const PUSHES: &[(&str, Work)] = &[
    ("an unsigned submission", |desk| {
        desk.push(submission(desk).unsigned());
    }),
    ("unsigned text work", |desk| {
        desk.push(desk.plain("hoa").file(desk, THANH_TRA, "x").unsigned());
    }),
    ("a stranger's submission", |desk| {
        desk.push(submission(desk).by("la"));
    }),
    ("a submission by the wrong department", |desk| {
        desk.push(submission(desk).actor("khanh", "don-vi"));
    }),
    ("a bad commit and its revert", |desk| {
        let before = desk.plain("hoa").tree;
        desk.push(desk.plain("khanh").file(desk, THANH_TRA, "x"));
        desk.push(desk.plain("khanh").tree(before));
    }),
    ("a bad commit below honest work", |desk| {
        desk.push(desk.plain("khanh").file(desk, "reports/2024-Q2/ky.toml", "x"));
        desk.push(desk.plain("an").file(desk, "ghi-chu.md", "x"));
    }),
    ("a bad commit and its annulment", |desk| {
        let honest = desk.text("reports/2024-Q2/ke-hoach.md");
        let bad = desk.push(desk.plain("chi").file(desk, "reports/2024-Q2/ke-hoach.md", "x"));
        agree(desk, "dung", "lanh-dao", &[bad]);
        let back = annul(desk, &[bad], "x").remove(desk, DRAFT);
        desk.push(back.file(desk, "reports/2024-Q2/ke-hoach.md", &honest));
    }),
    ("a submission dated an hour ago", |desk| {
        let mut forged = submission(desk);
        forged.at = now() - 3600;
        desk.push(forged);
    }),
    ("a submission dated in an hour", |desk| {
        let mut forged = submission(desk);
        forged.at = now() + 3600;
        desk.push(forged);
    }),
    ("a merge", |desk| {
        let side = desk.write(&submission(desk));
        desk.push(desk.plain("an").parents(&[desk.tip, side]));
    }),
    ("a picture in another department's folder", |desk| {
        desk.push(desk.plain("hoa").file(desk, "reports/2024-Q2/phu-luc/ke-hoach/a.png", "x"));
    }),
    ("a submission with another department's picture", |desk| {
        let path = "reports/2024-Q2/phu-luc/ke-hoach/a.png";
        desk.push(super::pictures::naming(desk, &[(path, "x")]).file(desk, path, "x"));
    }),
    ("a roster changed by one", |desk| {
        let text = settings() + &person("la", "don-vi", "don_vi = \"ke-hoach\"", &format!("\"{}\"", public("la")));
        desk.push(desk.plain("an").file(desk, "baocao.toml", &text));
    }),
    ("a review before there is a draft", |desk| {
        desk.push(desk.act("review", "binh", "chanh-van-phong", &[desk.subject("reports/2024-Q2/ke-hoach.md")]));
    }),
    ("a report that is a link", |desk| {
        let tree = desk.with(desk.plain("hoa").tree, THANH_TRA, "120000", Some(desk.blob(b"/etc/passwd")));
        desk.push(desk.plain("hoa").tree(tree));
    }),
    ("words for the person who pushes", |desk| {
        desk.push(desk.plain("la").message("\u{1b}[2J\u{202e}x\n\nBaocao-Act: \u{9b}31m\n"));
    }),
    ("a name that Windows has not", |desk| {
        desk.push(desk.plain("an").file(desk, "đã xong chưa?.md", "x"));
    }),
    ("a folder that is a drive", |desk| {
        desk.push(desk.plain("an").file(desk, "C:/x.md", "x"));
    }),
    ("a device", |desk| {
        desk.push(desk.plain("an").file(desk, "con.md", "x"));
    }),
    ("a name in other letters than one that is there", |desk| {
        let both = desk.plain("an").file(desk, "ghi ch\u{fa}.md", "x");
        desk.push(both.file(desk, "ghi chu\u{301}.md", "x"));
    }),
    ("a name in other capitals than one that is there", |desk| {
        desk.push(desk.plain("an").file(desk, "Templates/x.md", "x"));
    }),
    ("a file among git's hooks", |desk| {
        desk.push(desk.plain("an").file(desk, ".git/hooks/pre-commit", "x"));
    }),
    ("a note that a terminal shows as an approval", |desk| {
        desk.push(desk.plain("an").message("ghi chú\rBaocao-Act: approve\n"));
    }),
    ("a note with an act's words in other letters", |desk| {
        desk.push(desk.plain("an").message("ghi chú\n\nВaocao-Act: approve\n"));
        desk.push(desk.plain("an").file(desk, "ghi-chu.md", "x"));
    }),
    ("a line that begins anew", |desk| {
        desk.push(desk.plain("an").parents(&[]));
    }),
];

#[test]
fn nothing_dishonest_comes_in() {
    for (name, work) in PUSHES {
        let mut shared = Shared::new(Stage::Begun);
        work(&mut shared.desk);
        // By force, too: what git itself would refuse is refused by the hook as well.
        shared.refused(name, "main");
        shared.desk.office.git(&format!("-C {} config receive.denyNonFastForwards false", shared.bare.display()));
        shared.refused(name, "--force main");
    }
}

/// Records, openings and restatements that are not what they say, each made now and pushed.
#[test]
fn nothing_false_is_opened_filed_or_restated_on_the_shared_repository() {
    let tables = super::filing::CASES.iter().chain(super::opening::CASES).chain(super::figures::LOOKED_UP);
    for (name, stage, _, forge) in tables {
        let mut shared = Shared::new(*stage);
        forge(&mut shared.desk);
        let said = shared.refused(name, "main");
        assert!(!said.contains("ghi giờ lệch"), "{name} is refused for its date: {said}");
    }
}

#[test]
fn honest_work_comes_in_and_only_on_its_branch() {
    let mut shared = Shared::new(Stage::Begun);
    shared.desk.office.git(&format!("-C {} config receive.denyNonFastForwards false", shared.bare.display()));
    shared.desk.office.git(&format!("-C {} config receive.denyDeletes false", shared.bare.display()));
    let old = shared.desk.tip;
    let forged = submission(&shared.desk);
    let new = shared.desk.push(forged);
    for what in [
        "main:refs/heads/khac",
        "main:refs/tags/v1",
        "main:refs/notes/commits",
        "main:refs/replace/x",
        "main:refs/baocao/receipts",
        "main:refs/heads/MAIN",
        "main main:refs/heads/khac",
    ] {
        shared.refused(what, what);
    }
    let (ok, said) = shared.push("main");
    assert!(ok, "{said}");
    assert!(shared.stands().contains(&new.to_string()));
    for what in [":main", "--delete main", &format!("--force {old}:main")] {
        shared.refused(what, what);
    }
    // What is already there is not in the way of what comes next.
    let notes = shared.desk.plain("an").file(&shared.desk, "ghi-chu.md", "x");
    shared.desk.push(notes);
    let (ok, said) = shared.push("main");
    assert!(ok, "{said}");
}

#[test]
fn the_first_push_of_all_brings_only_this_office() {
    let mut shared = Shared::new(Stage::Drafted);
    let other = shared.desk.office.dir.path().join("trong.git");
    shared.desk.office.git(&format!("init -q --bare -b main {}", other.display()));
    let install = format!("hook install --root {}", shared.desk.root());
    shared.desk.office.run_at(&other, "", "2024-08-01 08:00", &install).expect(0);
    shared.bare = other;
    let honest = shared.desk.tip;
    let orphan = shared.desk.plain("an").parents(&[]);
    shared.desk.push(orphan);
    shared.refused("another root", "main");
    shared.desk.point(honest);
    review(&mut shared.desk, "chi");
    shared.refused("a past with a fault", "main");
    shared.desk.point(honest);
    let (ok, said) = shared.push("main");
    assert!(ok, "{said}");
}
