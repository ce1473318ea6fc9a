//! Pictures of reports from the department's folder to the document that is sent.

use super::layout::has;
use super::{bytes, export};
use crate::support::Scratch;
use base64ct::{Base64, Encoding as _};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::{Cursor, Read as _};
use std::path::Path;

const FOLDER: &str = "reports/2024-Q2/phu-luc/thanh-tra";
const LINE: &str = "phu-luc/thanh-tra";
const UNDER: &str = "### 1. Kết quả thực hiện nhiệm vụ\n";

pub fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, 120]));
    DynamicImage::from(pixels).write_to(&mut out, format).expect("a picture");
    out.into_inner()
}

/// The second quarter with pictures in the report of Thanh tra Sở, not submitted yet.
fn written(pictures: &[(&str, Vec<u8>)]) -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    std::fs::create_dir_all(office.office.join(FOLDER)).expect("a folder");
    let report = office.read("reports/2024-Q2/thanh-tra.md");
    let (before, after) = report.split_once(UNDER).expect("the section");
    let mut lines = String::new();
    for (name, bytes) in pictures {
        std::fs::write(office.office.join(FOLDER).join(name), bytes).expect("a picture");
        lines.push_str(&format!("\n![Hình “{name}” & (chú)]({LINE}/{name})\n"));
    }
    office.write("reports/2024-Q2/thanh-tra.md", &format!("{before}{UNDER}{lines}{after}"));
    office
}

fn part(file: &Path, name: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes(file))).expect("a zip");
    let mut out = Vec::new();
    zip.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}")).read_to_end(&mut out).expect("a part");
    out
}

fn sent_pictures() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("so-do.png", picture(ImageFormat::Png, 300, 200)),
        ("anh.jpg", picture(ImageFormat::Jpeg, 2400, 1200)),
        ("cao.webp", picture(ImageFormat::WebP, 200, 2000)),
    ]
}

