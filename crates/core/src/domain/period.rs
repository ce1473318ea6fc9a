//! The reporting period: what it covers, how it is named, and what follows it.

use crate::domain::cadence::Cadence;
use crate::domain::moment::Date;
use crate::say;
use crate::text::Lang;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

mod ad_hoc;
mod part;
mod spelling;
mod token;

pub use spelling::PeriodError;

/// Which period of its year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// 1 to 12.
    Month(u8),
    /// 1 to 4.
    Quarter(u8),
    HalfYear,
    NineMonths,
    Year,
    Ministry,
    /// A slug of `a`–`z`, `0`–`9` and `-`, 1 to 40 characters.
    AdHoc(String),
}

/// One reporting period (kỳ báo cáo), of the years 2000 to 2099.
///
/// Displayed as its canonical id: `2024-06`, `2024-Q2`, `2024-H1`, `2024-9T`, `2024`, `2024-BKHCN`, `2024-DX-lu-lut`. Ordered by
/// first day, then by last, so that a quarter stands after its first month and before the half-year that it opens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PeriodId {
    year: u16,
    part: Part,
}

const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2099;

impl PeriodId {
    /// Reads a period as people type it: the canonical id, `2024-T6`, `06/2024`, `q2/2024`, `2024-QII`,
    /// `Quý II năm 2024`, in any case and Unicode form, with blanks around. The error points at the first wrong place.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        spelling::parse(text)
    }

    /// Reads a canonical id and nothing else: what names a folder or stands in a commit.
    pub fn from_canonical(text: &str) -> Option<Self> {
        spelling::parse(text).ok().filter(|period| period.to_string() == text)
    }

    /// The kind.
    pub fn cadence(&self) -> Cadence {
        match self.part {
            Part::Month(_) => Cadence::Month,
            Part::Quarter(_) => Cadence::Quarter,
            Part::HalfYear => Cadence::HalfYear,
            Part::NineMonths => Cadence::NineMonths,
            Part::Year => Cadence::Year,
            Part::Ministry => Cadence::Ministry,
            Part::AdHoc(_) => Cadence::AdHoc,
        }
    }

    /// The calendar year, 2000 to 2099.
    pub fn year(&self) -> i32 {
        i32::from(self.year)
    }

    /// The short name of an ad hoc period.
    pub(crate) fn slug(&self) -> Option<&str> {
        match &self.part {
            Part::AdHoc(slug) => Some(slug),
            _ => None,
        }
    }

    /// The first day of the time reported on. An ad hoc period is laid over its whole year.
    pub fn first_day(&self) -> Date {
        first_of_month(self.year(), self.months().0)
    }

    /// The last day of the time reported on. The report itself is due before it (see [`crate::domain::DeadlineRule`]).
    pub fn last_day(&self) -> Date {
        crate::domain::calendar::last_of_month(self.year(), self.months().1)
    }

    /// First and last month covered, from 1.
    pub fn months(&self) -> (u32, u32) {
        match self.part {
            Part::Month(month) => (month.into(), month.into()),
            Part::Quarter(quarter) => (u32::from(quarter) * 3 - 2, u32::from(quarter) * 3),
            Part::HalfYear => (1, 6),
            Part::NineMonths => (1, 9),
            Part::Year | Part::Ministry | Part::AdHoc(_) => (1, 12),
        }
    }

    /// The period of the same kind before this one (kỳ trước); `None` before 2000 and for ad hoc periods, which follow no order.
    ///
    /// Before `2025-H1` comes `2024-H1`: the procedure reports the second half of a year in the annual report.
    pub fn previous(&self) -> Option<Self> {
        let (year, part) = match self.part {
            Part::Month(1) => (self.year - 1, Part::Month(12)),
            Part::Month(month) => (self.year, Part::Month(month - 1)),
            Part::Quarter(1) => (self.year - 1, Part::Quarter(4)),
            Part::Quarter(quarter) => (self.year, Part::Quarter(quarter - 1)),
            Part::AdHoc(_) => return None,
            _ => (self.year - 1, self.part.clone()),
        };
        YEARS.contains(&year).then_some(PeriodId { year, part })
    }

    /// The same period a year earlier (cùng kỳ năm trước); `None` before 2000 and for ad hoc periods.
    pub fn same_period_last_year(&self) -> Option<Self> {
        let year = self.year - 1;
        (YEARS.contains(&year) && self.cadence() != Cadence::AdHoc).then(|| PeriodId { year, part: self.part.clone() })
    }

    /// The name in Vietnamese: `Quý II năm 2024`, `6 tháng đầu năm 2024`.
    pub fn name_vi(&self) -> String {
        self.name(Lang::Vi)
    }

    /// The name in one language.
    pub fn name(&self, lang: Lang) -> String {
        let year = self.year;
        let text = match &self.part {
            Part::Month(month) => {
                let name = MONTHS[usize::from(*month) - 1];
                say!(vi: "Tháng {month} năm {year}", en: "{name} {year}")
            }
            Part::Quarter(quarter) => {
                let roman = ROMAN[usize::from(*quarter) - 1];
                say!(vi: "Quý {roman} năm {year}", en: "Quarter {roman} of {year}")
            }
            Part::HalfYear => say!(vi: "6 tháng đầu năm {year}", en: "First half of {year}"),
            Part::NineMonths => say!(vi: "9 tháng đầu năm {year}", en: "First nine months of {year}"),
            Part::Year => say!(vi: "Năm {year}", en: "Year {year}"),
            Part::Ministry => say!(vi: "Năm {year} (kênh Bộ KH&CN)", en: "Year {year} (Ministry channel)"),
            Part::AdHoc(slug) => say!(vi: "Đột xuất năm {year} ({slug})", en: "Ad hoc {year} ({slug})"),
        };
        text.get(lang).to_string()
    }

    /// The words for `{ky}` in the form's headings: `QUÝ II NĂM 2024`, `SÁU THÁNG ĐẦU NĂM 2024`.
    ///
    /// An ad hoc period has a title of its own, which is not part of its id; these words stand in where it is not known.
    pub fn heading_words(&self) -> String {
        let year = self.year;
        match &self.part {
            Part::Month(month) => format!("THÁNG {month} NĂM {year}"),
            Part::Quarter(quarter) => format!("QUÝ {} NĂM {year}", ROMAN[usize::from(*quarter) - 1]),
            Part::HalfYear => format!("SÁU THÁNG ĐẦU NĂM {year}"),
            Part::NineMonths => format!("9 THÁNG ĐẦU NĂM {year}"),
            Part::Year | Part::Ministry => format!("NĂM {year}"),
            Part::AdHoc(_) => "KỲ ĐỘT XUẤT".to_string(),
        }
    }

    /// The words for `{ky_sau}` in the form's headings: the time whose tasks the report announces.
    pub fn heading_words_next(&self) -> String {
        let year = self.year;
        match &self.part {
            Part::HalfYear => format!("SÁU THÁNG CUỐI NĂM {year}"),
            Part::NineMonths => format!("3 THÁNG CUỐI NĂM {year}"),
            Part::Month(12) => format!("THÁNG 1 NĂM {}", year + 1),
            Part::Month(month) => format!("THÁNG {} NĂM {year}", month + 1),
            Part::Quarter(4) => format!("QUÝ I NĂM {}", year + 1),
            Part::Quarter(quarter) => format!("QUÝ {} NĂM {year}", ROMAN[usize::from(*quarter)]),
            Part::Year | Part::Ministry => format!("NĂM {}", year + 1),
            Part::AdHoc(_) => "THỜI GIAN TỚI".to_string(),
        }
    }

    fn key(&self) -> (u16, u32, u32, Cadence, &str) {
        let (first, last) = self.months();
        (self.year, first, last, self.cadence(), self.slug().unwrap_or(""))
    }
}

