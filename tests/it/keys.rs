//! Every kind of key through the verbs: what baocao signs, git accepts; what git signs with the same key, baocao accepts.

mod token;

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The reporter who signs here.
const WHO: &str = "ngo-van-son";

struct Desk {
    office: Scratch,
    variables: Vec<(&'static str, String)>,
}

impl Desk {
    /// An office whose Thanh tra Sở signs with the key that `line` gives for `baocao.toml`.
    fn new(line: impl FnOnce(&Desk) -> String) -> Desk {
        let office = Scratch::empty();
        let home = office.dir.path().join("home");
        let variables = vec![
            ("HOME", text(&home)),
            ("GNUPGHOME", text(&home.join("g"))),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("GIT_COMMITTER_NAME", "Ngô Văn Sơn".into()),
            ("GIT_COMMITTER_EMAIL", "son@so.example".into()),
            ("GIT_AUTHOR_NAME", "Ngô Văn Sơn".into()),
            ("GIT_AUTHOR_EMAIL", "son@so.example".into()),
        ];
        let mut desk = Desk { office, variables };
        std::fs::create_dir_all(home.join("g")).expect("a folder");
        desk.run("chmod", &["700", &text(&home.join("g"))]);
        desk.variables.push(("SSH_AUTH_SOCK", text(&home.join("s"))));
        let own = line(&desk);
        let settings = sample::settings_with_keys(|id| Ok(desk.office.make_key(id))).expect("the sample's settings");
        let start = settings.find(&format!("ma = \"{WHO}\"\nkhoa = ")).expect("the reporter");
        let at = start + settings[start..].find("khoa = ").expect("a key");
        let end = at + settings[at..].find('\n').expect("a line");
        desk.office.write("baocao.toml", &format!("{}khoa = [{own}]{}", &settings[..at], &settings[end..]));
        desk.office.run("dang-quoc-huy", "2024-01-02 08:00", "init --yes").expect(0);
        desk.office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
        desk.office.fill_second_quarter();
        desk
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.office.office).envs(self.variables.iter().map(|(k, v)| (*k, v)));
        command.env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG").env_remove("BAOCAO_KEY");
        command
    }

    fn run(&self, program: &str, args: &[&str]) -> String {
        let done = self.command(program, args).output().unwrap_or_else(|e| panic!("{program}: {e}"));
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{program} {args:?}: {said}");
        said
    }

    fn config(&self, name: &str, value: &str) {
        self.run("git", &["config", name, value]);
    }

    /// The reporter submits with baocao and then edits with git, both signed with the key git is set to use.
    fn both_ways(&self) {
        self.run(env!("CARGO_BIN_EXE_baocao"), &["submit", "2024-Q2"]);
        self.run("git", &["verify-commit", "HEAD"]);
        let path = "reports/2024-Q2/thanh-tra.md";
        let text = self.office.read(path);
        self.office.write(path, &text.replacen("BÁO CÁO", "BÁO CÁO CỦA THANH TRA SỞ:", 1));
        self.run("git", &["add", path]);
        self.run("git", &["commit", "-q", "-S", "-m", "sửa lời báo cáo"]);
        self.run(env!("CARGO_BIN_EXE_baocao"), &["submit", "2024-Q2"]);
        self.run("git", &["verify-commit", "HEAD", "HEAD~1", "HEAD~2"]);
        let said = self.run(env!("CARGO_BIN_EXE_baocao"), &["verify", "2024-Q2", "--lang", "en"]);
        assert!(said.contains("3 of 3 acts"), "{said}");
    }

