//! Dates that somebody would like: backwards, forwards, beyond all calendars; keys and offices outside their days.

use super::Case;
use super::forge::Desk;
use super::office::{DRAFT, Stage};

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
