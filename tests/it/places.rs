//! Places hold in every dress of a text, the day ends at the same second everywhere, and headings are recognised as offices
//! really write them.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use baocao_core::text::nfc;
use proptest::prelude::*;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

/// A folder with one period and no history.
fn folder() -> Scratch {
    let office = Scratch::empty();
    office.write("baocao.toml", sample::SETTINGS);
    sample::FORMS.iter().for_each(|(path, text)| office.write(path, text));
    office.write("reports/2024-Q2/bieu-mau.md", sample::FORMS[0].1);
    office.write("reports/2024-Q2/ky.toml", include_str!("../../reports/2024-Q2/ky.toml"));
    office
}

/// Code, line, column, length and the words at that place, of everything wrong with a text as a department's report.
fn found(office: &Scratch, department: &str, text: &str) -> Vec<(String, u64, u64, u64, String)> {
    let path = format!("reports/2024-Q2/{department}.md");
    office.write(&path, text);
    let ran = office.run("", "2024-06-14 08:00", &format!("check {path} --format json"));
    assert!(ran.status <= 1, "{}", ran.all());
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let dress = ["encoding-bom", "unicode-decomposed"];
    let list = json["diagnostics"].as_array().expect("a list").iter();
    list.filter(|d| d["path"] == path.as_str() && !dress.contains(&d["code"].as_str().unwrap_or("")))
        .map(|d| {
            let number = |key: &str| d[key].as_u64().unwrap_or(1);
            let (line, column, length) = (number("line"), number("column"), number("length"));
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let row = text.lines().nth(line as usize - 1).unwrap_or("");
            let letters: Vec<char> = row.chars().collect();
            let (from, to) = (column as usize - 1, (column + length) as usize - 1);
            assert!(to <= letters.len(), "{path}:{line}:{column}+{length} is outside “{row}”");
            (d["code"].to_string(), line, column, length, nfc(&letters[from..to].iter().collect::<String>()))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_dress_of_a_text_has_its_faults_in_the_same_places(
        which in 0..8usize,
        dropped in proptest::collection::vec(0..90usize, 0..8),
        junk in proptest::sample::select(vec![
            "", "## V. Mục lạ", "[Viết nội dung tại đây]", "đạt … %", "### 1. Kết quả nổi bật\n\n…", "chữ\u{200b}ẩn",
            "<<<<<<< bản đang sửa", "**IV. ĐỀ XUẤT**", "> trích đạt xx %", "```\nmã …\n```", "| a | b |\n|---|---|\n| … | 1 |",
        ]),
        ngay in proptest::sample::select(vec!["2024-06-12", "12/6/2024", "2024-02-30", "năm ngoái", "2025-01-01"]),
    ) {
        let office = folder();
        let (department, text) = sample::SECOND_QUARTER[which];
        let kept: Vec<&str> =
            text.lines().enumerate().filter(|(at, _)| !dropped.contains(at)).map(|(_, l)| l).collect();
        let text = format!("{}\n\n{junk}\n", kept.join("\n")).replace("ngay_lap: 2024-06-12", &format!("ngay_lap: {ngay}"));
        let text = nfc(&text);
        let plain = found(&office, department, &text);
        prop_assert_eq!(&plain, &found(&office, department, &text.replace('\n', "\r\n")), "CRLF");
        prop_assert_eq!(&plain, &found(&office, department, &format!("\u{feff}{text}")), "a byte-order mark");
        // Decomposed letters are more characters: the same faults on the same lines, at the same words.
        let same = |all: Vec<(String, u64, u64, u64, String)>| -> Vec<(String, u64, String)> {
            all.into_iter().map(|(code, line, _, _, words)| (code, line, words)).collect()
        };
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(same(plain), same(found(&office, department, &decomposed)), "NFD");
    }
}

#[test]
fn the_day_ends_at_the_same_second_in_every_zone() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.run("ngo-van-son", "2024-06-14 23:59:59", "submit 2024-Q2").expect(0);
    office.run("ma-van-thang", "2024-06-15 00:00:00", "submit 2024-Q2").expect(0);
    let status = |zone: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baocao"));
        command.args(["status", "2024-Q2", "--format", "json", "--today", "2024-06-15"]).current_dir(&office.office);
        command.env("TZ", zone).env("HOME", office.dir.path().join("home")).env_remove("XDG_CONFIG_HOME");
        command.env_remove("BAOCAO_CONFIG");
        let done = command.output().expect("the program starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    let here = status("Asia/Ho_Chi_Minh");
    let json: serde_json::Value = serde_json::from_str(&here).expect("JSON");
    let state = |department: &str| {
        let all = json["departments"].as_array().expect("departments");
        let one = all.iter().find(|d| d["id"] == department).expect("the department");
        (one["on_time"].clone(), one["submitted_at"].clone())
    };
    assert_eq!(state("thanh-tra"), (true.into(), "2024-06-14T23:59:59+07:00".into()), "{here}");
    assert_eq!(state("chi-cuc-tdc"), (false.into(), "2024-06-15T00:00:00+07:00".into()), "{here}");
    // A zone's rules written out, so that no table of zones need be installed.
    for zone in ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "PST8PDT,M3.2.0,M11.1.0", "<+14>-14", "<+07>-7"] {
        assert_eq!(status(zone), here, "{zone}");
    }
}

/// Headings that genuine and specimen reports use, and the section of the form each means.
const VARIANTS: [(&str, &str); 24] = [
    ("I. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN", "I"),
    ("I. KẾT QUẢ ĐẠT ĐƯỢC", "I"),
    ("I. ĐÁNH GIÁ TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", "I"),
    ("I. TÌNH HÌNH HOẠT ĐỘNG QUÝ II NĂM 2024", "I"),
    ("1. Ưu điểm", "II.1"),
    ("2.1. Những mặt được, ưu điểm", "II.1"),
    ("7.1. Thuận lợi", "II.1"),
    ("2. Hạn chế, tồn tại", "II.2"),
    ("2. Khó khăn, hạn chế", "II.2"),
    ("KHÓ KHĂN, VƯỚNG MẮC", "II.2"),
    ("3. Nguyên nhân", "II.3"),
    ("a) Nguyên nhân", "II.3"),
    ("- Nguyên nhân", "II.3"),
    ("(3) Nguyên nhân:", "II.3"),
    ("TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", "II.2 II.3"),
    ("4. Giải pháp khắc phục", "II.4"),
    ("III. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM QUÝ III NĂM 2024", "III"),
    ("III. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI", "III"),
    ("3. Phương hướng nhiệm vụ", "III"),
    ("III. NHIỆM VỤ TRỌNG TÂM QUÝ III NĂM 2024", "III"),
    ("IV. ĐỀ XUẤT, KIẾN NGHỊ", "IV"),
    ("IV. KIẾN NGHỊ, ĐỀ XUẤT", "IV"),
    ("V. Kiến nghị", "IV"),
    ("+ Kiến nghị và đề xuất", "IV"),
];

#[test]
fn headings_as_offices_really_write_them_are_recognised() {
    use baocao_check::reports::outline::FormIndex;
    use baocao_check::reports::{form, report};
    use baocao_core::domain::{PeriodId, PeriodWords};
    use baocao_core::text::Source;
    let form = form::read(&Source::new("f.md".into(), sample::FORMS[0].1.to_string())).0;
    let index = FormIndex::new(&form, &PeriodWords::of(&PeriodId::parse("2024-Q2").expect("an id"), None));
    let path = |section: usize| -> String {
        let number = |at: usize| form.sections[at].number.trim_end_matches(['.', ')']).to_string();
        let up = std::iter::successors(Some(section), |at| form.sections[*at].parent).map(number);
        let mut parts: Vec<String> = up.collect();
        parts.reverse();
        parts.join(".")
    };
    for (heading, wanted) in VARIANTS {
        // Parts of a section stand inside it, as in the reports they come from.
        let inside = if wanted.contains("II.") { "## II. ĐÁNH GIÁ CHUNG\n\nTốt.\n\n### " } else { "## " };
        for dress in [heading.to_string(), heading.nfd().collect(), heading.to_lowercase(), format!("**{heading}**")] {
            let text = format!("# BÁO CÁO\n\n{inside}{dress}\n\nĐã làm.\n");
            let read = report::read(&Source::new("a.md".into(), text), &index);
            let last = read.sections.last().map(|s| s.answers.iter().map(|at| path(*at)).collect::<Vec<_>>().join(" "));
            assert_eq!(last.as_deref(), Some(wanted), "{dress}");
        }
    }
}

#[test]
fn another_offices_form_runs_from_opening_to_submission() {
    let office = Scratch::empty();
    let settings = sample::settings_with_keys(|id| Ok(office.make_key(id))).expect("the sample's settings");
    office.write("baocao.toml", &settings);
    office.write("templates/BM-VP-01.01.md", include_str!("../forms/BM-UBND-02.md"));
    office.write(
        "templates/BM-VP-01.md",
        "---\nbieu_mau: BM-UBND-02-TH\n---\n\n# BÁO CÁO CỦA XÃ {ky}\n\n## 1. HOẠT ĐỘNG\n<!-- lấy: 1 -->\n\n## 2. LAO ĐỘNG, AN SINH\n\
         <!-- lấy: 1.2 -->\n\n## 3. PHƯƠNG HƯỚNG\n<!-- lấy: 2 -->\n",
    );
    office.run("dang-quoc-huy", "2024-01-02 08:00", "init --yes").expect(0);
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-06").expect(0);
    let skeleton = office.read("reports/2024-06/thanh-tra.md");
    assert!(
        skeleton.contains("bieu_mau: BM-UBND-02\n") && skeleton.contains("### 1.2. Lao động, an sinh xã hội"),
        "{skeleton}"
    );
    office.run("ngo-van-son", "2024-06-18 08:00", "submit 2024-06").expect(1);
    let good = include_str!("../forms/bao-cao.md").replace("van-hoa-xa-hoi", "thanh-tra");
    office.write("reports/2024-06/thanh-tra.md", &good);
    office.run("ngo-van-son", "2024-06-18 08:10", "check reports/2024-06/thanh-tra.md").expect(0);
    office.run("ngo-van-son", "2024-06-18 08:20", "submit 2024-06").expect(0);
    let merged = office.run("le-thi-mai", "2024-06-20 08:00", "merge 2024-06 --partial");
    assert_eq!(merged.status, 0, "{}", merged.all());
    let draft = office.read("reports/2024-06/tong-hop.md");
    assert!(draft.contains("# BÁO CÁO CỦA XÃ THÁNG 6 NĂM 2024") && draft.contains("187 người"), "{draft}");
}
