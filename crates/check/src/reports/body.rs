//! What the text of one section holds: whether anybody wrote something, template text left in, figures.

use crate::reports::code;
use crate::reports::comments::comments;
use crate::reports::outline::Guidance;
use baocao_core::domain::Fullness;
use baocao_core::text::{Span, fold};

/// A section's text as judged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Body {
    /// Empty or written.
    pub fullness: Fullness,
    /// Whether there are figures, or words that there are none.
    pub figures: bool,
    /// Placeholders and guidance left in, in order.
    pub left: Vec<Span>,
}

/// Judges the part `body` of a text; `guidance` are the form's own sentences for the section, as words.
pub fn judge<'g>(text: &str, body: Span, guidance: impl Iterator<Item = &'g Guidance>) -> Body {
    let gaps = visible(text, body);
    let mut left = Vec::new();
    for gap in &gaps {
        placeholders(text, *gap, &mut left);
    }
    code::drop_inside(text, &gaps, &mut left);
    for sentence in guidance {
        for gap in &gaps {
            pasted(text, *gap, sentence, &mut left);
        }
    }
    left.sort();
    let mut end = 0;
    left.retain(|span| {
        let keep = span.start >= end;
        end = end.max(span.end);
        keep
    });
    let fullness =
        if gaps.iter().any(|gap| says_something(text, *gap, &left)) { Fullness::Written } else { Fullness::Empty };
    let figures = fullness == Fullness::Written
        && (gaps.iter().any(|gap| has_figure(&text[gap.start..gap.end])) || says_none(text, &gaps));
    Body { fullness, figures, left }
}

/// The parts of a body outside comments.
fn visible(text: &str, body: Span) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut at = body.start;
    for comment in comments(&text[body.start..body.end]) {
        let comment = comment.shift(body.start);
        gaps.push(Span::new(at, comment.start));
        at = comment.end;
    }
    gaps.push(Span::new(at, body.end));
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

/// The words that begin what a template asks to be written between brackets, folded.
const ASKING: [&str; 6] = ["viết nội dung", "nhập ", "điền ", "ghi ", "nêu ", "nội dung"];
/// Words behind which those words ask for nothing.
const TELLING_ON: [&str; 14] =
    ["khẩu", "siêu", "cảnh", "học", "ngũ", "viện", "chú", "nhận", "nợ", "danh", "hình", "trên", "tại", "kèm"];
/// The placeholder of prefilled reports, as people leave it without its brackets.
const HERE: &str = "Viết nội dung tại đây";
/// Tags that HTML knows; `<số>` is none of them.
const TAGS: [&str; 16] =
    ["br", "b", "i", "u", "p", "sub", "sup", "div", "span", "table", "tr", "td", "th", "em", "strong", "hr"];

/// The bytes at which a placeholder can begin.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let bytes = b"[<._xV\xe2";
    let mut at = 0;
    while at < bytes.len() {
        begins[bytes[at] as usize] = true;
        at += 1;
    }
    begins
};

fn placeholders(text: &str, gap: Span, out: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut at = gap.start;
    while let Some(next) = bytes[at..gap.end].iter().position(|b| BEGINS[usize::from(*b)]) {
        at += next;
        let found = match bytes[at] {
            b'[' => bracketed(text, gap, at, ']').filter(|end| {
                let inner = &text[at + 1..end - 1];
                // “… […] …”: a quotation that leaves something out.
                asks(inner) && !links(text, *end) && !(leaves_out(inner) && quoted(text, gap, at))
            }),
            b'<' => bracketed(text, gap, at, '>').filter(|end| names_a_blank(&text[at + 1..end - 1])),
            b'.' if bytes[at..gap.end].starts_with(b"...") => dots(text, gap, at),
            0xe2 if bytes[at..gap.end].starts_with("…".as_bytes()) => dots(text, gap, at),
            b'_' if bytes[at..gap.end].starts_with(b"____") => Some(run(text, gap, at, |c| c == '_')),
            b'x' if bytes[at..gap.end].starts_with(b"xx") => crosses(text, gap, at),
            b'V' if text[at..gap.end].starts_with(HERE) => Some(at + HERE.len()),
            _ => None,
        };
        match found {
            Some(end) => {
                out.push(Span::new(at, end));
                at = end;
            }
            // A run that is no blank is stepped over whole, so that its tail is not asked again.
            None if matches!(bytes[at], b'.' | b'x') || bytes[at..gap.end].starts_with("…".as_bytes()) => {
                let first = text[at..].chars().next().unwrap_or('.');
                at = if first == 'x' { run(text, gap, at, |c| c == 'x') } else { run(text, gap, at, is_dot) };
            }
            None => at += 1,
        }
    }
}

