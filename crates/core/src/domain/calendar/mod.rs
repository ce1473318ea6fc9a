//! Working days and days off (lịch làm việc). For each year the first of these that exists decides:
//!
//! 1. the office's own table (`[lich."2026"]` in `baocao.toml`);
//! 2. the State's yearly decision, shipped with the program (`decisions.tsv`);
//! 3. the law's holidays, computed (`holidays.rs`) and labelled as computed.

mod decisions;
mod holidays;

use crate::domain::moment::{Date, shift};
use crate::say;
use crate::text::Text;
use chrono::{Datelike, NaiveDate, Weekday};
use holidays::{Holiday, falls_on_weekend, with_computed};
use std::collections::{BTreeMap, BTreeSet};

/// One year of the office's own table (`[lich."2024"]`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearTable {
    /// `nghi`: holidays and the days that make up for them.
    pub holidays: BTreeSet<Date>,
    /// `lam_bu`: weekend days that are worked. A day in both sets is worked.
    pub working_days: BTreeSet<Date>,
}

/// Why a day is not worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// Saturday or Sunday.
    Weekend(Weekday),
    /// A public holiday, or a day that makes up for one.
    Holiday {
        /// Which one.
        name: Text,
        /// Whether it was computed because neither the office nor a decision of the State lists the year's days off.
        /// People must be told.
        computed: bool,
    },
}

impl Rest {
    /// The reason for people: `Chủ nhật`, `nghỉ Tết Âm lịch (tính theo luật, chưa có lịch năm)`.
    pub fn name(&self) -> Text {
        match self {
            Rest::Weekend(Weekday::Sun) => say!(vi: "Chủ nhật", en: "Sunday"),
            Rest::Weekend(_) => say!(vi: "thứ Bảy", en: "Saturday"),
            Rest::Holiday { name, computed: false } => name.clone(),
            Rest::Holiday { name, computed: true } => Text {
                vi: format!("{} (tự tính theo luật, chưa có quyết định của năm)", name.vi),
                en: format!("{} (computed from the law; the year's decision is not known)", name.en),
            },
        }
    }
}

/// Which days a number of days counts (`tinh_ngay`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// `lam-viec`: working days.
    #[default]
    Working,
    /// `lich`: calendar days.
    Calendar,
}

impl Counting {
    /// The id in settings.
    pub fn id(self) -> &'static str {
        match self {
            Counting::Working => "lam-viec",
            Counting::Calendar => "lich",
        }
    }

    /// The one with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        [Counting::Working, Counting::Calendar].into_iter().find(|counting| counting.id() == id)
    }
}

/// The office's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i32, YearTable>,
}

/// How far a search for a working day goes: no honest table rests longer, and a hostile one must not hang the program.
const SEARCH: u32 = 400;

impl Calendar {
    /// Takes the office's own tables; a year without one follows the State's decision, else the law.
    pub fn new(years: BTreeMap<i32, YearTable>) -> Self {
        Calendar { years }
    }

    /// Whether a year's days off are known: the office lists them, or a decision of the State that ships with the program.
    pub fn is_decided(&self, year: i32) -> bool {
        self.years.contains_key(&year) || decisions::of(year).is_some()
    }

    /// Why a day is not worked; `None` for a working day.
    pub fn rest(&self, date: Date) -> Option<Rest> {
        let weekend = is_weekend(date).then(|| Rest::Weekend(date.weekday()));
        let named = |holiday: Holiday, computed| Rest::Holiday { name: holiday.name(), computed };
        match (self.years.get(&date.year()), decisions::of(date.year())) {
            (Some(table), _) if table.working_days.contains(&date) => None,
            (Some(table), decided) if table.holidays.contains(&date) => {
                let known = decided.and_then(|decided| decided.off.get(&date).copied());
                let known = known.or_else(|| with_computed(date.year(), |days| days.get(&date).copied()));
                let unknown = || say!(vi: "nghỉ theo lịch của năm", en: "a rest day of the year's calendar");
                Some(Rest::Holiday { name: known.map_or_else(unknown, Holiday::name), computed: false })
            }
            (Some(_), _) => weekend,
            (None, Some(decided)) if decided.worked.contains(&date) => None,
            (None, Some(decided)) => decided.off.get(&date).map(|holiday| named(*holiday, false)).or(weekend),
            (None, None) => with_computed(date.year(), |days| days.get(&date).copied())
                .map(|holiday| named(holiday, true))
                .or(weekend),
        }
    }

    /// Whether a day is worked.
    pub(crate) fn is_working(&self, date: Date) -> bool {
        match (self.years.get(&date.year()), decisions::of(date.year())) {
            (Some(table), _) => {
                table.working_days.contains(&date) || !(is_weekend(date) || table.holidays.contains(&date))
            }
            (None, Some(decided)) => {
                decided.worked.contains(&date) || !(is_weekend(date) || decided.off.contains_key(&date))
            }
            (None, None) => !is_weekend(date) && !with_computed(date.year(), |days| days.contains_key(&date)),
        }
    }

