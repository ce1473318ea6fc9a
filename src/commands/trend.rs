//! `trend INDICATOR`: an indicator over the periods of history.

use crate::office::past::Past;
use crate::office::{Context, Format, Office, contact, departments, history};
use crate::ui::output::trend;
use crate::ui::output::trend::Row;
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::{DepartmentId, Indicator, PeriodId, Series, Settings, Total};
use baocao_core::say;
use baocao_core::text::{nearest, visible};
use baocao_procedure::{Ledger, Verified};
use std::collections::{BTreeMap, BTreeSet};

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
    let department =
        department.map(|typed| departments::meant(cx, &departments::of_settings(&settings), typed)).transpose()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let past = Past::gather(&office, &ledger, std::slice::from_ref(indicator), &|_| true, unapproved)?;
    let past = past.map(|past| past.all()).transpose()?.unwrap_or_default();
    let then = |period: &PeriodId| then(&office, &ledger, indicator, period);
    let series = rows(&settings, &then, department.as_ref(), &past, &indicator.id)?;
    let whole = department.is_none();
    let mut rows = Vec::new();
    for (row, here) in series {
        let missing = match whole {
            true => awaited(&ledger, &then(&row.period)?, &row.period, &here),
            false => Vec::new(),
        };
        rows.push(Row { missing, ..row });
    }
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

/// The indicator as the settings had it when a period was consolidated, or opened: it may have been given to other
/// departments since.
fn then(
    office: &Office,
    ledger: &Ledger<Verified>,
    indicator: &Indicator,
    period: &PeriodId,
) -> anyhow::Result<Indicator> {
    let Some(record) = ledger.period(period) else { return Ok(indicator.clone()) };
    let at = record.merge.as_ref().map_or(record.opened.commit, |merge| merge.mark.commit);
    let known = office.settings_at(at)?.indicators.into_iter().find(|then| then.id == indicator.id);
    Ok(known.unwrap_or_else(|| indicator.clone()))
}

/// The departments of a period whose figure is awaited and not there, by id and name: those without a report and those
/// that the settings name for the indicator.
fn awaited(
    ledger: &Ledger<Verified>,
    indicator: &Indicator,
    period: &PeriodId,
    here: &BTreeSet<DepartmentId>,
) -> Vec<(DepartmentId, String)> {
    let Some(record) = ledger.period(period) else { return Vec::new() };
    let (_, silent) = ledger.inputs(period);
    let named = !indicator.departments.is_empty();
    let awaited = |id: &DepartmentId| {
        indicator.is_of(id) && indicator.in_force(period) && !here.contains(id) && (named || silent.contains(id))
    };
    record.settings.departments.iter().filter(|(id, _)| awaited(id)).cloned().collect()
}

/// One row a period and, where figures have no sum, a department, each with the departments that have a figure in the
/// period. A department that may not report the indicator has a row of its own.
fn rows(
    settings: &Settings,
    then: &dyn Fn(&PeriodId) -> anyhow::Result<Indicator>,
    department: Option<&DepartmentId>,
    past: &BTreeMap<DepartmentId, Series>,
    indicator: &str,
) -> anyhow::Result<Vec<(Row, BTreeSet<DepartmentId>)>> {
    let mut periods: BTreeMap<PeriodId, Vec<(DepartmentId, Total)>> = BTreeMap::new();
    for (id, series) in past.iter().filter(|(id, _)| department.is_none_or(|wanted| wanted == *id)) {
        for point in series.track(indicator).into_iter().flat_map(|track| track.points()) {
            let total = Total { value: point.value, sources: vec![point.source.clone()] };
            periods.entry(point.source.period.clone()).or_default().push((id.clone(), total));
        }
    }
    let name = |id: &DepartmentId| settings.department(id).map_or_else(|| id.to_string(), |d| d.name.clone());
    let mut rows = Vec::new();
    for (period, figures) in periods {
        let here: BTreeSet<DepartmentId> = figures.iter().map(|(id, _)| id.clone()).collect();
        let indicator = then(&period)?;
        // Departments that no setting knows any more were in the sums of their time.
        let is_counted = |id: &DepartmentId| indicator.is_of(id) || settings.department(id).is_none();
        let (figures, strangers): (Vec<_>, Vec<_>) = figures.into_iter().partition(|(id, _)| is_counted(id));
        let mut put = |department: Option<&DepartmentId>, total: Total, counted: bool| {
            let department = department.map(&name);
            let row = Row { period: period.clone(), department, total, counted, missing: Vec::new() };
            rows.push((row, here.clone()));
        };
        if indicator.is_share() || figures.len() == 1 {
            figures.into_iter().for_each(|(id, total)| put(Some(&id), total, true));
        } else if let Some(total) = Total::sum(figures.iter().map(|(_, total)| total)) {
            put(None, total, true);
        }
        strangers.into_iter().for_each(|(id, total)| put(Some(&id), total, false));
    }
    Ok(rows)
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
            None => {
                let list = settings.indicators.iter().map(|i| i.id.as_str()).collect::<Vec<_>>().join(", ");
                say!(
                    vi: "không có chỉ tiêu “{shown}” trong baocao.toml; các chỉ tiêu: {list}",
                    en: "there is no indicator “{shown}” in baocao.toml; the indicators: {list}"
                )
            }
        })
    })
}
