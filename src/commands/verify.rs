//! `verify`: proves the whole chain from history: who signed what, in which role, and that nothing changed after it.

mod file;

use crate::office::memory::Memory;
use crate::office::record::unix_lines;
use crate::office::{Context, Format, Office, changed, contact, history, memory, period, pin, receipts};
use crate::store::files::Found;
use crate::store::git::blob_id_of;
use crate::ui::output::diagnostics::{Resolved, sarif, text};
use crate::ui::output::ledger;
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::{Code, Diagnostic, Refusal};
use baocao_core::domain::{ObjectId, folder as layout};
use baocao_core::say;
use baocao_core::text::{Place, RepoPath, Text, visible};
use baocao_procedure::{Ledger, PeriodRecord, Stage, Standing, Verified};
use std::collections::BTreeSet;
use std::path::Path;

/// What is asked of `verify`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// The period as typed; none for all.
    pub period: Option<&'a str>,
    /// `--root`.
    pub root: Option<&'a str>,
    /// `--file`.
    pub file: Option<&'a Path>,
}

fn root_of(text: Option<&str>) -> Result<Option<ObjectId>, Usage> {
    text.map(|text| {
        ObjectId::parse(&text.to_ascii_lowercase()).ok_or_else(|| {
            let shown = visible(text);
            Usage(say!(vi: "“{shown}” không phải mã commit đủ 40 ký tự", en: "“{shown}” is not a commit's full name"))
        })
    })
    .transpose()
}

