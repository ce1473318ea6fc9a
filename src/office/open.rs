//! The office's folder as a verb opens it.

use crate::office::Context;
use baocao_core::diagnostic::Diagnostic;
use baocao_core::domain::{ObjectId, PeriodId, Settings};

use crate::store::Fault;
use crate::store::files::{Folder, Found, Kind};
use crate::store::git::{Blob, Repo};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{Lang, RepoPath, Source, Text, visible};
use std::path::{Path, PathBuf};

/// A folder with its repository, where it has one.
pub struct Office {
    /// The files.
    pub folder: Folder,
    /// The repository; a folder that is not set up yet has none.
    repo: Option<Repo>,
}

impl Office {
    /// Opens the folder named by `-C`, or the nearest one from here upward.
    pub fn open(cx: &Context<'_>) -> anyhow::Result<Office> {
        let start = cx.dir.as_ref().map_or_else(|| cx.here.clone(), |dir| cx.here.join(dir));
        let folder = Folder::find(&start)?;
        Office::of(cx, folder)
    }

    /// Opens a folder that is known.
    pub fn of(cx: &Context<'_>, folder: Folder) -> anyhow::Result<Office> {
        crate::store::failpoint::arm(cx.failpoint);
        let repo = match folder.root().join(".git").exists() {
            true => Some(Repo::open(&folder)?),
            false => None,
        };
        Ok(Office { folder, repo })
    }

    /// The repository; a fault with its cure where there is none.
    pub fn repo(&self) -> anyhow::Result<&Repo> {
        match &self.repo {
            Some(repo) => Ok(repo),
            None => Err(Fault::new(say!(
                vi: "thư mục này chưa có kho git nên chưa ghi được bước nào",
                en: "this folder has no repository yet: no step can be recorded"
            ))
            .cure(say!(vi: "chạy `baocao init`", en: "run `baocao init`"))
            .into()),
        }
    }

    /// The repository, if there is one.
    pub fn repo_if_any(&self) -> Option<&Repo> {
        self.repo.as_ref()
    }

    /// The newest commit, if there is one.
    pub fn tip(&self) -> anyhow::Result<Option<ObjectId>> {
        Ok(match &self.repo {
            Some(repo) => repo.head()?,
            None => None,
        })
    }

    /// A working file's bytes; `None` if it is not there.
    ///
    /// # Errors
    /// It is no ordinary file, or too large, or cannot be read.
    pub fn read(&self, path: &RepoPath) -> anyhow::Result<Option<Vec<u8>>> {
        match self.folder.read(path)? {
            None => Ok(None),
            Some(Found::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Found::TooLarge(size)) => {
                Err(Fault::new(say!(vi: "“{path}” quá lớn ({size} byte)", en: "“{path}” is too large ({size} bytes)"))
                    .into())
            }
            Some(Found::Irregular(_)) => {
                Err(Fault::new(say!(vi: "“{path}” không phải tệp thường", en: "“{path}” is not a regular file")).into())
            }
        }
    }

    /// A working file as text for a parser; `None` if it is not there.
    pub fn source(&self, path: &RepoPath) -> anyhow::Result<Option<Source>> {
        Ok(self.read(path)?.map(|bytes| baocao_check::reports::encoding::decode(path.clone(), bytes).source))
    }

    /// A file of a commit; `None` if the commit does not have it.
    pub fn read_at(&self, commit: ObjectId, path: &RepoPath) -> anyhow::Result<Option<Vec<u8>>> {
        match self.repo()?.blob_at(commit, path)? {
            Some(blob) => self.read_object(blob).map(Some),
            None => Ok(None),
        }
    }

    /// A blob's bytes.
    pub fn read_object(&self, blob: ObjectId) -> anyhow::Result<Vec<u8>> {
        match self.repo()?.read_blob(blob)? {
            Blob::Bytes(bytes) => Ok(bytes),
            Blob::TooLarge(size) => Err(Fault::new(
                say!(vi: "đối tượng {blob} quá lớn ({size} byte)", en: "the object {blob} is too large ({size} bytes)"),
            )
            .into()),
        }
    }

