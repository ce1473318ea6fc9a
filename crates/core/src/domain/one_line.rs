//! Text that a signed commit can carry: one line, one Unicode form, nothing hidden.

use crate::say;
use crate::text::{Text, is_hidden, nfc};
use std::fmt;

/// The most characters a value may have.
const LIMIT: usize = 2_000;

/// A line of text in an act: a reason, an order's reference, a leader's instructions, a recipient.
///
/// What is signed must be what is read. So it is NFC, blanks and line ends are single spaces, and a text with hidden,
/// bidirectional or control characters is refused instead of cleaned: whoever signs should see that it was there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OneLine(String);

impl OneLine {
    /// Takes what a person typed.
    ///
    /// # Errors
    /// It is empty, longer than 2,000 characters, or holds hidden characters.
    pub fn new(text: &str) -> Result<Self, Text> {
        let line = nfc(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        if line.is_empty() {
            return Err(say!(vi: "nội dung để trống", en: "the text is empty"));
        }
        if let Some(c) = line.chars().find(|c| unfit(*c)) {
            let code = u32::from(c);
            return Err(say!(
                vi: "nội dung có ký tự ẩn hoặc ký tự điều khiển U+{code:04X}",
                en: "the text holds the hidden or control character U+{code:04X}"
            ));
        }
        let count = line.chars().count();
        if count > LIMIT {
            return Err(say!(
                vi: "nội dung dài {count} ký tự, tối đa {LIMIT}",
                en: "the text has {count} characters, at most {LIMIT} are allowed"
            ));
        }
        Ok(OneLine(line))
    }

    /// Takes text that already is in this form, and no other: what stands in a commit has one spelling.
    pub fn exact(text: &str) -> Option<Self> {
        OneLine::new(text).ok().filter(|line| line.0 == text)
    }

    /// Whether it says anything: it holds a letter or a digit, and not only dots, dashes and other signs.
    pub fn is_telling(&self) -> bool {
        self.0.chars().any(|c| c.is_alphanumeric() && !is_hidden(c))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character may not stand in an act's text.
pub fn unfit(c: char) -> bool {
    c.is_control() || is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

impl fmt::Display for OneLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::one_line::*;

    #[test]
    fn lines_are_joined_and_letters_composed() {
        let line = OneLine::new("  bổ sung\r\n số\u{a0}liệu; ghi ro\u{303} ").unwrap();
        assert_eq!(line.as_str(), "bổ sung số liệu; ghi rõ");
        assert_eq!(OneLine::exact("bổ sung  số liệu"), None);
        assert!(OneLine::exact("bổ sung số liệu").is_some());
    }

    #[test]
    fn a_line_of_signs_tells_nothing() {
        for text in [".", "–", "…", "“ ”", "\u{301}", "‑ ‑"] {
            assert!(!OneLine::new(text).unwrap().is_telling(), "{text:?}");
        }
        for text in ["CV", "12", "số 5/UBND-VP", "Ủy ban"] {
            assert!(OneLine::new(text).unwrap().is_telling(), "{text:?}");
        }
    }

    #[test]
    fn hidden_empty_and_endless_texts_are_refused() {
        for text in ["", " \n", "a\u{202e}b", "a\u{200b}b", "a\u{1b}[2Jb", "a\u{0}b"] {
            assert!(OneLine::new(text).is_err(), "{text:?}");
        }
        assert!(OneLine::new(&"ă".repeat(2_000)).is_ok());
        assert!(OneLine::new(&"ă".repeat(2_001)).is_err());
    }
}
