//! OpenPGP and X.509 signatures, through `gpg` and `gpgsm`.
//!
//! For verifying, the programs work in an empty home that holds the roster's certificates and nothing else: no key
//! of the user's, no trust, no network. They say which certificate made the signature; whether it was in force, and
//! on which day, the roster says.

use crate::store::files::Scratch;
use crate::store::program::{Environment, Output};
use crate::store::signing::armour::Kind;
use crate::store::signing::{armour, openpgp};
use crate::store::{Fault, Result};
use baocao_core::domain::{Digest, Fingerprint, KeyMaterial, Signature};
use baocao_core::say;
use baocao_core::text::Text;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::rc::Rc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(180);
/// How far the signature's own clock may stand from the commit's: 10 minutes. git never compares the two.
const DRIFT: i64 = 600;
/// SHA-256, SHA-384, SHA-512 and SHA-224 by OpenPGP's numbers; anything older can be forged.
const HASHES: [&str; 4] = ["8", "9", "10", "11"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    OpenPgp,
    X509,
}

impl Format {
    fn program(self) -> &'static str {
        if self == Format::OpenPgp { "gpg" } else { "gpgsm" }
    }

    fn of(material: &KeyMaterial) -> Option<(Format, &str)> {
        match material {
            KeyMaterial::OpenPgp { certificate } => Some((Format::OpenPgp, certificate)),
            KeyMaterial::X509 { certificate } => Some((Format::X509, certificate)),
            KeyMaterial::Ssh { .. } => None,
        }
    }
}

struct Home {
    scratch: Scratch,
    /// What the program calls each certificate, and what the roster calls it.
    names: BTreeMap<String, Fingerprint>,
}

/// Homes already made, by the certificates in them.
#[derive(Default)]
pub(super) struct Homes(RefCell<BTreeMap<Digest, Rc<Home>>>);

impl Homes {
    pub(super) fn verify(&self, env: &Environment, payload: &[u8], armored: &str, keys: &[KeyMaterial]) -> Signature {
        let (format, kind) = match Kind::of(armored) {
            Some(Kind::OpenPgp) => (Format::OpenPgp, Kind::OpenPgp),
            Some(Kind::X509) => (Format::X509, Kind::X509),
            Some(Kind::Ssh) | None => {
                return Signature::Bad(
                    say!(vi: "chữ ký thuộc loại không biết", en: "the signature is of an unknown kind"),
                );
            }
        };
        let plain =
            armour::read(kind, armored).is_some_and(|bytes| kind == Kind::X509 || openpgp::is_plain(&bytes, payload));
        if !plain {
            return Signature::Bad(say!(
                vi: "chữ ký không viết đúng như gpg, gpgsm vẫn viết (dòng 64 ký tự, không dòng tiêu đề Version, Comment)",
                en: "the signature is not spelt as gpg and gpgsm spell it (lines of 64 characters, no Version or Comment header)"
            ));
        }
        let keys: Vec<&str> = keys.iter().filter_map(Format::of).filter(|k| k.0 == format).map(|k| k.1).collect();
        if keys.is_empty() {
            return Signature::Bad(stranger());
        }
        let checked = self.home(env, format, &keys).and_then(|home| check(env, format, &home, payload, armored));
        checked.unwrap_or_else(|fault| Signature::Unknown(fault.text))
    }

    fn home(&self, env: &Environment, format: Format, keys: &[&str]) -> Result<Rc<Home>> {
        let id = Digest::of(format!("{}\0{}", format.program(), keys.join("\0")).as_bytes());
        if let Some(home) = self.0.borrow().get(&id) {
            return Ok(home.clone());
        }
        let scratch = Scratch::new()?;
        let mut names = BTreeMap::new();
        for certificate in keys {
            if let Some(name) = import(env, format, &scratch, certificate)? {
                names.insert(name, Fingerprint(Digest::of(certificate.trim().as_bytes())));
            }
        }
        let home = Rc::new(Home { scratch, names });
        self.0.borrow_mut().insert(id, home.clone());
        Ok(home)
    }
}

