//! Agreement with OpenSSH and GnuPG, both ways.

#![expect(clippy::disallowed_methods, reason = "tests make files and commits of a known age")]
use crate::store::signing::*;

struct Keys {
    dir: Scratch,
    env: Environment,
}

impl Keys {
    fn new() -> Keys {
        let dir = Scratch::new().unwrap();
        let mut env = Environment::new(std::env::vars_os()).with("HOME", dir.path()).with("GNUPGHOME", dir.path());
        // An agent of whoever runs the tests has no part in them.
        env = env.with("SSH_AUTH_SOCK", "");
        Keys { dir, env }
    }

    fn run(&self, program: &str, args: &[&str], input: &[u8]) -> crate::store::program::Output {
        let args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
        self.env.program(program).unwrap().within(self.dir.path()).run(&args, input, PATIENCE).unwrap()
    }

    fn generate(&self, name: &str, kind: &[&str], passphrase: &str) -> PathBuf {
        let args = [&["-q", "-N", passphrase, "-C", "thử", "-f", name], kind].concat();
        let made = self.run("ssh-keygen", &args, b"");
        assert!(made.ok, "{}", made.complaint());
        self.dir.path().join(name)
    }

    fn signer(&self, key: &Path) -> Result<Signer> {
        Signer::find(SignerSettings { key_path: Some(key.to_path_buf()), ..Default::default() }, &self.env)
    }

    fn ssh_accepts(&self, signer: &Signer, payload: &[u8], armored: &str) -> bool {
        let KeyMaterial::Ssh { line, .. } = signer.material().unwrap() else { panic!("an SSH key") };
        self.dir.write("allowed", format!("a@b.vn {line}\n").as_bytes()).unwrap();
        self.dir.write("sig", format!("{armored}\n").as_bytes()).unwrap();
        self.run("ssh-keygen", &["-Y", "verify", "-f", "allowed", "-I", "a@b.vn", "-n", "git", "-s", "sig"], payload).ok
    }

    fn ssh_signs(&self, key: &Path, namespace: &str, payload: &[u8]) -> String {
        let output = self.run("ssh-keygen", &["-Y", "sign", "-n", namespace, "-f", key.to_str().unwrap()], payload);
        assert!(output.ok, "{}", output.complaint());
        String::from_utf8(output.stdout).unwrap()
    }
}

fn by(signer: &Signer) -> Signature {
    Signature::By(signer.material().unwrap().fingerprint())
}

#[test]
fn we_and_openssh_agree_both_ways() {
    let keys = Keys::new();
    for (name, kind) in [
        ("ed", ["-t", "ed25519"].as_slice()),
        ("ec", &["-t", "ecdsa", "-b", "256"]),
        ("rsa", &["-t", "rsa", "-b", "2048"]),
        ("pem", &["-t", "rsa", "-b", "3072", "-m", "PEM"]),
    ] {
        let key = keys.generate(name, kind, "");
        let signer = keys.signer(&key).unwrap();
        let ours = signer.sign(b"tree\n").unwrap();
        assert!(keys.ssh_accepts(&signer, b"tree\n", &ours), "{name}");
        assert!(!keys.ssh_accepts(&signer, b"tree", &ours), "{name}");
        for theirs in [ours, keys.ssh_signs(&key, "git", b"tree\n")] {
            assert_eq!(verify_ssh(b"tree\n", &theirs), by(&signer), "{name}");
            assert!(matches!(verify_ssh(b"tree", &theirs), Signature::Bad(_)), "{name}");
        }
        assert!(matches!(verify_ssh(b"x", &keys.ssh_signs(&key, "file", b"x")), Signature::Bad(_)), "{name}");
    }
    for bits in ["2048", "3072", "4096"] {
        let key = keys.generate(&format!("rsa{bits}"), &["-t", "rsa", "-b", bits], "");
        let text = keys.ssh_signs(&key, "git", b"tree\n");
        assert_eq!(armour::tidied(&text.replace('\n', "\r\n")).as_deref(), Some(text.as_str()), "{bits}");
    }
    let weak = keys.generate("p384", &["-t", "ecdsa", "-b", "384"], "");
    assert!(matches!(verify_ssh(b"x", &keys.ssh_signs(&weak, "git", b"x")), Signature::Bad(_)));
    let short = keys.generate("short", &["-t", "rsa", "-b", "1024"], "");
    assert!(matches!(verify_ssh(b"x", &keys.ssh_signs(&short, "git", b"x")), Signature::Bad(_)));
}

