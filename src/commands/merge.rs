//! `merge`: makes or refreshes the consolidated draft from the submitted reports; what people edited survives.

use crate::office::examine::Wrong;
use crate::office::past::Past;
use crate::office::record::{Draft, FileWrite, Scene};
use crate::office::{ActOptions, Context, Office, draft, examine, history, period, record};
use crate::ui::voice::Exit;
use baocao_check::consolidate;
use baocao_check::consolidate::{Basis, Conflict};
use baocao_core::diagnostic::{Code, Diagnostic, Refusal};
use baocao_core::domain::{
    ActKind, DepartmentId, Input, ObjectId, PeriodId, PeriodWords, Restatements, Series, Settings,
};

use crate::ui::output::diagnostics::Resolved;
use baocao_check::consolidate::write as consolidated;
use baocao_check::reports::outline::FormIndex;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{Place, Source, conflicts};
use baocao_procedure::{Intent, Ledger, PeriodRecord, Plan, Verified};
use std::cell::Cell;
use std::collections::BTreeMap;

/// Consolidates, or takes into the edited draft what departments have submitted since.
pub fn run(cx: &Context<'_>, typed: &str, partial: bool, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let left = Cell::new(0);
    let exit = record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Merge, &period))?;
        let record = scene.record(&period)?;
        let (inputs, missing) = scene.ledger.inputs(&period);
        if !missing.is_empty() && !partial {
            return Err(Wrong(missing.iter().map(|id| not_submitted(record, id)).collect()).into());
        }
        if inputs.is_empty() {
            let why = say!(vi: "chưa có báo cáo nào được nộp cho kỳ {period}", en: "no report has been submitted for {period}");
            return Err(Refusal::new(why).into());
        }
        let generated = generate(cx, scene, record, &inputs, &Then::now(scene, &period)?)?;
        let file = layout::consolidated(&period);
        let found = office.read(&file)?;
        let recorded = scene.read(&file)?;
        let (text, places) = match (&record.merge, &recorded) {
            (Some(before), Some(recorded)) => {
                let base =
                    generate(cx, scene, record, &before.inputs, &Then::at(cx, scene, &period, before.mark.commit)?)?;
                let ours = found.as_ref().map_or_else(|| recorded.clone(), |found| record::unix_lines(found));
                of_the_same_reports(&String::from_utf8_lossy(&ours), &base, &period)?;
                let merged = consolidate::merge3(&base, &String::from_utf8_lossy(&ours), &generated);
                (merged.text, merged.conflicts)
            }
            _ => match &found {
                // Somebody has written a draft by hand before there was one: it is not ours to overwrite.
                Some(found) if record::unix_lines(found) != generated.as_bytes() => {
                    return Err(Refusal::new(say!(
                        vi: "đã có tệp “{file}” do người viết tay, không ghi đè",
                        en: "“{file}” was written by hand and is not overwritten"
                    ))
                    .who(say!(vi: "đổi tên tệp đó rồi chạy lại", en: "rename that file and run this again"))
                    .into());
                }
                _ => (generated, Vec::new()),
            },
        };
        let nothing_new = recorded.as_deref() == Some(text.as_bytes())
            && record.merge.as_ref().is_some_and(|m| m.inputs == inputs && m.missing == missing);
        let open = conflicts(&text).len();
        left.set(open);
        if nothing_new {
            draft::no_conflicts_in(&text, &period)?;
            return Err(Refusal::new(say!(
                vi: "không có báo cáo mới hay sửa đổi mới nào để tổng hợp",
                en: "there is no new report and no new edit to consolidate"
            ))
            .into());
        }
        tell(cx, record, &period, &missing, &places, open);
        let write = FileWrite::replacing(file, found, text.into_bytes());
        Ok(Draft {
            base: None,
            parents: Vec::new(),
            plan: Plan::Merge { period: period.clone(), subject: write.version() },
            files: vec![write],
        })
    })?;
    Ok(if exit == Exit::Done && left.get() > 0 { Exit::Wrong } else { exit })
}

/// Refuses a draft that was not made from the reports of the last recorded one: held against that one, whatever it lacks
/// would look as if a person had taken it out.
fn of_the_same_reports(ours: &str, base: &str, period: &PeriodId) -> Result<(), Refusal> {
    if sources(ours).eq(sources(base)) {
        return Ok(());
    }
    let file = layout::consolidated(period);
    Err(Refusal::new(say!(
        vi: "“{file}” trên máy này không phải bản tổng hợp đã ghi lần cuối: phần đầu tệp nêu những báo cáo khác",
        en: "“{file}” on this computer is not the last recorded draft: its head names other reports"
    ))
    .who(say!(
        vi: "đổi tên tệp đó để giữ phần đã sửa, lấy lại bản đã ghi bằng `git restore {file}`, chép phần đã sửa vào rồi chạy lại",
        en: "rename that file to keep your edits, take the recorded one back with `git restore {file}`, copy the edits into it and run this again"
    )))
}

/// The lines of a draft's front matter that name the reports it was made from, and the departments it lacks.
fn sources(draft: &str) -> impl Iterator<Item = &str> {
    let head = draft.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")).map_or("", |(head, _)| head);
    let named = |line: &&str| line.starts_with("  - {") || line.starts_with("thieu:") || line.starts_with("dau_vao:");
    head.lines().map(str::trim_end).filter(named)
}

