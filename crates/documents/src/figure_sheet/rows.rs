//! The rows of a table: which indicator, whose, and its numbers.

use crate::figure_sheet::account::ranges;
use crate::figure_sheet::columns::{Column, TableHead};
use crate::figure_sheet::shape::{counts_columns, is_ordinal, is_wordy};
use crate::figure_sheet::units::Stated;
use crate::figure_sheet::{FiguresAsked, SheetReader, unit, units};
use crate::spreadsheet::{Address, CellContent, NumberShown, Range, SheetCell};
use baocao_core::domain::{EnteredFigure, Indicator};
use baocao_core::say;
use baocao_core::text::{fold, nearest, nfc, visible};
use std::collections::{BTreeMap, BTreeSet};

/// The most that is said of one file: past it the file is another one than was meant.
const MANY: usize = 200;

/// Where each indicator was met, as people say it.
pub type SeenPlaces = BTreeMap<String, baocao_core::text::Text>;

pub fn read(desk: &mut SheetReader<'_>, heading: &TableHead, question: &FiguresAsked<'_>, seen: &mut SeenPlaces) {
    for (first, second) in &heading.twice {
        let message = say!(vi: "cột này và cột có ô {first} cùng một nghĩa", en: "this column and that of cell {first} mean the same");
        let help = say!(vi: "đổi tên hoặc bỏ một cột", en: "rename or remove one of them");
        desk.wrong(*second, message, help);
    }
    for column in heading.columns.values() {
        desk.used(Address { row: heading.row, column: *column });
    }
    let mut names: BTreeMap<String, Vec<&Indicator>> = BTreeMap::new();
    for indicator in question.indicators {
        names.entry(fold(&indicator.name)).or_default().push(indicator);
    }
    let mut table = FigureTable {
        units: units::of_table(desk.sheet, heading, question.indicators),
        foreign: BTreeMap::new(),
        names,
        whose: None,
        heading,
        question,
        formulas: 0,
        merged: BTreeSet::new(),
    };
    table.whose = table.whose_column(desk);
    for (at, _) in &table.units {
        // A cell that says nothing but the unit has been compared, or is told of below.
        let label = |cell: &SheetCell| matches!(&cell.content, CellContent::Text(text) if unit::is_label(text));
        if desk.sheet.seen(*at).is_some_and(label) {
            desk.used(*at);
        }
    }
    let below = Address { row: heading.row + 1, column: 0 };
    let mut rows: BTreeSet<u32> = desk.sheet.cells.range(below..).map(|(at, _)| at.row).collect();
    if let Some(row) = rows.first().copied().filter(|row| counts_columns(desk, *row)) {
        rows.remove(&row);
        let cells = desk.sheet.cells.range(Address { row, column: 0 }..Address { row: row + 1, column: 0 });
        cells.for_each(|(at, _)| desk.ledger.used(*at));
    }
    for row in rows {
        if desk.out.findings.len() > MANY {
            let message = say!(
                vi: "đã có quá {MANY} điều cần nói, không đọc tiếp",
                en: "there are more than {MANY} things to say; the rest was not read"
            );
            let help = say!(vi: "sửa các ô trên rồi nhập lại", en: "mend the cells above and import again");
            desk.wrong(Address { row, column: 0 }, message, help);
            return;
        }
        table.row(desk, row, seen);
    }
    let formulas = table.formulas;
    if formulas > 0 {
        desk.note(say!(vi: "{formulas} ô là công thức: lấy kết quả đã lưu trong tệp", en: "{formulas} cells are formulas: their results stored in the file were taken"));
    }
    table.foreign(desk);
    if !desk.zeros.is_empty() {
        let (count, places) = (desk.zeros.len(), ranges(&desk.zeros));
        desk.note(say!(
            vi: "{count} ô có số 0 mà bảng tính không cho thấy, lấy là 0: {places}",
            en: "{count} cells hold a 0 that the sheet does not show; it was taken as 0: {places}"
        ));
    }
    if !desk.rounded.is_empty() {
        let (count, places) = (desk.rounded.len(), ranges(&desk.rounded));
        desk.note(say!(
            vi: "{count} ô có phần lẻ mà định dạng không cho thấy hết, lấy số đầy đủ: {places}",
            en: "{count} cells have decimals that their format does not show; the full numbers were taken: {places}"
        ));
    }
    let folded = desk.ledger.taken_of(&desk.sheet.folded);
    if !folded.is_empty() {
        let (name, places) = (visible(&desk.sheet.name), ranges(&folded));
        desk.note(say!(
            vi: "trang “{name}” có hàng hoặc cột bị ẩn; số ở đó vẫn được đọc: {places}",
            en: "the sheet “{name}” has hidden rows or columns; their numbers were read all the same: {places}"
        ));
    }
    for range in table.merged {
        desk.at(false, range, say!(vi: "ô gộp, hiểu là mọi hàng có cùng một chữ", en: "merged cells, taken as the same words in every row"), None);
    }
}

