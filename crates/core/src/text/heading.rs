//! Numbering of headings: what is number and what is title.
//!
//! Offices number as they like: `I.`, `1.`, `1.1.`, `I.1`, `a)`, `(1)`, `1/`, `I -`, `Phần I`, `Phần thứ nhất:`, `-`. Numbers
//! of genuine reports repeat and jump, so a heading is matched by its words and never by its number.

use crate::text::Span;
use crate::text::fold::fold;

/// One part of a heading's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberPart {
    /// `1`, `02`.
    Arabic(u32),
    /// `IV`, `iv`.
    Roman {
        /// Its value.
        value: u32,
        /// Whether it is written in capitals.
        upper: bool,
    },
    /// `a`, `đ`, `B`. A lower-case `i`, `v` or `x` is a letter, a capital one a Roman numeral.
    Letter {
        /// The letter in lower case.
        letter: char,
        /// Whether it is written as a capital.
        upper: bool,
    },
    /// `thứ nhất`, `thứ hai`; only behind Phần, Chương or Mục.
    Ordinal(u32),
}

/// The letters that number items, in the order of Nghị định 30/2020/NĐ-CP: `đ` behind `d`, no f, j, w, z and no ă â ê ô ơ ư.
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

const ORDINALS: [&str; 10] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];

impl NumberPart {
    /// The place in its series, from 1.
    pub fn value(self) -> u32 {
        match self {
            NumberPart::Arabic(value) | NumberPart::Roman { value, .. } | NumberPart::Ordinal(value) => value,
            NumberPart::Letter { letter, .. } => {
                (1..).zip(LETTERS.chars()).find(|(_, l)| *l == letter).map_or(0, |(n, _)| n)
            }
        }
    }

    /// How the `n`-th of the same series is written; beyond the series' end, an Arabic number.
    pub fn nth(self, n: u32) -> String {
        let found = match self {
            NumberPart::Arabic(_) => None,
            NumberPart::Roman { upper, .. } => roman(n).map(|r| if upper { r } else { r.to_lowercase() }),
            NumberPart::Letter { upper, .. } => (1..)
                .zip(LETTERS.chars())
                .find(|(at, _)| *at == n)
                .map(|(_, l)| if upper { l.to_uppercase().collect() } else { l.to_string() }),
            NumberPart::Ordinal(_) => {
                (1..).zip(ORDINALS).find(|(at, _)| *at == n).map(|(_, word)| format!("thứ {word}"))
            }
        };
        found.unwrap_or_else(|| n.to_string())
    }
}

/// The numbering at the beginning of a heading's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingNumber {
    /// All of it: a word such as Phần, brackets, the closing mark; no space around.
    pub span: Span,
    /// The last part alone (the `2` of `1.2.`), which is what renumbering replaces.
    pub last: Span,
    /// Where the title begins, behind the space and emphasis marks that follow.
    pub title: usize,
    /// The parts in order; none for a mere dash or bullet.
    pub parts: Vec<NumberPart>,
}

/// The numbering a heading's text begins with, if it does.
///
/// A number counts only if it is closed (`.`, `)`, `/`, `:`, a dash with space) or has several parts, so that neither
/// “Im lặng”, “VI PHẠM”, “6 tháng đầu năm”, “24/3/2016” nor “1.000 lượt” begin with one.
pub fn heading_number(text: &str) -> Option<HeadingNumber> {
    let start = skip_opening(text, 0);
    let bullet = bullet(text, start);
    let after = bullet.as_ref().map_or(start, |b| skip_opening(text, b.title));
    named(text, after).or_else(|| plain(text, after)).or(bullet)
}

/// The comparison key of a heading without its numbering, emphasis and closing punctuation; empty if nothing is left.
pub fn fold_heading(text: &str) -> String {
    let mut key = fold_title(&text[heading_title(text)..]);
    key.truncate(key.trim_end_matches(['.', ':', ';', ',', '/', ' ']).len());
    key
}

/// Where a heading's words begin, behind its number and one bullet more.
pub fn heading_title(text: &str) -> usize {
    let title = heading_number(text).map_or(0, |number| number.title);
    bullet(text, skip_opening(text, title)).map_or(title, |second| second.title)
}

