//! The parts that are not read as text: each is named with its words and the place that refers to it.

use crate::package::{Package, xml};
use crate::word::account::{WordTally, missing, tokens};
use crate::word::body::Reference;
use crate::word::inventory::Inventory;
use crate::word::left::{LeftKind, LeftOut, count};
use crate::word::parts::{ContentTypes, key};
use crate::word::{LIMITS, attribute, embedded, inventory};
use roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};

/// Where references to other parts stand, by the part's name as names are compared: the paragraph and its first words.
pub(crate) type Places = BTreeMap<String, (usize, String)>;

/// The places of all references, with the inventories of the stories they stand in.
pub(crate) fn places(references: &[Reference], stories: &[Inventory<'_>]) -> Places {
    let mut out = Places::new();
    for reference in references {
        let place = stories.get(reference.story).map(|story| story.place(reference.paragraph)).unwrap_or_default();
        let to = if reference.to.starts_with("comment:") { reference.to.clone() } else { key(&reference.to) };
        out.entry(to).or_insert(place);
    }
    out
}

/// Words in the content types of parts that hold no text of the document: settings, properties, looks.
const SETTINGS: [&str; 23] = [
    "styles",
    "settings",
    "fonttable",
    "numbering",
    "theme",
    "core-properties",
    "extended-properties",
    "custom-properties",
    "relationships+xml",
    "customxmlproperties",
    "people",
    "chartcolorstyle",
    "chartstyle",
    "diagramlayout",
    "diagramstyle",
    "diagramcolors",
    "attachedtoolbars",
    "keymapcustomizations",
    "commentsextended",
    "commentsids",
    "commentsextensible",
    "documenttasks",
    "inkml",
];
/// How the names of such parts begin, for packages without content types.
const SETTINGS_FILES: [&str; 9] =
    ["styles", "settings", "websettings", "fonttable", "numbering", "itemprops", "people", "vbadata", "vbaproject"];
/// Folders of such parts.
const SETTINGS_FOLDERS: [&str; 5] = ["_rels", "docprops", "meta-inf", "theme", "_xmlsignatures"];

/// What a part is, by its content type and its name; `None` for what holds no text of the document.
pub fn kind(name: &str, content: &str) -> Option<LeftKind> {
    let name = key(name);
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let within = |folder: &str| folders.split('/').any(|f| f == folder);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let has = |words: &[&str]| words.iter().any(|word| content.contains(word));
    let begins = |words: &[&str]| words.iter().any(|word| file.starts_with(word));
    if within("media") || content.starts_with("image/") {
        return (!within("docprops")).then_some(LeftKind::Picture);
    }
    if within("embeddings")
        || ["docx", "xlsx", "pptx", "xlsb", "xlsm", "docm"].contains(&extension)
        || has(&["oleobject"])
    {
        return Some(LeftKind::Object);
    }
    let unstated = content.is_empty() || content == "application/xml";
    let settings = SETTINGS_FOLDERS.iter().any(|folder| within(folder))
        || has(&SETTINGS)
        || unstated && begins(&SETTINGS_FILES)
        || !matches!(extension, "xml") && !content.ends_with("+xml")
        || file == "[content_types].xml";
    if settings {
        return None;
    }
    Some(if within("glossary") {
        LeftKind::Glossary
    } else if within("customxml") {
        LeftKind::Data
    } else if has(&["comments"]) || begins(&["comments"]) {
        LeftKind::Comment
    } else if has(&["header"]) || begins(&["header"]) {
        LeftKind::Header
    } else if has(&["footer"]) || begins(&["footer"]) {
        LeftKind::Footer
    } else if has(&["chart"]) || within("charts") {
        LeftKind::Chart
    } else if has(&["diagram"]) || within("diagrams") {
        LeftKind::Diagram
    } else {
        LeftKind::Part
    })
}

/// The parts beside the text, as far as something was done with them already.
pub(crate) struct PartsTaken {
    /// Those that are read as text, by name as names are compared.
    pub read: BTreeSet<String>,
    /// Those embedded by reference.
    pub chunks: BTreeSet<String>,
    /// Pictures that were taken over.
    pub pictures: BTreeSet<String>,
    /// Where they are referred to.
    pub places: Places,
}

/// Everything the parts beside the text say, named.
pub(crate) fn name_all(
    package: &mut Package<'_>,
    types: &ContentTypes,
    known: &PartsTaken,
    tally: &mut WordTally,
) -> Vec<LeftOut> {
    let mut out = Vec::new();
    // The drawing of a diagram repeats the words of its data, which come first.
    let Ok(mut names) = package.names() else {
        return vec![LeftOut::new(LeftKind::Unreadable, "[Content_Types].xml", String::new())];
    };
    names.retain(|name| !name.ends_with(['/', '\\']));
    names.sort_by_key(|name| (key(name).contains("/drawing"), key(name)));
    let mut diagrams = BTreeMap::new();
    for name in names {
        let compared = key(&name);
        if known.read.contains(&compared) || known.pictures.contains(&compared) {
            continue;
        }
        let found =
            if known.chunks.contains(&compared) { Some(LeftKind::Embedded) } else { kind(&name, types.of(&name)) };
        let Some(found) = found else { continue };
        let (paragraph, near) = known.places.get(&compared).cloned().unwrap_or_default();
        let named = |kind: LeftKind, text: String| LeftOut::new(kind, &name, text).at(paragraph, &near);
        if found == LeftKind::Picture {
            out.push(named(found, String::new()));
            continue;
        }
        if matches!(found, LeftKind::Object | LeftKind::Embedded) {
            let left = named(found, embedded::words(package, &name));
            tally.source += left.words;
            tally.named += left.words;
            out.push(left);
            continue;
        }
        let Ok(Some(text)) = package.text(&name) else {
            out.push(named(LeftKind::Unreadable, String::new()));
            continue;
        };
        match xml(&name, &text, LIMITS) {
            Err(_) => out.push(named(LeftKind::Unreadable, String::new())),
            Ok(document) if found == LeftKind::Comment => comments(&document, &name, &known.places, tally, &mut out),
            Ok(document) => {
                let text = said(&document, &found);
                let words = count(&text);
                tally.source += words;
                let repeated = found == LeftKind::Diagram && missing(&tokens(&text), &diagrams).is_empty();
                if repeated {
                    tally.repeated += words;
                } else if text.chars().any(|c| !c.is_whitespace()) {
                    if found == LeftKind::Diagram {
                        diagrams = tokens(&text);
                    }
                    tally.named += words;
                    out.push(named(found, text));
                }
            }
        }
    }
    out
}

/// What a part says, without the page numbers of headers and footers and without what programs keep for themselves.
fn said(document: &Document<'_>, kind: &LeftKind) -> String {
    let space = document.root_element().tag_name().namespace().unwrap_or("").to_lowercase();
    if *kind == LeftKind::Data && (space.contains("/metadata") || space.contains("sharepoint")) {
        return String::new();
    }
    let mut inventory = inventory::take(document);
    if matches!(kind, LeftKind::Header | LeftKind::Footer) {
        let numbered: BTreeSet<usize> = inventory.units.iter().filter(|u| u.page_number).map(|u| u.paragraph).collect();
        let mut beside: BTreeMap<usize, String> = BTreeMap::new();
        for unit in inventory.units.iter().filter(|u| !u.page_number) {
            beside.entry(unit.paragraph).or_default().push_str(&format!(" {}", unit.text));
        }
        let bare = |paragraph: usize| {
            let words = beside.get(&paragraph).map(|text| tokens(&text.to_lowercase())).unwrap_or_default();
            words.keys().all(|word| matches!(word.as_str(), "trang" | "trên" | "page" | "of"))
        };
        inventory
            .units
            .retain(|unit| !(unit.page_number || numbered.contains(&unit.paragraph) && bare(unit.paragraph)));
    }
    inventory.text()
}

/// Each comment by itself, near the words it is about.
fn comments(document: &Document<'_>, part: &str, places: &Places, tally: &mut WordTally, out: &mut Vec<LeftOut>) {
    let inventory = inventory::take(document);
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for comment in document.root_element().children().filter(|n| n.tag_name().name() == "comment") {
        let first = comment.id().get_usize();
        let last = comment.descendants().next_back().map_or(first, |n| n.id().get_usize());
        ends.push((first, last));
        texts.push((attribute(comment, "id").unwrap_or("").to_string(), String::new()));
    }
    let mut other = String::new();
    for unit in &inventory.units {
        let at = ends.partition_point(|(first, _)| *first <= unit.node).checked_sub(1);
        let text = match at.filter(|at| unit.node <= ends[*at].1) {
            Some(at) => &mut texts[at].1,
            None => &mut other,
        };
        if unit.gap && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(unit.text);
    }
    texts.push((String::new(), other));
    for (id, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        let (paragraph, near) = places.get(&format!("comment:{id}")).cloned().unwrap_or_default();
        let left = LeftOut::new(LeftKind::Comment, part, text).at(paragraph, &near);
        tally.source += left.words;
        tally.named += left.words;
        out.push(left);
    }
}
