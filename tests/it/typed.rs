//! What people type: dates as they are shown to them, departments by name.

use crate::support::{Ran, Scratch};

fn opened() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office
}

#[test]
fn a_date_is_typed_as_it_is_shown() {
    let office = opened();
    let run = |line: &str| office.run("le-thi-mai", "2024-06-03 09:00", line);
    for (today, left) in [("10/6/2024", "còn 4 ngày"), ("2024-06-10", "còn 4 ngày"), ("15-06-2024", "đã qua 1 ngày")]
    {
        let shown = run(&format!("status 2024-Q2 --today {today}")).expect(0).out;
        assert!(shown.contains(left), "{today}: {shown}");
    }
    run("directive 2024-Q2 --due 12/6/2024 --basis \"CV 7/UBND\"").expect(0);
    assert!(run("status 2024-Q2").out.contains("12/6/2024"));
    let ran = run("directive 2024-Q2 --due 2024-06-12 --basis \"CV 7/UBND\"").expect(3);
    assert!(ran.err.contains("đã ghi rồi"), "{}", ran.err);
    for wrong in ["31/6/2024", "6/2024", "12/6/24"] {
        let ran = run(&format!("status 2024-Q2 --today {wrong}")).expect(2);
        assert!(ran.err.contains("ngày/tháng/năm"), "{}", ran.err);
    }
}

#[test]
fn a_department_is_named_by_its_name() {
    let office = opened();
    let submit = |at: &str, named: &str| {
        office.run("ngo-van-son", &format!("2024-06-12 {at}"), &format!("submit 2024-Q2 --department \"{named}\""))
    };
    let ran = submit("08:00", "Chi cục ABC").expect(2);
    assert!(ran.err.contains("thanh-tra (Thanh tra Sở)") && ran.err.contains("chi-cuc-tdc"), "{}", ran.err);
    let ran = submit("08:00", "thanh-trra").expect(2);
    assert!(ran.err.contains("có phải là “thanh-tra” (Thanh tra Sở)?"), "{}", ran.err);
    let ran = submit("08:00", "quản lý").expect(2);
    assert!(ran.err.contains("nhiều đơn vị") && !ran.err.contains("thanh-tra"), "{}", ran.err);
    submit("09:00", "Thanh tra Sở").expect(0);
    for (at, named) in [("09:10", "THANH TRA SO"), ("09:20", "thanh tra"), ("09:30", "Thanh tra")] {
        let ran = submit(at, named).expect(3);
        assert!(ran.err.contains("đã nộp đúng bản này"), "{named}: {}", ran.err);
    }
    let line = "return 2024-Q2 --department \"Thanh tra Sở\" --reason \"thiếu số\" --due 20/6/2024";
    office.run("tran-van-binh", "2024-06-12 10:00", line).expect(0);
    let path = "reports/2024-Q2/thanh-tra.md";
    office.write(path, &format!("{}\n", office.read(path)));
    let line = "submit 2024-Q2 --department thanhtra";
    office.run_answering(&["k"], "ngo-van-son", "2024-06-12 11:00", line).expect(2);
    office.run_answering(&["c"], "ngo-van-son", "2024-06-12 11:00", line).expect(0);
    let ran = office.run("khong-ai", "2024-06-12 12:00", "trend khong-co").expect(2);
    assert!(ran.err.contains("các chỉ tiêu: "), "{}", ran.err);
}

#[test]
fn what_git_is_doing_is_given_up_with_a_command_that_git_knows() {
    let office = opened();
    office.git("bisect start");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(3);
    assert!(ran.err.contains("git bisect reset"), "{}", ran.err);
    office.git("bisect reset");
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
}

