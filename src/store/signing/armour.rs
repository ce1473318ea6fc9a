//! Signatures as text: one signature has one spelling.
//!
//! A signature's text is in the commit and is no part of what is signed. Whatever of it can be written in two ways lets
//! a commit have two names without anybody's key, so that what is read must be exactly what would be written here. That is
//! what `ssh-keygen`, `gpg` and `gpgsm` write with their ordinary settings, and git after them.

/// The kinds of armour that git puts into a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `ssh-keygen -Y sign`: lines of 70 columns.
    Ssh,
    /// `gpg -bsa`: an empty line, lines of 64 columns, a checksum.
    OpenPgp,
    /// `gpgsm -bsa`: lines of 64 columns.
    X509,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Ssh, Kind::OpenPgp, Kind::X509];

    fn label(self) -> &'static str {
        match self {
            Kind::Ssh => "SSH SIGNATURE",
            Kind::OpenPgp => "PGP SIGNATURE",
            Kind::X509 => "SIGNED MESSAGE",
        }
    }

    fn columns(self) -> usize {
        if self == Kind::Ssh { 70 } else { 64 }
    }

    fn begin(self) -> String {
        format!("-----BEGIN {}-----", self.label())
    }

    fn end(self) -> String {
        format!("-----END {}-----", self.label())
    }

    /// The kind that a text begins like.
    pub fn of(text: &str) -> Option<Kind> {
        let first = text.lines().next()?;
        Kind::ALL.into_iter().find(|kind| first == kind.begin())
    }
}

/// The bytes of a signature in its one spelling; the last line end may be missing.
pub(super) fn read(kind: Kind, text: &str) -> Option<Vec<u8>> {
    let bytes = decode(kind, text)?;
    let right = write(kind, &bytes);
    (right == text || right.strip_suffix('\n') == Some(text)).then_some(bytes)
}

/// The one spelling of a signature.
pub(super) fn write(kind: Kind, bytes: &[u8]) -> String {
    let mut out = kind.begin() + "\n";
    if kind == Kind::OpenPgp {
        out.push('\n');
    }
    for (at, c) in encode(bytes).chars().enumerate() {
        if at > 0 && at % kind.columns() == 0 {
            out.push('\n');
        }
        out.push(c);
    }
    out.push('\n');
    if kind == Kind::OpenPgp {
        out.push_str(&format!("={}\n", encode(&checksum(bytes).to_be_bytes()[1..])));
    }
    out + &kind.end() + "\n"
}

/// What a signing program wrote, in whatever lines and with whatever headers, in the one spelling; `None` if it is no
/// signature of a kind that git knows.
pub(super) fn tidied(text: &str) -> Option<String> {
    let text = text.replace('\r', "");
    let (kind, begin) = Kind::ALL.into_iter().find_map(|kind| Some((kind, text.find(&kind.begin())?)))?;
    let bytes = decode(kind, &text[begin..])?;
    let bytes = if kind == Kind::OpenPgp { crate::store::signing::openpgp::tidied(bytes) } else { bytes };
    Some(write(kind, &bytes))
}

/// Reads armour of any line width, with any header lines, with or without a checksum.
fn decode(kind: Kind, text: &str) -> Option<Vec<u8>> {
    let (body, _) = text.strip_prefix(&kind.begin())?.strip_prefix('\n')?.split_once(&kind.end())?;
    let body = match body.split_once("\n\n") {
        Some((headers, rest)) if kind == Kind::OpenPgp && headers.lines().all(|line| line.contains(": ")) => rest,
        _ => body.trim_start_matches('\n'),
    };
    let lines = body.lines().map(str::trim_end);
    let digits: String = lines.take_while(|line| kind != Kind::OpenPgp || !line.starts_with('=')).collect();
    base64(digits.as_bytes())
}

/// CRC-24 of OpenPGP (RFC 4880, section 6.1).
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x00b7_04ce, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 16, |crc, _| {
            let crc = crc << 1;
            if crc & 0x0100_0000 != 0 { (crc ^ 0x0186_4cfb) & 0x00ff_ffff } else { crc }
        })
    })
}

fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let c = if at <= chunk.len() { ALPHABET[(word >> (18 - 6 * at) & 63) as usize] } else { b'=' };
            out.push(char::from(c));
        }
    }
    out
}

/// Base64 in its one canonical spelling: padded, and the bits that stand for nothing are zero.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take_while(|c| **c == b'=').count();
    if padding > 2 {
        return None;
    }
    let digits = &text[..text.len() - padding];
    let mut out = Vec::with_capacity(digits.len() * 3 / 4 + 3);
    for chunk in digits.chunks(4) {
        let mut word = 0u32;
        for c in chunk {
            let value = match c {
                b'A'..=b'Z' => c - b'A',
                b'a'..=b'z' => c - b'a' + 26,
                b'0'..=b'9' => c - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            word = word << 6 | u32::from(value);
        }
        match chunk.len() {
            4 => out.extend([(word >> 16) as u8, (word >> 8) as u8, word as u8]),
            3 if word & 3 == 0 => out.extend([(word >> 10) as u8, (word >> 2) as u8]),
            2 if word & 15 == 0 => out.push((word >> 4) as u8),
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use crate::store::signing::armour::*;
    use proptest::prelude::*;

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(base64(b"TWE="), Some(b"Ma".to_vec()));
        assert_eq!(base64(b"TQ=="), Some(b"M".to_vec()));
        for wrong in ["", "TWF", "TWF=", "TR==", "T===", "====", "TWE=TWE=", "TW E", "TWE-"] {
            assert_eq!(base64(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn the_checksum_is_openpgps() {
        // The check value of CRC-24/OPENPGP.
        assert_eq!(checksum(b"123456789"), 0x0021_cf02);
    }

    proptest! {
        #[test]
        fn every_other_spelling_is_refused_and_can_be_tidied(
            bytes in proptest::collection::vec(any::<u8>(), 1..400),
            width in 1usize..100,
            kind in 0usize..3,
        ) {
            let kind = Kind::ALL[kind];
            let text = write(kind, &bytes);
            prop_assert_eq!(read(kind, &text), Some(bytes.clone()));
            prop_assert_eq!(read(kind, text.trim_end()), Some(bytes.clone()));
            prop_assert_eq!(Kind::of(&text), Some(kind));
            let digits = encode(&bytes);
            let lines: Vec<&str> = digits.as_bytes().chunks(width).filter_map(|l| std::str::from_utf8(l).ok()).collect();
            let gap = if kind == Kind::OpenPgp { "\n" } else { "" };
            let mut others = vec![
                format!("{}\n{gap}{}\n{}\n", kind.begin(), lines.join("\n"), kind.end()),
                text.replace('\n', "\r\n"),
                format!("{text}\n"),
                format!("{text} "),
                text.replacen("-----\n", "-----\n\n", 1),
                text.replacen("-----\n", "----- \n", 1),
            ];
            if kind == Kind::OpenPgp {
                for header in ["Version: GnuPG v2", "Comment: x", "Version: x\nComment: y"] {
                    others.push(text.replacen("-----\n\n", &format!("-----\n{header}\n\n"), 1));
                }
                let at = text.rfind("\n=").unwrap_or(0);
                others.push(format!("{}{}", &text[..at], &text[at + 6..]));
            }
            for other in others.iter().filter(|other| **other != text) {
                prop_assert_eq!(read(kind, other), None, "{}", other);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), kind in 0usize..3) {
            let kind = Kind::ALL[kind];
            let _ = (read(kind, &text), tidied(&text), read(kind, &format!("{}\n{text}\n{}", kind.begin(), kind.end())));
        }
    }
}
