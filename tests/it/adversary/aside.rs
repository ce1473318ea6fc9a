//! Work on departments' own branches, put together by hand: what `branches` bends, and what an honest office does with them.

use super::controls::Control;
use super::forge::{Desk, Forged, version};
use super::history::{agree, annulment};
use super::office::{Stage, base, person, public, settings};
use super::roster::{agreed, quoted};
use super::steps::{KE_HOACH, THANH_TRA, resubmit, return_report};
use git2::Oid;

/// What is taken in: a department, its report, its branch's last commit.
pub type Taken<'a> = (&'a str, &'a str, Oid);

/// Work beside the line, which leaves it at a commit; the last commit of it.
pub fn aside(desk: &mut Desk, fork: Oid, work: impl FnOnce(&mut Desk)) -> Oid {
    let (tip, at) = (desk.tip, desk.at);
    desk.point(fork);
    desk.at = time(desk, fork);
    work(desk);
    let made = desk.tip;
    desk.point(tip);
    desk.at = at;
    made
}

fn time(desk: &Desk, commit: Oid) -> i64 {
    desk.repo.find_commit(commit).map_or(0, |commit| commit.time().seconds())
}

/// What stands at a path in a commit's tree.
pub fn report_at(desk: &Desk, commit: Oid, path: &str) -> Option<Oid> {
    let tree = desk.repo.find_commit(commit).and_then(|commit| commit.tree()).expect("the tree");
    tree.get_path(std::path::Path::new(path)).map(|entry| entry.id()).ok()
}

/// A submission of a department's text.
pub fn submission_of(desk: &Desk, by: &str, path: &str, text: &str) -> Forged {
    desk.act("submit", by, "don-vi", &[format!("Subject: {}", version(path, text.as_bytes()))]).file(desk, path, text)
}

pub fn submission(desk: &Desk, by: &str, path: &str) -> Forged {
    submission_of(desk, by, path, "b")
}

pub fn submit(desk: &mut Desk, by: &str, path: &str) {
    desk.push(submission(desk, by, path));
}

