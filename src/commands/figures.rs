//! `figures PERIOD`: the period's figures with what they are compared with, for people and for programs.

use super::context::past::Past;
use super::context::{Office, examine, history, period};
use super::{Context, Exit};
use crate::consolidate::{self, Basis};
use crate::diagnostic::Refusal;
use crate::domain::{Contribution, PeriodWords, Series};
use crate::parse::outline::FormIndex;
use crate::render::figures;
use crate::say;

/// How the figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// A table for people.
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

/// Prints the figures of what departments have submitted for a period.
pub fn run(cx: &Context<'_>, typed: &str, to: To, unapproved: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let settings = office.settings_or_fault()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    let Some(record) = ledger.period(&period) else {
        return Err(
            Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened")).into()
        );
    };
    let wanted = |other: &_| Series::matters(other, &period);
    let past = Past::gather(&office, &ledger, &settings.indicators, &wanted, unapproved)?;
    let past = past.map(|past| past.all()).transpose()?.unwrap_or_default();
    let (inputs, missing) = ledger.inputs(&period);
    let form = examine::form_at(&office, ledger.tip(), &period)?;
    let index = FormIndex::new(&form, &PeriodWords::of(&period, record.settings.title.as_deref()));
    let read = |input| examine::contribution(&office, record, &index, input);
    let contributions = inputs.iter().map(read).collect::<anyhow::Result<Vec<Contribution>>>()?;
    let basis = Basis { indicators: &settings.indicators, departments: &settings.departments, past: &past };
    let approved = record.approved_text().is_some();
    let records = consolidate::figure_records(&basis, &record.settings, &contributions, approved);
    let lang = cx.voice.lang();
    cx.voice.out(&match to {
        To::Csv => figures::csv(&records),
        To::Json => figures::json(&period, approved, &records),
        To::Table => figures::table(&period, approved, &records, lang),
    });
    if !missing.is_empty() {
        let names: Vec<&str> =
            missing.iter().map(|id| record.settings.department_name(id).unwrap_or(id.as_str())).collect();
        let names = names.join(", ");
        cx.voice.note(&say!(vi: "chưa có báo cáo của: {names}", en: "without the reports of: {names}"));
    }
    Ok(Exit::Done)
}
