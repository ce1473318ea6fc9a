//! Reading and writing the office's folder: the one door to `std::fs` and walkdir.
//!
//! Links are never followed below the top of the folder, and no name is passed over.

mod fault;
mod inspect;
mod lock;
mod paths;
mod watch;
mod window;
mod write;

pub(crate) use inspect::{entries, is_link, target};
pub use lock::Lock;
pub(crate) use watch::below;
pub use watch::{is_empty_or_absent, make_folder, new_folder};
pub(crate) use window::Window;
pub(crate) use write::{make_folders, remove, sweep, sync_file, sync_folder};

use crate::store::{Fault, Result};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, nfc};
use paths::is_absent;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, FileType};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};

/// The largest file that is read: 4 MiB. A report is some ten kilobytes; past this only an attack is worth reading.
pub const CAP: u64 = 4 * 1024 * 1024;

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl From<FileType> for Kind {
    fn from(t: FileType) -> Self {
        if t.is_symlink() {
            Kind::Link
        } else if t.is_file() {
            Kind::File
        } else if t.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        }
    }
}

/// What reading a path found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// A file larger than [`CAP`]; its size in bytes.
    TooLarge(u64),
    /// No ordinary file.
    Irregular(Kind),
}

impl Found {
    /// The bytes, where there are any.
    pub fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Found::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// What [`Folder::read_into`] found; the bytes are in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// The buffer holds the file.
    Bytes,
    /// A file larger than [`CAP`]; its size in bytes.
    TooLarge(u64),
    /// No ordinary file.
    Irregular(Kind),
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name for people and for comparing: NFC, with U+FFFD for what is not UTF-8.
    pub name: String,
    /// The path, if the name can be one: UTF-8 and without a backslash.
    pub path: Option<RepoPath>,
    /// What it is.
    pub kind: Kind,
    /// The name as the disk has it.
    pub on_disk: OsString,
}

/// What git's index keeps of a file to see later whether it was touched. git keeps the low 32 bits of each; all zero
/// makes it look into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stat {
    pub(crate) changed: (i32, u32),
    pub(crate) modified: (i32, u32),
    pub(crate) device: u32,
    pub(crate) inode: u32,
    pub(crate) user: u32,
    pub(crate) group: u32,
    pub(crate) size: u32,
}

impl From<&fs::Metadata> for Stat {
    #[cfg(unix)]
    fn from(m: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Stat {
            changed: (m.ctime() as i32, m.ctime_nsec() as u32),
            modified: (m.mtime() as i32, m.mtime_nsec() as u32),
            device: m.dev() as u32,
            inode: m.ino() as u32,
            user: m.uid(),
            group: m.gid(),
            size: m.len() as u32,
        }
    }

    #[cfg(not(unix))]
    fn from(_: &fs::Metadata) -> Self {
        Stat::default()
    }
}

/// An office's folder on disk.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    // Folders already seen to be real ones, so that a thousand reports of one period ask once.
    real: Arc<RwLock<BTreeSet<String>>>,
    // Folders below the top in which git keeps its own files, as the system spells them.
    kept: Arc<RwLock<BTreeSet<PathBuf>>>,
    // Whether a name stands for its own spelling only.
    exact: bool,
}

impl Folder {
    /// A folder given by name; it must exist.
    pub fn at(root: &Path) -> Result<Folder> {
        let root = fs::canonicalize(root).map_err(|e| fault::read(root, e))?;
        if !root.is_dir() {
            return Err(Fault::new(say!(vi: "“{}” không phải là thư mục", en: "“{}” is not a folder", root.display())));
        }
        Ok(Folder::top(root))
    }

    fn top(root: PathBuf) -> Folder {
        Folder { root, real: Arc::default(), kept: Arc::default(), exact: false }
    }

    /// The same folder, in which a name stands for its own spelling only: `é` in one character is not `é` in two. What git
    /// tracks is looked up like this, since each spelling is a file of its own there.
    pub(crate) fn exact(&self) -> Folder {
        Folder { exact: true, real: Arc::default(), ..self.clone() }
    }

