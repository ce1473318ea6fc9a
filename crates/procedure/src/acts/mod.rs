//! The acts, each in a file of its own: its trailers, roles, stage, paths, facts, effect and words.
//!
//! An act's file holds functions of fixed names; `of` calls the one of an act's kind.

mod annul;
mod approve;
mod archive;
mod context;
mod directive;
mod dispatch;
pub(crate) mod endorse;
mod finalize;
mod genesis;
mod merge;
mod open;
mod receive;
mod restate;
mod returned;
mod review;
mod roster;
pub(crate) mod submit;

pub(crate) use context::{Asked, Believed, Changed};

use crate::facts::{Claim, another_act, previous};
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::trailers::codec::{Block, Lines};
use crate::trailers::words::Title;
use baocao_core::domain::{ActKind, Detail, ObjectId, Role};
use baocao_core::text::Text;

/// An item of the file of an act's kind: `of!(kind, ROLES)`, `of!(kind, read(lines))`.
macro_rules! of {
    ($kind:expr, $item:ident $($call:tt)*) => {
        match $kind {
            ActKind::Genesis => $crate::acts::genesis::$item$($call)*,
            ActKind::Open => $crate::acts::open::$item$($call)*,
            ActKind::Directive => $crate::acts::directive::$item$($call)*,
            ActKind::Submit => $crate::acts::submit::$item$($call)*,
            ActKind::Receive => $crate::acts::receive::$item$($call)*,
            ActKind::Merge => $crate::acts::merge::$item$($call)*,
            ActKind::Review => $crate::acts::review::$item$($call)*,
            ActKind::Return => $crate::acts::returned::$item$($call)*,
            ActKind::Approve => $crate::acts::approve::$item$($call)*,
            ActKind::Finalize => $crate::acts::finalize::$item$($call)*,
            ActKind::Dispatch => $crate::acts::dispatch::$item$($call)*,
            ActKind::Archive => $crate::acts::archive::$item$($call)*,
            ActKind::Restate => $crate::acts::restate::$item$($call)*,
            ActKind::Endorse => $crate::acts::endorse::$item$($call)*,
            ActKind::Roster => $crate::acts::roster::$item$($call)*,
            ActKind::Annul => $crate::acts::annul::$item$($call)*,
        }
    };
}

/// Reads the trailers of an act of that kind.
///
/// # Errors
/// A line is not of the grammar; the text says which.
pub(crate) fn read(kind: ActKind, lines: &mut Lines<'_>) -> Result<Detail, Text> {
    of!(kind, read(lines))
}

/// Writes an act's own trailers.
pub(crate) fn write(detail: &Detail, out: &mut Block) {
    of!(detail.kind(), write(detail, out));
}

/// The roles that may take a step, the usual one first (procedure, section 4.1).
pub(crate) fn roles(kind: ActKind) -> &'static [Role] {
    of!(kind, ROLES)
}

/// Whether an act decides about texts as they are, and changes none of them.
pub(crate) fn decides(kind: ActKind) -> bool {
    of!(kind, DECIDES)
}

/// Whether it is time for a step of an open period.
pub(crate) fn in_stage(kind: ActKind, asked: &Asked<'_>) -> bool {
    of!(kind, in_stage(asked))
}

/// Whether a path is one that the act may change.
pub(crate) fn may_change(changed: &Changed<'_>) -> bool {
    of!(changed.act.kind(), may_change(changed))
}

/// Judges an act's own facts against what is proven and the tree of its very commit.
///
/// # Errors
/// Something that it says is not so.
pub(crate) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let (state, act, person) = (claim.state, claim.act, claim.person);
    if act.actor != person.id {
        let (name, actor) = (&person.name, &act.actor);
        refuse!(
            SignerUnauthorised,
            vi: "bước ghi tên “{actor}” nhưng chữ ký là của {name}",
            en: "the act names “{actor}” but {name} signed it"
        );
    }
    match &act.period {
        None => previous(act, state.last_folder_act.unwrap_or(ObjectId::ZERO), state.passed_over(None))?,
        Some(_) if act.kind() == ActKind::Open => previous(act, ObjectId::ZERO, &[])?,
        Some(period) => previous(act, claim.record()?.last, state.passed_over(Some(period)))?,
    }
    if act.kind().on_folder() && act.period.is_some() {
        return another_act();
    }
    if !act.kind().on_folder() {
        claim.period()?;
    }
    of!(act.kind(), facts(claim))
}

/// Enters a believed act into the record of its period.
pub(crate) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    of!(believed.act.kind(), effect(record, believed));
}

/// The subject line of an act's commit, as its file words it.
pub(crate) fn title(detail: &Detail, words: &Title<'_>) -> String {
    of!(detail.kind(), title(detail, words))
}
