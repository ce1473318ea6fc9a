//! Three-way cases as files: `base.md`, `ours.md`, `theirs.md`, `expected.md`, and the conflicts in `conflicts.txt`.

use super::{assert_golden, golden_dir};
use baocao_check::consolidate::merge3;
use std::fs;

#[test]
fn cases() {
    let mut cases: Vec<_> = fs::read_dir(golden_dir().join("three-way"))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 6);
    for case in cases {
        let text = |name: &str| fs::read_to_string(case.join(name)).expect("a file");
        let merged = merge3(&text("base.md"), &text("ours.md"), &text("theirs.md"));
        assert_golden(&case.join("expected.md"), &merged.text);
        let conflicts: String = merged
            .conflicts
            .iter()
            .map(|c| format!("{} | {}\n", c.section, c.department.as_ref().map_or("-", |d| d.as_str())))
            .collect();
        assert_golden(&case.join("conflicts.txt"), &conflicts);
    }
}
