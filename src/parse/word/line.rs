//! One paragraph's text: runs put together as people see them.

use crate::domain::{Inline, Prose};
use crate::text::nfc;

/// How a run is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dress {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
}

/// A paragraph's text as it grows.
#[derive(Default)]
pub(super) struct Line {
    pub text: Vec<Inline>,
    /// Text boxes that hang on the paragraph.
    pub boxes: Vec<Vec<Prose>>,
}

impl Line {
    /// Adds words in one dress.
    pub fn push(&mut self, words: &str, dress: Dress) {
        let words: String =
            words.chars().map(|c| if c == '\t' || c == '\n' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        if words.is_empty() {
            return;
        }
        let mut inline = Inline::Text(words);
        if dress.strike {
            inline = Inline::Strike(vec![inline]);
        }
        if dress.italic {
            inline = Inline::Emphasis(vec![inline]);
        }
        if dress.bold {
            inline = Inline::Strong(vec![inline]);
        }
        self.text.push(inline);
    }

    /// Runs of one dress are one; blanks at the ends go.
    pub fn finish(&mut self) -> Vec<Inline> {
        let mut text = joined(std::mem::take(&mut self.text));
        while matches!(text.last(), Some(Inline::Break)) {
            text.pop();
        }
        while matches!(text.first(), Some(Inline::Break)) {
            text.remove(0);
        }
        trim(&mut text, true);
        trim(&mut text, false);
        text
    }
}

fn trim(text: &mut Vec<Inline>, start: bool) {
    loop {
        let Some(inline) = (if start { text.first_mut() } else { text.last_mut() }) else { return };
        let empty = match inline {
            Inline::Text(words) => {
                *words = if start { words.trim_start().to_string() } else { words.trim_end().to_string() };
                words.is_empty()
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                trim(inner, start);
                inner.is_empty()
            }
            _ => false,
        };
        if !empty {
            return;
        }
        if start {
            text.remove(0);
        } else {
            text.pop();
        }
    }
}

/// Word cuts text into runs wherever anybody has ever edited it.
pub(super) fn joined(text: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in text {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(a)), Inline::Text(b)) => {
                a.push_str(&b);
                *a = nfc(a);
            }
            (Some(Inline::Strong(a)), Inline::Strong(b))
            | (Some(Inline::Emphasis(a)), Inline::Emphasis(b))
            | (Some(Inline::Strike(a)), Inline::Strike(b)) => {
                a.extend(b);
                *a = joined(std::mem::take(a));
            }
            (_, inline) => out.push(inline),
        }
    }
    out
}

/// Whether a paragraph is bold from end to end.
pub(super) fn all_strong(text: &[Inline]) -> bool {
    !text.is_empty()
        && text.iter().all(|i| match i {
            Inline::Strong(_) => true,
            Inline::Text(words) => words.trim().is_empty(),
            _ => false,
        })
}

/// A heading's words without the bold type that makes it one.
pub(super) fn undressed(text: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in text {
        match inline {
            Inline::Strong(inner) => out.extend(inner),
            Inline::Break => out.push(Inline::Text(" ".into())),
            other => out.push(other),
        }
    }
    joined(out)
}

/// The letter of a symbol font's character, for those that reports use.
pub(super) fn symbol(code: &str) -> Option<&'static str> {
    match code.to_ascii_uppercase().as_str() {
        "F0B7" | "F0A7" | "F06C" => Some("•"),
        "F02D" => Some("-"),
        "F0B3" => Some("≥"),
        "F0A3" => Some("≤"),
        "F0B1" => Some("±"),
        "F0B0" => Some("°"),
        "F0FC" => Some("✓"),
        "F0E0" | "F0AE" => Some("→"),
        _ => None,
    }
}