fn stranger() -> Text {
    say!(vi: "khoá đã ký không có trong danh sách", en: "the signing key is not in the roster")
}

fn run(env: &Environment, format: Format, home: &Scratch, args: &[&OsStr], input: &[u8]) -> Result<Output> {
    let mut all: Vec<&OsStr> = vec!["--homedir".as_ref(), home.path().as_os_str()];
    all.extend(["--batch", "--no-tty", "--no-options", "--no-autostart", "--status-fd", "1"].map(OsStr::new));
    match format {
        Format::OpenPgp => all.extend(["--trust-model", "always", "--no-auto-key-retrieve"].map(OsStr::new)),
        Format::X509 => all.extend(["--disable-dirmngr", "--disable-crl-checks"].map(OsStr::new)),
    }
    all.extend(args);
    // In the user's own language the words would be others; only the status lines are read.
    env.program(format.program())?.with("LC_ALL", "C").run(&all, input, LIMIT)
}

fn status(output: &Output) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| line.strip_prefix("[GNUPG:] "));
    lines.map(|line| line.split(' ').map(str::to_string).collect()).collect()
}

/// Takes a certificate into a home; gives what the program calls it, if it is exactly one.
fn import(env: &Environment, format: Format, home: &Scratch, certificate: &str) -> Result<Option<String>> {
    let output = run(env, format, home, &["--import".as_ref()], certificate.trim().as_bytes())?;
    let status = status(&output);
    let mut names: Vec<&String> =
        status.iter().filter(|words| words[0] == "IMPORT_OK").filter_map(|words| words.get(2)).collect();
    names.dedup();
    match names.as_slice() {
        [only] => Ok(Some((*only).clone())),
        _ => Ok(None),
    }
}

fn check(env: &Environment, format: Format, home: &Home, payload: &[u8], armored: &str) -> Result<Signature> {
    let signature = Scratch::new()?;
    let file = signature.write("signature", format!("{}\n", armored.trim_end()).as_bytes())?;
    let args: [&OsStr; 3] = ["--verify".as_ref(), file.as_os_str(), "-".as_ref()];
    let output = run(env, format, &home.scratch, &args, payload)?;
    Ok(judge(&status(&output), format, home, payload))
}

fn judge(status: &[Vec<String>], format: Format, home: &Home, payload: &[u8]) -> Signature {
    let bad = |text| Signature::Bad(text);
    let count = |word: &str| status.iter().filter(|words| words[0] == word).count();
    if count("NO_PUBKEY") > 0 {
        return bad(stranger());
    }
    if count("BADSIG") + count("ERRSIG") + count("REVKEYSIG") > 0 || count("NEWSIG") != 1 || count("VALIDSIG") != 1 {
        return bad(say!(vi: "chữ ký không khớp với nội dung", en: "the signature does not fit the content"));
    }
    // After the word: certificate, day, time, end, version, reserved, algorithm, digest, class, primary certificate.
    let Some(valid) = status.iter().find(|words| words[0] == "VALIDSIG").filter(|words| words.len() >= 10) else {
        return bad(say!(vi: "chữ ký không đúng dạng", en: "the signature is malformed"));
    };
    if !HASHES.contains(&valid[8].as_str()) || valid[9] != "00" {
        return bad(say!(vi: "chữ ký dùng hàm băm đã lỗi thời", en: "the signature uses an outdated digest"));
    }
    if format == Format::OpenPgp {
        let near =
            valid[3].parse::<i64>().ok().zip(committed(payload)).is_some_and(|(a, b)| a.abs_diff(b) <= DRIFT as u64);
        if !near {
            return bad(say!(
                vi: "giờ trong chữ ký khác giờ của bước quá 10 phút",
                en: "the signature's time and the step's differ by more than 10 minutes"
            ));
        }
    }
    let name = valid.get(10).unwrap_or(&valid[1]);
    home.names.get(name).map_or_else(|| bad(stranger()), |key| Signature::By(*key))
}

