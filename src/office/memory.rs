//! What this user's computer remembers of an office's history, in the user's own settings and never in the folder.
//!
//! The *mark* is the newest commit that was proven here and that every history of the office must hold; the *shared* commit
//! is the newest one that was seen on the shared repository. Both only ever move forward along a line. Steps recorded on this
//! computer and not sent yet stay outside of the mark, so that they may still be taken back.

use crate::office::{Context, pin, receipts};
use baocao_core::diagnostic::{Code, Diagnostic, Refusal};
use baocao_core::domain::{Fingerprint, ObjectId, PersonId, Signature};

use crate::store::files::Lock;
use crate::store::git::Repo;
use crate::store::signing::{is_ssh, verify_ssh};
use crate::store::{Fault, Result, files};
use baocao_core::say;
use baocao_core::text::{Place, RepoPath, Text};
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// The folder of the marks, below the user's settings.
const MARKS: &str = "moc";
/// The folder of what was seen on shared repositories.
const SEEN: &str = "moc/da-thay";
/// The folder of the steps that were recorded on this computer.
const OWN: &str = "rieng";
/// The word beside a step that waits to be sent.
const WAITS: &str = "cho-gui";
/// The word beside the shared commit while the shared repository lacks it.
const MISSED: &str = "mat";
/// The most steps of one's own that are kept.
const MOST_OWN: usize = 1_000;

/// What is remembered of one office.
#[derive(Debug, Clone)]
pub struct Memory {
    root: ObjectId,
    /// The newest commit that every history of the office must hold.
    pub mark: Option<ObjectId>,
    /// The newest commit seen on the shared repository.
    pub shared: Option<ObjectId>,
    /// What this folder alone says was on the shared repository, where that is newer: its tracking branch. It holds for this
    /// folder and this command, and is never written down, since the person who handed the folder over may have set it.
    pub told: Option<ObjectId>,
    /// Whether the shared repository lacked it when it was last asked.
    pub missed: bool,
    /// The steps recorded on this computer.
    own: BTreeMap<ObjectId, Own>,
}

/// A step that was recorded on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The commit before it.
    pub parent: ObjectId,
    /// Who took it.
    pub by: PersonId,
    /// Whether it waits to be sent: the folder was connected to a shared repository.
    pub waits: bool,
}

impl Own {
    fn parse(words: &str) -> Option<Own> {
        let mut words = words.split(' ');
        let (parent, by) = (ObjectId::parse(words.next()?)?, PersonId::parse(words.next()?)?);
        Some(Own { parent, by, waits: words.next() == Some(WAITS) })
    }

    fn line(&self, commit: ObjectId) -> String {
        let waits = if self.waits { format!(" {WAITS}") } else { String::new() };
        format!("{commit} {} {}{waits}\n", self.parent, self.by)
    }
}

/// A remembered commit that a history does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// The commit.
    pub commit: ObjectId,
    /// Whether it was seen on the shared repository.
    pub shared: bool,
}

fn path(cx: &Context<'_>, folder: &str, root: ObjectId) -> Option<PathBuf> {
    cx.config.as_ref().map(|dir| dir.join(folder).join(root.to_string()))
}

/// The lines of a file of the memory, a commit and perhaps a word each; none where there is no file.
fn lines(cx: &Context<'_>, folder: &str, root: ObjectId) -> Result<Vec<(ObjectId, String)>> {
    let Some(path) = path(cx, folder, root) else { return Ok(Vec::new()) };
    let Some(bytes) = files::read_outside(&path)? else { return Ok(Vec::new()) };
    let text = String::from_utf8_lossy(&bytes);
    let line = |line: &str| {
        let (commit, word) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        Some((ObjectId::parse(commit)?, word.to_string()))
    };
    text.lines().filter(|text| !text.trim().is_empty()).map(line).collect::<Option<_>>().ok_or_else(|| {
        let shown = path.display();
        Fault::new(say!(
            vi: "“{shown}” hỏng: đây là nơi máy này nhớ lịch sử đã xác minh",
            en: "“{shown}” is damaged: it holds what this computer remembers of the verified history"
        ))
        .cure(say!(
            vi: "so mốc lịch sử với đồng nghiệp, rồi xoá tệp đó và chạy `baocao verify`",
            en: "compare the tip with a colleague's, then remove that file and run `baocao verify`"
        ))
    })
}

