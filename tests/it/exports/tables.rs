//! Tables as Word makes them, and the few HTML tags that mean something, in every kind of file.

use super::charts::{document, layout};
use super::layout::{has, parts, pdf};
use baocao_documents::{docx, html, publication as markdown};
use roxmltree::{Document, Node};
use std::path::{Path, PathBuf};
use std::process::Command;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn word_file(text: &str, folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    let bytes = docx::publication(&document(text, Vec::new()), &layout()).expect("a file");
    std::fs::write(&file, bytes).expect("a file");
    file
}

/// Cells of the text's tables, row by row: words, columns, how the cell goes down, side, whether the row is repeated and
/// stays with the next.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let parts = parts(file);
    let text = Document::parse(&parts["word/document.xml"]).expect("XML");
    let value = |node: Node<'_, '_>, name: &str| {
        let found = node.descendants().find(|n| n.has_tag_name((W, name)));
        found.map(|n| n.attribute((W, "val")).unwrap_or("").to_string())
    };
    let rows = text.descendants().filter(|n| n.has_tag_name((W, "tr")) && value(*n, "vAlign").is_some());
    rows.map(|row| {
        let repeated = value(row, "tblHeader").is_some();
        let cells = row.children().filter(|n| n.has_tag_name((W, "tc")));
        cells
            .map(|cell| {
                let words: String =
                    cell.descendants().filter(|n| n.has_tag_name((W, "t"))).filter_map(|n| n.text()).collect();
                let span = value(cell, "gridSpan").map(|n| format!(" ×{n}")).unwrap_or_default();
                let down = value(cell, "vMerge").map(|v| if v.is_empty() { " ^" } else { " v" }).unwrap_or_default();
                let side = value(cell, "jc").filter(|side| side == "right").map(|_| " >").unwrap_or_default();
                let keep = value(cell, "keepNext").map(|_| " &").unwrap_or_default();
                format!("{words}{span}{down}{side}{}{keep}", if repeated { " #" } else { "" })
            })
            .collect()
    })
    .collect()
}

const PIPES: &str = "\
| TT | Nội dung | Quý II | | Ghi chú |
|---|---|---|---|---|
| | | Kế hoạch | Thực hiện | |
| **Lĩnh vực đo lường chất lượng** | | | | |
| 1 | Kiểm định | 4.200 | ước 4.368 | |
| 2 | Kiểm tra | 6 | 6 | đạt |
| | **Tổng cộng** | **4.206** | **4.374** | |
";

const HTML: &str = "\
<table>
<thead>
<tr><th rowspan=\"2\">TT</th><th rowspan=\"2\">Nội dung</th><th colspan=\"2\">Quý II</th><th rowspan=\"2\">Ghi chú</th></tr>
<tr><th>Kế hoạch</th><th>Thực hiện</th></tr>
</thead>
<tr><td colspan=\"5\"><b>Lĩnh vực đo lường chất lượng</b></td></tr>
<tr><td>1</td><td>Kiểm định</td><td>4.200</td><td>ước 4.368</td><td></td></tr>
<tr><td>2</td><td>Kiểm tra</td><td>6</td><td>6</td><td>đạt</td></tr>
<tr><td></td><td><b>Tổng cộng</b></td><td><b>4.206</b></td><td><b>4.374</b></td><td></td></tr>
</table>
";

#[test]
fn joined_cells_heads_groups_and_totals_are_words_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let expected = [
        vec!["TT v # &", "Nội dung v # &", "Quý II ×2 # &", "Ghi chú v # &"],
        vec![" ^ # &", " ^ # &", "Kế hoạch # &", "Thực hiện # &", " ^ # &"],
        vec!["Lĩnh vực đo lường chất lượng ×5 &"],
        vec!["1", "Kiểm định", "4.200 >", "ước 4.368 >", ""],
        vec!["2 &", "Kiểm tra &", "6 > &", "6 > &", "đạt &"],
        vec!["", "Tổng cộng", "4.206 >", "4.374 >", ""],
    ];
    for text in [PIPES, HTML] {
        assert_eq!(cells(&word_file(text, folder.path(), "bang.docx")), expected, "{text}");
        let page = html::publication(&document(text, Vec::new()), &layout());
        for wanted in [
            "<th scope=\"col\" rowspan=\"2\">TT</th>",
            "<th scope=\"colgroup\" colspan=\"2\">Quý II</th>",
            "<tr><th scope=\"col\">Kế hoạch</th><th scope=\"col\">Thực hiện</th></tr></thead>",
            "<td colspan=\"5\"",
            "<td class=\"phai\">ước 4.368</td>",
            "<tr class=\"cong\">",
        ] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        let made = markdown::markdown(&document(text, Vec::new()));
        assert!(made.contains("| TT | Nội dung | Quý II |  | Ghi chú |") && made.contains("**Tổng cộng**"), "{made}");
    }
}