fn run(text: &str, gap: Span, at: usize, of: impl Fn(char) -> bool) -> usize {
    at + text[at..gap.end].find(|c| !of(c)).unwrap_or(gap.end - at)
}

fn is_dot(c: char) -> bool {
    c == '.' || c == '…'
}

/// The end of a bracket that closes on the same line and within reason.
fn bracketed(text: &str, gap: Span, at: usize, close: char) -> Option<usize> {
    let mut reach = gap.end.min(at + 200);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let inner = text[at..reach].split('\n').next()?;
    inner.find(close).map(|end| at + end + 1)
}

fn leaves_out(inner: &str) -> bool {
    inner.chars().all(|c| is_dot(c) || c == ' ')
}

/// Whether a place stands inside quotation marks opened on the same line, or on a quoted line.
fn quoted(text: &str, gap: Span, at: usize) -> bool {
    let start = text[gap.start..at].rfind('\n').map_or(gap.start, |end| gap.start + end + 1);
    // As far as is looked at: a line may be a megabyte of brackets.
    let mut from = start.max(at.saturating_sub(2_000));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let count = |c: char| before.matches(c).count();
    text[start..at].trim_start().starts_with('>')
        || count('“') > count('”')
        || count('«') > count('»')
        || count('"') % 2 == 1
}

fn links(text: &str, end: usize) -> bool {
    text[end..].starts_with(['(', '[', ':'])
}

fn asks(inner: &str) -> bool {
    if inner.chars().all(|c| is_dot(c) || c == '_' || c == ' ') {
        return !inner.trim().is_empty();
    }
    // `[^1]`, `[x]` and names of links are many and short; folding is for what could be asking.
    inner.len() > 4 && {
        let folded = fold(inner);
        ASKING.iter().any(|word| {
            let word = fold(word);
            let rest =
                folded.strip_prefix(word.as_str()).map(|rest| (rest.starts_with(' '), rest.split_whitespace().next()));
            // “nhập khẩu”, “ghi chú”, “nội dung tại Phụ lục” ask for nothing.
            let asks_only = word.contains("viết");
            rest.is_some_and(|(apart, next)| asks_only || next.is_none_or(|next| apart && !TELLING_ON.contains(&next)))
        })
    }
}

fn names_a_blank(inner: &str) -> bool {
    let inner = inner.trim();
    let word = inner.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
    let coded = inner.is_ascii() && inner.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ',');
    !inner.is_empty()
        && !coded
        && !inner.contains(['=', '@', ':', '"', '<'])
        && !inner.starts_with(['!', '?'])
        && !TAGS.contains(&word.to_ascii_lowercase().as_str())
        && (inner.chars().all(|c| is_dot(c) || c == ' ') || !inner.is_ascii() || inner.contains(' '))
        && inner.chars().next().is_some_and(|c| c.is_alphabetic() || is_dot(c))
}

