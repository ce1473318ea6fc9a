//! The one integration binary.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests start the user's own git, make files of a known age, and print their figures"
)]

mod adversary;
mod annulled;
mod architecture;
mod branches;
mod catalogue;
mod confirmed;
mod conservation;
mod consolidate;
mod contract;
mod corpus;
mod crash;
mod exports;
mod figures;
mod filed;
mod fix;
mod forms;
mod growth;
mod histories;
mod import;
#[cfg(unix)]
mod inside;
mod journey;
#[cfg(unix)]
mod keys;
#[cfg(unix)]
mod memory;
mod mended;
#[cfg(unix)]
mod older;
mod ordinary;
mod places;
mod restated;
mod returned;
mod rules;
mod seeds;
mod sent;
mod server;
mod settings;
mod sharing;
mod spreadsheets;
mod stories;
mod support;
mod trailers;
mod typed;
mod workbooks;
