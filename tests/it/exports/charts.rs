//! Charts in every kind of file: the right numbers, the same bytes, and no label on another, also as others draw them.

use super::bytes;
use super::layout::{has, parts, pdf};
use crate::support::Scratch;
use baocao_check::consolidate::publication::{Particulars, publication, with_charts};
use baocao_core::domain::{
    Agency, Chart, ChartSeries, ChartValue, DocumentSettings, Layout, PeriodId, Publication, parse_date,
};
use baocao_core::text::{Lang, RepoPath, Source};
use baocao_documents::{docx, html, publication as plain};
use roxmltree::Document;
use rust_decimal::Decimal;
use std::path::Path;
use std::process::Command;
use std::str::FromStr;

const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Of the procedure's distribution list, the shortest and the longest name among them.
const DEPARTMENTS: [&str; 8] = [
    "Văn phòng Sở",
    "Thanh tra Sở",
    "Phòng Quản lý Khoa học",
    "Phòng Quản lý CN&TTCN",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Quản lý KH&CN cơ sở",
    "Phòng Quản lý Chuyên ngành",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
];

/// `5`, `5~` an estimate, `5*` somebody's word, `-` nothing.
fn row(name: &str, words: &str) -> ChartSeries {
    let value = |word: &str| ChartValue {
        amount: Decimal::from_str(word.trim_end_matches(['~', '*'])).ok(),
        estimate: word.ends_with('~'),
        stated: word.ends_with('*'),
    };
    ChartSeries { name: name.into(), values: words.split(' ').map(value).collect() }
}

/// Twelve periods of two years, and eight departments; with odd words in front of each where they are wanted.
pub fn charts(odd: &str) -> Vec<Chart> {
    let chart = |title: &str, unit: &str, kind: &str, categories: Vec<String>, series: [ChartSeries; 2]| Chart {
        title: format!("{odd}{title}"),
        unit: format!("{odd}{unit}"),
        kind: format!("{odd}{kind}"),
        categories: categories.into_iter().map(|category| format!("{odd}{category}")).collect(),
        series: series.map(|s| ChartSeries { name: format!("{odd}{}", s.name), ..s }).to_vec(),
        notes: vec![format!("{odd}Chưa cộng tháng 5 năm 2023: thiếu số liệu của Thanh tra Sở.")],
        lang: Lang::Vi,
    };
    let months = || (1..=12).map(|month| format!("Tháng {month}")).collect();
    vec![
        chart(
            "Kinh phí sự nghiệp đã giải ngân: năm 2024 so với cùng kỳ năm 2023",
            "triệu đồng",
            "Kỳ báo cáo",
            months(),
            [
                row("Năm 2024", "1210.5 980 1105 1330.25 1290 1402 1388 1510.5 1475 1620 1733 1801.5~"),
                row("Năm 2023", "1102 1010.5 998 1201 - 1305* 1299 1340 1288.5 1502 1633 1990"),
            ],
        ),
        chart(
            "Số dư cuối kỳ: năm 2024 so với cùng kỳ năm 2023",
            "đồng",
            "Kỳ báo cáo",
            months(),
            [
                row("Năm 2024", "-12500000000 0 3 1234567890123.75 - 7~ -1 0 25 900000000000 -450000000000 5"),
                row("Năm 2023", "0 -3 - 999999999999 12 0 5 -777777777777~ 1 2 3 4"),
            ],
        ),
        chart(
            "Số cuộc thanh tra, kiểm tra: thực hiện so với kế hoạch, quý II năm 2024",
            "cuộc",
            "Đơn vị",
            DEPARTMENTS.map(String::from).to_vec(),
            [row("Thực hiện", "12 5 0 7~ 3 15.5 - 24"), row("Kế hoạch", "10 5 4 8 - 20 6 24")],
        ),
    ]
}

pub fn layout() -> Layout {
    let profile = include_str!("../../../templates/nd30-2020.toml").to_string();
    baocao_core::format::page_style::read(&Source::new(RepoPath::new("x"), profile)).0
}