pub struct FigureTable<'a> {
    /// The units that the sheet states for the whole table, and where.
    pub units: Vec<Stated>,
    /// Places of such units that are of another kind than a row's, and how many rows that were.
    pub foreign: BTreeMap<Address, usize>,
    /// The indicators by their names as compared.
    names: BTreeMap<String, Vec<&'a Indicator>>,
    /// The column of departments, if “Đơn vị” means that.
    whose: Option<u32>,
    pub heading: &'a TableHead,
    pub question: &'a FiguresAsked<'a>,
    formulas: usize,
    merged: BTreeSet<String>,
}

impl<'a> FigureTable<'a> {
    pub fn place(&self, row: u32, column: Column) -> Option<Address> {
        self.heading.columns.get(&column).map(|column| Address { row, column: *column })
    }

    /// The words at a place, those of merged cells in each of their rows.
    pub fn words(&mut self, desk: &SheetReader<'_>, at: Address) -> Option<String> {
        let text = match &desk.sheet.seen(at)?.content {
            CellContent::Text(text) => nfc(text.trim()),
            // An id or a name may be nothing but digits.
            CellContent::Number(number, NumberShown::AsIs) => number.to_string(),
            _ => return None,
        };
        if let Some(range) = desk.sheet.merge_at(at).filter(|range| range.from.row != at.row) {
            self.merged.insert(range.to_string());
        }
        (!text.is_empty()).then_some(text)
    }

    /// Whether “Đơn vị” means departments: if a cell below it is one.
    fn whose_column(&self, desk: &SheetReader<'_>) -> Option<u32> {
        let column = *self.heading.columns.get(&Column::Whose)?;
        let below = desk.sheet.cells.iter().filter(|(at, _)| at.column == column && at.row > self.heading.row);
        let mut texts = below.filter_map(|(_, cell)| match &cell.content {
            CellContent::Text(text) => Some(fold(text)),
            _ => None,
        });
        let departments = self.question.departments;
        texts.any(|text| departments.iter().any(|d| fold(&d.name) == text || d.id.as_str() == text)).then_some(column)
    }

    fn row(&mut self, desk: &mut SheetReader<'_>, row: u32, seen: &mut SeenPlaces) {
        let places: Vec<(Column, Address)> =
            Column::AMOUNTS.into_iter().filter_map(|column| Some((column, self.place(row, column)?))).collect();
        let Some(first) = places.iter().map(|(_, at)| *at).find(|at| desk.sheet.cells.contains_key(at)) else {
            return self.without_number(desk, row);
        };
        // A signature below the table stands in whichever column is wide enough.
        let labels = [Column::Id, Column::Name].into_iter().filter_map(|column| self.place(row, column));
        let labelled = labels.into_iter().any(|at| desk.sheet.seen(at).is_some());
        let wordy = |at: &Address| desk.sheet.cells.get(at).is_none_or(is_wordy);
        if !labelled && places.iter().all(|(_, at)| wordy(at)) {
            return self.without_number(desk, row);
        }
        if let Some(column) = self.whose {
            let at = Address { row, column };
            let whose = self.words(desk, at).map(|text| fold(&text));
            let own = self.question.department;
            let is_own = |text: &String| *text == fold(&own.name) || text == own.id.as_str();
            if !whose.as_ref().is_some_and(is_own) {
                desk.ledger.others.insert(row);
                return;
            }
            desk.used(at);
        }
        if let Some(at) = self.place(row, Column::Ordinal).filter(|at| desk.sheet.seen(*at).is_some_and(is_ordinal)) {
            desk.used(at);
        }
        let Some((at, indicator)) = self.indicator(desk, row, first) else { return };
        let place = desk.place(at);
        if let Some(other) = seen.get(&indicator.id) {
            let (name, vi, en) = (visible(&indicator.name), &other.vi, &other.en);
            let message =
                say!(vi: "chỉ tiêu “{name}” đã có ở {vi}", en: "the indicator “{name}” stands at {en} already");
            desk.wrong(
                at,
                message,
                say!(vi: "chỉ để một hàng cho mỗi chỉ tiêu", en: "leave one row for each indicator"),
            );
            return;
        }
        seen.insert(indicator.id.clone(), place);
        if !indicator.is_of(&self.question.department.id) {
            let name = visible(&indicator.name);
            let message = say!(vi: "chỉ tiêu “{name}” không giao cho đơn vị này báo cáo", en: "the indicator “{name}” is not for this department to report");
            desk.at(false, at, message, None);
        }
        self.unit(desk, row, indicator);
        self.stated_unit(desk, row, indicator);
        let mut figure = EnteredFigure { id: indicator.id.clone(), ..EnteredFigure::default() };
        self.numbers(desk, row, &places, indicator, &mut figure);
        for at in [Column::Estimate, Column::AsOf, Column::Note].into_iter().filter_map(|c| self.place(row, c)) {
            if desk.sheet.cells.contains_key(&at) && desk.sheet.merge_at(at).is_none_or(|range| range.from == at) {
                desk.used(at);
            }
        }
        let cell = |column| self.place(row, column).and_then(|at| Some((at, desk.sheet.own(at)?)));
        let (estimate, as_of, note) = (cell(Column::Estimate), cell(Column::AsOf), cell(Column::Note));
        if let Some((at, cell)) = estimate {
            figure.estimate = desk.yes(at, cell).or(figure.estimate);
        } else if self.heading.columns.contains_key(&Column::Estimate) && figure.actual.is_some() {
            figure.estimate = figure.estimate.or(Some(false));
        }
        figure.as_of = as_of.and_then(|(at, cell)| desk.day(at, cell));
        match note {
            Some((_, SheetCell { content: CellContent::Text(text), .. })) => figure.note = Some(nfc(text.trim())),
            Some((at, SheetCell { content, .. })) => desk.unusable(at, content),
            None => {}
        }
        desk.out.figures.push(figure);
    }

