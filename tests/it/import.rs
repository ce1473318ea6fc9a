//! Word reports as they really come: what is kept, what is said, what is refused.

use crate::support::{Ran, Scratch};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A Word file around a body.
fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    zipped(&parts)
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn bold(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

/// A report with something of one's own in its first section.
fn report(inside: &str) -> String {
    [
        &bold("BÁO CÁO") as &str,
        &bold("Kết quả công tác quý II năm 2024"),
        &bold("I. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN"),
        &bold("1. Kết quả thực hiện nhiệm vụ"),
        &p("Đã tiến hành 05 cuộc thanh tra, đạt 100% kế hoạch."),
        inside,
        &bold("II. ĐÁNH GIÁ CHUNG"),
        &bold("1. Ưu điểm"),
        &p("Hoàn thành tốt."),
        &bold("III. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM"),
        &p("Tiếp tục."),
        &bold("IV. ĐỀ XUẤT, KIẾN NGHỊ"),
        &p("Không có."),
        &p("Trên đây là báo cáo của Thanh tra Sở./."),
    ]
    .concat()
}

struct Desk {
    office: Scratch,
}

const PATH: &str = "reports/2024-Q2/thanh-tra.md";

impl Desk {
    fn new() -> Self {
        let office = Scratch::sample();
        office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
        Desk { office }
    }

    fn import(&self, bytes: &[u8], more: &str) -> Ran {
        let file = self.office.dir.path().join("bao-cao.docx");
        std::fs::write(&file, bytes).expect("a file");
        let line = format!("import {} 2024-Q2 --department thanh-tra {more}", file.display());
        self.office.run("khong-ai", "2024-06-10 08:00", &line)
    }

    fn text(&self) -> String {
        self.office.read(PATH)
    }

    fn section(&self, title: &str) -> String {
        let text = self.text();
        let (_, rest) = text.split_once(title).unwrap_or_else(|| panic!("no “{title}” in:\n{text}"));
        rest.split("\n## ").next().unwrap_or("").split("\n### ").next().unwrap_or("").trim().to_string()
    }
}

#[test]
fn a_report_finds_its_sections_and_passes_the_check() {
    let desk = Desk::new();
    let ran = desk.import(&word(&report(&p("Việc *khác* [1] &lt;b&gt; # 2")), &[]), "").expect(0);
    assert!(ran.all().contains("I.1"), "{}", ran.all());
    assert_eq!(
        desk.section("### 1. Kết quả thực hiện nhiệm vụ"),
        "Đã tiến hành 05 cuộc thanh tra, đạt 100% kế hoạch.\n\nViệc \\*khác\\* \\[1\\] \\<b> # 2"
    );
    assert_eq!(desk.section("### 1. Kết quả nổi bật"), "Hoàn thành tốt.");
    assert_eq!(desk.section("## IV. KIẾN NGHỊ VÀ ĐỀ XUẤT"), "Không có.");
    // What opens and closes a document is left out, and said.
    assert!(!desk.text().contains("## Nội dung chưa xếp vào mục"), "{}", desk.text());
    for words in ["tên loại và trích yếu", "Kết quả công tác quý II năm 2024", "câu kết “Trên đây là …”"]
    {
        assert!(ran.all().contains(words), "{words}: {}", ran.all());
    }
    let filled = desk.text().replace("nguoi_lap:", "nguoi_lap: Ngô Văn Sơn");
    let filled = filled.replace("ngay_lap:", "ngay_lap: 2024-06-10").replace("so_lieu_den:", "so_lieu_den: 2024-06-08");
    let filled = filled.replace("{ ke_hoach: , thuc_hien: }", "{ ke_hoach: 5, thuc_hien: 5 }");
    desk.office.write(PATH, &filled);
    let ran = desk.office.run("khong-ai", "2024-06-10 09:00", &format!("check {PATH}"));
    assert!(ran.status == 0 && !ran.out.contains("section-unknown"), "{}", ran.all());
    // Somebody's text is not replaced without their word.
    let ran = desk.import(&word(&report(""), &[]), "");
    assert!(ran.status == 3 && desk.text() == filled, "{}", ran.all());
    desk.import(&word(&report(""), &[]), "--yes").expect(0);
    assert!(desk.text().contains("nguoi_lap: Ngô Văn Sơn"), "the head of the file stays");
}

#[test]
fn lists_tables_dress_notes_and_breaks_are_kept() {
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>"
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"0\" w:type=\"separator\"><w:p/></w:footnote><w:footnote w:id=\"7\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> Ghi chú một.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let item = |row: u8, level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{row}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |about: &str, text: &str| format!("<w:tc><w:tcPr>{about}</w:tcPr>{}</w:tc>", p(text));
    let table = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("", "Chỉ tiêu"),
        cell("", "Kế hoạch"),
        cell("", "Thực hiện"),
        cell("<w:vMerge w:val=\"restart\"/>", "Số | cuộc"),
        cell("<w:gridSpan w:val=\"2\"/>", "5"),
        cell("<w:vMerge/>", ""),
        cell("", "6"),
        cell("", "7"),
    );
    let inside = [
        item(1, 0, "Một"), item(1, 1, "Một con"), item(1, 0, "Hai"), item(2, 0, "Thứ nhất"), item(2, 0, "Thứ hai"),
        table,
        "<w:p><w:r><w:t xml:space=\"preserve\">Chữ </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>đậm</w:t></w:r><w:r><w:t xml:space=\"preserve\"> và </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>nghiêng</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r><w:r><w:br/><w:t>dòng sau</w:t></w:r></w:p>".into(),
    ].concat();
    let desk = Desk::new();
    let ran = desk
        .import(&word(&report(&inside), &[("word/numbering.xml", &numbering), ("word/footnotes.xml", &notes)]), "")
        .expect(0);
    assert!(ran.all().contains("ô gộp"), "{}", ran.all());
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    for words in [
        "- Một\n  - Một con\n- Hai",
        "1) Thứ nhất\n2) Thứ hai",
        "| Chỉ tiêu | Kế hoạch | Thực hiện |",
        "| Số \\| cuộc | 5 |  |\n|  | 6 | 7 |",
        "Chữ **đậm** và *nghiêng*[^1]\\\ndòng sau",
    ] {
        assert!(text.contains(words), "{words}\n---\n{text}");
    }
    assert!(desk.text().contains("[^1]: Ghi chú một."), "{}", desk.text());
}

