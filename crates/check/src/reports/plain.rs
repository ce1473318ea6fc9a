//! The headings of plainly written Markdown, without a tree.
//!
//! Most reports are headings, paragraphs, bullets, numbered items and simple tables, set at the margin. For these the
//! lines alone tell where each block begins. Whatever else a text holds (code, quotes, HTML other than comments,
//! underlined headings, links' definitions, odd indents …) is not answered here but left to the real parser: `None`.
//! A property test proves that the two never disagree.

use crate::reports::outline::OutlineLine;
use baocao_core::domain::Heading;
use baocao_core::text::{Span, contains_decomposed, nfc};

/// What the line before left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenLine {
    /// Nothing: a blank line, a heading, the end of a table or of a comment.
    Nothing,
    /// A paragraph at the margin.
    Paragraph,
    /// A list item whose text is indented by so many bytes, with a paragraph of its own still open.
    Item(usize),
    /// A footnote or the address of a link, whose further lines would stand indented.
    Note,
    /// A list item or footnote after a blank line.
    Spaced(usize),
}

/// Headings, and lines of paragraphs and one-line numbered items, in the order written; `None` if the text from `body`
/// on is not all plain.
pub fn lines(text: &str, body: usize) -> Option<Vec<OutlineLine>> {
    if odd_characters(&text.as_bytes()[body..]) {
        return None;
    }
    let mut found = Vec::new();
    let mut open = OpenLine::Nothing;
    // A numbered item that has one line so far: where it may be a heading to people.
    let mut numbered: Option<Span> = None;
    let mut rest = PlainLines { text, at: body };
    while let Some(row) = rest.next() {
        let line = row.line;
        let Some(first) = line.bytes().next().filter(|b| *b != b' ' || !is_blank(line)) else {
            take(&mut numbered, text, &mut found);
            open = match open {
                OpenLine::Item(indent) | OpenLine::Spaced(indent) => OpenLine::Spaced(indent),
                OpenLine::Note => OpenLine::Spaced(NOTE),
                OpenLine::Nothing | OpenLine::Paragraph => OpenLine::Nothing,
            };
            continue;
        };
        if first == b' ' {
            open = OpenLine::Item(inside(line, open, &mut numbered, |span| {
                found.extend(OutlineLine::of_text(text, span))
            })?);
            continue;
        }
        if is_rule(line) || open == OpenLine::Note && first != b'[' {
            return None;
        }
        let before = std::mem::replace(&mut open, OpenLine::Nothing);
        if before != OpenLine::Paragraph || first == b'#' {
            take(&mut numbered, text, &mut found);
        }
        match first {
            b'#' => found.push(OutlineLine::Heading(heading(text, row.span)?)),
            b'<' if line.starts_with("<!--") => rest.skip_comment(row.span)?,
            b'|' if before == OpenLine::Nothing => rest.skip_table(line)?,
            b'<' | b'>' | b'`' | b'~' | b'|' => return None,
            b'[' if !line.contains(']') || before == OpenLine::Note && !line.contains("]: ") => return None,
            b'[' if line.contains("]:") => {
                note(line, before)?;
                open = OpenLine::Note;
            }
            _ => match marker(line) {
                Some(Marker::Odd) => return None,
                Some(Marker::Bullet) => open = OpenLine::Item(2),
                // Within a paragraph only “1.” begins a list, and behind another list much else decides.
                Some(Marker::Number(width)) => match before {
                    OpenLine::Paragraph => return None,
                    OpenLine::Item(indent) if indent < 3 => return None,
                    _ => {
                        numbered = Some(row.span);
                        open = OpenLine::Item(width);
                    }
                },
                // A line at the margin right under an item belongs to the item's paragraph.
                None if matches!(before, OpenLine::Item(_)) => return None,
                None => {
                    found.extend(OutlineLine::of_text(text, row.span));
                    open = OpenLine::Paragraph;
                }
            },
        }
    }
    take(&mut numbered, text, &mut found);
    Some(found)
}

