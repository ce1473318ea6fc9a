//! SSH signatures over commits, verified in process.
//!
//! One signature has one spelling: the reader is stricter than `ssh-keygen`, and refuses whatever could be written
//! another way. The format is OpenSSH's PROTOCOL.sshsig, the text that of `armour`.

use crate::store::signing::armour;
use crate::store::signing::armour::Kind;
use baocao_core::domain::{Digest, Fingerprint, Signature};
use baocao_core::say;
use baocao_core::text::Text;
use ed25519_dalek::{Signature as Ed25519Signature, Verifier, VerifyingKey};
use sha2::{Digest as _, Sha256, Sha512};
use ssh_key::public::KeyData;
use ssh_key::{EcdsaCurve, PublicKey};
use std::collections::HashMap;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
/// What git asks signatures to be made for; one made for logging in or for a file is none for a commit.
const NAMESPACE: &[u8] = b"git";
/// The flag a security key sets when it was touched.
const USER_PRESENT: u8 = 1;

/// Whether a text claims to be an SSH signature.
pub(super) fn is_ssh(armored: &str) -> bool {
    armored.starts_with(BEGIN)
}

/// How many keys are kept ready.
const READY: usize = 1024;

/// Ed25519 keys made ready to check with, so that the few people of an office are not unpacked at each of their
/// signatures. No verdict is kept: each signature is checked against its own bytes.
#[derive(Default)]
pub struct ReadyKeys(HashMap<[u8; 32], VerifyingKey>);

impl ReadyKeys {
    /// Which SSH key signed these bytes; anything but an SSH signature is bad.
    pub fn verify(&mut self, payload: &[u8], armored: &str) -> Signature {
        match check(payload, armored, self) {
            Ok(key) => Signature::By(key),
            Err(why) => Signature::Bad(why),
        }
    }

    /// The key; `None` if it is none, or a weak one. Plain verification accepts points of small order, whose constant
    /// signature fits every message; anybody could sign with such a key.
    fn get(&mut self, bytes: &[u8; 32]) -> Option<VerifyingKey> {
        if let Some(key) = self.0.get(bytes) {
            return Some(*key);
        }
        let key = VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak())?;
        if self.0.len() == READY {
            self.0.clear();
        }
        self.0.insert(*bytes, key);
        Some(key)
    }
}

/// Which SSH key signed these bytes.
pub(super) fn verify(payload: &[u8], armored: &str) -> Signature {
    ReadyKeys::default().verify(payload, armored)
}

fn check(payload: &[u8], armored: &str, keys: &mut ReadyKeys) -> Result<Fingerprint, Text> {
    let malformed = || say!(vi: "chữ ký SSH không đúng dạng", en: "the SSH signature is malformed");
    let wrong = || say!(vi: "chữ ký không khớp với nội dung", en: "the signature does not fit the content");
    let bytes = armour::read(Kind::Ssh, armored).ok_or_else(malformed)?;
    let sig = read(&bytes).ok_or_else(malformed)?;
    if sig.namespace != NAMESPACE {
        return Err(say!(vi: "chữ ký SSH không phải để ký git", en: "the SSH signature was not made for git"));
    }
    let data = signed_data(payload, sig.hash, sig.hash_name);
    let key_type = Reader(sig.key).string().ok_or_else(malformed)?;
    match key_type {
        b"ssh-ed25519" => {
            let (key, signature) = ed25519(sig.key, sig.signature).ok_or_else(malformed)?;
            strict(keys.get(key), &data, signature)?;
        }
        b"sk-ssh-ed25519@openssh.com" => {
            let (key, application, signature, flags) = sk_ed25519(sig.key, sig.signature).ok_or_else(malformed)?;
            touched(flags[0])?;
            let mut over = Vec::with_capacity(69);
            over.extend(Sha256::digest(application));
            over.extend(flags);
            over.extend(Sha256::digest(&data));
            strict(keys.get(key), &over, signature)?;
        }
        _ => {
            let key = PublicKey::from_bytes(sig.key).map_err(|_| malformed())?;
            if key.to_bytes().ok().as_deref() != Some(sig.key) {
                return Err(malformed());
            }
            acceptable(key.key_data())?;
            // The crate reads a signature and looks no further; what stands behind it is ours to refuse.
            let hardware = key.key_data().is_sk_ecdsa_p256();
            let flags = whole(sig.signature, hardware).ok_or_else(malformed)?;
            if let Some(flags) = flags {
                touched(flags)?;
            }
            let signature = ssh_key::Signature::try_from(sig.signature).map_err(|_| malformed())?;
            Verifier::verify(key.key_data(), &data, &signature).map_err(|_| wrong())?;
        }
    }
    Ok(Fingerprint(Digest::of(sig.key)))
}

