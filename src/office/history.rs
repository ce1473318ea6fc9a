//! The line of commits, read from its raw objects and judged.

use crate::office::budget::Budget;
use crate::office::filing::Texts;
use crate::office::head::Head;
use crate::office::signatures::Signatures;
use crate::office::{Context, Office, budget};
use baocao_core::diagnostic::Diagnostic;
use baocao_core::domain::{ActKind, Change, Digest, Entry, KeyMaterial, Mode, ObjectId, Roster, TreeEntry, tree};

use crate::store::Fault;
use crate::store::git::{Blob, Repo};
use crate::store::signing::{Verifier, is_ssh};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Source, Text};
use baocao_procedure::gate::Newcomer;
use baocao_procedure::{Ledger, Papers, Unverified, Verified, VerifyOptions, branch, verify_with, verify_without};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The history of the folder up to a commit, judged; and what is wrong in it.
pub fn proven(
    cx: &Context<'_>,
    office: &Office,
    tip: Option<ObjectId>,
    pinned: Option<ObjectId>,
) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)> {
    let mut known = Known::default();
    let repo = office.repo_if_any();
    if let (Some(repo), Some(tip)) = (repo, tip) {
        read(cx, repo, tip, &mut known)?;
    }
    Ok(known.judged(cx, pinned, repo))
}

/// The history of a repository without working files, judged.
pub fn proven_in(
    cx: &Context<'_>,
    repo: &Repo,
    tip: ObjectId,
    pinned: Option<ObjectId>,
) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)> {
    let mut known = Known::default();
    read(cx, repo, tip, &mut known)?;
    Ok(known.judged(cx, pinned, Some(repo)))
}

/// The same where it is asked for again and again: what has been read once is not read again.
pub fn proven_anew(
    cx: &Context<'_>,
    office: &Office,
    tip: Option<ObjectId>,
    known: &mut Known,
) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)> {
    let entries = again(cx, office, tip, known)?;
    Ok(judged(cx, None, office.repo_if_any(), entries))
}

/// The same for a step that is about to be recorded, which names what is dated ahead of this computer's clock.
pub fn proven_to_record(
    cx: &Context<'_>,
    office: &Office,
    tip: Option<ObjectId>,
    known: &mut Known,
) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)> {
    let entries = again(cx, office, tip, known)?;
    let options = VerifyOptions { now: Some(cx.now), recording: Some(cx.now), ..VerifyOptions::default() };
    Ok(judged_by(&options, office.repo_if_any(), entries))
}

/// The commits up to a tip, of which only what is new is read.
fn again(
    cx: &Context<'_>,
    office: &Office,
    tip: Option<ObjectId>,
    known: &mut Known,
) -> anyhow::Result<Vec<Arc<Entry>>> {
    match (office.repo_if_any(), tip) {
        (Some(repo), Some(tip)) => read(cx, repo, tip, known)?,
        _ => known.read.clear(),
    }
    Ok(known.read.iter().map(|(entry, _)| entry.clone()).collect())
}

/// The history up to a commit, judged as it would stand after a believed `annul` of some of its commits.
pub fn proven_without(
    cx: &Context<'_>,
    repo: &Repo,
    tip: ObjectId,
    commits: &[ObjectId],
) -> anyhow::Result<Ledger<Verified>> {
    let mut known = Known::default();
    read(cx, repo, tip, &mut known)?;
    let options = VerifyOptions { now: Some(cx.now), ..VerifyOptions::default() };
    let entries = known.read.into_iter().map(|(entry, _)| entry);
    let texts = Texts { repo };
    Ok(verify_without(Ledger::<Unverified>::new(entries), &options, Some(&texts), commits).0)
}

/// The commits of the line read last in this command, so that a step which must be tried again reads only what is new.
///
/// A commit's name settles everything before it, so a known commit stands for its whole line. Only what was *read* is
/// kept; what it proves is judged anew each time. Nothing of it outlives the command.
#[derive(Default)]
pub struct Known {
    read: Vec<(Arc<Entry>, Trees)>,
}

/// The trees that the next commit is compared with.
#[derive(Debug, Clone, Copy, Default)]
struct Trees {
    /// That of the commit before.
    last: Option<ObjectId>,
    /// While a commit stands whose changes cannot be told: the tree before the first such commit.
    good: Option<Option<ObjectId>>,
}

