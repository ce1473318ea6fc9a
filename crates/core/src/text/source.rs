//! One file's text and the way from bytes to lines and columns.

use crate::text::{RepoPath, Span};

const BOM: &str = "\u{feff}";

/// The text of one file as it was found, with everything needed to turn a [`Span`] into lines and columns.
///
/// Bytes that are not UTF-8 are replaced by U+FFFD before they come here; `parse::encoding` says where.
#[derive(Debug, Clone)]
pub struct Source {
    path: RepoPath,
    text: String,
}

/// A span as people and editors count it: from 1, in characters.
///
/// A byte-order mark is no character of line 1, since no editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters (Unicode scalar values).
    pub column: usize,
    /// Length in characters; a span over several lines counts up to the end of its first line.
    pub length: usize,
}

impl Source {
    /// Takes a file's text.
    pub fn new(path: RepoPath, text: String) -> Self {
        Source { path, text }
    }

    /// The file's path.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The whole text, a byte-order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Bytes taken by a leading byte-order mark: 3 or 0.
    pub fn bom_len(&self) -> usize {
        if self.text.starts_with(BOM) { BOM.len() } else { 0 }
    }

    /// The text of a span, clipped to the file and to character borders.
    pub fn slice(&self, span: Span) -> &str {
        let span = self.clip(span);
        &self.text[span.start..span.end]
    }

    /// The span moved inside the file and outward to character borders.
    pub fn clip(&self, span: Span) -> Span {
        let mut start = span.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    /// Line, column and length of a span.
    pub fn locate(&self, span: Span) -> Located {
        let span = self.clip(span);
        let before = &self.text[..span.start];
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_start = if line_start == 0 { self.bom_len().min(span.start) } else { line_start };
        let column = self.text[line_start..span.start].chars().count() + 1;
        let covered = &self.text[span.start..span.end];
        let first_line = covered.split('\n').next().unwrap_or("").trim_end_matches('\r');
        Located { line, column, length: first_line.chars().count() }
    }

    /// The line a byte stands on, without its line end, and where that line starts.
    pub fn line_at(&self, byte: usize) -> (usize, &str) {
        let at = self.clip(Span::at(byte)).start;
        let start = self.text[..at].rfind('\n').map_or(0, |p| p + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |p| at + p);
        let start = if start == 0 { self.bom_len().min(end) } else { start };
        (start, self.text[start..end].trim_end_matches('\r'))
    }
}

#[cfg(test)]
mod tests {
    use crate::text::source::*;

    #[test]
    fn counts_characters_from_one_after_a_byte_order_mark() {
        let source = Source::new("a.md".into(), "\u{feff}kỳ: 1\r\ndon_vi: Sở\r\n".into());
        let at = source.text().find("Sở").expect("present");
        assert_eq!(source.locate(Span::new(at, at + "Sở".len())), Located { line: 2, column: 9, length: 2 });
        assert_eq!(source.locate(Span::new(3, 6)), Located { line: 1, column: 1, length: 2 });
    }

    #[test]
    fn decomposed_letters_count_each_of_their_characters() {
        let source = Source::new("a.md".into(), "a e\u{323}\u{302} b".into());
        let at = source.text().find('b').expect("present");
        assert_eq!(source.locate(Span::new(at, at + 1)).column, 7);
    }
}
