//! The layers of the crates and folders, and which file may use which outside library. The rules are those of ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each crate with the crates of this workspace that it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    (".", &["check", "core", "documents", "procedure"]),
    ("crates/check", &["core"]),
    ("crates/core", &[]),
    ("crates/documents", &["core"]),
    ("crates/procedure", &["core"]),
];

/// Each folder or module with those beside it that it may use.
const FOLDERS: &[(&str, &[&str])] = &[
    ("crates/core/src/text", &[]),
    ("crates/core/src/domain", &["text", "diagnostic"]),
    ("crates/core/src/diagnostic", &["text", "domain"]),
    ("crates/core/src/format", &["text", "domain", "diagnostic"]),
    ("crates/check/src/reports", &[]),
    ("crates/check/src/rules", &[]),
    ("crates/check/src/consolidate", &[]),
    ("crates/check/src/edits", &["reports"]),
    ("src/store", &[]),
    ("src/ui", &[]),
    ("src/office", &["store", "ui"]),
    ("src/commands", &["office", "store", "ui"]),
];

/// Words that may occur in these files only, so that each outside library is used in one place.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("comrak::", &["crates/check/src/reports/markdown/"]),
    ("rust_xlsxwriter::", &["crates/documents/src/workbook.rs"]),
    ("zip::", &["crates/documents/src/package.rs", "crates/documents/src/archive.rs"]),
    (
        "roxmltree",
        &[
            "crates/documents/src/package.rs",
            "crates/documents/src/spreadsheet/",
            "crates/documents/src/word/",
            "crates/documents/src/edxml.rs",
        ],
    ),
    ("serde_yaml", &["crates/core/src/format/front_matter.rs"]),
    ("typst", &["crates/documents/src/pdf/"]),
    ("image::", &["crates/documents/src/picture.rs"]),
    ("base64ct", &["crates/documents/src/edxml.rs", "crates/documents/src/edxml/", "crates/documents/src/html/"]),
    ("unicode_normalization", &["crates/core/src/text/fold.rs"]),
    ("unicode_security", &["crates/core/src/text/lookalike.rs"]),
    ("git2", &["src/store/git/"]),
    ("flate2", &["src/store/git/"]),
    ("std::fs", &["src/store/files/"]),
    ("walkdir", &["src/store/files/"]),
    ("Command::new", &["src/store/program.rs"]),
    ("Utc::now", &["src/ui/clock.rs"]),
    ("SystemTime::now", &["src/ui/clock.rs", "src/store/files/mod.rs"]),
    ("println!", &["src/ui/terminal.rs"]),
    ("std::env", &["src/commands/line/", "src/ui/terminal.rs", "src/main.rs", "src/store/program.rs"]),
    // No figure is ever a float: the moon is, a random wait is, and a cell that a spreadsheet reads.
    ("as f64", &["crates/core/src/domain/lunar.rs", "src/office/share.rs"]),
    ("f64>", &["crates/documents/src/workbook.rs"]),
    (": f64", &["crates/core/src/domain/lunar.rs", "src/store/remote.rs"]),
    ("-> f64", &["crates/core/src/domain/lunar.rs"]),
    ("f64::", &["src/store/remote.rs", "crates/core/src/domain/lunar.rs"]),
    (": f32", &[]),
    ("as f32", &[]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the sources are readable").flatten() {
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
        [format!("{parent}.rs"), format!("{parent}/mod.rs"), format!("{parent}/lib.rs")]
            .iter()
            .filter_map(|file| all.get(file))
            .any(|code| code.lines().map(str::trim).collect::<Vec<_>>().join("\n").contains(&declared))
    })
}

/// Every source file that is part of the program, with its path from the project's root and its text without line comments.
fn files() -> BTreeMap<String, String> {
    let all = all_files();
    all.iter().filter(|(name, _)| !is_test_only(name, &all)).map(|(n, c)| (n.clone(), c.clone())).collect()
}

fn all_files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for (name, _) in CRATES {
        sources(&root.join(name).join("src"), &mut paths);
    }
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source files are text");
            let code: Vec<&str> = text.lines().map(|l| if l.trim_start().starts_with("//") { "" } else { l }).collect();
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            (name.trim_start_matches("./").to_string(), code.join("\n"))
        })
        .collect()
}

/// What stands before the tests of a file: tests may use more.
fn without_tests(code: &str) -> &str {
    code.find("#[cfg(test)]").map_or(code, |at| &code[..at])
}

