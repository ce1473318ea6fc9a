//! Biên nhận: written by the shared repository after a push, read beside the history as a second witness of time.
//!
//! A receipt changes no verdict. It can only say that something was on the server by then, which a commit's own date cannot.

use crate::office::{Context, telling};
use baocao_core::domain::{Identity, KeyMaterial, Moment, ObjectId, OneLine, PeriodId, Receipt, Signature};

use crate::store::Fault;
use crate::store::git::{CommitPlan, Repo};
use crate::store::signing::{Signer, SignerSettings, is_ssh, verify_ssh};
use crate::ui::output::ledger::Line;
use baocao_core::format::receipt::write as receipt;
use baocao_core::say;
use baocao_core::text::Text;
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeMap;
use std::path::Path;

/// Where receipts are kept.
pub const REFERENCE: &str = "refs/baocao/receipts";
/// The most receipts that are read back, newest first.
const MOST: usize = 200_000;
/// After so many that nobody believes the rest is not looked at: whoever wrote them could as well have removed it.
const MOST_WRONG: usize = 1_000;

/// Adds a receipt, signed with the server's own key.
pub fn add(
    cx: &Context<'_>,
    repo: &Repo,
    key: &Path,
    push: (&str, ObjectId, ObjectId),
    pusher: Option<&str>,
) -> anyhow::Result<()> {
    let settings = SignerSettings { key_path: Some(key.to_path_buf()), ..SignerSettings::default() };
    let signer = Signer::find(settings, &cx.programs)?;
    let odd = || Fault::new(say!(vi: "tên nhánh không dùng được", en: "the branch's name is no use"));
    let (reference, old, new) = push;
    let reference = OneLine::new(reference).map_err(|_| odd())?;
    let pusher = pusher.and_then(|name| OneLine::new(name).ok());
    // Two pushes may end in the same moment.
    for _ in 0..50 {
        let parent = repo.reference(REFERENCE)?;
        let taken = Receipt { reference: reference.clone(), old, new, pusher: pusher.clone(), at: cx.now };
        let (name, email) = ("Kho chung".to_string(), "kho-chung@baocao".to_string());
        let who = Identity { name, email, at: cx.now, offset_minutes: 7 * 60 };
        let made = repo.build_commit(&CommitPlan {
            parent,
            base: None,
            extra_parents: Vec::new(),
            changes: Vec::new(),
            message: receipt::message(&taken),
            author: who.clone(),
            committer: who,
            sign: &|bytes| signer.sign(bytes),
        })?;
        if repo.move_reference(REFERENCE, parent, made)? {
            return Ok(());
        }
    }
    Err(Fault::new(
        say!(vi: "kho chung quá bận, chưa ghi được biên nhận", en: "the shared repository is too busy for a receipt"),
    )
    .into())
}

/// When the server had which commit, as far as its receipts are here and can be believed; and what is wrong with them.
pub struct Witness {
    had: BTreeMap<ObjectId, Moment>,
    /// Receipts that nobody believes, in words.
    pub problems: Vec<Text>,
}

