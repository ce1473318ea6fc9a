//! Lists: Word has none, only paragraphs that count.

use baocao_core::domain::{Inline, Prose};

/// One block before lists are put together.
pub(crate) enum ListBlock {
    /// Anything that is no item of a list.
    Block(Prose),
    /// A paragraph of a list: level, how it is counted, text.
    Listed(usize, Option<(usize, char)>, String, Vec<Inline>),
}

/// Lists put together from paragraphs that follow each other.
pub(crate) fn lists(items: Vec<ListBlock>) -> Vec<Prose> {
    let mut out: Vec<Prose> = Vec::new();
    // The open lists, outermost first: level, row.
    let mut open: Vec<(usize, String)> = Vec::new();
    for item in items {
        match item {
            ListBlock::Block(block) => {
                open.clear();
                out.push(block);
            }
            ListBlock::Listed(level, count, row, text) => {
                while open.last().is_some_and(|(l, r)| *l > level || (*l == level && *r != row)) {
                    open.pop();
                }
                // A list of Markdown counts in steps of one: where Word does not, another list begins.
                let exists = open.last().is_some_and(|(l, _)| *l == level) && follows(&out, open.len(), count);
                if open.last().is_none_or(|(l, _)| *l != level) {
                    open.push((level, row));
                }
                let depth = open.len();
                place(&mut out, depth, exists, count, vec![Prose::Paragraph(text)]);
            }
        }
    }
    out
}

/// Whether an item is the next one of the list at a depth.
fn follows(blocks: &[Prose], depth: usize, count: Option<(usize, char)>) -> bool {
    let Some(Prose::List { start, items }) = blocks.last() else { return false };
    if depth > 1 {
        return items.last().is_some_and(|item| follows(item, depth - 1, count));
    }
    match (start, count) {
        (Some((first, mark)), Some((number, own))) => *mark == own && first.saturating_add(items.len()) == number,
        (start, count) => start.is_none() && count.is_none(),
    }
}

/// Puts an item into the list at a depth, the last of its parent's blocks.
fn place(blocks: &mut Vec<Prose>, depth: usize, exists: bool, count: Option<(usize, char)>, item: Vec<Prose>) {
    if depth > 1
        && let Some(Prose::List { items, .. }) = blocks.last_mut()
        && let Some(last) = items.last_mut()
    {
        return place(last, depth - 1, exists, count, item);
    }
    match blocks.last_mut() {
        Some(Prose::List { items, .. }) if exists => items.push(item),
        _ => blocks.push(Prose::List { start: count, items: vec![item] }),
    }
}