#[test]
fn crates_depend_on_lower_crates_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known: Vec<PathBuf> = fs::read_dir(root.join("crates")).expect("crates").flatten().map(|e| e.path()).collect();
    assert_eq!(known.len() + 1, CRATES.len(), "every crate has its line in CRATES: {known:?}");
    let mut wrong = Vec::new();
    for (name, allowed) in CRATES {
        let manifest = fs::read_to_string(root.join(name).join("Cargo.toml")).expect("a manifest");
        let manifest = manifest.split("[dependencies]").nth(1).expect("dependencies");
        for line in manifest.lines().filter_map(|line| line.strip_prefix("baocao-")) {
            let used = line.split(['.', ' ']).next().unwrap_or_default();
            if !allowed.contains(&used) {
                wrong.push(format!("{name} depends on {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The first names of the paths that begin with `crate::`, groups in braces included.
fn imported(code: &str) -> Vec<&str> {
    code.match_indices("crate::")
        .flat_map(|(at, word)| {
            let rest = &code[at + word.len()..];
            match rest.strip_prefix('{') {
                Some(group) => {
                    let group = group.split('}').next().unwrap_or_default();
                    group.split(',').map(|name| name.trim().split("::").next().unwrap_or_default()).collect()
                }
                None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()],
            }
        })
        .collect()
}

#[test]
fn folders_use_lower_folders_only() {
    let mut wrong = Vec::new();
    for (name, code) in files() {
        let Some((folder, allowed)) = FOLDERS.iter().find(|(folder, _)| name.starts_with(&format!("{folder}/"))) else {
            continue;
        };
        let (parent, own) = folder.rsplit_once('/').expect("a folder below src");
        let beside = |used: &str| FOLDERS.iter().any(|(other, _)| *other == format!("{parent}/{used}"));
        for used in imported(without_tests(&code)) {
            if used != own && beside(used) && !allowed.contains(&used) {
                wrong.push(format!("{name} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_verb_imports_another_verb() {
    let all = files();
    let shared = ["mod", "line", "demo"];
    let verbs: Vec<String> = all
        .keys()
        .filter_map(|n| n.strip_prefix("src/commands/"))
        .filter_map(|n| n.strip_suffix(".rs"))
        .filter(|n| !n.contains('/') && !shared.contains(n))
        .map(str::to_string)
        .collect();
    assert!(verbs.len() > 10, "the verbs are found: {verbs:?}");
    let mut wrong = Vec::new();
    for (name, code) in &all {
        let Some(own) = name.strip_prefix("src/commands/").and_then(|n| n.strip_suffix(".rs")) else { continue };
        // The demo plays the verbs one after another: that is what it is.
        if shared.contains(&own) || own.contains('/') {
            continue;
        }
        for verb in verbs.iter().filter(|v| *v != own) {
            if code.contains(&format!("super::{verb}::")) || code.contains(&format!("commands::{verb}::")) {
                wrong.push(format!("src/commands/{own}.rs uses {verb}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_outside_library_is_used_in_one_place() {
    let mut wrong = Vec::new();
    for (name, code) in files() {
        let code = without_tests(&code);
        for (word, places) in OUTSIDE {
            let allowed =
                places.iter().any(|place| name == *place || (place.ends_with('/') && name.starts_with(place)));
            if !allowed && code.contains(word) {
                wrong.push(format!("{name} uses {word}"));
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
                wrong.push(format!("{name}:{}", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The file of a crate that a path of modules names: the longest part of it that is a file.
fn file_of<'f>(path: &str, files: &'f BTreeMap<String, String>) -> Option<&'f str> {
    let words: Vec<&str> = path.split("::").map(str::trim).collect();
    (1..=words.len()).rev().find_map(|n| files.get_key_value(&words[..n].join("/"))).map(|(name, _)| name.as_str())
}

/// The files that a file uses, and those that they use in turn.
fn reached<'f>(from: &str, files: &'f BTreeMap<String, String>) -> BTreeSet<&'f str> {
    let mut found = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(name) = todo.pop() {
        let code = &files[name];
        for (at, word) in code.match_indices("crate::") {
            let rest = &code[at + word.len()..];
            let path = rest.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c)).next().unwrap_or_default();
            if let Some(used) = file_of(path, files).filter(|used| *used != name)
                && found.insert(used)
            {
                todo.push(used);
            }
        }
    }
    found
}

#[test]
fn files_of_the_procedure_form_no_ring() {
    let own = |name: &str| {
        let name = name.strip_prefix("crates/procedure/src/")?.trim_end_matches(".rs");
        Some(name.trim_end_matches("/mod").to_string())
    };
    let files: BTreeMap<String, String> = files()
        .into_iter()
        .filter_map(|(name, code)| Some((own(&name)?, without_tests(&code).to_string())))
        .filter(|(name, _)| name != "lib")
        .collect();
    assert!(files.contains_key("acts/restate") && reached("verify", &files).contains("acts/restate"));
    let rings: Vec<&String> = files.keys().filter(|name| reached(name, &files).contains(name.as_str())).collect();
    // These two ask each other what a filed record must hold.
    assert_eq!(rings, ["filing", "papers"]);
}
