//! Units of measure: which one a heading, a title or a name states, and whether two of them are the same.

use baocao_core::domain::Indicator;
use baocao_core::text::{fold, fold_plain, nfc};

/// A unit as a power of ten and what is counted: “tỷ đồng” is (9, “đồng”).
type Scaled = (u32, String);

/// Whether two texts name the same unit: “tr.đ” is “triệu đồng”.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other) || read(one) == read(other)
}

/// Whether two units count the same thing, whatever the scale.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    read(one).1 == read(other).1
}

/// The units that a text states: behind “ĐVT:”, in brackets, or as a scale of money.
pub(crate) fn stated(text: &str, known: &[Indicator]) -> Vec<String> {
    let text = nfc(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some((rest, certain)) = behind_label(&text) {
        let units = split(rest);
        if certain || units.iter().any(|unit| is_unit(unit, known)) {
            return units;
        }
    }
    let mut units = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once(['(', '[']) {
        let (inside, next) = after.split_once([')', ']']).unwrap_or((after, ""));
        let found = split(inside);
        if found.iter().any(|unit| is_unit(unit, known)) {
            units.extend(found);
        }
        rest = next;
    }
    if units.is_empty() {
        units.extend(money(&text));
    }
    units
}

/// Whether a text begins with “ĐVT” or the like, so that it speaks of the whole table.
pub(crate) fn is_label(text: &str) -> bool {
    let key = fold_plain(text);
    let key = key.trim_start_matches(|c: char| !c.is_alphanumeric());
    ["dvt", "don vi"].iter().any(|label| key.starts_with(label))
}

/// What stands behind “Đơn vị tính”, and whether the label leaves no doubt.
fn behind_label(text: &str) -> Option<(&str, bool)> {
    let lower: Vec<(usize, String)> = text.char_indices().map(|(at, c)| (at, fold_plain(&c.to_string()))).collect();
    for (label, certain) in [("don vi tinh", true), ("dvt", true), ("don vi do", true), ("don vi", false)] {
        let length = label.chars().count();
        let begins = |from: &[(usize, String)]| {
            from.len() > length
                && from
                    .iter()
                    .zip(label.chars())
                    .all(|((_, c), l)| if l == ' ' { c.is_empty() } else { c.starts_with(l) })
        };
        let Some(at) = (0..lower.len()).find(|at| begins(&lower[*at..])) else { continue };
        let rest = text[lower[at + length].0..].trim_start();
        let rest = rest.strip_prefix([':', '=']).or_else(|| rest.strip_prefix("là "));
        let rest = rest.map(|rest| rest.split([')', ']']).next().unwrap_or_default().trim());
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            return Some((rest, certain));
        }
    }
    None
}

fn split(text: &str) -> Vec<String> {
    let text = text.replace("1,000", "1.000");
    let units = text.split([';', ',']).map(|unit| unit.trim().trim_end_matches('.').to_string());
    units.filter(|unit| !unit.is_empty()).collect()
}

/// Units that are ones whether an indicator is counted in them or not.
const MEASURES: [&str; 33] = [
    "kg",
    "yến",
    "tạ",
    "tấn",
    "kilogam",
    "gam",
    "ha",
    "héc ta",
    "hecta",
    "km",
    "km2",
    "km²",
    "m2",
    "m²",
    "m3",
    "m³",
    "mét",
    "mét vuông",
    "mét khối",
    "lít",
    "kwh",
    "mwh",
    "gwh",
    "kw",
    "mw",
    "usd",
    "eur",
    "euro",
    "đô la",
    "đô la mỹ",
    "người",
    "hộ",
    "giờ",
];

fn is_unit(text: &str, known: &[Indicator]) -> bool {
    let key = fold(text);
    let (scale, base) = read(text);
    // One letter in brackets is more often a column's own mark.
    let money = base == "đồng" && !matches!(key.as_str(), "d" | "đ");
    let counted = scale > 0 && known.iter().any(|indicator| read(&indicator.unit).1 == base);
    matches!(key.as_str(), "%" | "‰" | "phần trăm")
        || money
        || MEASURES.contains(&base.as_str())
        || counted
        || known.iter().any(|i| fold(&i.unit) == key)
}

/// A scale of money anywhere in a text: “Kinh phí tỷ đồng”.
fn money(text: &str) -> Option<String> {
    let words = words(text);
    let is_scale = |pair: &[String]| scale(&pair[0], Some(&pair[1])).is_some() && is_money(&pair[1]);
    let at = words.windows(2).position(is_scale)?;
    // “500 tỷ đồng” is an amount.
    if at > 0 && words[at - 1].chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    Some(words[at..at + 2].join(" "))
}

