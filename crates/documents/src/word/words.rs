//! The words of a Word file and the kinds of elements that carry them, for comparing two files that should say the same.

use crate::package::{Package, PackageLimits, xml};
use crate::word::Unreadable;
use std::collections::{BTreeMap, BTreeSet};

/// A list of a few hundred files has far less.
const LIMITS: PackageLimits = PackageLimits { parts: 64, part: 4 * 1024 * 1024, all: 8 * 1024 * 1024, nodes: 400_000 };

/// Everything in a Word file that a reader could be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownWords {
    /// The paragraphs of the document's text that hold a word, in their order.
    pub text: Vec<String>,
    /// The words of every other part of the document (headers, footnotes), by the part's name; parts without any are left out.
    pub beside: BTreeMap<String, String>,
    /// The names of the elements of the text, `tbl`, `p`, `r`, `t`.
    pub elements: BTreeSet<String>,
    /// Parts that are no XML: pictures, fonts, programs.
    pub foreign: Vec<String>,
    /// Whether a part refers to something outside the file.
    pub outside: bool,
}

/// Reads the words of a Word file.
///
/// The file's properties (`docProps`) are left out: no reader of the pages sees them.
///
/// # Errors
/// It is no Word file, is damaged, or is larger than a list of the record can be.
pub fn words(bytes: &[u8]) -> Result<ShownWords, Unreadable> {
    let mut package = Package::open(bytes, LIMITS)?;
    let mut found = ShownWords::default();
    let mut names = package.names()?;
    names.sort();
    for name in names {
        let is_relations = name.ends_with(".rels");
        if name.starts_with("docProps/") || name == "[Content_Types].xml" {
            continue;
        }
        if !is_relations && !name.ends_with(".xml") {
            found.foreign.push(name);
            continue;
        }
        let Some(text) = package.text(&name)? else { return Err(Unreadable::Broken) };
        let document = xml(&name, &text, LIMITS)?;
        let root = document.root();
        if is_relations {
            found.outside |=
                root.descendants().any(|node| node.attribute("TargetMode").is_some_and(|m| m != "Internal"));
        } else if name == "word/document.xml" {
            found.elements =
                root.descendants().filter(|n| n.is_element()).map(|n| n.tag_name().name().into()).collect();
            let paragraphs = root.descendants().filter(|node| node.tag_name().name() == "p");
            found.text = paragraphs.map(of).filter(|words| !words.is_empty()).collect();
            let all: usize = of(root).len();
            // Words outside every paragraph, or in a paragraph within another, would be counted wrongly.
            if all != found.text.iter().map(String::len).sum::<usize>() {
                return Err(Unreadable::Broken);
            }
        } else {
            let words = of(root);
            if !words.is_empty() {
                found.beside.insert(name, words);
            }
        }
    }
    Ok(found)
}

fn of(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect()
}
