//! Files in a period's folder that belong to nothing.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::Place;

/// See the code's page.
pub fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let PaperKind::Stray(meant) = &paper.kind else { return };
    let name = paper.path.file_name();
    let message = say!(
        vi: "tệp “{name}” không thuộc kỳ báo cáo này",
        en: "the file “{name}” belongs to nothing in this period"
    );
    let help = match meant {
        Some(id) => {
            let department = dossier.department_name(id);
            say!(
                vi: "nếu là báo cáo của {department}, đổi tên thành “{id}.md”; nếu không, chuyển ra khỏi thư mục",
                en: "if it is the report of {department}, rename it to “{id}.md”; else move it out of the folder"
            )
        }
        None => say!(
            vi: "nếu là báo cáo, đổi tên theo mã đơn vị, ví dụ “thanh-tra.md”; nếu không, chuyển ra khỏi thư mục",
            en: "if it is a report, name it after its department, as “thanh-tra.md”; else move it out of the folder"
        ),
    };
    out.push(Diagnostic::new(Code::FileStray, Place::whole(paper.path.clone()), message).help(help));
}
