//! The nouns of the procedure. They know nothing of files, lines or serde.

mod blocks;
mod object;
mod report;

pub use blocks::{Block, BlockKind, Blocks, Label, LabelKind};
pub use object::{Digest, ObjectId, Version};
pub use report::{Field, FrontMatter, Fullness, Heading, Report, Section, Value};
