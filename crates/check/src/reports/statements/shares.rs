//! Sums and shares that stand in the text without a tag, where the grammar leaves one reading: “27 nhiệm vụ, gồm 4 cấp quốc gia
//! và 23 cấp tỉnh”, “12/15 nhiệm vụ (80%)”, a table with a row “Tổng cộng”.

use crate::reports::code;
use crate::reports::statements::sums;
use crate::reports::statements::words::{WordKind, WordToken, tokens};
use baocao_core::domain::{PlainSum, SaidShare};
use baocao_core::text::Span;
use memchr::memmem;

/// The most words between a number and what it is a number of.
const NOUN: usize = 8;

/// Everything of that kind in a stretch of text.
pub fn read(text: &str, body: Span) -> (Vec<PlainSum>, Vec<SaidShare>) {
    let (mut found, mut shares) = (Vec::new(), Vec::new());
    let bytes = &text.as_bytes()[body.start..body.end];
    let (summed, shared) = (memmem::find(bytes, "gồm".as_bytes()).is_some(), memmem::find(bytes, b"%)").is_some());
    let tabled = memmem::find(bytes, "ng |".as_bytes()).is_some() || memmem::find(bytes, b"ng** |").is_some();
    if !(summed || shared || tabled) {
        return (found, shares);
    }
    let coded = code::spans(text, body);
    let plain = |at: usize| {
        let after = coded.partition_point(|span| span.start <= at);
        after.checked_sub(1).is_none_or(|n| coded[n].end <= at)
    };
    let mut at = body.start;
    let mut table: Option<Span> = None;
    for line in text[body.start..body.end].split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let row = line.trim_start().starts_with('|') && plain(span.start);
        match (&mut table, row) {
            (Some(open), true) => open.end = span.end,
            (None, true) => table = Some(span),
            (Some(_), false) => found.extend(table.take().into_iter().flat_map(|t| rows(text, t))),
            (None, false) => {}
        }
        if row || !plain(span.start) {
            continue;
        }
        // A tagged sentence is looked at by its tag.
        if summed && line.contains("gồm") && !line.contains("<!--") && !tagged_above(text, span.start) {
            sentences(text, span, &mut found);
        }
        if shared && line.contains("%)") {
            share(&tokens(text, span), &mut shares);
        }
    }
    found.extend(table.into_iter().flat_map(|t| rows(text, t)));
    (found, shares)
}

fn rows(text: &str, table: Span) -> Vec<PlainSum> {
    if tagged_above(text, table.start) { Vec::new() } else { sums::plain_table(text, table) }
}

/// Whether the line above is a comment, which may be the writer's own tag.
fn tagged_above(text: &str, at: usize) -> bool {
    let above = text[..at].trim_end_matches(['\n', '\r']);
    above.ends_with("-->")
}

fn sentences(text: &str, line: Span, found: &mut Vec<PlainSum>) {
    let all = tokens(text, line);
    for at in 0..all.len() {
        let key = all[at].folded();
        if key == "gồm" {
            found.extend(sum(&all, at));
        }
    }
}

