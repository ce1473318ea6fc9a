//! One name, four rooms: a code, its rule, its page, its case. Whatever is missing is found here.

use baocao_core::diagnostic::{Code, Group};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

#[test]
fn codes_are_unique_and_named_noun_fault() {
    let ids: BTreeSet<&str> = Code::ALL.iter().map(|c| c.id()).collect();
    assert_eq!(ids.len(), Code::ALL.len());
    for id in ids {
        assert!(id.contains('-') && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{id}");
        assert_eq!(Code::from_id(id).map(Code::id), Some(id));
    }
}

#[test]
fn every_code_has_a_page_in_both_languages_with_its_severity() {
    for code in Code::ALL {
        let page = code.page();
        assert!(page.starts_with(&format!("# {code}\n")), "{code}: title");
        assert!(page.contains("\n## vi\n### ") && page.contains("\n## en\n### "), "{code}: both languages");
        assert!(page.contains("**Cách sửa**") && page.contains("**How to fix it**"), "{code}: cure");
        assert!(page.contains(&format!("\nseverity: {}\n", code.severity().id())), "{code}: severity");
    }
}

#[test]
fn no_page_is_without_its_code() {
    for entry in std::fs::read_dir(root().join("docs/rules")).expect("docs/rules").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let id = name.trim_end_matches(".md");
        assert!(Code::from_id(id).is_some(), "docs/rules/{name} names no code");
    }
}

#[test]
fn every_document_code_has_a_rule_and_a_case() {
    for code in Code::ALL {
        if !matches!(code.group(), Group::File | Group::FrontMatter | Group::Section | Group::Figure | Group::Time) {
            continue;
        }
        assert!(baocao_check::rules::RULES.iter().any(|rule| rule.code == *code), "{code} has no rule");
        let file = format!("crates/check/src/rules/{}.rs", code.id().replace('-', "_"));
        assert!(root().join(&file).is_file(), "{code}: {file}");
        let case = root().join("tests/rules").join(code.id());
        assert!(case.is_dir(), "{code} has no case in tests/rules");
    }
}

/// Paths of the project named in a text: between backticks, as a link's target, or in a command.
fn named_paths(text: &str) -> Vec<&str> {
    const ROOTS: [&str; 6] = ["src/", "crates/", "tests/", "benches/", "fuzz/", "docs/"];
    text.split(|c: char| c.is_whitespace() || "`()[]\"'“”,;|".contains(c))
        .map(|word| word.trim_end_matches(['.', ':']).trim_start_matches("./").trim_start_matches("../"))
        .map(|word| word.split(['#', ':']).next().unwrap_or_default())
        .filter(|word| ROOTS.iter().any(|root| word.starts_with(root) && word.len() > root.len()))
        .filter(|word| {
            !word.contains(['<', '{', '*', '…', '@']) && !word.starts_with("fuzz/corpus/") && !word.contains("TARGET")
        })
        .collect()
}

#[test]
fn every_path_named_in_the_documents_is_there() {
    let mut pages: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("docs").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                pages.push(path);
            }
        }
    }
    for name in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.vi.md", "SECURITY.md"] {
        pages.extend([root().join(name)].into_iter().filter(|page| page.exists()));
    }
    let mut missing = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).expect("a page");
        for path in named_paths(&text) {
            if !root().join(path).exists() {
                missing.push(format!("{}: {path}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