#[test]
fn pictures_go_from_the_report_into_every_kind_of_document() {
    let pictures = sent_pictures();
    let office = written(&pictures);
    office.everybody_submits();
    let log = office.git("log --format=%B --grep=Baocao-Picture");
    assert_eq!(log.matches("Baocao-Picture: ").count(), 3, "{log}");
    // What stands in the folder afterwards is not what was signed.
    std::fs::write(office.office.join(FOLDER).join("so-do.png"), picture(ImageFormat::Png, 10, 10)).expect("a file");
    office.approve_second_quarter();
    assert_eq!(office.read("reports/2024-Q2/tong-hop.md").matches(&format!("]({LINE}/")).count(), 3);
    let out = office.dir.path().join("ra");
    std::fs::create_dir_all(&out).expect("a folder");
    let word = export(&office, "docx", "ra/a.docx");
    assert_eq!(part(&word, "word/media/picture1.png"), pictures[0].1);
    assert_eq!(part(&word, "word/media/picture2.jpeg"), pictures[1].1);
    assert!(part(&word, "word/media/picture3.png").starts_with(b"\x89PNG"), "WebP became PNG");
    let document = String::from_utf8(part(&word, "word/document.xml")).expect("text");
    let tree = roxmltree::Document::parse(&document).expect("XML");
    let drawn = tree.descendants().filter(|n| {
        n.has_tag_name(("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "inline"))
    });
    let mut sizes = Vec::new();
    for inline in drawn.filter(|n| n.descendants().any(|d| d.tag_name().name() == "blip")) {
        let child = |name: &str| inline.children().find(|c| c.tag_name().name() == name).expect("a child");
        let number = |name: &str| child("extent").attribute(name).and_then(|n| n.parse::<u64>().ok()).expect("a size");
        sizes.push((number("cx") / 36_000, number("cy") / 36_000));
        let about = child("docPr").attribute("descr").expect("alternative text");
        assert!(about.starts_with("Hình “") && about.ends_with("” & (chú)"), "{about}");
    }
    // In millimetres: 300 pixels at 150 dpi; as wide as the text; two thirds of the page high.
    assert_eq!(sizes.len(), 3, "{sizes:?}");
    assert_eq!(sizes[0], (50, 33));
    assert!(sizes[1].0 <= 170 && sizes[1].0 > 150 && sizes[1].0 / sizes[1].1 <= 2, "{sizes:?}");
    assert!(sizes[2].1 <= 180 && sizes[2].0 * 9 <= sizes[2].1, "{sizes:?}");
    let page = String::from_utf8(bytes(export(&office, "html", "ra/a.html"))).expect("text");
    assert_eq!(page.matches("<img ").count(), 3);
    assert!(page.contains(&format!("data:image/png;base64,{}", Base64::encode_string(&pictures[0].1))));
    assert!(page.contains("img-src data:") && !page.contains(&format!("{LINE}/")), "self-contained");
    assert!(page.contains("alt=\"Hình “so-do.png” &amp; (chú)\""));
    let markdown = String::from_utf8(bytes(export(&office, "md", "ra/a.md"))).expect("text");
    assert_eq!(markdown.matches(&format!("]({LINE}/")).count(), 3);
    #[cfg(feature = "pdf")]
    {
        let pdf = export(&office, "pdf", "ra/b.pdf");
        if has("pdfimages") {
            let list = std::process::Command::new("pdfimages").arg("-list").arg(&pdf).output().expect("pdfimages");
            let list = String::from_utf8_lossy(&list.stdout).into_owned();
            for size in ["300   200", "2400  1200", "200  2000"] {
                assert!(list.contains(size), "{size} in\n{list}");
            }
        }
    }
    if has("soffice") && has("pdfimages") {
        let drawn = super::layout::pdf(&word);
        let list = std::process::Command::new("pdfimages").arg("-list").arg(drawn).output().expect("pdfimages");
        assert!(String::from_utf8_lossy(&list.stdout).lines().count() >= 5, "three pictures below two lines of head");
    }
    office.run("khong-ai", "2026-01-05 08:00", "verify").expect(0);
}

#[test]
fn a_picture_that_cannot_be_shown_stops_the_submission() {
    let good = picture(ImageFormat::Png, 300, 200);
    let long = vec![0x89; 4 * 1024 * 1024 + 1];
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("hong.png", good[..good.len() / 2].to_vec(), "bị hỏng"),
        ("la.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".to_vec(), "không phải hình PNG"),
        ("to.jpg", long, "quá lớn"),
        ("trong.png", Vec::new(), "không phải hình PNG"),
    ];
    for (name, bytes, said) in cases {
        let office = written(&[(name, bytes)]);
        let before = office.git("rev-parse HEAD");
        let ran = office.run("ngo-van-son", "2024-06-13 08:00", "submit 2024-Q2");
        assert_eq!(ran.status, 1, "{name}: {}", ran.all());
        assert!(ran.all().contains("picture-unusable") && ran.all().contains(said), "{name}: {}", ran.all());
        assert_eq!(office.git("rev-parse HEAD"), before, "{name}");
    }
    let office = written(&[("so-do.png", good)]);
    std::fs::remove_file(office.office.join(FOLDER).join("so-do.png")).expect("it was there");
    let ran = office.run("ngo-van-son", "2024-06-13 08:00", "submit 2024-Q2");
    assert!(ran.status == 1 && ran.all().contains("không có tệp hình"), "{}", ran.all());
}

#[test]
fn the_folder_of_pictures_is_no_stray_folder() {
    let office = written(&sent_pictures());
    let check = || office.run("khong-ai", "2024-06-13 08:00", "check 2024-Q2 --format json").out;
    let said = check();
    assert!(!said.contains("phu-luc"), "{said}");
    std::fs::write(office.office.join(FOLDER).join("bieu.xlsx"), "x").expect("a file");
    std::fs::create_dir_all(office.office.join("reports/2024-Q2/phu-luc/khong-co")).expect("a folder");
    std::fs::write(office.office.join("reports/2024-Q2/phu-luc/khong-co/a.png"), "x").expect("a file");
    let said = check();
    assert!(said.matches("file-stray").count() >= 2, "{said}");
}

#[test]
fn a_draft_shows_no_picture_that_nobody_signed() {
    let office = written(&sent_pictures()[..1]);
    office.everybody_submits();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    std::fs::write(office.office.join(FOLDER).join("khac.png"), picture(ImageFormat::Png, 9, 9)).expect("a file");
    let draft = office.read("reports/2024-Q2/tong-hop.md");
    office.write("reports/2024-Q2/tong-hop.md", &format!("{}\n\n![khác]({LINE}/khac.png)\n", draft.trim_end()));
    office.run("le-thi-mai", "2024-06-17 09:00", "merge 2024-Q2").expect(0);
    let out = office.dir.path().join("x.docx");
    let line = format!("export 2024-Q2 --to docx --out {}", out.display());
    let ran = office.run("khong-ai", "2024-06-17 10:00", &line);
    assert!(ran.status == 4 && ran.all().contains("khac.png") && !out.exists(), "{}", ran.all());
    let ran = office.run("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2");
    assert!(ran.status != 0 && ran.all().contains("khac.png"), "{}", ran.all());
}
