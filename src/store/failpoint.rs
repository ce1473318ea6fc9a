//! Places where a test may let the process die, to prove that no moment of death needs a repair by hand.
//!
//! Inert unless armed: `cli` arms it for the crash tests, nobody else does.

use std::sync::atomic::{AtomicU32, Ordering};

static LEFT: AtomicU32 = AtomicU32::new(0);

/// Lets the process die at the `n`-th step from now, counted from 1; `None` disarms.
pub fn arm(n: Option<u32>) {
    LEFT.store(n.unwrap_or(0), Ordering::SeqCst);
}

/// One write, rename, removal, reference swap or index write. Called just before it happens.
pub(crate) fn step() {
    let left = LEFT.load(Ordering::Relaxed);
    if left == 0 {
        return;
    }
    LEFT.store(left - 1, Ordering::SeqCst);
    if left == 1 {
        // No destructor may run: a crash cleans nothing up.
        std::process::abort();
    }
}
