//! Figures of other periods: found in the proven history once, read only where somebody asks.

use crate::office::Office;
use baocao_core::domain::{
    DepartmentId, FigureSource, Indicator, ObjectId, OneLine, PeriodId, Point, Restatement, Series, indicator_finder,
    written_figures,
};

use crate::store::git::{Blob, Repo};
use baocao_core::domain::folder as layout;
use baocao_core::text::RepoPath;
use baocao_procedure::{Ledger, PeriodRecord, Verified};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A report of history: the exact text that went into an approved consolidation (or that is submitted, where the
/// unapproved are wanted too).
struct Filed {
    period: PeriodId,
    blob: ObjectId,
    commit: ObjectId,
    approved: bool,
    /// What has been put right in it since, by indicator.
    restated: BTreeMap<OneLine, Restatement>,
}

/// Every department's reports of some periods, still unread.
pub struct Past {
    // Checking reads on several threads.
    repo: Mutex<Repo>,
    indicators: Vec<Indicator>,
    filed: BTreeMap<DepartmentId, Vec<Filed>>,
}

impl Past {
    /// What may matter to a period; `None` where there is nothing to look up.
    pub fn of(
        office: &Office,
        ledger: &Ledger<Verified>,
        indicators: &[Indicator],
        period: &PeriodId,
    ) -> anyhow::Result<Option<Past>> {
        Past::gather(office, ledger, indicators, &|other| Series::matters(other, period), false)
    }

    /// The reports of every period that is wanted. Without `unapproved` only what a leader has approved counts.
    pub fn gather(
        office: &Office,
        ledger: &Ledger<Verified>,
        indicators: &[Indicator],
        wanted: &dyn Fn(&PeriodId) -> bool,
        unapproved: bool,
    ) -> anyhow::Result<Option<Past>> {
        if indicators.is_empty() {
            return Ok(None);
        }
        let mut filed: BTreeMap<DepartmentId, Vec<Filed>> = BTreeMap::new();
        for record in ledger.periods().filter(|record| wanted(&record.id)) {
            for (department, blob, commit, approved) in inputs(ledger, record, unapproved) {
                let period = record.id.clone();
                let own = record.restated.iter().filter(|((of, _), _)| *of == department);
                let restated = own.map(|((_, id), restatement)| (id.clone(), restatement.clone())).collect();
                filed.entry(department).or_default().push(Filed { period, blob, commit, approved, restated });
            }
        }
        if filed.is_empty() {
            return Ok(None);
        }
        let repo = Mutex::new(Repo::open(&office.folder)?);
        Ok(Some(Past { repo, indicators: indicators.to_vec(), filed }))
    }

    /// Reads one department's figures.
    pub fn series(&self, department: &DepartmentId) -> anyhow::Result<Series> {
        let mut series = Series::default();
        for filed in self.filed.get(department).into_iter().flatten() {
            let blob = {
                // A thread that died while it held the lock has left nothing half done: this only reads.
                let repo = self.repo.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                repo.read_blob(filed.blob)?
            };
            let Blob::Bytes(bytes) = blob else { continue };
            let path = layout::report(&filed.period, department);
            let point = |value, estimate| Point {
                value,
                source: FigureSource {
                    period: filed.period.clone(),
                    department: department.clone(),
                    path: path.clone(),
                    commit: Some(filed.commit),
                    estimate,
                    approved: filed.approved,
                    restated: None,
                },
            };
            for (id, value, estimate) in reported(path.clone(), bytes, &self.indicators) {
                series.put(&id, point(value, estimate));
            }
            // What was put right stands in the place of what was written, and also where nothing was.
            for (id, restatement) in &filed.restated {
                series.put(id.as_str(), point(restatement.now, false).restated(Some(restatement)));
            }
        }
        Ok(series)
    }

    /// Reads everybody's.
    pub fn all(&self) -> anyhow::Result<BTreeMap<DepartmentId, Series>> {
        self.filed.keys().map(|id| Ok((id.clone(), self.series(id)?))).collect()
    }
}

/// What a report says was done, by indicator, and whether that is an estimate; in the order of the report, in which a later
/// figure of the same indicator replaces an earlier one. Only indicators of the settings are reported.
pub fn reported(path: RepoPath, bytes: Vec<u8>, indicators: &[Indicator]) -> Vec<(String, Decimal, bool)> {
    let source = baocao_check::reports::encoding::decode(path, bytes).source;
    let front = baocao_core::format::front_matter::read(source.text()).front;
    let figures = written_figures(&front, indicators);
    let asked = indicator_finder(figures.len(), indicators);
    let known = figures.iter().filter(|figure| asked(figure.id).is_some());
    known
        .filter_map(|figure| {
            let value = figure.actual.as_ref().and_then(|cell| cell.amount.number())?;
            Some((figure.id.to_string(), value, figure.estimate))
        })
        .collect()
}

/// Which texts of a period count: those that the approved consolidation was made of.
fn inputs(
    ledger: &Ledger<Verified>,
    record: &PeriodRecord,
    unapproved: bool,
) -> Vec<(DepartmentId, ObjectId, ObjectId, bool)> {
    let approved = record.approved_text().is_some();
    let inputs = match (&record.merge, approved) {
        (Some(merge), true) => merge.inputs.clone(),
        _ if unapproved => ledger.inputs(&record.id).0,
        _ => Vec::new(),
    };
    inputs.into_iter().map(|input| (input.department, input.blob, input.commit, approved)).collect()
}
