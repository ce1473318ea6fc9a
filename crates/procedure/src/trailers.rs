//! A commit's message → the [`Act`] it records.
//!
//! The grammar admits exactly the lines that `render::trailers` writes: every key in its place, every value in its one
//! spelling. A message that merely looks like an act is an error and never plain text, so that nobody reads
//! `Baocao-Act: approve` in `git log` where the ledger saw nothing.

pub mod write;

pub use write::*;

use baocao_core::domain::{
    Act, ActKind, Capacity, Correction, Date, DepartmentId, Detail, Digest, FilesCompared, Input, ObjectId, OneLine,
    PICTURES_MOST, PeriodId, PersonId, Proposal, Role, Version, parse_date, unfit,
};
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};

/// The act a message records; `None` for plain text work. An act that names commits as dated ahead is read by [`step`].
///
/// # Errors
/// The message has `Baocao-` lines but is not of the grammar; the text says at which trailer.
pub fn act(message: &str) -> Result<Option<Act>, Text> {
    match step(message)? {
        Some((act, ahead)) if ahead.is_empty() => Ok(Some(act)),
        Some(_) => Err(say!(vi: "bước này nêu commit ghi giờ đi trước", en: "the act names commits as dated ahead")),
        None => Ok(None),
    }
}

/// The act a message records, and the commits that it names as dated ahead (`Baocao-Ahead`); `None` for plain text work.
///
/// # Errors
/// As for [`act`].
pub fn step(message: &str) -> Result<Option<(Act, Vec<ObjectId>)>, Text> {
    if !message.split('\n').any(claims) {
        return Ok(None);
    }
    let (head, block) = message.rsplit_once("\n\n").ok_or_else(outside)?;
    let block = block.strip_suffix('\n').ok_or_else(
        || say!(vi: "bản ghi bước không kết thúc bằng đúng một dấu xuống dòng", en: "the message does not end in exactly one line feed"),
    )?;
    if head.split('\n').any(claims) || head.starts_with('\n') || head.ends_with('\n') || head.is_empty() {
        return Err(outside());
    }
    if message.chars().any(|c| c != '\n' && unfit(c)) {
        return Err(say!(
            vi: "bản ghi bước có ký tự ẩn hoặc ký tự điều khiển",
            en: "the message holds hidden or control characters"
        ));
    }
    let mut lines = Lines { lines: block.split('\n').collect(), at: 0 };
    let act = read(&mut lines)?;
    let start = lines.at;
    let ahead = lines.many("Ahead", ObjectId::parse)?;
    if let Some(at) = ahead.windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(wrong(lines.lines[start + at + 1]));
    }
    match lines.peek() {
        None => Ok(Some((act, ahead))),
        Some(line) => Err(wrong(line)),
    }
}

/// Whether a line begins like a trailer of ours, in any case.
fn claims(line: &str) -> bool {
    line.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("baocao-"))
}

/// The lines of the block and how far they are read.
struct Lines<'a> {
    lines: Vec<&'a str>,
    at: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    /// The value of the next line if it has that key.
    fn next_if(&mut self, key: &str) -> Option<&'a str> {
        let value = self.peek()?.strip_prefix("Baocao-")?.strip_prefix(key)?.strip_prefix(": ")?;
        self.at += 1;
        Some(value)
    }

    /// The value of the next line, which must have that key, read by `parse`.
    fn one<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<T, Text> {
        self.maybe(key, parse)?.ok_or_else(|| match self.peek() {
            Some(line) => wrong(line),
            None => say!(vi: "bản ghi bước thiếu “Baocao-{key}”", en: "the act lacks “Baocao-{key}”"),
        })
    }

    fn maybe<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Option<T>, Text> {
        let Some(line) = self.peek() else { return Ok(None) };
        self.next_if(key).map(|value| parse(value).ok_or_else(|| wrong(line))).transpose()
    }

    fn many<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Vec<T>, Text> {
        let mut values = Vec::new();
        while let Some(value) = self.maybe(key, &parse)? {
            values.push(value);
        }
        Ok(values)
    }

    /// One or more lines of that key.
    fn some<T>(&mut self, key: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Vec<T>, Text> {
        let first = self.one(key, &parse)?;
        let mut values = vec![first];
        values.extend(self.many(key, parse)?);
        Ok(values)
    }
}

fn read(lines: &mut Lines<'_>) -> Result<Act, Text> {
    lines.one("Version", |v| (v == "1").then_some(()))?;
    let kind = lines.one("Act", ActKind::from_id)?;
    let actor = lines.one("Actor", PersonId::parse)?;
    let role = lines.one("Role", Role::from_id)?;
    let period = if kind.on_folder() { None } else { Some(lines.one("Period", PeriodId::from_canonical)?) };
    let prev = lines.one("Prev", ObjectId::parse)?;
    let detail = detail(kind, lines)?;
    Ok(Act { actor, role, period, prev, detail })
}

