//! Unicode form and the comparison key of Vietnamese words.
//!
//! Macs write “ế” as several characters and Windows as one; “luỹ kế” and “lũy kế”, “kĩ thuật” and “kỹ thuật” are both
//! right. To an officer each pair is one word, and so it is to every comparison made here. Keys are for comparing only:
//! nothing is ever rewritten into them.

use crate::text::Span;
use crate::text::hidden::is_hidden;
use crate::text::syllable::{is_consonant, tone_of, with_tone};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Bytes looked at together, so that the search for a rare byte runs as vector instructions.
const CHUNK: usize = 64;

/// Text in NFC.
pub fn nfc(text: &str) -> String {
    nfc_cow(text).into_owned()
}

/// Text in NFC, borrowed when it already is.
pub fn nfc_cow(text: &str) -> Cow<'_, str> {
    if plainly_nfc(text.as_bytes()) || unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Text in NFKC: full-width, styled and circled letters as plain ones.
pub(crate) fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// Text in NFD without its accents and other combining marks.
pub(crate) fn without_marks(text: &str) -> String {
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

/// Whether the text has only characters below U+0300, of U+1E00–1EFF and U+2010–20FF: all that Vietnamese in NFC is
/// written with, and none of it changes under NFC. Anything else is left to the real algorithm.
fn plainly_nfc(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        at += match bytes[at] {
            0..0x80 => 1,
            0xc2..0xcc => 2,
            0xe1 if matches!(bytes.get(at + 1), Some(0xb8..=0xbb)) => 3,
            0xe2 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2).is_some_and(|b| *b >= 0x90) => 3,
            0xe2 if matches!(bytes.get(at + 1), Some(0x81..=0x83)) => 3,
            _ => return false,
        };
    }
    true
}

/// Whether the text holds letters written as base plus combining mark that NFC would write as one.
///
/// Text without any combining mark, the rule, costs one search for two byte values.
pub fn contains_decomposed(text: &str) -> bool {
    next_decomposed(text, 0).is_some()
}

/// The letters written as base plus combining marks that NFC would write otherwise, one span a letter.
///
/// A mark that no precomposed letter exists for is left alone: it is no fault. Replacing every span by its NFC leaves
/// nothing decomposed.
pub fn decomposed_spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(span) = next_decomposed(text, from) {
        spans.push(span);
        from = span.end;
    }
    spans
}

fn next_decomposed(text: &str, mut from: usize) -> Option<Span> {
    while let Some(mark) = find_mark(text, from) {
        let in_stretch = |c: char| canonical_combining_class(c) != 0;
        let marks = text[..mark].char_indices().rev().find(|(_, c)| !in_stretch(*c));
        let start = marks.map_or(0, |(at, _)| at);
        let length: usize = text[mark..].chars().take_while(|c| in_stretch(*c)).map(char::len_utf8).sum();
        // U+034F has the lead byte of a mark without being one that composes: step over it.
        let end = mark + length.max(2);
        let stretch = &text[start..end];
        if !stretch.nfc().eq(stretch.chars()) {
            return Some(Span::new(start, end));
        }
        from = end;
    }
    None
}

/// The first character of U+0300–036F at or after a byte.
fn find_mark(text: &str, from: usize) -> Option<usize> {
    // These two lead bytes are never inside another character.
    let is_lead = |b: &u8| b & 0xfe == 0xcc;
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let chunk = &bytes[at..bytes.len().min(at + CHUNK)];
        if chunk.iter().fold(false, |found, b| found | is_lead(b)) {
            for (offset, _) in chunk.iter().enumerate().filter(|(_, b)| is_lead(b)) {
                if text[at + offset..].starts_with(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
                    return Some(at + offset);
                }
            }
        }
        at += chunk.len();
    }
    None
}

/// The comparison key: NFC, lower case, one tone placement, y for i where both are written, single spaces, plain dashes
/// and quotation marks; characters nobody sees are left out.
///
/// Equal for texts that differ only in Unicode form; folding a key gives the key.
pub fn fold(text: &str) -> String {
    let seen: Cow<'_, str> = if text.chars().any(is_dropped) {
        Cow::Owned(text.chars().filter(|c| !is_dropped(*c)).collect())
    } else {
        Cow::Borrowed(text)
    };
    let mut lower = String::with_capacity(seen.len());
    let mut gap = false;
    for c in nfc_cow(&seen).chars() {
        if c.is_whitespace() {
            gap = !lower.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            lower.push(' ');
        }
        match c {
            'a'..='z' => lower.push(c),
            'A'..='Z' => lower.push(c.to_ascii_lowercase()),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => lower.push('-'),
            '“' | '”' | '„' | '‟' | '«' | '»' => lower.push('"'),
            '‘' | '’' | '‚' | '‛' | '′' => lower.push('\''),
            '…' => lower.push_str("..."),
            // Letters of other languages that look the same and are typed for it.
            'Ð' | 'ð' | 'Ɖ' | 'ɖ' => lower.push('đ'),
            _ => lower.extend(c.to_lowercase()),
        }
    }
    settle_words(&nfc_cow(&lower))
}

fn is_dropped(c: char) -> bool {
    !c.is_whitespace() && is_hidden(c)
}

/// The comparison key without diacritics, for what is typed by hand (`bat buoc` for `bắt buộc`).
pub fn fold_plain(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect();
    fold(&bare)
}

