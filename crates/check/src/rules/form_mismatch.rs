//! Reports of another form than the period's.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::Text;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let (Some(field), Some(text)) = (report.front.field("bieu_mau"), report.front.scalar("bieu_mau")) else { return };
    let (stated, form) = (text.trim(), dossier.period.form.as_str());
    if stated == form || crate::rules::fields::is_blank(field) {
        return;
    }
    let message = say!(
        vi: "báo cáo ghi biểu mẫu “{stated}”, kỳ này dùng “{form}”",
        en: "the report says form “{stated}”; this period uses “{form}”"
    );
    let help = say!(vi: "sửa thành “bieu_mau: {form}”", en: "write “bieu_mau: {form}”");
    let mut found = Diagnostic::new(Code::FormMismatch, report.place(field.value_span), message).help(help);
    found.source = dossier.form.basis.clone().map(Text::same);
    out.push(found);
}