/// The comparison key of words without their emphasis.
pub fn fold_title(words: &str) -> String {
    if !words.contains(['*', '_', '`', '~', '\\']) {
        return fold(words);
    }
    fold(&words.chars().filter(|c| !is_emphasis(*c) && *c != '\\').collect::<String>())
}

fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '~')
}

/// Steps over white space and emphasis marks; a `*` with a space behind it is a bullet and stays.
fn skip_opening(text: &str, from: usize) -> usize {
    let mut at = from;
    let mut rest = text[from..].chars();
    while let Some(c) = rest.next() {
        if !c.is_whitespace() && (!is_emphasis(c) || rest.as_str().starts_with(' ')) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn bullet(text: &str, start: usize) -> Option<HeadingNumber> {
    let mark = text[start..].chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '+' | '•' | '*' | '·'))?;
    let end = start + mark.len_utf8();
    ends_number(text, end).then(|| HeadingNumber {
        span: Span::new(start, end),
        last: Span::new(start, end),
        title: skip_space(text, end),
        parts: Vec::new(),
    })
}

/// `Phần I`, `Mục 2:`, `PHẦN THỨ NHẤT`.
fn named(text: &str, start: usize) -> Option<HeadingNumber> {
    // “phần”, “chương”, “mục”, “tiểu”, however their marks are written.
    let may = |c| matches!(c, 'p' | 'P' | 'c' | 'C' | 'm' | 'M' | 't' | 'T' | '\u{115f}'..);
    if !text[start..].starts_with(may) {
        return None;
    }
    let first = word_end(text, start);
    let word = match fold(&text[start..first]).as_str() {
        "phần" | "chương" | "mục" => first,
        "tiểu" => {
            let second = skip_space(text, first);
            let end = word_end(text, second);
            (fold(&text[second..end]) == "mục").then_some(end)?
        }
        _ => return None,
    };
    let at = skip_space(text, word);
    if at == word {
        return None;
    }
    let (parts, last) = ordinal(text, at).or_else(|| parts(text, at))?;
    let closed = closing(text, last.end);
    let letter = matches!(parts.last(), Some(NumberPart::Letter { .. }));
    if !ends_number(text, closed) || letter && closed == last.end && closed < text.len() {
        return None;
    }
    Some(finish(text, start, last, closed, parts))
}

fn ordinal(text: &str, at: usize) -> Option<(Vec<NumberPart>, Span)> {
    let first = word_end(text, at);
    let second = skip_space(text, first);
    let end = word_end(text, second);
    let word = fold(&text[second..end]);
    let value = (1..).zip(ORDINALS).find(|(_, o)| *o == word)?.0;
    (fold(&text[at..first]) == "thứ").then(|| (vec![NumberPart::Ordinal(value)], Span::new(at, end)))
}

/// `1.`, `1.1`, `I.1.`, `a)`, `(1)`, `1/`, `I -`.
fn plain(text: &str, start: usize) -> Option<HeadingNumber> {
    let open = text[start..].starts_with('(');
    let (parts, last) = parts(text, start + usize::from(open))?;
    let end = closing(text, last.end);
    let closed = &text[last.end..end];
    let after = text[end..].chars().next();
    let letter = parts.last().copied().filter(|p| matches!(p, NumberPart::Letter { .. }));
    let whole = if open {
        closed.contains(')') && !after.is_some_and(char::is_numeric)
    } else if closed.ends_with([')', '.']) {
        // Initials (`P.GĐ`, `C.Mác`) are no numbering; a hasty `1.Kết quả` or `a)Nội dung` is.
        let initial = closed.ends_with('.') && matches!(letter, Some(NumberPart::Letter { upper: true, .. }));
        !after.is_some_and(char::is_numeric) && (!initial || ends_number(text, end))
    } else if closed.is_empty() {
        return dashed(text, start, &parts, last).or_else(|| {
            let several = parts.len() > 1 && matches!(parts.last(), Some(NumberPart::Arabic(_)));
            (several && ends_number(text, end)).then(|| finish(text, start, last, end, parts))
        });
    } else {
        // `24/3`, `V/v`: a slash or a colon closes a number only before a space.
        ends_number(text, end)
    };
    whole.then(|| finish(text, start, last, end, parts))
}