fn first_of_month(year: i32, month: u32) -> Date {
    NaiveDate::from_ymd_opt(year, month, 1).expect("a period covers months 1 to 12 of the years 2000 to 2099")
}

impl Ord for PeriodId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for PeriodId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PeriodId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        let id = match &self.part {
            Part::Month(month) => format!("{year}-{month:02}"),
            Part::Quarter(quarter) => format!("{year}-Q{quarter}"),
            Part::HalfYear => format!("{year}-H1"),
            Part::NineMonths => format!("{year}-9T"),
            Part::Year => format!("{year}"),
            Part::Ministry => format!("{year}-BKHCN"),
            Part::AdHoc(slug) => format!("{year}-DX-{slug}"),
        };
        f.pad(&id)
    }
}

impl FromStr for PeriodId {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        PeriodId::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::period::*;
    use proptest::prelude::*;

    fn period(id: &str) -> PeriodId {
        PeriodId::from_canonical(id).unwrap()
    }

    #[test]
    fn names_and_heading_words() {
        let table = [
            ("2024-06", "Tháng 6 năm 2024", "THÁNG 6 NĂM 2024", "THÁNG 7 NĂM 2024"),
            ("2024-12", "Tháng 12 năm 2024", "THÁNG 12 NĂM 2024", "THÁNG 1 NĂM 2025"),
            ("2024-Q2", "Quý II năm 2024", "QUÝ II NĂM 2024", "QUÝ III NĂM 2024"),
            ("2024-Q4", "Quý IV năm 2024", "QUÝ IV NĂM 2024", "QUÝ I NĂM 2025"),
            ("2024-H1", "6 tháng đầu năm 2024", "SÁU THÁNG ĐẦU NĂM 2024", "SÁU THÁNG CUỐI NĂM 2024"),
            ("2024-9T", "9 tháng đầu năm 2024", "9 THÁNG ĐẦU NĂM 2024", "3 THÁNG CUỐI NĂM 2024"),
            ("2024", "Năm 2024", "NĂM 2024", "NĂM 2025"),
            ("2024-BKHCN", "Năm 2024 (kênh Bộ KH&CN)", "NĂM 2024", "NĂM 2025"),
            ("2024-DX-lu-lut", "Đột xuất năm 2024 (lu-lut)", "KỲ ĐỘT XUẤT", "THỜI GIAN TỚI"),
        ];
        for (id, name, this, next) in table {
            let period = period(id);
            assert_eq!(
                (period.name_vi(), period.heading_words(), period.heading_words_next()),
                (name.into(), this.into(), next.into())
            );
        }
        assert_eq!(period("2024-06").name(Lang::En), "June 2024");
    }

