//! What is read from the line of commits, before anybody has judged it.

use crate::domain::{Act, Digest, Fingerprint, Moment, ObjectId, Roster, Settings};
use crate::text::{RepoPath, Text};
use std::sync::Arc;

/// Whose key signed a commit. Whether that person may is another question, answered by `procedure`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// There is no signature.
    Absent,
    /// The signature does not fit the bytes, or is of a form we refuse.
    Bad(Text),
    /// The bytes were signed by this key.
    By(Fingerprint),
    /// The program that could answer (gpg, gpgsm) is not there or failed.
    Unknown(Text),
}

/// Who a commit says made it; believed only where a signature bears it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// When, by the maker's own clock.
    pub at: Moment,
    /// The maker's time zone, in minutes east of Greenwich.
    pub offset_minutes: i32,
}

/// One commit object, read strictly from its raw bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCommit {
    /// The tree.
    pub tree: ObjectId,
    /// The parents, as they stand in the object itself.
    pub parents: Vec<ObjectId>,
    /// Author.
    pub author: Identity,
    /// Committer.
    pub committer: Identity,
    /// The armored signature, if there is one.
    pub signature: Option<String>,
    /// The bytes that the signature covers: the object without its signature header.
    pub signed: Vec<u8>,
    /// The whole message.
    pub message: String,
}

/// What makes a commit's message look like something else than it is, where git shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageOddity {
    /// A character that a terminal obeys, that breaks the line or that turns the reading direction.
    Obeyed(char),
    /// A line outside of an act's own that looks like one of an act's.
    Imitation,
}

/// One changed file between a commit's parent and the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub path: RepoPath,
    /// The blob before; `None` if the file is new.
    pub old: Option<ObjectId>,
    /// The blob after and the digest of its bytes; `None` if the file is removed.
    pub new: Option<(ObjectId, Digest)>,
    /// Whether the entry is an ordinary file (mode 100644); links, submodules and executables are not.
    pub regular: bool,
}

/// One commit of the line with everything needed to judge it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its name.
    pub commit: ObjectId,
    /// Its parents; the line follows the first.
    pub parents: Vec<ObjectId>,
    /// The committer's clock.
    pub at: Moment,
    /// The first line of the message.
    pub title: String,
    /// What makes the message misleading, if anything does.
    pub odd: Option<MessageOddity>,
    /// Who signed.
    pub signature: Signature,
    /// The step, `None` for plain text work; or why the object, message or trailers are not of the grammar.
    pub act: Result<Option<Act>, Text>,
    /// What it changed against its first parent, by path.
    pub changes: Vec<Change>,
    /// Whether what it changed cannot be told: its tree is broken, or the change is beyond all bounds.
    pub opaque: bool,
    /// The roster this commit brings, when it changes `baocao.toml`; or why that file cannot be believed.
    pub roster: Option<Result<Arc<Roster>, Text>>,
    /// Everything else that such a `baocao.toml` says, when it can be believed; its own roster is left empty.
    pub settings: Option<Arc<Settings>>,
    /// Of such a `baocao.toml`, the digest of everything but the people, however it is written.
    pub besides: Option<Digest>,
    /// The period's settings this commit brings, by path, when it changes a `ky.toml`.
    pub periods: Vec<(RepoPath, Result<Arc<crate::domain::PeriodSettings>, Text>)>,
    /// For each further parent, the commits of that branch from the line up to its tip, oldest first, so that a
    /// `receive` can be judged. Empty for an ordinary commit; a further parent without its commits is never believed.
    pub branches: Vec<Vec<Entry>>,
    /// Earlier commits that the act names as dated ahead of its own clock (`Baocao-Ahead`), by name.
    pub ahead: Vec<ObjectId>,
}
