//! Ordinary days of an office: what a person would otherwise learn too late is said at once.

use crate::support::Scratch;
use serde_json::Value;

/// The sample Sở's second quarter with every report submitted.
fn submitted() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office
}

fn json(office: &Scratch, when: &str, line: &str) -> Value {
    let ran = office.run("khong-ai", when, line);
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.all()))
}

/// The places that a document of `check` or `verify` names under a code.
fn places(document: &Value, code: &str) -> Vec<String> {
    let all = document["diagnostics"].as_array().expect("a list").iter();
    all.filter(|d| d["code"] == code).map(|d| d["path"].as_str().unwrap_or_default().to_string()).collect()
}

const EDITED: &str = "reports/2024-Q2/thanh-tra.md";
const DELETED: &str = "reports/2024-Q2/van-phong.md";
const DRAFT: &str = "reports/2024-Q2/tong-hop.md";

#[test]
fn an_edit_or_deletion_after_submission_is_said_everywhere() {
    let office = submitted();
    let when = "2024-06-14 08:00";
    for line in ["check 2024-Q2 --format json", "verify 2024-Q2 --format json"] {
        assert_eq!(places(&json(&office, when, line), "report-changed"), Vec::<String>::new(), "{line}");
    }
    // Line ends are no edit.
    office.write(EDITED, &office.read(EDITED).replace('\n', "\r\n"));
    assert_eq!(json(&office, when, "status 2024-Q2 --format json").to_string().find("\"changed\""), None);
    office.write(EDITED, &office.read(EDITED).replacen("05 cuộc", "06 cuộc", 1));
    std::fs::remove_file(office.office.join(DELETED)).expect("it was there");
    let status = json(&office, when, "status 2024-Q2 --format json");
    let change = |id: &str| {
        let departments = status["departments"].as_array().expect("departments");
        departments.iter().find(|d| d["id"] == id).expect("it")["changed"].clone()
    };
    assert_eq!((change("thanh-tra"), change("van-phong")), ("edited".into(), "deleted".into()));
    assert_eq!(change("chi-cuc-tdc"), Value::Null);
    let words = office.run_with(&[("COLUMNS", "250")], "khong-ai", when, "status 2024-Q2").expect(0).out;
    for said in ["đã sửa sau khi nộp, chưa nộp lại", "đã xoá sau khi nộp"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    for line in ["check 2024-Q2", "verify 2024-Q2"] {
        let told = places(&json(&office, when, &format!("{line} --format json")), "report-changed");
        assert_eq!(told, [EDITED, DELETED], "{line}");
        let text = office.run("khong-ai", when, line).out;
        assert!(text.contains("đã sửa sau khi nộp, chưa nộp lại"), "{line}: {text}");
        assert!(text.contains("đã xoá sau khi nộp"), "{line}: {text}");
    }
    // Submitted again it is no longer said.
    office.run("ngo-van-son", "2024-06-14 09:00", "submit 2024-Q2").expect(0);
    let told = places(&json(&office, "2024-06-14 10:00", "check 2024-Q2 --format json"), "report-changed");
    assert_eq!(told, [DELETED]);
}

#[test]
fn an_edit_of_the_reviewed_draft_is_said_everywhere() {
    let office = submitted();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    let text = office.read(DRAFT);
    office.write(DRAFT, &text.replacen("Trên đây là", "Kính trình đây là", 1));
    // Before the review an edit is ordinary work.
    let found = json(&office, "2024-06-17 09:00", "check 2024-Q2 --format json");
    assert_eq!(places(&found, "report-changed"), Vec::<String>::new());
    office.write(DRAFT, &text);
    office.run("tran-van-binh", "2024-06-17 10:00", "review 2024-Q2").expect(0);
    office.write(DRAFT, &text.replacen("Trên đây là", "Kính trình đây là", 1));
    let when = "2024-06-17 11:00";
    for line in ["check 2024-Q2", "verify 2024-Q2"] {
        let told = places(&json(&office, when, &format!("{line} --format json")), "report-changed");
        assert_eq!(told, [DRAFT], "{line}");
    }
    assert_eq!(json(&office, when, "status 2024-Q2 --format json")["draft_changed"], "edited");
    let status = office.run("khong-ai", when, "status 2024-Q2").expect(0).out;
    assert!(status.contains("Dự thảo: đã sửa sau khi trình"), "{status}");
}
