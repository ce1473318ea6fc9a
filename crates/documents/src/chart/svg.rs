//! A laid out chart as SVG: boxes, words and hatching drawn as lines, so that no renderer has to know patterns.

use crate::chart::sheet::{ChartSheet, Fill, FilledBox, lay};
use crate::xml::escaped;
use baocao_core::domain::Chart;
use std::fmt::Write as _;

/// The dark of bars: on a black and white copy a dark grey.
const DARK: &str = "#1f4e79";
/// Between two lines of hatching.
const STEP: u32 = 5;

/// Where the drawing is going to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting<'a> {
    /// In a page, whose face it takes.
    Page,
    /// On its own, with a face of its own.
    Alone(&'a str),
}

/// A chart as SVG; its title, and all its numbers in words, are in it for those who do not see it.
pub fn svg(chart: &Chart, setting: Setting<'_>) -> String {
    let sheet = lay(chart);
    let (width, height) = (sheet.width, sheet.height);
    let own = match setting {
        Setting::Page => String::new(),
        Setting::Alone(face) => {
            format!(" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"{}\"", escaped(face))
        }
    };
    let mut out = format!(
        "<svg class=\"bieu-do so-lieu\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"{own}><title>{}</title><desc>{}</desc>",
        escaped(&chart.title),
        escaped(&chart.alt())
    );
    for y in &sheet.rules {
        let _ = write!(out, "<path d=\"M0 {y}H{width}\" stroke=\"#ccc\"/>");
    }
    sheet.blocks.iter().for_each(|block| draw(&mut out, block));
    let (x, from, to) = sheet.zero;
    let _ = write!(out, "<path d=\"M{x} {from}V{to}\" stroke=\"#000\"/>");
    words(&mut out, &sheet);
    out.push_str("</svg>");
    out
}

fn draw(out: &mut String, block: &FilledBox) {
    let FilledBox { x, y, width, height, fill } = *block;
    let (inside, more) = match fill {
        Fill::Dark => (DARK, ""),
        Fill::Hatched | Fill::Light => ("#fff", ""),
        Fill::Broken => ("#fff", " stroke-dasharray=\"4 2\""),
    };
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{inside}\" stroke=\"{DARK}\"{more}/>"
    );
    if fill != Fill::Hatched {
        return;
    }
    out.push_str("<path d=\"");
    // Rising lines, each cut off at the sides of the box.
    let (right, bottom) = (x + width, y + height);
    let mut foot = x + STEP;
    while foot < right + height {
        let (x1, y1) = if foot <= right { (foot, bottom) } else { (right, bottom - (foot - right)) };
        let (x2, y2) = if foot - x <= height { (x, bottom - (foot - x)) } else { (foot - height, y) };
        let _ = write!(out, "M{x1} {y1}L{x2} {y2}");
        foot += STEP;
    }
    let _ = write!(out, "\" stroke=\"{DARK}\" stroke-width=\"2\"/>");
}

fn words(out: &mut String, sheet: &ChartSheet) {
    for words in &sheet.words {
        let ends = if words.ends { " text-anchor=\"end\"" } else { "" };
        let slanted = if words.slanted { " font-style=\"italic\"" } else { "" };
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{ends}{slanted}>{}</text>",
            words.x,
            words.y,
            words.size,
            escaped(&words.text)
        );
    }
}