#[test]
fn tracked_changes_boxes_hidden_text_and_pictures_are_said() {
    let inside = [
        "<w:p><w:r><w:t xml:space=\"preserve\">Còn </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Trong hộp</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Ẩn</w:t></w:r></w:p>",
        "<w:p><w:r><w:drawing><a:blip xmlns:a=\"x\" r:embed=\"r9\"/></w:drawing></w:r></w:p>",
    ].concat();
    let relations = "<Relationships><Relationship Id=\"r9\" Target=\"media/a.png\"/></Relationships>";
    let desk = Desk::new();
    let more = [("word/_rels/document.xml.rels", relations), ("word/media/a.png", "PNG")];
    let ran = desk.import(&word(&report(&inside), &more), "").expect(0);
    for words in ["đã xoá khi theo dõi", "đã thêm khi theo dõi", "hộp chữ", "đoạn chữ ẩn"] {
        assert!(ran.all().contains(words), "{words}: {}", ran.all());
    }
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    assert!(text.contains("Còn thêm") && !text.contains("bỏ") && text.contains("Ẩn"), "{text}");
    assert_eq!(text.matches("Trong hộp").count(), 1, "{text}");
    // What is no picture stays words and goes beside the Word file.
    assert!(text.contains("\\[hình: 1\\]"), "{text}");
    assert_eq!(std::fs::read(desk.office.dir.path().join("bao-cao-hinh-1.png")).expect("a picture"), b"PNG");
}

