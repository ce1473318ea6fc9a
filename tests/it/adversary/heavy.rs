//! Lines that cost little to store and mean to fill the reader's memory.

use super::forge::Desk;
use super::office::Stage;
use git2::Oid;

/// A chain of unsigned commits by nobody, on these trees in turns.
fn chain(desk: &mut Desk, count: usize, trees: &[Oid], words: &str) {
    for n in 0..count {
        let mut forged = desk.plain("la").unsigned().message(&format!("{n}{words}\n"));
        forged.tree = trees[n % trees.len()];
        desk.push(forged);
    }
}

#[test]
fn a_line_of_long_acts_is_read_no_further() {
    let mut desk = Desk::new(Stage::Submitted);
    let tree = desk.repo.find_commit(desk.tip).expect("the tip").tree_id();
    let departments: String = (0..10_500).map(|n| format!("Baocao-Missing: d{n:05}\n")).collect();
    let merge = desk.next().message;
    let (before, inputs) = merge.split_once("Baocao-Inputs: ").expect("a merge");
    let long = format!("{}{departments}Baocao-Inputs: {inputs}", before.split("Baocao-Missing: ").next().expect("it"));
    for _ in 0..290 {
        let mut forged = desk.plain("la").unsigned().message(&long);
        forged.tree = tree;
        desk.push(forged);
    }
    let said = desk.verify_with("verify");
    assert_eq!(said.ran.status, 4, "{}", said.ran.all());
    assert!(said.ran.all().contains("bước dài bất thường"), "{}", said.ran.all());
}

#[test]
fn who_writes_at_length_stops_nobody() {
    let mut desk = Desk::new(Stage::Drafted);
    let tree = desk.repo.find_commit(desk.tip).expect("the tip").tree_id();
    chain(&mut desk, 540, &[tree], &"x".repeat(250_000));
    let said = desk.verify_with("verify --format json");
    assert_eq!((said.ran.status, said.codes.len()), (1, 2), "{:?}", said.codes);
    assert!(said.codes.contains("act-unsigned"), "{:?}", said.codes);
}

#[test]
fn two_wide_trees_in_turns_are_not_kept_over_and_over() {
    let mut desk = Desk::new(Stage::Drafted);
    let tree = desk.repo.find_commit(desk.tip).expect("the tip").tree_id();
    let wide = |text: &[u8]| {
        let blob = desk.blob(text);
        let files = (0..9_990).map(|n| (b"100644".to_vec(), format!("{n:05}.md").into_bytes(), blob)).collect();
        desk.edit(tree, "reports/2031-Q1", &|entries| entries.clone_from(&files))
    };
    let trees = [wide(b"a"), wide(b"b")];
    chain(&mut desk, 102, &trees, "");
    // The first hundred are told, and unsigned; of the others nobody can tell what they changed.
    let said = desk.verify_with("verify --format json");
    assert_eq!(said.ran.status, 1);
    assert!(said.ran.all().contains("commit đổi quá nhiều tệp"), "{}", said.ran.all());
    assert!(said.codes.contains("act-malformed"), "{:?}", said.codes);
}
