//! The two lunar dates that the law makes holidays, by the Vietnamese rules: a month begins on the day that holds the
//! new moon, the winter solstice lies in month 11, and the first month after it without a principal term (trung khí)
//! in a year of thirteen months is the leap month; all counted at UTC+7.
//!
//! Chinese tables are counted at UTC+8 and differ (Tết 1968, 1985, 2007, 2030, 2053), so they must never be used.
//! New moons and the sun's longitude come from Meeus, *Astronomical Algorithms*, chapters 49 and 25: the new moon to
//! some seconds, the sun to 0.01° (a quarter of an hour). From 2000 to 2099 that decides both dates: no new moon that
//! opens month 1 or 3 lies within a minute of midnight.

use crate::domain::moment::{Date, shift};
use chrono::{Datelike, NaiveDate};

/// Mùng 1 Tết: the first day of the lunar year that begins in the given solar year.
///
/// Astronomically sound for 1900 to 2199; further off the rotation of the earth is only guessed.
pub(crate) fn lunar_new_year(year: i32) -> Date {
    lunar_date(year, 1, 1)
}

/// Giỗ Tổ Hùng Vương: the tenth day of the third lunar month.
pub(crate) fn hung_kings_day(year: i32) -> Date {
    lunar_date(year, 3, 10)
}

/// A day of the lunar months 1 to 9 of a year, the month itself and not the leap month after it.
fn lunar_date(year: i32, month: usize, day: i64) -> Date {
    let year = year.clamp(1, 9999);
    let last = eleventh_month(year - 1);
    let this = eleventh_month(year);
    // Month 11 of the year before is number 0, so month 1 is number 2, or 3 if 11 or 12 was doubled.
    let wanted = month + 1;
    let months: Vec<i64> = (0..=13).map(|n| new_moon_day(last.new_moon + n)).collect();
    let doubled = this.new_moon - last.new_moon == 13;
    let leap = (1..13).find(|&n| doubled && principal_term(months[n]) == principal_term(months[n + 1]));
    let index = if leap.is_some_and(|leap| leap <= wanted) { wanted + 1 } else { wanted };
    shift(from_julian_day(months[index]), day - 1)
}

struct EleventhMonth {
    /// Number of the new moon that opens it, counted from the first of the year 2000.
    new_moon: i64,
}

/// The month that holds the winter solstice of a solar year.
fn eleventh_month(year: i32) -> EleventhMonth {
    let solstice = solstice_day(year);
    let mut new_moon = ((solstice as f64 - FIRST_NEW_MOON) / SYNODIC_MONTH).floor() as i64 + 1;
    while new_moon_day(new_moon) > solstice {
        new_moon -= 1;
    }
    EleventhMonth { new_moon }
}

/// The day, at UTC+7, on which the sun reaches 270°.
fn solstice_day(year: i32) -> i64 {
    let day = julian_day(NaiveDate::from_ymd_opt(year, 12, 10).unwrap_or(NaiveDate::MIN));
    // In the Gregorian calendar, projected back and forward, the solstice strays a few days at most from 21 December.
    (day..day + 25).find(|&d| principal_term(d + 1) == 9 && principal_term(d) == 8).unwrap_or(day + 11)
}

/// Which twelfth of its path the sun is in when a day begins at UTC+7: 0 from 0° to 30°, 9 from 270° to 300°.
fn principal_term(day: i64) -> i64 {
    let utc = day as f64 - 0.5 - 7.0 / 24.0;
    (sun_longitude(utc + delta_t(utc)) / 30.0).floor() as i64
}

const FIRST_NEW_MOON: f64 = 2_451_550.097_66;
const SYNODIC_MONTH: f64 = 29.530_588_861;

/// The Julian day number, at UTC+7, that holds a new moon.
fn new_moon_day(number: i64) -> i64 {
    let terrestrial = new_moon(number as f64);
    (terrestrial - delta_t(terrestrial) + 0.5 + 7.0 / 24.0).floor() as i64
}

