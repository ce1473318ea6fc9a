//! The program is killed at every write of a step. Afterwards the folder is before the step or after it, never between, and
//! the next command works without anybody repairing anything.

use crate::sharing;
use crate::support::{Scratch, split};
use baocao::commands::demo::sample;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A report of the sample for the month that the real clock is in reach of.
fn report(department: &str) -> String {
    let text = sample::SECOND_QUARTER.iter().find(|(d, _)| *d == department).map_or("", |(_, text)| text);
    let text = if department == "quan-ly-cong-nghe" { sample::MENDED } else { text };
    let (now, next) = ("THÁNG 12 NĂM 2026", "THÁNG 1 NĂM 2027");
    let text =
        text.replace("QUÝ III NĂM 2024", next).replace("QUÝ II NĂM 2024", now).replace("ky: 2024-Q2", "ky: 2026-12");
    let lines = text.lines().map(|line| match line.split_once(": ") {
        Some(("ngay_lap", _)) => "ngay_lap: 2026-11-20".to_string(),
        Some(("so_lieu_den", _)) => "so_lieu_den: 2026-11-19".to_string(),
        _ => line.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// Runs the real program, to die at its `failpoint`-th write; its exit status, none if it died.
fn run(office: &Scratch, folder: &Path, person: &str, line: &str, failpoint: Option<u32>) -> (Option<i32>, String) {
    end(command(office, folder, person, line, failpoint))
}

fn command(office: &Scratch, folder: &Path, person: &str, line: &str, failpoint: Option<u32>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(split(line)).current_dir(folder);
    command.env("HOME", office.dir.path().join("home")).env("BAOCAO_KEY", office.key(person));
    // Whoever runs the tests may keep settings elsewhere.
    command.env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
    command.env_remove("BAOCAO_FAILPOINT");
    if let Some(n) = failpoint {
        command.env("BAOCAO_FAILPOINT", n.to_string());
    }
    command
}

fn end(mut command: Command) -> (Option<i32>, String) {
    let done = command.output().expect("the program starts");
    let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.code(), text)
}

fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && name != "objects" {
                open.push(path);
            } else if name == "baocao-journal" || (name.ends_with(".lock") && name != "baocao.lock") {
                found.push(path);
            }
        }
    }
    found
}

/// Each copy is a folder of its own that went on in its own way: what was verified in another says nothing of it.
fn forget(office: &Scratch) {
    let _ = std::fs::remove_dir_all(office.dir.path().join("home/.config/baocao/moc"));
}

/// Kills one step at each of its writes; how many there were.
fn kill_everywhere(office: &Scratch, person: &str, line: &str) -> u32 {
    let before = office.git("rev-parse HEAD");
    for point in 1.. {
        let folder = office.dir.path().join(format!("ban-sao-{point}"));
        copy(&office.office, &folder);
        forget(office);
        let (status, text) = run(office, &folder, person, line, Some(point));
        if status == Some(0) {
            // It had fewer writes than that: every one of them has been a death by now.
            std::fs::remove_dir_all(&folder).expect("removed");
            forget(office);
            return point - 1;
        }
        assert!(status.is_none(), "{line}, death {point}: {status:?} {text}");
        let (sound, said) = office.try_git(&folder, "fsck --strict --no-dangling");
        assert!(sound, "{line}, death {point}: {said}");
        let recorded = office.try_git(&folder, "rev-parse HEAD").1 != before;
        // The next command: the same step again, which is either still to be taken or already recorded.
        let (status, text) = run(office, &folder, person, line, None);
        let expected = if recorded { Some(3) } else { Some(0) };
        assert_eq!(status, expected, "{line}, after death {point} (recorded: {recorded}): {text}");
        forget(office);
        let (status, text) = run(office, &folder, person, "verify", None);
        assert_eq!(status, Some(0), "{line}, verify after death {point}: {text}");
        let changed = office.try_git(&folder, "status --porcelain --untracked-files=no").1;
        assert_eq!(
            changed,
            office.git("status --porcelain --untracked-files=no").replace(" M reports/2026-12/thanh-tra.md\n", ""),
            "{line}, death {point}"
        );
        assert_eq!(leftovers(&folder), Vec::<PathBuf>::new(), "{line}, death {point}");
        std::fs::remove_dir_all(&folder).expect("removed");
    }
    unreachable!("the loop ends by itself")
}