    /// The nearest folder from `start` upward that holds `baocao.toml`.
    pub fn find(start: &Path) -> Result<Folder> {
        let start = fs::canonicalize(start).map_err(|e| fault::read(start, e))?;
        let root = start.ancestors().find(|dir| dir.join(layout::SETTINGS).is_file());
        root.map(|root| Folder::top(root.to_path_buf())).ok_or_else(|| {
            Fault::new(say!(
                vi: "không thấy baocao.toml ở “{}” và các thư mục trên nó",
                en: "no baocao.toml in “{}” or above it",
                start.display()
            ))
            .cure(say!(
                vi: "vào thư mục báo cáo của cơ quan, dùng -C THƯ_MỤC, hoặc lập thư mục mới bằng `baocao init`",
                en: "go to the office's folder, use -C FOLDER, or set one up with `baocao init`"
            ))
        })
    }

    /// The top of the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads a file. `None` if nothing stands there.
    pub fn read(&self, path: &RepoPath) -> Result<Option<Found>> {
        let mut bytes = Vec::new();
        Ok(self.read_into(path, &mut bytes)?.map(|filled| match filled {
            Filled::Bytes => Found::Bytes(bytes),
            Filled::TooLarge(size) => Found::TooLarge(size),
            Filled::Irregular(kind) => Found::Irregular(kind),
        }))
    }

    /// Reads a file into a buffer that is used again and again; what it held is lost.
    pub fn read_into(&self, path: &RepoPath, bytes: &mut Vec<u8>) -> Result<Option<Filled>> {
        bytes.clear();
        if let Some(kind) = self.parents(path)? {
            return Ok(kind.map(Filled::Irregular));
        }
        let full = match self.locate(path)? {
            Some(full) => full,
            None => return Ok(None),
        };
        read_whole(&full, bytes)
    }

    /// Every entry of a folder, sorted by name; empty if there is no such folder.
    pub fn list(&self, dir: &str) -> Result<Vec<Entry>> {
        let path = RepoPath::new(dir);
        if !dir.is_empty() && self.parents(&path.join("x"))?.is_some() {
            return Ok(Vec::new());
        }
        let full = if dir.is_empty() { Some(self.root.clone()) } else { self.locate(&path)? };
        let Some(full) = full else { return Ok(Vec::new()) };
        let entries = match fs::read_dir(&full) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(fault::read(&full, e)),
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|e| fault::read(&full, e))?;
            let kind = entry.file_type().map_err(|e| fault::read(&entry.path(), e))?.into();
            listed.push(named(&path, entry.file_name(), kind));
        }
        listed.sort();
        Ok(listed)
    }

    /// Every entry below a folder, folders included, sorted by path; links are named and not entered.
    pub fn walk(&self, dir: &str) -> Result<Vec<Entry>> {
        let base = RepoPath::new(dir);
        if self.parents(&base.join("x"))?.is_some() {
            return Ok(Vec::new());
        }
        let Some(full) = self.locate(&base)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(&full).min_depth(1).follow_links(false).max_depth(16) {
            let entry = entry.map_err(|e| {
                let at = e.path().unwrap_or(&full).to_path_buf();
                fault::read(&at, e.into_io_error().unwrap_or_else(|| ErrorKind::Other.into()))
            })?;
            let below = entry.path().strip_prefix(&full).unwrap_or(entry.path());
            let path = below.iter().try_fold(base.clone(), |path, part| Some(path.join(&plain(part)?)));
            let name = nfc(&below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
            let kind = entry.file_type().into();
            found.push(Entry { name, path, kind, on_disk: below.as_os_str().to_os_string() });
        }
        found.sort();
        Ok(found)
    }

    /// Writes a whole file, atomically, making the folders above it.
    pub fn write(&self, path: &RepoPath, bytes: &[u8]) -> Result<()> {
        let full = self.ready(path)?;
        write::whole(&full, bytes, write::Place::Replace, false).map(drop)
    }

    /// Writes (or with `None` removes) a file if it still is what the caller read; `false` if it is not.
    pub fn write_if_unchanged(&self, path: &RepoPath, expected: Option<&[u8]>, new: Option<&[u8]>) -> Result<bool> {
        let same = match (self.read(path)?, expected) {
            (None, None) => true,
            (Some(Found::Bytes(now)), Some(expected)) => now == expected,
            _ => false,
        };
        if !same {
            return Ok(false);
        }
        match (expected, new) {
            (_, None) => {
                self.is_ours(path)?;
                if let Some(full) = self.locate(path)? {
                    remove(&full)?;
                    sync_folder(full.parent().unwrap_or(&self.root));
                }
                Ok(true)
            }
            (None, Some(new)) => write::whole(&self.ready(path)?, new, write::Place::New, false),
            (Some(_), Some(new)) => write::whole(&self.ready(path)?, new, write::Place::Replace, false),
        }
    }

    /// Removes what a dead run left half written beside a path; gives the names.
    pub(crate) fn sweep_beside(&self, path: &RepoPath, older_than: Duration) -> Vec<PathBuf> {
        let plain = self.parents(path).is_ok_and(|kind| kind.is_none());
        match self.below(path) {
            Ok(full) if plain => sweep(full.parent().unwrap_or(&self.root), older_than),
            _ => Vec::new(),
        }
    }

    /// The facts git's index keeps of an ordinary file.
    pub(crate) fn stat(&self, path: &RepoPath) -> Option<Stat> {
        let full = self.locate(path).ok().flatten()?;
        fs::symlink_metadata(full).ok().filter(|m| m.is_file()).map(|m| Stat::from(&m))
    }
}

