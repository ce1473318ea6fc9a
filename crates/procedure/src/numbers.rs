//! Numbers of sent documents: which are taken in a year, and which is free.

use crate::state::State;
use crate::{Ledger, Verified};
use baocao_core::domain::{DocumentNumber, PeriodId, is_same_number, year_of};

/// The other period whose document has this number in a year.
pub(crate) fn taken<'a>(state: &'a State, own: &PeriodId, number: &str, year: i32) -> Option<&'a PeriodId> {
    sent(state, year)
        .find(|(period, written)| *period != own && is_same_number(written, number))
        .map(|(period, _)| period)
}

/// The numbers sent in a year, each with its period.
fn sent(state: &State, year: i32) -> impl Iterator<Item = (&PeriodId, &str)> {
    state.periods.values().filter_map(move |record| {
        let sent = record.dispatch.as_ref().filter(|sent| year_of(sent.date) == year)?;
        Some((&record.id, sent.number.as_str()))
    })
}

impl Ledger<Verified> {
    /// The period other than `own` whose document has this number in a year.
    pub fn number_taken(&self, own: &PeriodId, number: &str, year: i32) -> Option<&PeriodId> {
        taken(self.state(), own, number, year)
    }

    /// The number after the largest one that is recorded for a year.
    pub fn next_number(&self, year: i32) -> u32 {
        let numbers = sent(self.state(), year).filter_map(|(_, written)| DocumentNumber::read(written));
        numbers.map(|read| read.number).max().map_or(1, |last| last.saturating_add(1))
    }
}
