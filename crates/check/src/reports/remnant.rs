//! Letters of an old encoding inside valid UTF-8: text that was pasted or converted wrongly.
//!
//! A guess is believed only if most of what it changes becomes legal Vietnamese syllables, so that French or German names,
//! signs and measures give no alarm.

use crate::reports::encoding::{Legacy, LegacyKind, SAMPLE, utf16_order};
use baocao_core::text::legacy::{from_mojibake, from_tcvn3, from_vni, tcvn3_letter};
use baocao_core::text::{Span, is_syllable};
use std::collections::BTreeSet;

/// One way to misread Vietnamese as Latin-1, and the way back.
struct Reading {
    kind: LegacyKind,
    /// Characters that this encoding has inside words and Vietnamese in Unicode has not.
    odd: fn(char) -> bool,
    /// Signs that are letters in this encoding.
    sign: fn(char) -> bool,
    convert: fn(&str) -> String,
}

const READINGS: [Reading; 2] = [
    Reading {
        kind: LegacyKind::Tcvn3,
        odd: |c| tcvn3_letter(c).is_some() && c != '§' && !is_vietnamese_latin1(c),
        sign: |c| tcvn3_letter(c).is_some(),
        convert: from_tcvn3,
    },
    Reading {
        kind: LegacyKind::Vni,
        odd: |c| "øûïñöäåëüæîØÛÏÑÖÄÅËÜÆÎ".contains(c),
        sign: |_| false,
        convert: from_vni,
    },
];

fn is_vietnamese_latin1(c: char) -> bool {
    "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ".contains(c)
}

/// Valid UTF-8: is it really Unicode text?
///
/// Each line is judged by itself, since one paragraph pasted from an old file is the usual case; what is scattered over
/// many short lines counts together.
pub(crate) fn inspect(text: &str) -> Option<Legacy> {
    let bytes = text.as_bytes();
    let mut totals = [Evidence::default(), Evidence::default()];
    let mut from = 0;
    while let Some(at) = first_odd(bytes, from) {
        if bytes[at] == 0 {
            let kind = if utf16_order(bytes).is_some() { LegacyKind::Utf16 } else { LegacyKind::Binary };
            return Some(Legacy { kind, span: Span::new(at, at + 1), sample: None });
        }
        let start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
        let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |p| at + p);
        let line = &text[start..end];
        if let Some(span) = mojibake(line) {
            let sample = Some(from_mojibake(&line[span.start..span.end]));
            return Some(Legacy { kind: LegacyKind::Mojibake, span: span.shift(start), sample });
        }
        let mut best: Option<(usize, &Reading, Span)> = None;
        for (reading, total) in READINGS.iter().zip(&mut totals) {
            let here = Evidence::weigh(line, start, reading);
            let found = here.convincing(2);
            total.add(here);
            if let Some((good, span)) = found.or_else(|| total.convincing(3))
                && best.is_none_or(|(most, ..)| good > most)
            {
                best = Some((good, reading, span));
            }
        }
        if let Some((_, reading, span)) = best {
            let sample = Some((reading.convert)(&text[span.start..span.end]));
            return Some(Legacy { kind: reading.kind, span, sample });
        }
        from = end;
    }
    None
}

/// What speaks for and against a reading.
#[derive(Default)]
struct Evidence {
    /// Words with characters odd for Unicode Vietnamese.
    suspects: usize,
    /// Those that the reading turns into legal syllables.
    good: usize,
    /// The syllables, each once: a unit of measure repeated is no evidence.
    syllables: BTreeSet<String>,
    /// The first stretch of words that the reading mends.
    stretch: Option<Span>,
}

impl Evidence {
    fn weigh(line: &str, start: usize, reading: &Reading) -> Evidence {
        let mut evidence = Evidence::default();
        // A stretch is sure once a word with an odd character is in it, and closed by a word of modern Vietnamese.
        let (mut sure, mut open) = (false, true);
        for (at, word) in words(line, reading.sign) {
            if word.chars().any(is_modern) {
                open &= !sure;
                evidence.stretch = evidence.stretch.filter(|_| sure);
                continue;
            }
            let odd = word.chars().any(reading.odd);
            if word.is_ascii() || odd && is_measure(word) {
                continue;
            }
            let converted = (reading.convert)(word);
            let good = converted != word && converted.chars().nth(1).is_some() && is_syllable(&converted);
            if good && open {
                let span = Span::new(start + at, start + at + word.len());
                match &mut evidence.stretch {
                    Some(stretch) if span.end - stretch.start <= SAMPLE => stretch.end = span.end,
                    Some(_) if sure => open = false,
                    stretch => *stretch = Some(span),
                }
                sure |= odd;
            }
            if odd {
                evidence.suspects += 1;
                evidence.good += usize::from(good);
                if good {
                    evidence.syllables.insert(converted.to_lowercase());
                }
            }
        }
        evidence.stretch = evidence.stretch.filter(|_| sure);
        evidence
    }

