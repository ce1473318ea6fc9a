//! What a text looks like: one key for all letters, digits and dashes that people cannot tell apart.
//!
//! Rests on the table of confusable characters of Unicode Technical Standard 39.

use crate::text::fold::{nfkc, without_marks};
use crate::text::hidden::is_hidden;
use unicode_security::confusable_detection::skeleton;

/// What a text looks like in capitals: letters of other alphabets, full-width and styled ones become the Latin letters they
/// are drawn like, every dash a hyphen, every blank a space; what is not drawn is left out.
///
/// For comparing only, each text by its own key: some Latin letters and digits share one (`I` and `1`, `O` and `0`).
pub fn drawn(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in nfkc(text).chars() {
        match c {
            c if is_dash(c) => out.push('-'),
            c if c.is_whitespace() => out.push(' '),
            c if is_hidden(c) => {}
            c => out.push_str(&capital(c)),
        }
    }
    out
}

/// The same without accents and other marks.
pub fn drawn_bare(text: &str) -> String {
    without_marks(&drawn(text))
}

/// The prototype of a letter's capital; of the letter itself where only that looks like a Latin one.
fn capital(c: char) -> String {
    let of = |text: &str| skeleton(text).collect::<String>();
    let upper: String = c.to_uppercase().collect();
    let seen = of(&upper);
    if seen.is_ascii() {
        return seen;
    }
    let small = of(c.encode_utf8(&mut [0; 4]));
    if small.is_ascii() { small.to_ascii_uppercase() } else { seen }
}

/// Whether a character is drawn as a horizontal stroke between words.
fn is_dash(c: char) -> bool {
    // The soft hyphen is drawn where a line breaks, and by many terminals everywhere.
    matches!(
        c,
        '-' | '\u{ad}' | '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{af}'
                | '\u{2c9}'
                | '\u{2cd}'
                | '\u{2d7}'
                | '\u{1173}'
                | '\u{203e}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                // Parts of drawn lines: of fractions, of measuring instruments, of boxes.
                | '\u{23af}'
                | '\u{23ba}'..='\u{23bd}'
                | '\u{23e4}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{2504}'
                | '\u{2505}'
                | '\u{2508}'
                | '\u{2509}'
                | '\u{254c}'
                | '\u{254d}'
                | '\u{2574}'
                | '\u{2576}'
                | '\u{2578}'
                | '\u{257a}'
                | '\u{257c}'
                | '\u{257e}'
                | '\u{2796}'
                | '\u{2e0f}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{301c}'
                // Letters that are one stroke: of the Chinese one, of a long vowel, of a Korean vowel, of an epigraph.
                | '\u{30fc}'
                | '\u{3127}'
                | '\u{3161}'
                | '\u{4e00}'
                | '\u{a7f7}'
                | '\u{ff70}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

#[cfg(test)]
mod tests {
    use crate::text::lookalike::*;

    #[test]
    fn what_looks_alike_has_one_key() {
        let key = drawn("BC-SKHCN");
        // Small letters, Cyrillic, Greek, full width, mathematical, other dashes, soft hyphen, zero width.
        for text in [
            "bc-skhcn",
            "ВС-SКНСN",
            "ΒC-SΚΗCΝ",
            "вс-ѕкнсn",
            "\u{ff22}\u{ff23}-SKHCN",
            "\u{1d401}\u{1d402}-SKHCN",
            "BC\u{2011}SKHCN",
            "BC\u{2013}SKHCN",
            "BC\u{2212}SKHCN",
            "BC\u{ad}SKHCN",
            "BC\u{23af}SKHCN",
            "BC\u{2501}SKHCN",
            "BC\u{23bc}SKHCN",
            "BC\u{4e00}SKHCN",
            "BC\u{2f00}SKHCN",
            "BC\u{a7f7}SKHCN",
            "BC\u{ff70}SKHCN",
            "BC-SK\u{200b}HCN",
        ] {
            assert_eq!(drawn(text), key, "{text}");
        }
        for other in ["BC-SKHC", "BC-SKHDT", "BC SKHCN", "BCSKHCN"] {
            assert_ne!(drawn(other), key, "{other}");
        }
        assert_ne!(drawn("SKHĐT"), drawn("SKHDT"));
        assert_eq!(drawn("SKHĐT"), drawn("SKH\u{d0}T"));
        assert_eq!(drawn_bare("Báo cáo"), drawn("Bao cao"));
    }
}
