//! Commits, trees and signatures of any kind, written as raw objects into a real repository; and what `verify` says of it.

use super::office::{Base, DRAFT, PERIOD, Stage, base, key, write_keys};
use crate::support::{Ran, Scratch, at};
use git2::build::CheckoutBuilder;
use git2::{ObjectType, Oid, Repository};
use sha2::{Digest, Sha256};
use ssh_key::{HashAlg, LineEnding};
use std::collections::BTreeSet;

/// One entry of a tree, as raw as git stores it.
pub type Raw = (Vec<u8>, Vec<u8>, Oid);
type Twist<T> = Option<Box<dyn Fn(T) -> T>>;

/// Forty zeros: the first act of a period follows nothing.
pub const NOTHING: &str = "0000000000000000000000000000000000000000";

/// A folder under attack.
pub struct Desk {
    pub office: Scratch,
    pub repo: Repository,
    pub stage: Stage,
    /// The last commit.
    pub tip: Oid,
    /// The moment of the last commit.
    pub at: i64,
    /// When somebody verifies.
    pub now: String,
    /// Which period is asked about.
    pub period: &'static str,
    /// The state that is proven in the end.
    pub proven: &'static str,
}

/// A commit about to be written.
pub struct Forged {
    pub message: String,
    pub by: String,
    pub at: i64,
    pub tree: Oid,
    pub parents: Vec<Oid>,
    /// The text before the signature header, twisted before it is signed.
    payload: Twist<String>,
    /// The armored signature of a payload, instead of an ordinary one.
    #[allow(clippy::type_complexity, reason = "one field")]
    sign: Option<Box<dyn Fn(&[u8]) -> Option<String>>>,
    /// The finished object, twisted after it is signed.
    object: Twist<Vec<u8>>,
}

/// An ordinary signature by somebody's key.
pub fn signed(by: &str, namespace: &str, hash: HashAlg, payload: &[u8]) -> String {
    let signature = key(by).sign(namespace, hash, payload).expect("a signature");
    signature.to_pem(LineEnding::LF).expect("armor").trim_end().to_string()
}

/// `<path> <blob> sha256:<digest>` of some bytes.
pub fn version(path: &str, bytes: &[u8]) -> String {
    let blob = Oid::hash_object(ObjectType::Blob, bytes).expect("a name");
    format!("{path} {blob} sha256:{}", hex(bytes))
}

