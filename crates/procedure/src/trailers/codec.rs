//! Trailer lines: how a value is written and read, and how often its line appears in an act.
//!
//! An act declares its lines once (`trailers!` in its file under `acts/`); reading and writing both follow that
//! declaration.

use baocao_core::domain::{
    ActKind, Capacity, Correction, Date, DepartmentId, Detail, Digest, Input, ObjectId, OneLine, Proposal, Version,
    parse_date,
};
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};
use std::fmt::{Display, Write as _};

/// The lines of a block of trailers, and how far they have been read.
pub(crate) struct Lines<'a> {
    pub(crate) lines: Vec<&'a str>,
    pub(crate) at: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    /// The value of the next line if it has that key.
    fn next_if(&mut self, key: &str) -> Option<&'a str> {
        let value = self.peek()?.strip_prefix("Baocao-")?.strip_prefix(key)?.strip_prefix(": ")?;
        self.at += 1;
        Some(value)
    }

    /// The value of the next line, which must have that key, read by `parse`.
    pub(crate) fn one<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<T, Text> {
        self.maybe(key, parse)?.ok_or_else(|| match self.peek() {
            Some(line) => wrong(line),
            None => say!(vi: "bản ghi bước thiếu “Baocao-{key}”", en: "the act lacks “Baocao-{key}”"),
        })
    }

    /// The value of the next line if it has that key, read by `parse`.
    fn maybe<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Option<T>, Text> {
        let Some(line) = self.peek() else { return Ok(None) };
        self.next_if(key).map(|value| parse(value).ok_or_else(|| wrong(line))).transpose()
    }

    /// The values of all next lines of that key.
    pub(crate) fn many<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Vec<T>, Text> {
        let mut values = Vec::new();
        while let Some(value) = self.maybe(key, &parse)? {
            values.push(value);
        }
        Ok(values)
    }
}

/// Refuses a line that the grammar does not admit at its place.
pub(crate) fn wrong(line: &str) -> Text {
    let line = baocao_core::text::visible(&line.chars().take(80).collect::<String>());
    say!(vi: "bản ghi bước sai quy cách ở dòng “{line}”", en: "the act is not of the grammar at “{line}”")
}

/// A block of trailers that is being written.
#[derive(Default)]
pub(crate) struct Block(pub(crate) String);

impl Block {
    pub(crate) fn line(&mut self, key: &str, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "Baocao-{key}: {value}");
    }
}

/// A value that a trailer carries, in its one spelling.
pub(crate) trait Value: Sized {
    /// Reads exactly what [`Value::print`] writes.
    fn parse(text: &str) -> Option<Self>;
    /// The value as written in the trailer.
    fn print(&self) -> String;
}

impl Value for Version {
    /// `<path> <blob> sha256:<digest>`.
    fn parse(text: &str) -> Option<Version> {
        let (path, rest) = text.split_once(' ')?;
        let (blob, digest) = rest.split_once(' ')?;
        let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/'));
        (plain && (1..=120).contains(&path.len())).then_some(())?;
        Some(Version { path: RepoPath::new(path), blob: ObjectId::parse(blob)?, sha256: Value::parse(digest)? })
    }

    fn print(&self) -> String {
        format!("{} {} sha256:{}", self.path, self.blob, self.sha256)
    }
}

impl Value for Digest {
    fn parse(text: &str) -> Option<Digest> {
        Digest::parse(text.strip_prefix("sha256:")?)
    }

    fn print(&self) -> String {
        format!("sha256:{self}")
    }
}

impl Value for Date {
    fn parse(text: &str) -> Option<Date> {
        parse_date(text)
    }

    fn print(&self) -> String {
        self.format("%Y-%m-%d").to_string()
    }
}

