//! The file that is sent says what was approved, or the record says that it does not.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The sample Sở's second quarter up to the approval.
fn approved() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office.approve_second_quarter();
    office
}

/// The document as Word has it before it is numbered.
fn exported(office: &Scratch) -> PathBuf {
    let out = office.dir.path().join("van-ban.docx");
    office
        .run("vu-thi-ngoc", "2024-06-18 10:00", &format!("export 2024-Q2 --to docx --out {}", out.display()))
        .expect(0);
    out
}

/// The same file with other words in its text.
fn edited(file: &Path, name: &str, edit: impl Fn(&str) -> String) -> PathBuf {
    let mut from = zip::ZipArchive::new(Cursor::new(std::fs::read(file).expect("a file"))).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("bytes");
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).expect("text");
            let changed = edit(&text);
            assert_ne!(text, changed, "the edit finds its words");
            bytes = changed.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&bytes).expect("bytes");
    }
    let path = file.with_file_name(name);
    std::fs::write(&path, to.finish().expect("a zip").into_inner()).expect("a file");
    path
}

const SAID: &str = "Trên đây là";

fn dispatch(office: &Scratch, file: &Path, more: &str) -> crate::support::Ran {
    let line = format!("dispatch 2024-Q2 --number 12 --to UBND --file {} {more}", file.display());
    let programs = std::env::var("PATH").unwrap_or_default();
    office.run_with(&[("PATH", &programs)], "vu-thi-ngoc", "2024-06-18 11:00", &line)
}

#[test]
fn a_word_file_that_says_something_else_is_shown_and_refused() {
    let office = approved();
    let tip = office.git("rev-parse HEAD");
    let word = exported(&office);
    let other = edited(&word, "khac.docx", |text| text.replacen(SAID, "Kính trình đây là", 1));
    let ran = dispatch(&office, &other, "");
    assert_eq!(ran.status, 3, "{}", ran.all());
    assert!(ran.all().contains(SAID) && ran.all().contains("Kính trình đây là"), "{}", ran.all());
    assert!(ran.all().contains("mục “"), "the section is named: {}", ran.all());
    assert_eq!(dispatch(&office, &other, "--yes").status, 3, "agreeing to what cannot be read is no reason");
    assert_eq!(dispatch(&office, &other, "--force").status, 2, "a reason is wanted");
    assert_eq!(tip, office.git("rev-parse HEAD"), "nothing is recorded");
    assert!(!office.office.join("reports/2024-Q2/ho-so").exists(), "no file is left");
    dispatch(&office, &other, "--force --reason \"Lãnh đạo sửa trên bản ký\"").expect(0);
    let message = office.git("log -1 --format=%B");
    assert!(message.contains("Baocao-Differs: khac.docx\nBaocao-Reason: Lãnh đạo sửa trên bản ký"), "{message}");
    let log = office.run("khong-ai", "2024-06-19 08:00", "log 2024-Q2").expect(0);
    assert!(log.out.contains("khác văn bản được duyệt") && log.out.contains("Lãnh đạo sửa trên bản ký"), "{}", log.out);
    let register = office.run("khong-ai", "2024-06-19 08:00", "register 2024 --to csv").expect(0);
    assert!(register.out.contains("khác văn bản được duyệt"), "{}", register.out);
    office.run("vu-thi-ngoc", "2024-06-19 11:00", "archive 2024-Q2").expect(0);
    office.run("khong-ai", "2024-06-20 08:00", "verify 2024-Q2").expect(0);
}

#[test]
fn a_word_file_that_was_only_numbered_and_signed_is_the_approved_text() {
    let office = approved();
    let word = exported(&office);
    let numbered = edited(&word, "da-so.docx", |text| {
        let text = text.replace(['“', '”'], "\"");
        text.replacen("<w:sectPr", "<w:p><w:r><w:t>Người ký: Sở Khoa học và Công nghệ</w:t></w:r></w:p><w:sectPr", 1)
    });
    dispatch(&office, &numbered, "").expect(0);
    assert!(!office.git("log -1 --format=%B").contains("Baocao-Differs"));
    assert!(!office.git("log -1 --format=%B").contains("Baocao-Unread"));
}

#[test]
fn a_scan_is_never_taken_for_equal() {
    let office = approved();
    let scan = office.dir.path().join("quet.pdf");
    std::fs::write(&scan, b"%PDF-1.7 x").expect("a file");
    let picture = office.dir.path().join("quet.jpg");
    std::fs::write(&picture, b"x").expect("a file");
    for file in [&scan, &picture] {
        let ran = dispatch(&office, file, "");
        assert_eq!(ran.status, 3, "{}", ran.all());
        assert!(ran.all().contains("chưa đối chiếu") && ran.all().contains("--yes"), "{}", ran.all());
    }
    dispatch(&office, &scan, "--yes").expect(0);
    assert!(office.git("log -1 --format=%B").contains("Baocao-Unread: quet.pdf\n"));
    for line in ["log 2024-Q2", "register 2024 --to csv"] {
        let ran = office.run("khong-ai", "2024-06-19 08:00", line).expect(0);
        assert!(ran.out.contains("chưa đối chiếu"), "{line}: {}", ran.out);
    }
    let board = office.dir.path().join("bang.html");
    office.run("khong-ai", "2024-06-19 08:00", &format!("board 2024 --out {}", board.display())).expect(0);
    assert!(std::fs::read_to_string(&board).expect("a page").contains("chưa đối chiếu"));
}

