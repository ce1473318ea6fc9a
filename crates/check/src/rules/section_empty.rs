//! Sections that are there and say nothing.

use crate::rules::words::title;
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Demand, Dossier, Fullness, Paper, Report, Section};
use baocao_core::say;

/// See the code's page. An optional section that is empty is only a warning: its heading may simply go.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for section in report.sections.iter().filter(|s| s.fullness == Fullness::Empty) {
        let Some(first) = section.answers.first().copied() else { continue };
        if parts(report, section).any(|part| part.fullness == Fullness::Written || required(dossier, part)) {
            continue;
        }
        let required = required(dossier, section);
        let title = title(dossier, first);
        let message = say!(vi: "mục “{title}” chưa có nội dung", en: "the section “{title}” is empty");
        let help = if required {
            say!(vi: "viết nội dung; nếu không có gì thì ghi “Không có”", en: "write it; if there is nothing, write “Không có”")
        } else {
            say!(
                vi: "viết nội dung, ghi “Không có”, hoặc xoá tiêu đề vì mục này không bắt buộc ở kỳ này",
                en: "write it, write “Không có”, or delete the heading, which this period does not require"
            )
        };
        let place = report.place(section.heading.text_span);
        let mut found =
            Diagnostic::new(Code::SectionEmpty, place, message).help(help).source(dossier.form.basis(first));
        if !required {
            found.severity = Severity::Warning;
        }
        out.push(found);
    }
}

/// The sections inside a section, each of which answers for itself.
fn parts<'r>(report: &'r Report, section: &'r Section) -> impl Iterator<Item = &'r Section> {
    let inside = move |s: &&Section| s.extent.start > section.extent.start && s.extent.end <= section.extent.end;
    report.sections.iter().filter(inside)
}

fn required(dossier: &Dossier, section: &Section) -> bool {
    let demanded =
        |at: &usize| dossier.form.sections.get(*at).is_some_and(|s| s.demand(dossier.cadence()) == Demand::Required);
    section.answers.iter().any(demanded)
}
