//! What a text may cost. Twice the text costs twice as much, counted in bytes asked of the memory and never in time; what
//! is just above a limit is refused, what is just below it is read. No text here is large.

use crate::support::Scratch;
use baocao::commands::demo::sample;

const REPORT: &str = "reports/2024-Q2/thanh-tra.md";
const NEIGHBOUR: &str = "reports/2024-Q2/van-phong.md";
const FORM: &str = "reports/2024-Q2/bieu-mau.md";
const PERIOD: &str = "reports/2024-Q2/ky.toml";
const SETTINGS: &str = "baocao.toml";
const FRONT: &str = "---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: thanh-tra\n---\n";

fn front(yaml: &str) -> String {
    format!("---\n{yaml}\n---\n# BÁO CÁO\n")
}

fn body(text: &str) -> String {
    format!("{FRONT}# BÁO CÁO\n\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n\n{text}\n")
}

fn form(text: &str) -> String {
    format!("---\nbieu_mau: X\nten: Y\n---\n# T\n{text}")
}

fn each(times: usize, row: impl Fn(usize) -> String) -> String {
    (0..times).map(row).collect()
}

/// What one `check` found, and what it cost in bytes asked of the memory.
struct Checked {
    codes: Vec<String>,
    cost: u64,
}

/// Checks the sample period with one file replaced. A neighbour's fault must be found whatever stands there.
fn check(office: &Scratch, name: &str, target: &str, text: &str) -> Checked {
    office.write(SETTINGS, sample::SETTINGS);
    sample::FORMS.iter().for_each(|(path, text)| office.write(path, text));
    office.write(FORM, sample::FORMS[0].1);
    office.write(PERIOD, include_str!("../../reports/2024-Q2/ky.toml"));
    office.write(REPORT, &body("Không có."));
    office.write(NEIGHBOUR, "# Báo cáo\n");
    office.write(target, text);
    let mut ran = None;
    let counted = allocation_counter::measure(|| {
        ran = Some(office.run("", "2024-06-14 08:00", "check 2024-Q2 --format json"));
    });
    let ran = ran.expect("it ran");
    assert!(ran.status <= 1, "{name}: {} {}", ran.status, ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let found = json["diagnostics"].as_array().expect("a list");
    let of = |path: &str| -> Vec<String> {
        let codes = found.iter().filter(|d| d["path"] == path).filter_map(|d| d["code"].as_str());
        codes.map(String::from).collect()
    };
    assert!(
        target != REPORT || of(NEIGHBOUR).iter().any(|code| code == "front-matter-missing"),
        "{name} hides a neighbour"
    );
    Checked { codes: of(target), cost: counted.bytes_total }
}

/// A text's name, where it is put, how often the part that grows stands in it at first, and the text.
type Row = (&'static str, &'static str, usize, fn(usize) -> String);

const ROWS: &[Row] = &[
    ("one key again and again", REPORT, 60, |n| front(&"ky: 2024-Q2\n".repeat(n))),
    ("many keys", REPORT, 60, |n| front(&each(n, |n| format!("khoa-{n}: x\n")))),
    ("a long list", REPORT, 100, |n| front(&format!("a: [{}]", "x, ".repeat(n)))),
    ("a long value", REPORT, 500, |n| front(&format!("nguoi_lap: {}", "ă ".repeat(n)))),
    ("front matter without end", REPORT, 60, |n| format!("---\n{}", "a: b\n".repeat(n))),
    ("quotes in quotes", REPORT, 15, |n| body(&each(20, |_| format!("{}x\n\n", "> ".repeat(n))))),
    ("lists in lists", REPORT, 6, |n| {
        body(&each(20, |_| each(n, |at| format!("{}- x\n", "  ".repeat(at % 24))) + "\n"))
    }),
    ("bullets in one line", REPORT, 20, |n| body(&format!("{}x\n\n", "- ".repeat(12)).repeat(n))),
    ("open brackets", REPORT, 100, |n| body(&"[".repeat(n))),
    ("open links", REPORT, 100, |n| body(&"[a](".repeat(n))),
    ("open pictures", REPORT, 100, |n| body(&"![".repeat(n))),
    ("emphasis", REPORT, 100, |n| body(&"*a **a ".repeat(n))),
    ("rows of a table", REPORT, 60, |n| body(&format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(n)))),
    ("notes that call notes", REPORT, 60, |n| {
        body(&format!("chữ[^0]\n\n{}", each(n, |n| format!("[^{n}]: [^{}]\n\n", n + 1))))
    }),
    ("links without use", REPORT, 60, |n| body(&each(n, |n| format!("[a{n}]: http://a\n")))),
    ("comments that do not end", REPORT, 100, |n| body(&"<!-- ".repeat(n))),
    ("backticks", REPORT, 100, |n| body(&"`` ` ``` ".repeat(n))),
    ("one long line", REPORT, 200, |n| body(&"Đã làm 5 việc… ".repeat(n))),
    ("blanks in one line", REPORT, 60, |n| body(&"[Viết nội dung tại đây] ".repeat(n))),
    ("blanks to fill in", REPORT, 60, |n| body(&format!("Có {}", "… đề tài ".repeat(n)))),
    ("backslashes in a link", REPORT, 100, |n| body(&format!("[{}][x]\n\n[x]: http://a", "\\".repeat(2 * n)))),
    ("a long heading", REPORT, 60, |n| body(&format!("## {}", "KẾT QUẢ VÀ ".repeat(n)))),
    ("many headings", REPORT, 60, |n| body(&each(n, |n| format!("## {n}. Mục\n")))),
    ("marks on one letter", REPORT, 200, |n| body(&format!("e{}", "\u{301}".repeat(n)))),
    ("a form's comments", FORM, 40, |n| form(&format!("## I. A\n{}", "<!-- bắt buộc: quý, x -->\n".repeat(n)))),
    ("a form's headings", FORM, 40, |n| form(&each(n, |n| format!("## A{n}\n### B\n")))),
    ("tables of settings", SETTINGS, 60, |n| each(n, |n| format!("[m{n}.a]\nb = {n}\n"))),
    ("a list of settings", SETTINGS, 200, |n| format!("a = [{}]", "1, ".repeat(n))),
    ("departments of a period", PERIOD, 60, |n| "[[don_vi]]\nma = \"a\"\n".repeat(n)),
    ("a string that does not end", PERIOD, 200, |n| format!("ky = \"\"\"{}", "a\n".repeat(n))),
];

