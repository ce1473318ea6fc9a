//! A period's figures as a spreadsheet (XLSX): a sheet a group, numbers as numbers, sums as formulas. The only door to
//! rust_xlsxwriter.
//!
//! Everything is counted exactly before it comes here. A spreadsheet keeps binary fractions of some fifteen digits: a
//! number is handed over as its decimal text read once as `f64`, which writes the same digits again; one with more digits
//! than that is written as text. No sum is ever made of `f64`. The same figures give the same bytes.

use baocao_core::domain::{FigureRecord, PeriodId, Total, format_amount};
use baocao_core::text::{Lang, visible};
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;

/// What stands above the figures.
#[derive(Debug, Clone, Copy)]
pub struct WorkbookHead<'a> {
    /// Whose figures they are.
    pub agency: &'a str,
    /// Of which period.
    pub period: &'a PeriodId,
    /// Whether a leader has approved them.
    pub approved: bool,
    /// Departments without a report, by name.
    pub missing: &'a [&'a str],
}

/// The headings with the width of their columns.
const COLUMNS: [(&str, u16); 13] = [
    ("Mã chỉ tiêu", 18),
    ("Chỉ tiêu", 38),
    ("Đơn vị tính", 11),
    ("Đơn vị", 30),
    ("Kế hoạch", 13),
    ("Thực hiện", 13),
    ("Ước", 6),
    ("% kế hoạch", 11),
    ("Cùng kỳ năm trước", 13),
    ("Tăng, giảm", 13),
    ("Tăng, giảm (%)", 11),
    ("Luỹ kế từ đầu năm", 13),
    ("Nguồn so sánh", 34),
];
const PLAN: u16 = 4;
const ACTUAL: u16 = 5;
const SHARE: u16 = 7;
const BEFORE: u16 = 8;
const CHANGE: u16 = 9;
const CUMULATIVE: u16 = 11;
const HEADINGS: u32 = 4;
/// The most digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;
/// The most characters of a sheet's name, counted in UTF-16.
const NAME: usize = 31;