/// `verify_strict` refuses points of small order in the signature, as [`ReadyKeys`] does in the key.
fn strict(key: Option<VerifyingKey>, data: &[u8], signature: &[u8; 64]) -> Result<(), Text> {
    let key = key.ok_or_else(|| say!(vi: "khoá đã ký là khoá yếu", en: "the signing key is a weak one"))?;
    key.verify_strict(data, &Ed25519Signature::from_bytes(signature))
        .map_err(|_| say!(vi: "chữ ký không khớp với nội dung", en: "the signature does not fit the content"))
}

fn touched(flags: u8) -> Result<(), Text> {
    if flags & USER_PRESENT == 0 {
        return Err(
            say!(vi: "khoá bảo mật đã ký mà không ai chạm", en: "the security key signed without being touched"),
        );
    }
    Ok(())
}

fn acceptable(key: &KeyData) -> Result<(), Text> {
    let ok = match key {
        KeyData::Ecdsa(key) => key.curve() == EcdsaCurve::NistP256,
        KeyData::SkEcdsaSha2NistP256(_) => true,
        KeyData::Rsa(key) => key.n.as_positive_bytes().is_some_and(|n| (256..=512).contains(&n.len()) && n[0] >= 0x80),
        _ => false,
    };
    if !ok {
        return Err(say!(
            vi: "khoá đã ký thuộc loại không dùng được",
            en: "the signing key is of a kind that cannot be used"
        ));
    }
    Ok(())
}

/// Reads SSH's wire form.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let n = self.number()?;
        self.take(n as usize)
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha512,
}

struct SshSig<'a> {
    key: &'a [u8],
    namespace: &'a [u8],
    hash: Hash,
    hash_name: &'a [u8],
    signature: &'a [u8],
}

fn read(bytes: &[u8]) -> Option<SshSig<'_>> {
    let mut from = Reader(bytes);
    if from.take(6)? != b"SSHSIG" || from.number()? != 1 {
        return None;
    }
    let (key, namespace, reserved) = (from.string()?, from.string()?, from.string()?);
    let hash_name = from.string()?;
    let hash = match hash_name {
        b"sha512" => Hash::Sha512,
        b"sha256" => Hash::Sha256,
        _ => return None,
    };
    let signature = from.string()?;
    from.end()?;
    reserved.is_empty().then_some(SshSig { key, namespace, hash, hash_name, signature })
}

fn signed_data(payload: &[u8], hash: Hash, hash_name: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(6 + 4 * 4 + 3 + 6 + 64);
    data.extend(b"SSHSIG");
    let mut string = |bytes: &[u8]| {
        data.extend((bytes.len() as u32).to_be_bytes());
        data.extend(bytes);
    };
    string(NAMESPACE);
    string(b"");
    string(hash_name);
    match hash {
        Hash::Sha256 => string(&Sha256::digest(payload)),
        Hash::Sha512 => string(&Sha512::digest(payload)),
    }
    data
}

fn ed25519<'a>(key: &'a [u8], signature: &'a [u8]) -> Option<(&'a [u8; 32], &'a [u8; 64])> {
    let (mut key, mut signature) = (Reader(key), Reader(signature));
    key.string()?;
    let point = key.string()?.try_into().ok()?;
    key.end()?;
    let algorithm = signature.string()?;
    let bytes = signature.string()?.try_into().ok()?;
    signature.end()?;
    (algorithm == b"ssh-ed25519").then_some((point, bytes))
}

/// Whether a signature is whole with nothing behind it; gives a hardware key's flags.
fn whole(signature: &[u8], hardware: bool) -> Option<Option<u8>> {
    let mut from = Reader(signature);
    from.string()?;
    from.string()?;
    let flags = if hardware { Some(from.take(5)?[0]) } else { None };
    from.end()?;
    Some(flags)
}

type SkParts<'a> = (&'a [u8; 32], &'a [u8], &'a [u8; 64], &'a [u8; 5]);

fn sk_ed25519<'a>(key: &'a [u8], signature: &'a [u8]) -> Option<SkParts<'a>> {
    let (mut key, mut signature) = (Reader(key), Reader(signature));
    let name = key.string()?;
    let point = key.string()?.try_into().ok()?;
    let application = key.string()?;
    key.end()?;
    let algorithm = signature.string()?;
    let bytes = signature.string()?.try_into().ok()?;
    let flags = signature.take(5)?.try_into().ok()?;
    signature.end()?;
    (algorithm == name).then_some((point, application, bytes, flags))
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod hardware;
