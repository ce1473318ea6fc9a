//! Folders brought by somebody else: the programs they name do not run, and their words do nothing to a terminal.

use super::forge::{Desk, version};
use super::office::{DRAFT, Stage, person, public, settings};
use super::roster::agreed;
use super::steps::*;
use crate::support::{Ran, split};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every setting by which git can be told to run a program.
const PROGRAMS: &str = "core.fsmonitor core.sshCommand core.gitProxy core.askPass core.editor core.pager \
    core.alternateRefsCommand pager.log pager.status sequence.editor credential.helper \
    credential.https://example.vn.helper diff.external diff.evil.command diff.evil.textconv filter.evil.clean \
    filter.evil.smudge filter.evil.process merge.evil.driver merge.tool mergetool.evil.cmd difftool.evil.cmd \
    gpg.program gpg.openpgp.program gpg.x509.program gpg.ssh.program gpg.ssh.defaultKeyCommand \
    remote.origin.uploadpack remote.origin.receivepack uploadpack.packObjectsHook browser.evil.cmd \
    man.evil.cmd sendemail.smtpServer trailer.evil.command interactive.diffFilter help.browser web.browser \
    init.templateDir commit.template";
const HOOKS: &str = "applypatch-msg pre-commit prepare-commit-msg commit-msg post-commit pre-rebase post-checkout post-merge \
    pre-push pre-auto-gc post-rewrite post-index-change reference-transaction fsmonitor-watchman pre-receive \
    update post-receive post-update";

/// The program itself, with everything that this machine would let it find.
fn really(desk: &Desk, who: &str, line: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(split(line)).current_dir(&desk.office.office).env("HOME", desk.office.dir.path().join("home"));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
    command.env_remove("BAOCAO_KEY").env_remove("SSH_AUTH_SOCK");
    if !who.is_empty() {
        command.env("BAOCAO_KEY", desk.office.key(who));
    }
    let done = command.output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let status = done.status.code().and_then(|code| u8::try_from(code).ok()).expect("it ends by itself");
    Ran { status, out: text(&done.stdout), err: text(&done.stderr) }
}

/// A script that leaves a mark when it runs.
#[cfg(unix)]
fn script(folder: &Path, name: &str, marks: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join(name);
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(&path, format!("#!/bin/sh\necho {name} >> {}\nexit 1\n", marks.display())).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
    path
}

/// Makes a folder as hostile as git lets it be; where the marks would be left.
#[cfg(unix)]
fn poison(desk: &Desk) -> PathBuf {
    let (base, git) = (desk.office.dir.path(), desk.office.office.join(".git"));
    let marks = base.join("marks");
    let own = script(&base.join("programs"), "program", &marks);
    HOOKS.split_whitespace().for_each(|hook| drop(script(&git.join("hooks"), hook, &marks)));
    let elsewhere = base.join("hooks");
    HOOKS.split_whitespace().for_each(|hook| drop(script(&elsewhere, hook, &marks)));
    let mut config = std::fs::read_to_string(git.join("config")).expect("the settings");
    for name in PROGRAMS.split_whitespace() {
        let (section, key) = name.rsplit_once('.').expect("a key");
        let section = match section.split_once('.') {
            Some((first, rest)) => format!("{first} \"{rest}\""),
            None => section.to_string(),
        };
        config.push_str(&format!("[{section}]\n\t{key} = {}\n", own.display()));
    }
    let more = base.join("more");
    std::fs::write(&more, format!("[core]\n\tfsmonitor = {}\n", own.display())).expect("settings");
    config.push_str(&format!(
        "[core]\n\thooksPath = {}\n[protocol \"ext\"]\n\tallow = always\n[alias]\n\tlog = !{own}\n\tstatus = !{own}\n\
         \tpush = !{own}\n\tfetch = !{own}\n[include]\n\tpath = {}\n[remote \"origin\"]\n\turl = ext::{own}\n\
         \tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n\
         [gpg]\n\tformat = openpgp\n[user]\n\tsigningkey = x\n[commit]\n\tgpgsign = true\n[log]\n\tshowSignature = true\n",
        elsewhere.display(),
        more.display(),
        own = own.display()
    ));
    std::fs::write(git.join("config"), config).expect("the settings");
    desk.office.write(".gitattributes", "* diff=evil filter=evil merge=evil\n");
    desk.office.write(".git/info/attributes", "* diff=evil filter=evil merge=evil\n");
    desk.office.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c true\n\tupdate = !true\n");
    marks
}

