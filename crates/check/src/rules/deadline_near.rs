//! The last day is near for those who have not submitted.

use crate::rules::words::deadline_basis;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::Dossier;
use baocao_core::say;
use baocao_core::text::{Lang, Place, Text};

/// How many days before the last day people are told.
const DAYS: i64 = 3;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, out: &mut Vec<Diagnostic>) {
    for (department, name) in &dossier.period.departments {
        let due = dossier.due(department);
        let left = due.days_left(dossier.now.date());
        if dossier.submissions.contains_key(department) || !(0..=DAYS).contains(&left) {
            continue;
        }
        let message = match left {
            0 => say!(vi: "{name}: hôm nay là ngày cuối nộp báo cáo", en: "{name}: today is the last day"),
            1 => say!(vi: "{name}: còn 1 ngày đến hạn nộp báo cáo", en: "{name}: 1 day left"),
            left => say!(vi: "{name}: còn {left} ngày đến hạn nộp báo cáo", en: "{name}: {left} days left"),
        };
        let help =
            Text { vi: format!("nộp {}", due.describe(Lang::Vi)), en: format!("submit {}", due.describe(Lang::En)) };
        let place = Place::whole(dossier.report_path(department));
        let found = Diagnostic::new(Code::DeadlineNear, place, message).help(help).source(deadline_basis(dossier));
        out.push(found.department(department.as_str()));
    }
}