impl Value for OneLine {
    fn parse(text: &str) -> Option<OneLine> {
        OneLine::exact(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Value for DepartmentId {
    fn parse(text: &str) -> Option<DepartmentId> {
        DepartmentId::parse(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Value for ObjectId {
    fn parse(text: &str) -> Option<ObjectId> {
        ObjectId::parse(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Value for Capacity {
    fn parse(text: &str) -> Option<Capacity> {
        Capacity::from_id(text)
    }

    fn print(&self) -> String {
        self.id().to_string()
    }
}

impl Value for Correction {
    fn parse(text: &str) -> Option<Correction> {
        Correction::exact(text)
    }

    fn print(&self) -> String {
        self.line()
    }
}

/// A file name as it is; the act compares it with the names of its sent files.
impl Value for String {
    fn parse(text: &str) -> Option<String> {
        Some(text.to_string())
    }

    fn print(&self) -> String {
        self.clone()
    }
}

impl Value for Input {
    /// `<department> <blob> sha256:<digest> <commit>`.
    fn parse(text: &str) -> Option<Input> {
        let mut words = text.split(' ');
        let input = Input {
            department: DepartmentId::parse(words.next()?)?,
            blob: ObjectId::parse(words.next()?)?,
            sha256: Value::parse(words.next()?)?,
            commit: ObjectId::parse(words.next()?)?,
        };
        words.next().is_none().then_some(input)
    }

    fn print(&self) -> String {
        self.line()
    }
}

/// A department and the tip of its branch.
impl Value for (DepartmentId, ObjectId) {
    fn parse(text: &str) -> Option<Self> {
        let (department, commit) = text.split_once(' ')?;
        Some((DepartmentId::parse(department)?, ObjectId::parse(commit)?))
    }

    fn print(&self) -> String {
        format!("{} {}", self.0, self.1)
    }
}

/// The approval or the completion that a step stands on.
impl Value for (ActKind, ObjectId) {
    fn parse(text: &str) -> Option<Self> {
        let (kind, commit) = text.split_once(' ')?;
        let kind = ActKind::from_id(kind).filter(|k| matches!(k, ActKind::Approve | ActKind::Finalize))?;
        Some((kind, ObjectId::parse(commit)?))
    }

    fn print(&self) -> String {
        format!("{} {}", self.0.id(), self.1)
    }
}

/// A sent file: its name and digest.
impl Value for (String, Digest) {
    fn parse(text: &str) -> Option<Self> {
        let (name, digest) = text.split_once(' ')?;
        is_file_name(name).then_some(())?;
        Some((name.to_string(), Value::parse(digest)?))
    }

    fn print(&self) -> String {
        format!("{} sha256:{}", self.0, self.1)
    }
}

/// A sent file's name: one name that every system can store.
fn is_file_name(name: &str) -> bool {
    (1..=120).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !name.starts_with(['.', '-'])
}

impl Value for Proposal {
    fn parse(text: &str) -> Option<Proposal> {
        match text.split_once(' ')? {
            ("baocao.toml", digest) => Some(Proposal::Roster(Value::parse(digest)?)),
            ("annul", digest) => Some(Proposal::Annulment(Value::parse(digest)?)),
            _ => None,
        }
    }

    fn print(&self) -> String {
        match self {
            Proposal::Roster(digest) => format!("baocao.toml sha256:{digest}"),
            Proposal::Annulment(digest) => format!("annul sha256:{digest}"),
        }
    }
}

/// The lines of one field of an act, read and written by the same declaration.
pub(crate) trait Trailer<T> {
    /// Reads the field at the next line.
    fn read(&self, lines: &mut Lines<'_>) -> Result<T, Text>;
    /// Writes the field.
    fn write(&self, value: &T, out: &mut Block);
}

/// Exactly one line.
pub(crate) struct One(pub(crate) &'static str);

impl<T: Value> Trailer<T> for One {
    fn read(&self, lines: &mut Lines<'_>) -> Result<T, Text> {
        lines.one(self.0, T::parse)
    }

    fn write(&self, value: &T, out: &mut Block) {
        out.line(self.0, value.print());
    }
}

/// One line or none.
pub(crate) struct Optional(pub(crate) &'static str);

impl<T: Value> Trailer<Option<T>> for Optional {
    fn read(&self, lines: &mut Lines<'_>) -> Result<Option<T>, Text> {
        lines.maybe(self.0, T::parse)
    }

    fn write(&self, value: &Option<T>, out: &mut Block) {
        value.iter().for_each(|value| out.line(self.0, value.print()));
    }
}

/// Any number of lines.
pub(crate) struct Many(pub(crate) &'static str);

impl<T: Value> Trailer<Vec<T>> for Many {
    fn read(&self, lines: &mut Lines<'_>) -> Result<Vec<T>, Text> {
        lines.many(self.0, T::parse)
    }

    fn write(&self, values: &Vec<T>, out: &mut Block) {
        values.iter().for_each(|value| out.line(self.0, value.print()));
    }
}

/// One or more lines.
pub(crate) struct AtLeastOne(pub(crate) &'static str);

impl<T: Value> Trailer<Vec<T>> for AtLeastOne {
    fn read(&self, lines: &mut Lines<'_>) -> Result<Vec<T>, Text> {
        let mut values = vec![lines.one(self.0, T::parse)?];
        values.extend(lines.many(self.0, T::parse)?);
        Ok(values)
    }

    fn write(&self, values: &Vec<T>, out: &mut Block) {
        Many(self.0).write(values, out);
    }
}

/// `Baocao-Ref: <act> <commit>`: the step of that kind that the act stands on.
pub(crate) struct Reference(pub(crate) ActKind);

impl Reference {
    fn parse(&self, text: &str) -> Option<ObjectId> {
        ObjectId::parse(text.strip_prefix(self.0.id())?.strip_prefix(' ')?)
    }
}

impl Trailer<ObjectId> for Reference {
    fn read(&self, lines: &mut Lines<'_>) -> Result<ObjectId, Text> {
        lines.one("Ref", |text| self.parse(text))
    }

    fn write(&self, commit: &ObjectId, out: &mut Block) {
        out.line("Ref", format_args!("{} {commit}", self.0.id()));
    }
}

/// Any number of steps of that kind.
impl Trailer<Vec<ObjectId>> for Reference {
    fn read(&self, lines: &mut Lines<'_>) -> Result<Vec<ObjectId>, Text> {
        lines.many("Ref", |text| self.parse(text))
    }

    fn write(&self, commits: &Vec<ObjectId>, out: &mut Block) {
        commits.iter().for_each(|commit| self.write(commit, out));
    }
}

/// A list by department, in the order of their ids, each once, so that one list has one digest. `before` compares two
/// neighbours.
pub(crate) struct Rising<L, T> {
    pub(crate) list: L,
    pub(crate) key: &'static str,
    pub(crate) before: fn(&T, &T) -> bool,
}

impl<L: Trailer<Vec<T>>, T> Trailer<Vec<T>> for Rising<L, T> {
    fn read(&self, lines: &mut Lines<'_>) -> Result<Vec<T>, Text> {
        let (items, key) = (self.list.read(lines)?, self.key);
        if items.windows(2).all(|pair| (self.before)(&pair[0], &pair[1])) {
            return Ok(items);
        }
        Err(say!(
            vi: "các dòng “Baocao-{key}” không xếp theo mã đơn vị",
            en: "the “Baocao-{key}” lines are not in the order of the departments' ids"
        ))
    }

    fn write(&self, items: &Vec<T>, out: &mut Block) {
        self.list.write(items, out);
    }
}

/// What is demanded of an act's lines together, once all have been read.
pub(crate) trait Closing {
    fn read(&self, lines: &mut Lines<'_>, detail: &Detail) -> Result<(), Text>;
    fn write(&self, detail: &Detail, out: &mut Block);
}

/// A condition on the fields; it writes nothing.
pub(crate) struct Check(pub(crate) fn(&Detail) -> Result<(), Text>);

impl Closing for Check {
    fn read(&self, _: &mut Lines<'_>, detail: &Detail) -> Result<(), Text> {
        (self.0)(detail)
    }

    fn write(&self, _: &Detail, _: &mut Block) {}
}