/// Kills a step that is sent to the shared repository at each of its writes; how many there were. Afterwards both have the step,
/// exactly once.
fn kill_sending(office: &Scratch, shared: &Path, person: &str, line: &str) -> u32 {
    let steps = |folder: &Path| office.try_git(folder, "rev-list --first-parent main").1.lines().count();
    let before = steps(shared);
    for point in 1.. {
        let folder = office.dir.path().join(format!("ban-sao-{point}"));
        let bare = office.dir.path().join(format!("kho-{point}.git"));
        copy(&office.office, &folder);
        copy(shared, &bare);
        // This shared repository is another one than that of the copy before, and has lost nothing.
        forget(office);
        assert!(office.try_git(&folder, &format!("remote set-url origin file://{}", bare.display())).0);
        let (status, text) = run(office, &folder, person, line, Some(point));
        let done = status == Some(0);
        assert!(done || status.is_none(), "{line}, death {point}: {status:?} {text}");
        let sent = steps(&bare) > before;
        forget(office);
        if !done {
            // The same again: still to be sent, or there already.
            let (status, text) = run(office, &folder, person, line, None);
            assert!(status == Some(0) || sent && status == Some(3), "{line}, after death {point}: {status:?} {text}");
            let (status, text) = run(office, &folder, person, "verify", None);
            assert_eq!(status, Some(0), "{line}, verify after death {point} (sent: {sent}): {text}");
        }
        let ends = [&folder, &bare].map(|at| office.try_git(at, "rev-parse main").1);
        assert_eq!(ends[0], ends[1], "{line}, death {point} (sent: {sent})");
        assert_eq!(steps(&bare), before + 1, "{line}, death {point} (sent: {sent})");
        assert_eq!(office.try_git(&folder, "status --porcelain").1, "", "{line}, death {point} (sent: {sent})");
        for at in [&folder, &bare] {
            let (sound, said) = office.try_git(at, "fsck --strict --no-dangling");
            assert!(sound, "{line}, death {point}: {said}");
            assert_eq!(leftovers(at), Vec::<PathBuf>::new(), "{line}, death {point}");
            std::fs::remove_dir_all(at).expect("removed");
        }
        if done {
            return point - 1;
        }
    }
    unreachable!("the loop ends by itself")
}

/// Kills `submit` after waits of chance, by a signal and not by its own hand; prints what came of it. For the bench.
#[allow(dead_code, reason = "the load bench calls it")]
pub fn at_random(count: u64) {
    let office = Scratch::sample();
    let (status, text) = run(&office, &office.office, "le-thi-mai", "init 2026-12", None);
    assert_eq!(status, Some(0), "{text}");
    office.write("reports/2026-12/thanh-tra.md", &report("thanh-tra"));
    let before = office.git("rev-parse HEAD");
    let began = std::time::Instant::now();
    let (status, text) = run(&office, &office.office, "ngo-van-son", "status 2026-12", None);
    assert_eq!(status, Some(0), "{text}");
    // A step takes about as long as looking at it; deaths are spread over three times that.
    let reach = began.elapsed().as_micros() as u64 * 3;
    let (mut recorded, mut finished, mut wait) = (0, 0, 7u64);
    for n in 0..count {
        let folder = office.dir.path().join(format!("ban-sao-{n}"));
        copy(&office.office, &folder);
        // A little generator of its own: a bench that fails must fail again.
        wait = wait.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = Command::new(env!("CARGO_BIN_EXE_baocao"))
            .args(["submit", "2026-12"])
            .current_dir(&folder)
            .env("HOME", office.dir.path().join("home"))
            .env("BAOCAO_KEY", office.key("ngo-van-son"))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(std::time::Duration::from_micros((wait >> 33) % reach.max(1)));
        child.kill().expect("it can be killed");
        finished += u32::from(child.wait().expect("it ends").success());
        let (sound, said) = office.try_git(&folder, "fsck --strict --no-dangling");
        assert!(sound, "death {n}: {said}");
        let there = office.try_git(&folder, "rev-parse HEAD").1 != before;
        recorded += u32::from(there);
        let (status, text) = run(&office, &folder, "ngo-van-son", "submit 2026-12", None);
        assert_eq!(status, Some(if there { 3 } else { 0 }), "after death {n}: {text}");
        forget(&office);
        let (status, text) = run(&office, &folder, "ngo-van-son", "verify", None);
        assert_eq!(status, Some(0), "verify after death {n}: {text}");
        assert_eq!(leftovers(&folder), Vec::<PathBuf>::new(), "death {n}");
        std::fs::remove_dir_all(&folder).expect("removed");
    }
    println!(
        "{count} deaths at random: 0 repairs by hand; {finished} too late to hurt, {recorded} with the step recorded"
    );
}

#[test]
fn no_death_leaves_a_step_half_done() {
    let office = Scratch::sample();
    let act = |person: &str, line: &str| {
        let (status, text) = run(&office, &office.office, person, line, None);
        assert_eq!(status, Some(0), "{line}: {text}");
    };
    act("le-thi-mai", "init 2026-12");
    for (department, person) in sample::REPORTERS.iter().filter(|(d, _)| *d != "thanh-tra") {
        office.write(&format!("reports/2026-12/{department}.md"), &report(department));
        act(person, "submit 2026-12");
    }
    office.write("reports/2026-12/thanh-tra.md", &report("thanh-tra"));
    let mut deaths = vec![kill_everywhere(&office, "ngo-van-son", "submit 2026-12")];
    act("ngo-van-son", "submit 2026-12");
    deaths.push(kill_everywhere(&office, "le-thi-mai", "merge 2026-12"));
    act("le-thi-mai", "merge 2026-12");
    act("tran-van-binh", "review 2026-12");
    deaths.push(kill_everywhere(&office, "nguyen-duc-thinh", "approve 2026-12"));
    act("nguyen-duc-thinh", "approve 2026-12");
    let restate = "restate 2026-12 --department thanh-tra --figure cuoc-thanh-tra=4 --reason “ghi nhầm một cuộc”";
    deaths.push(kill_everywhere(&office, "nguyen-duc-thinh", restate));
    act("nguyen-duc-thinh", restate);
    act("vu-thi-ngoc", "dispatch 2026-12 --number 9 --to “UBND tỉnh”");
    deaths.push(kill_everywhere(&office, "vu-thi-ngoc", "archive 2026-12"));
    println!("deaths: submit, merge, approve, restate, archive: {deaths:?}");
    assert!(deaths.iter().sum::<u32>() >= 36, "{deaths:?}");
}

