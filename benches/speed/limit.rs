//! The limits: programs that do only what nobody can avoid, each a process of its own, on one thread.

use std::fs;
use std::path::{Path, PathBuf};

/// The reports of a folder.
pub fn reports(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder.join("reports"))
        .into_iter()
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().starts_with("dv-"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    found.sort();
    found
}

#[derive(serde::Deserialize)]
struct Front {
    ky: String,
    don_vi: String,
    #[serde(default)]
    chi_tieu: std::collections::BTreeMap<String, std::collections::BTreeMap<String, serde_json::Value>>,
}

/// Reads every report, its front matter into types and its Markdown into a tree.
pub fn parse(folder: &Path) -> usize {
    reports(folder)
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a report");
            let end = text[4..].find("\n---\n").expect("front matter") + 4;
            let front = serde_yaml::from_str::<Front>(&text[4..=end]).expect("fields");
            let arena = comrak::Arena::new();
            let mut options = comrak::Options::default();
            options.extension.table = true;
            options.extension.footnotes = true;
            let tree = comrak::parse_document(&arena, &text[end + 5..], &options);
            front.ky.len() + front.don_vi.len() + front.chi_tieu.len() + tree.descendants().count()
        })
        .sum()
}

/// Reads every report of a period, puts the lines of each section under its heading, and writes the whole.
pub fn regroup(folder: &Path) -> usize {
    let mut sections: Vec<(String, String)> = Vec::new();
    for path in reports(folder) {
        let text = fs::read_to_string(&path).expect("a report");
        let mut current = None;
        for line in text.split_inclusive('\n') {
            if line.starts_with("## ") || line.starts_with("### ") {
                let at = sections.iter().position(|(title, _)| title == line);
                current = Some(at.unwrap_or_else(|| {
                    sections.push((line.to_string(), String::new()));
                    sections.len() - 1
                }));
            } else if let Some(at) = current {
                sections[at].1.push_str(line);
            }
        }
    }
    let whole: String = sections.into_iter().flat_map(|(title, body)| [title, body]).collect();
    fs::write(folder.join("limit.md"), &whole).expect("the draft");
    whole.len()
}

/// Verifies the ed25519 signatures that a file lists: key, signature and message of each.
pub fn ed25519(list: &Path) -> usize {
    let bytes = fs::read(list).expect("the signatures");
    let mut rest = bytes.as_slice();
    let mut good = 0;
    while let Some((head, after)) = rest.split_first_chunk::<100>() {
        let length = u32::from_le_bytes([head[96], head[97], head[98], head[99]]) as usize;
        let (message, after) = after.split_at(length);
        let key = ed25519_dalek::VerifyingKey::from_bytes(head[..32].try_into().expect("32 bytes")).expect("a key");
        let signature = ed25519_dalek::Signature::from_bytes(head[32..96].try_into().expect("64 bytes"));
        good += usize::from(key.verify_strict(message, &signature).is_ok());
        rest = after;
    }
    good
}

/// What nobody can avoid who wants figures out of a signed history: the signatures, and the front matter of the reports of
/// so many periods, the last ones, as types.
pub fn figures(list: &Path, periods: usize) -> usize {
    let office = list.parent().expect("the scratch folder").join("so-khcn");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(office.join("reports")).expect("periods").flatten().map(|e| e.path()).collect();
    folders.retain(|path| path.join("ky.toml").is_file());
    folders.sort();
    let wanted = &folders[folders.len().saturating_sub(periods)..];
    let front = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a report");
        let end = text[4..].find("\n---\n").expect("front matter") + 4;
        serde_yaml::from_str::<Front>(&text[4..=end]).expect("fields").chi_tieu.len()
    };
    let read: usize = reports(&office).iter().filter(|p| wanted.iter().any(|f| p.starts_with(f))).map(front).sum();
    ed25519(list) + read
}
