//! What the rules about figures share.

use crate::domain::{Dossier, Indicator, Paper, Report, WrittenFigure, format_amount, written_figures};
use crate::say;
use crate::text::Text;
use rust_decimal::Decimal;

/// The figures of a report with their indicators, where those are known.
pub fn figures<'a>(dossier: &'a Dossier, report: &'a Report) -> Vec<(WrittenFigure<'a>, Option<&'a Indicator>)> {
    let indicators = &dossier.settings.indicators;
    let known = |figure: &WrittenFigure<'_>| indicators.iter().find(|i| i.id == figure.id);
    written_figures(&report.front, indicators)
        .into_iter()
        .map(|figure| {
            let indicator = known(&figure);
            (figure, indicator)
        })
        .collect()
}

/// The same for a paper that is a report, of known indicators only.
pub fn known<'a>(dossier: &'a Dossier, paper: &'a Paper) -> Vec<(&'a Report, WrittenFigure<'a>, &'a Indicator)> {
    let Some(report) = paper.report() else { return Vec::new() };
    figures(dossier, report).into_iter().filter_map(|(figure, i)| Some((report, figure, i?))).collect()
}

/// What a key under an indicator is called.
pub fn column(key: &str) -> Text {
    match key {
        "ke_hoach" => say!(vi: "kế hoạch", en: "plan"),
        "cung_ky" => say!(vi: "cùng kỳ năm trước", en: "same period last year"),
        "luy_ke" => say!(vi: "luỹ kế", en: "cumulative"),
        _ => say!(vi: "thực hiện", en: "actual"),
    }
}

/// A number with its unit: `2.130,5 triệu đồng`, `97,1%`.
pub fn measured(number: Decimal, indicator: &Indicator) -> String {
    let number = format_amount(number.normalize());
    match indicator.unit.trim() {
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}"),
    }
}

/// Where an indicator's demand comes from.
pub fn basis(indicator: &Indicator) -> Text {
    let id = &indicator.id;
    say!(vi: "baocao.toml, chỉ tiêu “{id}”", en: "baocao.toml, indicator “{id}”")
}
