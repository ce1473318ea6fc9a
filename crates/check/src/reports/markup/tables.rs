//! Rows of tables, cut as Markdown cuts them.

use baocao_core::text::Span;

/// The cells of a row: what stands between bars that no backslash takes away; bars at both ends of the row enclose it.
pub fn cells(text: &str, row: Span) -> Vec<Span> {
    let line = &text[row.start..row.end];
    let inner = line.trim();
    let mut start = row.start + (line.len() - line.trim_start().len());
    let end = start + inner.len();
    if inner.starts_with('|') {
        start += 1;
    }
    let mut out = Vec::new();
    let mut escaped = false;
    let mut from = start;
    for (offset, byte) in text.as_bytes()[start..end].iter().enumerate() {
        if *byte == b'|' && !escaped {
            out.push(Span::new(from, start + offset));
            from = start + offset + 1;
        }
        escaped = *byte == b'\\' && !escaped;
    }
    if from < end {
        out.push(Span::new(from, end));
    }
    out
}

/// How many cells a row of dashes has, if it is one.
pub(crate) fn rule(line: &str) -> Option<usize> {
    let inner = line.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let ruled = |cell: &str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|b| b == b'-')
    };
    inner.split('|').all(ruled).then(|| inner.split('|').count())
}
