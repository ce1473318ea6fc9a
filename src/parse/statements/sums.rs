//! `<!-- cộng -->`: the writer says that what follows adds up, and where it ends.

use super::words::{Kind, Token, tokens};
use crate::domain::{Amount, Said, TaggedSum};
use crate::parse::comments;
use crate::text::{Span, fold, fold_plain};

/// Every tagged sum of a stretch of text.
pub(super) fn sums(text: &str, body: Span) -> Vec<TaggedSum> {
    let mut found = Vec::new();
    let marks = comments::comments(&text[body.start..body.end]);
    // Most reports have no comment at all.
    let tags: Vec<(Span, bool)> = marks
        .into_iter()
        .filter_map(|mark| {
            let mark = mark.shift(body.start);
            match fold_plain(comments::inner(text, mark).0).as_str() {
                "cong" => Some((mark, true)),
                "het" => Some((mark, false)),
                _ => None,
            }
        })
        .collect();
    for (at, (tag, opens)) in tags.iter().enumerate() {
        if !opens {
            continue;
        }
        let next = tags.get(at + 1);
        let end = next.map_or(body.end, |(next, _)| next.start);
        let stretch = Span::new(tag.end, end);
        if text[stretch.start..stretch.end].trim_start().starts_with('|') {
            found.extend(table(text, *tag, stretch));
        } else {
            let closed = next.is_some_and(|(_, opens)| !opens);
            found.push(sentence(text, *tag, stretch, closed));
        }
    }
    found
}

/// “27 nhiệm vụ, gồm 4 cấp quốc gia và 23 cấp tỉnh”: the first number and the others, up to `<!-- hết -->`, else to the
/// end of the sentence.
fn sentence(text: &str, tag: Span, stretch: Span, closed: bool) -> TaggedSum {
    let mut numbers = Vec::new();
    let mut depth = 0usize;
    let all = tokens(text, stretch);
    for (at, token) in all.iter().enumerate() {
        let next = all.get(at + 1);
        match token.kind {
            Kind::Break if !closed => break,
            Kind::Mark if token.text == "." && !closed => break,
            Kind::Mark if token.text == "(" => depth += 1,
            Kind::Mark if token.text == ")" => depth = depth.saturating_sub(1),
            // What stands in brackets explains a part; a share, a year, an article is nothing to add.
            Kind::Number if depth == 0 && !next.is_some_and(|t| t.is("%")) && !names_something(all[..at].last()) => {
                numbers.extend(token.said(None));
            }
            _ => {}
        }
    }
    let enough = numbers.len() > 2;
    let mut numbers = numbers.into_iter();
    let sum = numbers.next().filter(|_| enough).map(|total| (total, numbers.collect()));
    TaggedSum { tag, column: None, sum }
}

/// Whether the word before a number makes it a name: “năm 2024”, “Điều 5”.
fn names_something(before: Option<&Token<'_>>) -> bool {
    const NAMING: [&str; 10] = ["năm", "tháng", "quý", "ngày", "kỳ", "điều", "khoản", "mục", "số", "đợt"];
    before.is_some_and(|token| token.kind == Kind::Word && NAMING.contains(&token.folded().as_str()))
}

/// The columns of a table: its row “Cộng” (“Tổng …”), else its last row, against all the others.
fn table(text: &str, tag: Span, stretch: Span) -> Vec<TaggedSum> {
    let mut rows: Vec<Vec<(&str, Span)>> = Vec::new();
    let mut at = stretch.start;
    for line in text[stretch.start..stretch.end].split_inclusive('\n') {
        let bare = line.trim();
        if bare.starts_with('|') {
            rows.push(cells(line, at));
        } else if !rows.is_empty() {
            break;
        }
        at += line.len();
    }
    let nothing = || vec![TaggedSum { tag, column: None, sum: None }];
    let dashes = |(cell, _): &(&str, Span)| !cell.is_empty() && cell.bytes().all(|b| matches!(b, b'-' | b':'));
    if rows.len() < 3 || !rows[1].iter().all(dashes) {
        return nothing();
    }
    let head = rows.remove(0);
    rows.remove(0);
    let is_total = |row: &Vec<(&str, Span)>| {
        row.iter().take(2).any(|(cell, _)| {
            let key = fold(cell);
            key.starts_with("cộng") || key.starts_with("tổng")
        })
    };
    let total_row = rows.remove(rows.iter().position(is_total).unwrap_or(rows.len() - 1));
    let mut found = Vec::new();
    for (column, (cell, span)) in total_row.into_iter().enumerate() {
        let name = head.get(column).map_or("", |(cell, _)| *cell);
        let Some(total) = number(cell, span).filter(|_| !name.contains('%')) else { continue };
        let parts = rows.iter().filter_map(|row| row.get(column));
        let blank = |cell: &str| cell.is_empty() || cell.chars().all(|c| matches!(c, '-' | '–' | '…' | '.'));
        let parts: Option<Vec<Said>> =
            parts.filter(|(cell, _)| !blank(cell)).map(|(cell, span)| number(cell, *span)).collect();
        // A column of words is no sum.
        let Some(parts) = parts.filter(|parts| parts.len() > 1) else { continue };
        found.push(TaggedSum { tag, column: Some(name.to_string()), sum: Some((total, parts)) });
    }
    if found.is_empty() { nothing() } else { found }
}

