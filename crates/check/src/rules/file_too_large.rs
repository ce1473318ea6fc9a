//! Files that are too large to be a report.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::Place;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let PaperKind::TooLarge(bytes, limit) = &paper.kind else { return };
    let mebibytes = |bytes: u64| format!("{},{}", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20);
    let (size, most) = (mebibytes(*bytes), limit >> 20);
    let message = say!(
        vi: "tệp quá lớn ({size} MiB), không được quá {most} MiB",
        en: "the file is too large ({size} MiB), {most} MiB at most"
    );
    let help = say!(
        vi: "bỏ hình ảnh và phụ lục dài ra khỏi báo cáo",
        en: "take pictures and long appendices out of the report"
    );
    out.push(Diagnostic::new(Code::FileTooLarge, Place::whole(paper.path.clone()), message).help(help));
}
