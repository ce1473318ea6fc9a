//! Speed and memory, as ratios of CPU time against what cannot be avoided, in one run: `cargo bench --bench speed`.
//!
//! Whole processes are measured (user + system time from `/proc`), paired with the limit of the same work done here, and the
//! median of three is printed. Absolute times mean nothing on a shared machine; the ratios are written into
//! docs/performance.md.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a bench measures, starts programs and prints"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = env!("CARGO_BIN_EXE_baocao");

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).expect("a file of this repository")
}

/// CPU seconds of this process's finished children and of itself.
fn cpu() -> (f64, f64) {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        text.rsplit(')').next().unwrap_or("").split_whitespace().map(|f| f.parse().unwrap_or(0.0)).collect();
    let ticks = |a: usize, b: usize| (fields.get(a).unwrap_or(&0.0) + fields.get(b).unwrap_or(&0.0)) / 100.0;
    (ticks(11, 12), ticks(13, 14))
}

/// CPU seconds of a child, and its wall time.
fn child(program: &str, args: &[&str], folder: &Path, times: u32) -> (f64, f64) {
    let (before, began) = (cpu().1, Instant::now());
    for _ in 0..times {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("it starts");
    }
    ((cpu().1 - before) / f64::from(times), began.elapsed().as_secs_f64() / f64::from(times))
}

fn own(work: &mut dyn FnMut()) -> f64 {
    let before = cpu().0;
    work();
    cpu().0 - before
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Peak memory of a child in MiB, by running it under a shell that reports it.
fn peak(args: &[&str], folder: &Path) -> f64 {
    let script = format!(
        "{PROGRAM} {} >/dev/null 2>&1 & p=$!; m=0; while [ -d /proc/$p ]; do n=$(grep VmHWM /proc/$p/status 2>/dev/null | tr -dc 0-9); [ -n \"$n\" ] && m=$n; sleep 0.02; done; echo $m",
        args.join(" ")
    );
    let done = Command::new("sh").args(["-c", &script]).current_dir(folder).output().expect("sh");
    String::from_utf8_lossy(&done.stdout).trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// An office with `departments` × `periods` reports of some ten kilobytes; `faulty` of a hundred lack a section.
fn office(departments: usize, periods: usize, faulty: usize) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    let settings = read("baocao.toml");
    let start = settings.find("[[don_vi]]").expect("departments");
    let end = settings.find("# Thời hạn các đơn vị").expect("deadlines");
    let people = settings.find("# Người tham gia").expect("people");
    let names: Vec<String> = (0..departments).map(|n| format!("dv-{n:05}")).collect();
    let mut text = settings[..start].to_string();
    names.iter().for_each(|n| text.push_str(&format!("[[don_vi]]\nma = \"{n}\"\nten = \"Đơn vị {n}\"\n\n")));
    text.push_str(&settings[end..people]);
    let put = |path: String, text: &str| {
        let full = dir.path().join(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, text).expect("a file");
    };
    put("baocao.toml".into(), &text);
    for form in ["templates/BM-VP-01.01.md", "templates/BM-VP-01.md"] {
        put(form.into(), &read(form));
    }
    let samples: Vec<String> =
        ["thanh-tra", "van-phong", "quan-ly-khoa-hoc", "ke-hoach-tai-chinh", "chi-cuc-tdc", "quan-ly-chuyen-nganh"]
            .iter()
            .map(|d| read(&format!("reports/2024-Q2/{d}.md")))
            .collect();
    for period in 0..periods {
        let (year, quarter) = (2000 + period / 4, period % 4 + 1);
        let id = format!("{year}-Q{quarter}");
        let month = quarter * 3;
        let mut ky = format!(
            "phien_ban = 1\nky = \"{id}\"\nhan = {{ cham_nhat = 2098-12-31 }}\nbieu_mau = \"BM-VP-01.01\"\nmo_ngay = {year}-{month:02}-01\n"
        );
        names.iter().for_each(|n| ky.push_str(&format!("\n[[don_vi]]\nma = \"{n}\"\nten = \"Đơn vị {n}\"\n")));
        put(format!("reports/{id}/ky.toml"), &ky);
        put(format!("reports/{id}/bieu-mau.md"), &read("templates/BM-VP-01.01.md"));
        let roman = ["I", "II", "III", "IV"];
        for (n, name) in names.iter().enumerate() {
            let mut text = samples[n % samples.len()].clone();
            let next = format!("QUÝ {} NĂM {}", roman[quarter % 4], year + quarter / 4);
            text = text.replace("QUÝ III NĂM 2024", &next);
            text = text.replace("QUÝ II NĂM 2024", &format!("QUÝ {} NĂM {year}", roman[quarter - 1]));
            text =
                text.replace("ky: 2024-Q2", &format!("ky: {id}")).replace("2024-06-1", &format!("{year}-{month:02}-1"));
            let old = text.lines().find(|l| l.starts_with("don_vi: ")).unwrap_or_default().to_string();
            text = text.replacen(&old, &format!("don_vi: {name}"), 1);
            if n % 100 < faulty {
                text = text.replacen("## III. ", "Không còn là tiêu đề ", 1);
            }
            put(format!("reports/{id}/{name}.md"), &text);
        }
    }
    dir
}

fn reports(dir: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(dir.join("reports"))
        .into_iter()
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().starts_with("dv-"))
        .map(|e| e.into_path())
        .collect()
}

#[derive(serde::Deserialize)]
struct Front {
    ky: String,
    don_vi: String,
    #[serde(default)]
    chi_tieu: std::collections::BTreeMap<String, std::collections::BTreeMap<String, serde_json::Value>>,
}

