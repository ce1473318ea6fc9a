//! Names of files and folders: which of them every system stores, and which lead out of the folder.

use crate::say;
use crate::text::{RepoPath, Text, is_hidden, nfc, visible};

/// The longest name, in bytes (Linux) and in UTF-16 units (Windows, macOS).
const LONGEST: usize = 255;

/// What is wrong with the name of a file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misnamed {
    /// No name at all.
    Empty,
    /// `.` or `..`: this folder or the one above it.
    Relative,
    /// A slash or a backslash, which separates names on some system.
    Separator,
    /// A spelling that some system takes for `.git`, where git keeps its hooks and settings.
    GitFolder,
    /// A control, invisible or bidirectional character.
    Hidden(char),
    /// More than 255 UTF-16 units, which no system stores.
    TooLong,
    /// At most 255 UTF-16 units but more than 255 bytes, which Linux does not store.
    TooManyBytes,
    /// A character with a meaning of its own on Windows; `:` begins a drive or a hidden stream of another file there.
    Reserved(char),
    /// A dot or a blank at the end, which Windows drops.
    Ending,
    /// A device of Windows, such as `CON` or `COM1.txt`.
    Device,
}

impl Misnamed {
    /// Whether a path with such a name may lead out of the folder or into `.git` on some system.
    pub fn leads_out(self) -> bool {
        matches!(self, Misnamed::Empty | Misnamed::Relative | Misnamed::Separator | Misnamed::GitFolder)
    }

    /// Whether a path with such a name is passed over altogether: git's index and this program's journal do not name it.
    pub fn is_barred(self) -> bool {
        self.leads_out() || matches!(self, Misnamed::Hidden(_))
    }

    /// Whether a tree that holds such a name is not read at all. Other names are only odd: people on Linux and Macs give
    /// them in good faith, a history with them still verifies, and files of that name are not written.
    pub fn breaks_a_tree(self) -> bool {
        self.is_barred() || self == Misnamed::TooLong
    }

    /// Why the name cannot be used, as a fragment of a sentence.
    pub fn why(self) -> Text {
        match self {
            Misnamed::Empty => say!(vi: "tên để trống", en: "the name is empty"),
            Misnamed::Relative => {
                say!(vi: "tên chỉ sang thư mục khác", en: "the name stands for another folder")
            }
            Misnamed::Separator => say!(vi: "tên có dấu gạch chéo", en: "the name holds a slash or a backslash"),
            Misnamed::GitFolder => {
                say!(vi: "tên trỏ vào thư mục .git", en: "the name leads into the folder .git")
            }
            Misnamed::Hidden(c) => {
                let code = u32::from(c);
                say!(vi: "tên có ký tự ẩn hoặc ký tự điều khiển U+{code:04X}", en: "the name holds the hidden or control character U+{code:04X}")
            }
            Misnamed::TooLong | Misnamed::TooManyBytes => {
                say!(vi: "tên dài quá {LONGEST} byte", en: "the name is longer than {LONGEST} bytes")
            }
            Misnamed::Reserved(c) => {
                say!(vi: "tên có dấu “{c}” mà Windows không nhận", en: "the name holds “{c}”, which Windows does not take")
            }
            Misnamed::Ending => say!(
                vi: "tên kết thúc bằng dấu chấm hoặc dấu cách, Windows không nhận",
                en: "the name ends in a dot or a blank, which Windows does not take"
            ),
            Misnamed::Device => {
                say!(vi: "tên này Windows dành cho thiết bị", en: "Windows keeps this name for a device")
            }
        }
    }
}

