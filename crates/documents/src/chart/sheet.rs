//! Where everything of a chart stands: boxes in whole pixels, each text in a place no other text can reach.

use crate::measure;
use baocao_core::domain::{Chart, ChartValue};

/// Sizes of type: categories, unit and legend; numbers.
pub(crate) const LARGE: u32 = 14;
pub(crate) const SMALL: u32 = 13;
/// From one line of words to the next.
const LINE: u32 = 18;
/// One bar, and what lies between two of a category and between two categories.
const BAR: u32 = 15;
const BETWEEN: u32 = 3;
const APART: u32 = 12;
/// Between words and what they belong to.
const GAP: u32 = 7;
/// The widest column of categories, the width of most charts, and the room that bars have at least.
const COLUMN: u32 = 230;
const WIDTH: u32 = 700;
const ROOM: u32 = 220;
/// The sign of the legend.
const SIGN: (u32, u32) = (26, 12);

/// How a bar is filled. Each tells itself from the others without any colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The first row.
    Dark,
    /// The first row, an estimate.
    Hatched,
    /// The second row.
    Light,
    /// The second row, an estimate: its outline is broken.
    Broken,
}

impl Fill {
    pub fn of(row: usize, value: &ChartValue) -> Fill {
        match (row, value.estimate) {
            (0, false) => Fill::Dark,
            (0, true) => Fill::Hatched,
            (_, false) => Fill::Light,
            (_, true) => Fill::Broken,
        }
    }
}

/// Words on the sheet. `x` is where they begin, or end where they stand before it; `y` is their base line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetWords {
    pub x: u32,
    pub y: u32,
    pub size: u32,
    pub ends: bool,
    pub slanted: bool,
    pub text: String,
}

/// A filled box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FilledBox {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
    pub fill: Fill,
}

/// How the width is shared out, and how far down the legend reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The categories.
    pub column: u32,
    /// Numbers below zero.
    pub before: u32,
    /// The bars.
    pub room: u32,
    /// All other numbers.
    pub behind: u32,
    /// The unit and the legend.
    pub top: u32,
}

/// A chart laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChartSheet {
    pub frame: Frame,
    pub width: u32,
    pub height: u32,
    pub words: Vec<SheetWords>,
    pub blocks: Vec<FilledBox>,
    /// The line at zero: where, from, to.
    pub zero: (u32, u32, u32),
    /// Thin lines between categories, from the left edge to the right.
    pub rules: Vec<u32>,
}

/// How wide words are at most. The table is that of bold Times; three tenths more cover the faces of screens, which are
/// wider.
pub(crate) fn width(text: &str, size: u32) -> u32 {
    let thousandths = measure::thousandths(text, true) * u64::from(size) * 13;
    u32::try_from(thousandths.div_ceil(10_000)).unwrap_or(u32::MAX)
}

