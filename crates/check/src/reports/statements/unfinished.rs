//! What a writer leaves for later: “TODO”, “???”, “(bổ sung sau)”, a question that nothing answers.

use crate::reports::{code, comments};
use baocao_core::domain::{Unfinished, UnfinishedKind};
use baocao_core::text::{Span, fold};
use memchr::memmem;

/// Marks that stand for “not yet” wherever they are a word of their own.
const MARKS: [&str; 5] = ["TODO", "FIXME", "TBD", "???", "(?)"];
/// How the words in brackets begin that promise something.
const PROMISES: [&str; 14] = [
    "bổ sung sau",
    "cập nhật sau",
    "điền sau",
    "ghi sau",
    "viết sau",
    "chờ số liệu",
    "đang chờ số liệu",
    "chưa có số liệu, bổ sung",
    "bổ sung số liệu",
    "cần bổ sung",
    "xem lại",
    "kiểm tra lại số",
    "cần hỏi lại",
    "cần kiểm tra lại",
];

/// Everything of that kind in a stretch of text, in order; code, comments, quotations and addresses are passed over.
pub fn read(text: &str, body: Span) -> Vec<Unfinished> {
    let bytes = &text.as_bytes()[body.start..body.end];
    let brackets = memchr::memchr2(b'(', b'[', bytes).is_some();
    if !brackets
        && memchr::memchr(b'?', bytes).is_none()
        && MARKS.iter().all(|mark| memmem::find(bytes, mark.as_bytes()).is_none())
    {
        return Vec::new();
    }
    let mut hidden = code::spans(text, body);
    hidden.extend(comments::comments(&text[body.start..body.end]).into_iter().map(|mark| mark.shift(body.start)));
    hidden.sort();
    let seen = |at: usize| {
        let after = hidden.partition_point(|span| span.start <= at);
        after.checked_sub(1).is_none_or(|n| hidden[n].end <= at)
    };
    let mut found = Vec::new();
    let mut at = body.start;
    while at < body.end {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..body.end]).map_or(body.end, |p| at + p);
        let line = Span::new(at, end);
        at = end + 1;
        let words = text[line.start..line.end].trim();
        if words.is_empty() || words.starts_with('>') {
            continue;
        }
        promises(text, line, &mut found);
        question(text, line, body, &mut found);
    }
    marks(text, body, &mut found);
    found.retain(|unfinished| seen(unfinished.span.start));
    found.sort_by_key(|unfinished| unfinished.span);
    found.dedup_by(|a, b| a.span.start < b.span.end);
    found
}

fn marks(text: &str, body: Span, out: &mut Vec<Unfinished>) {
    for mark in MARKS {
        let mut from = body.start;
        let finder = memmem::Finder::new(mark);
        while let Some(at) = finder.find(&text.as_bytes()[from..body.end]).map(|at| from + at) {
            let mut end = at + mark.len();
            let letters = mark.as_bytes()[0].is_ascii_alphabetic();
            let joined = |c: Option<char>| letters && c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            if !joined(text[body.start..at].chars().next_back()) && !joined(text[end..body.end].chars().next()) {
                end += text[end..body.end].bytes().take_while(|b| *b == b'?').count();
                out.push(Unfinished { span: Span::new(at, end), kind: UnfinishedKind::Mark });
            }
            from = end;
        }
    }
}

fn promises(text: &str, line: Span, out: &mut Vec<Unfinished>) {
    let mut from = line.start;
    while let Some(at) = text[from..line.end].find(['(', '[']).map(|at| from + at) {
        from = at + 1;
        let near = &text.as_bytes()[from..line.end.min(from + 120)];
        let Some(length) = memchr::memchr2(b')', b']', near) else { continue };
        let inner = &text[from..from + length];
        // Most brackets promise nothing, and folding costs.
        if inner.len() < 8 || !["sau", "iệu", "ung", "ại"].iter().any(|word| inner.contains(word)) {
            continue;
        }
        let key = fold(inner);
        let begins =
            |promise: &&str| key.strip_prefix(*promise).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let promised = PROMISES.iter().find(|promise| begins(promise));
        // “(cần bổ sung 01 biên chế)” asks for something; “(cần bổ sung)” and “(cần bổ sung số liệu)” are for the writer.
        let counted = key.bytes().any(|b| b.is_ascii_digit());
        if promised.is_some() && !counted {
            out.push(Unfinished { span: Span::new(at, from + length + 1), kind: UnfinishedKind::Promise });
        }
    }
}

/// A question at the end of a paragraph, outside quotation marks.
fn question(text: &str, line: Span, body: Span, out: &mut Vec<Unfinished>) {
    let words = text[line.start..line.end].trim_end().trim_end_matches(['*', '_']);
    if !words.ends_with('?') || words.trim_start().starts_with('#') {
        return;
    }
    let next = text[line.end..body.end].trim_start_matches(['\r', '\n']);
    let blank_follows = text[line.end..body.end]
        .trim_start_matches('\r')
        .strip_prefix('\n')
        .is_none_or(|rest| rest.split('\n').next().unwrap_or("").trim().is_empty());
    let listed = next.trim_start().starts_with(['-', '+', '*', '#', '|']);
    let count = |c: char| words.matches(c).count();
    let quoted = count('“') > count('”') || count('"') % 2 == 1;
    let address = words.split_whitespace().next_back().is_some_and(|word| word.contains("://"));
    if (blank_follows || listed) && !quoted && !address {
        let start = words[..words.len() - 1].rfind(['.', '?', '!', ';']).map_or(0, |at| at + 1);
        let start =
            start + (words[start..].len() - words[start..].trim_start_matches([' ', '-', '+', '*', '\t']).len());
        let span = Span::new(line.start + start, line.start + words.len());
        out.push(Unfinished { span, kind: UnfinishedKind::Question });
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::unfinished::*;

    #[test]
    fn marks_promises_and_questions_are_told_from_ordinary_text() {
        let shown = |text: &str| -> Vec<String> {
            let found = read(text, Span::new(0, text.len()));
            found.iter().map(|unfinished| text[unfinished.span.start..unfinished.span.end].to_string()).collect()
        };
        for (text, wanted) in [
            ("TODO: hỏi lại", "TODO"),
            ("đạt ??? triệu", "???"),
            ("đạt ????? triệu", "?????"),
            ("nộp 12 triệu (?)", "(?)"),
            ("đạt 5 cuộc (cập nhật sau)", "(cập nhật sau)"),
            ("đạt [chờ số liệu của Sở Tài chính]", "[chờ số liệu của Sở Tài chính]"),
            ("Đã xong. Có tính cả chi cục không?\n\nHết.", "Có tính cả chi cục không?"),
            ("- Ai làm?\n- Việc khác", "Ai làm?"),
        ] {
            assert_eq!(shown(text), [wanted], "{text}");
        }
        for text in [
            "`TODO` và ```TODO```",
            "```\nTODO ???\n```",
            "<!-- TODO -->",
            "> Hỏi?",
            "MYTODO_X, TODOS",
            "cuộc thi “Bạn biết gì?”",
            "https://a.vn/x?",
            "Vì sao? Do chờ.",
            "Vì sao?\nDo chờ.",
            "(cập nhật đến ngày 10/6), (cần bổ sung 01 biên chế), (xem Phụ lục), [1], <F1, F2>",
        ] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }
}
