//! Reading a period as people write it, and pointing at the first wrong place when it is none.
//!
//! Letters are compared without case, diacritics or width, so that `Quý II năm 2024`, `２０２４-q2` and a decomposed
//! `Tháng 6/2024` are understood; every character remembers where it stood in what was typed.

use super::{Part, PeriodId, YEARS};
use crate::say;
use crate::text::{Text, fold_plain, visible};
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
const LONGEST_SLUG: usize = 40;

/// One typed character as it is compared.
struct Char {
    c: char,
    /// Its place among the characters typed.
    at: usize,
    /// Whether it was typed so, but for case and width.
    plain: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Number { value: u32, digits: usize },
    Word(String),
    Separator,
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    at: usize,
    len: usize,
    /// The dash or slash before it.
    separator: Option<usize>,
}

impl Token {
    fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number { value, digits } if digits <= 2 => Some(value),
            _ => None,
        }
    }

    fn digits(&self) -> usize {
        match self.kind {
            Kind::Number { digits, .. } => digits,
            _ => 0,
        }
    }
}

pub(super) fn parse(text: &str) -> Result<PeriodId, PeriodError> {
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
    if let Some(slug) = ad_hoc(&chars) {
        return read_ad_hoc(&chars, slug);
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
        Kind::Number { value, .. } => u16::try_from(value).unwrap_or(0),
        _ => 0,
    };
    if !YEARS.contains(&number) {
        let shown = number;
        let message = say!(
            vi: "năm {shown:04} nằm ngoài khoảng 2000–2099",
            en: "year {shown:04} lies outside 2000–2099"
        );
        let mended = replaced(text, year.at, 2, "20");
        return Err(PeriodError { at: year.at, len: year.len, message, suggestion: try_guess(guess, &[mended]) });
    }
    // "Quý II năm 2024": the word belongs to the year.
    let rest = match rest {
        [before @ .., word] if std::ptr::eq(year, last) && tokens.len() > 1 && word.word() == Some("nam") => before,
        _ => rest,
    };
    let part = read_part(number, rest)?;
    let period = PeriodId { year: number, part };
    match rest.iter().skip(1).find_map(|token| token.separator) {
        None => Ok(period),
        Some(at) => {
            let message = say!(vi: "thừa dấu ở đây", en: "this sign is not wanted here");
            Err(PeriodError { at, len: 1, message, suggestion: Some(period.to_string()) })
        }
    }
}

