//! Charts as SVG written by hand: exact labels, readable in black and white, the numbers beside them as text.
//!
//! Bars lie: a label of any length stands whole beside its bar, where upright bars would need it turned or shortened.

mod rates;
mod sheet;
mod svg;

pub use rates::{RateBar, bars};
pub(crate) use sheet::{ChartSheet, Frame, LARGE, lay};
pub use svg::{Setting, svg};
