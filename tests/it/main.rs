//! The one integration binary.

mod consolidate;
mod trailers;
