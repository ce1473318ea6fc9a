//! Spreadsheets: what is written is read back by other readers, and what people send is read to the cell.

use crate::support::Scratch;
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
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

const HEADS: [&str; 8] = ["Mã chỉ tiêu", "CHỈ TIÊU", "ĐVT", "Kế hoạch", "Thực hiện", "Ước", "Đến ngày", "Ghi chú"];

/// A file of one sheet with its headings in the third row.
fn sent(office: &Scratch, name: &str, fill: impl FnOnce(&mut Worksheet)) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "SỐ LIỆU QUÝ II").expect("a cell");
    for (column, head) in (0..).zip(HEADS) {
        sheet.write_string(2, column, head).expect("a heading");
    }
    fill(sheet);
    let file = book.save_to_buffer().expect("a file");
    // The writer asks for its formulas to be counted; a file that Excel has saved does not.
    let saved = with_part(&file, "xl/workbook.xml", |text| text.replace(" fullCalcOnLoad=\"1\"", ""));
    std::fs::write(office.office.join(name), saved).expect("written");
}

/// The same file with one part changed.
fn with_part(file: &[u8], changed: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(file)).expect("a ZIP file");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let name = part.name().expect("a name").to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        to.start_file(&name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(if name == changed { change(text) } else { text }.as_bytes()).expect("written");
    }
    to.finish().expect("a file").into_inner()
}

fn words_in(sheet: &mut Worksheet, row: u32, cells: &[(u16, &str)]) {
    for (column, text) in cells {
        sheet.write_string(row, *column, *text).expect("a cell");
    }
}

const REPORT: &str = "reports/2024-Q2/thanh-tra.md";

fn import(office: &Scratch, line: &str) -> crate::support::Ran {
    run(office, &format!("import-figures {line} 2024-Q2 --department thanh-tra"))
}

#[test]
fn figures_are_brought_in_and_nothing_else_changes() {
    let office = office();
    let before =
        office.read(REPORT).replace("\n", "\r\n").replace("bien-che: {", "bien-che: { ghi_chu: cũ, uoc: true,");
    office.write(REPORT, &before);
    sent(&office, "a.xlsx", |sheet| {
        // 0,1 + 0,2 as a spreadsheet has it; an estimate; a number typed as text; a day.
        words_in(sheet, 3, &[(0, "luot-kiem-tra"), (1, "Số lượt kiểm tra"), (2, "Lượt"), (5, "x"), (7, "theo \"KH\"")]);
        sheet.write_string(3, 3, "1.200,5").expect("a cell");
        let sum = Formula::new("0.1+0.2").set_result("0.30000000000000004");
        sheet.write_formula(3, 4, sum).expect("a cell");
        let day = ExcelDateTime::from_ymd(2024, 6, 10).expect("a day");
        let shown = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_datetime_with_format(3, 6, &day, &shown).expect("a cell");
        words_in(sheet, 4, &[(1, "2. =SỐ BIÊN CHẾ CÓ MẶT (người)"), (4, "1.012")]);
    });
    let shown = import(&office, "a.xlsx --dry-run").expect(0);
    assert!(shown.out.contains("+  luot-kiem-tra: "), "{}", shown.all());
    assert_eq!(office.read(REPORT), before, "a dry run writes nothing");
    let said = import(&office, "a.xlsx").expect(0);
    assert!(said.err.contains("1 ô là công thức"), "{}", said.all());
    let after = office.read(REPORT);
    let old = "  luot-kiem-tra: { ke_hoach: 100, thuc_hien: \"46,2\", cung_ky: \"40,1\", uoc: true }\r\n  bien-che: { ghi_chu: cũ, uoc: true, thuc_hien: 12 }\r\n";
    let new = "  luot-kiem-tra: { ke_hoach: \"1200,5\", thuc_hien: \"0,3\", cung_ky: \"40,1\", uoc: true, den_ngay: 2024-06-10, ghi_chu: \"theo \\\"KH\\\"\" }\r\n  bien-che: { ghi_chu: cũ, uoc: false, thuc_hien: 1012 }\r\n";
    assert!(before.contains(old), "{before}");
    assert_eq!(after, before.replace(old, new));
    assert!(import(&office, "a.xlsx").expect(0).out.contains("đã có đúng các số này"));
}