    /// `baocao.toml` as it stands in the folder, with what is wrong in it.
    pub fn settings(&self) -> anyhow::Result<(Settings, Vec<Diagnostic>, Source)> {
        let path = layout::settings();
        let source = self.source(&path)?.unwrap_or_else(|| Source::new(path, String::new()));
        let (settings, diagnostics) = baocao_core::format::settings::read(&source);
        Ok((settings, diagnostics, source))
    }

    /// `baocao.toml` of a commit.
    pub fn settings_at(&self, commit: ObjectId) -> anyhow::Result<Settings> {
        let path = layout::settings();
        let text = self.read_at(commit, &path)?.unwrap_or_default();
        let source = Source::new(path, String::from_utf8_lossy(&text).into_owned());
        // The history believes no commit that brings settings with a fault in them.
        Ok(baocao_core::format::settings::read(&source).0)
    }

    /// `baocao.toml` as it stands, or a fault that says to check it.
    pub fn settings_or_fault(&self) -> anyhow::Result<Settings> {
        let (settings, diagnostics, _) = self.settings()?;
        match diagnostics.into_iter().next() {
            None => Ok(settings),
            Some(Diagnostic { message: Text { vi, en }, .. }) => {
                Err(Fault::new(say!(vi: "baocao.toml có lỗi: {vi}", en: "baocao.toml is wrong: {en}"))
                    .cure(say!(vi: "chạy `baocao check` để xem chỗ sai", en: "run `baocao check` to see where"))
                    .into())
            }
        }
    }

    /// The periods that have a folder, in order; folders with other names are left to `check`.
    pub fn periods(&self) -> anyhow::Result<Vec<PeriodId>> {
        let entries = self.folder.list(layout::REPORTS)?;
        let mut periods: Vec<PeriodId> = entries
            .iter()
            .filter(|e| e.kind == Kind::Folder)
            .filter_map(|e| PeriodId::from_canonical(&e.name))
            .collect();
        periods.sort();
        Ok(periods)
    }
}

fn quietly(dir: Option<&Path>) -> Option<Folder> {
    Folder::find(dir.unwrap_or(&PathBuf::from("."))).ok()
}

/// For completions: the periods of the folder around here with their names. Never fails: then nothing is offered.
pub fn known_periods(dir: Option<&Path>) -> Vec<(String, String)> {
    let Some(folder) = quietly(dir) else { return Vec::new() };
    let office = Office { folder, repo: None };
    let title = |period: &PeriodId| {
        let source = office.source(&layout::period_settings(period)).ok().flatten()?;
        baocao_core::format::period::read(&source).0?.title
    };
    let name = |period: &PeriodId| match title(period) {
        Some(title) => visible(&title),
        None => period.name(Lang::Vi),
    };
    office.periods().unwrap_or_default().iter().map(|period| (period.to_string(), name(period))).collect()
}

/// For completions: the departments of the folder around here with their names.
pub fn known_departments(dir: Option<&Path>) -> Vec<(String, String)> {
    let Some(folder) = quietly(dir) else { return Vec::new() };
    let office = Office { folder, repo: None };
    let settings = office.settings().ok().map(|(settings, ..)| settings);
    settings.map(|s| s.departments.iter().map(|d| (d.id.to_string(), visible(&d.name))).collect()).unwrap_or_default()
}

/// For completions: the indicators of the folder around here with their names.
pub fn known_indicators(dir: Option<&Path>) -> Vec<(String, String)> {
    let Some(folder) = quietly(dir) else { return Vec::new() };
    let office = Office { folder, repo: None };
    let settings = office.settings().ok().map(|(settings, ..)| settings);
    settings.map(|s| s.indicators.into_iter().map(|i| (i.id, visible(&i.name))).collect()).unwrap_or_default()
}