/// Terrestrial minus universal time, in days (Espenak and Meeus' polynomials, to some seconds from 1986 to 2050, to a
/// quarter of a minute from 1900).
fn delta_t(julian: f64) -> f64 {
    let year = 2000.0 + (julian - 2_451_544.5) / 365.2425;
    let t = year - 2000.0;
    let long_term = -20.0 + 32.0 * ((year - 1820.0) / 100.0).powi(2);
    let seconds = match year {
        y if y < 1986.0 => long_term - 10.0,
        y if y < 2005.0 => 63.86 + 0.3345 * t - 0.060374 * t * t,
        y if y < 2050.0 => 62.92 + 0.32217 * t + 0.005589 * t * t,
        y if y < 2150.0 => long_term - 0.5628 * (2150.0 - y),
        _ => long_term,
    };
    seconds / 86_400.0
}

/// The sun's apparent longitude in degrees, 0 to 360, at a Julian day of terrestrial time (Meeus, chapter 25).
fn sun_longitude(julian: f64) -> f64 {
    let t = (julian - 2_451_545.0) / 36_525.0;
    let mean = 280.46646 + t * (36_000.769_83 + t * 0.0003032);
    let anomaly = (357.52911 + t * (35_999.050_29 - t * 0.0001537)).to_radians();
    let centre = (1.914602 - t * (0.004817 + t * 0.000014)) * anomaly.sin()
        + (0.019993 - t * 0.000101) * (2.0 * anomaly).sin()
        + 0.000289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    (mean + centre - 0.00569 - 0.00478 * node.sin()).rem_euclid(360.0)
}

/// The Julian day of a new moon in terrestrial time (Meeus, chapter 49).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = FIRST_NEW_MOON + SYNODIC_MONTH * k + t * t * (0.000_154_37 - t * (0.000_000_150 - t * 0.000_000_000_73));
    // Eccentricity of the earth's orbit, which weakens every term in the sun's anomaly.
    let e = 1.0 - t * (0.002516 + t * 0.0000074);
    let sun = (2.5534 + 29.105_356_70 * k - t * t * (0.0000014 + t * 0.000_000_11)).to_radians();
    let moon =
        (201.5643 + 385.816_935_28 * k + t * t * (0.0107582 + t * (0.00001238 - t * 0.000_000_058))).to_radians();
    let latitude =
        (160.7108 + 390.670_502_84 * k - t * t * (0.0016118 + t * (0.00000227 - t * 0.000_000_011))).to_radians();
    let node = (124.7746 - 1.563_755_88 * k + t * t * (0.0020672 + t * 0.00000215)).to_radians();
    // (coefficient in days, power of e, multiples of the moon's anomaly, the sun's, the moon's latitude)
    const TERMS: [(f64, i32, f64, f64, f64); 24] = [
        (-0.40720, 0, 1.0, 0.0, 0.0),
        (0.17241, 1, 0.0, 1.0, 0.0),
        (0.01608, 0, 2.0, 0.0, 0.0),
        (0.01039, 0, 0.0, 0.0, 2.0),
        (0.00739, 1, 1.0, -1.0, 0.0),
        (-0.00514, 1, 1.0, 1.0, 0.0),
        (0.00208, 2, 0.0, 2.0, 0.0),
        (-0.00111, 0, 1.0, 0.0, -2.0),
        (-0.00057, 0, 1.0, 0.0, 2.0),
        (0.00056, 1, 2.0, 1.0, 0.0),
        (-0.00042, 0, 3.0, 0.0, 0.0),
        (0.00042, 1, 0.0, 1.0, 2.0),
        (0.00038, 1, 0.0, 1.0, -2.0),
        (-0.00024, 1, 2.0, -1.0, 0.0),
        (-0.00007, 0, 1.0, 2.0, 0.0),
        (0.00004, 0, 2.0, 0.0, -2.0),
        (0.00004, 0, 0.0, 3.0, 0.0),
        (0.00003, 0, 1.0, 1.0, -2.0),
        (0.00003, 0, 2.0, 0.0, 2.0),
        (-0.00003, 0, 1.0, 1.0, 2.0),
        (0.00003, 0, 1.0, -1.0, 2.0),
        (-0.00002, 0, 1.0, -1.0, -2.0),
        (-0.00002, 0, 3.0, 1.0, 0.0),
        (0.00002, 0, 4.0, 0.0, 0.0),
    ];
    let periodic: f64 = TERMS
        .iter()
        .map(|&(size, power, m, s, f)| size * e.powi(power) * (m * moon + s * sun + f * latitude).sin())
        .sum();
    // Venus and Jupiter: the one planetary term above ten seconds; the rest come to less than a minute together.
    let planets = 0.000325 * (299.77 + 0.107408 * k - 0.009173 * t * t).to_radians().sin()
        + 0.000165 * (251.88 + 0.016321 * k).to_radians().sin();
    mean + periodic - 0.00017 * node.sin() + planets
}