/// The total before “gồm” and the parts behind it, each a number with its words and nothing else, up to the end of the clause.
fn sum(all: &[WordToken<'_>], at: usize) -> Option<PlainSum> {
    let total = total(all, at)?;
    let mut parts = Vec::new();
    let mut next = at + 1;
    if all.get(next).is_some_and(|token| token.is(":")) {
        next += 1;
    }
    loop {
        let number = all.get(next).filter(|token| token.kind == WordKind::Number)?;
        parts.push(number.said(None)?);
        next += 1;
        let mut words = 0;
        // A word at least; another number, a bracket or a share makes the sentence one that is not certain.
        let parted = loop {
            match all.get(next) {
                None => break false,
                Some(token) if token.kind == WordKind::Break || token.is(".") => break false,
                Some(token) if token.is(",") || token.is(";") => {
                    next += 1;
                    if all.get(next).is_some_and(|token| token.folded() == "và") {
                        next += 1;
                    }
                    break true;
                }
                Some(token)
                    if token.folded() == "và" && all.get(next + 1).is_some_and(|t| t.kind == WordKind::Number) =>
                {
                    next += 1;
                    break true;
                }
                Some(token) if token.kind == WordKind::Word || token.is("-") || token.is("–") || token.is("&") => {
                    words += 1;
                    next += 1;
                }
                Some(_) => return None,
            }
        };
        if words == 0 || words > NOUN {
            return None;
        }
        if !parted {
            break;
        }
        if all.get(next).is_none_or(|token| token.kind != WordKind::Number) {
            return None;
        }
    }
    let values: Option<Vec<_>> = parts.iter().map(|part| part.amount.number()).collect();
    let (values, whole) = (values?, total.amount.number()?);
    // Where a part is more than the whole, or the parts are far from it, something else is counted than the whole is.
    let sum: rust_decimal::Decimal =
        values.iter().try_fold(rust_decimal::Decimal::ZERO, |sum, n| sum.checked_add(*n))?;
    let near = whole.checked_sub(sum)?.abs().checked_mul(10.into())? <= whole.max(10.into());
    let fits = values.len() > 1 && values.iter().all(|value| *value <= whole) && near;
    fits.then_some(PlainSum { column: None, total, parts })
}

/// The number that is summed up: the only one in its clause, right before its noun and “gồm”.
fn total(all: &[WordToken<'_>], at: usize) -> Option<baocao_core::domain::Said> {
    let mut before = at;
    // “bao gồm”, “, gồm”.
    while before > 0 && (all[before - 1].folded() == "bao" || all[before - 1].is(",") || all[before - 1].is("(")) {
        if all[before - 1].is("(") {
            return None;
        }
        before -= 1;
    }
    let mut words = 0;
    while before > 0 && words <= NOUN {
        let token = &all[before - 1];
        match token.kind {
            WordKind::Number => {
                let named = before >= 2 && {
                    let name = all[before - 2].folded();
                    matches!(
                        name.as_str(),
                        "năm"
                            | "tháng"
                            | "ngày"
                            | "quý"
                            | "điều"
                            | "khoản"
                            | "mục"
                            | "số"
                            | "/"
                            | "-"
                            | "–"
                            | "đợt"
                            | "lần"
                            | "thứ"
                    ) && !(name == "số" && before >= 3 && all[before - 3].folded() == "tổng")
                };
                return (words > 0 && !named).then(|| token.said(None)).flatten();
            }
            WordKind::Word if token.folded() != "đó" => {
                words += 1;
                before -= 1;
            }
            _ => return None,
        }
    }
    None
}

/// “12/15 nhiệm vụ (80%)”: the bracket holds the percentage and nothing else.
fn share(all: &[WordToken<'_>], shares: &mut Vec<SaidShare>) {
    for (at, token) in all.iter().enumerate().filter(|(_, token)| token.kind == WordKind::Fraction) {
        let named = at.checked_sub(1).map(|n| all[n].folded()).unwrap_or_default();
        if matches!(named.as_str(), "tháng" | "ngày" | "quý" | "số" | "điều") {
            continue;
        }
        let words = all[at + 1..].iter().take_while(|token| token.kind == WordKind::Word).take(6).count();
        let [open, percent, sign, close] = match all.get(at + 1 + words..at + 5 + words) {
            Some([a, b, c, d]) => [a, b, c, d],
            _ => continue,
        };
        if !(open.is("(") && percent.kind == WordKind::Number && sign.is("%") && close.is(")")) {
            continue;
        }
        let Some((_, whole)) = token.text.split_once('/') else { continue };
        let start = token.span.end - whole.len();
        let whole = WordToken { kind: WordKind::Number, text: whole, span: Span::new(start, token.span.end) };
        if let (Some(part), Some(whole), Some(percent)) = (token.said(None), whole.said(None), percent.said(None)) {
            shares.push(SaidShare { part, whole, percent });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::shares::*;

    fn shown(text: &str) -> String {
        let (sums, shares) = read(text, Span::new(0, text.len()));
        let sum = |sum: &PlainSum| {
            let parts: Vec<&str> = sum.parts.iter().map(|part| part.text.as_str()).collect();
            format!("{} = {}", sum.total.text, parts.join(" + "))
        };
        let share = |s: &SaidShare| format!("{}/{} {}%", s.part.text, s.whole.text, s.percent.text);
        sums.iter().map(sum).chain(shares.iter().map(share)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn only_sums_and_shares_of_one_reading_are_taken() {
        for (text, wanted) in [
            ("Triển khai 27 nhiệm vụ, gồm 4 cấp quốc gia và 22 cấp tỉnh.", "27 = 4 + 22"),
            ("Ban hành tổng số 1.383 văn bản, gồm: 898 công văn, 188 quyết định, 297 báo cáo.", ""),
            ("Ban hành 383 văn bản, bao gồm 198 công văn, 88 quyết định và 97 báo cáo", "383 = 198 + 88 + 97"),
            ("Tổ chức 2 hội nghị, gồm 50 đại biểu và 3 báo cáo viên.", ""),
            ("Có 50 đại biểu, gồm 3 báo cáo viên và 2 lãnh đạo.", ""),
            ("Có 27 nhiệm vụ, gồm 4 cấp quốc gia (2 mới) và 22 cấp tỉnh.", ""),
            ("Có 27 nhiệm vụ, gồm 4 cấp quốc gia và một số cấp tỉnh.", ""),
            ("Có 27 nhiệm vụ, trong đó gồm 4 cấp quốc gia và 22 cấp tỉnh.", ""),
            ("<!-- cộng -->27 nhiệm vụ, gồm 4 cấp quốc gia và 22 cấp tỉnh.", ""),
            ("Năm 2024 gồm 4 đợt và 5 kỳ.", ""),
            ("```\n27 việc, gồm 4 mới và 22 cũ\n```", ""),
            ("Hoàn thành 12/15 nhiệm vụ (70%), tháng 6/2024 (50%).", "12/15 70%"),
            ("Hoàn thành 12/15 (70% kế hoạch).", ""),
            ("| Loại | Số |\n|---|---|\n| a | 4 |\n| b | 5 |\n| Tổng cộng | 10 |\n", "10 = 4 + 5"),
            (
                "| TT | Loại | Số |\n|---|---|---|\n| I | Nhóm | 9 |\n| 1 | a | 4 |\n| 2 | b | 5 |\n| | Tổng cộng | 9 |\n",
                "",
            ),
            ("| Loại | Tỷ lệ |\n|---|---|\n| a | 4 |\n| b | 5 |\n| Tổng cộng | 10 |\n", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }
}
