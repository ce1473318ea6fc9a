//! A table as it is drawn: joined cells, a head of several rows, groups, totals, and the side on which each cell stands.
//!
//! An HTML table says which cells are joined. Markdown's own tables cannot: of a joined cell they have the words and empty
//! cells behind them, which is also what an import of a Word table leaves. There it is inferred, carefully: an empty cell
//! is joined in the head and in rows that announce a group, never among figures.

use crate::domain::{Align, Inline, JoinedCell, TableText, plain};
use crate::text::fold;

/// How many rows a head that is inferred may have.
const MOST_HEADS: usize = 4;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell<'t> {
    /// Its words.
    pub text: &'t [Inline],
    /// Its first column, from 0.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes, this one included; 0 where a cell of a row above goes on.
    pub rows: usize,
    /// The side it stands on.
    pub side: Align,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridRow<'t> {
    /// Every cell from left to right.
    pub cells: Vec<GridCell<'t>>,
    /// Whether it must stay on one page with the next row.
    pub keep: bool,
    /// Whether it must stay on one page with the row before.
    pub total: bool,
}

/// A table as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid<'t> {
    /// How many columns it has.
    pub columns: usize,
    /// How many of its rows are the head, which every page repeats.
    pub heads: usize,
    /// All rows, the head first.
    pub rows: Vec<GridRow<'t>>,
}

impl<'t> Grid<'t> {
    /// Lays a table out.
    pub fn new(table: &'t TableText) -> Grid<'t> {
        let columns = table.head.len().max(table.align.len());
        let mut rows: Vec<&'t [Vec<Inline>]> = Vec::with_capacity(table.rows.len() + 1);
        let headless = table.joins.is_none() && table.head.iter().all(|cell| blank(cell));
        if !headless {
            rows.push(&table.head);
        }
        rows.extend(table.rows.iter().map(Vec::as_slice));
        let shape = Shape { rows, columns };
        let (heads, joined) = match &table.joins {
            Some(joins) => (joins.heads.min(shape.rows.len()), shape.kept(&joins.cells)),
            None => shape.inferred(usize::from(!headless)),
        };
        shape.laid_out(table, heads, &joined)
    }
}

fn blank(cell: &[Inline]) -> bool {
    plain(cell).trim().is_empty() && !cell.iter().any(|inline| matches!(inline, Inline::Note(_)))
}

/// The table's cells in rows, some of which may be short.
struct Shape<'t> {
    rows: Vec<&'t [Vec<Inline>]>,
    columns: usize,
}

