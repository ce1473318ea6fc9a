//! Many departments, one shared repository: real processes, real clones, a real bare repository.

use crate::support::{Scratch, split, until};
use baocao::commands::demo::sample;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PERIOD: &str = "2026-12";

/// An office with `count` departments, each with a reporter of its own, and the month open.
pub fn office(count: usize) -> Scratch {
    office_with(count, "")
}

/// The same with one more line of settings about trust.
pub fn office_with(count: usize, trust: &str) -> Scratch {
    let office = Scratch::sample_keys();
    let start = sample::SETTINGS.find("[[don_vi]]").expect("departments");
    let end = sample::SETTINGS.find("# Thời hạn các đơn vị").expect("deadlines");
    let indicators = sample::SETTINGS.find("# Chỉ tiêu").expect("indicators");
    let with_keys = sample::settings_with_keys(|id| Ok(office.public_key(id))).expect("settings");
    let people =
        &with_keys[with_keys.find("# Người tham gia").expect("people")..with_keys.find("# Chỉ tiêu").expect("end")];
    // The sample's own reporters belong to departments that are not here.
    let people: String = people.split_inclusive("\n\n").filter(|p| !p.contains("\"don-vi\"")).collect();
    let people: String = people.lines().filter(|l| !l.starts_with("don_vi = ")).map(|l| format!("{l}\n")).collect();
    let mut settings = sample::SETTINGS[..start].to_string();
    for n in 0..count {
        settings.push_str(&format!("[[don_vi]]\nma = \"dv-{n:03}\"\nten = \"Đơn vị {n}\"\n\n"));
    }
    settings
        .push_str(&sample::SETTINGS[end..sample::SETTINGS.find("# Người tham gia").expect("people").min(indicators)]);
    settings.push_str(&people);
    for n in 0..count {
        let key = office.make_key(&format!("nguoi-{n:03}"));
        settings.push_str(&format!(
            "\n[[nguoi]]\nma = \"nguoi-{n:03}\"\nho_ten = \"Người {n}\"\nchuc_vu = \"Chuyên viên\"\n\
             vai_tro = [\"don-vi\"]\ndon_vi = \"dv-{n:03}\"\nkhoa = [\"{key}\"]\n"
        ));
    }
    let settings = settings.replacen("[tin_cay]\n", &format!("[tin_cay]\n{trust}\n"), 1);
    office.write("baocao.toml", &settings);
    office.run("dang-quoc-huy", "2026-11-02 08:00", "init --yes").expect(0);
    office.run("le-thi-mai", "2026-11-03 08:00", &format!("init {PERIOD}")).expect(0);
    office
}

/// A bare repository that forbids force and deletion, with the office in it.
pub fn server(office: &Scratch) -> PathBuf {
    let bare = office.dir.path().join("kho-chung.git");
    let path = bare.to_string_lossy().into_owned();
    office.git(&format!("init -q --bare -b main {path}"));
    for setting in ["receive.denyNonFastForwards true", "receive.denyDeletes true", "receive.fsckObjects true"] {
        office.git(&format!("-C {path} config {setting}"));
    }
    office.git(&format!("remote add origin file://{path}"));
    office.git("push -q origin main");
    bare
}

/// The same, where the hook judges what is pushed.
pub fn hooked(office: &Scratch) -> PathBuf {
    let bare = server(office);
    let root = office.git("rev-list --max-parents=0 HEAD");
    office.run_at(&bare, "", "2026-11-04 08:00", &format!("hook install --root {}", root.trim())).expect(0);
    bare
}

pub fn report(n: usize) -> String {
    format!(
        "---\nbieu_mau: BM-VP-01.01\nky: {PERIOD}\ndon_vi: dv-{n:03}\nnguoi_lap: Người {n}\nngay_lap: 2026-11-20\n---\n\n\
         # BÁO CÁO KẾT QUẢ CÔNG TÁC THÁNG 12 NĂM 2026\n\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ THÁNG 12 NĂM 2026\n\n\
         ### 1. Kết quả thực hiện nhiệm vụ\n\nĐã hoàn thành {n} nhiệm vụ.\n\n## II. ĐÁNH GIÁ CHUNG\n\nHoàn thành kế hoạch.\n\n\
         ## III. PHƯƠNG HƯỚNG NHIỆM VỤ THÁNG 1 NĂM 2027\n\nTiếp tục thực hiện kế hoạch.\n"
    )
}

pub fn clone(office: &Scratch, from: &str, name: &str) -> PathBuf {
    let folder = office.dir.path().join(name);
    let (ok, text) = office.try_git(office.dir.path(), &format!("clone -q {from} {}", folder.display()));
    assert!(ok, "{text}");
    folder
}

