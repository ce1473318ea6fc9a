//! Every heading and every item of a list has one number, whichever file is read: Word as LibreOffice draws it, HTML,
//! Markdown, PDF.

use super::charts::{document, layout};
use super::layout::{has, parts, pdf};
use super::{approved, export};
use baocao_core::domain::{Prose, Publication, plain};
use baocao_documents::{docx, html, publication as markdown};
use roxmltree::Document;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A draft as consolidation makes it, with lists of every kind in every section.
const TEXT: &str = "\
# BÁO CÁO KẾT QUẢ

## I. KẾT QUẢ mot

### 1. Nhiệm vụ hai

1. Chung ba
2. Chung bon

<!-- nguồn: van-phong, mục I.1 -->

#### Văn phòng nam

1. Việc sau
2. Việc bay, gồm:
   1. Phần tam
   2. Phần chin
      1. Ý muoi
      2. Ý muoimot
   3. Phần muoihai
   4. Phần muoiba
   5. Phần muoibon
   6. Phần muoilam
3. Việc muoisau

Đoạn xen giữa.

4. Việc muoibay
5. Việc muoitam
   - Gạch muoichin
     - Cộng haimuoi
       - Gạch haimot

##### a) Lĩnh vực haihai

1. Việc haiba
   1. Việc haibon

##### b) Lĩnh vực hailam

- Gạch haisau

<!-- nguồn: thanh-tra, mục I.1 -->

#### Thanh tra haibay

7) Việc haitam
8) Việc haichin

<!-- -->

1. Việc bamuoi

> 3. Trích bamot
> 4. Trích bahai

- Gạch baba
  1. Việc babon
  2. Việc balam

  <!-- -->

  1. Việc namhai

<!-- nguồn: số liệu -->

#### Bảng số liệu tổng hợp

| TT | Tên |
|---|---|
| 1 | x |

### 2. Đánh giá basau

1. Việc babay

## II. ĐÁNH GIÁ batam

<!-- nguồn: thanh-tra, mục II -->

### Thanh tra bachin

1. Việc bonmuoi

### 1. Nổi bật bonmot

### 2. Hạn chế bonhai

## III. PHƯƠNG HƯỚNG bonba

<!-- nguồn: van-phong, mục III -->

### Văn phòng bonbon

1. Việc bonlam
2. Việc bonsau

<!-- nguồn: thanh-tra, mục III -->

### Thanh tra bonbay

1. Việc bontam

## IV. KIẾN NGHỊ bonchin

1. Việc nammuoi

Trên đây là báo cáo.
";

const MARKS: &str = "\
I. mot|1. hai|1. ba|2. bon|nam|1. sau|2. bay|a) tam|b) chin|- muoi|- muoimot|c) muoihai|d) muoiba|đ) muoibon|e) muoilam|3. muoisau|\
4. muoibay|5. muoitam|- muoichin|+ haimuoi|- haimot|1. haihai|a) haiba|- haibon|2. hailam|- haisau|haibay|7. haitam|8. haichin|\
1. bamuoi|3. bamot|4. bahai|- baba|1. babon|2. balam|1. namhai|2. basau|1. babay|II. batam|bachin|1. bonmuoi|1. bonmot|2. bonhai|III. bonba|\
bonbon|1. bonlam|2. bonsau|bonbay|1. bontam|IV. bonchin|1. nammuoi";

/// `mark word` for each line that has one of the words without diacritics, in order.
fn marks(lines: &str) -> Vec<String> {
    let known: BTreeSet<&str> = MARKS.split('|').filter_map(|entry| entry.split(' ').next_back()).collect();
    let mut out = Vec::new();
    for line in lines.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for word in &words {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if known.contains(word) {
                let first = words[0];
                let marked = first == "-" || first == "+" || first.ends_with(['.', ')']);
                out.push(if marked { format!("{first} {word}") } else { word.to_string() });
            }
        }
    }
    out
}

/// The words of a page, a line a block.
fn shown(page: &str) -> String {
    let body = page.split_once("<div class=\"noi-dung\">").map_or(page, |(_, body)| body);
    let mut out = String::new();
    for piece in body.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if tag.starts_with(['p', 'h', 'l']) || tag.starts_with("br") {
            out.push('\n');
        }
        out.push_str(words);
    }
    out
}

/// A Word file as LibreOffice draws it.
fn drawn(file: &Path) -> Option<String> {
    if !has("soffice") || !has("pdftotext") {
        return None;
    }
    Some(words_of(&pdf(file)))
}