/// What no checker can avoid: read every file, its front matter into types, its Markdown into a tree.
fn read_and_parse(paths: &[PathBuf]) -> usize {
    paths.iter().map(|path| parse(&fs::read_to_string(path).expect("a report"))).sum()
}

fn parse(text: &str) -> usize {
    let end = text[4..].find("\n---\n").map_or(0, |at| at + 4);
    let front = serde_yaml::from_str::<Front>(&text[4..end + 1]);
    let fields = front.map_or(0, |front| front.ky.len() + front.don_vi.len() + front.chi_tieu.len());
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    let tree = comrak::parse_document(&arena, &text[end + 5..], &options);
    fields + tree.descendants().count()
}

/// Consolidation as `merge` does it: reading each report, putting them together, writing the draft.
fn consolidate(texts: &[String]) -> usize {
    use baocao::domain::{Contribution, DepartmentId, Digest, Input, ObjectId, PeriodWords};
    use baocao::parse;
    use baocao::text::Source;
    let source = |path: &str| Source::new(path.into(), read(path));
    let form = parse::form::read(&source("templates/BM-VP-01.01.md")).0;
    let skeleton = parse::skeleton::read(&source("templates/BM-VP-01.md"), &form).0;
    let mut period = parse::period::read(&source("reports/2024-Q2/ky.toml")).0.expect("a period");
    let names: Vec<DepartmentId> =
        (0..texts.len()).map(|n| DepartmentId::parse(&format!("dv-{n:05}")).expect("an id")).collect();
    period.departments = names.iter().map(|id| (id.clone(), format!("Đơn vị {id}"))).collect();
    let index = parse::outline::FormIndex::new(&form, &PeriodWords::of(&period.id, None));
    let contributions: Vec<Contribution> = texts
        .iter()
        .zip(&names)
        .map(|(text, id)| {
            let source = Source::new(format!("reports/2024-Q2/{id}.md").as_str().into(), text.clone());
            let report = parse::report::read(&source, &index);
            let blocks = parse::markdown::blocks(&source, report.body.start);
            let sha256 = Digest::of(text.as_bytes());
            let input = Input { department: id.clone(), blob: ObjectId::ZERO, sha256, commit: ObjectId::ZERO };
            Contribution { input, name: format!("Đơn vị {id}"), report, source, blocks }
        })
        .collect();
    let past = Default::default();
    let basis = baocao::consolidate::Basis { indicators: &[], departments: &[], past: &past };
    let draft = baocao::consolidate::consolidate(&skeleton, &form, &period, &basis, &contributions);
    baocao::render::consolidated::markdown(&draft).len()
}

fn row(what: &str, value: f64, unit: &str, target: &str) {
    println!("| {what} | {value:.2}{unit} | {target} |");
}

fn main() {
    println!("| work | measured | first target |\n|---|---:|---|");
    let here = Path::new(ROOT);
    let ratio = |args: &[&str], folder: &Path| {
        median(
            (0..5)
                .map(|_| child(PROGRAM, args, folder, 20).0 / child("git", &["--version"], folder, 20).0.max(1e-4))
                .collect(),
        )
    };
    row("start: `--version` / `git --version`", ratio(&["--version"], here), "×", "≤ 1.1");
    let small = office(10, 1, 0);
    row("`check` of 10 reports / `git --version`", ratio(&["check"], small.path()), "×", "≤ 2");

    let big = office(100, 100, 0);
    let paths = reports(big.path());
    let mut seen = 0;
    let limit = median((0..3).map(|_| own(&mut || seen += read_and_parse(&paths))).collect());
    let (used, wall): (Vec<f64>, Vec<f64>) = (0..3).map(|_| child(PROGRAM, &["check"], big.path(), 1)).unzip();
    let used = median(used);
    row(&format!("`check` of {} reports / read + YAML + comrak", paths.len()), used / limit, "×", "≤ 1.2");
    row("its wall / its CPU (two cores)", median(wall) / used, "×", "≤ 0.65");
    row("its peak memory", peak(&["check"], big.path()), " MiB", "≤ 32");
    let faulty = office(100, 100, 20);
    let defective = median((0..3).map(|_| child(PROGRAM, &["check"], faulty.path(), 1).0).collect());
    row("20 % defective / clean", defective / used, "×", "≤ 1.25");
    let tenth = office(100, 10, 0);
    let thousand = median((0..3).map(|_| child(PROGRAM, &["check"], tenth.path(), 2).0).collect());
    row("growth from 1,000 to 10,000 reports", used / thousand, "×", "≤ 10");
    for count in [10, 100, 1_000] {
        let texts: Vec<String> = ["thanh-tra", "van-phong", "quan-ly-khoa-hoc", "ke-hoach-tai-chinh", "chi-cuc-tdc"]
            .iter()
            .cycle()
            .take(count)
            .map(|d| read(&format!("reports/2024-Q2/{d}.md")))
            .collect();
        // Small work is repeated until the clock, which ticks a hundred times a second, can see it.
        let times = 4_000 / count;
        let work = own(&mut || (0..times).for_each(|_| seen += consolidate(&texts))) / times as f64;
        let least =
            own(&mut || (0..times).for_each(|_| seen += texts.iter().map(|t| parse(t)).sum::<usize>())) / times as f64;
        row(&format!("`merge` of {count}: read, consolidate, write / YAML + comrak"), work / least, "×", "–");
    }
    std::hint::black_box(seen);
}
