//! Reports whose period is not that of their folder.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PeriodId};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let (Some(field), Some(text)) = (report.front.field("ky"), report.front.scalar("ky")) else { return };
    let Ok(stated) = PeriodId::parse(text) else { return };
    let period = dossier.id();
    if stated == *period {
        return;
    }
    let folder = &dossier.folder;
    let message = say!(
        vi: "báo cáo ghi kỳ {stated}, nhưng nằm trong thư mục của kỳ {period}",
        en: "the report says {stated} but stands in the folder of {period}"
    );
    let help = say!(
        vi: "sửa thành “ky: {period}”, hoặc chuyển tệp sang đúng thư mục (đang ở {folder})",
        en: "write “ky: {period}”, or move the file to its own folder (now in {folder})"
    );
    out.push(Diagnostic::new(Code::PeriodMismatch, report.place(field.value_span), message).help(help));
}