/// The file's bytes.
///
/// # Errors
/// More rows than a sheet has.
pub fn xlsx(head: &WorkbookHead<'_>, records: &[FigureRecord]) -> anyhow::Result<Vec<u8>> {
    let mut groups: Vec<(Option<&str>, Vec<&FigureRecord>)> = Vec::new();
    for record in records {
        let group = record.indicator.group.as_deref();
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, all)) => all.push(record),
            None => groups.push((group, vec![record])),
        }
    }
    if groups.is_empty() {
        groups.push((None, Vec::new()));
    }
    let mut book = Workbook::new();
    // The day is that of no document: it only keeps the clock out of the bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = format!("Số liệu {}", head.period.name(Lang::Vi));
    let author = visible(head.agency);
    book.set_properties(&DocProperties::new().set_title(&title).set_author(author).set_creation_datetime(&day));
    let alone = groups.len() == 1;
    let mut used = BTreeSet::new();
    for (group, records) in &groups {
        let name = group.unwrap_or(if alone { "Số liệu" } else { "Chỉ tiêu khác" });
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(name, &mut used))?;
        write_head(sheet, head, *group)?;
        let mut row = HEADINGS + 1;
        for own in records.chunk_by(|a, b| a.indicator.id == b.indicator.id) {
            let (first, decimals) = (row, decimals(own));
            for record in own {
                WorkbookRow { sheet, row, first, record, own, decimals, period: head.period }.write()?;
                row += 1;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn write_head(sheet: &mut Worksheet, head: &WorkbookHead<'_>, group: Option<&str>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let state = if head.approved { "" } else { " (chưa duyệt)" };
    sheet.write_string_with_format(0, 0, visible(head.agency), &bold)?;
    let title = format!("Số liệu {}{state}", head.period.name(Lang::Vi));
    sheet.write_string_with_format(1, 0, title, &bold.clone().set_font_size(14))?;
    if let Some(group) = group {
        sheet.write_string(2, 0, format!("Nhóm: {}", visible(group)))?;
    }
    let missing = match head.missing {
        [] => String::new(),
        names => format!(" Chưa có báo cáo của: {}.", visible(&names.join(", "))),
    };
    sheet.write_string(3, 0, format!("Ô trống là chưa có số liệu.{missing}"))?;
    let heading = bold.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let heading = heading.set_border(FormatBorder::Thin);
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(HEADINGS, column, name, &heading)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    // A4, lying; as wide as the paper and as long as it takes.
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&CTrang &P/&N");
    Ok(())
}

/// One row being written.
struct WorkbookRow<'s, 'r> {
    sheet: &'s mut Worksheet,
    row: u32,
    /// The first row of the same indicator.
    first: u32,
    record: &'r FigureRecord,
    /// Every record of the indicator.
    own: &'r [&'r FigureRecord],
    decimals: u32,
    period: &'r PeriodId,
}

impl WorkbookRow<'_, '_> {
    fn write(mut self) -> Result<(), XlsxError> {
        let FigureRecord { indicator, department, comparison, .. } = self.record;
        let format = self.format();
        let sum = self.record.sum_label("Cộng", "đơn vị");
        let who = department.as_ref().map_or(&sum, |(_, name)| name);
        let words = format.clone().set_text_wrap().set_align(FormatAlign::Top);
        for (column, text) in (0..).zip([&indicator.id, &indicator.name, &indicator.unit, who]) {
            self.sheet.write_string_with_format(self.row, column, visible(text), &words)?;
        }
        let estimate = |total: &Option<Total>| total.as_ref().is_some_and(Total::estimate);
        let value = |total: &Option<Total>| total.as_ref().map(|total| total.value);
        let actual = estimate(&comparison.actual);
        self.sum(PLAN, comparison.plan, false, |r| r.comparison.plan)?;
        self.sum(ACTUAL, value(&comparison.actual), actual, |r| value(&r.comparison.actual))?;
        self.sheet.write_string_with_format(self.row, 6, if actual { "ước" } else { "" }, &words)?;
        let before = estimate(&comparison.before);
        self.sum(BEFORE, value(&comparison.before), before, |r| value(&r.comparison.before))?;
        let cumulative = estimate(&comparison.cumulative);
        self.sum(CUMULATIVE, value(&comparison.cumulative), cumulative, |r| value(&r.comparison.cumulative))?;
        let (plan, done, then) = (self.cell(PLAN), self.cell(ACTUAL), self.cell(BEFORE));
        let share = self.record.share().zip(comparison.plan);
        let share = share.filter(|(_, plan)| fits(*plan)).map(|(share, _)| share);
        let of_plan = format!("IF({plan}>0,ROUND({done}*100/{plan},1),\"\")");
        self.formula(SHARE, share, of_plan, "#,##0.0")?;
        let change = self.record.change();
        let decimals = self.decimals;
        let points = if indicator.is_share() { "\" điểm %\"" } else { "" };
        let pattern = format!("+{0}{points};-{0}{points};{0}{points}", pattern(decimals));
        self.formula(CHANGE, change.map(|c| c.amount), format!("ROUND({done}-{then},{decimals})"), &pattern)?;
        let percent = change.and_then(|change| change.percent);
        let of_then = format!("IF({then}>0,ROUND(({done}-{then})*100/{then},1),\"\")");
        self.formula(CHANGE + 1, percent, of_then, "+#,##0.0;-#,##0.0;0.0")?;
        self.sheet.write_string_with_format(self.row, 12, self.remarks(), &words)?;
        Ok(())
    }

    fn format(&self) -> Format {
        let format = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        if self.record.department.is_none() { format.set_bold() } else { format }
    }

    fn cell(&self, column: u16) -> String {
        rust_xlsxwriter::utility::row_col_to_cell(self.row, column)
    }

    fn plain(&mut self, column: u16, value: Decimal, format: &Format) -> Result<(), XlsxError> {
        match as_cell(value) {
            Some(number) => self.sheet.write_number_with_format(self.row, column, number, format).map(drop),
            None => {
                let right = format.clone().set_align(FormatAlign::Right);
                let words = format_amount(value.normalize());
                self.sheet.write_string_with_format(self.row, column, words, &right).map(drop)
            }
        }
    }

    /// An amount; the agency's is the sum of the rows above where it is made of nothing else.
    fn sum(
        &mut self,
        column: u16,
        value: Option<Decimal>,
        estimate: bool,
        pick: impl Fn(&FigureRecord) -> Option<Decimal>,
    ) -> Result<(), XlsxError> {
        let mark = if estimate { "\"ước \"" } else { "" };
        let digits = pattern(self.decimals);
        let format = self.format().set_num_format(format!("{mark}{digits};{mark}-{digits}"));
        let Some(value) = value else { return self.sheet.write_blank(self.row, column, &format).map(drop) };
        if self.record.department.is_some() || self.first == self.row {
            return self.plain(column, value, &format);
        }
        let parts: Vec<Decimal> = self.own.iter().filter(|r| r.department.is_some()).filter_map(|r| pick(r)).collect();
        let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part));
        if sum != Some(value) || !fits(value) || !parts.iter().all(|part| fits(*part)) {
            return self.plain(column, value, &format);
        }
        let from = rust_xlsxwriter::utility::row_col_to_cell(self.first, column);
        let to = rust_xlsxwriter::utility::row_col_to_cell(self.row - 1, column);
        let formula = Formula::new(format!("SUM({from}:{to})")).set_result(value.normalize().to_string());
        self.sheet.write_formula_with_format(self.row, column, formula, &format).map(drop)
    }

    /// A number that follows from others of its row, with the result that was counted exactly.
    fn formula(&mut self, column: u16, value: Option<Decimal>, words: String, shown: &str) -> Result<(), XlsxError> {
        let format = self.format().set_num_format(shown);
        let Some(value) = value else { return self.sheet.write_blank(self.row, column, &format).map(drop) };
        let comparison = &self.record.comparison;
        let known = [&comparison.actual, &comparison.before];
        if !fits(value) || !known.into_iter().flatten().all(|total| fits(total.value)) {
            return self.plain(column, value, &format);
        }
        let formula = Formula::new(words).set_result(value.normalize().to_string());
        self.sheet.write_formula_with_format(self.row, column, formula, &format).map(drop)
    }

    /// What a reader must know about the numbers that history could not prove.
    fn remarks(&self) -> String {
        let FigureRecord { comparison, stated, counted, missing, department, .. } = self.record;
        let elsewhere = |total: &Option<Total>| {
            total.as_ref().is_some_and(|t| t.sources.iter().any(|s| s.period != *self.period && !s.approved))
        };
        let mut remarks = Vec::new();
        for (what, total, stated) in
            [("cùng kỳ", &comparison.before, stated.0), ("luỹ kế", &comparison.cumulative, stated.1)]
        {
            if stated {
                remarks.push(format!("{what}: số do đơn vị nêu"));
            } else if elsewhere(total) {
                remarks.push(format!("{what}: có số liệu của kỳ chưa duyệt"));
            }
        }
        if !counted {
            remarks.push("không cộng: đơn vị không báo cáo chỉ tiêu này".to_string());
        }
        // Said once an indicator: beside its sum, or beside the only figure there is.
        if !missing.is_empty() && (department.is_none() || self.own.len() == 1) {
            let names: Vec<&str> = missing.iter().map(|(_, name)| name.as_str()).collect();
            remarks.push(format!("chưa có số liệu của: {}", visible(&names.join(", "))));
        }
        remarks.join("; ")
    }
}

