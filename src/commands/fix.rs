//! `fix`: repairs what is safe, and shows what it changed.

use super::context::examine::{self, Desk};
use super::context::targets::{Target, target};
use super::context::{Office, history};
use super::{Context, Exit};
use crate::domain::{Dossier, PaperKind, PeriodId};
use crate::parse;
use crate::parse::outline::FormIndex;
use crate::procedure::Stage;
use crate::render::mend::Edit;
use crate::render::{difference, mend};
use crate::say;
use crate::text::{RepoPath, Source, Text};
use std::collections::BTreeSet;

/// Repairs the files named, or those of every open period; with `dry_run` only shows.
pub fn run(cx: &Context<'_>, what: &[String], dry_run: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
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
            if encoding.is_some() {
                cx.voice.note(&say!(
                    vi: "bỏ qua {path}: chữ không phải Unicode, hãy chuyển mã trước",
                    en: "left {path} alone: it is not Unicode; convert it first"
                ));
                continue;
            }
            repairs.extend(repair(&office, &desk.dossier, path, report)?);
        }
    }
    let mut mended = 0;
    let mut left = 0;
    for repair in &repairs {
        let new = Some(repair.new.as_bytes());
        if dry_run || office.folder.write_if_unchanged(&repair.path, Some(repair.old.as_bytes()), new)? {
            tell(cx, repair, dry_run);
            mended += 1;
        } else {
            // Whoever is typing has the newer text; the other files are repaired all the same.
            let path = &repair.path;
            cx.voice.note(&say!(
                vi: "“{path}” vừa có người sửa nên được để nguyên; chạy lại sau",
                en: "“{path}” was being edited and was left as it is; run this again later"
            ));
            left += 1;
        }
    }
    cx.voice.say(&match (mended, dry_run) {
        (0, _) if left == 0 => say!(vi: "không có gì cần sửa", en: "nothing to repair"),
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

/// One file with its repairs made, not yet written.
struct Repair {
    path: RepoPath,
    old: String,
    new: String,
    done: Vec<Text>,
    /// The period in which this text stands submitted, if it does.
    submitted: Option<PeriodId>,
}

/// Repairs one file in memory; `None` if there is nothing to do.
fn repair(office: &Office, dossier: &Dossier, path: RepoPath, report: bool) -> anyhow::Result<Option<Repair>> {
    let Some(found) = office.read(&path)? else { return Ok(None) };
    let Ok(old) = String::from_utf8(found) else { return Ok(None) };
    let (new, done) = repaired(dossier, &path, &old, report);
    if new == old {
        return Ok(None);
    }
    let submitted = dossier.submissions.keys().any(|id| dossier.report_path(id) == path);
    Ok(Some(Repair { path, old, new, done, submitted: submitted.then(|| dossier.id().clone()) }))
}

/// Says what was repaired. Letters composed all over a file would bury the rest, so the lines are shown on request.
fn tell(cx: &Context<'_>, repair: &Repair, dry_run: bool) {
    let path = &repair.path;
    cx.voice.say(&say!(vi: "{path}:", en: "{path}:"));
    for what in &repair.done {
        let (vi, en) = (&what.vi, &what.en);
        cx.voice.say(&say!(vi: "  - {vi}", en: "  - {en}"));
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

/// The text with every safe repair made, and what was done. Each repair is read again before it is kept: one that did not do
/// what it should (a heading put into an open code block) is not made.
fn repaired(dossier: &Dossier, path: &RepoPath, text: &str, report: bool) -> (String, Vec<Text>) {
    let mut done: Vec<Text> = Vec::new();
    let mut say_once = |edits: &[Edit]| {
        for edit in edits {
            if !done.contains(&edit.what) {
                done.push(edit.what.clone());
            }
        }
    };
    let mut source = Source::new(path.clone(), text.to_string());
    let bom: Vec<Edit> = mend::without_bom(&source).into_iter().collect();
    say_once(&bom);
    source = Source::new(path.clone(), mend::apply(source.text(), &bom));
    let letters = mend::composed(&source);
    say_once(&letters);
    source = Source::new(path.clone(), mend::apply(source.text(), &letters));
    if report {
        let index = FormIndex::new(&dossier.form, &dossier.words);
        let (form, cadence) = (&dossier.form, dossier.cadence());
        let before = parse::report::read(&source, &index);
        let numbers = mend::renumbered(&source, &before, form);
        let next = Source::new(path.clone(), mend::apply(source.text(), &numbers));
        let answers = |r: &crate::domain::Report| r.sections.iter().map(|s| s.answers.clone()).collect::<Vec<_>>();
        let mut read = parse::report::read(&next, &index);
        if answers(&read) == answers(&before) {
            say_once(&numbers);
            source = next;
        } else {
            read = before;
        }
        let mut hopeless = BTreeSet::new();
        while let Some(section) = mend::missing(&read, form, cadence).into_iter().find(|at| !hopeless.contains(at)) {
            let edit = mend::inserted(&source, &read, form, &dossier.words, cadence, section);
            let next = Source::new(path.clone(), mend::apply(source.text(), std::slice::from_ref(&edit)));
            let after = parse::report::read(&next, &index);
            let others = |r: &crate::domain::Report| mend::missing(r, form, cadence).len();
            if others(&after) < others(&read) && !mend::missing(&after, form, cadence).contains(&section) {
                say_once(std::slice::from_ref(&edit));
                (source, read) = (next, after);
            } else {
                hopeless.insert(section);
            }
        }
    }
    (source.text().to_string(), done)
}
