//! Reading a period as people write it, and pointing at the first wrong place when it is none.
//!
//! Letters are compared without case, diacritics or width, so that `Quý II năm 2024`, `２０２４-q2` and a decomposed
//! `Tháng 6/2024` are understood; every character remembers where it stood in what was typed.

use crate::domain::period::token::{PeriodToken, PeriodTokenKind, compare_form, tokens};
use crate::domain::period::{PeriodId, YEARS, ad_hoc, part};
use crate::say;
use crate::text::{Text, visible};
use std::fmt;

/// A text that names no period (mã kỳ sai).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError {
    /// The first wrong character, counted in characters from 0 in the text as typed; 0 for an empty text.
    pub at: usize,
    /// How many characters are wrong from there; 0 only for an empty text.
    pub len: usize,
    /// What is wrong.
    pub message: Text,
    /// A right form that may have been meant: always a canonical id.
    pub suggestion: Option<String>,
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.vi)
    }
}

impl std::error::Error for PeriodError {}

/// Longer than any spelling of an id; what is longer is refused unread.
const LONGEST: usize = 120;

pub fn parse(text: &str) -> Result<PeriodId, PeriodError> {
    read(text, true)
}

/// `guess` is false while a guess is itself being tried, so that guesses never breed guesses.
fn read(text: &str, guess: bool) -> Result<PeriodId, PeriodError> {
    if text.chars().nth(LONGEST).is_some() {
        let message =
            say!(vi: "mã kỳ dài quá {LONGEST} ký tự", en: "the period id is longer than {LONGEST} characters");
        return Err(PeriodError { at: LONGEST, len: 1, message, suggestion: None });
    }
    let chars = compare_form(text);
    if let Some(slug) = ad_hoc::slug_of(&chars) {
        return ad_hoc::read(&chars, slug);
    }
    let tokens = tokens(&chars)?;
    let Some(first) = tokens.first() else {
        let message = with_forms(say!(vi: "chưa ghi kỳ nào", en: "no period is given"));
        return Err(PeriodError { at: 0, len: text.chars().count(), message, suggestion: None });
    };
    let last = &tokens[tokens.len() - 1];
    let (year, rest) = if first.digits() == 4 {
        (first, &tokens[1..])
    } else if last.digits() == 4 {
        (last, &tokens[..tokens.len() - 1])
    } else {
        return Err(no_year(text, &tokens, guess));
    };
    let number = match year.kind {
        PeriodTokenKind::Number { value, .. } => u16::try_from(value).unwrap_or(0),
        _ => 0,
    };
    if !YEARS.contains(&number) {
        let mended = mended_year(number).filter(|_| guess).map(|_| replaced(text, year.at, 2, "20"));
        let (message, suggestion) = (year_outside(number), mended.and_then(|mended| guess_of(&mended)));
        return Err(PeriodError { at: year.at, len: year.len, message, suggestion });
    }
    // "Quý II năm 2024": the word belongs to the year.
    let rest = match rest {
        [before @ .., word] if std::ptr::eq(year, last) && tokens.len() > 1 && word.word() == Some("nam") => before,
        _ => rest,
    };
    let part = part::read(text, number, rest)?;
    let period = PeriodId { year: number, part };
    match rest.iter().skip(1).find_map(|token| token.separator) {
        None => Ok(period),
        Some(at) => {
            let message = say!(vi: "thừa dấu ở đây", en: "this sign is not wanted here");
            Err(PeriodError { at, len: 1, message, suggestion: Some(period.to_string()) })
        }
    }
}

/// No four digits where the year stands.
fn no_year(text: &str, tokens: &[PeriodToken], guess: bool) -> PeriodError {
    let first = &tokens[0];
    let last = &tokens[tokens.len() - 1];
    if let Some(at) = tokens.iter().position(|token| token.digits() == 4) {
        // A year in the middle: what follows it does not belong there.
        let extra = &tokens[(at + 1).min(tokens.len() - 1)];
        let message = say!(vi: "thừa từ đây", en: "nothing is wanted from here on");
        let before: String = text.chars().take(extra.at).collect();
        let before = before.trim_end().trim_end_matches(['-', '/', '.', '_']).to_string();
        return PeriodError { at: extra.at, len: extra.len, message, suggestion: try_guess(guess, &[before]) };
    }
    let four = say!(vi: "năm phải ghi đủ bốn chữ số", en: "the year is written with four digits");
    // "24-Q2" means the first number, "6/24" the last: the first guess that reads is offered.
    let two = [last, first].into_iter().filter(|token| token.digits() == 2);
    for token in two {
        if let Some(suggestion) = try_guess(guess, &[replaced(text, token.at, 0, "20")]) {
            return PeriodError { at: token.at, len: token.len, message: four, suggestion: Some(suggestion) };
        }
    }
    match [first, last].into_iter().find(|token| token.digits() > 0) {
        Some(token) if token.digits() > 4 => {
            // "202406": the year stands first, or last.
            let start = replaced(text, token.at + 4, 0, "-");
            let end = replaced(text, token.at + token.len.saturating_sub(4), 0, "-");
            let suggestion = try_guess(guess, &[start, end]);
            let message = if suggestion.is_some() {
                say!(vi: "giữa năm và kỳ phải có dấu “-”", en: "a “-” belongs between the year and the period")
            } else {
                four
            };
            PeriodError { at: token.at + 4, len: token.len - 4, message, suggestion }
        }
        Some(token) => PeriodError { at: token.at, len: token.len, message: four, suggestion: None },
        None => {
            let message = with_forms(say!(vi: "thiếu năm", en: "the year is missing"));
            PeriodError { at: first.at, len: first.len, message, suggestion: None }
        }
    }
}