/// Proves one period, or everything. Starts no program unless a commit was signed with OpenPGP or X.509.
pub fn run(cx: &Context<'_>, question: &Question<'_>, format: Format) -> anyhow::Result<Exit> {
    let root = root_of(question.root)?;
    if let Some(path) = question.file {
        return file::run(cx, path, format, root);
    }
    let office = Office::open(cx)?;
    let asked = question.period.map(period).transpose()?;
    let tip = office.tip()?;
    let Some(tip) = tip else {
        return Err(Refusal::new(
            say!(vi: "thư mục chưa có lịch sử nào để xác minh", en: "there is no history to verify"),
        )
        .who(say!(vi: "người quản trị chạy `baocao init`", en: "the administrator runs `baocao init`"))
        .into());
    };
    // A root that the user has pinned is asked for only once the line has shown its own: several offices may be pinned.
    let (ledger, mut found) = history::proven(cx, &office, Some(tip), root)?;
    about_folder(cx, &office, &ledger, root, false, &mut found)?;
    if let Some(asked) = &asked
        && ledger.period(asked).is_none()
        && found.is_empty()
    {
        return Err(
            Refusal::new(say!(vi: "kỳ {asked} chưa được mở", en: "the period {asked} has not been opened")).into()
        );
    }
    let records: Vec<&PeriodRecord> =
        ledger.periods().filter(|r| asked.as_ref().is_none_or(|asked| r.id == *asked)).collect();
    for record in &records {
        let wrong = working_copy(&office, &ledger, record)?;
        let changed = changed::diagnostics(record, &changed::of(&office, &ledger, record, cx.now)?);
        let told: BTreeSet<RepoPath> = wrong.iter().map(|d| d.place.path.clone()).collect();
        found.extend(wrong);
        // Where the history itself is wrong, what it holds of a report is no measure of an edit.
        if record.stopped.is_none() {
            found.extend(changed.into_iter().filter(|d| !told.contains(&d.place.path)));
        }
    }
    if let Some(asked) = &asked {
        // What concerns the folder as a whole concerns every period.
        let asked = asked.to_string();
        found.retain(|d| d.period.as_ref().is_none_or(|p| *p == asked));
    }
    remember(cx, &office, &ledger, root)?;
    // An edit that is not submitted again takes nothing from what is proven.
    let ok = found.iter().all(|d| d.code == Code::ReportChanged);
    let proven = found.iter().all(|d| matches!(d.code, Code::MessageMisleading | Code::ReportChanged));
    let found: Vec<Resolved> = found.into_iter().map(|d| Resolved::new(d, None)).collect();
    // What was annulled is out of the count: nothing is asked of it any more.
    let standing = || ledger.acts(asked.as_ref()).filter(|judged| judged.standing != Standing::Annulled);
    let (count, good) = (standing().count(), standing().filter(|judged| judged.ok()).count());
    let annulled = ledger.acts(asked.as_ref()).count() - count;
    let lang = cx.voice.lang();
    let (root, tip) = (ledger.genesis().map(|g| g.to_string()), tip.to_string());
    match format {
        Format::Json => {
            let name = asked.as_ref().map(ToString::to_string);
            let state = asked.as_ref().map(|p| ledger.stage(p).id());
            cx.voice.out(&ledger::verdict(
                &ledger::Verdict {
                    period: name.as_deref(),
                    ok,
                    state,
                    root: root.as_deref(),
                    tip: Some(&tip),
                    lines: &receipts::lines(cx, office.repo()?, &ledger, asked.as_ref())?,
                    found: &found,
                },
                lang,
            ));
        }
        Format::Sarif => cx.voice.out(&sarif::render(&found, lang)),
        Format::Text => {
            let style = text::Style { lang, color: cx.voice.color(), width: cx.voice.width() };
            for diagnostic in &found {
                cx.voice.out(&text::render(diagnostic, style));
            }
            if cx.verbose || asked.is_some() {
                let lines = receipts::lines(cx, office.repo()?, &ledger, asked.as_ref())?;
                cx.voice.out(&ledger::text(&lines, lang));
            }
            for record in &records {
                let (id, stage) = (&record.id, record.stage());
                let (vi, en) = (stage.name(baocao_core::text::Lang::Vi), stage.name(baocao_core::text::Lang::En));
                cx.voice.say(&say!(vi: "{id}: {vi}", en: "{id}: {en}"));
            }
            if let (Some(agency), Some(root)) = (ledger.agency(), &root) {
                cx.voice.say(&say!(vi: "{agency}, commit gốc {root}", en: "{agency}, root commit {root}"));
            }
            let short = ObjectId::parse(&tip).map(|t| t.short()).unwrap_or_default();
            if annulled > 0 {
                cx.voice.say(&say!(
                    vi: "{annulled} commit đã bị huỷ bằng `baocao annul`, không tính vào số bước",
                    en: "annulled with `baocao annul` and not counted: {annulled}"
                ));
            }
            cx.voice.say(&if ok {
                say!(
                    vi: "xác minh xong: {good}/{count} bước đúng chữ ký, đúng người, đúng trình tự; mốc lịch sử {short}",
                    en: "verified: {good} of {count} acts rightly signed, by the right people, in order; tip {short}"
                )
            } else if proven {
                say!(
                    vi: "{good}/{count} bước đúng chữ ký, đúng người, đúng trình tự; có lời ghi dễ gây nhầm khi đọc bằng git; mốc lịch sử {short}",
                    en: "{good} of {count} acts rightly signed, by the right people, in order; messages mislead those who read git; tip {short}"
                )
            } else {
                say!(
                    vi: "CHƯA xác minh được trọn vẹn: {good}/{count} bước tin được; mốc lịch sử {short}",
                    en: "NOT fully verified: {good} of {count} acts can be believed; tip {short}"
                )
            });
        }
    }
    Ok(if ok { Exit::Done } else { Exit::Wrong })
}

/// What is wrong with the folder as a whole besides its commits: a root that is not pinned or is pinned under another name, a history that lacks what this computer has verified or seen, a shared repository that lost what it had. Where the
/// root is known and nothing is missing, the history is remembered.
fn about_folder(
    cx: &Context<'_>,
    office: &Office,
    ledger: &Ledger<Verified>,
    root: Option<ObjectId>,
    about_file: bool,
    found: &mut Vec<Diagnostic>,
) -> anyhow::Result<()> {
    let pinned = memory::is_pinned(cx, ledger.genesis())?;
    if !(pinned || root.is_some()) {
        if !found.iter().any(|d| d.code == Code::RootUnpinned) {
            found.push(unpinned(ledger));
        }
        return Ok(());
    }
    if pinned {
        // A line that does not come from the root that is asked for has no root of its own, and none that is pinned.
        found.retain(|d| d.code != Code::RootUnpinned);
    }
    found.extend(pin::misnamed(cx, office, ledger)?.map(|(_, diagnostic)| diagnostic));
    let Some(known) = ledger.genesis().map(|root| Memory::of(cx, root)).transpose()? else { return Ok(()) };
    match (contact::Standing::of(cx, office.repo()?, ledger)?, known.lost(ledger.line())) {
        (contact::Standing::Apart(theirs), lost) => {
            let apart = contact::apart(theirs);
            cx.voice.note(&apart.why);
            apart.who.iter().for_each(|help| cx.voice.note(help));
            // What a file in hand is worth may have been decided there.
            found.extend(lost.filter(|_| about_file).map(|lost| lost.diagnostic()));
        }
        (_, Some(lost)) => found.push(lost.diagnostic()),
        (_, None) => found.extend(memory::missed(&known, ledger.line())),
    }
    Ok(())
}

