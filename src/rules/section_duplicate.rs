//! Sections that stand twice.

use super::words::title;
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{Dossier, Paper};
use crate::say;
use std::collections::BTreeSet;

/// See the code's page.
pub fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for section in &report.sections {
        let again = section.answers.iter().copied().find(|answer| seen.contains(answer));
        seen.extend(&section.answers);
        let Some(answer) = again else { continue };
        let title = title(dossier, answer);
        let message = say!(vi: "mục “{title}” đã có ở trên", en: "the section “{title}” already stands above");
        let help =
            say!(vi: "gộp nội dung vào mục trên, xoá tiêu đề này", en: "join the text above and delete this heading");
        let place = report.place(section.heading.text_span);
        out.push(Diagnostic::new(Code::SectionDuplicate, place, message).help(help).source(dossier.form.basis(answer)));
    }
}
