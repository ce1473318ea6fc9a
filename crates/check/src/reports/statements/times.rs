//! Periods that a text names: “quý II năm 2024”, “tháng 5/2024”, “6 tháng đầu năm”, “năm 2025”.

use crate::reports::statements::words::{WordKind, WordToken, tokens};
use baocao_core::domain::NamedTime;
use baocao_core::text::Span;
use memchr::memmem;

/// Every period named in a stretch, in order. Dates (“ngày 5 tháng 6 năm 2024”) and stretches of years (“giai đoạn 2021-2025”)
/// name none.
pub fn named(text: &str, within: Span) -> Vec<NamedTime> {
    // Most headings name none, and folding costs.
    let words = &text[within.start..within.end];
    let told =
        ["quý", "QUÝ", "Quý", "tháng", "THÁNG", "Tháng", "năm", "NĂM", "Năm"].iter().any(|word| words.contains(word));
    if !told && !baocao_core::text::contains_decomposed(words) {
        return Vec::new();
    }
    let all = tokens(text, within);
    let keys: Vec<String> = all.iter().map(WordToken::folded).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match time(&all, &keys, at) {
            Some((time, after)) => {
                found.extend(time);
                at = after.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Words behind which a sentence compares, cites or looks elsewhere.
const ELSEWHERE: [&str; 12] =
    ["so", "cùng", "luỹ", "kế", "tăng", "giảm", "như", "chuyển", "đến", "từ", "trước", "quyết"];

/// The periods with which sentences begin (“Trong quý I năm 2024, …”), where the sentence compares with nothing.
pub(crate) fn opening(text: &str, body: Span) -> Vec<NamedTime> {
    let mut found = Vec::new();
    for start in ["Trong quý ", "Trong tháng ", "Trong năm "] {
        for at in memmem::find_iter(&text.as_bytes()[body.start..body.end], start) {
            let at = body.start + at;
            let line = text[at..body.end].split('\n').next().unwrap_or("");
            let before = text[body.start..at].trim_end_matches([' ', '\t']);
            if !(before.is_empty() || before.ends_with(['\n', '.', ';', '-', '–', '+', '*', '•', ')'])) {
                continue;
            }
            let length = sentence_end(line);
            let sentence = Span::new(at, at + length);
            let words: Vec<String> = tokens(text, sentence).iter().map(WordToken::folded).collect();
            if words.iter().any(|word| ELSEWHERE.contains(&word.as_str())) {
                continue;
            }
            let mut times = named(text, sentence);
            if times.len() == 1 {
                found.append(&mut times);
            }
        }
    }
    found.sort_by_key(|time| time.span);
    found
}

/// Where the sentence at the beginning of a line ends: not at the point of a number.
fn sentence_end(line: &str) -> usize {
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if matches!(c, '.' | ';') && chars.peek().is_none_or(|(_, next)| next.is_whitespace()) {
            return at;
        }
    }
    line.len()
}

/// The period that begins at a token, if one does, and where it ends; no period where a date or a stretch is passed over.
fn time(all: &[WordToken<'_>], keys: &[String], at: usize) -> Option<(Option<NamedTime>, usize)> {
    let key = |at: usize| keys.get(at).map(String::as_str).unwrap_or_default();
    let (months, end) = match key(at) {
        // “ngày 5 tháng 6 năm 2024” is a date.
        "ngày" if number(all, at + 1).is_some() && key(at + 2) == "tháng" => {
            let end = if key(at + 4) == "năm" { at + 6 } else { at + 4 };
            return Some((None, end));
        }
        "giai" | "nhiệm" | "năm" if stretch(all, keys, at) => return Some((None, at + 4)),
        "quý" => {
            let (quarter, year) = quarter(all, keys, at + 1)?;
            let months = (3 * quarter - 2, 3 * quarter);
            if let Some(year) = year {
                return Some((Some(made(all, at, at + 2, Some(year), months)), at + 2));
            }
            (months, at + 2)
        }
        "tháng" => match all.get(at + 1).map(|token| (token.kind, token.text)) {
            Some((WordKind::Fraction, text)) => {
                let (month, year) = text.split_once('/')?;
                let (month, year) = (month.parse().ok()?, year.parse().ok()?);
                ((1..=12).contains(&month) && (2000..2100).contains(&year)).then_some(())?;
                return Some((Some(made(all, at, at + 2, Some(year), (month, month))), at + 2));
            }
            _ => {
                let month = number(all, at + 1).filter(|month| (1..=12).contains(month))?;
                ((month, month), at + 2)
            }
        },
        "năm" => {
            let year = year(all, at + 1)?;
            return Some((Some(made(all, at, at + 2, Some(year), (1, 12))), at + 2));
        }
        _ => {
            // “6 tháng đầu năm”, “sáu tháng cuối năm”.
            let count = number(all, at).or_else(|| spelled(key(at)))?;
            (key(at + 1) == "tháng" && (1..=12).contains(&count)).then_some(())?;
            let months = match key(at + 2) {
                "đầu" => (1, count),
                "cuối" => (13 - count, 12),
                "năm" => return Some(with_year(all, keys, at, at + 2, (1, count))),
                _ => return None,
            };
            (key(at + 3) == "năm").then_some(())?;
            return Some(with_year(all, keys, at, at + 3, months));
        }
    };
    Some(with_year(all, keys, at, end, months))
}

/// The period with the year behind it: “năm 2024”, “/2024”, “- 2024”.
fn with_year(
    all: &[WordToken<'_>],
    keys: &[String],
    at: usize,
    end: usize,
    months: (u32, u32),
) -> (Option<NamedTime>, usize) {
    let joined = keys.get(end).is_some_and(|key| matches!(key.as_str(), "năm" | "/"));
    match year(all, end + 1).filter(|_| joined) {
        Some(year) => (Some(made(all, at, end + 2, Some(year), months)), end + 2),
        None => {
            let end = if keys.get(end).is_some_and(|key| key == "năm") && months != (1, 12) { end + 1 } else { end };
            (Some(made(all, at, end, None, months)), end)
        }
    }
}

fn made(all: &[WordToken<'_>], at: usize, end: usize, year: Option<i32>, months: (u32, u32)) -> NamedTime {
    let last = all.get(end - 1).or(all.last()).map_or(all[at].span.end, |token| token.span.end);
    NamedTime { span: Span::new(all[at].span.start, last), year, months }
}

/// “II”, “2”, “2/2024”.
fn quarter(all: &[WordToken<'_>], keys: &[String], at: usize) -> Option<(u32, Option<i32>)> {
    let token = all.get(at)?;
    let value = |key: &str| match key {
        "i" | "1" | "01" => Some(1),
        "ii" | "2" | "02" => Some(2),
        "iii" | "3" | "03" => Some(3),
        "iv" | "4" | "04" => Some(4),
        _ => None,
    };
    if token.kind == WordKind::Fraction {
        let (quarter, year) = token.text.split_once('/')?;
        return Some((value(quarter)?, Some(year.parse().ok().filter(|year| (2000..2100).contains(year))?)));
    }
    Some((value(keys.get(at)?)?, None))
}

fn number(all: &[WordToken<'_>], at: usize) -> Option<u32> {
    let token = all.get(at).filter(|token| token.kind == WordKind::Number && token.text.len() <= 2)?;
    token.text.parse().ok()
}

fn spelled(key: &str) -> Option<u32> {
    match key {
        "ba" => Some(3),
        "sáu" => Some(6),
        "chín" => Some(9),
        _ => None,
    }
}

fn year(all: &[WordToken<'_>], at: usize) -> Option<i32> {
    let token = all.get(at).filter(|token| token.kind == WordKind::Number && token.text.len() == 4)?;
    token.text.parse().ok().filter(|year| (2000..2100).contains(year))
}

/// “giai đoạn 2021-2025”, “nhiệm kỳ 2021-2026”, “năm học 2023-2024”, “năm 2021 - 2025”.
fn stretch(all: &[WordToken<'_>], keys: &[String], at: usize) -> bool {
    let key = |at: usize| keys.get(at).map(String::as_str).unwrap_or_default();
    let named = matches!((key(at), key(at + 1)), ("giai", "đoạn") | ("nhiệm", "kỳ") | ("năm", "học"));
    let years = year(all, at + 1).is_some() && matches!(key(at + 2), "-" | "–") && year(all, at + 3).is_some();
    named || years
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::times::*;

    fn shown(text: &str) -> String {
        let all = named(text, Span::new(0, text.len()));
        let shown = |time: &NamedTime| {
            let year = time.year.map_or_else(|| "?".to_string(), |year| year.to_string());
            format!("{year} {}-{} “{}”", time.months.0, time.months.1, &text[time.span.start..time.span.end])
        };
        all.iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn periods_are_told_from_dates_and_stretches() {
        for (text, wanted) in [
            ("KẾT QUẢ QUÝ II NĂM 2024", "2024 4-6 “QUÝ II NĂM 2024”"),
            ("quý 2/2024 và quý III", "2024 4-6 “quý 2/2024”, ? 7-9 “quý III”"),
            ("Quý II/2024", "2024 4-6 “Quý II/2024”"),
            (
                "tháng 06/2024; THÁNG 5 NĂM 2024; tháng 7",
                "2024 6-6 “tháng 06/2024”, 2024 5-5 “THÁNG 5 NĂM 2024”, ? 7-7 “tháng 7”",
            ),
            ("6 tháng đầu năm 2024", "2024 1-6 “6 tháng đầu năm 2024”"),
            ("9 tháng đầu năm, nhiệm vụ 3 tháng cuối năm", "? 1-9 “9 tháng đầu năm”, ? 10-12 “3 tháng cuối năm”"),
            ("sáu tháng cuối năm 2024", "2024 7-12 “sáu tháng cuối năm 2024”"),
            ("Kế hoạch năm 2025", "2025 1-12 “năm 2025”"),
            ("Quyết định ngày 5 tháng 1 năm 2023", ""),
            ("giai đoạn 2021-2025, năm học 2023-2024, năm 2021 - 2025", ""),
            ("ngày 05/6/2024 có 12 năm công tác, 6 tháng", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn only_sentences_that_begin_with_a_period_and_compare_with_nothing_name_it() {
        let count = |text: &str| opening(text, Span::new(0, text.len())).len();
        assert_eq!(count("Trong quý I năm 2024, đơn vị hoàn thành 5 việc."), 1);
        assert_eq!(count("- Trong tháng 5/2024 đã họp 2 buổi.\nHọp xong. Trong năm 2023 không có."), 2);
        assert_eq!(count("Trong quý I năm 2024 tăng 5% so với cùng kỳ."), 0);
        assert_eq!(count("Việc trong quý I năm 2024 đã xong."), 0);
    }
}
