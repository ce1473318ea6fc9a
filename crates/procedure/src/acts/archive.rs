//! `archive`: files the record of the period.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, same_text, sent_files, stands_on};
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::{Spot, in_period};
use crate::state::After;
use crate::trailers::codec::{One, Reference};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, Digest, Role};

trailers! {
    Archive {
        subject: One("Subject"),
        dispatch: Reference(ActKind::Dispatch),
        manifest: One("Manifest"),
    }
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Clerk, Role::Consolidator];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    asked.stage == Stage::Dispatched
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    let Some(Spot::Record(name)) = changed.spot else { return false };
    // What was sent stays as it was sent.
    let dispatch = changed.record().and_then(|record| record.dispatch.as_ref());
    !dispatch.is_some_and(|dispatch| dispatch.files.iter().any(|(sent, _)| sent == name))
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Archive { subject, dispatch, manifest } = &claim.act.detail else { return another_act() };
    let record = claim.record()?;
    claim.draft_is(subject)?;
    stands_on(*dispatch, record.dispatch.as_ref().map(|d| d.mark.commit), ActKind::Dispatch)?;
    same_text(subject, record.dispatch.as_ref().map_or(subject, |d| &d.subject))?;
    filed(record, manifest, claim.after)
}

/// The manifest is in the record, and what was sent is still there as it was sent.
fn filed(record: &PeriodRecord, manifest: &Digest, after: After<'_>) -> Result<(), Problem> {
    if let Some(dispatch) = &record.dispatch {
        sent_files(record, &dispatch.files, after)?;
    }
    // By its name: the digest of some other file, the sent one for instance, proves no filing.
    let path = in_period(&record.id, "ho-so/bang-ma-kiem.sha256");
    if after.get(&path).is_some_and(|(_, digest)| digest == *manifest) {
        return Ok(());
    }
    refuse!(
        ContentChanged,
        vi: "ho-so/bang-ma-kiem.sha256 không phải bảng kê đã nêu",
        en: "ho-so/bang-ma-kiem.sha256 is not the manifest that was named"
    )
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Archive { manifest, .. } = &believed.act.detail else { return };
    record.archive = Some((believed.mark, *manifest));
}

/// The subject line of its commit.
pub(super) fn title(_: &Detail, words: &Title<'_>) -> String {
    words.plain()
}
