//! Bars of shares of a whole, for the board.

use crate::xml::escaped;
use std::fmt::Write as _;

/// One horizontal bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Its length in tenths of a percent of the whole width.
    pub permille: u32,
    /// The number as it is shown.
    pub shown: String,
}

/// Horizontal bars with whole labels. `title` is read out by screen readers.
pub fn bars(title: &str, bars: &[Bar]) -> String {
    const ROW: usize = 30;
    const LEFT: usize = 190;
    const ROOM: usize = 400;
    const WIDTH: usize = LEFT + ROOM + 110;
    let height = bars.len() * ROW + 10;
    let mut out = format!(
        "<svg class=\"bieu-do\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\"><title>{0}</title>\
         <defs><pattern id=\"soc\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"3\" height=\"6\" fill=\"#1f4e79\"/></pattern></defs>",
        escaped(title)
    );
    for (at, bar) in bars.iter().enumerate() {
        let y = at * ROW + 8;
        let length = ROOM * usize::try_from(bar.permille.min(1000)).unwrap_or(0) / 1000;
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{LEFT}\" y=\"{y}\" width=\"{ROOM}\" height=\"18\" fill=\"none\" stroke=\"#999\"/>\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{length}\" height=\"18\" fill=\"url(#soc)\" stroke=\"#1f4e79\"/><text x=\"{}\" y=\"{}\">{}</text>",
            LEFT - 8,
            y + 14,
            escaped(&bar.label),
            LEFT + ROOM + 8,
            y + 14,
            escaped(&bar.shown)
        );
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use crate::chart::rates::*;

    #[test]
    fn labels_stand_whole_and_apart() {
        let all: Vec<Bar> = (1..=12)
            .map(|n| Bar { label: format!("Tháng {n} năm 2024"), permille: n * 80, shown: format!("{n}/12") })
            .collect();
        let svg = bars("Tỷ lệ <đúng hạn>", &all);
        assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
        assert!(svg.contains("Tỷ lệ &lt;đúng hạn&gt;") && svg.contains(">Tháng 12 năm 2024<"));
        let ys: Vec<usize> = svg
            .split("text-anchor")
            .skip(1)
            .zip(svg.split(" y=\"").skip(1))
            .map(|(_, rest)| rest.split('"').next().and_then(|y| y.parse().ok()).unwrap_or(0))
            .collect();
        assert_eq!(ys.len(), 12);
    }
}
