//! The repository: raw objects in, signed commits out. The one door to libgit2.
//!
//! Objects are read as bytes whose name has been checked against their content; what they mean is read by `parse`.
//! Nothing here asks libgit2 for parents or ancestry: grafts, shallow files and commit graphs, which anybody who
//! hands over a clone can forge, would answer.

mod commit;
mod differences;
mod guard;
mod index;
#[cfg(test)]
mod made;
mod objects;
pub mod pack;
mod repair;
mod settle;
mod twins;

pub use commit::{CommitError, CommitPlan, Committed, FileChange, Working};
pub use repair::Repaired;
pub use settle::Unwritten;

use crate::store::files::{Folder, Lock};
use crate::store::program::Environment;
use crate::store::{Fault, Result, failpoint, files};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};
use git2::{ErrorClass, ErrorCode, ObjectType, Odb, Oid, Repository, RepositoryInitOptions, RepositoryOpenFlags};
use objects::Objects;
use pack::Weight;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A commit object is at most this large: 256 KiB.
pub const COMMIT_CAP: usize = 256 * 1024;
/// A commit object beyond this is not opened at all: 64 MiB.
const COMMIT_MOST: usize = 64 * 1024 * 1024;
/// The branch a new folder starts with.
pub const MAIN: &str = "main";

/// An office's repository.
pub struct Repo {
    inner: Repository,
    folder: Option<Folder>,
    objects: Objects,
}

/// What reading a blob found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blob {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Larger than [`files::CAP`]; its size in bytes, and nothing was read.
    TooLarge(u64),
}

/// Where a branch is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// The remote's name, `origin`.
    pub remote: String,
    /// The branch there, `main`.
    pub branch: String,
}

pub(super) fn oid(id: ObjectId) -> Result<Oid> {
    Oid::from_bytes(id.as_bytes()).map_err(|e| fault(say!(vi: "tên đối tượng git sai", en: "bad object name"), e))
}

pub(super) fn id(oid: Oid) -> ObjectId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&oid.as_bytes()[..20]);
    ObjectId::from_bytes(bytes)
}

/// A libgit2 error as a sentence. Those people meet come with the cure.
pub(super) fn fault(doing: Text, e: git2::Error) -> Fault {
    let words = e.message().to_ascii_lowercase();
    let fault = Fault::because(doing, e.message());
    if e.code() == ErrorCode::Owner {
        return fault.cure(say!(
            vi: "thư mục thuộc người dùng khác; nếu tin thư mục này, chạy: git config --global --add safe.directory ĐƯỜNG_DẪN",
            en: "the folder belongs to another user; if you trust it, run: git config --global --add safe.directory PATH"
        ));
    }
    if words.contains("refstorage") || words.contains("reftable") {
        return fault.cure(say!(
            vi: "kho dùng định dạng reftable; chạy: git refs migrate --ref-format=files",
            en: "the repository uses reftable; run: git refs migrate --ref-format=files"
        ));
    }
    if words.contains("object format") || words.contains("objectformat") {
        return fault.cure(say!(
            vi: "kho dùng SHA-256, baocao cần kho SHA-1; lập thư mục mới bằng `baocao init`",
            en: "the repository uses SHA-256, baocao needs SHA-1; set up a new folder with `baocao init`"
        ));
    }
    if e.code() == ErrorCode::Locked {
        return fault.cure(say!(
            vi: "một lệnh git khác đang làm việc; đợi nó xong rồi chạy lại",
            en: "another git command is at work; wait for it to end, then run this again"
        ));
    }
    if e.code() == ErrorCode::NotFound && e.class() == ErrorClass::Odb {
        return fault.cure(say!(
            vi: "bản sao này không đủ lịch sử; chạy: git fetch --unshallow, hoặc sao chép lại toàn bộ thư mục",
            en: "this clone lacks part of the history; run: git fetch --unshallow, or clone the whole folder again"
        ));
    }
    fault
}

