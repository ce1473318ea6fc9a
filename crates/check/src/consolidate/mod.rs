//! Many reports become one, and one that people have edited takes in what is new.

mod charts;
mod compared;
mod cut;
mod figures;
pub mod fit;
mod narrative;
pub mod propose;
mod provenance;
pub mod publication;
mod sentences;
mod three_way;
pub mod write;

pub use charts::charts;
pub use compared::figure_records;
pub use narrative::consolidate;
pub use provenance::{Traced, trace};
pub use three_way::{Conflict, MergedDraft, merge3};

use baocao_core::domain::{Agency, Department, DepartmentId, Indicator, Restatements, Series};
use baocao_core::text::TonePlacement;
use std::collections::BTreeMap;

/// What the figures of a period are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// `[co_quan]`, which the skeleton's variables name.
    pub agency: &'a Agency,
    /// Where the tone mark stands in the program's own words.
    pub tone: TonePlacement,
    /// `[[chi_tieu]]`.
    pub indicators: &'a [Indicator],
    /// `[[don_vi]]`, also those that are gone.
    pub departments: &'a [Department],
    /// What departments reported in other periods.
    pub past: &'a BTreeMap<DepartmentId, Series>,
    /// What has been put right of this period's own figures since their approval.
    pub restated: &'a Restatements,
}
