//! The standing rules for deadlines, one a kind of period.

use crate::domain::cadence::Cadence;
use crate::domain::calendar::last_of_month;
use crate::domain::deadline::{Deadline, Limit};
use crate::domain::moment::shift;
use crate::domain::period::PeriodId;
use crate::say;
use crate::text::Text;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A day of a month as a rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDay {
    day: u32,
    month: Option<u32>,
}

impl DueDay {
    /// A day 1 to 31, and the month 1 to 12 where the rule names one; `None` if no year has such a day.
    ///
    /// Without a month it is the period's own: the month, the quarter's last month, June, September, December.
    pub fn new(day: u32, month: Option<u32>) -> Option<Self> {
        // 2024 has every day that any year has.
        let exists = match month {
            Some(month) => NaiveDate::from_ymd_opt(2024, month, day).is_some(),
            None => (1..=31).contains(&day),
        };
        exists.then_some(DueDay { day, month })
    }
}

/// One row of `[han_nop]`: the standing limit for a kind of period (hạn nộp).
///
/// "Trước ngày 20" leaves the 20th out; "chậm nhất ngày 20" takes it in. The two wordings are two variants and never
/// one day moved by one, so that what people are shown is what the procedure said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineRule {
    /// `truoc`: trước ngày.
    Before(DueDay),
    /// `cham_nhat`: chậm nhất ngày.
    NoLaterThan(DueDay),
}

impl DeadlineRule {
    /// The day the rule names.
    pub(crate) fn day(self) -> DueDay {
        match self {
            DeadlineRule::Before(day) | DeadlineRule::NoLaterThan(day) => day,
        }
    }

    /// Whether the rule can stand for a kind of period; the reason if not.
    ///
    /// Months and quarters come several times a year, so their rules name no month; ad hoc periods have no standing rule.
    pub fn fits(self, cadence: Cadence) -> Result<(), Text> {
        match cadence {
            Cadence::Month | Cadence::Quarter if self.day().month.is_some() => Err(say!(
                vi: "hạn nộp báo cáo tháng, báo cáo quý không ghi tháng, vì được tính theo từng kỳ",
                en: "the deadline of a monthly or quarterly report names no month, since it is counted in each period"
            )),
            Cadence::AdHoc => Err(say!(
                vi: "báo cáo đột xuất không có hạn chung: hạn ghi theo văn bản yêu cầu khi mở kỳ",
                en: "an ad hoc report has no standing deadline: it is given with the order when the period is opened"
            )),
            _ => Ok(()),
        }
    }

    /// The limit for one period. An error where the rule does not [fit](Self::fits) its kind.
    ///
    /// A day that the month does not have: "chậm nhất ngày 31" in June is the month's last day, 30/6 (Điều 148 Bộ luật Dân
    /// sự 2015), and "trước ngày 31" is before the first of July, which ends on the same day.
    pub fn for_period(self, period: &PeriodId) -> Result<Deadline, Text> {
        self.fits(period.cadence())?;
        let DueDay { day, month } = self.day();
        let month = month.unwrap_or(period.months().1);
        let end = last_of_month(period.year(), month);
        let named = NaiveDate::from_ymd_opt(period.year(), month, day);
        let limit = match self {
            DeadlineRule::Before(_) => Limit::Before(named.unwrap_or(shift(end, 1))),
            DeadlineRule::NoLaterThan(_) => Limit::NoLaterThan(named.unwrap_or(end)),
        };
        Ok(Deadline::new(limit))
    }
}

/// The procedure's own table (mục 4.2), which `baocao.toml` may replace row by row.
pub fn default_rules() -> BTreeMap<Cadence, DeadlineRule> {
    let before = |day, month| DeadlineRule::Before(DueDay { day, month });
    BTreeMap::from([
        (Cadence::Month, before(20, None)),
        (Cadence::Quarter, before(15, None)),
        (Cadence::HalfYear, before(29, Some(5))),
        // Nine months: not in the procedure; its data end on 14/9 as the third quarter's do (Nghị định 09/2019, Điều 12).
        (Cadence::NineMonths, before(15, Some(9))),
        (Cadence::Year, before(15, Some(12))),
        (Cadence::Ministry, before(10, Some(10))),
    ])
}

#[cfg(test)]
mod tests {
    use crate::domain::deadline_rule::*;
    use crate::domain::{Date, parse_date};

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn days_that_a_month_does_not_have() {
        let period = PeriodId::parse("2024-06").unwrap();
        let day = DueDay::new(31, None).unwrap();
        for rule in [DeadlineRule::Before(day), DeadlineRule::NoLaterThan(day)] {
            assert_eq!(rule.for_period(&period).unwrap().last_day(), date("2024-06-30"));
        }
        let new_year = DeadlineRule::Before(DueDay::new(1, Some(1)).unwrap());
        assert_eq!(new_year.for_period(&PeriodId::parse("2024").unwrap()).unwrap().last_day(), date("2023-12-31"));
        assert!(DueDay::new(29, Some(2)).is_some());
        for (day, month) in [(0, None), (32, None), (31, Some(6)), (30, Some(2)), (1, Some(13)), (1, Some(0))] {
            assert_eq!(DueDay::new(day, month), None);
        }
    }

    #[test]
    fn a_rule_for_many_periods_names_no_month() {
        let rule = DeadlineRule::Before(DueDay::new(15, Some(3)).unwrap());
        assert!(rule.fits(Cadence::Quarter).is_err() && rule.fits(Cadence::Month).is_err());
        assert!(rule.for_period(&PeriodId::parse("2024-Q2").unwrap()).is_err());
        assert!(rule.fits(Cadence::Year).is_ok());
    }
}
