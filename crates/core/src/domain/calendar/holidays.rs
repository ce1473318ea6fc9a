//! The law's holidays of a year, computed: what `Calendar` falls back on.
//!
//! They follow Điều 112 Bộ luật Lao động 2019 (before 2021: Điều 115 Bộ luật Lao động 2012) as the yearly decisions apply it:
//!
//! - 1/1, 30/4, 1/5, 2/9 and, from 2007, Giỗ Tổ Hùng Vương (10/3 âm lịch), one day each;
//! - Tết: the eve and mùng 1 to mùng 4, five days;
//! - from 2021 also the day before 2/9, or the day after it where that makes the longer rest (2/9 on a Thursday, Sunday
//!   or Monday);
//! - from 2026 Ngày Văn hóa Việt Nam, 24/11 (Nghị quyết 28/2026/QH16), without a day in lieu;
//! - a Tết day on a Saturday is made up for on the last working day before the holiday, one on a Sunday on the first one
//!   after it (decisions for 2020, 2021, 2023, 2024, 2025 and 2027); any other holiday on a weekend on the next day that
//!   is neither weekend nor holiday.
//!
//! Which days are swapped with a Saturday is decided year by year and cannot be computed.

use crate::domain::calendar::is_weekend;
use crate::domain::lunar::{hung_kings_day, lunar_new_year};
use crate::domain::moment::{Date, shift};
use crate::say;
use crate::text::Text;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A day off, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holiday {
    NewYear,
    Tet,
    HungKings,
    Reunification,
    Labour,
    National,
    /// Ngày Văn hóa Việt Nam, 24/11.
    Culture,
    /// A working day that makes up for a holiday on a weekend.
    InLieu,
    /// A working day off in exchange for a Saturday that is worked.
    Swapped,
}

impl Holiday {
    pub fn name(self) -> Text {
        match self {
            Holiday::NewYear => say!(vi: "nghỉ Tết Dương lịch", en: "New Year's Day"),
            Holiday::Tet => say!(vi: "nghỉ Tết Âm lịch", en: "the Lunar New Year holiday"),
            Holiday::HungKings => say!(vi: "nghỉ Giỗ Tổ Hùng Vương", en: "Hùng Kings' Day"),
            Holiday::Reunification => say!(vi: "nghỉ Ngày Chiến thắng 30/4", en: "Victory Day, 30 April"),
            Holiday::Labour => say!(vi: "nghỉ Quốc tế Lao động 1/5", en: "Labour Day, 1 May"),
            Holiday::National => say!(vi: "nghỉ Quốc khánh", en: "National Day"),
            Holiday::Culture => say!(vi: "nghỉ Ngày Văn hóa Việt Nam 24/11", en: "Vietnamese Culture Day, 24 November"),
            Holiday::InLieu => say!(vi: "nghỉ bù ngày lễ", en: "a day off in lieu of a holiday"),
            Holiday::Swapped => {
                say!(vi: "nghỉ hoán đổi với ngày thứ Bảy", en: "a day off swapped with a Saturday")
            }
        }
    }
}

pub(crate) type Holidays = BTreeMap<Date, Holiday>;

/// The first year, and the number of years, whose computed tables are kept: those that a period may have.
const KEPT_FROM: i32 = 2000;
const KEPT: usize = 100;

/// Hands the computed holidays of a year to a function and returns its result.
pub(crate) fn with_computed<T>(year: i32, read: impl FnOnce(&Holidays) -> T) -> T {
    // The value depends on the year alone, so keeping it changes nothing but the time it takes.
    static TABLES: [OnceLock<Holidays>; KEPT] = [const { OnceLock::new() }; KEPT];
    match usize::try_from(i64::from(year) - i64::from(KEPT_FROM)).ok().and_then(|n| TABLES.get(n)) {
        Some(table) => read(table.get_or_init(|| computed(year))),
        None => read(&computed(year)),
    }
}

/// Ngày Văn hóa Việt Nam of a year; `None` before 2026.
pub(crate) fn culture_day(year: i32) -> Option<Date> {
    (year >= 2026).then(|| NaiveDate::from_ymd_opt(year, 11, 24)).flatten()
}

/// Whether a day is a Saturday or Sunday.
pub(crate) fn falls_on_weekend(day: Date) -> bool {
    is_weekend(day)
}

/// The holidays of a year, weekends among them, with the days in lieu.
pub(crate) fn computed(year: i32) -> Holidays {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let national = fixed(9, 2);
    let beside = national.filter(|_| year >= 2021).map(|day| match day.weekday() {
        Weekday::Thu | Weekday::Sun | Weekday::Mon => shift(day, 1),
        _ => shift(day, -1),
    });
    let single = [
        (fixed(1, 1), Holiday::NewYear),
        (fixed(4, 30), Holiday::Reunification),
        (fixed(5, 1), Holiday::Labour),
        (national, Holiday::National),
        (beside, Holiday::National),
        ((year >= 2007).then(|| hung_kings_day(year)), Holiday::HungKings),
    ];
    let mut days: Holidays = single.into_iter().filter_map(|(day, holiday)| day.map(|day| (day, holiday))).collect();
    add_days_in_lieu(&mut days);
    add_tet(&mut days, lunar_new_year(year));
    days.extend(culture_day(year).map(|day| (day, Holiday::Culture)));
    days
}

/// Adds the next free working day after each holiday that is on a weekend.
fn add_days_in_lieu(days: &mut Holidays) {
    let on_weekends: Vec<Date> = days.keys().copied().filter(|day| is_weekend(*day)).collect();
    for holiday in on_weekends {
        let free = (1..30).map(|n| shift(holiday, n)).find(|day| is_free(days, *day));
        days.extend(free.map(|day| (day, Holiday::InLieu)));
    }
}

/// Adds the five days of Tết, and for those on a Saturday a working day before them, for those on a Sunday one after.
fn add_tet(days: &mut Holidays, first: Date) {
    let tet: Vec<Date> = (-1..=3).map(|n| shift(first, n)).collect();
    days.extend(tet.iter().map(|day| (*day, Holiday::Tet)));
    for day in &tet {
        let step = match day.weekday() {
            Weekday::Sat => -1,
            Weekday::Sun => 1,
            _ => continue,
        };
        let free = (1..30).map(|n| shift(*day, n * step)).find(|day| is_free(days, *day));
        days.extend(free.map(|day| (day, Holiday::Tet)));
    }
}

fn is_free(days: &Holidays, day: Date) -> bool {
    !is_weekend(day) && !days.contains_key(&day)
}
