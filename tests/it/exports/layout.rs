//! Every row of the decree's table of elements, read back from the Word file and from the pages LibreOffice makes of it.

use super::{approved, bytes, export, sent};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub fn parts(file: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes(file))).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).expect("an entry");
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            (entry.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|c| c.has_tag_name((W, name)))
}

fn value<'a>(node: Node<'a, 'a>, path: &[&str]) -> Option<&'a str> {
    let found = path.iter().try_fold(node, |node, name| child(node, name))?;
    found.attribute((W, "val"))
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter(|n| n.has_tag_name((W, "t"))).filter_map(|n| n.text()).collect()
}

/// Style, size in half points, bold, italic, side.
type Row = (&'static str, u32, bool, bool, &'static str);

#[test]
fn every_element_has_the_size_and_style_of_the_decree() {
    let parts = parts(&export(sent(), "docx", "do.docx"));
    let styles = Document::parse(&parts["word/styles.xml"]).expect("XML");
    let style = |id: &str| {
        styles
            .descendants()
            .find(|n| n.has_tag_name((W, "style")) && n.attribute((W, "styleId")) == Some(id))
            .unwrap_or_else(|| panic!("no style {id}"))
    };
    let rows: [Row; 23] = [
        ("QuocHieu", 24, true, false, "center"),
        ("TieuNgu", 26, true, false, "center"),
        ("CoQuanChuQuan", 24, false, false, "center"),
        ("CoQuan", 24, true, false, "center"),
        ("SoKyHieu", 26, false, false, "center"),
        ("DiaDanh", 26, false, true, "center"),
        ("TenLoai", 28, true, false, "center"),
        ("TrichYeu", 28, true, false, "center"),
        ("KinhGui", 28, false, false, "center"),
        ("CanCu", 28, false, true, "both"),
        ("NoiDung", 28, false, false, "both"),
        ("Phan", 28, true, false, "center"),
        ("Heading1", 28, true, false, "both"),
        ("Heading2", 28, true, false, "both"),
        ("Heading3", 28, false, false, "both"),
        ("DonVi", 28, true, true, "both"),
        ("BangTen", 28, true, false, "center"),
        ("ChucVu", 28, true, false, "center"),
        ("HoTen", 28, true, false, "center"),
        ("NoiNhanTieuDe", 24, true, true, "left"),
        ("NoiNhan", 22, false, false, "left"),
        ("PhuLuc", 28, true, false, "center"),
        ("PhuLucKemTheo", 28, false, true, "center"),
    ];
    for (id, size, bold, italic, side) in rows {
        let node = style(id);
        let dress = child(node, "rPr").expect("rPr");
        let found = (
            value(node, &["rPr", "sz"]).and_then(|s| s.parse().ok()).unwrap_or(0),
            child(dress, "b").is_some(),
            child(dress, "i").is_some(),
            value(node, &["pPr", "jc"]).unwrap_or("left"),
        );
        assert_eq!(found, (size, bold, italic, side), "{id}");
    }
    // Body: first line 1,27 cm, at least 6 pt between paragraphs, single to one and a half lines.
    let body = child(style("NoiDung"), "pPr").expect("pPr");
    assert_eq!(child(body, "ind").and_then(|i| i.attribute((W, "firstLine"))), Some("720"));
    let spacing = child(body, "spacing").expect("spacing");
    let number = |name: &str| spacing.attribute((W, name)).and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
    assert!(number("after") >= 120 && (240..=360).contains(&number("line")));
    for (level, id) in ["Heading1", "Heading2", "Heading3", "Heading4"].into_iter().enumerate() {
        assert_eq!(value(style(id), &["pPr", "outlineLvl"]), Some(level.to_string().as_str()), "{id}");
    }
    let defaults = styles.descendants().find(|n| n.has_tag_name((W, "rPrDefault"))).expect("defaults");
    assert_eq!(value(defaults, &["rPr", "lang"]), Some("vi-VN"));
    let font = defaults.descendants().find(|n| n.has_tag_name((W, "rFonts"))).expect("fonts");
    assert_eq!(font.attribute((W, "ascii")), Some("Times New Roman"));
}

