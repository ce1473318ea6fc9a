//! The reader and its one spelling.

use crate::store::signing::sshsig::*;
use ssh_key::{HashAlg, LineEnding, PrivateKey};

pub(super) fn key(algorithm: ssh_key::Algorithm) -> PrivateKey {
    PrivateKey::random(&mut ssh_key::rand_core::OsRng, algorithm).expect("a key")
}

fn armored(key: &PrivateKey, namespace: &str, payload: &[u8]) -> String {
    key.sign(namespace, HashAlg::Sha512, payload).unwrap().to_pem(LineEnding::LF).unwrap()
}

pub(super) fn encode(bytes: &[u8]) -> String {
    armour::write(Kind::Ssh, bytes).trim_end().to_string()
}

pub(super) fn string(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

pub(super) fn sshsig(key: &[u8], signature: &[u8]) -> String {
    let head = [b"SSHSIG".as_slice(), &1u32.to_be_bytes()].concat();
    encode(&[head, string(key), string(b"git"), string(b""), string(b"sha512"), string(signature)].concat())
}

#[test]
fn honest_signatures_name_their_key() {
    for algorithm in [ssh_key::Algorithm::Ed25519, ssh_key::Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }] {
        let key = key(algorithm);
        let by = Signature::By(Fingerprint(Digest::of(&key.public_key().to_bytes().unwrap())));
        let text = armored(&key, "git", b"tree");
        assert_eq!(verify(b"tree", &text), by);
        assert_eq!(verify(b"tree", text.trim_end()), by);
        assert!(matches!(verify(b"tred", &text), Signature::Bad(_)));
        for namespace in ["file", "git ", "ssh"] {
            assert!(matches!(verify(b"tree", &armored(&key, namespace, b"tree")), Signature::Bad(_)));
        }
    }
}

#[test]
fn no_flipped_bit_and_no_other_spelling_passes() {
    let key = key(ssh_key::Algorithm::Ed25519);
    let text = armored(&key, "git", b"tree");
    let by = verify(b"tree", &text);
    let bytes = armour::read(Kind::Ssh, &text).unwrap();
    assert_eq!(verify(b"tree", &encode(&bytes)), by);
    for at in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        assert_ne!(verify(b"tree", &encode(&flipped)), by, "bit {at}");
    }
    for end in 0..bytes.len() {
        assert!(matches!(verify(b"tree", &encode(&bytes[..end])), Signature::Bad(_)));
    }
    let longer = encode(&[bytes.as_slice(), b"\0"].concat());
    let spellings = [
        longer,
        text.replace('\n', "\r\n"),
        format!("\n{text}"),
        format!("{text}\n"),
        format!("{text} "),
        text.replacen('\n', "\n\n", 1),
        text.replacen("\nU", "\n U", 1),
        text.replace("SSH SIGNATURE", "PGP SIGNATURE"),
        rewrapped(&text, 64),
        rewrapped(&text, 76),
        rewrapped(&text, 10_000),
    ];
    for other in spellings {
        assert!(matches!(verify(b"tree", &other), Signature::Bad(_)), "{other}");
    }
}

/// The same signature in lines of another width.
fn rewrapped(text: &str, width: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let body = lines[1..lines.len() - 1].concat();
    let body: Vec<&str> = body.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("{}\n{}\n{}\n", lines[0], body.join("\n"), lines[lines.len() - 1])
}

#[test]
fn a_key_that_needs_no_private_key_is_refused() {
    // The identity point as key, and the constant signature that fits every message under plain verification.
    let mut point = [0; 32];
    point[0] = 1;
    let mut constant = [0; 64];
    constant[0] = 1;
    let key = [string(b"ssh-ed25519"), string(&point)].concat();
    let signature = [string(b"ssh-ed25519"), string(&constant)].concat();
    for payload in [b"tree".as_slice(), b"anything"] {
        assert!(matches!(verify(payload, &sshsig(&key, &signature)), Signature::Bad(_)));
    }
    let name = b"sk-ssh-ed25519@openssh.com";
    let key = [string(name), string(&point), string(b"ssh:")].concat();
    let signature = [string(name), string(&constant), vec![1, 0, 0, 0, 1]].concat();
    assert!(matches!(verify(b"tree", &sshsig(&key, &signature)), Signature::Bad(_)));
}
