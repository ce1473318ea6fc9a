//! Values become bytes.

mod archive;
pub mod board;
pub mod calendar;
pub mod chart;
pub mod consolidated;
mod csv;
pub mod diagnostics;
pub mod difference;
pub mod docx;
pub mod dossier;
pub mod edxml;
pub mod figure_fields;
pub mod figures;
pub mod html;
pub mod keys;
pub mod ledger;
mod measure;
pub mod mend;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod pins;
pub mod prose;
pub mod publication;
pub mod receipt;
pub mod register;
pub mod schema;
pub mod separate;
pub mod settings;
pub mod skeleton;
pub mod status;
pub mod trailers;
pub mod trend;
pub mod workbook;
mod xml;
