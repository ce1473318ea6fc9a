//! The Vietnamese encodings from before Unicode, still met in old Word and Excel files, and their letters.
//!
//! TCVN3 (ABC) gives each letter one byte and leaves toned capitals to a font; VNI writes a vowel and then its mark;
//! Windows-1258 writes letters and combining tones. The first two usually arrive as Unicode text whose characters are those
//! of the bytes in Latin-1 and Windows-1252.

use crate::text::nfc;

/// TCVN3 letters from byte A1 on; a space where a byte is none. Agrees with `iconv -f TCVN` in every lower-case letter and in
/// the seven capitals.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// Windows-1252 from byte 80 to 9F; bytes it leaves open keep their number, as browsers and editors have it.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The letter a TCVN3 byte stands for, if it stands for one.
pub fn tcvn3_letter(c: char) -> Option<char> {
    let at = (c as usize).checked_sub(0xa1)?;
    TCVN3.chars().nth(at).filter(|letter| *letter != ' ')
}

/// TCVN3 seen as Latin-1, in Unicode. Characters that stand for no letter stay.
pub fn from_tcvn3(text: &str) -> String {
    text.chars().map(|c| tcvn3_letter(c).unwrap_or(c)).collect()
}

/// VNI in Unicode. A mark counts only behind a vowel that takes it, in the case of the mark or of the vowel.
pub fn from_vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let base = lower(c);
        let pair = chars.peek().and_then(|mark| vni_pair(base, lower(*mark)));
        let letter = match pair {
            Some(letter) => {
                chars.next();
                letter
            }
            None => vni_letter(base),
        };
        if letter == base {
            out.push(c);
        } else if c == base {
            out.push(letter);
        } else {
            out.extend(letter.to_uppercase());
        }
    }
    out
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// What a lower-case VNI character is when no mark follows.
fn vni_letter(c: char) -> char {
    match c {
        'ô' => 'ơ',
        'ö' => 'ư',
        'ñ' => 'đ',
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        'î' => 'ỵ',
        c => c,
    }
}

/// A lower-case vowel and the mark behind it.
fn vni_pair(base: char, mark: char) -> Option<char> {
    const TONES: &str = "ùøûõï";
    const CIRCUMFLEX: &str = "âáàåãä";
    const BREVE: &str = "êéèúüë";
    let (marks, letters) = match base {
        'a' if CIRCUMFLEX.contains(mark) => (CIRCUMFLEX, "âấầẩẫậ"),
        'a' if BREVE.contains(mark) => (BREVE, "ăắằẳẵặ"),
        'e' if CIRCUMFLEX.contains(mark) => (CIRCUMFLEX, "êếềểễệ"),
        'o' if CIRCUMFLEX.contains(mark) => (CIRCUMFLEX, "ôốồổỗộ"),
        'a' => (TONES, "áàảãạ"),
        'e' => (TONES, "éèẻẽẹ"),
        'o' => (TONES, "óòỏõọ"),
        'ô' => (TONES, "ớờởỡợ"),
        'u' => (TONES, "úùủũụ"),
        'ö' => (TONES, "ứừửữự"),
        'y' => (TONES, "ýỳỷỹỵ"),
        _ => return None,
    };
    marks.chars().zip(letters.chars()).find(|(m, _)| *m == mark).map(|(_, letter)| letter)
}

/// UTF-8 that somebody read as Windows-1252, in Unicode. What does not decode stays.
pub fn from_mojibake(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let decoded = windows_1252_byte(c).and_then(|lead| {
            let length = match lead {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
            let bytes: Vec<u8> = rest.chars().take(length).map_while(windows_1252_byte).collect();
            let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
            Some((letter, rest.chars().take(length).map(char::len_utf8).sum::<usize>()))
        });
        let (letter, length) = decoded.unwrap_or((c, c.len_utf8()));
        out.push(letter);
        rest = &rest[length..];
    }
    out
}

fn windows_1252_byte(c: char) -> Option<u8> {
    match u8::try_from(c as u32) {
        Ok(byte) => Some(byte),
        Err(_) => WINDOWS_1252.chars().zip(0x80..).find(|(w, _)| *w == c).map(|(_, byte)| byte),
    }
}

/// Bytes as Windows-1252.
pub fn windows_1252(bytes: &[u8]) -> String {
    let high = |b: u8| WINDOWS_1252.chars().nth(usize::from(b - 0x80));
    bytes
        .iter()
        .map(|b| if (0x80..0xa0).contains(b) { high(*b).unwrap_or(char::from(*b)) } else { char::from(*b) })
        .collect()
}

/// Bytes as Windows-1258, in NFC.
pub fn from_windows_1258(bytes: &[u8]) -> String {
    let text: String = windows_1252(bytes)
        .chars()
        .map(|c| match c {
            'Ã' => 'Ă',
            'ã' => 'ă',
            'Ì' => '\u{300}',
            'ì' => '\u{301}',
            'Ð' => 'Đ',
            'ð' => 'đ',
            'Ò' => '\u{309}',
            'ò' => '\u{323}',
            'Õ' => 'Ơ',
            'õ' => 'ơ',
            'Ý' => 'Ư',
            'ý' => 'ư',
            'Þ' => '\u{303}',
            'þ' => '₫',
            c => c,
        })
        .collect();
    nfc(&text)
}

#[cfg(test)]
mod tests {
    use crate::text::legacy::*;

    #[test]
    fn tcvn3_has_every_letter_once() {
        assert_eq!(TCVN3.chars().count(), 0xfe - 0xa1 + 1);
        let mut letters: Vec<char> = TCVN3.chars().filter(|c| *c != ' ').collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 7 + 67);
        assert_eq!(from_tcvn3("Së Khoa häc vµ C«ng nghÖ b¸o c¸o lòy kÕ"), "Sở Khoa học và Công nghệ báo cáo lũy kế");
        assert_eq!(from_tcvn3("§¶ng, ®Þnh h\u{ad}íng “5%”"), "Đảng, định hướng “5%”");
    }

    #[test]
    fn vni_in_both_cases() {
        for (vni, unicode) in [
            ("Sôû Khoa hoïc vaø Coâng ngheä baùo caùo", "Sở Khoa học và Công nghệ báo cáo"),
            ("aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä", "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ"),
            ("eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò", "é è ẻ ẽ ẹ ê ế ề ể ễ ệ í ì ỉ ĩ ị"),
            ("où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï", "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ"),
            ("uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ", "ú ù ủ ũ ụ ư ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ đ"),
            ("TRÖÔØNG ÑAÏI HOÏC, ÑÓNH, LÒCH, Tænh", "TRƯỜNG ĐẠI HỌC, ĐĨNH, LỊCH, Tỉnh"),
            ("Aùn, Ø110, iâ", "Án, Ø110, iâ"),
        ] {
            assert_eq!(from_vni(vni), unicode);
        }
    }

    #[test]
    fn mojibake_and_windows_1258() {
        let proper = "Sở Khoa học và Công nghệ, Đề xuất “ước”";
        assert_eq!(from_mojibake(&windows_1252(proper.as_bytes())), proper);
        assert_eq!(from_mojibake("Ä is á» ñ € ở"), "Ä is á» ñ € ở");
        assert_eq!(from_windows_1258(b"S\xf5\xd2 Khoa ho\xf2c v\xe0 C\xf4ng ngh\xea\xf2"), "Sở Khoa học và Công nghệ");
    }
}
