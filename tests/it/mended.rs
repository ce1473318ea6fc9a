//! Faults that people met when they used the program for the first time, or tried to break it: none comes back.

use crate::support::{PATIENCE, Scratch};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn opened() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office
}

/// The program itself, ended if it waits for what never comes; its status.
fn really(office: &Scratch, key: &str, line: &str) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(line.split(' ')).current_dir(&office.office).env("HOME", office.dir.path().join("home"));
    command.env("BAOCAO_KEY", office.key(key)).env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("its state") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

#[cfg(unix)]
#[test]
fn pipes_and_links_in_a_handed_over_folder_hold_nobody_up() {
    let office = opened();
    let git = office.office.join(".git");
    let outside = office.dir.path().join("ngoai");
    for name in
        ["baocao-journal", "baocao.lock", "HEAD", "config", "index", "refs/heads/main", "objects/info/alternates"]
    {
        let path = git.join(name);
        let kept = std::fs::read(&path).ok();
        let _ = std::fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
        for line in ["verify", "status", "check", "submit 2024-Q2"] {
            let status = really(&office, "ngo-van-son", line);
            assert!(status.is_some(), "{line} waits for {name}");
        }
        std::fs::remove_file(&path).expect("the pipe");
        if let Some(kept) = kept {
            std::fs::write(&path, kept).expect("the file");
        }
    }
    let _ = std::fs::remove_file(git.join("baocao.lock"));
    std::os::unix::fs::symlink(&outside, git.join("baocao.lock")).expect("a link");
    assert_eq!(really(&office, "ngo-van-son", "submit 2024-Q2"), Some(4));
    assert!(!outside.exists());
}

#[test]
fn a_checkout_for_looking_can_be_read_and_not_written() {
    let office = opened();
    office.git("checkout -q --detach");
    for line in ["verify", "status", "check", "log 2024-Q2", "trust --list"] {
        let ran = office.run("dang-quoc-huy", "2024-06-12 08:00", line);
        assert!(ran.status <= 1 && !ran.all().contains("không đứng trên nhánh"), "{line}: {}", ran.all());
    }
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2");
    assert!(ran.status == 4 && ran.err.contains("git switch main"), "{}", ran.all());
}

#[test]
fn no_step_is_recorded_in_the_middle_of_somebodys_merge() {
    let office = opened();
    office.git("branch khac");
    std::fs::write(office.office.join("ghi-chu.txt"), "x").expect("a file");
    office.git("add ghi-chu.txt");
    office.git("stash -q");
    office.git("switch -q khac");
    office.git("stash pop -q");
    office.git("commit -q -m khac");
    office.git("switch -q main");
    office.git("merge -q --no-commit --no-ff khac");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2");
    assert!(ran.status == 3 && ran.err.contains("git merge --abort"), "{}", ran.all());
    office.git("merge --abort");
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
}

#[test]
fn an_office_with_one_chief_is_never_stuck() {
    let office = opened();
    office.everybody_submits();
    let step = |person: &str, when: &str, line: &str| {
        let ran = office.run(person, &format!("2024-06-{when}"), line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.all());
    };
    step("le-thi-mai", "17 08:00", "merge 2024-Q2");
    step("tran-van-binh", "18 08:00", "review 2024-Q2");
    step("nguyen-duc-thinh", "18 09:00", "approve 2024-Q2 --instructions “Viết gọn”");
    let text = office.read("reports/2024-Q2/tong-hop.md");
    office.write("reports/2024-Q2/tong-hop.md", &text.replacen("báo cáo", "xin báo cáo", 1));
    step("tran-van-binh", "18 10:00", "finalize 2024-Q2");
    step("nguyen-duc-thinh", "18 11:00", "return 2024-Q2 --reason “Xem lại phần II”");
    let text = office.read("reports/2024-Q2/tong-hop.md");
    office.write("reports/2024-Q2/tong-hop.md", &text.replacen("xin báo cáo", "trân trọng báo cáo", 1));
    step("le-thi-mai", "18 12:00", "merge 2024-Q2");
    let status = office.run("le-thi-mai", "2024-06-18 12:10", "status 2024-Q2");
    assert!(status.out.contains("Tiếp theo: Chánh Văn phòng Trần Văn Bình"), "{}", status.out);
    step("tran-van-binh", "18 13:00", "review 2024-Q2");
    step("nguyen-duc-thinh", "18 14:00", "approve 2024-Q2");
}

#[test]
fn the_key_that_was_made_is_the_key_that_signs() {
    let office = Scratch::empty();
    let ran = office.run("khong-ai", "2024-01-02 08:00", "key new --no-passphrase");
    assert!(ran.status == 0 && ran.out.contains("từ nay baocao ký bằng khoá này"), "{}", ran.all());
    office.run("khong-ai", "2024-01-02 08:00", "init").expect(0);
    let public = std::fs::read_to_string(office.dir.path().join("home/.ssh/id_baocao.pub")).expect("the public half");
    let settings = baocao::commands::demo::sample::settings_with_keys(|id| {
        Ok(if id == "dang-quoc-huy" { public.trim().to_string() } else { office.make_key(id) })
    });
    office.write("baocao.toml", &settings.expect("settings"));
    let ran = office.run("khong-ai", "2024-01-02 08:10", "init --yes");
    assert_eq!(ran.status, 0, "{}", ran.all());
    assert!(office.git("log -1 --format=%B").contains("Baocao-Actor: dang-quoc-huy"));
}