/// Judges what was read, with the texts of the repository at hand.
fn judged(
    cx: &Context<'_>,
    pinned: Option<ObjectId>,
    repo: Option<&Repo>,
    entries: impl IntoIterator<Item = Arc<Entry>>,
) -> (Ledger<Verified>, Vec<Diagnostic>) {
    let options = VerifyOptions { now: Some(cx.now), pinned_root: pinned, ..VerifyOptions::default() };
    judged_by(&options, repo, entries)
}

fn judged_by(
    options: &VerifyOptions,
    repo: Option<&Repo>,
    entries: impl IntoIterator<Item = Arc<Entry>>,
) -> (Ledger<Verified>, Vec<Diagnostic>) {
    let texts = repo.map(|repo| Texts { repo });
    verify_with(Ledger::<Unverified>::new(entries), options, texts.as_ref().map(|texts| texts as &dyn Papers))
}

impl Known {
    fn judged(
        self,
        cx: &Context<'_>,
        pinned: Option<ObjectId>,
        repo: Option<&Repo>,
    ) -> (Ledger<Verified>, Vec<Diagnostic>) {
        judged(cx, pinned, repo, self.read.into_iter().map(|(entry, _)| entry))
    }

    /// Forgets what comes after a place.
    fn cut(&mut self, at: usize) {
        self.read.truncate(at + 1);
    }

    fn positions(&self) -> BTreeMap<ObjectId, usize> {
        self.read.iter().enumerate().map(|(at, (entry, _))| (entry.commit, at)).collect()
    }
}

/// The most bytes of the procedure's files that one commit may bring, or all the branches that it takes in: a small object
/// can unpack to any size.
pub const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// The commits from `tip` back along first parents to the first, or to one that is known, as read from the objects
/// themselves; and where the known one stands.
fn back<T>(
    repo: &Repo,
    tip: ObjectId,
    known: impl Fn(ObjectId) -> Option<usize>,
    mut read: impl FnMut(ObjectId, &[u8]) -> Result<(T, Option<ObjectId>), Fault>,
) -> anyhow::Result<(Vec<T>, Option<usize>)> {
    let mut commits = Vec::new();
    let mut next = Some(tip);
    while let Some(id) = next {
        if let Some(at) = known(id) {
            return Ok((commits, Some(at)));
        }
        let (commit, parent) = read(id, &repo.read_commit_bytes(id)?)?;
        commits.push(commit);
        next = parent;
    }
    Ok((commits, None))
}

/// The names of the line's commits, the first one first.
pub fn commits(repo: &Repo, tip: ObjectId) -> anyhow::Result<Vec<ObjectId>> {
    let mut found = back(repo, tip, |_| None, |id, bytes| Ok((id, baocao_procedure::commit::leading(bytes).1)))?.0;
    found.reverse();
    Ok(found)
}

/// The commits from `tip` back to `old` (or to the first, if there is none), newest first, with their own clocks; `None` if
/// the line does not lead through `old`.
pub fn since(repo: &Repo, tip: ObjectId, old: Option<ObjectId>) -> anyhow::Result<Option<Vec<Newcomer>>> {
    let read = |commit: ObjectId, bytes: &[u8]| {
        let Entry { at, odd, .. } = Head::read(commit, bytes).0.entry;
        Ok((Newcomer { commit, at, odd }, baocao_procedure::commit::leading(bytes).1))
    };
    let (new, met) = back(repo, tip, |id| (Some(id) == old).then_some(0), read)?;
    Ok((met.is_some() || old.is_none()).then_some(new))
}

/// Whether a department's branch leads through a commit.
pub fn leads_through(repo: &Repo, tip: ObjectId, commit: ObjectId) -> anyhow::Result<bool> {
    let mut next = Some(tip);
    for _ in 0..branch::LONGEST {
        match next {
            Some(id) if id == commit => return Ok(true),
            Some(id) => next = baocao_procedure::commit::leading(&repo.read_commit_bytes(id)?).1,
            None => break,
        }
    }
    Ok(false)
}

