//! HTML comments, in which forms and skeletons give their orders.

use baocao_core::text::Span;
use memchr::memmem;

/// Every comment of a text, with its marks.
pub(crate) fn comments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], b"<!--").map(|p| at + p) {
        // A comment that is never closed hides the rest of the file; so it is read, too.
        let end = text[start + 4..].find("-->").map_or(text.len(), |p| start + 4 + p + 3);
        found.push(Span::new(start, end));
        at = end;
    }
    found
}

/// What stands between a comment's marks, and where.
pub(crate) fn inner(text: &str, comment: Span) -> (&str, Span) {
    let whole = &text[comment.start..comment.end];
    let open = whole.strip_prefix("<!--").unwrap_or(whole);
    let inside = open.strip_suffix("-->").unwrap_or(open);
    let start = comment.start + (whole.len() - open.len()) + (inside.len() - inside.trim_start().len());
    let words = inside.trim();
    (words, Span::new(start, start + words.len()))
}

#[cfg(test)]
mod tests {
    use crate::reports::comments::*;

    #[test]
    fn finds_comments_side_by_side_over_lines_and_unclosed() {
        let text = "a <!-- một --><!-- hai\nba --> b <!-- bốn";
        let words: Vec<_> = comments(text).into_iter().map(|c| inner(text, c).0).collect();
        assert_eq!(words, ["một", "hai\nba", "bốn"]);
        for c in comments(text) {
            let (words, span) = inner(text, c);
            assert_eq!(&text[span.start..span.end], words);
        }
    }
}
