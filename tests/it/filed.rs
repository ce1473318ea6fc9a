//! What lies in the folder is held against what was recorded, and what is told of a step is what its signer attested.

use crate::support::Scratch;

/// The sample Sở's second quarter, from opening to filing, with one sent file.
fn filed() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    let file = office.dir.path().join("bc.pdf");
    std::fs::write(&file, b"%PDF-1.7 x").expect("a file");
    for (person, when, line) in [
        ("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2".to_string()),
        ("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2".into()),
        ("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2".into()),
        (
            "vu-thi-ngoc",
            "2024-06-18 10:00",
            format!("dispatch 2024-Q2 --number 12 --to UBND --yes --file {}", file.display()),
        ),
        ("vu-thi-ngoc", "2024-06-18 11:00", "archive 2024-Q2".into()),
    ] {
        let ran = office.run(person, when, &line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.all());
    }
    office
}

#[test]
fn every_recorded_file_of_a_filed_period_is_held_against_the_folder() {
    let office = filed();
    let verify = |words: &str| {
        let ran = office.run("dang-quoc-huy", "2024-06-19 08:00", "verify 2024-Q2");
        if words.is_empty() {
            assert_eq!(ran.status, 0, "{}", ran.all());
        } else {
            assert!(ran.status == 1 && ran.out.contains(words), "{words}: {}", ran.all());
        }
    };
    verify("");
    for path in ["ky.toml", "bieu-mau.md", "thanh-tra.md", "tong-hop.md", "ho-so/bc.pdf"] {
        let path = format!("reports/2024-Q2/{path}");
        let kept = office.read(&path);
        office.write(&path, "khác");
        verify(&path);
        std::fs::remove_file(office.office.join(&path)).expect("the file");
        verify("không còn trên máy này");
        // A checkout with this system's own line ends is the same text.
        office.write(&path, &if path.ends_with(".pdf") { kept.clone() } else { kept.replace('\n', "\r\n") });
        verify("");
        office.write(&path, &kept);
    }
    office.write("reports/2024-Q2/ho-so/them.pdf", "x");
    verify("them.pdf");
}

#[test]
fn a_subject_line_cannot_claim_another_step() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
    // The same act again with a subject of the reporter's own making, signed with the reporter's own key.
    let message = office.git("log -1 --format=%B").replacen(
        "nộp: Thanh tra Sở, báo cáo Quý II năm 2024",
        "duyệt: báo cáo Quý II năm 2024  – Giám đốc Nguyễn Đức Thịnh [97de1bd8fa]",
        1,
    );
    let file = office.dir.path().join("loi");
    std::fs::write(&file, format!("{}\n", message.trim_end())).expect("a file");
    let key = office.key("ngo-van-son");
    office.git(&format!(
        "-c gpg.format=ssh -c user.signingkey={} commit -q --amend -S --cleanup=verbatim -F {}",
        key.display(),
        file.display()
    ));
    for line in ["log 2024-Q2", "verify 2024-Q2"] {
        let ran = office.run("dang-quoc-huy", "2026-12-01 08:00", line);
        assert!(!ran.all().contains("duyệt: báo cáo"), "{line}: {}", ran.all());
        assert!(ran.all().contains("nộp: Thanh tra Sở"), "{line}: {}", ran.all());
    }
}
