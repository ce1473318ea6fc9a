//! Looking at what is in a folder of git's own, without opening any of it.

use crate::store::Result;
use crate::store::files::{Kind, fault};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The paths of a folder's entries with their kinds; links are told as links. Empty if there is no such folder.
///
/// # Errors
/// The folder cannot be listed.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(PathBuf, Kind)>> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(e) => return Err(fault::read(folder, e)),
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry.map_err(|e| fault::read(folder, e))?;
        // The system tells the kind with the name; a file that has vanished meanwhile is not there.
        if let Ok(kind) = entry.file_type() {
            found.push((entry.path(), kind.into()));
        }
    }
    Ok(found)
}

/// The kind and the size in bytes of what a path leads to, links followed; `None` if nothing is there.
pub(crate) fn target(path: &Path) -> Option<(Kind, u64)> {
    fs::metadata(path).ok().map(|found| (Kind::from(found.file_type()), found.len()))
}

/// Whether a path itself is a symbolic link.
pub(crate) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_symlink())
}
