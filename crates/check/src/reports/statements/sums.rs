//! `<!-- cộng -->`: the writer says that what follows adds up, and where it ends.

use crate::reports::comments;
use crate::reports::statements::words::{WordKind, WordToken, tokens};
use baocao_core::domain::{Amount, PlainSum, Said, TaggedSum};
use baocao_core::text::{Span, fold, fold_plain};
use std::collections::BTreeSet;

/// Every tagged sum of a stretch of text.
pub(crate) fn sums(text: &str, body: Span) -> Vec<TaggedSum> {
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
            found.extend(sentence(text, *tag, stretch, closed));
        }
    }
    found
}

/// “27 nhiệm vụ, gồm 4 cấp quốc gia và 23 cấp tỉnh”: the first number and the others, up to `<!-- hết -->`, else to the
/// end of the sentence.
fn sentence(text: &str, tag: Span, stretch: Span, closed: bool) -> Option<TaggedSum> {
    let mut numbers: Vec<Said> = Vec::new();
    let mut scales = BTreeSet::new();
    let mut depth = 0usize;
    let all = tokens(text, stretch);
    for (at, token) in all.iter().enumerate() {
        let next = all.get(at + 1);
        match token.kind {
            WordKind::Break if !closed => break,
            WordKind::Mark if token.text == "." && !closed => break,
            WordKind::Mark if token.text == "(" => depth += 1,
            WordKind::Mark if token.text == ")" => depth = depth.saturating_sub(1),
            // What is compared or measured comes after what is added up.
            WordKind::Word if depth == 0 && !numbers.is_empty() && ENDING.contains(&token.folded().as_str()) => break,
            // What is in brackets explains a part; a share, a time, a range, an article is nothing to add.
            WordKind::Number if depth == 0 && !next.is_some_and(|t| t.is("%")) => {
                let named = names_something(all[..at].last(), numbers.is_empty());
                if !named && !counts_time(next) && !in_range(&all, at) {
                    numbers.extend(token.said(None));
                    scales.extend(next.map(WordToken::folded).filter(|word| SCALES.contains(&word.as_str())));
                }
            }
            _ => {}
        }
    }
    // Thousands beside millions: nobody has said in which of them the total is.
    if scales.len() > 1 {
        return None;
    }
    let enough = numbers.len() > 2;
    let mut numbers = numbers.into_iter();
    let sum = numbers.next().filter(|_| enough).map(|total| (total, numbers.collect()));
    Some(TaggedSum { tag, column: None, sum })
}

/// Words behind which a sentence compares and no longer adds up.
const ENDING: [&str; 6] = ["tăng", "giảm", "đạt", "bằng", "vượt", "so"];

/// Units that are not each other's.
const SCALES: [&str; 4] = ["nghìn", "ngàn", "triệu", "tỷ"];

/// “6 tháng”, “03 ngày”.
fn counts_time(next: Option<&WordToken<'_>>) -> bool {
    next.is_some_and(|token| matches!(token.folded().as_str(), "tháng" | "ngày" | "năm" | "tuần" | "quý"))
}

/// “18 - 24 tháng”: neither end is a part.
fn in_range(all: &[WordToken<'_>], at: usize) -> bool {
    let dash = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|t| t.is("-") || t.is("–"));
    let number = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|t| t.kind == WordKind::Number);
    dash(Some(at + 1)) && number(Some(at + 2)) || dash(at.checked_sub(1)) && number(at.checked_sub(2))
}

/// Whether the word before a number makes it a name: “năm 2024”, “Điều 5”. Before the total itself “tổng số”, “trong quý” and
/// “trong kỳ” name nothing.
fn names_something(before: Option<&WordToken<'_>>, total: bool) -> bool {
    before.filter(|token| token.kind == WordKind::Word).is_some_and(|token| match token.folded().as_str() {
        "năm" | "tháng" | "ngày" | "điều" | "khoản" | "mục" | "đợt" => true,
        "quý" | "kỳ" | "số" => !total,
        _ => false,
    })
}