impl Repo {
    fn of(inner: Repository, folder: Option<&Folder>, objects: Option<Vec<PathBuf>>) -> Repo {
        // What is read is judged and dropped; libgit2 would keep every object of a long history.
        git2::opts::enable_caching(false);
        if let Some(folder) = folder {
            // A repository may lie in the folder under another name than `.git`.
            folder.keep_out_of(inner.path());
            folder.keep_out_of(inner.commondir());
        }
        Repo { inner, folder: folder.map(Folder::exact), objects: Objects::new(objects) }
    }

    /// A repository whose objects lie where they always do.
    fn ordinary(inner: Repository, folder: Option<&Folder>) -> Repo {
        let objects = vec![inner.commondir().join("objects")];
        Repo::of(inner, folder, Some(objects))
    }

    /// Opens the repository whose top is this folder.
    pub fn open(folder: &Folder) -> Result<Repo> {
        let shown = folder.root().display();
        let none_yet = || {
            Fault::new(say!(vi: "“{shown}” chưa phải là kho git", en: "“{shown}” is no git repository yet"))
                .cure(say!(vi: "chạy `baocao init` ở thư mục này", en: "run `baocao init` in this folder"))
        };
        // Without a whole repository in `.git`, libgit2 would try the folder itself, which nothing has looked at.
        guard::Places::of(folder.root())?.ok_or_else(none_yet)?.look()?;
        let none: [&std::ffi::OsStr; 0] = [];
        let opened = Repository::open_ext(folder.root(), RepositoryOpenFlags::NO_SEARCH, none);
        match opened {
            Ok(inner) => Ok(Repo::ordinary(inner, Some(folder))),
            Err(e) if e.code() == ErrorCode::NotFound => Err(none_yet()),
            Err(e) => Err(fault(
                say!(vi: "không mở được kho git ở “{shown}”", en: "cannot open the repository at “{shown}”"),
                e,
            )),
        }
    }

    /// Opens the repository a git hook runs in, with the objects still in quarantine. It has no working files.
    pub fn open_from_env(env: &Environment) -> Result<Repo> {
        if let Some(places) = env.repository().map(guard::Places::at).transpose()?.flatten() {
            places.look()?;
        }
        let inner = Repository::open_from_env().map_err(|e| {
            fault(say!(vi: "không mở được kho git của hook", en: "cannot open the hook's repository"), e)
        })?;
        let objects = env.object_folders(inner.commondir().join("objects"));
        guard::objects(objects.clone().unwrap_or_default())?;
        Ok(Repo::of(inner, None, objects))
    }

    /// Opens a shared repository, which has no working files.
    pub fn open_bare(path: &Path) -> Result<Repo> {
        let shown = path.display();
        if let Some(places) = guard::Places::at(path.to_path_buf())? {
            places.look()?;
        }
        let inner = Repository::open_bare(path).map_err(|e| {
            fault(say!(vi: "“{shown}” không phải kho chung (kho git trần)", en: "“{shown}” is no shared (bare) repository"), e)
                .cure(say!(
                    vi: "chạy ở thư mục kho trên máy chủ; trong thư mục của cơ quan dùng `baocao hook install --local`",
                    en: "run this in the repository's folder on the server; in an office's folder use `baocao hook install --local`"
                ))
        })?;
        Ok(Repo::ordinary(inner, None))
    }

    /// Sets one of the repository's own settings.
    ///
    /// # Errors
    /// The file of settings cannot be written, or is a link.
    pub fn configure(&self, name: &str, value: &str) -> Result<()> {
        self.writable()?;
        let set = || self.inner.config()?.open_level(git2::ConfigLevel::Local)?.set_str(name, value);
        set().map_err(|e| {
            fault(say!(vi: "không ghi được thiết lập {name} của kho git", en: "cannot set {name} in the repository"), e)
        })
    }