/// The period a mended text names.
pub(crate) fn guess_of(text: &str) -> Option<String> {
    read(text, false).ok().map(|period| period.to_string())
}

/// The year with its century put right, if that takes one stroke: `2124`, `3024`. Another century is not guessed at.
pub(crate) fn mended_year(year: u16) -> Option<u16> {
    (year / 1000 == 2 || (year / 100).is_multiple_of(10)).then_some(2000 + year % 100)
}

pub(crate) fn year_outside(year: u16) -> Text {
    say!(vi: "năm {year:04} nằm ngoài khoảng 2000–2099", en: "year {year:04} lies outside 2000–2099")
}

/// A message and the forms an id may take, where nobody can guess which was meant.
pub(crate) fn with_forms(message: Text) -> Text {
    let Text { vi, en } = message;
    let forms = "2024-06, 2024-Q2, 2024-H1, 2024-9T, 2024, 2024-BKHCN";
    say!(
        vi: "{vi}; ghi năm trước rồi đến kỳ: {forms} hoặc 2024-DX-ten-ngan",
        en: "{en}; write the year, then the period: {forms} or 2024-DX-short-name"
    )
}

/// The text with `len` characters from `at` replaced.
fn replaced(text: &str, at: usize, len: usize, by: &str) -> String {
    let mut mended: String = text.chars().take(at).collect();
    mended.push_str(by);
    mended.extend(text.chars().skip(at + len));
    mended
}

fn try_guess(guess: bool, texts: &[String]) -> Option<String> {
    texts.iter().filter(|_| guess).find_map(|text| guess_of(text))
}

