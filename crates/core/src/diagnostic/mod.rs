//! What a diagnostic is: a fault of a document or of the chain, with its place and its cure.

mod code;
mod refusal;

pub use code::{Code, Group, Severity};
pub use refusal::Refusal;

use crate::text::{Place, Text};

/// One thing that is wrong (or worth saying) and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name.
    pub code: Code,
    /// Error, warning or notice; normally the code's own.
    pub severity: Severity,
    /// What is pointed at.
    pub place: Place,
    /// What is wrong: one fragment, lower case, no full stop.
    pub message: Text,
    /// How to fix it: an imperative.
    pub help: Option<Text>,
    /// Where the demand comes from (căn cứ): the form's section, the procedure's section, the law.
    pub source: Option<Text>,
    /// The other place it speaks of, in the same file, and what stands there.
    pub also: Option<(Place, Text)>,
    /// The department concerned, if one is.
    pub department: Option<String>,
    /// The period concerned, if one is.
    pub period: Option<String>,
    /// Whether `baocao fix` mends it.
    pub fixable: bool,
}

impl Diagnostic {
    /// A diagnostic with the code's own severity and nothing optional.
    pub fn new(code: Code, place: Place, message: Text) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            place,
            message,
            help: None,
            source: None,
            also: None,
            department: None,
            period: None,
            fixable: false,
        }
    }

    /// Adds how to fix it.
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds where the demand comes from.
    pub fn source(mut self, source: Text) -> Self {
        self.source = Some(source);
        self
    }

    /// Points at a second place of the same file.
    pub fn also(mut self, place: Place, what: Text) -> Self {
        self.also = Some((place, what));
        self
    }

    /// Names the department concerned.
    pub fn department(mut self, id: impl Into<String>) -> Self {
        self.department = Some(id.into());
        self
    }

    /// Names the period concerned.
    pub fn period(mut self, id: impl Into<String>) -> Self {
        self.period = Some(id.into());
        self
    }

    /// Says that `baocao fix` mends it.
    pub fn fixable(mut self) -> Self {
        self.fixable = true;
        self
    }
}