    /// Makes a repository in the folder, or opens the one that is there: files, SHA-1, branch `main`.
    pub fn init(folder: &Folder) -> Result<Repo> {
        if files::exists(&folder.root().join(".git")) {
            return Repo::open(folder);
        }
        let shown = folder.root().display();
        let doing = || say!(vi: "không lập được kho git ở “{shown}”", en: "cannot make a repository at “{shown}”");
        let mut options = RepositoryInitOptions::new();
        options.no_reinit(true).mkdir(false).mkpath(false).external_template(false).initial_head(MAIN);
        let inner = Repository::init_opts(folder.root(), &options).map_err(|e| fault(doing(), e))?;
        let mut config = inner.config().map_err(|e| fault(doing(), e))?;
        // Line endings are decided by the office's .gitattributes, never by one computer's habit: digests hang on
        // them. `core.fsync` is what git obeys; the word libgit2 obeys makes every git command print a warning, so
        // commits made here are written through by hand.
        for (name, value) in
            [("core.autocrlf", "false"), ("core.fsync", "committed"), ("core.logAllRefUpdates", "true")]
        {
            config.set_str(name, value).map_err(|e| fault(doing(), e))?;
        }
        Ok(Repo::ordinary(inner, Some(folder)))
    }

    fn places(&self) -> Result<guard::Places> {
        guard::Places::at(self.inner.path().to_path_buf())?.ok_or_else(|| {
            Fault::new(say!(vi: "kho git không còn nguyên vẹn", en: "the repository is no longer whole"))
        })
    }

    /// Makes sure that nothing which is written below `.git` is written through a link.
    ///
    /// # Errors
    /// There is a link; the message names it.
    pub fn writable(&self) -> Result<()> {
        let dot_git = self.folder.as_ref().map(|folder| folder.root().join(".git"));
        self.places()?.writable(dot_git.as_deref())
    }

    /// The folder of hooks that git runs here.
    ///
    /// # Errors
    /// It is reached through a link, which nothing is written through.
    pub fn hooks(&self) -> Result<PathBuf> {
        self.places()?.hooks()
    }

    /// Takes the right to change the folder, waiting at most `wait`; `waiting` is called once if another run has it.
    ///
    /// # Errors
    /// Another run has it longer than that, or something that would be written is a link.
    pub fn lock(&self, wait: Duration, waiting: &mut dyn FnMut()) -> Result<Lock> {
        self.writable()?;
        Lock::take(&self.inner.commondir().join("baocao.lock"), wait, waiting)
    }

    /// Whether it has no working files.
    pub fn is_bare(&self) -> bool {
        self.inner.is_bare()
    }

    /// Where git keeps its own files.
    pub fn git_folder(&self) -> &Path {
        self.inner.path()
    }

    fn folder(&self) -> Result<&Folder> {
        self.folder.as_ref().ok_or_else(|| {
            Fault::new(say!(vi: "kho này không có tệp làm việc", en: "this repository has no working files"))
        })
    }

    /// The full name of the branch HEAD names, whether it has commits or not.
    pub fn branch_ref(&self) -> Result<String> {
        let doing = || say!(vi: "không đọc được HEAD", en: "cannot read HEAD");
        let head = self.inner.find_reference("HEAD").map_err(|e| fault(doing(), e))?;
        match head.symbolic_target() {
            Ok(Some(name)) if name.starts_with("refs/heads/") => Ok(name.to_string()),
            _ => Err(Fault::new(say!(vi: "kho không đứng trên nhánh nào", en: "the repository is on no branch"))
                .cure(say!(vi: "chạy: git switch main", en: "run: git switch main"))),
        }
    }

    /// The short name of that branch.
    pub fn branch(&self) -> Result<String> {
        self.branch_ref().map(|name| name.trim_start_matches("refs/heads/").to_string())
    }

    /// The tip of the branch HEAD names, or the commit it names itself (a checkout for looking only); `None` before the
    /// first commit.
    pub fn head(&self) -> Result<Option<ObjectId>> {
        if let Ok(head) = self.inner.find_reference("HEAD")
            && let Some(target) = head.target()
        {
            return Ok(Some(id(target)));
        }
        self.reference(&self.branch_ref()?)
    }

