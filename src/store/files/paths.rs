//! Where a path of the folder stands on disk, and that it stands there and nowhere else.

use crate::store::files::{Folder, Kind, fault, make_folders};
use crate::store::{Fault, Result};
use baocao_core::say;
use baocao_core::text::{Misnamed, RepoPath, Text, misnamed_part, misnamed_path, nfc, visible};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

impl Folder {
    /// Whether anything but a folder stands at a path.
    pub(crate) fn holds(&self, path: &RepoPath) -> bool {
        let found = |full: PathBuf| fs::symlink_metadata(full).is_ok_and(|found| !found.is_dir());
        !matches!(self.parents(path), Ok(Some(None)))
            && self.is_ours(path).is_ok()
            && self.locate(path).is_ok_and(|full| full.is_some_and(found))
    }

    /// Keeps a folder of git's own from being written into.
    pub(crate) fn keep_out_of(&self, place: &Path) {
        let Ok(place) = fs::canonicalize(place) else { return };
        // No path leads into `.git`: its name is refused in every spelling.
        if place.starts_with(&self.root)
            && place != self.root.join(".git")
            && let Ok(mut kept) = self.kept.write()
        {
            kept.insert(place);
        }
    }

    /// Makes sure that a path does not lead into a folder of git's own, in whatever spelling.
    ///
    /// # Errors
    /// It does; the fault says so, and what to do.
    pub(crate) fn is_ours(&self, path: &RepoPath) -> Result<()> {
        let full = self.below(path)?;
        let Ok(kept) = self.kept.read() else { return Ok(()) };
        if kept.is_empty() {
            return Ok(());
        }
        // The system itself says where the part of the path leads that exists, whatever its letters are.
        let found = full.ancestors().find_map(|part| fs::canonicalize(part).ok());
        if !found.is_some_and(|found| kept.iter().any(|place| found.starts_with(place))) {
            return Ok(());
        }
        let shown = visible(path.as_str());
        Err(Fault::new(say!(
            vi: "không ghi “{shown}”: git của thư mục này giữ dữ liệu của mình ở đó",
            en: "“{shown}” is not written: git keeps its own data of this folder there"
        ))
        .cure(say!(
            vi: "đề nghị người gửi đổi tên tệp hoặc thư mục đó, hoặc sao chép lại kho theo cách thường (git clone)",
            en: "ask the sender to rename that file or folder, or clone the repository again in the ordinary way (git clone)"
        )))
    }

    /// Whether the disk has a path in exactly this spelling, and not only one that the system takes for it.
    pub(crate) fn spells(&self, path: &RepoPath) -> bool {
        let mut at = self.root.clone();
        path.as_str().split('/').all(|part| {
            let found = fs::read_dir(&at).is_ok_and(|mut all| all.any(|e| e.is_ok_and(|e| e.file_name() == part)));
            at.push(part);
            found
        })
    }

    /// Removes a folder in which there are no files, with the empty folders below it; whether nothing stands there now.
    ///
    /// # Errors
    /// It is one of git's own, or cannot be removed.
    pub(crate) fn drop_empty(&self, path: &RepoPath) -> Result<bool> {
        self.is_ours(path)?;
        self.passable(path)?;
        let Some(full) = self.locate(path)? else { return Ok(true) };
        match fs::symlink_metadata(&full) {
            Ok(found) if !found.is_dir() => return Ok(false),
            Ok(_) => {}
            Err(e) if is_absent(&e) => return Ok(true),
            Err(e) => return Err(fault::read(&full, e)),
        }
        let mut folders = Vec::new();
        for entry in walkdir::WalkDir::new(&full).follow_links(false).contents_first(true) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => folders.push(entry.into_path()),
                _ => return Ok(false),
            }
        }
        for folder in folders {
            fs::remove_dir(&folder).map_err(|e| fault::write(&folder, e))?;
        }
        self.forget_folders();
        Ok(true)
    }

    /// Removes the folders above a path that have become empty, up to the top, as git does after it has removed a file.
    pub(crate) fn drop_empty_above(&self, path: &RepoPath) {
        let Ok(Some(full)) = self.locate(path) else { return };
        let above =
            full.ancestors().skip(1).take_while(|folder| *folder != self.root && folder.starts_with(&self.root));
        // A folder that is not empty is not removed, nor one in which a program stands (on Windows).
        if above.map(fs::remove_dir).take_while(std::result::Result::is_ok).count() > 0 {
            self.forget_folders();
        }
    }

    fn forget_folders(&self) {
        if let Ok(mut real) = self.real.write() {
            real.clear();
        }
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
        self.is_ours(path)?;
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
                Err(e) if is_absent(&e) && self.exact => return Ok(Some(None)),
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
        if self.exact || path.as_str().is_ascii() || fs::symlink_metadata(&full).is_ok() {
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
