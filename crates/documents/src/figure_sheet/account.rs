//! The account of a workbook: each cell was taken, or is left out by kind and place; so is all that stands outside cells.

use crate::figure_sheet::columns::TableHead;
use crate::figure_sheet::{FigureSheet, SheetReader};
use crate::spreadsheet::{Address, Beside, CellContent, SheetCell, WorkbookSheet};
use crate::word::count_words;
use baocao_core::domain::format_date_vi;
use baocao_core::say;
use baocao_core::text::{Text, visible};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The most places that a message lists.
const PLACES: usize = 12;
/// The most characters of the words that a message shows.
const SHOWN: usize = 80;

/// Something that the file says and that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftInSheet {
    /// What it is, as a sentence begins.
    pub kind: Text,
    /// Where it is.
    pub place: Text,
    /// How many cells or pieces it is.
    pub pieces: usize,
    /// How many words and numbers it has.
    pub words: usize,
    /// Its words, piece by piece; a text that stands in many cells is held once.
    pub texts: Vec<Arc<str>>,
}

impl LeftInSheet {
    /// All its words.
    pub fn text(&self) -> String {
        self.texts.join(" ")
    }

    /// What to tell the person: kind, place, count and the first words.
    pub fn message(&self) -> Text {
        let words = self.texts.iter().flat_map(|text| text.split_whitespace());
        let mut line = String::new();
        for word in words.map(|word| word.chars().take(SHOWN + 1).collect::<String>()) {
            if line.chars().count() > SHOWN {
                break;
            }
            line = if line.is_empty() { word } else { format!("{line} {word}") };
        }
        let cut: String = line.chars().take(SHOWN).collect();
        let text = if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { cut };
        let text = visible(&text);
        let quoted = if text.is_empty() { String::new() } else { format!(" “{text}”") };
        let (kind, place, words) = (&self.kind, &self.place, self.words);
        Text {
            vi: format!("{}: {}, {words} từ{quoted}", kind.vi, place.vi),
            en: format!("{}: {}, {words} words{quoted}", kind.en, place.en),
        }
    }
}

/// Why a cell was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// It stands above the headings.
    Above,
    /// It belongs to a column that is not read.
    UnusedColumn,
    /// It belongs to a column without a heading.
    NoColumn,
    /// Its row is of another department, or a sum.
    Others,
    /// Its row has no number.
    NoNumber,
    /// Another cell of the row has already said what it says, or says it differently.
    NotUsed,
    /// Merged cells hide it.
    Covered,
}

/// What was done with the cells of a sheet.
#[derive(Debug, Default)]
pub(crate) struct CellAccount {
    /// The cells that were taken, or told of one by one.
    used: BTreeSet<Address>,
    /// Rows of other departments and of sums.
    pub others: BTreeSet<u32>,
}

impl CellAccount {
    /// The cell was taken, or the person is told of it.
    pub(crate) fn used(&mut self, at: Address) {
        self.used.insert(at);
    }

    /// Which of these cells were taken.
    pub(crate) fn taken_of(&self, places: &BTreeSet<Address>) -> Vec<Address> {
        places.intersection(&self.used).copied().collect()
    }

    /// Whether anything of a row was taken.
    fn takes_row(&self, row: u32) -> bool {
        self.used.range(Address { row, column: 0 }..Address { row: row + 1, column: 0 }).next().is_some()
    }

    fn reason(&self, sheet: &WorkbookSheet, heading: &TableHead, at: Address) -> Reason {
        let known = heading.columns.values().any(|column| *column == at.column);
        let titled = sheet.seen(Address { row: heading.row, column: at.column }).is_some();
        match () {
            () if sheet.merge_at(at).is_some_and(|range| range.from != at) => Reason::Covered,
            () if at.row < heading.row => Reason::Above,
            () if at.row == heading.row => Reason::UnusedColumn,
            () if self.others.contains(&at.row) => Reason::Others,
            () if !self.takes_row(at.row) => Reason::NoNumber,
            () if known => Reason::NotUsed,
            () if titled => Reason::UnusedColumn,
            () => Reason::NoColumn,
        }
    }
}

