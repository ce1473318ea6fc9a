//! A period's files, read one by one and judged.

use crate::office::earlier::Earlier;
use crate::office::past::Past;
use crate::office::record::Scene;
use crate::office::{Context, Office, pictures};
use baocao_core::diagnostic::{Diagnostic, Severity};
use baocao_core::domain::{
    ANNEX_FOLDER, Contribution, DepartmentId, DepartmentState, Dossier, EncodingFault, Form, Input, Moment, ObjectId,
    Paper, PaperKind, PeriodId, PeriodSettings, PeriodWords, Report, Returned, Settings, Submission,
};

use crate::store::files::{Entry, Folder, Found, Kind};
use crate::ui::output::diagnostics::{Resolved, text};
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::paper::PaperReader;
use baocao_check::rules;
use baocao_check::rules::{Gathered, RuleCount};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Source};
use baocao_procedure::{Ledger, PeriodRecord, Verified};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread::{Builder, ScopedJoinHandle};

/// The skeleton of the consolidated report.
pub const SKELETON: &str = "BM-VP-01";

/// Files from which on a second thread pays for itself.
const MANY: usize = 100;

/// The documents are wrong: exit 1. Carries what is to be shown.
#[derive(Debug)]
pub struct Wrong(pub Vec<Resolved>);

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} diagnostics", self.0.len())
    }
}

impl std::error::Error for Wrong {}

impl Wrong {
    /// Shows the diagnostics on standard output.
    pub fn show(&self, cx: &Context<'_>) {
        let style = text::Style { lang: cx.voice.lang(), color: cx.voice.color(), width: cx.voice.width() };
        for found in &self.0 {
            cx.voice.out(&text::render(found, style));
            cx.voice.out("\n");
        }
        cx.voice.note(&say!(
            vi: "chưa ghi gì; sửa các lỗi trên rồi chạy lại",
            en: "nothing was recorded; mend the errors above and run this again"
        ));
    }
}

/// The line a byte stands on, from 1.
pub fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// The form a period is judged by, as its opening froze it.
pub fn form_of(scene: &Scene<'_>, record: &PeriodRecord) -> anyhow::Result<Form> {
    form_at(scene.office, Some(scene.tip), &record.id)
}

/// The same in the history up to a commit.
pub fn form_at(office: &Office, tip: Option<ObjectId>, period: &PeriodId) -> anyhow::Result<Form> {
    let path = layout::period_form(period);
    let bytes = tip.map(|tip| office.read_at(tip, &path)).transpose()?.flatten().unwrap_or_default();
    Ok(baocao_check::reports::form::read(&Source::new(path, String::from_utf8_lossy(&bytes).into_owned())).0)
}

/// One submitted report, read from history as it goes into the consolidated report.
pub fn contribution(
    office: &Office,
    record: &PeriodRecord,
    index: &FormIndex,
    input: &Input,
) -> anyhow::Result<Contribution> {
    let path = layout::report(&record.id, &input.department);
    let source = baocao_check::reports::encoding::decode(path, office.read_object(input.blob)?).source;
    let report = baocao_check::reports::report::read(&source, index);
    let blocks = baocao_check::reports::markdown::blocks(&source, report.body.start);
    let name = record.settings.department_name(&input.department).unwrap_or(input.department.as_str()).to_string();
    Ok(Contribution { input: input.clone(), name, report, source, blocks })
}

/// Everything one period is judged with, and what is wrong with its own settings.
pub struct Desk {
    /// The facts.
    pub dossier: Dossier,
    reader: PaperReader,
    past: Option<Past>,
    earlier: Option<Earlier>,
}

impl Desk {
    /// Lays the facts together.
    pub fn new(
        period: PeriodSettings,
        form: Form,
        settings: Settings,
        now: Moment,
        record: Option<&PeriodRecord>,
    ) -> Desk {
        let words = PeriodWords::of(&period.id, period.title.as_deref());
        let reader = PaperReader::new(period.clone(), FormIndex::new(&form, &words), &settings.indicators);
        let mut dossier = Dossier::new(layout::period(&period.id), period, settings, form, now);
        if let Some(record) = record {
            (dossier.submissions, dossier.returns) = standing(record, now);
        }
        Desk { dossier, reader, past: None, earlier: None }
    }

