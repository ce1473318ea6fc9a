//! Departments' own branches: sent by real processes through the hook, taken in by the office, proven years later.

use crate::sharing::{clone, finish, hooked, office, report, server, start};
use crate::support::Scratch;
use serde_json::Value;
use std::path::{Path, PathBuf};

const PERIOD: &str = "2026-12";

fn shared(departments: usize) -> (Scratch, PathBuf, String) {
    let office = office(departments);
    let bare = hooked(&office);
    let address = format!("file://{}", bare.display());
    (office, bare, address)
}

fn write(folder: &Path, n: usize, text: &str) {
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-{n:03}.md")), text).expect("a report");
}

fn run(office: &Scratch, folder: &Path, person: &str, line: &str, status: i32) -> String {
    let (code, said) = finish(start(office, folder, person, line));
    assert_eq!(code, Some(status), "{line}: {said}");
    said
}

#[test]
fn what_departments_push_to_their_branches_is_taken_in_proven_and_told_with_both_clocks() {
    let (office, bare, address) = shared(3);
    let main = |folder: &Path| office.try_git(folder, "rev-parse refs/remotes/origin/main").1;
    let clones: Vec<PathBuf> = (0..3).map(|n| clone(&office, &address, &format!("may-{n}"))).collect();
    let before = main(&clones[0]);
    for (n, folder) in clones.iter().enumerate() {
        write(folder, n, &report(n));
        let said = run(&office, folder, &format!("nguoi-{n:03}"), "submit --push --branch", 0);
        assert!(said.contains(&format!("nop/{PERIOD}/dv-{n:03}")), "{said}");
        // The line itself has not moved, here or there.
        assert_eq!(office.try_git(folder, "rev-parse HEAD").1.trim(), before.trim());
    }
    assert_eq!(office.git(&format!("-C {} rev-parse main", bare.display())).trim(), before.trim());
    // The second text of a department stands on its first; exactly the same text again is no submission.
    let again = format!("submit {PERIOD} --push --branch");
    run(&office, &clones[0], "nguoi-000", &again, 3);
    write(&clones[0], 0, &report(0).replace("nhiệm vụ.", "nhiệm vụ, vượt kế hoạch."));
    run(&office, &clones[0], "nguoi-000", &again, 0);

    // Only the office takes in; one commit brings all three, and it can be shared like any other.
    run(&office, &clones[0], "nguoi-000", &format!("receive {PERIOD} --push"), 3);
    let desk = clone(&office, &address, "van-phong");
    let said = run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    assert!(said.contains("thu thập"), "{said}");
    let parents = office.try_git(&desk, "log -1 --format=%P").1;
    assert_eq!(parents.split_whitespace().count(), 4, "{parents}");
    assert!(
        std::fs::read_to_string(desk.join(format!("reports/{PERIOD}/dv-000.md")))
            .expect("it")
            .contains("vượt kế hoạch")
    );
    let nothing = run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 3);
    assert!(nothing.contains("không có nhánh nào"), "{nothing}");

    // Proven from a fresh clone, by git too; told with who submitted and both clocks.
    let later = clone(&office, &address, "thanh-tra");
    run(&office, &later, "le-thi-mai", "verify", 0);
    assert!(office.try_git(&later, "fsck --strict").0);
    let log: Value =
        serde_json::from_str(&run(&office, &later, "le-thi-mai", &format!("log {PERIOD} --format json"), 0))
            .expect("JSON");
    let acts: Vec<&str> = log["acts"].as_array().expect("acts").iter().filter_map(|a| a["act"].as_str()).collect();
    assert_eq!(acts, ["open", "submit", "submit", "submit", "submit", "receive"]);
    let told = run(&office, &later, "le-thi-mai", &format!("log {PERIOD}"), 0);
    assert!(told.contains("Người 0") && told.contains("nhận lúc"), "{told}");
    let status: Value =
        serde_json::from_str(&run(&office, &later, "le-thi-mai", &format!("status {PERIOD} --format json"), 0))
            .expect("JSON");
    assert_eq!((&status["received"], &status["departments"][0]["by"]), (&3.into(), &"Người 0".into()));

    // The department's folder follows though its report was never committed there, and what is being edited stays.
    write(&clones[2], 2, "đang viết lại");
    for (n, left) in [(1, false), (2, true)] {
        // Not in the middle of somebody's own merge.
        let head = office.try_git(&clones[n], "rev-parse HEAD").1;
        let merging = clones[n].join(".git/MERGE_HEAD");
        std::fs::write(&merging, &head).expect("a merge");
        let said = run(&office, &clones[n], &format!("nguoi-{n:03}"), "update", 3);
        assert!(said.contains("đang dở một lệnh git merge"), "{said}");
        assert_eq!(office.try_git(&clones[n], "rev-parse HEAD").1, head);
        std::fs::remove_file(&merging).expect("the merge");
        let said = run(&office, &clones[n], &format!("nguoi-{n:03}"), "update", 0);
        assert_eq!(said.contains("được để nguyên"), left, "{said}");
        let dirty = office.try_git(&clones[n], "status --porcelain").1;
        assert_eq!(dirty.trim().is_empty(), !left, "{dirty}");
    }
    assert!(run(&office, &clones[1], "nguoi-001", "update", 0).contains("bản mới nhất"));
    // The next submission goes on from there: branch or line, as it likes.
    let fresh = clone(&office, &address, "may-1b");
    write(&fresh, 1, &report(1).replace("nhiệm vụ.", "nhiệm vụ mới."));
    run(&office, &fresh, "nguoi-001", &again, 0);
    write(&fresh, 1, &report(1).replace("nhiệm vụ.", "nhiệm vụ khác."));
    run(&office, &fresh, "nguoi-001", &format!("submit {PERIOD} --push"), 0);
    // What waited on the branch is older than what the line has by now: it is not taken in behind its department's back.
    let older = run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 3);
    assert!(older.contains("không có nhánh nào"), "{older}");
    run(&office, &desk, "le-thi-mai", &format!("merge {PERIOD} --partial --push"), 0);
    run(&office, &desk, "le-thi-mai", "verify", 0);
}

