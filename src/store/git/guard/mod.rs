//! A look at everything below `.git` that libgit2 opens, before it opens any of it.
//!
//! libgit2 opens whatever stands under a name: a pipe or a device makes it wait for ever, a file of any size is read
//! whole, a link to a folder is walked. A folder that was handed over may hold any of these.

mod includes;
#[cfg(test)]
mod tests;

use crate::store::files::Kind;
use crate::store::{Fault, Result, files};
use baocao_core::say;
use std::path::{Path, PathBuf};

/// The most bytes of a file that holds a name or a list of names: 1 MiB.
const SMALL: u64 = 1024 * 1024;
/// The most bytes of a reference: 64 KiB. An honest one has 41.
const REFERENCE: u64 = 64 * 1024;
/// The most bytes of a list of references: 64 MiB, some 600,000 of them.
const REFERENCES: u64 = 64 * 1024 * 1024;
/// The most bytes of git's index and of the tables beside packs, which are read or summed up whole: 256 MiB.
const TABLE: u64 = 256 * 1024 * 1024;
/// The most folders of objects, each named by another.
pub(super) const FOLDERS: usize = 50;
/// The most entries that are looked at in one folder and all below it.
const ENTRIES: usize = 500_000;
/// What git's own watching of files, and nothing that libgit2 opens, leaves in `.git`.
const SOCKET: &str = "fsmonitor--daemon.ipc";
/// Top-level names through which nothing is written here, so that links in their place are harmless. Hooks have a check
/// of their own.
const NOT_WRITTEN: [&str; 7] = ["hooks", "description", "branches", "modules", "lfs", "annex", "rr-cache"];

/// The two folders of a repository: its own, and the one it shares with its other worktrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// HEAD and the index are here.
    git: PathBuf,
    /// Everything else is here; the same folder unless it is a worktree.
    common: PathBuf,
}

impl Places {
    /// The folders of the repository whose top is `top`; `None` where git would see none. `.git` may be a folder or a
    /// file that names one.
    ///
    /// # Errors
    /// What must be read to find them is no ordinary file or too large.
    pub(super) fn of(top: &Path) -> Result<Option<Places>> {
        let dot_git = top.join(".git");
        match files::target(&dot_git) {
            Some((Kind::Folder, _)) => Places::at(dot_git),
            Some(_) => {
                file(&dot_git, SMALL)?;
                let text = text(&dot_git)?;
                let Some(named) = text.trim_end().strip_prefix("gitdir:") else { return Ok(None) };
                Places::at(top.join(named.trim_start()))
            }
            None => Ok(None),
        }
    }

    /// The folders of the repository that is a folder itself, as a shared repository is.
    ///
    /// # Errors
    /// As [`Places::of`].
    pub(super) fn at(git: PathBuf) -> Result<Option<Places>> {
        let named = git.join("commondir");
        let common = match files::target(&named) {
            None | Some((Kind::Folder, _)) => git.clone(),
            Some(_) => {
                file(&named, SMALL)?;
                git.join(text(&named)?.trim_end())
            }
        };
        let folder = |path: PathBuf| matches!(files::target(&path), Some((Kind::Folder, _)));
        let whole =
            files::target(&git.join("HEAD")).is_some() && folder(common.join("objects")) && folder(common.join("refs"));
        Ok(whole.then_some(Places { git, common }))
    }

    /// Both, each once.
    fn folders(&self) -> Vec<&Path> {
        if self.git == self.common { vec![&self.git] } else { vec![&self.git, &self.common] }
    }

