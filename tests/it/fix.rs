//! `fix` repairs what is safe: twice is once, and what a person wrote is all still there.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use baocao::text::{heading_number, nfc};
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
        // Only letters' form, the mark at the start, headings' numbers and missing headings change: line by line, whatever
        // stood there stands there still, byte for byte but for the number of a heading.
        let bare = |line: &str| -> String {
            let line = nfc(line.trim_start_matches('\u{feff}'));
            let marks = line.bytes().take_while(|b| *b == b'#').count();
            match (marks, heading_number(line[marks..].trim_start())) {
                (1.., Some(number)) => format!("{} {}", &line[..marks], &line[marks..].trim_start()[number.title..]),
                _ => line,
            }
        };
        let mut new = once.split('\n').map(bare);
        for line in text.split('\n').map(bare) {
            prop_assert!(new.any(|other| other == line), "lost: {line:?}\n{text}\n---\n{once}");
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
