//! Figures over a history of twelve approved periods: what is stated is judged, what is shown can be followed back, and a
//! draft that people have edited takes in what is new.

use crate::support::{Ran, Scratch};
use baocao_core::domain::{Amount, PeriodId, format_amount};
use rust_decimal::Decimal;
use serde_json::Value;

const INDICATORS: &str = r#"
[[chi_tieu]]
ma = "luot-kiem-tra"
ten = "Số lượt kiểm tra"
don_vi_tinh = "lượt"
loai = "phat-sinh"
so_le = 1
don_vi = ["thanh-tra", "chi-cuc-tdc"]

[[chi_tieu]]
ma = "bien-che"
ten = "Số biên chế có mặt"
don_vi_tinh = "người"
loai = "thoi-diem"
so_le = 0
don_vi = ["thanh-tra", "chi-cuc-tdc"]
"#;

const DEPARTMENTS: [(&str, &str); 2] =
    [("thanh-tra", "Thanh tra Sở"), ("chi-cuc-tdc", "Chi cục Tiêu chuẩn Đo lường Chất lượng")];

/// Twelve periods as they come in an office's life, each with its day; the half-year is due before the second quarter.
const PERIODS: [(&str, &str); 12] = [
    ("2023-Q1", "2023-03-13"),
    ("2023-H1", "2023-05-20"),
    ("2023-Q2", "2023-06-13"),
    ("2023-Q3", "2023-09-13"),
    ("2023-Q4", "2023-12-11"),
    ("2023", "2023-12-13"),
    ("2024-01", "2024-01-13"),
    ("2024-02", "2024-02-13"),
    ("2024-Q1", "2024-03-13"),
    ("2024-H1", "2024-05-20"),
    ("2024-Q2", "2024-06-13"),
    ("2024-07", "2024-07-13"),
];

fn period(id: &str) -> PeriodId {
    PeriodId::from_canonical(id).expect("a period")
}

/// The truth, month by month, in tenths.
fn truth(department: usize, year: i32, months: std::ops::RangeInclusive<u32>) -> Decimal {
    let tenths: i64 = months.map(|m| i64::from(m) * 17 + i64::from(year - 2000) * 31 + department as i64 * 123).sum();
    Decimal::new(tenths, 1)
}

fn months(id: &str) -> std::ops::RangeInclusive<u32> {
    use chrono::Datelike;
    let period = period(id);
    period.first_day().month()..=period.last_day().month()
}

fn flow(department: usize, id: &str) -> Decimal {
    truth(department, period(id).year(), months(id))
}

fn so_far(department: usize, id: &str) -> Decimal {
    truth(department, period(id).year(), 1..=*months(id).end())
}

fn stock(department: usize, id: &str) -> Decimal {
    Decimal::from(20 + department as u32 * 10 + *months(id).end())
}

/// A report without faults, with these figures.
fn report(department: &str, id: &str, day: &str, figures: &str) -> String {
    let good = include_str!("../rules/figures-absent/good.md");
    let id = period(id);
    good.replace("  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 5 }\n", figures)
        .replace("## II. ĐÁNH", "### 2. Đánh giá kết quả thực hiện và tác động quản lý\n\nĐúng tiến độ.\n\n## II. ĐÁNH")
        .replace("còn mỏng.\n", "còn mỏng.\n\n### 4. Giải pháp khắc phục\n\nBố trí thêm người.\n")
        .replace("ky: 2024-Q2", &format!("ky: {id}"))
        .replace("don_vi: thanh-tra", &format!("don_vi: {department}"))
        .replace("ngay_lap: 2024-06-11", &format!("ngay_lap: {day}"))
        .replace("so_lieu_den: 2024-06-10", &format!("so_lieu_den: {day}"))
        .replace("QUÝ III NĂM 2024", "{ky_sau}")
        .replace("QUÝ II NĂM 2024", &id.heading_words())
        .replace("{ky_sau}", &id.heading_words_next())
}