/// The tree of a commit's first parent, as the commit's first lines name it.
pub fn tree_before(repo: &Repo, commit: ObjectId) -> anyhow::Result<Option<ObjectId>> {
    let leading = |commit| anyhow::Ok(baocao_procedure::commit::leading(&repo.read_commit_bytes(commit)?));
    Ok(leading(commit)?.1.map(leading).transpose()?.and_then(|(tree, _)| tree))
}

/// The tree of a commit.
pub fn tree_of(repo: &Repo, commit: ObjectId) -> anyhow::Result<Option<ObjectId>> {
    Ok(baocao_procedure::commit::leading(&repo.read_commit_bytes(commit)?).0)
}

/// The files a commit changed against its first parent, with their new texts; removals are left out.
pub fn changed(repo: &Repo, commit: ObjectId) -> anyhow::Result<Vec<(RepoPath, ObjectId)>> {
    Ok(differences(repo, commit)?.into_iter().filter_map(|c| Some((c.path, c.new?))).collect())
}

/// The paths a commit changed against its first parent.
pub fn touched(repo: &Repo, commit: ObjectId) -> anyhow::Result<Vec<RepoPath>> {
    Ok(differences(repo, commit)?.into_iter().map(|c| c.path).collect())
}

/// The newest commit between two of the line that changed a path; `None` where that cannot be told.
pub fn brought_by(repo: &Repo, old: Option<ObjectId>, new: ObjectId, path: &RepoPath) -> Option<ObjectId> {
    let commits = since(repo, new, old).ok()??;
    let changes = |commit: ObjectId| touched(repo, commit).is_ok_and(|paths| paths.contains(path));
    commits.iter().map(|newcomer| newcomer.commit).find(|commit| changes(*commit))
}

/// The paths that a commit brings and its first parent does not have.
pub fn added(repo: &Repo, commit: ObjectId) -> anyhow::Result<Vec<RepoPath>> {
    let changes = differences(repo, commit)?.into_iter();
    Ok(changes.filter(|c| c.old.is_none() && c.new.is_some()).map(|c| c.path).collect())
}

fn differences(repo: &Repo, commit: ObjectId) -> anyhow::Result<Vec<baocao_core::domain::TreeChange>> {
    let (tree, _) = baocao_procedure::commit::leading(&repo.read_commit_bytes(commit)?);
    let before = tree_before(repo, commit)?;
    let read = |id: ObjectId| -> anyhow::Result<Vec<TreeEntry>> {
        let bytes = repo.read_tree_bytes(id)?.ok_or_else(|| Fault::new(too_wide()))?;
        baocao_procedure::tree::tree(&bytes).map_err(|why| Fault::new(why).into())
    };
    match tree::diff(before, tree, &read) {
        Ok(found) => Ok(found),
        Err(tree::TreeFault::Read(e)) => Err(e),
        Err(_) => Err(Fault::new(too_many()).into()),
    }
}

/// Reads every commit from the first to `tip` that is not known.
fn read(cx: &Context<'_>, repo: &Repo, tip: ObjectId, known: &mut Known) -> anyhow::Result<()> {
    let read = std::thread::scope(|scope| read_beside(cx, repo, tip, known, Signatures::new(scope)));
    if read.is_err() {
        // What was read in part has not all been judged.
        known.read.clear();
    }
    read
}

