//! A last day on which the office is closed.

use crate::rules::words::deadline_basis;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, format_date_vi};
use baocao_core::say;
use baocao_core::text::{Place, Text};

/// See the code's page. Once everybody has submitted, or the day has passed, nobody needs to know.
pub(crate) fn check(dossier: &Dossier, out: &mut Vec<Diagnostic>) {
    let all_in = dossier.period.departments.iter().all(|(id, _)| dossier.submissions.contains_key(id));
    if all_in || dossier.deadline.is_late(dossier.now) {
        return;
    }
    let Some((rest, before)) = dossier.deadline.rest_day_warning(&dossier.settings.calendar) else { return };
    let (last, before) = (format_date_vi(dossier.deadline.last_day()), format_date_vi(before));
    let Text { vi, en } = rest.name();
    let message = Text {
        vi: format!("hạn cuối {last} rơi vào ngày nghỉ ({vi})"),
        en: format!("the last day, {last}, is a day of rest ({en})"),
    };
    let help = say!(
        vi: "nộp từ ngày làm việc trước đó, {before}; hạn không tự lùi",
        en: "submit by the last working day before it, {before}; the deadline does not move"
    );
    let place = Place::whole(dossier.folder.join("ky.toml"));
    out.push(Diagnostic::new(Code::DeadlineOnRestDay, place, message).help(help).source(deadline_basis(dossier)));
}
