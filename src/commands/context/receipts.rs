//! Biên nhận: written by the shared repository after a push, read beside the history as a second witness of time.
//!
//! A receipt changes no verdict. It can only say that something was on the server by then, which a commit's own date cannot.

use super::{Context, history, telling};
use crate::domain::{Identity, Moment, ObjectId, OneLine, PeriodId, Receipt, Signature};
use crate::parse;
use crate::procedure::{Ledger, Verified};
use crate::render::ledger::Line;
use crate::render::receipt;
use crate::say;
use crate::store::Fault;
use crate::store::git::{CommitPlan, Repo};
use crate::store::signing::{Signer, SignerSettings, Verifier};
use crate::text::Text;
use std::collections::BTreeMap;
use std::path::Path;

/// Where receipts are kept.
pub const REFERENCE: &str = "refs/baocao/receipts";
/// The most receipts that are read back, newest first.
const MOST: usize = 200_000;

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
pub fn read(cx: &Context<'_>, repo: &Repo, ledger: &Ledger<Verified>) -> anyhow::Result<Witness> {
    let mut witness = Witness { had: BTreeMap::new(), problems: Vec::new() };
    let servers = ledger.roster().map(|roster| roster.servers.clone()).unwrap_or_default();
    let (Some(mut next), Some(tip)) = (repo.reference(REFERENCE)?, ledger.tip()) else { return Ok(witness) };
    let known: Vec<_> = servers.iter().map(crate::domain::KeyMaterial::fingerprint).collect();
    let verifier = Verifier::new(&cx.programs);
    let line = history::commits(repo, tip)?;
    let places: BTreeMap<ObjectId, usize> = line.iter().enumerate().map(|(at, commit)| (*commit, at)).collect();
    let mut wrong = 0usize;
    for _ in 0..MOST {
        // What is not whole proves nothing, and is no reason to doubt the history itself.
        let Ok(raw) = repo.read_commit_bytes(next).map_err(|f| f.text).and_then(|bytes| parse::commit::commit(&bytes))
        else {
            wrong += 1;
            break;
        };
        let signed = raw.signature.as_ref().map(|armored| verifier.verify(&raw.signed, armored, &servers));
        let by_server = matches!(signed, Some(Signature::By(key)) if known.contains(&key));
        match parse::receipt::receipt(&raw.message, raw.committer.at).filter(|_| by_server) {
            Some(receipt) => witness.take(repo, &receipt, &line, &places),
            None => wrong += 1,
        }
        match raw.parents.as_slice() {
            [parent] => next = *parent,
            _ => break,
        }
    }
    if wrong > 0 {
        witness.problems.push(say!(
            vi: "{wrong} biên nhận của kho chung không tin được (khoá không phải “may_chu” trong baocao.toml, hoặc sai dạng) nên không dùng",
            en: "{wrong} receipts cannot be believed (their key is no “may_chu” of baocao.toml, or they are malformed) and are not used"
        ));
    }
    Ok(witness)
}

impl Witness {
    /// A commit was there at the latest when the first receipt over it was written.
    fn take(&mut self, repo: &Repo, receipt: &Receipt, line: &[ObjectId], places: &BTreeMap<ObjectId, usize>) {
        let mut note = |commit: ObjectId| {
            let had = self.had.entry(commit).or_insert(receipt.at);
            *had = (*had).min(receipt.at);
        };
        if let Some(end) = places.get(&receipt.new) {
            let from = places.get(&receipt.old).map_or(0, |old| old + 1);
            line.get(from..=*end).into_iter().flatten().copied().for_each(note);
            return;
        }
        // A department's branch: its own commits, down to the line or to what was there before.
        let mut next = Some(receipt.new);
        for _ in 0..crate::procedure::branch::LONGEST {
            let Some(commit) = next.filter(|c| *c != receipt.old && !places.contains_key(c)) else { break };
            note(commit);
            next = repo.read_commit_bytes(commit).ok().and_then(|bytes| parse::commit::leading(&bytes).1);
        }
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
    let witness = read(cx, repo, ledger)?;
    witness.problems.iter().for_each(|problem| cx.voice.note(problem));
    let mut lines = telling::lines(ledger, period);
    witness.beside(&mut lines);
    Ok(lines)
}
