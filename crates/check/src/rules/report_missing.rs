//! Departments whose last day has passed and who have not submitted.

use crate::rules::words::deadline_basis;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, format_date_vi};
use baocao_core::say;
use baocao_core::text::Place;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, out: &mut Vec<Diagnostic>) {
    for (department, name) in &dossier.period.departments {
        let due = dossier.due(department);
        if dossier.submissions.contains_key(department) || !due.is_late(dossier.now) {
            continue;
        }
        let (last, period) = (format_date_vi(due.last_day()), dossier.id());
        let message = if dossier.returns.contains_key(department) {
            say!(
                vi: "{name} chưa nộp lại báo cáo đã bị trả, hạn cuối là hết ngày {last}",
                en: "{name} has not resubmitted the returned report; the last day was {last}"
            )
        } else {
            say!(
                vi: "{name} chưa nộp báo cáo, hạn cuối là hết ngày {last}",
                en: "{name} has not submitted; the last day was {last}"
            )
        };
        let help = say!(
            vi: "đơn vị viết xong rồi chạy `baocao submit {period}`",
            en: "the department finishes it and runs `baocao submit {period}`"
        );
        let place = Place::whole(dossier.report_path(department));
        let found = Diagnostic::new(Code::ReportMissing, place, message).help(help).source(deadline_basis(dossier));
        out.push(found.department(department.as_str()));
    }
}