fn write(cx: &Context<'_>, folder: &str, root: ObjectId, text: &str) -> Result<()> {
    path(cx, folder, root).map_or(Ok(()), |path| files::write_outside(&path, text.as_bytes()))
}

/// The right to change the memory: several commands may end in the same moment.
fn lock(cx: &Context<'_>) -> Result<Option<Lock>> {
    let Some(dir) = &cx.config else { return Ok(None) };
    files::lock_outside(&dir.join("khoa-nho"), Duration::from_secs(10)).map(Some)
}

impl Memory {
    /// What is remembered of the office with this root.
    ///
    /// # Errors
    /// A file of the memory is damaged or cannot be read.
    pub fn of(cx: &Context<'_>, root: ObjectId) -> Result<Memory> {
        let mark = lines(cx, MARKS, root)?.first().map(|(commit, _)| *commit);
        let seen = lines(cx, SEEN, root)?.into_iter().next();
        let missed = seen.as_ref().is_some_and(|(_, word)| word == MISSED);
        let own = lines(cx, OWN, root)?.into_iter().filter_map(|(commit, words)| Some((commit, Own::parse(&words)?)));
        let own = own.collect();
        Ok(Memory { root, mark, shared: seen.map(|(commit, _)| commit), told: None, missed, own })
    }

    /// The office's root.
    pub fn root(&self) -> ObjectId {
        self.root
    }

    /// What is remembered and not on a line; the shared commit before the mark.
    pub fn lost(&self, line: &[ObjectId]) -> Option<Lost> {
        let both = [(self.shared, true), (self.mark, false)];
        let lost = |(commit, shared): (Option<ObjectId>, bool)| Some(Lost { commit: commit?, shared });
        both.into_iter().filter_map(lost).find(|lost| !line.contains(&lost.commit))
    }

    /// Whether a commit was recorded on this computer and waits to be sent.
    pub fn waits(&self, commit: ObjectId) -> bool {
        self.own.get(&commit).is_some_and(|own| own.waits)
    }

    /// Whether everything between a line and a remembered commit was recorded on this computer, by one person if one is named.
    pub fn is_own(&self, line: &[ObjectId], lost: Lost, by: Option<&PersonId>) -> bool {
        let mut commit = lost.commit;
        while !line.contains(&commit) {
            match self.own.get(&commit) {
                Some(own) if !lost.shared && by.is_none_or(|by| own.by == *by) && own.parent != commit => {
                    commit = own.parent;
                }
                _ => return false,
            }
        }
        true
    }
}

impl Lost {
    /// What is wrong, in words.
    pub fn words(&self) -> Text {
        let known = self.commit.short();
        match self.shared {
            true => say!(
                vi: "lịch sử không còn mốc {known} mà máy này từng thấy trên kho chung",
                en: "the history no longer holds {known}, which this computer saw on the shared repository"
            ),
            false => say!(
                vi: "lịch sử không còn mốc {known} mà máy này đã xác minh lần trước",
                en: "the history no longer holds {known}, which this computer verified before"
            ),
        }
    }

    /// What to do about it.
    pub fn cure(&self) -> Text {
        match self.shared {
            true => say!(
                vi: "chạy `baocao update`; nếu vẫn thiếu thì đồng nghiệp nào còn mốc này chạy `baocao update` để gửi lại, xem `baocao explain history-rewound`",
                en: "run `baocao update`; if it is still missing, a colleague who has it runs `baocao update` to send it again, see `baocao explain history-rewound`"
            ),
            false => say!(
                vi: "chạy `baocao update`, so mốc với đồng nghiệp; nếu chính mình đã bỏ bước chưa gửi, chạy `baocao trust`",
                en: "run `baocao update` and compare tips with a colleague; if you took back an unsent step yourself, run `baocao trust`"
            ),
        }
    }