pub fn start(office: &Scratch, folder: &Path, person: &str, line: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
    command.args(split(line)).current_dir(folder).env("HOME", office.dir.path().join("home"));
    command.env("BAOCAO_KEY", office.key(person)).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env_remove("XDG_CONFIG_HOME").env_remove("BAOCAO_CONFIG");
    // The hook of a shared repository on this machine finds baocao beside the tests.
    let own = Path::new(env!("CARGO_BIN_EXE_baocao")).parent().expect("a folder").to_path_buf();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&rest))).expect("a path");
    command.env("PATH", path);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

pub fn finish(child: Child) -> (Option<i32>, String) {
    let done = child.wait_with_output().expect("it ends");
    let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.code(), text)
}

/// `count` departments submit in the same moment; the tries of each.
pub fn all_at_once(office: &Scratch, address: &str, count: usize) -> Vec<u32> {
    let clones: Vec<PathBuf> = (0..count)
        .map(|n| {
            let folder = clone(office, address, &format!("may-{n:03}"));
            std::fs::write(folder.join(format!("reports/{PERIOD}/dv-{n:03}.md")), report(n)).expect("a report");
            folder
        })
        .collect();
    let running: Vec<Child> = clones
        .iter()
        .enumerate()
        .map(|(n, folder)| start(office, folder, &format!("nguoi-{n:03}"), "submit --push"))
        .collect();
    running
        .into_iter()
        .enumerate()
        .map(|(n, child)| {
            let (status, text) = finish(child);
            assert_eq!(status, Some(0), "department {n}: {text}");
            let tries = text.split("lần thử ").nth(1).and_then(|t| t.split(')').next()).and_then(|t| t.parse().ok());
            tries.unwrap_or_else(|| panic!("department {n}: {text}"))
        })
        .collect()
}

/// What stands between the departments and the shared branch, for the bench.
#[allow(dead_code, reason = "the load bench chooses")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// git's own rules.
    Git,
    /// The hook.
    Hook,
    /// The hook; and whoever has lost two races goes to the department's own branch, which the office takes in.
    HookAndBranches,
}

/// `count` departments submit at moments spread over a time; prints tries and times. For the bench.
#[allow(dead_code, reason = "the load bench calls it")]
pub fn spread(count: usize, over: Duration, door: Door) {
    let branches = door == Door::HookAndBranches;
    let office = office_with(count, if branches { "nhanh_nop = \"khi-ban\"" } else { "" });
    let bare = if door == Door::Git { server(&office) } else { hooked(&office) };
    let address = format!("file://{}", bare.display());
    let clones: Vec<PathBuf> = (0..count)
        .map(|n| {
            let folder = clone(&office, &address, &format!("may-{n:03}"));
            std::fs::write(folder.join(format!("reports/{PERIOD}/dv-{n:03}.md")), report(n)).expect("a report");
            folder
        })
        .collect();
    let began = Instant::now();
    let mut running = Vec::new();
    for (n, folder) in clones.iter().enumerate() {
        // Evenly over the time, in an order that has nothing to do with the departments'.
        let due = over.mul_f64(n as f64 / count as f64);
        std::thread::sleep(due.saturating_sub(began.elapsed()));
        running.push(start(&office, folder, &format!("nguoi-{n:03}"), "submit --push"));
    }
    let mut tries = Vec::new();
    let mut aside = 0;
    for (n, child) in running.into_iter().enumerate() {
        let (status, text) = finish(child);
        assert_eq!(status, Some(0), "department {n}: {text}");
        let tried = text.split("lần thử ").nth(1).and_then(|t| t.split(')').next()).and_then(|t| t.parse::<u32>().ok());
        // Two lost races, then the branch.
        let alone = branches && text.contains("đã gửi lên nhánh riêng");
        aside += usize::from(alone);
        tries.push(tried.or(alone.then_some(3)).unwrap_or_else(|| panic!("department {n}: {text}")));
    }
    let seconds = began.elapsed().as_secs_f64();
    let desk = clone(&office, &address, "van-phong");
    if aside > 0 {
        let (status, text) = finish(start(&office, &desk, "le-thi-mai", &format!("receive {PERIOD} --push")));
        assert_eq!(status, Some(0), "{text}");
    }
    // All in, nothing forced, every step believed: the server's own history says so, not the clients.
    let fresh = clone(&office, &address, "thanh-tra");
    let proof = office.run_at(&fresh, "", "2099-01-01 08:00", "verify").expect(0);
    let steps = count + 2 + usize::from(aside > 0);
    assert!(proof.out.contains(&format!("{steps}/{steps} bước")), "{}", proof.out);
    for n in 0..count {
        let text = std::fs::read_to_string(fresh.join(format!("reports/{PERIOD}/dv-{n:03}.md"))).expect("the report");
        assert_eq!(text, report(n), "department {n}");
    }
    if aside == 0 {
        assert_eq!(office.try_git(&fresh, "rev-list --merges HEAD").1, "");
    }
    tries.sort_unstable();
    let sum: u32 = tries.iter().sum();
    let most = tries.last().copied().unwrap_or(0);
    println!(
        "{count} over {} s, {door:?}: all in after {seconds:.0} s; tries {:.1} on average, {most} at most; {aside} by branch",
        over.as_secs(),
        f64::from(sum) / tries.len() as f64
    );
}

