//! Links, folders and devices where a file should be.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::{Place, Text};

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let PaperKind::Irregular(Text { vi, en }) = &paper.kind else { return };
    let message = Text { vi: format!("không phải tệp thường: {vi}"), en: format!("not a regular file: {en}") };
    let help = say!(
        vi: "thay bằng tệp thật, hoặc chuyển ra ngoài thư mục của kỳ",
        en: "put a real file in its place, or move it out of the period's folder"
    );
    out.push(Diagnostic::new(Code::FileIrregular, Place::whole(paper.path.clone()), message).help(help));
}