fn read_part(year: u16, rest: &[Token]) -> Result<Part, PeriodError> {
    let Some(first) = rest.first() else { return Ok(Part::Year) };
    let wrong = |token: &Token, message: Text, suggestion: Part| PeriodError {
        at: token.at,
        len: token.len,
        message,
        suggestion: Some(PeriodId { year, part: suggestion }.to_string()),
    };
    let second = rest.get(1);
    // How many tokens the part takes, so that whatever follows is pointed at.
    let (part, taken) = match (&first.kind, second.map(|token| &token.kind)) {
        (Kind::Number { .. }, Some(Kind::Word(word))) if word == "t" || word == "thang" => {
            let tail = rest.get(2).and_then(Token::word);
            match (first.number(), tail) {
                (Some(6), Some("cuoi")) => return Err(second_half(&rest[2], year)),
                (Some(6), Some("dau")) => (Part::HalfYear, 3),
                (Some(6), _) => (Part::HalfYear, 2),
                (number, _) => {
                    let meant = if number == Some(3) {
                        Part::Quarter(1)
                    } else if number == Some(9) {
                        Part::Quarter(3)
                    } else if number == Some(12) {
                        Part::Year
                    } else {
                        Part::HalfYear
                    };
                    let message = say!(
                        vi: "quy trình chỉ có báo cáo 6 tháng đầu năm",
                        en: "of several months, the procedure has only the report of the first six"
                    );
                    return Err(wrong(first, message, meant));
                }
            }
        }
        (Kind::Number { .. }, _) => (month(first, year)?, 1),
        (Kind::Word(word), next) => match word.as_str() {
            "t" | "thang" => match next {
                Some(Kind::Number { .. }) => (month(&rest[1], year)?, 2),
                _ => {
                    let token = second.unwrap_or(first);
                    let message =
                        say!(vi: "sau “T” phải là số tháng, từ 1 đến 12", en: "after “T” comes the month, 1 to 12");
                    return Err(wrong(token, message, Part::Month(1)));
                }
            },
            "sau" if second.and_then(Token::word) == Some("thang") => match rest.get(2).and_then(Token::word) {
                Some("cuoi") => return Err(second_half(&rest[2], year)),
                Some("dau") => (Part::HalfYear, 3),
                _ => (Part::HalfYear, 2),
            },
            "h" => match second.and_then(Token::number) {
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
                    let meant = match token.number() {
                        Some(0) | None => 1,
                        Some(_) => 4,
                    };
                    let message = say!(
                        vi: "chỉ có bốn quý: Q1, Q2, Q3, Q4",
                        en: "there are four quarters: Q1, Q2, Q3, Q4"
                    );
                    return Err(wrong(&token, message, Part::Quarter(meant)));
                }
                None => {
                    let word = shown(word);
                    let message = with_forms(say!(
 vi: "không có loại kỳ “{word}”", en: "there is no kind of period “{word}”"));
                    return Err(wrong(first, message, likely(first, second)));
                }
            },
        },
        (Kind::Separator, _) => (Part::Year, 0),
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
fn quarter(rest: &[Token]) -> Option<Result<(Part, usize), Token>> {
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
        let wrong = || Token { at: first.at + mark, len: first.len.saturating_sub(mark).max(1), ..first.clone() };
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

fn month(token: &Token, year: u16) -> Result<Part, PeriodError> {
    match token.number() {
        Some(n @ 1..=12) => Ok(Part::Month(n as u8)),
        number => {
            let meant = Part::Month(if number == Some(0) { 1 } else { 12 });
            let message = say!(vi: "tháng phải từ 01 đến 12", en: "the month is 01 to 12");
            let suggestion = Some(PeriodId { year, part: meant }.to_string());
            Err(PeriodError { at: token.at, len: token.len, message, suggestion })
        }
    }
}

/// The procedure reports the second half of a year in the annual report.
fn second_half(token: &Token, year: u16) -> PeriodError {
    let message = say!(
        vi: "quy trình không có báo cáo 6 tháng cuối năm: cuối năm làm báo cáo năm",
        en: "the procedure has no report for the second half-year: the year ends with the annual report"
    );
    let suggestion = Some(PeriodId { year, part: Part::Year }.to_string());
    PeriodError { at: token.at, len: token.len, message, suggestion }
}

/// What may have been meant by an unknown word.
fn likely(word: &Token, number: Option<&Token>) -> Part {
    match number.and_then(Token::number) {
        Some(n @ 1..=4) => Part::Quarter(n as u8),
        Some(n @ 5..=12) => Part::Month(n as u8),
        _ if word.word().is_some_and(|w| w.starts_with('b')) => Part::Ministry,
        _ => Part::Year,
    }
}

/// No four digits where the year stands.
fn no_year(text: &str, tokens: &[Token], guess: bool) -> PeriodError {
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
            PeriodError { at: token.at + 4, len: token.len - 4, message: four, suggestion }
        }
        Some(token) => PeriodError { at: token.at, len: token.len, message: four, suggestion: None },
        None => {
            let message = with_forms(say!(vi: "thiếu năm", en: "the year is missing"));
            PeriodError { at: first.at, len: first.len, message, suggestion: None }
        }
    }
}

/// A message and the forms an id may take, where nobody can guess which was meant.
fn with_forms(message: Text) -> Text {
    let Text { vi, en } = message;
    let forms = "2024-06, 2024-Q2, 2024-H1, 2024, 2024-BKHCN";
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
    if !guess {
        return None;
    }
    texts.iter().find_map(|text| read(text, false).ok()).map(|period| period.to_string())
}

fn compare_form(text: &str) -> Vec<Char> {
    let mut chars = Vec::new();
    let mut letters = [0; 4];
    for (at, typed) in text.chars().enumerate() {
        // Full-width forms of an East Asian keyboard, and the many dashes of a word processor.
        let c = match typed {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            'Ⅰ' | 'Ⅱ' | 'Ⅲ' | 'Ⅳ' | 'ⅰ' | 'ⅱ' | 'ⅲ' | 'ⅳ' => {
                let numeral = match typed {
                    'Ⅰ' | 'ⅰ' => "i",
                    'Ⅱ' | 'ⅱ' => "ii",
                    'Ⅲ' | 'ⅲ' => "iii",
                    _ => "iv",
                };
                chars.extend(numeral.chars().map(|c| Char { c, at, plain: false }));
                continue;
            }
            _ => typed,
        };
        if c.is_ascii() {
            chars.push(Char { c: c.to_ascii_lowercase(), at, plain: true });
        } else if c.is_whitespace() {
            chars.push(Char { c: ' ', at, plain: false });
        } else if is_mark(c) {
            chars.push(Char { c, at, plain: false });
        } else {
            let folded = fold_plain(c.encode_utf8(&mut letters));
            chars.extend(folded.chars().map(|c| Char { c, at, plain: false }));
        }
    }
    chars
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '/' | '.' | '_')
}

