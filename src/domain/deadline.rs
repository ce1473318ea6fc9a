//! By when a department's report must arrive.

use super::calendar::{Calendar, Rest, last_of_month};
use super::moment::{Date, Moment, format_date_vi, shift};
use super::period::{Cadence, PeriodId};
use crate::say;
use crate::text::{Lang, Text};
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
    /// Without a month it is the period's own: the month, the quarter's last month, June, December.
    pub fn new(day: u32, month: Option<u32>) -> Option<Self> {
        // 2024 has every day that any year has.
        let exists = match month {
            Some(month) => NaiveDate::from_ymd_opt(2024, month, day).is_some(),
            None => (1..=31).contains(&day),
        };
        exists.then_some(DueDay { day, month })
    }

    /// The day, 1 to 31.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The month, if the rule names one.
    pub fn month(self) -> Option<u32> {
        self.month
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
    pub fn day(self) -> DueDay {
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
        (Cadence::Year, before(15, Some(12))),
        (Cadence::Ministry, before(10, Some(10))),
    ])
}

/// A limit on a date, as it was worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Trước ngày: the day is left out.
    Before(Date),
    /// Chậm nhất ngày: the day is taken in.
    NoLaterThan(Date),
}

impl Limit {
    /// The date that the wording names.
    pub fn date(self) -> Date {
        match self {
            Limit::Before(date) | Limit::NoLaterThan(date) => date,
        }
    }

    /// The last day in time.
    pub fn last_day(self) -> Date {
        match self {
            Limit::Before(date) => shift(date, -1),
            Limit::NoLaterThan(date) => date,
        }
    }
}

/// What a last day on a rest day does (`don_ngay_nghi`).
///
/// The law moves the end of a *period* to the next working day (Điều 148 Bộ luật Dân sự 2015), but the procedure names a
/// *date*, which moving would contradict. So nothing moves unless the office says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RollPolicy {
    /// `khong`: it stays.
    #[default]
    None,
    /// `som`: it moves to the last working day before.
    Earlier,
    /// `muon`: it moves to the next working day.
    Later,
}

impl RollPolicy {
    /// The id in settings.
    pub fn id(self) -> &'static str {
        match self {
            RollPolicy::None => "khong",
            RollPolicy::Earlier => "som",
            RollPolicy::Later => "muon",
        }
    }

    /// The one with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        [RollPolicy::None, RollPolicy::Earlier, RollPolicy::Later].into_iter().find(|policy| policy.id() == id)
    }
}

/// The limit by which a period's reports must arrive (thời hạn gửi báo cáo).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// As the procedure or the order words it.
    pub limit: Limit,
    /// The last day in time, where it was moved off a rest day.
    pub moved_to: Option<Date>,
}

impl Deadline {
    /// A limit that has not been moved.
    pub fn new(limit: Limit) -> Self {
        Deadline { limit, moved_to: None }
    }

    /// "Trước ngày …".
    pub fn before(date: Date) -> Self {
        Deadline::new(Limit::Before(date))
    }

    /// "Chậm nhất ngày …".
    pub fn no_later_than(date: Date) -> Self {
        Deadline::new(Limit::NoLaterThan(date))
    }

    /// The last day on which a report is in time.
    pub fn last_day(self) -> Date {
        self.moved_to.unwrap_or_else(|| self.limit.last_day())
    }

    /// The last day's 24:00 at UTC+7. A report of this very instant is late: it is of the next day.
    pub fn closes_at(self) -> Moment {
        Moment::end_of(self.last_day())
    }

    /// Whether a report that arrived then is late.
    pub fn is_late(self, at: Moment) -> bool {
        at >= self.closes_at()
    }

    /// By how much a report that arrived then is late.
    pub fn late_by(self, at: Moment) -> Option<Lateness> {
        let days = (at.date() - self.last_day()).num_days();
        u32::try_from(days).ok().filter(|days| *days > 0).map(|days| Lateness { days })
    }

    /// Days from a date to the last day: 0 on the last day, negative when it has passed.
    pub fn days_left(self, today: Date) -> i64 {
        (self.last_day() - today).num_days()
    }

