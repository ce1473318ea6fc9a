//! Reads reports, judges them by the rules of the form, and merges them into one consolidated draft.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod consolidate;
pub mod edits;
pub mod reports;
pub mod rules;