fn tokens(chars: &[Char]) -> Result<Vec<Token>, PeriodError> {
    let all = all_tokens(chars)?;
    let stray = |at: usize| {
        let message = say!(vi: "thừa dấu ở đây", en: "this sign is not wanted here");
        // The same tokens with one sign between year and period, if they then make a period.
        let mut plain = String::new();
        for token in all.iter().filter(|token| token.kind != Kind::Separator) {
            let last_is_digit = plain.ends_with(|c: char| c.is_ascii_digit());
            if last_is_digit && token.digits() > 0 {
                plain.push('-');
            }
            plain.extend(chars.iter().filter(|c| (token.at..token.at + token.len).contains(&c.at)).map(|c| c.c));
        }
        let suggestion = try_guess(true, &[plain]);
        PeriodError { at, len: 1, message, suggestion }
    };
    let mut kept: Vec<Token> = Vec::new();
    let mut separator = None;
    for token in &all {
        if token.kind == Kind::Separator {
            if kept.is_empty() || separator.is_some() {
                return Err(stray(token.at));
            }
            separator = Some(token.at);
        } else {
            kept.push(Token { separator: separator.take(), ..token.clone() });
        }
    }
    separator.map_or(Ok(kept), |at| Err(stray(at)))
}

fn all_tokens(chars: &[Char]) -> Result<Vec<Token>, PeriodError> {
    let mut tokens: Vec<Token> = Vec::new();
    // Whether the next character may lengthen the last token: blanks end a word.
    let mut open = false;
    for Char { c, at, .. } in chars {
        let (c, at) = (*c, *at);
        if is_mark(c) {
            // The mark of a decomposed letter belongs to the letter before it.
            if let (true, Some(last)) = (open, tokens.last_mut()) {
                last.len = at + 1 - last.at;
            }
            continue;
        }
        if c == ' ' || c.is_whitespace() {
            open = false;
            continue;
        }
        match (tokens.last_mut(), c.to_digit(10)) {
            (Some(Token { kind: Kind::Number { value, digits }, at: from, len, .. }), Some(digit)) if open => {
                *value = value.saturating_mul(10).saturating_add(digit);
                *digits += 1;
                *len = at + 1 - *from;
            }
            (Some(Token { kind: Kind::Word(word), at: from, len, .. }), None) if open && c.is_ascii_lowercase() => {
                word.push(c);
                *len = at + 1 - *from;
            }
            (_, digit) => {
                let kind = match digit {
                    Some(value) => Kind::Number { value, digits: 1 },
                    None if c.is_ascii_lowercase() => Kind::Word(c.to_string()),
                    None if is_separator(c) => Kind::Separator,
                    None => return Err(strange(chars, at)),
                };
                tokens.push(Token { kind, at, len: 1, separator: None });
                open = true;
            }
        }
    }
    Ok(tokens)
}

/// A character that stands in no period.
fn strange(chars: &[Char], at: usize) -> PeriodError {
    let shown = chars.iter().find(|c| c.at == at).map(|c| shown(&c.c.to_string())).unwrap_or_default();
    let known = |c: char| c.is_ascii_alphanumeric() || is_separator(c) || c == ' ';
    let plain: String = chars.iter().map(|c| c.c).filter(|c| known(*c)).collect();
    let message = say!(vi: "mã kỳ không dùng ký tự “{shown}”", en: "a period id does not use the character “{shown}”");
    PeriodError { at, len: 1, message, suggestion: try_guess(true, &[plain]) }
}

/// The user's words, made safe to print and short.
fn shown(words: &str) -> String {
    visible(&words.chars().take(20).collect::<String>())
}

/// If this is `2024-DX…`: where among the compared characters the slug (with the dash before it) begins.
fn ad_hoc(chars: &[Char]) -> Option<usize> {
    let start = chars.iter().position(|c| c.c != ' ')?;
    let digits = chars[start..].iter().take_while(|c| c.c.is_ascii_digit()).count();
    let mut at = start + digits;
    at += chars[at..].iter().take_while(|c| c.c == ' ' || is_separator(c.c)).count();
    let is_dx = chars.get(at).is_some_and(|c| c.c == 'd') && chars.get(at + 1).is_some_and(|c| c.c == 'x');
    (digits == 4 && is_dx).then_some(at + 2)
}

