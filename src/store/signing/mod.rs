//! Keys and signatures: whose key signed, and signing with the user's own. Whether that person may is not asked here.

mod armour;
mod certificates;
mod keyfile;
mod openpgp;
mod sshsig;

pub use keyfile::generate_key;
pub use sshsig::ReadyKeys;

use crate::store::files::Scratch;
use crate::store::program::Environment;
use crate::store::{Fault, Result, files};
use baocao_core::domain::{KeyMaterial, Signature};
use baocao_core::say;
use keyfile::KeyFile;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PrivateKey, PublicKey};
use std::cell::OnceCell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// Long enough to find a token and type a PIN.
const PATIENCE: Duration = Duration::from_secs(180);

/// A passphrase. It is never shown, and is wiped when it is let go.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Secret(Zeroizing::new(text.into_bytes()))
    }

    fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// How often a passphrase may be typed before the command ends.
pub const PASSPHRASE_TRIES: u32 = 3;

/// Asks the person for a passphrase, saying what for and how many were wrong before; `None` if no terminal can be asked.
pub type Ask<'a> = &'a dyn Fn(&str, u32) -> Result<Option<Secret>>;

/// Which key, in the words of git's own settings.
#[derive(Debug, Clone, Default)]
pub struct SignerSettings {
    /// `--key` or `BAOCAO_KEY`; goes before everything else.
    pub key_path: Option<PathBuf>,
    /// `gpg.format`: `ssh`, `openpgp`, `x509`.
    pub format: Option<String>,
    /// `user.signingkey`.
    pub signing_key: Option<String>,
    /// `gpg.program` or `gpg.openpgp.program`, from the user's own settings.
    pub gpg_program: Option<String>,
    /// `gpg.ssh.program`, from the user's own settings.
    pub ssh_program: Option<String>,
    /// `gpg.x509.program`, from the user's own settings.
    pub x509_program: Option<String>,
}

enum Method {
    /// An OpenSSH file of a kind we sign with ourselves.
    InProcess { locked: Box<PrivateKey>, path: PathBuf },
    /// Through `ssh-keygen`: RSA, hardware keys, tokens, agents.
    Keygen { file: PathBuf, agent: bool, _scratch: Option<Scratch> },
    /// Through `gpg`.
    OpenPgp { key: String },
    /// Through `gpgsm`.
    X509 { key: String },
}

/// The user's own key, found and not yet unlocked.
pub struct Signer {
    method: Method,
    settings: SignerSettings,
    env: Environment,
    public: Option<PublicKey>,
    unlocked: OnceCell<PrivateKey>,
}

impl Signer {
    /// Finds the key that git would use, or the one that was named. Nothing is asked and nothing is unlocked.
    pub fn find(settings: SignerSettings, env: &Environment) -> Result<Signer> {
        let signer = |method, public| Signer {
            method,
            settings: settings.clone(),
            env: env.clone(),
            public,
            unlocked: OnceCell::new(),
        };
        let format = settings.format.as_deref().unwrap_or("openpgp").to_ascii_lowercase();
        let name = settings.signing_key.clone().unwrap_or_default();
        if let Some(path) = &settings.key_path {
            let (method, public) = from_file(&expand(path, env), env)?;
            return Ok(signer(method, Some(public)));
        }
        match format.as_str() {
            "ssh" => {
                let (method, public) = match name.strip_prefix("key::").or(name.starts_with("ssh-").then_some(&name)) {
                    Some(line) => from_line(line)?,
                    None if !name.is_empty() => from_file(&expand(Path::new(&name), env), env)?,
                    None => return Err(no_key()),
                };
                Ok(signer(method, Some(public)))
            }
            "openpgp" if !name.is_empty() => Ok(signer(Method::OpenPgp { key: name }, None)),
            "x509" if !name.is_empty() => Ok(signer(Method::X509 { key: name }, None)),
            "openpgp" | "x509" => Err(no_key()),
            other => {
                Err(Fault::new(say!(vi: "không hiểu gpg.format = “{other}”", en: "gpg.format = “{other}” is unknown"))
                    .cure(say!(vi: "chạy: git config gpg.format ssh", en: "run: git config gpg.format ssh")))
            }
        }
    }