#[cfg(unix)]
#[test]
fn no_program_that_a_folder_names_is_run() {
    let desk = Desk::with_keys(Stage::Submitted);
    let marks = poison(&desk);
    // The folder is what it should be: git runs what it names.
    let _ = desk.office.try_git(&desk.office.office, "status");
    assert!(marks.exists(), "the folder is harmless");
    std::fs::remove_file(&marks).expect("the marks");
    let clean = |line: &str, ran: &Ran| {
        assert!(!marks.exists(), "{line}: {}\n{}", std::fs::read_to_string(&marks).expect("marks"), ran.all());
    };
    for line in [
        "check",
        "check --format sarif",
        "status",
        "status 2024-Q2",
        "verify",
        "verify 2024-Q2 --format json",
        "log 2024-Q2",
        "export 2024-Q2 --to docx",
        "export 2024-Q2 --to html",
        "export 2024-Q2 --to md --out -",
        "figures 2024-Q2",
        "board 2024",
        "register 2024",
        "calendar 2024",
        "fix --dry-run",
        "fix 2024-Q2",
        "trust --list",
        "roster",
        "schema",
        "explain act-unsigned",
    ] {
        let ran = really(&desk, "", line);
        clean(line, &ran);
    }
    let root = desk.root();
    let ran = really(&desk, "", &format!("verify --root {root}"));
    clean("verify --root", &ran);
    assert_eq!(ran.status, 0, "{}", ran.all());
    // A pinned root makes the network possible, but not here.
    really(&desk, "", &format!("trust {root} --yes")).expect(0);
    let merged = really(&desk, "chi", "merge 2024-Q2");
    clean("merge", &merged);
    assert_eq!(merged.status, 0, "{}", merged.all());
    let reviewed = really(&desk, "binh", "review 2024-Q2");
    clean("review", &reviewed);
    assert_eq!(reviewed.status, 0, "{}", reviewed.all());
    for (who, line) in [
        ("dung", "approve 2024-Q2 --push"),
        ("hoa", "submit 2024-Q2 --push"),
        ("hoa", "submit 2024-Q2"),
        ("", "approve 2024-Q2"),
        ("an", "annul HEAD --endorse"),
        ("an", "roster endorse baocao.toml"),
        ("an", "roster apply baocao.toml"),
    ] {
        let ran = really(&desk, who, line);
        clean(line, &ran);
    }
}

/// Only the user's own programs judge OpenPGP and X.509, whatever the folder says they are.
#[cfg(unix)]
#[test]
fn no_program_of_the_folder_judges_a_signature() {
    for kind in ["PGP SIGNATURE", "SIGNED MESSAGE"] {
        let mut desk = Desk::with_keys(Stage::Reviewed);
        let marks = poison(&desk);
        let armored = format!("-----BEGIN {kind}-----\n\niQ==\n-----END {kind}-----");
        desk.push(desk.next().sign(move |_| Some(armored.clone())));
        let ran = really(&desk, "", &format!("verify 2024-Q2 --format json --root {}", desk.root()));
        assert!(ran.status == 1 && ran.out.contains("signature-bad"), "{kind}: {}", ran.all());
        assert!(!marks.exists(), "{kind}");
    }
}

const EVIL: &str = "\u{1b}]0;x\u{7}\u{202e}đỏ\u{9b}31m\u{200b}\u{2066}\u{85}\u{7f}\u{2028}";

/// Nothing that a terminal obeys, nothing that turns the direction of what is read.
fn unfit(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{feff}')
    })
}

/// The evil letters as TOML can write them without holding one.
fn escaped() -> String {
    EVIL.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\u{:04X}", u32::from(c)) }).collect()
}