fn take(numbered: &mut Option<Span>, text: &str, found: &mut Vec<OutlineLine>) {
    found.extend(numbered.take().and_then(|span| OutlineLine::of_text(text, span)));
}

/// How far the further lines of a footnote are indented.
const NOTE: usize = 4;

/// A footnote, or a link's address: no heading to anybody, whichever it is.
fn note(line: &str, before: OpenLine) -> Option<()> {
    let after = line.split_once("]: ")?.1;
    let apart = matches!(before, OpenLine::Nothing | OpenLine::Spaced(_) | OpenLine::Note);
    let plain = after.starts_with(char::is_alphabetic) && line.chars().any(char::is_lowercase);
    (apart && plain && !line.starts_with("[^]") && OutlineLine::of_text(line, Span::new(0, line.len())).is_none())
        .then_some(())
}

/// An indented line: it must belong to the item above it, beyond doubt. Gives the indent of that item's text.
fn inside(line: &str, open: OpenLine, numbered: &mut Option<Span>, settle: impl FnOnce(Span)) -> Option<usize> {
    let depth = line.bytes().take_while(|b| *b == b' ').count();
    let (OpenLine::Item(indent) | OpenLine::Spaced(indent)) = open else { return None };
    if depth < indent || is_rule(line) {
        return None;
    }
    // Right under a numbered item of one line: a list inside it, or the second line of its paragraph?
    if let Some(span) = numbered.take() {
        let inner = &line[depth..];
        match marker(inner) {
            Some(Marker::Bullet) if depth < indent + 4 => settle(span),
            Some(Marker::Number(3)) if inner.starts_with('1') && depth < indent + 4 => settle(span),
            None if inner.starts_with(char::is_alphabetic) => {}
            _ => return None,
        }
    }
    Some(indent)
}

/// Tabs and other controls mean too many things; so does a carriage return by itself.
fn odd_characters(bytes: &[u8]) -> bool {
    let control = |b: &u8| (*b < 0x20) & (*b != b'\n') & (*b != b'\r');
    bytes.chunks(64).any(|chunk| chunk.iter().fold(false, |odd, b| odd | control(b)))
        || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

enum Marker {
    Bullet,
    /// The bytes of number, mark and space.
    Number(usize),
    Odd,
}

/// The mark of a list item that has text behind exactly one space.
fn marker(line: &str) -> Option<Marker> {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (mark, width) = match bytes.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => (Marker::Bullet, 1),
        b'.' | b')' if digits > 0 && digits < 10 => (Marker::Number(digits + 2), digits + 1),
        _ => return None,
    };
    match bytes.get(width) {
        Some(b' ') => {}
        Some(_) => return None,
        None => return Some(Marker::Odd),
    }
    // What stands behind the mark may be a block of its own: another mark, a heading, a quote, code, HTML, a table.
    let inner = &line[width + 1..];
    let plain = inner.starts_with(|c: char| c.is_alphanumeric() || "“\"'(*.,;:/%–…".contains(c));
    let plain = plain || inner.starts_with('[') && inner.contains(']') && !inner.contains("]:");
    Some(if plain && !is_rule(inner) && !marked(inner) { mark } else { Marker::Odd })
}

/// Whether a list item begins here, with or without text.
fn marked(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = line[digits..].bytes();
    let mark = match rest.next() {
        Some(b'-' | b'+' | b'*') => digits == 0,
        Some(b'.' | b')') => digits > 0,
        _ => false,
    };
    mark && rest.next().is_none_or(|b| b == b' ')
}

/// Nothing but the signs of rules, underlines, tables' second rows and blanks.
fn is_rule(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'_' | b'+' | b':' | b'|' | b' '))
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| b == b' ')
}