fn read_ad_hoc(chars: &[Char], from: usize) -> Result<PeriodId, PeriodError> {
    let end = chars.iter().rposition(|c| c.c != ' ').map_or(from, |last| last + 1).max(from);
    let digits: Vec<&Char> = chars.iter().filter(|c| c.c != ' ').take(4).collect();
    let year = digits.iter().filter_map(|c| c.c.to_digit(10)).fold(0u16, |n, d| n * 10 + d as u16);
    let rest = &chars[from..end];
    let slug = rest.strip_prefix_separator();
    let suggestion = |year: u16| {
        let mut mended = slugify(slug);
        if mended.is_empty() {
            mended = "ten-ngan".to_string();
        }
        if is_device(&mended) {
            mended.push_str("-1");
        }
        Some(PeriodId { year, part: Part::AdHoc(mended) }.to_string())
    };
    if !YEARS.contains(&year) {
        let message = say!(vi: "năm {year:04} nằm ngoài khoảng 2000–2099", en: "year {year:04} lies outside 2000–2099");
        let at = digits.first().map_or(0, |c| c.at);
        return Err(PeriodError { at, len: 4, message, suggestion: suggestion(2000 + year % 100) });
    }
    // The year and "DX" are joined by one dash, read leniently; only the slug is kept to the letter.
    let wrong = |at: usize, len: usize, message: Text| PeriodError { at, len, message, suggestion: suggestion(year) };
    let rules = || {
        say!(
            vi: "tên ngắn của kỳ đột xuất chỉ gồm a–z, 0–9 và dấu “-”, từ 1 đến 40 ký tự, không có dấu “-” ở hai đầu",
            en: "the short name of an ad hoc period is made of a–z, 0–9 and “-”, 1 to 40 characters, with no “-” at either end"
        )
    };
    let letter = chars[from - 1].at;
    if slug.is_empty() {
        let at = rest.last().map_or(letter, |c| c.at);
        let message = say!(
            vi: "thiếu tên ngắn của kỳ đột xuất sau “DX-”",
            en: "the short name of the ad hoc period is missing after “DX-”"
        );
        return Err(wrong(at, 1, message));
    }
    if slug.len() == rest.len() {
        return Err(wrong(rest[0].at, 1, say!(vi: "thiếu dấu “-” sau “DX”", en: "a “-” is missing after “DX”")));
    }
    let allowed = |c: &Char| c.plain && (c.c.is_ascii_lowercase() || c.c.is_ascii_digit() || c.c == '-');
    if let Some(bad) = slug.iter().find(|c| !allowed(c)) {
        return Err(wrong(bad.at, 1, rules()));
    }
    if slug[0].c == '-' {
        return Err(wrong(slug[0].at, 1, rules()));
    }
    if slug.len() > LONGEST_SLUG {
        return Err(wrong(slug[LONGEST_SLUG].at, slug.len() - LONGEST_SLUG, rules()));
    }
    if slug[slug.len() - 1].c == '-' {
        return Err(wrong(slug[slug.len() - 1].at, 1, rules()));
    }
    let name: String = slug.iter().map(|c| c.c).collect();
    if is_device(&name) {
        let message = say!(
            vi: "Windows dành riêng tên “{name}” cho thiết bị, hãy chọn tên khác",
            en: "Windows keeps the name “{name}” for a device, choose another"
        );
        return Err(wrong(slug[0].at, slug.len(), message));
    }
    Ok(PeriodId { year, part: Part::AdHoc(name) })
}

trait StripSeparator {
    fn strip_prefix_separator(&self) -> &Self;
}

impl StripSeparator for [Char] {
    fn strip_prefix_separator(&self) -> &Self {
        let blanks = self.iter().take_while(|c| c.c == ' ').count();
        match self.get(blanks) {
            Some(c) if is_separator(c.c) => {
                let after = &self[blanks + 1..];
                &after[after.iter().take_while(|c| c.c == ' ').count()..]
            }
            _ => self,
        }
    }
}

/// A slug made of whatever was typed.
fn slugify(chars: &[Char]) -> String {
    let mut slug = String::new();
    for c in chars.iter().map(|c| c.c).filter(|c| !is_mark(*c)) {
        if slug.len() >= LONGEST_SLUG - 2 {
            break;
        }
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_string()
}

/// Names that Windows gives to devices, with whatever extension.
fn is_device(name: &str) -> bool {
    let numbered =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
    matches!(name, "con" | "aux" | "nul" | "prn") || numbered("com") || numbered("lpt")
}
