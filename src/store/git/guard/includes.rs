//! How many files git's settings name in turn. libgit2 reads a file again each time it is named, so a few files that name
//! one another can keep it reading without end.

use crate::store::files::Kind;
use crate::store::git::guard::{SMALL, file, odd, text};
use crate::store::{Result, files, program};
use baocao_core::say;
use std::path::{Path, PathBuf};

/// The most files that the settings of one repository may name, each counted as often as it is named.
pub(super) const MOST: usize = 64;
/// How deep libgit2 follows them.
const DEPTH: usize = 10;

/// Makes sure that reading these settings ends soon. Conditions are taken as met.
///
/// # Errors
/// A file is named too often, is too large, or is no ordinary file.
pub(super) fn look(settings: impl IntoIterator<Item = PathBuf>) -> Result<()> {
    let mut open: Vec<(PathBuf, usize)> = settings.into_iter().map(|path| (path, 0)).collect();
    let mut named = 0;
    while let Some((path, depth)) = open.pop() {
        file(&path, SMALL)?;
        if !matches!(files::target(&path), Some((Kind::File, _))) || depth >= DEPTH {
            continue;
        }
        let text = text(&path)?;
        let targets = targets(&text);
        // libgit2 ends a line at such a byte, and takes names as bytes: what it would open could not be told.
        if text.contains('\0') || targets.iter().any(|target| target.contains(char::REPLACEMENT_CHARACTER)) {
            return Err(odd(&path, say!(vi: "có ký tự không đọc được", en: "holds characters that cannot be read")));
        }
        for further in targets.iter().flat_map(|target| places(&path, target)) {
            named += 1;
            if named > MOST {
                return Err(odd(
                    &path,
                    say!(vi: "gọi thêm tệp thiết lập khác quá nhiều lần", en: "includes other settings too often"),
                ));
            }
            open.push((further, depth + 1));
        }
    }
    Ok(())
}

/// What libgit2 takes for a blank.
fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

/// Where a named file may be.
fn places(from: &Path, target: &str) -> Vec<PathBuf> {
    match target.strip_prefix("~/") {
        Some(rest) => program::homes().into_iter().map(|home| home.join(rest)).collect(),
        None => vec![from.parent().unwrap_or(Path::new("")).join(target)],
    }
}

/// The values of every `path` in a section whose name begins with `include`, as libgit2 reads them. What is malformed is
/// passed over: libgit2 stops there.
pub(super) fn targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(text).split('\n');
    while let Some(line) = lines.next() {
        let mut rest = line.trim_start_matches(blank);
        // What stands behind a section's name on the same line is read as a line of its own.
        while let Some(behind) = rest.strip_prefix('[') {
            let Some((name, after)) = section(behind) else { break };
            inside = name.to_ascii_lowercase().starts_with("include");
            rest = after.trim_start_matches(blank);
        }
        if let Some(value) = variable(rest, &mut lines).filter(|_| inside) {
            found.push(value);
        }
    }
    found
}

/// A section's name, and what stands behind its bracket.
fn section(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c == ']' || blank(c))?;
    let (name, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix(']') {
        return Some((name, rest));
    }
    let quoted = rest.trim_start_matches(blank).strip_prefix('"')?;
    let mut escaped = false;
    let end = quoted.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((name, quoted[end + 1..].strip_prefix(']')?))
}

/// The value of a line that sets `path`, with the lines that go on from it.
fn variable<'a>(line: &'a str, lines: &mut impl Iterator<Item = &'a str>) -> Option<String> {
    let (line, mut quoted) = without_comment(line, false);
    let name = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    let value = line[name.len()..].trim_start_matches(blank).strip_prefix('=').filter(|_| !name.is_empty())?;
    let mut whole = String::new();
    let mut goes_on = unescape(value.trim_start_matches(blank), &mut whole);
    while goes_on {
        let Some(next) = lines.next() else { break };
        let (next, now) = without_comment(next, quoted);
        quoted = now;
        if !next.is_empty() {
            goes_on = unescape(next, &mut whole);
        }
    }
    name.eq_ignore_ascii_case("path").then_some(whole)
}

/// A line without its comment and the blanks before it, and whether quotation marks are open at its end.
fn without_comment(line: &str, quoted: bool) -> (&str, bool) {
    let (mut quoted, mut slashes, mut before) = (quoted, 0, ' ');
    let mut end = line.len();
    for (at, c) in line.char_indices() {
        if c == '"' && before != '\\' {
            quoted = !quoted;
        }
        if matches!(c, ';' | '#') && !quoted && slashes % 2 == 0 {
            end = at;
            break;
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        before = c;
    }
    (line[..end].trim_end_matches(blank), quoted)
}

/// Appends a value without its marks; whether it goes on in the next line.
fn unescape(text: &str, out: &mut String) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {}
            '\\' => match chars.next() {
                None => return true,
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('b') => out.push('\u{8}'),
                Some(other) => out.push(other),
            },
            other => out.push(other),
        }
    }
    false
}