/// A heading whose words hold no markup.
fn heading(text: &str, row: Span) -> Option<Heading> {
    // Whatever blank it is that ends the line: the other reader tells blanks as Unicode does.
    let line = text[row.start..row.end].trim_end();
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let inner = line[level..].trim_start_matches(' ');
    let marked = |b| matches!(b, b'#' | b'*' | b'_' | b'[' | b']' | b'<' | b'>' | b'&' | b'\\' | b'~' | b'!' | b'`');
    if level > 6 || !line[level..].starts_with(' ') || inner.is_empty() || inner.bytes().any(marked) {
        return None;
    }
    let end = row.start + line.len();
    let words = if contains_decomposed(inner) { nfc(inner) } else { inner.to_string() };
    Some(Heading {
        level: u8::try_from(level).ok()?,
        text: words.trim().to_string(),
        span: Span::new(row.start, end),
        text_span: Span::new(end - inner.len(), end),
        markdown: true,
    })
}

struct PlainLine<'t> {
    /// Without its end.
    line: &'t str,
    span: Span,
}

/// The lines of a text; ends early where a character makes a line that is not plain.
struct PlainLines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> PlainLines<'t> {
    fn next(&mut self) -> Option<PlainLine<'t>> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &self.text[self.at..self.at + length];
        let line = line.strip_suffix('\r').unwrap_or(line);
        let span = Span::new(self.at, self.at + line.len());
        self.at = (self.at + length + 1).min(self.text.len());
        Some(PlainLine { line, span })
    }

    /// Past the line that ends a comment.
    fn skip_comment(&mut self, first: Span) -> Option<()> {
        let end = memchr::memmem::find(&self.text.as_bytes()[first.start + 2..], b"-->")? + first.start + 2;
        while self.at <= end && self.at < self.text.len() {
            self.next();
        }
        Some(())
    }

    /// Past a table whose every row stands between bars.
    fn skip_table(&mut self, head: &str) -> Option<()> {
        let rule = self.next()?.line;
        let columns = cells(head)?.count();
        let ruled = |cell: &str| {
            let dashes = cell.trim_matches(' ');
            let dashes = dashes.strip_prefix(':').unwrap_or(dashes);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        };
        let rules = cells(rule)?;
        if rules.clone().count() != columns || !rules.into_iter().all(ruled) {
            return None;
        }
        loop {
            let here = self.at;
            match self.next() {
                Some(row) if is_blank(row.line) => {
                    self.at = here;
                    return Some(());
                }
                Some(row) => cells(row.line).map(|_| ())?,
                None => return Some(()),
            }
        }
    }
}

/// The cells of a row between bars.
fn cells(line: &str) -> Option<std::str::Split<'_, char>> {
    let inner = line.trim_end_matches(' ').strip_prefix('|')?.strip_suffix('|')?;
    (!inner.contains(['\\', '`'])).then(|| inner.split('|'))
}

#[cfg(test)]
mod tests {
    use crate::reports::plain::*;
    use crate::reports::{markdown, report};
    use baocao_core::text::{RepoPath, Source};
    use proptest::prelude::*;

    /// What the real parser says.
    fn parsed(text: &str) -> Vec<OutlineLine> {
        let source = Source::new(RepoPath::new("a.md"), text.to_string());
        report::lines(text, markdown::page(&source, 0))
    }

    #[test]
    fn ordinary_reports_are_plain_and_odd_ones_are_not() {
        for name in ["thanh-tra", "van-phong", "quan-ly-khoa-hoc", "ke-hoach-tai-chinh", "chi-cuc-tdc", "khcn-co-so"] {
            let path = format!("{}/../../reports/2024-Q2/{name}.md", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).expect("a sample");
            let body = &text[text[4..].find("---\n").expect("front matter") + 8..];
            assert_eq!(lines(body, 0), Some(parsed(body)), "{name}");
        }
        for odd in [
            "Tên\n===\n",
            "> trích\n",
            "```\n# mã\n```\n",
            "\tmã\n",
            "[x]:\nhttp://a\n",
            "    mã\n",
            "<b>\n",
            "# *a*\n",
            "a\rb\n",
        ] {
            assert_eq!(lines(odd, 0), None, "{odd:?}");
        }
    }

