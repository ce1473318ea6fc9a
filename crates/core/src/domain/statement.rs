//! Số trong lời văn: what the running text of a report says in numbers, beside the figures of its front matter.

use crate::domain::{Amount, Date, PeriodId};
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
    /// What the same sentence says of other times.
    pub compared: Vec<Compared>,
}

/// What a sentence compares an indicator's number with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// With what.
    pub kind: ComparedKind,
    /// The number said.
    pub said: Said,
}

/// With what a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparedKind {
    /// Cùng kỳ năm trước: what it was then.
    SamePeriod,
    /// Luỹ kế: what it is this year so far.
    Cumulative,
    /// Tăng, giảm so với cùng kỳ: by how much, in percent or in the indicator's unit.
    Change {
        /// Tăng.
        up: bool,
        /// In percent.
        percent: bool,
    },
}

/// A total with its parts, without a tag, where a sentence can be read in one way only or a table has a row “Tổng cộng”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainSum {
    /// The column of a table, by its head; none in running text.
    pub column: Option<String>,
    /// The total.
    pub total: Said,
    /// Its parts.
    pub parts: Vec<Said>,
}

/// “12/15 (80%)”: a share with its percentage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidShare {
    /// The part.
    pub part: Said,
    /// The whole.
    pub whole: Said,
    /// The percentage.
    pub percent: Said,
}

/// A place that its writer left for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished {
    /// Where.
    pub span: Span,
    /// How it is left.
    pub kind: UnfinishedKind,
}

/// How something is left for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfinishedKind {
    /// `TODO`, `???`.
    Mark,
    /// “(bổ sung sau)”.
    Promise,
    /// A question that nothing answers.
    Question,
}

/// Something in a text that does not agree with itself or with the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inconsistency {
    /// A kind of document with the letters of another.
    KindOfSymbol {
        /// From the kind to the end of the symbol.
        span: Span,
        /// The kind that is said.
        said: String,
        /// The kind that the letters stand for.
        meant: String,
        /// The letters.
        letters: String,
    },
    /// One document with two dates.
    TwoDates {
        /// The later place.
        span: Span,
        /// The first place.
        first: Span,
        /// What stands there: first, then later.
        dates: (Date, Date),
    },
    /// A date that the calendar does not have.
    ImpossibleDate(Span),
    /// A weekday that is not that date's.
    Weekday {
        /// From the weekday to the end of the date.
        span: Span,
        /// The right one, Monday 1 to Sunday 7.
        right: u32,
    },
    /// `./.` before the end of the text.
    EarlyClose(Span),
}

/// A stretch of months that a title, a heading or a sentence names: “quý II năm 2024”, “6 tháng đầu năm”, “năm 2025”.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedTime {
    /// Where it is named.
    pub span: Span,
    /// The year, where it is said.
    pub year: Option<i32>,
    /// First and last month, 1 to 12.
    pub months: (u32, u32),
}

impl NamedTime {
    /// Whether this is the period, what has passed of the year with it, or the year it lies in.
    pub fn fits(&self, period: &PeriodId) -> bool {
        let (_, last) = period.months();
        let same = self.year.is_none_or(|named| named == period.year());
        same && (self.months.1 == last || self.months == (1, 12))
    }
}

/// Everything the text of a report says in numbers that can be held against something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statements {
    /// In the order of the text.
    pub sums: Vec<TaggedSum>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Sums without a tag, in the order of the text.
    pub plain_sums: Vec<PlainSum>,
    /// Shares with their percentage.
    pub shares: Vec<SaidShare>,
    /// Places left for later.
    pub unfinished: Vec<Unfinished>,
    /// What does not agree with itself or with the calendar.
    pub odd: Vec<Inconsistency>,
    /// Days that sentences set as limits.
    pub limits: Vec<(Span, Date)>,
    /// What titles and headings name, in the order of the text.
    pub headed: Vec<NamedTime>,
    /// What sentences begin with that compare with nothing: “Trong quý II năm 2024, …”.
    pub opening: Vec<NamedTime>,
}
