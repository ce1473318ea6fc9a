//! A raw commit object → [`RawCommit`], strictly.
//!
//! Differences between readers are where forgeries hide: git ignores a second signature header, shows a message only
//! up to a NUL, honours an `encoding` header; libgit2 does each of these otherwise. So there is one grammar here, and
//! every object outside of it is refused: `tree`, `parent`*, `author`, `committer`, at most one `gpgsig`, a blank
//! line, the message. Whatever is accepted has exactly one spelling.

use baocao_core::domain::{Identity, Moment, ObjectId, RawCommit};
use baocao_core::say;
use baocao_core::text::Text;

/// The largest commit object that is read.
pub const LIMIT: usize = 256 * 1024;
/// 9999-12-31T23:59:59Z: beyond it readers disagree about what the date is.
const LAST_SECOND: i64 = 253_402_300_799;

/// Reads one commit object, without git's `commit <size>\0` header.
///
/// # Errors
/// The bytes are not of the grammar; the text says where.
pub fn commit(bytes: &[u8]) -> Result<RawCommit, Text> {
    if bytes.len() > LIMIT {
        return Err(say!(vi: "đối tượng commit lớn hơn 256 KiB", en: "the commit object is larger than 256 KiB"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| say!(vi: "đối tượng commit không phải UTF-8", en: "the commit object is not UTF-8"))?;
    if text.contains('\0') {
        return Err(say!(vi: "đối tượng commit có ký tự NUL", en: "the commit object holds a NUL"));
    }
    let (mut head, message) = text.split_once("\n\n").ok_or_else(|| malformed("\\n\\n"))?;
    let tree = id(field(&mut head, "tree")?)?;
    let mut parents = Vec::new();
    while head.starts_with("parent ") {
        let parent = id(field(&mut head, "parent")?)?;
        if parents.contains(&parent) {
            return Err(malformed("parent"));
        }
        parents.push(parent);
    }
    let author = identity(field(&mut head, "author")?)?;
    let committer = identity(field(&mut head, "committer")?)?;
    let (signature, signed) = if head.is_empty() {
        (None, bytes.to_vec())
    } else {
        // What git verifies: everything before the signature header, then the blank line and the message.
        let before = text.len() - message.len() - "\n\n".len() - head.len();
        (Some(signature(head)?), [&bytes[..before], b"\n", message.as_bytes()].concat())
    };
    Ok(RawCommit { tree, parents, author, committer, signature, signed, message: message.to_string() })
}

/// Takes one header line of that name off the front.
/// The tree and the first parent that a commit names in its first lines, whatever the rest is: so much can be told of a
/// commit that is no good, and the line before it need not be lost.
pub fn leading(bytes: &[u8]) -> (Option<ObjectId>, Option<ObjectId>) {
    let mut lines = bytes.split(|b| *b == b'\n');
    let mut named = |name: &[u8]| {
        let digits = lines.next()?.strip_prefix(name)?;
        ObjectId::parse(std::str::from_utf8(digits).ok()?)
    };
    let tree = named(b"tree ");
    let parent = tree.and_then(|_| named(b"parent "));
    (tree, parent)
}

fn field<'a>(head: &mut &'a str, name: &str) -> Result<&'a str, Text> {
    let (line, rest) = head.split_once('\n').unwrap_or((head, ""));
    let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')).ok_or_else(|| malformed(name))?;
    *head = rest;
    Ok(value)
}

fn id(text: &str) -> Result<ObjectId, Text> {
    ObjectId::parse(text).ok_or_else(|| malformed(text))
}

