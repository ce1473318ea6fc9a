//! One paragraph's text: runs put together as people see them.

use crate::word::styles::Raised;
use baocao_core::domain::{Inline, Prose};
use baocao_core::text::nfc;

/// How a run is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dress {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    /// Set as hidden, and kept apart from the words around it.
    pub hidden: bool,
    pub raised: Raised,
}

/// A piece of a paragraph before pieces of one dress are put together.
enum Piece {
    Words(String, Dress),
    Other(Inline),
}

/// A paragraph's text as it grows.
#[derive(Default)]
pub struct Line {
    pieces: Vec<Piece>,
    /// What comes next must not touch the word before.
    apart: bool,
    /// Text boxes that hang on the paragraph.
    pub boxes: Vec<Vec<Prose>>,
}

impl Line {
    /// Adds words in one dress. Digits never touch digits of another state: struck or hidden ones stay apart.
    pub(crate) fn push(&mut self, words: &str, dress: Dress) {
        // Invisible separators part words all the same, and would be dropped on the way to a document.
        let blank = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let words: String = words.chars().map(|c| if blank(c) { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        let Some(first) = words.chars().next() else { return };
        let apart = std::mem::take(&mut self.apart);
        match self.pieces.last_mut() {
            Some(Piece::Words(text, before)) => {
                let last = text.chars().next_back().unwrap_or(' ');
                let letters = last.is_alphanumeric() && first.is_alphanumeric();
                let digits = last.is_numeric() && first.is_numeric();
                if letters && (apart || before.hidden != dress.hidden) || digits && before.strike != dress.strike {
                    text.push(' ');
                }
                if *before == dress {
                    text.push_str(&words);
                    return;
                }
                self.pieces.push(Piece::Words(words, dress));
            }
            _ => self.pieces.push(Piece::Words(words, dress)),
        }
    }

    /// Keeps what comes next from touching the word before.
    pub(crate) fn apart(&mut self) {
        self.apart = true;
    }

    /// Adds something that is no words: a line break, the mark of a note.
    pub(crate) fn add(&mut self, inline: Inline) {
        self.apart = false;
        self.pieces.push(Piece::Other(inline));
    }

    /// How many pieces there are, to take the later ones off again with [`Line::cut`].
    pub fn mark(&self) -> usize {
        self.pieces.len()
    }

    /// Takes everything off that was added after a mark.
    pub(crate) fn cut(&mut self, mark: usize) -> Vec<Inline> {
        let rest = self.pieces.split_off(mark.min(self.pieces.len()));
        built(rest)
    }

    /// The whole text: runs of one dress are one; blanks and breaks at the ends go.
    pub(crate) fn finish(&mut self) -> Vec<Inline> {
        let mut pieces = std::mem::take(&mut self.pieces);
        settle_raised(&mut pieces);
        let text = built(pieces);
        let start = text.iter().take_while(|i| is_blank(i)).count();
        let end = text.iter().rev().take_while(|i| is_blank(i)).count();
        if start == text.len() {
            return Vec::new();
        }
        let mut text: Vec<Inline> = text.into_iter().skip(start).collect();
        text.truncate(text.len() - end);
        trim(&mut text, true);
        trim(&mut text, false);
        text
    }
}

/// Words that are all raised alike stand on a line of their own, so to speak: nothing is raised beside them.
fn settle_raised(pieces: &mut [Piece]) {
    let said = |text: &str| text.chars().any(char::is_alphanumeric);
    let mut all = pieces.iter().filter_map(|piece| match piece {
        Piece::Words(text, dress) if said(text) => Some(dress.raised),
        _ => None,
    });
    let first = all.next();
    if all.all(|raised| Some(raised) == first) && pieces.iter().all(|p| !matches!(p, Piece::Other(Inline::Link { .. })))
    {
        for piece in pieces {
            if let Piece::Words(_, dress) = piece {
                dress.raised = Raised::No;
            }
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Break => true,
        Inline::Text(words) => words.trim().is_empty(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => inner.iter().all(is_blank),
        _ => false,
    }
}

fn trim(text: &mut [Inline], start: bool) {
    let Some(inline) = (if start { text.first_mut() } else { text.last_mut() }) else { return };
    match inline {
        Inline::Text(words) => {
            *words = if start { words.trim_start().to_string() } else { words.trim_end().to_string() };
        }
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => trim(inner, start),
        _ => {}
    }
}

fn built(pieces: Vec<Piece>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let (mut words, dress) = match piece {
            Piece::Words(words, dress) => (nfc(&words), dress),
            Piece::Other(inline) => {
                out.push(inline);
                continue;
            }
        };
        // Markdown closes a mark behind punctuation only where no letter follows: the punctuation goes outside.
        let plain = !(dress.bold || dress.italic || dress.strike);
        let letter = matches!(pieces.peek(), Some(Piece::Words(next, _)) if next.starts_with(char::is_alphanumeric));
        let mut tail = String::new();
        if !plain && letter {
            let kept = words.trim_end_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace()).len();
            tail = words.split_off(kept);
        }
        // Blanks at the ends of raised words stand on the line.
        let (mut start, mut end) = (0, words.len());
        if dress.raised != Raised::No {
            end = words.trim_end().len();
            start = (words.len() - words.trim_start().len()).min(end);
        }
        let level = Dress { raised: Raised::No, ..dress };
        for (part, dress) in [(&words[..start], level), (&words[start..end], dress), (&words[end..], level)] {
            if !part.is_empty() {
                out.push(dressed(part.to_string(), dress));
            }
        }
        if !tail.is_empty() {
            out.push(Inline::Text(tail));
        }
    }
    joined(out)
}

fn dressed(words: String, dress: Dress) -> Inline {
    let mut inline = Inline::Text(words);
    inline = match dress.raised {
        Raised::No => inline,
        Raised::Up => Inline::Superscript(vec![inline]),
        Raised::Down => Inline::Subscript(vec![inline]),
    };
    if dress.strike {
        inline = Inline::Strike(vec![inline]);
    }
    if dress.italic {
        inline = Inline::Emphasis(vec![inline]);
    }
    if dress.bold {
        inline = Inline::Strong(vec![inline]);
    }
    inline
}

/// Neighbours of one dress as one.
pub(crate) fn joined(text: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(text.len());
    for inline in text {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(a)), Inline::Text(b)) => a.push_str(&b),
            (Some(Inline::Strong(a)), Inline::Strong(b))
            | (Some(Inline::Superscript(a)), Inline::Superscript(b))
            | (Some(Inline::Subscript(a)), Inline::Subscript(b))
            | (Some(Inline::Emphasis(a)), Inline::Emphasis(b))
            | (Some(Inline::Strike(a)), Inline::Strike(b)) => a.extend(b),
            (_, inline) => out.push(inline),
        }
    }
    // What has grown is joined inside once, however many neighbours it took in.
    for inline in &mut out {
        if let Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) = inline
            && inner.len() > 1
        {
            *inner = joined(std::mem::take(inner));
        }
    }
    out
}