#[test]
fn what_was_written_for_the_office_can_be_brought_back() {
    let office = office();
    run(&office, "figures 2024-Q2 --to xlsx --out a.xlsx").expect(0);
    let before = office.read(REPORT);
    let said = import(&office, "a.xlsx").expect(0);
    assert!(said.err.contains("bỏ qua 2 hàng"), "{}", said.all());
    // What was counted for the department is now its own word, and history agrees with it.
    let now = office.read(REPORT).replace("{ thuc_hien: 12, luy_ke: 12 }", "{ thuc_hien: 12 }");
    assert_eq!(now, before, "it says the same: {}", said.all());
}

#[test]
fn every_odd_cell_is_told_and_nothing_is_written() {
    let office = office();
    let before = office.read(REPORT);
    sent(&office, "a.xlsx", |sheet| {
        let row = |sheet: &mut Worksheet, row, id| words_in(sheet, row, &[(0, id)]);
        row(sheet, 3, "luot-kiem-tra");
        words_in(sheet, 3, &[(3, "1.234"), (4, "7/12")]);
        row(sheet, 4, "bien-che");
        let day = ExcelDateTime::from_ymd(2024, 12, 7).expect("a day");
        sheet.write_datetime_with_format(4, 3, &day, &Format::new().set_num_format("d/m")).expect("a cell");
        sheet.write_formula(4, 4, Formula::new("1/0").set_result("#DIV/0!")).expect("a cell");
        row(sheet, 5, "bien-che");
        sheet.write_number(5, 4, 3).expect("a cell");
        row(sheet, 6, "bien-chế-x");
        sheet.write_number(6, 4, 3).expect("a cell");
        sheet.write_number(7, 4, 3).expect("a cell");
        row(sheet, 8, "cuoc-thanh-tra");
        sheet.merge_range(8, 4, 9, 4, "", &Format::new()).expect("merged");
        sheet.write_number(8, 4, 4).expect("a cell");
        row(sheet, 10, "tien-xu-phat");
        sheet.write_formula(10, 4, Formula::new("[1]Sheet1!A1").set_result("")).expect("a cell");
        words_in(sheet, 10, &[(2, "tỷ đồng"), (5, "có lẽ"), (6, "hôm qua")]);
        sheet.write_boolean(10, 3, true).expect("a cell");
    });
    let ran = import(&office, "a.xlsx");
    assert_eq!(ran.status, 1, "{}", ran.all());
    for said in [
        "ô D4: “1.234” gõ dạng chữ, có thể hiểu là 1234 hoặc 1,234",
        "ô E4: “7/12” không phải số",
        "ô D5: là ngày tháng 7/12/2024, không phải số",
        "ô E5: công thức báo lỗi #DIV/0!",
        "ô A6: chỉ tiêu “=Số biên chế có mặt” đã có ở ô A5",
        "ô A7: không có chỉ tiêu “bien-chế-x”",
        "ô E8: có số mà không có chỉ tiêu",
        "ô E9: ô gộp E9:E10",
        "ô C11: đơn vị tính “tỷ đồng” khác với",
        "ô D11: là giá trị đúng/sai",
        "ô F11: không rõ có phải số ước không",
        "ô G11: “hôm qua” không phải ngày",
    ] {
        assert!(ran.out.contains(&format!("lỗi: {said}")), "{said}\n{}", ran.all());
    }
    assert!(ran.out.contains("có phải là “bien-che”?"), "{}", ran.all());
    let english = run(&office, "--lang en import-figures a.xlsx 2024-Q2 --department thanh-tra");
    assert!(english.out.contains("error: cell E5: the formula gives #DIV/0!"), "{}", english.all());
    assert_eq!(office.read(REPORT), before);
}

