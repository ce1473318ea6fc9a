//! Honest work of every kind, some of it unusual, forged by the same means as the attacks: none of it is refused.

use super::filing;
use super::forge::{Desk, hex, signed, version};
use super::history::{agree, annul};
use super::office::{DRAFT, Stage, base, person, public, settings};
use super::roster::{agreed, stolen};
use super::steps::{
    approve, completed_twice, directive, dispatch, finalize, inputs, merge, merge_of, resubmit, return_report, review,
};
use ssh_key::HashAlg;

/// A control: its name, where it begins, the state it proves, what is done.
pub type Control = (&'static str, Stage, &'static str, fn(&mut Desk));

const KE_HOACH: &str = "reports/2024-Q2/ke-hoach.md";
const SENT: &str = "reports/2024-Q2/ho-so/bao-cao.pdf";

pub const CONTROLS: &[Control] = &[
    ("an opening written by hand", Stage::Founded, "collecting", next),
    ("a submission written by hand", Stage::Begun, "collecting", next),
    ("a draft written by hand", Stage::Submitted, "drafted", next),
    ("a review written by hand", Stage::Drafted, "reviewed", next),
    ("an approval written by hand", Stage::Reviewed, "approved", next),
    ("a dispatch written by hand", Stage::Approved, "dispatched", next),
    ("a filing written by hand", Stage::Dispatched, "archived", next),
    ("a completion written by hand", Stage::Completing, "finalized", next),
    ("a second period of the year", Stage::NextDispatched, "archived", |_| ()),
    ("a signature over SHA-256", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().sign(|bytes| Some(signed("dung", "git", HashAlg::Sha256, bytes))));
    }),
    ("words for people above the trailers", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().swap("\n\n", "\n\nĐồng ý, đề nghị gửi sớm.\nCo-authored-by: x\n\n"));
    }),
    ("somebody else's name as the author", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().payload(|text| text.replacen("author dung <", "author Nguyễn Văn A <", 1)));
    }),
    ("a clock in another zone", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().payload(|text| text.replace(" +0700\n", " -0330\n")));
    }),
    ("a computer that is nine minutes slow", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().at("2024-06-18 07:51"));
    }),
    ("a colleague of the same department submits", Stage::Begun, "collecting", |desk| {
        desk.push(desk.next().actor("tam", "don-vi"));
    }),
    ("a deputy signs for the head", Stage::Reviewed, "approved", |desk| approve(desk, "em", &["Capacity: KT"])),
    ("the head in the role of head", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.next().actor("dung", "giam-doc"));
    }),
    ("a draft without a department that has not submitted", Stage::Begun, "drafted", |desk| {
        let inputs = inputs(desk);
        merge_of(desk, "chi", inputs, &["thanh-tra"]);
    }),
    ("a report submitted again before the draft", Stage::Submitted, "drafted", |desk| {
        resubmit(desk, "khanh", KE_HOACH);
        let inputs = inputs(desk);
        merge_of(desk, "chi", inputs, &[]);
    }),
    ("a draft made again over a report submitted since", Stage::Drafted, "reviewed", |desk| {
        resubmit(desk, "khanh", KE_HOACH);
        merge(desk, "chi", false);
        review(desk, "binh");
    }),
    ("a report sent back and submitted again", Stage::Submitted, "reviewed", |desk| {
        return_report(desk, "binh", "ke-hoach");
        resubmit(desk, "khanh", KE_HOACH);
        let inputs = inputs(desk);
        merge_of(desk, "chi", inputs, &[]);
        review(desk, "binh");
    }),
    ("a draft sent back by the head and approved after all", Stage::Reviewed, "approved", |desk| {
        desk.push(desk.act("return", "dung", "lanh-dao", &[desk.subject(DRAFT), "Reason: sửa".into()]));
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
        review(desk, "binh");
        approve(desk, "dung", &[]);
    }),
    ("an approved draft sent back", Stage::Approved, "drafted", |desk| {
        desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]));
    }),
    ("text work of a reporter and of the office", Stage::Drafted, "drafted", |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
        desk.push(desk.plain("khanh").file(desk, KE_HOACH, "đang sửa"));
        desk.push(desk.plain("binh").file(desk, DRAFT, "đã sửa"));
    }),
    ("an order that moves the last day", Stage::Opened, "collecting", |desk| {
        directive(desk, "2024-06-30", |text| text.replacen("2024-06-15", "2024-07-01", 1));
    }),
    ("a text completed as told and sent", Stage::Completing, "dispatched", |desk| {
        finalize(desk, "kiem");
        let finalize = desk.last_act("Act: finalize\n");
        dispatch(desk, &format!("finalize {finalize}"), "5", &[]);
    }),
    ("a completed text approved once more", Stage::Founded, "dispatched", |desk| {
        completed_twice(desk, "binh");
        approve(desk, "em", &["Capacity: KT"]);
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    ("a document sent with its file and filed by another than the clerk", Stage::Approved, "archived", |desk| {
        let approve = format!("Ref: approve {}", desk.last_act("Act: approve\n"));
        let mut lines = vec![desk.subject(DRAFT), approve];
        lines.extend(
            ["Number: 5/BC-STN", "Date: 2024-06-18", "To: UBND", "To: Sở khác", "Channel: trục"].map(String::from),
        );
        lines.push(format!("File: bao-cao.pdf sha256:{}", hex(b"pdf")));
        desk.push(desk.act("dispatch", "hai", "van-thu", &lines).file(desk, SENT, "pdf"));
        filing::filed_by_command(desk, "chi");
    }),
    ("a person who came by agreement submits", Stage::Begun, "collecting", |desk| {
        agreed(
            desk,
            &(settings() + &person("la", "don-vi", "don_vi = \"thanh-tra\"", &format!("\"{}\"", public("la")))),
        );
        let path = "reports/2024-Q2/thanh-tra.md";
        let subject = format!("Subject: {}", version(path, b"x"));
        desk.push(desk.act("submit", "la", "don-vi", &[subject]).file(desk, path, "x"));
    }),
    ("a key withdrawn after it had signed", Stage::Drafted, "reviewed", |desk| {
        let with = format!("{{ ssh = \"{}\" }}", public("chi"));
        agreed(desk, &settings().replacen(&with, &with.replacen(" }", ", thu_hoi = \"nghỉ\" }", 1), 1));
        review(desk, "binh");
    }),
    ("a stolen key whose last honest commit is trusted", Stage::Drafted, "reviewed", |desk| {
        agreed(desk, &stolen("chi", &base().commit(Stage::Drafted).to_string()));
        review(desk, "binh");
    }),
    ("a change that was annulled by agreement", Stage::Approved, "dispatched", |desk| {
        let honest = desk.text(DRAFT);
        let bad = desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
        agree(desk, "dung", "lanh-dao", &[bad]);
        desk.push(annul(desk, &[bad], &honest));
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    ("papers of the administrator beside the reports", Stage::Approved, "approved", |desk| {
        desk.push(desk.plain("an").file(desk, "ghi-chu/hop.md", "x").file(desk, "reports/README.md", "y"));
        desk.push(desk.plain("an").file(desk, ".gitattributes", "* text=auto eol=lf\n"));
    }),
    ("a commit that changes nothing", Stage::Approved, "approved", |desk| {
        desk.push(desk.plain("hoa"));
    }),
    ("a clerk whose key ended that evening, two years later", Stage::Reviewed, "dispatched", |desk| aged(desk, "2026")),
    ("the same after twenty years", Stage::Reviewed, "dispatched", |desk| aged(desk, "2044")),
];

/// Those of every table.
pub fn all() -> impl Iterator<Item = &'static Control> {
    [
        CONTROLS,
        super::aside::CONTROLS,
        super::pictures::CONTROLS,
        super::rotation::CONTROLS,
        super::figures::CONTROLS,
        super::opening::CONTROLS,
        filing::CONTROLS,
    ]
    .into_iter()
    .flatten()
}

fn next(desk: &mut Desk) {
    desk.push(desk.next());
}

/// Approved and sent by a clerk whose key was in force till that evening; read long after, and worked on still.
fn aged(desk: &mut Desk, year: &str) {
    desk.push(desk.next());
    let lines = [
        desk.subject(DRAFT),
        format!("Ref: approve {}", desk.last_act("Act: approve\n")),
        "Number: 5/BC-STN".into(),
        "Date: 2024-06-18".into(),
        "To: UBND".into(),
    ];
    desk.push(desk.act("dispatch", "uyen", "van-thu", &lines));
    desk.now = format!("{year}-08-01 08:00");
    desk.push(desk.plain("an").file(desk, "ghi-chu.md", "x").at(&format!("{year}-07-31 08:00")));
}

#[test]
fn honest_work_of_every_kind_is_accepted() {
    let mut failures = Vec::new();
    for (name, stage, state, work) in all() {
        let mut desk = Desk::new(*stage);
        work(&mut desk);
        desk.checkout();
        let said = desk.verify();
        if said.ran.status != 0 || said.state != *state {
            failures.push(format!("{name}: {}, wanted {state}\n{}", said.state, said.ran.all()));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), all().count(), failures.join("\n"));
}

#[test]
fn the_programs_own_line_is_proven_at_every_stage_and_git_agrees() {
    use Stage::*;
    let stages = [Founded, Opened, Begun, Submitted, Drafted, Reviewed, Approved, Dispatched, Archived, NextApproved];
    for stage in stages.into_iter().chain([NextDispatched, Completing, Finalized]) {
        let desk = Desk::new(stage);
        let all = desk.verify_with(&format!("verify --format json --root {}", desk.root()));
        assert_eq!(all.ran.status, 0, "{stage:?}: {}", all.ran.all());
        if stage != Founded {
            assert_eq!(desk.verify().state, stage.state(), "{stage:?}");
        }
        assert!(desk.office.try_git(&desk.office.office, "fsck --strict").0, "{stage:?}");
    }
}

/// Git signs with the same keys, and what it signs is read like what the program signs.
#[test]
fn what_git_itself_signs_is_accepted() {
    let mut desk = Desk::with_keys(Stage::Begun);
    desk.office.write(KE_HOACH, "git đã sửa\n");
    desk.office.git(&format!("add {KE_HOACH}"));
    let key = desk.office.key("khanh");
    let sign = format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S -m sửa", key.display());
    desk.office.git(&sign);
    desk.now = "2099-01-01 08:00".into();
    let said = desk.verify();
    assert_eq!(said.ran.status, 0, "{}", said.ran.all());
    assert_eq!(said.state, "collecting");
}

/// A fault is its own period's: what is in another is proven as before.
#[test]
fn another_periods_fault_leaves_this_one_proven() {
    let mut desk = Desk::new(Stage::NextApproved);
    desk.push(desk.plain("chi").file(&desk, DRAFT, &desk.tampered()));
    let said = desk.verify_with(&format!("verify 2024-07 --format json --root {}", desk.root()));
    assert_eq!((said.ran.status, said.state.as_str()), (0, "approved"), "{}", said.ran.all());
    assert_eq!(desk.verify().codes.iter().collect::<Vec<_>>(), ["content-changed"]);
}