/// SHA-256 in lower-case digits.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Desk {
    /// A folder whose honest line has come to a stage.
    pub fn new(stage: Stage) -> Desk {
        let (office, repo) = base().copy(stage);
        let tip = base().commit(stage);
        let at = moment(&repo, tip);
        Desk { office, repo, stage, tip, at, now: "2024-08-01 08:00".into(), period: PERIOD, proven: stage.state() }
    }

    /// The same, where people work with commands and need their keys.
    pub fn with_keys(stage: Stage) -> Desk {
        let desk = Desk::new(stage);
        write_keys(&desk.office);
        desk
    }

    /// The honest next step of the line, ready to be twisted: as it stands it is believed.
    pub fn next(&self) -> Forged {
        let commit = base().after(&self.repo, self.stage);
        let found = self.repo.find_commit(commit).expect("the next commit");
        let message = String::from_utf8(found.message_raw_bytes().to_vec()).expect("text");
        let by = message.split("Baocao-Actor: ").nth(1).and_then(|t| t.lines().next()).expect("an actor").to_string();
        Forged { message, by, at: moment(&self.repo, commit), tree: found.tree_id(), ..self.empty() }
    }

    fn empty(&self) -> Forged {
        let tree = self.repo.find_commit(self.tip).expect("the tip").tree_id();
        let (by, at, parents) = (String::new(), self.at + 60, vec![self.tip]);
        Forged { message: String::new(), by, at, tree, parents, payload: None, sign: None, object: None }
    }

    /// Plain text work by somebody.
    pub fn plain(&self, by: &str) -> Forged {
        Forged { message: "sửa lời văn\n".into(), by: by.into(), ..self.empty() }
    }

    /// An act in the period, with the lines that follow its head.
    pub fn act(&self, kind: &str, by: &str, role: &str, lines: &[String]) -> Forged {
        let period = format!("Baocao-Period: {}\n", self.period);
        self.act_in(kind, by, role, &period, &self.last_act(&period), lines)
    }

    /// An act on the folder.
    pub fn folder_act(&self, kind: &str, by: &str, role: &str, lines: &[String]) -> Forged {
        let folder = ["genesis", "endorse", "roster", "annul"].map(|kind| format!("Baocao-Act: {kind}\n"));
        let last = self.last(|message| folder.iter().any(|kind| message.contains(kind)));
        self.act_in(kind, by, role, "", &last, lines)
    }

    fn act_in(&self, kind: &str, by: &str, role: &str, period: &str, prev: &str, lines: &[String]) -> Forged {
        let lines: String = lines.iter().map(|line| format!("Baocao-{line}\n")).collect();
        let message = format!(
            "một bước\n\nBaocao-Version: 1\nBaocao-Act: {kind}\nBaocao-Actor: {by}\nBaocao-Role: {role}\n{period}Baocao-Prev: {prev}\n{lines}"
        );
        Forged { message, by: by.into(), ..self.empty() }
    }

    /// The last act that says so in its message.
    pub fn last_act(&self, words: &str) -> String {
        self.last(|message| message.contains(words) && message.contains("\nBaocao-Act: "))
    }

    fn last(&self, wanted: impl Fn(&str) -> bool) -> String {
        let mut next = Some(self.tip);
        while let Some(id) = next {
            let raw = String::from_utf8_lossy(&Base::raw(&self.repo, id)).into_owned();
            let (head, message) = raw.split_once("\n\n").unwrap_or((&raw, ""));
            if wanted(message) {
                return id.to_string();
            }
            let parent = head.lines().find_map(|line| line.strip_prefix("parent "));
            next = parent.and_then(|parent| Oid::from_str(parent).ok());
        }
        NOTHING.to_string()
    }

    /// A file's bytes at the tip.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let tree = self.repo.find_commit(self.tip).and_then(|c| c.tree()).expect("the tree");
        let entry = tree.get_path(std::path::Path::new(path)).unwrap_or_else(|_| panic!("{path}"));
        Base::raw(&self.repo, entry.id())
    }

    /// A file's text at the tip.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).expect("text")
    }

    /// The text of the draft with one word changed.
    pub fn tampered(&self) -> String {
        self.text(DRAFT).replacen("10 việc", "99 việc", 1)
    }

    /// `Subject: …` for a file as it stands at the tip.
    pub fn subject(&self, path: &str) -> String {
        format!("Subject: {}", version(path, &self.bytes(path)))
    }

    /// A blob with these bytes.
    pub fn blob(&self, bytes: &[u8]) -> Oid {
        self.repo.odb().expect("the objects").write(ObjectType::Blob, bytes).expect("a blob")
    }

    /// A tree with a file written (or taken away).
    pub fn with(&self, tree: Oid, path: &str, mode: &str, content: Option<Oid>) -> Oid {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.edit(tree, folder, &|entries| {
            entries.retain(|entry| entry.1 != name.as_bytes());
            if let Some(id) = content {
                entries.push((mode.into(), name.into(), id));
            }
            entries.sort_by_key(order);
        })
    }

    /// A tree in one of whose folders the entries are changed in any way whatever.
    pub fn edit(&self, tree: Oid, folder: &str, change: &dyn Fn(&mut Vec<Raw>)) -> Oid {
        let mut entries = if tree.is_zero() { Vec::new() } else { entries(&Base::raw(&self.repo, tree)) };
        match folder.split_once('/').map_or((folder, ""), |(first, rest)| (first, rest)) {
            ("", _) => change(&mut entries),
            (first, rest) => {
                let there = entries.iter().position(|e| e.1 == first.as_bytes() && e.0 == b"40000");
                let below = self.edit(there.map_or(Oid::ZERO_SHA1, |at| entries[at].2), rest, change);
                match there {
                    Some(at) => entries[at].2 = below,
                    None => {
                        entries.push((b"40000".to_vec(), first.into(), below));
                        entries.sort_by_key(order);
                    }
                }
            }
        }
        let bytes: Vec<u8> = entries
            .iter()
            .flat_map(|(mode, name, id)| [mode.as_slice(), b" ", name, b"\0", id.as_bytes()].concat())
            .collect();
        self.repo.odb().expect("the objects").write(ObjectType::Tree, &bytes).expect("a tree")
    }

    /// Writes a commit and moves the branch to it.
    pub fn push(&mut self, forged: Forged) -> Oid {
        let commit = self.write(&forged);
        self.tip = commit;
        self.at = forged.at.max(self.at);
        self.point(commit);
        commit
    }

    /// Moves the branch.
    pub fn point(&mut self, commit: Oid) {
        let path = self.office.office.join(".git/refs/heads/main");
        std::fs::write(path, format!("{commit}\n")).expect("the branch");
        self.tip = commit;
    }

    /// The working files become those of the tip.
    pub fn checkout(&self) {
        self.repo.checkout_head(Some(CheckoutBuilder::new().force())).expect("the working files");
    }

    /// Writes a commit and moves nothing.
    pub fn write(&self, forged: &Forged) -> Oid {
        let who = format!("{} <{}@so.example> {} +0700", forged.by, forged.by, forged.at);
        let parents: String = forged.parents.iter().map(|parent| format!("parent {parent}\n")).collect();
        let head = format!("tree {}\n{parents}author {who}\ncommitter {who}\n", forged.tree);
        let mut payload = format!("{head}\n{}", forged.message);
        if let Some(twist) = &forged.payload {
            payload = twist(payload);
        }
        let armored = match &forged.sign {
            Some(sign) => sign(payload.as_bytes()),
            None => Some(signed(&forged.by, "git", HashAlg::Sha512, payload.as_bytes())),
        };
        let (head, message) = payload.split_once("\n\n").expect("a head");
        let header = armored.map_or(String::new(), |armored| format!("\ngpgsig {}", armored.replace('\n', "\n ")));
        let mut object = format!("{head}{header}\n\n{message}").into_bytes();
        if let Some(twist) = &forged.object {
            object = twist(object);
        }
        self.repo.odb().expect("the objects").write(ObjectType::Commit, &object).expect("a commit")
    }

    /// The agency's root.
    pub fn root(&self) -> String {
        base().commit(Stage::Founded).to_string()
    }

    /// What `verify` says of the period, judged from the agency's root.
    pub fn verify(&self) -> Said {
        self.verify_with(&format!("verify {} --format json --root {}", self.period, self.root()))
    }

    /// The same with other words.
    pub fn verify_with(&self, line: &str) -> Said {
        let ran = self.office.run("", &self.now, line);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_default();
        let texts = |list: &serde_json::Value, key: &str| -> BTreeSet<String> {
            let items = list.as_array().into_iter().flatten();
            items.filter_map(|item| item[key].as_str()).map(str::to_string).collect()
        };
        let codes = texts(&json["diagnostics"], "code");
        let state = json["state"].as_str().unwrap_or("").to_string();
        Said { codes, state, ran }
    }
}