    /// As `verify` says it.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(Code::HistoryRewound, Place::whole(RepoPath::new("lich-su")), self.words()).help(self.cure())
    }

    /// As a command says it that would write on such a history.
    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.words()).who(self.cure())
    }
}

/// As `verify` and `status` say that the shared repository lacked what it had when it was last asked.
pub fn missed(memory: &Memory, line: &[ObjectId]) -> Option<Diagnostic> {
    let shared = memory.shared.filter(|shared| memory.missed && line.contains(shared))?.short();
    let why = say!(
        vi: "kho chung không còn mốc {shared} mà nó từng có; thư mục này còn giữ",
        en: "the shared repository no longer holds {shared}, which it once had; this folder still does"
    );
    let help = say!(
        vi: "chạy `baocao update` để gửi lại những bước đã mất",
        en: "run `baocao update` to send the lost steps again"
    );
    Some(Diagnostic::new(Code::HistoryRewound, Place::whole(RepoPath::new("lich-su")), why).help(help))
}

/// The newest commit of a line that is believed.
fn believed(ledger: &Ledger<Verified>) -> Option<ObjectId> {
    let doubted: std::collections::BTreeSet<ObjectId> =
        ledger.acts(None).filter(|judged| !judged.ok()).map(|judged| judged.commit()).collect();
    let line = ledger.line();
    let root = line.iter().position(|commit| Some(*commit) == ledger.genesis())?;
    line[root..].iter().rev().find(|commit| !doubted.contains(commit)).copied()
}

/// Moves a remembered commit forward along a line; never back, and never to another line.
fn advance(cx: &Context<'_>, folder: &str, root: ObjectId, line: &[ObjectId], to: ObjectId) -> Result<()> {
    // A look without the lock first: settings that cannot be written are no obstacle where nothing is to be written.
    if !is_forward(known_at(cx, folder, root)?, line, to) {
        return Ok(());
    }
    let _lock = lock(cx)?;
    if is_forward(known_at(cx, folder, root)?, line, to) { write(cx, folder, root, &format!("{to}\n")) } else { Ok(()) }
}

fn known_at(cx: &Context<'_>, folder: &str, root: ObjectId) -> Result<Option<ObjectId>> {
    Ok(lines(cx, folder, root)?.first().map(|(commit, _)| *commit))
}

/// Whether a line leads from what is known to a commit.
fn is_forward(known: Option<ObjectId>, line: &[ObjectId], to: ObjectId) -> bool {
    let place = |commit| line.iter().rposition(|known| *known == commit);
    known.is_none_or(|known| place(known).zip(place(to)).is_some_and(|(known, to)| known < to))
}

/// Says that something could not be remembered. What the command did stands all the same.
pub fn keep(cx: &Context<'_>, kept: Result<()>) {
    if let Err(Fault { text: Text { vi, en }, .. }) = kept {
        cx.voice.note(&say!(
            vi: "máy này không nhớ được mốc lịch sử vừa thấy ({vi})",
            en: "this computer could not remember how far the history goes ({en})"
        ));
    }
}

/// The branch of the shared repository as the folder says that git fetched it last. Only a commit of the proven line counts.
fn told(repo: &Repo, ledger: &Ledger<Verified>) -> Option<ObjectId> {
    let upstream = repo.upstream().ok().flatten()?;
    let fetched = repo.remote_tip(&upstream.remote, &upstream.branch).ok().flatten()?;
    let line = ledger.line();
    let place = |commit| line.iter().rposition(|known| *known == commit);
    let newest = place(believed(ledger)?)?;
    place(fetched).filter(|fetched| *fetched <= newest).map(|fetched| line[fetched])
}