#[test]
fn a_pdf_is_read_back_by_its_text() {
    let has = |name: &str| Command::new(name).arg("--help").output().is_ok();
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let office = approved();
    let word = exported(&office);
    let print = |file: &Path| {
        let folder = office.dir.path();
        let out = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", folder.join("ho-so-lo").display()))
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder)
            .arg(file)
            .output()
            .expect("LibreOffice runs");
        assert!(out.status.success());
        file.with_extension("pdf")
    };
    let other = print(&edited(&word, "khac.docx", |text| text.replacen(SAID, "Kính trình đây là", 1)));
    let ran = dispatch(&office, &other, "");
    assert!(ran.status == 3 && ran.all().contains("Kính trình đây là"), "{}", ran.all());
    assert!(ran.all().contains("1 chỗ khác"), "{}", ran.all());
    dispatch(&office, &print(&word), "").expect(0);
    assert!(!office.git("log -1 --format=%B").contains("Baocao-Unread"));
}

#[test]
fn a_name_that_no_step_may_record_is_a_matter_of_usage() {
    let office = approved();
    for name in ["-x.pdf", ".x.pdf", "văn bản.pdf"] {
        let file = office.dir.path().join(name);
        std::fs::write(&file, b"x").expect("a file");
        let line = format!("dispatch 2024-Q2 --number 12 --to UBND --yes --file \"{}\"", file.display());
        assert_eq!(office.run("vu-thi-ngoc", "2024-06-18 11:00", &line).status, 2, "{name}");
    }
}

#[test]
fn the_index_lists_only_what_was_submitted() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    let all = sample::REPORTERS;
    let (left_out, _) = all[all.len() - 1];
    // Its skeleton stays as it was opened.
    office.git(&format!("checkout -q -- reports/2024-Q2/{left_out}.md"));
    for (_, person) in &all[..all.len() - 1] {
        office.run(person, "2024-06-13 08:00", "submit 2024-Q2").expect(0);
    }
    for (person, when, line) in [
        ("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2 --partial"),
        ("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2 --yes"),
        ("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2 --yes"),
        ("vu-thi-ngoc", "2024-06-18 10:00", "dispatch 2024-Q2 --number 12 --to UBND"),
        ("vu-thi-ngoc", "2024-06-18 11:00", "archive 2024-Q2"),
    ] {
        office.run(person, when, line).expect(0);
    }
    let index = office.read("reports/2024-Q2/ho-so/muc-luc.md");
    assert!(!index.contains(&format!("{left_out}.md")), "{index}");
    assert!(index.contains(&format!("{}.md", all[0].0)), "{index}");
    let manifest = office.read("reports/2024-Q2/ho-so/bang-ma-kiem.sha256");
    assert!(manifest.contains(&format!("{left_out}.md")), "the manifest lists every file: {manifest}");
    office.run("khong-ai", "2024-06-20 08:00", "verify 2024-Q2").expect(0);
}

/// Words that begin like a line of the signature or of the recipients, or look like a name, are excused at the head and the
/// foot only; and a number or a day that is filled in is that of the sending.
#[test]
fn what_looks_like_a_signature_is_excused_at_its_place_only() {
    let office = approved();
    let word = exported(&office);
    let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    for (name, words) in
        [("a", "Như trên, đề nghị cấp 5 tỷ đồng"), ("b", "Giám đốc quyết định tăng 10%"), ("c", "Hai Tỷ Đồng")]
    {
        let other = edited(&word, &format!("{name}.docx"), |text| {
            let at = text.find(SAID).expect("a sentence of the text");
            let begin = text[..at].rfind("<w:p>").or_else(|| text[..at].rfind("<w:p ")).expect("its paragraph");
            format!("{}{}{}", &text[..begin], paragraph(words), &text[begin..])
        });
        let ran = dispatch(&office, &other, "");
        assert!(ran.status == 3 && ran.all().contains(words), "{words}: {}", ran.all());
    }
    let numbered = |number: &str| {
        edited(&word, &format!("so-{number}.docx"), |text| {
            assert!(text.contains("Số:"), "the head has its number: {text}");
            let at = text.find("<w:body>").expect("a body") + "<w:body>".len();
            format!("{}{}{}", &text[..at], paragraph(&format!("Số: {number}/BC-SKHCN")), &text[at..])
        })
    };
    let ran = dispatch(&office, &numbered("987"), "");
    assert!(ran.status == 3 && ran.all().contains("Số: 987/BC-SKHCN"), "{}", ran.all());
}
