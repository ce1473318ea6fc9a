//! `trend INDICATOR`: an indicator over the periods of history.

use super::context::past::Past;
use super::context::{Format, Office, history};
use super::{Context, Exit, Usage};
use crate::domain::{DepartmentId, Indicator, PeriodId, Series, Settings, Total};
use crate::render::trend::{self, Row};
use crate::say;
use crate::text::{nearest, visible};
use std::collections::BTreeMap;

/// Prints every approved figure of an indicator, of one department or of all together.
pub fn run(
    cx: &Context<'_>,
    typed: &str,
    department: Option<&str>,
    unapproved: bool,
    format: Format,
) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let settings = office.settings_or_fault()?;
    let indicator = find(&settings, typed)?;
    let department = department.map(|id| known(&settings, id)).transpose()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    let past = Past::gather(&office, &ledger, std::slice::from_ref(indicator), &|_| true, unapproved)?;
    let past = past.map(|past| past.all()).transpose()?.unwrap_or_default();
    let rows = rows(&settings, indicator, department.as_ref(), &past);
    match format {
        Format::Json => cx.voice.out(&trend::json(indicator, &rows)),
        _ => cx.voice.out(&trend::text(indicator, &rows, cx.voice.lang())),
    }
    if rows.is_empty() {
        cx.voice.note(&say!(
            vi: "chưa có số liệu đã duyệt của chỉ tiêu này (thêm --unapproved để xem cả số chưa duyệt)",
            en: "there are no approved figures of this indicator (--unapproved shows the others)"
        ));
    }
    Ok(Exit::Done)
}

/// One row a period and, where figures have no sum, a department.
fn rows(
    settings: &Settings,
    indicator: &Indicator,
    department: Option<&DepartmentId>,
    past: &BTreeMap<DepartmentId, Series>,
) -> Vec<Row> {
    let mut periods: BTreeMap<PeriodId, Vec<(DepartmentId, Total)>> = BTreeMap::new();
    for (id, series) in past.iter().filter(|(id, _)| department.is_none_or(|wanted| wanted == *id)) {
        for point in series.track(&indicator.id).into_iter().flat_map(|track| track.points()) {
            let total = Total { value: point.value, sources: vec![point.source.clone()] };
            periods.entry(point.source.period.clone()).or_default().push((id.clone(), total));
        }
    }
    let name = |id: &DepartmentId| settings.department(id).map_or_else(|| id.to_string(), |d| d.name.clone());
    let mut rows = Vec::new();
    for (period, figures) in periods {
        if indicator.is_share() || figures.len() == 1 {
            let own = figures.into_iter();
            rows.extend(own.map(|(id, total)| Row { period: period.clone(), department: Some(name(&id)), total }));
        } else {
            let total = Total::sum(figures.iter().map(|(_, total)| total));
            rows.extend(total.map(|total| Row { period, department: None, total }));
        }
    }
    rows
}

fn find<'s>(settings: &'s Settings, typed: &str) -> Result<&'s Indicator, Usage> {
    let shown = visible(typed);
    settings.indicators.iter().find(|i| i.id == typed.trim()).ok_or_else(|| {
        let near = nearest(typed, settings.indicators.iter().map(|i| i.id.as_str()));
        Usage(match near {
            Some(near) => say!(
                vi: "không có chỉ tiêu “{shown}”; có phải là “{near}”?",
                en: "there is no indicator “{shown}”; did you mean “{near}”?"
            ),
            None => say!(
                vi: "không có chỉ tiêu “{shown}” trong baocao.toml",
                en: "there is no indicator “{shown}” in baocao.toml"
            ),
        })
    })
}

fn known(settings: &Settings, typed: &str) -> Result<DepartmentId, Usage> {
    let shown = visible(typed);
    let found = settings.departments.iter().find(|d| d.id.as_str() == typed.trim()).map(|d| d.id.clone());
    found.ok_or_else(|| {
        Usage(say!(
            vi: "không có đơn vị “{shown}” trong baocao.toml",
            en: "there is no department “{shown}” in baocao.toml"
        ))
    })
}
