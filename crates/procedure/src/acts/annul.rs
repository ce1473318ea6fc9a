//! `annul`: states that commits must not be believed.

use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, enough};
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::state::State;
use crate::trailers::codec::{AtLeastOne, One};
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, ObjectId, Proposal, Role};
use std::collections::BTreeSet;

trailers! {
    Annul {
        commits: AtLeastOne("Annul"),
        reason: One("Reason"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Administrator];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// No stage of an open period admits it.
pub(super) fn in_stage(_: &Asked<'_>) -> bool {
    false
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    // `territory::restored` compares each path with the last good text.
    true
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Annul { commits, .. } = &claim.act.detail else { return another_act() };
    let agreed = claim.state.endorsements.get(&Proposal::annulment(commits));
    let mut people: BTreeSet<_> = agreed.into_iter().flat_map(|standing| standing.values()).collect();
    people.insert(&claim.person.id);
    enough(people.len(), claim.threshold())?;
    annullable(claim.state, commits)
}

/// Only commits that stand on the line after its root can be annulled.
fn annullable(state: &State, commits: &[ObjectId]) -> Result<(), Problem> {
    let root = state.genesis.and_then(|genesis| state.positions.get(&genesis));
    for (at, commit) in commits.iter().enumerate() {
        let stands =
            state.positions.get(commit).is_some_and(|p| *p < state.position && root.is_some_and(|root| root < p));
        if !stands || commits[..at].contains(commit) {
            let commit = commit.short();
            refuse!(
                ActMalformed,
                vi: "{commit} không phải commit có thể huỷ trên dòng lịch sử này",
                en: "{commit} is no commit of this line that can be annulled"
            );
        }
    }
    Ok(())
}

/// It has no period; the history is read again without the commits it names.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Annul { commits, reason } = detail else { return words.plain() };
    format!("{}: {} commit, {reason}", words.word, commits.len())
}
