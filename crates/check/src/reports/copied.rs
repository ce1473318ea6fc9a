//! How much of a text stands word for word in an earlier one.

use baocao_core::text::Span;
use std::collections::BTreeSet;

/// Sentences shorter than this are everybody's.
const SHORT: usize = 40;

/// Characters in the long sentences of a text, and how many of them are in sentences that the earlier text has, too. Headings,
/// tables and notes do not count.
pub fn share(text: &str, body: Span, earlier: &str, earlier_body: Span) -> (usize, usize) {
    let known: BTreeSet<&str> = sentences(earlier, earlier_body).collect();
    let (mut all, mut same) = (0, 0);
    for sentence in sentences(text, body) {
        let length = sentence.chars().count();
        all += length;
        if known.contains(sentence) {
            same += length;
        }
    }
    (all, same)
}

fn sentences(text: &str, body: Span) -> impl Iterator<Item = &str> {
    let end = body.end.min(text.len());
    let lines = text[body.start.min(end)..end].lines().map(str::trim);
    let prose = lines.filter(|line| !line.starts_with(['#', '|', '<', '[', '`']));
    let cut = prose.flat_map(|line| line.split(". ").flat_map(|part| part.split(';')));
    let bare = cut.map(|sentence| sentence.trim_matches(|c: char| !c.is_alphanumeric()));
    bare.filter(|sentence| sentence.chars().nth(SHORT).is_some())
}

#[cfg(test)]
mod tests {
    use crate::reports::copied::*;

    #[test]
    fn long_sentences_are_counted_and_compared() {
        let whole = |text: &str| Span::new(0, text.len());
        let old = "# Đề\n\n- Tham mưu Ban Giám đốc xây dựng kế hoạch công tác của quý;\n- Họp giao ban.\n";
        let new = "# Đề\n\n1. Tham mưu Ban Giám đốc xây dựng kế hoạch công tác của quý.\n2. Tham mưu Ban Giám đốc ban hành một văn bản khác hẳn.\n";
        let (all, same) = share(new, whole(new), old, whole(old));
        assert!(same > 40 && same * 2 > all - 20 && same < all, "{same} of {all}");
        assert_eq!(share(old, whole(old), "", Span::at(0)).1, 0);
    }
}
