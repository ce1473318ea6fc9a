//! The walk through a Word file's text: blocks and paragraphs.

use crate::word::account::{Account, missing, tokens};
use crate::word::fields::Fields;
use crate::word::fonts::{FontEvidence, LegacyFont, Theme};
use crate::word::left::{LeftKind, LeftOut};
use crate::word::line::{Line, all_strong, undressed};
use crate::word::lists::{ListBlock, lists};
use crate::word::numbering::{Numbering, ParagraphLabel};
use crate::word::parts::Relations;
use crate::word::styles::{RunProperties, Styles, WordStyle};
use crate::word::{WordText, attribute, child, styles, value};
use baocao_core::domain::{Inline, Prose, plain};
use roxmltree::Node;
use std::collections::HashMap;

/// Text boxes and tables nested deeper than this are flattened.
pub(crate) const MAX_DEPTH: usize = 12;
/// Elements of any kind nested deeper than this have only their words read: no editor nests so, and readers recurse.
pub(crate) const MAX_NESTING: usize = 300;

/// One text that is read: the body, the footnotes, the endnotes.
#[derive(Debug, Default)]
pub(crate) struct Story {
    /// The name of its part.
    pub part: String,
    /// What became of each piece of its text.
    pub account: Account,
    /// Where its references lead.
    pub relations: Relations,
}

/// Something in another part that a paragraph refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The part's name, or `comment:ID`.
    pub to: String,
    /// The story and the paragraph's node.
    pub story: usize,
    /// The node of the paragraph.
    pub paragraph: usize,
}

/// A picture met in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Met {
    /// The part's name, or an address outside the package.
    pub target: String,
    pub external: bool,
    pub reference: Reference,
}

pub(crate) struct BodyReader {
    pub theme: Theme,
    pub styles: Styles,
    pub numbering: Numbering,
    pub stories: Vec<Story>,
    pub story: usize,
    pub fields: Fields,
    pub out: WordText,
    /// Footnotes in the order of first mention: whether it is an endnote, and its id.
    pub mentioned: Vec<(bool, String)>,
    pub mentions: HashMap<(bool, String), usize>,
    pub pictures: Vec<Met>,
    pub references: Vec<Reference>,
    /// Things left out that have no text of their own in the account.
    pub left: Vec<(Reference, LeftOut)>,
    /// The paragraph that is being read.
    pub paragraph: usize,
    /// What each paragraph's words say of their encoding.
    pub evidence: HashMap<usize, [FontEvidence; 2]>,
    /// Whether the file has words of an old encoding at all.
    pub legacy: [bool; 2],
    /// What the style of the table around says.
    pub table_style: RunProperties,
    /// Whether the place is in a cell, where lists are lines.
    pub in_cell: bool,
    nesting: usize,
}

impl BodyReader {
    pub fn new(theme: Theme, styles: Styles, numbering: Numbering, stories: Vec<Story>) -> Self {
        BodyReader {
            theme,
            styles,
            numbering,
            stories,
            story: 0,
            fields: Fields::default(),
            out: WordText::default(),
            mentioned: Vec::new(),
            mentions: HashMap::new(),
            pictures: Vec::new(),
            references: Vec::new(),
            left: Vec::new(),
            paragraph: 0,
            evidence: HashMap::new(),
            legacy: [false; 2],
            table_style: RunProperties::default(),
            in_cell: false,
            nesting: 0,
        }
    }

    /// Reads a story from the beginning.
    pub(crate) fn story(&mut self, story: usize, root: Node<'_, '_>, depth: usize) -> Vec<Prose> {
        self.story = story;
        self.fields.enter(root);
        self.in_cell = false;
        self.blocks(root, depth)
    }

    pub(crate) fn account(&mut self) -> &mut Account {
        let story = self.story;
        &mut self.stories[story].account
    }

    /// Leaves everything in an element out, for one reason.
    pub(crate) fn leave(&mut self, node: Node<'_, '_>, kind: &LeftKind) {
        self.account().leave(node, kind);
    }

    /// A reference from the paragraph that is being read.
    pub(crate) fn reference(&self, to: &str) -> Reference {
        Reference { to: to.to_string(), story: self.story, paragraph: self.paragraph }
    }

    /// Names something without text of its own in this part.
    pub fn name(&mut self, kind: LeftKind, text: &str) {
        let part = self.stories[self.story].part.clone();
        let reference = self.reference("");
        self.left.push((reference, LeftOut::new(kind, &part, text.to_string())));
    }

    pub(crate) fn blocks(&mut self, parent: Node<'_, '_>, depth: usize) -> Vec<Prose> {
        let mut items = Vec::new();
        self.gather(parent, depth, &mut items);
        lists(items)
    }

