//! A hundred odd files, each as a report, a form, a period's settings and the office's: `check` lives through them all, and
//! every place it names lies inside the file.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::path::Path;

#[test]
fn check_lives_through_every_odd_file() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut names: Vec<_> = std::fs::read_dir(dir).expect("tests/corpus").flatten().map(|e| e.path()).collect();
    names.sort();
    assert!(names.len() > 100);
    let office = Scratch::empty();
    let reset = || {
        office.write("baocao.toml", sample::SETTINGS);
        sample::FORMS.iter().for_each(|(path, text)| office.write(path, text));
        office.write("reports/2024-Q2/bieu-mau.md", sample::FORMS[0].1);
        office.write("reports/2024-Q2/ky.toml", include_str!("../../reports/2024-Q2/ky.toml"));
    };
    for path in names {
        let bytes = std::fs::read(&path).expect("a corpus file");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let lines = text.lines().count().max(1);
        for target in
            ["reports/2024-Q2/thanh-tra.md", "reports/2024-Q2/bieu-mau.md", "reports/2024-Q2/ky.toml", "baocao.toml"]
        {
            reset();
            std::fs::write(office.office.join(target), &bytes).expect("a file");
            let ran = office.run("", "2024-06-14 08:00", "check 2024-Q2 --format json");
            assert!(ran.status <= 1, "{} as {target}: {}", path.display(), ran.all());
            let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
            for d in json["diagnostics"].as_array().expect("a list").iter().filter(|d| d["path"] == target) {
                let number = |key: &str| d[key].as_u64().unwrap_or(1) as usize;
                let (line, column, length) = (number("line"), number("column"), number("length"));
                // UTF-16 is read as text, which may have more lines than its bytes seem to have.
                let wide = text.contains('\0') || bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                assert!(wide || line <= lines + 1, "{} as {target}: line {line} of {lines}", path.display());
                let row = text.split('\n').nth(line - 1).unwrap_or("").trim_end_matches('\r').chars().count();
                assert!(
                    wide || column >= 1 && column - 1 + length <= row.max(1) + 1,
                    "{} as {target}: {line}:{column}+{length} of {row}",
                    path.display()
                );
            }
        }
        office.write("reports/2024-Q2/thanh-tra.md", "x");
        reset();
    }
}
