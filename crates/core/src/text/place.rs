//! Where something stands: a path in the folder and a span in that file.

use crate::text::Span;
use std::fmt;
use std::sync::Arc;

/// A path inside the office's folder, always with forward slashes, never absolute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes a path relative to the folder; backslashes become slashes.
    pub fn new(path: impl AsRef<str>) -> Self {
        let path = path.as_ref();
        if path.contains('\\') { RepoPath(path.replace('\\', "/").into()) } else { RepoPath(path.into()) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Everything before the last component, without the slash; empty at the top.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// A path below this one.
    pub fn join(&self, name: &str) -> Self {
        if self.0.is_empty() { RepoPath::new(name) } else { RepoPath::new(format!("{}/{name}", self.0)) }
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for RepoPath {
    fn from(path: String) -> RepoPath {
        RepoPath::new(path)
    }
}

impl From<&str> for RepoPath {
    fn from(path: &str) -> Self {
        RepoPath::new(path)
    }
}

/// What a diagnostic points at. Rules name places; only `parse` makes them from bytes and only
/// `render` turns them into lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The part of it; `None` for the file as a whole (a missing file, a link, a commit's path).
    pub span: Option<Span>,
}

impl Place {
    /// A part of a file.
    pub fn new(path: RepoPath, span: Span) -> Self {
        Place { path, span: Some(span) }
    }

    /// A file as a whole.
    pub fn whole(path: RepoPath) -> Self {
        Place { path, span: None }
    }
}
