//! “Có phải ý là …?”: the known word most like one that is not known.

use crate::text::fold::fold_plain;

/// Longer words are only ever meant as they stand.
const LONGEST: usize = 100;

/// The candidate most like `word`, if one is near enough to be meant: at most one slip, and one more for every four
/// letters. Case, diacritics and spelling variants are no slips. Of equals the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = fold_plain(word).chars().collect();
    // Nobody means a known word with that much; and the comparison takes time by the square.
    let limit = if wanted.len() > LONGEST { 0 } else { 1 + wanted.len() / 4 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let key: Vec<char> = fold_plain(candidate).chars().collect();
        if key.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let slips = if limit == 0 { usize::from(wanted != key) } else { distance(&wanted, &key) };
        // A word of which every letter would change is another word.
        let meant = slips <= limit && (slips == 0 || slips < wanted.len().max(key.len()));
        if meant && best.is_none_or(|(least, _)| slips < least) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use crate::text::nearest::*;

    #[test]
    fn suggests_what_was_meant_and_nothing_else() {
        let known = ["bat_buoc", "don_vi", "ky", "bieu_mau", "thanh-tra"];
        assert_eq!(nearest("đơn_vị", known), Some("don_vi"));
        assert_eq!(nearest("bat_bouc", known), Some("bat_buoc"));
        assert_eq!(nearest("ki", known), Some("ky"));
        assert_eq!(nearest("thanhtra", known), Some("thanh-tra"));
        assert_eq!(nearest("nguoi_ky", known), None);
        assert_eq!(nearest("x", ["a", "b"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
