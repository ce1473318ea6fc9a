//! Marks where a merge could not decide.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::say;
use baocao_core::text::{Place, Span, conflicts};

/// See the code's page. One diagnostic a conflict, at its first mark, naming the section it stands in.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(source) = &paper.source else { return };
    let headings: Vec<(Span, &str)> = match &paper.kind {
        PaperKind::Draft(_, headings) => headings.iter().map(|h| (h.span, h.text.as_str())).collect(),
        PaperKind::Report(report) => {
            report.sections.iter().map(|s| (s.heading.span, s.heading.text.as_str())).collect()
        }
        _ => return,
    };
    for mark in conflicts(source.text()) {
        let section = headings.iter().rev().find(|(span, _)| span.start < mark.start).map(|(_, text)| *text);
        let message = match section {
            Some(section) => {
                say!(vi: "còn dấu xung đột ở mục “{section}”", en: "conflict marks are left in “{section}”")
            }
            None => say!(vi: "còn dấu xung đột", en: "conflict marks are left"),
        };
        let period = dossier.id();
        let help = say!(
            vi: "chọn hoặc viết lại câu đúng, xoá các dòng dấu, rồi chạy `baocao check {period}`",
            en: "choose or rewrite the right text, delete the marks, then run `baocao check {period}`"
        );
        out.push(Diagnostic::new(Code::DraftConflict, Place::new(paper.path.clone(), mark), message).help(help));
    }
}
