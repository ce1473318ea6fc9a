//! Pasted lines as lists, tables and paragraphs of their own. Every word and every label stays.

use crate::edits::mend::Edit;
use baocao_core::domain::{JoinedLine, JoinedLines, LineMark, LinePart, TornTable};
use baocao_core::say;
use baocao_core::text::{Source, Span};

/// Takes the lines of a paragraph apart; `None` where its indentation is no plain blanks.
pub fn separated(source: &Source, joined: &JoinedLines) -> Option<Edit> {
    let first = joined.lines.first()?;
    let head = source.slice(first.span);
    let indent = head.len() - head.trim_start_matches(' ').len();
    let table = matches!(first.part, LinePart::Row(_));
    if head[indent..].starts_with('\t') && !table {
        return None;
    }
    let mut writer = BlockWriter { source, base: indent, blocks: Vec::new(), open: Vec::new() };
    let mut at = 0;
    while at < joined.lines.len() {
        at += match &joined.lines[at].part {
            LinePart::Row(_) => writer.table(&joined.lines[at..]),
            LinePart::Item(mark, words) => writer.item(&joined.lines, at, *mark, *words),
            LinePart::Text => writer.text(&joined.lines[at], at == 0),
        };
    }
    let end = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let tables = joined.lines.iter().filter(|line| matches!(line.part, LinePart::Row(_))).count();
    let what = if tables > 0 {
        say!(vi: "tách các dòng dán liền nhau thành bảng", en: "made a table of pasted rows")
    } else {
        say!(vi: "tách các dòng dán liền nhau thành danh sách, đoạn riêng", en: "made lists and paragraphs of pasted lines")
    };
    Some(Edit { span: joined.span, new: writer.finish(end), what })
}

/// One block of lines as it will stand.
struct LineBlock {
    lines: Vec<String>,
    /// The symbol of a list item, by which items that need no blank line between them are told.
    item: Option<(usize, char)>,
}

/// A list or a row of labels that is open.
struct OpenLevel {
    mark: LineMark,
    indent: usize,
    /// How far its content is indented.
    content: usize,
}

struct BlockWriter<'s> {
    source: &'s Source,
    base: usize,
    blocks: Vec<LineBlock>,
    open: Vec<OpenLevel>,
}

