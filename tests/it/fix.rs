//! `fix` repairs what is safe: twice is once, and what a person wrote is all still there.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use baocao_core::text::{heading_number, nfc};
use proptest::prelude::*;

/// A folder with one period and one report; no history is needed to repair a file.
fn folder() -> Scratch {
    let office = Scratch::empty();
    office.write("baocao.toml", sample::SETTINGS);
    for (path, text) in sample::FORMS {
        office.write(path, text);
    }
    office.write("reports/2024-Q2/bieu-mau.md", sample::FORMS[0].1);
    office.write("reports/2024-Q2/ky.toml", include_str!("../../reports/2024-Q2/ky.toml"));
    office
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn twice_is_once_and_nothing_a_person_wrote_is_lost(
        which in 0..8usize,
        dropped in proptest::collection::vec(0..90usize, 0..12),
        decomposed: bool,
        bom: bool,
        crlf: bool,
        junk in "[ #`*<>a-zà-ỹ\\[\\]|\\-!\\n]{0,60}",
    ) {
        let office = folder();
        let (department, text) = sample::SECOND_QUARTER[which];
        let lines: Vec<&str> = text.lines().collect();
        let kept: Vec<&str> =
            lines.iter().enumerate().filter(|(at, _)| !dropped.contains(at)).map(|(_, l)| *l).collect();
        let mut text = format!("{}\n{junk}\n", kept.join("\n"));
        if decomposed {
            // The commonest letters as a Mac writes them.
            text = text.replace('ế', "e\u{302}\u{301}").replace('ộ', "o\u{323}\u{302}").replace('à', "a\u{300}");
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if bom {
            text.insert(0, '\u{feff}');
        }
        let path = format!("reports/2024-Q2/{department}.md");
        office.write(&path, &text);
        office.run("ai-do", "2024-06-14 08:00", &format!("fix {path}")).expect(0);
        let once = office.read(&path);
        office.run("ai-do", "2024-06-14 08:01", &format!("fix {path}")).expect(0);
        prop_assert_eq!(&once, &office.read(&path));
        // Marks of lists and tables, letters' form, headings' numbers and missing headings change: every word and number of what
        // stood there stands there still, in its order.
        let bare = |line: &str| -> String {
            let line = nfc(line.trim_start_matches('\u{feff}'));
            let marks = line.bytes().take_while(|b| *b == b'#').count();
            match (marks, heading_number(line[marks..].trim_start())) {
                (1.., Some(number)) => line[marks..].trim_start()[number.title..].to_string(),
                _ => line,
            }
        };
        let words = |text: &str| -> Vec<String> {
            let lines = text.split('\n').map(bare).collect::<Vec<_>>().join("\n");
            lines.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(String::from).collect()
        };
        let mended = words(&once);
        let mut new = mended.iter();
        for word in words(&text) {
            prop_assert!(new.any(|other| *other == word), "lost: {word:?}\n{text}\n---\n{once}");
        }
        prop_assert_eq!(once.contains("\r\n"), crlf || text.contains("\r\n"));
    }
}

#[test]
fn a_dry_run_writes_nothing_and_clean_reports_need_nothing() {
    let office = folder();
    for (department, text) in sample::LAST_YEAR {
        office.write(&format!("reports/2024-Q2/{department}.md"), &text.replace("2023", "2024"));
    }
    let ran = office.run("ai-do", "2024-06-14 08:00", "fix 2024-Q2").expect(0);
    assert!(ran.out.contains("không có gì cần sửa"), "{}", ran.out);
    let broken = sample::SECOND_QUARTER[1].1.replacen("## III.", "Không còn là tiêu đề:", 1);
    office.write("reports/2024-Q2/thanh-tra.md", &broken);
    let ran = office.run("ai-do", "2024-06-14 08:00", "fix --dry-run 2024-Q2").expect(0);
    assert!(ran.out.contains("+## III. PHƯƠNG HƯỚNG"), "{}", ran.out);
    assert_eq!(office.read("reports/2024-Q2/thanh-tra.md"), broken);
}

#[test]
fn one_broken_period_and_nothing_is_written_anywhere() {
    let office = folder();
    let broken = sample::SECOND_QUARTER[1].1.replacen("## III.", "Không còn là tiêu đề:", 1);
    office.write("reports/2024-Q2/thanh-tra.md", &broken);
    office.write("reports/2024-Q3/ky.toml", "phien_ban = 1\n");
    let ran = office.run("ai-do", "2024-06-14 08:00", "fix").expect(1);
    assert!(ran.out.contains("reports/2024-Q3/ky.toml"), "{}", ran.all());
    assert_eq!(office.read("reports/2024-Q2/thanh-tra.md"), broken);
}

/// Pasted lines become lists, tables and paragraphs of their own; every word and every number is still there, in order.
#[test]
fn pasted_lines_are_taken_apart() {
    let pasted = include_str!("../rules/lines-joined/bad.md");
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(String::from).collect()
    };
    for text in [pasted.to_string(), pasted.replace('\n', "\r\n")] {
        let office = folder();
        office.write("reports/2024-Q2/thanh-tra.md", &text);
        office.run("ai-do", "2024-06-14 08:00", "fix reports/2024-Q2/thanh-tra.md").expect(0);
        let mended = office.read("reports/2024-Q2/thanh-tra.md");
        assert_eq!(words(&mended), words(&text));
        let lines = mended.replace("\r\n", "\n");
        for wanted in [
            "Cụ thể:\n\n- kiểm tra xăng dầu: 01 cuộc;\n- kiểm tra vàng: 02 cuộc.\n",
            "như sau:\n\na) phạt tiền 04 cơ sở;\n\nb) nhắc nhở 02 cơ sở.\n",
            "| Lĩnh vực | Số cuộc | Số vụ |\n| --- | ---: | ---: |\n| Đo lường | 3 | 4 |\n| Bức xạ | 2 | 2 |\n",
            "- Công tác thanh tra bám sát kế hoạch;\n- Kết luận được công khai.\n",
            "(1) Thanh tra 04 cuộc.\n\n(2) Kiểm tra lại 11 cơ sở.\n",
            "1.1. Rà soát kế hoạch.\n\n1.2. Tham mưu định hướng.\n",
        ] {
            assert!(lines.contains(wanted), "{wanted}\n---\n{lines}");
        }
        let ran = office.run("ai-do", "2024-06-14 08:00", "check reports/2024-Q2/thanh-tra.md");
        assert!(!ran.out.contains("lines-joined"), "{}", ran.out);
    }
}

