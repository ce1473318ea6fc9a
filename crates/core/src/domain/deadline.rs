//! By when a department's report must arrive, for one period.

use crate::domain::calendar::{Calendar, Rest};
use crate::domain::moment::{Date, Moment, format_date_vi, shift};
use crate::say;
use crate::text::Lang;

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
    use crate::domain::deadline::*;
    use crate::domain::{Cadence, PeriodId, default_rules, parse_date};

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
    fn the_last_working_day_in_time_from_december_2026_to_december_2027() {
        let calendar = Calendar::default();
        for (id, expected) in [
            ("2026-12", "2026-12-18"),
            ("2026-Q4", "2026-12-14"),
            ("2026", "2026-12-14"),
            ("2027-Q1", "2027-03-12"),
            ("2027-06", "2027-06-18"),
            ("2027-09", "2027-09-17"),
            ("2027-9T", "2027-09-14"),
            ("2027-BKHCN", "2027-10-08"),
            ("2027-12", "2027-12-17"),
        ] {
            assert_eq!(calendar.working_day_on_or_before(due(id).last_day()), date(expected), "{id}");
        }
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
}
