//! The units that a sheet states outside of its column of units: in headings, above the table, in names and number formats.

use crate::figure_sheet::columns::{Column, TableHead};
use crate::figure_sheet::rows::FigureTable;
use crate::figure_sheet::{SheetReader, unit};
use crate::spreadsheet::{Address, CellContent, SheetCell, WorkbookSheet};
use baocao_core::domain::Indicator;
use baocao_core::say;
use baocao_core::text::visible;

/// A unit that a sheet states, and the cell that states it.
pub(crate) type Stated = (Address, Vec<String>);

/// The units that a sheet states for its whole table: above it, or anywhere behind “ĐVT:”.
pub(crate) fn of_table(sheet: &WorkbookSheet, heading: &TableHead, known: &[Indicator]) -> Vec<Stated> {
    let mut out = Vec::new();
    for (at, cell) in &sheet.cells {
        let CellContent::Text(text) = &cell.content else { continue };
        let labelled = unit::is_label(text);
        let above = at.row < heading.row && spanned(sheet, heading, *at).is_none();
        let below = at.row > heading.row && labelled && heading.columns.get(&Column::Note) != Some(&at.column);
        if above || below || (at.row < heading.row && labelled) {
            let units = unit::stated(text, known);
            if !units.is_empty() {
                out.push((*at, units));
            }
        }
    }
    out
}

/// The columns that a heading above the row of headings spans, if it spans some and not all.
fn spanned(sheet: &WorkbookSheet, heading: &TableHead, at: Address) -> Option<std::ops::RangeInclusive<u32>> {
    let range = sheet.merge_at(at).filter(|range| range.to.row + 1 == heading.row)?;
    let columns = heading.columns.iter().filter(|(column, _)| **column != Column::Ordinal);
    let first = columns.map(|(_, at)| *at).min().unwrap_or_default();
    (range.from.column > first).then_some(range.from.column..=range.to.column)
}

/// The units that the headings over a column state.
fn of_column(sheet: &WorkbookSheet, heading: &TableHead, column: u32, known: &[Indicator]) -> Option<Stated> {
    let own = Address { row: heading.row, column };
    let own = sheet.merge_at(own).map_or(own, |range| range.from);
    let above = sheet.cells.keys().copied().filter(|at| at.row < heading.row);
    let above = above.filter(|at| spanned(sheet, heading, *at).is_some_and(|columns| columns.contains(&column)));
    let mut places: Vec<Address> = vec![own];
    places.extend(above);
    places.into_iter().find_map(|at| {
        let CellContent::Text(text) = &sheet.cells.get(&at)?.content else { return None };
        if at != own && unit::is_label(text) {
            return None;
        }
        Some((at, unit::stated(text, known))).filter(|(_, units)| !units.is_empty())
    })
}

fn joined(units: &[String]) -> String {
    units.iter().map(|unit| visible(unit)).collect::<Vec<_>>().join(", ")
}

