//! Numbers that Word counts by itself: rows, levels, and the label that each paragraph gets.

use crate::word::{attribute, child, value};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// The most levels of a row.
const LEVELS: usize = 9;

/// One level of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NumberingLevel {
    format: String,
    text: String,
    start: usize,
    /// The level whose next number begins this one anew; `None` for “never”.
    restart: Option<usize>,
    /// Numbers of all levels are shown in figures.
    legal: bool,
    /// The style that puts its paragraphs on this level.
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct NumberedRow {
    /// Rows of one definition count together.
    definition: String,
    levels: BTreeMap<usize, NumberingLevel>,
    /// Levels that begin anew where this row is first used.
    overrides: BTreeMap<usize, usize>,
}

/// What stands before a numbered paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParagraphLabel {
    /// A mark that is no number.
    Bullet,
    /// One number and `.` or `)`, as Markdown's lists have it.
    Plain(usize, char),
    /// Any other label, such as `a)`, `1.2.`, `Điều 3.`.
    Text(String),
    /// No label.
    None,
}

/// The rows of a file and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    rows: BTreeMap<String, NumberedRow>,
    /// By definition: the number each level stands at.
    counts: BTreeMap<String, [Option<usize>; LEVELS]>,
    /// Rows that have been used, whose overrides hold no longer.
    used: std::collections::BTreeSet<String>,
    /// Formats that were met and are not known.
    pub unknown: Vec<String>,
}

impl Numbering {
    /// Reads the numbering part. `row_of_style` tells the row that a numbering style names.
    pub fn read(document: &Document<'_>, row_of_style: impl Fn(&str) -> Option<String>) -> Self {
        let root = document.root_element();
        let mut definitions: BTreeMap<String, BTreeMap<usize, NumberingLevel>> = BTreeMap::new();
        let mut linked: BTreeMap<String, String> = BTreeMap::new();
        for node in root.children().filter(|n| n.tag_name().name() == "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else { continue };
            if let Some(style) = value(node, "numStyleLink") {
                linked.insert(id.to_string(), style.to_string());
            }
            definitions.insert(id.to_string(), levels(node));
        }
        let mut out = Numbering::default();
        let mut of_row: BTreeMap<String, String> = BTreeMap::new();
        for node in root.children().filter(|n| n.tag_name().name() == "num") {
            if let (Some(id), Some(of)) = (attribute(node, "numId"), value(node, "abstractNumId")) {
                of_row.insert(id.to_string(), of.to_string());
            }
        }
        for node in root.children().filter(|n| n.tag_name().name() == "num") {
            let Some((id, of)) = attribute(node, "numId").and_then(|id| Some((id, of_row.get(id)?))) else { continue };
            // A definition that is only a link to a style takes the row of that style.
            let link = linked.get(of).and_then(|style| row_of_style(style)).and_then(|row| of_row.get(&row));
            let definition = link.unwrap_or(of).clone();
            let mut row = NumberedRow {
                levels: definitions.get(&definition).cloned().unwrap_or_default(),
                definition,
                overrides: BTreeMap::new(),
            };
            for node in node.children().filter(|n| n.tag_name().name() == "lvlOverride") {
                let Some(at) = attribute(node, "ilvl").and_then(|v| v.parse().ok()) else { continue };
                if let Some(level) = child(node, "lvl") {
                    row.levels.insert(at, crate::word::numbering::level(level, at));
                }
                if let Some(start) = value(node, "startOverride").and_then(|v| v.parse().ok()) {
                    row.overrides.insert(at, start);
                }
            }
            out.rows.insert(id.to_string(), row);
        }
        out
    }

