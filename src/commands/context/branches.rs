//! Nhánh của đơn vị: where departments' branches are in this folder and on the shared repository.

use super::{Context, Office, history, receipts, share};
use crate::domain::{DepartmentId, ObjectId, PeriodId};
use crate::procedure::branch;
use crate::procedure::{Ledger, Verified};
use crate::store::Fault;
use crate::store::git::Repo;
use crate::store::remote::{Fetched, Remote};
use std::collections::BTreeMap;

/// Brings the departments' branches of a period here.
pub fn fetch(cx: &Context<'_>, office: &Office, period: &PeriodId) -> anyhow::Result<()> {
    let repo = office.repo()?;
    let upstream = share::upstream(repo)?;
    let (ledger, _) = history::proven(cx, office, repo.head()?, None)?;
    share::trusted(cx, ledger.genesis(), repo)?;
    let remote = Remote::new(&cx.programs, office.folder.root(), &upstream.remote)?;
    remote.fetch_receipts(receipts::REFERENCE)?;
    match remote.fetch(&[&branch::name_of(period, "*")])? {
        Fetched::Done | Fetched::Nothing => Ok(()),
        Fetched::Failed(words) => Err(share::unreachable(&words)),
    }
}

/// The branches of a period that nobody has taken in, by department: what the shared repository had when it was last asked,
/// else what is in this folder itself.
pub fn waiting(
    repo: &Repo,
    ledger: &Ledger<Verified>,
    period: &PeriodId,
) -> Result<Vec<(DepartmentId, ObjectId)>, Fault> {
    let mut found: BTreeMap<DepartmentId, ObjectId> = BTreeMap::new();
    let own = "refs/heads/".to_string();
    // A checkout for looking stands on no branch, and is shared with nobody.
    let shared = repo.upstream().ok().flatten().map(|upstream| format!("refs/remotes/{}/", upstream.remote));
    for prefix in [Some(own), shared].into_iter().flatten() {
        for (name, tip) in repo.references(&format!("{prefix}{}", branch::name_of(period, "")))? {
            let Some((_, department)) = name.strip_prefix(&prefix).and_then(branch::of_name) else { continue };
            if !branch::is_received(ledger, tip) {
                found.insert(department, tip);
            }
        }
    }
    Ok(found.into_iter().collect())
}