#[test]
fn letters_from_before_unicode_are_converted_only_when_agreed() {
    let run = |font: &str, text: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    // The last is NFD, as Macs write it, and needs nobody's word.
    let inside = [
        run(".VnTime", "§· hoµn thµnh c«ng t¸c"),
        run(".VnTimeH", "b¸o c¸o"),
        run("VNI-Times", "Sôû Khoa hoïc vaø Coâng ngheä"),
        p("kê\u{301} hoạch"),
    ]
    .concat();
    let desk = Desk::new();
    let before = desk.text();
    let bytes = word(&report(&inside), &[]);
    let ran = desk.import(&bytes, "");
    assert!(ran.status == 3 && ran.all().contains("Đã hoàn thành công tác"), "{}", ran.all());
    assert_eq!(desk.text(), before);
    desk.import(&bytes, "--yes").expect(0);
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    for words in ["Đã hoàn thành công tác", "BÁO CÁO", "Sở Khoa học và Công nghệ", "kế hoạch"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn what_is_no_word_file_is_refused_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.text();
    let mut ole = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    ole.resize(4_096, 0);
    let mut locked = ole.clone();
    locked.extend("EncryptedPackage".bytes().flat_map(|b| [b, 0]));
    let whole = word(&report(""), &[]);
    let names: Vec<String> = (0..=4_000).map(|n| format!("{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let dtd = format!("<!DOCTYPE a [<!ENTITY b \"c\">]><w:document {W}><w:body>&b;</w:body></w:document>");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("doc", ole, "đời cũ"),
        ("password", locked, "mật khẩu"),
        ("pdf", b"%PDF-1.7".to_vec(), "không phải tệp Word"),
        ("empty", Vec::new(), "không phải tệp Word"),
        ("cut", whole[..whole.len() / 2].to_vec(), "hỏng"),
        ("4,001 parts", zipped(&parts), "quá lớn"),
        ("xlsx", zipped(&[("xl/workbook.xml", b"<a/>")]), "không phải tệp Word"),
        ("dtd", zipped(&[("word/document.xml", dtd.as_bytes())]), "hỏng"),
        ("no document", zipped(&[("[Content_Types].xml", b"<a/>")]), "hỏng"),
        ("not XML", zipped(&[("word/document.xml", b"<a")]), "hỏng"),
        ("not UTF-8", zipped(&[("word/document.xml", b"\xff\xff<a/>")]), "hỏng"),
    ];
    for (name, bytes, words) in cases {
        let ran = desk.import(&bytes, "");
        assert!(ran.status == 4 && ran.all().contains(words), "{name}: {} {}", ran.status, ran.all());
        assert_eq!(desk.text(), before, "{name}");
    }
    // Of what is nested deeper than any editor nests, just below and just above the limit, the words are kept.
    let nested = |tag: &str, times: usize, inside: &str| {
        let (open, close) = (format!("<w:{tag}>").repeat(times), format!("</w:{tag}>").repeat(times));
        format!("{open}{inside}{close}")
    };
    for times in [10, 290, 301] {
        let run = nested("ins", times, "<w:r><w:t>Chữ ở trong cùng</w:t></w:r>");
        for inside in [nested("sdt", times, &p("Chữ ở trong cùng")), nested("p", 1, &run)] {
            desk.import(&word(&report(&inside), &[]), "--yes").expect(0);
            assert_eq!(desk.text().matches("Chữ ở trong cùng").count(), 1, "{times}: {}", desk.text());
        }
    }
}

#[test]
fn what_was_imported_and_exported_is_imported_alike() {
    let desk = Desk::new();
    let inside = [p("- Việc thứ nhất;"), p("- Việc thứ hai."), p("Kinh phí 2.130,5 triệu đồng (68,9%).")].concat();
    desk.import(&word(&report(&inside), &[]), "").expect(0);
    let first = desk.text();
    let body = first.split("\n---\n").nth(1).expect("a body").split("\n## Nội dung chưa").next().expect("sections");
    let prose = baocao_check::reports::markdown::prose(body);
    let profile = baocao_core::text::Source::new(
        baocao_core::text::RepoPath::new("x"),
        include_str!("../../templates/nd30-2020.toml").into(),
    );
    let layout = baocao_core::format::page_style::read(&profile).0;
    let matter: Vec<baocao_core::domain::Matter> =
        prose.blocks.into_iter().map(baocao_core::domain::Matter::Text).collect();
    let again = baocao_documents::docx::page("", "Sở", None, &matter, &layout).expect("a file");
    desk.import(&again, "--yes").expect(0);
    let strip =
        |text: &str| text.split("\n## Nội dung chưa").next().unwrap_or("").replace("\n\n\n", "\n\n").to_string();
    assert_eq!(strip(&desk.text()), strip(&first));
}

/// A letterhead of two columns, a title and addressees.
fn letterhead(agency: &str, title: &str) -> String {
    let cell = |lines: &[&str]| format!("<w:tc>{}</w:tc>", lines.iter().map(|line| p(line)).collect::<String>());
    [
        "<w:tbl><w:tr>",
        &cell(&["SỞ KHOA HỌC VÀ CÔNG NGHỆ", agency, "Số: 12/BC-TTr"]),
        &cell(&[
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập – Tự do – Hạnh phúc",
            "Thái Nguyên, ngày 10 tháng 6 năm 2024",
        ]),
        "</w:tr></w:tbl>",
        &bold("BÁO CÁO"),
        &p(title),
        &p("Kính gửi: Văn phòng Sở"),
    ]
    .concat()
}

fn signature() -> String {
    let cell = |lines: &[&str]| format!("<w:tc>{}</w:tc>", lines.iter().map(|line| p(line)).collect::<String>());
    [
        &p("Trên đây là báo cáo của Thanh tra Sở./.") as &str,
        "<w:tbl><w:tr>",
        &cell(&["Nơi nhận:", "- Như trên;", "- Lưu: VT."]),
        &cell(&["CHÁNH THANH TRA", "(đã ký)", "ThS. Ngô Văn Sơn"]),
        "</w:tr></w:tbl>",
    ]
    .concat()
}

const TITLE: &str = "Kết quả công tác quý II năm 2024";

#[test]
fn what_surrounds_the_text_is_recognised_used_and_named() {
    let desk = Desk::new();
    let sections =
        [bold("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"), bold("1. Kết quả thực hiện nhiệm vụ"), p("Đã làm.")].concat();
    let ran =
        desk.import(&word(&[letterhead("THANH TRA SỞ", TITLE), sections, signature()].concat(), &[]), "").expect(0);
    let text = desk.text();
    assert!(text.contains("\nnguoi_lap: Ngô Văn Sơn\n") && text.contains("\nngay_lap: 2024-06-10\n"), "{text}");
    for words in ["Kính gửi", "Nơi nhận", "CHÁNH THANH TRA", "Trên đây là", "Hạnh phúc", TITLE, "chưa xếp vào mục"]
    {
        assert!(!text.contains(words), "{words}: {text}");
    }
    for words in ["phần đầu văn bản", "“Kính gửi”", "câu kết", "“Nơi nhận”", "phần chữ ký", "tên loại và trích yếu"]
    {
        assert!(ran.all().contains(words), "{words}: {}", ran.all());
    }
    // What is filled in already stays.
    desk.office.write(PATH, &text.replace("Ngô Văn Sơn", "Lê Thị Hoa"));
    desk.import(&word(&signature(), &[]), "--yes").expect(0);
    assert!(desk.text().contains("nguoi_lap: Lê Thị Hoa"), "{}", desk.text());
}

#[test]
fn a_title_of_another_period_year_or_department_is_refused() {
    let desk = Desk::new();
    let before = desk.text();
    let body = [bold("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"), p("Đã làm.")].concat();
    for (agency, title, words) in [
        ("THANH TRA SỞ", "Kết quả công tác quý I năm 2024", "quý I năm 2024"),
        ("THANH TRA SỞ", "Kết quả công tác quý II năm 2023", "quý II năm 2023"),
        ("THANH TRA SỞ", "Kết quả công tác tháng 5 năm 2024", "tháng 5"),
        ("CHI CỤC TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG", TITLE, "Tiêu chuẩn"),
    ] {
        let ran = desk.import(&word(&[letterhead(agency, title), body.clone()].concat(), &[]), "--yes");
        assert!(ran.status == 3 && ran.all().contains(words), "{agency} {title}: {} {}", ran.status, ran.all());
        assert_eq!(desk.text(), before);
    }
    let title = "Kết quả công tác quý II và phương hướng quý III năm 2024";
    desk.import(&word(&[letterhead("THANH TRA SỞ", title), body].concat(), &[]), "").expect(0);
}

#[test]
fn headings_are_matched_as_check_matches_them() {
    let desk = Desk::new();
    let body = [
        p("KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II NĂM 2024"),
        bold("Kết quả triển khai nhiệm vụ"),
        p("Việc một."),
        bold("II. Ðánh giá chung"),
        bold("2. Tồn tại, hạn chế và nguyên nhân"),
        p("Còn chậm."),
        p("IV. ĐỀ XUẤT, KIẾN NGHỊ"),
        p("Không có."),
    ]
    .concat();
    let ran = desk.import(&word(&body, &[]), "").expect(0);
    assert_eq!(desk.section("### 1. Kết quả thực hiện nhiệm vụ"), "Việc một.");
    assert_eq!(desk.section("### 2. Tồn tại, hạn chế và nguyên nhân"), "Còn chậm.");
    assert_eq!(desk.section("## IV. KIẾN NGHỊ VÀ ĐỀ XUẤT"), "Không có.");
    assert!(!desk.text().contains("### 3. Nguyên nhân"), "{}", desk.text());
    assert!(ran.all().contains("“Kết quả triển khai nhiệm vụ” được hiểu là mục I.1"), "{}", ran.all());
    assert!(ran.all().contains("gộp các mục II.2, II.3"), "{}", ran.all());
}

#[test]
fn a_sound_file_gives_no_notice() {
    let desk = Desk::new();
    let body = [
        bold("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II NĂM 2024"),
        bold("1. Kết quả thực hiện nhiệm vụ"),
        p("Đã tiến hành 05 cuộc, đạt 100%."),
        bold("II. ĐÁNH GIÁ CHUNG"),
        p("Tốt."),
    ]
    .concat();
    let number = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let header = format!("<w:hdr {W}><w:p>{number}</w:p></w:hdr>");
    let more = [
        ("word/header1.xml", header.as_str()),
        ("word/settings.xml", "<a>chữ</a>"),
        ("docProps/core.xml", "<a>Tác giả</a>"),
        ("word/theme/theme1.xml", "<a>chữ</a>"),
    ];
    let ran = desk.import(&word(&body, &more), "").expect(0);
    let lines: Vec<&str> = ran.err.lines().chain(ran.out.lines()).collect();
    assert!(lines.len() == 3 && !ran.all().contains("không đưa vào"), "{}", ran.all());
}

#[test]
fn typefaces_are_those_of_theme_styles_and_slots() {
    let styles = format!(
        "<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\" w:hAnsiTheme=\"minorHAnsi\"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>"
    );
    let theme = "<a:theme xmlns:a=\"a\"><a:minorFont><a:latin typeface=\".VnTime\"/></a:minorFont></a:theme>";
    let other =
        |font: &str, text: &str| format!("<w:p><w:r><w:rPr><w:rFonts {font}/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    let times = "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"";
    let inside = [
        p("Thùc hiÖn nhiÖm vô"),
        // Unicode text stays as it is, whatever the typeface is called.
        p("Tổ chức thực hiện"),
        other(times, "Mật độ 5 × 3 ® µ"),
        other(&format!("{times} w:cs=\".VnTime\""), "Đơn giá £ 12 §"),
    ]
    .concat();
    let desk = Desk::new();
    desk.import(&word(&report(&inside), &[("word/styles.xml", &styles), ("word/theme/theme1.xml", theme)]), "--yes")
        .expect(0);
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    for words in ["Thực hiện nhiệm vụ", "Tổ chức thực hiện", "Mật độ 5 × 3 ® µ", "Đơn giá £ 12 §"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn numbers_of_styles_letters_and_levels_are_those_that_word_shows() {
    let level = |at: u8, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let levels = level(0, "decimal", "%1.") + &level(1, "lowerLetter", "%2)") + &level(2, "decimal", "%1.%3.");
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"1\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num></w:numbering>"
    );
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"D\"><w:name w:val=\"D\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let item = |row: u8, level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{row}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let styled = "<w:p><w:pPr><w:pStyle w:val=\"D\"/></w:pPr><w:r><w:t>Theo kiểu</w:t></w:r></w:p>";
    let empty = item(1, 0, "");
    let column = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{empty}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("TT"),
        p("Tên"),
        p("Dòng có số tự động")
    );
    let inside = [
        item(1, 0, "Một"),
        item(1, 1, "Chữ a"),
        item(1, 1, "Chữ b"),
        item(1, 2, "Cấp ba"),
        p("Xen giữa"),
        styled.into(),
        column,
        item(2, 0, "Chín"),
    ]
    .concat();
    let desk = Desk::new();
    let more = [("word/numbering.xml", numbering.as_str()), ("word/styles.xml", styles.as_str())];
    desk.import(&word(&report(&inside), &more), "").expect(0);
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    for words in
        ["1. Một", "a) Chữ a", "b) Chữ b", "1.1. Cấp ba", "2. Theo kiểu", "| 3. | Dòng có số tự động |", "9. Chín"]
    {
        assert!(text.contains(words), "{words}\n---\n{text}");
    }
}

#[test]
fn every_comment_deletion_and_note_is_told_with_its_place() {
    let comments =
        format!("<w:comments {W}><w:comment w:id=\"4\">{}</w:comment></w:comments>", p("nên ghi rõ số liệu"));
    let inside = "<w:p><w:commentRangeStart w:id=\"4\"/><w:r><w:t xml:space=\"preserve\">Câu được góp ý </w:t></w:r><w:del><w:r><w:delText>bỏ 12 chữ</w:delText></w:r></w:del></w:p>";
    let desk = Desk::new();
    let ran = desk.import(&word(&report(inside), &[("word/comments.xml", &comments)]), "").expect(0);
    for words in [
        "không đưa vào: lời bình của người góp ý (word/comments.xml, đoạn 6, gần “Câu được góp ý bỏ 12 chữ”), 5 từ “nên ghi rõ số liệu”",
        "không đưa vào: chỗ đã xoá khi theo dõi thay đổi (word/document.xml, đoạn 6, gần “Câu được góp ý bỏ 12 chữ”), 3 từ “bỏ 12 chữ”",
    ] {
        assert!(ran.all().contains(words), "{words}: {}", ran.all());
    }
}

#[test]
fn pictures_stand_where_they_stood_and_lie_in_the_departments_folder() {
    let drawing = |relation: &str, about: &str| {
        format!(
            "<w:r><w:drawing><wp:inline xmlns:wp=\"w\"><wp:docPr id=\"1\" name=\"n\" descr=\"{about}\"/><a:blip xmlns:a=\"x\" r:embed=\"{relation}\"/></wp:inline></w:drawing></w:r>"
        )
    };
    let inside = format!(
        "{}<w:p>{}</w:p><w:p><w:r><w:t xml:space=\"preserve\">Xem </w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> và biểu.</w:t></w:r></w:p><w:p>{}</w:p>{}",
        p("Trước hình."),
        drawing("r1", "Sơ đồ [mạng] lưới"),
        drawing("r2", ""),
        drawing("r3", "Ảnh động"),
        p("Sau hình.")
    );
    let png = crate::exports::pictures::picture(image::ImageFormat::Png, 30, 20);
    let jpeg = crate::exports::pictures::picture(image::ImageFormat::Jpeg, 30, 20);
    let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", report(&inside));
    let relations = "<Relationships><Relationship Id=\"r1\" Target=\"media/image1.png\"/><Relationship Id=\"r2\" Target=\"media/image2.jpeg\"/><Relationship Id=\"r3\" Target=\"media/image3.gif\"/></Relationships>";
    let file = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/image1.png", &png),
        ("word/media/image2.jpeg", &jpeg),
        ("word/media/image3.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    ]);
    let desk = Desk::new();
    let ran = desk.import(&file, "").expect(0);
    let text = desk.section("### 1. Kết quả thực hiện nhiệm vụ");
    let wanted = "Trước hình.\n\n![Sơ đồ \\[mạng\\] lưới](phu-luc/thanh-tra/hinh-1.png)\n\nXem ![](phu-luc/thanh-tra/hinh-2.jpg) và biểu.\n\n\\[hình: 3: Ảnh động\\]\n\nSau hình.";
    assert!(text.ends_with(wanted), "{text}");
    let folder = desk.office.office.join("reports/2024-Q2/phu-luc/thanh-tra");
    assert_eq!(std::fs::read(folder.join("hinh-1.png")).expect("the first"), png);
    assert_eq!(std::fs::read(folder.join("hinh-2.jpg")).expect("the second"), jpeg);
    assert!(desk.office.dir.path().join("bao-cao-hinh-3.gif").exists());
    for words in ["hình 1 (gần", "reports/2024-Q2/phu-luc/thanh-tra/hinh-1.png", "hình 3 (word/media/image3.gif"] {
        assert!(ran.all().contains(words), "{words}: {}", ran.all());
    }
    assert!(!ran.all().contains("lời mô tả của hình"), "{}", ran.all());
    let said = desk.office.run("khong-ai", "2024-06-10 09:00", "check 2024-Q2 --format json").out;
    assert!(!said.contains("picture-unusable") && !said.contains("phu-luc"), "{said}");
    // Again: the same files, no second copies.
    desk.import(&file, "--yes").expect(0);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 2);
}
