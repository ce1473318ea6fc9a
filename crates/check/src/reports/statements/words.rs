//! Running text cut into words, numbers and marks, each with its place.

use baocao_core::domain::{Amount, Said};
use baocao_core::text::{Span, fold};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, or letters and digits together (`2024-Q2`), or a date.
    Word,
    /// `27`, `2.130,5`.
    Number,
    /// `7/12`: done of plan.
    Fraction,
    /// One character of punctuation.
    Mark,
    /// Where a line ends and another thought begins: a blank line, or a list item.
    Break,
}

/// One piece of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordToken<'t> {
    pub kind: WordKind,
    pub text: &'t str,
    pub span: Span,
}

impl WordToken<'_> {
    /// The comparison key.
    pub(crate) fn folded(&self) -> String {
        fold(self.text)
    }

    pub(crate) fn is(&self, mark: &str) -> bool {
        self.kind == WordKind::Mark && self.text == mark
    }

    /// The number that it is; of `7/12` what was done.
    pub(crate) fn said(&self, decimals: Option<u32>) -> Option<Said> {
        let text = match self.kind {
            WordKind::Number => self.text,
            WordKind::Fraction => self.text.split('/').next()?,
            _ => return None,
        };
        let span = Span::new(self.span.start, self.span.start + text.len());
        Some(Said { text: text.to_string(), span, amount: Amount::read_in(text, decimals) })
    }
}

/// Cuts a stretch of text. Comments are passed over: what they say is for the writer.
pub(crate) fn tokens(text: &str, within: Span) -> Vec<WordToken<'_>> {
    let mut out = Vec::new();
    let mut at = within.start;
    let end = within.end.min(text.len());
    while at < end {
        let rest = &text[at..end];
        let Some(first) = rest.chars().next() else { break };
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |close| close + 3);
            continue;
        }
        let (kind, length) = match first {
            '\n' => match line_break(&rest[1..]) {
                true => (Some(WordKind::Break), 1),
                false => (None, 1),
            },
            c if c.is_whitespace() => (None, c.len_utf8()),
            c if c.is_alphanumeric() => {
                let length = run(rest);
                (Some(kind_of(&rest[..length])), length)
            }
            c => (Some(WordKind::Mark), c.len_utf8()),
        };
        if let Some(kind) = kind {
            out.push(WordToken { kind, text: &rest[..length], span: Span::new(at, at + length) });
        }
        at += length;
    }
    out
}

/// Whether the next line begins another thought: it is blank, an item, a row, a heading or a quote.
fn line_break(next: &str) -> bool {
    let line = next.split('\n').next().unwrap_or("").trim();
    let numbered = line.split_once(['.', ')']).is_some_and(|(n, rest)| {
        (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_alphanumeric()) && rest.starts_with(' ')
    });
    line.is_empty() || line.starts_with(['-', '*', '+', '|', '#', '>', '–']) || numbered
}

/// How long a word or number is: letters and digits, with separators between digits.
fn run(rest: &str) -> usize {
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    let mut last_digit = false;
    while let Some((at, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let inner = matches!(c, '.' | ',' | '/') && last_digit && next_digit;
        // Marks that stayed apart from their letter belong to it.
        let mark = ('\u{300}'..='\u{36f}').contains(&c);
        let joined = matches!(c, '-' | '_') && at > 0 && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        if !(c.is_alphanumeric() || inner || mark || joined) {
            break;
        }
        last_digit = c.is_ascii_digit();
        length = at + c.len_utf8();
    }
    length
}

fn kind_of(text: &str) -> WordKind {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return WordKind::Word;
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    let parts: Vec<&str> = text.split('/').collect();
    match parts.as_slice() {
        [number] if digits(number) => WordKind::Number,
        [done, plan] if digits(done) && digits(plan) => WordKind::Fraction,
        _ => WordKind::Word,
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::words::*;

    fn cut(text: &str) -> String {
        let shown = |token: &WordToken<'_>| match token.kind {
            WordKind::Word => token.text.to_string(),
            WordKind::Number => format!("#{}", token.text),
            WordKind::Fraction => format!("%{}", token.text),
            WordKind::Mark => format!("‹{}›", token.text),
            WordKind::Break => "¶".to_string(),
        };
        let tokens = tokens(text, Span::new(0, text.len()));
        assert!(tokens.iter().all(|t| &text[t.span.start..t.span.end] == t.text));
        tokens.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_told_from_dates_and_ids() {
        assert_eq!(cut("27 nhiệm vụ, gồm 4 cấp"), "#27 nhiệm vụ ‹,› gồm #4 cấp");
        assert_eq!(cut("đạt 2.130,5 triệu."), "đạt #2.130,5 triệu ‹.›");
        assert_eq!(cut("7/12 việc ngày 24/3/2016, kỳ 2024-Q2"), "%7/12 việc ngày 24/3/2016 ‹,› kỳ 2024-Q2");
        assert_eq!(cut("tăng 5% (x)"), "tăng #5 ‹%› ‹(› x ‹)›");
        assert_eq!(cut("một\nhai\n- ba\n\nbốn"), "một hai ¶ ‹-› ba ¶ bốn");
        assert_eq!(cut("a <!-- 5 --> 6"), "a #6");
    }
}