    /// Reads a period of the folder. `None` when its `ky.toml` is not there or cannot be used: then only that is said.
    pub fn open(
        office: &Office,
        id: &PeriodId,
        settings: Settings,
        now: Moment,
        ledger: Option<&Ledger<Verified>>,
    ) -> anyhow::Result<Result<Desk, Vec<Resolved>>> {
        let path = layout::period_settings(id);
        let Some(source) = office.source(&path)? else {
            let message = say!(vi: "thiếu tệp thiết lập của kỳ", en: "the period's settings are missing");
            let wrong = Diagnostic::new(
                baocao_core::diagnostic::Code::SettingsMalformed,
                baocao_core::text::Place::whole(path),
                message,
            )
            .help(say!(vi: "mở kỳ bằng `baocao init {id}`", en: "open the period with `baocao init {id}`"))
            .period(id.to_string());
            return Ok(Err(vec![Resolved::new(wrong, None)]));
        };
        let (period, wrong) = baocao_core::format::period::read(&source);
        let Some(period) = period else {
            return Ok(Err(Resolved::all(wrong, Some(&source))));
        };
        let form = match office.source(&layout::period_form(id))? {
            Some(source) => Some(source),
            None => office.source(&layout::form(layout::DEFAULT_FORM))?,
        };
        let form = form.map(|source| baocao_check::reports::form::read(&source).0);
        let form = form
            .unwrap_or_else(|| baocao_check::reports::form::read(&Source::new("bieu-mau.md".into(), String::new())).0);
        let record = ledger.and_then(|l| l.period(id));
        let mut desk = Desk::new(period, form, settings, now, record);
        if let Some(ledger) = ledger {
            desk.remember(office, ledger)?;
        }
        Ok(Ok(desk))
    }

    /// Lets the rules about figures ask what other periods said.
    fn remember(&mut self, office: &Office, ledger: &Ledger<Verified>) -> anyhow::Result<()> {
        self.past = Past::of(office, ledger, &self.dossier.settings.indicators, self.dossier.id())?;
        self.earlier = Earlier::of(office, ledger, self.dossier.id())?;
        Ok(())
    }

    /// Judges one thing of the period's folder.
    fn judge(&self, paper: Paper) -> anyhow::Result<Vec<Resolved>> {
        let mut judged = Judged::default();
        self.judge_into(paper, &mut judged)?;
        Ok(judged.found)
    }

    /// The same, with what the office's rules about figures need.
    fn judge_into(&self, mut paper: Paper, judged: &mut Judged) -> anyhow::Result<()> {
        if let (Some(past), Some(department)) = (&self.past, &paper.department)
            && rules::asks_for_past(&self.dossier, &paper)
        {
            paper.past = past.series(department)?;
        }
        if let Some(earlier) = &self.earlier {
            paper.copied = earlier.copied(&paper)?;
        }
        if paper.report().is_some_and(Report::is_untouched) {
            judged.untouched.insert(paper.path.clone());
        }
        let found = rules::judge_paper(&self.dossier, &paper);
        judged.rules += rules::count_rules(&self.dossier, &paper);
        rules::gather(&self.dossier, &paper, &mut judged.gathered);
        judged.found.extend(Resolved::all(found, paper.source.as_ref()));
        Ok(())
    }

    /// Reads one entry of the period's folder.
    fn paper(&self, folder: &Folder, entry: &Entry) -> anyhow::Result<Paper> {
        let Some(path) = &entry.path else {
            return Ok(Paper::bare(self.dossier.folder.join(&entry.name), PaperKind::Stray(None)));
        };
        let name =
            path.as_str().strip_prefix(self.dossier.folder.as_str()).unwrap_or(path.as_str()).trim_start_matches('/');
        if entry.kind != Kind::File {
            return Ok(Paper::bare(path.clone(), irregular(entry.kind)));
        }
        Ok(match folder.read(path)? {
            // It was there a moment ago; whoever took it away knows.
            None => Paper::bare(path.clone(), PaperKind::Filed),
            Some(Found::Bytes(bytes)) => {
                let mut paper = self.reader.read(path.clone(), name, bytes);
                pictures::look(folder, self.dossier.id(), &mut paper)?;
                paper
            }
            Some(Found::TooLarge(size)) => {
                Paper::bare(path.clone(), PaperKind::TooLarge(size, crate::store::files::CAP))
            }
            Some(Found::Irregular(kind)) => Paper::bare(path.clone(), irregular(kind)),
        })
    }

