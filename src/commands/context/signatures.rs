//! SSH signatures of a long line, judged beside its reading where the machine has cores to spare: both take about as long.
//!
//! What is found does not depend on who found it: each signature is judged by itself, and told with its commit's number.

use crate::domain::Signature;
use crate::store::signing::ReadyKeys;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

/// A line must be longer than this to be worth a thread.
const FEW: usize = 32;
/// How many signatures may wait for each helper: about a MiB.
const WAITING: usize = 512;
/// More helpers than this would wait for the reader.
const MOST_HELPERS: usize = 4;

/// A commit's number, the bytes that are signed, the armored signature.
type Job = (usize, Vec<u8>, String);
type Verdicts = Vec<(usize, Signature)>;

/// The signatures of one line.
pub(super) struct Signatures<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    helpers: Vec<(SyncSender<Job>, ScopedJoinHandle<'scope, Verdicts>)>,
    /// Who is asked next.
    turn: usize,
    keys: ReadyKeys,
    own: Verdicts,
}

impl<'scope, 'env> Signatures<'scope, 'env> {
    /// None yet, and no thread.
    pub fn new(scope: &'scope Scope<'scope, 'env>) -> Self {
        Signatures { scope, helpers: Vec::new(), turn: 0, keys: ReadyKeys::default(), own: Vec::new() }
    }

    /// Has one judged, now or soon.
    pub fn judge(&mut self, number: usize, signed: Vec<u8>, armored: String) {
        if self.own.len() == FEW && self.helpers.is_empty() {
            let spare = std::thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
            self.helpers = (0..spare.min(MOST_HELPERS)).map(|_| helper(self.scope)).collect();
        }
        let mut job = (number, signed, armored);
        if !self.helpers.is_empty() {
            self.turn = (self.turn + 1) % self.helpers.len();
            match self.helpers[self.turn].0.try_send(job) {
                Ok(()) => return,
                Err(TrySendError::Full(back) | TrySendError::Disconnected(back)) => job = back,
            }
        }
        let (number, signed, armored) = job;
        self.own.push((number, self.keys.verify(&signed, &armored)));
    }

    /// All of them.
    pub fn judged(self) -> anyhow::Result<Verdicts> {
        let mut all = self.own;
        for (queue, helper) in self.helpers {
            drop(queue);
            all.extend(helper.join().map_err(|_| anyhow::anyhow!("a verifying thread died"))?);
        }
        Ok(all)
    }
}

fn helper<'scope>(scope: &'scope Scope<'scope, '_>) -> (SyncSender<Job>, ScopedJoinHandle<'scope, Verdicts>) {
    let (queue, jobs): (SyncSender<Job>, Receiver<Job>) = sync_channel(WAITING);
    let work = move || {
        let mut keys = ReadyKeys::default();
        jobs.into_iter().map(|(number, signed, armored)| (number, keys.verify(&signed, &armored))).collect()
    };
    (queue, scope.spawn(work))
}
