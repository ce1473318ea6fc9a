//! Số liệu nhập vào: what a spreadsheet says about one indicator, to be written into a report.

use crate::domain::Date;
use rust_decimal::Decimal;

/// One indicator's figures; what is not given stays as it is in the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnteredFigure {
    /// The indicator's id.
    pub id: String,
    /// Kế hoạch.
    pub plan: Option<Decimal>,
    /// Thực hiện.
    pub actual: Option<Decimal>,
    /// Ước; given where the spreadsheet has a column for it.
    pub estimate: Option<bool>,
    /// Đến ngày.
    pub as_of: Option<Date>,
    /// Cùng kỳ năm trước.
    pub same_period: Option<Decimal>,
    /// Luỹ kế.
    pub cumulative: Option<Decimal>,
    /// Ghi chú.
    pub note: Option<String>,
}

impl EnteredFigure {
    /// What is given, by the keys of the front matter in their usual order, as YAML with nothing left to guess: no
    /// grouping, a decimal comma in quotes.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let number = |number: Decimal| {
            let plain = number.normalize().to_string();
            if plain.contains('.') { format!("\"{}\"", plain.replace('.', ",")) } else { plain }
        };
        let fields = [
            ("ke_hoach", self.plan.map(number)),
            ("thuc_hien", self.actual.map(number)),
            ("uoc", self.estimate.map(|yes| yes.to_string())),
            ("den_ngay", self.as_of.map(|day| day.to_string())),
            ("cung_ky", self.same_period.map(number)),
            ("luy_ke", self.cumulative.map(number)),
            ("ghi_chu", self.note.as_deref().map(quoted)),
        ];
        fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }
}

fn quoted(text: &str) -> String {
    let line = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use crate::domain::Amount;
    use crate::domain::entered::*;

    #[test]
    fn what_is_entered_can_be_read_in_one_way_only() {
        for text in ["1234", "1.234", "0.125", "-5", "1200.50", "1234567.8"] {
            let number: Decimal = text.parse().expect("a decimal");
            let figure = EnteredFigure { actual: Some(number), ..EnteredFigure::default() };
            let written = figure.fields()[0].1.trim_matches('"').to_string();
            assert_eq!(Amount::read(&written), Amount::Number(number), "{written}");
        }
        let note = EnteredFigure { note: Some("theo “KH”\n\"12\" \\".into()), ..EnteredFigure::default() };
        assert_eq!(note.fields(), [("ghi_chu", "\"theo “KH” \\\"12\\\" \\\\\"".to_string())]);
    }
}
