//! The files a step changes, and what becomes of the working copies.

use crate::office::Office;
use crate::store::git::{FileChange, Working, blob_id_of};
use baocao_core::domain::{Digest, ObjectId, Version};
use baocao_core::text::RepoPath;

/// One file a step changes.
#[derive(Debug, Clone)]
pub struct FileWrite {
    path: RepoPath,
    /// `None` removes it.
    text: Option<Vec<u8>>,
    working: Working,
}

/// Line ends as the repository keeps them. Other bytes stay as they are.
pub fn unix_lines(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(b) = rest.next() {
        if b != b'\r' || rest.peek() != Some(&b'\n') {
            out.push(b);
        }
    }
    out
}

/// What a working file must still be for a step to change it: as it stands, if it is what was last recorded or what is to
/// come; else what was recorded, so that somebody's unrecorded edit is left alone and named.
fn untouched(office: &Office, path: &RepoPath, text: Option<&[u8]>) -> anyhow::Result<Option<Vec<u8>>> {
    let found = office.read(path)?;
    let recorded = match office.tip()? {
        Some(tip) => office.read_at(tip, path)?,
        None => None,
    };
    Ok(match (&found, recorded) {
        (Some(bytes), Some(recorded))
            if unix_lines(bytes) != recorded && Some(unix_lines(bytes).as_slice()) != text =>
        {
            Some(recorded)
        }
        _ => found,
    })
}

impl FileWrite {
    /// A working file recorded as its writer left it; the working file itself stays untouched.
    pub fn unchanged(path: RepoPath, found: &[u8]) -> Self {
        FileWrite { path, text: Some(unix_lines(found)), working: Working::Leave }
    }

    /// A text made here: the working file takes it on, unless somebody has edited it since it was last recorded, or does
    /// so meanwhile.
    pub fn generated(office: &Office, path: RepoPath, text: Vec<u8>) -> anyhow::Result<Self> {
        let found = untouched(office, &path, Some(&text))?;
        Ok(FileWrite { path, text: Some(text), working: Working::Replace(found) })
    }

    /// The same when the caller has read the working file already.
    pub fn replacing(path: RepoPath, found: Option<Vec<u8>>, text: Vec<u8>) -> Self {
        FileWrite { path, text: Some(text), working: Working::Replace(found) }
    }

    /// The file that the text was made from and that takes it on; `None` if the working file stays.
    pub fn made_from(&self) -> Option<(RepoPath, Option<ObjectId>)> {
        match &self.working {
            Working::Leave => None,
            Working::Replace(found) => Some((self.path.clone(), found.as_deref().map(blob_id_of))),
        }
    }

    /// What it will be in history.
    pub fn version(&self) -> Version {
        let text = self.text.as_deref().unwrap_or_default();
        Version { path: self.path.clone(), blob: blob_id_of(text), sha256: Digest::of(text) }
    }

    /// A file as it last stood rightly in history; `None` takes it away.
    pub fn restored(office: &Office, path: RepoPath, text: Option<Vec<u8>>) -> anyhow::Result<Self> {
        let found = untouched(office, &path, text.as_deref())?;
        Ok(FileWrite { path, text, working: Working::Replace(found) })
    }

    /// A file of any kind, byte for byte.
    pub fn as_is(office: &Office, path: RepoPath, bytes: Vec<u8>) -> anyhow::Result<Self> {
        FileWrite::generated(office, path, bytes)
    }

    /// Its text, as far as it is text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.text.as_deref().unwrap_or_default()).unwrap_or_default()
    }

    /// A recorded file made again in a new commit; the working copy stays as it is.
    pub fn recorded(path: RepoPath, text: Vec<u8>) -> Self {
        FileWrite { path, text: Some(text), working: Working::Leave }
    }

    /// Where it stands.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// What the commit does with it.
    pub fn change(&self) -> FileChange {
        FileChange { path: self.path.clone(), new: self.text.clone(), working: self.working.clone() }
    }
}
