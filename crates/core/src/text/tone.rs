//! Where the tone mark stands in syllables that end in `oa`, `oe` and `uy`: `luỹ kế` or `lũy kế`.

use crate::text::syllable::{tone_of, with_tone};

/// The two usual ways to place it. Syllables with a final consonant and those that begin with `qu` know one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TonePlacement {
    /// On the last vowel: `luỹ`, `hoà`.
    #[default]
    Last,
    /// On the first of the two: `lũy`, `hòa`.
    First,
}

impl TonePlacement {
    /// The program's own words, each with its tone mark at this place. For names and words of people it is not meant.
    pub fn apply(self, words: &str) -> String {
        let mut letters: Vec<char> = words.chars().collect();
        let lower: Vec<char> = letters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
        for at in 1..letters.len() {
            let ends = lower.get(at + 1).is_none_or(|next| !next.is_alphabetic());
            let (Some((first, one)), Some((last, two))) = (tone_of(lower[at - 1]), tone_of(lower[at])) else {
                continue;
            };
            let is_glide = matches!((first, last), ('o', 'a' | 'e') | ('u', 'y'));
            let before = at.checked_sub(2).map(|before| lower[before]);
            let alone = first == 'u' && before == Some('q') || before.is_some_and(|c| tone_of(c).is_some());
            if !ends || !is_glide || alone || (one == 0) == (two == 0) {
                continue;
            }
            let tone = one.max(two);
            let tones = if self == TonePlacement::Last { (0, tone) } else { (tone, 0) };
            for (at, vowel, tone) in [(at - 1, first, tones.0), (at, last, tones.1)] {
                let made = with_tone(vowel, tone);
                letters[at] =
                    if letters[at].is_uppercase() { made.to_uppercase().next().unwrap_or(made) } else { made };
            }
        }
        letters.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::text::tone::*;

    #[test]
    fn marks_move_where_spelling_leaves_a_choice_and_nowhere_else() {
        let last = "luỹ kế, Luỹ kế, UỶ QUYỀN, hoà, hoá, khoẻ, thuý, quý, quỳ, hoàn toàn, thuỷ chung, mùa, hoa, ngoéo";
        let first = "lũy kế, Lũy kế, ỦY QUYỀN, hòa, hóa, khỏe, thúy, quý, quỳ, hoàn toàn, thủy chung, mùa, hoa, ngoéo";
        assert_eq!(TonePlacement::First.apply(last), first);
        assert_eq!(TonePlacement::Last.apply(first), last);
        for words in [last, first] {
            assert_eq!(TonePlacement::default().apply(&TonePlacement::First.apply(words)), last);
        }
    }
}
