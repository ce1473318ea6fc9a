//! Fields that hold the wrong kind of thing.

use crate::rules::fields::{FIGURE_KEYS, FieldKind, dates, example, figures, is_blank, kind};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{
    Amount, DateError, Dossier, Field, Paper, PeriodId, Report, Value, read_date, read_typed_date,
};
use baocao_core::say;
use baocao_core::text::Text;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for (number, _) in report.front.cut_decimals(source.text()) {
        let written = source.slice(number);
        let message = say!(
            vi: "số “{written}” có dấu phẩy, trong dấu ngoặc {{ }} phải đặt trong ngoặc kép",
            en: "the number “{written}” has a comma and must stand in quotation marks inside brackets {{ }}"
        );
        let help = say!(
            vi: "ghi \"{written}\" (có ngoặc kép), hoặc chạy `baocao fix`",
            en: "write \"{written}\" with the quotation marks, or run `baocao fix`"
        );
        let place = report.place(number);
        out.push(Diagnostic::new(Code::FieldMalformed, place, message).help(help).fixable());
    }
    for field in report.front.fields() {
        let Some(kind) = kind(&field.key) else { continue };
        let key = &field.key;
        match (&field.value, kind) {
            (Value::Null | Value::Map(_), FieldKind::Figures) => {}
            (_, FieldKind::Figures) => {
                let message = say!(
                    vi: "“{key}” phải là nhóm các chỉ tiêu, mỗi chỉ tiêu một dòng",
                    en: "“{key}” is a group of indicators, one a line"
                );
                fault(report, field, message, example(key), out);
            }
            (Value::Scalar(text), FieldKind::Period) if !is_blank(field) && PeriodId::parse(text).is_err() => {
                let message = say!(vi: "“{text}” không phải kỳ báo cáo", en: "“{text}” is no period");
                fault(report, field, message, example(key), out);
            }
            (Value::List(_) | Value::Map(_), _) => {
                let message = say!(vi: "“{key}” chỉ nhận một giá trị", en: "“{key}” takes one value");
                fault(report, field, message, example(key), out);
            }
            _ => {}
        }
    }
    for (field, text) in dates(report) {
        if read_date(text) == Err(DateError::Malformed) {
            let key = &field.key;
            let Text { vi, en } = DateError::Malformed.message();
            let message = Text { vi: format!("“{key}”: {vi}"), en: format!("“{key}”: {en}") };
            let sample = match read_typed_date(text) {
                Ok(date) => format!("{key}: {date}"),
                Err(_) => example(key).to_string(),
            };
            fault(report, field, message, &sample, out);
        }
    }
    indicators(report, out);
}

fn indicators(report: &Report, out: &mut Vec<Diagnostic>) {
    const SHAPE: &str = "ma-chi-tieu: { ke_hoach: 12, thuc_hien: 7 }";
    if let Some(Value::Map(all)) = report.front.field("chi_tieu").map(|f| &f.value) {
        for field in all.iter().filter(|f| !matches!(f.value, Value::Map(_))) {
            let key = &field.key;
            let message = say!(
                vi: "chỉ tiêu “{key}” phải ghi kế hoạch và thực hiện trong dấu ngoặc {{ }}",
                en: "the indicator “{key}” gives plan and actual in brackets {{ }}"
            );
            let own = match &field.value {
                Value::Scalar(number) if Amount::read(number) != Amount::Unreadable => {
                    format!("{key}: {{ thuc_hien: \"{}\" }}", number.trim())
                }
                _ => SHAPE.to_string(),
            };
            fault(report, field, message, &own, out);
        }
    }
    for (indicator, inside) in figures(report) {
        let wrong =
            |f: &&Field| FIGURE_KEYS.contains(&f.key.as_str()) && matches!(f.value, Value::Map(_) | Value::List(_));
        for field in inside.iter().filter(wrong) {
            let (name, key) = (&indicator.key, &field.key);
            let message = say!(
                vi: "“{key}” của chỉ tiêu “{name}” chỉ nhận một giá trị",
                en: "“{key}” of the indicator “{name}” takes one value"
            );
            fault(report, field, message, SHAPE, out);
        }
    }
}

fn fault(report: &Report, field: &Field, message: Text, sample: &str, out: &mut Vec<Diagnostic>) {
    let help = say!(vi: "ghi như “{sample}”", en: "write it as “{sample}”");
    out.push(Diagnostic::new(Code::FieldMalformed, report.place(field.value_span), message).help(help));
}