    /// A row without numbers says nothing; where it only lists an indicator, there is nothing to name either.
    fn without_number(&mut self, desk: &mut SheetReader<'_>, row: u32) {
        let indicators = self.question.indicators;
        let (id, name) = (self.place(row, Column::Id), self.place(row, Column::Name));
        let typed_id = id.and_then(|at| Some((at, self.words(desk, at)?)));
        let typed_name = name.and_then(|at| Some((at, self.words(desk, at)?)));
        let by_id = typed_id.as_ref().and_then(|(_, typed)| indicators.iter().find(|i| i.id == typed.to_lowercase()));
        let named = typed_name.as_ref().map(|(_, typed)| self.by_name(typed)).unwrap_or_default();
        let Some(indicator) = by_id.or(named.first().copied()) else { return };
        let known = [typed_id.filter(|_| by_id.is_some()), typed_name.filter(|_| !named.is_empty())];
        known.into_iter().flatten().for_each(|(at, _)| desk.used(at));
        let unit = self.place(row, Column::Unit).and_then(|at| Some((at, self.words(desk, at)?)));
        if let Some((at, _)) = unit.filter(|(_, typed)| unit::same(typed, &indicator.unit)) {
            desk.used(at);
        }
        if let Some(at) = self.place(row, Column::Ordinal).filter(|at| desk.sheet.seen(*at).is_some_and(is_ordinal)) {
            desk.used(at);
        }
    }

    fn numbers(
        &mut self,
        desk: &mut SheetReader<'_>,
        row: u32,
        places: &[(Column, Address)],
        indicator: &Indicator,
        figure: &mut EnteredFigure,
    ) {
        for (column, at) in places {
            let sheet = desk.sheet;
            let others =
                places.iter().any(|(_, other)| other != at && sheet.merge_at(*at).is_some_and(|m| m.holds(*other)));
            let unclear = |m: &Range| others || m.from.row < row || m.to.row > row || m.from != *at;
            if let Some(range) = sheet.merge_at(*at).filter(unclear) {
                if sheet.cells.contains_key(&range.from) {
                    desk.used(range.from);
                    let message = say!(vi: "ô gộp {range}: không rõ số này của chỉ tiêu hay cột nào", en: "merged cells {range}: whose number this is cannot be told");
                    desk.wrong(
                        *at,
                        message,
                        say!(vi: "bỏ gộp ô và ghi số vào từng ô", en: "split them and write each number"),
                    );
                }
                continue;
            }
            let Some(cell) = sheet.cells.get(at) else { continue };
            desk.used(*at);
            self.formulas += usize::from(cell.formula);
            if self.unit_of_column(desk, *column, *at, cell, indicator) {
                continue;
            }
            let Some(number) = desk.amount(*at, cell, indicator) else { continue };
            match column {
                Column::Plan => figure.plan = Some(number),
                Column::SamePeriod => figure.same_period = Some(number),
                Column::Cumulative => figure.cumulative = Some(number),
                Column::Estimated if figure.actual.is_some() => desk.wrong(
                    *at,
                    say!(vi: "hàng này có cả số thực hiện và số ước thực hiện", en: "this row has both what was done and an estimate of it"),
                    say!(vi: "chỉ giữ một trong hai", en: "leave one of them"),
                ),
                Column::Estimated => (figure.actual, figure.estimate) = (Some(number), Some(true)),
                _ => figure.actual = Some(number),
            }
        }
    }

