//! What the rules about figures share.

use baocao_core::domain::{
    Comparison, DepartmentId, Dossier, FigureRule, FigureSource, Indicator, Paper, Point, Report, Tenure, Total,
    WrittenFigure, first_month, format_amount, indicator_finder, written_figures,
};
use baocao_core::say;
use baocao_core::text::Text;
use rust_decimal::Decimal;

/// The figures of a report with their indicators, where those are known.
pub fn figures<'a>(dossier: &'a Dossier, report: &'a Report) -> Vec<(WrittenFigure<'a>, Option<&'a Indicator>)> {
    let indicators = &dossier.settings.indicators;
    let written = written_figures(&report.front, indicators);
    let find = indicator_finder(written.len(), indicators);
    let known = |figure: WrittenFigure<'a>| {
        let indicator = find(figure.id);
        (figure, indicator)
    };
    written.into_iter().map(known).collect()
}

/// The same for a paper that is a report, of known indicators only.
pub(crate) fn known<'a>(dossier: &'a Dossier, paper: &'a Paper) -> Vec<(&'a Report, WrittenFigure<'a>, &'a Indicator)> {
    let Some(report) = paper.report() else { return Vec::new() };
    figures(dossier, report).into_iter().filter_map(|(figure, i)| Some((report, figure, i?))).collect()
}

/// What a key under an indicator is called.
pub(crate) fn column(key: &str) -> Text {
    match key {
        "ke_hoach" => say!(vi: "kế hoạch", en: "plan"),
        "cung_ky" => say!(vi: "cùng kỳ năm trước", en: "same period last year"),
        "luy_ke" => say!(vi: "luỹ kế", en: "cumulative"),
        _ => say!(vi: "thực hiện", en: "actual"),
    }
}

/// A number with its unit: `2.130,5 triệu đồng`, `97,1%`.
pub(crate) fn measured(number: Decimal, indicator: &Indicator) -> String {
    let number = format_amount(number.normalize());
    match indicator.unit.trim() {
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}"),
    }
}

/// A number as the front matter takes it: digits alone, or with a decimal comma in quotation marks; without its unit.
pub(crate) fn as_written(number: Decimal) -> String {
    let number = number.normalize();
    if number.is_integer() { number.to_string() } else { format!("\"{}\"", format_amount(number)) }
}

/// Where an indicator's demand comes from.
pub fn basis(indicator: &Indicator) -> Text {
    let id = &indicator.id;
    say!(vi: "baocao.toml, chỉ tiêu “{id}”", en: "baocao.toml, indicator “{id}”")
}

/// A figure against its department's past.
pub(crate) fn compare(
    dossier: &Dossier,
    paper: &Paper,
    figure: Option<&WrittenFigure<'_>>,
    indicator: &Indicator,
) -> Comparison {
    let Some(department) = &paper.department else { return Comparison::default() };
    let own = figure.and_then(|f| Some((f, f.actual.as_ref()?.amount.number()?))).map(|(figure, value)| Point {
        value,
        source: FigureSource {
            period: dossier.id().clone(),
            department: department.clone(),
            path: paper.path.clone(),
            commit: None,
            estimate: figure.estimate,
            approved: false,
            restated: None,
        },
    });
    let tenure = dossier.settings.department(department).map_or_else(Tenure::default, |d| d.tenure);
    let begin = first_month(dossier.id().year(), &[tenure, indicator.tenure]);
    let plan = figure.and_then(|figure| figure.plan.as_ref()?.amount.number());
    Comparison::of(indicator, plan, own, paper.past.track(&indicator.id), dossier.id(), begin)
}

/// Whether a department can be held to a rule: every indicator in it is the department's, in this period.
pub(crate) fn applies(dossier: &Dossier, rule: &FigureRule, department: &DepartmentId) -> bool {
    let indicators = &dossier.settings.indicators;
    rule.condition
        .figures()
        .iter()
        .all(|(_, id)| indicators.iter().any(|i| i.id == *id && i.is_of(department) && i.in_force(dossier.id())))
}

/// Where the numbers of other periods stand: `2023-Q2 (reports/2023-Q2/a.md, 0123456789ab)`.
pub(crate) fn origin(dossier: &Dossier, total: &Total) -> Text {
    let others = total.sources.iter().filter(|source| source.period != *dossier.id());
    let words = |restated: &str| {
        let words = others.clone().map(|source| {
            let own = source.commit.map(|commit| format!(", {}", commit.short())).unwrap_or_default();
            let since = source.restated.as_ref().map(|r| format!(", {restated} {}", r.commit.short()));
            format!("{} ({}{own}{})", source.period, source.path, since.unwrap_or_default())
        });
        words.collect::<Vec<_>>().join("; ")
    };
    let (vi, en) = (words("đính chính"), words("restated"));
    say!(vi: "báo cáo đã duyệt {vi}", en: "the approved reports {en}")
}

/// Whether something of another period is an estimate: then a department may know better by now.
pub(crate) fn rests_on_estimate(dossier: &Dossier, total: &Total) -> bool {
    total.sources.iter().any(|source| source.estimate && source.period != *dossier.id())
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::*;
    use baocao_core::domain::Amount;

    #[test]
    fn what_is_proposed_is_read_back() {
        for text in ["7", "0", "1234", "1200000", "85.5", "0.25", "1.234", "2130.5", "1234567.125", "-3.5", "50.0"] {
            let number: Decimal = text.parse().unwrap();
            let written = as_written(number);
            assert_eq!(Amount::read(written.trim_matches('"')), Amount::Number(number.normalize()), "{written}");
            assert!(!written.contains(',') || written.starts_with('"'), "{written}");
        }
    }
}