#[test]
fn the_key_is_found_the_way_git_finds_it() {
    let keys = Keys::new();
    let key = keys.generate("ed", &["-t", "ed25519"], "");
    let find = |format: Option<&str>, name: Option<&str>| {
        let settings =
            SignerSettings { format: format.map(Into::into), signing_key: name.map(Into::into), ..Default::default() };
        Signer::find(settings, &keys.env)
    };
    let path = key.to_str().unwrap();
    let public = format!("{path}.pub");
    let wanted = keys.signer(&key).unwrap().material().unwrap();
    for name in [path, &public, "~/ed", "~/ed.pub"] {
        let signer = find(Some("ssh"), Some(name)).unwrap();
        assert_eq!(signer.material().unwrap(), wanted, "{name}");
        assert!(matches!(signer.method, Method::InProcess { .. }), "{name}");
    }
    let line = String::from_utf8(files::read_outside(Path::new(&public)).unwrap().unwrap()).unwrap();
    for name in [line.clone(), format!("key::{line}")] {
        let signer = find(Some("ssh"), Some(&name)).unwrap();
        assert_eq!(signer.material().unwrap(), wanted);
        assert!(signer.sign(b"x").is_err_and(|fault| fault.cure.is_some()), "no agent has it");
    }
    for (format, name) in [(None, None), (Some("ssh"), None), (Some("pgp2"), Some("x")), (Some("ssh"), Some("/none"))] {
        assert!(find(format, name).is_err_and(|fault| fault.cure.is_some()), "{format:?} {name:?}");
    }
    assert!(keys.signer(&keys.dir.write("text", b"hello").unwrap()).is_err());
}

#[test]
fn a_locked_key_asks_until_it_is_open_and_three_times_at_most() {
    let keys = Keys::new();
    let key = keys.generate("ed", &["-t", "ed25519", "-a", "2"], "bí mật");
    let signer = keys.signer(&key).unwrap();
    assert!(signer.material().is_ok(), "the public half needs no passphrase");
    assert!(signer.sign(b"x").is_err_and(|fault| fault.cure.is_some()));
    let asked = std::cell::Cell::new(0);
    let answer = |text: &'static str| {
        let asked = &asked;
        move |_: &str, wrong: u32| {
            asked.set(asked.get() + 1);
            Ok(Some(Secret::new(if wrong == 2 && text.is_empty() { "bí mật" } else { text }.into())))
        }
    };
    assert!(signer.unlock(&answer("sai")).is_err());
    assert_eq!(asked.get(), 3);
    signer.unlock(&answer("")).unwrap();
    signer.unlock(&answer("bí mật")).unwrap();
    assert_eq!(asked.get(), 6, "an open key is not asked for");
    assert_eq!(verify_ssh(b"x", &signer.sign(b"x").unwrap()), by(&signer));
}

#[test]
fn a_new_key_is_private_and_never_written_over() {
    let keys = Keys::new();
    let path = keys.dir.path().join("khoa/moi");
    let secret = Secret::new("bí mật".into());
    let material = generate_key(&path, "Trần Thị A", Some(&secret)).unwrap();
    assert_eq!(keys.signer(&path).unwrap().material().unwrap(), material);
    let before = files::read_outside(&path).unwrap();
    assert!(generate_key(&path, "x", None).is_err());
    assert_eq!(files::read_outside(&path).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    }
    let shown = keys.run("ssh-keygen", &["-l", "-f", path.to_str().unwrap()], b"");
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains(&material.fingerprint().to_string()), "{shown}");
    let opened = keys.run("ssh-keygen", &["-y", "-P", "bí mật", "-f", path.to_str().unwrap()], b"");
    assert!(opened.ok, "{}", opened.complaint());
}

fn commit_text(words: &str) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    format!("tree x\nauthor A <a@b.vn> {now} +0700\ncommitter A <a@b.vn> {now} +0700\n\n{words}\n")
}