impl<'t> Shape<'t> {
    fn cell(&self, row: usize, column: usize) -> &'t [Inline] {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or(&[], Vec::as_slice)
    }

    fn words(&self, row: usize, column: usize) -> String {
        plain(self.cell(row, column)).trim().to_string()
    }

    fn is_blank(&self, row: usize, column: usize) -> bool {
        blank(self.cell(row, column))
    }

    /// The columns of a row that have words.
    fn written(&self, row: usize) -> Vec<usize> {
        (0..self.columns).filter(|column| !self.is_blank(row, *column)).collect()
    }

    /// Stated joins that lie inside the table and do not overlap.
    fn kept(&self, cells: &[JoinedCell]) -> Vec<JoinedCell> {
        let mut taken = vec![false; self.rows.len() * self.columns];
        let mut out = Vec::new();
        for cell in cells {
            if cell.row >= self.rows.len() || cell.column >= self.columns {
                continue;
            }
            let rows = cell.rows.clamp(1, self.rows.len() - cell.row);
            let columns = cell.columns.clamp(1, self.columns - cell.column);
            let cell = JoinedCell { rows, columns, ..*cell };
            let places: Vec<usize> = places(&cell, self.columns).collect();
            if (rows > 1 || columns > 1) && places.iter().all(|at| !taken[*at]) {
                places.iter().for_each(|at| taken[*at] = true);
                out.push(cell);
            }
        }
        out
    }

    /// The head and the joined cells of a table that cannot say them.
    fn inferred(&self, first: usize) -> (usize, Vec<JoinedCell>) {
        let mut joined = Vec::new();
        let mut heads = first;
        if first == 1 {
            let levels = self.head_levels();
            heads = levels.len();
            join_head(&levels, &mut joined);
            if self.is_numbering(heads) {
                heads += 1;
            }
        }
        for row in heads..self.rows.len() {
            if let Some(column) = self.group(row) {
                joined.push(JoinedCell { row, column, rows: 1, columns: self.columns - column });
            }
        }
        (heads, joined)
    }

    /// The ranges of columns that each row of the head divides the table into, one list a row of the head.
    fn head_levels(&self) -> Vec<Vec<HeadRange>> {
        let mut levels = vec![self.divided(0, &[HeadRange { start: 0, end: self.columns, words: true }])];
        while levels.len() < MOST_HEADS && levels.len() + 1 < self.rows.len() {
            let row = levels.len();
            let above = &levels[row - 1];
            if !self.divides(row, above) {
                break;
            }
            levels.push(self.divided(row, above));
        }
        levels
    }

    /// Words of a row with the empty cells behind them, within the ranges of the row above. A range above that has
    /// nothing below it stays whole.
    fn divided(&self, row: usize, above: &[HeadRange]) -> Vec<HeadRange> {
        let mut out: Vec<HeadRange> = Vec::new();
        for range in above {
            if row > 0 && (range.start..range.end).all(|column| self.is_blank(row, column)) {
                out.push(HeadRange { words: false, ..*range });
                continue;
            }
            for column in range.start..range.end {
                let words = !self.is_blank(row, column);
                match out.last_mut() {
                    Some(last) if !words && last.words && last.start >= range.start => last.end = column + 1,
                    _ => out.push(HeadRange { start: column, end: column + 1, words }),
                }
            }
        }
        out
    }

    /// Whether a row goes on with the head above: it has words below a joined cell, nothing below the others, and no figures.
    fn divides(&self, row: usize, above: &[HeadRange]) -> bool {
        let mut divided = false;
        for range in above {
            let written = (range.start..range.end).filter(|column| !self.is_blank(row, *column)).count();
            if range.end - range.start > 1 {
                if written > 0 && (written < 2 || self.is_blank(row, range.start)) {
                    return false;
                }
                divided |= written > 1;
            } else if written > 0 && range.words {
                return false;
            }
        }
        let figures = |column: &usize| {
            let words = self.words(row, *column);
            is_figure(&words) && !is_year(&words)
        };
        divided && !self.written(row).iter().any(figures)
    }

    /// Whether a row numbers the columns: `(1) (2) (3)`, `A B 1 2`, `1 2 3`.
    fn is_numbering(&self, row: usize) -> bool {
        if row + 1 >= self.rows.len() || self.columns < 3 {
            return false;
        }
        let mut next = 1;
        let mut letters = true;
        for column in 0..self.columns {
            let words = self.words(row, column);
            let bare = words.trim_matches(['(', ')', '[', ']']);
            let bare = bare.split('=').next().unwrap_or(bare).trim();
            let mut chars = bare.chars();
            if letters && matches!((chars.next(), chars.next()), (Some('A'..='D'), None)) {
                continue;
            }
            letters = false;
            if bare != next.to_string() {
                return false;
            }
            next += 1;
        }
        next > 2
    }

    /// Where the words of a row begin that only announces the rows below it: `Lĩnh vực đo lường` alone, or behind `I`.
    fn group(&self, row: usize) -> Option<usize> {
        if self.columns < 3 {
            return None;
        }
        match self.written(row).as_slice() {
            [0] => {
                let words = self.words(row, 0);
                let name = words.chars().filter(|c| c.is_alphabetic()).count() > 3 && !is_total(&words);
                (name && (strong(self.cell(row, 0)) || words.chars().count() > 12)).then_some(0)
            }
            [0, 1] => {
                let index = self.words(row, 0);
                let short = index.chars().count() <= 4 && !index.is_empty();
                let name = strong(self.cell(row, 1)) && !is_total(&self.words(row, 1));
                (short && name && self.columns > 3).then_some(1)
            }
            _ => None,
        }
    }

    fn is_total(&self, row: usize) -> bool {
        self.written(row).iter().take(2).any(|column| is_total(&self.words(row, *column)))
    }

    fn laid_out(&self, table: &'t TableText, heads: usize, joined: &[JoinedCell]) -> Grid<'t> {
        let full: Vec<usize> = joined.iter().filter(|c| c.columns > 1 && c.row >= heads).map(|c| c.row).collect();
        let sides: Vec<Align> = (0..self.columns).map(|column| self.side(table, column, heads, &full)).collect();
        let mut owner: Vec<Option<&JoinedCell>> = vec![None; self.rows.len() * self.columns];
        for cell in joined {
            places(cell, self.columns).for_each(|at| owner[at] = Some(cell));
        }
        let totals: Vec<bool> = (0..self.rows.len()).map(|row| row > heads && self.is_total(row)).collect();
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in 0..self.rows.len() {
            let mut cells = Vec::new();
            let mut column = 0;
            while column < self.columns {
                let side = if row < heads { Align::Centre } else { sides[column] };
                let cell = match owner[row * self.columns + column] {
                    Some(cell) if cell.row == row => GridCell {
                        text: self.cell(row, column),
                        column,
                        columns: cell.columns,
                        rows: cell.rows,
                        // Across several columns nothing stands as figures or numbers of rows do.
                        side: if cell.columns > 1 && row >= heads { Align::Unset } else { side },
                    },
                    Some(cell) => GridCell { text: &[], column, columns: cell.columns, rows: 0, side },
                    None => GridCell { text: self.cell(row, column), column, columns: 1, rows: 1, side },
                };
                column += cell.columns.max(1);
                cells.push(cell);
            }
            let last = row + 1 == self.rows.len();
            let keep = !last && (row < heads || full.contains(&row) || totals[row + 1]);
            rows.push(GridRow { cells, keep, total: totals[row] });
        }
        Grid { columns: self.columns, heads, rows }
    }

    /// Where a column stands: as the text says, else figures at the right and numbers of rows in the middle.
    fn side(&self, table: &TableText, column: usize, heads: usize, full: &[usize]) -> Align {
        let said = table.align.get(column).copied().unwrap_or_default();
        if said != Align::Unset {
            return said;
        }
        let title = (0..heads).map(|row| fold(&self.words(row, column))).find(|words| !words.is_empty());
        if column == 0 && title.is_some_and(|t| matches!(t.trim_end_matches('.'), "tt" | "stt" | "số tt" | "số thứ tự"))
        {
            return Align::Centre;
        }
        let words = (heads..self.rows.len()).filter(|row| !full.contains(row)).map(|row| self.words(row, column));
        let (mut figures, mut other) = (0, 0);
        for words in words {
            if is_figure(&words) {
                figures += 1;
            } else if !is_neutral(&words) {
                other += 1;
            }
        }
        if figures > 0 && other == 0 { Align::Right } else { Align::Unset }
    }
}

