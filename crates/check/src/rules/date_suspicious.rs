//! Dates in the text that the calendar does not have, weekdays that are not theirs, and limits that have passed.

use crate::rules::period_contradicted::{Expected, expected, inside};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Inconsistency, Paper, format_date_vi, parse_date};
use baocao_core::say;

/// The weekdays in both languages, Monday first.
const WEEKDAYS: [(&str, &str); 7] = [
    ("thứ Hai", "Monday"),
    ("thứ Ba", "Tuesday"),
    ("thứ Tư", "Wednesday"),
    ("thứ Năm", "Thursday"),
    ("thứ Sáu", "Friday"),
    ("thứ Bảy", "Saturday"),
    ("Chủ nhật", "Sunday"),
];

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    let help =
        || say!(vi: "xem lịch và sửa ngày, tháng hoặc thứ", en: "look at a calendar and mend day, month or weekday");
    for odd in &paper.statements.odd {
        match odd {
            Inconsistency::ImpossibleDate(span) => {
                let date = source.slice(*span);
                let message = say!(vi: "trong lịch không có “{date}”", en: "the calendar has no “{date}”");
                out.push(Diagnostic::new(Code::DateSuspicious, report.place(*span), message).help(help()));
            }
            Inconsistency::Weekday { span, right } => {
                let words = source.slice(*span);
                let day = usize::try_from(*right).ok().and_then(|day| WEEKDAYS.get(day.checked_sub(1)?));
                let Some((vi, en)) = day else { continue };
                let message = say!(vi: "“{words}” không khớp: ngày ấy là {vi}", en: "“{words}” does not agree: that day is a {en}");
                out.push(Diagnostic::new(Code::DateSuspicious, report.place(*span), message).help(help()));
            }
            _ => {}
        }
    }
    let Some(written) = report.front.scalar("ngay_lap").and_then(|text| parse_date(text.trim())) else { return };
    for (span, limit) in paper.statements.limits.iter().filter(|(_, limit)| *limit < written) {
        // What was to be done by a day that has passed may well be told among what was done.
        let section = report.sections.iter().rfind(|section| inside(*span, section.extent));
        if section.is_none_or(|section| expected(dossier, report, section) != Expected::Next) {
            continue;
        }
        let (limit, written) = (format_date_vi(*limit), format_date_vi(written));
        let message = say!(
            vi: "hạn {limit} đứng trước ngày lập báo cáo {written}",
            en: "the limit {limit} lies before the report's own date {written}"
        );
        out.push(Diagnostic::new(Code::DateSuspicious, report.place(*span), message).help(help()));
    }
}
