//! Marks, promises and questions that the writer meant to come back to.

use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Dossier, Paper, UnfinishedKind};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for unfinished in &paper.statements.unfinished {
        let words: String = source.slice(unfinished.span).chars().take(60).collect();
        let message = match unfinished.kind {
            UnfinishedKind::Mark => say!(vi: "còn dấu ghi nhớ “{words}”", en: "a mark for later is left: “{words}”"),
            UnfinishedKind::Promise => say!(vi: "còn lời hẹn “{words}”", en: "a promise is left: “{words}”"),
            UnfinishedKind::Question => {
                say!(vi: "câu hỏi “{words}” chưa có câu trả lời", en: "the question “{words}” has no answer")
            }
        };
        let help = say!(
            vi: "viết nốt nội dung, hoặc xoá chỗ này trước khi nộp",
            en: "finish the text, or delete this before you submit"
        );
        let place = report.place(unfinished.span);
        let mut found = Diagnostic::new(Code::TextUnfinished, place, message).help(help);
        if unfinished.kind == UnfinishedKind::Question {
            found.severity = Severity::Notice;
        }
        out.push(found);
    }
}
