//! The one integration binary.
#![allow(clippy::disallowed_methods, reason = "tests start the user's own git and make files of a known age")]

mod architecture;
mod catalogue;
mod consolidate;
mod contract;
mod corpus;
mod fix;
mod journey;
mod rules;
mod stories;
mod support;
mod trailers;
