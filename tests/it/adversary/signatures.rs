//! Signatures that do not sign, keys that are nobody's, objects that two readers would read differently.

use super::Case;
use super::forge::signed;
use super::office::{DRAFT, Stage, key};
use base64ct::{Base64, Encoding};
use ed25519_dalek::Signer;
use sha2::{Digest, Sha512};
use ssh_key::HashAlg;

pub const CASES: &[Case] = &[
    ("an approval without a signature", Stage::Reviewed, &["act-unsigned"], |desk| {
        desk.push(desk.next().unsigned());
    }),
    ("text work without a signature", Stage::Drafted, &["act-unsigned"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()).unsigned());
    }),
    ("a key that is on no roster", Stage::Reviewed, &["signer-unknown"], |desk| {
        desk.push(desk.next().by("la"));
    }),
    ("text work by a stranger", Stage::Drafted, &["signer-unknown"], |desk| {
        desk.push(desk.plain("la").file(desk, DRAFT, &desk.tampered()));
    }),
    ("a colleague's name over one's own signature", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().by("kiem"));
    }),
    ("a colleague's submission, signed by another of the department", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().by("tam"));
    }),
    ("the signature of another commit", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|_| Some(signed("dung", "git", HashAlg::Sha512, b"something else"))));
    }),
    ("a signature that leaves out the last byte", Stage::Reviewed, &["signature-bad"], |desk| {
        let sign = |bytes: &[u8]| Some(signed("dung", "git", HashAlg::Sha512, &bytes[..bytes.len() - 1]));
        desk.push(desk.next().sign(sign));
    }),
    ("a message changed after it was signed", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().object(|bytes| replaced(bytes, "duyệt:", "DUYỆT:")));
    }),
    ("a date changed after it was signed", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().object(|bytes| replaced(bytes, " +0700\ncommitter", " +0800\ncommitter")));
    }),
    ("a signature made for files", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(signed("dung", "file", HashAlg::Sha512, bytes))));
    }),
    ("a signature for files that says it is for git", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { over: b"file", ..Sig::new() }.by("dung", bytes))));
    }),
    ("a namespace one letter longer", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { namespace: b"git ", ..Sig::new() }.by("dung", bytes))));
    }),
    ("a reserved field that says something", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { reserved: b"x", ..Sig::new() }.by("dung", bytes))));
    }),
    ("a signature of the next version", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { version: 2, ..Sig::new() }.by("dung", bytes))));
    }),
    ("a hash that is none of the two", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { hash: b"sha1", ..Sig::new() }.by("dung", bytes))));
    }),
    ("an algorithm's name that is not the key's", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { algorithm: b"ssh-rsa", ..Sig::new() }.by("dung", bytes))));
    }),
    ("bytes behind the signature", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { tail: b"x", ..Sig::new() }.by("dung", bytes))));
    }),
    ("bytes behind the key", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig { key_tail: b"x", ..Sig::new() }.by("dung", bytes))));
    }),
    ("base64 with bits that stand for nothing", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| {
            let armored = Sig::new().by("dung", bytes);
            let at = armored.find("=\n").expect("padding") - 1;
            let other = match armored.as_bytes()[at] {
                b'A'..=b'Y' | b'a'..=b'y' | b'0'..=b'8' => (armored.as_bytes()[at] + 1) as char,
                _ => panic!("another letter"),
            };
            Some(format!("{}{other}{}", &armored[..at], &armored[at + 1..]))
        }));
    }),
    ("an armor of 64 columns", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(in_lines_of(64, &Sig::new().by("dung", bytes)))));
    }),
    ("an armor of 76 columns", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(in_lines_of(76, &Sig::new().by("dung", bytes)))));
    }),
    ("an armor of 4 columns", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(in_lines_of(4, &Sig::new().by("dung", bytes)))));
    }),
    ("an armor of one line", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(in_lines_of(1_000, &Sig::new().by("dung", bytes)))));
    }),
    ("a blank line behind the armor", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig::new().by("dung", bytes) + "\n")));
    }),
    ("words behind the armor", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(format!("{}\nthêm", Sig::new().by("dung", bytes)))));
    }),
    ("an empty line in the armor", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(Sig::new().by("dung", bytes).replacen('\n', "\n\n", 1))));
    }),
    ("the key that needs no private key", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|_| Some(identity_point())));
    }),
    ("a security key that nobody touched", Stage::Reviewed, &["signature-bad"], |desk| {
        desk.push(desk.next().sign(|bytes| Some(untouched(bytes))));
    }),
    ("an OpenPGP signature that no program here can judge", Stage::Reviewed, &["signature-bad"], |desk| {
        let armored = "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----";
        desk.push(desk.next().sign(move |_| Some(armored.to_string())));
    }),
    ("two signatures, the good one first", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().object(|bytes| header_behind(bytes, "gpgsig x\n")));
    }),
    ("two signatures, the good one last", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().object(|bytes| replaced(bytes, "\ngpgsig ", "\ngpgsig x\ngpgsig ")));
    }),
    ("a signature for the other hash beside the good one", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().object(|bytes| header_behind(bytes, "gpgsig-sha256 x\n")));
    }),
    ("an encoding that git obeys, signed", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().payload(|text| text.replacen("\n\n", "\nencoding latin-1\n\n", 1)));
    }),
    ("a header that nobody knows, signed", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().payload(|text| text.replacen("\n\n", "\nHG:extra x\n\n", 1)));
    }),
    ("a second committer, signed", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().payload(|text| text.replacen("\n\n", "\ncommitter X <x@y.z> 1 +0000\n\n", 1)));
    }),
    ("a merged tag, signed", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().payload(|text| text.replacen("\n\n", "\nmergetag object 1\n\n", 1)));
    }),
    ("a NUL in the message and trailers behind it", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().swap("\n\nBaocao-Version", "\0\n\nBaocao-Version"));
    }),
    ("text work with a NUL", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").message("sửa lời văn\0 và gì nữa\n"));
    }),
    ("letters that are no UTF-8", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(desk.next().object(|bytes| {
            let at = bytes.windows(4).position(|w| w == "duy\u{1ec7}".as_bytes().split_at(4).0).expect("the word");
            [&bytes[..at], b"\xff", &bytes[at + 1..]].concat()
        }));
    }),
    ("a commit of 300 KiB", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").message(&"sửa lời văn\n".repeat(20_000)));
    }),
    ("a commit of five megabytes below honest work", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()).message(&"x".repeat(5 << 20)));
        desk.push(desk.plain("an").file(desk, "ghi-chu.md", "x"));
    }),
    ("a control character in a name", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").payload(|text| text.replacen("chi <", "chi\u{7} <", 1)));
    }),
    ("a bracket in a name", Stage::Drafted, &["act-malformed"], |desk| {
        desk.push(desk.plain("chi").payload(|text| text.replacen("chi <", "chi> <x <", 1)));
    }),
];

