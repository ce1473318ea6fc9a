//! Offices to measure in: an opened period with its history, and reports of some ten kilobytes with ten indicators.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::path::Path;

/// The year of the first quarter; every quarter's last day lies far ahead, so that nothing is late or missing.
const FIRST_YEAR: usize = 2001;

/// The text between two headings of a sample report, without its footnotes' marks.
fn part(text: &str) -> String {
    let from = text.find("### 1. ").and_then(|at| text[at..].find('\n').map(|end| at + end)).unwrap_or(0);
    let to = text[from..].find("### 2. ").map_or(text.len(), |at| from + at);
    let lines = text[from..to].lines().filter(|l| !l.contains("[^") && !l.contains("]:"));
    lines.map(|l| format!("{l}\n")).collect()
}

/// One report: a sample's text, with another's achievements after its own so that it is as long as real ones.
pub fn report(n: usize, department: &str, year: usize, quarter: usize) -> String {
    let texts: Vec<&str> =
        sample::SECOND_QUARTER.iter().filter(|(d, _)| *d != "quan-ly-cong-nghe").map(|(_, text)| *text).collect();
    let text = texts[n % texts.len()];
    let body = &text[text[4..].find("\n---\n").expect("front matter") + 9..];
    let cut = body.find("### 2. ").expect("a second part");
    let more = part(texts[(n + 1) % texts.len()]) + &part(texts[(n + 2) % texts.len()]);
    let body = format!("{}{}\n{}", &body[..cut], more.trim_start(), &body[cut..]);
    let roman = ["I", "II", "III", "IV"];
    let next = format!("QUÝ {} NĂM {}", roman[quarter % 4], year + quarter / 4);
    let body = body.replace("QUÝ III NĂM 2024", "{ky_sau}");
    let body = body.replace("QUÝ II NĂM 2024", &format!("QUÝ {} NĂM {year}", roman[quarter - 1]));
    let body = body.replace("{ky_sau}", &next);
    let figures: String =
        (0..10).map(|i| format!("  chi-tieu-{i}: {{ ke_hoach: {}, thuc_hien: {} }}\n", 12 + i, 7 + n % 5)).collect();
    format!(
        "---\nbieu_mau: BM-VP-01.01\nky: {year}-Q{quarter}\ndon_vi: {department}\nnguoi_lap: Nguyễn Thị Hoa\n\
         ngay_lap: 2026-11-02\nso_lieu_den: 2026-11-01\nchi_tieu:\n{figures}---\n{body}"
    )
}

/// Ten indicators that everybody reports.
fn ten() -> String {
    let one = |i| {
        format!(
            "\n[[chi_tieu]]\nma = \"chi-tieu-{i}\"\nten = \"Chỉ tiêu {i}\"\ndon_vi_tinh = \"việc\"\nloai = \"phat-sinh\"\n"
        )
    };
    (0..10).map(one).collect()
}

/// The settings of an office with so many departments, and a reporter with a key for each if asked for.
pub fn settings(scratch: &Scratch, departments: usize, reporters: bool, indicators: &str) -> String {
    let with_keys = sample::settings_with_keys(|id| Ok(scratch.public_key(id))).expect("settings");
    let mark = |word: &str| with_keys.find(word).expect("a part of the sample's settings");
    let people = &with_keys[mark("# Người tham gia")..mark("# Chỉ tiêu")];
    // The sample's own reporters belong to departments that are not here.
    let people: String = people.split_inclusive("\n\n").filter(|p| !p.contains("\"don-vi\"")).collect();
    let mut text = with_keys[..mark("[[don_vi]]")].to_string();
    for n in 0..departments {
        text.push_str(&format!("[[don_vi]]\nma = \"dv-{n:05}\"\nten = \"Đơn vị {n}\"\n\n"));
    }
    text.push_str(&with_keys[mark("# Thời hạn các đơn vị")..mark("# Người tham gia")]);
    text.extend(people.lines().filter(|l| !l.starts_with("don_vi = ")).map(|l| format!("{l}\n")));
    text.push_str(indicators);
    for n in (0..departments).filter(|_| reporters) {
        let key = scratch.make_key(&format!("nguoi-{n:05}"));
        text.push_str(&format!(
            "\n[[nguoi]]\nma = \"nguoi-{n:05}\"\nho_ten = \"Người {n}\"\nchuc_vu = \"Chuyên viên\"\nvai_tro = [\"don-vi\"]\ndon_vi = \"dv-{n:05}\"\nkhoa = [\"{key}\"]\n"
        ));
    }
    text
}

/// An office with history in which so many quarters from 2001 on are open and every department has written its reports;
/// `faulty` of a hundred lack a section.
pub fn office(departments: usize, periods: usize, faulty: usize, reporters: bool) -> Scratch {
    let scratch = Scratch::sample_keys();
    scratch.write("baocao.toml", &settings(&scratch, departments, reporters, &ten()));
    scratch.run("dang-quoc-huy", "2026-11-02 08:00", "init --yes").expect(0);
    for period in 0..periods {
        let (year, quarter) = (FIRST_YEAR + period / 4, period % 4 + 1);
        scratch
            .run("le-thi-mai", "2026-11-02 09:00", &format!("init {year}-Q{quarter} --due 2098-12-31 --basis CV"))
            .expect(0);
        for n in 0..departments {
            let id = format!("dv-{n:05}");
            let mut text = report(n, &id, year, quarter);
            if n % 100 < faulty {
                text = text.replacen("## III. ", "Không còn là tiêu đề ", 1);
            }
            scratch.write(&format!("reports/{year}-Q{quarter}/{id}.md"), &text);
        }
    }
    // As an office's folder is after a while: git packs what it holds.
    pack(&scratch.office);
    scratch
}

/// Lets git pack a folder's objects.
pub fn pack(folder: &Path) {
    let done = std::process::Command::new("git").args(["repack", "-adq"]).current_dir(folder).status().expect("git");
    assert!(done.success());
}