    /// The public half.
    pub fn material(&self) -> Result<KeyMaterial> {
        match (&self.public, &self.method) {
            (Some(public), _) => keyfile::material(public),
            (None, Method::X509 { key }) => {
                let certificate = certificates::export_x509(&self.env, self.settings.x509_program.as_deref(), key)?;
                Ok(KeyMaterial::X509 { certificate })
            }
            (None, Method::OpenPgp { key }) => {
                let certificate = certificates::export_openpgp(&self.env, self.settings.gpg_program.as_deref(), key)?;
                Ok(KeyMaterial::OpenPgp { certificate })
            }
            (None, _) => Err(no_key()),
        }
    }

    /// The public half, where it is an SSH key that is known without starting a program.
    pub fn ssh_material(&self) -> Option<KeyMaterial> {
        keyfile::material(self.public.as_ref()?).ok()
    }

    /// Which of some keys is this one. One OpenPGP or X.509 certificate can be written in many ways, so that its
    /// text alone does not tell.
    pub fn among<'a>(&self, keys: impl IntoIterator<Item = &'a KeyMaterial>) -> Result<Option<&'a KeyMaterial>> {
        let mine = self.material()?;
        let mut keys = keys.into_iter();
        match &mine {
            KeyMaterial::Ssh { .. } => Ok(keys.find(|key| key.fingerprint() == mine.fingerprint())),
            _ => {
                let wanted = certificates::primary(&self.env, &mine)?;
                for key in keys.filter(|key| std::mem::discriminant(*key) == std::mem::discriminant(&mine)) {
                    if certificates::primary(&self.env, key)? == wanted {
                        return Ok(Some(key));
                    }
                }
                Ok(None)
            }
        }
    }

    /// Unlocks the key now, asking for its passphrase up to [`PASSPHRASE_TRIES`] times.
    ///
    /// # Errors
    /// No passphrase was right, or there is no terminal to ask at.
    pub fn unlock(&self, ask: Ask<'_>) -> Result<()> {
        let Method::InProcess { locked, path } = &self.method else { return Ok(()) };
        if self.unlocked.get().is_some() {
            return Ok(());
        }
        let key = if locked.is_encrypted() {
            typed(locked, &path.display().to_string(), ask)?
        } else {
            PrivateKey::clone(locked)
        };
        // Set at most once: this is the only place, and it was empty above.
        let _ = self.unlocked.set(key);
        Ok(())
    }

    /// Signs a commit's bytes; gives the armored signature.
    pub fn sign(&self, payload: &[u8]) -> Result<String> {
        let armored = match &self.method {
            Method::InProcess { .. } => {
                self.unlock(&|_, _| Ok(None))?;
                let key = self.unlocked.get().ok_or_else(no_key)?;
                let signed = key.sign("git", HashAlg::Sha512, payload).and_then(|sig| sig.to_pem(LineEnding::LF));
                signed.map_err(|e| Fault::because(say!(vi: "không ký được", en: "cannot sign"), e))?
            }
            Method::Keygen { file, agent, .. } => self.keygen(file, *agent, payload)?,
            Method::OpenPgp { key } => {
                certificates::sign(&self.env, self.settings.gpg_program.as_deref().unwrap_or("gpg"), key, payload)?
            }
            Method::X509 { key } => {
                certificates::sign(&self.env, self.settings.x509_program.as_deref().unwrap_or("gpgsm"), key, payload)?
            }
        };
        // Whatever a program's lines and headers are, one signature has one spelling.
        let tidied = armour::tidied(&armored)
            .ok_or_else(|| Fault::new(say!(vi: "chữ ký không đúng dạng", en: "the signature is malformed")))?;
        Ok(tidied.trim_end().to_string())
    }

    fn keygen(&self, file: &Path, agent: bool, payload: &[u8]) -> Result<String> {
        let program = self.env.program(self.settings.ssh_program.as_deref().unwrap_or("ssh-keygen"))?;
        let mut args: Vec<&OsStr> = ["-Y", "sign", "-n", "git", "-f"].map(OsStr::new).to_vec();
        args.push(file.as_os_str());
        if agent {
            args.push(OsStr::new("-U"));
        }
        let output = program.run(&args, payload, PATIENCE)?;
        let armored = String::from_utf8_lossy(&output.stdout).replace('\r', "");
        if !output.ok || !sshsig::is_ssh(&armored) {
            let text = say!(vi: "ssh-keygen không ký được", en: "ssh-keygen could not sign");
            return Err(Fault::because(text, output.complaint()).cure(say!(
                vi: "cắm thẻ (token) hoặc nạp khoá vào ssh-agent: ssh-add",
                en: "plug in the token, or load the key into ssh-agent: ssh-add"
            )));
        }
        Ok(armored)
    }
}

