//! Blocks of raw HTML: tables become tables, the tags of `tags` what they mean, anything else stays the words typed.

use crate::reports::markdown::tags::{Running, Tag};
use baocao_core::domain::{Align, Inline, JoinedCell, Prose, TableJoins, TableText};

/// More cells than this are no table that anybody reads, and would cost more memory than the file has bytes.
const MAX_CELLS: usize = 50_000;
/// The widest table.
const MAX_COLUMNS: usize = 60;

/// A piece of HTML.
#[derive(Clone, Copy)]
enum HtmlToken<'t> {
    Words(&'t str),
    Tag(Tag<'t>),
}

fn tokens(html: &str) -> Vec<HtmlToken<'_>> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        match Tag::at_start(&html[open..]) {
            Some(tag) => {
                if open > start {
                    out.push(HtmlToken::Words(&html[start..open]));
                }
                start = open + tag.written.len();
                at = start;
                out.push(HtmlToken::Tag(tag));
            }
            None => at = open + 1,
        }
    }
    if start < html.len() {
        out.push(HtmlToken::Words(&html[start..]));
    }
    out
}

/// A block of HTML without comments, as blocks. Tags that stay words are added to `left`.
pub(crate) fn blocks(html: &str, left: &mut Vec<String>) -> Vec<Prose> {
    let tokens = tokens(html);
    let mut out = Vec::new();
    let mut running = Running::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            HtmlToken::Words(words) => running.words(&spaced(words)),
            HtmlToken::Tag(tag) if tag.is("table") && !tag.closing => {
                let closed = tokens[at..].iter().position(|t| matches!(t, HtmlToken::Tag(tag) if tag.is("table")));
                let end = closed.map(|end| at + end).filter(|end| is_closing(&tokens[*end]));
                match end.and_then(|end| Some((end, HtmlTable::read(&tokens[at..end]).made()?))) {
                    Some((end, (made, tags))) => {
                        paragraph(std::mem::take(&mut running), &mut out, left);
                        out.extend(made);
                        left.extend(tags);
                        at = end + 1;
                    }
                    None => running.tag(tag),
                }
            }
            HtmlToken::Tag(tag) => running.tag(tag),
        }
    }
    paragraph(running, &mut out, left);
    out
}

fn is_closing(token: &HtmlToken<'_>) -> bool {
    matches!(token, HtmlToken::Tag(tag) if tag.closing)
}

fn paragraph(running: Running, out: &mut Vec<Prose>, left: &mut Vec<String>) {
    let (text, tags) = running.finish();
    left.extend(tags);
    let text = trimmed(text);
    if !text.is_empty() {
        out.push(Prose::Paragraph(text));
    }
}

/// Without breaks and blanks at both ends.
fn trimmed(mut text: Vec<Inline>) -> Vec<Inline> {
    let empty = |inline: &Inline| match inline {
        Inline::Break => true,
        Inline::Text(words) => words.trim().is_empty(),
        _ => false,
    };
    while text.last().is_some_and(empty) {
        text.pop();
    }
    let lead = text.iter().take_while(|inline| empty(inline)).count();
    text.drain(..lead);
    if let Some(Inline::Text(words)) = text.last_mut() {
        words.truncate(words.trim_end().len());
    }
    if let Some(Inline::Text(words)) = text.first_mut() {
        *words = words.trim_start().to_string();
    }
    text
}

#[derive(Default)]
struct HtmlCell {
    text: Running,
    heading: bool,
    columns: usize,
    /// 0 for all rows that are left.
    rows: usize,
    side: Align,
}

#[derive(Default)]
struct HtmlRow {
    head: bool,
    cells: Vec<HtmlCell>,
}

/// A table as it is read: its rows, and what is in none of its cells.
#[derive(Default)]
struct HtmlTable {
    rows: Vec<HtmlRow>,
    outside: Running,
}