fn words_of(file: &Path) -> String {
    let out = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().expect("poppler runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn word_file(made: &Publication, folder: &Path) -> std::path::PathBuf {
    let file = folder.join("so.docx");
    std::fs::write(&file, docx::publication(made, &layout()).expect("a file")).expect("a file");
    file
}

/// What a reader of Markdown counts, which need not be what is in the file.
fn counted(blocks: &[Prose], out: &mut String) {
    for block in blocks {
        match block {
            Prose::Paragraph(text) | Prose::Heading { text, .. } => out.push_str(&format!("{}\n", plain(text))),
            Prose::List { start, items } => {
                for (at, item) in items.iter().enumerate() {
                    out.push_str(&start.map_or("- ".to_string(), |(first, mark)| format!("{}{mark} ", first + at)));
                    counted(item, out);
                }
            }
            Prose::Quote(inner) => counted(inner, out),
            Prose::Code(_) | Prose::Table(_) => {}
        }
    }
}

#[test]
fn every_writer_numbers_a_hard_text_alike() {
    let made = document(TEXT, Vec::new());
    let expected: Vec<&str> = MARKS.split('|').collect();
    assert_eq!(marks(&shown(&html::publication(&made, &layout()))), expected, "HTML");
    let text = markdown::markdown(&made);
    assert_eq!(marks(&text.replace("> ", "").replace(['\\', '#'], "")), expected, "Markdown");
    let mut read = String::new();
    counted(&baocao_check::reports::markdown::prose(&text).blocks, &mut read);
    let dashes: Vec<String> = expected.iter().map(|entry| entry.replace("+ ", "- ")).collect();
    assert_eq!(marks(&read), dashes, "Markdown as it is read");
    let folder = tempfile::tempdir().expect("a folder");
    if let Some(words) = drawn(&word_file(&made, folder.path())) {
        assert_eq!(marks(&words), expected, "Word, as drawn");
    }
    #[cfg(feature = "pdf")]
    if has("pdftotext") {
        let file = folder.path().join("so.pdf");
        let bytes = baocao_documents::pdf::publication(&made, &layout()).unwrap_or_else(|why| panic!("{}", why.en));
        std::fs::write(&file, bytes).expect("a file");
        assert_eq!(marks(&words_of(&file)), expected, "PDF");
    }
}

#[test]
fn no_two_lists_of_a_word_file_count_in_one_row() {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let folder = tempfile::tempdir().expect("a folder");
    let parts = parts(&word_file(&document(TEXT, Vec::new()), folder.path()));
    let numbering = Document::parse(&parts["word/numbering.xml"]).expect("XML");
    let value = |n: roxmltree::Node<'_, '_>, name: &str| {
        let found = n.descendants().find(|d| d.has_tag_name((W, name)));
        found.and_then(|d| d.attribute((W, "val"))).map(String::from)
    };
    let mut definitions = BTreeSet::new();
    for list in numbering.descendants().filter(|n| n.has_tag_name((W, "num"))) {
        let definition = value(list, "abstractNumId").expect("a definition");
        assert!(definitions.insert(definition), "two lists of one definition");
    }
    // Titles and text never share one.
    let text = Document::parse(&parts["word/document.xml"]).expect("XML");
    let (mut titles, mut lists) = (BTreeSet::new(), BTreeSet::new());
    for paragraph in text.descendants().filter(|n| n.has_tag_name((W, "p"))) {
        let Some(list) = value(paragraph, "numId") else { continue };
        let title =
            value(paragraph, "pStyle").is_some_and(|style| style.starts_with("Heading1") || style == "Heading2");
        if title {
            titles.insert(list)
        } else {
            lists.insert(list)
        };
    }
    assert!(titles.len() >= 3 && lists.len() >= 12 && titles.is_disjoint(&lists), "{titles:?} {lists:?}");
}

#[test]
fn the_sample_has_the_numbers_of_its_pages_in_word_and_markdown() {
    let office = approved();
    let page = std::fs::read_to_string(export(office, "html", "so.html")).expect("a page");
    let mut entries = Vec::new();
    for line in shown(&page).lines() {
        let words: Vec<&str> = line.split_whitespace().take(4).collect();
        if words.len() > 2 && (matches!(words[0], "-" | "+") || words[0].ends_with(['.', ')']) && words[0].len() < 6) {
            entries.push(words.join(" "));
        }
    }
    assert!(entries.len() > 150, "{} titles and items", entries.len());
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let in_order = |text: &str, what: &str| {
        let text = one_line(text);
        let mut at = 0;
        for entry in &entries {
            let found = text[at..].find(entry.as_str());
            at += found.unwrap_or_else(|| {
                panic!(
                    "{what} has no “{entry}” behind “{}”",
                    &text[..at].chars().rev().take(60).collect::<String>().chars().rev().collect::<String>()
                )
            });
        }
    };
    let text = std::fs::read_to_string(export(office, "md", "so.md")).expect("a text");
    in_order(&text.replace(['\\', '#', '*'], "").replace("](", " ("), "Markdown");
    // A folder of its own: LibreOffice starts once a folder at a time.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("so-ve.docx");
    std::fs::copy(export(office, "docx", "so-ve.docx"), &file).expect("a copy");
    if let Some(words) = drawn(&file) {
        in_order(&words, "Word");
    }
    // Departments are named alike in every part, and the table of figures is no department.
    let text = text.replace('\\', "");
    for name in ["Văn phòng Sở", "Thanh tra Sở"] {
        let lines: BTreeSet<&str> = text
            .lines()
            .filter(|l| l.starts_with('#') && l.ends_with(name))
            .map(|l| l.trim_start_matches('#').trim())
            .collect();
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), [name]);
    }
    assert!(text.lines().any(|line| line.trim_start_matches('#') == " Bảng số liệu tổng hợp"), "{text}");
}
