//! Tables as Word makes them: joined cells, a head that every page repeats, totals that stay with their rows.

use crate::docx::text::{DocxWriter, Paragraph};
use crate::measure;
use baocao_core::domain::{Align, Grid, GridCell, Inline, Length, TableText};
use std::fmt::Write as _;

/// From how many columns on a table is wide.
const WIDE: usize = 7;

impl DocxWriter<'_> {
    pub fn table(&mut self, table: &TableText, room: Length) {
        let grid = Grid::new(table);
        if grid.columns == 0 || grid.rows.is_empty() {
            return;
        }
        let wide = grid.columns >= WIDE;
        let (style, size) = match wide {
            true => ("BangRong", self.layout.sizes.wide_table),
            false => ("Bang", self.layout.sizes.table),
        };
        let margin = if wide { 57 } else { 108 };
        let widths = measure::columns(&grid, size, room, margin);
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:left w:w=\"{margin}\" w:type=\"dxa\"/><w:right w:w=\"{margin}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
            widths.iter().sum::<u32>()
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        for (at, row) in grid.rows.iter().enumerate() {
            let head = at < grid.heads;
            let repeated = if head { "<w:tblHeader/>" } else { "" };
            let _ = write!(self.out, "<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>");
            for cell in &row.cells {
                let width = widths[cell.column..cell.column + cell.columns].iter().sum();
                self.cell(style, width, cell, head, row.keep || self.together);
            }
            self.out.push_str("</w:tr>");
        }
        // Word joins two tables that touch, and wants a paragraph at the end of whatever holds one.
        self.out.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:spacing w:before=\"0\" w:after=\"120\"/></w:pPr></w:p>");
    }

    fn cell(&mut self, style: &str, width: u32, cell: &GridCell<'_>, head: bool, keep: bool) {
        let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if cell.columns > 1 {
            let _ = write!(self.out, "<w:gridSpan w:val=\"{}\"/>", cell.columns);
        }
        match cell.rows {
            0 => self.out.push_str("<w:vMerge/>"),
            1 => {}
            _ => self.out.push_str("<w:vMerge w:val=\"restart\"/>"),
        }
        self.out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
        let side = match cell.side {
            Align::Unset | Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        let keep = if keep { "<w:keepNext/>" } else { "" };
        let about = Paragraph { style, number: None, more: format!("{keep}<w:jc w:val=\"{side}\"/>") };
        // A twip is 127/72 hundredths of a millimetre; both margins of a cell are 216 twips at most.
        let before = std::mem::replace(&mut self.room, Length(width.saturating_sub(216) * 127 / 72));
        if head {
            self.paragraph(&about, &[Inline::Strong(cell.text.to_vec())]);
        } else {
            self.paragraph(&about, cell.text);
        }
        self.room = before;
        self.out.push_str("</w:tc>");
    }
}
