//! What the shared repository's hook costs whoever sends one step to a long history.

use crate::measure::{Job, median, ratio};
use crate::{PROGRAM, corpus, history, limit, me, row};
use std::process::{Command, Stdio};

/// One new commit on 2,000: git calls the hook with the new objects apart, in quarantine, and one line about the branch.
pub fn one_new() {
    let office = corpus::office(8, 1, 0, true);
    let list = history::submissions(&office, 8, 2_000, "2001-Q1");
    office.git("reset -q --hard main");
    let old = office.git("rev-parse main").trim().to_string();
    let bare = office.dir.path().join("kho-chung.git");
    office.git(&format!("clone -q --bare {} {}", office.office.display(), bare.display()));
    let root = office.git("rev-list --max-parents=0 main");
    office.run_at(&bare, "", "2026-11-04 08:00", &format!("hook install --root {}", root.trim())).expect(0);

    // The step itself, signed now by the real program: the server's clock is the computer's.
    office.write("reports/2001-Q1/dv-00003.md", &(corpus::report(3, "dv-00003", 2001, 1) + "\nLần cuối.\n"));
    let (home, key) = (office.dir.path().join("home"), office.key("nguoi-00003"));
    Job::new(PROGRAM, "submit 2001-Q1", &office.office).with("HOME", &home).with("BAOCAO_KEY", &key).run(1);
    let new = office.git("rev-parse main").trim().to_string();
    assert_ne!(old, new);

    // What git does before it calls the hook.
    let objects = bare.join("objects");
    let quarantine = objects.join("tmp_objdir-incoming-bench");
    std::fs::create_dir_all(quarantine.join("pack")).expect("a folder");
    let wanted = office.dir.path().join("wanted");
    std::fs::write(&wanted, format!("{new}\n^{old}\n")).expect("a list");
    let packed = Command::new("git")
        .args(["pack-objects", "-q", "--revs"])
        .arg(quarantine.join("pack/pack"))
        .current_dir(&office.office)
        .stdin(std::fs::File::open(&wanted).expect("the list"))
        .stdout(Stdio::null())
        .status();
    assert!(packed.expect("git").success());
    let line = office.dir.path().join("line");
    std::fs::write(&line, format!("{old} {new} refs/heads/main\n")).expect("a line");
    let job = Job::new(PROGRAM, "hook pre-receive", &bare)
        .with("HOME", &home)
        .with("GIT_DIR", ".".as_ref())
        .with("GIT_QUARANTINE_PATH", &quarantine)
        .with("GIT_OBJECT_DIRECTORY", &quarantine)
        .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", &objects)
        .reading(&line);
    let runs: Vec<_> = (0..11).map(|_| job.run(1)).collect();
    let least = runs.iter().map(|cost| cost.wall).fold(f64::INFINITY, f64::min);
    row("hook: one new commit on 2,000", median(runs.iter().map(|c| c.wall).collect()) * 1e3, " ms", "≤ 200 ms");
    row("its least of 11", least * 1e3, " ms", "–");
    row("its CPU time", median(runs.iter().map(|c| c.cpu).collect()) * 1e3, " ms", "–");
    let me = me();
    let least = limit("ed25519", &list, &me);
    row("the same / bare ed25519 of 2,000", ratio(7, &|| job.run(1).cpu, &|| least.run(1).cpu), "×", "–");
    // The runs above were a judgement: what may not come in is refused in the same place.
    std::fs::write(&line, format!("{old} {old} refs/tags/v1\n")).expect("a line");
    job.ending(3).run(1);
}
