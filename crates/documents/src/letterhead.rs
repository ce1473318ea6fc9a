//! Lines of the letterhead: a long name is broken where an office would break it, never inside the name of a place.

use crate::measure;
use baocao_core::domain::{Length, Size};
use baocao_core::text::fold;

/// Words with which the name of a place begins.
const UNITS: [&str; 5] = ["tỉnh", "huyện", "quận", "phường", "xã"];
/// The same, of two words.
const PAIRS: [[&str; 2]; 5] = [["thành", "phố"], ["thị", "xã"], ["thị", "trấn"], ["đặc", "khu"], ["thủ", "đô"]];

/// More words than any agency's name has; such a text is left to the reader's program to break.
const MOST_WORDS: usize = 60;
/// What one more line costs beside a break at a bad place.
const LINE: u64 = 50_000;
/// What a line that is too long costs.
const TOO_LONG: u64 = 100_000_000;

/// Returns the lines of a name in a column of width `room`; a name that fits is one line.
pub(crate) fn lines(name: &str, size: Size, bold: bool, room: Length) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    // A little is kept free: other programs count hundredths of a millimetre in their own way.
    let limit = u64::from(room.0) * 98 / 100;
    let long = |line: &str| u64::from(measure::width(line, size, bold).0);
    if words.len() < 2 || words.len() > MOST_WORDS || long(&words.join(" ")) <= limit {
        return vec![name.trim().to_string()];
    }
    let costs: Vec<u64> = (0..words.len()).map(|at| cost_before(&words, at)).collect();
    // The cheapest way to break the words from each place on, and where its first line ends; found from the end.
    let mut best: Vec<(u64, usize)> = vec![(0, words.len()); words.len() + 1];
    for from in (0..words.len()).rev() {
        let ways = (from + 1..=words.len()).map(|to| {
            let width = long(&words[from..to].join(" "));
            let fit = match limit.checked_sub(width) {
                Some(spare) => (spare / 100).pow(2),
                None => TOO_LONG + (width - limit),
            };
            (LINE + fit + costs.get(to).copied().unwrap_or(0) + best[to].0, to)
        });
        best[from] = ways.min().unwrap_or((0, words.len()));
    }
    let mut lines = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let to = best[from].1.max(from + 1);
        lines.push(words[from..to].join(" "));
        from = to;
    }
    lines
}

/// What a break before a word costs.
fn cost_before(words: &[&str], at: usize) -> u64 {
    let after_mark = at > 0 && words[at - 1].ends_with([',', ';', '-', '–']);
    match () {
        () if at == 0 || starts_place(words, at) => 0,
        () if is_inside_place(words, at) => 10 * LINE,
        () if after_mark || fold(words[at]) == "và" => 1_000,
        () => 20_000,
    }
}

/// Whether the name of a place begins here: `TỈNH THÁI NGUYÊN`, but not the “XÃ” of “XÃ HỘI”.
fn starts_place(words: &[&str], at: usize) -> bool {
    let Some(next) = words.get(at + 1).map(|next| fold(next)) else { return false };
    let word = fold(words[at]);
    if PAIRS.iter().any(|[first, second]| word == *first && next == *second) {
        return true;
    }
    let before = at.checked_sub(1).map(|before| fold(words[before]));
    let is_second =
        before.is_some_and(|before| PAIRS.iter().any(|[first, second]| before == *first && word == *second));
    UNITS.contains(&word.as_str()) && !is_second && !(word == "xã" && next == "hội")
}

/// Whether a word belongs to the name of a place that began before it.
fn is_inside_place(words: &[&str], at: usize) -> bool {
    let begins = (0..at).rev().find(|begin| starts_place(words, *begin));
    begins.is_some_and(|begin| {
        !starts_place(words, at)
            && words[begin + 1..=at].iter().all(|word| fold(word) != "và")
            && !words[begin..at].iter().any(|word| word.ends_with([',', ';', '-', '–']))
    })
}

#[cfg(test)]
mod tests {
    use crate::letterhead::*;

    #[test]
    fn names_break_before_the_place_and_never_inside_it() {
        for (name, bold, expected) in [
            ("ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", false, "ỦY BAN NHÂN DÂN|TỈNH THÁI NGUYÊN"),
            ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", false, "ỦY BAN NHÂN DÂN|THÀNH PHỐ HỒ CHÍ MINH"),
            ("ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", false, "ỦY BAN NHÂN DÂN|TỈNH BÀ RỊA - VŨNG TÀU"),
            ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH LÀO CAI", true, "SỞ NÔNG NGHIỆP|VÀ MÔI TRƯỜNG TỈNH LÀO CAI"),
            ("ỦY BAN NHÂN DÂN THỊ XÃ NGHĨA LỘ", false, "ỦY BAN NHÂN DÂN|THỊ XÃ NGHĨA LỘ"),
            ("BẢO HIỂM XÃ HỘI THÀNH PHỐ ĐÀ NẴNG", true, "BẢO HIỂM XÃ HỘI|THÀNH PHỐ ĐÀ NẴNG"),
            ("SỞ Y TẾ", true, "SỞ Y TẾ"),
        ] {
            let found = lines(name, Size(24), bold, Length(7_095));
            assert_eq!(found.join("|"), expected);
            let single = found.len() == 1;
            assert!(single || found.iter().all(|line| measure::width(line, Size(24), bold).0 <= 7_095), "{found:?}");
        }
    }

    #[test]
    fn no_word_is_lost_however_narrow_the_column() {
        let name = "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN";
        for room in [0, 500, 2_000, 4_000, 9_000, 20_000] {
            let found = lines(name, Size(24), true, Length(room));
            assert_eq!(found.join(" "), name, "{room}");
        }
        assert_eq!(lines("", Size(24), true, Length(10)), [""]);
    }
}
