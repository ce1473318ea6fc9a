//! Which period of a year: the words and numbers beside the year.

use crate::domain::period::spelling::{PeriodError, shown, with_forms};
use crate::domain::period::token::{PeriodToken, PeriodTokenKind};
use crate::domain::period::{Part, PeriodId};
use crate::say;
use crate::text::Text;

/// Reads what stands beside the year. The error points at the first token that fits nowhere.
pub fn read(text: &str, year: u16, rest: &[PeriodToken]) -> Result<Part, PeriodError> {
    let Some(first) = rest.first() else { return Ok(Part::Year) };
    let wrong = |token: &PeriodToken, message: Text, suggestion: Part| PeriodError {
        at: token.at,
        len: token.len,
        message,
        suggestion: Some(PeriodId { year, part: suggestion }.to_string()),
    };
    let second = rest.get(1);
    // How many tokens the part takes, so that whatever follows is pointed at.
    let (part, taken) = match (&first.kind, second.map(|token| &token.kind)) {
        (PeriodTokenKind::Number { .. }, Some(PeriodTokenKind::Word(word))) if word == "t" || word == "thang" => {
            let tail = rest.get(2).and_then(PeriodToken::word);
            match (first.number(), tail) {
                (Some(6), Some("cuoi")) => return Err(second_half(&rest[2], year)),
                (Some(6), Some("dau")) => (Part::HalfYear, 3),
                (Some(6), _) => (Part::HalfYear, 2),
                (Some(9), Some("dau")) => (Part::NineMonths, 3),
                (Some(9), _) => (Part::NineMonths, 2),
                (number, _) => {
                    let meant = if number == Some(3) {
                        Part::Quarter(1)
                    } else if number == Some(12) {
                        Part::Year
                    } else {
                        Part::HalfYear
                    };
                    let message = say!(
                        vi: "chỉ có báo cáo 6 tháng hoặc 9 tháng đầu năm",
                        en: "of several months, only the first six or the first nine have a report"
                    );
                    return Err(wrong(first, message, meant));
                }
            }
        }
        // A second year, as in "2023-2024".
        (PeriodTokenKind::Number { digits: 4.., .. }, _) => (Part::Year, 0),
        (PeriodTokenKind::Number { .. }, _) => (month(first, year)?, 1),
        (PeriodTokenKind::Word(word), next) => match word.as_str() {
            "t" | "thang" => match next {
                Some(PeriodTokenKind::Number { .. }) => (month(&rest[1], year)?, 2),
                _ => {
                    let token = second.unwrap_or(first);
                    let message =
                        say!(vi: "sau “T” phải là số tháng, từ 1 đến 12", en: "after “T” comes the month, 1 to 12");
                    return Err(wrong(token, message, Part::Month(1)));
                }
            },
            "sau" if second.and_then(PeriodToken::word) == Some("thang") => {
                match rest.get(2).and_then(PeriodToken::word) {
                    Some("cuoi") => return Err(second_half(&rest[2], year)),
                    Some("dau") => (Part::HalfYear, 3),
                    _ => (Part::HalfYear, 2),
                }
            }
            "chin" if second.and_then(PeriodToken::word) == Some("thang") => {
                match rest.get(2).and_then(PeriodToken::word) {
                    Some("dau") => (Part::NineMonths, 3),
                    _ => (Part::NineMonths, 2),
                }
            }
            "h" => match second.and_then(PeriodToken::number) {
                Some(1) => (Part::HalfYear, 2),
                Some(2) => return Err(second_half(&rest[1], year)),
                _ => {
                    let token = second.unwrap_or(first);
                    let message = say!(
                        vi: "sau “H” chỉ có số 1 (6 tháng đầu năm)",
                        en: "after “H” comes only 1 (the first half of the year)"
                    );
                    return Err(wrong(token, message, Part::HalfYear));
                }
            },
            "n" | "nam" => (Part::Year, 1),
            "bkhcn" => (Part::Ministry, 1),
            _ => match quarter(rest) {
                Some(Ok(read)) => read,
                Some(Err(token)) => {
                    let too_many =
                        token.number().is_some_and(|n| n > 4) || token.word().is_some_and(|w| !w.starts_with('q'));
                    let meant = if too_many { 4 } else { 1 };
                    let message = say!(
                        vi: "chỉ có bốn quý: Q1, Q2, Q3, Q4",
                        en: "there are four quarters: Q1, Q2, Q3, Q4"
                    );
                    return Err(wrong(&token, message, Part::Quarter(meant)));
                }
                None => {
                    let word = shown(&text.chars().skip(first.at).take(first.len).collect::<String>());
                    let message = with_forms(say!(
 vi: "không có loại kỳ “{word}”", en: "there is no kind of period “{word}”"));
                    return Err(wrong(first, message, likely(first, second)));
                }
            },
        },
        (PeriodTokenKind::Separator, _) => (Part::Year, 0),
    };
    match rest.get(taken) {
        None => Ok(part),
        Some(extra) => {
            let message = say!(vi: "thừa từ đây", en: "nothing is wanted from here on");
            let end = rest.last().map_or(extra.at + extra.len, |token| token.at + token.len);
            Err(PeriodError { len: end - extra.at, ..wrong(extra, message, part) })
        }
    }
}

