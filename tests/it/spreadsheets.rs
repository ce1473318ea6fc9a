//! Spreadsheets: what is written is read back by other readers, and what people send is read to the cell.

use crate::support::Scratch;
use calamine::{Data, Reader, Xlsx};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

const INDICATORS: &str = r#"
[[chi_tieu]]
ma = "luot-kiem-tra"
ten = "Số lượt kiểm tra"
don_vi_tinh = "lượt"
loai = "phat-sinh"
so_le = 1
nhom = "Thanh tra/kiểm tra"
don_vi = ["thanh-tra", "chi-cuc-tdc"]

[[chi_tieu]]
ma = "bien-che"
ten = "=Số biên chế có mặt"
don_vi_tinh = "người"
loai = "thoi-diem"
so_le = 0
nhom = "Tổ chức"
don_vi = ["thanh-tra", "chi-cuc-tdc"]
"#;

const DAY: &str = "2024-06-13";

fn report(department: &str, figures: &str) -> String {
    let good = include_str!("../rules/figures-absent/good.md");
    good.replace("  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 5 }\n", figures)
        .replace("## II. ĐÁNH", "### 2. Đánh giá kết quả thực hiện và tác động quản lý\n\nĐúng tiến độ.\n\n## II. ĐÁNH")
        .replace("còn mỏng.\n", "còn mỏng.\n\n### 4. Giải pháp khắc phục\n\nBố trí thêm người.\n")
        .replace("don_vi: thanh-tra", &format!("don_vi: {department}"))
}

/// Two departments have reported their figures of a quarter.
fn office() -> Scratch {
    let office = Scratch::since_2023(INDICATORS);
    office.run("le-thi-mai", &format!("{DAY} 08:00"), "init 2024-Q2").expect(0);
    let figures = [
        (
            "thanh-tra",
            "  luot-kiem-tra: { ke_hoach: 100, thuc_hien: \"46,2\", cung_ky: \"40,1\", uoc: true }\n  bien-che: { thuc_hien: 12 }\n",
        ),
        (
            "chi-cuc-tdc",
            "  luot-kiem-tra: { ke_hoach: \"1.200,5\", thuc_hien: \"0,1\", cung_ky: 7 }\n  bien-che: { thuc_hien: 30 }\n",
        ),
    ];
    for (department, text) in figures {
        office.write(&format!("reports/2024-Q2/{department}.md"), &report(department, text));
        let person =
            baocao::commands::demo::sample::REPORTERS.iter().find(|(d, _)| *d == department).expect("a reporter").1;
        office.run(person, &format!("{DAY} 09:00"), "submit 2024-Q2").expect(0);
    }
    office
}

fn run(office: &Scratch, line: &str) -> crate::support::Ran {
    office.run("ai-do", &format!("{DAY} 16:00"), line)
}

