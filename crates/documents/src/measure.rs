//! How wide words are in Times New Roman, for rules under titles and for columns of tables.

use baocao_core::domain::{Grid, Inline, Length, Size, plain as words_of};
use baocao_core::text::fold_plain;

/// Advance widths of the characters from blank to `~`, in thousandths of the size.
const REGULAR: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
];
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
];

/// The width of a line of words in thousandths of its size.
pub(crate) fn thousandths(words: &str, bold: bool) -> u64 {
    let table = if bold { &BOLD } else { &REGULAR };
    words.chars().map(|c| u64::from(advance(c, table))).sum()
}

/// The width of a line of words.
pub(crate) fn width(words: &str, size: Size, bold: bool) -> Length {
    let thousandths = thousandths(words, bold);
    // Half points × thousandths of an em, in hundredths of a millimetre: 1 pt is 35.28 of them.
    let hundredths = thousandths * u64::from(size.0) * 3_528 / 2 / 100_000;
    Length(u32::try_from(hundredths).unwrap_or(u32::MAX))
}

fn advance(c: char, table: &[u16; 95]) -> u16 {
    if let Some(width) = (c as usize).checked_sub(32).and_then(|at| table.get(at)) {
        return *width;
    }
    match c {
        '\u{a0}' => 250,
        '…' => 1000,
        'ơ' | 'Ơ' | 'ư' | 'Ư' => advance(plain(c), table) + 45,
        '\u{300}'..='\u{36f}' => 0,
        _ => {
            let base = plain(c);
            if base.is_ascii() { advance(base, table) } else { 500 }
        }
    }
}

/// A letter without its marks.
fn plain(c: char) -> char {
    let folded = fold_plain(c.encode_utf8(&mut [0; 4]));
    match folded.chars().next() {
        Some(base) if c.is_uppercase() => base.to_ascii_uppercase(),
        Some(base) => base,
        None => c,
    }
}

/// Widths of columns in twips: never narrower than the longest word where there is room, else in proportion. Cells that
/// go over several columns take the room these have.
pub(crate) fn columns(grid: &Grid<'_>, size: Size, room: Length, margin: u32) -> Vec<u32> {
    let room = room.twips();
    let pad = 2 * margin + 30;
    let mut least = vec![pad; grid.columns];
    let mut want = vec![pad; grid.columns];
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells.cells.iter().filter(|cell| cell.columns == 1 && cell.rows > 0) {
            // Cells that are bold are a little wider; reckoning all so costs nothing.
            let (mut longest, mut whole) = (0, 0);
            for line in cell.text.split(|inline| *inline == Inline::Break) {
                let words = words_of(line);
                let word = words.split_whitespace().map(|word| width(word, size, true).twips()).max();
                longest = longest.max(word.unwrap_or(0));
                whole = whole.max(width(&words, size, true).twips());
            }
            let at = cell.column;
            least[at] = least[at].max(longest + pad);
            want[at] = want[at].max(if row < grid.heads { (whole / 2).max(longest) } else { whole } + pad);
        }
    }
    let (total_least, total_want) = (least.iter().sum::<u32>().max(1), want.iter().sum::<u32>().max(1));
    let shared = |part: u32, whole: u32, of: u32| {
        u32::try_from(u64::from(part) * u64::from(of) / u64::from(whole.max(1))).unwrap_or(of)
    };
    if total_want <= room {
        return want.iter().map(|w| w + shared(*w, total_want, room - total_want)).collect();
    }
    if total_least >= room {
        return least.iter().map(|l| shared(*l, total_least, room)).collect();
    }
    let (spare, wished) = (room - total_least, total_want - total_least);
    least.iter().zip(&want).map(|(l, w)| l + shared(w.saturating_sub(*l), wished, spare)).collect()
}

#[cfg(test)]
mod tests {
    use crate::measure::*;
    use baocao_core::domain::{MOTTO, STATE};

    #[test]
    fn quoc_hieu_fits_its_column_at_12_and_not_at_14() {
        let fits = |size| width(STATE, Size(size), true).0 < 9_500;
        assert!(fits(24) && !fits(28), "{:?}", width(STATE, Size(24), true));
    }

    #[test]
    fn marks_add_nothing_to_a_letter() {
        let of = |words| width(words, Size(26), true);
        assert_eq!(of("Độc lập"), of("Đoc lap"));
        assert_eq!(of("ế"), of("e\u{302}\u{301}"));
        assert!(of(MOTTO).0 > 5_000 && of(MOTTO).0 < 7_000, "{:?}", of(MOTTO));
    }
}
