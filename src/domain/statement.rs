//! Số trong lời văn: what the running text of a report says in numbers, beside the figures of its front matter.

use super::Amount;
use crate::text::Span;

/// One number as the text writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The digits.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// What they say.
    pub amount: Amount,
}

/// A total with its parts, where the writer says `<!-- cộng -->` before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedSum {
    /// The comment.
    pub tag: Span,
    /// The column of a table, by its head; none in running text.
    pub column: Option<String>,
    /// The total and what should add up to it; none where there is nothing to add up.
    pub sum: Option<(Said, Vec<Said>)>,
}

/// An indicator named in the text with a number for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The indicator's id.
    pub indicator: String,
    /// Where the text names it.
    pub name: Span,
    /// The number.
    pub said: Said,
}

/// Everything the text of a report says in numbers that can be held against something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statements {
    /// In the order of the text.
    pub sums: Vec<TaggedSum>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
}
