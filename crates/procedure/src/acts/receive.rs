//! `receive`: the office takes in submissions from the departments' branches.

use crate::acts::context::{Asked, Believed, Changed, before_review, trailers};
use crate::facts::Claim;
use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::site::Spot;
use crate::trailers::codec::{AtLeastOne, Rising};
use crate::trailers::words::Title;
use baocao_core::domain::{DepartmentId, Detail, ObjectId, Role};

trailers! {
    Receive {
        received: Rising { list: AtLeastOne("Received"), key: "Received", before: |a: &(DepartmentId, ObjectId), b| a.0 < b.0 },
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Consolidator];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    before_review(asked.record)
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    match (&changed.act.detail, changed.spot) {
        (Detail::Receive { received }, Some(Spot::Report(id) | Spot::Picture(id))) => {
            received.iter().any(|(named, _)| named == id)
        }
        _ => false,
    }
}

/// Whether what the act says is so.
pub(super) fn facts(_: &Claim<'_>) -> Result<(), Problem> {
    // Judged by `branch`, which sees the branches themselves.
    Ok(())
}

/// `effect` takes in each department's report.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Receive { received } = detail else { return words.plain() };
    let names: Vec<&str> = received.iter().map(|(id, _)| words.names.department(id)).collect();
    format!("{}: {}, {}", words.word, names.join(", "), words.report)
}