    /// For people, with both the wording and the last day, since "trước ngày" is misread so easily:
    /// `trước ngày 15/6/2024 (hạn cuối: hết ngày 14/6/2024)`.
    pub fn describe(self, lang: Lang) -> String {
        let (named, last) = (format_date_vi(self.limit.date()), format_date_vi(self.last_day()));
        let text = match (self.limit, self.moved_to) {
            (Limit::Before(_), None) => {
                say!(vi: "trước ngày {named} (hạn cuối: hết ngày {last})", en: "before {named} (last day: {last}, until 24:00)")
            }
            (Limit::NoLaterThan(_), None) => {
                say!(vi: "chậm nhất ngày {named} (hạn cuối: hết ngày {last})", en: "no later than {named} (until 24:00)")
            }
            (Limit::Before(_), Some(_)) => say!(
                vi: "trước ngày {named} (rơi vào ngày nghỉ, được dời; hạn cuối: hết ngày {last})",
                en: "before {named} (on a rest day, moved; last day: {last}, until 24:00)"
            ),
            (Limit::NoLaterThan(_), Some(_)) => say!(
                vi: "chậm nhất ngày {named} (rơi vào ngày nghỉ, được dời; hạn cuối: hết ngày {last})",
                en: "no later than {named} (on a rest day, moved; last day: {last}, until 24:00)"
            ),
        };
        text.get(lang).to_string()
    }

    /// The deadline after the office's policy for rest days. The wording is kept; only the last day moves.
    pub fn effective(self, calendar: &Calendar, policy: RollPolicy) -> Deadline {
        let last = self.limit.last_day();
        let moved = match policy {
            RollPolicy::None => last,
            RollPolicy::Earlier => calendar.working_day_on_or_before(last),
            RollPolicy::Later => calendar.working_day_on_or_after(last),
        };
        Deadline { limit: self.limit, moved_to: (moved != last).then_some(moved) }
    }

    /// If the last day is a rest day: why, and the last working day before it, by which careful people send.
    pub fn rest_day_warning(self, calendar: &Calendar) -> Option<(Rest, Date)> {
        let last = self.last_day();
        calendar.rest(last).map(|rest| (rest, calendar.working_day_on_or_before(last)))
    }
}

/// By how much something is late, in days as people count them: what comes a minute past midnight is one day late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lateness {
    /// At least 1.
    pub days: u32,
}

