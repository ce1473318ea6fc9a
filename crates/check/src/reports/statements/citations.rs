//! Documents that a text cites, and the dates it names: what does not agree with itself or with the calendar.

use crate::reports::code;
use crate::reports::statements::words::{WordKind, WordToken, tokens};
use baocao_core::domain::{Date, Inconsistency, read_date, weekday};
use baocao_core::text::{Span, fold};
use memchr::memmem;
use std::collections::BTreeMap;

/// Kinds of documents and their letters in a symbol (Nghị định 30/2020/NĐ-CP, Phụ lục III).
const KINDS: [(&str, &str); 11] = [
    ("quyết định", "QĐ"),
    ("kế hoạch", "KH"),
    ("báo cáo", "BC"),
    ("thông báo", "TB"),
    ("nghị quyết", "NQ"),
    ("nghị định", "NĐ"),
    ("thông tư", "TT"),
    ("chỉ thị", "CT"),
    ("tờ trình", "TTr"),
    ("hướng dẫn", "HD"),
    ("biên bản", "BB"),
];

/// What is odd, and the limits that sentences set (“trước ngày 30/9/2024”).
pub fn read(text: &str, body: Span) -> (Vec<Inconsistency>, Vec<(Span, Date)>) {
    let (mut odd, mut limits) = (Vec::new(), Vec::new());
    let coded = code::spans(text, body);
    let mut cited: BTreeMap<String, (Date, Span)> = BTreeMap::new();
    let mut at = body.start;
    while at < body.end {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..body.end]).map_or(body.end, |p| at + p);
        let line = Span::new(at, end);
        at = end + 1;
        let words = &text[line.start..line.end];
        let dated = words.contains('/') || words.contains("tháng");
        let after = coded.partition_point(|span| span.start <= line.start);
        let hidden = after.checked_sub(1).is_some_and(|at| line.start < coded[at].end);
        if !dated || hidden || !words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let all = tokens(text, line);
        for at in 0..all.len() {
            if let Some((number, symbol, after)) = symbol(text, &all, at) {
                kind(&all, at, symbol, number, &mut odd);
                dates_of(text, &all, after, number, &mut cited, &mut odd);
            }
            if let Some((date, span)) = date(&all, at) {
                match date {
                    None => odd.push(Inconsistency::ImpossibleDate(span)),
                    Some(date) => {
                        odd.extend(wrong_weekday(&all, at, date, span));
                        if sets_limit(&all, at) {
                            limits.push((span, date));
                        }
                    }
                }
            }
        }
    }
    early_close(text, body, &mut odd);
    (odd, limits)
}

/// `12/QĐ-SKHCN`, `30/2020/NĐ-CP`: the whole, the letters, and the first token behind.
fn symbol<'t>(text: &str, all: &[WordToken<'t>], at: usize) -> Option<(Span, &'t str, usize)> {
    let [number, slash, letters] = all.get(at..at + 3)? else { return None };
    let joined = number.span.end == slash.span.start && slash.span.end == letters.span.start;
    let capitals = letters.text.chars().filter(|c| c.is_uppercase()).count();
    let fits = matches!(number.kind, WordKind::Number | WordKind::Fraction)
        && slash.is("/")
        && joined
        && letters.kind == WordKind::Word
        && capitals >= 2
        && letters.text.contains('-');
    // The letters may go on behind an “&” or another slash, which is no token's.
    let whole = Span::new(number.span.start, letters.span.end);
    let ends = text[whole.end..].chars().next().is_none_or(|c| !matches!(c, '/' | '&'));
    (fits && ends).then_some((whole, letters.text, at + 3))
}

