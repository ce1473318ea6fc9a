//! Two at once, and one who stops half-way: of two decisions one stands, and what is left behind by a dead program is in
//! nobody's way.

use super::forge::Desk;
use super::office::{DRAFT, PERIOD, Stage, base};
use super::steps::{approval, approve, resubmit, review, reviewed};
use std::process::{Command, Stdio};

/// Both decisions of a race name the same act before them: one stands, the other is refused wherever it is put.
#[test]
fn of_two_decisions_at_once_one_stands() {
    type Pair = (&'static str, Stage, fn(&mut Desk), &'static str);
    let pairs: [Pair; 4] = [
        (
            "two approvals",
            Stage::Reviewed,
            |desk| {
                let (one, other) = (approval(desk, "dung", &[]), approval(desk, "em", &["Capacity: KT"]));
                desk.push(one);
                let behind = other.parents(&[desk.tip]);
                desk.push(behind);
            },
            "approved",
        ),
        (
            "an approval and a return",
            Stage::Reviewed,
            |desk| {
                let back = desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]);
                approve(desk, "dung", &[]);
                let behind = back.parents(&[desk.tip]);
                desk.push(behind);
            },
            "approved",
        ),
        (
            "a return and an approval",
            Stage::Reviewed,
            |desk| {
                let yes = approval(desk, "dung", &[]);
                desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]));
                let behind = yes.parents(&[desk.tip]);
                desk.push(behind);
            },
            "drafted",
        ),
        (
            "a review and a submission",
            Stage::Drafted,
            |desk| {
                let yes = reviewed(desk, "binh");
                resubmit(desk, "khanh", "reports/2024-Q2/ke-hoach.md");
                let tree = desk.plain("binh").tree;
                let behind = yes.parents(&[desk.tip]).tree(tree);
                desk.push(behind);
            },
            "drafted",
        ),
    ];
    for (name, stage, work, state) in pairs {
        let mut desk = Desk::with_keys(stage);
        work(&mut desk);
        let said = desk.verify();
        assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["act-out-of-order"], "{name}: {}", said.ran.all());
        assert_eq!(said.state, state, "{name}");
    }
}

/// Many commands over one folder in one moment: each says what became of it, and the line is sound.
#[test]
fn many_at_once_in_one_folder_leave_a_sound_line() {
    let desk = Desk::with_keys(Stage::Reviewed);
    let start = |who: &str, line: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        command.args(line.split(' ')).current_dir(&desk.office.office).env("HOME", desk.office.dir.path().join("home"));
        command.env("BAOCAO_KEY", desk.office.key(who)).env("GIT_CONFIG_NOSYSTEM", "1").env_remove("BAOCAO_CONFIG");
        command.env_remove("XDG_CONFIG_HOME").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    };
    let mut running = Vec::new();
    for _ in 0..3 {
        running.push(start("dung", "approve 2024-Q2"));
        running.push(start("em", "approve 2024-Q2"));
        running.push(start("binh", "return 2024-Q2 --reason sửa"));
    }
    let ended = running.into_iter().map(|child| child.wait_with_output().expect("it ends").status.code());
    let statuses: Vec<Option<i32>> = ended.collect();
    assert!(statuses.contains(&Some(0)), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, Some(0 | 3))), "{statuses:?}");
    let done = statuses.iter().filter(|status| **status == Some(0)).count();
    let count = desk.office.git(&format!("rev-list --count {}..main", base().commit(Stage::Reviewed)));
    assert_eq!(count.trim(), done.to_string(), "{statuses:?}");
    let mut desk = desk;
    desk.now = "2099-01-01 08:00".into();
    let said = desk.verify();
    assert_eq!(said.ran.status, 0, "{}", said.ran.all());
}

/// The branch moved by somebody else, or by git, between what a person has seen and what he signs.
#[test]
fn a_decision_is_about_the_line_as_it_is_and_not_as_it_was() {
    // Rewound behind everybody's back: the approval of a text whose review is gone is refused before it is made.
    let mut desk = Desk::with_keys(Stage::Reviewed);
    desk.point(base().commit(Stage::Drafted));
    let ran = desk.office.run("dung", "2024-06-18 09:00", &format!("approve {PERIOD}"));
    assert_eq!(ran.status, 3, "{}", ran.all());
    // Moved to a bad commit: nothing is signed on top of it.
    let mut desk = Desk::with_keys(Stage::Reviewed);
    desk.push(desk.plain("chi").file(&desk, DRAFT, &desk.tampered()));
    let tip = desk.tip;
    for (who, line) in [("dung", "approve 2024-Q2"), ("binh", "return 2024-Q2 --reason x"), ("chi", "merge 2024-Q2")] {
        let ran = desk.office.run(who, "2024-06-18 10:00", line);
        assert_eq!(ran.status, 3, "{line}: {}", ran.all());
    }
    assert_eq!(desk.office.git("rev-parse main").trim(), tip.to_string());
}

/// What a program that died left in the way.
#[test]
fn what_a_dead_program_left_behind_is_in_nobodys_way() {
    for left in ["refs/heads/main.lock", "HEAD.lock", "index.lock", "baocao.lock"] {
        let mut desk = Desk::with_keys(Stage::Drafted);
        let path = desk.office.office.join(".git").join(left);
        std::fs::write(&path, "").expect("a lock");
        let hour = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        std::fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(hour)).expect("an old lock");
        let ran = desk.office.run("binh", "2024-06-18 08:00", "review 2024-Q2");
        assert_eq!(ran.status, 0, "{left}: {}", ran.all());
        desk.tip = desk.repo.refname_to_id("refs/heads/main").expect("the branch");
        assert_eq!(desk.verify().state, "reviewed", "{left}");
    }
}

/// Objects of a step that was never published are nobody's step.
#[test]
fn what_was_never_published_is_no_step() {
    let desk = Desk::with_keys(Stage::Reviewed);
    let waiting = desk.write(&approval(&desk, "dung", &[]));
    assert_eq!(desk.verify().state, "reviewed");
    desk.office.git(&format!("update-ref refs/heads/khac {waiting}"));
    desk.office.write(".git/FETCH_HEAD", &format!("{waiting}\t\tbranch 'main' of x\n"));
    assert_eq!(desk.verify().state, "reviewed");
    assert_eq!(desk.verify().ran.status, 0);
    let mut desk = desk;
    desk.point(waiting);
    review(&mut desk, "kiem");
    let said = desk.verify();
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["act-out-of-order"], "{}", said.ran.all());
}