impl Lateness {
    /// `muộn 2 ngày`.
    pub fn describe(self, lang: Lang) -> String {
        let days = self.days;
        match lang {
            Lang::Vi => format!("muộn {days} ngày"),
            Lang::En if days == 1 => "1 day late".to_string(),
            Lang::En => format!("{days} days late"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_date;

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn due(id: &str) -> Deadline {
        let period = PeriodId::parse(id).unwrap();
        default_rules()[&period.cadence()].for_period(&period).unwrap()
    }

    #[test]
    fn the_procedure_for_every_kind() {
        let table = [
            ("2024-01", "2024-01-20", "2024-01-19"),
            ("2024-06", "2024-06-20", "2024-06-19"),
            ("2024-02", "2024-02-20", "2024-02-19"),
            ("2024-Q1", "2024-03-15", "2024-03-14"),
            ("2024-Q2", "2024-06-15", "2024-06-14"),
            ("2024-Q4", "2024-12-15", "2024-12-14"),
            ("2024-H1", "2024-05-29", "2024-05-28"),
            ("2024", "2024-12-15", "2024-12-14"),
            ("2024-BKHCN", "2024-10-10", "2024-10-09"),
        ];
        for (id, named, last) in table {
            assert_eq!(due(id).limit, Limit::Before(date(named)), "{id}");
            assert_eq!(due(id).last_day(), date(last), "{id}");
        }
        let ad_hoc = PeriodId::parse("2024-DX-a").unwrap();
        assert!(default_rules()[&Cadence::Year].for_period(&ad_hoc).is_err());
        assert!(!default_rules().contains_key(&Cadence::AdHoc));
    }

    #[test]
    fn the_last_day_ends_at_midnight_in_viet_nam() {
        let deadline = due("2024-Q2");
        assert_eq!(deadline.closes_at().to_rfc3339(), "2024-06-15T00:00:00+07:00");
        // 2024-06-14T16:59:59Z is 23:59:59 in Việt Nam.
        let last = Moment::from_unix(1_718_384_399);
        assert!(!deadline.is_late(last));
        assert_eq!(deadline.late_by(last), None);
        let first = Moment::from_unix(1_718_384_400);
        assert!(deadline.is_late(first));
        assert_eq!(deadline.late_by(first), Some(Lateness { days: 1 }));
        let second = Moment::end_of(date("2024-06-15"));
        assert_eq!(deadline.late_by(second).map(|late| late.describe(Lang::Vi)), Some("muộn 2 ngày".into()));
        for seconds in [i64::MIN, i64::MAX] {
            let at = Moment::from_unix(seconds);
            assert_eq!(deadline.is_late(at), deadline.late_by(at).is_some());
        }
    }

    #[test]
    fn both_wordings_are_shown_as_the_procedure_said() {
        assert_eq!(due("2024-Q2").describe(Lang::Vi), "trước ngày 15/6/2024 (hạn cuối: hết ngày 14/6/2024)");
        let deadline = Deadline::no_later_than(date("2024-06-14"));
        assert_eq!(deadline.describe(Lang::Vi), "chậm nhất ngày 14/6/2024 (hạn cuối: hết ngày 14/6/2024)");
        assert_eq!(deadline.last_day(), due("2024-Q2").last_day());
        assert_ne!(deadline, due("2024-Q2"));
        assert_eq!((deadline.days_left(date("2024-06-13")), deadline.days_left(date("2024-06-16"))), (1, -2));
    }

    #[test]
    fn the_standing_deadlines_that_fall_on_rest_days() {
        let table: [(i32, &[&str]); 4] = [
            (2024, &["2024-05", "2024-10", "2024-Q3", "2024-Q4", "2024"]),
            (2025, &["2025-01", "2025-04", "2025-07", "2025-10", "2025-Q2", "2025-Q3", "2025-Q4", "2025"]),
            (2026, &["2026-02", "2026-04", "2026-07", "2026-09", "2026-12", "2026-Q1", "2026-Q2"]),
            (2027, &["2027-06", "2027-09", "2027-12", "2027-Q1", "2027-BKHCN"]),
        ];
        let calendar = Calendar::default();
        for (year, expected) in table {
            let months = (1..=12).map(|month| format!("{year}-{month:02}"));
            let quarters = (1..=4).map(|quarter| format!("{year}-Q{quarter}"));
            let years = [format!("{year}-H1"), format!("{year}"), format!("{year}-BKHCN")];
            let hits: Vec<String> = months
                .chain(quarters)
                .chain(years)
                .filter(|id| due(id).rest_day_warning(&calendar).is_some())
                .collect();
            assert_eq!(hits, expected);
        }
        let (rest, before) = due("2026-02").rest_day_warning(&calendar).expect("Tết");
        assert_eq!((rest.name().vi.starts_with("nghỉ Tết Âm lịch"), before), (true, date("2026-02-13")));
    }

    #[test]
    fn a_rest_day_moves_the_last_day_only_if_the_office_says_so() {
        let (calendar, deadline) = (Calendar::default(), due("2024-Q3"));
        let last = |policy| deadline.effective(&calendar, policy).last_day();
        assert_eq!(last(RollPolicy::None), date("2024-09-14"));
        assert_eq!(last(RollPolicy::Earlier), date("2024-09-13"));
        assert_eq!(last(RollPolicy::Later), date("2024-09-16"));
        let moved = deadline.effective(&calendar, RollPolicy::Later);
        assert_eq!(moved.limit, deadline.limit);
        assert_eq!(
            moved.describe(Lang::Vi),
            "trước ngày 15/9/2024 (rơi vào ngày nghỉ, được dời; hạn cuối: hết ngày 16/9/2024)"
        );
        assert_eq!(moved.effective(&calendar, RollPolicy::None), deadline);
        assert_eq!(due("2024-Q2").effective(&calendar, RollPolicy::Later), due("2024-Q2"));
        for policy in [RollPolicy::None, RollPolicy::Earlier, RollPolicy::Later] {
            assert_eq!(RollPolicy::from_id(policy.id()), Some(policy));
        }
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
