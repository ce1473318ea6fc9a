//! Dates that somebody would like: backwards, forwards, beyond all calendars; keys and offices outside their days.

use super::Case;
use super::forge::Desk;
use super::office::{DRAFT, Stage, base};
use git2::Oid;

pub const CASES: &[Case] = &[
    ("eleven minutes before what precedes it", Stage::Reviewed, &["time-implausible"], |desk| {
        desk.push(desk.next().at("2024-06-18 07:49"));
    }),
    ("a submission dated before the last day", Stage::Begun, &["time-implausible"], |desk| {
        desk.push(desk.next().at("2024-06-12 07:30"));
    }),
    ("a key that is over, dated when it was in force", Stage::Begun, &["time-implausible"], |desk| {
        desk.push(desk.next().actor("oanh", "don-vi").at("2024-05-30 08:00"));
    }),
    ("text work dated backwards", Stage::Drafted, &["time-implausible"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()).at("2024-06-16 08:00"));
    }),
    (
        "after the line's clock has passed midnight, dated the day before",
        Stage::Reviewed,
        &["signer-unauthorised"],
        |desk| {
            desk.push(desk.next().at("2024-06-19 00:05"));
            desk.proven = "approved";
            let approve = desk.last_act("Act: approve\n");
            // Seven minutes before the clock are allowed; the clerk's key ended with that day all the same.
            let act = dispatched_by(desk, "uyen", &approve).at("2024-06-18 23:58");
            desk.push(act);
        },
    ),
    ("a day and an hour after whoever verifies", Stage::Reviewed, &["time-implausible"], |desk| {
        desk.now = "2024-06-18 08:30".into();
        desk.push(desk.next().at("2024-06-19 09:30"));
    }),
    // What an act may name as dated ahead of its own clock.
    ("a step that names as ahead what is not", Stage::Reviewed, &["time-implausible"], |desk| {
        desk.push(naming(desk, desk.next(), &[base().commit(Stage::Reviewed)]));
    }),
    ("a step that names as ahead what is on another line", Stage::Reviewed, &["time-implausible"], |desk| {
        desk.push(naming(desk, desk.next(), &[base().commit(Stage::Archived)]));
    }),
    (
        "a step dated back behind two people's, which it names as ahead",
        Stage::Reviewed,
        &["time-implausible"],
        |desk| {
            let named = [Stage::Drafted, Stage::Reviewed].map(|stage| base().commit(stage));
            desk.push(naming(desk, desk.next().at("2024-06-16 08:00"), &named));
        },
    ),
    ("a step dated back that names only the last of one person's", Stage::Drafted, &["time-implausible"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.text(DRAFT).replacen("10 việc", "11 việc", 1)));
        let last = desk.push(desk.plain("chi").file(desk, DRAFT, &desk.text(DRAFT).replacen("11 việc", "10 việc", 1)));
        let next = desk.next();
        let tree = desk.repo.find_commit(last).expect("the last").tree_id();
        desk.push(naming(desk, next.parents(&[last]).tree(tree).at("2024-06-16 08:00"), &[last]));
    }),
    ("a named commit twice", Stage::Reviewed, &["act-malformed"], |desk| {
        let ahead = desk.plain("chi").at("2024-06-19 08:00");
        let ahead = desk.push(ahead);
        desk.push(naming(desk, desk.next(), &[ahead, ahead]));
    }),
    ("text work of the year after next", Stage::Drafted, &["time-implausible"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()).at("2026-06-19 09:30"));
    }),
    ("a date of 2^63 − 1", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "9223372036854775807 +0700"));
    }),
    ("a date of 2^64", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "18446744073709551616 +0700"));
    }),
    ("the first second of the year 10000", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.now = "9999-12-31 23:59".into();
        desk.push(dated(desk, "253402300800 +0000"));
    }),
    ("a negative date", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "-1718672400 +0700"));
    }),
    ("a date with a zero before it", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "01718676000 +0700"));
    }),
    ("a zone of sixty-one minutes", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "1718676000 +0761"));
    }),
    ("a zone of twenty hours", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "1718676000 +2000"));
    }),
    ("the second spelling of Greenwich", Stage::Reviewed, &["act-malformed"], |desk| {
        desk.push(dated(desk, "1718676000 -0000"));
    }),
    ("a key that is over", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("oanh", "don-vi"));
    }),
    ("a key that is not in force yet", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("phuc", "don-vi"));
    }),
    ("a key that was withdrawn", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("quy", "don-vi"));
    }),
    ("a person who has left", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("sang", "don-vi"));
    }),
    ("text work by a person who has left", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("sang").file(desk, "reports/2024-Q2/thanh-tra.md", "x"));
    }),
    ("text work with a withdrawn key", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("quy").file(desk, "reports/2024-Q2/thanh-tra.md", "x"));
    }),
];

/// A step that follows the tip and names commits as dated ahead.
fn naming(desk: &Desk, mut act: super::forge::Forged, named: &[Oid]) -> super::forge::Forged {
    let mut names: Vec<String> = named.iter().map(Oid::to_string).collect();
    names.sort();
    names.iter().for_each(|name| act.message.push_str(&format!("Baocao-Ahead: {name}\n")));
    act.parents(&[desk.tip])
}

fn dated(desk: &Desk, date: &'static str) -> super::forge::Forged {
    let next = desk.next();
    let own = format!("{} +0700", next.at);
    next.payload(move |text| {
        let at = text.find("\ncommitter ").expect("a committer");
        format!("{}{}", &text[..at], text[at..].replacen(&own, date, 1))
    })
}

