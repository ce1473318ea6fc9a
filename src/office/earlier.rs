//! The approved texts of the period before, to tell a report that only repeats them.

use crate::office::Office;
use baocao_core::domain::{DepartmentId, ObjectId, Paper, PeriodId};

use crate::store::git::{Blob, Repo};
use baocao_core::domain::folder as layout;
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Every department's approved report of one period, still unread.
pub struct Earlier {
    // Checking reads on several threads.
    repo: Mutex<Repo>,
    period: PeriodId,
    blobs: BTreeMap<DepartmentId, ObjectId>,
}

impl Earlier {
    /// The period before another, of the same kind; `None` where it was not approved.
    pub fn of(office: &Office, ledger: &Ledger<Verified>, period: &PeriodId) -> anyhow::Result<Option<Earlier>> {
        let Some(before) = period.previous() else { return Ok(None) };
        let approved = ledger.period(&before).filter(|record| record.approved_text().is_some());
        let Some(merge) = approved.and_then(|record| record.merge.as_ref()) else { return Ok(None) };
        let blobs = merge.inputs.iter().map(|input| (input.department.clone(), input.blob)).collect();
        Ok(Some(Earlier { repo: Mutex::new(Repo::open(&office.folder)?), period: before, blobs }))
    }

    /// How much of a report stands word for word in its department's report of that period.
    pub fn copied(&self, paper: &Paper) -> anyhow::Result<Option<(PeriodId, usize, usize)>> {
        let (Some(report), Some(source), Some(department)) = (paper.report(), &paper.source, &paper.department) else {
            return Ok(None);
        };
        let Some(blob) = self.blobs.get(department).filter(|_| !report.is_untouched()) else { return Ok(None) };
        let read = {
            // A thread that died while it held the lock has left nothing half done: this only reads.
            let repo = self.repo.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            repo.read_blob(*blob)?
        };
        let Blob::Bytes(bytes) = read else { return Ok(None) };
        let earlier = baocao_check::reports::encoding::decode(layout::report(&self.period, department), bytes).source;
        let start = baocao_core::format::front_matter::read(earlier.text()).body;
        let body = baocao_core::text::Span::new(start, earlier.text().len());
        let (all, same) = baocao_check::reports::copied::share(source.text(), report.body, earlier.text(), body);
        Ok(Some((self.period.clone(), all, same)))
    }
}