#[test]
fn the_server_keeps_departments_on_their_own_branches() {
    let (office, _, address) = shared(2);
    let honest = clone(&office, &address, "may-0");
    write(&honest, 0, &report(0));
    run(&office, &honest, "nguoi-000", "submit --push --branch", 0);
    let evil = clone(&office, &address, "may-x");
    let git = |line: &str| office.try_git(&evil, line);
    let push = |what: &str, words: &str| {
        let mut command = std::process::Command::new("git");
        command.args(["push", "-q", "origin"]).args(what.split(' ')).current_dir(&evil);
        command.env("HOME", office.dir.path().join("home")).env("GIT_CONFIG_NOSYSTEM", "1");
        let own = Path::new(env!("CARGO_BIN_EXE_baocao")).parent().expect("a folder").to_path_buf();
        let rest = std::env::var_os("PATH").unwrap_or_default();
        command.env(
            "PATH",
            std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&rest))).expect("a path"),
        );
        let done = command.output().expect("git");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(words), "{what}: {said}");
    };
    let commit = |person: &str, file: &str, text: &str| {
        assert!(git("reset -q --hard origin/main").0);
        std::fs::write(evil.join(file), text).expect("a file");
        assert!(git("add -A").0);
        let sign = format!("-c gpg.format=ssh -c user.signingkey={} commit -q -S -m sửa", office.key(person).display());
        assert!(git(&sign).0);
    };
    let own = format!("reports/{PERIOD}/dv-001.md");
    // No submission at the end, somebody else's branch, somebody else's file, nobody's name, deletion, another office's period.
    commit("nguoi-001", &own, &report(1));
    push(&format!("main:refs/heads/nop/{PERIOD}/dv-001"), "không phải bước nộp");
    push(&format!("main:refs/heads/nop/{PERIOD}/dv-000"), "rejected");
    push(&format!("main:refs/heads/nop/{PERIOD}/dv-009"), "không");
    push("main:refs/heads/nop/2026-11/dv-001", "không");
    push("main:refs/heads/nop/khac", "chỉ nhận nhánh");
    push(&format!(":refs/heads/nop/{PERIOD}/dv-000"), "nop");
    commit("nguoi-000", &own, &report(1));
    push(&format!("main:refs/heads/nop/{PERIOD}/dv-001"), "không nhận lần gửi này");
    // What a department has sent is not taken back by force.
    push(&format!("--force origin/main:refs/heads/nop/{PERIOD}/dv-000"), "nop");
    // Dated days ago.
    let late = clone(&office, &address, "may-muon");
    write(&late, 1, &report(1));
    let ran = office.run_at(&late, "nguoi-001", "2026-11-20 08:00", "submit");
    assert_eq!(ran.status, 0, "{}", ran.all());
    assert!(git(&format!("fetch -q {} main", late.display())).0);
    push(&format!("FETCH_HEAD:refs/heads/nop/{PERIOD}/dv-001"), "lệch quá 10 phút");
    // The honest one is still there and is taken in.
    let desk = clone(&office, &address, "van-phong");
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
}

