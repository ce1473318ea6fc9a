//! `fix`: repairs what is safe, and shows what it changed.

use crate::office::examine::Desk;
use crate::office::mender::Mender;
use crate::office::targets::{Target, target};
use crate::office::{Context, Office, examine, history};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Severity;
use baocao_core::domain::{Dossier, PaperKind, PeriodId};

use crate::ui::output::difference;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};
use baocao_procedure::Stage;

/// Repairs the files named, or those of every open period; with `dry_run` only shows.
pub fn run(cx: &Context<'_>, what: &[String], dry_run: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let mut mended = settings_quotes(cx, &office, dry_run)?;
    let settings = office.settings_or_fault()?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    let targets: Vec<Target> = if what.is_empty() {
        let open = |id: &_| !matches!(ledger.stage(id), Stage::Dispatched | Stage::Archived);
        office.periods()?.into_iter().filter(open).map(|period| Target { period, file: None }).collect()
    } else {
        what.iter().map(|typed| target(cx, &office, typed)).collect::<anyhow::Result<_>>()?
    };
    // Everything is read and thought through before the first file is written.
    let mut desks = Vec::with_capacity(targets.len());
    let mut wrong = Vec::new();
    for target in &targets {
        match Desk::open(&office, &target.period, settings.clone(), cx.now, Some(&ledger))? {
            Ok(desk) => desks.push((target, desk)),
            Err(found) => wrong.extend(found),
        }
    }
    if !wrong.is_empty() {
        examine::Wrong(wrong).show(cx);
        return Ok(Exit::Wrong);
    }
    let mut repairs = Vec::new();
    for (target, desk) in &desks {
        for (path, kind, encoding) in desk.papers(&office)? {
            if target.file.as_ref().is_some_and(|file| *file != path) {
                continue;
            }
            let report = match kind {
                PaperKind::Report(_) => true,
                PaperKind::Draft(..) => false,
                _ => continue,
            };
            let wide = encoding.as_ref().is_some_and(|fault| fault.name == Some("UTF-16") && !fault.binary);
            if encoding.is_some() && !(wide && report) {
                cx.voice.note(&say!(
                    vi: "bỏ qua {path}: chữ không phải Unicode, hãy chuyển mã trước",
                    en: "left {path} alone: it is not Unicode; convert it first"
                ));
                continue;
            }
            repairs.extend(repair(&office, &desk.dossier, path, report)?);
        }
    }
    let mut left = 0;
    for repair in &repairs {
        if repair.new.as_bytes() == repair.found.as_slice() {
            tell(cx, repair, dry_run);
            continue;
        }
        let new = Some(repair.new.as_bytes());
        if dry_run || office.folder.write_if_unchanged(&repair.path, Some(&repair.found), new)? {
            tell(cx, repair, dry_run);
            mended += 1;
        } else {
            // The text on disk is newer; the other files are repaired all the same.
            let path = &repair.path;
            cx.voice.note(&say!(
                vi: "“{path}” vừa có người sửa nên được để nguyên; chạy lại sau",
                en: "“{path}” was being edited and was left as it is; run this again later"
            ));
            left += 1;
        }
    }
    cx.voice.say(&match (mended, dry_run) {
        (0, _) if left == 0 => match errors_left(&office, &desks)? {
            0 => say!(vi: "không có gì cần sửa", en: "nothing to repair"),
            count => say!(
                vi: "không có gì tự sửa được; còn {count} lỗi phải sửa tay, xem bằng `baocao check`",
                en: "nothing can be repaired by itself; errors to mend by hand: {count}, see `baocao check`"
            ),
        },
        (n, false) => {
            let noun = if n == 1 { "file" } else { "files" };
            say!(vi: "đã sửa {n} tệp; xem lại rồi chạy `baocao check`", en: "{n} {noun} repaired; look, then run `baocao check`")
        }
        (n, true) => {
            let noun = if n == 1 { "file" } else { "files" };
            say!(
                vi: "có {n} tệp sửa được; chạy lại không có --dry-run để sửa",
                en: "{n} {noun} can be repaired; run without --dry-run to do it"
            )
        }
    });
    Ok(Exit::Done)
}

