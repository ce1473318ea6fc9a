//! SSH signatures of a long line, judged beside its reading where the machine has cores to spare: both take about as long.
//!
//! What is found does not depend on who found it: each signature is judged by itself, and told with its commit's number.

use crate::store::signing::ReadyKeys;
use baocao_core::domain::Signature;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// A line must be longer than this to be worth a thread.
const FEW: usize = 32;
/// How many signatures may wait for each helper: with [`LARGE`], two MiB at most.
const WAITING: usize = 512;
/// What is larger is judged at once and waits for nobody: a step takes a kilobyte or two, a hostile commit 256. Bytes.
const LARGE: usize = 4 * 1024;
/// More helpers than this would wait for the reader.
const MOST_HELPERS: usize = 4;

/// A commit's number, the bytes that are signed, the armored signature.
type Job = (usize, Vec<u8>, String);
type Verdicts = Vec<(usize, Signature)>;

/// The signatures of one line.
pub(super) struct Signatures<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    /// How many helpers there may be.
    most: usize,
    helpers: Vec<(SyncSender<Job>, ScopedJoinHandle<'scope, Verdicts>)>,
    /// Who is asked next.
    turn: usize,
    keys: ReadyKeys,
    own: Verdicts,
}

impl<'scope, 'env> Signatures<'scope, 'env> {
    /// None yet, and no thread.
    pub fn new(scope: &'scope Scope<'scope, 'env>) -> Self {
        let spare = std::thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
        Signatures::helped(scope, spare.min(MOST_HELPERS))
    }

    fn helped(scope: &'scope Scope<'scope, 'env>, most: usize) -> Self {
        Signatures { scope, most, helpers: Vec::new(), turn: 0, keys: ReadyKeys::default(), own: Vec::new() }
    }

    /// Has one judged, now or soon.
    pub fn judge(&mut self, number: usize, signed: Vec<u8>, armored: String) {
        if self.own.len() == FEW && self.helpers.is_empty() {
            self.helpers = (0..self.most).map_while(|_| helper(self.scope)).collect();
        }
        let large = signed.len() + armored.len() > LARGE;
        let mut job = (number, signed, armored);
        if !self.helpers.is_empty() && !large {
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
    pub fn judged(self) -> Verdicts {
        let mut all = self.own;
        for (queue, helper) in self.helpers {
            drop(queue);
            all.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        all
    }
}

/// A thread that judges; none where the system gives no more.
fn helper<'scope>(scope: &'scope Scope<'scope, '_>) -> Option<(SyncSender<Job>, ScopedJoinHandle<'scope, Verdicts>)> {
    let (queue, jobs): (SyncSender<Job>, Receiver<Job>) = sync_channel(WAITING);
    let work = move || {
        let mut keys = ReadyKeys::default();
        jobs.into_iter().map(|(number, signed, armored)| (number, keys.verify(&signed, &armored))).collect()
    };
    Some((queue, Builder::new().spawn_scoped(scope, work).ok()?))
}

#[cfg(test)]
mod tests {
    use crate::office::signatures::*;
    use ssh_key::{HashAlg, LineEnding, PrivateKey, private::Ed25519Keypair};

    /// More than the queues hold, some of them large, some good and some not; alone, with one helper, and with many.
    #[test]
    fn each_verdict_is_told_with_its_own_number() {
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&[7; 32]));
        let armored = key.sign("git", HashAlg::Sha512, b"tree").expect("a signature").to_pem(LineEnding::LF);
        let armored = armored.expect("armor");
        let good = |number: usize| number % 7 == 3;
        for most in [0, 1, MOST_HELPERS] {
            let mut all = std::thread::scope(|scope| {
                let mut signatures = Signatures::helped(scope, most);
                for number in 0..2_500 {
                    let signed = match number {
                        _ if good(number) => b"tree".to_vec(),
                        _ if number % 50 == 0 => vec![b'x'; LARGE + 1],
                        _ => b"tred".to_vec(),
                    };
                    signatures.judge(number, signed, armored.clone());
                }
                assert_eq!(signatures.helpers.len(), most);
                signatures.judged()
            });
            all.sort_by_key(|(number, _)| *number);
            assert!(all.iter().map(|(number, _)| *number).eq(0..2_500), "each once");
            for (number, signature) in all {
                assert_eq!(matches!(signature, Signature::By(_)), good(number), "{number}: {signature:?}");
            }
        }
    }
}
