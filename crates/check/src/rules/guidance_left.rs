//! Template text and blanks left in a section that somebody has written.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Fullness, Paper};
use baocao_core::say;

/// See the code's page. Where nothing else is written, the section is empty, and that is said instead.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for section in report.sections.iter().filter(|s| s.fullness == Fullness::Written) {
        for span in &section.guidance_left {
            let left = source.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
            let message = if left.chars().count() > 40 {
                let start: String = left.chars().take(37).collect();
                say!(vi: "còn sót lời hướng dẫn “{start}…”", en: "guidance is left in: “{start}…”")
            } else {
                say!(vi: "còn chỗ chưa điền “{left}”", en: "a blank is left in: “{left}”")
            };
            let help = say!(
                vi: "thay bằng nội dung của đơn vị, hoặc xoá đi",
                en: "put the department's own text in its place, or delete it"
            );
            let mut found = Diagnostic::new(Code::GuidanceLeft, report.place(*span), message).help(help);
            found.source = section.answers.first().map(|at| dossier.form.basis(*at));
            out.push(found);
        }
    }
}