/// The cells of a row without emphasis, each with its place.
fn cells(line: &str, at: usize) -> Vec<(&str, Span)> {
    let mut out = Vec::new();
    let inside = line.trim_end();
    let (mut start, mut escaped) = (None, false);
    for (offset, c) in inside.char_indices() {
        if c == '|' && !escaped {
            if let Some(start) = start {
                let cell = &inside[start..offset];
                let bare = cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
                let from = start
                    + (cell.len()
                        - cell.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).len());
                out.push((bare, Span::new(at + from, at + from + bare.len())));
            }
            start = Some(offset + 1);
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

fn number(cell: &str, span: Span) -> Option<Said> {
    let amount = Amount::read(cell);
    (amount != Amount::Unreadable).then(|| Said { text: cell.to_string(), span, amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let said = |said: &Said| {
            assert_eq!(&text[said.span.start..said.span.end], said.text);
            said.text.clone()
        };
        let shown = |found: &TaggedSum| {
            assert!(text[found.tag.start..found.tag.end].starts_with("<!--"));
            let column = found.column.as_deref().map(|c| format!("{c}: ")).unwrap_or_default();
            match &found.sum {
                None => format!("{column}nothing"),
                Some((total, parts)) => {
                    format!("{column}{} = {}", said(total), parts.iter().map(said).collect::<Vec<_>>().join(" + "))
                }
            }
        };
        sums(text, Span::new(0, text.len())).iter().map(shown).collect()
    }

    #[test]
    fn the_first_number_is_the_sum_of_the_others() {
        for (text, wanted) in [
            ("<!-- cộng -->27 nhiệm vụ, gồm 4 cấp quốc gia và 23 cấp tỉnh. Năm 2023 có 25.", "27 = 4 + 23"),
            (
                "<!-- CỘNG --> Trong năm 2024: 27 nhiệm vụ (10 mới), gồm 4 cấp quốc gia (14,8%) và 23 cấp tỉnh",
                "27 = 4 + 23",
            ),
            ("<!-- cộng -->2.130,5 triệu: 1.130,5 sự nghiệp; 1.000,0 đầu tư", "2.130,5 = 1.130,5 + 1.000,0"),
            ("<!-- cộng -->27 việc, gồm:\n- 4 việc mới;\n- 23 việc cũ.\n", "nothing"),
            ("<!-- cộng -->27 việc, gồm:\n- 4 việc mới;\n- 23 việc cũ.\n<!-- hết -->", "27 = 4 + 23"),
            ("<!-- cộng -->không có số nào.", "nothing"),
            ("<!-- cộng -->5 việc, đạt 90% và 10/12 việc khác", "nothing"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
        assert!(found("27 nhiệm vụ, gồm 4 và 22 <!-- ghi chú -->").is_empty());
    }

    #[test]
    fn columns_of_a_table_add_up_to_their_last_row_or_to_the_one_that_says_so() {
        let table = "<!-- cộng -->\n| TT | Đơn vị | Số vụ | Tỷ lệ % | Tiền |\n|---|---|---:|---|---|\n\
                     | 1 | A | 3 | 30 | 1.200,5 |\n| 2 | B | 7 | 70 | – |\n| 3 | C | 2 | 1 | 4,5 |\n\
                     | | **Cộng** | **12** | 101 | 1.205,0 |\n\nsau";
        assert_eq!(found(table), ["Số vụ: 12 = 3 + 7 + 2", "Tiền: 1.205,0 = 1.200,5 + 4,5"]);
        let first = "<!-- cộng -->\n| Loại | Số |\n|---|---|\n| Tổng số | 9 |\n| a | 4 |\n| b | 5 |\n";
        assert_eq!(found(first), ["Số: 9 = 4 + 5"]);
        assert_eq!(found("<!-- cộng -->\n| a | b |\n|---|---|\n| x | y |\n"), ["nothing"]);
    }
}
