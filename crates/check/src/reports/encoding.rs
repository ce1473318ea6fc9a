//! From bytes to text, and whether the bytes were Unicode UTF-8 at all.
//!
//! Nothing is converted silently: a file in another encoding is a fault with its name and, where that can be told, a sample
//! of what it should say.

pub use baocao_core::text::legacy::{from_mojibake, from_tcvn3, from_vni, from_windows_1258};

use crate::reports::remnant::inspect;
use baocao_core::text::legacy::windows_1252;
use baocao_core::text::{RepoPath, Source, Span, is_syllable};
use std::collections::BTreeSet;

/// A file's text and whether its bytes were what they should be.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The text. Bytes that are not UTF-8 are U+FFFD in it, and UTF-16 is read as what it says: with such a fault the text is
    /// for reading only and must not be written back.
    pub source: Source,
    /// The first stretch that is not Unicode UTF-8 Vietnamese.
    pub fault: Option<Legacy>,
}

/// What a file's bytes are instead of UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legacy {
    /// The encoding.
    pub kind: LegacyKind,
    /// The first offending stretch, in the source's text.
    pub span: Span,
    /// That stretch in proper Vietnamese, if it can be converted.
    pub sample: Option<String>,
}

/// An encoding that is not UTF-8, or UTF-8 that holds the letters of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegacyKind {
    /// TCVN3 (ABC), fonts `.VnTime`.
    Tcvn3,
    /// VNI Windows, fonts `VNI-Times`.
    Vni,
    /// Windows-1258.
    Windows1258,
    /// UTF-16, which old Notepad calls “Unicode”.
    Utf16,
    /// UTF-8 that was read as Windows-1252 and saved again.
    Mojibake,
    /// Not UTF-8 and nothing known.
    Unknown,
    /// No text.
    Binary,
}

impl LegacyKind {
    /// The encoding's name, the same in both languages; `None` for what has none.
    pub fn name(self) -> Option<&'static str> {
        match self {
            LegacyKind::Tcvn3 => Some("TCVN3 (ABC)"),
            LegacyKind::Vni => Some("VNI"),
            LegacyKind::Windows1258 => Some("Windows-1258"),
            LegacyKind::Utf16 => Some("UTF-16"),
            LegacyKind::Mojibake => Some("UTF-8/Windows-1252"),
            LegacyKind::Unknown | LegacyKind::Binary => None,
        }
    }
}

/// How much of a stretch is shown.
pub(crate) const SAMPLE: usize = 120;

/// Reads a file's bytes as text.
///
/// For UTF-8 with ordinary Vietnamese this is the standard library's check and one search for byte pairs that such text
/// does not have.
pub fn decode(path: RepoPath, bytes: Vec<u8>) -> Decoded {
    // The standard library takes twenty times as long to say yes, and is asked again only to say where it says no.
    let text = match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => String::from_utf8(bytes),
    };
    let (text, fault) = match text {
        Ok(text) => {
            let fault = inspect(&text);
            match fault {
                Some(Legacy { kind: LegacyKind::Utf16, .. }) => utf16(text.as_bytes()).unwrap_or((text, fault)),
                fault => (text, fault),
            }
        }
        Err(error) => {
            let (at, cut) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
            let bytes = error.into_bytes();
            utf16(&bytes).unwrap_or_else(|| not_utf8(&bytes, at, cut))
        }
    };
    let source = Source::new(path, text);
    let fault = fault.map(|fault| Legacy { span: source.clip(fault.span), ..fault });
    Decoded { source, fault }
}

/// The text of a file in UTF-16 (Notepad's “Unicode”), where it can be written as UTF-8 without losing anything: each unit
/// reads back to the same bytes.
pub fn from_utf16(bytes: &[u8]) -> Option<String> {
    let unit = utf16_order(bytes)?;
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (!text.contains('\0')).then(|| text.to_string())
}

