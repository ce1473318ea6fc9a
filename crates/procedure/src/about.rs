//! What a commit is about: its kind of act, its period, and how a diagnostic names it.

use crate::site::Site;
use baocao_core::domain::{Act, ActKind, Entry, ObjectId, PeriodId};
use baocao_core::text::{Place, RepoPath};

/// The kind of act that a commit records; none for plain text work or a commit that cannot be read.
pub(crate) fn kind(entry: &Entry) -> Option<ActKind> {
    entry.act.as_ref().ok().and_then(|act| act.as_ref()).map(Act::kind)
}

/// The period a commit belongs to: its act's, else the one whose files it changes.
pub(crate) fn period_of(entry: &Entry) -> Option<PeriodId> {
    let act = entry.act.as_ref().ok().and_then(|act| act.as_ref());
    match act {
        Some(act) => act.period.clone(),
        None => entry.changes.iter().find_map(|change| Site::of(&change.path).period().cloned()),
    }
}

/// Where a diagnostic about a commit points.
pub(crate) fn place(commit: Option<ObjectId>) -> Place {
    Place::whole(RepoPath::new(commit.map_or("lịch sử".to_string(), |commit| format!("commit {}", commit.short()))))
}
