//! Noticing that files have changed, and finding what a person typed inside the folder.

use crate::store::Result;
use crate::store::files::Folder;
use baocao_core::text::{RepoPath, nfc};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

impl Folder {
    /// A number for every file below some paths that changes whenever the file is written: its time and size.
    pub fn stamps(&self, below: &[&str]) -> Result<BTreeMap<String, u64>> {
        let mut stamps = BTreeMap::new();
        for start in below {
            for entry in walkdir::WalkDir::new(self.root().join(start)).follow_links(false).max_depth(16) {
                // A file that vanishes while we look is a change too: it is simply not in the map.
                let Ok(entry) = entry else { continue };
                let Ok(meta) = entry.metadata() else { continue };
                if meta.is_file() {
                    let time = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
                    let stamp = (time.as_nanos() as u64).wrapping_mul(31).wrapping_add(meta.len());
                    stamps.insert(entry.path().to_string_lossy().into_owned(), stamp);
                }
            }
        }
        Ok(stamps)
    }

    /// What a person typed as a path, from where they stand, inside this folder; `None` if it lies outside.
    pub fn inside(&self, here: &Path, typed: &str) -> Option<RepoPath> {
        let mut full = PathBuf::new();
        let start = fs::canonicalize(here).unwrap_or_else(|_| here.to_path_buf());
        for part in start.join(typed.replace('\\', "/")).components() {
            match part {
                Component::ParentDir => {
                    full.pop();
                }
                Component::CurDir => {}
                part => full.push(part),
            }
        }
        let below = full.strip_prefix(self.root()).ok().or_else(|| {
            // A path may also be given from the top of the folder, wherever the person stands.
            let typed = Path::new(typed);
            typed.is_relative().then_some(typed)
        })?;
        let parts: Option<Vec<&str>> = below
            .components()
            .map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        Some(RepoPath::new(nfc(&parts?.join("/"))))
    }
}

/// Makes a folder with a name nobody has, below another.
pub fn new_folder(below: &Path, prefix: &str) -> Result<PathBuf> {
    let made = tempfile::Builder::new().prefix(prefix).tempdir_in(below);
    made.map(tempfile::TempDir::keep).map_err(|e| crate::store::files::fault::write(below, e))
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|e| crate::store::files::fault::write(path, e))
}

/// What lies in a folder outside the folder under names with an ending, in the order of the names; nothing if it is not there.
pub(crate) fn below(path: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(crate::store::files::fault::read(path, e)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| crate::store::files::fault::read(path, e))?.path();
        if entry.to_string_lossy().ends_with(ending) {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a folder is not there, or holds nothing.
pub fn is_empty_or_absent(path: &Path) -> Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(crate::store::files::fault::read(path, e)),
    }
}
