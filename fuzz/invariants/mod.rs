//! What must hold of every reader whatever bytes it is given. The fuzz targets ask it of bytes that nobody has thought of,
//! and the ordinary tests of every seed and every input that once broke it.

mod forms;
mod history;
mod packs;
mod reports;
mod settings;
mod signatures;

use baocao_check::reports::encoding;
use baocao_core::diagnostic::Diagnostic;
use baocao_core::text::{RepoPath, Source, Span};

/// Panics unless everything holds for these bytes; says whether they were accepted. Readers of people's own texts accept
/// everything.
pub type Check = fn(&[u8]) -> bool;

/// The targets by name.
pub const TARGETS: [(&str, Check); 9] = [
    ("commit", history::commit),
    ("trailers", history::trailers),
    ("tree", history::tree),
    ("roster", settings::roster),
    ("front_matter", reports::front_matter),
    ("form", forms::form),
    ("markdown", reports::markdown),
    ("pack", packs::packs),
    ("ssh_signature", signatures::ssh_signature),
];

/// Panics unless everything holds for these bytes; says whether they were accepted.
pub fn hold(target: &str, bytes: &[u8]) -> bool {
    let (_, check) = TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    check(bytes)
}

/// A file as the program reads it, whatever its encoding.
fn file(path: &str, bytes: &[u8]) -> Source {
    let decoded = encoding::decode(RepoPath::new(path), bytes.to_vec());
    if let Some(fault) = &decoded.fault {
        inside(decoded.source.text(), fault.span);
    }
    decoded.source
}

/// A file whose encoding is not what is asked about.
fn text(path: &str, bytes: &[u8]) -> Source {
    Source::new(RepoPath::new(path), String::from_utf8_lossy(bytes).into_owned())
}

/// A span lies inside the text and on the borders of characters.
#[track_caller]
fn inside(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{span:?} of {}", text.len());
}

/// Every fault stands in this file, at a place of it that can be shown.
#[track_caller]
fn placed(source: &Source, faults: &[Diagnostic]) {
    for fault in faults {
        assert_eq!(fault.place.path, *source.path());
        let span = fault.place.span.expect("a place");
        inside(source.text(), span);
        let at = source.locate(span);
        assert!(at.line >= 1 && at.column >= 1);
    }
}
