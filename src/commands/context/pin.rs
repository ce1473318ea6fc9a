//! The office's root as this user has pinned it, in the user's own settings and never in the folder: who brings a clone
//! brings its settings too.

use super::Context;
use crate::domain::ObjectId;
use crate::parse;
use crate::render::pins;
use crate::say;
use crate::store::{Fault, files};
use std::path::PathBuf;

fn file(cx: &Context<'_>) -> Option<PathBuf> {
    cx.config.as_ref().map(|dir| dir.join("goc.toml"))
}

/// Every root this user trusts.
pub fn all(cx: &Context<'_>) -> anyhow::Result<Vec<parse::pins::Pin>> {
    let Some(path) = file(cx) else { return Ok(Vec::new()) };
    let Some(bytes) = files::read_outside(&path)? else { return Ok(Vec::new()) };
    let shown = path.display();
    parse::pins::read(&String::from_utf8_lossy(&bytes)).map_err(|why| {
        let (vi, en) = (why.vi, why.en);
        Fault::new(say!(vi: "“{shown}” có lỗi: {vi}", en: "“{shown}” is wrong: {en}")).into()
    })
}

/// Adds a root. A root that is pinned already is left as it is.
pub fn add(cx: &Context<'_>, agency: &str, root: ObjectId) -> anyhow::Result<bool> {
    let Some(path) = file(cx) else { return Ok(false) };
    let mut pins = all(cx)?;
    if pins.iter().all(|pin| pin.root != root) {
        pins.push(parse::pins::Pin { agency: agency.to_string(), root });
        files::write_outside(
            &path,
            pins::toml(&pins.iter().map(|p| (p.agency.as_str(), p.root)).collect::<Vec<_>>()).as_bytes(),
        )?;
    }
    Ok(true)
}
