//! Speed and memory, as ratios against what cannot be avoided, in one run: `cargo bench --bench speed [-- ROW…]`.
//!
//! Whole processes are measured, both sides in turns, and the median of the rounds is printed; every run must end with the
//! status it should. Absolute times mean nothing on a shared machine; the ratios are written into docs/performance.md.
//! Without arguments all rows are measured; `start check merge verify hook figures large` name some. `--office 100 10` and
//! `--history 2000` make an office to look at with a profiler and say where it is.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    dead_code,
    reason = "a bench measures, starts programs and prints, and needs a part of the tests' scenes"
)]

mod corpus;
mod decade;
mod history;
mod hook;
mod limit;
mod measure;
#[path = "../../tests/it/support/mod.rs"]
mod support;

use measure::{Job, median, own, ratio};
use std::path::Path;

const PROGRAM: &str = env!("CARGO_BIN_EXE_baocao");

fn row(what: &str, value: f64, unit: &str, target: &str) {
    println!("| {what} | {value:.2}{unit} | {target} |");
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--limit", what, path] => {
            let path = Path::new(path);
            let work = match what {
                "parse" => limit::parse(path),
                "regroup" => limit::regroup(path),
                _ => limit::ed25519(path),
            };
            println!("{work}");
        }
        ["--limit", "figures", periods, path] => {
            println!("{}", limit::figures(Path::new(path), periods.parse().expect("a number")));
        }
        ["--peak", program, ..] => measure::peak_of(program, &words[2..]),
        // An office to look at with a profiler; its folder stays.
        ["--office", departments, periods] => {
            let number = |word: &str| word.parse().expect("a number");
            println!("{}", corpus::office(number(departments), number(periods), 0, true).dir.keep().display());
        }
        ["--history", acts] => {
            let office = corpus::office(8, 1, 0, true);
            history::submissions(&office, 8, acts.parse().expect("a number"), "2001-Q1");
            println!("{}", office.dir.keep().display());
        }
        ref rows => {
            println!("| work | measured | first target |\n|---|---:|---|");
            let wanted = |row: &str| rows.is_empty() && row != "large" || rows.contains(&row);
            let parts: [(&str, fn()); 7] = [
                ("start", start),
                ("check", check),
                ("merge", merge),
                ("verify", verify),
                ("hook", hook::one_new),
                ("figures", figures),
                ("large", large),
            ];
            parts.into_iter().filter(|(name, _)| wanted(name)).for_each(|(_, measure)| measure());
        }
    }
}

/// A limit program over a folder or file.
fn limit<'a>(what: &str, path: &'a Path, me: &'a str) -> Job<'a> {
    let folder = if path.is_dir() { path } else { path.parent().expect("a folder") };
    Job::new(me, &format!("--limit {what} {}", path.display()), folder)
}

fn me() -> String {
    std::env::current_exe().expect("this program").to_string_lossy().into_owned()
}

fn start() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let git = Job::new("git", "--version", here);
    let own = Job::new(PROGRAM, "--version", here);
    row("start: `--version` / `git --version`", ratio(9, &|| own.run(100).cpu, &|| git.run(100).cpu), "×", "≤ 1.1");
    let office = corpus::office(10, 1, 0, false);
    let own = Job::new(PROGRAM, "check", &office.office);
    row("`check` of 10 reports / `git --version`", ratio(9, &|| own.run(50).cpu, &|| git.run(50).cpu), "×", "≤ 2");
}

fn check() {
    let me = me();
    let big = corpus::office(100, 100, 0, false);
    let count = limit::reports(&big.office).len();
    let least = limit("parse", &big.office, &me);
    let own = Job::new(PROGRAM, "check", &big.office);
    let against = ratio(7, &|| own.run(1).cpu, &|| least.run(1).cpu);
    row(&format!("`check` of {count} reports / read + YAML + comrak"), against, "×", "≤ 1.2");
    // One core is all that this run may use; it then takes one thread.
    let single = Job::new("taskset", &format!("-c 0 {PROGRAM} check"), &big.office);
    row("its wall on two cores / on one", ratio(7, &|| own.run(1).wall, &|| single.run(1).wall), "×", "≤ 0.65");
    row("its peak memory", own.peak(), " MiB", "≤ 32");
    let faulty = corpus::office(100, 100, 20, false);
    let wrong = Job::new(PROGRAM, "check", &faulty.office).ending(1);
    row("20 % defective / clean", ratio(7, &|| wrong.run(1).cpu, &|| own.run(1).cpu), "×", "≤ 1.25");
    let tenth = corpus::office(100, 10, 0, false);
    let small = Job::new(PROGRAM, "check", &tenth.office);
    row("growth from 1,000 to 10,000 reports", ratio(7, &|| own.run(1).cpu, &|| small.run(3).cpu), "×", "≤ 10");
}

