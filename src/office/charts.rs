//! The charts of a period: which are drawn is said by the settings of one commit, the numbers are those of the merge.

use crate::office::past::Past;
use crate::office::{Context, Office, examine, history};
use baocao_check::consolidate;
use baocao_check::consolidate::Basis;
use baocao_check::reports::outline::FormIndex;
use baocao_core::domain::{Chart, Contribution, PeriodId, PeriodWords, Restatements, Series, Settings};
use baocao_core::text::Lang;
use baocao_procedure::PeriodRecord;
use std::collections::BTreeSet;

/// The charts of a period's consolidated report; none before it is merged, and none where no indicator asks for them.
///
/// They are drawn from the reports that went into the standing merge and from what had been approved by then, with the
/// indicators as they were then: the numbers of the table that people have read and approved, on whatever day the
/// document is made.
pub fn of(
    cx: &Context<'_>,
    office: &Office,
    settings: &Settings,
    record: &PeriodRecord,
    lang: Lang,
) -> anyhow::Result<Vec<Chart>> {
    let drawn: BTreeSet<&str> = settings.indicators.iter().filter(|i| i.chart).map(|i| i.id.as_str()).collect();
    let Some(merge) = record.merge.as_ref().filter(|_| !drawn.is_empty()) else { return Ok(Vec::new()) };
    let at = merge.mark.commit;
    let mut then = office.settings_at(at)?;
    for indicator in &mut then.indicators {
        indicator.chart = drawn.contains(indicator.id.as_str());
    }
    let (ledger, _) = history::proven(cx, office, Some(at), None)?;
    let period = &record.id;
    let past = Past::gather(office, &ledger, &then.indicators, &|other| matters(other, period), false)?;
    let past = past.map(|past| past.all()).transpose()?.unwrap_or_default();
    let form = examine::form_at(office, Some(at), period)?;
    let index = FormIndex::new(&form, &PeriodWords::of(period, record.settings.title.as_deref()));
    let read = |input| examine::contribution(office, record, &index, input);
    let contributions = merge.inputs.iter().map(read).collect::<anyhow::Result<Vec<Contribution>>>()?;
    // The document is drawn as it was approved: what was put right since stands in later ones.
    let basis = Basis {
        agency: &then.agency,
        tone: then.document.tone,
        indicators: &then.indicators,
        departments: &then.departments,
        past: &past,
        restated: &Restatements::new(),
    };
    Ok(consolidate::charts(&basis, &record.settings, &contributions, lang))
}

/// Beside what the table needs: every period of both years up to the end of this one.
fn matters(other: &PeriodId, period: &PeriodId) -> bool {
    let within = |like: &PeriodId| other.year() == like.year() && other.last_day() <= like.last_day();
    other != period
        && (Series::matters(other, period)
            || within(period)
            || period.same_period_last_year().is_some_and(|like| within(&like)))
}