    fn gather(&mut self, parent: Node<'_, '_>, depth: usize, out: &mut Vec<ListBlock>) {
        if self.nesting >= MAX_NESTING {
            let words = self.all_words(parent);
            out.push(ListBlock::Block(Prose::Paragraph(vec![Inline::Text(words)])));
            return;
        }
        self.nesting += 1;
        for node in parent.children().filter(Node::is_element) {
            self.gather_one(node, depth, out);
        }
        self.nesting -= 1;
    }

    fn gather_one(&mut self, node: Node<'_, '_>, depth: usize, out: &mut Vec<ListBlock>) {
        match node.tag_name().name() {
            "p" => self.paragraph(node, depth, out),
            "tbl" if depth < MAX_DEPTH => self.table(node, depth, out),
            "del" | "moveFrom" => self.leave(node, &LeftKind::Deleted),
            "AlternateContent" => {
                if let Some(chosen) = self.alternative(node) {
                    self.gather(chosen, depth, out);
                }
            }
            "altChunk" => self.embedded(node),
            "oMath" | "oMathPara" => {
                let words = crate::word::math::linear(node, self.account());
                out.push(ListBlock::Block(Prose::Paragraph(vec![Inline::Text(words)])));
            }
            "sectPr" | "pPr" | "rPr" | "tblPr" | "tcPr" | "trPr" | "tblGrid" | "sdtPr" | "sdtEndPr" => {}
            "commentRangeStart" => self.comment(node),
            _ if depth < MAX_DEPTH => self.gather(node, depth, out),
            _ => {
                let words = self.all_words(node);
                out.push(ListBlock::Block(Prose::Paragraph(vec![Inline::Text(words)])));
            }
        }
    }

    /// The form of an `mc:AlternateContent` that is read; the others are held against it.
    pub(crate) fn alternative<'a, 'i>(&mut self, node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
        const KNOWN: [&str; 10] =
            ["p", "r", "t", "sym", "symEx", "blip", "imagedata", "chart", "relIds", "txbxContent"];
        let forms: Vec<Node<'a, 'i>> =
            node.children().filter(|n| matches!(n.tag_name().name(), "Choice" | "Fallback")).collect();
        let known = |form: &&Node<'a, 'i>| form.descendants().any(|n| KNOWN.contains(&n.tag_name().name()));
        let chosen = forms.iter().find(known).or(forms.first()).copied()?;
        let said = tokens(&shown_text(chosen));
        for form in forms.into_iter().filter(|form| *form != chosen) {
            if missing(&tokens(&shown_text(form)), &said).is_empty() {
                self.account().repeats(form);
            } else {
                self.leave(form, &LeftKind::Alternative);
            }
        }
        Some(chosen)
    }

    fn embedded(&mut self, node: Node<'_, '_>) {
        let relation = attribute(node, "id").and_then(|id| self.stories[self.story].relations.get(id)).cloned();
        match relation {
            Some(relation) => self.references.push(self.reference(&relation.target)),
            None => self.name(LeftKind::Embedded, ""),
        }
    }

    pub(crate) fn comment(&mut self, node: Node<'_, '_>) {
        if let Some(id) = attribute(node, "id") {
            let reference = self.reference(&format!("comment:{id}"));
            self.references.push(reference);
        }
    }

    /// The words below a node, whatever they stand in.
    pub(crate) fn all_words(&mut self, node: Node<'_, '_>) -> String {
        let mut words = String::new();
        for text in node.descendants().filter(|n| n.tag_name().name() == "t") {
            self.account().arrived_text(text);
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(text.children().filter_map(|n| n.text()));
        }
        baocao_core::text::nfc(&words)
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize, out: &mut Vec<ListBlock>) {
        let outer = std::mem::replace(&mut self.paragraph, node.id().get_usize());
        let about = child(node, "pPr");
        let style = self.styles.paragraph(about.and_then(|about| value(about, "pStyle"))).clone();
        let mut base = self.styles.defaults.clone();
        base.overlay(&self.table_style);
        base.overlay(&style.run);
        let mut line = Line::default();
        self.runs(node, &base, depth, &mut line);
        let label = self.label(about, &style);
        let level = about
            .and_then(|about| value(about, "outlineLvl"))
            .and_then(|v| v.parse::<u8>().ok())
            .map_or(style.level, |level| (level < 9).then_some(level + 1));
        if let Some(item) = self.item(&mut line, level, label) {
            out.push(item);
        }
        for text_box in line.boxes {
            out.extend(text_box.into_iter().map(ListBlock::Block));
        }
        self.paragraph = outer;
    }

    /// The label of a paragraph and its level; counting goes on even where the paragraph is empty.
    fn label(&mut self, about: Option<Node<'_, '_>>, style: &WordStyle) -> Option<(usize, String, ParagraphLabel)> {
        let (row, level) = about.map(styles::number).unwrap_or_default();
        let (row, level) = match (row, &style.number) {
            (Some(row), _) => (row.to_string(), level.unwrap_or(0)),
            (None, Some((row, own))) => {
                let by_style = || self.numbering.level_of_style(row, &style.numbered_by);
                (row.clone(), level.or(*own).unwrap_or_else(by_style))
            }
            (None, None) => return None,
        };
        if row == "0" {
            return None;
        }
        let label = self.numbering.next(&row, level);
        (label != ParagraphLabel::None).then_some((level, row, label))
    }

