//! Instants and dates on the office's clock, which is Việt Nam's (UTC+7) whatever the computer's zone says.

use crate::text::{Lang, Text};
use chrono::{Datelike, Days, NaiveDate};

/// A calendar date (ngày).
pub type Date = NaiveDate;

const OFFSET: i64 = 7 * 3600;
const DAY: i64 = 86_400;

/// An instant (thời điểm), in whole seconds since 1970-01-01T00:00:00Z.
///
/// It is handed in, never asked for: from the clock by `cli`, from a commit by `store`. Shown and turned into a
/// [`Date`] at UTC+7 always: a report sent at 23:30 in Thái Nguyên is of that day wherever it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// From unix seconds.
    pub fn from_unix(seconds: i64) -> Self {
        Moment(seconds)
    }

    /// Unix seconds.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// The first second of a day, 00:00:00 at UTC+7.
    pub fn start_of(date: Date) -> Self {
        let epoch_days = i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE;
        Moment(epoch_days * DAY - OFFSET)
    }

    /// The end of a day, its 24:00 at UTC+7: the same instant as 00:00 of the next day, and no longer part of it.
    pub fn end_of(date: Date) -> Self {
        Moment(Moment::start_of(date).0 + DAY)
    }

    /// The date at UTC+7.
    pub fn date(self) -> Date {
        self.local().0
    }

    /// RFC 3339 with the office's offset: `2024-06-12T09:03:00+07:00`.
    pub fn to_rfc3339(self) -> String {
        let (date, second) = self.local();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{}T{hour:02}:{minute:02}:{second:02}+07:00", date.format("%Y-%m-%d"))
    }

    /// As people read it: `09:03 ngày 12/6/2024`.
    pub fn clock(self, lang: Lang) -> String {
        let (date, second) = self.local();
        let (hour, minute, date) = (second / 3600, second / 60 % 60, format_date_vi(date));
        match lang {
            Lang::Vi => format!("{hour:02}:{minute:02} ngày {date}"),
            Lang::En => format!("{hour:02}:{minute:02} on {date}"),
        }
    }

    /// Date and second of the day at UTC+7. A commit may claim any 64-bit time; what lies outside the years
    /// 1 to 9999 is shown as the nearest second inside them.
    fn local(self) -> (Date, i64) {
        let first = Moment::start_of(first_date()).0;
        let last = Moment::end_of(last_date()).0 - 1;
        let local = self.0.clamp(first, last) + OFFSET;
        let days = i32::try_from(local.div_euclid(DAY) + EPOCH_FROM_CE).unwrap_or(1);
        let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or_else(first_date);
        (date, local.rem_euclid(DAY))
    }
}

/// Days from 0000-12-31 to 1970-01-01, as chrono counts them.
const EPOCH_FROM_CE: i64 = 719_163;

fn first_date() -> Date {
    NaiveDate::from_ymd_opt(1, 1, 1).expect("the first day of year 1 exists")
}

fn last_date() -> Date {
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("the last day of year 9999 exists")
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateError {
    /// Not written `YYYY-MM-DD`.
    Malformed,
    /// Written as a date, but the calendar has no such day (`2024-06-31`).
    Impossible,
}

impl DateError {
    /// What is wrong, for people.
    pub fn message(self) -> Text {
        match self {
            DateError::Malformed => crate::say!(
                vi: "ngày phải ghi theo dạng năm-tháng-ngày, ví dụ 2024-06-05",
                en: "a date is written year-month-day, for example 2024-06-05"
            ),
            DateError::Impossible => {
                crate::say!(vi: "ngày này không có trong lịch", en: "the calendar has no such day")
            }
        }
    }
}

/// Reads `YYYY-MM-DD`, with two-digit month and day, and nothing around it.
pub fn read_date(text: &str) -> Result<Date, DateError> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return Err(DateError::Malformed);
    }
    let number = |from: usize, to: usize| bytes[from..to].iter().fold(0u32, |n, b| n * 10 + u32::from(b - b'0'));
    let year = i32::try_from(number(0, 4)).map_err(|_| DateError::Impossible)?;
    if year == 0 {
        return Err(DateError::Impossible);
    }
    NaiveDate::from_ymd_opt(year, number(5, 7), number(8, 10)).ok_or(DateError::Impossible)
}