/// The sums of an untagged table: it must have a row “Cộng” (“Tổng cộng”) at its end, and no groups with sums of their own.
pub(crate) fn plain_table(text: &str, stretch: Span) -> Vec<PlainSum> {
    let rows: Vec<&str> = text[stretch.start..stretch.end].lines().map(str::trim).collect();
    let first_cells = |row: &str| row.trim_matches('|').split('|').next().unwrap_or("").trim().to_string();
    let grouped = rows[..rows.len().saturating_sub(1)].iter().skip(2).any(|row| {
        let cell = first_cells(row);
        let roman = !cell.is_empty() && cell.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'.'));
        roman || row.contains("**") || cell.contains('.') && cell.bytes().filter(u8::is_ascii_digit).count() > 1
    });
    let ends_with_total = rows.last().is_some_and(|row| {
        row.split('|')
            .take(3)
            .any(|cell| matches!(fold(cell.trim().trim_matches('*').trim()).as_str(), "cộng" | "tổng cộng" | "tổng số"))
    });
    if grouped || !ends_with_total || rows.len() < 5 {
        return Vec::new();
    }
    let found = table(text, Span::at(stretch.start), stretch);
    let sums = found.into_iter().filter_map(|sum| {
        let name = fold(sum.column.as_deref().unwrap_or(""));
        // Shares, averages and prices are not added up.
        let added = ["tỷ lệ", "bình quân", "đơn giá", "năm", "điểm", "ghi chú"].iter().all(|word| !name.contains(word));
        let (total, parts) = sum.sum.filter(|_| added)?;
        Some(PlainSum { column: sum.column, total, parts })
    });
    sums.collect()
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
    let adds = |row: &[(&str, Span)]| {
        row.iter().take(2).any(|(cell, _)| {
            let key = fold(cell);
            let key = key.trim_end_matches([':', '.']);
            matches!(key, "cộng" | "tổng" | "tổng số" | "tổng cộng") || key.starts_with("cộng ")
        })
    };
    let total_row = rows.remove(rows.iter().rposition(|row| adds(row)).unwrap_or(rows.len() - 1));
    // What is a sum itself is no part of another.
    rows.retain(|row| !adds(row));
    let mut found = Vec::new();
    for (column, (cell, span)) in total_row.into_iter().enumerate() {
        let name = head.get(column).map_or("", |(cell, _)| *cell);
        let counts = matches!(fold(name).trim_end_matches('.'), "tt" | "stt" | "số tt" | "số thứ tự");
        let Some(total) = number(cell, span).filter(|_| !name.contains('%') && !counts) else { continue };
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
    use crate::reports::statements::sums::*;

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
            ("<!-- cộng -->Tổng số 27 nhiệm vụ, gồm 4 cấp quốc gia, 20 cấp tỉnh và 3 cấp cơ sở", "27 = 4 + 20 + 3"),
            ("<!-- cộng -->Trong quý 27 nhiệm vụ, gồm 4 mới thực hiện trong 6 tháng và 23 cũ", "27 = 4 + 23"),
            ("<!-- cộng -->27 nhiệm vụ, gồm 4 mới và 23 cũ, tăng 2 nhiệm vụ so với cùng kỳ", "27 = 4 + 23"),
            ("<!-- cộng -->10 đề tài, gồm 6 đề tài 1 - 2 năm và 4 đề tài khác", "10 = 6 + 4"),
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
        let parts = "<!-- cộng -->\n| STT | Đơn vị | Số |\n|---|---|---|\n| 1 | Tổng cục A | 4 |\n| 2 | B | 5 |\n\
                     | | Cộng I | 9 |\n| 3 | C | 1 |\n| 4 | Tổng cộng | 10 |\n";
        assert_eq!(found(parts), ["Số: 10 = 4 + 5 + 1"]);
        assert!(found("<!-- cộng -->4,5 tỷ đồng, gồm 4.000 triệu đồng và 500 triệu đồng").is_empty());
        assert_eq!(found("<!-- cộng -->\n| a | b |\n|---|---|\n| x | y |\n"), ["nothing"]);
    }
}