    /// git needs to be told whose ssh keys it may believe.
    fn trust_ssh(&self, public: &str) {
        let path = self.office.dir.path().join("signers");
        std::fs::write(&path, format!("* {public}\n")).expect("a file");
        self.config("gpg.ssh.allowedSignersFile", &text(&path));
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A key made by the user's own ssh-keygen; its path and its public line.
fn ssh_keygen(desk: &Desk, kind: &[&str], passphrase: &str) -> (PathBuf, String) {
    let path = desk.office.dir.path().join("home").join("id");
    desk.run("ssh-keygen", &[&["-q", "-N", passphrase, "-C", "", "-f", &text(&path)], kind].concat());
    let public = std::fs::read_to_string(path.with_extension("pub")).expect("the public half");
    (path, public.trim().to_string())
}

/// An agent that ends with its guard.
struct Agent(std::process::Child);

impl Agent {
    /// Starts one at the socket that the desk's programs are told of.
    fn start(desk: &Desk, more: &[&str], variables: &[(&str, String)]) -> Agent {
        let socket = desk.office.dir.path().join("home").join("s");
        let mut command = desk.command("ssh-agent", &[&["-D", "-a", &text(&socket)], more].concat());
        command.envs(variables.iter().map(|(k, v)| (*k, v))).stdout(Stdio::null());
        let mut agent = Agent(command.spawn().expect("ssh-agent"));
        // The socket is there before the agent listens on it: only an answer tells that it does. 1 is an agent without
        // keys, 2 is no agent.
        crate::support::until("ssh-agent answers", || {
            assert!(agent.0.try_wait().expect("its state").is_none(), "ssh-agent has ended");
            let asked = desk.command("ssh-add", &["-l"]).env("SSH_AUTH_SOCK", &socket).output().expect("ssh-add");
            matches!(asked.status.code(), Some(0 | 1))
        });
        agent
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn with_agent(kind: &[&str]) {
    let mut agent = None;
    let mut public = String::new();
    let desk = Desk::new(|desk| {
        let (path, line) = ssh_keygen(desk, kind, "");
        agent = Some(Agent::start(desk, &[], &[]));
        desk.run("ssh-add", &["-q", &text(&path)]);
        // From here on only the agent has the secret.
        std::fs::remove_file(&path).expect("the private key");
        public = line.clone();
        format!("\"{line}\"")
    });
    desk.config("gpg.format", "ssh");
    desk.config("user.signingkey", &text(&desk.office.dir.path().join("home").join("id.pub")));
    desk.trust_ssh(&public);
    desk.both_ways();
}

#[test]
fn keys_in_an_agent() {
    for kind in [&["-t", "ed25519"][..], &["-t", "ecdsa", "-b", "256"], &["-t", "rsa", "-b", "2048"]] {
        with_agent(kind);
    }
}

#[test]
fn keys_in_a_file() {
    for kind in [&["-t", "ed25519"][..], &["-t", "ecdsa", "-b", "256"], &["-t", "rsa", "-b", "2048"]] {
        let mut public = String::new();
        let desk = Desk::new(|desk| {
            public = ssh_keygen(desk, kind, "").1;
            format!("\"{public}\"")
        });
        desk.config("gpg.format", "ssh");
        desk.config("user.signingkey", &text(&desk.office.dir.path().join("home").join("id")));
        desk.trust_ssh(&public);
        desk.both_ways();
    }
}

#[test]
fn openpgp_keys() {
    let desk = Desk::new(|desk| {
        let who = "son@so.example";
        desk.run("gpg", &["--batch", "--passphrase", "", "--quick-gen-key", who, "ed25519", "sign", "0"]);
        let certificate = desk.run("gpg", &["--armor", "--export", who]);
        format!("{{ openpgp = \"\"\"\n{}\"\"\" }}", certificate.trim_start())
    });
    desk.config("gpg.format", "openpgp");
    desk.config("user.signingkey", "son@so.example");
    desk.both_ways();
    desk.run("gpgconf", &["--kill", "all"]);
}

#[test]
fn certificates_of_x509() {
    let mut id = String::new();
    let desk = Desk::new(|desk| {
        let home = desk.office.dir.path().join("home");
        let (key, certificate, bundle) =
            (text(&home.join("k.pem")), text(&home.join("c.pem")), text(&home.join("b.p12")));
        let new =
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-out", &certificate, "-days", "9"];
        let who = ["-subj", "/CN=Ngo Van Son/emailAddress=son@so.example"];
        let usage = ["-addext", "keyUsage=critical,digitalSignature,nonRepudiation"];
        desk.run("openssl", &[&new[..], &who, &usage].concat());
        // GnuPG 2.2 reads no newer encryption of such a bundle.
        let pack = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-out", &bundle, "-passout", "pass:x"];
        let old = ["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
        std::fs::write(home.join("g/gpg-agent.conf"), "allow-loopback-pinentry\n").expect("a file");
        std::fs::write(home.join("g/gpgsm.conf"), "disable-crl-checks\ndisable-dirmngr\n").expect("a file");
        let import = format!("printf x | gpgsm --batch --pinentry-mode loopback --passphrase-fd 0 --import '{bundle}'");
        // GnuPG 2.2 cannot decrypt about one bundle in a hundred; another one of the same key it can.
        let imported = (0..10).any(|_| {
            desk.run("openssl", &[&pack[..], &old].concat());
            desk.command("sh", &["-c", &import]).output().expect("sh").status.success()
        });
        assert!(imported, "gpgsm takes the key");
        let list = desk.run("gpgsm", &["--list-keys", "--with-colons"]);
        let fingerprint = list.lines().find_map(|l| l.strip_prefix("fpr:::::::::")).expect("a fingerprint");
        id = fingerprint.split(':').next().unwrap_or("").to_string();
        std::fs::write(home.join("g/trustlist.txt"), format!("{id} S relax\n")).expect("a file");
        // The key itself was imported under the bundle's passphrase; the agent is told once.
        std::fs::write(home.join("g/gpg-agent.conf"), "allow-loopback-pinentry\nallow-preset-passphrase\n")
            .expect("a file");
        desk.run("gpgconf", &["--kill", "gpg-agent"]);
        let grip = list.lines().find_map(|l| l.strip_prefix("grp:::::::::")).expect("a keygrip");
        let preset =
            format!("gpg-connect-agent 'PRESET_PASSPHRASE {} -1 78' /bye", grip.split(':').next().unwrap_or(""));
        desk.run("sh", &["-c", &preset]);
        let certificate = std::fs::read_to_string(home.join("c.pem")).expect("the certificate");
        format!("{{ x509 = \"\"\"\n{certificate}\"\"\" }}")
    });
    desk.config("gpg.format", "x509");
    desk.config("user.signingkey", &id);
    desk.both_ways();
    desk.run("gpgconf", &["--kill", "all"]);
}

#[test]
fn a_person_replaces_an_own_key_without_asking_anybody() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.make_key("khoa-moi");
    let path = office.key("khoa-moi");
    let rotate = |by: &str, when: &str| office.run(by, when, &format!("roster rotate --new-key {}", path.display()));
    let before = office.read("baocao.toml");
    let said = rotate("ngo-van-son", "2024-06-04 08:00").expect(0).all();
    assert!(said.contains("khoá mới SHA256:"), "{said}");
    let after = office.read("baocao.toml");
    let line = office.public_key("khoa-moi");
    let (kind, rest) = line.split_once(' ').expect("a kind");
    let bare = format!("{kind} {}", rest.split(' ').next().unwrap_or_default());
    assert!(after.contains(&bare) && after.len() > before.len());
    assert_eq!(rotate("ngo-van-son", "2024-06-04 08:10").status, 3, "it is there already");
    let (_, text) = sample::SECOND_QUARTER.iter().find(|(d, _)| *d == "thanh-tra").expect("a report");
    office.write("reports/2024-Q2/thanh-tra.md", text);
    // The old key signs nothing more, the new one is the same person.
    let old = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2");
    assert!(old.status == 3 && old.all().contains("đã được thay"), "{}", old.all());
    office.run("khoa-moi", "2024-06-12 08:10", "submit 2024-Q2").expect(0);
    let status = office.run("ai-do", "2024-06-12 09:00", "status 2024-Q2 --format json").expect(0).out;
    assert!(status.contains("\"by\":\"Ngô Văn Sơn\""), "{status}");
    office.run("dang-quoc-huy", "2024-06-12 09:00", "verify").expect(0);
    // What a person may not do alone stays so: somebody else's key is a change of the roster.
    let stranger = office.run("le-thi-mai", "2024-06-12 10:00", "roster apply baocao.toml");
    assert_eq!(stranger.status, 3, "{}", stranger.all());
}
