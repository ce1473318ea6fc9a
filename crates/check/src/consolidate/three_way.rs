//! Trộn ba phía: a draft that people have edited takes in the reports that were submitted since.
//!
//! First passage by passage, since two neighbouring passages changed by two people are no conflict although their
//! lines touch; then line by line inside a passage that both changed.

use crate::consolidate::provenance::passages;
use baocao_core::domain::{DepartmentId, Origin};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const OURS: &str = "bản đang sửa";
const THEIRS: &str = "báo cáo mới nộp";

/// A passage in which a person must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The title of the draft's section it stands in; empty before the first.
    pub section: String,
    /// Whose text it is, unless it is the skeleton's, the table of figures or the front matter's.
    pub department: Option<DepartmentId>,
}

/// The refreshed draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedDraft {
    /// The text, with conflict marks as git writes them where there are conflicts.
    pub text: String,
    /// One entry for each passage in conflict, in order.
    pub conflicts: Vec<Conflict>,
}

/// Merges what was generated before (`base`), the edited draft (`ours`) and what is generated now (`theirs`).
///
/// What only one side changed is taken from that side: passages that a person deleted stay deleted, passages that a person moved stay where
/// they are, a department that is newly in appears at its place. The front matter is that of `theirs` with the keys that
/// people added; if nothing was generated anew (`theirs == base`), the edited draft stays as it is to the byte.
pub fn merge3(base: &str, ours: &str, theirs: &str) -> MergedDraft {
    if ours == base || ours == theirs {
        return MergedDraft { text: theirs.to_string(), conflicts: Vec::new() };
    }
    if theirs == base {
        return MergedDraft { text: ours.to_string(), conflicts: Vec::new() };
    }
    // Editors on Windows write CRLF; a draft is LF, and line ends are nobody's edit.
    let (base, ours, theirs) = (unix(base), unix(ours), unix(theirs));
    let (base, ours, theirs) = (DraftVersion::read(&base), DraftVersion::read(&ours), DraftVersion::read(&theirs));
    let mut text = merge_front(&base, &ours, &theirs);
    let mut conflicts = Vec::new();
    let mut section = String::new();
    for key in order(&base, &ours, &theirs) {
        let (o, t) = (ours.body(&key), theirs.body(&key));
        if let Some(title) = [o, t].into_iter().flatten().find_map(|body| title(&key, body)) {
            section = title;
        }
        let Some((body, conflict)) = merge_body(base.body(&key), o, t) else { continue };
        if conflict {
            let department = key.0.as_ref().and_then(Origin::department).cloned();
            conflicts.push(Conflict { section: section.clone(), department });
        }
        append(&mut text, key.0.as_ref(), &body);
    }
    MergedDraft { text, conflicts }
}

fn unix(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// A passage's name: its origin, and how many of the same origin stand before it (people copy marks along with text).
type Key = (Option<Origin>, usize);

struct DraftVersion<'a> {
    /// The front matter's lines without the two `---`; none if there is no front matter.
    front: Option<&'a str>,
    keys: Vec<Key>,
    bodies: BTreeMap<Key, &'a str>,
}

impl<'a> DraftVersion<'a> {
    fn read(text: &'a str) -> Self {
        let (front, rest) = split_front(text);
        let mut counts: BTreeMap<Option<Origin>, usize> = BTreeMap::new();
        let (mut keys, mut bodies) = (Vec::new(), BTreeMap::new());
        for (origin, span) in passages(rest) {
            let count = counts.entry(origin.clone()).or_default();
            let key = (origin, *count);
            *count += 1;
            keys.push(key.clone());
            bodies.insert(key, &rest[span.start..span.end]);
        }
        DraftVersion { front, keys, bodies }
    }

    fn body(&self, key: &Key) -> Option<&'a str> {
        self.bodies.get(key).copied()
    }
}

fn split_front(text: &str) -> (Option<&str>, &str) {
    let none = (None, text);
    let Some(rest) = text.strip_prefix("---\n") else { return none };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (Some(&rest[..at]), &rest[at + line.len()..]);
        }
        at += line.len();
    }
    none
}

