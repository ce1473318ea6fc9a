//! Bytes become values: the only readers of the office's file formats. Nothing here fails; what cannot be read is a value too.

pub mod commit;
pub mod front_matter;
pub mod markdown;
pub mod trailers;
pub mod tree;
