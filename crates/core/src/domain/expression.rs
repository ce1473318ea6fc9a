//! Quy tắc số liệu: what an office demands of its figures, as data.

use crate::diagnostic::Severity;
use crate::domain::Date;
use crate::text::Text;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Which figure of an indicator is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// The id alone: thực hiện in the period.
    Actual,
    /// `ke_hoach(…)`.
    Plan,
    /// `ky_truoc(…)`: the period of the same kind before.
    Previous,
    /// `cung_ky(…)`: the same period last year.
    SamePeriod,
    /// `luy_ke(…)`: since the beginning of the year.
    Cumulative,
}

impl Term {
    /// The function that names it; none for the id alone.
    pub(crate) const FUNCTIONS: [(&'static str, Term); 4] = [
        ("ke_hoach", Term::Plan),
        ("ky_truoc", Term::Previous),
        ("cung_ky", Term::SamePeriod),
        ("luy_ke", Term::Cumulative),
    ];

    /// As it is written: `luy_ke(tien-xu-phat)`.
    pub fn written(self, indicator: &str) -> String {
        match Term::FUNCTIONS.iter().find(|(_, term)| *term == self) {
            Some((function, _)) => format!("{function}({indicator})"),
            None => indicator.to_string(),
        }
    }

    /// Whether other periods have to be known.
    pub fn is_past(self) -> bool {
        matches!(self, Term::Previous | Term::SamePeriod | Term::Cumulative)
    }
}

/// `+ - * /`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Something that is a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// A number as written.
    Number(Decimal),
    /// A figure.
    Figure(Term, String),
    /// Two numbers made one.
    Operation(Box<Quantity>, Arithmetic, Box<Quantity>),
}

/// `= != < <= > >=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Relation {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::Unequal => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::AtMost => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::AtLeast => order.is_ge(),
        }
    }
}

/// Something that is true or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Two numbers compared.
    Compare(Quantity, Relation, Quantity),
    /// `va`, `and`.
    And(Box<Condition>, Box<Condition>),
    /// `hoac`, `or`.
    Or(Box<Condition>, Box<Condition>),
    /// `khong`, `not`.
    Not(Box<Condition>),
}

/// `khi_thieu`: what a rule does where figures are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenMissing {
    /// `bo-qua-neu-thieu-mot`: nothing is judged unless every figure is there.
    #[default]
    SkipIfAny,
    /// `bo-qua-neu-thieu-ca`: what is missing counts as zero, unless everything is.
    SkipIfAll,
    /// `khong-bo-qua`: what is missing counts as zero.
    Never,
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Kept,
    /// It does not.
    Broken,
    /// It could not be judged: figures are missing, or there is no such number (a division by zero).
    Skipped,
}

/// Quy tắc: one `[[quy_tac]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRule {
    /// `ma`.
    pub id: String,
    /// `bieu_thuc` as written.
    pub text: String,
    /// `bieu_thuc` as understood.
    pub condition: Condition,
    /// `muc_do`.
    pub severity: Severity,
    /// `thong_bao`.
    pub message: Text,
    /// `khi_thieu`.
    pub when_missing: WhenMissing,
    /// `canh_bao_den`: until the end of this day it only warns.
    pub warns_until: Option<Date>,
}

impl FigureRule {
    /// How much breaking it matters on a day.
    pub fn severity_on(&self, day: Date) -> Severity {
        match self.warns_until {
            Some(until) if day <= until => self.severity.min(Severity::Warning),
            _ => self.severity,
        }
    }

    /// Judges it; `figure` knows the figures.
    pub fn judge(&self, figure: &dyn Fn(Term, &str) -> Option<Decimal>) -> Verdict {
        let figures = self.condition.figures();
        let missing = figures.iter().filter(|(term, id)| figure(*term, id).is_none()).count();
        let skip = match self.when_missing {
            WhenMissing::SkipIfAny => missing > 0,
            WhenMissing::SkipIfAll => missing == figures.len() && missing > 0,
            WhenMissing::Never => false,
        };
        if skip {
            return Verdict::Skipped;
        }
        match self.condition.holds(&|term, id| figure(term, id).unwrap_or_default()) {
            Some(true) => Verdict::Kept,
            Some(false) => Verdict::Broken,
            None => Verdict::Skipped,
        }
    }
}

impl Condition {
    /// Every figure it names, each once, in the order written.
    pub fn figures(&self) -> Vec<(Term, &str)> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<(Term, &'a str)>) {
        match self {
            Condition::Compare(left, _, right) => {
                left.collect(found);
                right.collect(found);
            }
            Condition::And(left, right) | Condition::Or(left, right) => {
                left.collect(found);
                right.collect(found);
            }
            Condition::Not(inner) => inner.collect(found),
        }
    }

    /// `None` where a number in it does not exist; what does not matter to the answer is not asked.
    fn holds(&self, figure: &dyn Fn(Term, &str) -> Decimal) -> Option<bool> {
        Some(match self {
            Condition::Compare(left, relation, right) => relation.holds(left.value(figure)?.cmp(&right.value(figure)?)),
            Condition::And(left, right) => left.holds(figure)? && right.holds(figure)?,
            Condition::Or(left, right) => left.holds(figure)? || right.holds(figure)?,
            Condition::Not(inner) => !inner.holds(figure)?,
        })
    }
}

impl Quantity {
    fn collect<'a>(&'a self, found: &mut Vec<(Term, &'a str)>) {
        match self {
            Quantity::Number(_) => {}
            Quantity::Figure(term, id) => {
                if !found.contains(&(*term, id)) {
                    found.push((*term, id));
                }
            }
            Quantity::Operation(left, _, right) => {
                left.collect(found);
                right.collect(found);
            }
        }
    }

    fn value(&self, figure: &dyn Fn(Term, &str) -> Decimal) -> Option<Decimal> {
        match self {
            Quantity::Number(number) => Some(*number),
            Quantity::Figure(term, id) => Some(figure(*term, id)),
            Quantity::Operation(left, how, right) => {
                let (left, right) = (left.value(figure)?, right.value(figure)?);
                match how {
                    Arithmetic::Add => left.checked_add(right),
                    Arithmetic::Subtract => left.checked_sub(right),
                    Arithmetic::Multiply => left.checked_mul(right),
                    Arithmetic::Divide => left.checked_div(right),
                }
            }
        }
    }
}