/// `I - KẾT QUẢ`, `1– Kết quả`; not “X-quang”, not “6 - 8 tháng”.
fn dashed(text: &str, start: usize, parts: &[NumberPart], last: Span) -> Option<HeadingNumber> {
    let dash = skip_space(text, last.end);
    let end = dash + text[dash..].chars().next().filter(|c| matches!(c, '-' | '–' | '—'))?.len_utf8();
    let title = skip_opening(text, end);
    let capital = text[title..].chars().next().is_none_or(char::is_uppercase);
    (ends_number(text, end) && capital).then(|| finish(text, start, last, end, parts.to_vec()))
}

fn finish(text: &str, start: usize, last: Span, end: usize, parts: Vec<NumberPart>) -> HeadingNumber {
    let title = text[end..].trim_start_matches(|c: char| c.is_whitespace() || is_emphasis(c));
    HeadingNumber { span: Span::new(start, end), last, title: text.len() - title.len(), parts }
}

/// Parts joined by full stops, at most one of them a letter (`T.S.` are initials), and the span of the last.
fn parts(text: &str, start: usize) -> Option<(Vec<NumberPart>, Span)> {
    let (first, mut end) = part(text, start)?;
    let mut parts = vec![first];
    let mut last = Span::new(start, end);
    while text[end..].starts_with('.') {
        let Some((next, next_end)) = part(text, end + 1) else { break };
        parts.push(next);
        last = Span::new(end + 1, next_end);
        end = next_end;
    }
    let letters = parts.iter().filter(|p| matches!(p, NumberPart::Letter { .. })).count();
    (letters <= 1).then_some((parts, last))
}

fn part(text: &str, start: usize) -> Option<(NumberPart, usize)> {
    let rest = &text[start..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        // Nothing has a hundred sections; longer numbers are years and quantities.
        let value = rest[..digits].parse().ok().filter(|n| (1..100).contains(n))?;
        return (digits <= 2).then_some((NumberPart::Arabic(value), start + digits));
    }
    // Every line of a report is asked this: most answers must come from the first two letters.
    let first = rest.chars().next()?;
    let end = start + rest.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X' | b'i' | b'v' | b'x')).count();
    let end = end.max(start + first.len_utf8());
    if text[end..].chars().next().is_some_and(is_in_word) {
        return None;
    }
    let word = &text[start..end];
    let upper = first.is_uppercase();
    if word.len() > first.len_utf8() || matches!(first, 'I' | 'V' | 'X') {
        return from_roman(word).map(|value| (NumberPart::Roman { value, upper }, end));
    }
    let letter = first.to_lowercase().next().filter(|l| LETTERS.contains(*l) || matches!(l, 'f' | 'j' | 'w' | 'z'))?;
    Some((NumberPart::Letter { letter, upper }, end))
}

/// Past the marks that close a number, and past the backslash that keeps Markdown from reading it as a list.
fn closing(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(|c| !matches!(c, '.' | ')' | '/' | ':' | '\\')).unwrap_or(rest.len())
}

/// Whether a number can end here: before space, emphasis, or nothing.
fn ends_number(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| c.is_whitespace() || is_emphasis(c))
}

fn skip_space(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

/// The end of the run of letters at `from`, marks that stand apart included.
fn word_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(|c| !is_in_word(c)).unwrap_or(rest.len())
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c))
}

/// The value of a Roman numeral below 40, in capitals or small letters but not mixed.
fn from_roman(word: &str) -> Option<u32> {
    let upper = word.starts_with(|c: char| c.is_ascii_uppercase());
    let same = |r: &str| if upper { r == word } else { r.eq_ignore_ascii_case(word) };
    if word.bytes().any(|b| b.is_ascii_uppercase() != upper) {
        return None;
    }
    (1..40).find(|n| roman(*n).is_some_and(|r| same(&r)))
}

/// A Roman numeral below 40.
fn roman(n: u32) -> Option<String> {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = usize::try_from(n / 10).ok().filter(|tens| n > 0 && *tens < 4)?;
    Some("X".repeat(tens) + UNITS[n as usize % 10])
}

#[cfg(test)]
mod tests {
    use crate::text::heading::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Option<(&str, &str, &str)> {
        let number = heading_number(text)?;
        Some((
            &text[number.span.start..number.span.end],
            &text[number.last.start..number.last.end],
            &text[number.title..],
        ))
    }

