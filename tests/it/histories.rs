//! Histories that earlier releases made: what they recorded is proven by every later version.

use crate::support::Scratch;
use std::path::Path;

/// The sample Sở as release 0.1 left it: three filed periods of the demo, then a quarter with branches of departments taken
/// in, an order about the last day, a partial draft, restatements before and after the filing, a change of the settings by
/// agreement, an ad hoc period and a month; with the receipts of its shared repository.
const RELEASE: &str = "tests/histories/release-0.1.bundle";
/// Its root.
const ROOT: &str = "d16ae12dfe298353fdb8a0fde2795fe54743ccdd";

fn cloned() -> Scratch {
    let office = Scratch::empty();
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join(RELEASE);
    office.git(&format!("clone -q -b main \"{}\" .", bundle.display()));
    office.git(&format!("fetch -q \"{}\" +refs/baocao/*:refs/baocao/*", bundle.display()));
    office
}

/// The papers of each filed period are made again to the letter: a change of their words needs a generator of its own, beside
/// the one that wrote these (`commands/context/filing.rs`).
#[test]
fn what_an_earlier_release_recorded_is_proven() {
    let office = cloned();
    let ran = office.run("", "2027-01-04 08:00", &format!("verify --root {ROOT}")).expect(0);
    assert!(ran.out.contains("xác minh xong: 69/69 bước"), "{}", ran.all());
    for (period, state) in [
        ("2023-Q2", "archived"),
        ("2024-Q1", "archived"),
        ("2024-Q2", "archived"),
        ("2024-Q3", "archived"),
        ("2024-DX-lu-lut", "collecting"),
        ("2024-10", "collecting"),
    ] {
        let line = format!("verify {period} --root {ROOT} --format json");
        let said = office.run("", "2027-01-04 08:00", &line).expect(0).out;
        assert!(said.contains(&format!("\"state\":\"{state}\"")), "{period}: {said}");
        assert!(!said.contains("\"ok\":false"), "{period}: {said}");
    }
    let log = office.run("", "2027-01-04 08:00", "log 2024-Q3").expect(0).out;
    for words in ["máy chủ nhận lúc", "khcn-co-so: đơn vị ghi nộp lúc", "cuoc-thanh-tra (thanh-tra): 6 → 7"]
    {
        assert!(log.contains(words), "{words}: {log}");
    }
    let sent = "verify --file reports/2024-Q3/ho-so/bao-cao-2024-Q3.docx";
    office.run("", "2027-01-04 08:00", &format!("{sent} --root {ROOT}")).expect(0);
}

#[test]
fn an_earlier_releases_history_comes_into_a_repository_with_the_hook() {
    let office = cloned();
    let bare = office.dir.path().join("kho.git");
    office.git(&format!("init -q --bare -b main \"{}\"", bare.display()));
    office.run_at(&bare, "", "2027-01-04 08:00", &format!("hook install --root {ROOT}")).expect(0);
    let (tip, zero) = (office.git("rev-parse main"), "0".repeat(40));
    office.git(&format!("-C \"{}\" fetch -q \"{}\" main:refs/heads/vao", bare.display(), office.office.display()));
    let program = env!("CARGO_BIN_EXE_baocao");
    let mut hook = std::process::Command::new(program);
    hook.args(["hook", "pre-receive"]).current_dir(&bare).env("GIT_DIR", &bare).env("HOME", office.dir.path());
    hook.stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut running = hook.spawn().expect("the hook");
    let line = format!("{zero} {} refs/heads/main\n", tip.trim());
    std::io::Write::write_all(&mut running.stdin.take().expect("its input"), line.as_bytes()).expect("a push");
    let done = running.wait_with_output().expect("an end");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
