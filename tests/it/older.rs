//! Files of older and other kinds: LibreOffice converts a copy when the person agrees, else they are refused with advice.

use crate::support::{Ran, Scratch};
use rust_xlsxwriter::Workbook;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

const INDICATORS: &str = r#"
[[chi_tieu]]
ma = "luot-kiem-tra"
ten = "Số lượt kiểm tra"
don_vi_tinh = "lượt"
loai = "phat-sinh"
don_vi = ["thanh-tra"]
"#;
const REPORT: &str = "reports/2024-Q2/thanh-tra.md";

fn office() -> Scratch {
    let office = Scratch::since_2023(INDICATORS);
    office.run("le-thi-mai", "2024-06-13 08:00", "init 2024-Q2").expect(0);
    office
}

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in (0..).zip(["Mã chỉ tiêu", "Kế hoạch", "Thực hiện"]) {
        sheet.write_string(0, at, heading).expect("a cell");
    }
    sheet.write_string(1, 0, "luot-kiem-tra").expect("a cell");
    sheet.write_number(1, 1, 50).expect("a cell");
    sheet.write_number(1, 2, 46).expect("a cell");
    book.save_to_buffer().expect("a file")
}

/// A folder with a script that takes the place of LibreOffice: it notes what it is told and runs `work` with the folder
/// for its result in `$out`.
fn stand_in(office: &Scratch, work: &str) -> (String, PathBuf) {
    let folder = office.office.parent().expect("a parent").join("bin");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (program, log) = (folder.join("soffice"), folder.join("log"));
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > {log}\nenv >> {log}\nfor a; do [ \"$last\" = --outdir ] && out=$a; case $a in -env:*) profile=${{a#*file://}};; esac; last=$a; done\ncat \"$profile/user/registrymodifications.xcu\" \"$last\" >> {log}\n{work}\n",
        log = log.display()
    );
    std::fs::write(&program, script).expect("a script");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a program");
    (format!("{}:/usr/bin:/bin", folder.display()), log)
}

fn run(office: &Scratch, path: &str, line: &str) -> Ran {
    office.run_with(&[("PATH", path), ("http_proxy", "http://proxy.vi.du:8080")], "ai-do", "2024-06-13 16:00", line)
}

#[test]
fn without_libreoffice_older_files_are_refused_with_advice() {
    let office = office();
    let before = office.read(REPORT);
    for (name, line, advice) in [
        ("a.xls", "import-figures", "lưu lại dạng .xlsx rồi nhập; hoặc cài LibreOffice"),
        ("a.ODS", "import-figures", "lưu lại dạng .xlsx rồi nhập; hoặc cài LibreOffice"),
        ("a.ods", "import", "lưu lại dạng .xlsx rồi nhập; hoặc cài LibreOffice"),
        ("a.doc", "import", "lưu lại dạng .docx rồi nhập; hoặc cài LibreOffice"),
        ("a.odt", "import", "lưu lại dạng .docx rồi nhập; hoặc cài LibreOffice"),
        ("a.rtf", "import", "lưu lại dạng .docx rồi nhập; hoặc cài LibreOffice"),
        ("a.odt", "import-figures", "nhập báo cáo bằng `baocao import`"),
    ] {
        office.write(name, "cũ");
        let ran = run(&office, "/nowhere", &format!("{line} {name} 2024-Q2 --department thanh-tra --yes"));
        assert!(ran.status == 4 && ran.all().contains(advice), "{line} {name}: {}", ran.all());
    }
    assert_eq!(office.read(REPORT), before);
}

#[test]
fn libreoffice_converts_a_copy_after_the_person_has_agreed() {
    let office = office();
    let before = office.read(REPORT);
    office.write("a.xls", "cũ");
    std::fs::write(office.office.join("made.xlsx"), book()).expect("written");
    let made = office.office.join("made.xlsx");
    let (path, log) = stand_in(&office, &format!("cp {} \"$out/vao.xlsx\"", made.display()));
    let ran = run(&office, &path, "import-figures a.xls 2024-Q2 --department thanh-tra");
    assert!(ran.status == 3 && ran.all().contains("chạy lại với --yes nếu đồng ý"), "{}", ran.all());
    assert!(ran.err.contains("LibreOffice trên máy này chuyển một bản sao sang .xlsx"), "{}", ran.all());
    assert!(!log.exists(), "nothing is run before the person has agreed");
    assert_eq!(office.read(REPORT), before);
    let ran = run(&office, &path, "import a.xls 2024-Q2 --department thanh-tra --yes").expect(0);
    assert!(ran.err.contains("LibreOffice trên máy này chuyển"), "it is said before: {}", ran.all());
    assert!(office.read(REPORT).contains("luot-kiem-tra: { ke_hoach: 50, thuc_hien: 46 }"), "{}", office.read(REPORT));
    assert_eq!(office.read("a.xls"), "cũ", "the file itself stays");
    let told = std::fs::read_to_string(&log).expect("what it was told");
    for word in [
        "--headless\n",
        "-env:UserInstallation=file:///",
        "DisableMacrosExecution",
        "http_proxy=http://127.0.0.1:9\n",
        "</oor:items>\ncũ",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let profile = told.lines().find_map(|line| line.strip_prefix("-env:UserInstallation=file://")).expect("a profile");
    assert!(!PathBuf::from(profile).exists(), "nothing of it stays");
}

#[test]
fn what_libreoffice_cannot_convert_is_refused() {
    let office = office();
    let before = office.read(REPORT);
    office.write("a.xls", "cũ");
    office.write("a.doc", "cũ");
    for work in ["echo 'source file could not be loaded' >&2; exit 1", "exit 0"] {
        let (path, _) = stand_in(&office, work);
        for line in ["import-figures a.xls", "import a.doc"] {
            let ran = run(&office, &path, &format!("{line} 2024-Q2 --department thanh-tra --yes"));
            assert!(ran.status == 4 && ran.all().contains("LibreOffice không chuyển được tệp"), "{}", ran.all());
        }
    }
    // What it makes is read as strictly as any file.
    let (path, _) = stand_in(&office, "echo x > \"$out/vao.xlsx\"");
    let ran = run(&office, &path, "import-figures a.xls 2024-Q2 --department thanh-tra --yes");
    assert!(ran.status == 4 && ran.all().contains("không phải tệp Office"), "{}", ran.all());
    assert_eq!(office.read(REPORT), before);
}
