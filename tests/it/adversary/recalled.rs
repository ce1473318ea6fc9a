//! Believed commits that are taken out by agreement: the texts from before them come back, and what stands on them is named.

use super::forge::Desk;
use super::history::{agree, annulment};
use super::office::{DRAFT, Stage, base};
use git2::Oid;

const THANH_TRA: &str = "reports/2024-Q2/thanh-tra.md";

/// Two people agree by commands, and the commits are annulled.
fn recall(desk: &mut Desk, commits: &[Oid]) -> String {
    let names: Vec<String> = commits.iter().map(|commit| commit.to_string()[..12].to_string()).collect();
    let names = names.join(" ");
    desk.office.run("dung", "2024-07-20 08:00", &format!("annul {names} --endorse")).expect(0);
    let done = desk.office.run("an", "2024-07-20 09:00", &format!("annul {names} --reason sai")).expect(0);
    let tip = Oid::from_str(desk.office.git("rev-parse HEAD").trim()).expect("a commit");
    desk.point(tip);
    done.all()
}

#[track_caller]
fn sound(desk: &Desk, state: &str) {
    let said = desk.verify();
    assert_eq!((said.ran.status, said.state.as_str()), (0, state), "{}", said.ran.all());
    clean(desk);
}

#[track_caller]
fn clean(desk: &Desk) {
    assert_eq!(desk.office.git("status --porcelain").trim(), "", "the working files are the recorded ones");
}

fn is_there(desk: &Desk, path: &str) -> bool {
    desk.repo.find_commit(desk.tip).and_then(|c| c.tree()).is_ok_and(|t| t.get_path(std::path::Path::new(path)).is_ok())
}

#[test]
fn the_text_from_before_a_believed_step_comes_back() {
    // Each step of the period, taken out right after it was recorded.
    let steps = [
        (Stage::Opened, "collecting"),
        (Stage::Begun, "collecting"),
        (Stage::Submitted, "collecting"),
        (Stage::Drafted, "collecting"),
        (Stage::Reviewed, "drafted"),
        (Stage::Approved, "reviewed"),
        (Stage::Dispatched, "approved"),
        (Stage::Archived, "dispatched"),
        (Stage::Finalized, "approved"),
    ];
    for (stage, before) in steps {
        let mut desk = Desk::with_keys(stage);
        let commit = desk.tip;
        let parent = desk.repo.find_commit(commit).and_then(|c| c.parent(0)).expect("a parent").tree_id();
        recall(&mut desk, &[commit]);
        assert_eq!(desk.repo.find_commit(desk.tip).expect("the tip").tree_id(), parent, "{stage:?}");
        if stage == Stage::Opened {
            let said = desk.verify_with(&format!("verify --format json --root {}", desk.root()));
            assert_eq!(said.ran.status, 0, "{}", said.ran.all());
            clean(&desk);
        } else {
            sound(&desk, before);
        }
    }
}

#[test]
fn a_chain_of_believed_edits_is_taken_apart() {
    let edits = |desk: &mut Desk| -> Vec<(Oid, String)> {
        let edit = |desk: &mut Desk, n: usize| {
            let text = format!("{}\nLần {n}.\n", desk.text(DRAFT));
            (desk.push(desk.plain("chi").file(desk, DRAFT, &text)), text)
        };
        (1..=3).map(|n| edit(desk, n)).collect()
    };
    // Which of the three are annulled, and whose text stands afterwards: a later one keeps its own.
    for (annulled, standing) in [
        (vec![2], Some(1)),
        (vec![1, 2], Some(0)),
        (vec![0, 1, 2], None),
        (vec![0], Some(2)),
        (vec![1], Some(2)),
        (vec![0, 2], Some(1)),
    ] {
        let mut desk = Desk::with_keys(Stage::Drafted);
        let honest = desk.text(DRAFT);
        let made = edits(&mut desk);
        desk.checkout();
        let named: Vec<Oid> = annulled.iter().map(|at: &usize| made[*at].0).collect();
        recall(&mut desk, &named);
        let right = standing.map_or(&honest, |at: usize| &made[at].1);
        assert_eq!(desk.text(DRAFT), *right, "{annulled:?}");
        sound(&desk, "drafted");
    }
}

