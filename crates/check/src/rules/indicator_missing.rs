//! Indicators that the department owes in this period and has not reported.

use crate::rules::figures::{basis, figures};
use crate::rules::words::head;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(department)) = (paper.report(), &paper.department) else { return };
    let written = figures(dossier, report);
    for indicator in dossier.settings.indicators.iter().filter(|i| i.is_due(department, dossier.id())) {
        let figure = written.iter().map(|(figure, _)| figure).find(|figure| figure.id == indicator.id);
        if figure.is_some_and(|figure| figure.actual.is_some()) {
            continue;
        }
        let group = report.front.field("chi_tieu").map(|field| report.place(field.key_span));
        let place = figure.map(|figure| report.place(figure.key_span)).or(group);
        let place = place.unwrap_or_else(|| head(paper, report));
        let (name, id) = (&indicator.name, &indicator.id);
        let message =
            say!(vi: "thiếu số thực hiện của chỉ tiêu “{name}”", en: "the indicator “{name}” has no actual figure");
        let help = say!(
            vi: "ghi dưới “chi_tieu”: {id}: {{ ke_hoach: …, thuc_hien: … }}; không phát sinh thì ghi thuc_hien: 0",
            en: "write under “chi_tieu”: {id}: {{ ke_hoach: …, thuc_hien: … }}; if there was none, thuc_hien: 0"
        );
        out.push(Diagnostic::new(Code::IndicatorMissing, place, message).help(help).source(basis(indicator)));
    }
}