fn detail(kind: ActKind, lines: &mut Lines<'_>) -> Result<Detail, Text> {
    Ok(match kind {
        ActKind::Genesis => Detail::Genesis { agency: lines.one("Agency", OneLine::exact)? },
        ActKind::Open => {
            Detail::Open { subject: lines.one("Subject", version)?, last_day: lines.one("Last-Day", date)? }
        }
        ActKind::Directive => {
            Detail::Directive { last_day: lines.one("Last-Day", date)?, basis: lines.one("Basis", OneLine::exact)? }
        }
        ActKind::Submit => {
            let subject = lines.one("Subject", version)?;
            let pictures = lines.many("Picture", version)?;
            if pictures.len() > PICTURES_MOST || pictures.windows(2).any(|pair| pair[0].path >= pair[1].path) {
                return Err(say!(
                    vi: "các dòng “Baocao-Picture” quá nhiều hoặc không xếp theo đường dẫn",
                    en: "the “Baocao-Picture” lines are too many or not in the order of their paths"
                ));
            }
            Detail::Submit { subject, pictures }
        }
        ActKind::Receive => {
            let received = lines.some("Received", |v| {
                let (department, commit) = v.split_once(' ')?;
                Some((DepartmentId::parse(department)?, ObjectId::parse(commit)?))
            })?;
            rising("Received", &received, |r| &r.0)?;
            Detail::Receive { received }
        }
        ActKind::Merge => {
            let subject = lines.one("Subject", version)?;
            let inputs = lines.some("Input", input)?;
            rising("Input", &inputs, |i| &i.department)?;
            let missing = lines.many("Missing", DepartmentId::parse)?;
            rising("Missing", &missing, |d| d)?;
            let stated = lines.one("Inputs", sha256)?;
            if stated != Input::digest_all(&inputs) {
                return Err(say!(
                    vi: "“Baocao-Inputs” không phải mã băm của các dòng “Baocao-Input”",
                    en: "“Baocao-Inputs” is not the digest of the “Baocao-Input” lines"
                ));
            }
            Detail::Merge { subject, inputs, missing }
        }
        ActKind::Review => Detail::Review {
            subject: lines.one("Subject", version)?,
            inputs: lines.one("Inputs", sha256)?,
            merge: lines.one("Ref", reference(ActKind::Merge))?,
        },
        ActKind::Return => Detail::Return {
            subject: lines.one("Subject", version)?,
            department: lines.maybe("Department", DepartmentId::parse)?,
            due: lines.maybe("Due", date)?,
            reason: lines.one("Reason", OneLine::exact)?,
        },
        ActKind::Approve => Detail::Approve {
            subject: lines.one("Subject", version)?,
            inputs: lines.one("Inputs", sha256)?,
            review: lines.one("Ref", reference(ActKind::Review))?,
            capacity: lines.maybe("Capacity", Capacity::from_id)?,
            instructions: lines.maybe("Instructions", OneLine::exact)?,
        },
        ActKind::Finalize => finalize(lines)?,
        ActKind::Dispatch => dispatch(lines)?,
        ActKind::Archive => Detail::Archive {
            subject: lines.one("Subject", version)?,
            dispatch: lines.one("Ref", reference(ActKind::Dispatch))?,
            manifest: lines.one("Manifest", sha256)?,
        },
        ActKind::Restate => {
            let basis = lines.one("Ref", leaders_word)?;
            let corrections = lines.some("Figure", Correction::exact)?;
            rising("Figure", &corrections, Correction::place)?;
            Detail::Restate {
                basis,
                corrections,
                capacity: lines.maybe("Capacity", Capacity::from_id)?,
                reason: lines.one("Reason", OneLine::exact)?,
            }
        }
        ActKind::Endorse => Detail::Endorse {
            proposal: lines.one("Subject", |v| match v.split_once(' ')? {
                ("baocao.toml", digest) => Some(Proposal::Roster(sha256(digest)?)),
                ("annul", digest) => Some(Proposal::Annulment(sha256(digest)?)),
                _ => None,
            })?,
        },
        ActKind::Roster => Detail::Roster {
            subject: lines.one("Subject", version)?,
            endorsements: lines.many("Ref", reference(ActKind::Endorse))?,
        },
        ActKind::Annul => Detail::Annul {
            commits: lines.some("Annul", ObjectId::parse)?,
            reason: lines.one("Reason", OneLine::exact)?,
        },
    })
}

