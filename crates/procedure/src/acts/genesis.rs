//! `genesis`: sets up the folder with its first roster.

use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::Claim;
use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::site::Site;
use crate::trailers::codec::One;
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, Role};

trailers! {
    Genesis {
        agency: One("Agency"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Administrator];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// No stage of an open period admits it.
pub(super) fn in_stage(_: &Asked<'_>) -> bool {
    false
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    matches!(changed.site, Site::Settings | Site::Elsewhere)
}

/// Whether what the act says is so.
pub(super) fn facts(_: &Claim<'_>) -> Result<(), Problem> {
    Ok(())
}

/// It has no period; `effect` keeps the root.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Genesis { agency } = detail else { return words.plain() };
    format!("{}: {agency}", words.word)
}
