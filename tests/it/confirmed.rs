//! What people are shown and asked before a step that cannot be taken back.

use crate::support::Scratch;
use baocao::commands::demo::sample;

const DRAFT: &str = "reports/2024-Q2/tong-hop.md";

/// The sample Sở's second quarter, reviewed.
fn reviewed() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    office.run("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2").expect(0);
    office
}

/// The same, approved with instructions.
fn instructed() -> Scratch {
    let office = reviewed();
    let line = "approve 2024-Q2 --instructions \"bổ sung số liệu luỹ kế\"";
    office.run("nguyen-duc-thinh", "2024-06-18 09:00", line).expect(0);
    office
}

#[test]
fn instructions_are_shown_until_they_are_carried_out() {
    let office = instructed();
    let shown = |line: &str| office.run("khong-ai", "2024-06-18 09:30", line).expect(0).out;
    let status = shown("status 2024-Q2");
    for words in ["Ý kiến: ", "bổ sung số liệu luỹ kế", "Nguyễn Đức Thịnh", "9:00 ngày 18/6/2024"]
    {
        assert!(status.contains(words), "{words}: {status}");
    }
    let json: serde_json::Value = serde_json::from_str(&shown("status 2024-Q2 --format json")).expect("JSON");
    assert_eq!(json["instructions"]["text"], "bổ sung số liệu luỹ kế");
    let page = office.dir.path().join("bang.html");
    shown(&format!("board 2024 --out {}", page.display()));
    assert!(std::fs::read_to_string(&page).expect("a page").contains("bổ sung số liệu luỹ kế"));
    office.write(DRAFT, &office.read(DRAFT).replacen("Trên đây là", "Kính trình đây là", 1));
    let ran = office.run("tran-van-binh", "2024-06-18 10:00", "finalize 2024-Q2").expect(0);
    for words in ["bổ sung số liệu luỹ kế", "-Trên đây là", "+Kính trình đây là"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(!shown("status 2024-Q2").contains("Ý kiến: "));
}

#[test]
fn a_completion_without_a_change_needs_a_reason() {
    let office = instructed();
    let tip = office.git("rev-parse HEAD");
    let run = |line: &str| office.run("tran-van-binh", "2024-06-18 10:00", line);
    let ran = run("finalize 2024-Q2").expect(3);
    for words in ["bổ sung số liệu luỹ kế", "--unchanged --reason"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    run("finalize 2024-Q2 --unchanged").expect(2);
    run("finalize 2024-Q2 --reason \"số đã đúng\"").expect(2);
    let text = office.read(DRAFT);
    office.write(DRAFT, &text.replacen("Trên đây là", "Kính trình đây là", 1));
    run("finalize 2024-Q2 --unchanged --reason \"số đã đúng\"").expect(3);
    office.write(DRAFT, &text);
    assert_eq!(tip, office.git("rev-parse HEAD"));
    run("finalize 2024-Q2 --unchanged --reason \"số đã đúng\"").expect(0);
    assert!(office.git("log -1 --format=%B").contains("\nBaocao-Reason: số đã đúng\n"));
    let log = office.run("khong-ai", "2024-06-18 11:00", "log 2024-Q2").expect(0).out;
    assert!(log.contains("không sửa gì, lý do: số đã đúng"), "{log}");
    office.run("khong-ai", "2024-06-18 11:00", "verify").expect(0);
}

#[test]
fn a_completion_is_asked_about_at_a_terminal() {
    let office = instructed();
    office.write(DRAFT, &office.read(DRAFT).replacen("Trên đây là", "Kính trình đây là", 1));
    let tip = office.git("rev-parse HEAD");
    let line = "finalize 2024-Q2";
    let ran = office.run_answering(&["k"], "tran-van-binh", "2024-06-18 10:00", line).expect(3);
    assert!(ran.err.contains("+Kính trình đây là") && ran.err.contains("[c/K]"), "{}", ran.err);
    assert_eq!(tip, office.git("rev-parse HEAD"));
    let ran = office.run_answering(&[], "tran-van-binh", "2024-06-18 10:00", "finalize 2024-Q2 --yes").expect(0);
    assert!(!ran.err.contains("[c/K]"), "{}", ran.err);
}

#[test]
fn a_step_that_cannot_be_taken_back_is_summarised_and_asked_about() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    let (_, last) = sample::REPORTERS[0];
    for (_, person) in sample::REPORTERS.iter().filter(|(_, person)| *person != last) {
        office.run(person, "2024-06-13 09:00", "submit 2024-Q2").expect(0);
    }
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2 --partial").expect(0);
    let steps: [(&str, &str, &str, &[&str]); 4] = [
        ("tran-van-binh", "18 08:00", "review 2024-Q2", &["Quý II năm 2024", "7 đơn vị", "CÒN THIẾU: "]),
        ("nguyen-duc-thinh", "18 09:00", "approve 2024-Q2", &["Quý II năm 2024", "7 đơn vị", "CÒN THIẾU: "]),
        (
            "vu-thi-ngoc",
            "19 09:00",
            "dispatch 2024-Q2 --number 12 --to \"UBND tỉnh\" --date 18/6/2024",
            &["số: 12/BC-SKHCN", "ngày: 18/6/2024", "nơi nhận: UBND tỉnh", "tệp: "],
        ),
        ("vu-thi-ngoc", "20 09:00", "archive 2024-Q2", &["số 12/BC-SKHCN ngày 18/6/2024"]),
    ];
    for (person, when, line, words) in steps {
        let when = format!("2024-06-{when}");
        let tip = office.git("rev-parse HEAD");
        for no in ["k", ""] {
            let ran = office.run_answering(&[no], person, &when, line).expect(3);
            for word in words.iter().chain(&["[c/K]", "chưa ghi gì"]) {
                assert!(ran.err.contains(word), "{line}, {word}: {}", ran.err);
            }
        }
        assert_eq!(tip, office.git("rev-parse HEAD"));
        let ran = office.run_answering(&["c"], person, &when, line).expect(0);
        assert_eq!(ran.err.matches("[c/K]").count(), 1, "{}", ran.err);
    }
    office.git("restore reports/2024-Q2/van-phong.md");
    office.run("khong-ai", "2024-06-21 08:00", "verify").expect(0);
}

#[test]
fn scripts_and_refusals_are_not_asked() {
    let office = reviewed();
    // A refusal comes before the question and before the passphrase.
    let ran = office.run_answering(&["c"], "tran-van-binh", "2024-06-18 09:00", "approve 2024-Q2").expect(3);
    assert!(!ran.err.contains("[c/K]"), "{}", ran.err);
    let ran = office.run_answering(&[], "nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2 --yes").expect(0);
    assert!(!ran.err.contains("[c/K]"), "{}", ran.err);
    let ran = office.run("vu-thi-ngoc", "2024-06-19 09:00", "dispatch 2024-Q2 --number 12 --to UBND").expect(0);
    assert!(!ran.err.contains("[c/K]"), "{}", ran.err);
}

#[test]
fn the_next_free_number_is_proposed() {
    let office = reviewed();
    office.run("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2").expect(0);
    let line = "dispatch 2024-Q2 --to UBND";
    let ran = office.run("vu-thi-ngoc", "2024-06-19 09:00", line).expect(2);
    assert!(ran.err.contains("--number") && ran.err.contains("01/BC-SKHCN"), "{}", ran.err);
    office.run_answering(&["k"], "vu-thi-ngoc", "2024-06-19 09:00", line).expect(2);
    let ran = office.run_answering(&["c", "c"], "vu-thi-ngoc", "2024-06-19 09:00", line).expect(0);
    assert!(ran.err.contains("Lấy số kế tiếp còn trống là 01/BC-SKHCN?"), "{}", ran.err);
    let register = office.run("khong-ai", "2024-06-19 10:00", "register 2024").expect(0).out;
    assert!(register.contains("01/BC-SKHCN"), "{register}");
}

/// What the clerk of an office with such settings is shown before the sending.
fn asked_in(settings: &str) -> String {
    let office = Scratch::since_2023(settings);
    let (_, report) = sample::SECOND_QUARTER.iter().find(|(id, _)| *id == "thanh-tra").expect("its report");
    office.approve_period("2024-Q2", "2024-06-12", &[("thanh-tra", report)]);
    office.run_answering(&["k"], "vu-thi-ngoc", "2024-06-13 09:00", "dispatch 2024-Q2 --number 7 --to UBND").err
}

#[test]
fn an_office_says_which_documents_share_a_series_of_numbers() {
    let gap = "số kế tiếp theo các báo cáo đã gửi là 01/BC-SKHCN";
    let per_kind = asked_in("[van_ban]\ndanh_so = \"theo-loai\"\n");
    assert!(per_kind.contains(gap) && !per_kind.contains("sổ văn bản đi"), "{per_kind}");
    let all = asked_in("[van_ban]\ndanh_so = \"chung\"\n");
    assert!(!all.contains(gap) && all.contains("mọi loại văn bản chung một dãy số"), "{all}");
    let group = asked_in("[van_ban]\ndanh_so = [\"BC\", \"TTr\", \"KH\"]\n");
    assert!(!group.contains(gap) && group.contains("TTr, KH cùng dãy số với báo cáo"), "{group}");
    let unsaid = asked_in("[van_ban]\ndau_thanh = \"moi\"\n");
    assert!(!unsaid.contains("lưu ý"), "{unsaid}");
}

#[test]
fn wrong_passphrases_do_not_end_the_command_at_once() {
    let office = Scratch::empty();
    let made = office.run_answering(&["mật khẩu", "mật khẩu"], "an", "2024-01-01 08:00", "key new khoa-an").expect(0);
    assert!(made.out.contains("ssh-add"), "{}", made.out);
    let line = made.out.lines().find(|line| line.starts_with("ssh-ed25519 ")).expect("a public line").to_string();
    office.run("an", "2024-01-01 08:00", "init").expect(0);
    let settings = format!(
        "phien_ban = 1\n[co_quan]\nten = \"Sở Thử\"\nchu_quan = \"UBND tỉnh\"\ndia_danh = \"Huế\"\nky_hieu = \"ST\"\n\n[[don_vi]]\nma = \"van-phong\"\nten = \"Văn phòng\"\n\n[[nguoi]]\nma = \"an\"\nho_ten = \"An\"\nvai_tro = [\"quan-tri\", \"chuyen-vien\"]\nkhoa = [\"{line}\"]\n"
    );
    office.write("baocao.toml", &settings);
    let init = |answers: &[&str]| office.run_answering(answers, "an", "2024-01-01 09:00", "init --yes --key khoa-an");
    let ran = init(&["sai", "sai", "sai"]).expect(4);
    assert!(ran.err.contains("còn 1 lần nhập") && ran.err.contains("ssh-add"), "{}", ran.err);
    init(&["sai", "sai", "mật khẩu"]).expect(0);
    // What is refused anyway asks for no passphrase.
    let open = |when: &str, answers: &[&str]| office.run_answering(answers, "an", when, "init 2024-Q1 --key khoa-an");
    open("2024-03-01 08:00", &["sai", "mật khẩu"]).expect(0);
    let ran = open("2024-03-01 09:00", &["mật khẩu"]).expect(3);
    assert!(!ran.err.contains("Mật khẩu của khoá"), "{}", ran.err);
}