    /// What only the competent authority can answer about a year: Ngày Văn hóa Việt Nam (24/11) on a weekend, for which
    /// the law provides no day in lieu (Nghị quyết 28/2026/QH16; Điều 111 names the holidays of Điều 112.1 only).
    ///
    /// `None` where the year's days off are decided.
    pub fn open_question(&self, year: i32) -> Option<Text> {
        let day = Some(holidays::culture_day(year)?).filter(|day| falls_on_weekend(*day) && !self.is_decided(year))?;
        let (vi, en) =
            if day.weekday() == Weekday::Sun { ("Chủ nhật", "a Sunday") } else { ("thứ Bảy", "a Saturday") };
        Some(say!(
            vi: "24/11/{year} (Ngày Văn hóa Việt Nam) rơi vào {vi}: pháp luật chưa nói có nghỉ bù hay không; hãy hỏi cơ quan có thẩm quyền rồi ghi ngày nghỉ của năm vào [lich.\"{year}\"] trong baocao.toml",
            en: "24/11/{year} (Vietnamese Culture Day) is {en}: the law does not say whether a day in lieu follows; ask the competent authority, then list the year's days off under [lich.\"{year}\"] in baocao.toml"
        ))
    }

    /// The day itself if it is worked, else the last working day before it.
    pub fn working_day_on_or_before(&self, date: Date) -> Date {
        self.search(date, -1)
    }

    /// The day itself if it is worked, else the next working day.
    pub(crate) fn working_day_on_or_after(&self, date: Date) -> Date {
        self.search(date, 1)
    }

    /// A table without a working day for over a year gives the day itself back.
    fn search(&self, date: Date, step: i64) -> Date {
        let days = (0..i64::from(SEARCH)).map(|n| shift(date, n * step));
        days.into_iter().find(|day| self.is_working(*day)).unwrap_or(date)
    }

    /// The day `n` days after `date`, which itself is not counted (Điều 147 Bộ luật Dân sự 2015).
    ///
    /// `n` beyond ten years of days counts as ten years.
    pub(crate) fn add_days(&self, date: Date, n: u32, counting: Counting) -> Date {
        let n = n.min(3660);
        match counting {
            Counting::Calendar => shift(date, i64::from(n)),
            Counting::Working => (0..n).fold(date, |day, _| self.working_day_on_or_after(shift(day, 1))),
        }
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day of a month.
pub(crate) fn last_of_month(year: i32, month: u32) -> Date {
    let next = if month >= 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).map_or(NaiveDate::MAX, |first| shift(first, -1))
}

#[cfg(test)]
mod tests {
    use crate::domain::calendar::*;
    use crate::domain::parse_date;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    fn written(year: i32, holidays: &[&str], working: &[&str]) -> Calendar {
        let set = |days: &[&str]| days.iter().map(|day| date(day)).collect();
        Calendar::new(BTreeMap::from([(year, YearTable { holidays: set(holidays), working_days: set(working) })]))
    }

    #[test]
    fn computed_years_give_the_days_the_law_counts() {
        for year in 1990..2110 {
            // Giỗ Tổ comes at the latest on 29/4, so no two holidays share a day.
            let weekdays = holidays::computed(year).keys().filter(|day| !is_weekend(**day)).count();
            let culture = holidays::culture_day(year).is_some_and(|day| !is_weekend(day));
            let law = 9 + usize::from(year >= 2007) + usize::from(year >= 2021) + usize::from(culture);
            assert_eq!(weekdays, law, "{year}");
        }
    }

    #[test]
    fn working_days_of_decided_years() {
        for (year, days) in [(2024, 251), (2025, 250), (2026, 249), (2027, 249)] {
            let first = date(&format!("{year}-01-01"));
            let worked = (0..366)
                .map(|n| shift(first, n))
                .filter(|day| day.year() == year && Calendar::default().is_working(*day))
                .count();
            assert_eq!(worked, days, "{year}");
        }
    }

    #[test]
    fn swapped_days_ship_with_the_program() {
        let calendar = Calendar::default();
        for (off, worked) in [("2026-01-02", "2026-01-10"), ("2026-08-31", "2026-08-22"), ("2024-04-29", "2024-05-04")]
        {
            assert_eq!(
                calendar.rest(date(off)).map(|rest| rest.name().vi).as_deref(),
                Some("nghỉ hoán đổi với ngày thứ Bảy")
            );
            assert_eq!(calendar.rest(date(worked)), None);
        }
        let own = written(2026, &[], &[]);
        assert!(own.is_working(date("2026-01-02")), "the office's own table goes first");
    }