/// Dots are a blank if they are many, or if they stand where a word should: behind a space or a colon and before a
/// space. Behind a word (“lúa, ngô, khoai…”) or a comma they only say “and so on”.
fn dots(text: &str, gap: Span, at: usize) -> Option<usize> {
    let end = run(text, gap, at, is_dot);
    let weight: usize = text[at..end].chars().map(|c| if c == '…' { 3 } else { 1 }).sum();
    // Only as far as is looked at: a line may be a megabyte of dots.
    let mut before = text[gap.start..at].chars().rev().take_while(|c| *c != '\n');
    let mut after = text[end..gap.end].chars().take_while(|c| *c != '\n');
    let (beside, next) = (before.next(), after.next());
    let shown = |c: &char| !c.is_whitespace();
    let last = beside.filter(shown).or_else(|| before.find(shown));
    let goes_on = next.filter(shown).or_else(|| after.find(shown));
    let apart = beside.is_none_or(|c| matches!(c, ' ' | '\t' | '(' | ':' | '/' | '|' | '“' | '"'));
    let listing = matches!(last, Some(',' | ';'));
    let blank = weight >= 6
        || apart
            && !listing
            && match goes_on {
                None => last.is_none_or(|c| matches!(c, ':' | '-' | '+' | '*' | '|' | '.' | ')') || c.is_ascii_digit()),
                Some(c) => {
                    next.is_some_and(|c| matches!(c, ' ' | ')' | '/' | '|' | '%' | ':' | ';'))
                        && (c.is_alphanumeric() || matches!(c, '(' | ')' | '/' | '|' | '%' | ':' | ';'))
                }
            };
    blank.then_some(end)
}

/// `xx` standing for a number. Capital `XX` is the twentieth century.
fn crosses(text: &str, gap: Span, at: usize) -> Option<usize> {
    let end = run(text, gap, at, |c| c == 'x');
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/'));
    let before = text[gap.start..at].chars().last();
    let after = text[end..gap.end].chars().next().filter(|c| *c != '.' && *c != '/');
    (alone(before) && alone(after)).then_some(end)
}

/// How many words in a row are nobody's own wording.
const TELLING: usize = 10;

fn pasted(text: &str, gap: Span, sentence: &Guidance, out: &mut Vec<Span>) {
    let (start, sentence) = (&sentence.start, &sentence.words);
    let mut from = gap.start;
    while let Some(at) = start.find(&text.as_bytes()[from..gap.end]).map(|p| from + p) {
        from = at + start.needle().len();
        let mut end = at;
        let mut count = 0;
        let mut rest = &text[at..gap.end];
        for word in sentence {
            let trimmed = rest.trim_start();
            let closing = word.trim_end_matches(['.', ';', '?', '!', ',', ':']);
            let Some(after) = trimmed.strip_prefix(closing) else { break };
            if after.chars().next().is_some_and(char::is_alphanumeric) {
                break;
            }
            let punctuation = word.len() - closing.len();
            let after = after.strip_prefix(&word[word.len() - punctuation..]).unwrap_or(after);
            end = gap.end - after.len();
            rest = after;
            count += 1;
        }
        if count == sentence.len() || count >= TELLING {
            out.push(Span::new(at, end));
            from = end;
        }
    }
}

/// Whether anything but marks, numbering and what was left from the template stands here; `left` is in order.
fn says_something(text: &str, gap: Span, left: &[Span]) -> bool {
    let mut line_start = gap.start;
    for line in text[gap.start..gap.end].split_inclusive('\n') {
        let start = line_start;
        line_start += line.len();
        let content = start + leading_marks(line);
        let inside = |at: usize| left.get(left.partition_point(|span| span.end <= at)).is_some_and(|s| s.start <= at);
        let counts = |(offset, c): (usize, char)| {
            let at = start + offset;
            c.is_alphanumeric() && at >= content && !inside(at)
        };
        if line.char_indices().any(counts) {
            return true;
        }
    }
    false
}