    /// Which indicator a row is about, and the cell that says so.
    fn indicator(&mut self, desk: &mut SheetReader<'_>, row: u32, amount: Address) -> Option<(Address, &'a Indicator)> {
        let indicators = self.question.indicators;
        let (id, name) = (self.place(row, Column::Id), self.place(row, Column::Name));
        let typed_id = id.and_then(|at| Some((at, self.words(desk, at)?)));
        let typed_name = name.and_then(|at| Some((at, self.words(desk, at)?)));
        let named = typed_name.as_ref().map(|(_, text)| self.by_name(text)).unwrap_or_default();
        let Some((at, typed)) = typed_id.as_ref().or(typed_name.as_ref()) else {
            let message = say!(vi: "có số mà không có chỉ tiêu", en: "a number without an indicator");
            let help = say!(vi: "ghi mã hoặc tên chỉ tiêu ở hàng này, hoặc xoá số", en: "write the indicator's id or name in this row, or remove the number");
            desk.wrong(amount, message, help);
            return None;
        };
        let by_id = indicators.iter().find(|i| i.id == typed.to_lowercase());
        desk.used(*at);
        if let Some((at, _)) = typed_name.as_ref().filter(|_| !named.is_empty()) {
            desk.used(*at);
        }
        match (by_id, named.as_slice()) {
            (Some(indicator), []) => return Some((*at, indicator)),
            (Some(indicator), named) if named.iter().any(|other| other.id == indicator.id) => {
                return Some((*at, indicator));
            }
            (Some(indicator), [other, ..]) => {
                let (mine, theirs) = (visible(&indicator.name), visible(&other.name));
                let message = say!(
                    vi: "mã này là của “{mine}”, nhưng tên ghi ở hàng này là “{theirs}”",
                    en: "this id is that of “{mine}”, but the name in this row is “{theirs}”"
                );
                desk.wrong(*at, message, say!(vi: "sửa mã hoặc tên cho khớp", en: "make id and name agree"));
            }
            (None, [indicator]) if typed_id.is_none() => return Some((*at, indicator)),
            (None, [_, _, ..]) if typed_id.is_none() => {
                let shown = visible(typed);
                let message =
                    say!(vi: "có nhiều chỉ tiêu cùng tên “{shown}”", en: "several indicators are called “{shown}”");
                desk.wrong(*at, message, say!(vi: "thêm cột Mã chỉ tiêu", en: "add a column Mã chỉ tiêu"));
            }
            (None, _) => {
                let shown = visible(typed);
                let words = indicators.iter().flat_map(|i| [i.id.as_str(), i.name.as_str()]);
                let help = match nearest(typed, words) {
                    Some(near) => say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"),
                    None => {
                        say!(vi: "dùng mã hoặc tên chỉ tiêu trong baocao.toml", en: "use an indicator's id or name of baocao.toml")
                    }
                };
                desk.wrong(*at, say!(vi: "không có chỉ tiêu “{shown}”", en: "there is no indicator “{shown}”"), help);
            }
        }
        None
    }

    /// A figure in another unit of measure is another figure.
    fn unit(&mut self, desk: &mut SheetReader<'_>, row: u32, indicator: &Indicator) {
        let whose = self.whose.is_none().then_some(Column::Whose);
        let Some(at) = self.place(row, Column::Unit).or_else(|| self.place(row, whose?)) else { return };
        let Some(typed) = self.words(desk, at) else { return };
        desk.used(at);
        if unit::same(&typed, &indicator.unit) {
            return;
        }
        let (shown, unit) = (visible(&typed), visible(&indicator.unit));
        let message = say!(vi: "đơn vị tính “{shown}” khác với “{unit}” của chỉ tiêu", en: "the unit “{shown}” is not the indicator's “{unit}”");
        let help = say!(vi: "quy số ra {unit} rồi sửa ô này", en: "convert the numbers and mend this cell");
        desk.wrong(at, message, help);
    }

    /// The indicators of a name, with or without its number in the list and its unit in brackets.
    fn by_name(&self, typed: &str) -> Vec<&'a Indicator> {
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '+' | '*' | ' ');
        let plain = typed.trim_start_matches(number);
        let bare = plain.rsplit_once('(').filter(|(_, rest)| rest.trim_end().ends_with(')'));
        let bare = bare.map_or(plain, |(name, _)| name);
        let named = |text: &str| self.names.get(&fold(text)).filter(|found| !found.is_empty()).cloned();
        [typed, plain, bare].into_iter().find_map(named).unwrap_or_default()
    }
}