pub fn document(text: &str, charts: Vec<Chart>) -> Publication {
    let agency = Agency {
        name: "Sở Khoa học và Công nghệ".into(),
        parent: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
        place: "Thái Nguyên".into(),
        symbol: "SKHCN".into(),
    };
    let period = PeriodId::parse("2024-Q2").expect("a period");
    let facts = Particulars {
        agency: &agency,
        document: &DocumentSettings::default(),
        period: &period,
        period_words: "quý II năm 2024".into(),
        number: None,
        date: None,
        written: parse_date("2024-06-17").expect("a day"),
        to: Vec::new(),
        signer: None,
        head_title: "Giám đốc".into(),
        draft: true,
    };
    with_charts(publication(baocao_check::reports::markdown::prose(text), &facts), charts)
}

const TEXT: &str = "# BÁO CÁO KẾT QUẢ CÔNG TÁC QUÝ II NĂM 2024\n\n## I. KẾT QUẢ\n\n### Bảng số liệu tổng hợp\n\n| Chỉ tiêu | Số |\n|---|--:|\n| A | 1 |\n\n(*) Lưu ý.\n\nTrên đây là báo cáo.\n";

/// What a page of a PDF says, word by word, with the box of each: page, left, top, right, bottom.
fn boxes(pdf: &Path) -> Vec<(usize, [f32; 4], String)> {
    let out = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().expect("poppler runs");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut page = 0;
    let mut found = Vec::new();
    for line in text.lines() {
        page += usize::from(line.trim_start().starts_with("<page "));
        let Some(words) = line.split_once("\">").and_then(|(_, rest)| rest.strip_suffix("</word>")) else { continue };
        let side = |key: &str| {
            let value = line.split(&format!("{key}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{line}"))
        };
        found.push((page, ["xMin", "yMin", "xMax", "yMax"].map(side), words.to_string()));
    }
    found
}

/// No word lies on another. A box is as high as its face allows; letters leave a tenth of it free.
fn nothing_overlaps(pdf: &Path) {
    let all = boxes(pdf);
    for word in ["Tháng", "1.234.567.890.123,75", "1.801,5", "-450.000.000.000"] {
        assert!(all.iter().any(|(_, _, words)| words == word), "{word} in {}", pdf.display());
    }
    let core = |[left, top, right, bottom]: [f32; 4]| {
        let free = (bottom - top) / 10.0;
        [left + 0.5, top + free, right - 0.5, bottom - free]
    };
    for (at, (page, mine, words)) in all.iter().enumerate() {
        let a = core(*mine);
        for (_, theirs, other) in all.iter().skip(at + 1).take_while(|(p, ..)| p == page) {
            let b = core(*theirs);
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "{}, page {page}: “{words}” {mine:?} and “{other}” {theirs:?}", pdf.display());
        }
    }
}

