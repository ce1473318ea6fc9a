//! Indicators given to the department, whose actual figure was left blank in the front matter.

use crate::rules::figures::{basis, known};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page. What is owed in this kind of period is an error of its own (`indicator-missing`).
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(department) = &paper.department else { return };
    for (report, figure, indicator) in known(dossier, paper) {
        let assigned = indicator.departments.contains(department) && indicator.in_force(dossier.id());
        if figure.actual.is_some() || !assigned || indicator.is_due(department, dossier.id()) {
            continue;
        }
        let (name, id) = (&indicator.name, &indicator.id);
        let message = say!(
            vi: "chỉ tiêu “{name}” được giao cho đơn vị còn để trống số thực hiện",
            en: "the department's indicator “{name}” has no actual figure"
        );
        let help = say!(
            vi: "ghi {id}: {{ ke_hoach: …, thuc_hien: … }}; không phát sinh thì ghi thuc_hien: 0; kỳ này không báo cáo chỉ tiêu thì xoá dòng",
            en: "write {id}: {{ ke_hoach: …, thuc_hien: … }}; if there was none, thuc_hien: 0; if it is not reported in this period, delete the line"
        );
        let place = report.place(figure.key_span);
        out.push(Diagnostic::new(Code::IndicatorBlank, place, message).help(help).source(basis(indicator)));
    }
}
