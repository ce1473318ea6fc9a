//! HTML tags that no document knows: every writer prints them as they were typed.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use std::collections::BTreeMap;

/// How much of a tag is shown.
const SHOWN: usize = 40;

/// See the code's page. Each kind of tag is named once, at its first place.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, (_, tag)) in report.tags.iter().enumerate() {
        kinds.entry(name(tag)).or_insert((at, 0)).1 += 1;
    }
    for (first, count) in kinds.into_values() {
        let (span, tag) = &report.tags[first];
        let mut shown: String = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        if shown.chars().count() > SHOWN {
            shown = shown.chars().take(SHOWN - 1).chain(['…']).collect();
        }
        let message = match count {
            1 => say!(
                vi: "thẻ HTML “{shown}” sẽ in nguyên văn trong văn bản",
                en: "the HTML tag “{shown}” will be printed as it stands"
            ),
            _ => say!(
                vi: "thẻ HTML “{shown}” và {} thẻ cùng loại sẽ in nguyên văn trong văn bản",
                en: "the HTML tag “{shown}” and {} more of its kind will be printed as they stand",
                count - 1
            ),
        };
        let help = say!(
            vi: "xoá thẻ, giữ lại chữ; cần xuống dòng, chỉ số trên, chỉ số dưới, gạch chân thì dùng cặp thẻ <br>, <sup>…</sup>, <sub>…</sub>, <u>…</u>; bảng HTML phải đủ <table>…</table> và không có dòng trống ở giữa",
            en: "delete the tag and keep the words; for a line break, superscript, subscript or underline use <br>, <sup>…</sup>, <sub>…</sub>, <u>…</u>; an HTML table needs <table>…</table> without blank lines inside"
        );
        out.push(Diagnostic::new(Code::TagUnknown, report.place(*span), message).help(help));
    }
}

fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("").to_ascii_lowercase()
}