    /// Lines as reports hold them, and the odd ones among which a reader without a tree could go astray.
    fn line() -> impl Strategy<Value = &'static str> {
        prop_oneof![
            12 => Just(""),
            6 => proptest::sample::select(vec!["# BÁO CÁO", "I. KẾT QUẢ", "1. Một", "2. Hai", "- một", "   - con", "   con", "[^1]: chữ", "[^2]: chữ", "[x]: chữ", "Chữ"]),
            12 => proptest::sample::select(vec![
                "# BÁO CÁO", "## I. KẾT QUẢ", "### 1. Kết quả ", "#### a)  Thêm", "####### bảy", "#không", "##",
                "I. KẾT QUẢ", "Đã làm 5 việc.", "**1. Kết quả**", "__TO__", "1.Kết quả", "2024. Năm", "(1) Việc", "KẾT QUẢ", "[Viết tại đây]", "[x] y", "\u{a0}I. X",
                "- một", "+ hai", "* ba", "- **bốn**", "-5 độ", "- 1. a", "- # a", "-", "- - a", "* * *", "-  năm", "– sáu", "• bảy",
                "1. Một", "2. Hai", "3) Ba", "10. Mười", "01. Không", "1.", "1.  x", "1. - x", "123456789. x", "1. * a", "1. **A**", "1. KẾT QUẢ", "2. TO",
                "  - con", "   - con", "  con", "   con", "   1. con", "   2. con", "    sâu", "       rất sâu", " lẻ", "     - năm", "  ---", "   # a", "  KẾT QUẢ", "   KẾT QUẢ",
                "| a | b |", "|---|---|", "|:-:|--:|", "| 1 | 2 |", "| 1 |", "| a | b", "a | b", "---|---", "|", "||", "||---|", "| a \\| b | c |",
                "[^1]: ghi chú", "[^2]: KẾT", "[x]: http://a", "[x]: chữ 'tên'", "'tên'", "    thêm", "- [ ] a", "- [b]", "1. [c]", "- [d]: e", "1. [d]: e", "chữ[^1] [x]",
                "<!-- a -->", "<!-- a", "b -->", "<!-->", "<!-- a --> I. X", "<br>", "> q", "```", "~~~", "---", "===", "- - -", "[a]: b", "[^1]: c", "&nbsp;", "\\# a", "a\\", "  ", "\ta", "`a`", "$", "&",
            ]),
            1 => proptest::sample::select(vec!["[^1]: a", "[^2]: b", "[x]: c", "[y]: d \"e\"", "[x]: e f", "#", "# ", "# #", "# a #", "# a#b", "#\u{a0}a", "# \u{a0}a", "# a\u{a0}", "# a \u{85} ", "# a\u{2028}", "# ke\u{302}\u{301}t", "1)", "1) ", "- ", "-\u{a0}a", "*a*", "+a", "1.\u{a0}a", "[a", "b]: c", "[]: a", "*", "_ _ _", "+ +", "=", ":-", "|-|", "|a|"]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn never_disagrees_with_the_parser(rows in proptest::collection::vec(line(), 0..9), crlf in proptest::bool::weighted(0.2), last in any::<bool>()) {
            let mut text = rows.join(if crlf { "\r\n" } else { "\n" });
            if last { text.push_str(if crlf { "\r\n" } else { "\n" }); }
            if let Some(found) = lines(&text, 0) {
                prop_assert_eq!(found, parsed(&text), "{:?}", text);
            }
        }

        #[test]
        fn never_disagrees_on_any_text(text in "([-#*+|<>!=_1.) \\[\\]:\\\\`a&\t\r\nIĐề]{0,6}\n?){0,6}") {
            if let Some(found) = lines(&text, 0) {
                prop_assert_eq!(found, parsed(&text), "{:?}", text);
            }
        }
    }
}
