//! What one more believed commit adds to what is proven.

use crate::opening::left_out;
use crate::record::{Arrival, Mark, PeriodRecord};
use crate::rotation;
use crate::site::{Site, Spot};
use crate::state::{Members, State};
use baocao_core::domain::{Act, ActKind, BranchClock, Detail, Entry, PersonId};

impl State {
    /// A believed commit.
    pub(crate) fn believe(&mut self, entry: &Entry, by: &PersonId) {
        let clock = self.clock_at(entry.at);
        if !self.aside.contains(&entry.commit) {
            self.clock = Some(clock);
        }
        self.clocks.push((self.position, self.clock.unwrap_or(clock)));
        if matches!(&entry.act, Ok(Some(act)) if act.kind() == ActKind::Annul)
            && let Some(dirty) = self.window.take()
        {
            self.dirty = dirty;
        }
        match &entry.act {
            // It puts back what is believed without the commits it names, and brings nothing of its own.
            Ok(Some(Act { detail: Detail::Annul { commits, .. }, .. }))
                if commits.iter().all(|c| self.void.contains(c)) =>
            {
                self.skip(entry);
            }
            _ => self.take(entry),
        }
        // Completing a text as the leader told to is no drafting: who did it may submit the next draft for approval.
        let completes = matches!(&entry.act, Ok(Some(act)) if act.kind() == ActKind::Finalize);
        for change in entry.changes.iter().filter(|_| !completes) {
            if let Site::Period(id, Spot::Draft) = Site::of(&change.path)
                && let Some(record) = self.periods.get_mut(&id)
            {
                record.drafters.insert(by.clone());
            }
        }
        if let Ok(Some(act)) = &entry.act {
            self.annulled_acts.remove(&act.period);
            self.perform(entry, act, Mark { commit: entry.commit, at: clock, by: by.clone() });
        }
    }

    fn perform(&mut self, entry: &Entry, act: &Act, mark: Mark) {
        match &act.period {
            None => self.perform_on_folder(entry, act, mark),
            Some(id) => {
                if let (Detail::Open { .. }, Some((_, Ok(settings)))) = (&act.detail, entry.periods.first()) {
                    let mut record = PeriodRecord::new(id.clone(), settings.clone(), mark.clone());
                    let office = self.settings.as_deref();
                    record.left_out = office.map_or_else(Vec::new, |office| left_out(office, settings));
                    self.periods.insert(id.clone(), record);
                }
                let brought = match &act.detail {
                    Detail::Receive { received } => crate::branch::brought(self, entry, received),
                    _ => Vec::new(),
                };
                self.received.extend(entry.branches.iter().flatten().map(|taken| taken.commit));
                self.acts.entry(id.clone()).or_default().push((self.position, mark.commit));
                let decides = self.members.roster.branch_clock;
                if let Some(record) = self.periods.get_mut(id) {
                    record.last = mark.commit;
                    for arrival in brought {
                        self.arrivals.push((id.clone(), arrival.clone(), mark.commit));
                        receive(record, arrival, &mark, decides);
                    }
                    crate::acts::effect(record, crate::acts::Believed { entry, act, mark });
                }
            }
        }
    }

    fn perform_on_folder(&mut self, entry: &Entry, act: &Act, mark: Mark) {
        self.last_folder_act = Some(mark.commit);
        let signer = self.members.roster.person(&mark.by);
        let rotates = signer.is_some_and(|signer| rotation::is_rotation(self, entry, act, signer));
        match &act.detail {
            Detail::Genesis { .. } => self.genesis = Some(mark.commit),
            Detail::Endorse { proposal } => {
                self.endorsements.entry(*proposal).or_default().insert(mark.commit, mark.by);
            }
            _ => {}
        }
        if let Some(Ok(roster)) = &entry.roster {
            // An annulment puts an older roster back, the one that stands when the line is read without what it names. What
            // else it brings has not been looked at yet.
            if act.kind() != ActKind::Annul {
                if rotates {
                    self.superseded.extend(rotation::replaced(entry));
                }
                self.besides = entry.besides;
                self.settings.clone_from(&entry.settings);
                self.members = Members::new(roster.clone());
                self.rosters.push((self.position, self.members.clone()));
            }
            // What people agreed to, they agreed to as a change of the roster that stood then.
            self.endorsements.clear();
        }
    }
}

/// A department's text is taken in from its branch: two clocks saw it, and the office's settings say which decides.
fn receive(record: &mut PeriodRecord, arrival: Arrival, mark: &Mark, decides: BranchClock) {
    let Arrival { subject, pictures, by, tip, claimed, .. } = arrival;
    let arrived = match decides {
        BranchClock::Claimed => claimed,
        BranchClock::Received => mark.at,
    };
    let mark = Mark { commit: mark.commit, at: mark.at, by };
    crate::acts::submit::enter(record, (&subject, &pictures), mark, arrived, Some((tip, claimed)));
}
