//! Symbol fonts, whose characters are pictures and no letters: what each picture is in Unicode.
//!
//! Source: the mapping files of the Unicode Consortium for Symbol and Wingdings (Unicode 7.0). Where a picture has several
//! characters, the one that common typefaces hold is taken.

/// A symbol font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SymbolFont {
    Symbol,
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
}

/// Symbol from 0x20 on; a space where there is none.
const SYMBOL: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Symbol from 0xA0 to 0xEF.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";
/// Wingdings from 0x21 to 0x7E.
const WINGDINGS: &str = "✏✂✁👓🔔📖🕯☎✆✉📧📪📫📬📭📁📂📄📃📑🗄⏳⌨🖱🖲💻🖴💾📼✇✍✎✌👌👍👎☜☞☝☟✋☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□❐❑❒⬧⧫◆❖⬥☒⮹⌘🏵🏶❝❞";
/// Wingdings from 0x80 to 0x95.
const WINGDINGS_DIGITS: &str = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿";
/// Wingdings from 0x9E to 0xC2.
const WINGDINGS_MIDDLE: &str = "·•▪⚪◯◯◉◎○▪☐▲✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛";
/// Wingdings from 0xD5 to 0xFE.
const WINGDINGS_HIGH: &str = "⌫⌦◄➢▲▼⤺⤻⤼⤽←→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂▫▫✗✓☒☑";

impl SymbolFont {
    /// The symbol font of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "symbol" | "symbolmt" | "symbol mt" => Some(SymbolFont::Symbol),
            "wingdings" | "wingdings 1" => Some(SymbolFont::Wingdings),
            "wingdings 2" | "wingdings2" => Some(SymbolFont::Wingdings2),
            "wingdings 3" | "wingdings3" => Some(SymbolFont::Wingdings3),
            "webdings" => Some(SymbolFont::Webdings),
            _ => None,
        }
    }

    /// The character for a picture, by its number in the font.
    pub(crate) fn letter(self, code: u32) -> Option<char> {
        let from = |first: u32, table: &str| code.checked_sub(first).and_then(|at| table.chars().nth(at as usize));
        let found = match self {
            SymbolFont::Symbol if code < 0x7f => from(0x20, SYMBOL),
            SymbolFont::Symbol if code == 0xf1 => Some('〉'),
            SymbolFont::Symbol if code == 0xf2 => Some('∫'),
            SymbolFont::Symbol => from(0xa0, SYMBOL_HIGH),
            SymbolFont::Wingdings => match code {
                0x20 => Some(' '),
                0x21..=0x7e => from(0x21, WINGDINGS),
                0x80..=0x95 => from(0x80, WINGDINGS_DIGITS),
                0x9e..=0xc2 => from(0x9e, WINGDINGS_MIDDLE),
                0xd5..=0xfe => from(0xd5, WINGDINGS_HIGH),
                _ => None,
            },
            SymbolFont::Wingdings2 => match code {
                0x20 => Some(' '),
                0x4f => Some('✗'),
                0x50 => Some('✓'),
                0x51 | 0x53 | 0x54 => Some('☒'),
                0x52 => Some('☑'),
                0x69..=0x73 => from(0x69, WINGDINGS_DIGITS),
                0x97 => Some('●'),
                0xa2 => Some('■'),
                0xa3 | 0x2a => Some('☐'),
                _ => None,
            },
            SymbolFont::Wingdings3 => match code {
                0x20 => Some(' '),
                0x70..=0x77 => from(0x70, "▲▼△▽◀▶◁▷"),
                0x7d => Some('▶'),
                _ => None,
            },
            SymbolFont::Webdings => match code {
                0x20 => Some(' '),
                0x61 => Some('✓'),
                0x63 => Some('☐'),
                0x67 => Some('■'),
                0x6e => Some('●'),
                0x72 => Some('✗'),
                _ => None,
            },
        };
        found.filter(|c| *c != ' ' || code == 0x20)
    }
}

