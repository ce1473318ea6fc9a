//! Sections that should hold figures and hold none.

use crate::rules::words::title;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Fullness, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for section in report.sections.iter().filter(|s| s.fullness == Fullness::Written && !s.figures) {
        let wants = |at: &&usize| dossier.form.sections.get(**at).is_some_and(|s| s.figures);
        let Some(at) = section.answers.iter().find(wants).copied() else { continue };
        let title = title(dossier, at);
        let message = say!(vi: "mục “{title}” không có số liệu", en: "the section “{title}” has no figures");
        let help = say!(
            vi: "nêu số liệu trong kỳ, so với cùng kỳ năm trước và luỹ kế; nếu không phát sinh thì ghi “Không có”",
            en: "give this period's figures, compared with last year's and cumulated; if there are none, write “Không có”"
        );
        let place = report.place(section.heading.text_span);
        out.push(Diagnostic::new(Code::FiguresAbsent, place, message).help(help).source(dossier.form.basis(at)));
    }
}
