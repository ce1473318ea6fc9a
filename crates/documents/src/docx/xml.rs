//! Words in a Word part.

use crate::xml::escaped;
use std::fmt::Write as _;

/// `<w:t>` with its blanks kept.
pub fn words(out: &mut String, text: &str) {
    let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", escaped(text));
}

/// The declaration every part begins with.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The namespaces of a Word part.
pub(crate) const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