#[test]
fn lists_in_lists_keep_their_levels_and_numbers() {
    let mend = |body: &str| {
        let office = folder();
        let text = include_str!("../rules/lines-joined/good.md");
        let at = text.find("Đã tiến hành").expect("the text");
        let end = text.find("## II.").expect("the next section");
        office.write("reports/2024-Q2/thanh-tra.md", &format!("{}{body}\n{}", &text[..at], &text[end..]));
        office.run("ai-do", "2024-06-14 08:00", "fix reports/2024-Q2/thanh-tra.md").expect(0);
        let mended = office.read("reports/2024-Q2/thanh-tra.md");
        let end = mended.find("## II.").expect("the next section");
        mended[at..end].trim_end().to_string()
    };
    for (pasted, wanted) in [
        ("Việc:\n• một;\n– nhỏ;\n– nhỏ nữa;\n• hai.\n", "Việc:\n\n- một;\n  - nhỏ;\n  - nhỏ nữa;\n- hai."),
        ("Việc:\n2. hai;\n3. ba.\nXong.\n", "Việc:\n\n2. hai;\n3. ba.\n\nXong."),
        ("Việc:\n2. hai;\n4. bốn.\n", "Việc:\n\n2\\. hai;\n\n4\\. bốn."),
        ("a) một:\n– nhỏ;\n– nhỏ nữa.\nb) hai.\n", "a) một:\n\n- nhỏ;\n- nhỏ nữa.\n\nb) hai."),
        ("- một;\n– hai.\n", "- một;\n- hai."),
        ("1\tA|B\t3\n2\tC\t4\n", "|  |  |  |\n| ---: | --- | ---: |\n| 1 | A\\|B | 3 |\n| 2 | C | 4 |"),
        ("| a | b |\n|---|\n| 1 | 2 | 3 |\n", "| a | b |  |\n|---| --- | --- |\n| 1 | 2 | 3 |"),
        ("Đã xong.\n- \n\nHết.\n", "Đã xong.\n\nHết."),
        ("Đã xong.\n---\n\nHết.\n", "Đã xong.\n\n---\n\nHết."),
    ] {
        assert_eq!(mend(pasted), wanted, "{pasted:?}");
    }
}

/// A heading put below text that belongs to it would be empty, and the text another section's: the renaming is offered.
#[test]
fn no_empty_heading_is_put_below_its_text() {
    let office = folder();
    let good = sample::SECOND_QUARTER[1].1;
    let renamed = good.replacen("## III. PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2024", "## III. VIỆC SẮP LÀM", 1);
    assert_ne!(renamed, good);
    office.write("reports/2024-Q2/thanh-tra.md", &renamed);
    let ran = office.run("ai-do", "2024-06-14 08:00", "fix reports/2024-Q2/thanh-tra.md").expect(0);
    assert_eq!(office.read("reports/2024-Q2/thanh-tra.md"), renamed, "{}", ran.all());
    assert!(ran.all().contains("đổi thành “## III. PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2024”"), "{}", ran.all());
    // Text right under the parent's heading is most likely the missing part's.
    let bare = good.replacen("### 1. Kết quả thực hiện nhiệm vụ\n\n", "", 1);
    office.write("reports/2024-Q2/thanh-tra.md", &bare);
    let ran = office.run("ai-do", "2024-06-14 08:00", "fix reports/2024-Q2/thanh-tra.md").expect(0);
    assert_eq!(office.read("reports/2024-Q2/thanh-tra.md"), bare, "{}", ran.all());
    assert!(ran.all().contains("lên trên phần chữ ấy"), "{}", ran.all());
}