fn dispatched_by(desk: &Desk, by: &str, approve: &str) -> super::forge::Forged {
    let lines = [desk.subject(DRAFT), format!("Ref: approve {approve}"), "Number: 5/BC-STN".into()];
    let more = ["Date: 2024-06-18".to_string(), "To: UBND".into()];
    desk.act("dispatch", by, "van-thu", &[lines.as_slice(), &more].concat())
}

#[test]
fn dates_that_somebody_would_like_are_refused() {
    super::refused(CASES);
}

/// The deadline is judged by the line's clock: once anybody's commit has passed the last day, nothing after it is in time.
#[test]
fn nothing_is_in_time_after_the_line_has_passed_the_last_day() {
    let mut desk = Desk::new(Stage::Begun);
    desk.push(desk.plain("khanh").file(&desk, "reports/2024-Q2/ke-hoach.md", "sửa").at("2024-06-15 00:01"));
    let path = "reports/2024-Q2/thanh-tra.md";
    let text = super::office::report("2024-Q2", "thanh-tra", "Đã làm 10 việc.");
    let subject = format!("Subject: {}", super::forge::version(path, text.as_bytes()));
    let act = desk.act("submit", "hoa", "don-vi", &[subject]).file(&desk, path, &text).at("2024-06-14 23:59");
    desk.push(act);
    desk.checkout();
    let said = desk.verify();
    assert_eq!(said.ran.status, 0, "{}", said.ran.all());
    let status = desk.office.run("", "2024-06-16 08:00", "status 2024-Q2 --format json");
    let json: serde_json::Value = serde_json::from_str(&status.out).expect("JSON");
    assert_eq!(json["departments"][0]["on_time"], true, "{json}");
    assert_eq!(json["departments"][1]["on_time"], false, "{json}");
}

/// A commit that is dated ahead, of any kind, makes no other report late and blocks no step; the step that was taken in time is in
/// time for every later reader.
#[test]
fn a_date_ahead_makes_nobody_late() {
    type Ahead = fn(&mut Desk);
    let kinds: [(&str, Ahead); 6] = [
        ("nothing at all", |desk| {
            desk.push(desk.plain("khanh").at("2024-06-15 22:00"));
        }),
        ("text work", |desk| {
            desk.push(desk.plain("khanh").file(desk, "reports/2024-Q2/ke-hoach.md", "sửa").at("2024-06-15 22:00"));
        }),
        ("a submission", |desk| {
            let act = super::aside::submission_of(desk, "khanh", "reports/2024-Q2/ke-hoach.md", "sửa");
            desk.push(act.at("2024-06-15 22:00"));
        }),
        ("two commits of one person", |desk| {
            desk.push(desk.plain("khanh").at("2024-06-15 22:00"));
            desk.push(desk.plain("khanh").at("2024-06-15 22:30"));
        }),
        ("a date of next year", |desk| {
            desk.push(desk.plain("khanh").at("2025-06-15 22:00"));
        }),
        ("one's own", |desk| {
            desk.push(desk.plain("hoa").at("2024-06-15 22:00"));
        }),
    ];
    for (name, ahead) in kinds {
        let mut desk = Desk::with_keys(Stage::Begun);
        ahead(&mut desk);
        // Text work with git itself carries git's clock; the next step heals it, too.
        desk.push(desk.plain("hoa").file(&desk, "reports/2024-Q2/thanh-tra.md", "nháp").at("2024-06-14 22:40"));
        desk.checkout();
        let text = super::office::report("2024-Q2", "thanh-tra", "Đã làm 10 việc.");
        desk.office.write("reports/2024-Q2/thanh-tra.md", &text);
        desk.office.run("hoa", "2024-06-14 23:00", "submit 2024-Q2").expect(0);
        assert_eq!(take(&mut desk), crate::support::at("2024-06-14 23:00").unix(), "{name}: its own clock");
        for now in ["2024-06-14 23:00", "2024-06-16 08:00", "2026-01-01 08:00"] {
            desk.now = now.into();
            let said = desk.verify();
            assert_eq!(said.ran.status, 0, "{name}, read at {now}: {}", said.ran.all());
            let status = desk.office.run("", now, "status 2024-Q2 --format json").expect(0);
            let json: serde_json::Value = serde_json::from_str(&status.out).expect("JSON");
            assert_eq!(json["departments"][1]["on_time"], true, "{name}, read at {now}: {json}");
        }
        // Nothing is hidden: the ledger says whose date was ahead.
        let log = desk.office.run("", "2024-06-16 08:00", "log 2024-Q2").expect(0);
        assert!(log.out.contains("ghi giờ đi trước bước này"), "{name}: {}", log.out);
    }
}

/// The step that a command has recorded becomes the tip; its date.
fn take(desk: &mut Desk) -> i64 {
    let made = desk.repo.refname_to_id("refs/heads/main").expect("the branch");
    let at = desk.repo.find_commit(made).map(|commit| commit.time().seconds()).expect("the step");
    desk.point(made);
    at
}

/// Where two people's clocks agree, a third is not put before them.
#[test]
fn two_clocks_that_agree_are_believed() {
    let mut desk = Desk::with_keys(Stage::Begun);
    desk.push(desk.plain("khanh").at("2024-06-15 22:00"));
    desk.push(desk.plain("chi").at("2024-06-15 22:01"));
    desk.checkout();
    let text = super::office::report("2024-Q2", "thanh-tra", "Đã làm 10 việc.");
    desk.office.write("reports/2024-Q2/thanh-tra.md", &text);
    desk.office.run("hoa", "2024-06-14 23:00", "submit 2024-Q2").expect(0);
    assert_eq!(take(&mut desk), crate::support::at("2024-06-15 22:01").unix(), "the line's clock");
    assert_eq!(desk.verify().ran.status, 0);
}
