//! Source text, spans and places: the ground floor, which imports nothing of ours.

mod conflict;
mod fold;
mod message;
mod place;
mod source;
mod span;

pub use conflict::conflict_marks;
pub use fold::{contains_decomposed, fold, fold_plain, is_hidden, nearest, nfc, visible};
pub use message::{Lang, Text};
pub use place::{Place, RepoPath};
pub use source::{Located, Source};
pub use span::Span;
