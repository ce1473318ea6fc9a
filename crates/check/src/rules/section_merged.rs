//! One heading that answers several sections, which is allowed and worth knowing.

use crate::rules::words::title;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for section in report.sections.iter().filter(|s| s.answers.len() > 1) {
        let titles: Vec<String> = section.answers.iter().map(|at| format!("“{}”", title(dossier, *at))).collect();
        let list = titles.join(", ");
        let message = say!(vi: "một tiêu đề gộp các mục {list}", en: "one heading joins the sections {list}");
        let help = say!(
            vi: "không bắt buộc sửa; bảo đảm nội dung nói đủ các mục này",
            en: "nothing has to change; make sure that the text speaks of all of them"
        );
        let source = dossier.form.basis(section.answers[0]);
        let place = report.place(section.heading.text_span);
        out.push(Diagnostic::new(Code::SectionMerged, place, message).help(help).source(source));
    }
}
