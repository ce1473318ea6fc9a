//! Departments' own branches on the shared repository: only what the office could take in now, and made now, may wait there.

use super::aside::{Taken, aside, receive, submission, submission_of, submit};
use super::forge::{Desk, Forged};
use super::hook::{Shared, now};
use super::office::Stage;
use super::steps::{KE_HOACH, THANH_TRA};
use git2::Oid;

/// A push to a branch of one's own that is refused: what it holds, and what the branch is called.
type Row = (&'static str, &'static str, fn(&mut Desk));

const OWN: &str = "nop/2024-Q2/thanh-tra";

const PUSHES: &[Row] = &[
    ("a branch dated an hour ago", OWN, |desk| dated(desk, -3600)),
    ("a branch dated in an hour", OWN, |desk| dated(desk, 3600)),
    ("a submission made now on work from an hour ago", OWN, |desk| {
        let mut old = desk.plain("hoa").file(desk, THANH_TRA, "nháp");
        old.at = now() - 3600;
        desk.push(old);
        dated(desk, 0);
    }),
    ("an unsigned branch", OWN, |desk| {
        desk.push(made_now(submission(desk, "hoa", THANH_TRA)).unsigned());
    }),
    ("another department's branch", "nop/2024-Q2/ke-hoach", |desk| dated(desk, 0)),
    ("another period's branch", "nop/2024-07/thanh-tra", |desk| dated(desk, 0)),
    ("a branch that submits nothing", OWN, |desk| {
        desk.push(made_now(desk.plain("hoa").file(desk, THANH_TRA, "x")));
    }),
    ("a branch with another file", OWN, |desk| {
        desk.push(made_now(submission(desk, "hoa", THANH_TRA)).file(desk, KE_HOACH, "x"));
    }),
    ("a branch with a merge", OWN, |desk| {
        let other = super::office::base().commit(Stage::Opened);
        desk.push(made_now(submission(desk, "hoa", THANH_TRA)).parents(&[desk.tip, other]));
    }),
    ("a branch of nothing", OWN, |_| ()),
    ("a branch that begins nowhere", OWN, |desk| {
        desk.push(made_now(submission(desk, "hoa", THANH_TRA)).parents(&[]));
    }),
    ("a branch without a department", "nop/2024-Q2", |desk| dated(desk, 0)),
    ("a branch below a department's", "nop/2024-Q2/thanh-tra/x", |desk| dated(desk, 0)),
    ("a period in other letters", "nop/2024-q2/thanh-tra", |desk| dated(desk, 0)),
    ("a department in other letters", "nop/2024-Q2/THANH-TRA", |desk| dated(desk, 0)),
];

fn made_now(mut forged: Forged) -> Forged {
    forged.at = now();
    forged
}

fn dated(desk: &mut Desk, off: i64) {
    let mut act = submission(desk, "hoa", THANH_TRA);
    act.at = now() + off;
    desk.push(act);
}

/// A branch made beside the line; its last commit.
fn branch(shared: &mut Shared, work: impl FnOnce(&mut Desk)) -> Oid {
    let fork = shared.desk.tip;
    aside(&mut shared.desk, fork, work)
}

fn comes_in(shared: &Shared, what: &str) {
    let (ok, said) = shared.push(what);
    assert!(ok, "{what}: {said}");
}

#[test]
fn what_waits_on_a_branch_could_be_taken_in_and_was_made_now() {
    for (name, own, work) in PUSHES {
        let mut shared = Shared::new(Stage::Begun);
        let tip = branch(&mut shared, work);
        shared.refused(name, &format!("{tip}:refs/heads/{own}"));
        // Nor together with something honest.
        shared.refused(name, &format!("main {tip}:refs/heads/{own}"));
    }
}

#[test]
fn a_branch_goes_on_and_loses_nothing() {
    let mut shared = Shared::new(Stage::Begun);
    for off in ["receive.denyNonFastForwards false", "receive.denyDeletes false"] {
        shared.desk.office.git(&format!("-C {} config {off}", shared.bare.display()));
    }
    let first = branch(&mut shared, |desk| dated(desk, 0));
    comes_in(&shared, &format!("{first}:refs/heads/{OWN}"));
    // What waits is not dropped for another text, not even by a colleague.
    let other = branch(&mut shared, |desk| {
        desk.push(made_now(submission(desk, "tam", THANH_TRA)));
    });
    shared.refused("a branch in the place of another", &format!("--force {other}:refs/heads/{OWN}"));
    shared.refused("a branch taken away", &format!(":refs/heads/{OWN}"));
    let on = |shared: &mut Shared, tip, text: &str| {
        aside(&mut shared.desk, tip, |desk| {
            desk.push(made_now(submission_of(desk, "tam", THANH_TRA, text)));
        })
    };
    let second = on(&mut shared, first, "c");
    comes_in(&shared, &format!("{second}:refs/heads/{OWN}"));
    // Once it is taken in, the department may begin again from the line.
    let taken = made_now(receive(&shared.desk, &[("thanh-tra", THANH_TRA, second)]));
    shared.desk.push(taken);
    comes_in(&shared, "main");
    let again = branch(&mut shared, |desk| {
        desk.push(made_now(submission_of(desk, "hoa", THANH_TRA, "d")));
    });
    comes_in(&shared, &format!("--force {again}:refs/heads/{OWN}"));
}

/// What the server saw in time is taken in whenever the office comes to it; what it never saw is made now or not at all.
#[test]
fn what_never_waited_is_not_taken_in_with_an_old_date() {
    let waits = |shared: &Shared, minutes: u32| {
        shared.desk.office.git(&format!("-C {} config baocao.window {minutes}", shared.bare.display()));
    };
    let taken: fn(Oid) -> [Taken<'static>; 1] = |tip| [("thanh-tra", THANH_TRA, tip)];
    for (name, came, goes_on) in
        [("never there", false, false), ("still there", true, false), ("gone on since", true, true)]
    {
        let mut shared = Shared::new(Stage::Begun);
        let tip = branch(&mut shared, |desk| dated(desk, -3600));
        // An hour ago the server's own clock said so.
        waits(&shared, 120);
        if came {
            comes_in(&shared, &format!("{tip}:refs/heads/{OWN}"));
        }
        if goes_on {
            let on = aside(&mut shared.desk, tip, |desk| {
                desk.push(made_now(submission_of(desk, "tam", THANH_TRA, "c")));
            });
            comes_in(&shared, &format!("{on}:refs/heads/{OWN}"));
        }
        waits(&shared, 10);
        let act = made_now(receive(&shared.desk, &taken(tip)));
        shared.desk.push(act);
        if came {
            comes_in(&shared, "main");
        } else {
            shared.refused(name, "main");
            // Nor when the branch comes in the very same push.
            shared.refused(name, &format!("main {tip}:refs/heads/{OWN}"));
        }
    }
    // What is made now needs no branch there: the office may have it from a memory stick.
    let mut shared = Shared::new(Stage::Begun);
    let tip = branch(&mut shared, |desk| dated(desk, 0));
    let act = made_now(receive(&shared.desk, &taken(tip)));
    shared.desk.push(act);
    comes_in(&shared, "main");
    // And a merge that brings more than the branch comes in no more than any other.
    let mut shared = Shared::new(Stage::Begun);
    let tip = branch(&mut shared, |desk| submit(desk, "hoa", THANH_TRA));
    let act = made_now(receive(&shared.desk, &taken(tip))).file(&shared.desk, KE_HOACH, "x");
    shared.desk.push(act);
    shared.refused("an evil merge", "main");
}
