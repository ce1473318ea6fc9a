//! Nhánh của đơn vị: where departments' branches are in this folder and on the shared repository.

use crate::office::{Context, Office, history, receipts, share};
use baocao_core::domain::{DepartmentId, ObjectId, PeriodId};

use crate::store::Fault;
use crate::store::git::Repo;
use crate::store::remote::{Fetched, Remote};
use baocao_procedure::{Ledger, Verified, branch};
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
            // Of a department the last branch counts; what is overtaken waits for nobody.
            match branch::is_received(ledger, tip) || is_overtaken(repo, ledger, period, &department, tip) {
                true => found.remove(&department),
                false => found.insert(department, tip),
            };
        }
    }
    Ok(found.into_iter().collect())
}

/// Whether a department has gone on without a branch. What cannot be read is judged where it is taken in.
fn is_overtaken(
    repo: &Repo,
    ledger: &Ledger<Verified>,
    period: &PeriodId,
    department: &DepartmentId,
    tip: ObjectId,
) -> bool {
    let mut commits = Vec::new();
    let mut next = Some(tip);
    while let Some(commit) = next.filter(|_| commits.len() <= branch::LONGEST) {
        if branch::is_on_line(ledger, commit) {
            return branch::is_overtaken(ledger, period, department, &commits, commit);
        }
        commits.push(commit);
        next = repo.read_commit_bytes(commit).ok().and_then(|bytes| baocao_procedure::commit::leading(&bytes).1);
    }
    false
}
