//! Biểu đồ: one or two rows of exact numbers side by side, with every word a drawing, a reader and a table need.
//!
//! A chart is a value: writers only draw it. Lengths are thousandths of the longest bar, so that no binary fraction is
//! made anywhere on the way from a report to a page.

use crate::domain::{Align, Inline, TableText, format_amount};
use crate::text::Lang;
use rust_decimal::Decimal;

/// What stands behind a number that only a department's own word stands for.
pub const STATED: &str = " (*)";

/// One number of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChartValue {
    /// The number; none where nobody knows it, which is not zero.
    pub amount: Option<Decimal>,
    /// Ước.
    pub estimate: bool,
    /// Whether it is the department's own word, since history has none.
    pub stated: bool,
}

/// One row of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSeries {
    /// What it is of: `Năm 2024`, `Kế hoạch`.
    pub name: String,
    /// One a category.
    pub values: Vec<ChartValue>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The unit of measure of every number.
    pub unit: String,
    /// What the categories are: `Kỳ báo cáo`, `Đơn vị`.
    pub kind: String,
    /// The periods or departments, in order.
    pub categories: Vec<String>,
    /// One or two rows; the first is drawn dark.
    pub series: Vec<ChartSeries>,
    /// What a reader has to know beside the numbers; whole sentences.
    pub notes: Vec<String>,
    /// The language of its words.
    pub lang: Lang,
}

impl Chart {
    /// A number as it is shown: `12,5`, `ước 7`, `3 (*)`, `chưa có số liệu`.
    pub fn shown(&self, value: &ChartValue) -> String {
        let pick = |vi: &'static str, en: &'static str| if self.lang == Lang::Vi { vi } else { en };
        let Some(amount) = value.amount else { return pick("chưa có số liệu", "not known").to_string() };
        let estimate = if value.estimate { pick("ước ", "est. ") } else { "" };
        format!("{estimate}{}{}", format_amount(amount.normalize()), if value.stated { STATED } else { "" })
    }

    /// The longest bar to the left and to the right of zero, in thousandths of the two together.
    pub fn sides(&self) -> (u32, u32) {
        let (low, high) = self.range();
        let left = part(low.abs(), low, high);
        (left, if low.is_zero() && high.is_zero() { 1000 } else { 1000 - left })
    }

    /// The length of a number's bar in thousandths of the room of all; what is not zero is never drawn as nothing.
    pub fn length(&self, amount: Decimal) -> u32 {
        let (low, high) = self.range();
        let length = part(amount.abs(), low, high);
        if amount.is_zero() { 0 } else { length.max(1) }
    }

    /// The least and the greatest number, zero among them.
    pub fn range(&self) -> (Decimal, Decimal) {
        let all = self.series.iter().flat_map(|series| &series.values).filter_map(|value| value.amount);
        all.fold((Decimal::ZERO, Decimal::ZERO), |(low, high), amount| (low.min(amount), high.max(amount)))
    }

    /// The unit as a line of its own.
    pub fn unit_line(&self) -> String {
        match self.lang {
            Lang::Vi => format!("Đơn vị tính: {}", self.unit),
            Lang::En => format!("Unit: {}", self.unit),
        }
    }

    /// Everything the drawing shows, in words, for those who do not see it.
    pub fn alt(&self) -> String {
        let pick = |vi: &'static str, en: &'static str| if self.lang == Lang::Vi { vi } else { en };
        let mut out = format!("{}: {}. {}.", pick("Biểu đồ thanh ngang", "Bar chart"), self.title, self.unit_line());
        for (at, category) in self.categories.iter().enumerate() {
            let numbers = self.series.iter().filter_map(|series| {
                Some(format!("{} {}", lower_first(&series.name), self.shown(series.values.get(at)?)))
            });
            out.push_str(&format!(" {category}: {}.", numbers.collect::<Vec<_>>().join(", ")));
        }
        out
    }