/// What a picture is called that has no character.
pub(crate) fn unknown(font: &str, code: u32) -> String {
    let font = if font.trim().is_empty() { "?" } else { font.trim() };
    format!("[ký hiệu {font} {code:02X}]")
}

/// The character of a `w:sym`, whose code stands in the private area, or the name of what has none; and whether it is known.
pub(crate) fn symbol(font: &str, code: u32) -> (String, bool) {
    let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let known = match SymbolFont::named(font) {
        Some(named) => named.letter(low),
        // Without a font, only the characters that reports use as list marks.
        None if code >= 0xf000 && font.trim().is_empty() => match low {
            0xb7 | 0x6c => Some('•'),
            0xa7 => Some('▪'),
            0x2d => Some('-'),
            0xfc => Some('✓'),
            0xfd => Some('☒'),
            0xfe => Some('☑'),
            0xa8 | 0x6f => Some('☐'),
            0xe0 | 0xae => Some('→'),
            0xb3 => Some('≥'),
            0xa3 => Some('≤'),
            0xb1 => Some('±'),
            0xb0 => Some('°'),
            _ => None,
        },
        None => {
            char::from_u32(low).filter(|c| low == code && !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))
        }
    };
    known.map_or_else(|| (unknown(font, low), false), |letter| (letter.to_string(), true))
}

/// Words typed in a symbol font; characters of the private area are its pictures, too. The number is that of the unknown.
pub fn words(text: &str, font: &str) -> (String, usize) {
    let named = SymbolFont::named(font);
    let mut unknown = 0;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let code = u32::from(c);
        let private = (0xf000..=0xf0ff).contains(&code);
        if !private && (named.is_none() || code > 0xff || c.is_whitespace()) {
            out.push(c);
            continue;
        }
        let (letter, known) =
            symbol(if named.is_some() { font } else { "" }, if private { code } else { 0xf000 + code });
        unknown += usize::from(!known);
        out.push_str(&letter);
    }
    (out, unknown)
}

#[cfg(test)]
mod tests {
    use crate::word::symbols::*;

    #[test]
    fn tables_stand_where_the_fonts_have_them() {
        let at = |font: SymbolFont, code| font.letter(code).expect("a character");
        for (code, letter) in [
            (0x61, 'α'),
            (0x7a, 'ζ'),
            (0x44, 'Δ'),
            (0x57, 'Ω'),
            (0xa3, '≤'),
            (0xb3, '≥'),
            (0xb7, '•'),
            (0xe5, '∑'),
            (0xde, '⇒'),
        ] {
            assert_eq!(at(SymbolFont::Symbol, code), letter, "{code:x}");
        }
        for (code, letter) in [
            (0x28, '☎'),
            (0x4a, '☺'),
            (0x6c, '●'),
            (0x6e, '■'),
            (0x6f, '□'),
            (0x78, '☒'),
            (0x81, '①'),
            (0xa7, '▪'),
            (0xa8, '☐'),
            (0xd8, '➢'),
            (0xe0, '→'),
            (0xfb, '✗'),
            (0xfc, '✓'),
            (0xfd, '☒'),
            (0xfe, '☑'),
        ] {
            assert_eq!(at(SymbolFont::Wingdings, code), letter, "{code:x}");
        }
        assert_eq!((at(SymbolFont::Wingdings2, 0x52), at(SymbolFont::Wingdings2, 0xa3)), ('☑', '☐'));
        assert_eq!(symbol("Wingdings", 0xf0fe), ("☑".to_string(), true));
        assert_eq!(symbol("Wingdings", 0xf0ff), ("[ký hiệu Wingdings FF]".to_string(), false));
        assert_eq!(words("þ ệ", "Wingdings"), ("☑ ệ".to_string(), 0));
        assert_eq!(words("10 \u{f0b1} 5", "Times New Roman"), ("10 ± 5".to_string(), 0));
    }
}
