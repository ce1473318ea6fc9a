//! So sánh: this period against its plan and against last year.

use crate::domain::series::{Point, Total, Track};
use crate::domain::{DepartmentId, Indicator, PeriodId, Tenure};
use chrono::Datelike;
use rust_decimal::{Decimal, RoundingStrategy};

/// One figure with what it is compared with. What is not known is `None`, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Kế hoạch.
    pub plan: Option<Decimal>,
    /// Thực hiện.
    pub actual: Option<Total>,
    /// Cùng kỳ năm trước.
    pub before: Option<Total>,
    /// Luỹ kế.
    pub cumulative: Option<Total>,
}

impl Comparison {
    /// Compares what a period reports with what history knows. `begin` is the first month in which there was anything
    /// to report ([`first_month`]).
    pub fn of(
        indicator: &Indicator,
        plan: Option<Decimal>,
        own: Option<Point>,
        past: Option<&Track>,
        period: &PeriodId,
        begin: u32,
    ) -> Self {
        let mut track = past.cloned().unwrap_or_default();
        let actual = own.as_ref().map(|own| Total { value: own.value, sources: vec![own.source.clone()] });
        own.into_iter().for_each(|own| track.put(own));
        let before = track.same_period(indicator.accumulation, period);
        let cumulative = track.cumulative(indicator.accumulation, period, begin);
        Comparison { plan, actual, before, cumulative }
    }

    /// What was done in percent of the plan, to one decimal; `None` without a plan above zero.
    pub fn share(&self) -> Option<Decimal> {
        share_of(self.actual.as_ref()?.value, self.plan?)
    }

    /// How much it changed since last year.
    pub fn change(&self) -> Option<Movement> {
        Movement::between(self.before.as_ref()?.value, self.actual.as_ref()?.value)
    }
}

/// One line of a period's figures, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRecord {
    /// What is counted.
    pub indicator: Indicator,
    /// Whose figure it is, by id and name; none for the agency's sum.
    pub department: Option<(DepartmentId, String)>,
    /// The figure with what it is compared with.
    pub comparison: Comparison,
    /// Whether last year's figure and this year's so far are the department's own word, since history has none.
    pub stated: (bool, bool),
    /// Whether the figure is in the agency's sum; false for a department that may not report the indicator.
    pub counted: bool,
    /// The departments whose figure of this indicator is awaited and not there, by id and name: a sum is without them.
    pub missing: Vec<(DepartmentId, String)>,
}

impl FigureRecord {
    /// How many departments are in the agency's sum, and how many should be; `None` of a whole sum and of a department.
    pub(crate) fn part(&self) -> Option<(usize, usize)> {
        let here = self.comparison.actual.as_ref().map_or(0, |actual| actual.sources.len());
        (self.department.is_none() && !self.missing.is_empty()).then_some((here, here + self.missing.len()))
    }

    /// The head of an agency's sum: `Cộng`, `Cộng (2/3 đơn vị)` where figures of departments are not there yet.
    pub fn sum_label(&self, sum: &str, departments: &str) -> String {
        match self.part() {
            Some((here, all)) => format!("{sum} ({here}/{all} {departments})"),
            None => sum.to_string(),
        }
    }

    /// [`Comparison::share`]; of a percentage there is none, since a percentage of a percentage says nothing to anybody.
    pub fn share(&self) -> Option<Decimal> {
        self.comparison.share().filter(|_| !self.indicator.is_share())
    }

    /// [`Comparison::change`]; a percentage changes in points alone.
    pub fn change(&self) -> Option<Movement> {
        let change = self.comparison.change()?;
        Some(Movement { percent: change.percent.filter(|_| !self.indicator.is_share()), ..change })
    }
}

/// The first month of a year in which somebody could report: January, but for what began in that year.
pub fn first_month(year: i32, tenures: &[Tenure]) -> u32 {
    let begun = |tenure: &Tenure| tenure.from.filter(|from| from.year() == year).map(|from| from.month());
    tenures.iter().filter_map(begun).max().unwrap_or(1)
}

/// A part in percent of a whole above zero, to one decimal, halves away from zero.
pub fn share_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let percent = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// Tăng, giảm: a difference in the indicator's own unit and in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Now less then.
    pub amount: Decimal,
    /// Of what it was, to one decimal. There is none from zero or from below zero.
    pub percent: Option<Decimal>,
}

impl Movement {
    /// From then to now; `None` beyond the digits that are exact.
    pub(crate) fn between(then: Decimal, now: Decimal) -> Option<Movement> {
        let amount = now.checked_sub(then)?.normalize();
        Some(Movement { amount, percent: share_of(amount, then) })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::series::compare::*;
    use std::str::FromStr;

    #[test]
    fn a_change_is_exact_and_from_zero_there_is_no_percent() {
        let number = |text| Decimal::from_str(text).expect("a number");
        for (then, now, amount, percent) in [
            ("6", "7", "1", Some("16.7")),
            ("1846.2", "2130.5", "284.3", Some("15.4")),
            ("8", "9", "1", Some("12.5")),
            ("100", "97", "-3", Some("-3")),
            ("0.1", "0.3", "0.2", Some("200")),
            ("5", "5.0", "0", Some("0")),
            ("5", "0", "-5", Some("-100")),
            ("0", "5", "5", None),
            ("-2", "5", "7", None),
            ("2000", "2001", "1", Some("0.1")),
            ("20000", "20001", "1", Some("0")),
        ] {
            let change = Movement::between(number(then), number(now)).expect("small numbers");
            assert_eq!(change.amount.to_string(), amount, "{then} to {now}");
            assert_eq!(change.percent.map(|p| p.to_string()).as_deref(), percent, "{then} to {now}");
        }
        assert_eq!(share_of(number("89.4"), number("100")).map(|p| p.to_string()).as_deref(), Some("89.4"));
        assert_eq!(share_of(number("5"), Decimal::ZERO), None);
        assert_eq!(Movement::between(Decimal::MIN, Decimal::MAX), None);
    }
}
