//! What other offices' scripts depend on: exit statuses, JSON, SARIF, the command reference, aliases, both languages.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use serde_json::Value;
use std::path::Path;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn json(text: &str) -> Value {
    assert_eq!(text.lines().count(), 1, "one document and nothing else: {text}");
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// An office in which one report is in, one is faulty and the rest are missing.
fn office() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    for (department, text) in sample::SECOND_QUARTER {
        office.write(&format!("reports/2024-Q2/{department}.md"), text);
    }
    office.run("ngo-van-son", "2024-06-12 09:03", "submit").expect(0);
    office
}

#[test]
fn json_documents_have_the_shapes_of_the_contract() {
    let office = office();
    let check = json(&office.run("", "2024-06-13 08:00", "check 2024-Q2 --format json").expect(1).out);
    let mut names = vec!["schema_version", "command", "today", "periods", "diagnostics", "summary"];
    names.sort_unstable();
    assert_eq!(keys(&check), names);
    assert_eq!((&check["schema_version"], &check["command"]), (&1.into(), &"check".into()));
    assert_eq!((&check["today"], &check["periods"][0]), (&"2024-06-13".into(), &"2024-Q2".into()));
    let mut names = vec![
        "code",
        "severity",
        "path",
        "line",
        "column",
        "length",
        "department",
        "period",
        "message",
        "help",
        "source",
        "fixable",
    ];
    names.sort_unstable();
    let missing = check["diagnostics"].as_array().expect("a list").iter().find(|d| d["code"] == "section-missing");
    let missing = missing.expect("the faulty report lacks a section");
    assert_eq!(keys(missing), names);
    assert_eq!((&missing["department"], &missing["fixable"]), (&"quan-ly-cong-nghe".into(), &true.into()));
    assert_eq!(keys(&check["summary"]), ["errors", "files", "notices", "warnings"]);

    let status = json(&office.run("", "2024-06-13 08:00", "status 2024-Q2 --format json").expect(0).out);
    for (key, value) in [("period", "2024-Q2"), ("cadence", "quy"), ("last_day", "2024-06-14"), ("state", "collecting")]
    {
        assert_eq!(status[key], value);
    }
    assert_eq!((&status["turn"], &status["days_left"]), (&"don-vi".into(), &1.into()));
    assert_eq!((&status["expected"], &status["received"], &status["on_time"]), (&8.into(), &1.into(), &1.into()));
    let inspector = &status["departments"][1];
    assert_eq!(inspector["id"], "thanh-tra");
    assert_eq!(inspector["submitted_at"], "2024-06-12T09:03:00+07:00");
    assert_eq!((&inspector["state"], &inspector["signed"]), (&"submitted".into(), &true.into()));
    assert_eq!(keys(&status["steps"][0]), ["done_at", "due", "role", "step"]);
    assert_eq!((&status["steps"][0]["step"], &status["steps"][0]["due"]), (&"collect".into(), &"2024-06-17".into()));

    let verify = json(&office.run("", "2024-06-13 08:00", "verify 2024-Q2 --format json").expect(0).out);
    assert_eq!((&verify["ok"], &verify["state"]), (&true.into(), &"collecting".into()));
    assert_eq!(keys(&verify["acts"][1]), ["act", "at", "by", "commit", "ok", "problems", "role"]);
    assert_eq!(verify["acts"][1]["act"], "submit");
    let log = json(&office.run("", "2024-06-13 08:00", "log 2024-Q2 --format json").expect(0).out);
    assert_eq!(log["acts"].as_array().map(Vec::len), Some(2));
}

#[test]
fn sarif_is_valid_against_its_published_schema() {
    let office = office();
    let two_places = include_str!("../rules/figure-contradicted/bad.md").replace("thanh-tra\n", "chi-cuc-tdc\n");
    office.write("reports/2024-Q2/chi-cuc-tdc.md", &two_places);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    let path = root.join("tests/schemas/sarif-2.1.0.json");
    let schema = compiler.compile(&path.to_string_lossy(), &mut schemas).expect("the schema compiles");
    for line in ["check 2024-Q2 --format sarif", "--lang en check 2024-Q2 --format sarif", "verify --format sarif"] {
        let out = office.run("", "2024-06-15 08:00", line).out;
        let document = json(&out);
        if let Err(e) = schemas.validate(&document, schema) {
            panic!("{line}: {e:#}");
        }
        assert_eq!(document["runs"][0]["columnKind"], "unicodeCodePoints");
        assert_eq!(out.contains("relatedLocations"), line.contains("check"), "{line}");
    }
}