impl FigureTable<'_> {
    /// Refuses a number whose heading or format states another unit; says whether it did.
    pub(crate) fn unit_of_column(
        &self,
        desk: &mut SheetReader<'_>,
        column: Column,
        at: Address,
        cell: &SheetCell,
        indicator: &Indicator,
    ) -> bool {
        let known = self.question.indicators;
        let fits = |units: &[String]| units.iter().any(|stated| unit::same(stated, &indicator.unit));
        let of = visible(&indicator.unit);
        let help = say!(vi: "quy số ra {of} rồi sửa tên cột và ô này", en: "convert the number to {of}, then mend the heading and this cell");
        if let Some(beside) = &cell.beside {
            let units = unit::stated(&format!("({beside})"), known);
            if !units.is_empty() && !fits(&units) {
                let shown = joined(&units);
                let message = say!(
                    vi: "định dạng của ô ghi đơn vị “{shown}”, khác với “{of}” của chỉ tiêu",
                    en: "the cell's format says “{shown}”, which is not the indicator's “{of}”"
                );
                desk.wrong(at, message, help);
                return true;
            }
        }
        let Some(place) = self.heading.columns.get(&column) else { return false };
        let Some((from, units)) = of_column(desk.sheet, self.heading, *place, known) else { return false };
        if fits(&units) {
            return false;
        }
        let shown = joined(&units);
        let message = say!(
            vi: "tên cột (ô {from}) ghi đơn vị “{shown}”, khác với “{of}” của chỉ tiêu",
            en: "the heading (cell {from}) says “{shown}”, which is not the indicator's “{of}”"
        );
        desk.wrong(at, message, help);
        true
    }

    /// Holds the units of the row's name and of the whole table against the indicator's.
    pub(crate) fn stated_unit(&mut self, desk: &mut SheetReader<'_>, row: u32, indicator: &Indicator) {
        let known = self.question.indicators;
        let of = visible(&indicator.unit);
        let name = self.place(row, Column::Name).and_then(|at| Some((at, self.words(desk, at)?)));
        if let Some((at, typed)) = name {
            let units = unit::stated(&typed, known);
            let own = unit::stated(&indicator.name, known);
            let fits = |stated: &String| unit::same(stated, &indicator.unit) || own.contains(stated);
            if !units.is_empty() && !units.iter().any(fits) {
                let shown = joined(&units);
                let message = say!(
                    vi: "tên chỉ tiêu ghi đơn vị “{shown}”, khác với “{of}” của chỉ tiêu",
                    en: "the name says “{shown}”, which is not the indicator's “{of}”"
                );
                desk.wrong(
                    at,
                    message,
                    say!(vi: "quy số ra {of} rồi sửa ô này", en: "convert the numbers to {of} and mend this cell"),
                );
                return;
            }
        }
        let scaled = |all: &[String]| all.iter().any(|stated| unit::alike(stated, &indicator.unit));
        // The row's own unit has been compared already and says more than one for the whole table.
        let own = self.place(row, Column::Unit).and_then(|at| self.words(desk, at));
        if own.is_some()
            || self.units.iter().any(|(_, all)| all.iter().any(|stated| unit::same(stated, &indicator.unit)))
        {
            return;
        }
        let title = unit::stated(&desk.sheet.name, known);
        if scaled(&title) && !title.iter().any(|stated| unit::same(stated, &indicator.unit)) {
            let (at, shown) = (Address { row, column: 0 }, joined(&title));
            let message = say!(
                vi: "tên trang ghi đơn vị “{shown}”, khác với “{of}” của chỉ tiêu",
                en: "the sheet's name says “{shown}”, which is not the indicator's “{of}”"
            );
            let help =
                say!(vi: "quy số ra {of} rồi sửa tên trang", en: "convert the numbers to {of} and rename the sheet");
            desk.wrong(at, message, help);
            return;
        }
        let Some((at, units)) = self.units.iter().find(|(_, all)| scaled(all)).or(self.units.first()).cloned() else {
            return;
        };
        if !scaled(&units) {
            *self.foreign.entry(at).or_default() += 1;
            return;
        }
        let (shown, name, line) = (joined(&units), visible(&indicator.name), row + 1);
        let message = say!(
            vi: "ghi đơn vị “{shown}” cho cả bảng, khác với “{of}” của chỉ tiêu “{name}” ở hàng {line}",
            en: "says “{shown}” for the whole table, which is not the “{of}” of the indicator “{name}” in row {line}"
        );
        let help = say!(
            vi: "quy số ra {of} rồi sửa ô này, hoặc thêm cột Đơn vị tính",
            en: "convert the numbers to {of} and mend this cell, or add a column Đơn vị tính"
        );
        desk.wrong(at, message, help);
    }

    /// Tells of units for the whole table that cannot be those of some rows.
    pub(crate) fn foreign(&self, desk: &mut SheetReader<'_>) {
        for (at, count) in &self.foreign {
            let units =
                self.units.iter().find(|(place, _)| place == at).map(|(_, units)| joined(units)).unwrap_or_default();
            let message = say!(
                vi: "đơn vị “{units}” ghi cho cả bảng không dùng cho {count} chỉ tiêu tính bằng đơn vị khác; số lấy theo đơn vị của chỉ tiêu",
                en: "the unit “{units}” of the whole table was not applied to {count} indicators counted in others; their numbers were taken in the indicators' units"
            );
            desk.at(false, *at, message, None);
        }
    }
}