/// Reads the receipts beside a proven history.
pub fn read(repo: &Repo, ledger: &Ledger<Verified>) -> anyhow::Result<Witness> {
    let mut witness = Witness { had: BTreeMap::new(), problems: Vec::new() };
    if ledger.line().is_empty() {
        return Ok(witness);
    }
    let servers = ledger.roster().map(|roster| roster.servers.iter().map(KeyMaterial::fingerprint).collect());
    let servers: Vec<_> = servers.unwrap_or_default();
    let mut found = Vec::new();
    let mut wrong = 0usize;
    // What is not whole proves nothing, and is no reason to doubt the history itself.
    let mut next = repo.reference(REFERENCE).unwrap_or_else(|_| {
        wrong += 1;
        None
    });
    while let Some(id) = next.take_if(|_| found.len() < MOST && wrong < MOST_WRONG) {
        let bytes = repo.read_commit_bytes(id).map_err(|fault| fault.text);
        let Ok(raw) = bytes.and_then(|bytes| baocao_procedure::commit::commit(&bytes)) else {
            wrong += 1;
            break;
        };
        // A server signs with an SSH key; no program is asked about anything else.
        let signed = raw.signature.as_ref().filter(|armored| is_ssh(armored));
        let signed = signed.map(|armored| verify_ssh(&raw.signed, armored));
        let by_server = matches!(signed, Some(Signature::By(key)) if servers.contains(&key));
        match baocao_core::format::receipt::receipt(&raw.message, raw.committer.at).filter(|_| by_server) {
            Some(receipt) => found.push(receipt),
            None => wrong += 1,
        }
        next = <[ObjectId; 1]>::try_from(raw.parents).ok().map(|[parent]| parent);
    }
    witness.take(repo, found, ledger.line());
    if wrong > 0 {
        witness.problems.push(say!(
            vi: "{wrong} biên nhận của kho chung không tin được (khoá không phải “may_chu” trong baocao.toml, hoặc sai dạng) nên không dùng",
            en: "{wrong} receipts cannot be believed (their key is no “may_chu” of baocao.toml, or they are malformed) and are not used"
        ));
    }
    Ok(witness)
}

impl Witness {
    /// A commit was there at the latest when the first receipt over it was written. A server may write any number of
    /// receipts over the whole line, so each commit is looked at once.
    fn take(&mut self, repo: &Repo, mut receipts: Vec<Receipt>, line: &[ObjectId]) {
        receipts.sort_by_key(|receipt| receipt.at);
        let places: BTreeMap<ObjectId, usize> = line.iter().enumerate().map(|(at, commit)| (*commit, at)).collect();
        // From each place the next one over which no receipt has been seen.
        let mut open: Vec<usize> = (0..=line.len()).collect();
        for receipt in receipts {
            let Some(end) = places.get(&receipt.new) else {
                self.take_branch(repo, &receipt, &places);
                continue;
            };
            let mut at = places.get(&receipt.old).map_or(0, |old| old + 1);
            loop {
                while open[at] != at {
                    open[at] = open[open[at]];
                    at = open[at];
                }
                if at > *end {
                    break;
                }
                self.had.insert(line[at], receipt.at);
                open[at] = at + 1;
            }
        }
    }

    /// A department's branch: its own commits, down to the line or to what was there before.
    fn take_branch(&mut self, repo: &Repo, receipt: &Receipt, places: &BTreeMap<ObjectId, usize>) {
        let mut next = Some(receipt.new);
        for _ in 0..baocao_procedure::branch::LONGEST {
            let new = |c: &ObjectId| *c != receipt.old && !places.contains_key(c) && !self.had.contains_key(c);
            let Some(commit) = next.filter(new) else { break };
            // What is not here was not looked at either.
            let Ok(bytes) = repo.read_commit_bytes(commit) else { break };
            self.had.insert(commit, receipt.at);
            next = baocao_procedure::commit::leading(&bytes).1;
        }
    }

    /// Whether a receipt says that the server had a commit.
    pub fn has(&self, commit: &ObjectId) -> bool {
        self.had.contains_key(commit)
    }

    /// Lays the server's clock beside the acts'.
    pub fn beside(&self, lines: &mut [Line]) {
        for line in lines {
            line.server = ObjectId::parse(&line.commit).and_then(|commit| self.had.get(&commit)).copied();
        }
    }
}

/// The acts of a period (or of all) as `log` and `verify` show them, with the server's clock where it is known.
pub fn lines(
    cx: &Context<'_>,
    repo: &Repo,
    ledger: &Ledger<Verified>,
    period: Option<&PeriodId>,
) -> anyhow::Result<Vec<Line>> {
    let witness = read(repo, ledger)?;
    witness.problems.iter().for_each(|problem| cx.voice.note(problem));
    let mut lines = telling::lines(ledger, period);
    witness.beside(&mut lines);
    Ok(lines)
}