    /// The level of a row that a style puts its paragraphs on; 0 if none says so.
    pub(crate) fn level_of_style(&self, row: &str, style: &str) -> usize {
        let levels = self.rows.get(row).into_iter().flat_map(|row| &row.levels);
        let mut found = levels.filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at);
        found.next().unwrap_or(0)
    }

    /// Counts on and gives the label of the next paragraph of a row and level.
    pub(crate) fn next(&mut self, row: &str, level: usize) -> ParagraphLabel {
        let Some(found) = self.rows.get(row) else { return ParagraphLabel::Bullet };
        let level = level.min(LEVELS - 1);
        let Some(own) = found.levels.get(&level) else { return ParagraphLabel::Bullet };
        let counts = self.counts.entry(found.definition.clone()).or_default();
        if self.used.insert(row.to_string()) {
            for (at, start) in found.overrides.iter().filter(|(at, _)| **at < LEVELS) {
                counts[*at] = start.checked_sub(1);
            }
        }
        counts[level] = Some(match (counts[level], found.overrides.get(&level)) {
            (Some(count), _) => count.saturating_add(1),
            (None, Some(start)) => *start,
            (None, None) => own.start,
        });
        for (at, count) in counts.iter_mut().enumerate().skip(level + 1) {
            if found.levels.get(&at).is_none_or(|l| l.restart.is_some_and(|after| level < after)) {
                *count = None;
            }
        }
        let counts = *counts;
        self.label(row, level, &counts)
    }

    fn label(&mut self, row: &str, level: usize, counts: &[Option<usize>; LEVELS]) -> ParagraphLabel {
        let Some(found) = self.rows.get(row) else { return ParagraphLabel::Bullet };
        let Some(own) = found.levels.get(&level) else { return ParagraphLabel::Bullet };
        if own.format == "bullet" {
            return ParagraphLabel::Bullet;
        }
        if own.format == "none" && !own.text.contains(|c: char| c.is_alphanumeric()) {
            return ParagraphLabel::None;
        }
        let count = counts[level].unwrap_or(own.start);
        let marks = [format!("%{}.", level + 1), format!("%{})", level + 1)];
        if own.format == "decimal" && marks.contains(&own.text) && count < 1_000_000_000 {
            return ParagraphLabel::Plain(count, if own.text.ends_with(')') { ')' } else { '.' });
        }
        let mut out = String::new();
        let mut unknown = None;
        let mut chars = own.text.chars().peekable();
        while let Some(c) = chars.next() {
            let named = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && (1..=9).contains(d));
            let Some(at) = named.map(|d| d as usize - 1) else {
                out.push(c);
                continue;
            };
            chars.next();
            let other = found.levels.get(&at);
            let value = counts[at].or(other.map(|l| l.start)).unwrap_or(1);
            let format = other.map_or("decimal", |l| l.format.as_str());
            let format = if own.legal && at != level && format != "none" { "decimal" } else { format };
            let (number, known) = written(value, format);
            if !known {
                unknown = Some(format.to_string());
            }
            out.push_str(&number);
        }
        self.unknown.extend(unknown);
        if out.trim().is_empty() { ParagraphLabel::None } else { ParagraphLabel::Text(out.trim().to_string()) }
    }
}

fn levels(node: Node<'_, '_>) -> BTreeMap<usize, NumberingLevel> {
    let levels = node.children().filter(|n| n.tag_name().name() == "lvl");
    let read = levels.filter_map(|n| {
        let at = attribute(n, "ilvl").and_then(|v| v.parse().ok())?;
        Some((at, level(n, at)))
    });
    read.filter(|(at, _)| *at < LEVELS).collect()
}

fn level(node: Node<'_, '_>, at: usize) -> NumberingLevel {
    let restart = value(node, "lvlRestart").and_then(|v| v.parse::<usize>().ok());
    // A format of its own stands in `mc:AlternateContent`; the plain one is its fallback.
    let format = node.descendants().rfind(|n| n.tag_name().name() == "numFmt");
    NumberingLevel {
        format: format.and_then(|n| attribute(n, "val")).unwrap_or("decimal").to_string(),
        text: value(node, "lvlText").unwrap_or("").to_string(),
        start: value(node, "start").and_then(|v| v.parse().ok()).unwrap_or(1),
        restart: if restart == Some(0) { None } else { Some(restart.unwrap_or(at)) },
        legal: crate::word::styles::flag(node, "isLgl").unwrap_or(false),
        style: value(node, "pStyle").map(str::to_string),
    }
}