/// Lays a chart out.
pub(crate) fn lay(chart: &Chart) -> ChartSheet {
    let labels: Vec<Vec<String>> = chart.categories.iter().map(|name| wrapped(name, COLUMN)).collect();
    let column = labels.iter().flatten().map(|line| width(line, LARGE)).max().unwrap_or(0) + GAP;
    // Numbers below zero stand left of their bars, all others right of theirs.
    let reach = |below: bool| {
        let values = chart.series.iter().flat_map(|series| &series.values);
        let widths = values.filter(|value| is_below(value) == below).map(|v| width(&chart.shown(v), SMALL) + GAP);
        widths.max().unwrap_or(0)
    };
    let (before, behind) = (reach(true), reach(false));
    let room = WIDTH.saturating_sub(column + before + behind).max(ROOM);
    let mut sheet = ChartSheet {
        frame: Frame { column, before, room, behind, top: 0 },
        width: column + before + room + behind,
        height: 0,
        words: Vec::new(),
        blocks: Vec::new(),
        zero: (0, 0, 0),
        rules: Vec::new(),
    };
    let top = sheet.legend(chart);
    sheet.frame.top = top;
    let zero = column + before + room * chart.sides().0 / 1000;
    let mut y = top;
    for (at, lines) in labels.into_iter().enumerate() {
        if at > 0 {
            sheet.rules.push(y);
        }
        let bars = count(chart.series.len()) * (BAR + BETWEEN) - BETWEEN;
        let words = count(lines.len()) * LINE;
        let height = bars.max(words) + APART;
        let first = y + (height - words) / 2 + LARGE;
        for (line, text) in (0..).zip(lines) {
            let (x, y) = (column - GAP, first + line * LINE);
            sheet.words.push(SheetWords { x, y, size: LARGE, ends: true, slanted: false, text });
        }
        let mut bar = y + (height - bars) / 2;
        for (row, series) in chart.series.iter().enumerate() {
            if let Some(value) = series.values.get(at) {
                sheet.bar(chart, value, (zero, bar), room, row);
            }
            bar += BAR + BETWEEN;
        }
        y += height;
    }
    sheet.zero = (zero, top, y);
    sheet.height = y + 2;
    sheet
}

impl ChartSheet {
    /// The unit and what each row is, above everything else; how far down they reach.
    fn legend(&mut self, chart: &Chart) -> u32 {
        let mut y = 0;
        for text in wrapped(&chart.unit_line(), self.width) {
            y += LINE;
            self.words.push(SheetWords { x: 0, y: y - 4, size: LARGE, ends: false, slanted: true, text });
        }
        let mut x = 0;
        y += LINE;
        for (row, series) in chart.series.iter().enumerate() {
            let lines = wrapped(&series.name, self.width - SIGN.0 - GAP);
            let needed = SIGN.0 + GAP + lines.iter().map(|line| width(line, LARGE)).max().unwrap_or(0);
            if x > 0 && (x + needed > self.width || lines.len() > 1) {
                (x, y) = (0, y + LINE);
            }
            let fill = Fill::of(row, &ChartValue::default());
            self.blocks.push(FilledBox { x, y: y - 4 - SIGN.1 + 1, width: SIGN.0, height: SIGN.1, fill });
            let several = lines.len() > 1;
            for (line, text) in (0..).zip(lines) {
                y += if line > 0 { LINE } else { 0 };
                let x = x + SIGN.0 + GAP;
                self.words.push(SheetWords { x, y: y - 4, size: LARGE, ends: false, slanted: false, text });
            }
            x = if several { self.width } else { x + needed + 3 * GAP };
        }
        y + GAP
    }

    /// One bar with its number at its end.
    fn bar(&mut self, chart: &Chart, value: &ChartValue, (zero, y): (u32, u32), room: u32, row: usize) {
        let length = value.amount.map_or(0, |amount| room * chart.length(amount) / 1000);
        let length = if value.amount.is_some_and(|amount| !amount.is_zero()) { length.max(2) } else { 0 };
        let below = is_below(value);
        let x = if below { zero.saturating_sub(length) } else { zero };
        if length > 0 {
            self.blocks.push(FilledBox { x, y, width: length, height: BAR, fill: Fill::of(row, value) });
        }
        let x = if below { x.saturating_sub(GAP) } else { x + length + GAP };
        let (text, slanted) = (chart.shown(value), value.amount.is_none());
        self.words.push(SheetWords { x, y: y + BAR - 3, size: SMALL, ends: below, slanted, text });
    }
}

fn is_below(value: &ChartValue) -> bool {
    value.amount.is_some_and(|amount| amount.is_sign_negative() && !amount.is_zero())
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// Words in lines no wider than `most`; a word that is wider is cut.
fn wrapped(text: &str, most: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut()
            && width(&format!("{line} {word}"), LARGE) <= most
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        let mut line = String::new();
        for c in word.chars() {
            if !line.is_empty() && width(&format!("{line}{c}"), LARGE) > most {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

#[cfg(test)]
mod tests;
