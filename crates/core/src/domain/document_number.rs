//! Số và ký hiệu of a document: `12/BC-SKHCN`, read by its value.

use crate::text::{drawn, nfc};

/// The largest number that a document may have.
const MOST: u32 = 99_999;

/// The number and the symbol of a document as they are drawn: two texts that people read as one number are equal.
///
/// Leading zeros, case, blanks, the kind of hyphen or slash, and letters of other alphabets make no difference. A number with a
/// letter behind it (`12a`, for a document put between two others) is a number of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumber {
    /// Số.
    pub number: u32,
    /// Letters right behind the number, mostly none.
    suffix: String,
    /// Ký hiệu, its parts joined by single hyphens; empty where none is written.
    symbol: String,
}

impl DocumentNumber {
    /// Reads what is written as a number; `None` where no number can be seen in it.
    pub fn read(text: &str) -> Option<DocumentNumber> {
        let seen = drawn(without_label(&nfc(text)));
        let seen = seen.trim();
        let end = seen.find('/').or_else(|| seen.find([' ', '-'])).unwrap_or(seen.len());
        let (first, rest) = seen.split_at(end);
        let (mut digits, mut letters) = (String::new(), String::new());
        for c in first.chars().filter(|c| !is_filler(*c)) {
            match digit(c).filter(|_| letters.is_empty()) {
                Some(d) => digits.push(d),
                None => letters.push(c),
            }
        }
        let number = digits.parse().ok().filter(|n| (1..=MOST).contains(n))?;
        let single = letters.chars().count() <= 1;
        let (suffix, symbol) = if single { (letters, rest.to_string()) } else { (String::new(), letters + rest) };
        Some(DocumentNumber { number, suffix, symbol: symbol_key(&symbol) })
    }

    /// Whether both would be read as one document's number: one that is written without a symbol could be any of that number.
    pub(crate) fn is_same(&self, other: &DocumentNumber) -> bool {
        let bare = self.symbol.is_empty() || other.symbol.is_empty();
        let joined = |n: &DocumentNumber| n.symbol.replace('-', "");
        self.number == other.number && self.suffix == other.suffix && (bare || joined(self) == joined(other))
    }

    /// Whether the number stands alone, without letters of its own, behind it this symbol or none.
    pub fn fits(&self, symbol: &str) -> bool {
        self.suffix.is_empty() && (self.symbol.is_empty() || self.symbol == symbol_key(&drawn(symbol)))
    }
}

/// Whether two texts are one document's number. Texts in which no number can be read are compared as they are drawn.
pub fn is_same_number(one: &str, other: &str) -> bool {
    match (DocumentNumber::read(one), DocumentNumber::read(other)) {
        (Some(one), Some(other)) => one.is_same(&other),
        (None, None) => drawn(one) == drawn(other),
        _ => false,
    }
}

/// What stands behind the word “Số” that people write before a number.
fn without_label(text: &str) -> &str {
    let text = text.trim_start();
    let mut chars = text.chars();
    let label: String = chars.by_ref().take(2).flat_map(char::to_lowercase).collect();
    if label == "số" { chars.as_str().trim_start_matches([':', '.', ' ']) } else { text }
}

/// The parts of a symbol, as they are drawn, joined by single hyphens; blanks around a separator are not seen.
fn symbol_key(seen: &str) -> String {
    let parts = seen.split(['-', '/']).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// What may stand between the digits of a number without being one.
fn is_filler(c: char) -> bool {
    c == ' ' || c == '.' || c == ','
}

/// A digit as it is drawn: the key of 0 is the letter O, that of 1 a small L.
fn digit(c: char) -> Option<char> {
    match c {
        'O' => Some('0'),
        'l' => Some('1'),
        c if c.is_ascii_digit() => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::document_number::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_has_many_spellings() {
        for text in [
            "12/BC-SKHCN",
            "012/BC-SKHCN",
            "0012/bc-skhcn",
            "12 /BC-SKHCN",
            " 12 / BC - SKHCN ",
            "12/BC\u{2011}SKHCN",
            "12/BC–SKHCN",
            "12/ВС-SКНСN",
            "12\u{2044}BC-SKHCN",
            "12",
            "Số: 12/BC-SKHCN",
            "số 12",
            "１２/ＢＣ-SKHCN",
            "I2/BC-SKHCN",
            "12/BCSKHCN",
            "12/BC/SKHCN",
            "12 BC-SKHCN",
            "12-BC-SKHCN",
            "12/BC\u{a0}-SKHCN",
        ] {
            assert!(is_same_number(text, "12/BC-SKHCN"), "{text}");
        }
        for other in
            ["13/BC-SKHCN", "112/BC-SKHCN", "12a/BC-SKHCN", "12/BC-SKHDT", "12/CV-SKHCN", "x", "", "0/BC-SKHCN"]
        {
            assert!(!is_same_number(other, "12/BC-SKHCN"), "{other}");
        }
        assert!(is_same_number("10/BC-STN", "1O/BC-STN"), "a letter in the place of a zero");
        assert!(is_same_number("không số", "KHÔNG SỐ") && !is_same_number("không số", "khác"));
        assert!(is_same_number("12a/BC-X", "12A / BC-X"));
    }

    #[test]
    fn a_number_is_held_against_a_symbol() {
        let fits = |text: &str| DocumentNumber::read(text).is_some_and(|number| number.fits("BC-SKHĐT"));
        assert!(fits("8") && fits("08/BC-SKHĐT") && fits("8/bc–skhđt") && fits("8 / BC-SKHĐT"));
        for other in
            ["8/BC", "8/SKHĐT", "8/BC-SKHDT", "8/CV-SKHĐT", "8/BC SKHĐT", "8/BC-SKHĐT-VP", "8a/BC-SKHĐT", "8a", "x"]
        {
            assert!(!fits(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_its_own_number(text in any::<String>(), other in any::<String>()) {
            prop_assert!(is_same_number(&text, &text));
            prop_assert_eq!(is_same_number(&text, &other), is_same_number(&other, &text));
        }
    }
}
