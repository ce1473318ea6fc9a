//! The one integration binary.

mod consolidate;
