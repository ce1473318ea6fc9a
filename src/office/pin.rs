//! The office's root as this user has pinned it, in the user's own settings and never in the folder: who brings a clone
//! brings its settings too.

use crate::office::{Context, Office};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::ObjectId;

use crate::store::{Fault, files};
use baocao_core::domain::folder as layout;
use baocao_core::format::pins::write as pins;
use baocao_core::say;
use baocao_core::text::{Place, RepoPath, Source, nfc, visible};
use baocao_procedure::{Ledger, Verified};
use std::path::PathBuf;

fn file(cx: &Context<'_>) -> Option<PathBuf> {
    cx.config.as_ref().map(|dir| dir.join("goc.toml"))
}

/// Every root this user trusts.
pub fn all(cx: &Context<'_>) -> anyhow::Result<Vec<baocao_core::format::pins::Pin>> {
    let Some(path) = file(cx) else { return Ok(Vec::new()) };
    let Some(bytes) = files::read_outside(&path)? else { return Ok(Vec::new()) };
    let shown = path.display();
    baocao_core::format::pins::read(&String::from_utf8_lossy(&bytes)).map_err(|why| {
        let (vi, en) = (why.vi, why.en);
        Fault::new(say!(vi: "“{shown}” có lỗi: {vi}", en: "“{shown}” is wrong: {en}")).into()
    })
}

/// What this user has pinned under a root.
pub fn of(cx: &Context<'_>, root: ObjectId) -> anyhow::Result<Option<baocao_core::format::pins::Pin>> {
    Ok(all(cx)?.into_iter().find(|pin| pin.root == root))
}

/// Adds a root. A root that is pinned already is left as it is.
pub fn add(cx: &Context<'_>, agency: &str, root: ObjectId) -> anyhow::Result<bool> {
    if cx.config.is_none() {
        return Ok(false);
    }
    let mut pins = all(cx)?;
    if pins.iter().all(|pin| pin.root != root) {
        pins.push(baocao_core::format::pins::Pin { agency: agency.to_string(), root });
        write(cx, &pins)?;
    }
    Ok(true)
}

/// Gives a pinned root the name that its office has now.
pub fn rename(cx: &Context<'_>, agency: &str, root: ObjectId) -> anyhow::Result<()> {
    let mut pins = all(cx)?;
    for pin in pins.iter_mut().filter(|pin| pin.root == root) {
        pin.agency = agency.to_string();
    }
    write(cx, &pins)
}

fn write(cx: &Context<'_>, pins: &[baocao_core::format::pins::Pin]) -> anyhow::Result<()> {
    let Some(path) = file(cx) else { return Ok(()) };
    let pins: Vec<_> = pins.iter().map(|pin| (pin.agency.as_str(), pin.root)).collect();
    Ok(files::write_outside(&path, pins::toml(&pins).as_bytes())?)
}

/// The name by which an office calls itself now: the one in its proven settings, else the one its root attests.
pub fn own_name(office: &Office, ledger: &Ledger<Verified>) -> anyhow::Result<Option<String>> {
    if let Some(version) = ledger.version(&layout::settings()) {
        let bytes = office.read_object(version.blob)?;
        let source = Source::new(layout::settings(), String::from_utf8_lossy(&bytes).into_owned());
        let name = baocao_core::format::settings::read(&source).0.agency.name;
        if !name.trim().is_empty() {
            return Ok(Some(name));
        }
    }
    Ok(ledger.agency().map(ToString::to_string))
}

/// What is said where a root is pinned under another name than its office has: pinning several offices must not make one pass
/// for another.
pub fn misnamed(
    cx: &Context<'_>,
    office: &Office,
    ledger: &Ledger<Verified>,
) -> anyhow::Result<Option<(String, Diagnostic)>> {
    let Some(pin) = ledger.genesis().map(|root| of(cx, root)).transpose()?.flatten() else { return Ok(None) };
    let Some(own) = own_name(office, ledger)? else { return Ok(None) };
    let plain = |name: &str| nfc(name).split_whitespace().collect::<Vec<_>>().join(" ");
    if plain(&pin.agency) == plain(&own) {
        return Ok(None);
    }
    let (pinned, shown, root) = (visible(&pin.agency), visible(&own), pin.root);
    let why = say!(
        vi: "gốc của thư mục này được ghim trên máy này cho “{pinned}”, nhưng thư mục tự xưng là “{shown}”",
        en: "this folder's root is pinned on this computer as “{pinned}”, but the folder calls itself “{shown}”"
    );
    let help = say!(
        vi: "nếu cơ quan đã đổi tên, đối chiếu với văn bản rồi chạy `baocao trust {root}`; nếu không, đây là thư mục của cơ quan khác",
        en: "if the office has a new name, compare it with its paper, then run `baocao trust {root}`; if not, this is another office's folder"
    );
    let place = Place::whole(RepoPath::new("lich-su"));
    Ok(Some((own, Diagnostic::new(Code::RootUnpinned, place, why).help(help))))
}