/// The same report with the figure said again in its text, and split in two parts that add up.
fn told(report: &str, said: Decimal, total: Decimal) -> String {
    let part = (total / Decimal::TWO).round();
    let [said, total, part, rest] = [said, total, part, total - part].map(|n| format_amount(n.normalize()));
    let words = format!(
        "- Trong kỳ, số lượt kiểm tra đạt {said} lượt; <!-- cộng -->{total} lượt, gồm {part} lượt định kỳ và {rest} lượt đột xuất;"
    );
    let told = report.replace("- Tiến hành 05 cuộc thanh tra, đạt 100% kế hoạch quý;", &words);
    assert_ne!(told, report);
    told
}

/// The figures of a department, with what it states about last year and the year so far.
fn figures(department: usize, id: &str, cung_ky: Option<Decimal>, luy_ke: Option<Decimal>) -> String {
    let stated = |key: &str, number: Option<Decimal>| {
        number.map(|n| format!(", {key}: \"{}\"", format_amount(n))).unwrap_or_default()
    };
    format!(
        "  luot-kiem-tra: {{ ke_hoach: 100, thuc_hien: \"{}\"{}{} }}\n  bien-che: {{ thuc_hien: {} }}\n",
        format_amount(flow(department, id)),
        stated("cung_ky", cung_ky),
        stated("luy_ke", luy_ke),
        stock(department, id)
    )
}

/// The codes about figures that `check` finds in a period, by department.
fn found(office: &Scratch, id: &str, day: &str) -> Vec<(String, String)> {
    let ran = office.run("le-thi-mai", &format!("{day} 08:30"), &format!("check {id} --format json"));
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.all()));
    let text = |d: &Value, key: &str| d[key].as_str().unwrap_or_default().to_string();
    let list = json["diagnostics"].as_array().expect("a list").iter();
    let mut found: Vec<_> = list
        .filter(|d| {
            ["comparison", "cumulative", "figure-", "indicator", "sum-"].iter().any(|c| text(d, "code").starts_with(c))
        })
        .filter(|d| d["code"] != "figures-absent")
        .map(|d| (text(d, "department"), text(d, "code")))
        .collect();
    found.sort();
    found
}

fn write(office: &Scratch, department: usize, id: &str, day: &str, figures: &str) {
    let name = DEPARTMENTS[department].0;
    let now = flow(department, id);
    office.write(&format!("reports/{id}/{name}.md"), &told(&report(name, id, day, figures), now, now));
}

fn submit(office: &Scratch, department: usize, id: &str, when: &str) -> Ran {
    let name = DEPARTMENTS[department].0;
    let reporters = baocao::commands::demo::sample::REPORTERS;
    let person = reporters.iter().find(|(d, _)| *d == name).expect("a reporter").1;
    office.run(person, when, &format!("submit {id} --yes"))
}

fn approve(office: &Scratch, id: &str, day: &str) {
    office.run("le-thi-mai", &format!("{day} 10:00"), &format!("merge {id} --partial")).expect(0);
    office.run("tran-van-binh", &format!("{day} 11:00"), &format!("review {id} --yes")).expect(0);
    office.run("nguyen-duc-thinh", &format!("{day} 12:00"), &format!("approve {id} --yes")).expect(0);
}

