//! Reports whose department is not that of their file name.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DepartmentId, Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(own)) = (paper.report(), &paper.department) else { return };
    let (Some(field), Some(text)) = (report.front.field("don_vi"), report.front.scalar("don_vi")) else { return };
    let Some(stated) = DepartmentId::parse(text.trim()).filter(|id| id != own) else { return };
    if dossier.period.department_name(&stated).is_none() {
        return;
    }
    let file = paper.path.file_name();
    let message = say!(
        vi: "báo cáo ghi đơn vị “{stated}”, nhưng tên tệp là “{file}”",
        en: "the report says “{stated}” but the file is “{file}”"
    );
    let help = say!(
        vi: "sửa thành “don_vi: {own}”, hoặc đổi tên tệp thành “{stated}.md”",
        en: "write “don_vi: {own}”, or rename the file to “{stated}.md”"
    );
    out.push(Diagnostic::new(Code::DepartmentMismatch, report.place(field.value_span), message).help(help));
}
