//! A draft that was sent back is shown as such, and is not submitted again as it was.

use crate::support::Scratch;

/// The sample Sở's second quarter, whose draft the Director has sent back.
fn returned() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    for (person, when, line) in [
        ("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2"),
        ("tran-van-binh", "2024-06-17 09:00", "review 2024-Q2"),
        ("nguyen-duc-thinh", "2024-06-17 10:00", "return 2024-Q2 --reason \"số liệu mục II chưa khớp\""),
    ] {
        office.run(person, when, line).expect(0);
    }
    office
}

#[test]
fn a_return_is_shown_with_reason_person_and_time() {
    let office = returned();
    let shown = |line: &str| office.run("khong-ai", "2024-06-17 11:00", line).expect(0).out;
    let status = shown("status 2024-Q2");
    for words in
        ["bị trả lại", "số liệu mục II chưa khớp", "Nguyễn Đức Thịnh", "10:00 ngày 17/6/2024", "baocao merge 2024-Q2"]
    {
        assert!(status.contains(words), "{words}: {status}");
    }
    assert!(!status.contains("baocao review"), "it is not the head's turn: {status}");
    let json: serde_json::Value = serde_json::from_str(&shown("status 2024-Q2 --format json")).expect("JSON");
    assert_eq!((&json["state"], &json["turn"]), (&"returned".into(), &"chuyen-vien".into()));
    assert_eq!(json["returned"]["reason"], "số liệu mục II chưa khớp");
    assert_eq!(json["returned"]["at"], "2024-06-17T10:00:00+07:00");
    let page = office.dir.path().join("bang.html");
    shown(&format!("board 2024 --out {}", page.display()));
    let page = std::fs::read_to_string(&page).expect("a page");
    assert!(page.contains("số liệu mục II chưa khớp") && page.contains("bị trả lại"), "{page}");
    let log: serde_json::Value = serde_json::from_str(&shown("log 2024-Q2 --format json")).expect("JSON");
    let last = log["acts"].as_array().and_then(|acts| acts.last()).expect("an act");
    assert_eq!((&last["act"], &last["reason"]), (&"return".into(), &"số liệu mục II chưa khớp".into()));
}

#[test]
fn the_text_that_was_sent_back_is_not_submitted_again() {
    let office = returned();
    let tip = office.git("rev-parse HEAD");
    let ran = office.run("tran-van-binh", "2024-06-17 11:00", "review 2024-Q2");
    assert_eq!(ran.status, 3, "{}", ran.all());
    assert!(ran.all().contains("số liệu mục II chưa khớp"), "{}", ran.all());
    assert_eq!(tip, office.git("rev-parse HEAD"));
    let path = "reports/2024-Q2/tong-hop.md";
    let mended = office.read(path).replacen("Trên đây là", "Kính trình đây là", 1);
    office.write(path, &mended);
    office.run("le-thi-mai", "2024-06-17 12:00", "merge 2024-Q2").expect(0);
    let status = office.run("khong-ai", "2024-06-17 12:30", "status 2024-Q2 --format json").expect(0).out;
    assert!(status.contains("\"state\":\"drafted\""), "{status}");
    office.run("tran-van-binh", "2024-06-17 13:00", "review 2024-Q2").expect(0);
}

#[test]
fn the_board_says_late_only_of_what_is_late() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    let page = |when: &str| {
        let page = office.dir.path().join("bang.html");
        office.run("khong-ai", when, &format!("board 2024 --out {}", page.display())).expect(0);
        std::fs::read_to_string(&page).expect("a page")
    };
    let early = page("2024-06-04 08:00");
    assert!(!early.contains("(0%)") && early.contains("chưa đến hạn"), "{early}");
    assert!(page("2024-06-15 08:00").contains("(0%)"), "once the day has passed it is a share");
    office.fill_second_quarter();
    let (_, last) = baocao::commands::demo::sample::REPORTERS[0];
    for (_, person) in baocao::commands::demo::sample::REPORTERS.iter().filter(|(_, person)| *person != last) {
        office.run(person, "2024-06-15 09:00", "submit 2024-Q2").expect(0);
    }
    for (person, when, line) in [
        ("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2 --partial"),
        ("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2 --yes"),
        ("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2 --yes"),
        ("vu-thi-ngoc", "2024-06-18 10:00", "dispatch 2024-Q2 --number 12 --to UBND"),
        ("vu-thi-ngoc", "2024-06-18 11:00", "archive 2024-Q2"),
    ] {
        office.run(person, when, line).expect(0);
    }
    let filed = page("2024-09-01 08:00");
    assert!(!filed.contains("quá hạn") && filed.contains("không nộp"), "a filed period waits for nothing: {filed}");
}

#[test]
fn tables_take_the_width_of_the_window() {
    let office = returned();
    let program = env!("CARGO_BIN_EXE_baocao");
    let line = format!("stty cols 80; {program} -C {} status 2024-Q2 --color never", office.office.display());
    let Ok(out) = std::process::Command::new("script").args(["-qc", &line, "/dev/null"]).env_remove("COLUMNS").output()
    else {
        return;
    };
    let shown = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(shown.contains("Chi cục Tiêu chuẩn"), "{shown}");
    for line in shown.lines().filter(|line| line.starts_with(' ') || line.starts_with('─')) {
        assert!(line.trim_end().chars().count() <= 80, "{line}");
    }
}