/// Ten years of a hundred departments with five hundred indicators: what the last quarter is compared with must be proven,
/// found and read first.
fn figures() {
    let me = me();
    let (office, last, list) = decade::office(100, 10);
    let home = office.dir.path().join("home");
    let folder = list.parent().expect("the scratch folder");
    let least = |periods: usize| Job::new(&me, &format!("--limit figures {periods} {}", list.display()), folder);
    let own = |line: &str| Job::new(PROGRAM, line, &office.office).with("HOME", &home);
    // The quarter itself, this year's others and last year's four.
    let (few, all) = (least(8), least(40));
    let rows: [(&str, String, &Job<'_>); 4] = [
        ("`figures` of the last of 40 quarters", format!("figures {last} --to csv"), &few),
        ("`figures --to xlsx`", format!("figures {last} --to xlsx --force"), &few),
        ("`check` with every comparison stated", format!("check {last}"), &few),
        ("`trend` over ten years", "trend ct-001".to_string(), &all),
    ];
    for (what, line, least) in rows {
        let job = own(&line);
        let of = ratio(5, &|| job.run(1).cpu, &|| least.run(1).cpu);
        row(&format!("{what} / bare ed25519 + YAML of what it rests on"), of, "×", "–");
        row(&format!("its peak memory, {:.2} s on the wall", job.run(1).wall), job.peak(), " MiB", "–");
    }
    let key = office.key("le-thi-mai");
    let before = office.git("rev-parse HEAD");
    let merged = own(&format!("merge {last}")).with("BAOCAO_KEY", &key);
    let once = || {
        office.git(&format!("reset -q --hard {}", before.trim()));
        merged.run(1)
    };
    row("`merge` of the last quarter / the same limit", ratio(5, &|| once().cpu, &|| few.run(1).cpu), "×", "–");
}

/// A hundred thousand reports take a gigabyte of disk, so this row runs only when it is named.
fn large() {
    let big = corpus::office(100, 100, 0, false);
    let huge = corpus::office(1_000, 100, 0, false);
    let (big, huge) = (Job::new(PROGRAM, "check", &big.office), Job::new(PROGRAM, "check", &huge.office));
    row("growth from 10,000 to 100,000 reports", ratio(3, &|| huge.run(1).cpu, &|| big.run(1).cpu), "×", "≤ 10.3");
    row("peak memory at 100,000", huge.peak(), " MiB", "≤ 64");
}

fn merge() {
    let me = me();
    for count in [10, 100] {
        let office = corpus::office(count, 1, 0, true);
        for n in 0..count {
            office.run(&format!("nguoi-{n:05}"), "2026-11-03 08:00", "submit").expect(0);
        }
        let least = limit("regroup", &office.office, &me);
        let key = office.key("le-thi-mai");
        let home = office.dir.path().join("home");
        let merged = Job::new(PROGRAM, "merge 2001-Q1", &office.office).with("BAOCAO_KEY", &key).with("HOME", &home);
        let before = office.git("rev-parse HEAD");
        let once = || {
            // Back to where nothing was merged; not part of what is measured.
            office.git(&format!("reset -q --hard {}", before.trim()));
            merged.run(1).cpu
        };
        let of = ratio(9, &once, &|| least.run(5).cpu);
        row(&format!("`merge` of {count}, history proven and act signed / regroup by section"), of, "×", "≤ 4");
    }
    for count in [10, 100, 1_000] {
        let texts: Vec<String> = (0..count).map(|n| corpus::report(n, &format!("dv-{n:05}"), 2001, 1)).collect();
        let times = 2_000 / count;
        let mut seen = 0;
        let of = median(
            (0..5)
                .map(|_| {
                    let work = own(&mut || (0..times).for_each(|_| seen += consolidate(&texts)));
                    let least =
                        own(&mut || (0..times).for_each(|_| seen += texts.iter().map(|t| tree(t)).sum::<usize>()));
                    work / least.max(1e-9)
                })
                .collect(),
        );
        std::hint::black_box(seen);
        row(&format!("merge of {count} in process, from texts to draft / YAML + comrak of the same"), of, "×", "–");
    }
}

/// What no consolidation can avoid, of one text in memory.
fn tree(text: &str) -> usize {
    let end = text[4..].find("\n---\n").map_or(0, |at| at + 4);
    let front = serde_yaml::from_str::<serde_json::Value>(&text[4..=end]).expect("fields");
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    let tree = comrak::parse_document(&arena, &text[end + 5..], &options);
    tree.descendants().count() + usize::from(front.is_object())
}

/// Consolidation as `merge` does it: reading each report, putting them together, writing the draft.
fn consolidate(texts: &[String]) -> usize {
    use baocao_core::domain::{Contribution, DepartmentId, Digest, Input, ObjectId, PeriodWords};

    use baocao_core::text::Source;
    let read = |path: &str| {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of ours");
        Source::new(path.into(), text)
    };
    let form = baocao_check::reports::form::read(&read("templates/BM-VP-01.01.md")).0;
    let skeleton = baocao_check::reports::skeleton::read(&read("templates/BM-VP-01.md"), &form).0;
    let mut period = baocao_core::format::period::read(&read("reports/2024-Q2/ky.toml")).0.expect("a period");
    let names: Vec<DepartmentId> =
        (0..texts.len()).map(|n| DepartmentId::parse(&format!("dv-{n:05}")).expect("an id")).collect();
    period.departments = names.iter().map(|id| (id.clone(), format!("Đơn vị {id}"))).collect();
    let index = baocao_check::reports::outline::FormIndex::new(&form, &PeriodWords::of(&period.id, None));
    let contributions: Vec<Contribution> = texts
        .iter()
        .zip(&names)
        .map(|(text, id)| {
            let source = Source::new(format!("reports/2024-Q2/{id}.md").as_str().into(), text.clone());
            let report = baocao_check::reports::report::read(&source, &index);
            let blocks = baocao_check::reports::markdown::blocks(&source, report.body.start);
            let sha256 = Digest::of(text.as_bytes());
            let input = Input { department: id.clone(), blob: ObjectId::ZERO, sha256, commit: ObjectId::ZERO };
            Contribution { input, name: format!("Đơn vị {id}"), report, source, blocks }
        })
        .collect();
    let past = Default::default();
    let basis = baocao_check::consolidate::Basis {
        agency: &Default::default(),
        tone: Default::default(),
        indicators: &[],
        departments: &[],
        past: &past,
        restated: &Default::default(),
    };
    let draft = baocao_check::consolidate::consolidate(&skeleton, &form, &period, &basis, &contributions);
    baocao_check::consolidate::write::markdown(&draft).len()
}

fn verify() {
    let me = me();
    let office = |count: usize| {
        let office = corpus::office(8, 1, 0, true);
        let list = history::submissions(&office, 8, count, "2001-Q1");
        (office, list)
    };
    let (some, list) = office(2_000);
    let least = limit("ed25519", &list, &me);
    let home = some.dir.path().join("home");
    // Who made the office has its root pinned, in this home.
    let own = Job::new(PROGRAM, "verify", &some.office).with("HOME", &home);
    let against = ratio(7, &|| own.run(1).cpu, &|| least.run(1).cpu);
    row("`verify` of 2,000 / bare ed25519 of the same signatures", against, "×", "≤ 2.5");
    let signers = history::allowed_signers(&some, 8);
    let sample = format!("-c gpg.ssh.allowedSignersFile={} log --show-signature -n 100 --format=%H", signers.display());
    let git = Job::new("git", &sample, &some.office).with("HOME", &home);
    let of = ratio(3, &|| own.run(1).cpu / 2_000.0, &|| git.run(1).cpu / 100.0);
    row("a commit / a commit of `git log --show-signature`", of, "×", "≤ 0.025");
    let (many, _) = office(20_000);
    let home = many.dir.path().join("home");
    let long = Job::new(PROGRAM, "verify", &many.office).with("HOME", &home);
    row("growth from 2,000 to 20,000", ratio(3, &|| long.run(1).cpu, &|| own.run(2).cpu), "×", "≤ 11.5");
    row("peak memory at 20,000", long.peak(), " MiB", "≤ 64");
}