    /// Makes sure that libgit2 can open the repository and every object of it without waiting or reading without end.
    ///
    /// # Errors
    /// Something is neither a file nor a folder, larger than it can honestly be, or names other files too often.
    pub(super) fn look(&self) -> Result<()> {
        for folder in self.folders() {
            for (path, kind) in files::entries(folder)? {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                look_at(&path, kind, limit(name))?;
            }
            below(&folder.join("refs"), REFERENCE, true)?;
            below(&folder.join("logs"), u64::MAX, false)?;
            // git still reads addresses of servers from the last two, as it did before there were settings.
            for name in ["info", "remotes", "branches"] {
                below(&folder.join(name), SMALL, false)?;
            }
            below(&folder.join("worktrees"), u64::MAX, false)?;
        }
        includes::look([self.common.join("config"), self.git.join("config.worktree")])?;
        objects(vec![self.common.join("objects")])
    }

    /// Makes sure that nothing which is written below `.git` is written through a link.
    ///
    /// # Errors
    /// There is a link, or the folder's own `.git` sends writers elsewhere.
    pub(super) fn writable(&self, dot_git: Option<&Path>) -> Result<()> {
        // Worktrees are reached by a `.git` that is a file; a folder with `commondir` is nothing that git makes there.
        if self.git != self.common
            && let Some(dot_git) = dot_git.filter(|path| matches!(files::target(path), Some((Kind::Folder, _))))
        {
            return Err(elsewhere(&dot_git.join("commondir")));
        }
        for folder in self.folders() {
            for (path, kind) in files::entries(folder)? {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                if kind == Kind::Link && !NOT_WRITTEN.contains(&name) {
                    return Err(elsewhere(&path));
                }
            }
            for name in ["refs", "logs"] {
                no_links(&folder.join(name), usize::MAX)?;
            }
        }
        // Packs that are links are only read; git writes new ones beside them.
        no_links(&self.common.join("objects"), 1)
    }

    /// The folder of hooks, after making sure that it is not reached through a link.
    ///
    /// # Errors
    /// A link leads elsewhere.
    pub(super) fn hooks(&self) -> Result<PathBuf> {
        let hooks = self.common.join("hooks");
        let inside = [hooks.clone(), hooks.join("pre-receive.d"), hooks.join("post-receive.d")];
        match inside.iter().find(|path| files::is_link(path)) {
            Some(path) => Err(elsewhere(path)),
            None => Ok(hooks),
        }
    }
}

/// Makes sure that the objects in these folders, and in those that they name, are files that can be opened.
///
/// # Errors
/// As [`Places::look`].
pub(super) fn objects(mut folders: Vec<PathBuf>) -> Result<()> {
    let mut at = 0;
    while let Some(folder) = folders.get(at).cloned() {
        at += 1;
        for (path, kind) in files::entries(&folder)? {
            look_at(&path, kind, u64::MAX)?;
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            match name {
                "info" => below(&path, TABLE, false)?,
                "pack" => packs(&path)?,
                // Only the kind is looked at: how large an object may be is asked before it is read.
                _ if name.len() == 2 => below(&path, u64::MAX, false)?,
                _ => {}
            }
        }
        let named = folder.join("info/alternates");
        file(&named, SMALL)?;
        for further in alternates(&folder)?.unwrap_or_default() {
            if !folders.contains(&further) {
                folders.push(further);
            }
        }
        if folders.len() > FOLDERS {
            return Err(odd(
                &named,
                say!(vi: "nêu tên quá nhiều kho đối tượng", en: "names too many folders of objects"),
            ));
        }
    }
    Ok(())
}

/// The folders of objects that one names in `info/alternates`, read as libgit2 reads it; `None` for a text that is not
/// UTF-8.
///
/// # Errors
/// The file cannot be read.
pub(super) fn alternates(folder: &Path) -> Result<Option<Vec<PathBuf>>> {
    let Some(bytes) = files::read_outside(&folder.join("info/alternates"))? else { return Ok(Some(Vec::new())) };
    let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
    let named = text.split(['\r', '\n']).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let place = |line: &str| if line.starts_with('.') { folder.join(line) } else { PathBuf::from(line) };
    Ok(Some(named.map(place).collect()))
}

