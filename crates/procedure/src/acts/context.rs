//! What the functions of an act's file are given, and the macro that declares its trailers.

use crate::Stage;
use crate::record::{Mark, PeriodRecord};
use crate::site::{Site, Spot};
use crate::state::State;
use baocao_core::domain::{Act, Change, DepartmentId, Entry, Role};

/// Declares an act's own trailers, in order, and makes their reader and writer from that one declaration. A field
/// without a line does not compile. What follows `then` closes the block.
macro_rules! trailers {
    ($act:ident { $($field:ident: $line:expr),+ $(,)? } $(then $closing:expr)?) => {
        /// Reads the act's own trailers.
        pub(super) fn read(lines: &mut $crate::trailers::codec::Lines<'_>) -> Result<Detail, baocao_core::text::Text> {
            $(let $field = $crate::trailers::codec::Trailer::read(&$line, lines)?;)+
            let detail = Detail::$act { $($field),+ };
            $($crate::trailers::codec::Closing::read(&$closing, lines, &detail)?;)?
            Ok(detail)
        }

        /// Writes the act's own trailers.
        pub(super) fn write(detail: &Detail, out: &mut $crate::trailers::codec::Block) {
            let Detail::$act { $($field),+ } = detail else { return };
            $($crate::trailers::codec::Trailer::write(&$line, $field, out);)+
            $($crate::trailers::codec::Closing::write(&$closing, detail, out);)?
        }
    };
}
pub(super) use trailers;

/// A step that is asked for in an open period.
pub(crate) struct Asked<'a> {
    /// What is proven of the period.
    pub(crate) record: &'a PeriodRecord,
    /// The period's stage.
    pub(crate) stage: Stage,
    /// The department that the step is about.
    pub(crate) department: Option<&'a DepartmentId>,
    /// The role in which the step is taken.
    pub(crate) role: Role,
}

/// Whether the draft has not been reviewed yet, so that inputs, last day and text may still change.
pub(crate) fn before_review(record: &PeriodRecord) -> bool {
    record.stage() <= Stage::Drafted
}

/// A changed path of an act's commit.
pub(crate) struct Changed<'a> {
    /// What is proven before the commit.
    pub(crate) state: &'a State,
    pub(crate) act: &'a Act,
    pub(crate) change: &'a Change,
    /// What the path is.
    pub(crate) site: &'a Site,
    /// What the path is in the act's own period; none outside it.
    pub(crate) spot: Option<&'a Spot>,
}

impl<'a> Changed<'a> {
    pub(crate) fn new(state: &'a State, act: &'a Act, change: &'a Change, site: &'a Site) -> Self {
        let spot = match site {
            Site::Period(period, spot) if Some(period) == act.period.as_ref() => Some(spot),
            _ => None,
        };
        Changed { state, act, change, site, spot }
    }

    /// What is proven of the act's period.
    pub(crate) fn record(&self) -> Option<&'a PeriodRecord> {
        self.act.period.as_ref().and_then(|period| self.state.periods.get(period))
    }
}

/// A believed act and the commit that brings it.
pub(crate) struct Believed<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) act: &'a Act,
    pub(crate) mark: Mark,
}