#[test]
fn settings_send_submissions_to_branches_by_themselves() {
    // The administrator and one more agree: from now on everything goes to branches, and the office's clock decides.
    let office = office(1);
    let text = office.read("baocao.toml");
    let changed = text.replace("[tin_cay]\n", "[tin_cay]\nnhanh_nop = \"luon\"\ngio_nop = \"nhan\"\n");
    assert_ne!(text, changed);
    office.write("moi.toml", &changed);
    office.run("tran-van-binh", "2026-11-04 08:00", "roster endorse moi.toml").expect(0);
    office.run("dang-quoc-huy", "2026-11-04 08:10", "roster apply moi.toml").expect(0);
    let bare = server(&office);
    let address = format!("file://{}", bare.display());
    let folder = clone(&office, &address, "may");
    write(&folder, 0, &report(0));
    let said = run(&office, &folder, "nguoi-000", "submit --push", 0);
    assert!(said.contains("nhánh riêng"), "{said}");
    let desk = clone(&office, &address, "van-phong");
    let status = run(&office, &desk, "le-thi-mai", &format!("status {PERIOD}"), 0);
    assert!(status.contains("chờ thu nhận"), "{status}");
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD}"), 0);
    let status = run(&office, &desk, "le-thi-mai", &format!("status {PERIOD}"), 0);
    assert!(status.contains("Văn phòng nhận lúc"), "{status}");
}

#[test]
fn the_server_signs_when_it_took_a_push_in_and_nobody_else_does() {
    let office = office(2);
    // The server's key stands on the roster, agreed to like the people.
    let server_line = office.make_key("may-chu");
    let text = office.read("baocao.toml");
    office.write("moi.toml", &text.replace("[tin_cay]\n", &format!("[tin_cay]\nmay_chu = [\"{server_line}\"]\n")));
    office.run("tran-van-binh", "2026-11-04 08:00", "roster endorse moi.toml").expect(0);
    office.run("dang-quoc-huy", "2026-11-04 08:10", "roster apply moi.toml").expect(0);
    let bare = server(&office);
    let root = office.git("rev-list --max-parents=0 HEAD");
    let key = office.key("may-chu");
    let line = format!("hook install --root {} --receipt-key {}", root.trim(), key.display());
    let said = office.run_at(&bare, "", "2026-11-04 09:00", &line);
    assert!(said.status == 0 && said.err.contains("may_chu = ["), "{}", said.all());
    let address = format!("file://{}", bare.display());
    let folder = clone(&office, &address, "may-0");
    write(&folder, 0, &report(0));
    run(&office, &folder, "nguoi-000", "submit --push", 0);
    let other = clone(&office, &address, "may-1");
    write(&other, 1, &report(1));
    run(&office, &other, "nguoi-001", "submit --push --branch", 0);
    let desk = clone(&office, &address, "van-phong");
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    let log = |folder: &Path| -> Value {
        serde_json::from_str(&run(&office, folder, "le-thi-mai", &format!("log {PERIOD} --format json"), 0))
            .expect("JSON")
    };
    let seen: Vec<(String, bool)> = log(&desk)["acts"]
        .as_array()
        .expect("acts")
        .iter()
        .map(|act| (act["act"].as_str().unwrap_or_default().to_string(), act["server_at"].is_string()))
        .collect();
    let wanted = [("open", false), ("submit", true), ("submit", true), ("receive", true)];
    assert_eq!(seen, wanted.map(|(act, had)| (act.to_string(), had)));
    let told = run(&office, &desk, "le-thi-mai", &format!("log {PERIOD}"), 0);
    assert!(told.contains("máy chủ nhận lúc"), "{told}");
    // The receipts are ordinary signed commits; nobody can push any.
    let count = office.git(&format!("-C {} rev-list --count refs/baocao/receipts", bare.display()));
    assert_eq!(count.trim(), "3");
    let (ok, said) = office.try_git(&desk, "push -q origin +HEAD:refs/baocao/receipts");
    assert!(!ok, "{said}");
    // A receipt by a person's key, in a clone that somebody hands over, says nothing and breaks nothing.
    assert!(office.try_git(&desk, "checkout -q --detach refs/baocao/receipts").0);
    let sign = format!(
        "-c gpg.format=ssh -c user.signingkey={} commit -q -S --allow-empty -m giả",
        office.key("nguoi-000").display()
    );
    assert!(office.try_git(&desk, &sign).0);
    assert!(
        office.try_git(&desk, "update-ref refs/baocao/receipts HEAD").0 && office.try_git(&desk, "checkout -q main").0
    );
    let told = run(&office, &desk, "le-thi-mai", "verify -v", 0);
    assert!(told.contains("1 biên nhận của kho chung không tin được") && told.contains("máy chủ nhận lúc"), "{told}");
}