/// The most bytes of a file directly below `.git`.
fn limit(name: &str) -> u64 {
    match name {
        "HEAD" | "ORIG_HEAD" => REFERENCE,
        "config" | "config.worktree" | "commondir" | "gitdir" => SMALL,
        "packed-refs" | "shallow" => REFERENCES,
        "index" => TABLE,
        _ => u64::MAX,
    }
}

fn packs(folder: &Path) -> Result<()> {
    for (path, kind) in files::entries(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        look_at(&path, kind, if name.ends_with(".pack") { u64::MAX } else { TABLE })?;
    }
    Ok(())
}

/// Looks at everything below a folder. Links to folders are an error where libgit2 would follow them round and round
/// (`walked`); elsewhere they are not entered.
fn below(folder: &Path, limit: u64, walked: bool) -> Result<()> {
    let mut folders = vec![folder.to_path_buf()];
    let mut left = ENTRIES;
    while let Some(folder) = folders.pop() {
        for (path, kind) in files::entries(&folder)? {
            left = left
                .checked_sub(1)
                .ok_or_else(|| odd(&folder, say!(vi: "chứa quá nhiều tệp", en: "holds too many files")))?;
            look_at(&path, kind, limit)?;
            if kind == Kind::Folder {
                folders.push(path);
            } else if walked && kind == Kind::Link && matches!(files::target(&path), Some((Kind::Folder, _))) {
                return Err(elsewhere(&path));
            }
        }
    }
    Ok(())
}

/// Makes sure that no entry of a folder is a link, so many levels down.
fn no_links(folder: &Path, levels: usize) -> Result<()> {
    let mut folders = vec![(folder.to_path_buf(), levels)];
    while let Some((folder, levels)) = folders.pop() {
        for (path, kind) in files::entries(&folder)? {
            match kind {
                Kind::Link => return Err(elsewhere(&path)),
                Kind::Folder if levels > 1 => folders.push((path, levels - 1)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Looks at one entry: a folder, or a file of at most so many bytes.
fn look_at(path: &Path, kind: Kind, limit: u64) -> Result<()> {
    match kind {
        Kind::Folder => Ok(()),
        Kind::File if limit == u64::MAX => Ok(()),
        Kind::Other if path.file_name().is_some_and(|name| name == SOCKET) => Ok(()),
        Kind::File | Kind::Link | Kind::Other => file(path, limit),
    }
}

/// Makes sure that a path leads to a file of at most so many bytes, to a folder, or nowhere.
fn file(path: &Path, limit: u64) -> Result<()> {
    match files::target(path) {
        Some((Kind::File, size)) if size > limit => Err(odd(
            path,
            say!(vi: "quá lớn ({size} byte, nhiều nhất là {limit})", en: "is too large ({size} bytes of {limit})"),
        )),
        Some((Kind::File | Kind::Folder, _)) | None => Ok(()),
        Some(_) => Err(odd(path, say!(vi: "không phải tệp thường", en: "is not a regular file"))),
    }
}

fn text(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&files::read_outside(path)?.unwrap_or_default()).into_owned())
}

fn odd(path: &Path, what: baocao_core::text::Text) -> Fault {
    let (shown, vi, en) = (baocao_core::text::visible(&path.to_string_lossy()), what.vi, what.en);
    Fault::new(say!(vi: "“{shown}” {vi}", en: "“{shown}” {en}")).cure(say!(
        vi: "đừng dùng bản sao này; lấy lại từ kho chung",
        en: "do not use this copy; take it from the shared repository again"
    ))
}

fn elsewhere(path: &Path) -> Fault {
    let shown = baocao_core::text::visible(&path.to_string_lossy());
    Fault::new(say!(
        vi: "“{shown}” là liên kết (link) dẫn ra nơi khác, baocao không ghi qua đó",
        en: "“{shown}” is a link that leads elsewhere, baocao does not write through it"
    ))
    .cure(say!(
        vi: "thay liên kết bằng tệp hoặc thư mục thật, hoặc lấy lại thư mục từ kho chung",
        en: "put a real file or folder in its place, or take the folder from the shared repository again"
    ))
}