#[test]
fn a_word_chart_holds_the_numbers_of_its_table() {
    let (layout, all) = (layout(), charts(""));
    let made = document(TEXT, all.clone());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bieu-do.docx");
    let packed = docx::publication(&made, &layout).expect("a file");
    std::fs::write(&file, &packed).expect("a file");
    assert_eq!(packed, docx::publication(&document(TEXT, charts("")), &layout).expect("a file"), "the same again");
    let parts = parts(&file);
    let text = Document::parse(&parts["word/document.xml"]).expect("XML");
    let about: Vec<&str> = text
        .descendants()
        .filter(|n| n.tag_name().name() == "docPr")
        .map(|n| n.attribute("descr").expect("words for those who do not see it"))
        .collect();
    assert_eq!(about.len(), all.len());
    for (at, chart) in (1..).zip(&all) {
        let name = format!("word/charts/chart{at}.xml");
        assert!(parts["[Content_Types].xml"].contains(&format!("PartName=\"/{name}\"")));
        assert!(parts["word/_rels/document.xml.rels"].contains(&format!("Target=\"charts/chart{at}.xml\"")));
        assert!(parts["word/document.xml"].contains(&format!("r:id=\"rChart{at}\"")));
        let said = about[at - 1];
        let untitled = chart.alt().replace("Biểu đồ thanh ngang: ", "");
        assert!(said.contains(&format!("Biểu đồ {at}. {untitled}")), "{said}");
        let xml = Document::parse(&parts[&name]).unwrap_or_else(|why| panic!("{name}: {why}"));
        let rows: Vec<_> = xml.descendants().filter(|n| n.has_tag_name((C, "ser"))).collect();
        assert_eq!(rows.len(), 2);
        for (series, row) in chart.series.iter().zip(rows) {
            let child = |name: &str| row.children().find(|n| n.has_tag_name((C, name))).expect("a child");
            let points = |name: &str| -> Vec<(usize, String)> {
                let points = child(name).descendants().filter(|n| n.has_tag_name((C, "pt")));
                let point = |n: roxmltree::Node<'_, '_>| {
                    let words = n.descendants().find_map(|n| n.text()).unwrap_or_default();
                    (n.attribute("idx").and_then(|idx| idx.parse().ok()).expect("a place"), words.to_string())
                };
                points.map(point).collect()
            };
            assert_eq!(child("tx").descendants().find_map(|n| n.text()), Some(series.name.as_str()));
            let known = || series.values.iter().enumerate().filter_map(|(at, v)| Some((at, v, v.amount?)));
            let numbers: Vec<(usize, Decimal)> =
                points("val").iter().map(|(at, n)| (*at, Decimal::from_str(n).expect("a number"))).collect();
            assert_eq!(numbers, known().map(|(at, _, amount)| (at, amount)).collect::<Vec<_>>());
            let labels: Vec<&str> =
                row.descendants().filter(|n| n.has_tag_name((A, "t"))).filter_map(|n| n.text()).collect();
            assert_eq!(labels, known().map(|(_, value, _)| chart.shown(value)).collect::<Vec<_>>());
            let hatched = row.children().filter(|n| n.has_tag_name((C, "dPt"))).count();
            assert_eq!(hatched, known().filter(|(_, value, _)| value.estimate).count());
            let categories = points("cat");
            for ((at, said), (category, value)) in categories.iter().zip(chart.categories.iter().zip(&series.values)) {
                let missing = value.amount.is_none();
                assert!(said.starts_with(category.as_str()), "{said}");
                assert!(!missing || said.contains(&format!("{}: chưa có số liệu", series.name)), "{at}: {said}");
            }
        }
    }
}

#[test]
fn a_document_without_charts_is_what_it_was() {
    let (layout, plainly) = (layout(), document(TEXT, Vec::new()));
    let page = html::publication(&plainly, &layout);
    assert!(plainly.appendices.is_empty() && !page.contains("svg") && !page.contains("so-lieu-hinh"));
    let names = zip::ZipArchive::new(std::io::Cursor::new(docx::publication(&plainly, &layout).expect("a file")))
        .expect("a zip")
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect::<Vec<_>>();
    assert!(names.iter().all(|name| !name.contains("chart")), "{names:?}");
}

#[test]
fn the_text_points_at_the_appendix_wherever_people_have_left_the_table() {
    let one = || charts("").into_iter().take(1).collect::<Vec<_>>();
    for (text, before, label) in [
        (TEXT.to_string(), "(\\*) Lưu ý.", "Phụ lục"),
        (TEXT.replace("### Bảng số liệu tổng hợp\n", ""), "Trên đây là báo cáo./.", "Phụ lục"),
        (format!("{TEXT}\n- một\n- hai\n"), "(\\*) Lưu ý.", "Phụ lục"),
        ("# BÁO CÁO\n\n- một\n- hai\n".to_string(), "**GIÁM ĐỐC**", "Phụ lục"),
        (format!("{TEXT}\n## PHỤ LỤC. Danh mục\n\nViệc.\n"), "(\\*) Lưu ý.", "Phụ lục II"),
    ] {
        let made = plain::markdown(&document(&text, one()));
        let pointer = format!("*(Biểu đồ số liệu tại {label} kèm theo Báo cáo này)*\n\n{before}");
        assert!(made.contains(&pointer), "{pointer} in {made}");
        assert!(made.contains(&format!("## {label}\n\n**Biểu đồ số liệu**")), "{made}");
        assert!(made.contains("| Tháng 5 | 1.290 | chưa có số liệu |"), "the numbers stand as a table");
        assert!(label == "Phụ lục" || made.contains("## Phụ lục I\n\n**Danh mục**"), "{made}");
    }
}

