//! Which column holds what, by the words of its heading.

use crate::spreadsheet::{Address, CellContent, WorkbookSheet};
use baocao_core::text::fold_plain;
use std::collections::BTreeMap;

/// The rows among which a heading is looked for.
const TOP: u32 = 50;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Id,
    Name,
    Unit,
    /// “Đơn vị” alone: a department or a unit of measure; the cells below tell.
    Whose,
    Plan,
    Actual,
    /// “Ước thực hiện”: what was done, as an estimate.
    Estimated,
    /// “Ước”: whether it is one.
    Estimate,
    AsOf,
    SamePeriod,
    Cumulative,
    Note,
    /// “STT”: counts the rows.
    Ordinal,
}

impl Column {
    pub(crate) const AMOUNTS: [Column; 5] =
        [Column::Plan, Column::Actual, Column::Estimated, Column::SamePeriod, Column::Cumulative];

    /// By the words of a heading; `None` for what is of no use here: numbers of rows, percentages, differences.
    fn of(heading: &str) -> Option<Column> {
        let whole = fold_plain(heading);
        let key = whole.split('(').next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
        if key.contains('%') || ["ty le", "tang", "so sanh", "so voi"].iter().any(|word| key.contains(word)) {
            return None;
        }
        let begins = |words: &[&str]| words.iter().any(|word| key == *word || key.starts_with(&format!("{word} ")));
        Some(match key {
            "ma" | "ma so" | "ma ct" | "ma chi tieu" | "id" => Column::Id,
            "ten" | "noi dung" | "noi dung chi tieu" | "danh muc chi tieu" => Column::Name,
            _ if begins(&["chi tieu", "ten chi tieu"]) => Column::Name,
            "dvt" | "don vi tinh" | "don vi do" => Column::Unit,
            "don vi" | "don vi bao cao" | "phong" | "phong, don vi" => Column::Whose,
            "uoc" | "so uoc" | "la so uoc" => Column::Estimate,
            "den ngay" | "tinh den ngay" | "so lieu den" | "so lieu den ngay" => Column::AsOf,
            "ghi chu" => Column::Note,
            "stt" | "tt" | "so tt" | "so thu tu" => Column::Ordinal,
            _ if key.contains("cung ky") => Column::SamePeriod,
            _ if key.contains("luy ke") => Column::Cumulative,
            _ if key.contains("truoc") => return None,
            _ if begins(&["uoc thuc hien", "uoc th", "uoc dat"]) => Column::Estimated,
            _ if begins(&["ke hoach", "kh"]) => Column::Plan,
            _ if begins(&["thuc hien", "th", "ket qua", "ket qua thuc hien"]) => Column::Actual,
            _ => return None,
        })
    }
}

/// The heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableHead {
    /// The row it stands in; the figures begin below.
    pub row: u32,
    /// Where each column is.
    pub columns: BTreeMap<Column, u32>,
    /// Two columns that say the same.
    pub twice: Vec<(Address, Address)>,
    /// Headings of columns that are not read.
    pub unused: Vec<String>,
}

impl TableHead {
    /// The row that knows the most columns, if it knows an indicator and an amount.
    pub(crate) fn find(sheet: &WorkbookSheet) -> Option<TableHead> {
        let rows: Vec<u32> = sheet.cells.keys().map(|at| at.row).take_while(|row| *row < TOP).collect();
        let mut best: Option<TableHead> = None;
        let mut last = None;
        for row in rows {
            if last.replace(row) == Some(row) {
                continue;
            }
            let heading = TableHead::read(sheet, row);
            let has = |column| heading.columns.contains_key(column);
            let known = (has(&Column::Id) || has(&Column::Name)) && Column::AMOUNTS.iter().any(has);
            if known && best.as_ref().is_none_or(|best| best.columns.len() < heading.columns.len()) {
                best = Some(heading);
            }
        }
        best
    }

    fn read(sheet: &WorkbookSheet, row: u32) -> TableHead {
        let mut heading = TableHead { row, columns: BTreeMap::new(), twice: Vec::new(), unused: Vec::new() };
        let first = Address { row, column: 0 };
        let own = sheet.cells.range(first..Address { row: row + 1, column: 0 }).map(|(at, _)| *at);
        // A heading over two rows belongs to both.
        let above = sheet.merged.iter().filter(|range| range.from.row < row && range.to.row >= row);
        let above = above.map(|range| Address { row, column: range.from.column });
        let mut places: Vec<Address> = own.chain(above).collect();
        places.sort();
        places.dedup();
        for at in places {
            let Some(CellContent::Text(text)) = sheet.seen(at).map(|cell| &cell.content) else { continue };
            match Column::of(text) {
                None => heading.unused.push(text.split_whitespace().collect::<Vec<_>>().join(" ")),
                Some(column) => {
                    if let Some(other) = heading.columns.insert(column, at.column) {
                        heading.twice.push((Address { row, column: other }, at));
                    }
                }
            }
        }
        heading
    }
}

#[cfg(test)]
mod tests {
    use crate::figure_sheet::columns::*;

    #[test]
    fn headings_are_known_by_their_words_however_they_are_typed() {
        for (heading, column) in [
            ("MÃ CHỈ TIÊU", Some(Column::Id)),
            ("Chỉ tiêu", Some(Column::Name)),
            ("Chỉ tiêu chủ yếu", Some(Column::Name)),
            ("ĐVT", Some(Column::Unit)),
            ("Đơn vị", Some(Column::Whose)),
            ("Kế hoạch năm 2024", Some(Column::Plan)),
            ("KẾ HOẠCH\n(triệu đồng)", Some(Column::Plan)),
            ("Thực hiện", Some(Column::Actual)),
            ("ke\u{302}\u{301} hoa\u{323}ch", Some(Column::Plan)),
            ("Ước thực hiện quý II", Some(Column::Estimated)),
            ("Ước", Some(Column::Estimate)),
            ("Thực hiện cùng kỳ năm trước", Some(Column::SamePeriod)),
            ("Lũy kế từ đầu năm", Some(Column::Cumulative)),
            ("Luỹ kế", Some(Column::Cumulative)),
            ("Thực hiện quý trước", None),
            ("% kế hoạch", None),
            ("Tăng, giảm", None),
            ("So với cùng kỳ", None),
            ("STT", Some(Column::Ordinal)),
        ] {
            assert_eq!(Column::of(heading), column, "{heading}");
        }
    }
}
