//! One commit as it is read: what it says by itself, its parent's tree aside.

use baocao_core::domain::{Entry, Moment, ObjectId, Signature};

use baocao_core::text::Text;

/// What one commit says by itself, the first parent's tree aside.
pub(super) struct Head {
    /// All but what it changes and whose key signed it.
    pub entry: Entry,
    /// Its tree; `None` where not even that can be told.
    pub tree: Option<ObjectId>,
    /// The bytes that are signed and the armored signature, until somebody has said whose key it was.
    pub signed: Option<(Vec<u8>, String)>,
    /// How long the lines of its act are, in bytes; of everything else little is kept.
    pub words: usize,
}

/// So much of a message's first line is kept, in characters. It is shown and never judged, and a long history has many.
const TITLE: usize = 200;

impl Head {
    /// Reads a commit, and the name of its first parent.
    pub fn read(commit: ObjectId, bytes: &[u8]) -> (Head, Option<ObjectId>) {
        let raw = match baocao_procedure::commit::commit(bytes) {
            Ok(raw) => raw,
            Err(why) => {
                // It is believed by nobody, yet what stands before it is still there, and what it changed can be told.
                let (tree, parent) = baocao_procedure::commit::leading(bytes);
                return (Head { entry: unreadable(commit, why), tree, signed: None, words: 0 }, parent);
            }
        };
        let parent = raw.parents.first().copied();
        let (act, ahead) = match baocao_procedure::trailers::step(&raw.message) {
            Ok(step) => step.map_or((Ok(None), Vec::new()), |(act, ahead)| (Ok(Some(act)), ahead)),
            Err(why) => (Err(why), Vec::new()),
        };
        let entry = Entry {
            at: raw.committer.at,
            title: raw.message.lines().next().unwrap_or("").chars().take(TITLE).collect(),
            parents: raw.parents,
            odd: baocao_procedure::message::oddity(&raw.message, &act),
            act,
            ahead,
            ..unreadable(commit, Text::same(String::new()))
        };
        let signed = raw.signature.map(|armored| (raw.signed, armored));
        let is_act = entry.act.as_ref().is_ok_and(Option::is_some);
        let lines = raw.message.rsplit_once("\n\n").filter(|_| is_act);
        (Head { entry, tree: Some(raw.tree), signed, words: lines.map_or(0, |(_, lines)| lines.len()) }, parent)
    }
}

fn unreadable(commit: ObjectId, why: Text) -> Entry {
    Entry {
        commit,
        parents: Vec::new(),
        at: Moment::from_unix(0),
        title: String::new(),
        odd: None,
        signature: Signature::Absent,
        act: Err(why),
        changes: Vec::new(),
        opaque: false,
        roster: None,
        settings: None,
        besides: None,
        periods: Vec::new(),
        branches: Vec::new(),
        ahead: Vec::new(),
    }
}
