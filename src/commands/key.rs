//! `key`: a signing key for someone who has none; the keys the roster knows.

use crate::office::{Context, Format, Office};
use crate::store::signing::{Secret, generate_key};
use crate::ui::output::keys;
use crate::ui::voice::{Exit, Usage};
use baocao_core::domain::KeyMaterial;
use baocao_core::say;
use std::path::{Component, Path, PathBuf};

/// Makes a key pair; an existing file is never written over.
pub fn new(cx: &Context<'_>, path: Option<PathBuf>, no_passphrase: bool) -> anyhow::Result<Exit> {
    let path = match (path, &cx.home) {
        (Some(path), _) => plain(&cx.here.join(path)),
        (None, Some(home)) => home.join(".ssh").join("id_baocao"),
        (None, None) => {
            return Err(Usage(say!(vi: "hãy ghi rõ nơi đặt khoá", en: "say where to put the key")).into());
        }
    };
    let secret = if no_passphrase { None } else { passphrase(cx)? };
    let comment = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let made = generate_key(&path, &comment, secret.as_ref())?;
    let (shown, fingerprint) = (path.display(), made.fingerprint());
    cx.voice.say(
        &say!(vi: "đã tạo khoá {shown} (giữ kín tệp này)", en: "made the key {shown} (keep this file to yourself)"),
    );
    cx.voice.say(&say!(vi: "dấu vân tay: {fingerprint}", en: "fingerprint: {fingerprint}"));
    if let KeyMaterial::Ssh { line, .. } = &made {
        cx.voice.say(&say!(
            vi: "gửi dòng sau cho người quản trị để ghi vào “khoa” của mình trong baocao.toml:",
            en: "give this line to the administrator for your “khoa” in baocao.toml:"
        ));
        cx.voice.say(&say!(vi: "{line}", en: "{line}"));
    }
    if secret.is_some() {
        cx.voice.say(&say!(
            vi: "mỗi bước ký sẽ hỏi mật khẩu; để chỉ nhập một lần trong ngày, nạp khoá vào ssh-agent: ssh-add {shown}",
            en: "each signed step asks for the passphrase; to type it once a day load the key into ssh-agent: ssh-add {shown}"
        ));
    }
    if cx.home.as_ref().is_some_and(|home| path == home.join(".ssh").join("id_baocao")) {
        cx.voice.say(&say!(
            vi: "từ nay baocao ký bằng khoá này, trừ khi git đã được đặt khoá khác (user.signingkey) hoặc có --key",
            en: "baocao signs with it from now on, unless git is set to another key (user.signingkey) or --key names one"
        ));
    } else {
        cx.voice.say(&say!(
            vi: "để dùng khoá này khi ký: --key {shown}, hoặc git config --global gpg.format ssh và git config --global user.signingkey {shown}",
            en: "to sign with it: --key {shown}, or git config --global gpg.format ssh and git config --global user.signingkey {shown}"
        ));
    }
    Ok(Exit::Done)
}

/// A path without `.` and `..`, as it will be written into git's settings.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn passphrase(cx: &Context<'_>) -> anyhow::Result<Option<Secret>> {
    let once = cx.voice.passphrase(&say!(vi: "Đặt mật khẩu cho khoá", en: "Choose a passphrase for the key"));
    let Some(once) = once else {
        return Err(Usage(say!(
            vi: "không có ai để hỏi mật khẩu; thêm --no-passphrase nếu chấp nhận khoá không mật khẩu",
            en: "there is nobody to ask for a passphrase; add --no-passphrase to do without one"
        ))
        .into());
    };
    if once.is_empty() {
        return Ok(None);
    }
    let twice = cx.voice.passphrase(&say!(vi: "Gõ lại mật khẩu", en: "Type it again")).unwrap_or_default();
    if once != twice {
        return Err(Usage(say!(vi: "hai lần gõ mật khẩu không giống nhau", en: "the two passphrases differ")).into());
    }
    Ok(Some(Secret::new(once)))
}

/// Shows the roster: people with their roles, departments and keys.
pub fn roster(cx: &Context<'_>, format: Format) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let settings = office.settings_or_fault()?;
    match format {
        Format::Json => cx.voice.out(&keys::people_json(&settings.roster)),
        _ => return list(cx, format),
    }
    Ok(Exit::Done)
}

/// Lists the roster's people and keys.
pub fn list(cx: &Context<'_>, format: Format) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let settings = office.settings_or_fault()?;
    cx.voice.out(&match format {
        Format::Json => keys::json(&settings.roster),
        _ => keys::text(&settings.roster, cx.voice.lang(), cx.voice.width()),
    });
    Ok(Exit::Done)
}