#[test]
fn openpgp_is_judged_by_the_rosters_certificate() {
    let keys = Keys::new();
    if keys.env.find("gpg").is_none() {
        return;
    }
    let make = |who: &str| {
        let made =
            keys.run("gpg", &["--batch", "--passphrase", "", "--quick-gen-key", who, "ed25519", "sign", "0"], b"");
        assert!(made.ok, "{}", made.complaint());
        let settings =
            SignerSettings { format: Some("openpgp".into()), signing_key: Some(who.into()), ..Default::default() };
        Signer::find(settings, &keys.env).unwrap()
    };
    let (a, b) = (make("a@b.vn"), make("c@d.vn"));
    let roster = [a.material().unwrap()];
    let text = commit_text("duyệt");
    let signed = a.sign(text.as_bytes()).unwrap();
    let verifier = Verifier::new(&keys.env);
    let verify = |text: &str, armored: &str| verifier.verify(text.as_bytes(), armored, &roster);
    assert_eq!(verify(&text, &signed), by(&a));
    assert!(matches!(verify(&text.replace("duyệt", "huỷ"), &signed), Signature::Bad(_)));
    assert!(matches!(verify(&text, &b.sign(text.as_bytes()).unwrap()), Signature::Bad(_)), "not in the roster");
    assert!(matches!(verifier.verify(text.as_bytes(), &signed, &[]), Signature::Bad(_)));
    let backdated = text.replace("committer A <a@b.vn> 1", "committer A <a@b.vn> 0");
    assert!(matches!(verify(&backdated, &a.sign(backdated.as_bytes()).unwrap()), Signature::Bad(_)));
    assert_eq!(a.among(&roster).unwrap(), Some(&roster[0]));
    assert_eq!(b.among(&roster).unwrap(), None);
    // Another spelling of the same certificate is the same key.
    let KeyMaterial::OpenPgp { certificate } = &roster[0] else { panic!("openpgp") };
    let spelled = [KeyMaterial::OpenPgp { certificate: certificate.replacen("\n\n", "\nComment: x\n\n", 1) }];
    assert_eq!(a.among(&spelled).unwrap(), Some(&spelled[0]));
    let nowhere = Verifier::new(&Environment::default());
    assert!(matches!(nowhere.verify(text.as_bytes(), &signed, &roster), Signature::Unknown(_)));
    keys.run("gpgconf", &["--kill", "gpg-agent"], b"");
}

/// What `gpg` writes by itself is taken as it is; every other spelling of it that `gpg` would believe is refused, and is
/// put right when it is one's own.
#[test]
fn an_openpgp_signature_has_one_spelling() {
    let keys = Keys::new();
    if keys.env.find("gpg").is_none() {
        return;
    }
    let verifier = Verifier::new(&keys.env);
    let text = commit_text("duyệt");
    for (who, algorithm) in [("a@b.vn", "ed25519"), ("c@d.vn", "rsa2048"), ("e@g.vn", "nistp256")] {
        let made =
            keys.run("gpg", &["--batch", "--passphrase", "", "--quick-gen-key", who, algorithm, "sign", "0"], b"");
        assert!(made.ok, "{}", made.complaint());
        let settings =
            SignerSettings { format: Some("openpgp".into()), signing_key: Some(who.into()), ..Default::default() };
        let signer = Signer::find(settings, &keys.env).unwrap();
        let roster = [signer.material().unwrap()];
        let verdict = |armored: &str| verifier.verify(text.as_bytes(), armored, &roster);
        for hash in ["SHA256", "SHA512", "SHA384", "SHA224"] {
            let plain = keys.run("gpg", &["--digest-algo", hash, "-bsau", who], text.as_bytes());
            // gpg signs with no digest that is shorter than the key.
            if !plain.ok {
                continue;
            }
            let plain = String::from_utf8(plain.stdout).unwrap();
            assert_eq!(verdict(&plain), by(&signer), "{algorithm} {hash}\n{plain}");
            assert_eq!(armour::tidied(&plain).as_deref(), Some(plain.as_str()), "{algorithm} {hash}");
        }
        let plain = signer.sign(text.as_bytes()).unwrap() + "\n";
        let bytes = armour::read(armour::Kind::OpenPgp, &plain).unwrap();
        let header = if bytes[0] & 3 == 0 { 2 } else { 3 };
        let body = &bytes[header..];
        let hashed = 6 + usize::from(body[4]) * 256 + usize::from(body[5]);
        let write = |body: &[u8]| {
            let length = (body.len() as u16).to_be_bytes();
            armour::write(armour::Kind::OpenPgp, &[&[0x89], length.as_slice(), body].concat())
        };
        let mut start = body.to_vec();
        start[hashed + 12] ^= 1;
        let unhashed =
            [&body[..hashed], &[0, 13, 9], &body[hashed + 3..hashed + 12], &[2, 100, 0], &body[hashed + 12..]].concat();
        let new_form = [&[0xc2, 0xff, 0, 0], (body.len() as u16).to_be_bytes().as_slice(), body].concat();
        let wide = plain.lines().filter(|line| !line.starts_with(['-', '=']) && !line.is_empty()).collect::<String>();
        let others = [
            plain.replacen("\n\n", "\nComment: x\n\n", 1),
            plain.replacen("\n\n", "\nVersion: GnuPG v2\n\n", 1),
            plain.replace("PGP SIGNATURE", "PGP MESSAGE"),
            format!("-----BEGIN PGP SIGNATURE-----\n\n{wide}\n-----END PGP SIGNATURE-----\n"),
            armour::write(armour::Kind::OpenPgp, &new_form),
            write(&unhashed),
            write(&start),
        ];
        for (at, other) in others.iter().enumerate() {
            assert_ne!(*other, plain);
            assert!(matches!(verdict(other), Signature::Bad(_)), "{algorithm} {at}: {other}");
        }
        for (at, other) in others.iter().enumerate().filter(|(at, _)| ![2, 6].contains(at)) {
            assert_eq!(
                armour::tidied(&other.replace('\n', "\r\n")).as_deref(),
                Some(plain.as_str()),
                "{algorithm} {at}"
            );
        }
    }
    keys.run("gpgconf", &["--kill", "gpg-agent"], b"");
}