fn not_submitted(record: &PeriodRecord, id: &DepartmentId) -> Resolved {
    let name = record.settings.department_name(id).unwrap_or(id.as_str());
    let period = &record.id;
    let place = Place::whole(layout::report(period, id));
    let diagnostic = Diagnostic::new(
        Code::ReportMissing,
        place,
        say!(vi: "{name} chưa nộp báo cáo", en: "{name} has not submitted its report"),
    )
    .help(say!(
        vi: "chờ đơn vị nộp, hoặc tổng hợp phần đã có bằng `baocao merge {period} --partial`",
        en: "wait for the department, or consolidate what is there with `baocao merge {period} --partial`"
    ))
    .department(id.as_str())
    .period(period.to_string());
    Resolved::new(diagnostic, None)
}

/// What was set and known when a draft was made: figures are compared with what had been approved by then.
struct Then {
    settings: Settings,
    past: BTreeMap<DepartmentId, Series>,
}

impl Then {
    fn now(scene: &Scene<'_>, period: &PeriodId) -> anyhow::Result<Then> {
        Then::of(scene.office, scene.ledger, period, scene.settings()?)
    }

    /// The same at an earlier commit: only so is the draft of then the draft of then, byte for byte.
    fn at(cx: &Context<'_>, scene: &Scene<'_>, period: &PeriodId, commit: ObjectId) -> anyhow::Result<Then> {
        let settings = scene.office.settings_at(commit)?;
        if settings.indicators.is_empty() {
            return Ok(Then { settings, past: BTreeMap::new() });
        }
        let (ledger, _) = history::proven(cx, scene.office, Some(commit), None)?;
        Then::of(scene.office, &ledger, period, settings)
    }

    fn of(office: &Office, ledger: &Ledger<Verified>, period: &PeriodId, settings: Settings) -> anyhow::Result<Then> {
        let past = Past::of(office, ledger, &settings.indicators, period)?;
        let past = past.map(|past| past.all()).transpose()?.unwrap_or_default();
        Ok(Then { settings, past })
    }
}

/// The draft as it follows from some inputs: always the same bytes for the same inputs.
fn generate(
    cx: &Context<'_>,
    scene: &Scene<'_>,
    record: &PeriodRecord,
    inputs: &[Input],
    then: &Then,
) -> anyhow::Result<String> {
    let period = &record.id;
    let form = examine::form_of(scene, record)?;
    // The skeleton as it stood when the period was opened: an office may change it later without changing this draft.
    let path = layout::form(examine::SKELETON);
    let skeleton = scene.office.read_at(record.opened.commit, &path)?.or(scene.read(&path)?).ok_or_else(|| {
        Refusal::new(say!(vi: "thiếu tệp “{path}”", en: "“{path}” is missing"))
            .who(say!(vi: "chạy `baocao init` để lấy lại mẫu", en: "run `baocao init` to get the form back"))
    })?;
    let source = Source::new(path, String::from_utf8_lossy(&skeleton).into_owned());
    let (skeleton, wrong) = baocao_check::reports::skeleton::read(&source, &form);
    if !wrong.is_empty() {
        return Err(Wrong(Resolved::all(wrong, Some(&source))).into());
    }
    let bar = (inputs.len() > 100)
        .then(|| cx.voice.progress(&say!(vi: "tổng hợp", en: "consolidating"), inputs.len() as u64));
    let words = PeriodWords::of(period, record.settings.title.as_deref());
    let index = FormIndex::new(&form, &words);
    let mut contributions = Vec::with_capacity(inputs.len());
    for input in inputs {
        contributions.push(examine::contribution(scene.office, record, &index, input)?);
        if let Some(bar) = &bar {
            bar.step(1);
        }
    }
    let settings = &then.settings;
    let basis = Basis {
        agency: &settings.agency,
        tone: settings.document.tone,
        indicators: &settings.indicators,
        departments: &settings.departments,
        past: &then.past,
        // A draft is made before its approval: its own figures are mended in the reports.
        restated: &Restatements::new(),
    };
    let draft = consolidate::consolidate(&skeleton, &form, &record.settings, &basis, &contributions);
    Ok(consolidated::markdown(&draft))
}

fn tell(
    cx: &Context<'_>,
    record: &PeriodRecord,
    period: &PeriodId,
    missing: &[DepartmentId],
    places: &[Conflict],
    open: usize,
) {
    if !missing.is_empty() {
        let names: Vec<&str> =
            missing.iter().map(|id| record.settings.department_name(id).unwrap_or(id.as_str())).collect();
        let names = names.join(", ");
        cx.voice.note(&say!(vi: "chưa có báo cáo của: {names}", en: "without the reports of: {names}"));
    }
    for conflict in places {
        let section = &conflict.section;
        let whose = conflict.department.as_ref().and_then(|id| record.settings.department_name(id)).unwrap_or("–");
        cx.voice.note(&say!(
            vi: "xung đột ở mục “{section}”, phần của {whose}",
            en: "conflict in section “{section}”, the part of {whose}"
        ));
    }
    if open > 0 {
        let noun = if open == 1 { "conflict" } else { "conflicts" };
        cx.voice.note(&say!(
            vi: "dự thảo còn {open} chỗ xung đột: mở reports/{period}/tong-hop.md, chọn nội dung giữa các dấu <<<<<<< và >>>>>>>, rồi chạy lại `baocao merge {period}`",
            en: "the draft has {open} {noun}: open reports/{period}/tong-hop.md, settle what stands between <<<<<<< and >>>>>>>, then run `baocao merge {period}` again"
        ));
    }
}