/// The user's words, made safe to print and short.
pub fn shown(words: &str) -> String {
    visible(&words.chars().take(20).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::domain::period::spelling::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_the_contract_and_natural_slips() {
        let table = [
            ("2024-06", "2024-06 2024-T06 2024-T6 06/2024 2024-6 6/2024 2024T6 t6/2024 2024.06 ２０２４－０６"),
            (
                "2024-Q2",
                "2024-Q2 2024-q2 Q2/2024 2024-QII QII/2024 2024Q2 q2-2024 ２０２４－Ｑ２ 2024–Q2 2024-QⅡ 2024_Q2",
            ),
            ("2024-Q4", "2024-Q4 QIV/2024 2024-qiv"),
            ("2024-H1", "2024-H1 2024-6T 2024-h1 6T/2024 2024-06T H1/2024"),
            ("2024-9T", "2024-9T 2024-9t 9T/2024 2024-09T"),
            ("2024", "2024 2024-N 2024n 2024-nam"),
            ("2024-BKHCN", "2024-BKHCN 2024-bkhcn BKHCN/2024"),
            ("2024-DX-lu-lut", "2024-DX-lu-lut 2024-dx-lu-lut 2024-DX-Lu-Lut 2024-ＤＸ-lu-lut"),
        ];
        for (id, spellings) in table {
            for text in spellings.split(' ') {
                for text in [text.to_string(), format!("  {text}\u{a0}\n")] {
                    assert_eq!(parse(&text).map(|p| p.to_string()), Ok(id.to_string()), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn periods_as_documents_name_them() {
        let table = [
            ("Quý II năm 2024", "2024-Q2"),
            ("QUY\u{301} II NA\u{306}M 2024", "2024-Q2"),
            ("quý 2/2024", "2024-Q2"),
            ("Tháng 6 năm 2024", "2024-06"),
            ("tháng 06/2024", "2024-06"),
            ("6 tháng đầu năm 2024", "2024-H1"),
            ("SÁU THÁNG ĐẦU NĂM 2024", "2024-H1"),
            ("9 tháng đầu năm 2024", "2024-9T"),
            ("9 tháng năm 2024", "2024-9T"),
            ("CHÍN THÁNG ĐẦU NĂM 2024", "2024-9T"),
            ("Năm 2024", "2024"),
            ("2024 - Q2", "2024-Q2"),
        ];
        for (text, id) in table {
            assert_eq!(parse(text).map(|p| p.to_string()), Ok(id.to_string()), "{text}");
        }
    }

    #[test]
    fn a_wrong_id_is_pointed_at_and_mended() {
        let long = format!("2024-DX-{}", "a".repeat(46));
        let mended = format!("2024-DX-{}", "a".repeat(38));
        let table: [(&str, usize, usize, Option<&str>); 48] = [
            ("2024-Q5", 6, 1, Some("2024-Q4")),
            ("2024-Q0", 6, 1, Some("2024-Q1")),
            ("2024-QVI", 6, 2, Some("2024-Q4")),
            ("2024-Q", 5, 1, Some("2024-Q1")),
            ("quý 5/2024", 4, 1, Some("2024-Q4")),
            ("quy\u{301} 5/2024", 5, 1, Some("2024-Q4")),
            ("2024-13", 5, 2, Some("2024-12")),
            ("2024-00", 5, 2, Some("2024-01")),
            ("13/2024", 0, 2, Some("2024-12")),
            ("2024-011", 5, 3, Some("2024-11")),
            ("2024-T", 5, 1, Some("2024-01")),
            ("2024-T13", 6, 2, Some("2024-12")),
            ("2024-H2", 6, 1, Some("2024")),
            ("6 tháng cuối năm 2024", 8, 4, Some("2024")),
            ("2024-H", 5, 1, Some("2024-H1")),
            ("2024-10T", 5, 2, Some("2024-H1")),
            ("24-Q2", 0, 2, Some("2024-Q2")),
            ("Q2/24", 3, 2, Some("2024-Q2")),
            ("6/24", 2, 2, Some("2024-06")),
            ("1999-06", 0, 4, None),
            ("3024-Q2", 0, 4, Some("2024-Q2")),
            ("202406", 4, 2, Some("2024-06")),
            ("2024-06-15", 8, 2, Some("2024-06")),
            ("2023-2024", 5, 4, Some("2023")),
            ("99999999999999999999", 4, 16, None),
            ("", 0, 0, None),
            ("   ", 0, 3, None),
            ("-", 0, 1, None),
            ("2024-", 4, 1, Some("2024")),
            ("-2024", 0, 1, Some("2024")),
            ("2024--Q2", 5, 1, Some("2024-Q2")),
            ("2024-Q-2", 6, 1, Some("2024-Q2")),
            ("abc", 0, 3, None),
            ("2024-XYZ", 5, 3, Some("2024")),
            ("2024-Bộ", 5, 2, Some("2024-BKHCN")),
            ("2024-Q2x", 7, 1, Some("2024-Q2")),
            ("2024-Q2 và Q3", 8, 5, Some("2024-Q2")),
            ("2024-Q2!", 7, 1, Some("2024-Q2")),
            ("2024\u{200b}-Q2", 4, 1, Some("2024-Q2")),
            ("2024-DX", 6, 1, Some("2024-DX-ten-ngan")),
            ("2024-DXabc", 7, 1, Some("2024-DX-abc")),
            ("2024-DX--a", 8, 1, Some("2024-DX-a")),
            ("2024-DX-a-", 9, 1, Some("2024-DX-a")),
            ("2024-DX-lũ lụt", 9, 1, Some("2024-DX-lu-lut")),
            ("2024-DX-lu\u{303} lut", 10, 1, Some("2024-DX-lu-lut")),
            ("2024-DX-../../x", 8, 1, Some("2024-DX-x")),
            ("2024-DX-COM1", 8, 4, Some("2024-DX-com1-1")),
            (&long, 48, 6, Some(&mended)),
        ];
        for (text, at, len, suggestion) in table {
            let error = parse(text).unwrap_err();
            let found = (error.at, error.len, error.suggestion.as_deref());
            assert_eq!(found, (at, len, suggestion), "{text:?}: {}", error.message.vi);
        }
    }

    #[test]
    fn the_second_half_year_is_refused_with_its_reason() {
        let error = parse("2024-H2").unwrap_err();
        assert!(error.message.vi.contains("báo cáo năm"), "{}", error.message.vi);
    }

    #[test]
    fn a_hostile_length_is_refused_unread() {
        let error = parse(&"Q2/2024 ".repeat(LONGEST / 8 + 1)).unwrap_err();
        assert_eq!((error.at, error.len), (LONGEST, 1));
    }

    fn well_placed(text: &str) -> Result<(), TestCaseError> {
        if let Err(error) = parse(text) {
            let typed = text.chars().count();
            prop_assert!(error.at + error.len <= typed, "{error:?}");
            prop_assert!(error.len > 0 || text.is_empty(), "{error:?}");
            if let Some(id) = error.suggestion {
                prop_assert_eq!(parse(&id).map(|p| p.to_string()), Ok(id));
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_pointed_at(text in any::<String>()) {
            well_placed(&text)?;
        }

        #[test]
        fn near_misses_are_read_or_pointed_at(text in "[ 0-9QTHNDXqtIVⅡbkhcnmýạàu\u{301}/.\\-–]{0,14}") {
            well_placed(&text)?;
        }

        #[test]
        fn near_misses_of_a_year_are_read_or_pointed_at(text in "[ ]?(20|2|1|)[0-9]{2,3}[-/ ]{0,2}(DX|Q|T|H|quý|tháng|năm|)[-]?[a-zũ0-9 -]{0,6}") {
            well_placed(&text)?;
        }
    }
}
