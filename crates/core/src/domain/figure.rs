//! Số liệu: an amount as people write it, read without guessing, and written as Vietnamese documents do.

use rust_decimal::Decimal;
use std::str::FromStr;

/// What an amount says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A number, exact.
    Number(Decimal),
    /// `1.234`: one thousand two hundred and thirty-four to one reader, one point two to the next. Never guessed.
    Ambiguous,
    /// Anything else.
    Unreadable,
}

impl Amount {
    /// Reads `2.130,5` and `2130,5`, plain numbers, and points that cannot be anything but decimal (`12.5`, `0.125`).
    ///
    /// In Vietnamese documents the point groups thousands and the comma is decimal; a plain YAML number has a decimal
    /// point. Where both readings fit, the answer is [`Amount::Ambiguous`].
    pub fn read(text: &str) -> Amount {
        let text = text.trim();
        // Most figures are counts: digits alone, with one reading.
        if !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse::<u64>().map_or(Amount::Unreadable, |number| Amount::Number(number.into()));
        }
        let (sign, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, fraction) = match digits.split_once(',') {
            Some((_, fraction)) if !all_digits(fraction) => return Amount::Unreadable,
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let groups: Vec<&str> = whole.split('.').collect();
        if !groups.iter().all(|group| all_digits(group)) {
            return Amount::Unreadable;
        }
        let grouped = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        let plain = match (groups.as_slice(), fraction) {
            ([whole], fraction) => join(whole, fraction),
            (["0" | "00" | "000", part], None) => join("0", Some(part)),
            ([_, _], None) if grouped => return Amount::Ambiguous,
            ([whole, part], None) => join(whole, Some(part)),
            (_, fraction) if grouped && !groups[0].starts_with('0') => join(&groups.concat(), fraction),
            _ => return Amount::Unreadable,
        };
        Decimal::from_str(&format!("{sign}{plain}")).map_or(Amount::Unreadable, Amount::Number)
    }

    /// [`Amount::read`] where it is known how many decimals the indicator has: with none, `1.234` can only be a
    /// thousand and more.
    pub fn read_in(text: &str, decimals: Option<u32>) -> Amount {
        match (Amount::read(text), decimals) {
            (Amount::Ambiguous, Some(0)) => Amount::read(&text.replace('.', "")),
            (amount, _) => amount,
        }
    }

    /// The number, if it is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Amount::Number(number) => Some(number),
            _ => None,
        }
    }
}

fn join(whole: &str, fraction: Option<&str>) -> String {
    fraction.map_or_else(|| whole.to_string(), |fraction| format!("{whole}.{fraction}"))
}

/// A number as Vietnamese documents write it: `2.130,5`.
pub fn format_amount(number: Decimal) -> String {
    let plain = number.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::domain::figure::*;

    fn read(text: &str) -> String {
        match Amount::read(text) {
            Amount::Number(number) => format_amount(number),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn reads_what_can_be_read_in_one_way_only() {
        for (written, shown) in [
            ("4500", "4.500"),
            ("007", "7"),
            ("999999999999999999", "999.999.999.999.999.999"),
            ("1000000000000000000", "1.000.000.000.000.000.000"),
            ("2.130,5", "2.130,5"),
            ("2130,5", "2.130,5"),
            ("1.234.567", "1.234.567"),
            ("12.5", "12,5"),
            ("0.125", "0,125"),
            ("1234.567", "1.234,567"),
            ("-1,50", "-1,50"),
            (" 7 ", "7"),
            ("1.234", "Ambiguous"),
            ("12.345", "Ambiguous"),
            ("1,234.5", "Unreadable"),
            ("1.23.456", "Unreadable"),
            ("khoảng 5", "Unreadable"),
            ("5%", "Unreadable"),
            ("", "Unreadable"),
            (",5", "Unreadable"),
            ("99999999999999999999999999999999", "Unreadable"),
        ] {
            assert_eq!(read(written), shown, "{written}");
        }
    }

    #[test]
    fn without_decimals_a_point_can_only_group() {
        let read = |text, decimals| Amount::read_in(text, decimals).number().map(format_amount);
        assert_eq!(read("1.234", Some(0)).as_deref(), Some("1.234"));
        assert_eq!(read("-12.345", Some(0)).as_deref(), Some("-12.345"));
        assert_eq!(read("1.234", Some(1)), None);
        assert_eq!(read("1.234", None), None);
        assert_eq!(read("12.5", Some(0)).as_deref(), Some("12,5"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(mantissa in -9_999_999_999i64..9_999_999_999, scale in 0u32..6) {
            let number = Decimal::new(mantissa, scale);
            let again = Amount::read(&format_amount(number));
            let ambiguous = scale == 0 && (1_000..1_000_000).contains(&mantissa.abs());
            proptest::prop_assert_eq!(again, if ambiguous { Amount::Ambiguous } else { Amount::Number(number) });
        }
    }
}
