//! Code in Markdown: between fences, and between backticks within a paragraph.

use baocao_core::text::Span;

/// Takes away the places that lie inside code; they are in order, and so are the stretches of text they come from.
pub(crate) fn drop_inside(text: &str, stretches: &[Span], places: &mut Vec<Span>) {
    if places.is_empty() {
        return;
    }
    let mut code: Vec<Span> = stretches.iter().flat_map(|stretch| spans(text, *stretch)).collect();
    code.sort();
    places.retain(|place| {
        let after = code.partition_point(|span| span.start <= place.start);
        after.checked_sub(1).is_none_or(|at| code[at].end <= place.start)
    });
}

/// Every stretch of code, in order.
pub(crate) fn spans(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    if memchr::memchr2(b'`', b'~', &text.as_bytes()[within.start..within.end]).is_none() {
        return found;
    }
    let mut at = within.start;
    let mut fence: Option<(usize, u8, usize)> = None;
    let mut paragraph = within.start;
    for line in text[within.start..within.end].split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let mark = words.bytes().next().filter(|b| matches!(b, b'`' | b'~'));
        let length = mark.map_or(0, |mark| words.bytes().take_while(|b| *b == mark).count());
        let end = at + line.len();
        match (fence, mark) {
            (Some((start, open, least)), Some(mark))
                if mark == open && length >= least && words[length..].trim().is_empty() =>
            {
                found.push(Span::new(start, end));
                (fence, paragraph) = (None, end);
            }
            (Some(_), _) => {}
            (None, Some(mark)) if length >= 3 && !words[length..].contains('`') => {
                inline(text, Span::new(paragraph, at), &mut found);
                fence = Some((at, mark, length));
            }
            (None, _) if words.trim().is_empty() => {
                inline(text, Span::new(paragraph, at), &mut found);
                paragraph = end;
            }
            (None, _) => {}
        }
        at = end;
    }
    match fence {
        Some((start, ..)) => found.push(Span::new(start, within.end)),
        None => inline(text, Span::new(paragraph, within.end), &mut found),
    }
    found
}

/// Code between runs of as many backticks.
fn inline(text: &str, within: Span, found: &mut Vec<Span>) {
    let bytes = &text.as_bytes()[within.start..within.end];
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'`', &bytes[at..]) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|b| **b == b'`').count();
        runs.push((start, length));
        at = start + length;
    }
    // The nearest later run of each length, so that a paragraph of backticks is walked over once.
    let mut nearest: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut closing = vec![None; runs.len()];
    for (at, (_, length)) in runs.iter().enumerate().rev() {
        closing[at] = nearest.insert(*length, at);
    }
    let mut at = 0;
    while at < runs.len() {
        match closing[at] {
            Some(close) => {
                let (start, (end, length)) = (runs[at].0, runs[close]);
                found.push(Span::new(within.start + start, within.start + end + length));
                at = close + 1;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::code::*;

    #[test]
    fn code_is_found_between_fences_and_backticks() {
        let shown = |text: &str| -> Vec<String> {
            spans(text, Span::new(0, text.len())).iter().map(|s| text[s.start..s.end].to_string()).collect()
        };
        assert_eq!(shown("a `b` c ``d ` e`` f ` g"), ["`b`", "``d ` e``"]);
        assert_eq!(shown("a `b\n\nc` d"), Vec::<String>::new());
        assert_eq!(shown("x\n```\n`y\n```\n`z`"), ["```\n`y\n```\n", "`z`"]);
        assert_eq!(shown("~~~\nmở"), ["~~~\nmở"]);
        assert!(shown("không có gì").is_empty());
    }
}
