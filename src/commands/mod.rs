//! One file a verb: it reads once, thinks without the disk, and writes once. No verb knows another.

pub mod annul;
pub mod approve;
pub mod archive;
pub mod board;
pub mod calendar;
pub mod check;
pub mod demo;
pub mod directive;
pub mod dispatch;
pub mod explain;
pub mod export;
pub mod figures;
pub mod finalize;
pub mod fix;
pub mod hook;
pub mod import;
pub mod import_figures;
pub mod init;
pub mod key;
pub mod log;
pub mod man;
pub mod merge;
pub mod receive;
pub mod register;
pub mod restate;
pub mod return_;
pub mod review;
pub mod roster;
pub mod schema;
pub mod status;
pub mod submit;
pub mod trend;
pub mod trust;
pub mod update;
pub mod verify;

mod context;
mod voice;

pub use crate::store::program::Environment;
pub use context::office::{known_departments, known_indicators, known_periods};
pub use context::publish::Made;
pub use context::{ActOptions, Context, Format, fault_words};
pub use voice::{Exit, Progress, Usage, Voice};