fn plain(name: &OsStr) -> Option<String> {
    name.to_str().filter(|n| !n.contains('\\')).map(nfc)
}

fn named(dir: &RepoPath, on_disk: OsString, kind: Kind) -> Entry {
    let path = plain(&on_disk).map(|name| dir.join(&name));
    Entry { name: nfc(&on_disk.to_string_lossy()), path, kind, on_disk }
}

fn read_whole(full: &Path, bytes: &mut Vec<u8>) -> Result<Option<Filled>> {
    // `lstat` first: opening a pipe would wait for ever, and opening a link would follow it.
    let meta = match fs::symlink_metadata(full) {
        Ok(meta) => meta,
        Err(e) if is_absent(&e) || e.kind() == ErrorKind::NotADirectory => return Ok(None),
        Err(e) => return Err(fault::read(full, e)),
    };
    if !meta.is_file() {
        return Ok(Some(Filled::Irregular(meta.file_type().into())));
    }
    if meta.len() > CAP {
        return Ok(Some(Filled::TooLarge(meta.len())));
    }
    let mut file = File::open(full).map_err(|e| fault::read(full, e))?;
    // One byte more than the size, so that one read of the whole and one of nothing are all there is; the file may
    // still grow while it is read.
    let mut filled = 0;
    bytes.resize(meta.len() as usize + 1, 0);
    loop {
        if filled == bytes.len() {
            bytes.resize(filled + filled.max(4096), 0);
        }
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(fault::read(full, e)),
        }
        if filled as u64 > CAP {
            return Ok(Some(Filled::TooLarge(filled as u64)));
        }
    }
    bytes.truncate(filled);
    Ok(Some(Filled::Bytes))
}

/// The most bytes of a document that is brought in from outside.
const LARGE: u64 = 64 * 1024 * 1024;

/// Reads a file outside the folder (a key, a setting of the user); links are followed, the cap holds.
pub fn read_outside(path: &Path) -> Result<Option<Vec<u8>>> {
    read_up_to(path, CAP)
}

/// Reads a document outside the folder, which may be as large as Word files with pictures are.
pub fn read_large(path: &Path) -> Result<Option<Vec<u8>>> {
    read_up_to(path, LARGE)
}

/// Reads a file outside the folder that has no more than so many bytes.
pub(crate) fn read_up_to(path: &Path, most: u64) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // A pipe would keep whoever opens it waiting for ever.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(Fault::new(
            say!(vi: "“{}” không phải tệp thường", en: "“{}” is not a regular file", path.display()),
        ));
    }
    match File::open(path) {
        Ok(file) => file.take(most + 1).read_to_end(&mut bytes).map_err(|e| fault::read(path, e))?,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(fault::read(path, e)),
    };
    if bytes.len() as u64 > most {
        return Err(Fault::new(say!(vi: "“{}” quá lớn", en: "“{}” is too large", path.display())));
    }
    Ok(Some(bytes))
}

/// Writes a file outside the folder (an export, the user's own settings), atomically, making the folders above it.
pub fn write_outside(path: &Path, bytes: &[u8]) -> Result<()> {
    make_folders(path.parent().unwrap_or(Path::new(".")))?;
    write::whole(path, bytes, write::Place::Replace, false).map(drop)
}

/// Writes a new file outside the folder; `false` and no change where something stands there. A private one can be
/// read by its owner only.
pub fn create_outside(path: &Path, bytes: &[u8], private: bool) -> Result<bool> {
    make_folders(path.parent().unwrap_or(Path::new(".")))?;
    write::whole(path, bytes, write::Place::New, private)
}