    fn add(&mut self, more: Evidence) {
        self.suspects += more.suspects;
        self.good += more.good;
        self.syllables.extend(more.syllables);
        self.stretch = self.stretch.or(more.stretch);
    }

    /// The number of words mended and the first stretch, if there are enough different ones and two thirds of all suspects.
    fn convincing(&self, different: usize) -> Option<(usize, Span)> {
        let enough = self.syllables.len() >= different && self.good * 3 >= self.suspects * 2;
        self.stretch.filter(|_| enough).map(|span| (self.good, span))
    }
}

/// Runs of letters, digits and the encoding's signs, with where they begin.
fn words(line: &str, sign: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    line.split(move |c: char| !c.is_alphanumeric() && !sign(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (offset(line, word), word))
}

/// A letter that only Unicode Vietnamese has: such a word is no remnant.
fn is_modern(c: char) -> bool {
    matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ')
}

/// `µm`, `N·m`, `m×n`: measures and products, which by chance may convert to a syllable.
fn is_measure(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(
        (chars.next(), chars.next(), chars.next(), chars.next()),
        (Some('µ'), _, None, _) | (_, Some('·' | '×' | '÷'), Some(_), None)
    )
}

/// The first word of UTF-8 misread as Windows-1252, and those that follow it.
///
/// One word is enough: a letter of Vietnamese alone comes out of no other text this way.
fn mojibake(line: &str) -> Option<Span> {
    let mut found: Option<Span> = None;
    // Not at U+00A0 and U+0085, which are bytes of letters here.
    for word in line.split([' ', '\t', '\r']).filter(|word| !word.is_ascii()) {
        let converted = from_mojibake(word);
        let changed = converted != word;
        let telling = changed && {
            let parts = |text| str::split(text, |c: char| !c.is_alphabetic());
            let before: BTreeSet<&str> = parts(word).collect();
            parts(&converted).any(|part| {
                part.chars().nth(1).is_some()
                    && part.chars().any(is_modern)
                    && is_syllable(part)
                    && !before.contains(part)
            })
        };
        let at = offset(line, word);
        let span = Span::new(at, at + word.len());
        match &mut found {
            None if telling => found = Some(span),
            Some(found) if changed && span.end - found.start <= SAMPLE => found.end = span.end,
            Some(_) if changed => break,
            _ => {}
        }
    }
    found
}

/// Where a part of a line begins in it.
fn offset(line: &str, part: &str) -> usize {
    part.as_ptr() as usize - line.as_ptr() as usize
}

/// The first byte at or after `from` that ordinary Vietnamese UTF-8 does not have: NUL, or a Latin-1 letter or sign (a
/// byte C2 or C3 and its second) that no Vietnamese word is written with.
fn first_odd(bytes: &[u8], from: usize) -> Option<usize> {
    const CHUNK: usize = 64;
    let mut at = from;
    while at < bytes.len() {
        let end = bytes.len().min(at + CHUNK);
        let this = &bytes[at..end];
        let next = &bytes[at + 1..bytes.len().min(end + 1)];
        let last = next.len() < this.len() && this.ends_with(&[0]);
        if last || this.iter().zip(next).fold(false, |odd, (b, n)| odd | is_odd(*b, *n)) {
            let second = |i: usize| next.get(i).copied().unwrap_or(0xa0);
            if let Some(offset) = this.iter().enumerate().position(|(i, b)| is_odd(*b, second(i))) {
                return Some(at + offset);
            }
        }
        at = end;
    }
    None
}

/// Written without branches, so that the loop above runs as vector instructions.
fn is_odd(byte: u8, next: u8) -> bool {
    // No-break space, §, °, ², ³ stand in ordinary reports.
    let plain_sign = (next == 0xa0) | (next == 0xa7) | (next == 0xb0) | (next == 0xb2) | (next == 0xb3);
    // Both cases of a letter differ in one bit: À and à, but no Ä, Å, Æ, Ç, Ë, Î to Ñ, Ö to Ø, Û, Ü, Þ, ß.
    let letter = next & 0x1f;
    let foreign = (letter & 0x1c == 4)
        | (letter == 0x0b)
        | (letter.wrapping_sub(0x0e) < 4)
        | (letter.wrapping_sub(0x16) < 3)
        | (letter.wrapping_sub(0x1b) < 2)
        | (letter >= 0x1e);
    (byte == 0) | (byte == 0xc2) & !plain_sign | (byte == 0xc3) & foreign
}
