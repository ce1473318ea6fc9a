//! Source text, spans and places: the ground floor, which imports nothing of ours.

mod conflict;
mod fold;
mod heading;
mod hidden;
pub mod legacy;
mod lookalike;
mod message;
mod name;
mod nearest;
mod place;
mod source;
mod span;
mod syllable;
mod tone;
pub mod wording;

pub use conflict::{conflict_marks, conflicts};
pub use fold::{contains_decomposed, decomposed_spans, fold, fold_plain, nfc, nfc_cow};
pub use heading::{HeadingNumber, NumberPart, fold_heading, fold_title, heading_number, heading_title};
pub use hidden::{hidden_name, hidden_spans, is_hidden, visible};
pub use lookalike::{drawn, drawn_bare};
pub use message::{Lang, Text};
pub use name::{Misnamed, is_device_name, misnamed, misnamed_part, misnamed_path, name_key};
pub use nearest::nearest;
pub use place::{Place, RepoPath};
pub use source::{Located, Source};
pub use span::Span;
pub use syllable::is_syllable;
pub use tone::TonePlacement;
