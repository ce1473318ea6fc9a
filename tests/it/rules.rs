//! One bad and one good case a code, in `tests/rules/<code>/`: `bad.md`, `good.md`, and what must be found in the bad
//! one, place by place, in `expected.txt`. A `scene.txt` says what a case needs beyond a report of Thanh tra Sở:
//!
//! - `file: reports/2024-Q2/abc.md`: where the case's text stands;
//! - `today: 2024-06-14`: the day it is judged at (that is the default);
//! - `kind: folder` or `kind: huge`: the bad case is no text but a folder, or more bytes than are read;
//! - `history: yes`: Thanh tra Sở's reports of 2023-Q2 and 2024-Q1 are in the history, approved;
//! - a `settings.toml` beside the case is added to the sample's settings;
//! - `submitted: 2024-06-15 08:00`: the text is submitted then (`good-submitted` for the good case).
//!
//! `BAOCAO_BLESS=1` writes `expected.txt` anew.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::collections::BTreeMap;
use std::path::Path;

const TARGET: &str = "reports/2024-Q2/thanh-tra.md";

fn scene(dir: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(dir.join("scene.txt")).unwrap_or_default();
    text.lines().filter_map(|l| l.split_once(": ")).map(|(k, v)| (k.to_string(), v.trim().to_string())).collect()
}

/// The places at which a code is found when a text stands where the scene says.
fn found(code: &str, dir: &Path, case: &str, scene: &BTreeMap<String, String>) -> Vec<String> {
    let get = |key: &str| scene.get(key).map(String::as_str);
    let target = get("file").filter(|_| case == "bad").unwrap_or(TARGET);
    let bytes = std::fs::read(dir.join(format!("{case}.md"))).expect("the case");
    let moment = if case == "bad" { get("submitted") } else { get("good-submitted") };
    let more = std::fs::read_to_string(dir.join("settings.toml")).unwrap_or_default();
    let office = match moment {
        _ if get("history").is_some() => {
            let office = Scratch::since_2023(&more);
            let own = |reports: &[(&'static str, &'static str)]| {
                *reports.iter().find(|(d, _)| *d == "thanh-tra").expect("it")
            };
            office.approve_period("2023-Q2", "2023-06-13", &[own(sample::LAST_YEAR)]);
            office.approve_period("2024-Q1", "2024-03-13", &[own(sample::FIRST_QUARTER)]);
            office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
            office
        }
        Some(_) => {
            let office = Scratch::sample();
            office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
            office
        }
        None => {
            let office = Scratch::empty();
            office.write("baocao.toml", &format!("{}\n{more}", sample::SETTINGS));
            sample::FORMS.iter().for_each(|(path, text)| office.write(path, text));
            office.write("reports/2024-Q2/bieu-mau.md", sample::FORMS[0].1);
            office.write("reports/2024-Q2/ky.toml", include_str!("../../reports/2024-Q2/ky.toml"));
            office
        }
    };
    let full = office.office.join(target);
    match get("kind").filter(|_| case == "bad") {
        Some("folder") => std::fs::create_dir_all(&full).expect("a folder"),
        Some("huge") => std::fs::write(&full, vec![b'a'; 4 * 1024 * 1024 + 1]).expect("a file"),
        _ => std::fs::write(&full, bytes).expect("a file"),
    }
    if let Some(moment) = moment {
        office.run("ngo-van-son", moment, "submit 2024-Q2 --yes").expect(0);
    }
    let today = if case == "good" { get("good-today").or(get("today")) } else { get("today") };
    let today = today.unwrap_or("2024-06-14");
    let everything = target == "baocao.toml" || target.starts_with("templates/");
    let what = if everything { "" } else { "2024-Q2" };
    let ran = office.run("ai-do", "2024-06-30 08:00", &format!("check {what} --format json --today {today}"));
    let json: serde_json::Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{code}: {e}: {}", ran.all()));
    let list = json["diagnostics"].as_array().expect("a list");
    list.iter()
        .filter(|d| d["code"] == code && d["path"] == target)
        .map(|d| match d["line"].as_u64() {
            Some(line) => format!("{code} {line}:{}+{}", d["column"], d["length"]),
            None => format!("{code} –"),
        })
        .collect()
}

#[test]
fn every_case_finds_what_it_should_and_nothing_in_the_good_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut wrong = Vec::new();
    let mut dirs: Vec<_> = std::fs::read_dir(root).expect("tests/rules").flatten().map(|e| e.path()).collect();
    dirs.sort();
    for dir in dirs {
        let code = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let scene = scene(&dir);
        let bad = found(&code, &dir, "bad", &scene).join("\n") + "\n";
        if std::env::var_os("BAOCAO_BLESS").is_some() {
            std::fs::write(dir.join("expected.txt"), &bad).expect("expected.txt");
        }
        let expected = std::fs::read_to_string(dir.join("expected.txt")).unwrap_or_default();
        if bad != expected || bad.trim().is_empty() {
            wrong.push(format!("{code}: expected\n{expected}found\n{bad}"));
        }
        let good = found(&code, &dir, "good", &scene);
        if !good.is_empty() {
            wrong.push(format!("{code}: the good case has {good:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