/// Not UTF-8 from byte `at` on; `cut` if all that is wrong is a last character without its end.
fn not_utf8(bytes: &[u8], at: usize, cut: bool) -> (String, Option<Legacy>) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if let Some(nul) = text.find('\0') {
        return (text, Some(Legacy { kind: LegacyKind::Binary, span: Span::new(nul, nul + 1), sample: None }));
    }
    // All before `at` is valid, so positions up to there are the same in bytes and text.
    let start = bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |p| p + 1);
    // Of a cut file the rest is good UTF-8, whatever two stray bytes might spell elsewhere.
    let guess = if cut { None } else { guess(bytes) };
    let ends = |b: &u8| if guess.is_some() { *b == b'\n' } else { b.is_ascii_whitespace() };
    let mut end = bytes[at..].iter().position(ends).map_or(bytes.len(), |p| at + p);
    if end - start > SAMPLE {
        end = bytes[at..end]
            .iter()
            .take(SAMPLE)
            .rposition(u8::is_ascii_whitespace)
            .map_or(end.min(at + SAMPLE), |p| at + p);
    }
    let stretch = bytes[start..end.max(at)].trim_ascii_end();
    let span = Span::new(start, start + String::from_utf8_lossy(stretch).len());
    let (kind, sample) = match guess {
        Some((kind, convert)) => (kind, Some(convert(stretch))),
        None => (LegacyKind::Unknown, None),
    };
    (text, Some(Legacy { kind, span, sample }))
}

type Convert = fn(&[u8]) -> String;

/// The encoding in which the lines that are not UTF-8 make most sense.
fn guess(bytes: &[u8]) -> Option<(LegacyKind, Convert)> {
    let readings: [(LegacyKind, Convert); 3] = [
        (LegacyKind::Tcvn3, |bytes| from_tcvn3(&windows_1252(bytes))),
        (LegacyKind::Vni, |bytes| from_vni(&windows_1252(bytes))),
        (LegacyKind::Windows1258, from_windows_1258),
    ];
    let lines = || bytes.split(|b| *b == b'\n').filter(|line| std::str::from_utf8(line).is_err()).take(200);
    let mut best: Option<(usize, LegacyKind, Convert)> = None;
    for (kind, convert) in readings {
        let (mut suspects, mut good) = (0, 0);
        for line in lines() {
            // A word that Latin-1 says as well (“chính” in VNI) speaks for no encoding.
            let (line, latin1) = (convert(line), windows_1252(line));
            let said: BTreeSet<&str> = latin1.split(|c: char| !c.is_alphabetic()).collect();
            for word in line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
                let legal = word.chars().nth(1).is_some() && is_syllable(word);
                if legal && said.contains(word) {
                    continue;
                }
                suspects += 1;
                good += usize::from(legal);
            }
        }
        if good > 0 && good * 3 >= suspects * 2 && best.is_none_or(|(most, ..)| good > most) {
            best = Some((good, kind, convert));
        }
    }
    best.map(|(_, kind, convert)| (kind, convert))
}

/// UTF-16 read as what it says, without its byte-order mark.
fn utf16(bytes: &[u8]) -> Option<(String, Option<Legacy>)> {
    let unit = utf16_order(bytes)?;
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_string();
    let (kind, span) = match text.find('\0') {
        Some(nul) => (LegacyKind::Binary, Span::new(nul, nul + 1)),
        None => (LegacyKind::Utf16, Span::new(0, text.find(['\r', '\n']).unwrap_or(text.len()))),
    };
    Some((text, Some(Legacy { kind, span, sample: None })))
}

