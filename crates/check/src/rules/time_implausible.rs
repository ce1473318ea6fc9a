//! Dates that exist and cannot be meant.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Date, Dossier, Paper, Report, format_date_vi, parse_date};
use baocao_core::say;
use baocao_core::text::Text;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let today = dossier.now.date();
    let written = date(report, "ngay_lap");
    if let Some(day) = written {
        let shown = format_date_vi(day);
        if day > today {
            let message =
                say!(vi: "ngày lập {shown} còn ở tương lai", en: "the report's date {shown} is in the future");
            fault(report, "ngay_lap", message, out);
        } else if day < dossier.id().first_day() {
            let first = format_date_vi(dossier.id().first_day());
            let message = say!(
                vi: "ngày lập {shown} đứng trước ngày đầu kỳ báo cáo ({first})",
                en: "the report's date {shown} is before the period began ({first})"
            );
            fault(report, "ngay_lap", message, out);
        }
    }
    if let Some(day) = date(report, "so_lieu_den") {
        let shown = format_date_vi(day);
        match written {
            Some(written) if day > written => {
                let written = format_date_vi(written);
                let message = say!(
                    vi: "ngày chốt số liệu {shown} đứng sau ngày lập {written}",
                    en: "the figures' date {shown} is after the report's date {written}"
                );
                fault(report, "so_lieu_den", message, out);
            }
            _ if day > today => {
                let message = say!(vi: "ngày chốt số liệu {shown} còn ở tương lai", en: "the figures' date {shown} is in the future");
                fault(report, "so_lieu_den", message, out);
            }
            _ => {}
        }
    }
}

fn date(report: &Report, key: &str) -> Option<Date> {
    parse_date(report.front.scalar(key)?.trim())
}

fn fault(report: &Report, key: &str, message: Text, out: &mut Vec<Diagnostic>) {
    let Some(field) = report.front.field(key) else { return };
    let help = say!(vi: "xem lại năm, tháng, ngày", en: "look at year, month and day again");
    out.push(Diagnostic::new(Code::TimeImplausible, report.place(field.value_span), message).help(help));
}
