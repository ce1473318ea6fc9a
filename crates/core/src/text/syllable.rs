//! The Vietnamese syllable: its vowels and tones, and which ones exist.

/// The twelve vowels, each without tone and then with huyền, sắc, hỏi, ngã, nặng.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

const SAC: usize = 2;
const NANG: usize = 5;

/// Longest first, so that `ngh` is tried before `ng` before `n`.
const INITIALS: &[&str] = &[
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "r", "s", "t", "v", "x", "",
];

/// Every rhyme without its tone.
const RHYMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "em", "en", "eng", "eo",
    "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt",
    "iêu", "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe",
    "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot", "oăc", "oăm", "oăn", "oăng", "oăt", "u",
    "ua", "uc", "ui", "um", "un", "ung", "up", "ut", "uy", "uya", "uych", "uynh", "uyt", "uyu", "uyên", "uyêt", "uân",
    "uâng", "uât", "uây", "uê", "uêch", "uênh", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "y", "yêm", "yên",
    "yêng", "yêt", "yêu", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "ê", "êch", "êm", "ên", "ênh", "êp", "êt",
    "êu", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "ơ", "ơi", "ơm", "ơn",
    "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
    "ynh", "yt",
];

/// A lower-case vowel without its tone, and the tone (0 for none); `None` for what is no Vietnamese vowel.
pub(crate) fn tone_of(c: char) -> Option<(char, usize)> {
    VOWELS.iter().find_map(|vowel| vowel.iter().position(|v| *v == c).map(|tone| (vowel[0], tone)))
}

/// The vowel with that tone.
pub(crate) fn with_tone(vowel: char, tone: usize) -> char {
    VOWELS.iter().find(|v| v[0] == vowel).and_then(|v| v.get(tone)).copied().unwrap_or(vowel)
}

/// Whether a lower-case character is a consonant letter.
pub(crate) fn is_consonant(c: char) -> bool {
    c == 'đ' || c.is_ascii_lowercase() && !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Whether a word, in NFC and any case, is a syllable that Vietnamese spelling allows: a known initial and rhyme, at most
/// one tone, and only sắc or nặng before a final stop.
///
/// It tells Vietnamese from what merely looks like it after a wrong decoding; it is no dictionary.
pub fn is_syllable(word: &str) -> bool {
    let mut letters = String::with_capacity(word.len());
    let mut tone = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let (letter, this) = tone_of(c).unwrap_or((c, 0));
        if this != 0 && tone != 0 {
            return false;
        }
        tone = tone.max(this);
        letters.push(letter);
    }
    let stopped = letters.ends_with(['c', 'p', 't']) || letters.ends_with("ch");
    if stopped && tone != SAC && tone != NANG {
        return false;
    }
    INITIALS.iter().any(|initial| letters.strip_prefix(initial).is_some_and(|rhyme| RHYMES.contains(&rhyme)))
}

#[cfg(test)]
mod tests {
    use crate::text::syllable::*;

    #[test]
    fn tells_syllables_from_other_words() {
        for word in "Sở Khoa học và Công nghệ báo cáo luỹ kế quý giết gì giêng quốc quyết huỳnh nghiêng ước Ủy ban tỷ \
                     khuỷu ngoằn ngoèo thuở xoong ý yếu quýt quỳnh đường ĐIỀU"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["", "học1", "hoc", "cảt", "schưn", "nạve", "gỏt", "strong", "bàò", "wa", "nn", "für", "ửn"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