#[test]
fn the_schema_accepts_good_front_matter_and_refuses_bad() {
    let office = office();
    let text = office.run("", "2024-06-13 08:00", "schema").expect(0).out;
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("https://baocao.invalid/schema.json", document).expect("a schema");
    let schema = compiler.compile("https://baocao.invalid/schema.json", &mut schemas).expect("the schema compiles");
    let good = serde_json::json!({
        "bieu_mau": "BM-VP-01.01", "ky": "2024-Q2", "don_vi": "thanh-tra", "nguoi_lap": "Ngô Văn Sơn",
        "ngay_lap": "2024-06-11", "chi_tieu": { "cuoc-thanh-tra": { "ke_hoach": 5, "thuc_hien": "5" } },
    });
    assert!(schemas.validate(&good, schema).is_ok());
    for (key, bad) in [("ky", "2024-Q7"), ("don_vi", "thanh-tar"), ("nguoi_lap", ""), ("la", "x")] {
        let mut wrong = good.clone();
        wrong[key] = bad.into();
        assert!(schemas.validate(&wrong, schema).is_err(), "{key}: {bad}");
    }
}

/// Front matter as the skeleton writes it, as a YAML reader gives it to an editor: nothing is null, digits are a number.
fn yaml(text: &str) -> Value {
    let scalar = |word: &str| match word.trim() {
        "" => Value::Null,
        "{}" => serde_json::json!({}),
        word => word.parse::<i64>().map_or_else(|_| Value::from(word), Value::from),
    };
    let mut document = serde_json::Map::new();
    let mut last = String::new();
    for line in text.lines().take_while(|line| *line != "---").filter(|line| !line.trim_start().starts_with('#')) {
        let (key, value) = line.split_once(':').expect("a field");
        match key.strip_prefix("  ") {
            Some(key) => {
                let inner = value.trim().trim_start_matches('{').trim_end_matches('}');
                let pairs = inner.split(',').filter_map(|pair| pair.split_once(':'));
                let figure: serde_json::Map<_, _> = pairs.map(|(k, v)| (k.trim().to_string(), scalar(v))).collect();
                if !document[&last].is_object() {
                    document[&last] = serde_json::json!({});
                }
                document[&last][key] = Value::Object(figure);
            }
            None => {
                last = key.to_string();
                document.insert(last.clone(), scalar(value));
            }
        }
    }
    Value::Object(document)
}

/// Every kind of period: what `init` writes is what the schema wants.
#[test]
fn the_schema_accepts_every_report_that_init_writes() {
    let office = office();
    let kinds = ["2026-11", "2026-Q3", "2026-H1", "2026", "2026-BKHCN", "2026-DX-bao-lu"];
    for kind in kinds {
        let line = match kind.contains("DX") {
            true => format!("init {kind} --title BÃO --due 2026-12-01 --basis 12/UBND-VP"),
            false => format!("init {kind}"),
        };
        office.run("le-thi-mai", "2026-11-02 08:00", &line).expect(0);
    }
    for line in ["schema", "--lang en schema"] {
        let text = office.run("", "2026-11-02 09:00", line).expect(0).out;
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.add_resource("https://baocao.invalid/schema.json", document).expect("a schema");
        let schema = compiler.compile("https://baocao.invalid/schema.json", &mut schemas).expect("the schema compiles");
        let mut seen = 0;
        for kind in kinds {
            for department in ["thanh-tra", "quan-ly-khoa-hoc"] {
                let text = office.read(&format!("reports/{kind}/{department}.md"));
                let front = yaml(text.strip_prefix("---\n").expect("front matter"));
                if let Err(e) = schemas.validate(&front, schema) {
                    panic!("{kind}: {front}\n{e:#}");
                }
                seen += 1;
            }
        }
        assert_eq!(seen, 12);
        let wrong = serde_json::json!({ "bieu_mau": "BM-VP-01.01", "ky": 2031, "don_vi": "thanh-tra", "nguoi_lap": "A", "ngay_lap": null });
        assert!(schemas.validate(&wrong, schema).is_err());
    }
}

