//! What the targets of `cargo fuzz` share: the invariants, and a limit on time.

#[path = "../invariants/mod.rs"]
pub mod invariants;

pub use libfuzzer_sys;

use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// What a case may take whatever its size: the build is instrumented, and the machine may be anybody's.
const FLOOR: Duration = Duration::from_millis(200);
/// What a MiB may take.
const PER_MIB: Duration = Duration::from_secs(1);

/// The time this thread has worked, which other programs on the machine do not lengthen.
pub fn worked() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).expect("Linux has this clock")
}

/// Runs one case; panics if an invariant is broken or it took too long.
pub fn run(target: &str, bytes: &[u8]) {
    let start = worked();
    invariants::hold(target, bytes);
    let took = worked() - start;
    let limit = FLOOR.max(PER_MIB.mul_f64(bytes.len() as f64 / f64::from(1 << 20)));
    assert!(took <= limit, "{target}: {took:?} for {} bytes", bytes.len());
}

/// The entry of a target.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::run($name, bytes));
    };
}
