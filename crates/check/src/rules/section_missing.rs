//! Sections the form requires in this kind of period.

use crate::rules::words::{head, heading_line, title};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Demand, Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (at, section) in dossier.form.sections.iter().enumerate() {
        let required = section.demand(dossier.cadence()) == Demand::Required;
        if !required || report.sections.iter().any(|s| s.answers.contains(&at)) {
            continue;
        }
        let (title, line) = (title(dossier, at), heading_line(dossier, at));
        let message = say!(vi: "thiếu mục “{title}”", en: "the section “{title}” is missing");
        let help = say!(
            vi: "thêm tiêu đề “{line}”, hoặc chạy `baocao fix`",
            en: "add the heading “{line}”, or run `baocao fix`"
        );
        out.push(
            Diagnostic::new(Code::SectionMissing, head(paper, report), message)
                .help(help)
                .source(dossier.form.basis(at))
                .fixable(),
        );
    }
}