fn read_beside(
    cx: &Context<'_>,
    repo: &Repo,
    tip: ObjectId,
    known: &mut Known,
    mut signatures: Signatures<'_, '_>,
) -> anyhow::Result<()> {
    let positions = known.positions();
    let (mut number, budget) = (0, Budget::default());
    // One by one on the heap, so that each goes when it has become an entry: the line is not held twice.
    let boxed = |id: ObjectId, bytes: &[u8]| {
        let (mut head, parent) = Head::read(id, bytes);
        if !budget.act(head.words) {
            return Err(too_long());
        }
        if let Some((signed, armored)) = head.signed.take_if(|(_, armored)| is_ssh(armored)) {
            signatures.judge(number, signed, armored);
        }
        // What waits for another program is read again if it is long.
        let long = head.signed.take_if(|(signed, _)| budget::is_long(signed.len())).is_some();
        number += 1;
        Ok((Box::new((head, long)), parent))
    };
    let (mut commits, met) = back(repo, tip, |id| positions.get(&id).copied(), boxed)?;
    match met {
        Some(at) => known.cut(at),
        None => known.read.clear(),
    }
    let many = commits.len() > 2_000;
    let bar = many.then(|| {
        let label = say!(vi: "xác minh lịch sử", en: "verifying the history");
        cx.voice.progress(&label, commits.len() as u64)
    });
    let mut reader = Reader {
        repo,
        verifier: Verifier::new(&cx.programs),
        keys: Vec::new(),
        trees: Trees::default(),
        folders: RefCell::default(),
        line: HashSet::new(),
        budget,
    };
    if let Some((_, trees)) = known.read.last() {
        reader.trees = *trees;
        let roster = known.read.iter().rev().find_map(|(entry, _)| entry.roster.as_ref().and_then(|r| r.as_ref().ok()));
        reader.keys = roster.map(|roster| keys(roster)).unwrap_or_default();
    }
    let (first, count) = (known.read.len(), commits.len());
    known.read.reserve(count);
    while let Some(next) = commits.pop() {
        let (mut head, long) = *next;
        if long {
            let commit = head.entry.commit;
            head.signed = Head::read(commit, &repo.read_commit_bytes(commit)?).0.signed;
        }
        if head.entry.parents.len() > 1 {
            let known = known.read.iter().skip(reader.line.len()).map(|(entry, _)| entry.commit);
            reader.line.extend(known.collect::<Vec<_>>());
        }
        let entry = reader.entry(head)?;
        known.read.push((Arc::new(entry), reader.trees));
        if let Some(bar) = bar.as_ref().filter(|_| commits.len() % 256 == 0) {
            bar.step(256);
        }
    }
    // The commits were numbered from the last to the first.
    for (number, signature) in signatures.judged() {
        let entry = Arc::get_mut(&mut known.read[first + count - 1 - number].0);
        entry.expect("nobody else has been given it yet").signature = signature;
    }
    Ok(())
}

/// Departments' branches as they would be taken in after the line up to `main`, in the order of their tips.
pub fn branches(cx: &Context<'_>, repo: &Repo, main: ObjectId, tips: &[ObjectId]) -> anyhow::Result<Vec<Vec<Entry>>> {
    let mut known = Known::default();
    read(cx, repo, main, &mut known)?;
    let roster = known.read.iter().rev().find_map(|(entry, _)| entry.roster.as_ref().and_then(|r| r.as_ref().ok()));
    let reader = Reader {
        repo,
        verifier: Verifier::new(&cx.programs),
        keys: roster.map(|roster| keys(roster)).unwrap_or_default(),
        trees: Trees::default(),
        folders: RefCell::default(),
        line: known.read.iter().map(|(entry, _)| entry.commit).collect(),
        budget: Budget::default(),
    };
    tips.iter().map(|tip| reader.branch(*tip, &mut { MOST_BYTES })).collect()
}

fn keys(roster: &Roster) -> Vec<KeyMaterial> {
    roster.people.iter().flat_map(|p| p.keys.iter().map(|k| k.material.clone())).collect()
}

struct Reader<'a> {
    repo: &'a Repo,
    verifier: Verifier,
    /// The keys of the newest roster so far: the certificates that gpg may look at.
    keys: Vec<KeyMaterial>,
    trees: Trees,
    /// The folders that were opened for the commit before: half of those this one is compared with.
    folders: RefCell<HashMap<ObjectId, Vec<TreeEntry>>>,
    /// The commits of the line so far, once a branch asks where it leaves the line.
    line: HashSet<ObjectId>,
    budget: Budget,
}

