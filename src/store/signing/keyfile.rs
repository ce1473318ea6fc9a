//! Private keys in OpenSSH files.

use crate::store::signing::Secret;
use crate::store::{Fault, Result, files};
use baocao_core::domain::KeyMaterial;
use baocao_core::say;
use ssh_key::rand_core::OsRng;
use ssh_key::{Algorithm, LineEnding, PrivateKey, PublicKey};
use std::path::{Path, PathBuf};

/// What a file turned out to hold.
pub(super) enum KeyFile {
    /// A private key in OpenSSH's own format; its public half can be read even when it is locked.
    Private(Box<PrivateKey>),
    /// A public key.
    Public(PublicKey),
    /// Something else, such as an old PEM key, which `ssh-keygen` may know.
    Other,
}

pub(super) fn read(path: &Path) -> Result<KeyFile> {
    let shown = path.display();
    let bytes = files::read_outside(path)?.ok_or_else(|| {
        Fault::new(say!(vi: "không thấy tệp khoá “{shown}”", en: "the key file “{shown}” is not there")).cure(
            say!(vi: "kiểm tra --key hoặc git config user.signingkey", en: "check --key or git config user.signingkey"),
        )
    })?;
    if let Ok(key) = PrivateKey::from_openssh(&bytes) {
        return Ok(KeyFile::Private(Box::new(key)));
    }
    let line = std::str::from_utf8(&bytes).ok().and_then(|text| PublicKey::from_openssh(text.trim()).ok());
    Ok(line.map_or(KeyFile::Other, KeyFile::Public))
}

/// `id.pub` beside `id`.
pub(super) fn public_beside(private: &Path) -> PathBuf {
    let mut name = private.as_os_str().to_os_string();
    name.push(".pub");
    PathBuf::from(name)
}

pub(super) fn material(key: &PublicKey) -> Result<KeyMaterial> {
    let broken = |e: ssh_key::Error| Fault::because(say!(vi: "khoá công khai hỏng", en: "the public key is broken"), e);
    let mut plain = key.clone();
    plain.set_comment("");
    Ok(KeyMaterial::Ssh {
        algorithm: key.algorithm().to_string(),
        blob: key.to_bytes().map_err(broken)?,
        line: plain.to_openssh().map_err(broken)?.trim().to_string(),
    })
}

/// The key unlocked; `None` where the passphrase is wrong.
pub(super) fn unlock(key: &PrivateKey, secret: &Secret) -> Option<PrivateKey> {
    key.decrypt(secret.as_bytes()).ok()
}

/// Makes a new ed25519 key: the private file, which only its owner can read, and `.pub` beside it. Never writes over
/// an existing file. Gives the public half.
pub fn generate_key(path: &Path, comment: &str, passphrase: Option<&Secret>) -> Result<KeyMaterial> {
    let doing = || say!(vi: "không tạo được khoá “{}”", en: "cannot make the key “{}”", path.display());
    let failed = |e: ssh_key::Error| Fault::because(doing(), e);
    let public_path = public_beside(path);
    for taken in [path, &public_path] {
        if files::exists(taken) {
            let taken = taken.display();
            return Err(Fault::new(say!(vi: "“{taken}” đã có, không ghi đè", en: "“{taken}” exists and is kept"))
                .cure(say!(
                    vi: "dùng tiếp khoá ấy; muốn thay thì tạo tệp khác rồi chạy `baocao roster rotate TỆP-MỚI`; quên mật khẩu thì gửi khoá công khai mới cho người quản trị",
                    en: "go on with that key; to replace it make another file and run `baocao roster rotate NEW-FILE`; if its passphrase is lost give the new public key to the administrator"
                )));
        }
    }
    let mut key = PrivateKey::random(&mut OsRng, Algorithm::Ed25519).map_err(failed)?;
    key.set_comment(comment.replace(['\n', '\r'], " "));
    let public = key.public_key().clone();
    if let Some(passphrase) = passphrase {
        key = key.encrypt(&mut OsRng, passphrase.as_bytes()).map_err(failed)?;
    }
    let private = key.to_openssh(LineEnding::LF).map_err(failed)?;
    if !files::create_outside(path, private.as_bytes(), true)? {
        return Err(Fault::new(doing()));
    }
    let line = format!("{}\n", public.to_openssh().map_err(failed)?.trim());
    files::create_outside(&public_path, line.as_bytes(), false)?;
    material(&public)
}