#[test]
fn labels_stand_apart_as_libreoffice_draws_them() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ve.docx");
    std::fs::write(&file, docx::publication(&document(TEXT, charts("")), &layout()).expect("a file")).expect("a file");
    nothing_overlaps(&pdf(&file));
}

#[test]
fn labels_stand_apart_as_a_browser_draws_them() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| has(name)) else {
        return;
    };
    if !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (page, printed) = (folder.path().join("trang.html"), folder.path().join("trang.pdf"));
    std::fs::write(&page, html::publication(&document(TEXT, charts("")), &layout())).expect("a file");
    let out = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", folder.path().join("ho-so").display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(&page)
        .output()
        .expect("Chromium runs");
    assert!(printed.exists(), "{}", String::from_utf8_lossy(&out.stderr));
    nothing_overlaps(&printed);
}

#[cfg(feature = "pdf")]
#[test]
fn labels_stand_apart_on_our_own_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("van-ban.pdf");
    let made = || {
        let made = baocao_documents::pdf::publication(&document(TEXT, charts("")), &layout());
        made.unwrap_or_else(|why| panic!("{}", why.en))
    };
    let found = made();
    assert_eq!(found, made(), "the same again");
    let has_words = |words: &str| memchr::memmem::find(&found, words.as_bytes()).is_some();
    assert!(has_words("<pdfuaid:part>1<") && has_words("/Figure") && has_words("/Alt"), "drawings have words");
    std::fs::write(&file, &found).expect("a file");
    if has("pdftotext") {
        nothing_overlaps(&file);
    }
    if has("pdffonts") {
        let fonts = Command::new("pdffonts").arg(&file).output().expect("poppler runs");
        for line in String::from_utf8_lossy(&fonts.stdout).lines().skip(2) {
            assert!(line.contains("LiberationSerif") && line.contains("yes yes yes"), "{line}");
        }
    }
}

/// The sample Sở with two indicators that are drawn, up to the approval of the second quarter.
fn office() -> Scratch {
    use baocao::commands::demo::sample;
    let office = Scratch::empty();
    let settings = sample::settings_with_keys(|id| Ok(office.make_key(id))).expect("the sample's settings");
    let drawn = |settings: String, id: &str| {
        let line = format!("ma = \"{id}\"\n");
        assert!(settings.contains(&line));
        settings.replace(&line, &format!("{line}bieu_do = true\n"))
    };
    office.write("baocao.toml", &drawn(drawn(settings, "cuoc-thanh-tra"), "tien-xu-phat"));
    office.run("dang-quoc-huy", "2023-01-03 08:00", "init --yes").expect(0);
    let own = |reports: &'static [(&str, &str)]| -> Vec<(&str, &str)> {
        reports.iter().filter(|(id, _)| ["thanh-tra", "chi-cuc-tdc"].contains(id)).copied().collect()
    };
    office.approve_period("2023-Q2", "2023-06-13", &own(sample::LAST_YEAR));
    office.approve_period("2024-Q1", "2024-03-13", &own(sample::FIRST_QUARTER));
    office.approve_period("2024-Q2", "2024-06-13", &own(sample::SECOND_QUARTER));
    office
}