    /// What the user has begun with git and not ended, as git's own command is called.
    pub fn unfinished(&self) -> Option<(&'static str, &'static str)> {
        use git2::RepositoryState as State;
        match self.inner.state() {
            State::Clean => None,
            State::Merge => Some(("merge", "git merge --abort")),
            State::Revert | State::RevertSequence => Some(("revert", "git revert --abort")),
            State::CherryPick | State::CherryPickSequence => Some(("cherry-pick", "git cherry-pick --abort")),
            State::Bisect => Some(("bisect", "git bisect reset")),
            State::Rebase | State::RebaseInteractive | State::RebaseMerge => Some(("rebase", "git rebase --abort")),
            State::ApplyMailbox | State::ApplyMailboxOrRebase => Some(("am", "git am --abort")),
        }
    }

    /// What a reference points at; `None` if there is no such reference.
    pub fn reference(&self, name: &str) -> Result<Option<ObjectId>> {
        match self.inner.find_reference(name) {
            Ok(found) => Ok(found.target().map(id)),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(fault(say!(vi: "không đọc được “{name}”", en: "cannot read “{name}”"), e)),
        }
    }

    /// Moves a reference from where the caller saw it; whether it was still there.
    pub fn move_reference(&self, name: &str, old: Option<ObjectId>, new: ObjectId) -> Result<bool> {
        failpoint::step();
        let (new, old) = (oid(new)?, old.map(oid).transpose()?);
        let attempt = || match old {
            Some(old) => self.inner.reference_matching(name, new, true, old, "baocao"),
            None => self.inner.reference(name, new, false, "baocao"),
        };
        // A run that was killed while it held the lock would keep everybody out for ever.
        let moved = attempt().or_else(|e| match e.code() {
            ErrorCode::Locked if self.remove_stale_lock(name) => attempt(),
            _ => Err(e),
        });
        match moved {
            Ok(_) => Ok(true),
            Err(e) if matches!(e.code(), ErrorCode::Modified | ErrorCode::Exists | ErrorCode::Locked) => Ok(false),
            Err(e) => Err(fault(say!(vi: "không ghi được “{name}”", en: "cannot write “{name}”"), e)),
        }
    }

    /// The tip of a branch as last fetched.
    pub fn remote_tip(&self, remote: &str, branch: &str) -> Result<Option<ObjectId>> {
        self.reference(&format!("refs/remotes/{remote}/{branch}"))
    }

    /// Every direct reference whose name starts with a prefix, sorted by name.
    pub fn references(&self, prefix: &str) -> Result<Vec<(String, ObjectId)>> {
        let doing = || say!(vi: "không đọc được các nhánh", en: "cannot read the branches");
        let mut found = Vec::new();
        for reference in self.inner.references_glob(&format!("{prefix}*")).map_err(|e| fault(doing(), e))? {
            let reference = reference.map_err(|e| fault(doing(), e))?;
            if let (Ok(name), Some(target)) = (reference.name(), reference.target()) {
                found.push((name.to_string(), id(target)));
            }
        }
        found.sort();
        Ok(found)
    }

