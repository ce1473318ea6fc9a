//! Chuỗi số liệu: an indicator's figures over the periods of history, and what follows from them exactly.
//!
//! A figure of a flow (phát sinh) belongs to the days of its period. A stretch of days is answered by periods that lie side
//! by side and cover it exactly, so that no day counts twice where months, quarters, the half-year and the year all
//! report; if there is no such cover there is no answer, and nothing is ever taken for zero. Of several covers the one
//! resting on the fewest estimated days is taken, then the one of the fewest periods: a real figure replaces an
//! estimate, and the longer report, written later, replaces its parts.

mod compare;
mod cover;

pub use compare::{Comparison, FigureRecord, Movement, first_month, share_of};

use crate::domain::{Accumulation, Cadence, DepartmentId, ObjectId, OneLine, PeriodId};
use crate::text::RepoPath;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Đính chính: what a leader's later act says of one figure of an approved report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Restatement {
    /// The standing `restate` act.
    pub commit: ObjectId,
    /// The figure before it; none where the report had none.
    pub was: Option<Decimal>,
    /// The right figure.
    pub now: Decimal,
    /// Why.
    pub reason: OneLine,
}

/// The restated figures of one period, by department and indicator.
pub type Restatements = BTreeMap<(DepartmentId, OneLine), Restatement>;

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureSource {
    /// Of which period.
    pub period: PeriodId,
    /// Whose.
    pub department: DepartmentId,
    /// The report's file.
    pub path: RepoPath,
    /// The act that submitted it; none for a file that nobody has submitted yet.
    pub commit: Option<ObjectId>,
    /// Ước.
    pub estimate: bool,
    /// Whether the consolidated report that it went into has been approved.
    pub approved: bool,
    /// The figure was put right after the approval.
    pub restated: Option<Restatement>,
}

/// One figure of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Thực hiện.
    pub value: Decimal,
    /// Where it comes from.
    pub source: FigureSource,
}

impl Point {
    /// The figure as it stands: a restated one is the right one and no estimate.
    pub fn restated(mut self, by: Option<&Restatement>) -> Point {
        if let Some(restatement) = by {
            self.value = restatement.now;
            self.source.estimate = false;
            self.source.restated = Some(restatement.clone());
        }
        self
    }
}

/// A number with everything it was added up from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The number.
    pub value: Decimal,
    /// Every figure it rests on, in the order of time.
    pub sources: Vec<FigureSource>,
}

impl Total {
    fn of(points: &[&Point]) -> Option<Total> {
        let value = points.iter().try_fold(Decimal::ZERO, |sum, point| sum.checked_add(point.value))?;
        Some(Total { value, sources: points.iter().map(|point| point.source.clone()).collect() })
    }

    /// The sum of several; `None` for none at all, and beyond the 28 digits that are exact.
    pub fn sum<'a>(totals: impl IntoIterator<Item = &'a Total>) -> Option<Total> {
        let mut totals = totals.into_iter();
        let mut sum = totals.next()?.clone();
        for total in totals {
            sum.value = sum.value.checked_add(total.value)?;
            sum.sources.extend(total.sources.iter().cloned());
        }
        Some(sum)
    }

    /// Whether an estimate is in it.
    pub fn estimate(&self) -> bool {
        self.sources.iter().any(|source| source.estimate)
    }

    /// Whether a figure in it was put right after its approval.
    pub fn restated(&self) -> bool {
        self.sources.iter().any(|source| source.restated.is_some())
    }

    /// Whether everything it rests on has been approved.
    pub fn approved(&self) -> bool {
        self.sources.iter().all(|source| source.approved)
    }
}

/// One department's figures of one indicator, one a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Track {
    points: BTreeMap<PeriodId, Point>,
}

impl Track {
    /// Adds a figure; one period has one.
    pub fn put(&mut self, point: Point) {
        self.points.insert(point.source.period.clone(), point);
    }

    /// The figure reported for exactly this period.
    pub fn at(&self, period: &PeriodId) -> Option<&Point> {
        self.points.get(period)
    }

    /// Every figure in the order of time.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.points.values()
    }

    /// The same period last year: of a flow its days a year ago, of a stock where it stood at the end of them.
    pub fn same_period(&self, accumulation: Accumulation, period: &PeriodId) -> Option<Total> {
        self.like(accumulation, &period.same_period_last_year()?)
    }

    /// The period of the same kind before this one.
    pub fn previous(&self, accumulation: Accumulation, period: &PeriodId) -> Option<Total> {
        self.like(accumulation, &period.previous()?)
    }

    /// A whole period, reported as such or in its parts.
    pub fn like(&self, accumulation: Accumulation, period: &PeriodId) -> Option<Total> {
        let (first, last) = period.months();
        match (period.cadence(), accumulation) {
            // The Ministry's year ends when the Ministry says: no other period is the same.
            (Cadence::Ministry | Cadence::AdHoc, _) => Total::of(&[self.at(period)?]),
            (_, Accumulation::Flow) => Total::of(&cover::of(self, period.year(), first, last)?),
            (_, Accumulation::Stock) => Total::of(&[cover::ending(self, period, last)?]),
        }
    }

    /// Since the beginning of the year (luỹ kế) at the end of a period that is itself reported: of a flow the sum, of a
    /// stock what stands now. `begin` is the first month in which there was anything to report, mostly January.
    pub(crate) fn cumulative(&self, accumulation: Accumulation, period: &PeriodId, begin: u32) -> Option<Total> {
        let own = self.at(period)?;
        let (first, _) = period.months();
        match (period.cadence(), accumulation) {
            (Cadence::AdHoc, _) => None,
            (_, Accumulation::Stock) => Total::of(&[own]),
            (_, Accumulation::Flow) if first <= begin => Total::of(&[own]),
            (_, Accumulation::Flow) => {
                let mut points = (1..=begin).rev().find_map(|from| cover::of(self, period.year(), from, first - 1))?;
                points.push(own);
                Total::of(&points)
            }
        }
    }
}

/// A department's figures of every indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    tracks: BTreeMap<String, Track>,
}

impl Series {
    /// Adds a figure of an indicator.
    pub fn put(&mut self, indicator: &str, point: Point) {
        self.tracks.entry(indicator.to_string()).or_default().put(point);
    }

    /// The figures of one indicator.
    pub fn track(&self, indicator: &str) -> Option<&Track> {
        self.tracks.get(indicator)
    }

    /// Whether the figures of one period can matter to those of another.
    pub fn matters(other: &PeriodId, period: &PeriodId) -> bool {
        let (first, last) = period.months();
        let (from, to) = other.months();
        let within = |year: i32, first: u32, last: u32| other.year() == year && first <= from && to <= last;
        let before = period.previous();
        let is_before = before.is_some_and(|before| {
            let (first, last) = before.months();
            other.year() == before.year() && ((first <= from && to <= last) || to == last)
        });
        period.cadence() != Cadence::AdHoc
            && other != period
            && (is_before
                || within(period.year(), 1, first - 1)
                || within(period.year() - 1, first, last)
                || (other.year() == period.year() - 1 && to == last))
    }
}
