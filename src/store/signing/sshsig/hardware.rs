//! Signatures of security keys (FIDO), made in software as the hardware would make them.

use crate::store::files::Scratch;
use crate::store::program::Environment;
use crate::store::signing::sshsig::tests::{encode, key, sshsig, string};
use crate::store::signing::sshsig::*;
use ed25519_dalek::Signer;
use ssh_key::PrivateKey;
use std::ffi::OsStr;
use std::time::Duration;

const APPLICATION: &str = "ssh:";
const TOUCHED: u8 = 1;
const PIN_TYPED: u8 = 4;

/// A security key: its secret, and which of the two kinds it is.
struct Stick {
    secret: PrivateKey,
    name: &'static str,
}

/// What a stick is made to sign, each part as an attacker may have it.
#[derive(Clone, Copy)]
struct Touch {
    application: &'static str,
    flags: u8,
    counter: u32,
}

const HONEST: Touch = Touch { application: APPLICATION, flags: TOUCHED, counter: 9 };

impl Stick {
    fn both() -> [Stick; 2] {
        let curve = EcdsaCurve::NistP256;
        [
            Stick { secret: key(ssh_key::Algorithm::Ed25519), name: "sk-ssh-ed25519@openssh.com" },
            Stick { secret: key(ssh_key::Algorithm::Ecdsa { curve }), name: "sk-ecdsa-sha2-nistp256@openssh.com" },
        ]
    }

    /// The public half for an application, in SSH's wire form.
    fn public(&self, application: &str) -> Vec<u8> {
        let plain = self.secret.public_key().to_bytes().unwrap();
        let mut from = Reader(&plain);
        from.string().unwrap();
        [string(self.name.as_bytes()), from.0.to_vec(), string(application.as_bytes())].concat()
    }

    /// What the stick answers when it is asked to sign a commit: over the application, its flags and its counter.
    fn answer(&self, payload: &[u8], touch: Touch) -> Vec<u8> {
        let data = signed_data(payload, Hash::Sha512, b"sha512");
        let tail = [&[touch.flags], touch.counter.to_be_bytes().as_slice()].concat();
        let over = [&Sha256::digest(touch.application)[..], &tail, &Sha256::digest(&data)[..]].concat();
        let signature: ssh_key::Signature = self.secret.try_sign(&over).unwrap();
        [string(self.name.as_bytes()), string(signature.as_bytes()), tail].concat()
    }

    fn sign(&self, payload: &[u8], touch: Touch) -> String {
        sshsig(&self.public(APPLICATION), &self.answer(payload, touch))
    }

    fn by(&self, application: &str) -> Signature {
        Signature::By(Fingerprint(Digest::of(&self.public(application))))
    }
}

fn why(verdict: &Signature) -> &str {
    match verdict {
        Signature::Bad(why) => &why.en,
        _ => "",
    }
}

#[test]
fn a_security_key_must_have_been_touched() {
    for stick in Stick::both() {
        for flags in 0..=u8::MAX {
            // Whoever types a PIN and never touches has let a program sign in the background.
            let verdict = verify(b"tree", &stick.sign(b"tree", Touch { flags, ..HONEST }));
            if flags & TOUCHED == 0 {
                assert_eq!(why(&verdict), "the security key signed without being touched", "{} {flags}", stick.name);
            } else {
                assert_eq!(verdict, stick.by(APPLICATION), "{} {flags}", stick.name);
            }
        }
        for counter in [0, 1, u32::MAX] {
            assert_eq!(verify(b"tree", &stick.sign(b"tree", Touch { counter, ..HONEST })), stick.by(APPLICATION));
        }
        assert!(matches!(verify(b"tred", &stick.sign(b"tree", HONEST)), Signature::Bad(_)));
    }
}

#[test]
fn a_security_key_signs_for_one_application() {
    for stick in Stick::both() {
        for application in ["ssh:khac", "ssh", "", "https://ngan-hang.example"] {
            // What it signed for another application, under the roster's key: a web site's login is no signature here.
            let foreign = stick.answer(b"tree", Touch { application, ..HONEST });
            let text = sshsig(&stick.public(APPLICATION), &foreign);
            assert!(matches!(verify(b"tree", &text), Signature::Bad(_)), "{application}");
            // Under a key with that application it is good, and is another key: nobody of the roster's.
            let other = verify(b"tree", &sshsig(&stick.public(application), &foreign));
            assert_eq!(other, stick.by(application));
            assert_ne!(other, stick.by(APPLICATION));
        }
    }
}