/// Reads a date as people type it: as [`read_date`] does, or as it is shown to them, day first (`5/12/2026`, also with
/// points or hyphens). The year has four digits and stands first or last, so that no date can be read in two ways.
///
/// # Errors
/// It is of none of these forms, or the calendar has no such day.
pub fn read_typed_date(text: &str) -> Result<Date, DateError> {
    let text = text.trim();
    let Some(mark) = ['/', '-', '.'].into_iter().find(|mark| text.contains(*mark)) else {
        return Err(DateError::Malformed);
    };
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = match parts.as_slice() {
        [day, month, year] if year.len() == 4 => (year, month, day),
        [year, month, day] if year.len() == 4 => (year, month, day),
        _ => return Err(DateError::Malformed),
    };
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return Err(DateError::Malformed);
    }
    read_date(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// [`read_date`] for callers who need not tell a malformed date from an impossible one.
pub fn parse_date(text: &str) -> Option<Date> {
    read_date(text).ok()
}

/// A date as people say it: `20/6/2024`.
pub fn format_date_vi(date: Date) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// A date as Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4 writes it on a document: `ngày 05 tháng 3 năm 2024`.
///
/// Days below 10 and the months 1 and 2 take a leading zero, so that none can become another by one stroke of a pen.
pub fn format_date_law(date: Date) -> String {
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// The date `days` later (earlier when negative); the calendar's last date where it would leave the calendar.
pub fn shift(date: Date, days: i64) -> Date {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(by) } else { date.checked_add_days(by) };
    moved.unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

/// The weekday of a day: Monday is 1, Sunday 7.
pub fn weekday(day: Date) -> u32 {
    day.weekday().number_from_monday()
}

/// The year of a day.
pub fn year_of(day: Date) -> i32 {
    day.year()
}

/// The same day a year later (29 February becomes the 28th): the end of a one-year term in months (Civil Code, Điều 148).
pub fn a_year_after(day: Date) -> Option<Date> {
    day.checked_add_months(chrono::Months::new(12))
}

#[cfg(test)]
mod tests {
    use crate::domain::moment::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        read_date(text).unwrap()
    }

    #[test]
    fn dates_are_typed_as_they_are_shown() {
        for text in ["2026-12-05", "5/12/2026", "05/12/2026", " 5-12-2026 ", "05.12.2026", "2026/12/5", "5 / 12 / 2026"]
        {
            assert_eq!(read_typed_date(text), Ok(date("2026-12-05")), "{text}");
        }
        assert_eq!(read_typed_date("31/2/2026"), Err(DateError::Impossible));
        for text in [
            "",
            "5/12/26",
            "5/12",
            "5/12-2026",
            "12/2026",
            "005/12/2026",
            "5/mười hai/2026",
            "5/12/2026/1",
            "٥/12/2026",
        ] {
            assert_eq!(read_typed_date(text), Err(DateError::Malformed), "{text}");
        }
    }

    #[test]
    fn the_day_turns_at_midnight_in_viet_nam() {
        // 2024-06-14T16:59:59Z and one second later.
        let last = Moment::from_unix(1_718_384_399);
        assert_eq!(last.to_rfc3339(), "2024-06-14T23:59:59+07:00");
        assert_eq!(last.date(), date("2024-06-14"));
        assert_eq!(Moment::from_unix(1_718_384_400).to_rfc3339(), "2024-06-15T00:00:00+07:00");
        assert_eq!(Moment::end_of(date("2024-06-14")), Moment::start_of(date("2024-06-15")));
        assert_eq!(Moment::end_of(date("2024-06-14")).unix(), 1_718_384_400);
        assert_eq!(Moment::from_unix(0).to_rfc3339(), "1970-01-01T07:00:00+07:00");
        assert_eq!(Moment::from_unix(-25_201).to_rfc3339(), "1969-12-31T23:59:59+07:00");
    }

    #[test]
    fn people_read_hours_and_minutes() {
        let at = Moment::from_unix(Moment::start_of(date("2024-06-12")).unix() + 9 * 3600 + 3 * 60 + 59);
        assert_eq!(at.clock(Lang::Vi), "09:03 ngày 12/6/2024");
        assert_eq!(at.clock(Lang::En), "09:03 on 12/6/2024");
    }

    #[test]
    fn dates_are_strict_and_tell_malformed_from_impossible() {
        for text in
            ["2024-6-05", "2024-06-5", "05/06/2024", " 2024-06-05", "2024-06-05T00", "+024-06-05", "２０２４-06-05", ""]
        {
            assert_eq!(read_date(text), Err(DateError::Malformed), "{text}");
        }
        for text in ["2024-06-31", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01"] {
            assert_eq!(read_date(text), Err(DateError::Impossible), "{text}");
        }
        assert_eq!(parse_date("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
    }

    #[test]
    fn documents_write_leading_zeros_as_the_decree_says() {
        assert_eq!(format_date_law(date("2024-03-05")), "ngày 05 tháng 3 năm 2024");
        assert_eq!(format_date_law(date("2024-02-15")), "ngày 15 tháng 02 năm 2024");
        assert_eq!(format_date_law(date("2024-12-01")), "ngày 01 tháng 12 năm 2024");
        assert_eq!(format_date_vi(date("2024-06-05")), "5/6/2024");
    }

    proptest! {
        #[test]
        fn any_claimed_time_can_be_shown(seconds in any::<i64>()) {
            let at = Moment::from_unix(seconds);
            prop_assert_eq!(at.unix(), seconds);
            prop_assert_eq!(at.to_rfc3339().chars().count(), 25);
            prop_assert_eq!(parse_date(&at.to_rfc3339()[..10]), Some(at.date()));
        }

        #[test]
        fn every_second_lies_in_its_day(seconds in -2_000_000_000i64..8_000_000_000) {
            let at = Moment::from_unix(seconds);
            prop_assert!(Moment::start_of(at.date()) <= at && at < Moment::end_of(at.date()));
        }

        #[test]
        fn reading_a_date_never_panics(text in "\\PC*") {
            let _ = read_date(&text);
        }
    }
}