/// What is wrong with a name that not every system can store; `None` for a good one.
///
/// The gravest fault is told: first what leads out of the folder, then what no system stores, then what some system lacks.
pub fn misnamed(name: &str) -> Option<Misnamed> {
    if name.is_empty() {
        return Some(Misnamed::Empty);
    }
    if matches!(name, "." | "..") {
        return Some(Misnamed::Relative);
    }
    if name.contains(['/', '\\']) {
        return Some(Misnamed::Separator);
    }
    if is_git_folder(name) {
        return Some(Misnamed::GitFolder);
    }
    if let Some(c) = name.chars().find(|c| c.is_control() || is_hidden(*c)) {
        return Some(Misnamed::Hidden(c));
    }
    if name.encode_utf16().count() > LONGEST {
        return Some(Misnamed::TooLong);
    }
    if name.len() > LONGEST {
        return Some(Misnamed::TooManyBytes);
    }
    if let Some(c) = name.chars().find(|c| matches!(c, ':' | '<' | '>' | '"' | '|' | '?' | '*')) {
        return Some(Misnamed::Reserved(c));
    }
    if name.ends_with(['.', ' ']) {
        return Some(Misnamed::Ending);
    }
    is_device_name(name).then_some(Misnamed::Device)
}

/// What two names have in common that some system takes for one: macOS tells neither capitals nor the ways to put letters and
/// accents together apart, Windows tells no capitals apart.
pub fn name_key(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { nfc(&nfc(name).to_uppercase().to_lowercase()) }
}

/// The first bad name of a path, with what is wrong with it; `None` if every system can store the path.
pub fn misnamed_part(path: &RepoPath) -> Option<(&str, Misnamed)> {
    let faults = path.as_str().split('/').filter_map(|part| Some((part, misnamed(part)?)));
    let mut first = None;
    for (part, fault) in faults {
        if fault.leads_out() {
            return Some((part, fault));
        }
        first = first.or(Some((part, fault)));
    }
    first
}

/// A path with the reason why it cannot be used, for messages: `“a/b:c”: …`.
pub fn misnamed_path(path: &RepoPath) -> Option<Text> {
    let (_, fault) = misnamed_part(path)?;
    let (shown, Text { vi, en }) = (visible(path.as_str()), fault.why());
    Some(say!(vi: "“{shown}”: {vi}", en: "“{shown}”: {en}"))
}

/// Names that Windows keeps for devices, in any case and whatever their extension.
///
/// Source: Microsoft, “Naming Files, Paths, and Namespaces”. Superscript digits count as digits there.
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or(name).trim_end_matches(' ').to_ascii_lowercase();
    let numbered =
        |rest: &str| matches!(rest, "¹" | "²" | "³") || (rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$")
        || stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).is_some_and(numbered)
}

/// Whether some system takes a name for `.git`: in any case, with dots and blanks at the end, with an NTFS stream
/// behind it (`.git::$INDEX_ALLOCATION`), with characters between that HFS+ ignores, or as a short name (`GIT~1`).
fn is_git_folder(name: &str) -> bool {
    let seen = name.chars().filter(|c| !is_hidden(*c)).flat_map(char::to_uppercase).collect::<String>();
    let bare = seen.split(':').next().unwrap_or("").trim_end_matches(['.', ' ']);
    let numbered = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    bare == ".GIT" || bare.strip_prefix("GIT~").is_some_and(numbered)
}

#[cfg(test)]
mod tests {
    use crate::text::name::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_people_give_are_stored_everywhere() {
        for name in [
            "thanh-tra.md",
            "Báo cáo quý II (bản cuối) – đã sửa, 50%.docx",
            "BA\u{301}O CA\u{301}O.md",
            ".gitattributes",
            ".gitignore",
            ".github",
            ".gitmodules",
            "..ghi chú",
            "git~",
            "git~a",
            "git",
            "console.md",
            "com10.txt",
            "comma",
            "lpt",
            "auxiliary",
            "nul-1.md",
            "№ 12 & 13; $x #y {z} [t] ~u ^v `w' = @ + !.xlsx",
            &"đ".repeat(127),
            &"a".repeat(255),
        ] {
            assert_eq!(misnamed(name), None, "{name}");
        }
    }