/// A number in one of Word's formats, and whether the format is known.
fn written(n: usize, format: &str) -> (String, bool) {
    let small = n.min(32_767);
    let text = match format {
        "decimal" | "decimalHalfWidth" | "decimalFullWidth" => n.to_string(),
        "decimalZero" => format!("{n:02}"),
        "none" => String::new(),
        "upperRoman" => roman(small),
        "lowerRoman" => roman(small).to_lowercase(),
        "upperLetter" => letters(small),
        "lowerLetter" => letters(small).to_lowercase(),
        "ordinal" => format!("{n}."),
        "numberInDash" => format!("- {n} -"),
        "decimalEnclosedParen" => format!("({n})"),
        "vietnameseCounting" => return (vietnamese(n), n < 100),
        _ => return (n.to_string(), false),
    };
    (text, true)
}

fn roman(mut n: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, letters) in STEPS {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    out
}

/// A, B, …, Z, AA, BB, …: Word repeats the letter.
fn letters(n: usize) -> String {
    let Some(at) = n.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + (at % 26) as u8);
    letter.to_string().repeat((at / 26 + 1).min(30))
}

/// Numbers below a hundred in words.
fn vietnamese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let (tens, units) = (n / 10, n % 10);
    match (tens, units) {
        (0, _) => DIGITS[units].to_string(),
        (1, 0) => "mười".to_string(),
        (1, 5) => "mười lăm".to_string(),
        (1, _) => format!("mười {}", DIGITS[units]),
        (2..=9, 0) => format!("{} mươi", DIGITS[tens]),
        (2..=9, 1) => format!("{} mươi mốt", DIGITS[tens]),
        (2..=9, 5) => format!("{} mươi lăm", DIGITS[tens]),
        (2..=9, _) => format!("{} mươi {}", DIGITS[tens], DIGITS[units]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::word::numbering::*;

    fn numbering(text: &str) -> Numbering {
        let xml = format!("<w:numbering xmlns:w=\"w\">{text}</w:numbering>");
        Numbering::read(&Document::parse(&xml).expect("XML"), |_| None)
    }

    fn lvl(at: usize, format: &str, text: &str) -> String {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    }

    #[test]
    fn levels_count_as_word_counts_them() {
        let levels = lvl(0, "upperRoman", "%1.") + &lvl(1, "decimal", "%2.") + &lvl(2, "lowerLetter", "%2.%3)");
        let mut rows = numbering(&format!(
            "<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"7\"/></w:lvlOverride></w:num>"
        ));
        let text = |text: &str| ParagraphLabel::Text(text.to_string());
        let seen: Vec<ParagraphLabel> =
            [0, 1, 1, 2, 2, 1, 0, 1].into_iter().map(|level| rows.next("1", level)).collect();
        assert_eq!(
            seen,
            [
                text("I."),
                ParagraphLabel::Plain(1, '.'),
                ParagraphLabel::Plain(2, '.'),
                text("2.a)"),
                text("2.b)"),
                ParagraphLabel::Plain(3, '.'),
                text("II."),
                ParagraphLabel::Plain(1, '.')
            ]
        );
        // Another row of the same definition counts on, but for what it overrides.
        assert_eq!(
            (rows.next("2", 1), rows.next("2", 1), rows.next("2", 0)),
            (ParagraphLabel::Plain(7, '.'), ParagraphLabel::Plain(8, '.'), text("III."))
        );
    }

    #[test]
    fn formats_are_written_as_word_writes_them() {
        for (n, format, text) in [
            (4, "upperRoman", "IV"),
            (1999, "lowerRoman", "mcmxcix"),
            (27, "lowerLetter", "aa"),
            (28, "upperLetter", "BB"),
            (5, "decimalZero", "05"),
            (21, "vietnameseCounting", "hai mươi mốt"),
        ] {
            assert_eq!(written(n, format), (text.to_string(), true));
        }
        assert_eq!(written(3, "chicago"), ("3".to_string(), false));
    }
}
