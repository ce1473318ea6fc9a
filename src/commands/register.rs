//! `register [YEAR]`: sổ đăng ký văn bản đi, from the dispatch acts.

use crate::office::{Context, Office, contact, history, publish};
use crate::ui::output::register;
use crate::ui::output::register::RegisterRow;
use crate::ui::voice::Exit;
use baocao_core::domain::{DocumentNumber, NumberSeries, keeps_copies, year_of};
use baocao_core::say;
use baocao_documents::docx;
use baocao_procedure::{Dispatched, PeriodRecord};
use std::path::Path;

/// How the register is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// A table for people.
    Table,
    /// Comma-separated values.
    Csv,
    /// Word.
    Docx,
}

/// Prints the register of a year, or of the year it is.
pub fn run(cx: &Context<'_>, year: Option<i32>, to: To, out: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let year = year.unwrap_or_else(|| year_of(cx.now.date()));
    let settings = office.settings_or_fault()?;
    let mut rows = Vec::new();
    if let Some(tip) = ledger.tip() {
        for record in ledger.periods() {
            if let Some(row) = row(&office, tip, record, year)? {
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| (a.ordinal, &a.number).cmp(&(b.ordinal, &b.number)));
    if rows.is_empty() {
        cx.voice.note(&say!(vi: "năm {year} chưa gửi văn bản nào", en: "nothing was sent in {year}"));
        return Ok(Exit::Done);
    }
    match to {
        To::Table => cx.voice.out(&register::text(&rows, cx.voice.lang(), cx.voice.width())),
        To::Csv => match out {
            None => cx.voice.out(&register::csv(&rows)),
            Some(out) => publish::save(cx, out, register::csv(&rows).as_bytes(), force)?,
        },
        To::Docx => {
            let Some(tip) = ledger.tip() else { return Ok(Exit::Done) };
            let layout = publish::profile(&office, tip, &settings)?;
            let title = format!("SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM {year}");
            let bytes = docx::page(&title, &settings.agency.name, None, &register::page(&rows), &layout)?;
            let name = format!("so-van-ban-di-{year}.docx");
            publish::save(cx, out.unwrap_or(Path::new(&name)), &bytes, force)?;
        }
    }
    let gaps = register::gaps(&rows);
    let own = match &settings.document.series {
        NumberSeries::Unsaid => settings.filing.own_series,
        NumberSeries::PerKind => true,
        NumberSeries::All | NumberSeries::Group(_) => false,
    };
    if own && !gaps.is_empty() {
        let list = gaps.iter().map(|n| format!("{n:02}")).collect::<Vec<_>>().join(", ");
        cx.voice.note(&say!(
            vi: "chú ý: sổ riêng của báo cáo còn thiếu số {list}",
            en: "note: the reports' own series lacks the numbers {list}"
        ));
    }
    Ok(Exit::Done)
}

fn row(
    office: &Office,
    tip: baocao_core::domain::ObjectId,
    record: &PeriodRecord,
    year: i32,
) -> anyhow::Result<Option<RegisterRow>> {
    let Some(sent) = record.dispatch.as_ref().filter(|sent| year_of(sent.date) == year) else { return Ok(None) };
    let (document, _) = publish::words(office, tip, record)?;
    let number = sent.number.to_string();
    let to: Vec<String> = sent.to.iter().map(ToString::to_string).collect();
    let copies =
        to.iter().find(|line| keeps_copies(line)).and_then(|line| line.split_once(':')).map(|(_, who)| who.trim());
    Ok(Some(RegisterRow {
        ordinal: DocumentNumber::read(&number).map_or(0, |read| read.number),
        date: sent.date,
        subject: document.running_title(),
        signer: document.signature.name.clone().unwrap_or_default(),
        copies: copies.map_or_else(|| "VT, VP".into(), |c| c.trim_end_matches('.').to_string()),
        to: to.into_iter().filter(|line| !keeps_copies(line)).collect(),
        sent: sent.mark.at.date(),
        note: note(sent),
        number,
    }))
}

/// How it was sent, and which files are not known to say what was approved.
fn note(sent: &Dispatched) -> String {
    let files = sent.files.iter().filter_map(|(name, _)| Some(format!("{name}: {}", sent.compared.of(name)?.vi)));
    sent.channel.iter().map(ToString::to_string).chain(files).collect::<Vec<_>>().join("; ")
}