#[test]
fn one_after_another_edits_are_taken_back() {
    let mut desk = Desk::with_keys(Stage::Drafted);
    let honest = desk.text(DRAFT);
    let first = desk.push(desk.plain("chi").file(&desk, DRAFT, &format!("{honest}\nMột.\n")));
    let second = desk.push(desk.plain("chi").file(&desk, DRAFT, &format!("{honest}\nMột.\n\nHai.\n")));
    desk.checkout();
    recall(&mut desk, &[second]);
    assert_eq!(desk.text(DRAFT), format!("{honest}\nMột.\n"));
    recall(&mut desk, &[first]);
    assert_eq!(desk.text(DRAFT), honest);
    sound(&desk, "drafted");
}

#[test]
fn what_was_added_goes_and_what_was_removed_comes_back() {
    let mut desk = Desk::with_keys(Stage::Drafted);
    desk.push(desk.plain("an").file(&desk, "giay-to/cu.md", "cũ\n").file(&desk, "giay-to/khac.md", "khác\n"));
    let edited = desk.text(DRAFT) + "\nThêm.\n";
    let act = desk.plain("an").remove(&desk, "giay-to/cu.md").file(&desk, "giay-to/moi.md", "mới\n");
    let several = desk.push(act);
    let draft = desk.push(desk.plain("chi").file(&desk, DRAFT, &edited));
    desk.checkout();
    let honest = String::from_utf8(super::office::Base::raw(
        &desk.repo,
        desk.repo
            .find_commit(base().commit(Stage::Drafted))
            .and_then(|c| c.tree())
            .expect("a tree")
            .get_path(std::path::Path::new(DRAFT))
            .expect("the draft")
            .id(),
    ))
    .expect("text");
    recall(&mut desk, &[several, draft]);
    assert_eq!(desk.text("giay-to/cu.md"), "cũ\n");
    assert_eq!(desk.text("giay-to/khac.md"), "khác\n");
    assert!(!is_there(&desk, "giay-to/moi.md") && !desk.office.office.join("giay-to/moi.md").exists());
    assert_eq!(desk.text(DRAFT), honest);
    sound(&desk, "drafted");
}

#[test]
fn a_taken_branch_is_given_back_and_can_be_taken_again() {
    let mut desk = Desk::with_keys(Stage::Opened);
    let before = desk.text(THANH_TRA);
    super::aside::received(&mut desk, &["một\n"]);
    desk.checkout();
    let taken = desk.tip;
    recall(&mut desk, &[taken]);
    assert_eq!(desk.text(THANH_TRA), before);
    sound(&desk, "collecting");
}

#[test]
fn steps_that_stand_on_a_recalled_one_are_named_and_go_with_it() {
    let mut desk = Desk::with_keys(Stage::Approved);
    let all = [Stage::Submitted, Stage::Drafted, Stage::Reviewed, Stage::Approved].map(|stage| base().commit(stage));
    let ran = desk.office.run("dung", "2024-07-20 07:00", &format!("annul {} --endorse", all[0])).expect(0);
    let wanted: Vec<String> = all.iter().map(|commit| commit.to_string()[..10].to_string()).collect();
    assert!(ran.all().contains(&format!("annul {}", wanted.join(" "))), "{}", ran.all());
    desk.point(Oid::from_str(desk.office.git("rev-parse HEAD").trim()).expect("a commit"));
    recall(&mut desk, &all);
    assert!(!is_there(&desk, DRAFT));
    sound(&desk, "collecting");
    // The department submits again, and the office goes on.
    desk.office
        .write("reports/2024-Q2/thanh-tra.md", &super::office::report("2024-Q2", "thanh-tra", "Đã làm 11 việc."));
    desk.office.run("hoa", "2024-07-21 08:00", "submit 2024-Q2").expect(0);
    desk.office.run("chi", "2024-07-21 09:00", "merge 2024-Q2").expect(0);
    desk.point(Oid::from_str(desk.office.git("rev-parse HEAD").trim()).expect("a commit"));
    sound(&desk, "drafted");
}