    /// The same numbers as a table.
    pub fn table(&self) -> TableText {
        let cell = |text: &str| vec![Inline::Text(text.to_string())];
        let mut head = vec![cell(&self.kind)];
        head.extend(self.series.iter().map(|series| cell(&series.name)));
        let mut align = vec![Align::Left];
        align.extend(self.series.iter().map(|_| Align::Right));
        let rows = self.categories.iter().enumerate().map(|(at, category)| {
            let numbers =
                self.series.iter().map(|s| cell(&s.values.get(at).map(|v| self.shown(v)).unwrap_or_default()));
            std::iter::once(cell(category)).chain(numbers).collect()
        });
        TableText { align, head, rows: rows.collect(), joins: None }
    }
}

/// A part of the room from `low` to `high` in thousandths. Divided before it is multiplied, and taken a tenth of where the
/// room itself has more digits than are exact, so that it never overflows.
fn part(length: Decimal, low: Decimal, high: Decimal) -> u32 {
    use rust_decimal::prelude::ToPrimitive;
    let (length, room) = match high.checked_sub(low) {
        Some(room) => (length, room),
        None => (length / Decimal::TEN, high / Decimal::TEN - low / Decimal::TEN),
    };
    let share = length.checked_div(room).unwrap_or_default();
    (share * Decimal::ONE_THOUSAND).round().to_u32().unwrap_or(0).min(1000)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::domain::chart::*;
    use crate::domain::plain;
    use std::str::FromStr;

    /// `5`, `5~` an estimate, `5*` somebody's word, `-` nothing.
    fn series(name: &str, words: &str) -> ChartSeries {
        let value = |word: &str| ChartValue {
            amount: Decimal::from_str(word.trim_end_matches(['~', '*'])).ok(),
            estimate: word.ends_with('~'),
            stated: word.ends_with('*'),
        };
        ChartSeries { name: name.into(), values: words.split(' ').map(value).collect() }
    }

    fn chart(lang: Lang, now: &str, then: &str) -> Chart {
        Chart {
            title: "Số việc".into(),
            unit: "việc".into(),
            kind: "Kỳ báo cáo".into(),
            categories: (1..=now.split(' ').count()).map(|n| format!("Tháng {n}")).collect(),
            series: vec![series("Năm 2024", now), series("Năm 2023", then)],
            notes: Vec::new(),
            lang,
        }
    }

    #[test]
    fn numbers_are_said_as_vietnamese_documents_write_them() {
        let chart = chart(Lang::Vi, "1234.50 7~ 0", "- 3* -2");
        assert_eq!(
            chart.alt(),
            "Biểu đồ thanh ngang: Số việc. Đơn vị tính: việc. Tháng 1: năm 2024 1.234,5, năm 2023 chưa có số liệu. \
             Tháng 2: năm 2024 ước 7, năm 2023 3 (*). Tháng 3: năm 2024 0, năm 2023 -2."
        );
        let table = chart.table();
        let shown: Vec<String> =
            table.rows.iter().map(|row| row.iter().map(|c| plain(c)).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(shown, ["Tháng 1|1.234,5|chưa có số liệu", "Tháng 2|ước 7|3 (*)", "Tháng 3|0|-2"]);
        let english = Chart { lang: Lang::En, ..chart };
        assert!(english.alt().contains("est. 7") && english.alt().contains("not known"), "{}", english.alt());
    }

    #[test]
    fn lengths_are_exact_shares_and_never_overflow() {
        let number = |text| Decimal::from_str(text).expect("a number");
        let plain = chart(Lang::Vi, "10 5 0", "- 1 0.001");
        assert_eq!(plain.sides(), (0, 1000));
        assert_eq!(["10", "5", "1", "0", "0.001"].map(|n| plain.length(number(n))), [1000, 500, 100, 0, 1]);
        let signed = chart(Lang::Vi, "-5 15", "0 -");
        assert_eq!((signed.sides(), signed.length(number("-5")), signed.length(number("15"))), ((250, 750), 250, 750));
        assert_eq!(chart(Lang::Vi, "0 -", "- 0").sides(), (0, 1000));
        let mut huge = chart(Lang::Vi, "1 1", "1 1");
        huge.series[0].values[0].amount = Some(Decimal::MAX);
        huge.series[1].values[1].amount = Some(Decimal::MIN);
        assert_eq!((huge.sides(), huge.length(Decimal::MAX), huge.length(Decimal::ONE)), ((500, 500), 500, 1));
    }
}