/// “Quyết định số 12/KH-SKHCN”: the kind that is said right before a number against the letters behind it.
fn kind(all: &[WordToken<'_>], at: usize, letters: &str, whole: Span, odd: &mut Vec<Inconsistency>) {
    let mut before = at;
    while before > 0 && (all[before - 1].folded() == "số" || all[before - 1].is(":")) {
        before -= 1;
    }
    if before < 2 || before == at {
        return;
    }
    let said = format!("{} {}", all[before - 2].folded(), all[before - 1].folded());
    let first = letters.split('-').next().unwrap_or(letters);
    let own = KINDS.iter().find(|(_, code)| fold(code) == fold(first));
    let Some((meant, _)) = own.filter(|(kind, _)| *kind != said) else { return };
    let known = said == "công văn" || KINDS.iter().any(|(kind, _)| *kind == said);
    // “Quyết định phê duyệt kế hoạch số 9/QĐ-UBND”: the kind stands earlier in the sentence.
    let earlier = all[..before - 2].windows(2).rev().take(30).any(|pair| {
        let [first, second] = pair else { return false };
        format!("{} {}", first.folded(), second.folded()) == *meant
    });
    if known && !earlier {
        let span = Span::new(all[before - 2].span.start, whole.end);
        odd.push(Inconsistency::KindOfSymbol { span, said, meant: (*meant).to_string(), letters: first.to_string() });
    }
}

/// Two dates for one number and symbol.
fn dates_of(
    text: &str,
    all: &[WordToken<'_>],
    after: usize,
    whole: Span,
    cited: &mut BTreeMap<String, (Date, Span)>,
    odd: &mut Vec<Inconsistency>,
) {
    let at = if all.get(after).is_some_and(|token| token.folded() == "ngày") && date(all, after).is_none() {
        after + 1
    } else {
        after
    };
    let Some((Some(day), span)) = date(all, at) else { return };
    let key = fold(&text[whole.start..whole.end]);
    match cited.get(&key) {
        Some((other, first)) if *other != day => {
            odd.push(Inconsistency::TwoDates { span, first: *first, dates: (*other, day) })
        }
        Some(_) => {}
        None => {
            cited.insert(key, (day, span));
        }
    }
}

/// A date that begins at a token: `10/6/2024`, “ngày 10 tháng 6 năm 2024”; none inside where the calendar has no such day.
fn date(all: &[WordToken<'_>], at: usize) -> Option<(Option<Date>, Span)> {
    let token = all.get(at)?;
    let number = |at: usize| {
        all.get(at).filter(|t| t.kind == WordKind::Number && t.text.len() <= 4).and_then(|t| t.text.parse::<u32>().ok())
    };
    // Most tokens are neither, and folding costs.
    let named = token.text.starts_with(['n', 'N']);
    let digits = token.kind == WordKind::Word && token.text.starts_with(|c: char| c.is_ascii_digit());
    if !(named || digits) {
        return None;
    }
    let (day, month, year, span) = if named && token.folded() == "ngày" {
        let key = |at: usize| all.get(at).map(WordToken::folded).unwrap_or_default();
        if key(at + 2) != "tháng" || key(at + 4) != "năm" {
            return None;
        }
        let last = all.get(at + 5)?;
        (number(at + 1)?, number(at + 3)?, number(at + 5)?, Span::new(token.span.start, last.span.end))
    } else {
        let parts: Vec<&str> = token.text.split('/').collect();
        let [day, month, year] = parts[..] else { return None };
        let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let read = |part: &str| part.parse::<u32>().ok();
        if !(short(day) && short(month) && year.len() == 4) {
            return None;
        }
        (read(day)?, read(month)?, read(year)?, token.span)
    };
    if !(1900..2100).contains(&year) || day > 39 {
        return None;
    }
    Some((read_date(&format!("{year:04}-{month:02}-{day:02}")).ok(), span))
}

/// “vào thứ Hai, ngày 11/6/2024”, where that is a Tuesday.
fn wrong_weekday(all: &[WordToken<'_>], at: usize, date: Date, span: Span) -> Option<Inconsistency> {
    let mut before = at;
    while before > 0 && (all[before - 1].is(",") || all[before - 1].is("(") || all[before - 1].folded() == "ngày") {
        before -= 1;
    }
    let key = |at: usize| all.get(at).map(WordToken::folded).unwrap_or_default();
    let first = before.checked_sub(2)?;
    let said = match (key(first).as_str(), key(first + 1).as_str()) {
        ("thứ", "hai" | "2") => 1,
        ("thứ", "ba" | "3") => 2,
        ("thứ", "tư" | "4") => 3,
        ("thứ", "năm" | "5") => 4,
        ("thứ", "sáu" | "6") => 5,
        ("thứ", "bảy" | "7") => 6,
        ("chủ", "nhật") => 7,
        _ => return None,
    };
    // “Lần thứ hai” is no Monday.
    let apart = first.checked_sub(1).is_none_or(|at| {
        all[at].kind != WordKind::Word
            || matches!(key(at).as_str(), "vào" | "sáng" | "chiều" | "tối" | "từ" | "đến" | "trước" | "hết")
    });
    let right = weekday(date);
    (apart && said != right).then(|| Inconsistency::Weekday { span: Span::new(all[first].span.start, span.end), right })
}

/// “trước ngày 30/9/2024”, “chậm nhất là ngày 30/9/2024”.
fn sets_limit(all: &[WordToken<'_>], at: usize) -> bool {
    let key = |back: usize| at.checked_sub(back).and_then(|at| all.get(at)).map(WordToken::folded).unwrap_or_default();
    let back = if key(1) == "ngày" { 2 } else { 1 };
    let back = back + usize::from(key(back) == "là");
    key(back) == "trước" || key(back) == "nhất" && key(back + 1) == "chậm"
}

/// `./.` with text behind it that is no footnote.
fn early_close(text: &str, body: Span, odd: &mut Vec<Inconsistency>) {
    let Some(first) = memmem::find(&text.as_bytes()[body.start..body.end], b"./.") else { return };
    // Where the last line that is no footnote has its last letter: what stands before that is early.
    let mut at = body.start + first;
    let mut last = None;
    for line in text[at..body.end].split_inclusive('\n') {
        if line.trim_start().starts_with("[^") {
            break;
        }
        last = line.rfind(char::is_alphanumeric).map(|p| at + p).or(last);
        at += line.len();
    }
    let Some(last) = last else { return };
    let marks = memmem::find_iter(&text.as_bytes()[body.start..last], b"./.");
    odd.extend(marks.map(|at| Inconsistency::EarlyClose(Span::new(body.start + at, body.start + at + 3))));
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::citations::*;

    fn shown(text: &str) -> String {
        let (odd, limits) = read(text, Span::new(0, text.len()));
        let place = |span: &Span| text[span.start..span.end].to_string();
        let one = |odd: &Inconsistency| match odd {
            Inconsistency::KindOfSymbol { span, meant, .. } => format!("{} ≠ {meant}", place(span)),
            Inconsistency::TwoDates { span, dates, .. } => format!("{}: {} {}", place(span), dates.0, dates.1),
            Inconsistency::ImpossibleDate(span) | Inconsistency::EarlyClose(span) => place(span),
            Inconsistency::Weekday { span, right } => format!("{} → {right}", place(span)),
        };
        let limits = limits.iter().map(|(_, date)| format!("≤ {date}"));
        odd.iter().map(one).chain(limits).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_does_not_agree_is_named_and_ordinary_citations_are_not() {
        for (text, wanted) in [
            ("Quyết định số 12/KH-SKHCN", "Quyết định số 12/KH-SKHCN ≠ kế hoạch"),
            ("Công văn số: 7/QĐ-UBND", "Công văn số: 7/QĐ-UBND ≠ quyết định"),
            (
                "Quyết định số 12/QĐ-SKHCN; Công văn số 7/UBND-VP; Nghị định số 30/2020/NĐ-CP; Tờ trình số 3/TTr-SKHCN",
                "",
            ),
            ("Quyết định phê duyệt kế hoạch số 9/QĐ-UBND", ""),
            ("Thông báo kết luận số 5/KL-TU", ""),
            ("số 5/KH-A ngày 10/01/2024; số 5/KH-A ngày 11/01/2024", "11/01/2024: 2024-01-10 2024-01-11"),
            ("số 5/KH-A ngày 10/01/2024; số 5/KH-A ngày 10 tháng 1 năm 2024; số 6/KH-A ngày 11/01/2024", ""),
            ("ngày 31/6/2024; ngày 30 tháng 2 năm 2024; 29/2/2024", "31/6/2024; ngày 30 tháng 2 năm 2024"),
            (
                "vào thứ Hai, ngày 11/6/2024; thứ Ba (11/6/2024); lần thứ hai ngày 11/6/2024",
                "thứ Hai, ngày 11/6/2024 → 2",
            ),
            ("xong trước ngày 30/9/2024, chậm nhất là ngày 05/10/2024", "≤ 2024-09-30; ≤ 2024-10-05"),
            ("Xong./.\n\nCòn nữa.", "./."),
            ("Xong./.\n\n[^1]: chú", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
        assert_eq!(shown("```\n31/6/2024\n```"), "");
        assert_eq!(shown("123/45/6789 và 24/3"), "");
    }
}