#[test]
fn hidden_sheets_merged_words_and_percentages() {
    let office = office();
    let mut book = Workbook::new();
    let hidden = book.add_worksheet().set_name("Nháp").expect("a name");
    words_in(hidden, 0, &[(0, "Mã"), (1, "Thực hiện")]);
    words_in(hidden, 1, &[(0, "không-có"), (1, "chữ")]);
    hidden.set_hidden(true);
    let empty = book.add_worksheet().set_name("Hướng dẫn").expect("a name");
    words_in(empty, 0, &[(0, "Điền vào trang sau")]);
    let sheet = book.add_worksheet().set_name("Số liệu").expect("a name");
    sheet.set_active(true);
    let plain = Format::new();
    // A heading of two rows, and departments in merged cells.
    sheet.merge_range(0, 0, 1, 0, "Phòng, đơn vị", &plain).expect("merged");
    sheet.merge_range(0, 1, 1, 1, "Chỉ tiêu", &plain).expect("merged");
    sheet.merge_range(0, 2, 0, 3, "Quý II năm 2024", &plain).expect("merged");
    words_in(sheet, 1, &[(2, "Kế hoạch"), (3, "Thực hiện"), (4, "% KH")]);
    sheet.merge_range(2, 0, 3, 0, "Thanh tra Sở", &plain).expect("merged");
    words_in(sheet, 2, &[(1, "Số lượt kiểm tra")]);
    sheet.write_number(2, 3, 50.5).expect("a cell");
    words_in(sheet, 3, &[(1, "bien-che")]);
    sheet.write_number_with_format(3, 3, 0.13, &Format::new().set_num_format("0%")).expect("a cell");
    words_in(sheet, 4, &[(0, "Văn phòng"), (1, "bất kỳ"), (3, "chữ")]);
    book.save(office.office.join("a.xlsx")).expect("written");
    let ran = import(&office, "a.xlsx");
    assert_eq!(ran.status, 1, "{}", ran.all());
    let all = ran.all();
    for said in [
        "lưu ý: trang “Nháp” bị ẩn, không đọc",
        "trang “Hướng dẫn” không có hàng tên cột",
        "trang “Số liệu”, ô A3:A4: ô gộp, hiểu là mọi hàng có cùng một chữ",
        "bỏ qua 1 hàng của đơn vị khác",
        "trang “Số liệu”, ô D4: ô ghi 13% nhưng chỉ tiêu tính bằng người",
    ] {
        assert!(all.contains(said), "{said}\n{all}");
    }
    assert_eq!(all.matches("lỗi:").count(), 1, "{all}");
}