/// Bytes of a line's indentation, bullets, quote marks and numbering.
fn leading_marks(line: &str) -> usize {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '>', '-', '+', '*', '–', '—', '•', '#', '|']);
        let digits = trimmed.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let numbered =
            digits > 0 && digits <= 8 && (trimmed[..digits].ends_with('.') || trimmed[digits..].starts_with(')'));
        let letter = trimmed.chars().next().filter(|c| c.is_alphabetic()).map_or(0, char::len_utf8);
        let lettered = letter > 0 && trimmed[letter..].starts_with(')');
        let cut = if numbered {
            digits + usize::from(trimmed[digits..].starts_with(')'))
        } else if lettered {
            letter + 1
        } else {
            0
        };
        // “1.250 lượt” is a quantity and no number of an item.
        let next = trimmed[cut..].chars().next();
        if cut == 0 || next.is_some_and(|c| !c.is_whitespace()) {
            return line.len() - trimmed.len();
        }
        rest = &trimmed[cut..];
    }
}

fn has_figure(text: &str) -> bool {
    let mut table_row = false;
    for line in text.lines() {
        let rule = !line.is_empty()
            && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'))
            && line.contains("--");
        if rule && table_row {
            return true;
        }
        table_row = line.contains('|');
        if line.bytes().any(|b| b.is_ascii_digit()) && line_has_figure(&line[leading_marks(line)..]) {
            return true;
        }
    }
    false
}