impl SheetReader<'_> {
    /// Names every cell of the table's sheet that was not taken.
    pub(crate) fn settle(&mut self, heading: &TableHead) {
        let mut groups: BTreeMap<Reason, Vec<Address>> = BTreeMap::new();
        for at in self.sheet.cells.keys().filter(|at| !self.ledger.used.contains(at)) {
            groups.entry(self.ledger.reason(self.sheet, heading, *at)).or_default().push(*at);
        }
        for (reason, places) in groups {
            let kind = self.kind(reason, heading, &places);
            self.leave(kind, &places);
        }
    }

    fn kind(&self, reason: Reason, heading: &TableHead, places: &[Address]) -> Text {
        match reason {
            Reason::Above => say!(vi: "không đưa vào: phần trên bảng", en: "left out: what stands above the table"),
            Reason::UnusedColumn => {
                let names: Vec<String> = heading.unused.iter().map(|name| format!("“{}”", visible(name))).collect();
                let (names, row) = (names.join(", "), heading.row + 1);
                say!(vi: "hàng {row}: không dùng các cột {names}", en: "row {row}: the columns {names} were not used")
            }
            Reason::NoColumn => {
                say!(vi: "không đưa vào: ô ngoài các cột có tên", en: "left out: cells outside the columns that have a heading")
            }
            Reason::Others => {
                let rows = places.iter().map(|at| at.row).collect::<BTreeSet<_>>().len();
                say!(vi: "bỏ qua {rows} hàng của đơn vị khác và hàng cộng", en: "{rows} rows of other departments and of sums were passed over")
            }
            Reason::NoNumber => say!(vi: "không đưa vào: hàng không có số", en: "left out: rows without a number"),
            Reason::NotUsed => say!(vi: "không đưa vào: ô không dùng đến", en: "left out: cells that were not needed"),
            Reason::Covered => say!(vi: "không đưa vào: ô bị ô gộp che", en: "left out: cells hidden by merged cells"),
        }
    }

    /// Names a whole sheet that was not read.
    pub(crate) fn leave_all(&mut self, kind: Text) {
        let places: Vec<Address> = self.sheet.cells.keys().copied().collect();
        self.leave(kind, &places);
    }

    fn leave(&mut self, kind: Text, places: &[Address]) {
        let texts: Vec<Arc<str>> = places.iter().filter_map(|at| self.sheet.cells.get(at)).map(words).collect();
        // Many cells may point at one long text: it is counted once.
        let mut counted: HashMap<*const u8, usize> = HashMap::new();
        let count = |text: &Arc<str>| *counted.entry(text.as_ptr()).or_insert_with(|| count_words(text));
        let words = texts.iter().map(count).sum();
        let place = match ranges(places) {
            empty if empty.is_empty() => say!(vi: "không có ô nào có nội dung", en: "no cell holds anything"),
            shown => self.place(shown),
        };
        self.out.left.push(LeftInSheet { kind, place, pieces: places.len(), words, texts });
    }
}

/// Names what stands outside the cells.
pub(crate) fn beside(out: &mut FigureSheet, all: impl IntoIterator<Item = Beside>) {
    for Beside { kind, sheet, cell, part, text } in all {
        let Text { vi, en } = kind.name();
        let kind = say!(vi: "không đưa vào: {vi}", en: "left out: {en}");
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        if let Some(sheet) = &sheet {
            let sheet = visible(sheet);
            vi.push(format!("trang “{sheet}”"));
            en.push(format!("sheet “{sheet}”"));
        }
        if let Some(cell) = &cell {
            let cell = visible(cell);
            vi.push(format!("ô {cell}"));
            en.push(format!("cell {cell}"));
        }
        if cell.is_none() && !part.is_empty() || vi.is_empty() {
            let part = visible(&part).to_string();
            vi.push(part.clone());
            en.push(part);
        }
        let place = Text { vi: vi.join(", "), en: en.join(", ") };
        out.left.push(LeftInSheet { kind, place, pieces: 1, words: count_words(&text), texts: vec![text.into()] });
    }
}

/// What a cell says, for naming it.
fn words(cell: &SheetCell) -> Arc<str> {
    let said = match &cell.content {
        CellContent::Text(text) => return text.clone(),
        CellContent::Number(number, _) => number.normalize().to_string().replace('.', ","),
        CellContent::Date(Some(day)) => format_date_vi(*day),
        CellContent::Date(None) => "(giờ)".to_string(),
        CellContent::Error(text) | CellContent::Unreadable(text) => text.clone(),
        CellContent::Flag(yes) => if *yes { "TRUE" } else { "FALSE" }.to_string(),
        CellContent::Uncounted => String::new(),
    };
    match &cell.beside {
        Some(beside) => format!("{said} {}", beside.trim()).into(),
        None => said.into(),
    }
}

/// Addresses in one line: `A1:C1, E4, …`.
pub(crate) fn ranges(places: &[Address]) -> String {
    let mut out: Vec<(Address, Address)> = Vec::new();
    for at in places {
        match out.last_mut() {
            Some((_, to)) if to.row == at.row && to.column + 1 == at.column => *to = *at,
            _ => out.push((*at, *at)),
        }
    }
    // Rows that fill the same columns, one below the other, are one rectangle.
    let mut blocks: Vec<(Address, Address)> = Vec::new();
    for (from, to) in out {
        let below =
            blocks.iter_mut().rev().take(4).find(|(first, last)| {
                first.column == from.column && last.column == to.column && last.row + 1 == from.row
            });
        match below {
            Some((_, last)) => *last = to,
            None => blocks.push((from, to)),
        }
    }
    let more = if blocks.len() > PLACES { ", …" } else { "" };
    let block = |(from, to): &(Address, Address)| if from == to { from.to_string() } else { format!("{from}:{to}") };
    blocks.iter().take(PLACES).map(block).collect::<Vec<_>>().join(", ") + more
}

#[cfg(test)]
mod tests {
    use crate::figure_sheet::account::*;

    #[test]
    fn places_are_told_as_rectangles() {
        let read = |text: &str| text.split(' ').map(|a| Address::read(a).expect("an address")).collect::<Vec<_>>();
        for (places, told) in [
            ("A1", "A1"),
            ("A1 B1 C1", "A1:C1"),
            ("A1 B1 A2 B2", "A1:B2"),
            ("A1 E1 A2 E2 A4", "A1:A2, E1:E2, A4"),
            ("A1 B1 A2", "A1:B1, A2"),
        ] {
            assert_eq!(ranges(&read(places)), told, "{places}");
        }
    }
}
