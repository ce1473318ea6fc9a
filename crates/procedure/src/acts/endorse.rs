//! `endorse`: agrees to a change of the roster or to an annulment.

use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::Claim;
use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::trailers::codec::One;
use crate::trailers::words::Title;
use baocao_core::domain::{Detail, Digest, Proposal, Role};

trailers! {
    Endorse {
        proposal: One("Subject"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Administrator, Role::ChiefOfOffice, Role::Leader];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = false;

/// No stage of an open period admits it.
pub(super) fn in_stage(_: &Asked<'_>) -> bool {
    false
}

/// It changes no file.
pub(super) fn may_change(_: &Changed<'_>) -> bool {
    false
}

/// Whether what the act says is so.
pub(super) fn facts(_: &Claim<'_>) -> Result<(), Problem> {
    Ok(())
}

/// It has no period; `effect` keeps the endorsement.
pub(super) fn effect(_: &mut PeriodRecord, _: Believed<'_>) {}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Endorse { proposal } = detail else { return words.plain() };
    match proposal {
        Proposal::Roster(digest) => format!("{}: danh sách mới {}", words.word, short(digest)),
        Proposal::Annulment(digest) => format!("{}: huỷ commit, mã {}", words.word, short(digest)),
    }
}

pub(crate) fn short(digest: &Digest) -> String {
    digest.to_string()[..12].to_string()
}