#[test]
fn help_is_asked_for_in_both_ways() {
    let office = opened();
    let run = |line: &str| office.run("khong-ai", "2024-06-12 08:00", line).expect(0).out;
    assert_eq!(run("help submit"), run("submit --help"));
    assert_eq!(run("--lang en help roster apply"), run("--lang en roster apply --help"));
    assert_eq!(run("help"), run("--help"));
    assert!(run("help dispatch").contains("--number <SỐ>"), "{}", run("help dispatch"));
    assert!(run("--lang en help dispatch").contains("--number <NUMBER>"));
}

#[test]
fn english_is_english_in_log_and_verify() {
    let office = opened();
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "--lang en submit 2024-Q2").expect(0);
    assert!(ran.out.contains("submit: Thanh tra Sở, report of "), "{}", ran.out);
    let log = office.run("khong-ai", "2024-06-12 09:00", "--lang en log 2024-Q2").expect(0).out;
    assert!(log.contains("submit: Thanh tra Sở, report of ") && !log.contains("nộp:"), "{log}");
    assert!(office.git("log -1 --format=%s").starts_with("nộp: Thanh tra Sở"), "history has one language");
    let log = office.run("khong-ai", "2024-06-12 09:00", "log 2024-Q2").expect(0).out;
    assert!(log.contains("nộp: Thanh tra Sở, báo cáo Quý II năm 2024"), "{log}");
}

#[test]
fn the_roster_tells_programs_who_may_do_what() {
    let office = opened();
    let text = office.run("khong-ai", "2024-06-12 09:00", "roster show --format json").expect(0).out;
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["command"], "roster show");
    let people = json["people"].as_array().expect("people");
    let inspector = people.iter().find(|person| person["person"] == "ngo-van-son").expect("a person");
    assert_eq!((&inspector["department"], &inspector["roles"][0]), (&"thanh-tra".into(), &"don-vi".into()));
    assert!(json["keys"].as_array().is_some_and(|keys| !keys.is_empty()));
}

#[test]
fn what_is_still_to_be_done_is_said() {
    let office = opened();
    let path = "reports/2024-Q2/thanh-tra.md";
    office.write(path, &office.read(path).replacen("ky: 2024-Q2", "ky: 2024-Q1", 1));
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", &format!("fix {path}")).expect(0);
    assert!(ran.out.contains("lỗi phải sửa tay"), "{}", ran.out);
    let settings = office.read("baocao.toml");
    office.write("baocao.toml", &format!("{settings}\n# thêm\n"));
    let ran = office.run("dang-quoc-huy", "2024-06-12 08:00", "init").expect(0);
    assert!(ran.out.contains("baocao roster apply baocao.toml"), "{}", ran.out);
}

#[test]
fn settings_name_the_slip_and_the_cure() {
    let office = opened();
    let settings = office.read("baocao.toml");
    let told = |more: &str| {
        office.write("baocao.toml", &format!("{settings}\n{more}\n"));
        office.run("khong-ai", "2024-06-12 08:00", "check").expect(1).all()
    };
    let date = told("[lich.\"2024\"]\nnghi = [\"2024-04-30\"]\nlam_bu = 4/5/2024");
    assert!(date.contains("“4/5/2024” phải ghi theo dạng năm-tháng-ngày") && date.contains("ghi 2024-05-04"), "{date}");
    assert!(!date.contains("ngoặc kép"), "{date}");
    let comma = told("[van_ban]\nnoi_nhan = [\"UBND tỉnh\" \"Bộ KH&CN\"]");
    assert!(comma.contains("thiếu dấu phẩy") && comma.contains("[\"UBND tỉnh\", \"Bộ KH&CN\"]"), "{comma}");
}

#[test]
fn a_date_in_a_report_is_written_out() {
    let office = opened();
    let path = "reports/2024-Q2/thanh-tra.md";
    let text = office.read(path);
    let line = text.lines().find(|line| line.starts_with("so_lieu_den:")).expect("the field");
    office.write(path, &text.replacen(line, "so_lieu_den: 9/6/2024", 1));
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", &format!("check {path}")).expect(1);
    assert!(ran.all().contains("ghi như “so_lieu_den: 2024-06-09”"), "{}", ran.all());
}