#[test]
fn no_death_leaves_a_key_half_replaced() {
    let office = Scratch::sample();
    office.make_key("khoa-moi");
    let rotate = format!("roster rotate --new-key {}", office.key("khoa-moi").display());
    let deaths = kill_everywhere(&office, "ngo-van-son", &rotate);
    println!("deaths: roster rotate: {deaths}");
    assert!(deaths >= 6, "{deaths}");
    let (status, text) = run(&office, &office.office, "ngo-van-son", &rotate, None);
    assert_eq!(status, Some(0), "{text}");
    // The one who replaced it goes on with the new key.
    let (status, text) = run(&office, &office.office, "le-thi-mai", "init 2026-12", None);
    assert_eq!(status, Some(0), "{text}");
    office.write("reports/2026-12/thanh-tra.md", &report("thanh-tra"));
    let (status, text) = run(&office, &office.office, "khoa-moi", "submit 2026-12", None);
    assert_eq!(status, Some(0), "{text}");
}

#[test]
fn no_death_leaves_what_departments_sent_half_taken_in() {
    let office = sharing::office(3);
    let bare = sharing::server(&office);
    for n in 0..3 {
        let folder = sharing::clone(&office, &format!("file://{}", bare.display()), &format!("may-{n}"));
        std::fs::write(folder.join(format!("reports/2026-12/dv-{n:03}.md")), sharing::report(n)).expect("a report");
        let (status, text) = run(&office, &folder, &format!("nguoi-{n:03}"), "submit --push --branch", None);
        assert_eq!(status, Some(0), "{text}");
    }
    // The office has fetched the branches, as `receive --push` does before anything is written.
    office.git("fetch -q origin");
    office.git("branch -q --set-upstream-to=origin/main main");
    let deaths = [
        kill_everywhere(&office, "le-thi-mai", "receive 2026-12 --no-push"),
        kill_sending(&office, &bare, "le-thi-mai", "receive 2026-12 --push"),
    ];
    println!("deaths: receive of three, here and sending: {deaths:?}");
    assert!(deaths.iter().all(|deaths| *deaths >= 8), "{deaths:?}");
}

#[test]
fn no_death_leaves_a_step_half_sent() {
    let office = sharing::office(2);
    let bare = sharing::server(&office);
    office.git("fetch -q origin");
    office.git("branch -q --set-upstream-to=origin/main main");
    office.write("reports/2026-12/dv-000.md", &sharing::report(0));
    let deaths = kill_sending(&office, &bare, "nguoi-000", "submit 2026-12 --push");
    println!("deaths: submit, sending: {deaths}");
    assert!(deaths >= 8, "{deaths}");
}

#[test]
fn no_death_of_the_server_breaks_its_receipts() {
    let office = sharing::office(1);
    office.make_key("may-chu");
    let bare = sharing::server(&office);
    let line = format!("hook install --receipt-key {}", office.key("may-chu").display());
    office.run_at(&bare, "", "2026-11-04 09:00", &line).expect(0);
    // What git tells the hook after a push: the branch, from where to where.
    let said = office.dir.path().join("vua-nhan");
    let (old, new) = (office.git("rev-parse main~1"), office.git("rev-parse main"));
    std::fs::write(&said, format!("{} {} refs/heads/main\n", old.trim(), new.trim())).expect("a file");
    for point in 1.. {
        let at = office.dir.path().join(format!("kho-{point}.git"));
        copy(&bare, &at);
        let told = |failpoint| {
            let mut command = command(&office, &at, "", "hook post-receive", failpoint);
            command.env("GIT_DIR", ".").stdin(std::fs::File::open(&said).expect("the line"));
            end(command)
        };
        let (status, text) = told(Some(point));
        assert!(status.is_none() || status == Some(0), "death {point}: {status:?} {text}");
        // The next push gets its receipt, whatever became of this one's.
        let (next, text) = told(None);
        assert_eq!(next, Some(0), "after death {point}: {text}");
        let (sound, said) = office.try_git(&at, "fsck --strict --no-dangling");
        assert!(sound && leftovers(&at).is_empty(), "death {point}: {said}");
        let count = office.try_git(&at, "rev-list --count refs/baocao/receipts").1;
        assert!(matches!(count.trim(), "1" | "2"), "death {point}: {count}");
        std::fs::remove_dir_all(&at).expect("removed");
        if status == Some(0) {
            println!("deaths: hook post-receive: {}", point - 1);
            assert!(point > 3, "it writes");
            return;
        }
    }
}
