//! The State's yearly decisions on the days off of civil servants, from `decisions.tsv`.

use crate::domain::calendar::holidays::Holiday;
use crate::domain::moment::{Date, parse_date};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// One year as decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DecidedYear {
    /// Weekdays that are not worked, with what for.
    pub off: BTreeMap<Date, Holiday>,
    /// Weekend days that are worked.
    pub worked: BTreeSet<Date>,
}

const TABLE: &str = include_str!("decisions.tsv");

/// The decision for a year; `None` where none is known.
pub fn of(year: i32) -> Option<&'static DecidedYear> {
    static YEARS: OnceLock<BTreeMap<i32, DecidedYear>> = OnceLock::new();
    YEARS.get_or_init(read).get(&year)
}

/// Reads the table. A line that is not understood is passed over here and named by a test.
fn read() -> BTreeMap<i32, DecidedYear> {
    let mut years: BTreeMap<i32, DecidedYear> = BTreeMap::new();
    for line in TABLE.lines().filter_map(row) {
        let year = years.entry(line.day.year()).or_default();
        if line.worked {
            year.worked.insert(line.day);
        } else {
            year.off.insert(line.day, line.holiday);
        }
    }
    years
}

struct DecisionRow {
    day: Date,
    worked: bool,
    holiday: Holiday,
}

fn row(line: &str) -> Option<DecisionRow> {
    let [day, kind, holiday, _act, _certainty] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let worked = match kind {
        "nghi" => false,
        "lam" => true,
        _ => return None,
    };
    Some(DecisionRow { day: parse_date(day)?, worked, holiday: holiday_named(holiday)? })
}

fn holiday_named(id: &str) -> Option<Holiday> {
    Some(match id {
        "tet-duong" => Holiday::NewYear,
        "tet" => Holiday::Tet,
        "gio-to" => Holiday::HungKings,
        "30-4" => Holiday::Reunification,
        "1-5" => Holiday::Labour,
        "quoc-khanh" => Holiday::National,
        "van-hoa" => Holiday::Culture,
        "bu" => Holiday::InLieu,
        "hoan-doi" => Holiday::Swapped,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::calendar::decisions::*;
    use crate::domain::calendar::holidays::computed;
    use crate::domain::calendar::is_weekend;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let mut last = None;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let row = row(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(is_weekend(row.day), row.worked, "{line}: a day off is a weekday, a day worked is not");
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(!fields[3].is_empty(), "{line}: the act");
            assert!(["nhieu-nguon", "mot-nguon", "tinh"].contains(&fields[4]), "{line}: how sure");
            assert!(last < Some(row.day), "{line}: in order, each day once");
            last = Some(row.day);
        }
    }

    #[test]
    fn the_law_computed_gives_what_was_decided_but_for_the_swaps() {
        for year in 2020..=2027 {
            let decided = of(year).expect("a decided year");
            let computed: BTreeSet<Date> = computed(year).into_keys().filter(|day| !is_weekend(*day)).collect();
            let off: BTreeSet<Date> =
                decided.off.iter().filter(|(_, h)| **h != Holiday::Swapped).map(|(day, _)| *day).collect();
            assert_eq!(computed, off, "{year}");
            let swapped = decided.off.values().filter(|h| **h == Holiday::Swapped).count();
            assert_eq!(swapped, decided.worked.len(), "{year}: each swapped day has its Saturday");
        }
        assert!(of(2019).is_none() && of(2028).is_none());
    }
}
