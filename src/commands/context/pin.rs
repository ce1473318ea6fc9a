//! The office's root as this user has pinned it, in the user's own settings and never in the folder: who brings a clone
//! brings its settings too.

use super::Context;
use crate::domain::ObjectId;
use crate::parse;
use crate::render::pins;
use crate::say;
use crate::store::git::Repo;
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

fn mark(cx: &Context<'_>, root: ObjectId) -> Option<PathBuf> {
    cx.config.as_ref().map(|dir| dir.join("moc").join(root.to_string()))
}

/// The commit up to which this user has verified the history of an office.
pub fn remembered(cx: &Context<'_>, root: ObjectId) -> anyhow::Result<Option<ObjectId>> {
    let Some(path) = mark(cx, root) else { return Ok(None) };
    let bytes = files::read_outside(&path)?;
    Ok(bytes.and_then(|bytes| ObjectId::parse(String::from_utf8_lossy(&bytes).trim())))
}

/// Remembers how far the history of an office has been verified.
pub fn remember(cx: &Context<'_>, root: ObjectId, tip: ObjectId) -> anyhow::Result<()> {
    if let Some(path) = mark(cx, root).filter(|_| !matches!(remembered(cx, root), Ok(Some(known)) if known == tip)) {
        files::write_outside(&path, format!("{tip}\n").as_bytes())?;
    }
    Ok(())
}

/// What of a line others have, too: the newest commit of the shared repository that is on it, or the tip where there is
/// no shared repository. A step of one's own that was never sent may be taken back.
pub fn shared(repo: &Repo, line: &[ObjectId]) -> Option<ObjectId> {
    match repo.upstream() {
        Ok(Some(upstream)) => {
            repo.remote_tip(&upstream.remote, &upstream.branch).ok().flatten().filter(|tip| line.contains(tip))
        }
        _ => line.last().copied(),
    }
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