/// What the server's own receipts show to have been on the shared repository: they are signed with a key of the roster. Only
/// commits of the proven line count, and what is remembered already is never set back by it.
fn shown(repo: &Repo, ledger: &Ledger<Verified>) -> Option<ObjectId> {
    let line = ledger.line();
    let witness = ledger.roster().is_some_and(|roster| !roster.servers.is_empty());
    let witness = witness.then(|| receipts::read(repo, ledger).ok()).flatten();
    let newest = believed(ledger)?;
    let newest = line.iter().rposition(|commit| *commit == newest)?;
    let seen = |commit: &ObjectId| witness.as_ref().is_some_and(|w| w.has(commit));
    line[..=newest].iter().rev().find(|commit| seen(commit)).copied()
}

/// What is remembered before the shared repository is asked again, with what the folder shows to have been there.
///
/// # Errors
/// The memory is damaged or cannot be read.
pub fn before_contact(cx: &Context<'_>, repo: &Repo, ledger: &Ledger<Verified>) -> anyhow::Result<Memory> {
    // No office has this root, and nothing is remembered under it.
    let root = ledger.genesis().unwrap_or(ObjectId::ZERO);
    let mut memory = Memory::of(cx, root)?;
    if let Some(seen) = shown(repo, ledger).filter(|seen| is_forward(memory.shared, ledger.line(), *seen)) {
        keep(cx, advance(cx, SEEN, root, ledger.line(), seen));
        memory = Memory { shared: Some(seen), missed: false, ..memory };
    }
    memory.told = told(repo, ledger).filter(|told| is_forward(memory.shared, ledger.line(), *told));
    Ok(memory)
}

/// Remembers how far a proven history must be found again: up to its newest believed commit, without the steps at its end
/// that were made on this computer and not sent.
///
/// # Errors
/// The memory is damaged or cannot be read.
pub fn remember(cx: &Context<'_>, repo: &Repo, ledger: &Ledger<Verified>) -> anyhow::Result<()> {
    let memory = before_contact(cx, repo, ledger)?;
    let line = ledger.line();
    let place = |commit: ObjectId| line.iter().rposition(|known| *known == commit);
    let newest = believed(ledger).and_then(place);
    let (Some(newest), Some(root)) = (newest, ledger.genesis().and_then(place)) else { return Ok(()) };
    let floor = memory.told.or(memory.shared).and_then(place).unwrap_or(root).max(root);
    let own = Unsent { repo, memory: &memory, ledger, key: own_key(cx, repo) };
    let mut mark = newest;
    while mark > floor && own.waits(line[mark]) {
        mark -= 1;
    }
    keep(cx, advance(cx, MARKS, memory.root, line, line[mark]));
    Ok(())
}

/// This user's own key, where the folder has a shared repository to which text work may wait to be sent. The folder's own
/// settings are not asked: they could name anybody's key.
fn own_key(cx: &Context<'_>, repo: &Repo) -> Option<Fingerprint> {
    repo.upstream().ok().flatten()?;
    cx.signer(None).ok()?.ssh_material().map(|key| key.fingerprint())
}

struct Unsent<'a> {
    repo: &'a Repo,
    memory: &'a Memory,
    ledger: &'a Ledger<Verified>,
    key: Option<Fingerprint>,
}

impl Unsent<'_> {
    /// Whether a commit is this user's own and has not been sent.
    fn waits(&self, commit: ObjectId) -> bool {
        match self.memory.own.get(&commit) {
            Some(own) => own.waits,
            None => self.is_own_text(commit),
        }
    }

    /// Text work made with git itself, signed with this user's key.
    fn is_own_text(&self, commit: ObjectId) -> bool {
        let Some(key) = &self.key else { return false };
        if self.ledger.acts(None).any(|judged| judged.commit() == commit) {
            return false;
        }
        let raw =
            self.repo.read_commit_bytes(commit).ok().and_then(|bytes| baocao_procedure::commit::commit(&bytes).ok());
        let signed = raw.and_then(|raw| Some((raw.signed, raw.signature.filter(|armored| is_ssh(armored))?)));
        signed.is_some_and(|(signed, armored)| verify_ssh(&signed, &armored) == Signature::By(*key))
    }
}

