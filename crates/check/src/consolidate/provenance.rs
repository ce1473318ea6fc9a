//! Nguồn gốc: reads a draft back into its passages, each with where it came from.

use baocao_core::domain::{DepartmentId, Origin, Passage};
use baocao_core::text::Span;

/// A department's passage in a draft. Which version of the report it came from stands in the front matter's `dau_vao`, once for
/// each department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Whose text it is.
    pub department: DepartmentId,
    /// What part of the report it answers.
    pub passage: Passage,
    /// The passage without its mark and the blank lines around it.
    pub span: Span,
}

/// Every department's passage of a draft, in order.
pub fn trace(draft: &str) -> Vec<Traced> {
    let trace_one = |(origin, span): (Option<Origin>, Span)| match origin {
        Some(Origin::Department(department, passage)) => Some(Traced { department, passage, span }),
        _ => None,
    };
    passages(draft).into_iter().filter_map(trace_one).collect()
}

/// Every passage of a draft: the text from one mark to the next without blank lines around it. What stands before the first mark, the
/// front matter included, has no origin.
pub(crate) fn passages(draft: &str) -> Vec<(Option<Origin>, Span)> {
    let mut found = Vec::new();
    let (mut origin, mut from, mut at) = (None, 0, 0);
    for line in draft.split_inclusive('\n') {
        if let Some(next) = Origin::read(line) {
            found.push((origin.replace(next), trimmed(draft, from, at)));
            from = at + line.len();
        }
        at += line.len();
    }
    found.push((origin, trimmed(draft, from, at)));
    found
}

/// The span without the blank lines around it; the first line keeps its indentation, which can make it code.
pub(crate) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let slice = &text[start..end];
    let body = slice.trim_end().len();
    let first = slice.len() - slice.trim_start().len();
    let line_start = slice[..first].rfind('\n').map_or(0, |at| at + 1);
    Span::new(start + line_start.min(body), start + body)
}

#[cfg(test)]
mod tests {
    use crate::consolidate::provenance::*;

    #[test]
    fn passages_run_from_mark_to_mark() {
        let draft = "---\nky: x\n---\n\n# T\n\n<!-- nguồn: thanh-tra, mục I.1 -->\n\n### Thanh tra Sở\n\n    mã\n\n\
                     <!-- nguồn: biểu mẫu, mục II -->\n\n## II\n\n<!-- nguồn: van-phong, phần kết -->\n";
        let traced = trace(draft);
        let seen: Vec<_> = traced
            .iter()
            .map(|t| (t.department.as_str(), t.passage.to_string(), &draft[t.span.start..t.span.end]))
            .collect();
        assert_eq!(
            seen,
            [
                ("thanh-tra", "mục I.1".to_string(), "### Thanh tra Sở\n\n    mã"),
                ("van-phong", "phần kết".to_string(), "")
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn passages_cover_any_text_without_overlap(text in "(\\PC|\n|<!-- nguồn: a, mục I -->\n){0,40}") {
            let found = passages(&text);
            for pair in found.windows(2) {
                proptest::prop_assert!(pair[0].1.end <= pair[1].1.start);
            }
            for (_, span) in found {
                proptest::prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
    }
}