impl Reader<'_> {
    fn entry(&mut self, head: Head) -> anyhow::Result<Entry> {
        let Head { mut entry, tree, signed, .. } = head;
        if let Some((signed, armored)) = signed {
            entry.signature = self.verifier.verify(&signed, &armored, &self.keys);
        }
        // An annulment puts back what stood before the commits whose changes nobody can tell, so it is compared with that.
        let kind = entry.act.as_ref().ok().and_then(Option::as_ref).map(|act| act.kind());
        // Somebody may name thousands of branches, over and over; so many are taken in by nobody.
        if kind == Some(ActKind::Receive) && entry.parents.len() <= branch::MOST + 1 {
            let tips = entry.parents.iter().skip(1);
            let mut left = MOST_BYTES;
            entry.branches = tips.map(|tip| self.branch(*tip, &mut left)).collect::<anyhow::Result<_>>()?;
        }
        let annuls = kind == Some(ActKind::Annul);
        let base = self.trees.good.filter(|_| annuls).unwrap_or(self.trees.last);
        let why = match tree.map(|tree| self.changes(base, tree, &mut { MOST_BYTES })).transpose()? {
            Some(Ok(changes)) => {
                entry.changes = changes;
                self.trees.last = tree;
                if annuls {
                    self.trees.good = None;
                }
                self.settings(&mut entry)?;
                return Ok(entry);
            }
            Some(Err(why)) => Some(why),
            None => None,
        };
        self.trees.good.get_or_insert(self.trees.last);
        self.trees.last = tree.or(self.trees.last);
        entry.opaque = true;
        if let Some(why) = why {
            entry.act = Err(why);
        }
        Ok(entry)
    }

    /// The commits of a department's branch from where it leaves the line up to its tip, the first one first; empty where
    /// that cannot be told, which nobody believes. Of the procedure's files no more is read than is left.
    fn branch(&self, tip: ObjectId, left: &mut u64) -> anyhow::Result<Vec<Entry>> {
        let mut heads = Vec::new();
        let mut next = tip;
        while !self.line.contains(&next) {
            // What cannot be read is no reason to stop reading the line.
            let Ok(bytes) = self.repo.read_commit_bytes(next) else { return Ok(Vec::new()) };
            let (head, parent) = Head::read(next, &bytes);
            if !self.budget.branched(head.words) {
                return Ok(Vec::new());
            }
            heads.push(head);
            // One more than there may be is read, for whoever judges it to see.
            match parent.filter(|_| heads.len() <= branch::LONGEST + 1) {
                Some(parent) => next = parent,
                None => return Ok(Vec::new()),
            }
        }
        let mut before = baocao_procedure::commit::leading(&self.repo.read_commit_bytes(next)?).0;
        let mut entries = Vec::with_capacity(heads.len());
        for Head { mut entry, tree, signed, .. } in heads.into_iter().rev() {
            if let Some((signed, armored)) = signed {
                entry.signature = self.verifier.verify(&signed, &armored, &self.keys);
            }
            match tree.map(|tree| self.changes(before, tree, left)).transpose()? {
                Some(Ok(changes)) => entry.changes = changes,
                _ => entry.opaque = true,
            }
            before = tree;
            entries.push(entry);
        }
        Ok(entries)
    }

    /// What differs from the commit before; or why that cannot be told.
    fn changes(
        &self,
        before: Option<ObjectId>,
        tree: ObjectId,
        left: &mut u64,
    ) -> anyhow::Result<Result<Vec<Change>, Text>> {
        let known = self.folders.take();
        let read = |id: ObjectId| -> Result<Vec<TreeEntry>, TreeProblem> {
            if let Some(entries) = known.get(&id) {
                return Ok(entries.clone());
            }
            let bytes = self.repo.read_tree_bytes(id).map_err(|e| TreeProblem::World(e.into()))?;
            let bytes = bytes.ok_or_else(|| TreeProblem::Form(too_wide()))?;
            let entries = baocao_procedure::tree::tree(&bytes).map_err(TreeProblem::Form)?;
            self.folders.borrow_mut().insert(id, entries.clone());
            Ok(entries)
        };
        let found = match tree::diff(before, Some(tree), &read) {
            Ok(found) => found,
            Err(tree::TreeFault::Read(TreeProblem::World(e))) => return Err(e),
            Err(tree::TreeFault::Read(TreeProblem::Form(why))) => return Ok(Err(why)),
            Err(tree::TreeFault::TooDeep) => {
                return Ok(Err(
                    say!(vi: "commit đổi tệp nằm quá sâu", en: "the commit changes a file that lies too deep"),
                ));
            }
            Err(tree::TreeFault::TooMany) => return Ok(Err(too_many())),
        };
        if !self.budget.changes(found.len()) {
            return Ok(Err(too_many()));
        }
        let mut changes = Vec::with_capacity(found.len());
        let mut digests: HashMap<ObjectId, Digest> = HashMap::new();
        for change in found {
            let regular = change.mode == Mode::File;
            let new = match change.new {
                None => None,
                // A submodule's commit is no object of this repository, a link's text is nobody's report, and what lies
                // beside the procedure's own files is nobody's proof: its bytes are not looked at.
                Some(id) if change.mode == Mode::Submodule || !layout::is_procedure(&change.path) => {
                    Some((id, Digest::of(b"")))
                }
                Some(id) => {
                    let digest = match digests.get(&id) {
                        Some(known) => *known,
                        None => match self.repo.read_blob(id)? {
                            Blob::Bytes(bytes) if bytes.len() as u64 <= *left => {
                                *left -= bytes.len() as u64;
                                *digests.entry(id).or_insert(Digest::of(&bytes))
                            }
                            Blob::Bytes(_) => {
                                return Ok(Err(say!(
                                    vi: "commit đổi quá nhiều dữ liệu",
                                    en: "the commit changes too many bytes"
                                )));
                            }
                            Blob::TooLarge(_) => {
                                let path = change.path;
                                return Ok(Err(say!(vi: "“{path}” quá lớn", en: "“{path}” is too large")));
                            }
                        },
                    };
                    Some((id, digest))
                }
            };
            changes.push(Change { path: change.path, old: change.old, new, regular });
        }
        Ok(Ok(changes))
    }

    /// Reads the settings a commit brings.
    fn settings(&mut self, entry: &mut Entry) -> anyhow::Result<()> {
        for change in &entry.changes {
            let kind = layout::kind(&change.path);
            if !matches!(kind, layout::PathKind::Settings | layout::PathKind::PeriodSettings(_)) {
                continue;
            }
            let text = match change.new.filter(|_| change.regular) {
                Some((id, _)) => match self.repo.read_blob(id)? {
                    Blob::Bytes(bytes) => {
                        let enough = self.budget.settings(bytes.len());
                        String::from_utf8(bytes).ok().filter(|_| enough)
                    }
                    Blob::TooLarge(_) => None,
                },
                None => None,
            };
            let path = &change.path;
            let unreadable =
                || say!(vi: "“{path}” không còn hoặc không đọc được", en: "“{path}” is gone or cannot be read");
            let first =
                |diagnostics: Vec<Diagnostic>| diagnostics.into_iter().next().map_or_else(unreadable, |d| d.message);
            let source = text.map(|text| Source::new(path.clone(), text));
            if kind == layout::PathKind::Settings {
                let roster: Result<Arc<Roster>, Text> = match source.as_ref().map(baocao_core::format::settings::read) {
                    Some((mut settings, wrong)) if wrong.is_empty() => {
                        let roster = std::mem::take(&mut settings.roster);
                        entry.settings = Some(Arc::new(settings));
                        Ok(Arc::new(roster))
                    }
                    Some((_, wrong)) => Err(first(wrong)),
                    None => Err(unreadable()),
                };
                if let Ok(roster) = &roster {
                    self.keys = keys(roster);
                    entry.besides =
                        source.as_ref().and_then(|source| baocao_core::format::settings::besides_people(source.text()));
                }
                entry.roster = Some(roster);
            } else {
                let period = match source.as_ref().map(baocao_core::format::period::read) {
                    Some((Some(settings), wrong)) if wrong.is_empty() => Ok(Arc::new(settings)),
                    Some((_, wrong)) => Err(first(wrong)),
                    None => Err(unreadable()),
                };
                entry.periods.push((path.clone(), period));
            }
        }
        Ok(())
    }
}

fn too_many() -> Text {
    say!(vi: "commit đổi quá nhiều tệp", en: "the commit changes too many files")
}

fn too_long() -> Fault {
    let what = say!(vi: "lịch sử này có quá nhiều bước dài bất thường", en: "this history has too many steps of unusual length");
    Fault::new(what).cure(
        say!(vi: "đừng dùng bản sao này; lấy lại từ kho chung", en: "do not use this copy; take it from the shared repository again"),
    )
}

fn too_wide() -> Text {
    say!(vi: "thư mục có quá nhiều tệp", en: "a folder holds too many files")
}

enum TreeProblem {
    World(anyhow::Error),
    Form(Text),
}
