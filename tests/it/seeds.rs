//! The seeds of the fuzz targets, and every input that once broke one, hold what the targets ask. Needs no fuzzer.

#[path = "../../fuzz/invariants/mod.rs"]
mod invariants;

use invariants::{TARGETS, hold};
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}

#[test]
fn every_seed_holds() {
    for (target, check) in TARGETS {
        let seeds = files(&format!("fuzz/seeds/{target}"));
        assert!(seeds.len() >= 3, "{target} has no seeds");
        for path in seeds {
            let refused = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("refused-"));
            let plain = target == "trailers" && path.ends_with("text");
            assert_eq!(check(&read(&path)), !refused && !plain, "{}", path.display());
        }
        files(&format!("fuzz/regressions/{target}")).iter().for_each(|path| {
            check(&read(path));
        });
    }
}

#[test]
fn every_target_is_built_and_has_a_file() {
    let manifest = include_str!("../../fuzz/Cargo.toml");
    for (target, _) in TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{target}.rs\"")), "{target}");
        let entry = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/targets/{target}.rs")));
        assert!(String::from_utf8_lossy(&entry).contains(&format!("target!(\"{target}\")")), "{target}");
    }
}

#[test]
fn every_odd_file_holds_as_any_text() {
    for path in files("tests/corpus") {
        for target in ["front_matter", "markdown", "form", "roster"] {
            hold(target, &read(&path));
        }
    }
}

/// A small generator with a known beginning: the same ten thousand each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Security.md section 12, test 2: flipped, doubled, reordered, with a header, a NUL or CRLF more, cut, and spliced. What is
/// accepted prints again to the same bytes and means the same to libgit2; both are asked by the invariant.
#[test]
fn ten_thousand_changed_commits() {
    const HEADERS: [&str; 8] = [
        "encoding latin1",
        "gpgsig x",
        "gpgsig-sha256 x",
        "mergetag object x",
        "HG:extra x",
        "parent 2222222222222222222222222222222222222222",
        "committer X <x@y> 1 +0000",
        " folded",
    ];
    let seeds: Vec<Vec<u8>> =
        files("fuzz/seeds/commit").iter().map(|path| read(path)).filter(|b| hold("commit", b)).collect();
    let mut dice = Dice(2024);
    let mut accepted = 0;
    for round in 0..10_000 {
        let mut bytes = seeds[dice.below(seeds.len())].clone();
        for _ in 0..=dice.below(2) {
            let at = dice.below(bytes.len());
            let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
            let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
            match round % 9 {
                0 => bytes[at] ^= 1 << dice.below(8),
                1 => bytes.insert(at, [b'\n', b' ', b'<', b'0', b'-'][dice.below(5)]),
                2 => bytes.insert(at, 0),
                3 => bytes.truncate(at.max(1)),
                4 => bytes.splice(at..at, b"\r".iter().copied()).for_each(drop),
                5 => {
                    let line = lines[one].clone();
                    lines.insert(other, line);
                    bytes = lines.concat();
                }
                6 => {
                    lines.swap(one, other);
                    bytes = lines.concat();
                }
                7 => {
                    lines.insert(one.min(6), format!("{}\n", HEADERS[dice.below(HEADERS.len())]).into_bytes());
                    bytes = lines.concat();
                }
                _ => {
                    let donor = &seeds[dice.below(seeds.len())];
                    bytes.truncate(at.max(1));
                    bytes.extend_from_slice(&donor[at.min(donor.len())..]);
                }
            }
        }
        accepted += usize::from(hold("commit", &bytes));
    }
    // Changes of a message are other messages: if none were accepted, nothing was asked.
    assert!((1_000..9_000).contains(&accepted), "{accepted}");
}
