//! The second kind of "no": the procedure forbids this step now, or to this person.

use crate::text::{Lang, Text};
use std::fmt;

/// A step the procedure does not allow (exit 3). It says what is missing and who could do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why not.
    pub why: Text,
    /// What to do, or who could do it.
    pub who: Option<Text>,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn new(why: Text) -> Self {
        Refusal { why, who: None }
    }

    /// Adds who could do it, or what must come first.
    pub fn who(mut self, who: Text) -> Self {
        self.who = Some(who);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why.get(Lang::Vi))
    }
}

impl std::error::Error for Refusal {}
