//! Front matter that cannot be read.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, FrontMatter, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::Place;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let front = match &paper.kind {
        PaperKind::Report(report) => &report.front,
        PaperKind::Draft(front, _) => front,
        _ => return,
    };
    let FrontMatter::Malformed(span, reason) = front else { return };
    let help = say!(
        vi: "sửa dòng này; mỗi dòng có dạng “tên_trường: giá trị”; các lỗi khác của phần khai báo sẽ hiện sau khi sửa",
        en: "mend this line; each line has the form “field: value”; other faults of the front matter show once it is mended"
    );
    let place = Place::new(paper.path.clone(), *span);
    out.push(Diagnostic::new(Code::FrontMatterMalformed, place, reason.clone()).help(help));
}
