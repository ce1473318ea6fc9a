//! Numbers, days and addresses as spreadsheets write them.

use baocao_core::domain::Date;
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::str::FromStr;

/// The digits that a spreadsheet vouches for. What it writes beyond them is the dust of binary fractions:
/// `46.200000000000003` is what people typed as 46,2 and see as 46,2.
const DIGITS: u32 = 15;

/// The most digits of a number that people type.
const SHORT: usize = 12;

/// Where a cell stands, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl Address {
    /// Reads `C7`.
    pub fn read(text: &str) -> Option<Address> {
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (letters, digits) = text.split_at(letters);
        if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
            return None;
        }
        let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
        let row: u32 = digits.parse().ok()?;
        Some(Address { row: row.checked_sub(1)?, column: column - 1 })
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", self.row + 1)
    }
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    /// The upper left one.
    pub from: Address,
    /// The lower right one.
    pub to: Address,
}

impl Range {
    /// Reads `A5:B7`.
    pub fn read(text: &str) -> Option<Range> {
        let (from, to) = text.split_once(':')?;
        Some(Range { from: Address::read(from)?, to: Address::read(to)? })
    }

    /// Whether a cell lies in it.
    pub(crate) fn holds(&self, at: Address) -> bool {
        (self.from.row..=self.to.row).contains(&at.row) && (self.from.column..=self.to.column).contains(&at.column)
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.from, self.to)
    }
}

/// A cell's number as it was meant; `None` beyond what can be held exactly.
///
/// A number written with as many digits as a binary fraction has, and within a hair of one with few decimals, is that one:
/// `5.55E-17` as the result of a difference is 0. What was computed may be off by more than what was typed.
pub(crate) fn amount(text: &str, computed: bool) -> Option<Decimal> {
    let text = text.trim();
    let exact = if text.contains(['e', 'E']) { scientific(text) } else { Decimal::from_str(text).ok() };
    let meant = exact?.round_sf(DIGITS)?.normalize();
    let written = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = written.trim_start_matches(['-', '+', '0', '.']).chars().filter(char::is_ascii_digit).count();
    let near = meant.round_dp(6).normalize();
    let hair = Decimal::new(1, if computed { 9 } else { 11 });
    // A number that is short once its last digits are rounded is what was typed, however many decimals it has.
    let long = meant.mantissa().unsigned_abs().to_string().len() > SHORT || meant.abs() < hair;
    let meant = if digits >= DIGITS as usize && long && (meant - near).abs() < hair { near } else { meant };
    // A whole number of more digits has lost some of them before it came here.
    (meant.abs() < Decimal::from(10_u64.pow(DIGITS))).then_some(meant)
}

/// A number in scientific notation; one too small to be held is 0.
fn scientific(text: &str) -> Option<Decimal> {
    if let Ok(number) = Decimal::from_scientific(text) {
        return Some(number);
    }
    let (digits, exponent) = text.split_once(['e', 'E'])?;
    let tiny = exponent.parse::<i32>().is_ok_and(|exponent| exponent < -9);
    (tiny && Decimal::from_str(digits).is_ok()).then_some(Decimal::ZERO)
}

/// The day of a number of days; `None` for times and for days that nobody means.
pub(crate) fn day(number: Decimal, late: bool) -> Option<Date> {
    let days = number.trunc().to_u64().filter(|days| (61..200_000).contains(days))?;
    // 1900 was no leap year but spreadsheets have its 29 February: from March 1900 on the count is one ahead.
    let begin = if late { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    begin?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use crate::spreadsheet::number::*;

    #[test]
    fn addresses_read_back() {
        for text in ["A1", "C7", "Z9", "AA10", "XFD1048576"] {
            assert_eq!(Address::read(text).map(|a| a.to_string()).as_deref(), Some(text));
        }
        for text in ["", "A", "7", "a1", "A0", "AAAA1", "A-1", "A99999999"] {
            assert_eq!(Address::read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_lose_the_dust_and_nothing_else() {
        let read = |text| amount(text, false).map(|n| n.to_string());
        assert_eq!(read("46.200000000000003").as_deref(), Some("46.2"));
        assert_eq!(read("0.30000000000000004").as_deref(), Some("0.3"));
        assert_eq!(read("0.10000000000002274").as_deref(), Some("0.1"));
        assert_eq!(read("123456.789012345").as_deref(), Some("123456.789012345"));
        assert_eq!(read("0.333333333333333").as_deref(), Some("0.333333333333333"));
        for dust in ["5.5511151231257827E-17", "-1.7763568394002505E-15", "9.9475983006414026E-14", "1.2E-45"] {
            assert_eq!(amount(dust, false).map(|n| n.is_zero()), Some(true), "{dust}");
        }
        assert_eq!(amount("3.2100200002000001", true).map(|n| n.to_string()).as_deref(), Some("3.2100200002"));
        assert_eq!(amount("0.30000000004656613", true).map(|n| n.to_string()).as_deref(), Some("0.3"));
        assert_eq!(amount("1.1641532182693481E-10", true).map(|n| n.is_zero()), Some(true));
        assert_eq!(read("0.0000000001").as_deref(), Some("0.0000000001"));
        assert_eq!(read("1.5E-3").as_deref(), Some("0.0015"));
        assert_eq!(read("1.2E+3").as_deref(), Some("1200"));
        assert_eq!(read("-123456789012345").as_deref(), Some("-123456789012345"));
        assert_eq!((read("1E+300"), read("12345678901234567"), read("NaN")), (None, None, None));
    }

    #[test]
    fn days_are_counted_from_either_year() {
        let shown = |n: i64, late| day(Decimal::from(n), late).map(|d| d.to_string());
        assert_eq!(shown(45_453, false).as_deref(), Some("2024-06-10"));
        assert_eq!(shown(43_991, true).as_deref(), Some("2024-06-10"));
        assert_eq!(shown(5, false), None);
    }
}
