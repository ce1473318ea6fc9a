//! Diagnostics made into bytes: for people, for programs, for code-scanning services.
//!
//! A diagnostic names a place; here, and only here, a place becomes a line and columns.

pub mod json;
pub mod sarif;
pub mod text;

use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::say;
use baocao_core::text::{Located, Place, Source, Span};
use std::collections::BTreeMap;

/// How many diagnostics of one code a file is shown with. Past these it is one accident and not many, and a text of a
/// megabyte could else be made to name a hundred thousand.
const SHOWN: usize = 200;
/// How much of a line is kept on either side of a mark, in bytes: more than any terminal shows.
const MARGIN: usize = 1_000;

/// A diagnostic with its place found, so that the document itself need not be kept.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// Line, column, length; `None` where a file as a whole is meant.
    pub located: Option<Located>,
    /// The line it stands on and the marked bytes in it.
    pub excerpt: Option<Excerpt>,
    /// The second place, where it speaks of two.
    pub also: Option<(Located, Excerpt)>,
}

/// One line of a document with a marked part; of a very long line, what stands around the mark.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The line, without its end.
    pub line: String,
    /// First marked byte.
    pub start: usize,
    /// One past the last marked byte.
    pub end: usize,
}

impl Resolved {
    /// Finds the place in its source; without a source the file as a whole is meant.
    pub fn new(diagnostic: Diagnostic, source: Option<&Source>) -> Self {
        let find = |place: &Place| place.span.zip(source).map(|(span, source)| found(source, span));
        let (located, excerpt) = find(&diagnostic.place).unzip();
        let also = diagnostic.also.as_ref().and_then(|(place, _)| find(place));
        Resolved { diagnostic, located, excerpt, also }
    }

    /// Finds the places of everything that is wrong with one file. Of each code the first of many are kept, and the last
    /// kept one says how many more there are.
    pub fn all(mut diagnostics: Vec<Diagnostic>, source: Option<&Source>) -> Vec<Resolved> {
        let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
        diagnostics.retain(|d| {
            let count = seen.entry(d.code).or_default();
            *count += 1;
            *count <= SHOWN
        });
        let mut kept: Vec<Resolved> = diagnostics.into_iter().map(|d| Resolved::new(d, source)).collect();
        for (code, count) in seen.into_iter().filter(|(_, count)| *count > SHOWN) {
            if let Some(last) = kept.iter_mut().rev().find(|r| r.diagnostic.code == code) {
                let more = count - SHOWN;
                last.diagnostic.help = Some(say!(
                    vi: "tệp này còn {more} chỗ như thế; sửa những chỗ đã nêu rồi kiểm tra lại",
                    en: "this file has {more} more of these; mend those named and check again"
                ));
            }
        }
        kept
    }

    /// Order in which people read: by file, then by place, then by code.
    pub fn order(&self) -> impl Ord + '_ {
        (&self.diagnostic.place.path, self.diagnostic.place.span, self.diagnostic.code, &self.diagnostic.message)
    }
}

fn found(source: &Source, span: Span) -> (Located, Excerpt) {
    let span = source.clip(span);
    let located = source.locate(span);
    let (line_start, line) = source.line_at(span.start);
    let start = span.start.saturating_sub(line_start).min(line.len());
    let end = (span.end.saturating_sub(line_start)).clamp(start, line.len());
    (located, Excerpt::around(line, start, end))
}

impl Excerpt {
    fn around(line: &str, start: usize, end: usize) -> Self {
        let mut from = start.saturating_sub(MARGIN);
        while !line.is_char_boundary(from) {
            from -= 1;
        }
        let border = |at: usize| (at..=line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(line.len());
        let end = border(end.min(start + MARGIN));
        let to = border((end + MARGIN).min(line.len()));
        Excerpt { line: line[from..to].to_string(), start: start - from, end: end - from }
    }
}

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files looked at.
    pub files: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notices.
    pub notices: usize,
    /// How often the office's own rules about figures were judged.
    pub rules_judged: usize,
    /// How often they could not be.
    pub rules_skipped: usize,
}

impl Tally {
    /// Counts diagnostics over a number of files.
    pub fn of<'a>(files: usize, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut tally = Tally { files, ..Tally::default() };
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Notice => tally.notices += 1,
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use crate::ui::output::diagnostics::*;
    use baocao_core::text::{Place, Span};

    #[test]
    fn a_file_of_one_accident_is_told_in_little() {
        let word = "chỗ trống ";
        let source = Source::new("a.md".into(), word.repeat(5_000));
        let at = |n: usize| Span::new(n * word.len(), n * word.len() + "chỗ".len());
        let fault = |n| Diagnostic::new(Code::GuidanceLeft, Place::new("a.md".into(), at(n)), say!(vi: "x", en: "x"));
        let found = Resolved::all((0..5_000).map(fault).collect(), Some(&source));
        assert_eq!(found.len(), SHOWN);
        assert!(found[0].diagnostic.help.is_none());
        assert!(found[SHOWN - 1].diagnostic.help.as_ref().is_some_and(|help| help.en.contains("4800 more")));
        for (n, found) in found.iter().enumerate() {
            let excerpt = found.excerpt.as_ref().expect("an excerpt");
            assert_eq!(&excerpt.line[excerpt.start..excerpt.end], "chỗ");
            assert!(excerpt.line.len() < 3 * MARGIN);
            assert_eq!(found.located.map(|at| at.column), Some(n * word.chars().count() + 1));
        }
    }
}