    #[test]
    fn every_kind_of_bad_name_is_told_apart() {
        use Misnamed::*;
        let long = "a".repeat(256);
        let bytes = "đ".repeat(150);
        for (name, fault) in [
            ("", Empty),
            (".", Relative),
            ("..", Relative),
            ("a/b", Separator),
            ("/etc", Separator),
            ("a\\b", Separator),
            (".git", GitFolder),
            (".GiT", GitFolder),
            (".git ", GitFolder),
            (".git. .", GitFolder),
            ("git~1", GitFolder),
            ("GIT~27", GitFolder),
            ("GIT~1.", GitFolder),
            (".git::$INDEX_ALLOCATION", GitFolder),
            (".Git:x", GitFolder),
            ("git~1::$INDEX_ALLOCATION", GitFolder),
            (".g\u{200c}it", GitFolder),
            ("\u{feff}.git", GitFolder),
            (".gi\u{206a}t", GitFolder),
            ("a\nb", Hidden('\n')),
            ("a\u{202e}b", Hidden('\u{202e}')),
            ("a\0b", Hidden('\0')),
            ("a\tb", Hidden('\t')),
            (&long, TooLong),
            (&bytes, TooManyBytes),
            ("C:", Reserved(':')),
            ("C:evil.txt", Reserved(':')),
            ("x.md:stream", Reserved(':')),
            ("đã xong chưa?.md", Reserved('?')),
            ("a<b", Reserved('<')),
            ("a>b", Reserved('>')),
            ("a\"b", Reserved('"')),
            ("a|b", Reserved('|')),
            ("*.md", Reserved('*')),
            ("bài.", Ending),
            ("bài ", Ending),
            ("...", Ending),
            (" ", Ending),
            ("CON", Device),
            ("con.md", Device),
            ("Nul.tar.gz", Device),
            ("aux .md", Device),
            ("prn", Device),
            ("COM1", Device),
            ("com0.txt", Device),
            ("COM¹", Device),
            ("lpt³.md", Device),
            ("CONIN$", Device),
            ("conout$.md", Device),
        ] {
            assert_eq!(misnamed(name), Some(fault), "{name:?}");
        }
    }

    #[test]
    fn names_that_a_system_takes_for_one_have_one_key() {
        for (one, other) in [
            ("Ghi chu\u{301}.md", "ghi ch\u{fa}.MD"),
            ("Bie\u{302}n ba\u{309}n", "BIÊN BẢN"),
            ("ệ", "e\u{323}\u{302}"),
            ("Straße", "STRASSE"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one}");
        }
        for (one, other) in [("a.md", "b.md"), ("ghi chú", "ghi chu"), ("dự án", "đự án")] {
            assert_ne!(name_key(one), name_key(other), "{one}");
        }
    }

    #[test]
    fn what_leads_out_is_told_before_what_is_only_odd() {
        let part = |path: &str| misnamed_part(&path.into()).map(|(part, fault)| (part.to_string(), fault));
        assert_eq!(part("reports/2024-Q2/thanh-tra.md"), None);
        assert_eq!(part("a?/.git/config"), Some((".git".into(), Misnamed::GitFolder)));
        assert_eq!(part("a?/con/x"), Some(("a?".into(), Misnamed::Reserved('?'))));
        assert_eq!(part("/etc/passwd"), Some(("".into(), Misnamed::Empty)));
        assert_eq!(part("a//b"), Some(("".into(), Misnamed::Empty)));
    }

    proptest! {
        #[test]
        fn a_good_name_stays_one_name_in_its_folder(name in any::<String>(), pick in "[.gitGIT~1 :con\\u{200c}/\\\\?]{0,8}") {
            for name in [name, pick] {
                if misnamed(&name).is_some() {
                    continue;
                }
                let path = std::path::Path::new("top").join(&name);
                prop_assert_eq!(path.components().count(), 2);
                prop_assert_eq!(path.parent(), Some(std::path::Path::new("top")));
                prop_assert!(!name.eq_ignore_ascii_case(".git"));
                prop_assert_eq!(misnamed(&name.to_lowercase()).filter(|fault| fault.leads_out()), None);
            }
        }
    }
}