/// A message that names the right cause, and `fix` where nothing can be lost by it.
#[test]
fn the_cause_is_named_and_mended() {
    let path = "reports/2024-Q2/thanh-tra.md";
    let good = sample::SECOND_QUARTER[1].1;
    let figures = "  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 5 }";
    assert!(good.contains(figures));
    let comma = good.replace(figures, "  cuoc-thanh-tra: { ke_hoach: 1.005,5, thuc_hien: 85,5 }");
    let unclosed = {
        let end = good.find("\n---\n").expect("front matter");
        format!("{}{}", &good[..end], &good[end + 4..])
    };
    let dashes = good.replacen("\n---\n\n#", "\n———\n\n#", 1);
    for (name, text, said, wanted) in [
        (
            "comma",
            comma.clone(),
            "“85,5” có dấu phẩy",
            comma.replace("1.005,5", "\"1.005,5\"").replace("85,5", "\"85,5\""),
        ),
        ("unclosed", unclosed, "không có dòng “---” kết thúc", good.to_string()),
        ("dashes", dashes, "không có dòng “---” kết thúc", good.to_string()),
    ] {
        for (text, wanted) in
            [(text.clone(), wanted.clone()), (text.replace('\n', "\r\n"), wanted.replace('\n', "\r\n"))]
        {
            let office = folder();
            office.write(path, &text);
            let ran = office.run("ai-do", "2024-06-14 08:00", &format!("check {path}")).expect(1);
            assert!(ran.out.contains(said) && !ran.out.contains("field-unknown"), "{name}: {}", ran.out);
            assert!(!ran.out.contains("field-duplicate"), "{name}: {}", ran.out);
            office.run("ai-do", "2024-06-14 08:00", &format!("fix {path}")).expect(0);
            assert_eq!(office.read(path), wanted, "{name}");
        }
    }
}

#[test]
fn notepads_unicode_becomes_utf8_and_nothing_else_is_converted() {
    let path = "reports/2024-Q2/thanh-tra.md";
    let good = sample::SECOND_QUARTER[1].1;
    let units = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let office = folder();
        std::fs::write(office.office.join(path), units(&format!("\u{feff}{good}"), order)).expect("a file");
        let ran = office.run("ai-do", "2024-06-14 08:00", &format!("check {path}")).expect(1);
        assert!(ran.out.contains("Notepad"), "{}", ran.out);
        office.run("ai-do", "2024-06-14 08:00", &format!("fix {path}")).expect(0);
        assert_eq!(office.read(path), good);
    }
    // Half a character at the end: converting would lose it.
    let office = folder();
    let mut cut = units(&format!("\u{feff}{good}"), u16::to_le_bytes);
    cut.push(0xd8);
    std::fs::write(office.office.join(path), &cut).expect("a file");
    office.run("ai-do", "2024-06-14 08:00", &format!("fix {path}")).expect(0);
    assert_eq!(std::fs::read(office.office.join(path)).expect("the file"), cut);
}

#[test]
fn curly_quotation_marks_in_settings_are_named_and_straightened() {
    let office = folder();
    let curly = sample::SETTINGS.replacen("\"", "“", 1).replacen("\"", "”", 1);
    assert_ne!(curly, sample::SETTINGS);
    office.write("baocao.toml", &curly);
    let ran = office.run("ai-do", "2024-06-14 08:00", "check 2024-Q2");
    assert!(ran.all().contains("ngoặc kép cong"), "{}", ran.all());
    office.run("ai-do", "2024-06-14 08:00", "fix 2024-Q2").expect(0);
    assert_eq!(office.read("baocao.toml"), sample::SETTINGS);
}

/// What Windows, macOS and Office put into a folder is nobody's report and no fault.
#[test]
fn files_of_the_computer_are_no_faults() {
    let office = folder();
    for name in ["desktop.ini", ".DS_Store", "Thumbs.db", "~$bao-cao.docx", ".~lock.bao-cao.docx#", "._thanh-tra.md"] {
        office.write(&format!("reports/2024-Q2/{name}"), "x");
    }
    let ran = office.run("ai-do", "2024-06-14 08:00", "check 2024-Q2 --format json");
    assert!(!ran.out.contains("file-stray"), "{}", ran.out);
    office.write("reports/2024-Q2/ghi chu.txt", "x");
    let ran = office.run("ai-do", "2024-06-14 08:00", "check 2024-Q2 --format json");
    assert!(ran.out.contains("file-stray"), "{}", ran.out);
}