#[test]
fn a_branch_that_can_no_longer_be_taken_in_is_followed_by_the_next() {
    let (office, _, address) = shared(2);
    let again = format!("submit {PERIOD} --push --branch");
    let text = |n: usize, words: &str| report(n).replace("nhiệm vụ.", words);
    // The department goes on upon the line while its first text waits on the branch.
    let folder = clone(&office, &address, "may-0");
    for (words, line) in [("một.", again.as_str()), ("hai.", &format!("submit {PERIOD} --push")), ("ba.", &again)] {
        write(&folder, 0, &text(0, words));
        run(&office, &folder, "nguoi-000", line, 0);
    }
    // Another replaces the key with which a waiting text was signed.
    let other = clone(&office, &address, "may-1");
    write(&other, 1, &report(1));
    run(&office, &other, "nguoi-001", &again, 0);
    office.make_key("khoa-moi");
    run(
        &office,
        &other,
        "nguoi-001",
        &format!("roster rotate --push --new-key {}", office.key("khoa-moi").display()),
        0,
    );
    let desk = clone(&office, &address, "van-phong");
    let said = run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 1);
    assert!(said.contains("không thu nhận nhánh của “dv-001”") && said.contains("thu thập"), "{said}");
    write(&other, 1, &text(1, "bằng khoá mới."));
    let said = run(&office, &other, "khoa-moi", &again, 0);
    assert!(said.contains(&format!("nop/{PERIOD}/dv-001.2")), "{said}");
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    let status = run(&office, &desk, "le-thi-mai", &format!("status {PERIOD}"), 0);
    assert!(!status.contains("chờ thu nhận"), "{status}");
    assert!(std::fs::read_to_string(desk.join(format!("reports/{PERIOD}/dv-000.md"))).expect("it").contains("ba."));
    run(&office, &desk, "le-thi-mai", "verify", 0);
    // Nobody's unrecorded edit goes with what is taken in or replaced.
    write(&other, 1, &text(1, "lần nữa."));
    run(&office, &other, "khoa-moi", &again, 0);
    write(&desk, 1, "ai đó đang viết dở");
    let said = run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    assert!(said.contains("được để nguyên"), "{said}");
    assert_eq!(
        std::fs::read_to_string(desk.join(format!("reports/{PERIOD}/dv-001.md"))).expect("it"),
        "ai đó đang viết dở"
    );
}

#[test]
fn what_was_taken_in_without_a_network_is_sent_when_it_is_asked_for_again() {
    let (office, bare, address) = shared(2);
    for n in 0..2 {
        let folder = clone(&office, &address, &format!("may-{n}"));
        write(&folder, n, &report(n));
        run(&office, &folder, &format!("nguoi-{n:03}"), "submit --push --branch", 0);
    }
    let desk = clone(&office, &address, "van-phong");
    let ends = || [&desk, &bare].map(|at| office.try_git(at, "rev-parse main").1);
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --no-push"), 0);
    assert_ne!(ends()[0], ends()[1]);
    // Nothing waits to be taken in, and yet there is something to do.
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    assert_eq!(ends()[0], ends()[1]);
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 3);
}

#[test]
fn pictures_come_by_a_departments_branch_and_a_new_picture_alone_is_a_new_submission() {
    let (office, _, address) = shared(1);
    let picture = |width| crate::exports::pictures::picture(image::ImageFormat::Png, width, 20);
    let folder = clone(&office, &address, "may-0");
    let own = format!("reports/{PERIOD}/phu-luc/dv-000/so-do.png");
    std::fs::create_dir_all(folder.join(&own).parent().expect("a folder")).expect("a folder");
    std::fs::write(folder.join(&own), picture(30)).expect("a picture");
    let shown = report(0).replacen("nhiệm vụ.", "nhiệm vụ.\n\n![Sơ đồ](phu-luc/dv-000/so-do.png)\n", 1);
    assert!(shown.contains("]("), "{shown}");
    write(&folder, 0, &shown);
    run(&office, &folder, "nguoi-000", "submit --push --branch", 0);
    std::fs::write(folder.join(&own), picture(40)).expect("a picture");
    let again = format!("submit {PERIOD} --push --branch");
    run(&office, &folder, "nguoi-000", &again, 0);
    run(&office, &folder, "nguoi-000", &again, 3);
    let desk = clone(&office, &address, "van-phong");
    run(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push"), 0);
    assert_eq!(std::fs::read(desk.join(&own)).expect("the picture"), picture(40));
    run(&office, &desk, "le-thi-mai", "verify", 0);
}