/// As many as the indicator has, and never fewer than a figure needs to be seen whole.
fn decimals(own: &[&FigureRecord]) -> u32 {
    let needed = own.iter().flat_map(|record| {
        let comparison = &record.comparison;
        let totals = [&comparison.actual, &comparison.before, &comparison.cumulative];
        let totals = totals.into_iter().flatten().map(|total| total.value);
        comparison.plan.into_iter().chain(totals).map(|number| number.normalize().scale())
    });
    let said = own.first().and_then(|record| record.indicator.decimals).unwrap_or(0);
    needed.max().unwrap_or(0).max(said)
}

/// `#,##0.00`: spreadsheets show it with the points and commas of their own country.
fn pattern(decimals: u32) -> String {
    let zeros = "0".repeat(decimals as usize);
    if zeros.is_empty() { "#,##0".to_string() } else { format!("#,##0.{zeros}") }
}

fn fits(value: Decimal) -> bool {
    value.normalize().mantissa().unsigned_abs().to_string().len() <= DIGITS
}

/// The nearest binary fraction, which with so few digits stands for this decimal and no other.
fn as_cell(value: Decimal) -> Option<f64> {
    if fits(value) { value.normalize().to_string().parse().ok() } else { None }
}

/// A name that a sheet may have and no other sheet of the file has.
fn sheet_name(group: &str, used: &mut BTreeSet<String>) -> String {
    let clean: String = visible(group)
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '-' } else { c })
        .collect();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Nhóm" } else { clean };
    let mut at = 0;
    loop {
        at += 1;
        let tail = if at == 1 { String::new() } else { format!(" ({at})") };
        let mut name = String::new();
        let mut room = NAME - tail.len();
        for c in clean.chars() {
            let Some(left) = room.checked_sub(c.len_utf16()) else { break };
            room = left;
            name.push(c);
        }
        let name = format!("{}{tail}", name.trim_end().trim_end_matches('\''));
        if used.insert(name.to_lowercase()) {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::workbook::*;

    #[test]
    fn names_of_sheets_are_legal_and_differ() {
        let mut used = BTreeSet::new();
        let long = "Hoạt động sự nghiệp khoa học và công nghệ của tỉnh";
        let names: Vec<String> =
            [long, long, "a/b", "A:B", "'", "History"].map(|g| sheet_name(g, &mut used)).into_iter().collect();
        assert_eq!(names[0], "Hoạt động sự nghiệp khoa học và");
        assert_eq!(names[1], "Hoạt động sự nghiệp khoa họ (2)");
        assert_eq!(names[2..], ["a-b", "A-B (2)", "Nhóm", "Nhóm (2)"]);
        assert!(names.iter().all(|n| n.encode_utf16().count() <= NAME), "{names:?}");
    }

    #[test]
    fn a_number_is_a_number_while_a_spreadsheet_can_keep_it() {
        let cell = |text: &str| as_cell(text.parse().expect("a decimal")).map(|n| n.to_string());
        assert_eq!(cell("46.20").as_deref(), Some("46.2"));
        assert_eq!(cell("-0.1").as_deref(), Some("-0.1"));
        assert_eq!(cell("123456789012.345").as_deref(), Some("123456789012.345"));
        assert_eq!(cell("1234567890123.4567"), None);
    }
}