    #[test]
    fn separates_numbers_from_titles() {
        for (text, number, last, title) in [
            ("I. KẾT QUẢ", "I.", "I", "KẾT QUẢ"),
            ("IV.KIẾN NGHỊ", "IV.", "IV", "KIẾN NGHỊ"),
            ("1.1. Số liệu", "1.1.", "1", "Số liệu"),
            ("I.2 Số liệu", "I.2", "2", "Số liệu"),
            ("01. Số liệu", "01.", "01", "Số liệu"),
            ("đ) Việc khác", "đ)", "đ", "Việc khác"),
            ("a)Việc", "a)", "a", "Việc"),
            ("(1) Việc", "(1)", "1", "Việc"),
            ("(ii) Việc", "(ii)", "ii", "Việc"),
            ("2/ Việc", "2/", "2", "Việc"),
            ("II - Việc", "II -", "II", "Việc"),
            ("1\\. Việc", "1\\.", "1", "Việc"),
            ("**II.** Việc", "II.", "II", "Việc"),
            ("Phần I", "Phần I", "I", ""),
            ("PHẦN II: KẾT QUẢ", "PHẦN II:", "II", "KẾT QUẢ"),
            ("Phần thứ hai. Việc", "Phần thứ hai.", "thứ hai", "Việc"),
            ("Tiểu mục 3 Việc", "Tiểu mục 3", "3", "Việc"),
            ("- Việc", "-", "-", "Việc"),
            ("+ 2.1) Việc", "2.1)", "1", "Việc"),
            ("* Việc", "*", "*", "Việc"),
            ("B. Việc", "B.", "B", "Việc"),
        ] {
            assert_eq!(split(text), Some((number, last, title)), "{text}");
        }
    }

    #[test]
    fn leaves_words_and_quantities_alone() {
        for text in [
            "Im lặng",
            "VI PHẠM HÀNH CHÍNH",
            "XI MĂNG",
            "6 tháng đầu năm",
            "24/3/2016",
            "1.000 lượt",
            "1.234,5 tỷ",
            "2024. Năm",
            "X-quang",
            "6 - 8 tháng",
            "V/v báo cáo",
            "KT. GIÁM ĐỐC",
            "P.GĐ Sở",
            "T.S. An",
            "Phần mềm",
            "Mục tiêu",
            "Mục a kia",
            "4.0 và sau",
            "-5 độ",
            "",
            "(khác)",
            "100%",
            "C",
            "Phần",
            "1,5 tỷ",
            "Ý. kiến",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn headings_match_whatever_their_dress() {
        for text in [
            "I. KẾT QUẢ, LŨY KẾ",
            "**1.1. Kết quả, luỹ kế:**",
            "- a) *Kết quả,  lũy kế*.",
            "Phần I. Kết quả, luỹ kế ./.",
            "(đ) __Kết quả__, lũy kế;",
            "1. - Kết quả, luỹ kế",
            "ke\u{302}\u{301}t quả, luỹ kế",
        ] {
            assert_eq!(fold_heading(text), fold("Kết quả, luỹ kế"), "{text}");
        }
        assert_eq!(fold_heading("II."), "");
    }

    #[test]
    fn counts_on_in_the_same_series() {
        let parts = |text| heading_number(text).map(|n| n.parts).unwrap_or_default();
        assert_eq!(parts("d) x")[0].nth(5), "đ");
        assert_eq!((parts("đ) x")[0].value(), parts("e) x")[0].value()), (5, 6));
        assert_eq!(parts("ii) x")[0].nth(4), "iv");
        assert_eq!(parts("Phần thứ nhất")[0].nth(2), "thứ hai");
        assert_eq!(parts("I.3.")[1], NumberPart::Arabic(3));
        assert_eq!(parts("a) x")[0].nth(24), "24");
    }

    proptest! {
        #[test]
        fn spans_lie_in_order_on_borders(text in prop_oneof![any::<String>(), "[(*_IVXivab1-9đĐ.)/:\\-– PhầnMục\u{301}]{0,12}"]) {
            if let Some(number) = heading_number(&text) {
                prop_assert!(number.span.start <= number.last.start && number.last.end <= number.span.end);
                prop_assert!(number.span.end <= number.title);
                for at in [number.span.start, number.span.end, number.last.start, number.last.end, number.title] {
                    prop_assert!(text.is_char_boundary(at));
                }
            }
            let key = fold_heading(&text);
            prop_assert_eq!(fold(&key), key);
        }
    }
}
