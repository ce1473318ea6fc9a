//! render

pub mod consolidated;
pub mod trailers;
