//! Reports that arrived after their last day.

use crate::rules::words::deadline_basis;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::Dossier;
use baocao_core::text::{Lang, Place, Text};

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, out: &mut Vec<Diagnostic>) {
    for (department, _) in &dossier.period.departments {
        let Some(submission) = dossier.submissions.get(department) else { continue };
        let due = dossier.due(department);
        let Some(late) = due.late_by(submission.at) else { continue };
        let name = dossier.department_name(department);
        let message = Text {
            vi: format!("{name} nộp {}, lúc {}", late.describe(Lang::Vi), submission.at.clock(Lang::Vi)),
            en: format!("{name} submitted {}, at {}", late.describe(Lang::En), submission.at.clock(Lang::En)),
        };
        let help = Text {
            vi: format!("hạn nộp: {}; nộp muộn được ghi nhận, không sửa được", due.describe(Lang::Vi)),
            en: format!("the limit was {}; lateness is on record and cannot be mended", due.describe(Lang::En)),
        };
        let place = Place::whole(dossier.report_path(department));
        let found = Diagnostic::new(Code::ReportLate, place, message).help(help).source(deadline_basis(dossier));
        out.push(found.department(department.as_str()));
    }
}
