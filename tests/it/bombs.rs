//! Security.md section 12, test 13: texts that are small and mean to cost much. Each ends with a finding or is accepted;
//! none ends the program, and a neighbour's faults are still found. How long they may take is the benches' business.

use crate::support::Scratch;
use baocao::commands::demo::sample;

const REPORT: &str = "reports/2024-Q2/thanh-tra.md";
const FORM: &str = "reports/2024-Q2/bieu-mau.md";
const PERIOD: &str = "reports/2024-Q2/ky.toml";
const SETTINGS: &str = "baocao.toml";
const FRONT: &str = "---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: thanh-tra\n---\n";

/// A text's name, where it is put, and the code that must be found there; none where the text is no fault by itself.
type Bomb = (&'static str, &'static str, String, Option<&'static str>);

fn front(yaml: &str) -> String {
    format!("---\n{yaml}\n---\n# BÁO CÁO\n")
}

fn body(text: &str) -> String {
    format!("{FRONT}# BÁO CÁO\n\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n\n{text}\n")
}

fn aliases(width: usize) -> String {
    let row = |level: usize| {
        let uses = vec![format!("*a{}", level - 1); width].join(", ");
        format!("a{level}: &a{level} [{uses}]\n")
    };
    format!("a0: &a0 [x, x, x, x]\n{}", (1..9).map(row).collect::<String>())
}

fn bombs() -> Vec<Bomb> {
    const YAML: Option<&str> = Some("front-matter-malformed");
    const TOML: Option<&str> = Some("settings-malformed");
    let deep_list = (0..400).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect::<String>();
    let many_notes = (0..3_000).map(|n| format!("[^{n}]: [^{}]\n\n", n + 1)).collect::<String>();
    let links = (0..3_000).map(|n| format!("[a{n}]: http://a\n")).collect::<String>();
    let headings = (0..2_000).map(|n| format!("## {n}. Mục\n")).collect::<String>();
    let tables = (0..1_000).map(|n| format!("[m{n}.a]\nb = {n}\n")).collect::<String>();
    vec![
        ("aliases in aliases", REPORT, front(&aliases(9)), YAML),
        (
            "one alias many times",
            REPORT,
            front(&format!("a: &a {}\nb: [{}]", "x".repeat(20_000), "*a, ".repeat(9_000))),
            YAML,
        ),
        ("brackets in front matter", REPORT, front(&format!("a: {}", "[".repeat(60_000))), YAML),
        ("braces in front matter", REPORT, front(&format!("a: {}", "{a: ".repeat(15_000))), YAML),
        ("deep maps", REPORT, front(&(0..200).map(|d| format!("{}a:\n", " ".repeat(d))).collect::<String>()), YAML),
        ("questions in front matter", REPORT, front(&"? ".repeat(20_000)), YAML),
        ("front matter without end", REPORT, format!("---\n{}", "a: b\n".repeat(40_000)), YAML),
        ("one key again and again", REPORT, front(&"ky: 2024-Q2\n".repeat(900)), Some("field-duplicate")),
        ("quotes", REPORT, body(&format!("{}x", "> ".repeat(50_000))), None),
        ("brackets", REPORT, body(&"[".repeat(100_000)), None),
        ("link brackets", REPORT, body(&"[a](".repeat(30_000)), None),
        ("pictures in pictures", REPORT, body(&"![".repeat(50_000)), None),
        ("emphasis", REPORT, body(&"*a **a ".repeat(15_000)), None),
        (
            "a wide table",
            REPORT,
            body(&format!("{0}\n{1}\n{2}", "|a".repeat(1_500), "|-".repeat(1_500), "|\n".repeat(1_500))),
            None,
        ),
        ("lists in lists", REPORT, body(&deep_list), None),
        ("bullets in one line", REPORT, body(&format!("{}x", "- ".repeat(20_000))), None),
        ("notes that call notes", REPORT, body(&format!("chữ[^0]\n\n{many_notes}")), None),
        ("links without use", REPORT, body(&links), None),
        ("comments without end", REPORT, body(&"<!-- ".repeat(30_000)), None),
        ("backticks of every length", REPORT, body(&(1..600).map(|n| "`".repeat(n) + " ").collect::<String>()), None),
        ("one long line", REPORT, body(&"Đã làm 5 việc… ".repeat(20_000)), None),
        ("blanks in one line", REPORT, body(&"[Viết nội dung tại đây] ".repeat(5_000)), None),
        (
            "blanks to fill in one line",
            REPORT,
            body(&format!("Có {}", "… đề tài ".repeat(5_000))),
            Some("guidance-left"),
        ),
        ("backslashes in a link", REPORT, body(&format!("[{}][x]\n\n[x]: http://a", "\\".repeat(60_000))), None),
        ("a giant heading", REPORT, body(&format!("## {}", "KẾT QUẢ VÀ ".repeat(20_000))), None),
        ("headings only", REPORT, body(&headings), None),
        ("marks on one letter", REPORT, body(&format!("e{}", "\u{301}".repeat(60_000))), None),
        (
            "a form's comments",
            FORM,
            format!("---\nbieu_mau: X\nten: Y\n---\n# T\n## I. A\n{}", "<!-- bắt buộc: quý, x -->\n".repeat(2_000)),
            Some("form-malformed"),
        ),
        (
            "a form of headings",
            FORM,
            format!("---\nbieu_mau: X\nten: Y\n---\n# T\n{}", "## A\n### B\n".repeat(400)),
            Some("form-malformed"),
        ),
        ("a form without end", FORM, "## A\n".repeat(100_000), Some("form-malformed")),
        ("arrays in settings", SETTINGS, format!("a = {}", "[".repeat(100_000)), TOML),
        ("tables in settings", SETTINGS, format!("a = {}", "{ a = ".repeat(20_000)), TOML),
        ("dotted keys", SETTINGS, format!("{}a = 1", "a.".repeat(30_000)), TOML),
        ("many tables", SETTINGS, tables, TOML),
        (
            "a formula of brackets",
            SETTINGS,
            format!("[[quy_tac]]\nma = \"a\"\nbieu_thuc = \"{}\"\n", "(".repeat(50_000)),
            TOML,
        ),
        ("a giant number", PERIOD, format!("phien_ban = {}\n", "9".repeat(100_000)), TOML),
        ("a period without end", PERIOD, "[[don_vi]]\nma = \"a\"\n".repeat(60_000), TOML),
        ("a string without end", PERIOD, format!("ky = \"\"\"{}", "a\n".repeat(50_000)), TOML),
    ]
}

#[test]
fn small_texts_that_mean_to_cost_much_end_with_a_finding() {
    let office = Scratch::empty();
    let bombs = bombs();
    assert!(bombs.len() >= 25);
    for (name, target, text, code) in bombs {
        office.write(SETTINGS, sample::SETTINGS);
        sample::FORMS.iter().for_each(|(path, text)| office.write(path, text));
        office.write(FORM, sample::FORMS[0].1);
        office.write(PERIOD, include_str!("../../reports/2024-Q2/ky.toml"));
        office.write(REPORT, &body("Không có."));
        // A neighbour with a fault of its own, which no bomb may hide.
        office.write("reports/2024-Q2/van-phong.md", "# Báo cáo\n");
        office.write(target, &text);
        let ran = office.run("", "2024-06-14 08:00", "check 2024-Q2 --format json");
        assert!(ran.status <= 1, "{name}: {} {}", ran.status, ran.err);
        let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let found = json["diagnostics"].as_array().expect("a list");
        let at = |path: &str, code: &str| found.iter().any(|d| d["path"] == path && d["code"] == code);
        let seen = || found.iter().filter(|d| d["path"] == target).map(|d| &d["code"]).collect::<Vec<_>>();
        assert!(code.is_none_or(|code| at(target, code)), "{name}: {:?}", seen());
        let neighbour = at("reports/2024-Q2/van-phong.md", "front-matter-missing");
        assert!(neighbour || target != REPORT, "{name} hides a neighbour's fault");
    }
}
