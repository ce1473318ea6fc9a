//! What Markdown sees in one file, as far as moving its text somewhere else needs to know.

use crate::text::Span;

/// The top-level blocks and the labels of one Markdown file. `parse::markdown` fills it; `consolidate` cuts the original
/// text by it and never writes Markdown anew, since a reserialisation changes what people wrote.
///
/// All spans are bytes of the file as found (CRLF, NFD and a byte-order mark included).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocks {
    /// Every top-level block after the front matter, in the order of the file, comments and definitions included. Spans are
    /// whole lines, from the first character of the first line (its indentation included) to the last character of the
    /// last line without its line end and without blank lines after it. They never overlap; only blank lines stand between them.
    pub blocks: Vec<Block>,
    /// Every label of a footnote or of a reference link, however deeply nested, in the order of the file. Only what Markdown
    /// itself resolves: `[^1]` in code, or with no definition, is text and not listed.
    pub labels: Vec<Label>,
    /// The `##` marks of headings inside quotes and lists: level and the span of the marks alone.
    pub nested_headings: Vec<(u8, Span)>,
}

/// One top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its whole lines.
    pub span: Span,
}

/// What a block is. What need not be told apart to be moved is `Other`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// `## Title` or an underlined title.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The title's inline Markdown within the lines, without `#` marks or underline.
        text: Span,
    },
    /// A bulleted or numbered list, task lists included.
    List,
    /// Code, between fences or indented.
    Code {
        /// Whether it is between fences whose closing fence is missing: such a block would swallow whatever follows it.
        unclosed: bool,
    },
    /// Raw HTML, comments included.
    Html,
    /// `[^1]: …` with everything that belongs to it.
    FootnoteDefinition {
        /// The label as written, without brackets and `^`.
        label: String,
    },
    /// `[1]: https://…`; one block a definition.
    LinkDefinition {
        /// The label as written, without brackets.
        label: String,
    },
    /// A paragraph, a table, a quote, a rule.
    Other,
}

/// Where a label stands and what has to be written there to give it another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Which of the spellings it is; says what `span` covers.
    pub kind: LabelKind,
    /// The label as written, without brackets and `^`.
    pub name: String,
    /// See [`LabelKind`].
    pub span: Span,
}

/// The spellings of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKind {
    /// `[^1]`: the span covers `1`.
    FootnoteUse,
    /// `[^1]:`: the span covers `1`.
    FootnoteDefinition,
    /// `[text][1]`, also of images: the span covers `1`.
    LinkUse,
    /// `[text][]`: the span covers the second pair of brackets.
    LinkCollapsed,
    /// `[text]`: the span is empty and stands behind the closing bracket.
    LinkShortcut,
    /// `[1]: https://…`: the span covers `1`.
    LinkDefinition,
}

impl LabelKind {
    /// Whether it belongs to a footnote.
    pub fn is_footnote(self) -> bool {
        matches!(self, LabelKind::FootnoteUse | LabelKind::FootnoteDefinition)
    }

    /// Whether it defines rather than uses.
    pub fn is_definition(self) -> bool {
        matches!(self, LabelKind::FootnoteDefinition | LabelKind::LinkDefinition)
    }
}
