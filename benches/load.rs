//! Load and death: two hundred departments over a minute, three hundred deaths at moments of chance. `cargo bench --bench load`.
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

fn main() {
    crash::at_random(300);
    sharing::spread(200, std::time::Duration::from_secs(60));
}
