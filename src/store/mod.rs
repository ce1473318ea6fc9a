//! The only code that touches disk, git or another program.
//!
//! It gives and takes bytes: what they mean is for `parse` and `render`, which this column does not know. One door
//! for each outside thing: files in [`files`], libgit2 in [`git`], keys in [`signing`], the network in [`remote`],
//! and every other program through [`program`].

pub mod convert;
pub mod failpoint;
pub mod files;
pub mod git;
pub mod program;
pub mod remote;
pub mod signing;

use baocao_core::text::{Lang, Text, visible};
use std::fmt;

/// The third kind of "no": the world failed (exit 4). In both languages, with the way out where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What failed.
    pub text: Text,
    /// What to do about it.
    pub cure: Option<Text>,
}

impl Fault {
    /// A fault with what failed.
    pub fn new(text: Text) -> Self {
        Fault { text, cure: None }
    }

    /// Adds what to do about it.
    pub fn cure(mut self, cure: Text) -> Self {
        self.cure = Some(cure);
        self
    }

    /// A fault whose last words come from a library or the system; those are made safe to print.
    pub fn because(text: Text, cause: impl fmt::Display) -> Self {
        let cause = visible(&cause.to_string());
        Fault::new(Text { vi: format!("{}: {cause}", text.vi), en: format!("{}: {cause}", text.en) })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.get(Lang::Vi))
    }
}

impl std::error::Error for Fault {}

/// What every function of `store` that can fail returns.
pub type Result<T> = std::result::Result<T, Fault>;