fn finalize(lines: &mut Lines<'_>) -> Result<Detail, Text> {
    let subject = lines.one("Subject", version)?;
    let was = lines.one("Was", version)?;
    let approve = lines.one("Ref", reference(ActKind::Approve))?;
    let reason = lines.maybe("Reason", OneLine::exact)?;
    if reason.is_some() && subject != was {
        return Err(say!(
            vi: "“Baocao-Reason” của bước hoàn chỉnh chỉ ghi khi văn bản không đổi so với bản được duyệt",
            en: "the “Baocao-Reason” of a completion is only for a text that is the approved one, unchanged"
        ));
    }
    Ok(Detail::Finalize { subject, was, approve, reason })
}

fn dispatch(lines: &mut Lines<'_>) -> Result<Detail, Text> {
    let subject = lines.one("Subject", version)?;
    let basis = lines.one("Ref", leaders_word)?;
    let number = lines.one("Number", OneLine::exact)?;
    let date = lines.one("Date", date)?;
    let to = lines.some("To", OneLine::exact)?;
    let channel = lines.maybe("Channel", OneLine::exact)?;
    let files = lines.many("File", |v| {
        let (name, digest) = v.split_once(' ')?;
        is_file_name(name).then_some(())?;
        Some((name.to_string(), sha256(digest)?))
    })?;
    let compared = FilesCompared {
        unread: lines.many("Unread", |name| Some(name.to_string()))?,
        differing: lines.many("Differs", |name| Some(name.to_string()))?,
        reason: lines.maybe("Reason", OneLine::exact)?,
    };
    if !compared.is_about(&files) {
        return Err(say!(
            vi: "các dòng “Baocao-Unread”, “Baocao-Differs”, “Baocao-Reason” không khớp với các tệp đã gửi",
            en: "the “Baocao-Unread”, “Baocao-Differs” and “Baocao-Reason” lines do not fit the sent files"
        ));
    }
    Ok(Detail::Dispatch { subject, basis, number, date, to, channel, files, compared })
}

fn date(text: &str) -> Option<Date> {
    parse_date(text)
}

fn sha256(text: &str) -> Option<Digest> {
    Digest::parse(text.strip_prefix("sha256:")?)
}

fn reference(kind: ActKind) -> impl Fn(&str) -> Option<ObjectId> {
    move |text| ObjectId::parse(text.strip_prefix(kind.id())?.strip_prefix(' ')?)
}

/// The approval or the completion that a step stands on.
fn leaders_word(text: &str) -> Option<(ActKind, ObjectId)> {
    let (kind, commit) = text.split_once(' ')?;
    let kind = ActKind::from_id(kind).filter(|k| matches!(k, ActKind::Approve | ActKind::Finalize))?;
    Some((kind, ObjectId::parse(commit)?))
}

/// `<path> <blob> sha256:<digest>`.
fn version(text: &str) -> Option<Version> {
    let (path, rest) = text.split_once(' ')?;
    let (blob, digest) = rest.split_once(' ')?;
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/'));
    (plain && (1..=120).contains(&path.len())).then_some(())?;
    Some(Version { path: RepoPath::new(path), blob: ObjectId::parse(blob)?, sha256: sha256(digest)? })
}

/// `<department> <blob> sha256:<digest> <commit>`.
fn input(text: &str) -> Option<Input> {
    let mut words = text.split(' ');
    let input = Input {
        department: DepartmentId::parse(words.next()?)?,
        blob: ObjectId::parse(words.next()?)?,
        sha256: sha256(words.next()?)?,
        commit: ObjectId::parse(words.next()?)?,
    };
    words.next().is_none().then_some(input)
}

/// A sent file's name: one name that every system can store.
fn is_file_name(name: &str) -> bool {
    (1..=120).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !name.starts_with(['.', '-'])
}

/// Lists by department are in the order of their ids, each once, so that one list has one digest.
fn rising<'t, T, K: Ord>(key: &str, items: &'t [T], by: impl Fn(&'t T) -> K) -> Result<(), Text> {
    if items.windows(2).all(|pair| by(&pair[0]) < by(&pair[1])) {
        return Ok(());
    }
    Err(say!(
        vi: "các dòng “Baocao-{key}” không xếp theo mã đơn vị",
        en: "the “Baocao-{key}” lines are not in the order of the departments' ids"
    ))
}

fn outside() -> Text {
    say!(
        vi: "các dòng “Baocao-” phải là đoạn cuối cùng, sau đúng một dòng trống",
        en: "the “Baocao-” lines must be the last paragraph, after exactly one blank line"
    )
}

fn wrong(line: &str) -> Text {
    let line = baocao_core::text::visible(&line.chars().take(80).collect::<String>());
    say!(vi: "bản ghi bước sai quy cách ở dòng “{line}”", en: "the act is not of the grammar at “{line}”")
}

