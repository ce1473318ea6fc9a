//! `verify --file`: a file in somebody's hand. Which period's document is it, which dispatch, unchanged or not.

use crate::commands::verify::about_folder;
use crate::office::publish::Made;
use crate::office::{Context, Format, Office, history, publish};
use crate::store::files;
use crate::ui::output::diagnostics::{Resolved, text};
use crate::ui::output::ledger;
use crate::ui::output::ledger::{Held, HeldSent};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Digest, ObjectId, format_date_vi};
use baocao_core::say;
use baocao_core::text::visible;
use baocao_procedure::{Dispatched, Ledger, PeriodRecord, Verified};
use std::path::Path;

/// How a file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    /// The dispatch recorded this very file.
    Sent,
    /// The same document made again in another kind of file than the one that was sent.
    MadeAgain,
}

/// Answers for one file.
pub(super) fn run(cx: &Context<'_>, path: &Path, format: Format, root: Option<ObjectId>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let shown = visible(&path.to_string_lossy());
    let Some(bytes) = files::read_large(&cx.here.join(path))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let digest = Digest::of(&bytes);
    let (ledger, mut found) = history::proven(cx, &office, office.tip()?, root)?;
    about_folder(cx, &office, &ledger, root, true, &mut found)?;
    let kind = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let hit = recorded(&ledger, digest).map(|hit| (hit.0, hit.1, Match::Sent));
    let hit = match hit {
        Some(hit) => Some(hit),
        None => made_again(cx, &office, &ledger, &kind, &bytes)?.map(|(r, d)| (r, d, Match::MadeAgain)),
    };
    // What is wrong elsewhere does not touch this document; what is wrong in the folder as a whole does.
    let period = hit.map(|(record, ..)| record.id.to_string());
    found.retain(|d| d.code != Code::MessageMisleading && (d.period.is_none() || d.period == period));
    let ok = hit.is_some() && found.is_empty();
    let lang = cx.voice.lang();
    let found: Vec<Resolved> = found.into_iter().map(|d| Resolved::new(d, None)).collect();
    if format == Format::Json {
        cx.voice.out(&ledger::held(
            &Held {
                file: &path.to_string_lossy(),
                sha256: &digest.to_string(),
                ok,
                sent: hit.map(|(_, sent, how)| HeldSent {
                    period: period.as_deref().unwrap_or_default(),
                    number: sent.number.as_str(),
                    date: sent.date,
                    commit: sent.mark.commit,
                    exact: how == Match::Sent,
                }),
                found: &found,
            },
            lang,
        ));
        return Ok(if ok { Exit::Done } else { Exit::Wrong });
    }
    let style = text::Style { lang, color: cx.voice.color(), width: cx.voice.width() };
    for diagnostic in &found {
        cx.voice.out(&text::render(diagnostic, style));
    }
    match hit {
        Some((record, sent, how)) => {
            let (id, number, date) = (&record.id, &sent.number, format_date_vi(sent.date));
            let person = ledger.roster().and_then(|roster| roster.person(&sent.mark.by));
            let by = person.map_or_else(|| sent.mark.by.to_string(), |p| format!("{} {}", p.title, p.name));
            let clock_vi = sent.mark.at.clock(baocao_core::text::Lang::Vi);
            let (clock_en, short) = (sent.mark.at.clock(baocao_core::text::Lang::En), sent.mark.commit.short());
            cx.voice.say(&match how {
                Match::Sent => say!(
                    vi: "“{shown}” đúng là tệp đã gửi, không đổi một byte: văn bản số {number} ngày {date}, báo cáo kỳ {id}",
                    en: "“{shown}” is the file that was sent, to the byte: document {number} of {date}, report of {id}"
                ),
                Match::MadeAgain => say!(
                    vi: "“{shown}” đúng nội dung văn bản số {number} ngày {date}, báo cáo kỳ {id}; tệp này được xuất lại, không phải tệp đã gửi",
                    en: "“{shown}” is document {number} of {date}, report of {id}, exported again; it is not the file that was sent"
                ),
            });
            cx.voice.say(&say!(
                vi: "bước gửi: {clock_vi}, {by} [{short}]",
                en: "dispatched: {clock_en}, {by} [{short}]"
            ));
        }
        None => {
            cx.voice.say(&say!(
                vi: "“{shown}” KHÔNG trùng với tệp nào đã gửi; tệp đã bị sửa, hoặc không do cơ quan này gửi",
                en: "“{shown}” is NOT any file that was sent: it was changed, or this office did not send it"
            ));
            cx.voice.say(&say!(vi: "SHA-256 của tệp: {digest}", en: "SHA-256 of the file: {digest}"));
        }
    }
    Ok(if ok { Exit::Done } else { Exit::Wrong })
}

fn recorded(ledger: &Ledger<Verified>, digest: Digest) -> Option<(&PeriodRecord, &Dispatched)> {
    ledger
        .periods()
        .filter_map(|record| Some((record, record.dispatch.as_ref()?)))
        .find(|(_, sent)| sent.files.iter().any(|(_, known)| *known == digest))
}

fn made_again<'l>(
    cx: &Context<'_>,
    office: &Office,
    ledger: &'l Ledger<Verified>,
    kind: &str,
    bytes: &[u8],
) -> anyhow::Result<Option<(&'l PeriodRecord, &'l Dispatched)>> {
    let Some(made) = Made::ALL.into_iter().find(|made| made.extension() == kind) else { return Ok(None) };
    let Some(tip) = ledger.tip() else { return Ok(None) };
    for record in ledger.periods() {
        let Some(sent) = &record.dispatch else { continue };
        // A document that cannot be made any more is no reason to keep silent about the others.
        let Ok((document, layout)) = publish::document(cx, office, tip, record) else { continue };
        if made.write(&document, &layout).is_ok_and(|again| again == bytes) {
            return Ok(Some((record, sent)));
        }
    }
    Ok(None)
}