impl HtmlTable {
    /// Reads what stands between `<table>` and `</table>`.
    fn read(tokens: &[HtmlToken<'_>]) -> HtmlTable {
        let mut table = HtmlTable::default();
        let (mut head, mut inside) = (false, false);
        for token in tokens {
            let tag = match token {
                HtmlToken::Words(words) => {
                    let words = spaced(words);
                    let cell = table.rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| inside);
                    match cell {
                        Some(cell) => cell.text.words(&words),
                        None if words.trim().is_empty() => {}
                        None => table.outside.words(&words),
                    }
                    continue;
                }
                HtmlToken::Tag(tag) => tag,
            };
            match tag.name.to_ascii_lowercase().as_str() {
                "thead" => head = !tag.closing,
                "tbody" | "tfoot" => head = false,
                "colgroup" | "col" | "caption" => {}
                "tr" => {
                    inside = false;
                    if !tag.closing {
                        table.rows.push(HtmlRow { head, cells: Vec::new() });
                    }
                }
                "td" | "th" => {
                    inside = !tag.closing;
                    if inside && table.rows.is_empty() {
                        table.rows.push(HtmlRow { head, cells: Vec::new() });
                    }
                    if let Some(row) = table.rows.last_mut().filter(|_| inside) {
                        row.cells.push(cell(tag));
                    }
                }
                _ => {
                    let cell = table.rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| inside);
                    let text = cell.map_or(&mut table.outside, |cell| &mut cell.text);
                    match tag.name.to_ascii_lowercase().as_str() {
                        "p" | "div" if tag.closing || text.is_empty() => {}
                        "p" | "div" => text.add(Inline::Break),
                        _ => text.tag(tag),
                    }
                }
            }
        }
        table.rows.retain(|row| !row.cells.is_empty());
        table
    }

    /// The table with the words that stand in none of its cells before it, and the tags that stay words; none if there is
    /// no row, or too much of everything.
    fn made(self) -> Option<(Vec<Prose>, Vec<String>)> {
        let (mut out, mut left) = (Vec::new(), Vec::new());
        paragraph(self.outside, &mut out, &mut left);
        let height = self.rows.len();
        let is_head = |row: &HtmlRow| row.head || row.cells.iter().all(|cell| cell.heading);
        let heads = self.rows.iter().take_while(|row| is_head(row)).count();
        // Which cells of the rows to come are taken by cells that go down: for each column, how many rows are left.
        let mut taken: Vec<usize> = Vec::new();
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::with_capacity(height);
        let mut joins = TableJoins { heads, cells: Vec::new() };
        let mut sides: Vec<Option<Align>> = Vec::new();
        for (at, row) in self.rows.into_iter().enumerate() {
            let mut cells: Vec<Vec<Inline>> = Vec::new();
            let mut down: Vec<usize> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
            for cell in row.cells {
                while taken.get(cells.len()).is_some_and(|rows| *rows > 0) {
                    cells.push(Vec::new());
                }
                let column = cells.len();
                if column >= MAX_COLUMNS {
                    return None;
                }
                let (mut text, tags) = cell.text.finish();
                left.extend(tags);
                text = trimmed(text);
                if cell.heading && at >= heads && !text.is_empty() {
                    text = vec![Inline::Strong(text)];
                }
                let columns = cell.columns.min(MAX_COLUMNS - column);
                let most = if at < heads { heads - at } else { height - at };
                let tall = if cell.rows == 0 { most } else { cell.rows.min(most) };
                cells.push(text);
                cells.resize(column + columns, Vec::new());
                down.resize(down.len().max(cells.len()), 0);
                sides.resize(sides.len().max(cells.len()), None);
                down[column..column + columns].iter_mut().for_each(|rows| *rows = (*rows).max(tall - 1));
                if columns > 1 || tall > 1 {
                    joins.cells.push(JoinedCell { row: at, column, rows: tall, columns });
                } else if at >= heads && cell.side != Align::Unset {
                    sides[column] =
                        Some(sides[column].map_or(cell.side, |s| if s == cell.side { s } else { Align::Unset }));
                }
            }
            rows.push(cells);
            taken = down;
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 || width * height > MAX_CELLS {
            return None;
        }
        rows.iter_mut().for_each(|row| row.resize(width, Vec::new()));
        let align = (0..width).map(|at| sides.get(at).copied().flatten().unwrap_or_default()).collect();
        let head = rows.remove(0);
        out.push(Prose::Table(TableText { align, head, rows, joins: Some(joins) }));
        Some((out, left))
    }
}