#[test]
fn the_page_its_head_and_its_foot_stand_as_the_decree_says() {
    let parts = parts(&export(sent(), "docx", "trang.docx"));
    let document = Document::parse(&parts["word/document.xml"]).expect("XML");
    let body = document.root_element().first_element_child().expect("a body");
    let section = body.children().rfind(|n| n.has_tag_name((W, "sectPr"))).expect("a section");
    let measures = |name: &str, keys: &[&str]| -> Vec<u32> {
        let node = child(section, name).expect("measures");
        keys.iter().map(|k| node.attribute((W, *k)).and_then(|v| v.parse().ok()).unwrap_or(0)).collect()
    };
    assert_eq!(measures("pgSz", &["w", "h"]), [11_906, 16_838]);
    assert_eq!(measures("pgMar", &["top", "bottom", "left", "right"]), [1_134, 1_134, 1_701, 850]);
    assert!(child(section, "titlePg").is_some(), "page 1 bears no number");
    assert!(parts["word/header1.xml"].contains(" PAGE ") && !parts["word/header2.xml"].contains("PAGE"));
    assert!(parts["word/header1.xml"].contains("w:val=\"Header\""));
    let tables: Vec<Node<'_, '_>> = body.children().filter(|n| n.has_tag_name((W, "tbl"))).collect();
    let paragraphs = |node: Node<'_, '_>| -> Vec<(String, String)> {
        node.descendants()
            .filter(|n| n.has_tag_name((W, "p")))
            .map(|p| {
                (
                    p.descendants()
                        .find_map(|n| n.has_tag_name((W, "pStyle")).then(|| n.attribute((W, "val"))).flatten())
                        .unwrap_or("")
                        .to_string(),
                    words(p),
                )
            })
            .collect()
    };
    let head = paragraphs(tables[0]);
    let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
    assert_eq!(
        head,
        [
            pair("CoQuanChuQuan", "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"),
            pair("CoQuan", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
            pair("DuongKe", ""),
            pair("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            pair("TieuNgu", "Độc lập - Tự do - Hạnh phúc"),
            pair("DuongKe", ""),
            pair("SoKyHieu", "Số: 05/BC-SKHCN"),
            pair("DiaDanh", "Thái Nguyên, ngày 19 tháng 6 năm 2024"),
        ]
    );
    // The rules: as long as Tiêu ngữ, and between a third and a half of the agency's name.
    let rules: Vec<u32> = tables[0]
        .descendants()
        .filter(|n| n.has_tag_name((W, "pBdr")))
        .filter_map(|n| n.parent_element())
        .map(|p| {
            let cell = p.ancestors().find(|n| n.has_tag_name((W, "tc"))).expect("a cell");
            let room: u32 = cell
                .descendants()
                .find(|n| n.has_tag_name((W, "tcW")))
                .and_then(|n| n.attribute((W, "w")))
                .and_then(|v| v.parse().ok())
                .expect("a width");
            let ind = child(p, "ind").expect("indents");
            let side = |k: &str| ind.attribute((W, k)).and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
            room - side("left") - side("right")
        })
        .collect();
    // In Times New Roman Bold: the name at 12 pt is 6,4 cm wide, Tiêu ngữ at 13 pt 5,6 cm.
    assert!((1_209..=1_814).contains(&rules[0]), "{rules:?}");
    assert!((3_000..=3_400).contains(&rules[1]), "{rules:?}");
    let foot = paragraphs(*tables.last().expect("tables"));
    let shown: Vec<&str> = foot.iter().map(|(_, words)| words.as_str()).filter(|w| !w.is_empty()).collect();
    assert_eq!(
        shown,
        ["Nơi nhận:", "- Như trên;", "- Bộ Khoa học và Công nghệ;", "- Lưu: VT, VP.", "GIÁM ĐỐC", "Nguyễn Đức Thịnh"]
    );
    let all = words(body);
    assert!(all.contains("./.") && all.contains("Kính gửi: Ủy ban nhân dân tỉnh Thái Nguyên."));
    for table in &tables[1..tables.len() - 1] {
        let first = table.children().find(|n| n.has_tag_name((W, "tr"))).expect("rows");
        assert!(first.descendants().any(|n| n.has_tag_name((W, "tblHeader"))), "a table's head is repeated");
    }
    assert!(
        body.descendants()
            .any(|n| n.has_tag_name((W, "tbl")) && n.descendants().any(|d| d.attribute((W, "val")) == Some("right")))
    );
    assert!(document.descendants().any(|n| n.has_tag_name((W, "footnoteReference"))));
    assert!(parts["docProps/core.xml"].contains("<dc:language>vi-VN</dc:language>"));
    for (name, text) in &parts {
        Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn titles_are_counted_by_word_itself_and_departments_have_no_number() {
    let parts = parts(&export(sent(), "docx", "so.docx"));
    let document = Document::parse(&parts["word/document.xml"]).expect("XML");
    let titles: Vec<(String, bool, String)> = document
        .descendants()
        .filter(|n| n.has_tag_name((W, "p")))
        .filter_map(|p| {
            let about = child(p, "pPr")?;
            let style = value(about, &["pStyle"])?;
            (style.starts_with("Heading") || matches!(style, "DonVi" | "BangTen"))
                .then(|| (style.to_string(), child(about, "numPr").is_some(), words(p)))
        })
        .collect();
    let counted = |style: &str| titles.iter().filter(|(s, counted, _)| s == style && *counted).count();
    // One department wrote headings of its own, numbered `a)`, `b)`, `c)`; below its name they begin anew.
    assert_eq!((counted("Heading1"), counted("Heading2"), counted("Heading4")), (4, 2 + 4, 3), "{titles:?}");
    // Departments have no number, in whatever part they stand.
    let names: Vec<&(String, bool, String)> = titles.iter().filter(|(s, ..)| s == "DonVi").collect();
    assert_eq!(names.len(), 8 * 8 + 1, "{titles:?}");
    assert!(names.iter().all(|(_, counted, words)| !counted && words.starts_with(char::is_uppercase)), "{names:?}");
    assert!(titles.iter().any(|(s, counted, words)| s == "BangTen" && !counted && words == "Bảng số liệu tổng hợp"));
}

pub fn has(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").output().is_ok() || Command::new(program).arg("-v").output().is_ok();
    if !found {
        eprintln!("{program} is not installed: what it would show is not checked");
    }
    found
}

/// LibreOffice makes a PDF of a file.
pub fn pdf(file: &Path) -> std::path::PathBuf {
    let folder = file.parent().expect("a folder");
    let profile = folder.join("lo");
    let out = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(file)
        .output()
        .expect("LibreOffice runs");
    let made = file.with_extension("pdf");
    assert!(made.exists(), "{}", String::from_utf8_lossy(&out.stderr));
    made
}

#[test]
fn libreoffice_draws_the_pages_as_they_are_meant() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let made = pdf(&export(approved(), "docx", "ve.docx"));
    let tool = |name: &str, more: &[&str]| {
        let out = Command::new(name).args(more).arg(&made).arg("-").output().expect("poppler runs");
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let pages = Command::new("pdfinfo").arg(&made).output().expect("pdfinfo runs");
    let pages = String::from_utf8_lossy(&pages.stdout).into_owned();
    let count: u32 =
        pages.lines().find_map(|l| l.strip_prefix("Pages:")).and_then(|n| n.trim().parse().ok()).expect("a count");
    assert!((8..=30).contains(&count), "{count} pages");
    assert!(pages.contains("595.") && pages.contains("841."), "A4: {pages}");
    let fonts = Command::new("pdffonts").arg(&made).output().expect("pdffonts runs");
    let fonts = String::from_utf8_lossy(&fonts.stdout).into_owned();
    // Bodies metrically equal to Times New Roman, and nothing mixed in for letters that a body lacks.
    let strange =
        fonts.lines().skip(2).find(|l| !["Times", "Liberation", "Tinos"].iter().any(|known| l.contains(known)));
    assert!(strange.is_none(), "{fonts}");
    let place = |page: &str, word: &str| -> Option<(f32, f32)> {
        let text = tool("pdftotext", &["-bbox", "-f", page, "-l", page]);
        let line = text.lines().find(|l| l.contains(&format!(">{word}<")))?.to_string();
        let get = |key: &str| line.split(&format!("{key}=\"")).nth(1)?.split('"').next()?.parse::<f32>().ok();
        Some((get("xMin")?, get("yMin")?))
    };
    let (x, y) = place("1", "CỘNG").expect("Quốc hiệu on page 1");
    assert!(x > 270.0 && (50.0..70.0).contains(&y), "Quốc hiệu at {x}, {y}");
    let (x, y) = place("1", "ỦY").expect("the parent agency on page 1");
    assert!((85.0..160.0).contains(&x) && (50.0..70.0).contains(&y), "cơ quan chủ quản at {x}, {y}");
    let (x, y) = place("2", "2").expect("a number on page 2");
    assert!((300.0..335.0).contains(&x) && y < 57.0, "page number at {x}, {y}");
    let first = tool("pdftotext", &["-f", "1", "-l", "1", "-layout"]);
    assert!(!first.lines().any(|l| l.trim() == "1"), "page 1 bears no number");
    assert!(first.contains("Số:") && first.contains("Kính gửi:"));
}
