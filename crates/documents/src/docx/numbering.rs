//! Numbers that Word counts itself, so that a clerk can add an item in the middle.
//!
//! Every list has a definition of its own (`w:abstractNum`) and so have the titles: Word, LibreOffice and ISO 29500 count on
//! over all lists of one definition, and a restart holds only until the next of them.

use crate::docx::xml::{HEAD, SPACES};
use std::fmt::Write as _;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// `I.`
    Roman,
    /// `1.`
    Arabic,
    /// `-`
    Dash,
    /// `+`
    Plus,
}

/// One list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ListDefinition {
    count: Count,
    first: usize,
    level: usize,
}

/// The lists that a document uses.
#[derive(Default)]
pub(crate) struct ListDefinitions {
    made: Vec<ListDefinition>,
}

/// Word has nine levels.
const LEVELS: usize = 9;

impl ListDefinitions {
    /// A new list at a level, from 0, that begins at `first`; its `w:numId`. Dashes count nothing and share one list.
    pub(crate) fn begin(&mut self, count: Count, first: usize, level: usize) -> usize {
        let level = level.min(LEVELS - 1);
        let row = match count {
            Count::Dash | Count::Plus => ListDefinition { count, first: 1, level: LEVELS - 1 },
            Count::Roman | Count::Arabic => ListDefinition { count, first, level },
        };
        let shared = matches!(count, Count::Dash | Count::Plus);
        if let Some(at) = self.made.iter().position(|made| shared && *made == row) {
            return at + 1;
        }
        self.made.push(row);
        self.made.len()
    }

    /// `word/numbering.xml`. `indent` is the first line's, in twips.
    pub(crate) fn part(&self, indent: u32) -> String {
        let mut out = format!("{HEAD}<w:numbering {SPACES}>");
        for (at, row) in (1_u32..).zip(&self.made) {
            // Definitions of one number are one list to Word when documents are put together.
            let _ = write!(
                out,
                "<w:abstractNum w:abstractNumId=\"{at}\"><w:nsid w:val=\"{:08X}\"/><w:multiLevelType w:val=\"multilevel\"/><w:tmpl w:val=\"{:08X}\"/>",
                0x4243_0000_u32.wrapping_add(at),
                0x4244_0000_u32.wrapping_add(at)
            );
            for level in 0..=row.level {
                let (format, text) = match row.count {
                    Count::Roman => ("upperRoman", format!("%{}.", level + 1)),
                    Count::Arabic => ("decimal", format!("%{}.", level + 1)),
                    Count::Dash => ("bullet", "-".into()),
                    Count::Plus => ("bullet", "+".into()),
                };
                let left = u32::try_from(level).unwrap_or(0) * indent / 2;
                let _ = write!(
                    out,
                    "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{}\"/><w:numFmt w:val=\"{format}\"/><w:suff w:val=\"space\"/>\
                     <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:firstLine=\"{indent}\"/></w:pPr></w:lvl>",
                    row.first
                );
            }
            out.push_str("</w:abstractNum>");
        }
        for (at, row) in (1..).zip(&self.made) {
            let _ = write!(out, "<w:num w:numId=\"{at}\"><w:abstractNumId w:val=\"{at}\"/>");
            if matches!(row.count, Count::Roman | Count::Arabic) {
                let (level, first) = (row.level, row.first);
                let _ = write!(
                    out,
                    "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>"
                );
            }
            out.push_str("</w:num>");
        }
        out.push_str("</w:numbering>");
        out
    }
}