fn cell(tag: &Tag<'_>) -> HtmlCell {
    let number = |name: &str| tag.attribute(name).and_then(|value| value.parse::<usize>().ok());
    let style = tag.attribute("style").unwrap_or_default().replace(' ', "");
    let side = tag.attribute("align").or_else(|| {
        let value = style.split(';').find_map(|rule| rule.strip_prefix("text-align:"))?;
        Some(value.to_string())
    });
    HtmlCell {
        text: Running::default(),
        heading: tag.is("th"),
        columns: number("colspan").unwrap_or(1).clamp(1, MAX_COLUMNS),
        rows: number("rowspan").unwrap_or(1),
        side: match side.as_deref() {
            Some("left") => Align::Left,
            Some("center") => Align::Centre,
            Some("right") => Align::Right,
            _ => Align::Unset,
        },
    }
}

/// Words of HTML: blanks and line ends are one blank, characters written by name or number are themselves.
fn spaced(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    let mut spaced = String::with_capacity(out.len());
    for c in out.chars() {
        let blank = c.is_whitespace() && c != '\u{a0}';
        if !blank {
            spaced.push(c);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        return number.and_then(char::from_u32).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "sup2" => '²',
        "sup3" => '³',
        "deg" => '°',
        "times" => '×',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::reports::markdown::html::*;
    use baocao_core::domain::{Grid, plain};

    fn drawn(html: &str) -> (Vec<Prose>, Vec<String>) {
        let mut left = Vec::new();
        let made = blocks(html, &mut left);
        (made, left)
    }

    #[test]
    fn a_table_keeps_its_joined_cells() {
        let html = "<table border=1>\n<thead><tr><th rowspan=\"2\">TT</th><th colspan='2'>Số<br>liệu</th></tr>\n<tr><th>A &amp; B</th><th>C</th></tr></thead>\n\
                    <tr><td colspan=3><b>Nhóm</b>\n<tr><td rowspan=0>1<td align=right>10<sup>6</sup><td>x\n<tr><td>2</td><td></td></tr></table>";
        let (made, left) = drawn(html);
        assert!(left.is_empty(), "{left:?}");
        let [Prose::Table(table)] = made.as_slice() else { panic!("{made:?}") };
        let grid = Grid::new(table);
        let shown: Vec<Vec<(String, usize, usize)>> = grid
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|c| (plain(c.text), c.columns, c.rows)).collect())
            .collect();
        let cell = |words: &str, columns, rows| (words.to_string(), columns, rows);
        assert_eq!(grid.heads, 2);
        assert_eq!(shown[0], [cell("TT", 1, 2), cell("Số liệu", 2, 1)]);
        assert_eq!(shown[1], [cell("", 1, 0), cell("A & B", 1, 1), cell("C", 1, 1)]);
        assert_eq!(shown[2], [cell("Nhóm", 3, 1)]);
        assert_eq!(shown[3], [cell("1", 1, 2), cell("10⁶", 1, 1), cell("x", 1, 1)]);
        assert_eq!(shown[4], [cell("", 1, 0), cell("2", 1, 1), cell("", 1, 1)]);
        assert_eq!(grid.rows[4].cells[1].side, Align::Right);
    }

    #[test]
    fn what_is_no_table_stays_words() {
        for (html, words, tags) in [
            ("<div>\nchữ\n</div>", "<div> chữ </div>", 2),
            ("<table><tr><td>a", "<table><tr><td>a", 3),
            ("<table></table>", "<table></table>", 2),
            ("<u>\nchữ\n</u>", "chữ", 0),
        ] {
            let (made, left) = drawn(html);
            let [Prose::Paragraph(text)] = made.as_slice() else { panic!("{made:?}") };
            assert_eq!((plain(text).trim(), left.len()), (words, tags));
        }
        let (made, left) = drawn("<table><tr><td><font color=red>a</font></td></tr></table>");
        assert!(matches!(made.as_slice(), [Prose::Table(_)]) && left == ["<font color=red>", "</font>"], "{made:?}");
    }

    #[test]
    fn a_table_that_would_cost_too_much_is_none() {
        let (made, left) = drawn(&format!("<table>{}</table>", "<tr><td colspan=60>".repeat(MAX_CELLS)));
        assert!(matches!(made.as_slice(), [Prose::Paragraph(_)]) && !left.is_empty());
    }
}