#[test]
fn fifty_departments_submit_in_one_moment_and_all_get_in() {
    let office = office(50);
    let bare = server(&office);
    let began = Instant::now();
    let tries = all_at_once(&office, &format!("file://{}", bare.display()), 50);
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "50 at once: {seconds:.1} s with clones, tries {:.1} on average",
        f64::from(tries.iter().sum::<u32>()) / 50.0
    );
    let fresh = clone(&office, &format!("file://{}", bare.display()), "thanh-tra");
    let proof = office.run_at(&fresh, "", "2026-12-01 08:00", "verify").expect(0);
    assert!(proof.out.contains("52/52 bước"), "{}", proof.out);
    assert_eq!(office.try_git(&fresh, "rev-list --merges HEAD").1, "");
    for n in 0..50 {
        let text = std::fs::read_to_string(fresh.join(format!("reports/{PERIOD}/dv-{n:03}.md"))).expect("the report");
        assert_eq!(text, report(n), "department {n}");
    }
}

/// git's own daemon over a folder, and the address of a repository in it, once it answers.
fn daemon(office: &Scratch, base: &Path, name: &str) -> (Child, String) {
    for _ in 0..20 {
        // Another program may take the port before the daemon does; then the daemon ends, and another port is tried.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let mut daemon = Command::new("git")
            .args(["daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1"])
            .arg(format!("--port={port}"))
            .arg(format!("--pid-file={}", base.join("daemon.pid").display()))
            .arg(format!("--base-path={}", base.display()))
            .arg(base)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("git daemon starts");
        let address = format!("git://127.0.0.1:{port}/{name}");
        let mut ended = false;
        until("git daemon answers", || {
            ended = daemon.try_wait().expect("its state").is_some();
            ended || office.try_git(base, &format!("ls-remote -q {address}")).0
        });
        if !ended {
            return (daemon, address);
        }
    }
    panic!("git daemon finds no port");
}

#[test]
fn the_same_through_a_git_daemon() {
    let office = office(6);
    let bare = server(&office);
    let base = office.dir.path();
    let name = bare.file_name().expect("a name").to_string_lossy().into_owned();
    let (mut daemon, address) = daemon(&office, base, &name);
    let tries = all_at_once(&office, &address, 6);
    assert_eq!(tries.len(), 6);
    let fresh = clone(&office, &address, "thanh-tra");
    // `git` only starts the daemon: the process to stop is the one that wrote its number.
    let pid = std::fs::read_to_string(base.join("daemon.pid")).expect("the daemon's number");
    assert!(Command::new("kill").arg(pid.trim()).status().expect("kill").success());
    daemon.wait().expect("it ends");
    office.run_at(&fresh, "", "2026-12-01 08:00", "verify").expect(0);
    // The server is gone: a fault, and nothing has changed.
    let folder = base.join("may-000");
    let before = office.try_git(&folder, "rev-parse HEAD").1;
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-000.md")), report(0) + "\nBổ sung.\n").expect("a report");
    let (status, text) = finish(start(&office, &folder, "nguoi-000", &format!("submit {PERIOD} --push")));
    assert_eq!(status, Some(4), "{text}");
    assert!(text.contains("không liên lạc được với kho chung"), "{text}");
    assert_eq!(before, office.try_git(&folder, "rev-parse HEAD").1);
}

