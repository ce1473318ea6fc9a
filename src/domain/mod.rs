//! The nouns of the procedure. They know nothing of files, lines or serde.

mod object;
mod report;

pub use object::{Digest, ObjectId, Version};
pub use report::{Field, FrontMatter, Fullness, Heading, Report, Section, Value};
