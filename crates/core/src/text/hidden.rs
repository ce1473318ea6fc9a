//! Characters nobody sees: invisible ones, those that turn the reading direction, and what a terminal would obey.

use crate::text::{Span, Text};
use std::fmt::Write;

/// Whether a character is invisible, turns the reading direction, or means nothing between people: format and bidirectional
/// controls, zero-width characters, variation selectors and fillers, line and paragraph separators, control
/// characters but tab and line ends, private-use characters and noncharacters.
///
/// U+FEFF counts wherever it stands; only [`hidden_spans`] knows the beginning of a file.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0'..'\u{20}' | '\u{7f}'..'\u{a0}' | '\u{ad}' => true,
        ..'\u{34f}' => false,
        _ => {
            matches!(c,
                '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
                | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffc}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..)
                || c as u32 & 0xfffe == 0xfffe
        }
    }
}

/// Where hidden characters stand, one span a character.
///
/// A byte-order mark at the beginning is the file's business (`encoding-bom`), and the selector that makes a symbol
/// colourful (“⚠️”) is part of that symbol: neither is listed.
pub fn hidden_spans(text: &str) -> Vec<(Span, char)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(first_suspect) {
        // Suspicion is by lead byte or by a pair of which the first is the lead, so this is a character's border.
        let start = at + next;
        let Some(c) = text.get(start..).and_then(|rest| rest.chars().next()) else { break };
        at = start + c.len_utf8();
        if is_hidden(c) && !(c == '\u{feff}' && start == 0) && !completes_symbol(&text[..start], c) {
            found.push((Span::new(start, at), c));
        }
    }
    found
}

/// Whether `c` is the selector of text or emoji style right behind a symbol that has both.
fn completes_symbol(before: &str, c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
        && before.chars().next_back().is_some_and(
            |s| matches!(s, '©' | '®' | '\u{203c}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{1f000}'..='\u{1faff}'),
        )
}

/// The first byte that may begin a hidden character. Vietnamese letters, dashes and quotation marks never do.
fn first_suspect(bytes: &[u8]) -> Option<usize> {
    const CHUNK: usize = 64;
    let mut at = 0;
    // What follows the last byte is nothing: it may be anything.
    while at + CHUNK + 2 <= bytes.len() {
        let (this, next, third) =
            (&bytes[at..at + CHUNK], &bytes[at + 1..at + CHUNK + 1], &bytes[at + 2..at + CHUNK + 2]);
        if (0..CHUNK).fold(false, |found, i| found | is_suspect(this[i], next[i], third[i])) {
            break;
        }
        at += CHUNK;
    }
    let byte = |i: usize| bytes.get(i).copied().unwrap_or(0xff);
    (at..bytes.len()).find(|i| is_suspect(byte(*i), byte(i + 1), byte(i + 2)))
}

/// Written without branches, so that the loop above runs as vector instructions.
fn is_suspect(byte: u8, next: u8, third: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f);
    // U+1E00–1EFF hold no hidden character; other characters that begin with the same byte may.
    let vietnamese = (byte == 0xe1) & (next >= 0xb8) & (next != 0xff);
    // Nor do the dashes and quotation marks of U+2010–2027.
    let quoted = (byte == 0xe2) & (next == 0x80) & (0x90..=0xa7).contains(&third);
    control | (byte == 0xc2) & (next <= 0xad) | (byte >= 0xcd) & !vietnamese & !quoted
}

/// What a hidden character is called.
pub fn hidden_name(c: char) -> Option<Text> {
    let (vi, en) = match c {
        '\0' => ("ký tự rỗng", "null"),
        '\u{b}' => ("ngắt dòng dọc", "vertical tab"),
        '\u{c}' => ("ngắt trang", "form feed"),
        '\u{1b}' => ("ký tự thoát", "escape"),
        '\u{ad}' => ("gạch nối mềm", "soft hyphen"),
        '\u{200b}' => ("khoảng trắng không độ rộng", "zero-width space"),
        '\u{200c}' => ("ký tự chặn nối", "zero-width non-joiner"),
        '\u{200d}' => ("ký tự nối", "zero-width joiner"),
        '\u{2028}' => ("dấu ngắt dòng", "line separator"),
        '\u{2029}' => ("dấu ngắt đoạn", "paragraph separator"),
        '\u{2060}' => ("ký tự giữ liền", "word joiner"),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ("ký tự đảo chiều chữ", "bidirectional control")
        }
        '\u{feff}' => ("dấu thứ tự byte (BOM)", "byte-order mark"),
        '\u{fffc}' => ("chỗ của đối tượng nhúng", "object replacement character"),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => ("ký tự chọn dạng chữ", "variation selector"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            ("ký tự dùng riêng", "private-use character")
        }
        '\0'..'\u{20}' | '\u{7f}'..'\u{a0}' => ("ký tự điều khiển", "control character"),
        _ => return None,
    };
    Some(Text { vi: vi.into(), en: en.into() })
}

/// Text from a repository made safe to print on a terminal: everything a terminal would obey or swallow becomes
/// `\u{…}`; only tab and line feed stay.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\r' || is_hidden(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::text::hidden::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_writing_hides_nothing() {
        let text = "\u{feff}Kết quả “ước” – 5 °C, 3 m², ½ §2 µm…\r\n\t• ≥ 10 ₫ ⚠️ русский 中文 x\u{332}";
        assert_eq!(hidden_spans(text), []);
    }

    #[test]
    fn finds_what_nobody_sees() {
        let text = "a\u{feff}b\u{ad}c\u{202e}d\0e\u{e000}\u{34f}\u{180e}\u{fdd0}\u{10ffff}\u{1b}[31mx\u{fe0f}\u{85}";
        let found: String = hidden_spans(text).into_iter().map(|(_, c)| c).collect();
        assert_eq!(found, "\u{feff}\u{ad}\u{202e}\0\u{e000}\u{34f}\u{180e}\u{fdd0}\u{10ffff}\u{1b}\u{fe0f}\u{85}");
        assert_eq!(visible("a\x1b[0m\r\n\u{202e}ế\u{2028}"), "a\\u{1b}[0m\\u{d}\n\\u{202e}ế\\u{2028}");
    }

    proptest! {
        #[test]
        fn spans_are_the_hidden_characters_and_visible_text_has_none(text in any::<String>(), c in any::<char>()) {
            let text = format!("{text}{c}ạ{c}{text}");
            let spans = hidden_spans(&text);
            for (span, c) in &spans {
                prop_assert_eq!(text[span.start..span.end].chars().collect::<Vec<_>>(), vec![*c]);
            }
            let all = text.char_indices().filter(|(at, c)| {
                is_hidden(*c) && !(*c == '\u{feff}' && *at == 0) && !completes_symbol(&text[..*at], *c)
            });
            prop_assert_eq!(all.count(), spans.len());
            prop_assert!(!visible(&text).chars().any(is_hidden));
        }
    }
}