#[test]
fn the_shell_is_offered_what_the_named_folder_has() {
    let office = opened();
    let line = "init 2024-DX-bao-lu --title \"Báo cáo nhanh bão lũ\" --due 20/6/2024 --basis \"CV 9/UBND\"";
    office.run("le-thi-mai", "2024-06-12 08:00", line).expect(0);
    let elsewhere = office.dir.path().join("home");
    let offered = |words: &[&str]| {
        let mut all = vec!["--", "baocao"];
        all.extend(words);
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_baocao"))
            .args(all)
            .current_dir(&elsewhere)
            .env("COMPLETE", "fish")
            .output()
            .expect("the program");
        String::from_utf8_lossy(&program.stdout).into_owned()
    };
    let folder = office.office.display().to_string();
    let periods = offered(&["-C", &folder, "status", "2024-"]);
    assert!(periods.contains("2024-Q2") && periods.contains("Báo cáo nhanh bão lũ"), "{periods}");
    let departments = offered(&["-C", &folder, "submit", "--department", "th"]);
    assert!(departments.contains("thanh-tra"), "{departments}");
    std::fs::write(elsewhere.join("bao-cao-moi.md"), "x").expect("a file");
    let files = offered(&["check", "bao-"]);
    assert!(files.contains("bao-cao-moi.md"), "{files}");
    let calendar = office.run("khong-ai", "2024-06-12 09:00", "calendar 2024").expect(0).out.replace("\r\n ", "");
    assert!(calendar.contains("SUMMARY:Hạn nộp: Báo cáo nhanh bão lũ"), "{calendar}");
}

/// Sends the inspectorate's report to the shared repository.
fn sending(office: &Scratch, at: &str) -> Ran {
    let path = std::env::var("PATH").expect("PATH");
    office.run_with(&[("PATH", &path)], "ngo-van-son", &format!("2024-06-12 {at}"), "submit 2024-Q2 --push")
}

#[cfg(unix)]
#[test]
fn a_server_without_the_program_is_a_fault_and_no_refusal() {
    use std::os::unix::fs::PermissionsExt;
    let office = opened();
    let shared = office.dir.path().join("chung.git");
    office.git(&format!("init -q --bare {}", shared.display()));
    office.git(&format!("remote add origin {}", shared.display()));
    office.git("push -q -u origin HEAD");
    let hook = shared.join("hooks/pre-receive");
    std::fs::create_dir_all(shared.join("hooks")).expect("a folder");
    std::fs::write(&hook, "#!/bin/sh\nexec khong-co-chuong-trinh hook pre-receive\n").expect("a hook");
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("a program");
    let ran = sending(&office, "08:00").expect(4);
    assert!(ran.err.contains("máy chủ của kho chung") && ran.err.contains("hook install"), "{}", ran.err);
}

#[test]
fn a_step_that_git_rewrote_is_taken_back_by_what_is_said() {
    let office = opened();
    let shared = office.dir.path().join("chung.git");
    office.git(&format!("init -q --bare {}", shared.display()));
    office.git(&format!("remote add origin {}", shared.display()));
    office.git("push -q -u origin HEAD");
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
    office.git("-c commit.gpgsign=false commit -q --amend --no-edit");
    let report = office.read("reports/2024-Q2/thanh-tra.md");
    let submit = || sending(&office, "09:00");
    let ran = submit().expect(3);
    let cure = ran.err.split("git reset --soft ").nth(1).and_then(|rest| rest.split(',').next()).expect("the cure");
    office.git(&format!("reset --soft {cure}"));
    assert_eq!(report, office.read("reports/2024-Q2/thanh-tra.md"));
    submit().expect(0);
    office.run("khong-ai", "2024-06-12 10:00", "verify").expect(0);
}