/// Whether a paragraph is bold from end to end.
pub(crate) fn all_strong(text: &[Inline]) -> bool {
    !text.is_empty()
        && text.iter().all(|i| match i {
            Inline::Strong(_) => true,
            Inline::Text(words) => words.trim().is_empty(),
            _ => false,
        })
}

/// A heading's words without the bold type that makes it one.
pub(crate) fn undressed(text: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in text {
        match inline {
            Inline::Strong(inner) => out.extend(undressed(inner)),
            Inline::Break => out.push(Inline::Text(" ".into())),
            other => out.push(other),
        }
    }
    joined(out)
}

#[cfg(test)]
mod tests {
    use crate::word::line::*;
    use baocao_core::domain::plain;

    fn line(pieces: &[(&str, Dress)]) -> Vec<Inline> {
        let mut line = Line::default();
        pieces.iter().for_each(|(words, dress)| line.push(words, *dress));
        line.finish()
    }

    #[test]
    fn raised_and_struck_digits_do_not_touch_the_number_before() {
        let no = Dress::default();
        let up = Dress { raised: Raised::Up, ..no };
        let struck = Dress { strike: true, ..no };
        assert_eq!(plain(&line(&[("10", no), ("-", up), ("3", up), (" g", no)])), "10⁻³ g");
        assert_eq!(plain(&line(&[("1", no), ("st", up), (" m", no), ("2,5", up)])), "1^(st) m^(2,5)");
        assert_eq!(plain(&line(&[("H", no), ("2", Dress { raised: Raised::Down, ..no }), ("O", no)])), "H₂O");
        assert_eq!(plain(&line(&[("12", struck), ("15 tỷ", no)])), "12 15 tỷ");
        assert_eq!(plain(&line(&[("12", no), ("99", Dress { hidden: true, ..no }), ("3", no)])), "12 99 3");
        assert_eq!(plain(&line(&[("12\u{2028}15\u{b}7", no)])), "12 15 7");
        // A whole line that is raised is no exponent of anything.
        assert_eq!(plain(&line(&[("Đợt 2", up)])), "Đợt 2");
    }

    #[test]
    fn punctuation_that_would_keep_a_mark_open_stands_outside() {
        let bold = Dress { bold: true, ..Dress::default() };
        let text = line(&[("Kế hoạch:", bold), ("đạt", Dress::default())]);
        assert_eq!(text, [Inline::Strong(vec![Inline::Text("Kế hoạch".into())]), Inline::Text(":đạt".into())]);
    }
}