/// Remembers a step that was recorded on this computer.
///
/// # Errors
/// The memory is damaged or cannot be written.
pub fn recorded(cx: &Context<'_>, root: ObjectId, commit: ObjectId, own: &Own) -> Result<()> {
    let _lock = lock(cx)?;
    let mut all: Vec<String> =
        lines(cx, OWN, root)?.into_iter().map(|(commit, words)| format!("{commit} {words}\n")).collect();
    all.push(own.line(commit));
    write(cx, OWN, root, &all[all.len().saturating_sub(MOST_OWN)..].concat())
}

/// Remembers that the shared repository has a line up to a commit that this folder holds: all of it that is proven must be
/// found there again. What stands on an unproven commit is not remembered: that commit may rightly be taken out there.
///
/// # Errors
/// The memory is damaged or cannot be written.
pub fn met(cx: &Context<'_>, theirs: &Ledger<Verified>, held: ObjectId) -> Result<()> {
    let Some(root) = theirs.genesis() else { return Ok(()) };
    let line = theirs.line();
    let Some(end) = line.iter().rposition(|commit| *commit == held) else { return Ok(()) };
    let bad = theirs.unproven().map(|judged| judged.commit()).collect::<std::collections::BTreeSet<_>>();
    let line = &line[..=end];
    let line = &line[..line.iter().position(|commit| bad.contains(commit)).unwrap_or(line.len())];
    let Some(newest) = line.last().copied() else { return Ok(()) };
    advance(cx, SEEN, root, line, newest)?;
    advance(cx, MARKS, root, line, newest)?;
    found_again(cx, root)?;
    let _lock = lock(cx)?;
    let own = lines(cx, OWN, root)?;
    let left: Vec<_> = own.iter().filter(|(commit, _)| !line.contains(commit)).collect();
    if left.len() < own.len() {
        write(cx, OWN, root, &left.iter().map(|(commit, words)| format!("{commit} {words}\n")).collect::<String>())?;
    }
    Ok(())
}

/// Remembers that the shared repository lacked what it had.
///
/// # Errors
/// The memory is damaged or cannot be written.
pub fn not_found(cx: &Context<'_>, memory: &Memory) -> Result<()> {
    mark_missed(cx, memory.root, true)
}

/// Remembers that the shared repository has again what it lacked.
///
/// # Errors
/// The memory is damaged or cannot be written.
pub fn found_again(cx: &Context<'_>, root: ObjectId) -> Result<()> {
    mark_missed(cx, root, false)
}

fn mark_missed(cx: &Context<'_>, root: ObjectId, missed: bool) -> Result<()> {
    let _lock = lock(cx)?;
    match lines(cx, SEEN, root)?.first() {
        Some((commit, word)) if (word == MISSED) != missed => {
            let word = if missed { format!(" {MISSED}") } else { String::new() };
            write(cx, SEEN, root, &format!("{commit}{word}\n"))
        }
        _ => Ok(()),
    }
}

/// Forgets what was remembered and takes a history as it is, because the user has said so.
///
/// # Errors
/// The memory cannot be written.
pub fn accept(cx: &Context<'_>, ledger: &Ledger<Verified>, shared: bool) -> Result<()> {
    let (Some(root), Some(newest)) = (ledger.genesis(), believed(ledger)) else { return Ok(()) };
    let _lock = lock(cx)?;
    if shared {
        write(cx, SEEN, root, "")?;
    }
    write(cx, MARKS, root, &format!("{newest}\n"))
}

/// Whether this user trusts a root.
///
/// # Errors
/// The list of pins cannot be read.
pub fn is_pinned(cx: &Context<'_>, root: Option<ObjectId>) -> anyhow::Result<bool> {
    Ok(pin::all(cx)?.iter().any(|pin| Some(pin.root) == root))
}