#[test]
fn a_step_recorded_offline_is_made_again_on_what_others_have_sent() {
    let office = office(3);
    let bare = server(&office);
    let address = format!("file://{}", bare.display());
    let folders: Vec<PathBuf> = (0..2).map(|n| clone(&office, &address, &format!("may-{n}"))).collect();
    for (n, folder) in folders.iter().enumerate() {
        std::fs::write(folder.join(format!("reports/{PERIOD}/dv-{n:03}.md")), report(n)).expect("a report");
    }
    let run = |n: usize, line: &str| finish(start(&office, &folders[n], &format!("nguoi-{n:03}"), line));
    assert_eq!(run(0, "submit --no-push").0, Some(0));
    assert_eq!(run(1, "submit --push").0, Some(0));
    let (status, text) = run(0, "submit --push");
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(office.try_git(&folders[0], "status --porcelain").1, "");
    let fresh = clone(&office, &address, "thanh-tra");
    let proof = office.run_at(&fresh, "", "2026-12-01 08:00", "verify").expect(0);
    assert!(proof.out.contains("4/4 bước"), "{}", proof.out);
    // A server that forbids is quoted, and the folder stays as it was.
    let hook = bare.join("hooks/pre-receive");
    std::fs::create_dir_all(bare.join("hooks")).expect("hooks");
    std::fs::write(&hook, "#!/bin/sh\necho 'kho đang khoá sổ' >&2\nexit 1\n").expect("a hook");
    assert!(Command::new("chmod").arg("755").arg(&hook).status().expect("chmod").success());
    let third = clone(&office, &address, "may-2");
    std::fs::write(third.join(format!("reports/{PERIOD}/dv-002.md")), report(2)).expect("a report");
    let (status, text) = finish(start(&office, &third, "nguoi-002", "submit --push"));
    assert_eq!(status, Some(3), "{text}");
    assert!(text.contains("kho đang khoá sổ"), "{text}");
    assert_eq!(office.try_git(&third, "rev-parse HEAD").1, office.try_git(&fresh, "rev-parse HEAD").1);
}

#[test]
fn nothing_is_sent_from_a_folder_that_is_not_pinned_or_names_programs_of_its_own() {
    let office = office(2);
    let bare = server(&office);
    let folder = clone(&office, &format!("file://{}", bare.display()), "may-la");
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-000.md")), report(0)).expect("a report");
    let marker = office.dir.path().join("dau-vet");
    let program = format!("touch {}; false", marker.display());
    for (name, value) in [
        ("core.sshCommand", program.as_str()),
        ("core.gitProxy", &program),
        ("remote.origin.uploadpack", &program),
        ("remote.origin.receivepack", &program),
        ("credential.helper", &format!("!{program}")),
        ("credential.https://a.vn.helper", &format!("!{program}")),
        ("include.path", "khac"),
    ] {
        let set = |words: &[&str]| {
            let done = Command::new("git").arg("config").args(words).current_dir(&folder).status().expect("git");
            assert!(done.success());
        };
        set(&[name, value]);
        let (status, said) = finish(start(&office, &folder, "nguoi-000", "submit --push"));
        assert!(status == Some(3) && said.contains("bảo git chạy chương trình khác"), "{name}: {said}");
        set(&["--unset-all", name]);
    }
    // Another user's computer, where nobody has compared the root with the office's paper.
    let pins = office.dir.path().join("home/.config/baocao/goc.toml");
    let kept = std::fs::read(&pins).expect("the pins");
    std::fs::remove_file(&pins).expect("the pins");
    let (status, said) = finish(start(&office, &folder, "nguoi-000", "submit --push"));
    assert!(status == Some(3) && said.contains("baocao trust"), "{said}");
    assert!(!marker.exists());
    std::fs::write(&pins, kept).expect("the pins");
    let (status, said) = finish(start(&office, &folder, "nguoi-000", "submit --push"));
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn a_refused_step_is_never_taken_for_one_that_waits_to_be_sent() {
    let office = office(2);
    let bare = server(&office);
    let folder = clone(&office, &format!("file://{}", bare.display()), "may-cho");
    let at = |person: &str, line: &str| office.run_at(&folder, person, "2026-11-10 08:00", line);
    assert_eq!(at("le-thi-mai", "init 2026-Q4 --no-push").status, 0);
    // The reporter may not open a period; that somebody's opening waits here to be sent is another matter.
    for (person, line) in [("nguoi-000", "init 2027-01 --push"), ("nguyen-duc-thinh", "approve 2027 --push")] {
        let (status, said) = finish(start(&office, &folder, person, line));
        assert_eq!(status, Some(3), "{line}: {said}");
    }
    let before = office.git(&format!("-C {} rev-parse main", bare.display()));
    // The very step that waits is sent when it is asked for again.
    std::fs::write(folder.join(format!("reports/{PERIOD}/dv-001.md")), report(1)).expect("a report");
    assert_eq!(at("nguoi-001", "submit 2026-12 --no-push").status, 0);
    let (status, said) = finish(start(&office, &folder, "nguoi-001", "submit 2026-12 --push"));
    assert_eq!(status, Some(0), "{said}");
    assert_ne!(before, office.git(&format!("-C {} rev-parse main", bare.display())));
}