fn words(text: &str) -> Vec<String> {
    let mut text = fold(text).replace("₫", " đồng ");
    for (from, to) in [
        ("1.000", "nghìn "),
        ("1,000", "nghìn "),
        ("1000", "nghìn "),
        ("trđ", "tr đ"),
        ("tyđ", "tỷ đ"),
        ("tỷđ", "tỷ đ"),
    ] {
        text = text.replace(from, to);
    }
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

fn is_money(word: &str) -> bool {
    matches!(word, "đồng" | "đ" | "vnđ" | "vnd" | "dong" | "d")
}

/// The power of ten of a word; words without their marks count before a word for money only.
fn scale(word: &str, next: Option<&String>) -> Option<u32> {
    if matches!(word, "tỷ" | "tỉ")
        && next.is_some_and(|next| matches!(next.as_str(), "lệ" | "trọng" | "suất" | "số" | "giá"))
    {
        return None;
    }
    let power = match word {
        "nghìn" | "ngàn" => return Some(3),
        "triệu" => return Some(6),
        "tỷ" | "tỉ" => return Some(9),
        "nghin" | "ngan" | "ng" => 3,
        "trieu" | "tr" => 6,
        "ty" | "ti" => 9,
        _ => return None,
    };
    next.is_some_and(|next| is_money(next)).then_some(power)
}

fn read(unit: &str) -> Scaled {
    let words = words(unit);
    let (mut power, mut at) = (0, 0);
    while let Some(more) = words.get(at).and_then(|word| scale(word, words.get(at + 1))) {
        (power, at) = (power + more, at + 1);
    }
    let rest = &words[at..];
    let base = match rest {
        [] if power > 0 => "đồng".to_string(),
        [] => fold(unit),
        [first, ..] if is_money(first) && (rest.len() == 1 || rest[1..].join(" ") == "việt nam") => {
            "đồng".to_string()
        }
        rest => rest.join(" "),
    };
    (power, base)
}

#[cfg(test)]
mod tests {
    use crate::figure_sheet::unit::*;

    #[test]
    fn units_are_the_same_however_they_are_shortened() {
        for (one, other) in [
            ("triệu đồng", "Tr.đ"),
            ("triệu đồng", "trđ"),
            ("triệu đồng", "TRIỆU VNĐ"),
            ("nghìn đồng", "1.000 đồng"),
            ("nghìn đồng", "1000đ"),
            ("tỷ đồng", "tỉ đồng"),
            ("tỷ đồng", "ty dong"),
            ("đồng", "đ"),
            ("%", "%"),
        ] {
            assert!(same(one, other), "{one} = {other}");
        }
        for (one, other) in
            [("triệu đồng", "tỷ đồng"), ("người", "nghìn người"), ("triệu đồng", "cuộc"), ("đồng", "nghìn đồng")]
        {
            assert!(!same(one, other), "{one} ≠ {other}");
        }
        assert!(alike("người", "nghìn người") && !alike("cuộc", "triệu đồng"));
    }

    #[test]
    fn a_unit_is_found_where_a_text_states_one() {
        for (text, units) in [
            ("Thực hiện (tỷ đồng)", vec!["tỷ đồng"]),
            ("KH\n(nghìn đồng)", vec!["nghìn đồng"]),
            ("BÁO CÁO SỐ LIỆU (Đơn vị tính: nghìn đồng)", vec!["nghìn đồng"]),
            ("ĐVT: tỷ đồng", vec!["tỷ đồng"]),
            ("Đơn vị: 1.000 đồng", vec!["1.000 đồng"]),
            ("ĐVT: người", vec!["người"]),
            ("Thực hiện, tỷ đồng", vec!["tỷ đồng"]),
            ("Kinh phí [tr.đ]", vec!["tr.đ"]),
            ("Thực hiện (%)", vec!["%"]),
            ("Sản lượng (tấn)", vec!["tấn"]),
            ("Thực hiện (nghìn tấn)", vec!["nghìn tấn"]),
            ("Diện tích (m²)", vec!["m²"]),
            ("Thực hiện (nghìn tỷ đồng)", vec!["nghìn tỷ đồng"]),
            ("Thực hiện", vec![]),
            ("Thực hiện (quý II)", vec![]),
            ("Chi ngân sách (ngân sách tỉnh)", vec![]),
            ("Tỷ lệ (tỷ lệ)", vec![]),
            ("Hợp đồng (hợp đồng)", vec![]),
            ("Đơn vị: Thanh tra Sở", vec![]),
            ("Đơn vị tính", vec![]),
        ] {
            assert_eq!(stated(text, &[]), units, "{text}");
        }
    }
}
