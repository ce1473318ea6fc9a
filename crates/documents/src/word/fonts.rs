//! Typefaces: which of its four a run uses, and which of them are older than Unicode.

use crate::word::attribute;
use baocao_core::text::legacy::{from_tcvn3, from_vni};
use baocao_core::text::{is_syllable, nfc};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// The theme's typefaces by the names that `w:rFonts` uses, such as `minorHAnsi`.
#[derive(Debug, Default)]
pub(crate) struct Theme(BTreeMap<&'static str, String>);

impl Theme {
    /// Reads the theme part.
    pub fn read(document: &Document<'_>) -> Self {
        let mut out = BTreeMap::new();
        let sets = document.descendants().filter(|n| matches!(n.tag_name().name(), "majorFont" | "minorFont"));
        for set in sets {
            let names: [(&str, &[&'static str]); 3] = if set.tag_name().name() == "majorFont" {
                [("latin", &["majorAscii", "majorHAnsi"]), ("ea", &["majorEastAsia"]), ("cs", &["majorBidi"])]
            } else {
                [("latin", &["minorAscii", "minorHAnsi"]), ("ea", &["minorEastAsia"]), ("cs", &["minorBidi"])]
            };
            for (element, names) in names {
                let face = crate::word::child(set, element).and_then(|n| n.attribute("typeface"));
                for name in face.filter(|face| !face.is_empty()).into_iter().flat_map(|_| names) {
                    out.insert(*name, face.unwrap_or_default().to_string());
                }
            }
        }
        Theme(out)
    }
}

/// The four typefaces of a run: for ASCII, for other Latin and Vietnamese letters, for East Asian and complex scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fonts {
    pub ascii: Option<String>,
    pub hansi: Option<String>,
    pub east: Option<String>,
    pub complex: Option<String>,
    /// Letters that both scripts have are set in the East Asian typeface.
    pub east_first: Option<bool>,
}

impl Fonts {
    /// Reads `w:rFonts`; a typeface of the theme goes before one by name (ISO 29500-1, 17.3.2.26).
    pub fn read(node: Node<'_, '_>, theme: &Theme) -> Self {
        let face = |name: &str, themed: &str| {
            let themed = attribute(node, themed).and_then(|slot| theme.0.get(slot)).cloned();
            themed.or_else(|| attribute(node, name).filter(|n| !n.is_empty()).map(str::to_string))
        };
        Fonts {
            ascii: face("ascii", "asciiTheme"),
            hansi: face("hAnsi", "hAnsiTheme"),
            east: face("eastAsia", "eastAsiaTheme"),
            complex: face("cs", "cstheme"),
            east_first: attribute(node, "hint").map(|hint| hint == "eastAsia"),
        }
    }

    /// Lays the typefaces of a higher level over these.
    pub(crate) fn overlay(&mut self, upper: &Fonts) {
        let lay = |own: &mut Option<String>, upper: &Option<String>| {
            if upper.is_some() {
                own.clone_from(upper);
            }
        };
        lay(&mut self.ascii, &upper.ascii);
        lay(&mut self.hansi, &upper.hansi);
        lay(&mut self.east, &upper.east);
        lay(&mut self.complex, &upper.complex);
        self.east_first = upper.east_first.or(self.east_first);
    }

    /// The typeface of the letters with marks, in which old encodings show, and that of the plain ones.
    pub(crate) fn faces(&self, complex: bool) -> (&str, &str) {
        let high = match (complex, self.east_first) {
            (true, _) => &self.complex,
            (false, Some(true)) if self.east.is_some() => &self.east,
            _ => &self.hansi,
        };
        let low = if complex { &self.complex } else { &self.ascii };
        (high.as_deref().unwrap_or(""), low.as_deref().unwrap_or(""))
    }
}

/// An encoding that a typeface stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyFont {
    /// TCVN3 (ABC).
    Tcvn3,
    /// VNI.
    Vni,
}

impl LegacyFont {
    /// The encoding of a typeface, if it is older than Unicode.
    pub(crate) fn of_face(face: &str) -> Option<Self> {
        let lower = face.trim().to_lowercase();
        if lower.starts_with(".vn") {
            Some(LegacyFont::Tcvn3)
        } else if lower.starts_with("vni-") || lower.starts_with("vni ") {
            Some(LegacyFont::Vni)
        } else {
            None
        }
    }

    /// Text in this encoding as Unicode.
    pub(crate) fn convert(self, text: &str) -> String {
        nfc(&match self {
            LegacyFont::Tcvn3 => from_tcvn3(text),
            LegacyFont::Vni => from_vni(text),
        })
    }

    /// What the words themselves say of it.
    pub fn judge(self, text: &str) -> FontEvidence {
        if text.chars().any(is_beyond_latin1) {
            return FontEvidence::Unicode;
        }
        let mut evidence = FontEvidence::Either;
        let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit());
        for word in words.filter(|word| !word.is_ascii()) {
            if is_syllable(&nfc(word)) {
                continue;
            }
            if is_syllable(&self.convert(word)) {
                return FontEvidence::Legacy;
            }
            evidence = FontEvidence::Foreign;
        }
        evidence
    }
}

/// Whether the typeface draws small letters as capitals.
pub(crate) fn draws_capitals(face: &str) -> bool {
    let lower = face.trim().to_lowercase();
    lower.starts_with(".vn") && lower.ends_with('h')
}

/// What words say of their encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontEvidence {
    /// Letters that only Unicode has.
    Unicode,
    /// Words that are Vietnamese only once they are converted.
    Legacy,
    /// Words that are Vietnamese neither way.
    Foreign,
    /// They can be read either way.
    Either,
}

/// A Vietnamese letter that no encoding of one byte has in this place.
fn is_beyond_latin1(c: char) -> bool {
    matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}')
}

#[cfg(test)]
mod tests {
    use crate::word::fonts::*;

    #[test]
    fn words_tell_their_encoding() {
        for (legacy, text, evidence) in [
            (LegacyFont::Tcvn3, "Thùc hiÖn nhiÖm vô", FontEvidence::Legacy),
            (LegacyFont::Vni, "Thöïc hieän nhieäm vuï", FontEvidence::Legacy),
            (LegacyFont::Tcvn3, "Thực hiện nhiệm vụ", FontEvidence::Unicode),
            (LegacyFont::Tcvn3, "Công tác", FontEvidence::Either),
            (LegacyFont::Tcvn3, "cã", FontEvidence::Either),
            (LegacyFont::Tcvn3, "2024, 12.5%", FontEvidence::Either),
            (LegacyFont::Vni, "café", FontEvidence::Foreign),
        ] {
            assert_eq!(legacy.judge(text), evidence, "{text}");
        }
        assert!(draws_capitals(".VnTimeH") && !draws_capitals(".VnTime"));
        assert_eq!(LegacyFont::of_face("Times New Roman"), None);
    }
}
