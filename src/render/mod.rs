//! Values become bytes.

pub mod consolidated;
pub mod diagnostics;
pub mod difference;
pub mod dossier;
pub mod figure_fields;
pub mod figures;
pub mod keys;
pub mod ledger;
pub mod mend;
pub mod page;
pub mod pins;
pub mod schema;
pub mod settings;
pub mod skeleton;
pub mod status;
pub mod trailers;
pub mod trend;
pub mod workbook;
