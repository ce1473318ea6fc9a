//! Believed commits taken out by agreement, in every order: the line is then as if they had never been.

use crate::line::*;
use crate::{Ledger, Plan, Stage, verify_without};
use baocao_core::domain::{Change, Digest, ObjectId, Proposal};
use baocao_core::text::RepoPath;
use std::collections::BTreeMap;

/// What is in the tree after a line, believed or not.
fn tree(line: &Line) -> BTreeMap<RepoPath, Option<(ObjectId, Digest)>> {
    line.entries.iter().flat_map(|entry| &entry.changes).map(|change| (change.path.clone(), change.new)).collect()
}

/// The line with some of its commits annulled by agreement, and what is proven without them.
#[track_caller]
fn recall(line: &Line, commits: &[ObjectId]) -> Line {
    let (without, _) = verify_without(Ledger::new(line.entries.clone()), &line.options, None, commits);
    let now = tree(line);
    let named = line.entries.iter().filter(|entry| commits.contains(&entry.commit));
    let mut changes = BTreeMap::new();
    for path in named.flat_map(|entry| &entry.changes).map(|change| &change.path) {
        let new = without.version(path).map(|version| (version.blob, version.sha256));
        if now.get(path).copied().flatten() != new {
            changes.insert(path.clone(), Change { path: path.clone(), old: None, new, regular: true });
        }
    }
    let mut recalled = line.clone();
    recalled.endorse("dung", Proposal::annulment(commits));
    let plan = Plan::Annul { commits: commits.to_vec(), reason: words("ghi nhầm") };
    recalled.act("an", plan, changes.into_values().collect());
    let ledger = recalled.ledger();
    let last = ledger.acts(None).last().is_some_and(|judged| judged.ok());
    assert!(last, "{commits:?}: {:#?}", recalled.verify().1);
    assert_eq!(ledger.stage(&period()), without.stage(&period()));
    assert_eq!(ledger.state().files, without.state().files);
    assert_eq!(ledger.stopped(&period()), without.stopped(&period()));
    recalled
}

#[test]
fn a_recalled_step_leaves_the_line_as_if_it_had_never_been() {
    let stages = [Stage::Drafted, Stage::Approved, Stage::Finalized, Stage::Archived];
    for line in stages.map(Line::until) {
        let commits: Vec<ObjectId> = line.entries.iter().skip(1).map(|entry| entry.commit).collect();
        for first in &commits {
            let once = recall(&line, &[*first]);
            for second in commits.iter().filter(|second| *second != first) {
                recall(&once, &[*second]);
                recall(&line, &[*first.min(second), *first.max(second)]);
            }
        }
    }
}

#[test]
fn a_recalled_recall_brings_the_step_back() {
    for line in [Stage::Drafted, Stage::Dispatched].map(Line::until) {
        for commit in line.entries.iter().skip(1).map(|entry| entry.commit) {
            let once = recall(&line, &[commit]);
            let annulment = once.entries.last().map(|entry| entry.commit).unwrap();
            let twice = recall(&once, &[annulment]).ledger();
            assert_eq!(twice.stage(&period()), line.stage());
            assert_eq!(twice.state().files, line.ledger().state().files);
        }
    }
}
