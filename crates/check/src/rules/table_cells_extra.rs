//! Tables whose rows have more cells than the head: Markdown drops the rest, and only the document keeps them.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for table in &paper.markup.tables {
        let (width, ruled) = (table.width, table.ruled);
        if ruled != width {
            let message = say!(
                vi: "dòng gạch ngang của bảng có {ruled} ô, dòng đầu có {width} ô: bản xem trước không nhận đây là bảng",
                en: "the row of dashes has {ruled} cells, the head has {width}: a preview takes this for no table"
            );
            let help = say!(
                vi: "chạy `baocao fix`, hoặc viết cho mỗi cột một ô “---” dưới dòng đầu",
                en: "run `baocao fix`, or write one “---” for each column under the head"
            );
            let place = report.place(table.rule);
            out.push(Diagnostic::new(Code::TableCellsExtra, place, message).help(help).fixable());
        }
        for (_, lost) in &table.rows {
            let words = source.slice(*lost).split('|').map(str::trim).filter(|cell| !cell.is_empty());
            let words = words.collect::<Vec<_>>().join(" | ");
            let shown: String = words.chars().take(60).collect();
            let message = say!(
                vi: "dòng này nhiều ô hơn dòng đầu bảng ({width} cột): phần “{shown}” mất trong bản xem trước, trong văn bản thành cột không tên",
                en: "this row has more cells than the table's head ({width} columns): “{shown}” is lost in a preview and stands in a nameless column of the document"
            );
            let help = say!(
                vi: "chạy `baocao fix` để thêm cột vào dòng đầu; nếu dấu “|” là chữ trong ô thì viết “\\|”",
                en: "run `baocao fix` to add columns to the head; if “|” is text inside a cell, write “\\|”"
            );
            let first = source.slice(*lost);
            let lead = first.len() - first.trim_start().len();
            let place =
                report.place(baocao_core::text::Span::new(lost.start + lead, lost.start + first.trim_end().len()));
            let head = say!(vi: "dòng đầu bảng", en: "the table's head");
            let found = Diagnostic::new(Code::TableCellsExtra, place, message).help(help).fixable();
            out.push(found.also(report.place(table.head), head));
        }
    }
}