    #[test]
    fn culture_day_is_off_from_2026_and_asks_where_it_is_a_weekend() {
        let calendar = Calendar::default();
        let name = |day: &str| calendar.rest(date(day)).map(|rest| rest.name().vi);
        assert_eq!(name("2025-11-24"), None);
        assert_eq!(name("2026-11-24").as_deref(), Some("nghỉ Ngày Văn hóa Việt Nam 24/11"));
        assert!(name("2028-11-24").is_some_and(|name| name.contains("Văn hóa") && name.contains("tự tính")));
        // 24/11/2029 is a Saturday, 24/11/2030 a Sunday; the working days around them stay working days.
        for (year, before, after) in [(2029, "2029-11-23", "2029-11-26"), (2030, "2030-11-22", "2030-11-25")] {
            let question = calendar.open_question(year).unwrap_or_else(|| panic!("{year}"));
            assert!(question.vi.contains("hỏi cơ quan có thẩm quyền"), "{question:?}");
            assert!(calendar.is_working(date(before)) && calendar.is_working(date(after)));
        }
        assert_eq!([2025, 2026, 2027, 2028, 2031].map(|year| calendar.open_question(year)), [const { None }; 5]);
        assert_eq!(written(2029, &[], &[]).open_question(2029), None, "the office has written the year down");
    }

    #[test]
    fn a_written_year_is_taken_at_its_word() {
        let calendar = written(2024, &["2024-02-08", "2024-02-09", "2024-04-29"], &["2024-05-04"]);
        assert!(calendar.is_decided(2024) && calendar.is_decided(2025) && !calendar.is_decided(2028));
        assert_eq!(calendar.rest(date("2024-05-04")), None);
        assert!(calendar.is_working(date("2024-05-04")));
        assert!(calendar.is_working(date("2024-02-12")), "the table leaves it out");
        let Some(Rest::Holiday { name, computed: false }) = calendar.rest(date("2024-02-09")) else {
            panic!("a holiday")
        };
        assert_eq!(name.vi, "nghỉ Tết Âm lịch");
        let Some(Rest::Holiday { name, computed: false }) = calendar.rest(date("2024-04-29")) else {
            panic!("a holiday")
        };
        assert_eq!(name.vi, "nghỉ hoán đổi với ngày thứ Bảy", "named by the State's decision");
    }

    #[test]
    fn what_is_computed_is_labelled() {
        let rest = Calendar::default().rest(date("2028-01-26")).expect("Tết");
        assert!(matches!(rest, Rest::Holiday { computed: true, .. }));
        assert!(rest.name().vi.contains("chưa có quyết định"));
        let rest = Calendar::default().rest(date("2026-02-19")).expect("Tết");
        assert!(matches!(rest, Rest::Holiday { computed: false, .. }));
        assert_eq!(Calendar::default().rest(date("2024-09-14")).map(|rest| rest.name().vi), Some("thứ Bảy".into()));
    }

    #[test]
    fn working_days_around_tet_2026() {
        let calendar = Calendar::default();
        let day = date("2026-02-19");
        assert_eq!(calendar.working_day_on_or_before(day), date("2026-02-13"));
        assert_eq!(calendar.working_day_on_or_after(day), date("2026-02-23"));
        assert_eq!(calendar.add_days(date("2026-02-13"), 1, Counting::Working), date("2026-02-23"));
        assert_eq!(calendar.add_days(date("2026-02-13"), 1, Counting::Calendar), date("2026-02-14"));
        assert_eq!(calendar.add_days(day, 0, Counting::Working), day);
    }

    #[test]
    fn a_year_without_working_days_does_not_hang() {
        let all: Vec<Date> = (0..366).map(|n| shift(date("2024-01-01"), n)).collect();
        let table = YearTable { holidays: all.into_iter().collect(), working_days: BTreeSet::new() };
        let years = (2023..2030).map(|year| (year, table.clone())).collect();
        let calendar = Calendar::new(years);
        assert_eq!(calendar.working_day_on_or_after(date("2024-06-14")), date("2025-01-01"));
        let _ = calendar.add_days(date("2024-06-14"), u32::MAX, Counting::Working);
        let _ = calendar.working_day_on_or_before(Date::MIN);
        let _ = calendar.add_days(Date::MAX, u32::MAX, Counting::Calendar);
    }

    proptest! {
        #[test]
        fn a_day_is_worked_or_has_its_reason(days in -700_000i64..2_900_000) {
            let (calendar, day) = (written(2024, &["2024-02-08"], &["2024-05-04"]), shift(date("1970-01-01"), days));
            prop_assert_eq!(calendar.is_working(day), calendar.rest(day).is_none());
        }

        #[test]
        fn searches_end_on_working_days(days in 0i64..60_000, n in 1u32..40) {
            let (calendar, day) = (Calendar::default(), shift(date("1970-01-01"), days));
            let (before, after) = (calendar.working_day_on_or_before(day), calendar.working_day_on_or_after(day));
            prop_assert!(before <= day && day <= after && calendar.is_working(before) && calendar.is_working(after));
            let end = calendar.add_days(day, n, Counting::Working);
            let worked = (1..=(end - day).num_days()).filter(|n| calendar.is_working(shift(day, *n))).count();
            prop_assert!(calendar.is_working(end) && worked == n as usize);
        }
    }
}