impl BlockWriter<'_> {
    /// Plain words: a paragraph of their own, or more of the line above.
    fn text(&mut self, line: &JoinedLine, first: bool) -> usize {
        let words = self.source.slice(line.span).trim_end();
        if first {
            // The first line stays as it is. What follows a footnote's first line belongs to the footnote only if indented.
            self.blocks.push(LineBlock { lines: vec![words.to_string()], item: None });
            if words[self.base.min(words.len())..].starts_with("[^") {
                self.base += 4;
            }
        } else if line.starts {
            self.open.clear();
            self.blocks.push(LineBlock { lines: vec![indented(self.base, words.trim())], item: None });
        } else if let Some(block) = self.blocks.last_mut() {
            let indent = self.open.last().map_or(self.base, |level| level.content);
            block.lines.push(indented(indent, words.trim()));
        }
        1
    }

    fn item(&mut self, lines: &[JoinedLine], at: usize, mark: LineMark, words: usize) -> usize {
        let line = &lines[at];
        let text = self.source.slice(Span::new(words, line.span.end)).trim_end();
        let place = self.open.iter().position(|level| alike(level.mark, mark));
        match place {
            Some(place) => self.open.truncate(place + 1),
            None => {
                let indent = self.open.last().map_or(self.base, |level| level.content);
                self.open.push(OpenLevel { mark, indent, content: indent });
            }
        }
        let Some(level) = self.open.last_mut() else { return 1 };
        let (indent, list) = (level.indent, listed(lines, mark));
        let (shown, item) = match (mark, list) {
            (LineMark::Bullet(symbol), _) => (format!("- {text}"), Some((indent, symbol))),
            (LineMark::Number(n, close), true) => (format!("{n}{close} {text}"), Some((indent, close))),
            // A number out of its row would be counted anew.
            (LineMark::Number(n, close), false) => (format!("{n}\\{close} {text}"), None),
            (LineMark::Label(_), _) => {
                let label = self.source.slice(Span::new(line.span.start, words)).trim();
                (format!("{label} {text}"), None)
            }
        };
        level.content = match item {
            Some(_) => indent + shown.len() - text.len(),
            None => indent,
        };
        self.blocks.push(LineBlock { lines: vec![indented(indent, &shown)], item });
        1
    }

    /// The rows from here on as one table; how many lines it takes.
    fn table(&mut self, lines: &[JoinedLine]) -> usize {
        let cells = |line: &JoinedLine| match &line.part {
            LinePart::Row(cells) => Some(cells.iter().map(|cell| cell_text(self.source.slice(*cell))).collect()),
            _ => None,
        };
        let mut rows: Vec<Vec<String>> = lines.iter().map_while(cells).collect();
        let taken = rows.len();
        let width = rows.iter().map(Vec::len).max().unwrap_or(1);
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let number = |cell: &String| baocao_core::domain::Amount::read(cell) != baocao_core::domain::Amount::Unreadable;
        let figures = |column: &usize| {
            let mut written = rows[1..].iter().map(|row| &row[*column]).filter(|cell| !cell.is_empty()).peekable();
            written.peek().is_some() && written.all(number)
        };
        let numeric: Vec<bool> = (0..width).map(|column| figures(&column)).collect();
        // A first row with a figure where figures stand is no head.
        let headless = (1..width).any(|column| numeric[column] && number(&rows[0][column]));
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut shown = Vec::with_capacity(taken + 2);
        if headless {
            shown.push(row(&vec![String::new(); width]));
        }
        shown.extend(rows.iter().map(|cells| row(cells)));
        let rule: Vec<String> = numeric.iter().map(|right| if *right { "---:" } else { "---" }.to_string()).collect();
        shown.insert(1, row(&rule));
        let base = self.open.last().map_or(self.base, |level| level.content);
        let lines = shown.iter().map(|line| indented(base, line)).collect();
        self.blocks.push(LineBlock { lines, item: None });
        taken
    }

    fn finish(self, end: &str) -> String {
        let mut out = String::new();
        let mut last: Option<Option<(usize, char)>> = None;
        for block in self.blocks {
            if let Some(last) = last {
                // Items of lists stand close; all else wants a blank line between.
                let close = matches!((last, block.item), (Some(a), Some(b)) if a.0 != b.0 || a.1 == b.1);
                out.push_str(end);
                out.push_str(if close { "" } else { end });
            }
            out.push_str(&block.lines.join(end));
            last = Some(block.item);
        }
        out
    }
}

fn indented(indent: usize, words: &str) -> String {
    format!("{}{words}", " ".repeat(indent))
}

fn alike(a: LineMark, b: LineMark) -> bool {
    match (a, b) {
        (LineMark::Number(_, a), LineMark::Number(_, b)) => a == b,
        (a, b) => a == b,
    }
}

/// Whether the numbers of one kind count up by one through all lines, as a list of Markdown does.
fn listed(lines: &[JoinedLine], mark: LineMark) -> bool {
    let LineMark::Number(..) = mark else { return false };
    let numbers = lines.iter().filter_map(|line| match line.part {
        LinePart::Item(other @ LineMark::Number(n, _), _) if alike(other, mark) => Some(n),
        _ => None,
    });
    let numbers: Vec<usize> = numbers.collect();
    numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Words that a cell can hold: a bar in them is no border.
fn cell_text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut escaped = false;
    for c in words.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// Gives a table's head as many cells as its longest row, so that no cell is lost.
pub fn widened(source: &Source, table: &TornTable) -> Vec<Edit> {
    let what = say!(
        vi: "thêm ô vào dòng đầu bảng cho đủ số cột",
        en: "gave the table's head as many cells as its rows have"
    );
    let edit = |(at, new)| Edit { span: Span::at(at), new, what: what.clone() };
    table.widening(source.text()).into_iter().map(edit).collect()
}