/// Top-level keys of the front matter with the lines that belong to each, found without reading YAML: a key begins at
/// the first column, what belongs to it is indented or a list item.
fn fields(front: &str) -> Vec<(&str, &str)> {
    let mut starts: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        if !key.is_empty() && !key.starts_with([' ', '\t', '-', '#']) {
            starts.push((key.trim_end(), at));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([front.len()]);
    starts.iter().zip(ends).map(|((key, start), end)| (*key, &front[*start..end])).collect()
}

fn merge_front(base: &DraftVersion, ours: &DraftVersion, theirs: &DraftVersion) -> String {
    let known: BTreeSet<&str> =
        [base.front, theirs.front].into_iter().flatten().flat_map(fields).map(|(key, _)| key).collect();
    let added: String = ours
        .front
        .into_iter()
        .flat_map(fields)
        .filter(|(key, _)| !known.contains(key))
        .map(|(_, lines)| lines)
        .collect();
    match theirs.front {
        Some(front) => format!("---\n{front}{added}---\n"),
        None => ours.front.map_or_else(String::new, |front| format!("---\n{front}---\n")),
    }
}

/// The passages of the result in order. Who changed the order decides it; if both did, the person who edits.
fn order(base: &DraftVersion, ours: &DraftVersion, theirs: &DraftVersion) -> Vec<Key> {
    let shared = |keys: &[Key]| -> Vec<Key> {
        let everywhere = |key: &&Key| [base, ours, theirs].iter().all(|draft| draft.bodies.contains_key(key));
        keys.iter().filter(everywhere).cloned().collect()
    };
    let moved_by_hand = shared(&ours.keys) != shared(&base.keys);
    let (lead, other) = if moved_by_hand { (ours, theirs) } else { (theirs, ours) };
    // Passages that only the other side has follow the passage they follow there.
    let mut after: BTreeMap<Option<&Key>, Vec<&Key>> = BTreeMap::new();
    let mut previous = None;
    for key in &other.keys {
        if !lead.bodies.contains_key(key) {
            after.entry(previous).or_default().push(key);
        } else {
            previous = Some(key);
        }
    }
    let mut result: Vec<Key> = after.remove(&None).unwrap_or_default().into_iter().cloned().collect();
    for key in &lead.keys {
        result.push(key.clone());
        result.extend(after.remove(&Some(key)).unwrap_or_default().into_iter().cloned());
    }
    result
}

/// The passage as it shall be and whether it holds a conflict; none if it is to go.
fn merge_body(base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> Option<(String, bool)> {
    if ours == theirs || theirs == base {
        return ours.map(|text| (text.to_string(), false));
    }
    if ours == base {
        return theirs.map(|text| (text.to_string(), false));
    }
    Some(match (ours, theirs) {
        (Some(ours), Some(theirs)) => merge_lines(base.unwrap_or_default(), ours, theirs),
        // One side took the passage out and the other changed it.
        (ours, theirs) => (conflict(ours.unwrap_or_default(), theirs.unwrap_or_default()), true),
    })
}

fn conflict(ours: &str, theirs: &str) -> String {
    let lines = |text: &str| if text.is_empty() { String::new() } else { format!("{text}\n") };
    format!("<<<<<<< {OURS}\n{}=======\n{}>>>>>>> {THEIRS}", lines(ours), lines(theirs))
}

/// Above so many lines in a passage nobody reads a merge line by line, and comparing them takes time by their square.
const TOO_MANY_LINES: usize = 20_000;

fn merge_lines(base: &str, ours: &str, theirs: &str) -> (String, bool) {
    if [base, ours, theirs].iter().any(|text| text.lines().count() > TOO_MANY_LINES) {
        return (conflict(ours, theirs), true);
    }
    // The library's own marks, longer than any run of these signs in the texts, so that no line of a text can be taken for one.
    let longest = [base, ours, theirs].into_iter().map(longest_run).max().unwrap_or(0);
    let length = longest.max(7) + 1;
    let mut options = diffy::MergeOptions::new();
    options.set_conflict_style(diffy::ConflictStyle::Merge).set_conflict_marker_length(length);
    let (base, ours, theirs) = (format!("{base}\n"), format!("{ours}\n"), format!("{theirs}\n"));
    let marked = match options.merge(&base, &ours, &theirs) {
        Ok(text) => return (text.trim_end().to_string(), false),
        Err(marked) => marked,
    };
    let sign = |sign: &str| sign.repeat(length);
    let (open, middle, close) = (format!("{} ours", sign("<")), sign("="), format!("{} theirs", sign(">")));
    let mut text = String::with_capacity(marked.len());
    for line in marked.lines() {
        if line == open {
            text.push_str("<<<<<<< ");
            text.push_str(OURS);
        } else if line == middle {
            text.push_str("=======");
        } else if line == close {
            text.push_str(">>>>>>> ");
            text.push_str(THEIRS);
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    (text.trim_end().to_string(), true)
}

fn longest_run(text: &str) -> usize {
    let run = |line: &str| match line.as_bytes().first() {
        Some(sign @ (b'<' | b'=' | b'>')) => line.bytes().take_while(|byte| byte == sign).count(),
        _ => 0,
    };
    text.lines().map(run).max().unwrap_or(0)
}

/// The title of the draft's section that begins with this passage of the skeleton.
fn title(key: &Key, body: &str) -> Option<String> {
    if !matches!(key.0, None | Some(Origin::Skeleton(_))) {
        return None;
    }
    let heading = body.lines().rev().find(|line| line.starts_with('#'))?;
    Some(heading.trim_matches('#').trim().to_string())
}

fn append(text: &mut String, origin: Option<&Origin>, body: &str) {
    if !text.is_empty() && (origin.is_some() || !body.is_empty()) {
        text.push('\n');
    }
    if let Some(origin) = origin {
        text.push_str(&origin.mark());
        text.push_str(if body.is_empty() { "\n" } else { "\n\n" });
    }
    text.push_str(body);
    if !body.is_empty() {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use crate::consolidate::three_way::*;
    use baocao_core::text::conflict_marks;
    use proptest::prelude::*;

    fn draft(front: &str, passages: &[(&str, &str)]) -> String {
        let mut text = format!("---\n{front}---\n\n# BÁO CÁO\n");
        for (mark, body) in passages {
            text.push_str(&format!("\n<!-- nguồn: {mark} -->\n\n{body}\n"));
        }
        text
    }

    const HEADING: (&str, &str) = ("biểu mẫu, mục I", "## I. KẾT QUẢ");

    #[test]
    fn a_true_conflict_is_marked_and_named() {
        let base = draft("", &[HEADING, ("thanh-tra, mục I", "trước\n\nmột\n\nsau")]);
        let ours = draft("", &[HEADING, ("thanh-tra, mục I", "trước\n\nhai\n\nsau")]);
        let theirs = draft("", &[HEADING, ("thanh-tra, mục I", "trước\n\nba\n\nsau")]);
        let merged = merge3(&base, &ours, &theirs);
        assert_eq!(
            merged.conflicts,
            [Conflict { section: "I. KẾT QUẢ".into(), department: DepartmentId::parse("thanh-tra") }]
        );
        assert_eq!(
            merged.text,
            draft(
                "",
                &[
                    HEADING,
                    (
                        "thanh-tra, mục I",
                        "trước\n\n<<<<<<< bản đang sửa\nhai\n=======\nba\n>>>>>>> báo cáo mới nộp\n\nsau"
                    )
                ]
            )
        );
        assert_eq!(conflict_marks(&merged.text).len(), 3);
    }

    #[test]
    fn what_a_person_moved_stays_there_and_a_new_department_finds_its_place() {
        let base = draft("", &[HEADING, ("a, mục I", "A"), ("b, mục I", "B"), ("d, mục I", "D")]);
        let ours = draft("", &[HEADING, ("b, mục I", "B"), ("a, mục I", "A"), ("d, mục I", "D")]);
        let theirs = draft("", &[HEADING, ("a, mục I", "A"), ("b, mục I", "B"), ("c, mục I", "C"), ("d, mục I", "D!")]);
        assert_eq!(
            merge3(&base, &ours, &theirs).text,
            draft("", &[HEADING, ("b, mục I", "B"), ("c, mục I", "C"), ("a, mục I", "A"), ("d, mục I", "D!")])
        );
    }

    #[test]
    fn the_front_matter_is_the_new_one_with_the_keys_people_added() {
        let base = draft("ky: a\ndau_vao:\n  - x\nthieu:\n  - y\n", &[]);
        let ours = draft("ky: sai\nghi_chu:\n  - của tôi\ndau_vao:\n  - x\nthieu:\n  - y\n", &[("a, mục I", "sửa")]);
        let theirs = draft("ky: a\ndau_vao:\n  - z\n", &[]);
        let merged = merge3(&base, &ours, &theirs);
        assert_eq!(merged.text, draft("ky: a\ndau_vao:\n  - z\nghi_chu:\n  - của tôi\n", &[("a, mục I", "sửa")]));
    }

    #[test]
    fn line_ends_are_nobodys_edit() {
        let base = draft("", &[("a, mục I", "một"), ("b, mục I", "hai")]);
        let theirs = draft("", &[("a, mục I", "một!"), ("b, mục I", "hai")]);
        assert_eq!(
            merge3(&base, &base.replace('\n', "\r\n"), &theirs),
            MergedDraft { text: theirs, conflicts: vec![] }
        );
    }

    #[test]
    fn rules_and_marks_in_the_text_are_not_taken_for_the_merges_own() {
        let body = |word: &str| format!("<<<<<<<<<< ours\n{word}\n\n==========\n>>>>>>> theirs");
        let of = |word: &str| draft("", &[("a, mục I", &body(word))]);
        let merged = merge3(&of("một"), &of("hai"), &of("ba"));
        let marked = format!(
            "<<<<<<<<<< ours\n<<<<<<< {OURS}\nhai\n=======\nba\n>>>>>>> {THEIRS}\n\n==========\n>>>>>>> theirs\n"
        );
        assert!(merged.text.ends_with(&marked), "{}", merged.text);
    }

    fn any_draft() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            Just("<!-- nguồn: a, mục I -->"),
            Just("<!-- nguồn: b, mục I -->"),
            Just("<!-- nguồn: biểu mẫu, mục II -->"),
            Just("---"),
            Just("ky: x"),
            Just("## II"),
            Just(""),
            Just("một"),
            Just("hai"),
            Just("======="),
            Just("<<<<<<< x"),
            Just("\r"),
        ];
        proptest::collection::vec(line, 0..14).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn an_unchanged_side_yields(b in any_draft(), x in any_draft()) {
            prop_assert_eq!(merge3(&b, &b, &x).text, x.clone());
            prop_assert_eq!(merge3(&b, &x, &b).text, x.clone());
            prop_assert_eq!(merge3(&b, &x, &x).text, x);
        }

        #[test]
        fn merging_again_changes_nothing(b in any_draft(), o in any_draft(), t in any_draft()) {
            let once = merge3(&b, &o, &t);
            prop_assert_eq!(&merge3(&t, &once.text, &t).text, &once.text);
        }

        #[test]
        fn a_conflict_is_always_marked(b in any_draft(), o in any_draft(), t in any_draft()) {
            let merged = merge3(&b, &o, &t);
            if !merged.conflicts.is_empty() {
                prop_assert!(!conflict_marks(&merged.text).is_empty());
            }
        }

        #[test]
        fn edits_in_different_passages_never_conflict(
            bodies in proptest::collection::vec("[a-c]{1,3}(\n[a-c]{1,3}){0,3}", 4),
            ours in "[d-f]{1,3}",
            theirs in "[g-i]{1,3}",
        ) {
            let marks = ["a, mục I", "b, mục I", "c, mục I", "d, mục I"];
            let with = |edits: &[(usize, &str)]| {
                let mut bodies = bodies.clone();
                for (at, text) in edits {
                    bodies[*at] = (*text).to_string();
                }
                draft("", &marks.iter().zip(&bodies).map(|(m, b)| (*m, b.as_str())).collect::<Vec<_>>())
            };
            let merged = merge3(&with(&[]), &with(&[(1, &ours)]), &with(&[(2, &theirs)]));
            prop_assert_eq!(merged, MergedDraft { text: with(&[(1, &ours), (2, &theirs)]), conflicts: vec![] });
        }
    }
}
