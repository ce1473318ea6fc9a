//! render

pub mod trailers;