#[test]
fn x509_is_judged_by_the_rosters_certificate() {
    let keys = Keys::new();
    if keys.env.find("gpgsm").is_none() || keys.env.find("openssl").is_none() {
        return;
    }
    let subject = "/CN=Tran Thi A/emailAddress=a@b.vn";
    let usage = "keyUsage=digitalSignature,nonRepudiation";
    let new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "9"];
    let made = keys.run("openssl", &[new.as_slice(), &["-subj", subject, "-addext", usage]].concat(), b"");
    assert!(made.ok, "{}", made.complaint());
    let text = commit_text("duyệt");
    let sign = ["cms", "-sign", "-binary", "-signer", "c.pem", "-inkey", "k.pem", "-outform", "PEM", "-md", "sha256"];
    let signed = String::from_utf8(keys.run("openssl", &sign, text.as_bytes()).stdout).unwrap();
    let signed = signed.replace("BEGIN CMS", "BEGIN SIGNED MESSAGE").replace("END CMS", "END SIGNED MESSAGE");
    let certificate = files::read_outside(&keys.dir.path().join("c.pem")).unwrap().unwrap();
    let roster = [KeyMaterial::X509 { certificate: String::from_utf8(certificate).unwrap() }];
    let verifier = Verifier::new(&keys.env);
    let verdict = verifier.verify(text.as_bytes(), &signed, &roster);
    assert_eq!(verdict, Signature::By(roster[0].fingerprint()));
    let other = text.replace("duyệt", "huỷ");
    assert!(matches!(verifier.verify(other.as_bytes(), &signed, &roster), Signature::Bad(_)));
    assert!(matches!(verifier.verify(text.as_bytes(), &signed, &[]), Signature::Bad(_)));
    // Lines of another width, a header, a blank line: the same signature for gpgsm, another name for the commit.
    let digits: String = signed.lines().filter(|line| !line.starts_with('-')).collect();
    for other in [
        format!("-----BEGIN SIGNED MESSAGE-----\n{digits}\n-----END SIGNED MESSAGE-----\n"),
        signed.replacen("-----\n", "-----\nComment: x\n\n", 1),
        signed.replacen("-----\n", "-----\n\n", 1),
    ] {
        assert!(matches!(verifier.verify(text.as_bytes(), &other, &roster), Signature::Bad(_)), "{other}");
    }
    let windows = signed.replace('\n', "\r\n");
    assert_eq!(armour::tidied(&windows).as_deref(), Some(signed.as_str()));
}

#[test]
fn a_folders_own_settings_give_the_programs_no_options() {
    let keys = Keys::new();
    let victim = keys.dir.path().join("doc.txt");
    std::fs::write(&victim, "quý").unwrap();
    for format in ["openpgp", "x509"] {
        for name in [format!("--output={}", victim.display()), "-o x".into(), "|sh".into(), "a\nb".into()] {
            let settings =
                SignerSettings { format: Some(format.into()), signing_key: Some(name), ..Default::default() };
            let signer = Signer::find(settings, &keys.env).unwrap();
            assert!(signer.material().is_err() && signer.sign(b"x").is_err());
        }
    }
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "quý");
}

#[test]
fn nonsense_is_bad_and_never_a_panic() {
    let verifier = Verifier::new(&Environment::default());
    for armored in
        ["", "x", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----"]
    {
        assert!(matches!(verifier.verify(b"x", armored, &[]), Signature::Bad(_)), "{armored}");
    }
}
