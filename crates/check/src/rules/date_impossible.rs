//! Dates the calendar does not have.

use crate::rules::fields::dates;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DateError, Dossier, Paper, read_date};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (field, text) in dates(report).filter(|(_, text)| read_date(text) == Err(DateError::Impossible)) {
        let key = &field.key;
        let message = say!(vi: "“{key}”: không có ngày {text} trong lịch", en: "“{key}”: the calendar has no {text}");
        let help =
            say!(vi: "sửa lại ngày, theo thứ tự năm-tháng-ngày", en: "mend the date; it is written year-month-day");
        out.push(Diagnostic::new(Code::DateImpossible, report.place(field.value_span), message).help(help));
    }
}
