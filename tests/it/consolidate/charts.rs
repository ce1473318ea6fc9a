//! What is drawn: like beside like, and what nobody knows is said instead of drawn.

use super::Office;
use baocao_check::consolidate::{Basis, charts};
use baocao_core::domain::{
    Accumulation, Cadence, Chart, Department, DepartmentId, Indicator, PeriodId, Tenure, parse_date, plain,
};
use baocao_core::text::Lang;

fn office() -> Office {
    let mut office = Office::new(
        include_str!("../../../templates/BM-VP-01.01.md"),
        include_str!("../../../templates/BM-VP-01.md"),
        &[("van-phong", "Văn phòng Sở"), ("thanh-tra", "Thanh tra Sở"), ("chi-cuc-tdc", "Chi cục")],
    );
    let drawn =
        |id: &str, name: &str, unit: &str, kind| Indicator { chart: true, ..Indicator::new(id, name, unit, kind) };
    office.indicators = vec![
        drawn("viec", "Số việc", "việc", Accumulation::Flow),
        drawn("co-so", "Số cơ sở", "cơ sở", Accumulation::Stock),
        drawn("ty-le", "Tỷ lệ", "%", Accumulation::Stock),
        Indicator::new("tho", "Không vẽ", "cái", Accumulation::Flow),
    ];
    office
}

fn put(office: &mut Office, department: &str, indicator: &str, figures: &[(&str, &str)]) {
    figures.iter().for_each(|(period, value)| super::put(office, department, period, indicator, value));
}

fn drawn(office: &Office, figures: &[(&str, &str)], lang: Lang) -> Vec<Chart> {
    let period = &office.period.id;
    let text = |department: &str, figures: &str| {
        format!(
            "---\nbieu_mau: BM-VP-01.01\nky: {period}\ndon_vi: {department}\nchi_tieu:\n  {figures}\n---\n\n# BÁO CÁO\n"
        )
    };
    let contributions: Vec<_> = figures.iter().map(|(d, f)| office.contribution(d, &text(d, f))).collect();
    let basis = Basis {
        agency: &office.agency,
        tone: office.tone,
        indicators: &office.indicators,
        departments: &office.departments,
        past: &office.past,
        restated: &Default::default(),
    };
    charts(&basis, &office.period, &contributions, lang)
}

/// Title, unit, head and rows as a reader sees them, notes last.
fn told(chart: &Chart) -> Vec<String> {
    let table = chart.table();
    let row =
        |cells: &[Vec<baocao_core::domain::Inline>]| cells.iter().map(|c| plain(c)).collect::<Vec<_>>().join(" | ");
    let mut out = vec![format!("{} ({})", chart.title, chart.unit), row(&table.head)];
    out.extend(table.rows.iter().map(|cells| row(cells)));
    out.extend(chart.notes.iter().cloned());
    out
}

#[test]
fn periods_of_this_year_stand_beside_those_of_the_last() {
    let mut office = office();
    put(
        &mut office,
        "van-phong",
        "viec",
        &[("2023-Q1", "1"), ("2023-04", "2"), ("2023-05", "2~"), ("2023-06", "3"), ("2024-Q1", "4")],
    );
    put(&mut office, "thanh-tra", "viec", &[("2023-Q1", "10"), ("2023-Q2", "20"), ("2024-Q1", "40.5")]);
    let figures = [
        ("thanh-tra", "viec: { thuc_hien: 50, ke_hoach: 60 }"),
        ("van-phong", "viec: { thuc_hien: 5, uoc: true }\n  tho: { thuc_hien: 1, ke_hoach: 2 }"),
    ];
    let charts = drawn(&office, &figures, Lang::Vi);
    assert_eq!(charts.len(), 2, "what does not ask for a chart has none: {charts:?}");
    assert_eq!(
        told(&charts[0]),
        [
            "Số việc: năm 2024 so với cùng kỳ năm 2023 (việc)",
            "Kỳ báo cáo | Năm 2024 | Năm 2023",
            "Quý I | 44,5 | 11",
            "Quý II | ước 55 | ước 27",
        ]
    );
    assert_eq!(
        told(&charts[1]),
        [
            "Số việc: thực hiện so với kế hoạch, quý II năm 2024 (việc)",
            "Đơn vị | Thực hiện | Kế hoạch",
            "Văn phòng Sở | ước 5 | chưa có số liệu",
            "Thanh tra Sở | 50 | 60",
        ]
    );
    let english = drawn(&office, &figures, Lang::En);
    assert_eq!(
        told(&english[0])[..4],
        [
            "Số việc: 2024 against 2023 (việc)",
            "Period | 2024 | 2023",
            "Quarter I | 44,5 | 11",
            "Quarter II | est. 55 | est. 27"
        ]
    );
}

#[test]
fn a_single_number_is_no_chart() {
    let mut office = office();
    assert_eq!(drawn(&office, &[("van-phong", "viec: 5")], Lang::Vi), []);
    // A plan is a second number, and so is last year's figure.
    assert_eq!(drawn(&office, &[("van-phong", "viec: { thuc_hien: 5, ke_hoach: 9 }")], Lang::Vi).len(), 1);
    put(&mut office, "van-phong", "viec", &[("2023-Q2", "4")]);
    assert_eq!(drawn(&office, &[("van-phong", "viec: 5")], Lang::Vi).len(), 1);
}