/// Brings each word to one of the spellings in use for it.
fn settle_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
        settle_word(&rest[..word], &mut out);
        let gap = rest[word..].find(is_word_char).map_or(rest.len(), |at| word + at);
        out.push_str(&rest[word..gap]);
        rest = &rest[gap..];
    }
    out
}

/// Letters, and marks that stayed apart from their letter: a word that ends in one is no plain syllable.
fn is_word_char(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (c.is_alphabetic() || canonical_combining_class(c) != 0)
}

/// Moves the tone of the open rhymes oa, oe, uy to their second vowel, and writes y for a lone i after h, k, l, m, s, t
/// and qu. All else stays: in closed syllables (`hoàn`, `suýt`) there is one spelling only, and the u of `quý` belongs
/// to the consonant.
fn settle_word(word: &str, out: &mut String) {
    let mut back = word.chars();
    let Some((last, tone)) = back.next_back().and_then(tone_of) else { return out.push_str(word) };
    let before = back.as_str();
    match last {
        'a' | 'e' | 'y' => {
            let glide = if last == 'y' { 'u' } else { 'o' };
            if let Some((vowel, moved)) = back.next_back().and_then(tone_of)
                && vowel == glide
                && (moved != 0 && tone == 0)
                && back.as_str() != "q"
                && back.as_str().chars().all(is_consonant)
            {
                out.push_str(back.as_str());
                out.push(vowel);
                out.push(with_tone(last, moved));
            } else {
                out.push_str(word);
            }
        }
        'i' if matches!(before, "h" | "k" | "l" | "m" | "s" | "t" | "qu") => {
            out.push_str(before);
            out.push(with_tone('y', tone));
        }
        _ => out.push_str(word),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fold::*;
    use proptest::prelude::*;

    fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn one_key_for_the_spellings_of_one_word() {
        for (a, b) in [
            ("Luỹ kế", "lũy kế"),
            ("CỘNG HÒA", "cộng hoà"),
            ("HOẢ TỐC", "hỏa tốc"),
            ("Ủy ban", "uỷ ban"),
            ("khỏe", "khoẻ"),
            ("Kĩ thuật", "kỹ thuật"),
            ("lí do", "lý do"),
            ("tỉ lệ", "tỷ lệ"),
            ("qui định", "quy định"),
            ("  Tồn tại,\u{a0} hạn\tchế ", "tồn tại, hạn chế"),
            ("Tự do – Hạnh phúc", "tự do - hạnh phúc"),
            ("“đạt”", "\"đạt\""),
            ("kế\u{200b} hoạch", "kế hoạch"),
            ("Ðánh giá Ɖề án", "đánh giá đề án"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} | {b}");
            assert_eq!(fold(&nfd(a)), fold(b));
        }
    }

    #[test]
    fn different_words_keep_different_keys() {
        for word in ["quý", "quy", "quỷ", "hoàn", "suýt", "huỳnh", "toán", "khoa", "y tế", "vị trí", "ngoáo", "qúy"]
        {
            assert_eq!(fold(word), word);
        }
        assert_ne!(fold("hòa"), fold("hỏa"));
        assert_ne!(fold("bán"), fold("bàn"));
    }

    #[test]
    fn plain_key_has_no_diacritics() {
        assert_eq!(fold_plain("Đánh giá  KẾT QUẢ"), "danh gia ket qua");
        assert_eq!(fold_plain("ƯỚC kĩ"), fold_plain("uoc ky"));
    }

    #[test]
    fn finds_each_decomposed_letter() {
        let text = "ế e\u{302}\u{301}x\u{332} ơ\u{309}.";
        let found: Vec<&str> = decomposed_spans(text).into_iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(found, ["e\u{302}\u{301}", "ơ\u{309}"]);
        assert!(!contains_decomposed("Kết quả thực hiện; x\u{332}, \u{301}đầu; \u{37e}"));
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(nfc_cow("Kết quả “ước” – 5 °C…"), Cow::Borrowed(_)));
        assert_eq!(nfc("\u{2000}\u{212b}"), "\u{2002}Å");
    }

    fn text() -> impl Strategy<Value = String> {
        let letters =
            "[hkltqmoaeuyiàáạảãòóùúỳýIQUYĐđơư\u{300}-\u{304}\u{309}\u{31b}\u{323}\u{200b}\u{fe0f} .\u{a0}–İΣK]{0,24}";
        prop_oneof![any::<String>(), letters.prop_map(String::from)]
    }

    proptest! {
        #[test]
        fn folding_is_settled_and_blind_to_unicode_form(text in text()) {
            let key = fold(&text);
            prop_assert_eq!(fold(&key), key.clone());
            prop_assert_eq!(fold(&nfc(&text)), key.clone());
            prop_assert_eq!(fold(&nfd(&text)), key);
            let plain = fold_plain(&text);
            prop_assert_eq!(fold_plain(&plain), plain);
        }

        #[test]
        fn normalising_the_spans_leaves_nothing_decomposed(text in text()) {
            let mut mended = text.clone();
            for span in decomposed_spans(&text).into_iter().rev() {
                mended.replace_range(span.start..span.end, &nfc(&text[span.start..span.end]));
            }
            prop_assert!(!contains_decomposed(&mended));
            prop_assert_eq!(nfc(&mended), nfc(&text));
            prop_assert_eq!(nfc(&text), text.nfc().collect::<String>());
        }
    }
}