#[test]
fn a_head_of_two_rows_is_repeated_and_no_total_stands_alone() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut broken = 0;
    for rows in 34..52 {
        let mut text = String::from("| TT | Nội dung | Quý II | |\n|---|---|---|---|\n| | | Kế hoạch | Thực hiện |\n");
        (1..=rows).for_each(|n| text.push_str(&format!("| {n} | Việc số {n} | {n} | {n} |\n")));
        text.push_str("| | Tổng cộng | 1 | 1 |\n\nHết.\n");
        let made = pdf(&word_file(&text, folder.path(), &format!("trang-{rows}.docx")));
        let out = Command::new("pdftotext").arg("-layout").arg(&made).arg("-").output().expect("poppler runs");
        let words = String::from_utf8_lossy(&out.stdout).into_owned();
        for page in words.split('\u{c}').filter(|page| page.contains("Việc số") || page.contains("Tổng cộng")) {
            assert!(
                page.contains("Quý II") && page.contains("Kế hoạch"),
                "{rows}: a page without both rows of the head"
            );
            assert!(page.contains("Việc số"), "{rows}: the total alone");
        }
        broken += usize::from(words.split('\u{c}').filter(|page| page.contains("Quý II")).count() > 1);
    }
    assert!(broken > 10, "{broken} tables went over a page");
}

#[test]
fn tags_mean_the_same_in_every_file() {
    let text = "Dòng một<br>dòng hai, 10^6^ đồng, 25 m<sup>2</sup>, CO<sub>2</sub>, <u>gạch</u>, <font>lạ</font>.\n\n| A | B |\n|---|---|\n| một<br>hai | m<SUP>3</SUP> |\n";
    let made = document(text, Vec::new());
    let page = html::publication(&made, &layout());
    for wanted in [
        "một<br>dòng hai, 10<sup>6</sup> đồng, 25 m<sup>2</sup>, CO<sub>2</sub>, <u>gạch</u>",
        "một<br>hai",
        "m<sup>3</sup>",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(page.contains("&lt;font&gt;lạ&lt;/font&gt;"), "{page}");
    let again = markdown::markdown(&made);
    for wanted in [
        "Dòng một\\\ndòng hai, 10<sup>6</sup> đồng",
        "CO<sub>2</sub>, <u>gạch</u>, \\<font>",
        "| một<br>hai | m<sup>3</sup> |",
    ] {
        assert!(again.contains(wanted), "{wanted}: {again}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let parts = parts(&word_file(text, folder.path(), "the.docx"));
    let body = &parts["word/document.xml"];
    let run = |dress: &str, words: &str| format!("<w:rPr>{dress}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t>");
    for (dress, words) in [
        ("<w:vertAlign w:val=\"superscript\"/>", "6"),
        ("<w:vertAlign w:val=\"subscript\"/>", "2"),
        ("<w:u w:val=\"single\"/>", "gạch"),
    ] {
        assert!(body.contains(&run(dress, words)), "{words}: {body}");
    }
    assert!(body.contains("<w:r><w:br/></w:r>"));
}

#[test]
fn word_files_are_valid_to_a_validator_of_others() {
    if !has("openxml-audit") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let lists = "1. a\n   1. b\n      - c\n2. d<sup>2</sup> <u>**e**</u>\n\n> 5. f\n\n[x](https://a.vn)[^a]\n\n[^a]: g\n    1. h\n";
    let file = word_file(
        &format!("## I. A\n\n### 1. B\n\n{PIPES}\n{lists}\n{HTML}\n## II. C\n\n{lists}"),
        folder.path(),
        "hop-le.docx",
    );
    let out = Command::new("openxml-audit").arg(&file).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}
