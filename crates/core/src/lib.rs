//! What every other part of `baocao` speaks in: text with places, diagnostics, the nouns of the reporting procedure, and
//! the office's own file formats. Pure functions of their arguments: no disk, clock, git or printing.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod diagnostic;
pub mod domain;
pub mod format;
pub mod text;
