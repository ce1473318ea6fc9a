//! What a commit's message looks like where git prints it.
//!
//! The ledger never takes such words for an act; people who read `git log` might. What is found does not stop a period.

use baocao_core::domain::{Act, MessageOddity};
use baocao_core::text::{Text, drawn_bare, is_hidden};

/// The keys of an act's lines that say what was done and by whom: a line with one of them looks like an act's even with blanks
/// around its hyphen.
const TELLING: [&str; 6] = ["VERSION", "ACT", "ACTOR", "ROLE", "PERIOD", "PREV"];

/// What makes a message misleading; the lines that are an act's own are not looked at.
pub fn oddity(message: &str, act: &Result<Option<Act>, Text>) -> Option<MessageOddity> {
    let text = match act {
        Ok(Some(_)) => message.rsplit_once("\n\n").map_or("", |(words, _)| words),
        _ => message,
    };
    if let Some(c) = obeyed(text) {
        return Some(MessageOddity::Obeyed(c));
    }
    // A carriage return at the end of a line is how Windows writes it.
    text.split('\n').any(imitates).then_some(MessageOddity::Imitation)
}

/// The first character that a terminal obeys, that breaks a line or that turns the reading direction.
fn obeyed(text: &str) -> Option<char> {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let odd = match c {
            '\n' | '\t' => false,
            '\r' => chars.peek().is_some_and(|next| *next != '\n'),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            c => c.is_control(),
        };
        if odd {
            return Some(c);
        }
    }
    None
}

/// Whether a line is drawn like one of an act's: `Baocao-<key>:`, whatever its letters, dashes and blanks are.
fn imitates(line: &str) -> bool {
    // Most lines are plain and contain no such word in any alphabet.
    if line.is_ascii() && !line.bytes().any(|b| b.eq_ignore_ascii_case(&b'b')) {
        return false;
    }
    // What is hardly seen before the word does not make it another one; an opening quotation mark or bracket does.
    let first = line.chars().find(|c| !c.is_whitespace() && !is_hidden(*c));
    if first.is_some_and(|c| "“”„‘«‹\"([{<`".contains(c)) {
        return false;
    }
    // Before it is drawn, since an upright stroke is drawn like a letter.
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() || is_hidden(c) || is_upright(c));
    // A stroke laid over the letter before it may be meant for a hyphen, or for nothing.
    let struck = line.contains(is_overlay).then(|| line.replace(is_overlay, "-"));
    is_drawn_like_a_trailer(line) || struck.is_some_and(|line| is_drawn_like_a_trailer(&line))
}

/// Whether a character is drawn as an upright stroke, though it is a letter.
fn is_upright(c: char) -> bool {
    matches!(c, '\u{1c0}'..='\u{1c3}' | '\u{4e28}' | '\u{3163}' | '\u{ffe8}')
}

/// Whether a character is a stroke through the letter before it.
fn is_overlay(c: char) -> bool {
    matches!(c, '\u{334}'..='\u{338}' | '\u{20d2}' | '\u{20d3}' | '\u{20e5}' | '\u{20e6}')
}

fn is_drawn_like_a_trailer(line: &str) -> bool {
    let seen = drawn_bare(line);
    let seen = seen.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = seen.strip_prefix(key("BAOCAO").as_str()) else { return false };
    let tight = rest.starts_with(['-', '_']);
    let rest = rest.trim_start_matches(' ');
    // What is neither a Latin letter nor a sign of the keyboard there could be some other hyphen.
    let Some(rest) = rest.strip_prefix(|c: char| matches!(c, '-' | '_') || !c.is_ascii() && !c.is_whitespace()) else {
        return false;
    };
    let loose = !tight || rest.starts_with(' ');
    let rest = rest.trim_start_matches([' ', '-', '_']);
    let end = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    let is_trailer = rest.trim_start_matches(' ').starts_with(':') && !word.is_empty();
    is_trailer && (!loose || TELLING.iter().any(|telling| key(telling) == word))
}

