//! Layers, doors and the names that must agree. The rules are those of ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const FLOORS: &[(&str, u8)] = &[
    ("text", 1),
    ("domain", 2),
    ("diagnostic", 2),
    ("store", 3),
    ("parse", 3),
    ("rules", 3),
    ("consolidate", 3),
    ("procedure", 3),
    ("render", 3),
    ("commands", 4),
    ("cli", 5),
];

/// Words that may stand in these files only: one door for each outside thing.
const DOORS: &[(&str, &[&str])] = &[
    ("comrak::", &["parse/markdown/"]),
    ("rust_xlsxwriter::", &["render/workbook.rs"]),
    ("zip::", &["parse/package.rs", "render/archive.rs"]),
    ("roxmltree", &["parse/package.rs", "parse/spreadsheet/", "parse/word/", "parse/edxml.rs"]),
    ("serde_yaml", &["parse/front_matter.rs"]),
    ("typst", &["render/pdf/"]),
    ("base64ct", &["parse/edxml.rs", "render/edxml.rs"]),
    ("unicode_normalization", &["text/fold.rs"]),
    ("unicode_security", &["text/lookalike.rs"]),
    ("git2", &["store/git/"]),
    ("flate2", &["store/git/"]),
    ("std::fs", &["store/files/"]),
    ("walkdir", &["store/files/"]),
    ("Command::new", &["store/program.rs"]),
    ("Utc::now", &["cli/clock.rs"]),
    ("SystemTime::now", &["cli/clock.rs", "store/files/mod.rs"]),
    ("println!", &["cli/terminal.rs"]),
    ("std::env", &["cli/", "main.rs", "store/program.rs"]),
    // No figure is ever a float: the moon is, a random wait is, and a cell that a spreadsheet reads.
    ("as f64", &["domain/lunar.rs", "commands/context/share.rs"]),
    ("f64>", &["render/workbook.rs"]),
    (": f64", &["domain/lunar.rs", "store/remote.rs"]),
    ("-> f64", &["domain/lunar.rs"]),
    ("f64::", &["store/remote.rs", "domain/lunar.rs"]),
    (": f32", &[]),
    ("as f32", &[]),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Whether a file is compiled for tests only: it, or a folder it lies in, is declared below `#[cfg(test)]`.
fn is_test_only(name: &str, all: &BTreeMap<String, String>) -> bool {
    let parts: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
    (1..parts.len()).any(|depth| {
        let parent = parts[..depth].join("/");
        let declared = format!("#[cfg(test)]\nmod {};", parts[depth]);
        [format!("{parent}.rs"), format!("{parent}/mod.rs")]
            .iter()
            .filter_map(|file| all.get(file))
            .any(|code| code.lines().map(str::trim).collect::<Vec<_>>().join("\n").contains(&declared))
    })
}

/// Every source file below `src` that is part of the program, with its path and its text without line comments.
fn files() -> BTreeMap<String, String> {
    let all = all_files();
    all.iter().filter(|(name, _)| !is_test_only(name, &all)).map(|(n, c)| (n.clone(), c.clone())).collect()
}

fn all_files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source files are text");
            let code: Vec<&str> = text.lines().map(|l| if l.trim_start().starts_with("//") { "" } else { l }).collect();
            let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            (name, code.join("\n"))
        })
        .collect()
}

/// What stands before the tests of a file: tests may use more.
fn without_tests(code: &str) -> &str {
    code.find("#[cfg(test)]").map_or(code, |at| &code[..at])
}

#[test]
fn no_room_imports_upward_or_sideways() {
    let mut wrong = Vec::new();
    for (name, code) in files() {
        let Some((room, mine)) = name.split('/').next().and_then(|room| Some((room, floor(room)?))) else { continue };
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => group
                    .split('}')
                    .next()
                    .unwrap_or("")
                    .split(',')
                    .map(|n| n.trim().split("::").next().unwrap_or(""))
                    .collect(),
                None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")],
            };
            for target in names {
                let Some(theirs) = floor(target) else { continue };
                let own = target == room;
                // The nouns and what a diagnostic is stand side by side and know each other.
                let below = theirs < mine || (mine == 2 && theirs == 2);
                // `cli` goes through `commands`; of the columns it knows only how diagnostics are drawn.
                let skips = room == "cli" && theirs == 3 && !rest.starts_with("render::diagnostics");
                if !own && (!below || skips) {
                    wrong.push(format!("src/{name} imports {target}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_verb_imports_another_verb() {
    let all = files();
    let shared = ["mod", "context", "voice", "demo"];
    let verbs: Vec<String> = all
        .keys()
        .filter_map(|n| n.strip_prefix("commands/"))
        .filter_map(|n| n.strip_suffix(".rs"))
        .filter(|n| !n.contains('/') && !shared.contains(n))
        .map(str::to_string)
        .collect();
    assert!(verbs.len() > 10, "the verbs are found: {verbs:?}");
    let mut wrong = Vec::new();
    for (name, code) in &all {
        let Some(own) = name.strip_prefix("commands/").and_then(|n| n.strip_suffix(".rs")) else { continue };
        // The demo plays the verbs one after another: that is what it is.
        if shared.contains(&own) || own.contains('/') {
            continue;
        }
        for verb in verbs.iter().filter(|v| *v != own) {
            if code.contains(&format!("super::{verb}::")) || code.contains(&format!("commands::{verb}::")) {
                wrong.push(format!("commands/{own}.rs uses {verb}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_outside_thing_has_one_door() {
    let mut wrong = Vec::new();
    for (name, code) in files() {
        let code = without_tests(&code);
        for (word, doors) in DOORS {
            let allowed = doors.iter().any(|door| name == *door || (door.ends_with('/') && name.starts_with(door)));
            if !allowed && code.contains(word) {
                wrong.push(format!("src/{name} uses {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_unwraps_outside_tests() {
    let mut wrong = Vec::new();
    for (name, code) in files() {
        for (at, line) in without_tests(&code).lines().enumerate() {
            if [".unwrap()", "todo!(", "unimplemented!(", "dbg!("].iter().any(|word| line.contains(word)) {
                wrong.push(format!("src/{name}:{}", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
