//! “Có phải ý là …?”: the known word most like one that is not known.

use crate::text::fold::fold_plain;

/// Longer words are only ever meant as they stand.
const LONGEST: usize = 100;

/// The candidate most like `word`, if one is near enough to be meant: at most one slip, and one more for every four
/// letters. Case, diacritics and spelling variants are no slips. Of equals the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold_plain(word);
    let length = wanted.chars().count();
    // A word that long is no slip of a known one, and the comparison takes quadratic time.
    let limit = if length > LONGEST { 0 } else { 1 + length / 4 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let key = fold_plain(candidate);
        let key_length = key.chars().count();
        if key_length.abs_diff(length) > limit {
            continue;
        }
        let slips = if limit == 0 { usize::from(wanted != key) } else { strsim::osa_distance(&wanted, &key) };
        // A word of which every letter would change is another word.
        let meant = slips <= limit && (slips == 0 || slips < length.max(key_length));
        if meant && best.is_none_or(|(least, _)| slips < least) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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