/// How UTF-16 units are read: by the byte-order mark, or else by which half of each unit is mostly zero.
pub(crate) fn utf16_order(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return Some(u16::from_be_bytes),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |half: usize| head.iter().skip(half).step_by(2).filter(|b| **b == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let units = head.len() / 2;
    if !bytes.len().is_multiple_of(2) || units < 4 {
        None
    } else if low * 4 > units && high * 16 < low {
        Some(u16::from_le_bytes)
    } else if high * 4 > units && low * 16 < high {
        Some(u16::from_be_bytes)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::encoding::*;
    use proptest::prelude::*;

    const REPORT: &str = "---\nky: 2024-Q2\n---\n# I. KẾT QUẢ\nTuyển sinh đạt 5 °C, 3 m², “ước” 10 µm, 5 N·m; ½ số.\n";

    fn read(bytes: &[u8]) -> Decoded {
        decode("a.md".into(), bytes.to_vec())
    }

    fn fault(text: impl AsRef<[u8]>) -> Option<(LegacyKind, String, String)> {
        let decoded = read(text.as_ref());
        let fault = decoded.fault?;
        Some((fault.kind, decoded.source.slice(fault.span).to_string(), fault.sample.unwrap_or_default()))
    }

    #[test]
    fn proper_text_of_any_language_is_no_fault() {
        for text in [
            "",
            REPORT,
            "\u{feff}Sở Khoa học và Công nghệ",
            "Kết quả¹ ½ số, «trích», µm, N·m, m×n, kW·h, ©VNPT®, x¹ Mª 5µg ±3 ºC ¼ ha¹ h¹",
            "La société française a dû réduire le coût : île, naïve, août, maïs, flûte, sûr, œuvre, ça, façade, Noël, crû, mû.",
            "Für größere Öfen müssen schöne Bären böse Löwen hören; daß Köln, Göttingen, Töne, Südtirol, Jänner.",
            "Señor Muñoz, mañana, año, pingüino; São Paulo, coração, avião; på svenska så går en ö från Malmö, för två år sedan.",
            "Æ, Ø og Å: være, søster, år; Ångström; naïveté; Zoë; Brontë; coöperate",
            "sample ¶ § © ® ™ « » · ¬ ¨ ¸ ¹ ² ³ µ º ª × ÷",
            "e\u{302}\u{301} NFD: Ke\u{302}\u{301} hoa\u{323}ch",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn old_letters_inside_utf8_are_named_and_shown() {
        let cases = [
            (LegacyKind::Tcvn3, "Së Khoa häc vµ C«ng nghÖ b¸o c¸o lòy kÕ", "Khoa häc vµ", "học và"),
            (
                LegacyKind::Vni,
                "Sôû Khoa hoïc vaø Coâng ngheä baùo caùo",
                "Sôû Khoa hoïc",
                "Sở Khoa học và Công nghệ báo cáo",
            ),
            (
                LegacyKind::Mojibake,
                "Sá»Ÿ Khoa há»\u{8d}c vÃ\u{a0} CÃ´ng nghá»‡",
                "Sá»Ÿ Khoa",
                "Sở Khoa học và Công nghệ",
            ),
        ];
        for (kind, text, stretch, sample) in cases {
            let whole = format!("{REPORT}\n## 1. Kết quả\n\nĐoạn: {text}, hết.\n");
            let Some((found, span, converted)) = fault(&whole) else { panic!("{text}") };
            assert_eq!(found, kind);
            assert!(span.contains(stretch) && !span.contains("Đoạn"), "{span}");
            assert!(converted.contains(sample), "{converted}");
        }
        assert_eq!(fault("# B¸o c¸o\n").map(|f| f.2), Some("Báo cáo".into()));
        assert_eq!(fault("- vËn\n\n- b¸o\n\n- ®Þnh\n").map(|f| f.1), Some("vËn".into()));
    }

    #[test]
    fn bytes_that_are_not_utf8() {
        let kind = |bytes: &[u8]| fault(bytes).map(|f| (f.0, f.1, f.2));
        let lossy = |s: &[u8]| String::from_utf8_lossy(s).into_owned();
        let tcvn3: &[u8] = b"# B\xb8o c\xb8o l\xf2y k\xd5";
        assert_eq!(kind(tcvn3), Some((LegacyKind::Tcvn3, lossy(&tcvn3[2..]), "Báo cáo lũy kế".into())));
        let vni: &[u8] = b"ok\nBa\xf9o ca\xf9o, ho\xefc va\xf8 \xf1o\xe4c\nx";
        assert_eq!(kind(vni).map(|f| (f.0, f.2)), Some((LegacyKind::Vni, "Báo cáo, học và độc".into())));
        let cp1258: &[u8] = b"S\xf5\xd2 Khoa ho\xf2c v\xe0 C\xf4ng ngh\xea\xf2";
        assert_eq!(
            kind(cp1258).map(|f| (f.0, f.2)),
            Some((LegacyKind::Windows1258, "Sở Khoa học và Công nghệ".into()))
        );
        for broken in
            [&b"K\xe1\xba\xbf ho\xff\xffch n\xc4\x83m"[..], b"caf\xe9", b"ok \xc0\xaf", b"\xed\xa0\x80", b"a\xe1\xbb"]
        {
            let Some((found, span, _)) = kind(broken) else { panic!("{broken:?}") };
            assert_eq!(found, LegacyKind::Unknown);
            assert!(span.contains('\u{fffd}'), "{span}");
        }
        assert_eq!(kind(b"PK\x03\x04\0\xff").map(|f| f.0), Some(LegacyKind::Binary));
        assert_eq!(kind(b"a\0").map(|f| (f.0, f.1)), Some((LegacyKind::Binary, "\0".into())));
    }

    #[test]
    fn utf16_is_read_with_or_without_its_mark() {
        for mark in ["\u{feff}", ""] {
            let le: Vec<u8> = format!("{mark}{REPORT}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = format!("{mark}{REPORT}").encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [le, be] {
                let decoded = read(&bytes);
                assert_eq!(from_utf16(&bytes).as_deref(), Some(REPORT));
                assert_eq!(from_utf16(&bytes[..bytes.len() - 1]), None);
                assert_eq!(decoded.source.text(), REPORT);
                assert_eq!(decoded.fault.map(|f| f.kind), Some(LegacyKind::Utf16));
            }
        }
    }

    #[test]
    fn odd_files_are_named() {
        macro_rules! kind_of {
            ($name:literal) => {
                read(include_bytes!(concat!("../../../../tests/corpus/", $name, ".md"))).fault.map(|fault| fault.kind)
            };
        }
        assert_eq!(kind_of!("ordinary"), None);
        assert_eq!(kind_of!("latin1-french"), None);
        assert_eq!(kind_of!("nfd"), None);
        assert_eq!(kind_of!("wide-characters"), None);
        assert_eq!(kind_of!("tcvn3-bytes"), Some(LegacyKind::Tcvn3));
        assert_eq!(kind_of!("tcvn3-in-utf8"), Some(LegacyKind::Tcvn3));
        assert_eq!(kind_of!("tcvn3-paragraph"), Some(LegacyKind::Tcvn3));
        assert_eq!(kind_of!("vni-bytes"), Some(LegacyKind::Vni));
        assert_eq!(kind_of!("vni-in-utf8"), Some(LegacyKind::Vni));
        assert_eq!(kind_of!("windows-1258"), Some(LegacyKind::Windows1258));
        assert_eq!(kind_of!("mojibake"), Some(LegacyKind::Mojibake));
        assert_eq!(kind_of!("mojibake-word"), Some(LegacyKind::Mojibake));
        assert_eq!(kind_of!("utf16-unmarked"), Some(LegacyKind::Utf16));
        assert_eq!(kind_of!("utf16-odd"), Some(LegacyKind::Utf16));
        assert_eq!(kind_of!("utf32-le"), Some(LegacyKind::Binary));
        assert_eq!(kind_of!("invalid-heading"), Some(LegacyKind::Unknown));
        assert_eq!(kind_of!("invalid-last-byte"), Some(LegacyKind::Unknown));
        assert_eq!(kind_of!("overlong"), Some(LegacyKind::Unknown));
        assert_eq!(kind_of!("zip"), Some(LegacyKind::Binary));
        assert_eq!(kind_of!("png"), Some(LegacyKind::Binary));
    }

    proptest! {
        #[test]
        fn any_bytes_give_text_and_a_span_inside_it(bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200),
            "[a-zA-Z µ¸·¹®ùøûïñöâäåÃ¡áº»\u{a0}\n]{0,60}".prop_map(String::into_bytes),
            "[a-z µ¸·¹®ùøûïñöâäå\n]{0,60}".prop_map(|s| s.chars().map(|c| c as u8).collect::<Vec<u8>>()),
        ]) {
            let decoded = decode("a.md".into(), bytes.clone());
            if let Ok(text) = std::str::from_utf8(&bytes)
                && decoded.fault.as_ref().is_none_or(|f| f.kind != LegacyKind::Utf16)
            {
                prop_assert_eq!(decoded.source.text(), text);
            }
            if let Some(fault) = decoded.fault {
                prop_assert!(fault.span.end <= decoded.source.text().len());
                prop_assert_eq!(decoded.source.clip(fault.span), fault.span);
            }
        }
    }
}