#[track_caller]
fn quiet(desk: &Desk, name: &str) {
    let mut loud = Vec::new();
    for format in ["", " --format json"] {
        for verb in [
            "check",
            "check 2024-Q2",
            "status",
            "status 2024-Q2",
            "verify",
            "verify 2024-Q2",
            "log 2024-Q2",
            "trend viec",
        ] {
            loud.extend(silent(desk, name, &format!("{verb}{format}")));
        }
    }
    for line in [
        "check --format sarif",
        "verify --format sarif",
        "verify --verbose --lang en",
        "figures 2024-Q2",
        "figures 2024-Q2 --to csv",
        "figures 2024-Q2 --to json",
        "register 2024",
        "fix --dry-run",
        "roster",
        "trust",
        "trust --list",
        "calendar 2024",
        "board 2024",
        "explain \u{1b}[2J",
        "check \u{202e}x.md",
        "log \u{9b}",
        "-C \u{1b}x status",
        "merge 2024-Q2",
        "review 2024-Q2",
        "submit 2024-Q2",
        "approve 2024-Q2 --instructions \u{1b}[2J",
        "return 2024-Q2 --reason \u{202e}",
        "verify --root \u{1b}x",
        "export 2024-Q2 --to docx --force",
        "export 2024-Q2 --to md --out -",
        "export 2024-Q2 --to html --out -",
        "init 2024-Q3",
    ] {
        loud.extend(silent(desk, name, line));
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

fn silent(desk: &Desk, name: &str, line: &str) -> Option<String> {
    ["", "chi"].into_iter().find_map(|who| {
        let ran = desk.office.run(who, "2024-06-20 08:00", line);
        // A calendar's lines end as the format has it.
        let all = if line.starts_with("calendar") { ran.all().replace("\r\n", "\n") } else { ran.all() };
        let odd = unfit(&all)?;
        let start = all.find(odd).map_or(0, |at| all[..at].char_indices().rev().nth(150).map_or(0, |(at, _)| at));
        Some(format!("{name}, {line}: {:?}", all[start..].chars().take(200).collect::<String>()))
    })
}

/// Security.md, section 12, test 12: the output of every command on hostile text.
#[test]
fn words_of_a_folder_do_nothing_to_a_terminal() {
    // In reports, in files' names, in a draft, in forms, in settings on the disk.
    let desk = Desk::with_keys(Stage::Drafted);
    let text = desk.text("reports/2024-Q2/ke-hoach.md");
    let text = text.replacen("nguoi_lap:", &format!("nguoi_{EVIL}: x\nnguoi_lap:"), 1).replacen(
        "## II.",
        &format!("## {EVIL} II."),
        1,
    );
    desk.office.write("reports/2024-Q2/ke-hoach.md", &text.replacen("Đã làm", &format!("{EVIL} đã làm"), 1));
    desk.office.write(&format!("reports/2024-Q2/{}.md", EVIL.replace('/', "")), "x");
    desk.office.write(&format!("reports/{}/x.md", EVIL.replace('/', "")), "x");
    desk.office.write(DRAFT, &(desk.text(DRAFT) + EVIL));
    desk.office.write("templates/BM-VP-01.01.md", &format!("---\nma: {EVIL}\n---\n# {EVIL}\n"));
    quiet(&desk, "files");
    for word in [EVIL.to_string(), escaped()] {
        let text = settings()
            .replacen("ten = \"Sở Thử nghiệm\"", &format!("ten = \"Sở {word}\""), 1)
            .replacen("ten = \"Phòng Kế hoạch\"", &format!("ten = \"Phòng {word}\""), 1)
            .replacen("ho_ten = \"CHI\"", &format!("ho_ten = \"Chi {word}\""), 1)
            .replacen("chuc_vu = \"Cán bộ\"", &format!("chuc_vu = \"{word}\""), 3);
        let desk = Desk::with_keys(Stage::Drafted);
        desk.office.write("baocao.toml", &text);
        quiet(&desk, "settings");
        // The same in the history, agreed to by everybody.
        let mut desk = Desk::with_keys(Stage::Opened);
        agreed(&mut desk, &text);
        desk.checkout();
        quiet(&desk, "the roster");
        let mut desk = Desk::with_keys(Stage::Founded);
        opened_with(&mut desk, |ky| {
            let ky = ky.replacen("bieu_mau =", &format!("tieu_de = \"{word}\"\nchi_dao = \"{word}\"\nbieu_mau ="), 1);
            ky.replacen("ten = \"", &format!("ten = \"{word}"), 1)
        });
        desk.checkout();
        quiet(&desk, "the period's settings");
        for (by, file) in [("khanh", KE_HOACH), ("hoa", THANH_TRA)] {
            resubmit(&mut desk, by, file);
        }
        let inputs = inputs(&desk);
        merge_of(&mut desk, "chi", inputs, &[]);
        review(&mut desk, "binh");
        approve(&mut desk, "dung", &["Instructions: viết gọn"]);
        finalize(&mut desk, "binh");
        let basis = format!("finalize {}", desk.last_act("Act: finalize\n"));
        dispatch(&mut desk, &basis, "5", &[]);
        desk.checkout();
        quiet(&desk, "a period that was sent");
    }
}

#[test]
fn words_of_a_history_do_nothing_to_a_terminal() {
    type Work = fn(&mut Desk);
    let works: [(&str, Work); 6] = [
        ("a subject line", |desk| {
            desk.push(desk.plain("la").message(&format!("{EVIL}\n\nthân {EVIL}\n")));
        }),
        ("trailers", |desk| {
            desk.push(desk.next().swap("Baocao-Role: chanh", &format!("Baocao-Role: {EVIL}chanh")));
        }),
        ("a reason", |desk| {
            desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), format!("Reason: {EVIL}")]));
        }),
        ("a name", |desk| {
            desk.push(desk.plain("chi").payload(|text| text.replacen("author chi", &format!("author {EVIL}"), 1)));
        }),
        ("a path", |desk| {
            let blob = desk.blob(b"x");
            let tree = desk.with(
                desk.plain("an").tree,
                &format!("reports/2024-Q2/{}.md", EVIL.replace('/', "")),
                "100644",
                Some(blob),
            );
            desk.push(desk.plain("an").tree(tree));
        }),
        ("a header", |desk| {
            desk.push(desk.plain("chi").payload(|text| text.replacen("\n\n", &format!("\nx{EVIL} y\n\n"), 1)));
        }),
    ];
    for (name, work) in works {
        let mut desk = Desk::with_keys(Stage::Drafted);
        work(&mut desk);
        assert_ne!(desk.verify().ran.status, 0, "{name}: nothing is wrong with it");
        quiet(&desk, name);
    }
    // Names of branches and of remotes, and whatever libgit2 says of them.
    let desk = Desk::with_keys(Stage::Drafted);
    desk.office.write(".git/HEAD", &format!("ref: refs/heads/{EVIL}\n"));
    quiet(&desk, "a branch");
    let desk = Desk::with_keys(Stage::Drafted);
    let config = std::fs::read_to_string(desk.office.office.join(".git/config")).expect("the settings");
    desk.office.write(".git/config", &format!("{config}[{EVIL}\n"));
    quiet(&desk, "git's settings");
}

/// A stranger's clone cannot bring a person's own pin, roster or key: what it says of them is on nobody's side.
#[test]
fn a_folder_does_not_say_whom_to_believe() {
    let mut desk = Desk::with_keys(Stage::Opened);
    let text = settings() + &person("la", "don-vi", "don_vi = \"ke-hoach\"", &format!("\"{}\"", public("la")));
    // In the working files, in the index, in git's own list of allowed signers.
    desk.office.write("baocao.toml", &text);
    desk.office.write(".git/allowed", &format!("* {}\n", public("la")));
    for setting in
        ["gpg.ssh.allowedSignersFile .git/allowed", "gpg.minTrustLevel undefined", "receive.fsckObjects false"]
    {
        desk.office.git(&format!("config {setting}"));
    }
    desk.office.git("add baocao.toml");
    let path = "reports/2024-Q2/ke-hoach.md";
    let subject = format!("Subject: {}", version(path, b"x"));
    desk.push(desk.act("submit", "la", "don-vi", &[subject]).file(&desk, path, "x"));
    let said = desk.verify();
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["signer-unknown"], "{}", said.ran.all());
}
