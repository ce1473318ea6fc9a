//! `fix`: repairs what is safe, and shows what it changed.

use super::context::examine::{self, Desk};
use super::context::targets::{Target, target};
use super::context::{Office, history};
use super::{Context, Exit};
use crate::diagnostic::Refusal;
use crate::domain::{Dossier, PaperKind};
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
    let mut mended = 0;
    for target in &targets {
        let desk = match Desk::open(&office, &target.period, settings.clone(), cx.now, Some(&ledger))? {
            Ok(desk) => desk,
            Err(found) => {
                examine::Wrong(found).show(cx);
                return Ok(Exit::Wrong);
            }
        };
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
            mended += usize::from(one(cx, &office, &desk.dossier, &path, report, dry_run)?);
        }
    }
    cx.voice.say(&match (mended, dry_run) {
        (0, _) => say!(vi: "không có gì cần sửa", en: "nothing to repair"),
        (n, false) => say!(vi: "đã sửa {n} tệp; xem lại rồi chạy `baocao check`", en: "{n} files repaired; look at them, then run `baocao check`"),
        (n, true) => say!(vi: "có {n} tệp sửa được; chạy lại không có --dry-run để sửa", en: "{n} files can be repaired; run without --dry-run to do it"),
    });
    Ok(Exit::Done)
}

/// Repairs one file; whether there was anything to do.
fn one(
    cx: &Context<'_>,
    office: &Office,
    dossier: &Dossier,
    path: &RepoPath,
    report: bool,
    dry_run: bool,
) -> anyhow::Result<bool> {
    let Some(found) = office.read(path)? else { return Ok(false) };
    let Ok(text) = String::from_utf8(found.clone()) else { return Ok(false) };
    let (new, done) = repaired(dossier, path, &text, report);
    if new == text {
        return Ok(false);
    }
    if !dry_run && !office.folder.write_if_unchanged(path, Some(&found), Some(new.as_bytes()))? {
        return Err(Refusal::new(say!(vi: "“{path}” vừa có người sửa nên được để nguyên", en: "“{path}” was being edited and was left as it is")).into());
    }
    cx.voice.say(&say!(vi: "{path}:", en: "{path}:"));
    for what in &done {
        let (vi, en) = (&what.vi, &what.en);
        cx.voice.say(&say!(vi: "  - {vi}", en: "  - {en}"));
    }
    if cx.verbose || dry_run {
        cx.voice.say(&Text::same(difference::unified(&text, &new)));
    }
    let submitted = dossier.submissions.keys().any(|id| dossier.report_path(id) == *path);
    if submitted && !dry_run {
        let period = dossier.id();
        cx.voice.note(&say!(
            vi: "  báo cáo này đã nộp; muốn bản đã sửa được dùng thì nộp lại bằng `baocao submit {period}`",
            en: "  this report is submitted; to have the repaired one used, submit it again with `baocao submit {period}`"
        ));
    }
    Ok(true)
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
