//! A cell of a CSV file: words that a spreadsheet opens as words.

use baocao_core::text::visible;

/// How a formula begins in the spreadsheets that offices use; the wide forms are taken for the narrow ones.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Words on one line without hidden characters, after an apostrophe if a spreadsheet would take them for a formula, and
/// whether they hold what must be quoted.
fn plain(text: &str) -> (String, bool) {
    let text = visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let formula = text.starts_with(FORMULA);
    let quoted = formula || text.contains([',', '"']);
    (if formula { format!("'{text}") } else { text }, quoted)
}

/// A cell that is quoted where it must be.
pub(super) fn cell(text: &str) -> String {
    match plain(text) {
        (text, true) => format!("\"{}\"", text.replace('"', "\"\"")),
        (text, false) => text,
    }
}

/// A cell that is quoted in any case.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text).0.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use crate::ui::output::csv::*;

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "＝", "－", " =", "\t=", "\r\n=", "\u{a0}@"] {
            let text = format!("{start}1+1");
            for cell in [cell(&text), quoted(&text)] {
                assert!(cell.starts_with("\"'") && !cell.contains(['\t', '\r', '\n']), "{start:?}: {cell}");
            }
        }
        assert!(cell("\u{200b}=1").starts_with("\\u{200b}"));
        assert_eq!(cell("a\u{1b}[2J\u{202e}"), "a\\u{1b}[2J\\u{202e}");
    }

    #[test]
    fn words_stay_as_they_are() {
        assert_eq!((cell("Số đề tài"), quoted("Số đề tài")), ("Số đề tài".into(), "\"Số đề tài\"".into()));
        assert_eq!((cell("a, \"b\""), quoted("1-2")), ("\"a, \"\"b\"\"\"".into(), "\"1-2\"".into()));
    }
}