#[test]
fn a_department_that_is_silent_leaves_a_gap_that_is_explained() {
    let mut office = office();
    put(&mut office, "van-phong", "viec", &[("2023-Q2", "4"), ("2024-Q1", "1")]);
    put(&mut office, "thanh-tra", "viec", &[("2024-Q1", "2")]);
    let figures = [("van-phong", "viec: 5"), ("thanh-tra", "viec: 6")];
    assert_eq!(
        told(&drawn(&office, &figures, Lang::Vi)[0])[2..],
        [
            "Quý I | 3",
            "Quý II | 11",
            "Năm 2023: chưa có số liệu.",
            "Chưa cộng quý II năm 2023: thiếu số liệu của Thanh tra Sở.",
        ]
    );
    // One that did not exist then is not awaited.
    let id = DepartmentId::parse("thanh-tra").expect("an id");
    let tenure = Tenure { from: parse_date("2024-01-01"), to: None };
    office.departments = vec![Department { id, name: "Thanh tra Sở".into(), tenure }];
    assert_eq!(told(&drawn(&office, &figures, Lang::Vi)[0])[2..], ["Quý I | 3 | chưa có số liệu", "Quý II | 11 | 4"]);
    // Nor one that the indicator has been taken from; the one that has it now is missed where it was silent.
    let mut moved = self::office();
    put(&mut moved, "thanh-tra", "viec", &[("2024-Q1", "2")]);
    put(&mut moved, "van-phong", "viec", &[("2023-Q1", "7")]);
    moved.indicators[0].departments = vec![DepartmentId::parse("van-phong").expect("an id")];
    assert_eq!(
        told(&drawn(&moved, &figures[..1], Lang::Vi)[0])[2..],
        [
            "Quý I | chưa có số liệu | 7",
            "Quý II | 5 | chưa có số liệu",
            "Chưa cộng quý I năm 2024: thiếu số liệu của Văn phòng Sở.",
        ]
    );
    // One that reports no more now leaves a gap now.
    let now = told(&drawn(&office, &figures[..1], Lang::Vi)[0]);
    assert_eq!(
        now[3..],
        ["Quý II | chưa có số liệu | 4", "Chưa cộng quý II năm 2024: thiếu số liệu của Thanh tra Sở."]
    );
}

#[test]
fn a_number_that_only_the_department_states_bears_its_mark() {
    let office = office();
    let charts = drawn(&office, &[("van-phong", "viec: { thuc_hien: 5, cung_ky: 4 }")], Lang::Vi);
    let told = told(&charts[0]);
    assert_eq!(told[2..4], ["Quý I | chưa có số liệu | chưa có số liệu", "Quý II | 5 | 4 (*)"]);
    assert!(told[4].starts_with("(*) Số do đơn vị nêu"), "{told:?}");
    assert!(charts[0].alt().ends_with("Quý II: năm 2024 5, năm 2023 4 (*)."), "{}", charts[0].alt());
}

#[test]
fn percentages_stand_by_department_and_stocks_are_added_up() {
    let mut office = office();
    put(&mut office, "van-phong", "ty-le", &[("2023-Q2", "90.5")]);
    put(&mut office, "chi-cuc-tdc", "co-so", &[("2023-06", "7"), ("2024-Q1", "8")]);
    put(&mut office, "van-phong", "co-so", &[("2024-Q1", "2")]);
    let figures = [("van-phong", "ty-le: \"97,1\"\n  co-so: 1"), ("chi-cuc-tdc", "ty-le: 88\n  co-so: 9")];
    let charts = drawn(&office, &figures, Lang::Vi);
    assert_eq!(charts.len(), 2);
    assert_eq!(told(&charts[0])[2..4], ["Quý I | 10", "Quý II | 10"]);
    assert_eq!(
        told(&charts[1]),
        [
            "Tỷ lệ: quý II năm 2024 so với cùng kỳ năm 2023 (%)",
            "Đơn vị | Quý II năm 2024 | Quý II năm 2023",
            "Văn phòng Sở | 97,1 | 90,5",
            "Chi cục | 88 | chưa có số liệu",
        ]
    );
}

#[test]
fn every_kind_of_period_has_its_categories() {
    for (id, wanted) in [
        ("2024-12", 12),
        ("2024-03", 3),
        ("2024-Q4", 4),
        ("2024-H1", 1),
        ("2024", 1),
        ("2024-BKHCN", 1),
        ("2024-DX-lu-lut", 0),
        ("2000-Q1", 0),
    ] {
        let mut office = office();
        office.period.id = PeriodId::from_canonical(id).expect("a period");
        if let Some(before) = office.period.id.same_period_last_year() {
            put(&mut office, "van-phong", "viec", &[(&before.to_string(), "4")]);
        }
        let charts = drawn(&office, &[("van-phong", "viec: 5")], Lang::Vi);
        let count = charts.first().map_or(0, |chart| chart.categories.len());
        assert_eq!(count, wanted, "{id}");
        if office.period.id.cadence() == Cadence::Month {
            assert_eq!(charts[0].categories[1], "Tháng 2");
        }
    }
}
