//! Why a step is not allowed, before it is known whether it is planned (a refusal) or done (a diagnostic).

use baocao_core::diagnostic::{Code, Refusal};
use baocao_core::text::Text;

/// One reason against a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What `verify` calls it.
    pub code: Code,
    /// Why not.
    pub why: Text,
    /// Who could, or what must come first.
    pub who: Option<Text>,
}

impl Problem {
    pub fn new(code: Code, why: Text) -> Self {
        Problem { code, why, who: None }
    }

    /// A reason that rests on another, found where the bytes were read.
    pub(crate) fn because(code: Code, what: Text, why: &Text) -> Self {
        Problem::new(code, Text { vi: format!("{}: {}", what.vi, why.vi), en: format!("{}: {}", what.en, why.en) })
    }

    pub fn who(mut self, who: Text) -> Self {
        self.who = Some(who);
        self
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal { why: problem.why, who: problem.who }
    }
}

/// The shortest way to say no: `refuse!(ActOutOfOrder, vi: "…", en: "…")`.
macro_rules! refuse {
    ($code:ident, $($words:tt)+) => {
        return Err($crate::problem::Problem::new(baocao_core::diagnostic::Code::$code, baocao_core::say!($($words)+)))
    };
}
pub(crate) use refuse;
