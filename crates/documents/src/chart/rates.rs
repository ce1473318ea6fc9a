//! Bars of shares of a whole, for the board.

use crate::xml::escaped;
use std::fmt::Write as _;

/// One horizontal bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateBar {
    /// What it is of.
    pub label: String,
    /// Its length in tenths of a percent of the whole width.
    pub permille: u32,
    /// The number as it is shown.
    pub shown: String,
}

/// Horizontal bars as a list: each label and each value is text of the page, which wraps on a narrow screen.
pub fn bars(title: &str, bars: &[RateBar]) -> String {
    let mut out = format!("<ul class=\"ty-le\" aria-label=\"{}\">", escaped(title));
    for bar in bars {
        let _ = write!(
            out,
            "<li><span>{}</span><svg viewBox=\"0 0 1000 18\" preserveAspectRatio=\"none\" aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\">\
             <rect width=\"1000\" height=\"18\" fill=\"#e6e6e6\"/><rect width=\"{}\" height=\"18\" fill=\"#1f4e79\"/></svg><span>{}</span></li>",
            escaped(&bar.label),
            bar.permille.min(1000),
            escaped(&bar.shown)
        );
    }
    out.push_str("</ul>");
    out
}

#[cfg(test)]
mod tests {
    use crate::chart::rates::*;

    #[test]
    fn labels_and_values_are_text_of_the_page() {
        let all: Vec<RateBar> = (1..=12)
            .map(|n| RateBar { label: format!("Tháng {n} năm 2024"), permille: n * 80, shown: format!("{n}/12") })
            .collect();
        let list = bars("Tỷ lệ <đúng hạn>", &all);
        assert!(roxmltree::Document::parse(&list).is_ok(), "{list}");
        assert!(list.contains("Tỷ lệ &lt;đúng hạn&gt;") && list.contains("<span>Tháng 12 năm 2024</span>"));
        assert!(!list.contains("<text"), "letters in a drawing are cut or shrunk on a narrow screen");
        assert_eq!(list.matches("<li>").count(), 12);
    }
}
