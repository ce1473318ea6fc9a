//! What rows and cells are by their look alone: numbering, words without a number.

use crate::figure_sheet::SheetReader;
use crate::spreadsheet::{Address, CellContent, NumberShown, SheetCell};

/// Whether a row counts the columns and nothing else: A, B, 1, 2, 3 or (1), (2), (3) = (2) / (1).
pub(crate) fn counts_columns(desk: &SheetReader<'_>, row: u32) -> bool {
    let cells = desk.sheet.cells.range(Address { row, column: 0 }..Address { row: row + 1, column: 0 });
    let mut last = 0;
    let mut counted = 0;
    for (_, cell) in cells {
        let text = match &cell.content {
            CellContent::Number(number, NumberShown::AsIs) => number.to_string(),
            CellContent::Text(text) => text.split('=').next().unwrap_or_default().to_string(),
            _ => return false,
        };
        let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ' '));
        match text.parse::<u32>() {
            Ok(number) if number > last && number <= last + 3 => (last, counted) = (number, counted + 1),
            Err(_) if last == 0 && text.chars().count() == 1 && text.chars().all(char::is_alphabetic) => counted += 1,
            _ => return false,
        }
    }
    counted > 2
}

/// Whether a cell holds words without any digit.
pub(crate) fn is_wordy(cell: &SheetCell) -> bool {
    matches!(&cell.content, CellContent::Text(text) if !text.chars().any(|c| c.is_ascii_digit()))
}

/// Whether a cell only counts the rows: 7, II, b), 1.2.
pub(crate) fn is_ordinal(cell: &SheetCell) -> bool {
    match &cell.content {
        CellContent::Number(..) => true,
        CellContent::Text(text) => {
            let text = text.trim();
            let counts = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | '-' | '+' | '*' | ' ');
            let letters = text.trim_matches(counts);
            letters.chars().count() <= 1 || letters.chars().all(|c| "IVXivx".contains(c))
        }
        _ => false,
    }
}