#[test]
fn of_twelve_periods_every_contradiction_is_found_and_none_that_is_not_there() {
    let office = Scratch::since_2023(INDICATORS);
    let own = |codes: &[(usize, &str)]| {
        let mut all: Vec<_> = codes.iter().map(|(d, c)| (DEPARTMENTS[*d].0.to_string(), (*c).to_string())).collect();
        all.sort();
        all
    };
    for (at, (id, day)) in PERIODS.iter().enumerate() {
        office.run("le-thi-mai", &format!("{day} 08:00"), &format!("init {id}")).expect(0);
        let known = |other: &str| PERIODS[..at].iter().any(|(id, _)| *id == other);
        let last_year = period(id).same_period_last_year().map(|p| p.to_string()).filter(|p| known(p));
        let then = |department: usize| last_year.as_deref().map(|p| flow(department, p));
        // What is true is never found wrong.
        for department in 0..2 {
            write(
                &office,
                department,
                id,
                day,
                &figures(department, id, then(department), Some(so_far(department, id))),
            );
        }
        assert_eq!(found(&office, id, day), [], "{id}");
        // A wrong comparison here, a wrong sum there; where history does not know, nobody is wrong.
        let wrong = |number: Decimal| Some(number + Decimal::new(1, 1));
        write(&office, 0, id, day, &figures(0, id, wrong(then(0).unwrap_or_default()), Some(so_far(0, id))));
        write(&office, 1, id, day, &figures(1, id, then(1), wrong(so_far(1, id))));
        let mut expected = vec![(1, "cumulative-mismatch")];
        expected.extend(last_year.as_ref().map(|_| (0, "comparison-mismatch")));
        assert_eq!(found(&office, id, day), own(&expected), "{id}");
        // Words that say something else than the figure; parts that do not make their total.
        let name = DEPARTMENTS[0].0;
        let own = report(name, id, day, &figures(0, id, then(0), Some(so_far(0, id))));
        let (now, odd) = (flow(0, id), flow(0, id) + Decimal::ONE);
        let path = format!("reports/{id}/{name}.md");
        office.write(&path, &told(&own, odd, now));
        let of_first = |found: Vec<(String, String)>| -> Vec<String> {
            found.into_iter().filter(|(department, _)| department == name).map(|(_, code)| code).collect()
        };
        assert_eq!(of_first(found(&office, id, day)), ["figure-contradicted"], "{id}");
        let split = told(&own, now, odd).replace(
            &format!("{} lượt, gồm", format_amount(odd.normalize())),
            &format!("{} lượt, gồm", format_amount(now.normalize())),
        );
        office.write(&path, &split);
        assert_eq!(of_first(found(&office, id, day)), ["sum-mismatch"], "{id}");
        // A report with such a contradiction is not let in.
        assert_eq!(submit(&office, 1, id, &format!("{day} 08:40")).status, 1, "{id}");
        for department in 0..2 {
            write(
                &office,
                department,
                id,
                day,
                &figures(department, id, then(department), Some(so_far(department, id))),
            );
            submit(&office, department, id, &format!("{day} 09:00")).expect(0);
        }
        approve(&office, id, day);
        if *id == "2024-Q2" {
            follow_every_number_back(&office);
        }
    }
    // What was learned is also printed for people who calculate.
    let draft = office.read("reports/2024-07/tong-hop.md");
    let july = so_far(0, "2024-07") + so_far(1, "2024-07");
    assert!(draft.contains(&format!("luỹ kế từ đầu năm {} lượt", format_amount(july.normalize()))), "{draft}");
}

/// Every number of other periods in the table of 2024-Q2 leads to a report, a commit and the same number.
fn follow_every_number_back(office: &Scratch) {
    let draft = office.read("reports/2024-Q2/tong-hop.md");
    let number = |text: &str| Amount::read_in(text.trim(), Some(1)).number();
    let actual = |commit: &str, path: &str| {
        let text = office.git(&format!("show {commit}:{path}"));
        let cell =
            text.split("luot-kiem-tra").nth(1).and_then(|t| t.split("thuc_hien: \"").nth(1)).expect("the figure");
        number(cell.split('"').next().expect("the end")).expect("a number")
    };
    // “- Quý II năm 2023: Thanh tra Sở, tệp reports/2023-Q2/thanh-tra.md, lần ghi 0123456789;”
    let sources: Vec<(String, String, String)> = draft
        .lines()
        .filter_map(|line| {
            let (who, rest) = line.trim().strip_prefix("- ")?.split_once(", tệp ")?;
            let (path, commit) = rest.trim_end_matches(';').split_once(", lần ghi ")?;
            Some((who.to_string(), path.to_string(), commit.to_string()))
        })
        .collect();
    assert_eq!(sources.len(), 4, "two departments, two periods: {sources:?}");
    let from = |who: &str| {
        let (_, path, commit) = sources.iter().find(|(w, ..)| w == who).unwrap_or_else(|| panic!("{who}: {sources:?}"));
        actual(commit, path)
    };
    for (at, (id, name)) in DEPARTMENTS.iter().enumerate() {
        let rows = draft.lines().filter(|line| line.starts_with('|') && line.contains(&format!("| {name} |")));
        let row = rows.into_iter().find(|row| row.contains("100")).expect("its row");
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [.., now, share, before, change, so_far_shown] = cells.as_slice() else { panic!("{row}") };
        let own = draft.lines().find(|l| l.contains(&format!("don_vi: {id},"))).expect("its input");
        let commit = own.split("nop: \"").nth(1).and_then(|t| t.split('"').next()).expect("its commit");
        let now_then = actual(commit, &format!("reports/2024-Q2/{id}.md"));
        assert_eq!(number(now), Some(now_then));
        assert_eq!(number(before), Some(from(&format!("Quý II năm 2023: {name}"))));
        assert_eq!(number(so_far_shown), Some(from(&format!("Quý I năm 2024: {name}")) + now_then));
        assert_eq!(now_then, flow(at, "2024-Q2"));
        assert!(!share.is_empty() && change.starts_with('+'), "{row}");
    }
}

