//! Keys in a token that never gives them away, reached through the agent: SoftHSM plays the token, OpenSC's spy stands between
//! and counts how often anybody tries a PIN.

use super::{Agent, Desk, WHO, text};
use std::path::{Path, PathBuf};
use std::process::Command;

const PIN: &str = "246810";

/// The token's driver and the spy, as distributions place them; none where they are not installed.
fn drivers() -> Option<(PathBuf, PathBuf)> {
    let first = |paths: &[&str]| paths.iter().map(PathBuf::from).find(|path| path.exists());
    let found = first(&[
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ])
    .zip(first(&[
        "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so",
        "/usr/lib/aarch64-linux-gnu/pkcs11-spy.so",
        "/usr/lib64/pkcs11-spy.so",
        "/usr/lib/pkcs11-spy.so",
        "/opt/homebrew/lib/pkcs11-spy.so",
    ]))
    // The agent compares real paths with the list of drivers it may load.
    .and_then(|(driver, spy)| driver.canonicalize().ok().zip(spy.canonicalize().ok()));
    let tools = ["softhsm2-util", "pkcs11-tool"].iter().all(|tool| Command::new(tool).arg("--help").output().is_ok());
    let found = found.filter(|_| tools);
    if found.is_none() {
        println!("skipped: softhsm2 and opensc are not installed");
    }
    found
}

/// A token with one key, plugged in, and the agent that may load its driver.
struct Token {
    variables: Vec<(&'static str, String)>,
    driver: PathBuf,
    spy: PathBuf,
    seen: PathBuf,
    asked: PathBuf,
    agent: Option<Agent>,
}

impl Token {
    fn new(desk: &Desk, (driver, spy): (PathBuf, PathBuf), kind: &str) -> Token {
        let home = desk.office.dir.path().join("home");
        let (objects, settings) = (home.join("token"), home.join("softhsm2.conf"));
        std::fs::create_dir(&objects).expect("a folder");
        std::fs::write(&settings, format!("directories.tokendir = {}\n", objects.display())).expect("settings");
        let seen = home.join("spy.log");
        let variables = vec![
            ("SOFTHSM2_CONF", text(&settings)),
            ("PKCS11SPY", text(&driver)),
            ("PKCS11SPY_OUTPUT", text(&seen)),
            ("SSH_ASKPASS", text(&home.join("hoi"))),
            ("SSH_ASKPASS_REQUIRE", "force".into()),
        ];
        let asked = home.join("lan-hoi");
        let mut token = Token { variables, driver, spy, seen, asked, agent: None };
        let made = ["--init-token", "--free", "--label", "so", "--pin", PIN, "--so-pin", "135791"];
        token.run(desk, "softhsm2-util", &made).expect("a token");
        let module = text(&token.driver);
        let key = ["--keypairgen", "--key-type", kind, "--id", "01", "--label", "ky"];
        token
            .run(desk, "pkcs11-tool", &[&["--module", &module, "--login", "--pin", PIN], &key[..]].concat())
            .expect("it");
        token.agent = Some(Agent::start(desk, &["-P", &text(&token.spy)], &token.variables));
        token
    }

    fn run(&self, desk: &Desk, program: &str, args: &[&str]) -> Result<String, String> {
        let mut command = desk.command(program, args);
        let done = command.envs(self.variables.iter().map(|(k, v)| (*k, v))).output().expect("it starts");
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        if done.status.success() { Ok(said) } else { Err(said) }
    }

    /// The person loads the token into the agent and types a PIN; the public line of its key.
    fn load(&self, desk: &Desk, pin: &str) -> Result<String, String> {
        let ask = desk.office.dir.path().join("home/hoi");
        let script = format!("#!/bin/sh\necho x >>'{}'\necho {pin}\n", self.asked.display());
        std::fs::write(&ask, script).expect("a program");
        desk.run("chmod", &["755", &text(&ask)]);
        self.run(desk, "ssh-add", &["-q", "-s", &text(&self.spy)])?;
        let listed = self.run(desk, "ssh-add", &["-L"])?;
        Ok(listed.split(' ').take(2).collect::<Vec<_>>().join(" ").trim().to_string())
    }

    /// How often somebody tried a PIN on the token, and how often a person was asked for one.
    fn tries(&self) -> (usize, usize) {
        let count = |path: &Path, word: &str| std::fs::read_to_string(path).unwrap_or_default().matches(word).count();
        (count(&self.seen, ": C_Login\n"), count(&self.asked, "x\n"))
    }
}

fn with_token(kind: &str, algorithm: &str) {
    let Some(drivers) = drivers() else { return };
    let (mut token, mut public) = (None, String::new());
    let mut desk = Desk::new(|desk| {
        let plugged = Token::new(desk, drivers, kind);
        public = plugged.load(desk, PIN).expect("the token is loaded");
        token = Some(plugged);
        format!("\"{public}\"")
    });
    let mut token = token.expect("a token");
    desk.variables.extend(token.variables.clone());
    assert!(public.starts_with(algorithm), "{public}");
    let file = desk.office.dir.path().join("home/id.pub");
    std::fs::write(&file, format!("{public}\n")).expect("the public half");
    desk.config("gpg.format", "ssh");
    desk.config("user.signingkey", &text(&file));
    desk.trust_ssh(&public);
    assert_eq!(token.tries(), (1, 1));
    desk.both_ways();
    assert_eq!(token.tries(), (1, 1), "whoever signs types nothing again");

    // A wrong PIN is a try of three. The person made it; baocao, which finds no key in the agent, makes none of its own.
    token.agent = None;
    std::fs::remove_file(desk.office.dir.path().join("home/s")).ok();
    token.agent = Some(Agent::start(&desk, &["-P", &text(&token.spy)], &token.variables));
    token.load(&desk, "999999").expect_err("a wrong PIN");
    let after = token.tries();
    assert_eq!(after, (2, 2));
    let before = desk.run("git", &["rev-parse", "HEAD"]);
    let path = "reports/2024-Q2/thanh-tra.md";
    desk.office.write(path, &desk.office.read(path).replacen("BÁO CÁO", "BÁO CÁO LẠI", 1));
    let said = token.run(&desk, env!("CARGO_BIN_EXE_baocao"), &["submit", "2024-Q2"]).expect_err("no key");
    assert!(said.contains("cắm thẻ (token)"), "{WHO}: {said}");
    assert_eq!(token.tries(), after, "{said}");
    assert_eq!(desk.run("git", &["rev-parse", "HEAD"]), before);
    // With the right PIN the same command goes through.
    token.load(&desk, PIN).expect("the token is loaded");
    token.run(&desk, env!("CARGO_BIN_EXE_baocao"), &["submit", "2024-Q2"]).expect("it is signed");
    desk.run("git", &["verify-commit", "HEAD"]);
    assert_eq!(token.tries(), (3, 3));
}

#[test]
fn an_rsa_key_in_a_token() {
    with_token("rsa:2048", "ssh-rsa ");
}

#[test]
fn a_p256_key_in_a_token() {
    with_token("EC:prime256v1", "ecdsa-sha2-nistp256 ");
}