    fn item(
        &mut self,
        line: &mut Line,
        level: Option<u8>,
        label: Option<(usize, String, ParagraphLabel)>,
    ) -> Option<ListBlock> {
        let typed = |label: &ParagraphLabel| match label {
            ParagraphLabel::Plain(count, mark) => Some(format!("{count}{mark}")),
            ParagraphLabel::Text(text) => Some(text.clone()),
            ParagraphLabel::Bullet | ParagraphLabel::None => None,
        };
        let number = label.as_ref().and_then(|(_, _, label)| typed(label));
        let text = line.finish();
        let empty = plain(&text).trim().is_empty() && !text.iter().any(|i| matches!(i, Inline::Note(_)));
        let labelled = |number: &str, text: Vec<Inline>| with_label(number, text);
        if empty {
            // Columns of numbers are often nothing but labels.
            let number = number.filter(|_| self.in_cell);
            return number.map(|number| ListBlock::Block(Prose::Paragraph(vec![Inline::Text(number)])));
        }
        let Some((at, row, label)) = label else {
            return Some(ListBlock::Block(match level {
                Some(level) => Prose::Heading { level: level.clamp(1, 6), text: undressed(text) },
                None => Prose::Paragraph(text),
            }));
        };
        let heading = level.map(|level| level.clamp(1, 6));
        Some(match (heading, number, label) {
            (Some(level), number, _) => {
                let text = undressed(text);
                let text = number.map_or(text.clone(), |number| labelled(&number, text));
                ListBlock::Block(Prose::Heading { level, text })
            }
            (None, None, _) if self.in_cell => ListBlock::Block(Prose::Paragraph(labelled("-", text))),
            (None, None, _) => ListBlock::Listed(at, None, row, text),
            // A numbered line that is bold from end to end is a heading to its readers.
            (None, Some(number), _) if self.in_cell || all_strong(&text) && plain(&text).len() < 300 => {
                ListBlock::Block(Prose::Paragraph(labelled(&number, text)))
            }
            (None, Some(_), ParagraphLabel::Plain(count, mark)) => {
                ListBlock::Listed(at, Some((count, mark)), row, text)
            }
            (None, Some(number), _) => ListBlock::Block(Prose::Paragraph(labelled(&number, text))),
        })
    }

    pub(crate) fn runs(&mut self, parent: Node<'_, '_>, base: &RunProperties, depth: usize, line: &mut Line) {
        if self.nesting >= MAX_NESTING {
            let words = self.all_words(parent);
            return line.push(&words, Default::default());
        }
        self.nesting += 1;
        for node in parent.children().filter(Node::is_element) {
            self.run_or_more(node, base, depth, line);
        }
        self.nesting -= 1;
    }

    /// The evidence of old encodings in the paragraph around a node, worked out once.
    pub(crate) fn evidence(&mut self, node: Node<'_, '_>) -> [FontEvidence; 2] {
        let Some(paragraph) = node.ancestors().find(|n| n.tag_name().name() == "p") else {
            return [FontEvidence::Either; 2];
        };
        let key = paragraph.id().get_usize();
        if let Some(known) = self.evidence.get(&key) {
            return *known;
        }
        let text: String = paragraph
            .descendants()
            .filter(|n| n.is_text() && n.parent().is_some_and(|p| p.tag_name().name() == "t"))
            .filter_map(|n| n.text())
            .collect();
        let found = [LegacyFont::Tcvn3.judge(&text), LegacyFont::Vni.judge(&text)];
        self.evidence.insert(key, found);
        found
    }
}

/// A label before a paragraph's words, in the dress of the first of them.
fn with_label(label: &str, mut text: Vec<Inline>) -> Vec<Inline> {
    let label = format!("{label} ");
    match text.first_mut() {
        Some(Inline::Text(words)) => words.insert_str(0, &label),
        Some(Inline::Strong(inner)) => *inner = with_label(label.trim_end(), std::mem::take(inner)),
        _ => text.insert(0, Inline::Text(label)),
    }
    text
}

/// The words of an element as far as they are shown, for holding two forms of one thing against each other.
fn shown_text(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for node in node.descendants() {
        match node.tag_name().name() {
            "t" => out.extend(node.children().filter_map(|n| n.text())),
            "p" | "tab" | "br" | "tc" => out.push(' '),
            "textpath" => out.extend([" ", attribute(node, "string").unwrap_or(""), " "]),
            "docPr" => out.extend([" ", attribute(node, "descr").unwrap_or(""), " "]),
            "shape" | "rect" | "oval" | "roundrect" => out.extend([" ", attribute(node, "alt").unwrap_or(""), " "]),
            _ => {}
        }
    }
    out
}