#[cfg(test)]
mod tests {
    use crate::trailers::*;

    const A: &str = "1111111111111111111111111111111111111111";
    const D: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn submit() -> String {
        format!(
            "nộp: Thanh tra Sở, báo cáo Quý II năm 2024\n\nBaocao-Version: 1\nBaocao-Act: submit\nBaocao-Actor: hoa\n\
             Baocao-Role: don-vi\nBaocao-Period: 2024-Q2\nBaocao-Prev: {A}\n\
             Baocao-Subject: reports/2024-Q2/thanh-tra.md {A} sha256:{D}\n"
        )
    }

    #[test]
    fn reads_an_act_and_leaves_plain_text_alone() {
        let act = act(&submit()).unwrap().unwrap();
        assert_eq!(act.kind(), ActKind::Submit);
        assert_eq!(act.actor.as_str(), "hoa");
        assert_eq!(act.detail.subject().unwrap().path.as_str(), "reports/2024-Q2/thanh-tra.md");
        for plain in ["sửa báo cáo\n", "", "nói về Baocao-Act: submit\n", "x\n\nCo-authored-by: y\n"] {
            assert_eq!(crate::trailers::act(plain), Ok(None), "{plain:?}");
        }
    }

    #[test]
    fn everything_that_only_looks_like_an_act_is_refused() {
        let good = submit();
        let cases = [
            ("no final line end", good.trim_end().to_string()),
            ("two final line ends", format!("{good}\n")),
            ("two blank lines", good.replacen("\n\n", "\n\n\n", 1)),
            ("no subject", good.split_once("\n\n").unwrap().1.to_string()),
            ("empty subject", good.split_once("\n\n").map(|(_, b)| format!("\n\n{b}")).unwrap()),
            ("no blank line", good.replacen("\n\n", "\n", 1)),
            ("not last", format!("{good}\nthêm\n")),
            ("foreign trailer in the block", format!("{good}Signed-off-by: x\n")),
            ("foreign trailer first", good.replacen("Baocao-Version", "Signed-off-by: x\nBaocao-Version", 1)),
            ("word in the subject", good.replacen("nộp", "baocao-act: approve", 1)),
            ("word in the body", good.replacen("\n\n", "\n\nBAOCAO-Act: approve\n\n", 1)),
            ("unknown key", good.replacen("Baocao-Prev", "Baocao-Note: x\nBaocao-Prev", 1)),
            ("repeated key", good.replacen("Baocao-Act: submit\n", "Baocao-Act: submit\nBaocao-Act: submit\n", 1)),
            (
                "order",
                good.replacen(
                    "Baocao-Actor: hoa\nBaocao-Role: don-vi\n",
                    "Baocao-Role: don-vi\nBaocao-Actor: hoa\n",
                    1,
                ),
            ),
            ("version", good.replacen("Version: 1", "Version: 2", 1)),
            ("version spelled otherwise", good.replacen("Version: 1", "Version: 01", 1)),
            ("case of a key", good.replacen("Baocao-Act", "baocao-act", 1)),
            ("two blanks", good.replacen("Act: ", "Act:  ", 1)),
            ("trailing blank", good.replacen("submit\n", "submit \n", 1)),
            ("folding", good.replacen("submit\n", "submit\n more\n", 1)),
            ("CRLF", good.replace('\n', "\r\n")),
            ("act unknown", good.replacen("submit", "sign", 1)),
            ("another act's trailers", good.replacen("submit", "approve", 1)),
            ("period spelled otherwise", good.replacen("Period: 2024-Q2", "Period: 2024-q2", 1)),
            ("short prev", good.replacen("Prev: 1", "Prev: ", 1)),
            ("upper-case digest", good.replacen("sha256:e3b0", "sha256:E3B0", 1)),
            ("subject without digest", good.replacen(&format!(" sha256:{D}"), "", 1)),
            ("path with a blank", good.replacen("thanh-tra.md", "thanh tra.md", 1)),
            ("bidi in the subject line", good.replacen("nộp", "n\u{202e}ộp", 1)),
            ("invisible in the body", good.replacen("\n\n", "\n\nth\u{200b}ân\n\n", 1)),
            ("missing trailer", good.lines().filter(|l| !l.contains("Subject")).map(|l| format!("{l}\n")).collect()),
            ("more than the act has", format!("{good}Baocao-Reason: x\n")),
        ];
        for (name, message) in cases {
            assert!(act(&message).is_err(), "{name}: {message}");
        }
        assert!(act(&good.replacen("\n\n", "\n\nThân thư cho người đọc.\n\n", 1)).is_ok());
    }
}