/// A quarter and the tokens it takes, or the token that is no quarter; `None` if this is not about quarters.
fn quarter(rest: &[PeriodToken]) -> Option<Result<(Part, usize), PeriodToken>> {
    let first = rest.first()?;
    let word = first.word()?;
    let (tail, mark) = match (word.strip_prefix("quy"), word.strip_prefix('q')) {
        (Some(tail), _) => (tail, 3),
        (None, Some(tail)) => (tail, 1),
        (None, None) => return None,
    };
    let roman = |word: &str| match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" | "iiii" => Some(4),
        _ => None,
    };
    let roman_letters = |word: &str| word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    if !tail.is_empty() {
        if !roman_letters(tail) {
            return None;
        }
        // Only the numeral is wrong, not the letter before it.
        let wrong = || PeriodToken {
            at: first.at + mark,
            len: first.len.saturating_sub(mark).max(1),
            kind: PeriodTokenKind::Word(tail.to_string()),
            ..first.clone()
        };
        return Some(roman(tail).map(|n| (Part::Quarter(n), 1)).ok_or_else(wrong));
    }
    let Some(second) = rest.get(1) else { return Some(Err(first.clone())) };
    let found = match (second.number(), second.word()) {
        (Some(n @ 1..=4), _) => u8::try_from(n).ok(),
        (_, Some(word)) => roman(word),
        _ => None,
    };
    Some(found.map(|n| (Part::Quarter(n), 2)).ok_or_else(|| second.clone()))
}

fn month(token: &PeriodToken, year: u16) -> Result<Part, PeriodError> {
    match token.number() {
        Some(n @ 1..=12) => Ok(Part::Month(n as u8)),
        _ => {
            let meant = Part::Month(match token.kind {
                PeriodTokenKind::Number { value: n @ 1..=12, .. } => n as u8,
                PeriodTokenKind::Number { value: 0, .. } => 1,
                _ => 12,
            });
            let message = say!(vi: "tháng phải từ 01 đến 12", en: "the month is 01 to 12");
            let suggestion = Some(PeriodId { year, part: meant }.to_string());
            Err(PeriodError { at: token.at, len: token.len, message, suggestion })
        }
    }
}

/// The procedure reports the second half of a year in the annual report.
fn second_half(token: &PeriodToken, year: u16) -> PeriodError {
    let message = say!(
        vi: "quy trình không có báo cáo 6 tháng cuối năm: cuối năm làm báo cáo năm",
        en: "the procedure has no report for the second half-year: the year ends with the annual report"
    );
    let suggestion = Some(PeriodId { year, part: Part::Year }.to_string());
    PeriodError { at: token.at, len: token.len, message, suggestion }
}

/// What may have been meant by an unknown word.
fn likely(word: &PeriodToken, number: Option<&PeriodToken>) -> Part {
    match number.and_then(PeriodToken::number) {
        Some(n @ 1..=4) => Part::Quarter(n as u8),
        Some(n @ 5..=12) => Part::Month(n as u8),
        _ if word.word().is_some_and(|w| w.starts_with('b')) => Part::Ministry,
        _ => Part::Year,
    }
}