/// The key unlocked with a passphrase that is asked for.
fn typed(locked: &PrivateKey, path: &str, ask: Ask<'_>) -> Result<PrivateKey> {
    let agent =
        || say!(vi: "nạp khoá vào ssh-agent: ssh-add {path}", en: "load the key into ssh-agent: ssh-add {path}");
    for wrong in 0..PASSPHRASE_TRIES {
        let Some(secret) = ask(path, wrong)? else {
            let why = say!(
                vi: "khoá “{path}” có mật khẩu mà không hỏi được ai",
                en: "the key “{path}” has a passphrase and there is nobody to ask"
            );
            return Err(Fault::new(why).cure(agent()));
        };
        if let Some(key) = keyfile::unlock(locked, &secret) {
            return Ok(key);
        }
    }
    Err(Fault::new(say!(
        vi: "mật khẩu của khoá không đúng sau {PASSPHRASE_TRIES} lần nhập",
        en: "the key's passphrase was wrong {PASSPHRASE_TRIES} times"
    ))
    .cure(say!(
        vi: "chạy lại lệnh; để không phải nhập mật khẩu mỗi lần, nạp khoá vào ssh-agent: ssh-add {path}",
        en: "run this again; to type it once for many commands load the key into ssh-agent: ssh-add {path}"
    )))
}

fn no_key() -> Fault {
    Fault::new(say!(vi: "chưa có khoá để ký", en: "there is no key to sign with")).cure(say!(
        vi: "tạo khoá bằng `baocao key new`, hoặc chỉ khoá sẵn có: --key TỆP, git config user.signingkey",
        en: "make one with `baocao key new`, or name one: --key FILE, git config user.signingkey"
    ))
}

fn expand(path: &Path, env: &Environment) -> PathBuf {
    match (path.strip_prefix("~"), env.home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_path_buf(),
    }
}

/// Whether we sign with such a key ourselves. RSA signing takes a time that depends on the key (RUSTSEC-2023-0071),
/// and the library's is broken; hardware keys need their own programs.
fn in_process(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::Ed25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 })
}

