//! Results as text, tables, JSON, SARIF and pages.

pub mod board;
pub mod calendar;
pub mod csv;
pub mod diagnostics;
pub mod difference;
pub mod figures;
pub mod keys;
pub mod ledger;
pub mod page;
pub mod register;
pub mod schema;
pub mod status;
pub mod trend;
