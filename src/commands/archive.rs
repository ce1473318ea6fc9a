//! `archive`: files the record: index, manifest of digests, both retention terms. Nothing is ever deleted.

use crate::office::confirm::Question;
use crate::office::record::{Draft, FileWrite};
use crate::office::{ActOptions, Context, Office, contact, draft, filing, history, period, publish, record, telling};
use crate::store::Fault;
use crate::ui::voice::Exit;
use baocao_core::domain::{ActKind, Digest, PeriodId, Version, a_year_after, folder as layout, format_date_vi};
use baocao_core::say;
use baocao_core::text::RepoPath;
use baocao_documents::filed_record::Handover;
use baocao_documents::{docx, filed_record as dossier};
use baocao_procedure::filing::{INDEX, INDEX_PAGE, MANIFEST, TRAIL, status_packet};
use baocao_procedure::{Intent, Plan, Stage};
use std::path::Path;

/// Files one period.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Archive, &period))?;
        draft::as_recorded(&office, scene, &period)?;
        let folder = layout::dossier(&period);
        let packets = packets(&office, &period)?;
        let answers: Vec<Version> = packets.iter().map(FileWrite::version).collect();
        let unset = || Fault::new(say!(vi: "thư mục chưa được lập", en: "the folder is not set up"));
        let filing = scene.ledger.filing(&period, scene.now).ok_or_else(unset)?;
        let made = filing::generated(&filing, &answers, scene.now.date()).ok_or_else(unset)?;
        let layout = publish::profile(&office, scene.tip, &scene.settings()?)?;
        let page = docx::page(filing::INDEX_TITLE, &made.agency, Some(scene.now.date()), &made.page, &layout)?;
        let mut files = vec![
            FileWrite::generated(&office, folder.join(INDEX), made.index.into_bytes())?,
            FileWrite::as_is(&office, folder.join(INDEX_PAGE), page)?,
            FileWrite::generated(&office, folder.join(TRAIL), made.trail.into_bytes())?,
        ];
        files.extend(packets);
        // Every file of the period, listed in the index or not.
        let mut sums = filing.files();
        sums.extend(files.iter().map(FileWrite::version).map(|v| (below(&v.path, &period), v.sha256)));
        let sums: Vec<(String, Digest)> = sums.into_iter().collect();
        let mut summary = telling::title(scene.record(&period)?);
        if let Some(sent) = &scene.record(&period)?.dispatch {
            let (number, day) = (&sent.number, format_date_vi(sent.date));
            summary.push(say!(vi: "  văn bản đã gửi: số {number} ngày {day}", en: "  sent as {number} of {day}"));
        }
        let count = sums.len();
        summary.push(say!(
            vi: "  hồ sơ: {count} tệp; lưu rồi thì không thêm, bớt được nữa",
            en: "  files: {count}; once filed nothing is added or taken out"
        ));
        scene.ask(Question::new(summary, say!(vi: "Lưu hồ sơ kỳ này?", en: "File the record of this period?")));
        let manifest = dossier::manifest(&sums);
        let digest = Digest::of(manifest.as_bytes());
        files.push(FileWrite::generated(&office, folder.join(MANIFEST), manifest.into_bytes())?);
        Ok(Draft {
            base: None,
            parents: Vec::new(),
            plan: Plan::Archive { period: period.clone(), manifest: digest },
            files,
        })
    })
}

/// The receivers' answers that `dispatch --status` has kept.
fn packets(office: &Office, period: &PeriodId) -> anyhow::Result<Vec<FileWrite>> {
    let folder = layout::dossier(period);
    let mut out = Vec::new();
    for number in 1..=999 {
        let path = folder.join(&status_packet(number));
        let Some(bytes) = office.read(&path)? else { break };
        out.push(FileWrite::as_is(office, path, bytes)?);
    }
    Ok(out)
}

/// A path as the manifest names it: from the period's folder, where `sha256sum -c` is run.
fn below(path: &RepoPath, period: &PeriodId) -> String {
    let folder = format!("{}/", layout::period(period));
    path.as_str().strip_prefix(&folder).unwrap_or(path.as_str()).to_string()
}

/// Lists the records that have been in the office for a year, ready to be handed over to the archive; with `out`, the
/// hand-over list as a Word file.
pub fn due(cx: &Context<'_>, out: Option<&Path>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let today = cx.now.date();
    let mut ready = Vec::new();
    for record in ledger.periods().filter(|r| r.stage() == Stage::Archived) {
        let Some(dispatch) = &record.dispatch else { continue };
        let Some(until) = a_year_after(dispatch.date).filter(|until| *until <= today) else { continue };
        ready.push((record, dispatch, until));
    }
    for (record, dispatch, until) in &ready {
        let (id, number, until) = (&record.id, &dispatch.number, format_date_vi(*until));
        cx.voice.say(&say!(
            vi: "{id}: văn bản {number}, đủ một năm từ ngày {until}; đề nghị làm thủ tục nộp lưu (hồ sơ không bị xoá)",
            en: "{id}: document {number}, a year old on {until}; hand it over to the archive (nothing is deleted)"
        ));
    }
    if ready.is_empty() {
        cx.voice.say(&say!(vi: "chưa có hồ sơ nào đủ một năm tại văn phòng", en: "no record has been in the office for a year yet"));
        return Ok(Exit::Done);
    }
    let Some(out) = out else { return Ok(Exit::Done) };
    let settings = office.settings_or_fault()?;
    let records: Vec<Handover> = ready
        .iter()
        .map(|(record, dispatch, _)| Handover {
            notation: settings.filing.notation.clone(),
            title: format!("Báo cáo {} của {}, số {}", record.id.name_vi(), settings.agency.name, dispatch.number),
            from: record.opened.at.date(),
            to: record.archive.as_ref().map_or(dispatch.date, |(mark, _)| mark.at.date()),
            retention: settings.filing.retention.get(&record.id.cadence()).cloned(),
            files: ledger.below(&layout::period(&record.id)).count(),
            note: format!("{}/", layout::period(&record.id)),
        })
        .collect();
    let page = dossier::handover_page(&settings.agency.name, today, &records);
    let Some(tip) = ledger.tip() else { return Ok(Exit::Done) };
    let profile = publish::profile(&office, tip, &settings)?;
    let bytes = docx::page("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", &settings.agency.name, Some(today), &page, &profile)?;
    publish::save(cx, out, &bytes, false)?;
    Ok(Exit::Done)
}
