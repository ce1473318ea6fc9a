//! Where the document's own words break: the letterhead's lines, and the signature with the text that it signs.

use super::charts::{document, layout};
use super::layout::{has, pdf as drawn};
use baocao_core::domain::Publication;
use baocao_documents::{docx, html, publication as markdown};
use std::io::Read as _;

fn word(publication: &Publication) -> (Vec<u8>, String) {
    let file = docx::publication(publication, &layout()).expect("a Word file");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&file)).expect("a zip");
    let mut text = String::new();
    zip.by_name("word/document.xml").expect("the text").read_to_string(&mut text).expect("text");
    (file, text)
}

/// A document of so many lines, so that its end comes to every place of a page.
fn of_length(lines: usize) -> Publication {
    let body = "Nội dung một dòng.\n\n".repeat(lines);
    document(&format!("# BÁO CÁO KẾT QUẢ\n\n## I. KẾT QUẢ\n\n{body}Trên đây là báo cáo của Sở.\n"), Vec::new())
}

#[test]
fn the_letterhead_breaks_before_the_province_in_every_format() {
    let publication = of_length(1);
    let (_, xml) = word(&publication);
    let head = &xml[xml.find("CoQuanChuQuan").expect("the head")..xml.find("QuocHieu").expect("the state")];
    assert!(head.contains("ỦY BAN NHÂN DÂN </w:t></w:r><w:r><w:br/></w:r>"), "{head}");
    assert!(head.contains(">TỈNH THÁI NGUYÊN<"), "{head}");
    let page = html::publication(&publication, &layout());
    assert!(page.contains("DÂN</span> <br><span class=\"dong\">TỈNH THÁI NGUYÊN</span></p>"));
    assert!(markdown::markdown(&publication).contains("ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"));
}

#[test]
fn the_last_paragraph_is_kept_with_the_signature() {
    let ends = ["Trên đây là báo cáo.", "- Việc một;\n- Việc hai.", "| A | B |\n|---|---|\n| 1 | 2 |", "> Trích dẫn."];
    for end in ends {
        let text = format!("# BÁO CÁO KẾT QUẢ\n\n## I. KẾT QUẢ\n\nMột.\n\n{end}\n");
        let (_, xml) = word(&document(&text, Vec::new()));
        // Before the table of the signature stand the last paragraph and a line of no height, both kept with what follows.
        let body = &xml[..xml.find("NoiNhanTieuDe").expect("the recipients")];
        let paragraphs: Vec<&str> = body.split("<w:p><w:pPr>").filter(|p| p.contains("<w:pStyle")).collect();
        let last: Vec<bool> = paragraphs.iter().rev().take(3).map(|p| p.contains("<w:keepNext/>")).collect();
        assert!(last[1..].iter().all(|kept| *kept), "{end}: {last:?}");
    }
    let page = html::publication(&of_length(1), &layout());
    assert!(page.contains("break-before: avoid") && page.contains(":last-child { break-after: avoid; }"));
}

#[test]
fn no_page_holds_the_signature_alone() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for lines in [17, 18, 19, 20] {
        let file = folder.path().join(format!("{lines}.docx"));
        std::fs::write(&file, word(&of_length(lines)).0).expect("written");
        let text = read(&drawn(&file));
        assert_signed_with_text(&text, lines);
    }
}

#[cfg(feature = "pdf")]
#[test]
fn no_page_of_the_pdf_holds_the_signature_alone() {
    if !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for lines in 12..36 {
        let file = folder.path().join(format!("{lines}.pdf"));
        let made = baocao_documents::pdf::publication(&of_length(lines), &layout()).expect("a PDF");
        std::fs::write(&file, made).expect("written");
        let text = read(&file);
        assert!(text.contains("TỈNH THÁI NGUYÊN"), "{text}");
        assert_signed_with_text(&text, lines);
    }
}

/// The words of a PDF as they are drawn.
fn read(file: &std::path::Path) -> String {
    let out = std::process::Command::new("pdftotext").args(["-layout"]).arg(file).arg("-").output();
    String::from_utf8_lossy(&out.expect("poppler runs").stdout).into_owned()
}

fn assert_signed_with_text(text: &str, lines: usize) {
    let page = text.split('\u{c}').find(|page| page.contains("Nơi nhận")).expect("the recipients");
    assert!(page.contains("Trên đây là báo cáo"), "{lines} lines: {page}");
}

#[test]
fn the_programs_own_words_have_typographic_quotes() {
    let publication = of_length(1);
    for text in [word(&publication).1, html::publication(&publication, &layout())] {
        let own: String = text.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
        let own = own.split("}").last().unwrap_or_default();
        assert!(!own.contains(['"', '\'']) && !own.contains("&quot;"), "{own}");
    }
}