fn bytes(office: &Scratch, name: &str) -> Vec<u8> {
    std::fs::read(office.office.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn words(cell: Option<&Data>) -> String {
    cell.map(ToString::to_string).unwrap_or_default()
}

#[test]
fn figures_as_a_spreadsheet_are_what_another_reader_reads() {
    let office = office();
    let said = run(&office, "figures 2024-Q2 --to xlsx").expect(0);
    assert!(said.out.contains("so-lieu-2024-Q2.xlsx") && said.err.contains("chưa có báo cáo của"), "{}", said.all());
    let first = bytes(&office, "so-lieu-2024-Q2.xlsx");
    // The same again is no loss; what somebody has worked in is.
    run(&office, "figures 2024-Q2 --to xlsx").expect(0);
    office.write("so-lieu-2024-Q2.xlsx", "của tôi");
    let again = run(&office, "figures 2024-Q2 --to xlsx");
    assert!(again.status == 3 && again.err.contains("--force"), "{}", again.all());
    run(&office, "figures 2024-Q2 --to xlsx --force").expect(0);
    run(&office, "figures 2024-Q2 --to xlsx --out ra/b.xlsx").expect(0);
    assert!(first == bytes(&office, "so-lieu-2024-Q2.xlsx") && first == bytes(&office, "ra/b.xlsx"), "the same bytes");
    assert_eq!(run(&office, "figures 2024-Q2 --to csv --out a.csv").status, 2);

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(first)).expect("a spreadsheet");
    assert_eq!(book.sheet_names(), ["Thanh tra-kiểm tra", "Tổ chức"]);
    let sheet = book.worksheet_range("Thanh tra-kiểm tra").expect("a sheet");
    let row = |row: u32| (0..13).map(|column| words(sheet.get_value((row, column)))).collect::<Vec<_>>();
    assert_eq!(row(4)[..7], ["Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Đơn vị", "Kế hoạch", "Thực hiện", "Ước"]);
    let tail = |at: u32| row(at)[4..].join("|");
    assert_eq!(row(5)[..4], ["luot-kiem-tra", "Số lượt kiểm tra", "lượt", "Thanh tra Sở"]);
    assert_eq!(tail(5), "100|46.2|ước|46.2|40.1|6.1|15.2||cùng kỳ: số do đơn vị nêu");
    assert_eq!(tail(6), "1200.5|0.1||0|7|-6.9|-98.6||cùng kỳ: số do đơn vị nêu");
    assert_eq!(row(7)[3], "Cộng");
    assert_eq!(tail(7), "1300.5|46.3|ước|3.6|47.1|-0.8|-1.7||cùng kỳ: số do đơn vị nêu");
    assert!(matches!(sheet.get_value((5, 4)), Some(Data::Float(_))), "a number is a number");
    let formulas = book.worksheet_formula("Thanh tra-kiểm tra").expect("formulas");
    let formula = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!((formula(7, 4), formula(7, 5)), ("SUM(E6:E7)".into(), "SUM(F6:F7)".into()));
    assert_eq!(formula(5, 7), "IF(E6>0,ROUND(F6*100/E6,1),\"\")");
    let staff = book.worksheet_range("Tổ chức").expect("a sheet");
    // Words that look like a formula stay words.
    assert_eq!(staff.get_value((5, 1)), Some(&Data::String("=Số biên chế có mặt".into())));
    assert_eq!(words(staff.get_value((7, 5))), "42");
}

/// The same file with formulas only.
fn without_results(file: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(file)).expect("a ZIP file");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        let mut pieces = text.split("</f><v>");
        let mut out = pieces.next().expect("a first piece").to_string();
        for piece in pieces {
            out += "</f>";
            out += piece.split_once("</v>").expect("an end").1;
        }
        to.start_file(part.name().expect("a name"), zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(out.as_bytes()).expect("written");
    }
    to.finish().expect("a file").into_inner()
}

fn soffice(folder: &Path, line: &[&str]) -> bool {
    let home = format!("-env:UserInstallation=file://{}/lo", folder.display());
    let done = Command::new("soffice").arg(home).args(line).current_dir(folder).output();
    done.is_ok_and(|done| done.status.success())
}

#[test]
fn libreoffice_counts_the_same() {
    let office = office();
    run(&office, "figures 2024-Q2 --to xlsx --out a.xlsx").expect(0);
    let folder = office.office.as_path();
    // Without the results we wrote, LibreOffice has to count for itself.
    std::fs::write(folder.join("a.xlsx"), without_results(&bytes(&office, "a.xlsx"))).expect("written");
    let csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1";
    if !soffice(folder, &["--headless", "--convert-to", csv, "a.xlsx"]) {
        eprintln!("soffice is not here: not compared");
        return;
    }
    let mut found = std::fs::read_dir(folder).expect("the folder").flatten().map(|e| e.path());
    let name = found.find(|p| p.extension().is_some_and(|e| e == "csv")).expect("a csv file");
    let text = std::fs::read_to_string(name).expect("text");
    assert!(text.contains("Cộng,1300.5,46.3,ước,3.6,47.1,-0.8,-1.7"), "{text}");
    assert!(soffice(folder, &["--headless", "--convert-to", "pdf", "a.xlsx"]), "it can be printed");
}