#[test]
fn twice_the_text_costs_twice_as_much() {
    let office = Scratch::empty();
    // The first run of all makes what later ones find made.
    check(&office, "warm", REPORT, &body("x"));
    let mut steep = Vec::new();
    for (name, target, n, text) in ROWS {
        let cost = |times: usize| check(&office, name, target, &text(times * n)).cost;
        let (none, once, four) = (check(&office, name, target, &text(0)).cost, cost(1), cost(4));
        let (once, four) = (once.saturating_sub(none), four.saturating_sub(none));
        // Four times the text, counted from a text without it: four where cost grows with the text, sixteen where it grows
        // with the square. Memory is asked for in steps of twice as much, and a few findings cost their own.
        if four > 7 * once + 128 * 1024 {
            steep.push(format!("{name}: {once} bytes, of four times the text {four}"));
        }
    }
    assert!(steep.is_empty(), "{}", steep.join("\n"));
}

/// Bullets on one line stand in each other only so deep: from there on more of them cost nothing more.
#[test]
fn depth_has_an_end() {
    let office = Scratch::empty();
    let cost = |n: usize| check(&office, "bullets", REPORT, &body(&format!("{}x\n\n", "- ".repeat(n)).repeat(20))).cost;
    cost(1);
    let (some, more) = (cost(160), cost(320));
    assert!(more < some + some / 10, "{some} bytes, of twice the depth {more}");
}

/// A limit's name, where the text is put, the code of what is above it, a text just below and one just above.
type Limit = (&'static str, &'static str, &'static str, fn() -> [String; 2]);

const YAML: &str = "front-matter-malformed";
const TOML: &str = "settings-malformed";

const LIMITS: &[Limit] = &[
    ("lists in front matter", REPORT, YAML, || {
        [6, 9].map(|n| front(&format!("a: {}x{}", "[".repeat(n), "]".repeat(n))))
    }),
    ("maps in front matter", REPORT, YAML, || {
        [6, 9].map(|n| front(&format!("a: {}x{}", "{ a: ".repeat(n), " }".repeat(n))))
    }),
    ("keys below keys in front matter", REPORT, YAML, || {
        [6, 9].map(|n| front(&(each(n, |at| format!("{}a:\n", " ".repeat(at))) + &" ".repeat(n) + "a: x")))
    }),
    ("lines of front matter", REPORT, YAML, || [1_990, 2_001].map(|n| front(&"# lời\n".repeat(n)))),
    ("bytes of front matter", REPORT, YAML, || {
        [60, 65].map(|n| front(&each(n, |n| format!("# {n} {}\n", "x".repeat(1_020)))))
    }),
    ("values of front matter", REPORT, YAML, || [1_900, 2_001].map(|n| front(&format!("a: [{}]", "x,".repeat(n))))),
    ("an alias in front matter", REPORT, YAML, || ["a: x\nb: x", "a: &a x\nb: *a"].map(front)),
    ("sections of a form", FORM, "form-malformed", || {
        [499, 501].map(|n| form(&each(n, |n| format!("## {n}. M{n}\n"))))
    }),
    ("lists in settings", PERIOD, TOML, || {
        let period = include_str!("../../reports/2024-Q2/ky.toml");
        [0, 100]
            .map(|n| if n == 0 { period.into() } else { format!("x = {}{}\n{period}", "[".repeat(n), "]".repeat(n)) })
    }),
    ("a number", PERIOD, TOML, || {
        let period = include_str!("../../reports/2024-Q2/ky.toml");
        ["1", "99999999999999999999"].map(|n| period.replacen("phien_ban = 1", &format!("phien_ban = {n}"), 1))
    }),
    ("brackets of a formula", SETTINGS, TOML, || {
        [30, 33].map(|n| rule(&format!("{}de-tai-nghiem-thu{}", "(".repeat(n), ")".repeat(n))))
    }),
    ("letters of a formula", SETTINGS, TOML, || {
        [47, 50].map(|n| rule(&format!("1{}", " + de-tai-nghiem-thu".repeat(n))))
    }),
    ("bytes of settings", SETTINGS, TOML, || {
        [200, 257].map(|n| sample::SETTINGS.to_string() + &each(n, |_| format!("#{}\n", "x".repeat(1_022))))
    }),
];

/// The sample's settings with one rule more.
fn rule(expression: &str) -> String {
    let rule = format!("\n[[quy_tac]]\nma = \"q\"\nbieu_thuc = \"{expression} >= 0\"\nthong_bao = \"m\"\n");
    sample::SETTINGS.to_string() + &rule
}

#[test]
fn just_above_a_limit_is_refused_and_just_below_is_not() {
    let office = Scratch::empty();
    let mut wrong = Vec::new();
    for (name, target, code, texts) in LIMITS {
        let [below, above] = texts().map(|text| check(&office, name, target, &text).codes);
        let count = |codes: &[String]| codes.iter().filter(|found| found == code).count();
        if count(&above) <= count(&below) {
            wrong.push(format!("{name}: below {below:?}, above {above:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