#[test]
fn charts_rest_on_what_was_approved_when_the_draft_was_made() {
    let office = office();
    let export = |kind: &str, name: &str| {
        let out = office.dir.path().join(name);
        let line = format!("export 2024-Q2 --to {kind} --force --out {}", out.display());
        office.run("khong-ai", "2026-01-05 08:00", &line).expect(0);
        bytes(out)
    };
    let text = String::from_utf8(export("md", "mot.md")).expect("text");
    for words in [
        "**Biểu đồ 1. Số cuộc thanh tra, kiểm tra: năm 2024 so với cùng kỳ năm 2023**",
        "| Quý I | 5 | chưa có số liệu |\n| Quý II | 11 | 9 |",
        "**Biểu đồ 2. Số cuộc thanh tra, kiểm tra: thực hiện so với kế hoạch, quý II năm 2024**",
        "| Thanh tra Sở | 5 | 5 |\n| Chi cục Tiêu chuẩn Đo lường Chất lượng | 6 | 6 |",
        "**Biểu đồ 3. Số tiền xử phạt vi phạm hành chính: năm 2024 so với cùng kỳ năm 2023**",
        "| Quý II | 46,2 | 38,5 |",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!office.read("reports/2024-Q2/tong-hop.md").contains("Biểu đồ"), "the draft stays people's text");
    let before = ["docx", "html"].map(|kind| export(kind, "truoc"));
    // What is approved later changes nothing of what was read and approved.
    let report = baocao::commands::demo::sample::FIRST_QUARTER.iter().find(|(id, _)| *id == "thanh-tra");
    let late = report.expect("a report").1.replace("2024-Q1", "2023-Q1").replace("NĂM 2024", "NĂM 2023");
    office.approve_period("2023-Q1", "2024-06-14", &[("thanh-tra", &late)]);
    assert_eq!(["docx", "html"].map(|kind| export(kind, "sau")), before);
    let line = "dispatch 2024-Q2 --number 5 --to \"UBND tỉnh\" --make docx,html";
    office.run("vu-thi-ngoc", "2024-06-19 10:00", line).expect(0);
    let clone = office.dir.path().join("ban-sao");
    office.git(&format!("clone -q . {}", clone.display()));
    for kind in ["docx", "html"] {
        let (out, sent) = (office.dir.path().join("lai"), format!("reports/2024-Q2/ho-so/bao-cao-2024-Q2.{kind}"));
        let line = format!("export 2024-Q2 --to {kind} --force --out {}", out.display());
        office.run_at(&clone, "khong-ai", "2031-01-05 08:00", &line).expect(0);
        assert_eq!(bytes(&out), bytes(office.office.join(&sent)), "{kind}");
        let known = office.run("khong-ai", "2026-01-05 08:00", &format!("verify --file {sent}")).expect(0);
        assert!(known.out.contains("đúng là tệp đã gửi"), "{}", known.all());
    }
    // The board draws the newest consolidated report, in the language of its reader.
    for (lang, words) in [("vi", "năm 2024 so với cùng kỳ năm 2023"), ("en", ": 2024 against 2023")] {
        let page = office.dir.path().join(format!("bang-{lang}.html"));
        let line = format!("--lang {lang} board 2024 --out {}", page.display());
        office.run("khong-ai", "2024-06-20 08:00", &line).expect(0);
        let page = String::from_utf8(bytes(page)).expect("text");
        assert_eq!(page.matches("<figure>").count(), 3, "{page}");
        assert!(page.contains(words) && page.contains("<td class=\"so\">38,5</td>"), "{page}");
        assert!(!page.contains("url(#") || page.matches("url(").count() == page.matches("url(#soc)").count(), "{page}");
    }
}

#[test]
fn an_appendix_states_the_number_and_date_of_its_document_once_they_are_known() {
    let mut made = document("# BÁO CÁO\n\nMột câu.\n\n## Phụ lục. Danh mục\n\nMột dòng.\n", Vec::new());
    let blanks = "(Kèm theo Báo cáo số\u{a0}";
    assert!(made.appendix_reference(true).starts_with(blanks));
    made.number = Some("05/BC-SKHCN".into());
    made.date = parse_date("2024-06-19");
    let known = "(Kèm theo Báo cáo số 05/BC-SKHCN ngày 19 tháng 6 năm 2024 của Sở Khoa học và Công nghệ)";
    let word = |layout: &Layout| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.docx");
        std::fs::write(&file, baocao_documents::docx::publication(&made, layout).expect("a Word file")).expect("write");
        super::layout::parts(&file)["word/document.xml"].clone()
    };
    let paper = layout();
    let signed = Layout { dated_appendices: false, ..layout() };
    let page = |layout: &Layout| baocao_documents::html::publication(&made, layout);
    assert!(page(&paper).contains(known) && word(&paper).contains(known));
    assert!(!page(&signed).contains(known) && !word(&signed).contains(known));
    assert!(page(&signed).contains(blanks) && word(&signed).contains(blanks));
}
