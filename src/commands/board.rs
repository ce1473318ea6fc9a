//! `board`: one page for everybody: who is in, late, returned, missing; whose turn it is.

use crate::office::standing::view;
use crate::office::{Context, Office, charts, contact, history, publish};
use crate::ui::output::board;
use crate::ui::output::board::Panel;
use crate::ui::voice::Exit;
use baocao_core::domain::{Date, Moment, folder as layout, year_of};
use baocao_core::say;
use baocao_core::text::Lang;
use baocao_procedure::PeriodRecord;
use std::path::{Component, Path, PathBuf};

/// What the page is called where nothing else is said.
const NAME: &str = "bang-theo-doi.html";

/// Writes the board of a year. It is made anew each time, so that an older one of ours is overwritten.
pub fn run(cx: &Context<'_>, year: Option<i32>, today: Option<Date>, out: Option<&Path>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let now = today.map_or(cx.now, |day| Moment::from_unix(Moment::end_of(day).unix() - 1));
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let settings = office.settings_or_fault()?;
    let year = year.unwrap_or_else(|| year_of(now.date()));
    let path = cx.here.join(out.unwrap_or(Path::new(NAME)));
    let root = relative(path.parent().unwrap_or(Path::new(".")), office.folder.root());
    let mut panels = Vec::new();
    let mut records: Vec<&PeriodRecord> = ledger.periods().filter(|r| r.id.year() == year).collect();
    records.sort_by_key(|record| (record.settings.deadline.last_day(), record.id.clone()));
    // Newer figures hold the older ones of their year.
    let newest = records.iter().rfind(|record| record.merge.is_some());
    let figures = match newest {
        Some(record) => charts::of(cx, &office, &settings, record, cx.voice.lang())?,
        None => Vec::new(),
    };
    for record in records {
        let view = view(&office, &ledger, record, &settings, now)?;
        panels.push(Panel { view, links: links(record, &root, cx.voice.lang()) });
    }
    let page = board::page(&settings.agency.name, year, now.date(), &panels, &figures, cx.voice.lang());
    let ours = crate::store::files::read_outside(&path)?
        .is_some_and(|old| String::from_utf8_lossy(&old).contains(board::MARK));
    publish::save(cx, out.unwrap_or(Path::new(NAME)), page.as_bytes(), ours)?;
    let count = panels.len();
    cx.voice.note(&say!(vi: "{count} kỳ của năm {year}", en: "{count} periods of {year}"));
    Ok(Exit::Done)
}

/// The draft and the files that were sent, seen from where the board lies.
fn links(record: &PeriodRecord, root: &str, lang: Lang) -> Vec<(String, String)> {
    let words = |vi: &str, en: &str| if lang == Lang::Vi { vi.to_string() } else { en.to_string() };
    let mut out = Vec::new();
    if record.merge.is_some() {
        let text = layout::consolidated(&record.id);
        out.push((words("báo cáo tổng hợp", "consolidated report"), format!("{root}{}", encoded(text.as_str()))));
    }
    for (sent, file) in record.dispatch.iter().flat_map(|d| d.files.iter().map(move |(file, _)| (d, file))) {
        let path = layout::dossier(&record.id).join(file);
        let compared = sent.compared.of(file).map(|said| format!(", {}", said.get(lang))).unwrap_or_default();
        out.push((
            format!("{} ({file}{compared})", words("văn bản đã gửi", "sent document")),
            format!("{root}{}", encoded(path.as_str())),
        ));
    }
    out
}

/// The way from one folder to another as a page writes it: `../../so-khcn/`.
fn relative(from: &Path, to: &Path) -> String {
    let parts = |path: &Path| -> Vec<PathBuf> {
        path.components().filter(|c| !matches!(c, Component::CurDir)).map(|c| PathBuf::from(c.as_os_str())).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(from.len() - shared);
    for part in &to[shared..] {
        out.push_str(&encoded(&part.to_string_lossy()));
        out.push('/');
    }
    out
}

/// A path as it is in an address: only its slashes mean anything there.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::commands::board::*;

    #[test]
    fn a_files_name_means_nothing_in_an_address() {
        assert_eq!(encoded("reports/2024-Q2/a.docx"), "reports/2024-Q2/a.docx");
        assert_eq!(encoded("a?b#c%2F:\"\u{202e}ă"), "a%3Fb%23c%252F%3A%22%E2%80%AE%C4%83");
    }
}
