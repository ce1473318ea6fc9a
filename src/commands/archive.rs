//! `archive`: files the record: index, manifest of digests, both retention terms. Nothing is ever deleted.

use super::context::record::{self, Draft, FileWrite, Scene};
use super::context::{Office, draft, history, period, publish, telling};
use super::{ActOptions, Context, Exit};
use crate::domain::{ActKind, Date, Digest, PeriodId, a_year_after, format_date_vi};
use crate::procedure::{Intent, PeriodRecord, Plan, Stage};
use crate::render::docx;
use crate::render::dossier::{self, Entry, Handover};
use crate::render::ledger;
use crate::say;
use crate::store::layout;
use crate::text::{Lang, RepoPath};
use std::path::Path;

/// Files one period.
pub fn run(cx: &Context<'_>, typed: &str, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Archive, &period))?;
        draft::as_recorded(&office, scene, &period)?;
        let record = scene.record(&period)?;
        let folder = layout::dossier(&period);
        let mut entries = entries(scene, record)?;
        let packets = packets(&office, &period)?;
        entries.extend(packets.iter().map(|write| Entry {
            version: write.version(),
            title: "Trạng thái tiếp nhận của nơi nhận".into(),
            author: String::new(),
            date: None,
            numbered: false,
        }));
        let facts = record_facts(scene, record)?;
        let index = dossier::index(&facts, &entries);
        let layout = publish::profile(&office, scene.tip, &scene.settings()?)?;
        let page = dossier::index_page(&facts, &entries);
        let page = docx::page("MỤC LỤC HỒ SƠ", &facts.agency, Some(facts.filed), &page, &layout)?;
        let trail = ledger::text(&telling::lines(scene.ledger, Some(&period)), Lang::Vi);
        let trail = format!("# Nhật ký kỳ {period}\n\n```text\n{trail}```\n");
        let mut files = vec![
            FileWrite::generated(&office, folder.join("muc-luc.md"), index.into_bytes())?,
            FileWrite::as_is(&office, folder.join("muc-luc.docx"), page)?,
            FileWrite::generated(&office, folder.join("nhat-ky.md"), trail.into_bytes())?,
        ];
        let mut sums: Vec<(String, Digest)> =
            entries.iter().map(|e| (below(&e.version.path, &period), e.version.sha256)).collect();
        sums.extend(files.iter().map(FileWrite::version).map(|v| (below(&v.path, &period), v.sha256)));
        files.extend(packets);
        sums.sort();
        let manifest = dossier::manifest(&sums);
        let digest = Digest::of(manifest.as_bytes());
        files.push(FileWrite::generated(&office, folder.join("bang-ma-kiem.sha256"), manifest.into_bytes())?);
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
        let path = folder.join(&layout::status_packet(number));
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

/// Everything the record consists of, in the order of the procedure: what was sent first, then what it rests on.
fn entries(scene: &Scene<'_>, record: &PeriodRecord) -> anyhow::Result<Vec<Entry>> {
    let id = &record.id;
    let mut entries = Vec::new();
    let mut add = |path: RepoPath, title: String, author: String, date: Option<Date>, numbered: bool| {
        if let Some(version) = scene.ledger.version(&path) {
            entries.push(Entry { version, title, author, date, numbered });
        }
    };
    let settings = scene.settings()?;
    let agency = settings.agency.name;
    let name = id.name_vi();
    let sent = record.dispatch.as_ref();
    add(layout::consolidated(id), format!("Báo cáo tổng hợp {name}"), agency.clone(), sent.map(|d| d.date), true);
    for (file, _) in sent.into_iter().flat_map(|d| &d.files) {
        let title = format!("Văn bản đã gửi, {name}");
        add(layout::dossier(id).join(file), title, agency.clone(), sent.map(|d| d.date), true);
    }
    for (department, called) in &record.settings.departments {
        let day = record.submissions.get(department).map(|s| s.mark.at.date());
        add(layout::report(id, department), format!("Báo cáo của {called}"), called.clone(), day, false);
    }
    add(layout::period_settings(id), "Thiết lập của kỳ báo cáo".into(), agency.clone(), None, false);
    add(layout::period_form(id), "Biểu mẫu áp dụng".into(), agency, None, false);
    Ok(entries)
}

fn record_facts(scene: &Scene<'_>, record: &PeriodRecord) -> anyhow::Result<dossier::Facts> {
    let settings = scene.settings()?;
    let dispatch = record.dispatch.as_ref();
    Ok(dossier::Facts {
        agency: settings.agency.name,
        period: record.id.name_vi(),
        number: dispatch.map(|d| d.number.to_string()).unwrap_or_default(),
        sent: dispatch.map(|d| d.date),
        to: dispatch.map(|d| d.to.iter().map(|t| t.to_string()).collect()).unwrap_or_default(),
        filed: scene.now.date(),
        kept_until: dispatch.and_then(|d| a_year_after(d.date)),
        retention: settings.filing.retention.get(&record.id.cadence()).cloned(),
        notation: settings.filing.notation,
    })
}

/// Lists the records that have been in the office for a year, ready to be handed over to the archive; with `out`, the
/// hand-over list as a Word file.
pub fn due(cx: &Context<'_>, out: Option<&Path>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
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
