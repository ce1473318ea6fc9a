//! `roster`: changes the roster.

use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, enough, subject_is};
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::Site;
use crate::trailers::codec::{One, Reference};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, Proposal, Role};
use baocao_core::text::RepoPath;
use std::collections::BTreeSet;

trailers! {
    Roster {
        subject: One("Subject"),
        endorsements: Reference(ActKind::Endorse),
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
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    *changed.site == Site::Settings
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Roster { subject, endorsements } = &claim.act.detail else { return another_act() };
    let settings = RepoPath::new("baocao.toml");
    if claim.rotation {
        return subject_is(subject, &settings, claim.after);
    }
    subject_is(subject, &settings, claim.after)?;
    let standing = claim.state.endorsements.get(&Proposal::Roster(subject.sha256));
    let mut people = BTreeSet::from([&claim.person.id]);
    for (at, commit) in endorsements.iter().enumerate() {
        let by = standing.and_then(|standing| standing.get(commit));
        let Some(by) = by.filter(|_| !endorsements[..at].contains(commit)) else {
            let commit = commit.short();
            refuse!(
                RosterChangeUnauthorised,
                vi: "{commit} không phải bước tán thành đúng bản danh sách này",
                en: "{commit} does not endorse exactly this roster"
            );
        };
        people.insert(by);
    }
    enough(people.len(), claim.threshold())
}

/// It has no period; `effect` takes the new roster.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Roster { subject, .. } = detail else { return words.plain() };
    format!("{}: {}", words.word, subject.path)
}