fn line_has_figure(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        if !word.bytes().any(|b| b.is_ascii_digit()) || word.contains("[^") {
            return false;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let year = bare.len() == 4
            && (bare.starts_with("19") || bare.starts_with("20"))
            && bare.bytes().all(|b| b.is_ascii_digit());
        let dated = bare.split(['/', '.', '-']).count() == 3
            && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-'))
            && bare.rsplit(['/', '.', '-']).next().is_some_and(|last| last.len() == 4 && last.starts_with(['1', '2']));
        let reference = bare.contains(char::is_alphabetic) && (bare.contains('/') || bare.contains('-'));
        if year || dated || reference {
            return false;
        }
        let word_at = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|w| plain(w)).unwrap_or_default();
        let named = matches!(
            word_at(at.checked_sub(1)).as_str(),
            "ngày" | "tháng" | "năm" | "quý" | "kỳ" | "điều" | "khoản" | "mục" | "phần" | "nhiệm kỳ" | "đợt"
        );
        let half = || word_at(Some(at + 1)) == "tháng" && matches!(word_at(Some(at + 2)).as_str(), "đầu" | "cuối");
        !named && !half()
    })
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// “Không có”, “Trong quý không phát sinh.”: a short answer that there is nothing to count.
fn says_none(text: &str, gaps: &[Span]) -> bool {
    let words: String = gaps.iter().map(|gap| &text[gap.start..gap.end]).collect();
    let words = words.trim();
    words.len() < 160 && {
        let folded = fold(words);
        ["không có", "không phát sinh", "chưa phát sinh", "chưa có"].iter().any(|none| folded.contains(none))
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::body::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Body {
        judge(text, Span::new(0, text.len()), std::iter::empty())
    }

    #[test]
    fn code_quotations_and_ordinary_brackets_are_no_blanks() {
        for text in [
            "Dùng hàm `<số>` và `[nhập số]`.",
            "```\n<tên đơn vị> … [điền số]\n```",
            "Cặp khoá <F1, F2> được cấp.",
            "Nghị quyết nêu: “đẩy mạnh […] chuyển đổi số”.",
            "> trích [...] nguyên văn",
            "Kim ngạch [nhập khẩu] và [ghi chú 1], [nội dung tại Phụ lục].",
            "Kết quả [1], [Nghị quyết 57], [x].",
        ] {
            assert_eq!(of(text).left, [], "{text}");
        }
        for text in ["Đạt <số> cuộc", "Đạt [nhập số] cuộc", "Đạt […] cuộc", "“a” rồi [...] b", "Ghi [nội dung]"]
        {
            assert_eq!(of(text).left.len(), 1, "{text}");
        }
    }

    fn left(text: &str) -> Vec<&str> {
        of(text).left.into_iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn a_section_is_empty_until_somebody_says_something() {
        for text in [
            "",
            "\n\n",
            "<!-- hướng dẫn: Nêu rõ -->\n[Viết nội dung tại đây]\n",
            "- \n- …\n",
            "1.\n2)\na) \n",
            "[…]",
            "[...]",
            "...",
            "……………",
            "<…>",
            "xx",
            "Viết nội dung tại đây",
            "**---**",
            "> \n",
            "- [Nêu số liệu]\n",
            "____",
        ] {
            assert_eq!(of(text).fullness, Fullness::Empty, "{text}");
        }
        for text in ["Không có", "không có.", "Đã nghiệm thu … nhiệm vụ", "| 1 | 2 |", "1.250 lượt", "a) Có"]
        {
            assert_eq!(of(text).fullness, Fullness::Written, "{text}");
        }
    }

    #[test]
    fn blanks_are_found_and_ordinary_dots_left_alone() {
        assert_eq!(left("Đã nghiệm thu … nhiệm vụ, đạt xx% và ……. triệu đồng."), ["…", "xx", "……."]);
        assert_eq!(
            left("Số lượng: ...\n- [Nhập số liệu]\nĐơn vị <tên đơn vị>, <...>"),
            ["...", "[Nhập số liệu]", "<tên đơn vị>", "<...>"]
        );
        assert_eq!(left("| Chỉ tiêu | … | 5 |"), ["…"]);
        for text in [
            "lúa, ngô, khoai…",
            "lúa, ngô, ... và sắn",
            "v.v...",
            "thế kỷ XX",
            "[xem](http://a) [^1] [x]: y",
            "H<sub>2</sub>O<br>",
            "a < b và c > d",
            "<https://vi.du>",
            "Mã xxx-1",
            "Công tác khác...",
            "[1] theo báo cáo",
            "Kết quả … ",
        ] {
            assert_eq!(left(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn the_forms_own_sentences_are_found_across_line_ends() {
        let sentences = crate::reports::outline::sentences(
            "Nêu rõ số liệu, có số liệu so sánh với cùng kỳ năm trước và có số liệu luỹ kế.",
        );
        let judged = |text: &str| judge(text, Span::new(0, text.len()), sentences.iter());
        let text = "Nêu rõ số liệu, có số liệu\r\nso sánh với cùng kỳ năm trước và có số liệu luỹ kế.";
        assert_eq!(judged(text).fullness, Fullness::Empty);
        let text = "A. Nêu rõ số liệu, có số liệu so sánh với cùng kỳ năm trước… Đã làm.";
        let body = judged(text);
        assert_eq!(
            &text[body.left[0].start..body.left[0].end],
            "Nêu rõ số liệu, có số liệu so sánh với cùng kỳ năm trước"
        );
        assert_eq!(judged("Nêu rõ số liệu, có thể khác.").left, []);
        assert_eq!(
            judged("<!-- Nêu rõ số liệu, có số liệu so sánh với cùng kỳ năm trước và có số liệu luỹ kế. -->").left,
            []
        );
    }

    #[test]
    fn figures_are_numbers_that_count_something() {
        for text in [
            "nghiệm thu 07 nhiệm vụ",
            "đạt 59,5%",
            "02/02 đơn",
            "| a | b |\n|---|---|\n| c | d |",
            "Không có.",
            "Trong quý không phát sinh",
        ] {
            assert!(of(text).figures, "{text}");
        }
        for text in [
            "Công tác được đẩy nhanh",
            "1. Đã họp\n2. Đã làm",
            "ngày 12/6/2024 đã họp",
            "quý 2 năm 2024",
            "Quyết định số 12/QĐ-UBND",
            "trong 6 tháng đầu năm",
            "tháng 6",
            "Đã báo cáo[^1]",
            "Không có khó khăn nào lớn, song việc triển khai còn chậm do nhiều đơn vị chưa chủ động phối hợp, nhất là trong công tác xây dựng kế hoạch và dự toán",
        ] {
            assert!(!of(text).figures, "{text}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_borders(text in "([\\[\\]<>.…x_V \n|:-]|Viết|nội|<!--|-->|đ\u{301}|1){0,40}") {
            for span in of(&text).left {
                let _ = &text[span.start..span.end];
            }
        }
    }
}