/// Writes a new program outside the folder, for git to run; `false` and no change where something stands there.
pub fn create_program(path: &Path, bytes: &[u8]) -> Result<bool> {
    let made = create_outside(path, bytes, false)?;
    #[cfg(unix)]
    if made {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(|e| fault::write(path, e))?;
    }
    Ok(made)
}

/// Takes a lock in the user's own settings, making the folders above it.
pub fn lock_outside(path: &Path, wait: std::time::Duration) -> Result<Lock> {
    make_folders(path.parent().unwrap_or(Path::new(".")))?;
    Lock::take(path, wait, &mut || {})
}

/// Whether anything at all stands at a path outside the folder.
pub fn exists_outside(path: &Path) -> bool {
    exists(path)
}

/// Whether a path leads from a folder downward through folders only, and through no link.
pub(crate) fn is_plainly_below(root: &Path, path: &Path) -> bool {
    let Ok(rest) = path.strip_prefix(root) else { return false };
    let mut at = root.to_path_buf();
    rest.components().all(|part| {
        at.push(part);
        matches!(part, std::path::Component::Normal(_))
            && fs::symlink_metadata(&at).map_or(true, |found| !found.file_type().is_symlink())
    })
}

/// When a file was last written; `None` if it is not there.
pub(crate) fn modified(path: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(path).ok()?.modified().ok()
}

/// How long ago a file was last written, by the same computer clock that stamped it; `None` if it is not there. A file from the future has no age.
#[expect(clippy::disallowed_methods, reason = "an age is measured against the clock that stamped the file")]
pub(crate) fn age(path: &Path) -> Option<Duration> {
    let at = modified(path)?;
    Some(SystemTime::now().duration_since(at).unwrap_or_default())
}

/// How large an ordinary file is, in bytes; `None` if there is none.
pub(crate) fn size(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().filter(|m| m.is_file()).map(|m| m.len())
}

/// Whether a folder stands at a path outside the folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether an ordinary file stands at a path outside the folder.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether anything at all stands at a path.
pub(crate) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A temporary folder only its owner can enter; it goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Scratch(tempfile::TempDir);

impl Scratch {
    /// Makes one.
    pub(crate) fn new() -> Result<Scratch> {
        let made = tempfile::Builder::new().prefix("baocao-").tempdir();
        made.map(Scratch).map_err(|e| fault::write(&std::path::PathBuf::from("tmp"), e))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Makes a folder in it and gives its path.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.path().join(name);
        fs::create_dir_all(&path).map_err(|e| fault::write(&path, e))?;
        Ok(path)
    }

