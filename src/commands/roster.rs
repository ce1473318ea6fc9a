//! `roster`: who may do what, with which key; how that changes: enough people agree to exact bytes of a new `baocao.toml`.

use super::context::Office;
use super::context::record::{self, Draft, FileWrite, unix_lines};
use super::{ActOptions, Context, Exit, Usage};
use crate::domain::{ActKind, Digest, Person, Proposal, Roster};
use crate::parse;
use crate::procedure::{Intent, Plan};
use crate::render::diagnostics::Resolved;
use crate::say;
use crate::store::{files, layout};
use crate::text::{RepoPath, Source, visible};
use std::collections::BTreeMap;
use std::path::Path;

/// The proposed text, read from wherever it lies, after making sure that it is right in itself.
fn proposed(cx: &Context<'_>, file: &Path) -> anyhow::Result<(Vec<u8>, Roster)> {
    let shown = visible(&file.to_string_lossy());
    let Some(bytes) = files::read_outside(&cx.here.join(file))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let text = unix_lines(&bytes);
    let source = Source::new(RepoPath::new(&shown), String::from_utf8_lossy(&text).into_owned());
    let (settings, wrong) = parse::settings::read(&source);
    if !wrong.is_empty() {
        let found = Resolved::all(wrong, Some(&source));
        return Err(super::context::examine::Wrong(found).into());
    }
    Ok((text, settings.roster))
}

/// Agrees to exactly these bytes.
pub fn endorse(cx: &Context<'_>, file: &Path, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::on_folder(ActKind::Endorse))?;
        let (text, roster) = proposed(cx, file)?;
        explain(cx, scene.ledger.roster(), &roster);
        let proposal = Proposal::Roster(Digest::of(&text));
        Ok(Draft { base: None, plan: Plan::Endorse { proposal }, files: Vec::new() })
    })
}

/// Puts the new text into force, once enough people have agreed to it.
pub fn apply(cx: &Context<'_>, file: &Path, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::on_folder(ActKind::Roster))?;
        let (text, roster) = proposed(cx, file)?;
        explain(cx, scene.ledger.roster(), &roster);
        let write = FileWrite::generated(&office, layout::settings(), text)?;
        Ok(Draft { base: None, plan: Plan::Roster { subject: write.version() }, files: vec![write] })
    })
}

/// What changes, person by person.
fn explain(cx: &Context<'_>, old: Option<&Roster>, new: &Roster) {
    let by_id = |roster: &Roster| -> BTreeMap<String, Person> {
        roster.people.iter().map(|p| (p.id.to_string(), p.clone())).collect()
    };
    let (before, after) = (old.map(by_id).unwrap_or_default(), by_id(new));
    for (id, person) in &after {
        let (name, title) = (&person.name, &person.title);
        match before.get(id) {
            None => cx.voice.note(&say!(vi: "thêm: {name}, {title} ({id})", en: "new: {name}, {title} ({id})")),
            Some(was) if was != person => {
                let mut what = Vec::new();
                let mut differs = |differs: bool, vi: &'static str, en: &'static str| {
                    if differs {
                        what.push((vi, en));
                    }
                };
                differs(was.name != person.name, "họ tên", "name");
                differs(was.title != person.title, "chức vụ", "title");
                differs(was.roles != person.roles, "vai trò", "roles");
                differs(was.department != person.department, "đơn vị", "department");
                differs(was.keys != person.keys, "khoá", "keys");
                differs(was.tenure != person.tenure, "thời gian giữ chức vụ", "tenure");
                differs(was.delegation != person.delegation, "uỷ quyền", "delegation");
                let vi = what.iter().map(|w| w.0).collect::<Vec<_>>().join(", ");
                let en = what.iter().map(|w| w.1).collect::<Vec<_>>().join(", ");
                cx.voice.note(&say!(vi: "đổi: {name} ({id}): {vi}", en: "changed: {name} ({id}): {en}"));
            }
            Some(_) => {}
        }
    }
    for (id, person) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        let name = &person.name;
        cx.voice.note(&say!(vi: "bỏ: {name} ({id})", en: "gone: {name} ({id})"));
    }
    if let Some(old) = old.filter(|old| old.threshold != new.threshold) {
        let (was, now) = (old.threshold, new.threshold);
        cx.voice.note(&say!(
            vi: "số người phải tán thành: {was} → {now}",
            en: "how many people must agree: {was} → {now}"
        ));
    }
    if let Some(old) = old.filter(|old| old.clock_skew_minutes != new.clock_skew_minutes) {
        let (was, now) = (old.clock_skew_minutes, new.clock_skew_minutes);
        cx.voice.note(&say!(
            vi: "độ lệch giờ cho phép: {was} → {now} phút",
            en: "how far clocks may be apart: {was} → {now} minutes"
        ));
    }
}
