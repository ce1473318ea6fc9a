//! Reports of a department that the period does not know.

use crate::rules::words::did_you_mean;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DepartmentId, Dossier, Paper};
use baocao_core::say;
use baocao_core::text::nearest;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let (Some(field), Some(text)) = (report.front.field("don_vi"), report.front.scalar("don_vi")) else { return };
    let text = text.trim();
    let known = DepartmentId::parse(text).is_some_and(|id| dossier.period.department_name(&id).is_some());
    if known || crate::rules::fields::is_blank(field) {
        return;
    }
    let message = say!(
        vi: "không có đơn vị “{text}” trong danh sách của kỳ báo cáo",
        en: "there is no department “{text}” in this period"
    );
    let ids = dossier.period.departments.iter().map(|(id, _)| id.as_str());
    let by_name = dossier
        .period
        .departments
        .iter()
        .find(|(_, name)| baocao_core::text::fold(name) == baocao_core::text::fold(text));
    let help = match (by_name, nearest(text, ids), &paper.department) {
        (Some((id, _)), ..) => {
            say!(vi: "ghi mã của đơn vị: “don_vi: {id}”", en: "write the department's id: “don_vi: {id}”")
        }
        (_, Some(near), _) => did_you_mean(near),
        (.., Some(own)) => {
            say!(vi: "ghi theo tên tệp: “don_vi: {own}”", en: "write it as the file is named: “don_vi: {own}”")
        }
        _ => say!(vi: "xem mã các đơn vị trong ky.toml", en: "see the departments' ids in ky.toml"),
    };
    out.push(Diagnostic::new(Code::DepartmentUnknown, report.place(field.value_span), message).help(help));
}
