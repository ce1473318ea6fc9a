//! How a line begins: as Markdown sees it, and as offices write lists.

use baocao_core::domain::{LabelSort, LineMark};
use baocao_core::text::{NumberPart, Span, heading_number};

/// An item of a list to Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkedItem {
    Bullet,
    Number(usize),
    /// A mark without words.
    Empty,
}

/// The character and length of a fence of code, and whether nothing stands behind it.
pub(crate) fn fence(words: &str) -> Option<(u8, usize, bool)> {
    let mark = *words.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = words.bytes().take_while(|b| *b == mark).count();
    let rest = &words[length..];
    (length >= 3 && !(mark == b'`' && rest.contains('`'))).then(|| (mark, length, rest.trim().is_empty()))
}

/// `#` to `######` before a blank or the end.
pub(crate) fn is_heading(words: &str) -> bool {
    let level = words.bytes().take_while(|b| *b == b'#').count();
    level <= 6 && words[level..].chars().next().is_none_or(|c| c == ' ' || c == '\t')
}

/// A line with which a block of raw HTML may begin.
pub(crate) fn is_html(words: &str) -> bool {
    let rest = words[1..].trim_start_matches('/');
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') && words.contains('>')
}

/// The label of `[^label]:`.
pub(crate) fn note_label(words: &str) -> Option<&str> {
    let inner = words.strip_prefix("[^")?;
    let end = inner.find(']').filter(|end| *end > 0 && inner[*end..].starts_with("]:"))?;
    (!inner[..end].contains(char::is_whitespace)).then_some(&inner[..end])
}

/// The mark of a list item to Markdown at the beginning of a line.
pub(crate) fn markdown_item(words: &str) -> Option<MarkedItem> {
    let bytes = words.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let width = match bytes.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    match bytes.get(width) {
        Some(b' ' | b'\t') | None => {}
        Some(_) => return None,
    }
    if words[width..].trim().is_empty() {
        return Some(MarkedItem::Empty);
    }
    Some(if digits == 0 { MarkedItem::Bullet } else { MarkedItem::Number(words[..digits].parse().ok()?) })
}

/// Symbols that begin an item in Word and in nothing else.
const SYMBOLS: &str = "•●○◦▪▫■□◆◇❖➢➤►▶✓✔☑✦★·∙‣⁃\u{f0b7}\u{f0a7}\u{f0d8}\u{f076}\u{f0fc}";

/// The mark that an office's list item begins with, where its words begin, and whether it can be nothing else.
pub(crate) fn office_mark(words: &str) -> Option<(LineMark, usize, bool)> {
    let first = words.chars().next()?;
    let after = first.len_utf8();
    let rest = &words[after..];
    let gap = rest.len() - rest.trim_start().len();
    let begins = |at: usize| words.get(at..).filter(|rest| rest.chars().any(char::is_alphanumeric)).map(|_| at);
    if SYMBOLS.contains(first) {
        return Some((LineMark::Bullet(first), begins(after + gap)?, true));
    }
    if matches!(first, '-' | '–' | '—' | '−' | '‐' | '+' | '*') {
        let symbol = if matches!(first, '+' | '*') { first } else { '-' };
        let next = rest.trim_start().chars().next()?;
        // “-5 độ”, “+12%”, “*ghi chú*”, “--” are no items; “-Tham mưu” is one in a hurry.
        let hasty = gap == 0 && first != '*' && next.is_uppercase();
        return (gap > 0 || hasty)
            .then_some(())
            .and_then(|()| begins(after + gap))
            .map(|at| (LineMark::Bullet(symbol), at, false));
    }
    // Word's second level is an “o” of Courier New behind which a tab stands.
    if first == 'o' && rest.starts_with('\t') {
        return Some((LineMark::Bullet('o'), begins(after + gap)?, true));
    }
    let numbered = first.is_ascii_digit()
        || first == '('
        || !first.is_ascii()
        || rest.starts_with([')', '.', '/', '-', ':', ' ', 'i', 'v', 'x', 'I', 'V', 'X']);
    if !numbered || matches!(first, '*' | '_' | '`' | '~') {
        return None;
    }
    labelled(words, begins)
}

/// `1.`, `1)`, `a)`, `(1)`, `1.1.`, `I.` before words.
fn labelled(words: &str, begins: impl Fn(usize) -> Option<usize>) -> Option<(LineMark, usize, bool)> {
    let number = heading_number(words)?;
    let last = *number.parts.last()?;
    if number.span.start != 0 || words.starts_with(char::is_alphabetic) && words[..number.span.end].contains(' ') {
        return None;
    }
    let label = &words[..number.span.end];
    let at = begins(number.span.end + (words[number.span.end..].len() - words[number.span.end..].trim_start().len()))?;
    let plain = number.parts.len() == 1;
    let mark = match last {
        _ if label.starts_with('(') => LineMark::Label(LabelSort::Bracketed),
        NumberPart::Arabic(value) if plain && matches!(&label[label.len() - 1..], "." | ")") => {
            LineMark::Number(value as usize, if label.ends_with('.') { '.' } else { ')' })
        }
        NumberPart::Arabic(_) if plain => LineMark::Label(LabelSort::Closed(label.chars().last()?)),
        NumberPart::Arabic(_) => LineMark::Label(LabelSort::Dotted(number.parts.len())),
        NumberPart::Roman { .. } => LineMark::Label(LabelSort::Roman),
        NumberPart::Letter { .. } => LineMark::Label(LabelSort::Letter),
        NumberPart::Ordinal(_) => return None,
    };
    Some((mark, at, false))
}

/// The cells of a line pasted from a table: at least two, with tabs between them.
pub(crate) fn cells_of_tabs(text: &str, line: Span) -> Option<Vec<Span>> {
    let row = &text[line.start..line.end];
    if !row.contains('\t') {
        return None;
    }
    let mut out = Vec::new();
    let mut at = line.start;
    for cell in row.split('\t') {
        let lead = cell.len() - cell.trim_start().len();
        let bare = cell.trim();
        out.push(Span::new(at + lead.min(cell.len()), at + lead + bare.len()));
        at += cell.len() + 1;
    }
    (out.iter().filter(|cell| !cell.is_empty()).count() >= 2).then_some(out)
}
