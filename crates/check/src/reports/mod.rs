//! Readers of reports, forms and skeletons. Reading never fails: what cannot be read is a value of its own.

pub(crate) mod body;
pub(crate) mod code;
pub(crate) mod comments;
pub mod copied;
pub mod encoding;
pub mod form;
pub mod markdown;
pub mod markup;
pub mod outline;
pub mod paper;
pub mod plain;
pub(crate) mod remnant;
pub mod report;
pub mod skeleton;
pub mod statements;