/// The same armor in lines of another width.
fn in_lines_of(width: usize, armored: &str) -> String {
    let lines: Vec<&str> = armored.trim_end().lines().collect();
    let body = lines[1..lines.len() - 1].concat();
    let body: Vec<&str> = body.as_bytes().chunks(width).map(|l| std::str::from_utf8(l).expect("ASCII")).collect();
    format!("{}\n{}\n{}", lines[0], body.join("\n"), lines[lines.len() - 1])
}

fn replaced(bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes).expect("text");
    assert!(text.contains(from), "no “{from}”");
    text.replacen(from, to, 1).into_bytes()
}

/// A header line between the signature and the message.
fn header_behind(bytes: Vec<u8>, header: &str) -> Vec<u8> {
    replaced(bytes, " -----END SSH SIGNATURE-----\n", &format!(" -----END SSH SIGNATURE-----\n{header}"))
}

/// An SSH signature put together by hand.
struct Sig {
    version: u32,
    namespace: &'static [u8],
    /// The namespace that is signed.
    over: &'static [u8],
    reserved: &'static [u8],
    hash: &'static [u8],
    algorithm: &'static [u8],
    tail: &'static [u8],
    key_tail: &'static [u8],
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

fn armor(bytes: &[u8]) -> String {
    let text = Base64::encode_string(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).expect("letters")).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----", lines.join("\n"))
}

impl Sig {
    const fn new() -> Sig {
        let (namespace, over, hash) = (b"git", b"git", b"sha512");
        Sig { version: 1, namespace, over, reserved: b"", hash, algorithm: b"ssh-ed25519", tail: b"", key_tail: b"" }
    }

    fn by(&self, who: &str, payload: &[u8]) -> String {
        let private = key(who);
        let data = signed_data(self.over, self.hash, payload);
        let signature = Signer::<ssh_key::Signature>::try_sign(&private, &data).expect("a signature");
        let key = [private.public_key().to_bytes().expect("a key"), self.key_tail.to_vec()].concat();
        let signature = [string(self.algorithm), string(signature.as_bytes())].concat();
        self.with(&key, &signature)
    }

    fn with(&self, key: &[u8], signature: &[u8]) -> String {
        let head = [b"SSHSIG".as_slice(), &self.version.to_be_bytes(), &string(key), &string(self.namespace)].concat();
        armor(&[head, string(self.reserved), string(self.hash), string(signature), self.tail.to_vec()].concat())
    }
}

fn signed_data(namespace: &[u8], hash: &[u8], payload: &[u8]) -> Vec<u8> {
    let digest = Sha512::digest(payload);
    [b"SSHSIG".to_vec(), string(namespace), string(b""), string(hash), string(&digest)].concat()
}

/// The constant signature that plain verification takes for every message (security keys of small order).
pub fn identity_point() -> String {
    let (mut point, mut constant) = ([0; 32], [0; 64]);
    (point[0], constant[0]) = (1, 1);
    let key = [string(b"ssh-ed25519"), string(&point)].concat();
    Sig::new().with(&key, &[string(b"ssh-ed25519"), string(&constant)].concat())
}

fn untouched(payload: &[u8]) -> String {
    use sha2::Sha256;
    let name = b"sk-ssh-ed25519@openssh.com";
    let secret = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let tail = [0u8, 0, 0, 0, 9];
    let data = signed_data(b"git", b"sha512", payload);
    let over = [Sha256::digest(b"ssh:").as_slice(), &tail, &Sha256::digest(&data)].concat();
    let bytes = Signer::<ed25519_dalek::Signature>::sign(&secret, &over).to_bytes();
    let key = [string(name), string(secret.verifying_key().as_bytes()), string(b"ssh:")].concat();
    Sig::new().with(&key, &[string(name), string(&bytes), tail.to_vec()].concat())
}

#[test]
fn signatures_that_sign_nothing_are_refused() {
    super::refused(CASES);
}