/// The office takes branches in, with exactly their texts.
pub fn receive(desk: &Desk, taken: &[Taken<'_>]) -> Forged {
    let lines: Vec<String> = taken.iter().map(|(id, _, tip)| format!("Received: {id} {tip}")).collect();
    let mut act = desk.act("receive", "chi", "chuyen-vien", &lines);
    for (_, path, tip) in taken {
        act.tree = desk.with(act.tree, path, "100644", report_at(desk, *tip, path));
        act.parents.push(*tip);
        act.at = act.at.max(time(desk, *tip));
    }
    act.at += 3600;
    act
}

/// An honest branch, and a `receive` that is not.
pub fn evil(desk: &mut Desk, bend: impl Fn(&Desk, Forged) -> Forged) {
    let tip = aside(desk, desk.tip, |desk| submit(desk, "hoa", THANH_TRA));
    let act = receive(desk, &[("thanh-tra", THANH_TRA, tip)]);
    desk.push(bend(desk, act));
}

/// A branch whose one commit is bent, honestly taken in.
pub fn bent(desk: &mut Desk, bend: impl Fn(&Desk, Forged) -> Forged) {
    let tip = aside(desk, desk.tip, |desk| {
        let act = submission(desk, "hoa", THANH_TRA);
        desk.push(bend(desk, act));
    });
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
}

/// A branch with work of some kind below its submission, honestly taken in.
pub fn under(desk: &mut Desk, work: impl Fn(&Desk, Forged) -> Forged) {
    let tip = aside(desk, desk.tip, |desk| {
        let plain = desk.plain("hoa");
        desk.push(work(desk, plain));
        submit(desk, "hoa", THANH_TRA);
    });
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
}

/// An honest branch that is taken in after something else has happened.
pub fn since(desk: &mut Desk, happens: impl FnOnce(&mut Desk)) {
    let tip = aside(desk, desk.tip, |desk| submit(desk, "hoa", THANH_TRA));
    happens(desk);
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
}

/// Two departments' branches, taken in together and not yet written.
pub fn two(desk: &mut Desk) -> Forged {
    let hoa = aside(desk, desk.tip, |desk| submit(desk, "hoa", THANH_TRA));
    let khanh = aside(desk, desk.tip, |desk| submit(desk, "khanh", KE_HOACH));
    receive(desk, &[("ke-hoach", KE_HOACH, khanh), ("thanh-tra", THANH_TRA, hoa)])
}

/// A branch of so many commits and one submission, taken in.
pub fn long(desk: &mut Desk, plain: usize) {
    let tip = aside(desk, desk.tip, |desk| {
        (0..plain).for_each(|n| note(desk, n));
        submit(desk, "hoa", THANH_TRA);
    });
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
}

/// Text work that says a number.
pub fn note(desk: &mut Desk, n: usize) {
    desk.push(desk.plain("hoa").file(desk, THANH_TRA, &n.to_string()));
}

/// A branch with a submission of each text, taken in; its last commit.
pub fn received(desk: &mut Desk, texts: &[&str]) -> Oid {
    let tip = aside(desk, desk.tip, |desk| {
        for text in texts {
            desk.push(submission_of(desk, "hoa", THANH_TRA, text));
        }
    });
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    tip
}

/// A commit is taken out by agreement, and the department's report is what it was before.
pub fn annulled(desk: &mut Desk, commit: Oid) {
    agree(desk, "dung", "lanh-dao", &[commit]);
    let parent = desk.repo.find_commit(commit).and_then(|commit| commit.parent_id(0)).expect("a parent");
    let old = report_at(desk, parent, THANH_TRA);
    let act = annulment(desk, &[commit]);
    let tree = desk.with(act.tree, THANH_TRA, "100644", old);
    desk.push(act.tree(tree));
}

/// A step that follows another one than the last.
pub fn after(act: Forged, prev: Oid) -> Forged {
    let own = act.value("Prev");
    act.swap(&format!("Prev: {own}"), &format!("Prev: {prev}"))
}

/// `baocao.toml` with something beside a person's key.
fn beside(id: &str, more: &str) -> String {
    let with = format!("{{ ssh = \"{}\" }}", public(id));
    assert!(settings().contains(&with), "{id}");
    settings().replacen(&with, &with.replacen(" }", &format!(", {more} }}"), 1), 1)
}

pub fn withdrawn(id: &str) -> String {
    beside(id, "thu_hoi = \"mất\"")
}

/// The roster by which the reporter's key ends on a day.
pub fn ending(day: &str) -> String {
    beside("hoa", &format!("den_ngay = {day}"))
}

/// The roster by which a reporter belongs to another department.
pub fn moved(id: &str, department: &str) -> String {
    let text = settings();
    let at = text.find(&format!("ma = \"{id}\"")).expect("the reporter");
    let line = text[at..].lines().find(|line| line.starts_with("don_vi = ")).expect("the department");
    text[..at].to_string() + &text[at..].replacen(line, &format!("don_vi = \"{department}\""), 1)
}

fn take(desk: &mut Desk, tip: Oid) {
    desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
}

pub const CONTROLS: &[Control] = &[
    ("two branches in one receive", Stage::Opened, "collecting", |desk| {
        let act = two(desk);
        desk.push(act);
    }),
    ("signed work below the submission of a branch", Stage::Opened, "collecting", |desk| {
        under(desk, |desk, plain| plain.file(desk, THANH_TRA, "nháp"));
    }),
    ("a colleague's work below the submission of a branch", Stage::Opened, "collecting", |desk| {
        under(desk, |desk, plain| plain.file(desk, THANH_TRA, "nháp").by("tam"));
    }),
    ("a branch of a hundred commits", Stage::Opened, "collecting", |desk| long(desk, 99)),
    ("two submissions on one branch", Stage::Opened, "collecting", |desk| {
        received(desk, &["b", "c"]);
    }),
    ("a branch that goes on from what was taken in", Stage::Opened, "collecting", |desk| {
        let tip = received(desk, &["b"]);
        let on = aside(desk, tip, |desk| {
            desk.push(submission_of(desk, "tam", THANH_TRA, "c"));
        });
        take(desk, on);
    }),
    ("a report from a branch, sent back and submitted again on another", Stage::Opened, "collecting", |desk| {
        received(desk, &["b"]);
        return_report(desk, "binh", "thanh-tra");
        received(desk, &["c"]);
    }),
    ("a report from a branch, sent back and submitted again on the line", Stage::Opened, "collecting", |desk| {
        received(desk, &["b"]);
        return_report(desk, "binh", "thanh-tra");
        resubmit(desk, "hoa", THANH_TRA);
    }),
    ("a branch from before another department submitted", Stage::Begun, "collecting", |desk| {
        let tip = aside(desk, base().commit(Stage::Opened), |desk| submit(desk, "hoa", THANH_TRA));
        take(desk, tip);
    }),
    ("a branch from before the roster changed", Stage::Opened, "collecting", |desk| {
        since(desk, |desk| agreed(desk, &(settings() + &person("la", "van-thu", "", &quoted("la")))));
    }),
    ("a branch whose receive was annulled, taken in again", Stage::Opened, "collecting", |desk| {
        let tip = received(desk, &["b"]);
        let taken = desk.tip;
        annulled(desk, taken);
        let act = receive(desk, &[("thanh-tra", THANH_TRA, tip)]);
        desk.push(after(act, base().commit(Stage::Opened)));
    }),
    ("a branch that began at a commit which was annulled", Stage::Opened, "collecting", |desk| {
        let bad = desk.push(desk.plain("khanh").file(desk, THANH_TRA, "x"));
        let tip = aside(desk, bad, |desk| submit(desk, "hoa", THANH_TRA));
        annulled(desk, bad);
        take(desk, tip);
    }),
    ("a branch that began at another period's fault", Stage::Opened, "collecting", |desk| {
        desk.push(desk.plain("khanh").file(desk, "reports/2024-07/thanh-tra.md", "x"));
        received(desk, &["b"]);
    }),
    ("a branch whose computer is nine minutes fast", Stage::Opened, "collecting", |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-12 08:09"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-12 08:00"));
    }),
    ("a draft of what came by a branch", Stage::Begun, "drafted", |desk| {
        received(desk, &["b"]);
        let text = version(THANH_TRA, b"b");
        let line = format!("thanh-tra {} {}", text.split_once(' ').expect("a path").1, desk.tip);
        let inputs = [super::steps::inputs(desk), vec![line]].concat();
        super::steps::merge_of(desk, "chi", inputs, &[]);
    }),
];

