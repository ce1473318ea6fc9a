//! Figures of indicators that the office does not have, or not here and now.

use crate::rules::figures::{basis, figures};
use crate::rules::words::did_you_mean;
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::nearest;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let indicators = &dossier.settings.indicators;
    // An office that has set up no indicators cannot have unknown ones.
    let (Some(report), false) = (paper.report(), indicators.is_empty()) else { return };
    for (figure, indicator) in figures(dossier, report) {
        let (place, id) = (report.place(figure.key_span), figure.id);
        let Some(indicator) = indicator else {
            let message = say!(vi: "không có chỉ tiêu “{id}”", en: "there is no indicator “{id}”");
            let help = nearest(id, indicators.iter().map(|i| i.id.as_str())).map_or_else(
                || say!(vi: "dùng mã chỉ tiêu đã khai trong baocao.toml", en: "use an indicator's id of baocao.toml"),
                did_you_mean,
            );
            out.push(Diagnostic::new(Code::IndicatorUnknown, place, message).help(help));
            continue;
        };
        let name = &indicator.name;
        let stranger = paper.department.as_ref().filter(|department| !indicator.is_of(department));
        let message = if !indicator.in_force(dossier.id()) {
            say!(vi: "chỉ tiêu “{name}” không áp dụng ở kỳ này", en: "the indicator “{name}” is not in force in this period")
        } else if let Some(department) = stranger {
            let department = dossier.department_name(department);
            say!(
                vi: "chỉ tiêu “{name}” không giao cho {department} báo cáo",
                en: "the indicator “{name}” is not for {department} to report"
            )
        } else {
            continue;
        };
        let help = say!(
            vi: "bỏ chỉ tiêu này, hoặc đề nghị Văn phòng sửa danh mục chỉ tiêu",
            en: "leave it out, or ask the Office to change the list of indicators"
        );
        let mut found = Diagnostic::new(Code::IndicatorUnknown, place, message).help(help).source(basis(indicator));
        // The number itself may be right, and nobody else's work depends on it.
        found.severity = Severity::Warning;
        out.push(found);
    }
}
