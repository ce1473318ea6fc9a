//! The paragraphs of a Word file, for saying where two files that should say the same begin to differ.

use crate::package::{Package, PackageLimits, xml};
use crate::word::Unreadable;

/// A list of a few hundred files has far less.
pub(super) const LIMITS: PackageLimits =
    PackageLimits { parts: 64, part: 4 * 1024 * 1024, all: 8 * 1024 * 1024, nodes: 400_000 };

/// Reads the paragraphs of a Word file's text that hold a word, in their order.
///
/// # Errors
/// It is no Word file, is damaged, or is larger than a list of the record can be.
pub fn paragraphs(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    let name = "word/document.xml";
    let Some(text) = Package::open(bytes, LIMITS)?.text(name)? else { return Err(Unreadable::Broken) };
    let document = xml(name, &text, LIMITS)?;
    let paragraphs = document.root().descendants().filter(|node| node.tag_name().name() == "p");
    Ok(paragraphs.map(of).filter(|words| !words.is_empty()).collect())
}

fn of(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect()
}
