//! Ad hoc periods, `2024-DX-<slug>`: the one part of an id that an office names itself, kept to the letter since it
//! names a folder on every system.

use crate::domain::period::spelling::{PeriodError, mended_year, year_outside};
use crate::domain::period::token::{Char, is_mark, is_separator};
use crate::domain::period::{Part, PeriodId, YEARS};
use crate::say;
use crate::text::{Text, is_device_name};

const LONGEST_SLUG: usize = 40;

/// If this is `2024-DX…`: where among the compared characters the slug (with the dash before it) begins.
pub(crate) fn slug_of(chars: &[Char]) -> Option<usize> {
    let start = chars.iter().position(|c| c.c != ' ')?;
    let digits = chars[start..].iter().take_while(|c| c.c.is_ascii_digit()).count();
    let mut at = start + digits;
    at += chars[at..].iter().take_while(|c| c.c == ' ' || is_separator(c.c)).count();
    let is_dx = chars.get(at).is_some_and(|c| c.c == 'd') && chars.get(at + 1).is_some_and(|c| c.c == 'x');
    (digits == 4 && is_dx).then_some(at + 2)
}

pub fn read(chars: &[Char], from: usize) -> Result<PeriodId, PeriodError> {
    let end = chars.iter().rposition(|c| c.c != ' ').map_or(from, |last| last + 1).max(from);
    let digits: Vec<&Char> = chars.iter().filter(|c| c.c != ' ').take(4).collect();
    let year = digits.iter().filter_map(|c| c.c.to_digit(10)).fold(0u16, |n, d| n * 10 + d as u16);
    let rest = &chars[from..end];
    let slug = after_separator(rest);
    let suggestion = |year: u16| {
        let mut mended = slugify(slug);
        if mended.is_empty() {
            mended = "ten-ngan".to_string();
        }
        if is_device_name(&mended) {
            mended.push_str("-1");
        }
        Some(PeriodId { year, part: Part::AdHoc(mended) }.to_string())
    };
    if !YEARS.contains(&year) {
        let message = year_outside(year);
        let at = digits.first().map_or(0, |c| c.at);
        return Err(PeriodError { at, len: 4, message, suggestion: mended_year(year).and_then(suggestion) });
    }
    // The year and "DX" are joined by one dash, read leniently; only the slug is kept to the letter.
    let wrong = |at: usize, len: usize, message: Text| PeriodError { at, len, message, suggestion: suggestion(year) };
    let rules = || {
        say!(
            vi: "tên ngắn của kỳ đột xuất chỉ gồm a–z, 0–9 và dấu “-”, từ 1 đến 40 ký tự, không có dấu “-” ở hai đầu",
            en: "the short name of an ad hoc period is made of a–z, 0–9 and “-”, 1 to 40 characters, with no “-” at either end"
        )
    };
    let letter = chars[from - 1].at;
    if slug.is_empty() {
        let at = rest.last().map_or(letter, |c| c.at);
        let message = say!(
            vi: "thiếu tên ngắn của kỳ đột xuất sau “DX-”",
            en: "the short name of the ad hoc period is missing after “DX-”"
        );
        return Err(wrong(at, 1, message));
    }
    if slug.len() == rest.len() {
        return Err(wrong(rest[0].at, 1, say!(vi: "thiếu dấu “-” sau “DX”", en: "a “-” is missing after “DX”")));
    }
    let allowed = |c: &Char| c.plain && (c.c.is_ascii_lowercase() || c.c.is_ascii_digit() || c.c == '-');
    if let Some(bad) = slug.iter().find(|c| !allowed(c)) {
        return Err(wrong(bad.at, 1, rules()));
    }
    if slug[0].c == '-' {
        return Err(wrong(slug[0].at, 1, rules()));
    }
    if slug.len() > LONGEST_SLUG {
        return Err(wrong(slug[LONGEST_SLUG].at, slug.len() - LONGEST_SLUG, rules()));
    }
    if slug[slug.len() - 1].c == '-' {
        return Err(wrong(slug[slug.len() - 1].at, 1, rules()));
    }
    let name: String = slug.iter().map(|c| c.c).collect();
    if is_device_name(&name) {
        let message = say!(
            vi: "Windows dành riêng tên “{name}” cho thiết bị, hãy chọn tên khác",
            en: "Windows keeps the name “{name}” for a device, choose another"
        );
        return Err(wrong(slug[0].at, slug.len(), message));
    }
    Ok(PeriodId { year, part: Part::AdHoc(name) })
}

/// What follows the sign after "DX"; all of it if there is none.
fn after_separator(rest: &[Char]) -> &[Char] {
    let blanks = rest.iter().take_while(|c| c.c == ' ').count();
    match rest.get(blanks) {
        Some(c) if is_separator(c.c) => {
            let after = &rest[blanks + 1..];
            &after[after.iter().take_while(|c| c.c == ' ').count()..]
        }
        _ => rest,
    }
}

/// A slug made of whatever was typed.
fn slugify(chars: &[Char]) -> String {
    let mut slug = String::new();
    for c in chars.iter().map(|c| c.c).filter(|c| !is_mark(*c)) {
        if slug.len() >= LONGEST_SLUG - 2 {
            break;
        }
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_string()
}