/// How many errors the reports that were asked about have.
fn errors_left(office: &Office, desks: &[(&Target, Desk)]) -> anyhow::Result<usize> {
    let mut count = 0;
    for (target, desk) in desks {
        for (path, kind, _) in desk.papers(office)? {
            let asked = target.file.as_ref().is_none_or(|file| *file == path);
            if !asked || !matches!(kind, PaperKind::Report(_)) {
                continue;
            }
            let Some(bytes) = office.read(&path)? else { continue };
            let found = desk.report(&office.folder, &path, bytes)?;
            count += found.iter().filter(|found| found.diagnostic.severity == Severity::Error).count();
        }
    }
    Ok(count)
}

/// Straightens curly quotation marks in the settings, where that alone makes them readable; says how many files that was.
fn settings_quotes(cx: &Context<'_>, office: &Office, dry_run: bool) -> anyhow::Result<usize> {
    let mut mended = 0;
    let periods = office.periods()?.into_iter().map(|period| layout::period_settings(&period));
    for path in std::iter::once(layout::settings()).chain(periods) {
        let Some(found) = office.read(&path)? else { continue };
        let Some(old) = std::str::from_utf8(&found).ok() else { continue };
        let Some(new) = baocao_core::format::settings::straight_quotes(old) else { continue };
        if dry_run || office.folder.write_if_unchanged(&path, Some(&found), Some(new.as_bytes()))? {
            let done = say!(vi: "đổi ngoặc kép cong thành ngoặc kép thẳng", en: "made curly quotation marks straight");
            let (old, offers) = (old.to_string(), Vec::new());
            let repair = Repair { path, found: found.clone(), old, new, done: vec![done], offers, submitted: None };
            tell(cx, &repair, dry_run);
            mended += 1;
        }
    }
    Ok(mended)
}

/// One file with its repairs made, not yet written.
struct Repair {
    path: RepoPath,
    /// The bytes as they were found.
    found: Vec<u8>,
    old: String,
    new: String,
    done: Vec<Text>,
    /// What only a person can decide.
    offers: Vec<Text>,
    /// The period in which this text stands submitted, if it does.
    submitted: Option<PeriodId>,
}

/// Repairs one file in memory; `None` if there is nothing to do.
fn repair(office: &Office, dossier: &Dossier, path: RepoPath, report: bool) -> anyhow::Result<Option<Repair>> {
    let Some(found) = office.read(&path)? else { return Ok(None) };
    let wide = if report { baocao_check::reports::encoding::from_utf16(&found) } else { None };
    let converted = wide.is_some();
    let Some(old) = wide.or_else(|| String::from_utf8(found.clone()).ok()) else { return Ok(None) };
    let mut mender = Mender::new(dossier, &path, &old);
    if converted {
        mender.done.push(say!(vi: "chuyển từ UTF-16 sang UTF-8", en: "converted from UTF-16 to UTF-8"));
    }
    mender.letters();
    if report {
        mender.front();
        mender.lines();
        mender.headings();
    }
    let Mender { source, done, offers, .. } = mender;
    let new = source.text().to_string();
    if new.as_bytes() == found.as_slice() && offers.is_empty() {
        return Ok(None);
    }
    let submitted = dossier.submissions.keys().any(|id| dossier.report_path(id) == path);
    Ok(Some(Repair { path, found, old, new, done, offers, submitted: submitted.then(|| dossier.id().clone()) }))
}

/// Says what was repaired. Letters composed all over a file would bury the rest, so the lines are shown on request.
fn tell(cx: &Context<'_>, repair: &Repair, dry_run: bool) {
    let path = &repair.path;
    cx.voice.say(&say!(vi: "{path}:", en: "{path}:"));
    for what in &repair.done {
        let (vi, en) = (&what.vi, &what.en);
        cx.voice.say(&say!(vi: "  - {vi}", en: "  - {en}"));
    }
    for offer in &repair.offers {
        let (vi, en) = (&offer.vi, &offer.en);
        cx.voice.note(&say!(vi: "  - cần người viết quyết định: {vi}", en: "  - for the writer to decide: {en}"));
    }
    if repair.done.is_empty() {
        return;
    }
    if cx.verbose || dry_run {
        cx.voice.say(&Text::same(difference::unified(&repair.old, &repair.new)));
    }
    if let Some(period) = repair.submitted.as_ref().filter(|_| !dry_run) {
        cx.voice.note(&say!(
            vi: "  báo cáo này đã nộp; muốn bản đã sửa được dùng thì nộp lại bằng `baocao submit {period}`",
            en: "  this report is submitted; to have the repaired one used, submit it again with `baocao submit {period}`"
        ));
    }
}