/// `Name <address> seconds ±hhmm`.
fn identity(text: &str) -> Result<Identity, Text> {
    let wrong = || malformed(text);
    let (name, rest) = text.split_once(" <").ok_or_else(wrong)?;
    let (email, when) = rest.split_once("> ").ok_or_else(wrong)?;
    let (seconds, zone) = when.split_once(' ').ok_or_else(wrong)?;
    let named = |part: &str| !part.chars().any(|c| c.is_control() || matches!(c, '<' | '>'));
    if !named(name) || !named(email) {
        return Err(wrong());
    }
    let canonical = seconds == "0" || (!seconds.starts_with('0') && seconds.bytes().all(|b| b.is_ascii_digit()));
    let at = seconds.parse::<i64>().ok().filter(|at| canonical && (0..=LAST_SECOND).contains(at)).ok_or_else(wrong)?;
    Ok(Identity {
        name: name.to_string(),
        email: email.to_string(),
        at: Moment::from_unix(at),
        offset_minutes: zone_minutes(zone).ok_or_else(wrong)?,
    })
}

fn zone_minutes(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    // "-0000" would be a second spelling of "+0000".
    (hours <= 14 && minutes < 60 && zone != "-0000").then_some(sign * (hours * 60 + minutes))
}

/// The `gpgsig` header: its value, with the space that begins each further line taken off.
fn signature(head: &str) -> Result<String, Text> {
    let wrong = || malformed("gpgsig");
    let value = head.strip_prefix("gpgsig ").ok_or_else(|| malformed(head.split([' ', '\n']).next().unwrap_or("")))?;
    let mut lines = value.split('\n');
    let mut armor = lines.next().unwrap_or("").to_string();
    for line in lines {
        let line = line.strip_prefix(' ').ok_or_else(wrong)?;
        armor.push('\n');
        armor.push_str(line);
    }
    if armor.is_empty() || armor.chars().any(|c| c.is_control() && c != '\n') {
        return Err(wrong());
    }
    armor.push('\n');
    Ok(armor)
}

fn malformed(what: &str) -> Text {
    let what = baocao_core::text::visible(&what.chars().take(60).collect::<String>());
    say!(
        vi: "đối tượng commit sai quy cách ở “{what}”",
        en: "the commit object is not of the grammar at “{what}”"
    )
}

#[cfg(test)]
mod tests {
    use crate::commit::*;
    use proptest::prelude::*;

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    const PARENT: &str = "parent 1111111111111111111111111111111111111111\n";
    const WHO: &str =
        "author Nguyễn Thị Hoa <hoa@so.vn> 1718157780 +0700\ncommitter Văn phòng <vp@so.vn> 1718157781 +0700\n";
    const SIG: &str = "gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n \n BBBB\n -----END SSH SIGNATURE-----\n";
    const MESSAGE: &str = "\nnộp: Thanh tra Sở\n\nthân\n";

    fn object(parts: &[&str]) -> Vec<u8> {
        parts.concat().into_bytes()
    }

    fn print(raw: &RawCommit) -> Vec<u8> {
        let mut out = format!("tree {}\n", raw.tree);
        raw.parents.iter().for_each(|p| out.push_str(&format!("parent {p}\n")));
        for (name, who) in [("author", &raw.author), ("committer", &raw.committer)] {
            let zone = who.offset_minutes.abs();
            let sign = if who.offset_minutes < 0 { '-' } else { '+' };
            let (at, hours, minutes) = (who.at.unix(), zone / 60, zone % 60);
            out.push_str(&format!("{name} {} <{}> {at} {sign}{hours:02}{minutes:02}\n", who.name, who.email));
        }
        if let Some(armor) = &raw.signature {
            out.push_str(&format!("gpgsig {}\n", armor.trim_end_matches('\n').replace('\n', "\n ")));
        }
        format!("{out}\n{}", raw.message).into_bytes()
    }

    #[test]
    fn reads_what_git_writes() {
        let bytes = object(&[TREE, PARENT, WHO, SIG, MESSAGE]);
        let raw = commit(&bytes).unwrap();
        assert_eq!(raw.author.name, "Nguyễn Thị Hoa");
        assert_eq!(raw.committer.at.unix(), 1_718_157_781);
        assert_eq!(raw.committer.offset_minutes, 420);
        assert_eq!(raw.message, "nộp: Thanh tra Sở\n\nthân\n");
        assert_eq!(
            raw.signature.as_deref(),
            Some("-----BEGIN SSH SIGNATURE-----\nAAAA\n\nBBBB\n-----END SSH SIGNATURE-----\n")
        );
        assert_eq!(raw.signed, object(&[TREE, PARENT, WHO, MESSAGE]));
        assert_eq!(print(&raw), bytes);
    }

