//! Tables for the typesetter: joined cells, a head that every page repeats, totals that stay with their rows.

use crate::measure;
use crate::pdf::markup::{TypstWriter, pt};
use baocao_core::domain::{Align, Grid, GridCell, Ladder, Length, TableText};
use std::fmt::Write as _;

/// From how many columns on a table is wide.
const WIDE: usize = 7;
/// At most so many rows are kept on one page.
const MOST_KEPT: usize = 8;
/// A cell of the column that is hidden.
const UNSEEN: &str = "stroke: none, inset: 0pt";

impl TypstWriter<'_> {
    pub fn table(&mut self, table: &TableText) {
        let grid = Grid::new(table);
        if grid.columns == 0 || grid.rows.is_empty() {
            return;
        }
        let s = &self.layout.sizes;
        let wide = grid.columns >= WIDE;
        let (size, inset) = if wide { (s.wide_table, "2pt") } else { (s.table, "4pt") };
        let widths = measure::columns(&grid, size, self.layout.text_width(), if wide { 57 } else { 108 });
        // Pictures in a cell must fit the narrowest column; a twip is 127/72 hundredths of a millimetre.
        let narrow = widths.iter().min().copied().unwrap_or(0).saturating_sub(216) * 127 / 72;
        let before = std::mem::replace(&mut self.room, Length(narrow));
        let mut widths: Vec<String> = widths.iter().map(|w| format!("{w}fr")).collect();
        let kept = kept(&grid);
        // The typesetter has no word for rows that stay together, but it never breaks a cell that says so: one without width,
        // over the rows, in a column of its own.
        if kept.iter().any(|rows| *rows > 1) {
            widths.push("0pt".into());
        }
        let unseen = widths.len() > grid.columns;
        let _ = write!(
            self.out,
            "#block(above: 4pt, below: 10pt)[#set text(size: {})\n#set par(first-line-indent: 0pt, justify: false, leading: 0.1em)\n#table(columns: ({},), inset: (x: {inset}, y: 2pt), stroke: 0.5pt,",
            pt(size),
            widths.join(", ")
        );
        let mut notes = Vec::new();
        if grid.heads > 0 {
            self.line("table.header(");
            self.of_head = Some(Vec::new());
            for row in &grid.rows[..grid.heads] {
                row.cells.iter().for_each(|cell| self.cell(cell, true));
                if unseen {
                    let _ = write!(self.out, "table.cell({UNSEEN})[],");
                }
            }
            notes = self.of_head.take().unwrap_or_default();
            self.line("),");
        }
        self.line("\n");
        for (row, rows) in grid.rows.iter().zip(&kept).skip(grid.heads) {
            row.cells.iter().for_each(|cell| self.cell(cell, false));
            if unseen && *rows > 0 {
                let _ = write!(self.out, "table.cell(rowspan: {rows}, breakable: false, {UNSEEN})[],");
            }
            self.line("\n");
        }
        self.line(")]\n\n");
        self.room = before;
        self.notes_of_head(&notes);
    }

    fn cell(&mut self, cell: &GridCell<'_>, head: bool) {
        if cell.rows == 0 {
            return;
        }
        let side = match cell.side {
            Align::Unset | Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        let (columns, rows) = (cell.columns, cell.rows);
        let _ = write!(self.out, "table.cell(colspan: {columns}, rowspan: {rows}, align: {side} + horizon)[");
        if head {
            self.line("#strong[");
        }
        self.inlines(cell.text);
        self.line(if head { "]]," } else { "]," });
    }

    /// A head that is repeated may hold no links: its notes stand below the table.
    fn notes_of_head(&mut self, notes: &[usize]) {
        for number in notes {
            let Some(note) = self.notes.get(number - 1) else { continue };
            let _ = writeln!(
                self.out,
                "#block[#set text(size: {})\n#set par(first-line-indent: 0pt, leading: 0.1em, spacing: 0.3em)\n#super[{number}] ",
                pt(self.layout.sizes.note)
            );
            self.below = true;
            note.iter().for_each(|block| self.block(block, Ladder::default()));
            self.below = false;
            self.line("]\n\n");
        }
    }
}

/// For each row, how many rows from it on stay together; 0 for those that belong to one before.
fn kept(grid: &Grid<'_>) -> Vec<usize> {
    let mut out = vec![1; grid.rows.len()];
    let mut first = grid.heads;
    while first < grid.rows.len() {
        let most = MOST_KEPT.min(grid.rows.len() - first);
        let more = grid.rows[first..first + most - 1].iter().take_while(|row| row.keep).count();
        out[first] = more + 1;
        out[first + 1..=first + more].iter_mut().for_each(|rows| *rows = 0);
        first += more + 1;
    }
    out
}
