//! Files in a period's folder that belong to nothing.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::{Place, visible};

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let meant = match &paper.kind {
        PaperKind::Stray(meant) => meant,
        PaperKind::Annex(below) => return annex(paper, below, out),
        _ => return,
    };
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

/// A file among the pictures that no report can show.
fn annex(paper: &Paper, below: &str, out: &mut Vec<Diagnostic>) {
    let shown = visible(below);
    let message = say!(
        vi: "“phu-luc/{shown}” không phải hình của một đơn vị trong kỳ",
        en: "“phu-luc/{shown}” is no picture of a department of this period"
    );
    let help = say!(
        vi: "để hình ở “phu-luc/<mã đơn vị>/”, tên tệp chỉ gồm chữ không dấu, chữ số, “.”, “_”, “-” và đuôi .png, .jpg, .jpeg hoặc .webp; tệp khác chuyển ra khỏi thư mục",
        en: "keep pictures in “phu-luc/<department id>/”, named with unaccented letters, digits, “.”, “_”, “-” and ending in .png, .jpg, .jpeg or .webp; move other files out of the folder"
    );
    out.push(Diagnostic::new(Code::FileStray, Place::whole(paper.path.clone()), message).help(help));
}
