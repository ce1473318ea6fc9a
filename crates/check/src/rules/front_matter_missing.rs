//! Reports without the block between two `---` lines.

use crate::rules::words::{head, procedure};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, FrontMatter, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report().filter(|r| r.front == FrontMatter::Missing) else { return };
    let (form, period) = (&dossier.period.form, dossier.id());
    let department = paper.department.as_ref().map_or("…", |d| d.as_str());
    let message = say!(
        vi: "thiếu phần khai báo giữa hai dòng “---” ở đầu tệp",
        en: "the front matter between two lines “---” is missing"
    );
    let help = say!(
        vi: "thêm vào đầu tệp: dòng “---”, các dòng “bieu_mau: {form}”, “ky: {period}”, “don_vi: {department}”, “nguoi_lap: …”, “ngay_lap: …”, rồi dòng “---”",
        en: "add at the top: a line “---”, the lines “bieu_mau: {form}”, “ky: {period}”, “don_vi: {department}”, “nguoi_lap: …”, “ngay_lap: …”, then a line “---”"
    );
    out.push(Diagnostic::new(Code::FrontMatterMissing, head(paper, report), message).help(help).source(procedure("6")));
}
