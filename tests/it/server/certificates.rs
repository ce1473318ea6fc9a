//! Push certificates: who sent which branch from where to where. They add to the commits' own signatures and replace none.

use super::cgi::{Server, backend};
use super::{Desk, honest_work_and_nothing_else, path};
use std::path::Path;

/// A shared repository that asks for certificates; its git notes what it thinks of each.
fn desk(departments: usize) -> Desk {
    let desk = Desk::new(departments);
    let signers = desk.office.dir.path().join("signers");
    let line = |n: usize| format!("nguoi-{n:03} {}\n", desk.office.public_key(&format!("nguoi-{n:03}")));
    std::fs::write(&signers, (0..departments).map(line).collect::<String>()).expect("the signers");
    let config = |name: &str, value: &str| {
        desk.office.git(&format!("-C {} config {name} {value}", desk.bare.display()));
    };
    config("receive.certNonceSeed", "bi-mat-cua-kho");
    config("gpg.ssh.allowedSignersFile", &signers.display().to_string());
    // Written beside the hook's own file, which stays as it was installed.
    let diary = desk.bare.join("chung-nhan");
    let note = "echo \"${GIT_PUSH_CERT:+co} $GIT_PUSH_CERT_STATUS $GIT_PUSH_CERT_NONCE_STATUS $GIT_PUSH_CERT_SIGNER\"";
    let hook = desk.bare.join("hooks/post-receive");
    std::fs::write(&hook, format!("#!/bin/sh\n{note} >>'{}'\n", diary.display())).expect("a hook");
    let done = std::process::Command::new("chmod").arg("755").arg(&hook).status().expect("chmod");
    assert!(done.success());
    desk
}

fn diary(desk: &Desk) -> Vec<String> {
    let text = std::fs::read_to_string(desk.bare.join("chung-nhan")).unwrap_or_default();
    text.lines().map(str::to_string).collect()
}

/// The user's own settings: certificates wherever they are asked for.
fn settings(desk: &Desk, key: &Path) {
    let text =
        format!("[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = {}\n[push]\n\tgpgSign = if-asked\n", key.display());
    std::fs::write(desk.office.dir.path().join("home/.gitconfig"), text).expect("settings");
}

#[test]
fn with_a_certificate_honest_work_comes_in_and_nothing_else() {
    certified(desk(3));
}

#[test]
fn a_certificate_over_http_is_as_good() {
    if !backend() {
        return;
    }
    let mut desk = desk(3);
    // Over http a question and its answer are two processes on the server, seconds apart.
    desk.office.git(&format!("-C {} config receive.certNonceSlop 600", desk.bare.display()));
    let server = Server::start(desk.office.dir.path(), path());
    desk.address = format!("http://phong-may:x@127.0.0.1:{}/kho-chung.git", server.port);
    certified(desk);
}

fn certified(mut desk: Desk) {
    settings(&desk, &desk.office.key("nguoi-001"));
    desk.told[1] = vec!["--signed=if-asked".into()];
    honest_work_and_nothing_else(&desk);
    // baocao sends through the user's own git, which certifies as its settings say; the server found each one good.
    assert_eq!(diary(&desk), ["co G OK nguoi-001"; 2], "each push that came in, and no other");
}

#[test]
fn a_server_that_asks_takes_pushes_without_a_certificate_too() {
    let desk = desk(3);
    honest_work_and_nothing_else(&desk);
    assert_eq!(diary(&desk), ["   "; 2]);
}

#[test]
fn no_certificate_stands_in_for_a_commits_own_signature() {
    let mut desk = desk(2);
    let honest = desk.office.key("nguoi-000");
    desk.told[1] = vec!["--signed=yes".into()];
    let evil = desk.clone("may-evil");
    std::fs::write(evil.join(format!("reports/{}/dv-000.md", super::PERIOD)), crate::sharing::report(0)).expect("it");
    let git = |line: &str| assert!(desk.office.try_git(&evil, line).0, "{line}");
    // The right person certifies the push of an unsigned commit, and of one that a stranger signed.
    settings(&desk, &honest);
    git("add -A");
    git("commit -q -m thường");
    desk.refused(&evil, "main", "không nhận lần gửi này");
    desk.office.make_key("nguoi-la");
    let stranger = desk.office.key("nguoi-la");
    git(&format!("-c user.signingkey={} commit -q --amend -S -m lạ", stranger.display()));
    desk.refused(&evil, "main", "không nhận lần gửi này");
    // A stranger may carry honest work, as one carries a sealed letter: the certificate says who it was.
    git("reset -q --hard origin/main");
    std::fs::write(evil.join(format!("reports/{}/dv-000.md", super::PERIOD)), crate::sharing::report(0)).expect("it");
    settings(&desk, &stranger);
    let (status, said) =
        crate::sharing::finish(crate::sharing::start(&desk.office, &evil, "nguoi-000", "submit --push"));
    assert_eq!(status, Some(0), "{said}");
    // git calls a stranger's certificate good as well; only that it names nobody tells it from a known signer's.
    assert_eq!(diary(&desk), ["co G OK "]);
}