/// From days counted as chrono counts them (1 is 0001-01-01) to Julian day numbers.
const JULIAN_FROM_CE: i64 = 1_721_425;

fn julian_day(date: Date) -> i64 {
    i64::from(date.num_days_from_ce()) + JULIAN_FROM_CE
}

fn from_julian_day(day: i64) -> Date {
    let days = i32::try_from(day - JULIAN_FROM_CE).unwrap_or(1);
    NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use crate::domain::lunar::*;
    use chrono::Weekday;

    fn date(year: i32, month: u32, day: u32) -> Date {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn tet_and_gio_to_2020_to_2040() {
        use Weekday::*;
        let table = [
            (2020, (1, 25, Sat), (4, 2, Thu)),
            (2021, (2, 12, Fri), (4, 21, Wed)),
            (2022, (2, 1, Tue), (4, 10, Sun)),
            (2023, (1, 22, Sun), (4, 29, Sat)),
            (2024, (2, 10, Sat), (4, 18, Thu)),
            (2025, (1, 29, Wed), (4, 7, Mon)),
            (2026, (2, 17, Tue), (4, 26, Sun)),
            (2027, (2, 6, Sat), (4, 16, Fri)),
            (2028, (1, 26, Wed), (4, 4, Tue)),
            (2029, (2, 13, Tue), (4, 23, Mon)),
            (2030, (2, 2, Sat), (4, 12, Fri)),
            (2031, (1, 23, Thu), (4, 1, Tue)),
            (2032, (2, 11, Wed), (4, 19, Mon)),
            (2033, (1, 31, Mon), (4, 9, Sat)),
            (2034, (2, 19, Sun), (4, 28, Fri)),
            (2035, (2, 8, Thu), (4, 17, Tue)),
            (2036, (1, 28, Mon), (4, 6, Sun)),
            (2037, (2, 15, Sun), (4, 24, Fri)),
            (2038, (2, 4, Thu), (4, 13, Tue)),
            (2039, (1, 24, Mon), (4, 3, Sun)),
            (2040, (2, 12, Sun), (4, 20, Fri)),
        ];
        for (year, tet, hung) in table {
            let found = |d: Date| (d.year(), (d.month(), d.day(), d.weekday()));
            assert_eq!(found(lunar_new_year(year)), (year, tet));
            assert_eq!(found(hung_kings_day(year)), (year, hung));
        }
    }

    #[test]
    fn where_the_chinese_calendar_differs() {
        // China: 30/1/1968, 20/2/1985, 18/2/2007, 3/2/2030, 19/2/2053.
        let table = [(1968, 1, 29), (1985, 1, 21), (2007, 2, 17), (2030, 2, 2), (2053, 2, 18)];
        for (year, month, day) in table {
            assert_eq!(lunar_new_year(year), date(year, month, day));
        }
    }

    #[test]
    fn two_centuries_are_sane() {
        for year in 1900..2200 {
            let (tet, hung) = (lunar_new_year(year), hung_kings_day(year));
            assert!(date(year, 1, 20) <= tet && tet <= date(year, 2, 21), "{year}: {tet}");
            let days = (hung - tet).num_days();
            // Two whole months and nine days, or three with a leap month 1 or 2.
            assert!((67..=69).contains(&days) || (96..=99).contains(&days), "{year}: {days}");
            let lunar_year = (lunar_new_year(year + 1) - tet).num_days();
            assert!((353..=355).contains(&lunar_year) || (383..=385).contains(&lunar_year), "{year}: {lunar_year}");
        }
    }

    #[test]
    fn any_year_gives_a_date() {
        for year in [i32::MIN, -1, 0, 1, 500, 5000, 9999, i32::MAX] {
            let _ = (lunar_new_year(year), hung_kings_day(year));
        }
    }
}