/// Remembers a history that was shown to be the office's.
fn remember(
    cx: &Context<'_>,
    office: &Office,
    ledger: &Ledger<Verified>,
    root: Option<ObjectId>,
) -> anyhow::Result<()> {
    let Some(genesis) = ledger.genesis() else { return Ok(()) };
    let known = root.is_some() || memory::is_pinned(cx, Some(genesis))?;
    if known && Memory::of(cx, genesis)?.lost(ledger.line()).is_none() {
        memory::remember(cx, office.repo()?, ledger)?;
    }
    Ok(())
}

fn unpinned(ledger: &Ledger<Verified>) -> Diagnostic {
    let root = ledger.genesis().map_or_else(|| "–".to_string(), |g| g.to_string());
    Diagnostic::new(
        Code::RootUnpinned,
        Place::whole(RepoPath::new("lich-su")),
        say!(vi: "chưa xác minh gốc: commit gốc {root} chưa được ghim trên máy này", en: "the root is not verified: {root} is not pinned on this computer"),
    )
    .help(say!(
        vi: "đối chiếu mã này với văn bản của cơ quan, rồi chạy `baocao verify --root {root}`",
        en: "compare it with the agency's own paper, then run `baocao verify --root {root}`"
    ))
}

/// Whether the files of a period in this folder are the recorded ones: the settings and the form it was opened with always,
/// the text from its approval on, everything once it is sent. Before that people are at work on the rest.
fn working_copy(office: &Office, ledger: &Ledger<Verified>, record: &PeriodRecord) -> anyhow::Result<Vec<Diagnostic>> {
    let (folder, stage) = (layout::period(&record.id), record.stage());
    let sent = matches!(stage, Stage::Dispatched | Stage::Archived);
    let text = layout::consolidated(&record.id);
    // Between approval and finalization the office edits the text: that is the procedure.
    let approved = record.approved_text().is_some() && stage != Stage::Completing;
    let opened = [layout::period_settings(&record.id), layout::period_form(&record.id)];
    let mut found = Vec::new();
    let mut recorded = BTreeSet::new();
    for (path, blob) in ledger.below(&folder) {
        recorded.insert(path.clone());
        if !(sent || opened.contains(path) || approved && *path == text) {
            continue;
        }
        let bytes = office.folder.read(path)?.and_then(Found::bytes);
        let same = |bytes: &[u8]| blob_id_of(bytes) == blob || blob_id_of(&unix_lines(bytes)) == blob;
        if bytes.as_deref().is_some_and(same) {
            continue;
        }
        let message = match (&bytes, *path == text) {
            (None, _) => {
                say!(vi: "tệp đã ghi vào lịch sử không còn trên máy này", en: "a recorded file is not on this computer")
            }
            (_, true) => say!(
                vi: "bản trên máy này khác văn bản đã được duyệt",
                en: "the copy on this computer differs from the approved text"
            ),
            _ => {
                say!(vi: "bản trên máy này khác bản đã ghi vào lịch sử", en: "the copy on this computer differs from the recorded one")
            }
        };
        let help = say!(vi: "lấy lại bản đã ghi: `git restore {path}`", en: "take back the recorded one: `git restore {path}`");
        found.push(changed(record, path, message).help(help));
    }
    if stage == Stage::Archived {
        for entry in office.folder.walk(layout::dossier(&record.id).as_str())? {
            let Some(path) = entry.path.filter(|path| !recorded.contains(path)) else { continue };
            let message =
                say!(vi: "tệp này không có trong hồ sơ đã lập", en: "this file is not part of the filed record");
            let help = say!(vi: "đưa tệp ra khỏi hồ sơ", en: "take the file out of the record's folder");
            found.push(changed(record, &path, message).help(help));
        }
    }
    Ok(found)
}

fn changed(record: &PeriodRecord, path: &RepoPath, message: Text) -> Diagnostic {
    Diagnostic::new(Code::ContentChanged, Place::whole(path.clone()), message).period(record.id.to_string())
}
