//! Figures of other periods: found in the proven history once, read only where somebody asks.

use super::Office;
use crate::domain::{
    DepartmentId, FigureSource, Indicator, ObjectId, OneLine, PeriodId, Point, Restatement, Series, indicator_finder,
    written_figures,
};
use crate::parse;
use crate::procedure::{Ledger, PeriodRecord, Verified};
use crate::store::git::{Blob, Repo};
use crate::store::layout;
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
            let source = parse::encoding::decode(path.clone(), bytes).source;
            let front = parse::front_matter::read(source.text()).front;
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
            let figures = written_figures(&front, &self.indicators);
            let asked = indicator_finder(figures.len(), &self.indicators);
            for figure in figures.into_iter().filter(|figure| asked(figure.id).is_some()) {
                let Some(value) = figure.actual.as_ref().and_then(|cell| cell.amount.number()) else { continue };
                series.put(figure.id, point(value, figure.estimate));
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