    /// Every file of the period's folder: what it is, and what is wrong with its bytes.
    pub fn papers(&self, office: &Office) -> anyhow::Result<Vec<(RepoPath, PaperKind, Option<EncodingFault>)>> {
        let mut papers = Vec::new();
        for entry in entries(office, self)? {
            let paper = self.paper(&office.folder, &entry)?;
            papers.push((paper.path, paper.kind, paper.encoding));
        }
        Ok(papers)
    }

    /// Judges a text as the report that stands at a path.
    pub fn report(&self, folder: &Folder, path: &RepoPath, bytes: Vec<u8>) -> anyhow::Result<Vec<Resolved>> {
        let mut paper = self.reader.read(path.clone(), path.file_name(), bytes);
        pictures::look(folder, self.dossier.id(), &mut paper)?;
        self.judge(paper)
    }

    /// Where a department stands, by its file in the folder.
    pub fn state(
        &self,
        office: &Office,
        department: &DepartmentId,
    ) -> anyhow::Result<(DepartmentState, Vec<Resolved>)> {
        let path = self.dossier.report_path(department);
        let Some(Found::Bytes(bytes)) = office.folder.read(&path)? else {
            return Ok((self.dossier.state(department, None), Vec::new()));
        };
        let mut paper = self.reader.read(path.clone(), path.file_name(), bytes);
        pictures::look(&office.folder, self.dossier.id(), &mut paper)?;
        let state = self.dossier.state(department, paper.report());
        Ok((state, self.judge(paper)?))
    }
}

fn irregular(kind: Kind) -> PaperKind {
    PaperKind::Irregular(match kind {
        Kind::Link => say!(vi: "liên kết", en: "link"),
        Kind::Folder => say!(vi: "thư mục", en: "folder"),
        Kind::File | Kind::Other => say!(vi: "tệp đặc biệt", en: "special file"),
    })
}

/// Submissions and returns as they stand at a moment: a question about last Friday must not know what came on Monday.
fn standing(
    record: &PeriodRecord,
    now: Moment,
) -> (BTreeMap<DepartmentId, Submission>, BTreeMap<DepartmentId, Returned>) {
    let mut submissions = BTreeMap::new();
    let mut returns = BTreeMap::new();
    for (id, submission) in &record.submissions {
        if let Some(note) = submission.returned.as_ref().filter(|note| note.mark.at <= now) {
            let returned = Returned { at: note.mark.at, due: note.due, reason: note.reason.to_string() };
            returns.insert(id.clone(), returned);
            continue;
        }
        if submission.mark.at > now {
            continue;
        }
        let (blob, by) = (submission.subject.blob, submission.mark.by.clone());
        submissions.insert(id.clone(), Submission { at: submission.arrived, blob, by, due: submission.due });
    }
    (submissions, returns)
}

/// Judges a whole period: every entry of its folder, and the period itself.
pub fn period(cx: &Context<'_>, office: &Office, desk: &Desk) -> anyhow::Result<Examined> {
    let entries = entries(office, desk)?;
    let label = say!(vi: "kiểm tra {}", en: "checking {}", desk.dossier.id());
    let bar = (entries.len() > MANY).then(|| cx.voice.progress(&label, entries.len() as u64));
    let folder = &office.folder;
    let judge = |entries: &[Entry]| -> anyhow::Result<Judged> {
        let mut judged = Judged::default();
        for entry in entries {
            desk.judge_into(desk.paper(folder, entry)?, &mut judged)?;
        }
        Ok(judged)
    };
    let Judged { mut found, mut rules, gathered, untouched } =
        if entries.len() < MANY { judge(&entries)? } else { in_parallel(&entries, &judge)? };
    if let Some(bar) = bar {
        bar.step(entries.len() as u64);
    }
    let (of_agency, count) = rules::judge_agency(&desk.dossier, &gathered);
    rules += count;
    found.extend(of_agency.into_iter().map(|d| Resolved::new(d, None)));
    found.extend(rules::judge_period(&desk.dossier).into_iter().map(|d| Resolved::new(d, None)));
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Examined { files: entries.len(), found, rules, untouched })
}

