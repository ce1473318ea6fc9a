//! `roster`: who may do what, with which key; how that changes: enough people agree to exact bytes of a new `baocao.toml`.

use crate::office::record::{Draft, FileWrite, Scene, unix_lines};
use crate::office::{ActOptions, Context, Office, record};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ActKind, Digest, KeyMaterial, Person, Proposal, Roster};

use crate::store::files;
use crate::store::signing::{Signer, SignerSettings};
use crate::ui::output::diagnostics::Resolved;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Source, visible};
use baocao_procedure::{Intent, Plan};
use std::cell::RefCell;
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
    let (settings, wrong) = baocao_core::format::settings::read(&source);
    if !wrong.is_empty() {
        let found = Resolved::all(wrong, Some(&source));
        return Err(crate::office::examine::Wrong(found).into());
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
        explain_settings(cx, scene, &text)?;
        let proposal = Proposal::Roster(Digest::of(&text));
        Ok(Draft { base: None, parents: Vec::new(), plan: Plan::Endorse { proposal }, files: Vec::new() })
    })
}

/// Puts the new text into force, once enough people have agreed to it.
pub fn apply(cx: &Context<'_>, file: &Path, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::on_folder(ActKind::Roster))?;
        let (text, roster) = proposed(cx, file)?;
        explain(cx, scene.ledger.roster(), &roster);
        explain_settings(cx, scene, &text)?;
        let write = FileWrite::generated(&office, layout::settings(), text)?;
        Ok(Draft {
            base: None,
            parents: Vec::new(),
            plan: Plan::Roster { subject: write.version() },
            files: vec![write],
        })
    })
}

/// Replaces the key that signs this with another of the same person; nobody else has to agree.
pub fn rotate(cx: &Context<'_>, new_key: &Path, options: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let settings = SignerSettings { key_path: Some(cx.here.join(new_key)), ..SignerSettings::default() };
    let next = Signer::find(settings, &cx.programs)?;
    let material = next.material()?;
    let KeyMaterial::Ssh { line, .. } = &material else {
        return Err(Usage(say!(
            vi: "chỉ tự thay được bằng khoá SSH; khoá khác qua `roster endorse` và `roster apply`",
            en: "only an SSH key can replace one by itself; others go through `roster endorse` and `roster apply`"
        ))
        .into());
    };
    // A key that cannot sign would lock its owner out.
    next.unlock(&|what, wrong| cx.ask_passphrase(what, wrong))?;
    next.sign(b"baocao")?;
    let told = RefCell::new(None);
    let ended = record::run(cx, &office, options, &|scene| {
        if scene.ledger.owner(&material.fingerprint()).is_some() {
            return Err(Refusal::new(
                say!(vi: "khoá này đã có trong danh sách", en: "this key is on the roster already"),
            )
            .into());
        }
        let path = layout::settings();
        let recorded = scene.read(&path)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&recorded);
        let id = &scene.actor.id;
        // The new key holds no longer than the one it replaces: nobody's rights change.
        let own = cx.signer(Some(office.repo()?))?.material()?.fingerprint();
        let until = scene.ledger.owner(&own).and_then(|(_, key)| key.tenure.to);
        let Some(text) = baocao_core::format::roster::with_key(&text, id, line, until) else {
            return Err(Refusal::new(say!(
                vi: "không thấy “khoa” của {id} trong baocao.toml",
                en: "there is no “khoa” of {id} in baocao.toml"
            ))
            .into());
        };
        told.replace(Some(scene.actor.name.clone()));
        let write = FileWrite::generated(&office, path, text.into_bytes())?;
        let plan = Plan::Rotate { subject: write.version() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: vec![write] })
    })?;
    if let Some(name) = told.into_inner() {
        let print = material.fingerprint();
        cx.voice.note(&say!(
            vi: "{name}: khoá mới {print}; từ nay khoá vừa dùng không ký được nữa",
            en: "{name}: the new key is {print}; the key used until now signs nothing any more"
        ));
    }
    Ok(ended)
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
    if let Some(old) = old {
        let shared = |roster: &Roster| (roster.branch_clock, roster.branch_use);
        if shared(old) != shared(new) {
            cx.voice.note(&say!(
                vi: "đổi cách dùng nhánh riêng của đơn vị (gio_nop, nhanh_nop)",
                en: "how departments' branches are used changes (gio_nop, nhanh_nop)"
            ));
        }
        for key in new.servers.iter().filter(|key| !old.servers.contains(key)) {
            let print = key.fingerprint();
            cx.voice
                .note(&say!(vi: "thêm khoá của kho chung: {print}", en: "new key of the shared repository: {print}"));
        }
        for key in old.servers.iter().filter(|key| !new.servers.contains(key)) {
            let print = key.fingerprint();
            cx.voice.note(&say!(vi: "bỏ khoá của kho chung: {print}", en: "gone: the shared repository's key {print}"));
        }
    }
}

/// What changes beside the people, table by table: who agrees must know what to read.
fn explain_settings(cx: &Context<'_>, scene: &Scene<'_>, new: &[u8]) -> anyhow::Result<()> {
    let old = scene.read(&layout::settings())?.unwrap_or_default();
    let changed =
        baocao_core::format::settings::changed_tables(&String::from_utf8_lossy(&old), &String::from_utf8_lossy(new));
    let names: Vec<&str> = changed.iter().map(String::as_str).filter(|name| *name != "nguoi").collect();
    if !names.is_empty() {
        let names = names.join(", ");
        cx.voice.note(&say!(vi: "đổi ở các mục: {names}", en: "tables that change: {names}"));
    }
    if changed.is_empty() {
        cx.voice.note(&say!(vi: "không có gì thay đổi", en: "nothing changes"));
    }
    Ok(())
}
