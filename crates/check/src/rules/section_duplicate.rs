//! Sections that stand twice. Two names for one section are two parts of it, and only a notice.

use crate::rules::words::title;
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::fold_heading;
use std::collections::{BTreeMap, BTreeSet};

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let mut seen: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for section in &report.sections {
        let name = fold_heading(&section.heading.text);
        let again = section.answers.iter().copied().find(|answer| seen.contains_key(answer));
        let same = again.and_then(|answer| seen.get(&answer)).is_some_and(|names| names.contains(&name));
        for answer in &section.answers {
            seen.entry(*answer).or_default().insert(name.clone());
        }
        let Some(answer) = again else { continue };
        let title = title(dossier, answer);
        let message = say!(vi: "mục “{title}” đã có ở trên", en: "the section “{title}” already stands above");
        let help =
            say!(vi: "gộp nội dung vào mục trên, xoá tiêu đề này", en: "join the text above and delete this heading");
        let place = report.place(section.heading.text_span);
        let mut found =
            Diagnostic::new(Code::SectionDuplicate, place, message).help(help).source(dossier.form.basis(answer));
        if !same {
            found.severity = Severity::Notice;
        }
        out.push(found);
    }
}