/// When the commit says it was made.
fn committed(payload: &[u8]) -> Option<i64> {
    let head = payload.split(|b| *b == b'\n').take_while(|line| !line.is_empty());
    let line = head.filter(|line| line.starts_with(b"committer ")).last()?;
    std::str::from_utf8(line).ok()?.rsplit(' ').nth(1)?.parse().ok()
}

/// What the program calls a certificate of the roster.
pub(super) fn primary(env: &Environment, material: &KeyMaterial) -> Result<Option<String>> {
    match Format::of(material) {
        Some((format, certificate)) => import(env, format, &Scratch::new()?, certificate),
        None => Ok(None),
    }
}

/// A key's name as the program may be given it. It can come from the folder's own `.git/config`, which whoever brought
/// the folder wrote: `--options=FILE` is no name of a key.
fn named(key: &str) -> Result<&str> {
    let key = key.trim();
    if key.starts_with(['-', '|', '@']) || key.is_empty() || key.chars().any(char::is_control) {
        let shown = baocao_core::text::visible(key);
        return Err(Fault::new(say!(
            vi: "user.signingkey “{shown}” không phải tên một khoá",
            en: "user.signingkey “{shown}” is no name of a key"
        ))
        .cure(say!(
            vi: "xem lại cấu hình của thư mục này: git config --show-origin user.signingkey",
            en: "look at this folder's configuration: git config --show-origin user.signingkey"
        )));
    }
    Ok(key)
}

/// Signs as git does. PINs and passphrases are asked for by the program's own window.
pub(super) fn sign(env: &Environment, program: &str, key: &str, payload: &[u8]) -> Result<String> {
    // One word with its option, so that nothing in it can be an option of its own.
    let user = format!("--local-user={}", named(key)?);
    let args = ["--status-fd=2", "-bsa", &user].map(OsStr::new);
    let output = env.program(program)?.run(&args, payload, PATIENCE)?;
    if !output.ok || !output.complaint().contains("[GNUPG:] SIG_CREATED ") {
        let complaint = output.complaint();
        let words: Vec<&str> = complaint.lines().filter(|line| !line.starts_with("[GNUPG:]")).collect();
        return Err(Fault::because(
            say!(vi: "“{program}” không ký được", en: "“{program}” could not sign"),
            words.join("; "),
        ));
    }
    String::from_utf8(output.stdout)
        .map_err(|e| Fault::because(say!(vi: "chữ ký không đúng dạng", en: "the signature is malformed"), e))
}

pub(super) fn export_openpgp(env: &Environment, program: Option<&str>, key: &str) -> Result<String> {
    let args = ["--batch", "--armor", "--no-emit-version", "--export-options", "export-minimal", "--export", "--"];
    export(env, program.unwrap_or("gpg"), &[&args[..], &[named(key)?]].concat())
}

pub(super) fn export_x509(env: &Environment, program: Option<&str>, key: &str) -> Result<String> {
    let text = export(env, program.unwrap_or("gpgsm"), &["--batch", "--armor", "--export", "--", named(key)?])?;
    // gpgsm writes the names before the certificate; the roster keeps the certificate.
    let begin = text.find("-----BEGIN CERTIFICATE-----").unwrap_or(0);
    Ok(text[begin..].to_string())
}

fn export(env: &Environment, program: &str, args: &[&str]) -> Result<String> {
    let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
    let output = env.program(program)?.run(&args, b"", LIMIT)?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_string();
    if !output.ok || text.is_empty() {
        return Err(Fault::because(
            say!(vi: "“{program}” không có khoá trong user.signingkey", en: "“{program}” has no such key as user.signingkey"),
            output.complaint(),
        ));
    }
    Ok(text)
}
