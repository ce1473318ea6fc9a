//! Sums that are not the whole agency's: every writer says whose they are and which departments are not in them.

use super::Office;
use baocao::ui::output::figures;
use baocao_check::consolidate::{Basis, figure_records};
use baocao_core::domain::{Accumulation, DepartmentId, FigureRecord, Indicator};
use baocao_core::text::Lang;
use baocao_documents::workbook;
use serde_json::Value;

const DEPARTMENTS: [(&str, &str); 4] = [
    ("van-phong", "Văn phòng Sở"),
    ("thanh-tra", "Thanh tra Sở"),
    ("chi-cuc-tdc", "Chi cục TĐC"),
    ("thong-tin", "Trung tâm Thông tin"),
];

/// An office in which three departments report the inspections, and every department may report the courses.
fn office() -> Office {
    let mut office = Office::new(
        include_str!("../../../templates/BM-VP-01.01.md"),
        include_str!("../../../templates/BM-VP-01.md"),
        &DEPARTMENTS,
    );
    let named = ["thanh-tra", "chi-cuc-tdc", "thong-tin"];
    office.indicators = vec![
        Indicator {
            departments: named.iter().filter_map(|id| DepartmentId::parse(id)).collect(),
            ..Indicator::new("cuoc", "Số cuộc kiểm tra", "cuộc", Accumulation::Flow)
        },
        Indicator::new("lop", "Số lớp tập huấn", "lớp", Accumulation::Flow),
        Indicator::new("ty-le", "Tỷ lệ đúng hạn", "%", Accumulation::Stock),
    ];
    office
}

/// The draft and the records of departments' figures.
fn of(office: &Office, reports: &[(&str, &str)]) -> (String, Vec<FigureRecord>) {
    let text = |department: &str, figures: &str| {
        let head = format!("---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: {department}\nchi_tieu:\n");
        format!("{head}  {}\n---\n\n# BÁO CÁO\n", figures.replace("; ", "\n  "))
    };
    let contributions: Vec<_> = reports.iter().map(|(d, f)| office.contribution(d, &text(d, f))).collect();
    let basis = Basis {
        agency: &office.agency,
        tone: office.tone,
        indicators: &office.indicators,
        departments: &office.departments,
        past: &office.past,
        restated: &Default::default(),
    };
    (office.draft(&contributions), figure_records(&basis, &office.period, &contributions, false))
}

fn sentence<'d>(draft: &'d str, name: &str) -> &'d str {
    draft.lines().find(|line| line.starts_with(&format!("- {name}"))).unwrap_or_default()
}

#[test]
fn one_departments_figure_is_never_stated_as_the_agencys() {
    let office = office();
    let plan = "{ ke_hoach: 7, thuc_hien: 5 }";
    let (draft, _) = of(&office, &[("thanh-tra", &format!("cuoc: {plan}; lop: 2; ty-le: 97"))]);
    let others = "Chi cục TĐC, Trung tâm Thông tin";
    let said = sentence(&draft, "Số cuộc kiểm tra");
    let whose =
        format!("- Số cuộc kiểm tra của Thanh tra Sở (chưa có số liệu của {others}): 5 cuộc, đạt 71,4% kế hoạch");
    assert!(said.starts_with(&whose), "{said}");
    let others = "Văn phòng Sở, Chi cục TĐC, Trung tâm Thông tin";
    for name in ["Số lớp tập huấn", "Tỷ lệ đúng hạn"] {
        let said = sentence(&draft, name);
        let whose = format!("- {name} của Thanh tra Sở (chưa có số liệu của {others}): ");
        assert!(said.starts_with(&whose), "{said}");
    }
    let note = "Chưa có số liệu của Chi cục TĐC, Trung tâm Thông tin đối với chỉ tiêu “Số cuộc kiểm tra”;";
    assert!(draft.contains(note), "{draft}");
    // Once every department has reported, the sum of those with a figure is the agency's; one percentage still is not.
    let all = [
        ("van-phong", "lop: 1"),
        ("thanh-tra", "cuoc: 5; ty-le: 97"),
        ("chi-cuc-tdc", "cuoc: 1"),
        ("thong-tin", "cuoc: 2"),
    ];
    let (draft, records) = of(&office, &all);
    assert!(sentence(&draft, "Số cuộc").starts_with("- Số cuộc kiểm tra: 8 cuộc"), "{draft}");
    assert!(sentence(&draft, "Số lớp").starts_with("- Số lớp tập huấn: 1 lớp"), "{draft}");
    assert!(sentence(&draft, "Tỷ lệ").starts_with("- Tỷ lệ đúng hạn của Thanh tra Sở: 97%"), "{draft}");
    assert!(draft.contains("| **Cộng** |") && !draft.contains("Chưa có số liệu của"), "{draft}");
    assert!(records.iter().all(|record| record.missing.is_empty() && record.counted), "{records:?}");
}

