//! The same over http: a web server on the loopback, the hook behind it, and what clients see of its words.

use super::cgi::{Server, backend};
use super::{Desk, PERIOD, honest_work_and_nothing_else, path};
use crate::sharing::{all_at_once, finish, report, start};
use serde_json::Value;
use std::path::Path;
use std::sync::atomic::Ordering;

/// A shared repository that is reached through a web server; clients have an account there.
fn desk(departments: usize) -> (Desk, Server) {
    let mut desk = Desk::new(departments);
    let server = Server::start(desk.office.dir.path(), path());
    desk.address = format!("http://phong-may:x@127.0.0.1:{}/kho-chung.git", server.port);
    (desk, server)
}

fn run(desk: &Desk, folder: &Path, person: &str, line: &str) -> String {
    let (status, said) = finish(start(&desk.office, folder, person, line));
    assert_eq!(status, Some(0), "{line}: {said}");
    said
}

#[test]
fn over_http_honest_work_comes_in_and_nothing_else() {
    if !backend() {
        return;
    }
    let (desk, server) = desk(3);
    // What baocao itself tells of a refusal: the hook's words, not only git's. The step was signed days ago and waits.
    let late = desk.clone("may-cham");
    std::fs::write(late.join(format!("reports/{PERIOD}/dv-002.md")), report(2)).expect("a report");
    desk.office.run_at(&late, "nguoi-002", "2026-11-20 08:00", "submit --no-push").expect(0);
    let (status, said) = finish(start(&desk.office, &late, "nguoi-002", &format!("submit {PERIOD} --push")));
    assert!(status == Some(3) && said.contains("lệch quá 10 phút"), "{status:?} {said}");
    honest_work_and_nothing_else(&desk);
    assert!(server.seen.challenged.load(Ordering::SeqCst) > 0);
}

#[test]
fn over_http_branches_are_taken_in_and_receipts_come_back() {
    if !backend() {
        return;
    }
    let (desk, server) = desk(2);
    let office = &desk.office;
    let key = office.make_key("may-chu");
    let text = office.read("baocao.toml");
    office.write("moi.toml", &text.replace("[tin_cay]\n", &format!("[tin_cay]\nmay_chu = [\"{key}\"]\n")));
    office.run("tran-van-binh", "2026-11-04 08:00", "roster endorse moi.toml").expect(0);
    office.run("dang-quoc-huy", "2026-11-04 08:10", "roster apply moi.toml").expect(0);
    // The roster was agreed to weeks ago and came to the server before its hook.
    std::fs::remove_file(desk.bare.join("hooks/pre-receive")).expect("the hook");
    office.git("push -q origin main");
    let line = format!("hook install --receipt-key {}", office.key("may-chu").display());
    assert_eq!(office.run_at(&desk.bare, "", "2026-11-04 09:00", &line).status, 0);

    // A pack larger than git's buffer goes in chunks.
    std::fs::write(office.dir.path().join("home/.gitconfig"), "[http]\n\tpostBuffer = 65536\n").expect("settings");
    let first = desk.clone("may-0");
    let mut noise = 7u64;
    let words = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{noise:016x}")
    });
    let long = report(0) + "\n" + &words.take(12_000).collect::<Vec<_>>().join("\n") + "\n";
    std::fs::write(first.join(format!("reports/{PERIOD}/dv-000.md")), &long).expect("a report");
    run(&desk, &first, "nguoi-000", "submit --push");
    assert!(server.seen.chunked.load(Ordering::SeqCst) > 0, "the push was long enough");
    let second = desk.clone("may-1");
    std::fs::write(second.join(format!("reports/{PERIOD}/dv-001.md")), report(1)).expect("a report");
    run(&desk, &second, "nguoi-001", "submit --push --branch");
    let desk_clone = desk.clone("van-phong");
    run(&desk, &desk_clone, "le-thi-mai", &format!("receive {PERIOD} --push"));

    let fresh = desk.clone("thanh-tra");
    let fetched = office.try_git(&fresh, "fetch -q origin refs/baocao/receipts:refs/baocao/receipts");
    assert!(fetched.0, "{}", fetched.1);
    run(&desk, &fresh, "le-thi-mai", "verify");
    let log: Value =
        serde_json::from_str(&run(&desk, &fresh, "le-thi-mai", &format!("log {PERIOD} --format json"))).expect("JSON");
    let acts = log["acts"].as_array().expect("acts");
    let told: Vec<bool> = acts.iter().map(|act| act["server_at"].is_string()).collect();
    assert_eq!(told, [false, true, true, true], "{log}");
    // Whose account it was stands in the server's own record.
    let receipts = office.try_git(&fresh, "log --format=%B refs/baocao/receipts").1;
    assert_eq!(receipts.matches("phong-may").count(), 3, "{receipts}");

    // Many local commits make the client's next question long: it is sent compressed, and understood.
    std::fs::remove_file(office.dir.path().join("home/.gitconfig")).expect("the settings");
    for n in 0..40 {
        assert!(office.try_git(&second, &format!("commit -q --allow-empty -m nháp-{n}")).0);
    }
    let fetched = office.try_git(&second, "fetch -q origin main");
    assert!(fetched.0, "{}", fetched.1);
    assert!(server.seen.compressed.load(Ordering::SeqCst) > 0, "the question was long enough");
}

#[test]
fn over_http_a_dozen_departments_at_once_all_get_in() {
    if !backend() {
        return;
    }
    let (desk, _server) = desk(12);
    let tries = all_at_once(&desk.office, &desk.address, 12);
    println!("12 at once over http: tries {:.1} on average", f64::from(tries.iter().sum::<u32>()) / 12.0);
    let fresh = desk.clone("thanh-tra");
    let said = run(&desk, &fresh, "le-thi-mai", "verify");
    assert!(said.contains("14/14 bước"), "{said}");
    assert_eq!(desk.office.try_git(&fresh, "rev-list --merges HEAD").1, "");
    // The server's own diary: twelve moves, each from where the one before ended, each by one commit.
    let diary = std::fs::read_to_string(desk.bare.join("logs/refs/heads/main")).expect("the reference's log");
    let moves: Vec<(&str, &str)> = diary.lines().map(|line| (&line[..40], &line[41..81])).collect();
    let moves = &moves[moves.len() - 12..];
    assert!(moves.windows(2).all(|pair| pair[0].1 == pair[1].0), "{diary}");
    for (old, new) in moves {
        let between = desk.office.try_git(&desk.bare, &format!("rev-list --first-parent {old}..{new}")).1;
        assert_eq!(between.trim(), *new, "{diary}");
    }
}