    #[test]
    fn only_canonical_ids_name_folders() {
        assert!(PeriodId::from_canonical("2024-q2").is_none());
        assert!(PeriodId::from_canonical("2024-6").is_none());
        assert!(PeriodId::from_canonical(" 2024").is_none());
    }

    #[test]
    fn what_time_a_period_covers() {
        let table = [
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-Q4", "2024-10-01", "2024-12-31"),
            ("2024-H1", "2024-01-01", "2024-06-30"),
            ("2024-9T", "2024-01-01", "2024-09-30"),
            ("2024-BKHCN", "2024-01-01", "2024-12-31"),
        ];
        for (id, first, last) in table {
            let period = period(id);
            assert_eq!((period.first_day().to_string(), period.last_day().to_string()), (first.into(), last.into()));
        }
    }

    #[test]
    fn the_same_period_a_year_ago() {
        let table = [
            ("2024-12", Some("2023-12")),
            ("2024-Q4", Some("2023-Q4")),
            ("2024-H1", Some("2023-H1")),
            ("2024-9T", Some("2023-9T")),
            ("2000-BKHCN", None),
            ("2024-DX-a", None),
        ];
        for (id, last_year) in table {
            let last = period(id).same_period_last_year().map(|p| p.to_string());
            assert_eq!(last.as_deref(), last_year);
        }
    }

    #[test]
    fn periods_stand_in_the_order_of_time() {
        let ids = [
            "2023",
            "2024-01",
            "2024-Q1",
            "2024-H1",
            "2024-9T",
            "2024",
            "2024-BKHCN",
            "2024-DX-a",
            "2024-DX-b",
            "2024-02",
            "2024-Q2",
        ];
        let mut sorted: Vec<PeriodId> = ids.iter().rev().map(|id| period(id)).collect();
        sorted.sort();
        assert_eq!(sorted.iter().map(|p| p.to_string()).collect::<Vec<_>>(), ids);
    }

    fn any_period() -> impl Strategy<Value = PeriodId> {
        let part = prop_oneof![
            (1u8..=12).prop_map(Part::Month),
            (1u8..=4).prop_map(Part::Quarter),
            Just(Part::HalfYear),
            Just(Part::NineMonths),
            Just(Part::Year),
            Just(Part::Ministry),
            "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"
                .prop_filter("a device", |slug| !crate::text::is_device_name(slug))
                .prop_map(Part::AdHoc),
        ];
        (YEARS, part).prop_map(|(year, part)| PeriodId { year, part })
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(period in any_period()) {
            let id = period.to_string();
            prop_assert_eq!(PeriodId::from_canonical(&id), Some(period.clone()));
            prop_assert_eq!(PeriodId::parse(&id.to_lowercase()), Ok(period.clone()));
            if period.cadence() != Cadence::AdHoc && period.cadence() != Cadence::Ministry {
                prop_assert_eq!(PeriodId::parse(&period.name_vi()), Ok(period.clone()));
                prop_assert_eq!(PeriodId::parse(&period.heading_words()), Ok(period));
            }
        }

        #[test]
        fn the_one_before_is_earlier_and_order_agrees_with_equality(a in any_period(), b in any_period()) {
            if let Some(before) = a.previous() {
                prop_assert!(before < a && before.last_day() < a.first_day());
                prop_assert_eq!(before.cadence(), a.cadence());
            }
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert!(a.first_day() <= a.last_day());
        }
    }
}