#[test]
fn no_flipped_bit_of_a_security_keys_signature_passes() {
    for stick in Stick::both() {
        let text = stick.sign(b"tree", HONEST);
        let bytes = armour::read(Kind::Ssh, &text).unwrap();
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            let verdict = verify(b"tree", &encode(&flipped));
            assert!(matches!(verdict, Signature::Bad(_)), "{} bit {at}: {verdict:?}", stick.name);
        }
        for end in 0..bytes.len() {
            assert!(matches!(verify(b"tree", &encode(&bytes[..end])), Signature::Bad(_)), "{} {end}", stick.name);
        }
        // The flag and the counter are signed as well: nobody sets the one or moves the other afterwards.
        let untouched = stick.answer(b"tree", Touch { flags: PIN_TYPED, ..HONEST });
        let (head, tail) = untouched.split_at(untouched.len() - 5);
        for tail in [[PIN_TYPED | TOUCHED, 0, 0, 0, 9], [TOUCHED, 0, 0, 0, 9], [tail[0] | 1, 0, 0, 1, 0]] {
            let set = sshsig(&stick.public(APPLICATION), &[head, &tail].concat());
            assert!(matches!(verify(b"tree", &set), Signature::Bad(_)));
        }
    }
}

#[test]
fn a_security_key_and_a_plain_one_are_never_taken_for_each_other() {
    for stick in Stick::both() {
        let (hard, plain) = (stick.public(APPLICATION), stick.secret.public_key().to_bytes().unwrap());
        let data = signed_data(b"tree", Hash::Sha512, b"sha512");
        let soft: ssh_key::Signature = stick.secret.try_sign(&data).unwrap();
        let plain_name = Reader(&plain).string().unwrap().to_vec();
        let answer = stick.answer(b"tree", HONEST);
        let tail = &answer[answer.len() - 5..];
        let honest = Reader(&answer[4 + stick.name.len()..]).string().unwrap();
        for (key, signature) in [
            // A plain signature by the same secret, with and without flags, under either name.
            (&hard, [string(&plain_name), string(soft.as_bytes())].concat()),
            (&hard, [string(&plain_name), string(soft.as_bytes()), tail.to_vec()].concat()),
            (&hard, [string(stick.name.as_bytes()), string(soft.as_bytes()), tail.to_vec()].concat()),
            (&hard, [string(stick.name.as_bytes()), string(soft.as_bytes())].concat()),
            // The stick's own answer under the plain key, or under a wrong name, cut, or with something behind it.
            (&plain, answer.clone()),
            (&plain, [string(&plain_name), string(honest), tail.to_vec()].concat()),
            (&hard, [string(&plain_name), string(honest), tail.to_vec()].concat()),
            (&hard, [string(b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"), string(honest), tail.to_vec()].concat()),
            (&hard, answer[..answer.len() - 1].to_vec()),
            (&hard, [answer.as_slice(), b"\0"].concat()),
        ] {
            let verdict = verify(b"tree", &sshsig(key, &signature));
            assert!(matches!(verdict, Signature::Bad(_)), "{}: {verdict:?}", stick.name);
        }
        // Of the other kind's secret.
        let [one, two] = Stick::both();
        let other = if stick.name == one.name { two } else { one };
        assert!(matches!(verify(b"tree", &sshsig(&hard, &other.answer(b"tree", HONEST))), Signature::Bad(_)));
    }
}

/// OpenSSH reads these signatures too, and agrees but for the touch, which it leaves to whoever asks.
#[test]
fn openssh_agrees_on_what_software_made() {
    let env = Environment::new(std::env::vars_os());
    let dir = Scratch::new().unwrap();
    let accepts = |stick: &Stick, armored: &str| {
        let public = PublicKey::from_bytes(&stick.public(APPLICATION)).unwrap();
        dir.write("allowed", format!("a@b.vn {}\n", public.to_openssh().unwrap()).as_bytes()).unwrap();
        dir.write("sig", format!("{armored}\n").as_bytes()).unwrap();
        let args = ["-Y", "verify", "-f", "allowed", "-I", "a@b.vn", "-n", "git", "-s", "sig"].map(OsStr::new);
        let program = env.program("ssh-keygen").unwrap().within(dir.path());
        program.run(&args, b"tree", Duration::from_secs(600)).unwrap().ok
    };
    for stick in Stick::both() {
        assert!(accepts(&stick, &stick.sign(b"tree", HONEST)), "{}", stick.name);
        assert!(!accepts(&stick, &stick.sign(b"tred", HONEST)), "{}", stick.name);
        assert!(!accepts(&stick, &stick.sign(b"tree", Touch { application: "ssh:khac", ..HONEST })), "{}", stick.name);
        assert!(accepts(&stick, &stick.sign(b"tree", Touch { flags: 0, ..HONEST })), "{}", stick.name);
    }
}