#[test]
fn an_edited_draft_takes_in_what_was_approved_since_and_keeps_its_edits() {
    let office = Scratch::since_2023(INDICATORS);
    let open = |id: &str, day: &str| {
        office.run("le-thi-mai", &format!("{day} 08:00"), &format!("init {id}")).expect(0);
        for department in 0..2 {
            write(&office, department, id, day, &figures(department, id, None, None));
            submit(&office, department, id, &format!("{day} 09:00")).expect(0);
        }
    };
    open("2024-Q1", "2024-03-13");
    open("2024-Q2", "2024-06-13");
    office.run("le-thi-mai", "2024-06-13 10:00", "merge 2024-Q2 --partial").expect(0);
    let path = "reports/2024-Q2/tong-hop.md";
    let first = office.read(path);
    // The first quarter is submitted, but no leader has approved it: nobody adds it up.
    assert!(first.contains("luỹ kế từ đầu năm chưa có đủ số liệu") && !first.contains("nguon-so-lieu"), "{first}");
    // The same inputs give the same bytes.
    let again = office.run("le-thi-mai", "2024-06-13 10:10", "merge 2024-Q2 --partial");
    assert_eq!(again.status, 3, "{}", again.all());
    assert_eq!(office.read(path), first);

    printed(&office);

    let own = "- Biên chế của Sở ổn định.";
    let stock: String = first.lines().find(|l| l.starts_with("- Số biên chế")).expect("the sentence").into();
    office.write(path, &first.replace(&stock, own));
    approve(&office, "2024-Q1", "2024-06-14");
    let changed = figures(0, "2024-Q2", None, None).replace("ke_hoach: 100", "ke_hoach: 120");
    write(&office, 0, "2024-Q2", "2024-06-13", &changed);
    submit(&office, 0, "2024-Q2", "2024-06-14 14:00").expect(0);
    office.run("le-thi-mai", "2024-06-14 15:00", "merge 2024-Q2 --partial").expect(0);
    let second = office.read(path);
    assert!(!second.contains("<<<<<<<"), "{second}");
    assert!(second.contains(own) && !second.contains(&stock), "{second}");
    let sum = so_far(0, "2024-Q2") + so_far(1, "2024-Q2");
    assert!(second.contains(&format!("luỹ kế từ đầu năm {} lượt", format_amount(sum.normalize()))), "{second}");
    assert!(second.contains("| Thanh tra Sở | 120 |") && second.contains("[^nguon-so-lieu]: "), "{second}");
}

/// What `figures` and `trend` print while the first quarter is not approved: it counts only where that is said.
fn printed(office: &Scratch) {
    let run = |line: &str| office.run("ai-do", "2024-06-13 16:00", line).expect(0).out;
    let csv = |line: &str| {
        let out = run(line);
        let row = |line: &str| line.split(',').map(str::to_string).collect::<Vec<_>>();
        let heads = row(out.lines().next().expect("a head"));
        let row = row(out.lines().find(|l| l.contains(",thanh-tra,")).expect("its row"));
        assert_eq!(heads.len(), row.len());
        move |key: &str| row[heads.iter().position(|h| h == key).expect("a column")].clone()
    };
    let (now, both) = (flow(0, "2024-Q2").to_string(), so_far(0, "2024-Q2").to_string());
    let cell = csv("figures 2024-Q2 --to csv");
    assert_eq!((cell("thuc_hien"), cell("luy_ke"), cell("cung_ky")), (now, String::new(), String::new()));
    let cell = csv("figures 2024-Q2 --to csv --unapproved");
    assert_eq!((cell("luy_ke"), cell("nguon_ky_khac").contains("(chưa duyệt)")), (both.clone(), true));
    assert!(run("figures 2024-Q2 --unapproved").contains("(**) có số liệu của kỳ chưa duyệt"));

    let json: Value = serde_json::from_str(&run("figures 2024-Q2 --to json --unapproved")).expect("JSON");
    let figure = &json["figures"][0];
    assert_eq!((&figure["cumulative"]["value"], &figure["same_period"]), (&both.into(), &Value::Null));
    for source in figure["cumulative"]["sources"].as_array().expect("sources") {
        let (commit, path) = (source["commit"].as_str().expect("a commit"), source["path"].as_str().expect("a path"));
        assert!(office.git(&format!("show {commit}:{path}")).contains("luot-kiem-tra"), "{source}");
        assert_eq!(source["approved"], false);
    }
    assert_eq!(office.run("ai-do", "2024-06-13 16:00", "trend luot-kiem-tra").expect(0).out.lines().count(), 1);
    let chart = run("trend luot-kiem-tra --unapproved --department thanh-tra");
    assert!(chart.contains("Quý II năm 2024") && chart.contains("█ (chưa duyệt)"), "{chart}");
    assert_eq!(office.run("ai-do", "2024-06-13 16:00", "trend luot-kiem").status, 2);
}

