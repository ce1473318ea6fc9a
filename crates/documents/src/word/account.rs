//! The account of one part: what became of each piece of its text.

use crate::word::inventory::Inventory;
use crate::word::left::{LeftKind, LeftOut, count};
use baocao_core::text::is_hidden;
use roxmltree::Node;
use std::collections::{BTreeMap, HashMap};

/// What became of a piece of text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It is in the text.
    Arrived,
    /// It says again what another form of the same thing has said.
    Repeated,
    /// It was left out.
    Left(LeftKind),
}

/// The importer's side of the account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    fates: HashMap<usize, Fate>,
}

/// Words and numbers of a file: in it, taken over, said again, left out by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordTally {
    /// All of the source.
    pub source: usize,
    /// In the text.
    pub arrived: usize,
    /// Other forms of what arrived or was named.
    pub repeated: usize,
    /// Left out and named.
    pub named: usize,
}

impl Account {
    /// The text of a node, or of an element's attribute, is in the text.
    pub(crate) fn arrived(&mut self, node: Node<'_, '_>) {
        self.fates.insert(node.id().get_usize(), Fate::Arrived);
    }

    /// The text directly in an element is in the text.
    pub(crate) fn arrived_text(&mut self, element: Node<'_, '_>) {
        element.children().filter(Node::is_text).for_each(|text| self.arrived(text));
    }

    /// Everything in an element, itself included, is left out for one reason, unless it already has another fate.
    pub(crate) fn leave(&mut self, element: Node<'_, '_>, kind: &LeftKind) {
        self.all(element, &Fate::Left(kind.clone()));
    }

    /// The text that an element's attributes hold is left out for one reason.
    pub(crate) fn leave_one(&mut self, element: Node<'_, '_>, kind: &LeftKind) {
        self.fates.entry(element.id().get_usize()).or_insert_with(|| Fate::Left(kind.clone()));
    }

    /// Everything in an element repeats what stands elsewhere.
    pub(crate) fn repeats(&mut self, element: Node<'_, '_>) {
        self.all(element, &Fate::Repeated);
    }

    fn all(&mut self, element: Node<'_, '_>, fate: &Fate) {
        for node in element.descendants() {
            self.fates.entry(node.id().get_usize()).or_insert_with(|| fate.clone());
        }
    }

    /// Holds what was done against what the part says. Each piece without a fate is left out by `other`'s kind.
    pub(crate) fn settle(
        &self,
        part: &str,
        inventory: &Inventory<'_>,
        other: impl Fn(&str) -> LeftKind,
        tally: &mut WordTally,
    ) -> Vec<LeftOut> {
        let mut groups: BTreeMap<(usize, Fate), PieceGroup> = BTreeMap::new();
        for (at, unit) in inventory.units.iter().enumerate() {
            let fate = self.fates.get(&unit.node).cloned().unwrap_or_else(|| Fate::Left(other(unit.element)));
            let group = groups.entry((unit.paragraph, fate)).or_default();
            let follows = group.last.is_some_and(|last| last + 1 == at);
            if !group.text.is_empty() && (unit.gap || !follows) {
                group.text.push(' ');
            }
            group.text.push_str(unit.text);
            group.first.get_or_insert(at);
            group.last = Some(at);
        }
        let mut found: Vec<(usize, LeftOut)> = Vec::new();
        for ((paragraph, fate), group) in groups {
            let words = count(&group.text);
            tally.source += words;
            match fate {
                Fate::Arrived => tally.arrived += words,
                Fate::Repeated => tally.repeated += words,
                Fate::Left(kind) => {
                    tally.named += words;
                    let near = inventory.paragraphs.get(paragraph).map_or("", String::as_str);
                    let left = LeftOut::new(kind, part, group.text).at(paragraph, near);
                    found.push((group.first.unwrap_or(0), left));
                }
            }
        }
        found.sort_by_key(|(first, _)| *first);
        found.into_iter().map(|(_, left)| left).collect()
    }
}

/// The pieces of one paragraph with one fate.
#[derive(Debug, Default)]
struct PieceGroup {
    text: String,
    first: Option<usize>,
    last: Option<usize>,
}

/// The words of a text as they are compared: runs of letters and digits; invisible characters part no words.
pub fn tokens(text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let text: String = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c)).collect();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *out.entry(word.to_string()).or_insert(0) += 1;
    }
    out
}

/// The words of `whole` that are not, or not as often, among `part`'s: what `whole` says and `part` does not.
pub fn missing(whole: &BTreeMap<String, usize>, part: &BTreeMap<String, usize>) -> Vec<String> {
    let less = whole.iter().filter_map(|(word, count)| {
        let short = count.saturating_sub(part.get(word).copied().unwrap_or(0));
        (short > 0).then(|| vec![word.clone(); short])
    });
    less.flatten().collect()
}
