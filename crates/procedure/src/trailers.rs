//! A commit's message → the [`Act`] it records.
//!
//! The grammar admits exactly the lines that [`mod@write`] writes: every key in its place, every value in its one spelling.
//! An act's own lines are declared in its file under `acts/`. A message that merely looks like an act is an error and
//! never plain text: `git log` must not show `Baocao-Act: approve` where the ledger saw nothing.

pub(crate) mod codec;
pub(crate) mod words;
pub mod write;

pub use write::*;

use codec::{Lines, wrong};

use baocao_core::domain::{Act, ActKind, ObjectId, PeriodId, PersonId, Role, unfit};
use baocao_core::say;
use baocao_core::text::Text;

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

fn read(lines: &mut Lines<'_>) -> Result<Act, Text> {
    lines.one("Version", |v| (v == "1").then_some(()))?;
    let kind = lines.one("Act", ActKind::from_id)?;
    let actor = lines.one("Actor", PersonId::parse)?;
    let role = lines.one("Role", Role::from_id)?;
    let period = if kind.on_folder() { None } else { Some(lines.one("Period", PeriodId::from_canonical)?) };
    let prev = lines.one("Prev", ObjectId::parse)?;
    let detail = crate::acts::read(kind, lines)?;
    Ok(Act { actor, role, period, prev, detail })
}

fn outside() -> Text {
    say!(
        vi: "các dòng “Baocao-” phải là đoạn cuối cùng, sau đúng một dòng trống",
        en: "the “Baocao-” lines must be the last paragraph, after exactly one blank line"
    )
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