    /// Where the current branch is shared, by git's own settings; a lone remote will do.
    pub fn upstream(&self) -> Result<Option<Upstream>> {
        let branch = self.branch()?;
        let remote = self.config_string(&format!("branch.{branch}.remote"));
        let merge = self.config_string(&format!("branch.{branch}.merge"));
        if let (Some(remote), Some(merge)) = (&remote, &merge)
            && let Some(there) = merge.strip_prefix("refs/heads/")
        {
            return Ok(Some(Upstream { remote: remote.clone(), branch: there.to_string() }));
        }
        let doing = || say!(vi: "không đọc được các máy chủ", en: "cannot read the remotes");
        let remotes = self.inner.remotes().map_err(|e| fault(doing(), e))?;
        let names: Vec<&str> = remotes.iter().filter_map(|name| name.ok().flatten()).collect();
        let chosen = match names.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|name| **name == "origin"),
        };
        Ok(chosen.map(|name| Upstream { remote: name.to_string(), branch }))
    }

    /// One of git's settings, as git itself would see it in this folder.
    pub fn config_string(&self, name: &str) -> Option<String> {
        self.inner.config().ok()?.snapshot().ok()?.get_string(name).ok()
    }

    /// The settings of this very clone that make git run a program on the network. They may have been written by whoever
    /// brought the folder.
    pub fn own_programs(&self) -> Result<Vec<String>> {
        let doing =
            || say!(vi: "không đọc được cấu hình của kho git", en: "cannot read the repository's configuration");
        let config = self.inner.config().map_err(|e| fault(doing(), e))?;
        let mut found = Vec::new();
        let mut entries = config.entries(None).map_err(|e| fault(doing(), e))?;
        while let Some(entry) = entries.next() {
            let entry = entry.map_err(|e| fault(doing(), e))?;
            let here = matches!(entry.level(), git2::ConfigLevel::Local | git2::ConfigLevel::Worktree);
            let name = String::from_utf8_lossy(entry.name_bytes()).to_ascii_lowercase();
            if here && runs_a_program(&name) {
                found.push(name);
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// A commit's raw bytes. One beyond [`COMMIT_CAP`] is cut one byte behind it: it is of no grammar, and still its first
    /// lines tell what stands before it, so that nobody can hide a line behind an object that is only large.
    pub fn read_commit_bytes(&self, commit: ObjectId) -> Result<Vec<u8>> {
        let mut bytes = self.read_capped(commit, ObjectType::Commit, COMMIT_MOST)?;
        bytes.truncate(COMMIT_CAP + 1);
        Ok(bytes)
    }

    /// A tree's raw bytes; `None` if it is larger than [`files::CAP`], and nothing was read.
    pub fn read_tree_bytes(&self, tree: ObjectId) -> Result<Option<Vec<u8>>> {
        match self.too_large(tree, ObjectType::Tree, files::CAP as usize)? {
            Some(_) => Ok(None),
            None => self.read_capped(tree, ObjectType::Tree, files::CAP as usize).map(Some),
        }
    }

    /// A blob's bytes. The size is looked up first: a blob of zeros costs an attacker nothing.
    pub fn read_blob(&self, blob: ObjectId) -> Result<Blob> {
        if let Some(size) = self.too_large(blob, ObjectType::Blob, files::CAP as usize)? {
            return Ok(Blob::TooLarge(size as u64));
        }
        let bytes = self.read_object(blob, ObjectType::Blob)?;
        Ok(if bytes.len() as u64 > files::CAP { Blob::TooLarge(bytes.len() as u64) } else { Blob::Bytes(bytes) })
    }

    /// Whether an object is there.
    pub fn exists(&self, object: ObjectId) -> bool {
        let found = || Some(self.inner.odb().ok()?.exists(oid(object).ok()?));
        found().unwrap_or(false)
    }

    fn size(&self, object: ObjectId, kind: ObjectType) -> Result<usize> {
        let doing = || say!(vi: "không đọc được đối tượng {object}", en: "cannot read the object {object}");
        let name = oid(object)?;
        let (size, found) =
            self.objects.ask(&self.inner, |objects| objects.read_header(name)).map_err(|e| fault(doing(), e))?;
        if found != kind { Err(wrong_kind(object)) } else { Ok(size) }
    }

    /// An object's size if it is more than a reader takes, or if it costs more to read than it looks.
    fn too_large(&self, object: ObjectId, kind: ObjectType, cap: usize) -> Result<Option<usize>> {
        match self.objects.weight(object) {
            Some(Weight::Small) => Ok(None),
            // Nobody is asked, who might open it.
            Some(Weight::Costly) => Ok(Some(cap)),
            Some(Weight::Large) | None => Ok(Some(self.size(object, kind)?).filter(|size| *size > cap)),
        }
    }

    fn read_capped(&self, object: ObjectId, kind: ObjectType, cap: usize) -> Result<Vec<u8>> {
        let too_large = || Fault::new(say!(vi: "đối tượng {object} quá lớn", en: "the object {object} is too large"));
        if self.too_large(object, kind, cap)?.is_some() {
            return Err(too_large());
        }
        let bytes = self.read_object(object, kind)?;
        if bytes.len() > cap { Err(too_large()) } else { Ok(bytes) }
    }

    /// libgit2 compares the bytes with the name before it hands them over.
    fn read_object(&self, object: ObjectId, kind: ObjectType) -> Result<Vec<u8>> {
        let doing = || say!(vi: "không đọc được đối tượng {object}", en: "cannot read the object {object}");
        let name = oid(object)?;
        let read = |objects: &Odb<'_>| objects.read(name).map(|found| (found.kind(), found.data().to_vec()));
        let (found, bytes) = self.objects.ask(&self.inner, read).map_err(|e| fault(doing(), e))?;
        self.objects.has_read(bytes.len());
        if found != kind { Err(wrong_kind(object)) } else { Ok(bytes) }
    }

    /// The blob at a path of a commit; `None` if there is none, or something else than an ordinary file.
    pub fn blob_at(&self, commit: ObjectId, path: &RepoPath) -> Result<Option<ObjectId>> {
        let tree = self.tree_of(commit)?;
        match tree.get_path(Path::new(path.as_str())) {
            Ok(entry) if entry.kind() == Some(ObjectType::Blob) && entry.filemode() == 0o100644 => {
                Ok(Some(id(entry.id())))
            }
            Ok(_) => Ok(None),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => {
                Err(fault(say!(vi: "không đọc được cây của {commit}", en: "cannot read the tree of {commit}"), e))
            }
        }
    }

    fn tree_of(&self, commit: ObjectId) -> Result<git2::Tree<'_>> {
        let found = self.inner.find_commit(oid(commit)?).and_then(|commit| commit.tree());
        found.map_err(|e| fault(say!(vi: "không đọc được cây của {commit}", en: "cannot read the tree of {commit}"), e))
    }

    /// Whether somebody has staged something else at a path than the last commit has there.
    pub fn is_staged(&self, path: &RepoPath) -> Result<bool> {
        let doing = || say!(vi: "không đọc được index của git", en: "cannot read git's index");
        let index = self.inner.index().map_err(|e| fault(doing(), e))?;
        let staged = index.get_path(Path::new(path.as_str()), 0).map(|entry| id(entry.id));
        let committed = match self.head()? {
            Some(head) => self.blob_at(head, path)?,
            None => None,
        };
        Ok(staged != committed)
    }

    fn git_path(&self, name: &str) -> PathBuf {
        self.inner.path().join(name)
    }
}

fn wrong_kind(object: ObjectId) -> Fault {
    Fault::new(say!(vi: "đối tượng {object} không đúng loại", en: "the object {object} is of another kind"))
}

/// Whether git, asked to fetch or push, would run what a setting of this name says.
fn runs_a_program(name: &str) -> bool {
    let ends = |ends: &[&str]| name.rsplit('.').next().is_some_and(|last| ends.contains(&last));
    let starts = |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.starts_with('.'));
    matches!(name, "core.sshcommand" | "core.gitproxy" | "core.askpass" | "core.alternaterefscommand")
        || starts("credential") && ends(&["helper"])
        || starts("remote") && ends(&["uploadpack", "receivepack", "vcs"])
        || starts("gpg") && ends(&["program", "defaultkeycommand"])
        || starts("include")
        || starts("includeif")
}

/// One of git's settings from the user's and the system's files only. Which program is run is never read from the
/// clone, which somebody else may have brought.
pub fn config_of_user(name: &str) -> Option<String> {
    git2::Config::open_default().ok()?.snapshot().ok()?.get_string(name).ok()
}

/// The name git gives to a blob of these bytes. Nothing is written.
pub fn blob_id_of(bytes: &[u8]) -> ObjectId {
    // Hashing memory fails only where SHA-1 itself reports a collision attack; such bytes name nothing.
    Oid::hash_object(ObjectType::Blob, bytes).map_or(ObjectId::ZERO, id)
}

#[cfg(test)]
mod tests;
