//! A title in capitals as the decree wants its trích yếu: in small letters, with the capitals that names keep.

use baocao_core::text::fold;

/// `KẾT QUẢ CÔNG TÁC QUÝ II NĂM 2024` → `Kết quả công tác quý II năm 2024`. Names known are written as they are known; a title
/// that has small letters already is left alone, but for its first letter.
pub(crate) fn sentence(title: &str, names: &[&str]) -> String {
    let title = title.trim();
    if title.chars().any(char::is_lowercase) {
        return capital(title);
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let named = names.iter().find_map(|name| {
            let name: Vec<&str> = name.split_whitespace().collect();
            let there = !name.is_empty()
                && words.len() - at >= name.len()
                && name.iter().zip(&words[at..]).all(|(a, b)| fold(a) == fold(b.trim_end_matches([',', '.', ';'])));
            there.then_some(name)
        });
        match named {
            Some(name) => {
                let tail = words[at + name.len() - 1];
                let mark = &tail[tail.trim_end_matches([',', '.', ';']).len()..];
                out.push(format!("{}{mark}", name.join(" ")));
                at += name.len();
            }
            None => {
                let word = words[at];
                let roman = word.trim_end_matches([',', '.', ';']).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
                out.push(if roman { word.to_string() } else { word.to_lowercase() });
                at += 1;
            }
        }
    }
    capital(&out.join(" "))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::consolidate::publication::recase::sentence;

    #[test]
    fn capitals_are_kept_where_names_and_numerals_have_them() {
        let names = ["Sở Khoa học và Công nghệ", "Thái Nguyên"];
        assert_eq!(
            sentence("KẾT QUẢ CÔNG TÁC KHOA HỌC VÀ CÔNG NGHỆ QUÝ II NĂM 2024", &names),
            "Kết quả công tác khoa học và công nghệ quý II năm 2024"
        );
        assert_eq!(
            sentence("HOẠT ĐỘNG CỦA SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH THÁI NGUYÊN, QUÝ III", &names),
            "Hoạt động của Sở Khoa học và Công nghệ tỉnh Thái Nguyên, quý III"
        );
        assert_eq!(sentence("kết quả Quý I", &names), "Kết quả Quý I");
    }
}
