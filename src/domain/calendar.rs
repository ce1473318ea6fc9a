//! Working days and rest days (lịch làm việc): the office's yearly table where it is written down, else the law's
//! holidays, computed and labelled as such.
//!
//! The computed table follows Điều 112 Bộ luật Lao động 2019 as decisions of the recent years have applied it:
//!
//! - 1/1, 30/4, 1/5, 2/9 and Giỗ Tổ Hùng Vương (10/3 âm lịch), one day each;
//! - Tết: the eve and mùng 1 to mùng 4, five days;
//! - beside 2/9 the day before, or the day after where it makes the longer rest (2/9 on a Thursday, Sunday or Monday);
//! - a holiday on a weekend is made up for on the next day that is neither weekend nor holiday.
//!
//! Which days the State swaps with a Saturday is decided year by year and cannot be computed; nor is 24/11 counted, until
//! the law that makes it a holiday is known. An office writes both into `[lich]`.

use super::lunar::{hung_kings_day, lunar_new_year};
use super::moment::{Date, shift};
use crate::say;
use crate::text::Text;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

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
        /// Whether it was computed because the year's table is not written down. People must be told.
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
                vi: format!("{} (tự tính theo luật, chưa ghi lịch của năm)", name.vi),
                en: format!("{} (computed from the law, the year's calendar is not written down)", name.en),
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
    /// Takes the years that are written down; all others are computed.
    pub fn new(years: BTreeMap<i32, YearTable>) -> Self {
        Calendar { years }
    }

    /// Whether a year's table is written down. What is computed instead must be labelled.
    pub fn is_written(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// Why a day is not worked; `None` for a working day.
    pub fn rest(&self, date: Date) -> Option<Rest> {
        let weekend = is_weekend(date).then(|| Rest::Weekend(date.weekday()));
        match self.years.get(&date.year()) {
            Some(table) if table.working_days.contains(&date) => None,
            Some(table) if table.holidays.contains(&date) => {
                let name = with_computed(date.year(), |days| days.get(&date).map(|holiday| holiday.name()));
                let name =
                    name.unwrap_or_else(|| say!(vi: "nghỉ theo lịch của năm", en: "a rest day of the year's calendar"));
                Some(Rest::Holiday { name, computed: false })
            }
            Some(_) => weekend,
            None => with_computed(date.year(), |days| days.get(&date).map(|holiday| holiday.name()))
                .map(|name| Rest::Holiday { name, computed: true })
                .or(weekend),
        }
    }

    /// Whether a day is worked.
    pub fn is_working(&self, date: Date) -> bool {
        match self.years.get(&date.year()) {
            Some(table) => table.working_days.contains(&date) || !(is_weekend(date) || table.holidays.contains(&date)),
            None => !is_weekend(date) && !with_computed(date.year(), |days| days.contains_key(&date)),
        }
    }

    /// The day itself if it is worked, else the last working day before it.
    pub fn working_day_on_or_before(&self, date: Date) -> Date {
        self.search(date, -1)
    }

    /// The day itself if it is worked, else the next working day.
    pub fn working_day_on_or_after(&self, date: Date) -> Date {
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
    pub fn add_days(&self, date: Date, n: u32, counting: Counting) -> Date {
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
pub(super) fn last_of_month(year: i32, month: u32) -> Date {
    let next = if month >= 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).map_or(NaiveDate::MAX, |first| shift(first, -1))
}

/// The law's holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holiday {
    NewYear,
    Tet,
    HungKings,
    Reunification,
    Labour,
    National,
    /// A working day that makes up for a holiday on a weekend.
    InLieu,
}

impl Holiday {
    fn name(self) -> Text {
        match self {
            Holiday::NewYear => say!(vi: "nghỉ Tết Dương lịch", en: "New Year's Day"),
            Holiday::Tet => say!(vi: "nghỉ Tết Âm lịch", en: "the Lunar New Year holiday"),
            Holiday::HungKings => say!(vi: "nghỉ Giỗ Tổ Hùng Vương", en: "Hùng Kings' Day"),
            Holiday::Reunification => say!(vi: "nghỉ Ngày Chiến thắng 30/4", en: "Victory Day, 30 April"),
            Holiday::Labour => say!(vi: "nghỉ Quốc tế Lao động 1/5", en: "Labour Day, 1 May"),
            Holiday::National => say!(vi: "nghỉ Quốc khánh", en: "National Day"),
            Holiday::InLieu => say!(vi: "nghỉ bù ngày lễ", en: "a day off in lieu of a holiday"),
        }
    }
}

type Holidays = BTreeMap<Date, Holiday>;

/// The first and the number of years whose computed tables are kept: those that a period may have.
const KEPT_FROM: i32 = 2000;
const KEPT: usize = 100;

fn with_computed<T>(year: i32, read: impl FnOnce(&Holidays) -> T) -> T {
    // The same value whoever asks first, so keeping it changes nothing but the time it takes.
    static TABLES: [OnceLock<Holidays>; KEPT] = [const { OnceLock::new() }; KEPT];
    match usize::try_from(i64::from(year) - i64::from(KEPT_FROM)).ok().and_then(|n| TABLES.get(n)) {
        Some(table) => read(table.get_or_init(|| computed(year))),
        None => read(&computed(year)),
    }
}

fn computed(year: i32) -> Holidays {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let tet = lunar_new_year(year);
    let national = fixed(9, 2);
    let beside = national.map(|day| match day.weekday() {
        Weekday::Thu | Weekday::Sun | Weekday::Mon => shift(day, 1),
        _ => shift(day, -1),
    });
    let mut days: Holidays = BTreeMap::new();
    let single = [
        (fixed(1, 1), Holiday::NewYear),
        (fixed(4, 30), Holiday::Reunification),
        (fixed(5, 1), Holiday::Labour),
        (national, Holiday::National),
        (beside, Holiday::National),
        (Some(hung_kings_day(year)), Holiday::HungKings),
    ];
    days.extend(single.into_iter().filter_map(|(day, holiday)| day.map(|day| (day, holiday))));
    days.extend((-1..=3).map(|n| (shift(tet, n), Holiday::Tet)));
    let on_weekends: Vec<Date> = days.keys().copied().filter(|day| is_weekend(*day)).collect();
    for holiday in on_weekends {
        let free = (1..30).map(|n| shift(holiday, n)).find(|day| !is_weekend(*day) && !days.contains_key(day));
        days.extend(free.map(|day| (day, Holiday::InLieu)));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn computed_holidays_of_years_with_known_decisions() {
        // What the yearly decisions gave, but for Tết days before the eve and for swapped Saturdays.
        let table = [
            (
                2021,
                "2021-01-01 2021-02-11 2021-02-12 2021-02-15 2021-02-16 2021-02-17 2021-04-21 2021-04-30 2021-05-03 2021-09-02 2021-09-03",
            ),
            (
                2023,
                "2023-01-02 2023-01-23 2023-01-24 2023-01-25 2023-01-26 2023-01-27 2023-05-01 2023-05-02 2023-05-03 2023-09-01 2023-09-04",
            ),
            (
                2024,
                "2024-01-01 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-04-18 2024-04-30 2024-05-01 2024-09-02 2024-09-03",
            ),
            (
                2025,
                "2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-04-07 2025-04-30 2025-05-01 2025-09-01 2025-09-02",
            ),
        ];
        for (year, expected) in table {
            let weekdays: Vec<String> =
                computed(year).keys().filter(|day| !is_weekend(**day)).map(|day| day.to_string()).collect();
            assert_eq!(weekdays.join(" "), expected);
        }
    }

    #[test]
    fn every_year_gives_eleven_days_on_weekdays() {
        for year in 1990..2110 {
            // Giỗ Tổ comes at the latest on 29/4, so no two holidays share a day.
            assert_eq!(computed(year).keys().filter(|day| !is_weekend(**day)).count(), 11, "{year}");
        }
    }

    #[test]
    fn a_written_year_is_taken_at_its_word() {
        let calendar = written(2024, &["2024-02-08", "2024-02-09", "2024-04-29"], &["2024-05-04"]);
        assert!(calendar.is_written(2024) && !calendar.is_written(2025));
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
        assert_eq!(name.vi, "nghỉ theo lịch của năm");
    }

    #[test]
    fn what_is_computed_is_labelled() {
        let rest = Calendar::default().rest(date("2026-02-19")).expect("Tết");
        assert!(matches!(rest, Rest::Holiday { computed: true, .. }));
        assert!(rest.name().vi.contains("chưa ghi lịch"));
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
