//! Drafts as files.

use super::{Office, assert_golden, golden_dir};
use baocao_check::consolidate::trace;
use baocao_core::domain::Contribution;
use baocao_core::text::{contains_decomposed, nfc};
use std::fs;

fn office(form: &str, skeleton: &str) -> Office {
    Office::new(
        form,
        skeleton,
        &[
            ("van-phong", "Văn phòng Sở"),
            ("thanh-tra", "Thanh tra Sở"),
            ("quan-ly-khoa-hoc", "Phòng Quản lý Khoa học"),
            ("ke-hoach-tai-chinh", "Phòng Kế hoạch - Tài chính"),
            ("khcn-co-so", "Phòng Quản lý KH&CN cơ sở"),
            ("chi-cuc-tdc", "Chi cục Tiêu chuẩn Đo lường Chất lượng"),
        ],
    )
}

fn reports(office: &Office, name: &str) -> Vec<Contribution> {
    let folder = golden_dir().join(name).join("reports");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        office.contribution(stem, &fs::read_to_string(path).expect("a report"))
    };
    paths.iter().map(read).collect()
}

fn edge() -> (Office, Vec<Contribution>) {
    let text = |name: &str| fs::read_to_string(golden_dir().join("edge").join(name)).expect("a file");
    let office = office(&text("form.md"), &text("skeleton.md"));
    let reports = reports(&office, "edge");
    (office, reports)
}

fn sample() -> (Office, Vec<Contribution>) {
    let office =
        office(include_str!("../../../templates/BM-VP-01.01.md"), include_str!("../../../templates/BM-VP-01.md"));
    let reports = reports(&office, "sample");
    (office, reports)
}

#[test]
fn everything_odd_at_once() {
    let (office, reports) = edge();
    assert_golden(&golden_dir().join("edge/tong-hop.md"), &office.draft(&reports));
}

#[test]
fn the_sample_office() {
    let (office, reports) = sample();
    assert_golden(&golden_dir().join("sample/tong-hop.md"), &office.draft(&reports));
}

#[test]
fn the_order_of_inputs_does_not_matter() {
    let (office, mut reports) = sample();
    let draft = office.draft(&reports);
    for _ in 0..reports.len() {
        reports.rotate_left(1);
        assert_eq!(office.draft(&reports), draft);
        reports.swap(0, 1);
        assert_eq!(office.draft(&reports), draft);
    }
}

#[test]
fn the_bytes_are_nfc_with_lf() {
    let (office, reports) = edge();
    let draft = office.draft(&reports);
    assert!(!contains_decomposed(&draft) && nfc(&draft) == draft);
    assert!(!draft.contains('\r') && !draft.contains('\u{feff}') && draft.ends_with("./.\n"));
}

#[test]
fn a_resubmission_changes_its_passage_and_its_line_of_the_front_matter_alone() {
    let (office, mut reports) = sample();
    let before = office.draft(&reports);
    let at = reports.iter().position(|c| c.input.department.as_str() == "thanh-tra").expect("there");
    let text = reports[at].source.text().replacen("\n## III.", "\nThêm một câu.\n\n## III.", 1);
    reports[at] = office.contribution("thanh-tra", &text);
    let after = office.draft(&reports);
    let changed: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert!(changed[0].starts_with("  - { don_vi: thanh-tra, ") && changed[1] == "Thêm một câu.");
}

#[test]
fn every_passage_names_its_department_and_the_front_matter_its_version() {
    let (office, reports) = sample();
    let draft = office.draft(&reports);
    let traced = trace(&draft);
    for report in &reports {
        let own: Vec<_> = traced.iter().filter(|t| t.department == report.input.department).collect();
        assert!(own.len() >= 4, "{}", report.input.department);
        for passage in own {
            assert!(draft[passage.span.start..passage.span.end].contains(&format!("# {}\n\n", report.name)));
        }
        assert!(draft.contains(&format!("blob: \"{}\"", report.input.blob)));
    }
}

#[test]
fn a_skeleton_that_takes_little_loses_nothing() {
    let (mut office, reports) = edge();
    office.skeleton.parts.retain(|part| !matches!(part, baocao_core::domain::SkeletonPart::Take(key) if key.0 != "I"));
    let draft = office.draft(&reports);
    for words in ["Giải quyết 120 hồ sơ", "Tiếp tục thực hiện kế hoạch.", "khối lệnh chưa đóng", "Biên chế còn thiếu"]
    {
        assert_eq!(draft.matches(words).count(), 1, "{words}");
    }
    office.skeleton.parts.clear();
    assert!(office.draft(&reports).contains("Biên chế còn thiếu"));
}
