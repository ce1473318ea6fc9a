//! Public keys as people paste them into `baocao.toml`.

use crate::domain::KeyMaterial;
use crate::say;
use crate::text::Text;
use ssh_key::public::KeyData;
use ssh_key::{EcdsaCurve, PublicKey};

/// RSA moduli from 2048 bits, the least that is still trusted, to 4096, the most that is verified in process.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

/// Reads one line of OpenSSH public key, `ssh-ed25519 AAAA… comment`.
///
/// Refused, each with its reason: private keys pasted by mistake, keys too weak to prove anything, kinds that cannot
/// be verified. A key that got in here may sign for a person, so that the strictness of the reader is the office's.
pub(crate) fn parse_ssh_public(line: &str) -> Result<KeyMaterial, Text> {
    let line = line.trim();
    if line.contains("PRIVATE KEY") {
        return Err(say!(
            vi: "đây là khoá bí mật; chỉ dán khoá công khai (tệp .pub), và thay ngay khoá này vì đã lộ",
            en: "this is a private key; paste the public one (the .pub file), and replace this key, which is now known"
        ));
    }
    if line.contains(['\n', '\r', '\0']) {
        return Err(say!(vi: "khoá SSH phải nằm trên một dòng", en: "an SSH key stands on one line"));
    }
    let name = line.split(' ').next().unwrap_or("");
    let known = ["ssh-", "ecdsa-", "sk-"].iter().any(|start| name.starts_with(start));
    if !known || name.contains("-cert-") {
        return Err(say!(
            vi: "không phải dòng khoá công khai SSH (“ssh-ed25519 AAAA…”)",
            en: "this is no line of SSH public key (“ssh-ed25519 AAAA…”)"
        ));
    }
    let broken = || say!(vi: "khoá SSH bị hỏng hoặc chép thiếu", en: "the SSH key is broken or was copied in part");
    let mut key = PublicKey::from_openssh(line).map_err(|_| broken())?;
    key.set_comment("");
    let blob = key.to_bytes().map_err(|_| broken())?;
    let plain = key.to_openssh().map_err(|_| broken())?.trim().to_string();
    // One key, one spelling: two spellings of one key would be two keys to the roster.
    if !line.starts_with(&plain) {
        return Err(broken());
    }
    strong(key.key_data())?;
    Ok(KeyMaterial::Ssh { algorithm: name.to_string(), blob, line: plain })
}

fn strong(key: &KeyData) -> Result<(), Text> {
    match key {
        KeyData::Ed25519(key) => point(&key.0),
        KeyData::SkEd25519(key) => point(&key.public_key().0),
        KeyData::SkEcdsaSha2NistP256(_) => Ok(()),
        KeyData::Ecdsa(key) if key.curve() == EcdsaCurve::NistP256 => Ok(()),
        KeyData::Rsa(key) => match key.n.as_positive_bytes() {
            Some(n) if RSA_BYTES.contains(&n.len()) && n[0] >= 0x80 => Ok(()),
            _ => Err(say!(
                vi: "khoá RSA phải từ 2048 đến 4096 bit; nên tạo khoá mới: `baocao key new`",
                en: "an RSA key must have 2048 to 4096 bits; better make a new key: `baocao key new`"
            )),
        },
        other => {
            let name = other.algorithm().to_string();
            Err(say!(
                vi: "loại khoá “{name}” không dùng được; hãy dùng ed25519: `baocao key new`",
                en: "keys of the kind “{name}” cannot be used; use ed25519: `baocao key new`"
            ))
        }
    }
}

/// Points of small order sign everything: with such a key in the roster anybody could sign as its owner.
fn point(bytes: &[u8; 32]) -> Result<(), Text> {
    match ed25519_dalek::VerifyingKey::from_bytes(bytes) {
        Ok(key) if !key.is_weak() => Ok(()),
        _ => Err(say!(
            vi: "khoá ed25519 này là khoá yếu, ai cũng ký thay được",
            en: "this ed25519 key is a weak one with which anybody could sign"
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::format::keys::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn a_key_is_read_with_and_without_its_comment() {
        let plain = parse_ssh_public(ED25519).expect("a good key");
        assert_eq!(parse_ssh_public(&format!(" {ED25519} Trần Thị A\n")).as_ref(), Ok(&plain));
        let KeyMaterial::Ssh { algorithm, line, .. } = plain else { panic!("an SSH key") };
        assert_eq!((algorithm.as_str(), line.as_str()), ("ssh-ed25519", ED25519));
    }

    #[test]
    fn what_proves_nothing_is_refused() {
        // The identity point, and another point of small order.
        let identity = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let zero = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for weak in [identity, zero] {
            assert!(parse_ssh_public(weak).is_err_and(|e| e.vi.contains("khoá yếu")), "{weak}");
        }
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA";
        assert!(parse_ssh_public(private).is_err_and(|e| e.vi.contains("khoá bí mật")));
        for wrong in ["", "hello", "ssh-ed25519", "ssh-ed25519 AAAA", &ED25519[..60], "ssh-dss AAAA", "-----BEGIN PGP"]
        {
            assert!(parse_ssh_public(wrong).is_err(), "{wrong}");
        }
        let other_name = ED25519.replacen("ssh-ed25519", "ssh-rsa", 1);
        assert!(parse_ssh_public(&other_name).is_err());
    }
}
