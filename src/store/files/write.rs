//! Writing so that a reader, or a crash, sees the old text or the new one and never half of either.

use crate::store::files::fault;
use crate::store::{Result, failpoint};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const TEMPORARY: &str = ".baocao-";
static SERIAL: AtomicU32 = AtomicU32::new(0);

/// Whether a name is one of our temporary files, left behind by a crash.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY)
        .and_then(|rest| rest.strip_suffix(".tmp"))
        .is_some_and(|id| id.split('-').count() == 2 && id.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// How the file comes into being.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Replaces what is there.
    Replace,
    /// Fails where something is there already.
    New,
}

/// Writes a whole file atomically and durably. Folders above it must exist.
pub(crate) fn whole(path: &Path, bytes: &[u8], place: Place, private: bool) -> Result<bool> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let (temporary, mut file) = loop {
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let temporary = parent.join(format!("{TEMPORARY}{}-{serial}.tmp", std::process::id()));
        failpoint::step();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        owner_only(&mut options, private);
        match options.open(&temporary) {
            Ok(file) => break (temporary, file),
            // A dead process of the same number left it.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
            Err(e) => return Err(fault::write(path, e)),
        }
    };
    let written = (|| {
        failpoint::step();
        file.write_all(bytes)?;
        if place == Place::Replace
            && let Ok(old) = fs::metadata(path)
            && old.is_file()
        {
            file.set_permissions(old.permissions())?;
        }
        failpoint::step();
        file.sync_all()?;
        failpoint::step();
        match place {
            Place::Replace => fs::rename(&temporary, path)?,
            // A link fails where the name is taken, a rename would replace it.
            Place::New => match fs::hard_link(&temporary, path) {
                Ok(()) => fs::remove_file(&temporary)?,
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {
                    fs::remove_file(&temporary)?;
                    return Ok(false);
                }
                // Disks without hard links: the check and the rename are two steps there.
                Err(_) if fs::symlink_metadata(path).is_err() => fs::rename(&temporary, path)?,
                Err(_) => {
                    fs::remove_file(&temporary)?;
                    return Ok(false);
                }
            },
        }
        Ok(true)
    })()
    .map_err(|e| {
        let _ = fs::remove_file(&temporary);
        fault::write(path, e)
    })?;
    sync_folder(parent);
    Ok(written)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions, private: bool) {
    use std::os::unix::fs::OpenOptionsExt;
    if private {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
fn owner_only(_options: &mut OpenOptions, _private: bool) {}

/// Makes a folder's names durable, where the system can.
pub(crate) fn sync_folder(path: &Path) {
    failpoint::step();
    // Windows opens no folders and journals renames itself; a refusal elsewhere is no reason to fail.
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

/// Makes a file's bytes durable, where it exists.
pub(crate) fn sync_file(path: &Path) {
    if let Ok(file) = File::open(path) {
        let _ = file.sync_all();
    }
}

/// Removes a file; a missing one is no fault.
pub(crate) fn remove(path: &Path) -> Result<()> {
    failpoint::step();
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(fault::write(path, e)),
    }
}

/// Makes a folder and those above it.
pub(crate) fn make_folders(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    failpoint::step();
    fs::create_dir_all(path).map_err(|e| fault::write(path, e))
}

/// Removes temporary files that a dead run left in a folder; gives their paths. Younger ones than `age` may belong
/// to a run that is still at work.
pub(crate) fn sweep(folder: &Path, age: Duration) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut swept = Vec::new();
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(is_temporary);
        let old = crate::store::files::age(&entry.path()).is_some_and(|a| a >= age);
        if ours && old && entry.file_type().is_ok_and(|t| t.is_file()) && fs::remove_file(entry.path()).is_ok() {
            swept.push(entry.path());
        }
    }
    swept
}
