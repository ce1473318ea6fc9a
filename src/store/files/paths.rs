//! Where a path of the folder stands on disk, and that it stands there and nowhere else.

use crate::store::files::{Folder, Kind, exists, fault, make_folders};
use crate::store::{Fault, Result};
use baocao_core::say;
use baocao_core::text::{Misnamed, RepoPath, Text, misnamed_part, misnamed_path, nfc, visible};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

impl Folder {
    /// Whether anything at all stands at a path.
    pub(crate) fn holds(&self, path: &RepoPath) -> bool {
        !matches!(self.parents(path), Ok(Some(None)))
            && self.locate(path).is_ok_and(|full| full.is_some_and(|full| exists(&full)))
    }

    /// Makes sure that every system stores a path.
    ///
    /// # Errors
    /// One of its names is none that every system stores; the fault says which, why, and what to do.
    pub(crate) fn storable(path: &RepoPath) -> Result<()> {
        let Some(Text { vi, en }) = misnamed_path(path) else { return Ok(()) };
        Err(Fault::new(say!(vi: "không ghi {vi}", en: "not written: {en}")).cure(say!(
            vi: "đổi tên tệp hoặc thư mục đó thành tên mà mọi máy lưu được",
            en: "give that file or folder a name that every computer can store"
        )))
    }

    /// Where a file can be written, its folders made. A name that some system lacks is not written on any.
    pub(super) fn ready(&self, path: &RepoPath) -> Result<PathBuf> {
        Folder::storable(path)?;
        self.passable(path)?;
        let full = match self.locate(path)? {
            Some(full) => full,
            None => self.below(path)?,
        };
        make_folders(full.parent().unwrap_or(&self.root))?;
        Ok(full)
    }

    /// Makes sure that no link and no file stands where a path has a folder.
    pub(crate) fn passable(&self, path: &RepoPath) -> Result<()> {
        match self.parents(path)? {
            Some(Some(kind)) => Err(Fault::new(say!(
                vi: "“{path}” nằm trong một {}, baocao không ghi qua đó",
                en: "“{path}” lies behind something that is no folder ({}), baocao does not write through it",
                if kind == Kind::Link { "liên kết (link)" } else { "tệp (file)" }
            ))
            .cure(say!(
                vi: "đổi tên hoặc dời tệp đang đứng ở chỗ của thư mục đó",
                en: "rename or move what stands in the place of that folder"
            ))),
            _ => Ok(()),
        }
    }

    /// Looks at the folders above a path. `None`: all real. `Some(None)`: one is missing. `Some(Some(kind))`: one is
    /// a link or a file, so that nothing below it is ours.
    pub(super) fn parents(&self, path: &RepoPath) -> Result<Option<Option<Kind>>> {
        let parent = path.parent();
        self.below(path)?;
        if parent.is_empty() || self.real.read().is_ok_and(|real| real.contains(parent)) {
            return Ok(None);
        }
        let mut at = self.root.clone();
        for part in parent.split('/') {
            let next = at.join(part);
            at = match fs::symlink_metadata(&next) {
                Ok(m) if m.is_dir() => next,
                Ok(m) => return Ok(Some(Some(m.file_type().into()))),
                Err(e) if is_absent(&e) => match same_name(&at, part) {
                    Some(found) => found,
                    None => return Ok(Some(None)),
                },
                Err(e) => return Err(fault::read(&next, e)),
            };
        }
        if let Ok(mut real) = self.real.write() {
            real.insert(parent.to_string());
        }
        Ok(None)
    }

    /// A path joined to the top of the folder.
    ///
    /// # Errors
    /// The joined path is not below the top: a name of the path leads elsewhere, or the system reads it as a path of its
    /// own, as Windows does with `C:`.
    pub(super) fn below(&self, path: &RepoPath) -> Result<PathBuf> {
        let wrong = || {
            let shown = visible(path.as_str());
            Fault::new(say!(vi: "đường dẫn “{shown}” không dùng được", en: "the path “{shown}” is no use"))
        };
        let leads_out = |fault: Misnamed| fault.leads_out() || fault == Misnamed::Hidden('\0');
        if misnamed_part(path).is_some_and(|(_, fault)| leads_out(fault)) || path.as_str().contains('\0') {
            return Err(wrong());
        }
        let full = self.root.join(path.as_str());
        let rest = full.strip_prefix(&self.root).map_err(|_| wrong())?;
        let plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
        if plain { Ok(full) } else { Err(wrong()) }
    }

    /// Where a path stands on disk. Macs write names decomposed, other systems composed: both are the same name here.
    pub(super) fn locate(&self, path: &RepoPath) -> Result<Option<PathBuf>> {
        let full = self.below(path)?;
        if path.as_str().is_ascii() || fs::symlink_metadata(&full).is_ok() {
            return Ok(Some(full));
        }
        let mut at = self.root.clone();
        for part in path.as_str().split('/') {
            let next = at.join(part);
            at = match fs::symlink_metadata(&next) {
                Ok(_) => next,
                Err(_) => match same_name(&at, part) {
                    Some(found) => found,
                    None => return Ok(None),
                },
            };
        }
        Ok(Some(at))
    }
}

/// Whether nothing stands there: nothing can stand under a name that the system does not take.
pub(super) fn is_absent(e: &std::io::Error) -> bool {
    matches!(e.kind(), ErrorKind::NotFound | ErrorKind::InvalidFilename)
}

fn same_name(dir: &Path, name: &str) -> Option<PathBuf> {
    if name.is_ascii() {
        return None;
    }
    let wanted = nfc(name);
    let entries = fs::read_dir(dir).ok()?;
    entries.flatten().find(|e| e.file_name().to_str().is_some_and(|n| nfc(n) == wanted)).map(|e| e.path())
}