#[test]
fn each_exit_status_means_what_it_says() {
    let office = office();
    let run = |line: &str| office.run("ngo-van-son", "2024-06-13 08:00", line);
    run("status 2024-Q2").expect(0);
    run("check reports/2024-Q2/quan-ly-cong-nghe.md").expect(1);
    for wrong in ["chek", "status 2024-Q9", "check --format xml", "init 2024-H2", "submit 2024-Q2 --department A!"] {
        let ran = run(wrong).expect(2);
        assert!(ran.out.is_empty() && ran.err.starts_with("lỗi: "), "{wrong}: {}", ran.all());
    }
    let before = (office.git("rev-parse HEAD"), office.git("status --porcelain"));
    for refused in ["review 2024-Q2", "merge 2024-Q2", "approve 2024-Q2", "submit 2024-Q2", "init 2024-Q3"] {
        let ran = run(refused).expect(3);
        assert!(ran.err.starts_with("chưa được phép: "), "{refused}: {}", ran.all());
    }
    assert_eq!(before, (office.git("rev-parse HEAD"), office.git("status --porcelain")), "a refusal changes nothing");
    let empty = office.dir.path().join("home");
    let ran = office.run_at(&empty, "ngo-van-son", "2024-06-13 08:00", "status").expect(4);
    assert!(ran.err.contains("sự cố: ") && ran.err.contains("chưa có gì bị thay đổi"), "{}", ran.err);
}

#[test]
fn the_command_reference_is_the_programs_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let reference = baocao::commands::line::reference();
    if std::env::var_os("BAOCAO_BLESS").is_some() {
        std::fs::write(&path, &reference).expect("docs/commands.md");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == reference, "docs/commands.md is old; BAOCAO_BLESS=1 writes it anew");
}

#[test]
fn aliases_languages_and_colours() {
    let office = office();
    let run = |line: &str| office.run("le-thi-mai", "2024-06-13 08:00", line);
    assert_eq!(run("tinh-trang 2024-Q2").expect(0).out, run("status 2024-Q2").expect(0).out);
    run("kiem-tra reports/2024-Q2/thanh-tra.md").expect(0);
    run("giai-thich section-missing").expect(0);
    run("nhat-ky 2024-Q2").expect(0);
    run("xac-minh").expect(0);
    assert!(run("--lang en status 2024-Q2").out.contains("1 of 8 departments submitted"));
    assert!(run("--help").out.contains("Cách dùng: baocao [TUỲ CHỌN] <LỆNH>"));
    assert!(run("--lang en --help").out.contains("Usage: baocao [OPTIONS] <COMMAND>"));
    for line in ["--help", "check 2024-Q2", "status 2024-Q2"] {
        assert!(!run(line).out.contains('\u{1b}'), "{line}: no colour without a terminal");
    }
    assert!(run("--color always check 2024-Q2").out.contains('\u{1b}'));
    // English output has no Vietnamese but names, titles and what people wrote.
    let refused = run("--lang en review 2024-Q2").expect(3).err;
    assert!(refused.starts_with("refused: "), "{refused}");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let office = office();
    let hostile = "\u{1b}]0;x\u{7}\u{202e}đỏ\u{9b}31m\u{200b}";
    let text = sample::SECOND_QUARTER[0]
        .1
        .replace("nguoi_lap:", &format!("nguoi_{hostile}: x\nnguoi_lap:"))
        .replace("## IV.", &format!("## {hostile} IV."));
    office.write("reports/2024-Q2/van-phong.md", &text);
    office.write("reports/2024-Q2/a\u{1b}[31mb\u{202e}.md", "x");
    for line in ["check 2024-Q2", "status 2024-Q2", "fix --dry-run 2024-Q2", "log 2024-Q2", "check \u{1b}[2Jx.md"] {
        let all = office.run("", "2024-06-13 08:00", line).all();
        let raw = all.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(raw, None, "{line}: {all:?}");
    }
}