/// A period, judged.
pub struct Examined {
    /// Files looked at.
    pub files: usize,
    /// What is wrong.
    pub found: Vec<Resolved>,
    /// How often the office's rules about figures were judged.
    pub rules: RuleCount,
    /// Reports in which nothing has been written yet.
    pub untouched: BTreeSet<RepoPath>,
}

/// What came of some papers.
#[derive(Default)]
struct Judged {
    found: Vec<Resolved>,
    rules: RuleCount,
    gathered: Gathered,
    untouched: BTreeSet<RepoPath>,
}

/// The same over as many threads as the machine has cores; the order of the results does not change.
fn in_parallel(
    entries: &[Entry],
    judge: &(dyn Fn(&[Entry]) -> anyhow::Result<Judged> + Sync),
) -> anyhow::Result<Judged> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get()).min(8);
    let share = entries.len().div_ceil(threads).max(1);
    let parts = std::thread::scope(|scope| {
        // Where the system gives no more threads, this one does the work.
        let begin = |part| Builder::new().spawn_scoped(scope, move || judge(part)).map_err(|_| judge(part));
        let working: Vec<_> = entries.chunks(share).map(begin).collect();
        let done = |work: Result<ScopedJoinHandle<'_, _>, _>| match work {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(done) => done,
        };
        working.into_iter().map(done).collect::<Vec<_>>()
    });
    let mut all = Judged::default();
    for part in parts {
        let part = part?;
        all.found.extend(part.found);
        all.rules += part.rules;
        all.untouched.extend(part.untouched);
        for (figure, said) in part.gathered {
            all.gathered.entry(figure).or_default().extend(said);
        }
    }
    Ok(all)
}

fn entries(office: &Office, desk: &Desk) -> anyhow::Result<Vec<Entry>> {
    let folder = desk.dossier.folder.as_str();
    let mut entries = office.folder.list(folder)?;
    let dossier = layout::dossier(desk.dossier.id());
    if let Some(at) = entries.iter().position(|e| e.path.as_ref() == Some(&dossier) && e.kind == Kind::Folder) {
        entries.remove(at);
        entries.extend(office.folder.walk(dossier.as_str())?);
    }
    let annex = desk.dossier.folder.join(ANNEX_FOLDER);
    if let Some(at) = entries.iter().position(|e| e.path.as_ref() == Some(&annex) && e.kind == Kind::Folder) {
        entries.remove(at);
        let below = office.folder.walk(annex.as_str())?;
        // The departments' own folders are no papers.
        let own = |e: &Entry| e.kind == Kind::Folder && DepartmentId::parse(&e.name).is_some();
        entries.extend(below.into_iter().filter(|entry| !own(entry)));
    }
    Ok(entries)
}

/// Judges one report about to be submitted.
pub fn one_report(
    cx: &Context<'_>,
    scene: &Scene<'_>,
    period: &PeriodId,
    path: &RepoPath,
    bytes: &[u8],
) -> anyhow::Result<Vec<Resolved>> {
    let record = scene.record(period)?;
    let form = form_of(scene, record)?;
    let mut desk = Desk::new((*record.settings).clone(), form, scene.settings()?, cx.now, Some(record));
    desk.remember(scene.office, scene.ledger)?;
    desk.report(&scene.office.folder, path, bytes.to_vec())
}

/// Judges what stands where a report should and is none that can be read: too large, a folder, a link.
pub fn no_report(
    cx: &Context<'_>,
    scene: &Scene<'_>,
    period: &PeriodId,
    path: &RepoPath,
    found: &Found,
) -> anyhow::Result<Vec<Resolved>> {
    let record = scene.record(period)?;
    let desk = Desk::new((*record.settings).clone(), form_of(scene, record)?, scene.settings()?, cx.now, Some(record));
    let kind = match found {
        Found::TooLarge(size) => PaperKind::TooLarge(*size, crate::store::files::CAP),
        Found::Irregular(kind) => irregular(*kind),
        Found::Bytes(_) => PaperKind::Filed,
    };
    let found = rules::judge_paper(&desk.dossier, &Paper::bare(path.clone(), kind));
    Ok(found.into_iter().map(|d| Resolved::new(d, None)).collect())
}

/// Whether anything is an error (or, strictly, a warning).
pub fn any_error(found: &[Resolved], strict: bool) -> bool {
    let worst = found.iter().map(|r| r.diagnostic.severity).max();
    worst.is_some_and(|w| w == Severity::Error || (strict && w == Severity::Warning))
}
