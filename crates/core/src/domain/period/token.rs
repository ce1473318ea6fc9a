//! The words, numbers and signs of a typed period, each knowing where it stood.

use crate::domain::period::spelling::{PeriodError, guess_of, shown};
use crate::say;
use crate::text::fold_plain;

/// One typed character as it is compared.
pub(crate) struct Char {
    pub c: char,
    pub typed: char,
    /// Its place among the characters typed.
    pub at: usize,
    /// Whether it was typed so, but for case and width.
    pub plain: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodTokenKind {
    Number { value: u32, digits: usize },
    Word(String),
    Separator,
}

#[derive(Debug, Clone)]
pub(crate) struct PeriodToken {
    pub kind: PeriodTokenKind,
    pub at: usize,
    pub len: usize,
    /// The dash or slash before it.
    pub separator: Option<usize>,
}

impl PeriodToken {
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            PeriodTokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// A number of one or two digits, as months and quarters are.
    pub fn number(&self) -> Option<u32> {
        match self.kind {
            PeriodTokenKind::Number { value, digits } if digits <= 2 => Some(value),
            _ => None,
        }
    }

    pub(crate) fn digits(&self) -> usize {
        match self.kind {
            PeriodTokenKind::Number { digits, .. } => digits,
            _ => 0,
        }
    }
}

/// The characters as they are compared: lower case, without diacritics, of ordinary width.
pub(crate) fn compare_form(text: &str) -> Vec<Char> {
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
                chars.extend(numeral.chars().map(|c| Char { c, typed, at, plain: false }));
                continue;
            }
            _ => typed,
        };
        if c.is_whitespace() {
            chars.push(Char { c: ' ', typed, at, plain: false });
        } else if c.is_ascii() {
            chars.push(Char { c: c.to_ascii_lowercase(), typed, at, plain: true });
        } else if is_mark(c) {
            chars.push(Char { c, typed, at, plain: false });
        } else {
            let folded = fold_plain(c.encode_utf8(&mut letters));
            // An invisible character folds to nothing, but it was typed and must be pointed at.
            let folded = if folded.is_empty() { c.to_string() } else { folded };
            chars.extend(folded.chars().map(|c| Char { c, typed, at, plain: false }));
        }
    }
    chars
}

pub(crate) fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, '-' | '/' | '.' | '_')
}

/// The words and numbers, each with the sign before it; an error where a sign joins nothing.
pub(crate) fn tokens(chars: &[Char]) -> Result<Vec<PeriodToken>, PeriodError> {
    let all = all_tokens(chars)?;
    let stray = |at: usize| {
        let message = say!(vi: "thừa dấu ở đây", en: "this sign is not wanted here");
        // The same tokens with one sign between year and period, if they then make a period.
        let mut plain = String::new();
        for token in all.iter().filter(|token| token.kind != PeriodTokenKind::Separator) {
            let last_is_digit = plain.ends_with(|c: char| c.is_ascii_digit());
            if last_is_digit && token.digits() > 0 {
                plain.push('-');
            }
            plain.extend(chars.iter().filter(|c| (token.at..token.at + token.len).contains(&c.at)).map(|c| c.c));
        }
        let suggestion = guess_of(&plain);
        PeriodError { at, len: 1, message, suggestion }
    };
    let mut kept: Vec<PeriodToken> = Vec::new();
    let mut separator = None;
    for token in &all {
        if token.kind == PeriodTokenKind::Separator {
            if kept.is_empty() || separator.is_some() {
                return Err(stray(token.at));
            }
            separator = Some(token.at);
        } else {
            kept.push(PeriodToken { separator: separator.take(), ..token.clone() });
        }
    }
    separator.map_or(Ok(kept), |at| Err(stray(at)))
}

fn all_tokens(chars: &[Char]) -> Result<Vec<PeriodToken>, PeriodError> {
    let mut tokens: Vec<PeriodToken> = Vec::new();
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
        if c == ' ' {
            open = false;
            continue;
        }
        match (tokens.last_mut(), c.to_digit(10)) {
            (Some(PeriodToken { kind: PeriodTokenKind::Number { value, digits }, at: from, len, .. }), Some(digit))
                if open =>
            {
                *value = value.saturating_mul(10).saturating_add(digit);
                *digits += 1;
                *len = at + 1 - *from;
            }
            (Some(PeriodToken { kind: PeriodTokenKind::Word(word), at: from, len, .. }), None)
                if open && c.is_ascii_lowercase() =>
            {
                word.push(c);
                *len = at + 1 - *from;
            }
            (_, digit) => {
                let kind = match digit {
                    Some(value) => PeriodTokenKind::Number { value, digits: 1 },
                    None if c.is_ascii_lowercase() => PeriodTokenKind::Word(c.to_string()),
                    None if is_separator(c) => PeriodTokenKind::Separator,
                    None => return Err(strange(chars, at)),
                };
                tokens.push(PeriodToken { kind, at, len: 1, separator: None });
                open = true;
            }
        }
    }
    Ok(tokens)
}

/// A character that stands in no period.
fn strange(chars: &[Char], at: usize) -> PeriodError {
    let shown = chars.iter().find(|c| c.at == at).map(|c| shown(&c.typed.to_string())).unwrap_or_default();
    let known = |c: char| c.is_ascii_alphanumeric() || is_separator(c) || c == ' ';
    let plain: String = chars.iter().map(|c| c.c).filter(|c| known(*c)).collect();
    let message = say!(vi: "mã kỳ không dùng ký tự “{shown}”", en: "a period id does not use the character “{shown}”");
    PeriodError { at, len: 1, message, suggestion: guess_of(&plain) }
}
