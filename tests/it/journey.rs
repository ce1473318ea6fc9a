//! A whole period from opening to filing, and what ordinary git says of it.

use crate::support::Scratch;

fn filed() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    office.run("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2").expect(0);
    office.run("nguyen-duc-thinh", "2024-06-19 08:00", "approve 2024-Q2").expect(0);
    let line = "dispatch 2024-Q2 --number 58 --to “UBND tỉnh Thái Nguyên”";
    office.run("vu-thi-ngoc", "2024-06-20 08:00", line).expect(0);
    office.run("vu-thi-ngoc", "2024-06-21 08:00", "archive 2024-Q2").expect(0);
    office
}

#[test]
fn a_period_runs_from_opening_to_filing_and_git_agrees() {
    let office = filed();
    let proof = office.run("dang-quoc-huy", "2024-06-21 09:00", "verify").expect(0);
    assert!(proof.out.contains("15/15 bước"), "{}", proof.out);
    assert!(proof.out.contains("2024-Q2: đã lưu hồ sơ"), "{}", proof.out);
    office.git("fsck --strict --no-dangling");
    assert_eq!(office.git("status --porcelain"), "", "the folder is what history says");

    // git itself, told nothing but the office's public keys, believes every commit.
    let settings = office.read("baocao.toml");
    let keys: String = settings
        .lines()
        .filter_map(|l| l.strip_prefix("khoa = [\""))
        .map(|l| format!("* namespaces=\"git\" {}\n", l.trim_end_matches("\"]")))
        .collect();
    let allowed = office.dir.path().join("allowed");
    std::fs::write(&allowed, keys).expect("a file");
    office.git(&format!("config gpg.ssh.allowedSignersFile {}", allowed.display()));
    let commits = office.git("rev-list HEAD");
    assert_eq!(commits.lines().count(), 15);
    for commit in commits.lines() {
        office.git(&format!("verify-commit {commit}"));
    }
    let shown = office.git("log --show-signature --format=%H");
    assert_eq!(shown.matches("Good \"git\" signature").count(), 15, "{shown}");
}
