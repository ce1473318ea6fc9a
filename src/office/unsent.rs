//! Chưa gửi: acts recorded in this folder that its shared repository does not have.

use crate::office::{Office, history};
use baocao_core::domain::{ObjectId, PeriodId};
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeSet;

/// The commits of a period's acts that wait to be sent, by what the shared repository had when it was last asked; none in
/// a folder without one.
///
/// # Errors
/// A commit cannot be read.
pub fn of(office: &Office, ledger: &Ledger<Verified>, period: &PeriodId) -> anyhow::Result<BTreeSet<ObjectId>> {
    let none = BTreeSet::new();
    let Some(repo) = office.repo_if_any() else { return Ok(none) };
    // A checkout for looking stands on no branch, and sends nothing.
    let Some(upstream) = repo.upstream().ok().flatten() else { return Ok(none) };
    let shared = match repo.remote_tip(&upstream.remote, &upstream.branch)? {
        Some(tip) if ledger.line().last() == Some(&tip) => return Ok(none),
        Some(tip) => history::commits(repo, tip)?.into_iter().collect(),
        None => none,
    };
    let acts = ledger.acts(Some(period)).filter(|judged| judged.ok()).map(|judged| judged.commit());
    Ok(acts.filter(|commit| !shared.contains(commit)).collect())
}