#[test]
fn the_office_that_is_proven_is_named_by_its_root_and_not_by_a_file() {
    let office = opened();
    let settings = office.read("baocao.toml");
    office.write("baocao.toml", &settings.replacen("Sở Khoa học và Công nghệ", "Bộ Công an", 1));
    let again = office.run("dang-quoc-huy", "2024-06-12 08:00", "trust");
    assert!(again.status == 0 && !again.out.contains("Bộ Công an"), "{}", again.all());
    let verify = office.run("dang-quoc-huy", "2024-06-12 08:00", "verify");
    let root = office.git("rev-list --max-parents=0 HEAD");
    assert!(verify.out.contains(&format!("Sở Khoa học và Công nghệ, commit gốc {}", root.trim())), "{}", verify.out);
}

#[test]
fn dates_that_cannot_be_are_not_recorded() {
    let office = opened();
    let due = office.run("le-thi-mai", "2024-06-12 08:00", "directive 2024-Q2 --due 2001-01-01 --basis CV");
    assert!(due.status == 2 && due.err.contains("đã qua"), "{}", due.all());
    office.everybody_submits();
    office.approve_second_quarter();
    for day in ["1990-01-01", "2024-06-17", "2024-06-20", "2030-01-01"] {
        let line = format!("dispatch 2024-Q2 --number 5 --to UBND --date {day}");
        let ran = office.run("vu-thi-ngoc", "2024-06-19 08:00", &line);
        assert!(ran.status == 2 && ran.err.contains("không thể là ngày của văn bản"), "{day}: {}", ran.all());
    }
    office.run("vu-thi-ngoc", "2024-06-19 08:00", "dispatch 2024-Q2 --number 5 --to UBND --date 2024-06-18").expect(0);
}

#[cfg(target_os = "linux")]
#[test]
fn words_that_do_not_arrive_are_a_fault() {
    let office = opened();
    for line in ["verify --format json", "check 2024-Q2", "log 2024-Q2", "schema"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        command.args(line.split(' ')).current_dir(&office.office).env("HOME", office.dir.path().join("home"));
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        let status = command.stdout(full).stderr(Stdio::null()).status().expect("it starts");
        assert_eq!(status.code(), Some(4), "{line}");
    }
}

#[test]
fn what_is_no_report_is_a_fault_of_the_document() {
    let office = opened();
    let path = office.office.join("reports/2024-Q2/thanh-tra.md");
    std::fs::write(&path, vec![b'a'; 5_000_000]).expect("a file");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2");
    assert!(ran.status == 1 && ran.out.contains("file-too-large"), "{}", ran.all());
    std::fs::remove_file(&path).expect("the file");
    std::fs::create_dir(&path).expect("a folder");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2");
    assert!(ran.status == 1 && ran.out.contains("file-irregular"), "{}", ran.all());
    let ran = office.run("tran-van-binh", "2024-06-12 08:00", "return 2024-Q2 --department abc --reason x");
    assert!(ran.status == 2 && ran.err.contains("không có đơn vị “abc”"), "{}", ran.all());
    std::fs::remove_dir_all(office.office.join(".git")).expect("the history");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "status");
    assert!(ran.status == 4 && ran.err.contains("không có lịch sử"), "{}", ran.all());
}

#[test]
fn an_old_copy_shown_as_the_newest_is_noticed() {
    let office = opened();
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
    office.run("dang-quoc-huy", "2024-06-12 09:00", "verify").expect(0);
    office.git("reset -q --hard HEAD~1");
    for line in ["verify", "verify 2024-Q2"] {
        let ran = office.run("dang-quoc-huy", "2024-06-12 10:00", line);
        assert!(ran.status == 1 && ran.out.contains("history-rewound"), "{line}: {}", ran.all());
    }
    assert_eq!(office.run("dang-quoc-huy", "2024-06-12 10:00", "trust").status, 3);
    office.run("dang-quoc-huy", "2024-06-12 10:00", "trust --yes").expect(0);
    office.run("dang-quoc-huy", "2024-06-12 10:10", "verify").expect(0);
    // What was never sent may be taken back without a word.
    let bare = office.dir.path().join("kho.git");
    office.git(&format!("init -q --bare -b main {}", bare.display()));
    office.git(&format!("remote add origin {}", bare.display()));
    office.git("push -q -u origin main");
    office.fill_second_quarter();
    office.run("ngo-van-son", "2024-06-13 08:00", "submit 2024-Q2").expect(0);
    office.run("dang-quoc-huy", "2024-06-13 09:00", "verify").expect(0);
    office.git("reset -q --hard origin/main");
    office.run("dang-quoc-huy", "2024-06-13 10:00", "verify").expect(0);
}
