//! The shared repository's hook, with real pushes through git: honest work comes in, anything else is refused in words.

mod certificates;
mod cgi;
mod http;

use crate::sharing::{clone, finish, hooked, office, report, start};
use crate::support::Scratch;
use std::path::{Path, PathBuf};
use std::process::Command;

const PERIOD: &str = "2026-12";

struct Desk {
    office: Scratch,
    bare: PathBuf,
    /// How clients reach the shared repository.
    address: String,
    /// What pushes with git itself are told before `push` and after it.
    told: [Vec<String>; 2],
}

impl Desk {
    fn new(departments: usize) -> Desk {
        let office = office(departments);
        let bare = hooked(&office);
        let address = format!("file://{}", bare.display());
        Desk { office, bare, address, told: Default::default() }
    }

    fn clone(&self, name: &str) -> PathBuf {
        clone(&self.office, &self.address, name)
    }

    /// Pushes with git itself, as somebody might who goes around baocao: whether it came in, and what was said.
    fn push(&self, folder: &Path, what: &str) -> (bool, String) {
        let mut command = Command::new("git");
        command.args(&self.told[0]).args(["push", "-q"]).args(&self.told[1]).arg("origin");
        command.args(what.split(' ')).current_dir(folder);
        command.env("HOME", self.office.dir.path().join("home")).env("GIT_CONFIG_NOSYSTEM", "1").env("PATH", path());
        let done = command.output().expect("git");
        (done.status.success(), String::from_utf8_lossy(&done.stderr).into_owned())
    }

    fn refused(&self, folder: &Path, what: &str, words: &str) {
        let before = self.office.git(&format!("-C {} rev-parse main", self.bare.display()));
        let (ok, said) = self.push(folder, what);
        assert!(!ok && said.contains(words), "{what}: {said}");
        assert_eq!(before, self.office.git(&format!("-C {} rev-parse main", self.bare.display())));
    }
}

/// Where the hook finds baocao.
fn path() -> std::ffi::OsString {
    let own = Path::new(env!("CARGO_BIN_EXE_baocao")).parent().expect("a folder").to_path_buf();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&rest))).expect("a path")
}

#[test]
fn the_hook_lets_honest_work_in_and_nothing_else() {
    honest_work_and_nothing_else(&Desk::new(3));
}

/// Three departments' morning: two send what they should, and what should not come in does not.
fn honest_work_and_nothing_else(desk: &Desk) {
    // Rightly signed, but dated days ago: only the server can know.
    let late = desk.clone("may-late");
    std::fs::write(late.join(format!("reports/{PERIOD}/dv-002.md")), report(2)).expect("a report");
    let ran = desk.office.run_at(&late, "nguoi-002", "2026-11-20 08:00", "submit --no-push");
    assert_eq!(ran.status, 0, "{}", ran.all());
    desk.refused(&late, "main", "lệch quá 10 phút");

    // Honest: a department submits and sends; the real clock is both the commit's and the server's.
    let first = desk.clone("may-000");
    std::fs::write(first.join(format!("reports/{PERIOD}/dv-000.md")), report(0)).expect("a report");
    let sent = start(&desk.office, &first, "nguoi-000", "submit --push");
    let (status, said) = finish(sent);
    assert_eq!(status, Some(0), "{said}");

    let evil = desk.clone("may-evil");
    let commit = |line: &str| desk.office.try_git(&evil, line);
    let back = || assert!(commit("reset -q --hard origin/main").0);
    std::fs::write(evil.join(format!("reports/{PERIOD}/dv-001.md")), report(1)).expect("a report");
    assert!(commit("add -A").0 && commit("commit -q -m thường").0);
    desk.refused(&evil, "main", "không nhận lần gửi này");
    desk.refused(&evil, "main:refs/heads/khac", "chỉ nhận nhánh main");
    desk.refused(&evil, "main:refs/tags/v1", "chỉ nhận nhánh main");
    desk.refused(&evil, "--force main~2:main", "main");
    desk.refused(&evil, ":main", "main");
    // A bad commit and one that takes it back: the push changes nothing in all, and still may not come in.
    assert!(commit("revert --no-edit HEAD").0);
    desk.refused(&evil, "main", "không nhận lần gửi này");
    back();
    // Rightly signed and in time, but by somebody who may not.
    std::fs::write(evil.join(format!("reports/{PERIOD}/dv-001.md")), report(1)).expect("a report");
    assert!(commit("add -A").0);
    let key = desk.office.key("nguoi-002");
    let sign = format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S -m sửa", key.display());
    assert!(commit(&sign).0);
    desk.refused(&evil, "main", "không nhận lần gửi này");
    // Afterwards honest work still comes in.
    let second = desk.clone("may-001");
    std::fs::write(second.join(format!("reports/{PERIOD}/dv-001.md")), report(1)).expect("a report");
    let (status, said) = finish(start(&desk.office, &second, "nguoi-001", "submit --push"));
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn another_hook_is_never_replaced() {
    let desk = Desk::new(1);
    let at = |folder: &Path, line: &str| desk.office.run_at(folder, "", "2026-11-02 08:00", line);
    assert_eq!(at(&desk.bare, "hook install").status, 0, "twice is once");
    std::fs::write(desk.bare.join("hooks/pre-receive"), "#!/bin/sh\nexit 0\n").expect("a hook");
    let ran = at(&desk.bare, "hook install");
    assert!(ran.status == 3 && ran.err.contains("exec baocao hook pre-receive"), "{}", ran.all());
    std::fs::create_dir(desk.bare.join("hooks/pre-receive.d")).expect("a folder");
    assert_eq!(at(&desk.bare, "hook install").status, 0);
    assert!(desk.bare.join("hooks/pre-receive.d/baocao").exists());
    assert_eq!(at(&desk.office.office, "hook install").status, 4, "not a shared repository");
    assert_eq!(at(&desk.office.office, "hook install --local").status, 0);
    assert!(desk.office.office.join(".git/hooks/pre-commit").exists());
}