/// What `verify` said.
pub struct Said {
    pub codes: BTreeSet<String>,
    pub state: String,
    pub ran: Ran,
}

impl Forged {
    pub fn by(mut self, by: &str) -> Forged {
        self.by = by.into();
        self
    }

    /// Signed by somebody who also names himself as the actor, in a role.
    pub fn actor(self, by: &str, role: &str) -> Forged {
        let line = |key: &str, text: &str| {
            let start = text.find(key).expect("the line");
            text[start..].lines().next().expect("a line").to_string()
        };
        let (actor, held) = (line("Baocao-Actor: ", &self.message), line("Baocao-Role: ", &self.message));
        self.by(by).swap(&actor, &format!("Baocao-Actor: {by}")).swap(&held, &format!("Baocao-Role: {role}"))
    }

    /// The message with some words changed, which must be there.
    pub fn swap(mut self, from: &str, to: &str) -> Forged {
        assert!(self.message.contains(from), "no “{from}” in {}", self.message);
        self.message = self.message.replacen(from, to, 1);
        self
    }

    /// The message without the lines of a key.
    pub fn without(mut self, key: &str) -> Forged {
        let start = format!("Baocao-{key}: ");
        self.message = self.message.split_inclusive('\n').filter(|line| !line.starts_with(&start)).collect();
        self
    }

    /// The value of a line.
    pub fn value(&self, key: &str) -> String {
        let start = format!("Baocao-{key}: ");
        self.message.lines().find_map(|line| line.strip_prefix(&start)).expect("the line").to_string()
    }

    pub fn message(mut self, message: &str) -> Forged {
        self.message = message.into();
        self
    }

    pub fn at(mut self, when: &str) -> Forged {
        self.at = at(when).unix();
        self
    }

    pub fn tree(mut self, tree: Oid) -> Forged {
        self.tree = tree;
        self
    }

    /// One more changed file.
    pub fn file(mut self, desk: &Desk, path: &str, text: &str) -> Forged {
        self.tree = desk.with(self.tree, path, "100644", Some(desk.blob(text.as_bytes())));
        self
    }

    pub fn remove(mut self, desk: &Desk, path: &str) -> Forged {
        self.tree = desk.with(self.tree, path, "", None);
        self
    }

    pub fn parents(mut self, parents: &[Oid]) -> Forged {
        self.parents = parents.to_vec();
        self
    }

    pub fn unsigned(self) -> Forged {
        self.sign(|_| None)
    }

    pub fn sign(mut self, sign: impl Fn(&[u8]) -> Option<String> + 'static) -> Forged {
        self.sign = Some(Box::new(sign));
        self
    }

    pub fn payload(mut self, twist: impl Fn(String) -> String + 'static) -> Forged {
        self.payload = Some(Box::new(twist));
        self
    }

    pub fn object(mut self, twist: impl Fn(Vec<u8>) -> Vec<u8> + 'static) -> Forged {
        self.object = Some(Box::new(twist));
        self
    }
}

/// Git's order: by bytes, a folder's name ending in a slash.
fn order(entry: &Raw) -> Vec<u8> {
    let slash: &[u8] = if entry.0 == b"40000" { b"/" } else { b"" };
    [entry.1.as_slice(), slash].concat()
}

fn entries(mut bytes: &[u8]) -> Vec<Raw> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (space, nul) = (bytes.iter().position(|b| *b == b' '), bytes.iter().position(|b| *b == 0));
        let (space, nul) = (space.expect("a mode"), nul.expect("a name"));
        let id = Oid::from_bytes(&bytes[nul + 1..nul + 21]).expect("an id");
        found.push((bytes[..space].to_vec(), bytes[space + 1..nul].to_vec(), id));
        bytes = &bytes[nul + 21..];
    }
    found
}

fn moment(repo: &Repository, commit: Oid) -> i64 {
    repo.find_commit(commit).expect("a commit").time().seconds()
}
