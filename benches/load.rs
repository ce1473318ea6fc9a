//! Load and death: forty departments at once and two hundred over a minute, all through the hook, and three hundred deaths at
//! moments of chance. `cargo bench --bench load [-- ROW…]`; rows are `deaths once busy minute`, and `open` for a minute without hook;
//! `busy` is `once` where the office lets those who lost two races go to their own branch.
//!
//! The scenes are those of the tests; only the numbers are larger.
#![allow(
    dead_code,
    unused_imports,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a bench plays the tests' scenes, of which it needs a part, and prints its figures"
)]

#[path = "../tests/it/crash.rs"]
mod crash;
#[path = "../tests/it/sharing.rs"]
mod sharing;
#[path = "../tests/it/support/mod.rs"]
mod support;

use sharing::Door;
use std::time::Duration;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let wanted = |row: &str| words.is_empty() && row != "open" || words.iter().any(|word| word == row);
    let rows: [(&str, fn()); 5] = [
        ("deaths", || crash::at_random(300)),
        ("once", || sharing::spread(40, Duration::ZERO, Door::Hook)),
        ("busy", || sharing::spread(40, Duration::ZERO, Door::HookAndBranches)),
        ("minute", || sharing::spread(200, Duration::from_secs(60), Door::Hook)),
        ("open", || sharing::spread(200, Duration::from_secs(60), Door::Git)),
    ];
    rows.into_iter().filter(|(name, _)| wanted(name)).for_each(|(_, play)| play());
}