#[test]
fn rules_of_departments_and_of_the_agency_are_judged_or_counted_as_skipped() {
    let rules = "[[quy_tac]]\nma = \"a\"\nbieu_thuc = \"bien-che >= ky_truoc(bien-che)\"\nthong_bao = \"giảm\"\n\
                 [[quy_tac]]\nma = \"b\"\nbieu_thuc = \"bien-che > 0\"\nthong_bao = \"không còn ai\"\n\
                 [[quy_tac]]\nma = \"c\"\nbieu_thuc = \"bien-che > ho-so-tthc\"\nthong_bao = \"không ai có cả hai\"\n\
                 [[quy_tac]]\nma = \"d\"\nbieu_thuc = \"bien-che = 2 * tien-xu-phat + phuong-tien-do\"\nthong_bao = \"cả Sở\"\n";
    let office = Scratch::since_2023(&format!("{INDICATORS}{rules}"));
    office.run("le-thi-mai", "2024-03-13 08:00", "init 2024-Q1").expect(0);
    for department in 0..2 {
        // Two indicators of two departments: the agency as a whole is held to a rule about both. 23 + 33 = 2 × 8 + 40.
        let more = ["  tien-xu-phat: { thuc_hien: 8 }\n", "  phuong-tien-do: { thuc_hien: 40 }\n"][department];
        let own = figures(department, "2024-Q1", None, None) + more;
        write(&office, department, "2024-Q1", "2024-03-13", &own);
    }
    // A department finds its indicators in the empty report, and an empty place is no figure.
    let empty = office.read("reports/2024-Q1/van-phong.md");
    assert!(
        empty.contains(
            "  # Số hồ sơ thủ tục hành chính đã giải quyết (hồ sơ)\n  ho-so-tthc: { ke_hoach: , thuc_hien: }\n"
        ),
        "{empty}"
    );
    let of_empty = office.run("le-thi-mai", "2024-03-13 08:30", "check reports/2024-Q1/van-phong.md").all();
    assert!(
        !of_empty.contains("front-matter") && !of_empty.contains("[figure") && !of_empty.contains("[field-malformed"),
        "{of_empty}"
    );
    let check = || office.run("le-thi-mai", "2024-03-13 08:30", "check 2024-Q1").all();
    assert!(check().contains("quy tắc số liệu: đã xét 3 lượt, bỏ qua 3 lượt vì thiếu số liệu"), "{}", check());
    assert!(!check().contains("figure-rule-broken"), "{}", check());
    let path = "reports/2024-Q1/chi-cuc-tdc.md";
    let text = office.read(path);
    office.write(path, &text.replace("thuc_hien: 40", "thuc_hien: 41"));
    assert!(
        check().contains("lỗi[figure-rule-broken]: cả Sở") && check().contains("bien-che = 56 người"),
        "{}",
        check()
    );
    office.write(path, &text);
    let ran = office.run("le-thi-mai", "2024-03-13 08:30", "check 2024-Q1 --format json");
    let json: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&json["figure_rules"]["judged"], &json["figure_rules"]["skipped"]), (&3.into(), &3.into()));
}