    /// Writes a file in it and gives its path.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).map_err(|e| fault::write(&path, e))?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::files::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::at(dir.path()).expect("it exists");
        (dir, folder)
    }

    #[test]
    fn writes_atomically_and_reads_back() {
        let (_dir, folder) = folder();
        let path = RepoPath::new("reports/2024-Q2/thanh-tra.md");
        assert_eq!(folder.read(&path).unwrap(), None);
        folder.write(&path, "một".as_bytes()).unwrap();
        assert_eq!(folder.read(&path).unwrap(), Some(Found::Bytes("một".into())));
        assert!(!folder.write_if_unchanged(&path, Some(b"x"), Some(b"y")).unwrap());
        assert!(!folder.write_if_unchanged(&path, None, Some(b"y")).unwrap());
        assert!(folder.write_if_unchanged(&path, Some("một".as_bytes()), Some(b"hai")).unwrap());
        assert_eq!(folder.read(&path).unwrap(), Some(Found::Bytes("hai".into())));
        assert_eq!(folder.list("reports/2024-Q2").unwrap().len(), 1, "no temporary file stays");
        assert!(folder.write_if_unchanged(&path, Some(b"hai"), None).unwrap());
        assert_eq!(folder.read(&path).unwrap(), None);
    }

    #[test]
    fn paths_never_leave_the_folder() {
        let (_dir, folder) = folder();
        for wrong in [
            "../x",
            "/etc/passwd",
            "a/../b",
            "a//b",
            "./a",
            "a\\..\\..\\b",
            ".git/hooks/pre-commit",
            "a/.GIT/config",
            "git~1/config",
            ".git::$INDEX_ALLOCATION/x",
            ".g\u{200c}it/x",
        ] {
            assert!(folder.read(&RepoPath::new(wrong)).is_err(), "{wrong}");
            assert!(folder.write(&RepoPath::new(wrong), b"").is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_that_some_system_lacks_are_read_and_not_written() {
        let (dir, folder) = folder();
        let long = "đ".repeat(150);
        for name in ["a?.md", "C:/x.md", "con.md", "x.md:stream", "a.", "a ", &long, &"a".repeat(300)] {
            let path = RepoPath::new(name);
            assert_eq!(folder.read(&path), Ok(None), "{name}");
            assert!(!folder.holds(&path), "{name}");
            assert!(folder.write(&path, b"x").is_err_and(|fault| fault.cure.is_some()), "{name}");
            assert!(folder.write_if_unchanged(&path, None, Some(b"x")).is_err(), "{name}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_named_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;
        let (dir, folder) = folder();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "mật").unwrap();
        fs::create_dir(dir.path().join("reports")).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("reports/2024-Q2")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), dir.path().join("reports/a.md")).unwrap();
        fs::write(dir.path().join("reports").join(OsStr::from_bytes(b"h\xff.md")), "").unwrap();
        fs::write(dir.path().join("reports/a\\b.md"), "").unwrap();
        assert_eq!(folder.read(&"reports/a.md".into()).unwrap(), Some(Found::Irregular(Kind::Link)));
        assert_eq!(folder.read(&"reports/2024-Q2/secret.md".into()).unwrap(), Some(Found::Irregular(Kind::Link)));
        assert!(folder.write(&"reports/2024-Q2/new.md".into(), b"x").is_err());
        assert!(folder.list("reports/2024-Q2").unwrap().is_empty());
        let names: Vec<_> =
            folder.list("reports").unwrap().into_iter().map(|e| (e.name, e.kind, e.path.is_some())).collect();
        assert_eq!(
            names,
            [
                ("2024-Q2".into(), Kind::Link, true),
                ("a.md".into(), Kind::Link, true),
                ("a\\b.md".into(), Kind::File, false),
                ("h\u{fffd}.md".into(), Kind::File, false),
            ]
        );
        assert_eq!(folder.walk("reports").unwrap().len(), 4);
    }

    #[test]
    fn composed_and_decomposed_names_are_one_name() {
        let (dir, folder) = folder();
        fs::create_dir(dir.path().join("ho-so")).unwrap();
        fs::write(dir.path().join("ho-so/Ba\u{301}o ca\u{301}o.docx"), "x").unwrap();
        let path = RepoPath::new("ho-so/Báo cáo.docx");
        assert_eq!(folder.read(&path).unwrap(), Some(Found::Bytes(b"x".to_vec())));
        assert_eq!(folder.list("ho-so").unwrap()[0].path, Some(path.clone()));
        folder.write(&path, b"y").unwrap();
        assert_eq!(folder.list("ho-so").unwrap().len(), 1);
    }

    #[test]
    fn large_files_are_not_read() {
        let (dir, folder) = folder();
        let file = File::create(dir.path().join("a.md")).unwrap();
        file.set_len(CAP + 1).unwrap();
        assert_eq!(folder.read(&"a.md".into()).unwrap(), Some(Found::TooLarge(CAP + 1)));
        file.set_len(CAP).unwrap();
        assert!(matches!(folder.read(&"a.md".into()).unwrap(), Some(Found::Bytes(b)) if b.len() as u64 == CAP));
    }

    #[test]
    fn the_lock_is_taken_once_and_given_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("baocao.lock");
        let held = Lock::take(&path, Duration::ZERO, &mut || {}).unwrap();
        let mut told = 0;
        assert!(Lock::take(&path, Duration::from_millis(120), &mut || told += 1).is_err());
        assert_eq!(told, 1);
        drop(held);
        assert!(Lock::take(&path, Duration::ZERO, &mut || {}).is_ok());
    }

    #[test]
    fn the_folder_is_found_from_below() {
        let (dir, _) = folder();
        fs::create_dir_all(dir.path().join("reports/2024-Q2")).unwrap();
        assert!(Folder::find(&dir.path().join("reports")).is_err());
        fs::write(dir.path().join("baocao.toml"), "").unwrap();
        let found = Folder::find(&dir.path().join("reports/2024-Q2")).unwrap();
        assert_eq!(found.root(), fs::canonicalize(dir.path()).unwrap());
    }
}