    #[test]
    fn an_unsigned_commit_is_all_payload() {
        let bytes = object(&[TREE, WHO, MESSAGE]);
        let raw = commit(&bytes).unwrap();
        assert_eq!((raw.signature, raw.signed, raw.parents), (None, bytes, vec![]));
    }

    #[test]
    fn everything_else_is_refused() {
        let other =
            |from: &str, to: &str| [TREE, PARENT, WHO, SIG, MESSAGE].concat().replacen(from, to, 1).into_bytes();
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("two signatures", object(&[TREE, WHO, SIG, SIG, MESSAGE])),
            ("sha256 signature", object(&[TREE, WHO, SIG, "gpgsig-sha256 x\n", MESSAGE])),
            ("sha256 signature alone", object(&[TREE, WHO, "gpgsig-sha256 x\n", MESSAGE])),
            ("encoding", object(&[TREE, WHO, "encoding latin1\n", MESSAGE])),
            ("unknown header", object(&[TREE, WHO, SIG, "HG:extra x\n", MESSAGE])),
            ("mergetag", object(&[TREE, WHO, "mergetag object 1\n", SIG, MESSAGE])),
            ("second committer", object(&[TREE, WHO, "committer X <x@y> 1 +0000\n", SIG, MESSAGE])),
            ("two trees", object(&[TREE, TREE, WHO, MESSAGE])),
            ("same parent twice", object(&[TREE, PARENT, PARENT, WHO, MESSAGE])),
            ("parent after author", object(&[TREE, WHO, PARENT, MESSAGE])),
            ("no author", object(&[TREE, "committer X <x@y> 1 +0000\n", MESSAGE])),
            ("NUL in the message", object(&[TREE, WHO, "\nnộp\0\n\nBaocao-Act: submit\n"])),
            ("no blank line", object(&[TREE, WHO])),
            ("folded header", object(&[TREE, "author X\n <x@y> 1 +0000\n", MESSAGE])),
            ("CR", other("+0700\n", "+0700\r\n")),
            ("upper-case id", other("4b825", "4B825")),
            ("short id", other("4b825", "4b82")),
            ("date too far", other("1718157781", "253402300800")),
            ("date wraps", other("1718157781", "9223372036854775808")),
            ("negative date", other("1718157781", "-1")),
            ("padded date", other("1718157781", "01718157781")),
            ("signed date", other("1718157781", "+1718157781")),
            ("zone", other("+0700", "+0760")),
            ("zone without sign", other("+0700", "0700")),
            ("second zone of zero", other("+0700", "-0000")),
            ("bracket in a name", other("Văn phòng <", "Văn <phòng> <")),
            ("trailing blank", other("+0700\ncommitter", "+0700 \ncommitter")),
            ("tab in the armor", other("AAAA", "AA\tA")),
        ];
        for (name, bytes) in cases {
            assert!(commit(&bytes).is_err(), "accepted: {name}");
        }
        assert!(commit(&[b'x'; LIMIT + 1]).is_err());
        assert!(commit(b"tree \xff").is_err());
    }

    proptest! {
        /// Security.md section 12, test 2: never accepted unless it would be printed the same.
        #[test]
        fn what_is_accepted_has_one_spelling(at in 0usize..400, byte in any::<u8>(), how in 0u8..4, signed in any::<bool>()) {
            let mut bytes = object(if signed { &[TREE, PARENT, WHO, SIG, MESSAGE] } else { &[TREE, PARENT, WHO, MESSAGE] });
            let at = at % bytes.len();
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => { let tail = bytes[at..].to_vec(); bytes.extend(tail); }
            }
            if let Ok(raw) = commit(&bytes) {
                prop_assert_eq!(print(&raw), bytes);
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = commit(&bytes);
        }
    }
}