#[test]
fn a_branch_from_before_the_root_has_no_ground() {
    let mut desk = Desk::new(Stage::Founded);
    let opening = desk.next();
    let none = desk.edit(Oid::ZERO_SHA1, "", &|_| ());
    let before = desk.push(desk.plain("la").parents(&[]).tree(none));
    let genesis = desk.folder_act("genesis", "an", "quan-tri", &["Agency: Sở Thử nghiệm".into()]);
    let founded = desk.repo.find_commit(base().commit(Stage::Founded)).expect("the root").tree_id();
    let root = desk.push(genesis.tree(founded));
    desk.push(opening.parents(&[root]));
    desk.checkout();
    let line = format!("verify 2024-Q2 --format json --root {root}");
    desk.verify_with(&line).ran.expect(0);
    let tip = aside(&mut desk, before, |desk| submit(desk, "hoa", THANH_TRA));
    take(&mut desk, tip);
    let said = desk.verify_with(&line);
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["history-merged"], "{}", said.ran.all());
}

/// `gio_nop` says which of the two clocks decides, and both are told.
#[test]
fn the_settings_say_which_clock_of_a_branch_decides() {
    for (word, late) in [("khai", false), ("nhan", true)] {
        let mut desk = Desk::new(Stage::Opened);
        let threshold = "nguong_danh_sach = 2";
        agreed(&mut desk, &settings().replacen(threshold, &format!("{threshold}\ngio_nop = \"{word}\""), 1));
        let fork = desk.tip;
        let tip = aside(&mut desk, fork, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-14 08:00"));
        });
        desk.push(receive(&desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-19 08:00"));
        desk.checkout();
        desk.verify().ran.expect(0);
        let said = desk.office.run("", &desk.now, "status 2024-Q2 --format json").expect(0).out;
        let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let of = json["departments"].as_array().into_iter().flatten().find(|d| d["id"] == "thanh-tra").expect(&said);
        assert_eq!(of["late"].as_bool().or(of["on_time"].as_bool().map(|on| !on)), Some(late), "{word}: {said}");
    }
}
