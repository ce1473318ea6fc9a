//! `calendar [YEAR]`: the year's deadlines as iCalendar.

use crate::office::{Context, Office, contact, history, publish};
use crate::ui::output::calendar;
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::{Cadence, Deadline, PeriodId, format_date_vi, moment, year_of};
use baocao_core::say;
use baocao_core::text::{Lang, Text};
use std::path::Path;

/// Writes the deadlines of a year: of open periods as they were opened or ordered, of the others as the rules say.
pub fn run(cx: &Context<'_>, year: Option<i32>, out: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let settings = office.settings_or_fault()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let year = year.unwrap_or_else(|| year_of(cx.now.date()));
    let mut all: Vec<(PeriodId, Deadline, Option<String>)> = Vec::new();
    for id in regular(year) {
        let Some(rule) = settings.deadlines.get(&id.cadence()) else { continue };
        if ledger.period(&id).is_none()
            && let Ok(deadline) = rule.for_period(&id)
        {
            all.push((id, deadline.effective(&settings.calendar, settings.roll), None));
        }
    }
    for record in ledger.periods().filter(|r| r.id.year() == year) {
        all.push((record.id.clone(), record.settings.deadline, record.settings.directive.clone()));
    }
    if all.is_empty() {
        let text = say!(vi: "năm {year} không có hạn nộp nào", en: "{year} has no deadlines");
        return Err(Usage(text).into());
    }
    if let Some(question) = settings.calendar.open_question(year) {
        cx.voice.note(&question);
    }
    all.sort_by_key(|(id, deadline, _)| (deadline.last_day(), id.clone()));
    let symbol = &settings.agency.symbol;
    let deadlines: Vec<calendar::Deadline> = all
        .into_iter()
        .map(|(id, deadline, directive)| {
            let day = deadline.last_day();
            let (vi, en) = (id.name(Lang::Vi), id.name(Lang::En));
            let (says_vi, says_en) = (deadline.describe(Lang::Vi), deadline.describe(Lang::En));
            let order = directive.map(|d| format!("; {d}")).unwrap_or_default();
            calendar::Deadline {
                id: format!("{id}@{symbol}"),
                summary: match ledger.period(&id).and_then(|record| record.settings.title.clone()) {
                    Some(title) => say!(vi: "Hạn nộp: {title}", en: "Due: {title}"),
                    None => say!(vi: "Hạn nộp báo cáo {vi}", en: "Reports due: {en}"),
                },
                description: Text { vi: format!("{says_vi}{order}"), en: format!("{says_en}{order}") },
                day,
                remind: settings.calendar.working_day_on_or_before(moment::shift(day, -1)),
            }
        })
        .collect();
    let text = calendar::ics(&settings.agency.name, cx.now, &deadlines, cx.voice.lang());
    match out {
        None => cx.voice.out(&text),
        Some(out) => {
            publish::save(cx, out, text.as_bytes(), force)?;
            let (count, first) =
                (deadlines.len(), deadlines.first().map(|d| format_date_vi(d.day)).unwrap_or_default());
            cx.voice.say(
                &say!(vi: "{count} hạn nộp, sớm nhất ngày {first}", en: "{count} deadlines, the first on {first}"),
            );
        }
    }
    Ok(Exit::Done)
}

/// Every regular period of a year.
fn regular(year: i32) -> Vec<PeriodId> {
    let months = (1..=12).map(|m| format!("{year}-{m:02}"));
    let quarters = (1..=4).map(|q| format!("{year}-Q{q}"));
    let rest = [format!("{year}-H1"), format!("{year}-9T"), format!("{year}"), format!("{year}-BKHCN")];
    months
        .chain(quarters)
        .chain(rest)
        .filter_map(|id| PeriodId::from_canonical(&id))
        .filter(|id| id.cadence() != Cadence::AdHoc)
        .collect()
}
