//! SSH signatures: what is believed is believed for one text only, and by another reader too.

use baocao::store::signing::{is_ssh, verify_ssh};
use baocao_core::domain::{Digest, Fingerprint, Signature};
use base64ct::{Base64, Encoding};
use ssh_key::{PublicKey, SshSig};

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// An armored signature and, behind a NUL, what it is said to be over; or a signature without its armor, over `tree`.
/// Bytes under an armor are beyond the reach of small changes.
pub fn ssh_signature(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"SSHSIG") {
        return judge(&armored(bytes), b"tree");
    }
    let (text, payload) = match bytes.iter().position(|b| *b == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &b"tree"[..]),
    };
    std::str::from_utf8(text).is_ok_and(|text| judge(text, payload))
}

fn judge(text: &str, payload: &[u8]) -> bool {
    let Signature::By(key) = verify_ssh(payload, text) else { return false };
    assert!(is_ssh(text));
    for other in [[payload, b"\n"].concat(), [b"\0", payload].concat(), Vec::new()] {
        assert!(other == payload || matches!(verify_ssh(&other, text), Signature::Bad(_)), "it fits another text");
    }
    let body = text.trim_end_matches('\n').strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).expect("armor");
    let bytes = Base64::decode_vec(&body.replace('\n', "")).expect("Base64");
    assert_eq!(verify_ssh(payload, &armored(&bytes)), Signature::By(key), "the armor decides");
    let sig = SshSig::from_pem(armored(&bytes)).expect("another reader refuses it");
    let by = PublicKey::from(sig.public_key().clone());
    by.verify("git", payload, &sig).expect("another reader does not believe it");
    assert_eq!(Fingerprint(Digest::of(&by.to_bytes().expect("a key"))), key);
    true
}

fn armored(bytes: &[u8]) -> String {
    let text = Base64::encode_string(bytes);
    // Base64 is ASCII: every byte is a character.
    let lines: Vec<&str> = (0..text.len()).step_by(70).map(|at| &text[at..text.len().min(at + 70)]).collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}
