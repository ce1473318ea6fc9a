//! The line's clock, and commits that are dated ahead of their time.
//!
//! No commit of a line is dated before what precedes it. So a commit dated ahead, by a wrong clock or on purpose, would make
//! every later submission late. The next act names such a commit (`Baocao-Ahead`): it existed when the act was made, so it counts
//! with the act's moment, and the line's clock does not move to it. An act may name only commits of one person that are dated
//! later than the act itself by more than the allowed skew: two people's clocks that agree count more than a third.

use crate::options::VerifyOptions;
use crate::problem::{Problem, refuse};
use crate::signer::signer;
use crate::state::{Hindsight, State};
use baocao_core::domain::{Entry, Moment, ObjectId, PersonId, Signature};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The clock that never runs back (docs/verification.md, part 7).
pub(crate) fn plausible(state: &State, entry: &Entry, options: &VerifyOptions) -> Result<(), Problem> {
    // The roster of the parent decides this as it decides who may sign.
    let minutes = state.members.roster.clock_skew_minutes;
    let (at, skew) = (entry.at.unix(), i64::from(minutes) * 60);
    if state.clock.is_some_and(|clock| at < clock.unix().saturating_sub(skew)) {
        refuse!(
            TimeImplausible,
            vi: "giờ của commit sớm hơn bước trước nó quá {minutes} phút",
            en: "the commit is dated more than {minutes} minutes before what precedes it"
        );
    }
    let ahead = i64::from(options.ahead_minutes) * 60;
    if options.now.is_some_and(|now| at > now.unix().saturating_add(ahead)) {
        refuse!(TimeImplausible, vi: "giờ của commit ở tương lai", en: "the commit is dated in the future");
    }
    Ok(())
}

/// What the acts of a line name as dated ahead, as far as it stands before them.
pub(crate) fn named(
    entries: &[Arc<Entry>],
    positions: &BTreeMap<ObjectId, usize>,
) -> BTreeMap<ObjectId, (Moment, Vec<ObjectId>)> {
    let naming = entries.iter().enumerate().filter(|(_, entry)| !entry.ahead.is_empty());
    let before = |at: usize, entry: &Entry| {
        entry.ahead.iter().filter(|name| positions.get(name).is_some_and(|place| *place < at)).copied().collect()
    };
    naming.map(|(at, entry)| (entry.commit, (entry.at, before(at, entry)))).collect()
}

/// The moments with which commits count that are dated ahead.
pub(crate) struct Clock {
    caps: BTreeMap<ObjectId, Moment>,
    /// When a step is about to be recorded.
    recording: Option<Moment>,
    /// What the step will name, and whose it is.
    found: Vec<(ObjectId, PersonId)>,
    /// Commits as they were made, where another moment counts.
    originals: BTreeMap<ObjectId, Arc<Entry>>,
}

impl Clock {
    /// What a `void` act names counts as if it were not named.
    pub fn new(hindsight: &Hindsight, void: &BTreeSet<ObjectId>, recording: Option<Moment>) -> Clock {
        let mut caps = BTreeMap::new();
        for (act, (at, names)) in &hindsight.ahead {
            for name in names.iter().filter(|_| !void.contains(act)) {
                let cap = caps.entry(*name).or_insert(*at);
                *cap = (*cap).min(*at);
            }
        }
        Clock { caps, recording, found: Vec::new(), originals: BTreeMap::new() }
    }

    /// A commit with the moment that counts.
    pub fn effective(&mut self, state: &mut State, entry: &Arc<Entry>) -> Arc<Entry> {
        let owner = match &entry.signature {
            Signature::By(key) => state.members.owner(key).map(|(person, _)| person.id.clone()),
            _ => None,
        };
        let mut at = entry.at;
        if let Some(cap) = self.caps.get(&entry.commit) {
            state.capped.insert(entry.commit, (entry.at, owner.clone()));
            at = at.min(*cap);
        }
        if let (Some(now), Some(owner)) = (self.recording, owner)
            && at.unix() > now.unix().saturating_add(skew(state))
        {
            self.found.push((entry.commit, owner));
            at = now;
        }
        if at == entry.at {
            return entry.clone();
        }
        state.aside.insert(entry.commit);
        self.originals.insert(entry.commit, entry.clone());
        Arc::new(Entry { at, ..Entry::clone(entry) })
    }

    /// A commit as it was made, which is what people are shown.
    pub(crate) fn original(&self, entry: &Arc<Entry>) -> Arc<Entry> {
        self.originals.get(&entry.commit).unwrap_or(entry).clone()
    }

    /// What is not believed does not move the line's clock, and need not be named.
    pub(crate) fn pass_over(&mut self, commit: ObjectId) {
        self.found.pop_if(|(found, _)| *found == commit);
    }

    /// Whether the commits found dated ahead are of more than one person.
    pub(crate) fn disagrees(&self) -> bool {
        self.found.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }

    /// What the step that is about to be recorded must name.
    pub fn ahead(self) -> Vec<ObjectId> {
        self.found.into_iter().map(|(commit, _)| commit).collect()
    }
}

/// The allowed skew, in seconds. The roster of the parent decides it as it decides who may sign.
fn skew(state: &State) -> i64 {
    i64::from(state.members.roster.clock_skew_minutes) * 60
}

/// Whether an act may name what it names as dated ahead.
pub fn ahead(state: &State, entry: &Entry) -> Result<(), Problem> {
    let mut owner: Option<&PersonId> = None;
    for name in &entry.ahead {
        let short = name.short();
        let Some((at, by)) = state.capped.get(name) else {
            refuse!(TimeImplausible, vi: "commit {short} không đứng trước bước này trên dòng lịch sử", en: "the commit {short} does not stand before the act on the line");
        };
        if at.unix() <= entry.at.unix().saturating_add(skew(state)) {
            refuse!(TimeImplausible, vi: "commit {short} không ghi giờ đi trước bước này", en: "the commit {short} is not dated ahead of the act");
        }
        if by.is_none() || owner.is_some_and(|owner| Some(owner) != by.as_ref()) {
            refuse!(
                TimeImplausible,
                vi: "bước này ghi giờ sớm hơn commit của nhiều người; đồng hồ của hai người trùng nhau thì được tin hơn",
                en: "the act is dated before commits of several people; two clocks that agree are believed"
            );
        }
        owner = by.as_ref();
    }
    Ok(())
}

/// Whether a commit about which nothing else can be known may still name others as dated ahead.
pub(crate) fn may_name(state: &State, entry: &Entry) -> bool {
    let day = state.clock_at(entry.at).date();
    signer(state, &state.members, &entry.signature, day).is_ok() && ahead(state, entry).is_ok()
}
