//! `fix`: repairs what is safe, and shows what it changed.
use super::Context;
pub use super::Exit;
/// x
pub fn run(_: &Context<'_>, _: &[String], _: bool) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
