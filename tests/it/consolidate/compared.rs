//! The agency's comparison: only like is added up, and what nobody knows stays unknown.

use super::{Office, put};
use baocao_core::domain::{Accumulation, Department, DepartmentId, Indicator, Tenure, parse_date};

fn office() -> Office {
    let mut office = Office::new(
        include_str!("../../../templates/BM-VP-01.01.md"),
        include_str!("../../../templates/BM-VP-01.md"),
        &[("van-phong", "Văn phòng Sở"), ("thanh-tra", "Thanh tra Sở"), ("chi-cuc-tdc", "Chi cục")],
    );
    office.indicators = vec![
        Indicator::new("viec", "Số việc", "việc", Accumulation::Flow),
        Indicator::new("ty-le", "Tỷ lệ", "%", Accumulation::Stock),
    ];
    office
}

/// Last year, change and this year so far as the table shows them, by department, of one indicator.
fn table(office: &Office, figures: &[(&str, &str)], name: &str) -> Vec<String> {
    let text = |department: &str, figures: &str| {
        format!(
            "---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: {department}\nchi_tieu:\n  {figures}\n---\n\n# BÁO CÁO\n"
        )
    };
    let contributions: Vec<_> = figures.iter().map(|(d, f)| office.contribution(d, &text(d, f))).collect();
    let draft = office.draft(&contributions);
    let rows = draft.lines().skip_while(|line| !line.starts_with(&format!("| {name} ")));
    let rows = rows.take_while(|line| line.starts_with(&format!("| {name} ")) || line.starts_with("| | |"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        [cells[3], cells[7], cells[8], cells[9]].join("; ").replace("**", "")
    })
    .collect()
}

const UNKNOWN: &str = "chưa có số liệu";

#[test]
fn like_is_added_to_like() {
    let mut office = office();
    for (department, then, first) in [("van-phong", "4", "1"), ("thanh-tra", "6", "2~")] {
        put(&mut office, department, "2023-Q2", "viec", then);
        put(&mut office, department, "2024-Q1", "viec", first);
    }
    let figures = [("van-phong", "viec: { thuc_hien: 5 }"), ("thanh-tra", "viec: { thuc_hien: 6 }")];
    let shown = table(&office, &figures, "Số việc");
    assert_eq!(
        shown,
        ["Văn phòng Sở; 4; +1 (+25%); 6", "Thanh tra Sở; 6; 0; ước 8", "Cộng (2/3 đơn vị); 10; +1 (+10%); ước 14"]
    );
}

#[test]
fn a_department_without_a_past_leaves_the_agency_without_one_unless_it_is_young() {
    let mut office = office();
    put(&mut office, "van-phong", "2023-Q2", "viec", "4");
    let figures = [("van-phong", "viec: { thuc_hien: 5 }"), ("thanh-tra", "viec: { thuc_hien: 6 }")];
    let total = |office: &Office| table(office, &figures, "Số việc").pop().expect("a total");
    assert_eq!(total(&office), format!("Cộng (2/3 đơn vị); {UNKNOWN}; ; {UNKNOWN}"));
    let from = parse_date("2024-04-01");
    let id = DepartmentId::parse("thanh-tra").expect("an id");
    office.departments = vec![Department { id, name: "Thanh tra Sở".into(), tenure: Tenure { from, to: None } }];
    assert_eq!(total(&office), format!("Cộng (2/3 đơn vị); 4; +7 (+175%); {UNKNOWN}"));
    // Its own year begins when it began; the other's first quarter is still missing, until it is there.
    put(&mut office, "van-phong", "2024-Q1", "viec", "3");
    assert_eq!(total(&office), "Cộng (2/3 đơn vị); 4; +7 (+175%); 14");
}

#[test]
fn who_is_silent_now_is_no_fall_and_who_is_gone_is_not_forgotten() {
    let mut office = office();
    for department in ["van-phong", "thanh-tra", "chi-cuc-tdc"] {
        put(&mut office, department, "2023-Q2", "viec", "4");
    }
    let figures = [("van-phong", "viec: { thuc_hien: 5 }"), ("thanh-tra", "viec: { thuc_hien: 6 }")];
    let total = |office: &Office| table(office, &figures, "Số việc").pop().expect("a total");
    assert_eq!(total(&office), format!("Cộng (2/3 đơn vị); {UNKNOWN}; ; {UNKNOWN}"), "the third has not reported yet");
    office.period.departments.retain(|(id, _)| id.as_str() != "chi-cuc-tdc");
    assert_eq!(total(&office), format!("Cộng; 12; -1 (-8,3%); {UNKNOWN}"), "the third no longer exists");
    // What the one that is gone did in the first quarter belongs to this year too, and nobody can say how much is missing.
    for department in ["van-phong", "thanh-tra", "chi-cuc-tdc"] {
        put(&mut office, department, "2024-Q1", "viec", "1");
    }
    assert_eq!(total(&office), format!("Cộng; 12; -1 (-8,3%); {UNKNOWN}"));
}

#[test]
fn a_departments_own_word_is_marked_and_percentages_have_no_sum() {
    let mut office = office();
    put(&mut office, "van-phong", "2023-Q2", "ty-le", "88.5");
    let figures = [
        ("van-phong", "ty-le: { ke_hoach: 96, thuc_hien: \"97,1\", cung_ky: 1 }"),
        ("thanh-tra", "ty-le: { thuc_hien: 90, cung_ky: 95 }"),
    ];
    let shown = table(&office, &figures, "Tỷ lệ");
    assert_eq!(shown, ["Văn phòng Sở; 88,5; +8,6 điểm %; 97,1", "Thanh tra Sở; 95 (\\*); -5 điểm %; 90"]);
    let figures = [("van-phong", "viec: { thuc_hien: 5, cung_ky: 4, luy_ke: 9 }")];
    assert_eq!(table(&office, &figures, "Số việc"), ["Văn phòng Sở; 4 (\\*); +1 (+25%); 9 (\\*)"]);
}
