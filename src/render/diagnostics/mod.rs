//! Diagnostics made into bytes: for people, for programs, for code-scanning services.
//!
//! A diagnostic names a place; here, and only here, a place becomes a line and columns.

pub mod json;
pub mod sarif;
pub mod text;

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Located, Place, Source, Span};

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

/// One line of a document with a marked part.
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
    (located, Excerpt { line: line.to_string(), start, end })
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
