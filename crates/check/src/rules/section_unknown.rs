//! Sections the form does not have, or not in this kind of period.

use crate::rules::words::{did_you_mean, title};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Demand, Dossier, Paper};
use baocao_core::say;
use baocao_core::text::nearest;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let cadence = dossier.cadence();
    let outside = |at: &usize| dossier.form.sections.get(*at).is_some_and(|s| s.demand(cadence) == Demand::NotApplied);
    let mut titles: Option<Vec<String>> = None;
    for section in &report.sections {
        let heading = section.heading.text.as_str();
        let place = report.place(section.heading.text_span);
        if section.answers.is_empty() {
            let message = say!(vi: "biểu mẫu không có mục “{heading}”", en: "the form has no section “{heading}”");
            let number = baocao_core::text::heading_number(heading).map_or(0, |n| n.title);
            let titles =
                titles.get_or_insert_with(|| (0..dossier.form.sections.len()).map(|at| title(dossier, at)).collect());
            let help = match nearest(&heading[number..], titles.iter().map(String::as_str)) {
                Some(near) => did_you_mean(near),
                None => say!(
                    vi: "đưa nội dung vào một mục của biểu mẫu, hoặc hạ tiêu đề này xuống một cấp",
                    en: "put the text into a section of the form, or lower this heading by one level"
                ),
            };
            out.push(Diagnostic::new(Code::SectionUnknown, place, message).help(help));
        } else if section.answers.iter().all(outside) {
            let title = title(dossier, section.answers[0]);
            let message = say!(
                vi: "mục “{title}” không áp dụng cho kỳ báo cáo này",
                en: "the section “{title}” does not apply to this kind of period"
            );
            let help = say!(vi: "xoá mục này", en: "delete the section");
            let source = dossier.form.basis(section.answers[0]);
            out.push(Diagnostic::new(Code::SectionUnknown, place, message).help(help).source(source));
        }
    }
}