/// A word as [`drawn_bare`] gives it.
fn key(word: &str) -> String {
    drawn_bare(word)
}

#[cfg(test)]
mod tests {
    use crate::message::*;

    fn of(message: &str) -> Option<MessageOddity> {
        oddity(message, &crate::trailers::act(message))
    }

    #[test]
    fn honest_messages_are_left_alone() {
        for message in [
            "",
            "sửa lời văn\n",
            "sửa\r\n\r\nđoạn một\r\n",
            "su\u{31b}\u{309}a lo\u{31b}\u{300}i va\u{306}n\n",
            "sửa\n\nSigned-off-by: A <a@b.vn>\nCo-authored-by: B <b@b.vn>\nReviewed-by: C\n",
            "Báo cáo - tổ: họp\n",
            "báo cáo - file: x.docx\n",
            "bao cao-quy: x\n",
            "baocao 1.2: bản mới\n",
            "baocao - sửa: lỗi\n",
            "\tgạch đầu dòng\n - baocao verify: chạy lại\n",
            "nói về Baocao-Act: submit\n",
            "“Baocao-Act: submit” là dòng khai\n",
            "(Baocao-Act: submit) là dòng khai\n",
            "👩\u{200d}💻 sửa ⚠\u{fe0f}\n",
            "baocao-\n",
            "Act: x\n",
            "sửa – rà soát; “ngoặc”\n",
            "\u{feff}sửa lời văn\n",
            "sửa\n\n- https://baocao-so.vn/a:b\n",
            "baocao → bản mới: xong\n",
            "| baocao verify | chạy lại: được |\n",
            "baocao…\n",
        ] {
            assert_eq!(of(message), None, "{message:?}");
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_named() {
        for c in [
            '\u{1}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{200e}', '\u{202e}',
            '\u{2066}', '\u{2028}',
        ] {
            assert_eq!(of(&format!("x {c}y\n")), Some(MessageOddity::Obeyed(c)), "{c:?}");
        }
        assert_eq!(of("x\ry\n"), Some(MessageOddity::Obeyed('\r')));
        assert_eq!(of("x\r"), None, "the end of the message is a line's end");
    }

    #[test]
    fn lines_drawn_like_an_acts_are_found() {
        for line in [
            " Baocao-Act: approve",
            "\u{a0}Baocao-Act: approve",
            "\u{200b}Baocao-Act: approve",
            "Вaocao-Act: approve",
            "Bаосаo-Act: approve",
            "Ваосао-Асt: approve",
            "Βaocao-Αct: approve",
            "Baocao\u{ad}Act: approve",
            "Baocao\u{2011}Act: approve",
            "Baocao–Act: approve",
            "Baocao -Act: approve",
            "Baocao - Act : approve",
            "\u{ff22}aocao-Act: approve",
            "Baocao-Act： approve",
            "Baocao\u{200b}-Act: approve",
            "B\u{332}aocao-Act: approve",
            "\u{feff}Baocao-Act: approve",
            ".Baocao-Act: approve",
            "Baocao_Act: approve",
            " BAOCAO-REF: x",
            "Baocao\u{23af}Act: approve",
            "Baocao\u{2501}Subject: x",
            "Baocao\u{4e00}Act: approve",
            "Baocao\u{a7f7}Act: approve",
            "Baocao\u{23bc}Act: approve",
            "Baocao\u{335}Act: approve",
            "Baocao\u{336}Act: approve",
            "B\u{336}aocao-Act: approve",
            "Baocao\u{2796}Act: approve",
            "Baocao\u{2192}Act: approve",
            "Baocao\u{1f5d5}Act: approve",
            "|Baocao-Act: approve",
            "\u{2502} Baocao-Act: approve",
            "\u{1c0}Baocao-Act: approve",
            "\u{1d401}aocao-Act: x",
        ] {
            assert_eq!(of(&format!("x\n\n{line}\n")), Some(MessageOddity::Imitation), "{line:?}");
            assert_eq!(of(&format!("{line}\n")), Some(MessageOddity::Imitation), "{line:?}");
        }
    }
}
