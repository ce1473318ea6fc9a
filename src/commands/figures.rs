//! `figures PERIOD`: the period's figures with what they are compared with, for people and for programs.

use crate::office::past::Past;
use crate::office::{Context, Office, contact, examine, history, period, publish};
use crate::ui::output::figures;
use crate::ui::voice::{Exit, Usage};
use baocao_check::consolidate;
use baocao_check::consolidate::Basis;
use baocao_check::reports::outline::FormIndex;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{Contribution, PeriodWords, Series};
use baocao_core::say;
use baocao_documents::workbook;
use std::path::PathBuf;

/// How the figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// A table for people.
    Table,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A spreadsheet, into a file.
    Xlsx,
}

/// What is printed, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// In which form.
    pub to: To,
    /// With the figures of periods that are not approved.
    pub unapproved: bool,
    /// The file of [`To::Xlsx`].
    pub file: Option<PathBuf>,
    /// Replace that file if it is there.
    pub force: bool,
}

/// Prints the figures of what departments have submitted for a period.
pub fn run(cx: &Context<'_>, typed: &str, options: &Options) -> anyhow::Result<Exit> {
    let &Options { to, unapproved, ref file, force } = options;
    if to != To::Xlsx && (file.is_some() || force) {
        return Err(Usage(say!(
            vi: "--out và --force chỉ dùng với --to xlsx; dạng khác thì chuyển hướng bằng >",
            en: "--out and --force go with --to xlsx; redirect the other forms with >"
        ))
        .into());
    }
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let settings = office.settings_or_fault()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
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
    let basis = Basis {
        agency: &settings.agency,
        tone: settings.document.tone,
        indicators: &settings.indicators,
        departments: &settings.departments,
        past: &past,
        restated: &record.restated,
    };
    let approved = record.approved_text().is_some();
    let records = consolidate::figure_records(&basis, &record.settings, &contributions, approved);
    let lang = cx.voice.lang();
    let names: Vec<&str> =
        missing.iter().map(|id| record.settings.department_name(id).unwrap_or(id.as_str())).collect();
    match to {
        To::Csv => cx.voice.out(&figures::csv(&records)),
        To::Json => cx.voice.out(&figures::json(&period, approved, &records)),
        To::Table => cx.voice.out(&figures::table(&period, approved, &records, lang)),
        To::Xlsx => {
            let head =
                workbook::WorkbookHead { agency: &settings.agency.name, period: &period, approved, missing: &names };
            let name = file.clone().unwrap_or_else(|| PathBuf::from(format!("so-lieu-{period}.xlsx")));
            publish::save(cx, &name, &workbook::xlsx(&head, &records)?, force)?;
        }
    }
    if !names.is_empty() {
        let names = names.join(", ");
        cx.voice.note(&say!(vi: "chưa có báo cáo của: {names}", en: "without the reports of: {names}"));
    }
    Ok(Exit::Done)
}