/// Columns that belong together in a row of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct HeadRange {
    start: usize,
    end: usize,
    /// Whether this row has words there.
    words: bool,
}

/// Joins the cells of the head: to the right as far as the ranges go, down as far as nothing stands below.
fn join_head(levels: &[Vec<HeadRange>], joined: &mut Vec<JoinedCell>) {
    for (row, ranges) in levels.iter().enumerate() {
        for range in ranges.iter().filter(|range| range.words) {
            let whole = |below: &&Vec<HeadRange>| {
                below.iter().any(|r| r.start == range.start && r.end == range.end && !r.words)
            };
            let rows = 1 + levels[row + 1..].iter().take_while(whole).count();
            let columns = range.end - range.start;
            if rows > 1 || columns > 1 {
                joined.push(JoinedCell { row, column: range.start, rows, columns });
            }
        }
    }
}

fn places(cell: &JoinedCell, width: usize) -> impl Iterator<Item = usize> {
    let (row, rows, column, columns) = (cell.row, cell.rows, cell.column, cell.columns);
    (row..row + rows).flat_map(move |row| (column..column + columns).map(move |column| row * width + column))
}

/// Whether all words are bold.
fn strong(cell: &[Inline]) -> bool {
    cell.iter().all(|inline| match inline {
        Inline::Strong(_) | Inline::Note(_) => true,
        other => plain(std::slice::from_ref(other)).trim().is_empty(),
    })
}

fn is_total(words: &str) -> bool {
    let folded = fold(words);
    let rest = folded.strip_prefix("tổng").or_else(|| folded.strip_prefix("cộng"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':', '.', '(']))
        && !folded.starts_with("cộng tác")
        && !folded.starts_with("cộng đồng")
}

/// Whether a cell holds a number and nothing else: `1.790,6`, `ước 83`, `98,6%`, `-5`, `12/15`.
fn is_figure(words: &str) -> bool {
    let words = words.trim().trim_end_matches("(*)").trim_end();
    let words = words.strip_prefix("ước ").or_else(|| words.strip_prefix("Ước ")).unwrap_or(words);
    let slashes = words.matches('/').count();
    words.chars().any(|c| c.is_ascii_digit())
        && slashes < 2
        && words.chars().all(|c| c.is_ascii_digit() || ".,%+-−–/() \u{a0}".contains(c))
}

fn is_year(words: &str) -> bool {
    words.len() == 4 && matches!(words.parse::<u32>(), Ok(1900..=2100))
}

/// What stands for a figure that there is not.
fn is_neutral(words: &str) -> bool {
    matches!(fold(words).as_str(), "" | "-" | "–" | "—" | "…" | "..." | "x" | "không" | "chưa có số liệu")
}

#[cfg(test)]
mod tests;