#[test]
fn what_is_no_spreadsheet_or_swells_is_refused() {
    let office = office();
    let before = office.read(REPORT);
    let put = |bytes: &[u8]| std::fs::write(office.office.join("a.xlsx"), bytes).expect("written");
    let refused = |why: &str| {
        let ran = import(&office, "a.xlsx");
        assert!(ran.status == 4 && ran.err.contains(why), "{why}: {}", ran.all());
    };
    put(b"PK\x03\x04 and so on");
    refused("không phải tệp Office");
    put(b"\xd0\xcf\x11\xe0 old");
    refused("lưu lại dạng mới");
    sent(&office, "a.xlsx", |_| {});
    let good = bytes(&office, "a.xlsx");
    let with_sheet = |text: &dyn Fn() -> Vec<u8>| {
        let mut from = zip::ZipArchive::new(Cursor::new(&good)).expect("a ZIP file");
        let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..from.len() {
            let mut part = from.by_index(at).expect("a part");
            let name = part.name().expect("a name").to_string();
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).expect("bytes");
            to.start_file(&name, zip::write::SimpleFileOptions::default()).expect("a part");
            let sheet = name == "xl/worksheets/sheet1.xml";
            to.write_all(if sheet { text() } else { inside }.as_slice()).expect("written");
        }
        to.finish().expect("a file").into_inner()
    };
    put(&with_sheet(&|| "<a>".repeat(300).into_bytes()));
    refused("bị hỏng");
    put(&with_sheet(&|| b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>".to_vec()));
    refused("bị hỏng");
    put(&with_sheet(&|| {
        let row = |at: usize| format!("<row r=\"{at}\"><c r=\"A{at}\"><v>1</v></c></row>");
        let rows: String = (1..=200_001).map(row).collect();
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
    }));
    refused("quá 200000 ô");
    for at in (0..good.len()).step_by(97) {
        let mut broken = good.clone();
        broken[at] ^= 0x55;
        put(&broken);
        let ran = import(&office, "a.xlsx");
        assert!([0, 1, 4].contains(&ran.status), "{at}: {}", ran.all());
    }
    assert_eq!(import(&office, "khong-co.xlsx").status, 2);
    assert_eq!(office.read(REPORT), before);
}

#[test]
fn a_number_shown_as_another_one_or_in_another_unit_is_refused() {
    let office = office();
    let before = office.read(REPORT);
    let format = |code: &str| Format::new().set_num_format(code);
    sent(&office, "a.xlsx", |sheet| {
        words_in(sheet, 0, &[(3, "ĐVT: nghìn người")]);
        words_in(sheet, 3, &[(0, "luot-kiem-tra"), (2, "lượt")]);
        sheet.write_number_with_format(3, 3, 2130000, &format("#,##0,")).expect("a cell");
        sheet.write_number_with_format(3, 4, 5, &format("\"Không có\"")).expect("a cell");
        words_in(sheet, 4, &[(0, "bien-che")]);
        sheet.write_number_with_format(4, 4, 5, &format("0 \"nghìn người\"")).expect("a cell");
    });
    let ran = import(&office, "a.xlsx");
    for said in [
        "ô D4: giữ số 2.130.000 nhưng định dạng cho thấy 2.130",
        "ô E4: giữ số 5 nhưng định dạng chỉ cho thấy “Không có”",
        "ô D1: ghi đơn vị “nghìn người” cho cả bảng",
        "ô E5: định dạng của ô ghi đơn vị “nghìn người”",
    ] {
        assert!(ran.status == 1 && ran.out.contains(&format!("lỗi: {said}")), "{said}\n{}", ran.all());
    }
    assert_eq!(office.read(REPORT), before);
    sent(&office, "b.xlsx", |sheet| {
        sheet.write_string(2, 4, "Thực hiện (nghìn lượt)").expect("a heading");
        words_in(sheet, 3, &[(0, "luot-kiem-tra")]);
        sheet.write_number(3, 4, 5).expect("a cell");
    });
    let ran = import(&office, "b.xlsx");
    assert!(ran.status == 1 && ran.out.contains("ô E4: tên cột (ô E3) ghi đơn vị “nghìn lượt”"), "{}", ran.all());
    // The same unit is fine, and a zero that is not shown is named.
    sent(&office, "c.xlsx", |sheet| {
        sheet.write_string(2, 4, "Thực hiện (lượt)").expect("a heading");
        words_in(sheet, 3, &[(0, "luot-kiem-tra")]);
        sheet.write_number_with_format(3, 4, 0, &format("#,###")).expect("a cell");
    });
    let ran = import(&office, "c.xlsx").expect(0);
    assert!(ran.err.contains("1 ô có số 0 mà bảng tính không cho thấy, lấy là 0: E4"), "{}", ran.all());
}

#[test]
fn results_that_the_workbook_itself_calls_uncounted_are_no_figures() {
    let office = office();
    let before = office.read(REPORT);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    words_in(sheet, 0, &[(0, "Mã chỉ tiêu"), (1, "Kế hoạch"), (2, "Thực hiện")]);
    words_in(sheet, 1, &[(0, "luot-kiem-tra")]);
    sheet.write_number(1, 1, 5).expect("a cell");
    sheet.write_formula(1, 2, Formula::new("B2+2")).expect("a cell");
    let file = book.save_to_buffer().expect("a file");
    for file in [
        file.clone(),
        with_part(&file, "xl/worksheets/sheet1.xml", |text| text.replace("</f><v>0</v>", "</f><v>9</v>")),
    ] {
        std::fs::write(office.office.join("a.xlsx"), file).expect("written");
        let ran = import(&office, "a.xlsx");
        assert!(ran.status == 1 && ran.out.contains("ô C2: công thức chưa có kết quả"), "{}", ran.all());
        assert!(ran.out.contains("Ctrl+Shift+F9"), "{}", ran.all());
        assert_eq!(office.read(REPORT), before);
    }
}

#[test]
fn a_cell_that_stands_in_another_row_or_twice_is_refused() {
    let office = office();
    let before = office.read(REPORT);
    sent(&office, "good.xlsx", |sheet| {
        words_in(sheet, 3, &[(0, "luot-kiem-tra")]);
        sheet.write_number(3, 4, 5).expect("a cell");
    });
    let good = bytes(&office, "good.xlsx");
    for (old, new, said) in [
        ("r=\"E4\"", "r=\"E5\"", "ghi ô “E5” trong hàng 4"),
        ("r=\"E4\"", "r=\"e4\"", "ghi ô “e4” trong hàng 4"),
        ("r=\"E4\"", "r=\"A4\"", "ghi ô A4 hai lần"),
    ] {
        let made = with_part(&good, "xl/worksheets/sheet1.xml", |text| text.replace(old, new));
        std::fs::write(office.office.join("a.xlsx"), made).expect("written");
        let ran = import(&office, "a.xlsx");
        assert!(ran.status == 4 && ran.err.contains(said), "{said}: {}", ran.all());
    }
    assert_eq!(office.read(REPORT), before);
}

#[test]
fn a_form_as_offices_print_it_is_read_and_what_stands_around_is_named() {
    let office = office();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    words_in(sheet, 0, &[(0, "SỐ LIỆU QUÝ II NĂM 2024")]);
    words_in(sheet, 1, &[(5, "ĐVT: lượt")]);
    words_in(sheet, 2, &[(0, "STT"), (1, "Mã chỉ tiêu"), (2, "Chỉ tiêu"), (3, "Kế hoạch"), (4, "Thực hiện")]);
    words_in(sheet, 3, &[(0, "A"), (1, "B"), (2, "C"), (3, "1"), (4, "2")]);
    words_in(sheet, 4, &[(0, "I"), (2, "Công tác thanh tra")]);
    words_in(sheet, 5, &[(0, "1"), (1, "luot-kiem-tra"), (2, "Số lượt kiểm tra")]);
    sheet.write_number(5, 3, 50).expect("a cell");
    sheet.write_number_with_format(5, 4, 46.2, &Format::new().set_num_format("0")).expect("a cell");
    sheet.set_row_hidden(5).expect("a row");
    words_in(sheet, 7, &[(3, "NGƯỜI LẬP BIỂU")]);
    sheet.insert_note(5, 4, &rust_xlsxwriter::Note::new("ước của phòng").set_author("ai")).expect("a note");
    sheet.set_footer("&LBiểu 05&RTrang &P");
    book.save(office.office.join("a.xlsx")).expect("written");
    let said = import(&office, "a.xlsx").expect(0);
    for line in [
        "lưu ý: không đưa vào: phần trên bảng: ô A1, 6 từ “SỐ LIỆU QUÝ II NĂM 2024”",
        "lưu ý: không đưa vào: hàng không có số: ô A5, C5, D8, 8 từ “I Công tác thanh tra NGƯỜI LẬP BIỂU”",
        "lưu ý: 1 ô có phần lẻ mà định dạng không cho thấy hết, lấy số đầy đủ: E6",
        "có hàng hoặc cột bị ẩn; số ở đó vẫn được đọc: A6:E6",
        "lưu ý: không đưa vào: ghi chú gắn với ô: trang “Sheet1”, ô E6",
        "ước của phòng",
        "lưu ý: không đưa vào: đầu trang, chân trang in: trang “Sheet1”, 3 từ “Biểu 05 Trang”",
    ] {
        assert!(said.err.contains(line), "{line}\n{}", said.all());
    }
    assert_eq!(said.err.matches("lưu ý:").count(), 6, "{}", said.all());
    assert!(
        office.read(REPORT).contains("luot-kiem-tra: { ke_hoach: 50, thuc_hien: \"46,2\""),
        "{}",
        office.read(REPORT)
    );
    // A number that merged cells hide is not seen by people; a unit may stand in the sheet's name.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu 1 (nghìn lượt)").expect("a name");
    words_in(sheet, 0, &[(0, "Mã chỉ tiêu"), (1, "Kế hoạch"), (2, "Thực hiện")]);
    words_in(sheet, 1, &[(0, "luot-kiem-tra")]);
    sheet.write_number(1, 1, 7).expect("a cell");
    book.save(office.office.join("b.xlsx")).expect("written");
    let ran = import(&office, "b.xlsx");
    assert!(ran.status == 1 && ran.out.contains("tên trang ghi đơn vị “nghìn lượt”"), "{}", ran.all());
}