#[test]
fn a_partial_sum_is_marked_in_every_file() {
    let office = office();
    let (draft, records) = of(&office, &[("thanh-tra", "cuoc: 5"), ("chi-cuc-tdc", "cuoc: 1")]);
    assert!(draft.contains("| **Cộng (2/3 đơn vị)** |"), "{draft}");
    let said = "- Số cuộc kiểm tra của Thanh tra Sở, Chi cục TĐC (chưa có số liệu của Trung tâm Thông tin): 6 cuộc";
    assert!(sentence(&draft, "Số cuộc").starts_with(said), "{draft}");
    let json: Value = serde_json::from_str(&figures::json(&office.period.id, false, &records)).expect("JSON");
    let sum = json["figures"].as_array().and_then(|all| all.last()).expect("a sum");
    assert_eq!((&sum["department"], &sum["actual"]["value"]), (&Value::Null, &Value::from("6")));
    assert_eq!((sum["missing"].clone(), &sum["counted"]), (serde_json::json!(["thong-tin"]), &Value::Bool(true)));
    let csv = figures::csv(&records);
    let sum = csv.lines().last().expect("a sum");
    assert!(sum.contains(",Cộng (2/3 đơn vị),") && sum.ends_with(",0,thong-tin"), "{csv}");
    let table = figures::table(&office.period.id, false, &records, Lang::Vi);
    assert!(table.contains("Cộng (2/3 đơn vị)"), "{table}");
    assert!(table.contains("chưa có số liệu của Trung tâm Thông tin: Số cuộc kiểm tra"), "{table}");
    let words = sheet(&office, &records);
    assert!(words.iter().any(|cell| cell == "Cộng (2/3 đơn vị)"), "{words:?}");
    assert!(words.iter().any(|cell| cell == "chưa có số liệu của: Trung tâm Thông tin"), "{words:?}");
}

#[test]
fn a_department_that_may_not_report_is_left_out_of_the_sum_and_named() {
    let office = office();
    let all =
        [("van-phong", "cuoc: 100"), ("thanh-tra", "cuoc: 5"), ("chi-cuc-tdc", "cuoc: 1"), ("thong-tin", "cuoc: 2")];
    let (draft, records) = of(&office, &all);
    assert!(sentence(&draft, "Số cuộc").starts_with("- Số cuộc kiểm tra: 8 cuộc"), "{draft}");
    assert!(draft.contains("| Văn phòng Sở (không cộng) |"), "{draft}");
    let note = "Số liệu “Số cuộc kiểm tra” của Văn phòng Sở không cộng vào tổng: chỉ tiêu này do Thanh tra Sở, Chi cục TĐC, \
                Trung tâm Thông tin báo cáo.";
    assert!(draft.contains(note), "{draft}");
    let json: Value = serde_json::from_str(&figures::json(&office.period.id, false, &records)).expect("JSON");
    let all = json["figures"].as_array().expect("figures");
    let one = |id: Value| all.iter().find(|record| record["department"] == id).expect("a record");
    assert_eq!(one(Value::from("van-phong"))["counted"], Value::Bool(false));
    assert_eq!(one(Value::Null)["actual"]["value"], Value::from("8"));
    assert!(figures::table(&office.period.id, false, &records, Lang::En).contains("Văn phòng Sở (kc)"));
    let words = sheet(&office, &records);
    assert!(words.iter().any(|cell| cell == "không cộng: đơn vị không báo cáo chỉ tiêu này"), "{words:?}");
    // A stranger's figure alone makes no sentence.
    let (draft, _) = of(&office, &[("van-phong", "cuoc: 100")]);
    assert_eq!(sentence(&draft, "Số cuộc"), "", "{draft}");
}

/// The words of the spreadsheet's cells as another program reads them.
fn sheet(office: &Office, records: &[FigureRecord]) -> Vec<String> {
    use calamine::Reader;
    let head =
        workbook::WorkbookHead { agency: "Sở Thử", period: &office.period.id, approved: false, missing: &[] };
    let bytes = workbook::xlsx(&head, records).expect("a workbook");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("read back");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
    range.cells().map(|(_, _, cell)| cell.to_string()).collect()
}
