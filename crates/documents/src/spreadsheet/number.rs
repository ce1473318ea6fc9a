//! Numbers, days and addresses as spreadsheets write them.

use crate::spreadsheet::is;
use baocao_core::domain::Date;
use chrono::{Days, NaiveDate};
use roxmltree::Document;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The digits that a spreadsheet vouches for. What it writes beyond them is the dust of binary fractions:
/// `46.200000000000003` is what people typed as 46,2 and see as 46,2.
const DIGITS: u32 = 15;

/// Where a cell stands, both counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
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
pub struct Range {
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
    pub fn holds(&self, at: Address) -> bool {
        (self.from.row..=self.to.row).contains(&at.row) && (self.from.column..=self.to.column).contains(&at.column)
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.from, self.to)
    }
}

/// A cell's number as it was meant; `None` beyond what can be held exactly.
pub fn amount(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let exact = if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str(text) };
    let meant = exact.ok()?.round_sf(DIGITS)?.normalize();
    // A whole number of more digits has lost some of them before it came here.
    (meant.abs() < Decimal::from(10_u64.pow(DIGITS))).then_some(meant)
}

/// The day of a number of days; `None` for times and for days that nobody means.
pub fn day(number: Decimal, late: bool) -> Option<Date> {
    let days = number.trunc().to_u64().filter(|days| (61..200_000).contains(days))?;
    // 1900 was no leap year but spreadsheets have its 29 February: from March 1900 on the count is one ahead.
    let begin = if late { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    begin?.checked_add_days(Days::new(days))
}

/// What a number's form makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    #[default]
    Plain,
    Percent,
    Day,
}

/// What each style of a file makes of numbers, in the order in which cells name them.
pub fn shapes(document: &Document<'_>) -> Vec<Shape> {
    let mut own = BTreeMap::new();
    for node in document.descendants().filter(|node| is(*node, "numFmt")) {
        if let (Some(id), Some(code)) = (node.attribute("numFmtId"), node.attribute("formatCode")) {
            own.insert(id, of_code(code));
        }
    }
    let shape = |id: &str| match (own.get(id), id.parse::<u32>()) {
        (Some(shape), _) => *shape,
        (_, Ok(9 | 10)) => Shape::Percent,
        (_, Ok(14..=22 | 27..=36 | 45..=47 | 50..=58)) => Shape::Day,
        _ => Shape::Plain,
    };
    let styles = document.descendants().filter(|node| is(*node, "cellXfs")).flat_map(|node| node.children());
    let styles = styles.filter(|node| is(*node, "xf"));
    styles.map(|node| shape(node.attribute("numFmtId").unwrap_or("0"))).collect()
}

/// Words in quotes and brackets are shown as they are and say nothing.
fn of_code(code: &str) -> Shape {
    let mut shape = Shape::Plain;
    let mut chars = code.split(';').next().unwrap_or_default().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if matches!(inside.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    shape = Shape::Day;
                }
            }
            '\\' | '_' | '*' => drop(chars.next()),
            '%' => shape = Shape::Percent,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Shape::Day,
            'G' if chars.as_str().starts_with("eneral") => drop(chars.nth(5)),
            _ => {}
        }
    }
    shape
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
        let read = |text| amount(text).map(|n| n.to_string());
        assert_eq!(read("46.200000000000003").as_deref(), Some("46.2"));
        assert_eq!(read("0.30000000000000004").as_deref(), Some("0.3"));
        assert_eq!(read("1.5E-3").as_deref(), Some("0.0015"));
        assert_eq!(read("1.2E+3").as_deref(), Some("1200"));
        assert_eq!(read("-123456789012345").as_deref(), Some("-123456789012345"));
        assert_eq!((read("1E+300"), read("12345678901234567"), read("NaN")), (None, None, None));
    }

    #[test]
    fn days_and_percentages_are_told_from_numbers() {
        for (code, shape) in [
            ("General", Shape::Plain),
            ("#,##0.00", Shape::Plain),
            ("\"ước \"#,##0", Shape::Plain),
            ("0.0%", Shape::Percent),
            ("dd/mm/yyyy", Shape::Day),
            ("[$-42A]d mmmm", Shape::Day),
            ("[h]:mm", Shape::Day),
            ("[Red]0", Shape::Plain),
            ("#,##0\\ \"đồng\"", Shape::Plain),
        ] {
            assert_eq!(of_code(code), shape, "{code}");
        }
        let shown = |n: i64, late| day(Decimal::from(n), late).map(|d| d.to_string());
        assert_eq!(shown(45_453, false).as_deref(), Some("2024-06-10"));
        assert_eq!(shown(43_991, true).as_deref(), Some("2024-06-10"));
        assert_eq!(shown(5, false), None);
    }
}