#[test]
fn an_annulment_can_itself_be_annulled() {
    let mut desk = Desk::with_keys(Stage::Drafted);
    let honest = desk.text(DRAFT);
    let edited = format!("{honest}\nThêm.\n");
    let edit = desk.push(desk.plain("chi").file(&desk, DRAFT, &edited));
    desk.checkout();
    recall(&mut desk, &[edit]);
    assert_eq!(desk.text(DRAFT), honest);
    let annulled = desk.tip;
    recall(&mut desk, &[annulled]);
    assert_eq!(desk.text(DRAFT), edited);
    sound(&desk, "drafted");
}

/// A step does not fall because the one it follows was taken out, if it does not stand on what that one says.
#[test]
fn the_next_departments_submission_stays() {
    let mut desk = Desk::with_keys(Stage::Submitted);
    let first = base().commit(Stage::Begun);
    let ran = recall(&mut desk, &[first]);
    assert!(!ran.contains("không còn được tin"), "{ran}");
    sound(&desk, "collecting");
    let status = desk.office.run("chi", "2024-07-21 08:00", "status 2024-Q2 --format json").out;
    assert_eq!(status.matches("\"submitted_at\":\"").count(), 1, "{status}");
}

/// An annulled step may be followed only until the next believed one of its period.
#[test]
fn an_annulled_step_is_not_followed_twice() {
    let mut desk = Desk::new(Stage::Submitted);
    let first = base().commit(Stage::Begun);
    agree(&mut desk, "dung", "lanh-dao", &[first]);
    let path = "reports/2024-Q2/ke-hoach.md";
    let skeleton = super::aside::report_at(&desk, base().commit(Stage::Opened), path);
    let act = annulment(&desk, &[first]);
    let tree = desk.with(act.tree, path, "100644", skeleton);
    desk.push(act.tree(tree));
    let subject = format!("Subject: {}", super::forge::version(path, b"x"));
    let again = desk.act("submit", "khanh", "don-vi", &[subject]).file(&desk, path, "x");
    desk.push(super::aside::after(again, first));
    let said = desk.verify();
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["act-out-of-order"], "{}", said.ran.all());
}

/// A believed change of the roster is mended by the next one: taken out, it would bring replaced keys back.
#[test]
fn a_change_of_the_roster_is_not_recalled() {
    let mut desk = Desk::with_keys(Stage::Drafted);
    super::roster::agreed(&mut desk, &(super::office::settings() + "\n# một lời\n"));
    desk.checkout();
    let tip = desk.tip.to_string();
    for line in ["--endorse", "--reason sai"] {
        let who = if line == "--endorse" { "dung" } else { "an" };
        let ran = desk.office.run(who, "2024-07-20 08:00", &format!("annul {tip} {line}"));
        assert!(ran.status == 3 && ran.all().contains("roster apply"), "{line}: {}", ran.all());
    }
    assert_eq!(desk.office.git("rev-parse HEAD").trim(), tip);
}

/// The same by hand: an annulment of a believed step that leaves its text there is not believed, and the step counts on.
#[test]
fn an_annulment_of_a_believed_step_must_restore() {
    let mut desk = Desk::new(Stage::Drafted);
    let edit = desk.push(desk.plain("chi").file(&desk, DRAFT, &desk.tampered()));
    agree(&mut desk, "dung", "lanh-dao", &[edit]);
    desk.push(annulment(&desk, &[edit]));
    let said = desk.verify();
    assert_eq!(said.codes.iter().collect::<Vec<_>>(), ["content-changed"], "{}", said.ran.all());
}
