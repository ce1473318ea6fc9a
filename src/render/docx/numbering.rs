//! Numbers that Word counts itself, so that a clerk can add an item in the middle.

use super::xml::{HEAD, SPACES};
use std::fmt::Write as _;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// `I.`
    Roman,
    /// `1.`
    Arabic,
    /// `1)`
    Bracket,
    /// `-`, below it `+`.
    Dash,
}

const KINDS: [Count; 4] = [Count::Roman, Count::Arabic, Count::Bracket, Count::Dash];

/// The rows of numbers that a document uses.
#[derive(Default)]
pub(super) struct Rows {
    made: Vec<(Count, usize)>,
}

impl Rows {
    /// A new row that begins at `first`; its `w:numId`.
    pub fn begin(&mut self, count: Count, first: usize) -> usize {
        if count == Count::Dash
            && let Some(at) = self.made.iter().position(|(made, _)| *made == Count::Dash)
        {
            return at + 1;
        }
        self.made.push((count, first));
        self.made.len()
    }

    /// `word/numbering.xml`. `indent` is the first line's, in twips.
    pub fn part(&self, indent: u32) -> String {
        let mut out = format!("{HEAD}<w:numbering {SPACES}>");
        for (at, kind) in (1..).zip(KINDS) {
            let _ = write!(out, "<w:abstractNum w:abstractNumId=\"{at}\"><w:multiLevelType w:val=\"multilevel\"/>");
            for level in 0..9u32 {
                let (format, text) = match kind {
                    Count::Roman => ("upperRoman", format!("%{}.", level + 1)),
                    Count::Arabic => ("decimal", format!("%{}.", level + 1)),
                    Count::Bracket => ("decimal", format!("%{})", level + 1)),
                    Count::Dash => ("bullet", if level % 2 == 0 { "-".into() } else { "+".into() }),
                };
                let _ = write!(
                    out,
                    "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:suff w:val=\"space\"/>\
                     <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:firstLine=\"{indent}\"/></w:pPr></w:lvl>",
                    level * indent / 2
                );
            }
            out.push_str("</w:abstractNum>");
        }
        for (at, (kind, first)) in (1..).zip(&self.made) {
            let of = KINDS.iter().position(|k| k == kind).unwrap_or_default() + 1;
            let _ = write!(out, "<w:num w:numId=\"{at}\"><w:abstractNumId w:val=\"{of}\"/>");
            if *kind != Count::Dash {
                for level in 0..9 {
                    let _ = write!(
                        out,
                        "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>"
                    );
                }
            }
            out.push_str("</w:num>");
        }
        out.push_str("</w:numbering>");
        out
    }
}
