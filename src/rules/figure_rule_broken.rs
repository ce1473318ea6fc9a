//! The office's own rules about its figures (`[[quy_tac]]`).

use super::figures::{applies, compare, figures, measured};
use super::words::head;
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{Dossier, FigureRule, Paper, Term, Verdict, WrittenFigure};
use crate::say;
use rust_decimal::Decimal;

/// See the code's page.
pub fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (rule, _) in judged(dossier, paper).into_iter().filter(|(_, verdict)| *verdict == Verdict::Broken) {
        let written = figures(dossier, report);
        let named = rule.condition.figures();
        let place = named.iter().find_map(|(_, id)| written.iter().find(|(figure, _)| figure.id == *id));
        let place = place.map_or_else(|| head(paper, report), |(figure, _)| report.place(figure.key_span));
        let values: Vec<String> = named.iter().map(|(term, id)| shown(dossier, paper, *term, id)).collect();
        let (values, text, id) = (values.join("; "), &rule.text, &rule.id);
        let help = say!(
            vi: "quy tắc: {text}; đang có: {values}. Sửa số liệu cho đúng quy tắc",
            en: "the rule: {text}; there is: {values}. Mend the figures"
        );
        let mut found = Diagnostic::new(Code::FigureRuleBroken, place, rule.message.clone()).help(help);
        found.severity = rule.severity_on(dossier.now.date());
        found.source = Some(say!(vi: "baocao.toml, quy tắc “{id}”", en: "baocao.toml, rule “{id}”"));
        out.push(found);
    }
}

/// The rules a report is held to, each with what became of it.
pub fn judged<'a>(dossier: &'a Dossier, paper: &Paper) -> Vec<(&'a FigureRule, Verdict)> {
    if dossier.settings.rules.is_empty() {
        return Vec::new();
    }
    let (Some(report), Some(department)) = (paper.report(), &paper.department) else { return Vec::new() };
    let written = figures(dossier, report);
    let rules = dossier.settings.rules.iter().filter(|rule| applies(dossier, rule, department));
    rules
        .map(|rule| {
            let find = |id: &str| written.iter().map(|(figure, _)| figure).find(|figure| figure.id == id);
            (rule, rule.judge(&|term, id| value(dossier, paper, find(id), term, id)))
        })
        .collect()
}

fn value(
    dossier: &Dossier,
    paper: &Paper,
    figure: Option<&WrittenFigure<'_>>,
    term: Term,
    id: &str,
) -> Option<Decimal> {
    let indicator = dossier.settings.indicators.iter().find(|i| i.id == id)?;
    if term == Term::Previous {
        let track = paper.past.track(id)?;
        return track.previous(indicator.accumulation, dossier.id()).map(|total| total.value);
    }
    let compared = compare(dossier, paper, figure, indicator);
    match term {
        Term::Plan => compared.plan,
        Term::SamePeriod => compared.before.map(|total| total.value),
        Term::Cumulative => compared.cumulative.map(|total| total.value),
        Term::Actual | Term::Previous => compared.actual.map(|total| total.value),
    }
}

fn shown(dossier: &Dossier, paper: &Paper, term: Term, id: &str) -> String {
    let report = paper.report();
    let written = report.map(|report| figures(dossier, report)).unwrap_or_default();
    let figure = written.iter().map(|(figure, _)| figure).find(|figure| figure.id == id);
    let indicator = dossier.settings.indicators.iter().find(|i| i.id == id);
    let value = value(dossier, paper, figure, term, id).zip(indicator);
    let value = value.map_or_else(|| "–".to_string(), |(value, indicator)| measured(value, indicator));
    format!("{} = {value}", term.written(id))
}
