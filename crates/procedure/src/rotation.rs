//! Thay khoá: a person replaces an own key without anybody's agreement, since nobody's rights change by it.
//!
//! The change is signed with the key that goes; from then on that key signs nothing, so that the person's next step shows
//! that the new one is in the person's hands. Everything else on the roster, and everything else in `baocao.toml`, stays as
//! it is; any other change needs the threshold.

use crate::problem::{Problem, refuse};
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Act, ActKind, Detail, Entry, Fingerprint, Person, Roster, Signature};

/// Whether a `roster` act is nothing but a new key of its own signer, agreed to by nobody else.
pub(crate) fn is_rotation(state: &State, entry: &Entry, act: &Act, person: &Person) -> bool {
    let alone = matches!(&act.detail, Detail::Roster { endorsements, .. } if endorsements.is_empty());
    let (Some(Ok(new)), true) = (&entry.roster, alone && act.kind() == ActKind::Roster) else { return false };
    let same = state.besides.is_some() && entry.besides == state.besides;
    same && replaced(entry).is_some_and(|key| adds_a_key(&state.members.roster, new, person, &key))
}

/// Whether a roster is another with one key more of one person, which holds no longer than the key it replaces.
pub(crate) fn adds_a_key(old: &Roster, new: &Roster, person: &Person, replaced: &Fingerprint) -> bool {
    let Some(after) = new.person(&person.id) else { return false };
    let fresh: Vec<usize> = (0..after.keys.len()).filter(|at| !person.keys.contains(&after.keys[*at])).collect();
    let [at] = fresh[..] else { return false };
    let fresh = &after.keys[at];
    let plain = fresh.revoked.is_none() && fresh.trusted_until.is_none();
    let before = person.keys.iter().find(|key| key.material.fingerprint() == *replaced);
    let plain = plain && before.is_some_and(|before| before.tenure.to == fresh.tenure.to);
    let mut without = new.clone();
    for one in without.people.iter_mut().filter(|one| one.id == person.id) {
        one.keys.remove(at);
    }
    plain && without == *old
}

/// Anybody whose signature counts may, in a role that they hold.
pub(crate) fn right(person: &Person, act: &Act) -> Result<(), Problem> {
    if person.has(act.role) {
        return Ok(());
    }
    let (name, role) = (&person.name, act.role.id());
    refuse!(SignerUnauthorised, vi: "{name} không giữ vai trò “{role}”", en: "{name} does not hold the role “{role}”")
}

/// The key that a rotation replaces: the one that signed it.
pub(crate) fn replaced(entry: &Entry) -> Option<Fingerprint> {
    match &entry.signature {
        Signature::By(key) => Some(*key),
        _ => None,
    }
}

/// The refusal of a key that its owner has replaced.
pub(crate) fn superseded(person: &Person) -> Problem {
    let name = &person.name;
    Problem::new(
        Code::SignerUnauthorised,
        baocao_core::say!(vi: "khoá này của {name} đã được thay, phải ký bằng khoá mới", en: "{name} has replaced this key and must sign with the new one"),
    )
}