fn from_file(path: &Path, env: &Environment) -> Result<(Method, PublicKey)> {
    match keyfile::read(path)? {
        KeyFile::Private(key) => {
            let public = key.public_key().clone();
            Ok((with_private(*key, path, env), public))
        }
        KeyFile::Public(public) => {
            let beside = path.with_extension("");
            let private = if beside != path && files::is_file(&beside) { keyfile::read(&beside).ok() } else { None };
            match private {
                Some(KeyFile::Private(key)) if key.public_key().key_data() == public.key_data() => {
                    Ok((with_private(*key, &beside, env), public))
                }
                _ => Ok((Method::Keygen { file: path.to_path_buf(), agent: true, _scratch: None }, public)),
            }
        }
        KeyFile::Other => {
            let public = keyfile::public_beside(path);
            match files::is_file(&public).then(|| keyfile::read(&public)).transpose()? {
                Some(KeyFile::Public(public)) => {
                    Ok((Method::Keygen { file: path.to_path_buf(), agent: false, _scratch: None }, public))
                }
                _ => Err(Fault::new(say!(
                    vi: "“{}” không phải là tệp khoá OpenSSH",
                    en: "“{}” is no OpenSSH key file",
                    path.display()
                ))
                .cure(say!(
                    vi: "đổi khoá sang dạng OpenSSH: ssh-keygen -p -f TỆP, hoặc để tệp .pub bên cạnh",
                    en: "convert the key: ssh-keygen -p -f FILE, or put its .pub beside it"
                ))),
            }
        }
    }
}

fn with_private(key: PrivateKey, path: &Path, env: &Environment) -> Method {
    if !in_process(&key.algorithm()) {
        return Method::Keygen { file: path.to_path_buf(), agent: false, _scratch: None };
    }
    let public = keyfile::public_beside(path);
    if key.is_encrypted() && files::is_file(&public) && agent_holds(&key, env) {
        return Method::Keygen { file: public, agent: true, _scratch: None };
    }
    Method::InProcess { locked: Box::new(key), path: path.to_path_buf() }
}

/// Whether the user's agent has the key unlocked already, so that nobody need type anything.
fn agent_holds(key: &PrivateKey, env: &Environment) -> bool {
    let Ok(line) = key.public_key().to_openssh() else { return false };
    let wanted: Vec<&str> = line.split(' ').take(2).collect();
    if env.get("SSH_AUTH_SOCK").is_none() {
        return false;
    }
    let listed = env.program("ssh-add").and_then(|add| add.run(&["-L".as_ref()], b"", Duration::from_secs(20)));
    listed.is_ok_and(|output| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().any(|line| line.split(' ').take(2).eq(wanted.iter().copied()))
    })
}

fn from_line(line: &str) -> Result<(Method, PublicKey)> {
    let bad =
        |e| Fault::because(say!(vi: "khoá trong user.signingkey hỏng", en: "the key in user.signingkey is broken"), e);
    let public = PublicKey::from_openssh(line.trim()).map_err(bad)?;
    let scratch = Scratch::new()?;
    let file = scratch.write("key.pub", format!("{}\n", line.trim()).as_bytes())?;
    Ok((Method::Keygen { file, agent: true, _scratch: Some(scratch) }, public))
}

/// Answers whose key signed. SSH in process; OpenPGP and X.509 through the user's programs, which see nothing but the
/// roster's certificates.
pub struct Verifier {
    env: Environment,
    homes: certificates::Homes,
}

impl Verifier {
    /// A verifier that may run programs found in these surroundings, for OpenPGP and X.509 only.
    pub fn new(env: &Environment) -> Self {
        Verifier { env: env.clone(), homes: certificates::Homes::default() }
    }

    /// Which key signed these bytes. The keys are those of the roster that decides; an SSH signature names its own.
    pub fn verify(&self, payload: &[u8], armored: &str, roster_keys: &[KeyMaterial]) -> Signature {
        if sshsig::is_ssh(armored) {
            return sshsig::verify(payload, armored);
        }
        self.homes.verify(&self.env, payload, armored, roster_keys)
    }
}

/// Whether an armored signature is an SSH signature, which is judged in process.
pub fn is_ssh(armored: &str) -> bool {
    sshsig::is_ssh(armored)
}

/// Which SSH key signed these bytes; anything but an SSH signature is bad. Whoever checks many keeps [`ReadyKeys`].
pub fn verify_ssh(payload: &[u8], armored: &str) -> Signature {
    sshsig::verify(payload, armored)
}

#[cfg(test)]
mod tests;
