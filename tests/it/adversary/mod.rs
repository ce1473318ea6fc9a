//! The adversary: histories that somebody without the right could make, written as raw objects and signed with real keys. Each
//! must be refused for the right reason and prove nothing beyond what was proven before it; honest work of every kind must
//! not be refused.
//!
//! A case is a row: what it is called, how far the honest line has come, what is forged, and the codes that `verify` must
//! find, all of them and no others. `tests/teeth.py` switches the verifier's checks off one by one and demands that a row
//! notices.

mod aside;
mod branches;
mod controls;
mod figures;
mod filing;
mod folders;
mod forge;
mod heavy;
mod history;
#[cfg(unix)]
mod hook;
mod memory;
mod misleading;
#[cfg(unix)]
mod names;
mod numbers;
mod office;
mod opening;
mod paths;
mod pictures;
mod procedure;
mod races;
mod recalled;
mod receipts;
mod roster;
mod rotation;
mod signatures;
mod steps;
mod tampering;
mod time;
mod trailers;
#[cfg(unix)]
mod twins;
#[cfg(unix)]
mod waiting;

use forge::Desk;
use office::Stage;

/// One attack.
pub type Case = (&'static str, Stage, &'static [&'static str], fn(&mut Desk));

/// Plays every row and tells of all that went wrong, not only of the first (which is enough for `tests/teeth.py`).
#[track_caller]
fn refused(cases: &[Case]) {
    let most = if std::env::var_os("TEETH").is_some() { 1 } else { cases.len() };
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(name, stage, codes, forge)| {
            let mut desk = Desk::new(*stage);
            forge(&mut desk);
            let said = desk.verify();
            let right = said.ran.status == 1 && said.codes.iter().map(String::as_str).eq(codes.iter().copied());
            let proven = desk.proven;
            (!right || said.state != proven).then(|| {
                let (status, state) = (said.ran.status, &said.state);
                format!(
                    "{name}: status {status}, {:?}, state {state}, wanted {codes:?}, {proven}\n{}",
                    said.codes,
                    said.ran.all()
                )
            })
        })
        .take(most)
        .collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Signatures of a long line are judged by several threads: each verdict must come home to its own commit.
#[test]
fn in_a_long_line_the_bad_signature_is_the_one_that_is_named() {
    for at in [0, 50, 118, 119] {
        let mut desk = Desk::new(Stage::Drafted);
        let mut bad = None;
        for n in 0..120 {
            let note = desk.plain("an").file(&desk, "ghi-chu.md", &n.to_string());
            if n == at {
                let sign = |bytes: &[u8]| Some(forge::signed("an", "git", ssh_key::HashAlg::Sha512, &bytes[1..]));
                bad = Some(desk.push(note.sign(sign)));
            } else {
                desk.push(note);
            }
        }
        let said = desk.verify();
        let found: Vec<&str> = said.codes.iter().map(String::as_str).collect();
        assert_eq!(found, ["signature-bad"], "{at}: {}", said.ran.all());
        let bad = bad.expect("one is bad").to_string();
        assert!(said.ran.out.contains(&bad[..10]), "{at}: {bad} in {}", said.ran.all());
        assert_eq!(said.ran.out.matches("\"signature-bad\"").count(), 1, "{at}: {}", said.ran.all());
    }
}

#[test]
fn the_suite_is_as_large_as_it_says() {
    let attacks: &[&[Case]] = &[
        signatures::CASES,
        procedure::CASES,
        time::CASES,
        tampering::CASES,
        roster::CASES,
        history::CASES,
        trailers::CASES,
        paths::CASES,
        pictures::CASES,
        branches::CASES,
        rotation::CASES,
        figures::CASES,
        figures::LOOKED_UP,
        filing::CASES,
        opening::CASES,
        misleading::CASES,
        numbers::CASES,
    ];
    let mut names: Vec<&str> = attacks.iter().flat_map(|cases| cases.iter().map(|case| case.0)).collect();
    let count = names.len();
    assert!(count >= 270, "{count} attacks");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two cases of one name");
    let controls = controls::all().count();
    assert!(controls >= 60, "{controls} controls");
}

/// docs/verification.md, part 9: every threat has a test, and every test that is named there is one.
#[test]
fn every_threat_names_its_tests() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/verification.md")).expect("the page");
    let part = page.split("\n## 9. ").nth(1).and_then(|rest| rest.split("\n---\n").next()).expect("the part");
    let mut code = String::new();
    for folder in ["src", "crates", "tests"] {
        let files = walkdir::WalkDir::new(root.join(folder)).into_iter().flatten();
        for file in files.filter(|file| file.path().extension().is_some_and(|end| end == "rs")) {
            code.push_str(&std::fs::read_to_string(file.path()).expect("a source"));
        }
    }
    let rows: Vec<&str> = part.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 28, "{} threats", rows.len());
    for row in rows {
        let tests: Vec<&str> = row.rsplit('|').nth(1).expect("a column").split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "{row}");
        for name in tests {
            let at = code.find(&format!("fn {name}("));
            let tested = at.is_some_and(|at| {
                let before = code[..at].trim_end().rsplit('\n').next().unwrap_or("");
                before.trim() == "#[test]"
                    || code[..at]
                        .rsplit("fn ")
                        .next()
                        .is_some_and(|part| part.contains("proptest!") || part.contains("#[test]"))
            });
            assert!(tested, "no test “{name}”, which is named for: {row}");
        }
    }
}
