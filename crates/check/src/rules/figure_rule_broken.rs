//! The office's own rules about its figures (`[[quy_tac]]`).

use crate::rules::RuleCount;
use crate::rules::figures::{applies, compare, figures, measured};
use crate::rules::words::head;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DepartmentId, Dossier, FigureRule, Paper, Term, Verdict, WrittenFigure};
use baocao_core::say;
use baocao_core::text::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (rule, _) in judged(dossier, paper).into_iter().filter(|(_, verdict)| *verdict == Verdict::Broken) {
        let written = figures(dossier, report);
        let named = rule.condition.figures();
        let place = named.iter().find_map(|(_, id)| written.iter().find(|(figure, _)| figure.id == *id));
        let place = place.map_or_else(|| head(paper, report), |(figure, _)| report.place(figure.key_span));
        let values = named.iter().map(|(term, id)| {
            let figure = written.iter().map(|(figure, _)| figure).find(|figure| figure.id == *id);
            with_value(dossier, *term, id, value(dossier, paper, figure, *term, id))
        });
        out.push(broken(dossier, rule, place, values.collect()));
    }
}

fn broken(dossier: &Dossier, rule: &FigureRule, place: Place, values: Vec<String>) -> Diagnostic {
    let (values, text, id) = (values.join("; "), &rule.text, &rule.id);
    let help = say!(
        vi: "quy tắc: {text}; đang có: {values}. Sửa số liệu cho đúng quy tắc",
        en: "the rule: {text}; there is: {values}. Mend the figures"
    );
    let mut found = Diagnostic::new(Code::FigureRuleBroken, place, rule.message.clone()).help(help);
    found.severity = rule.severity_on(dossier.now.date());
    found.source(say!(vi: "baocao.toml, quy tắc “{id}”", en: "baocao.toml, rule “{id}”"))
}

/// `luy_ke(tien-xu-phat) = 58,2 triệu đồng`.
fn with_value(dossier: &Dossier, term: Term, id: &str, value: Option<Decimal>) -> String {
    let indicator = dossier.settings.indicators.iter().find(|i| i.id == id);
    let value = value.zip(indicator).map(|(value, indicator)| measured(value, indicator));
    format!("{} = {}", term.written(id), value.as_deref().unwrap_or("–"))
}

/// What departments say of the figures that rules of the whole agency name.
pub type Gathered = BTreeMap<(Term, String), BTreeMap<DepartmentId, Decimal>>;

/// The rules that no single department has all figures for: the agency as a whole is held to them.
fn of_agency(dossier: &Dossier) -> impl Iterator<Item = &FigureRule> {
    let nobodys = |rule: &&FigureRule| {
        !dossier.period.departments.iter().any(|(department, _)| applies(dossier, rule, department))
    };
    dossier.settings.rules.iter().filter(nobodys)
}

/// Those of them that could have no department in any period. Asked for every report, and told without looking at the
/// departments of the period, of which there may be thousands.
pub(crate) fn spread(dossier: &Dossier) -> impl Iterator<Item = &FigureRule> {
    let lists = |rule: &FigureRule| -> Vec<&[DepartmentId]> {
        let indicators = &dossier.settings.indicators;
        let named = rule.condition.figures();
        let found = indicators.iter().filter(|i| named.iter().any(|(_, id)| i.id == *id) && !i.departments.is_empty());
        found.map(|indicator| indicator.departments.as_slice()).collect()
    };
    dossier.settings.rules.iter().filter(move |rule| {
        let lists = lists(rule);
        let in_all = |department: &DepartmentId| lists.iter().all(|list| list.contains(department));
        lists.first().is_some_and(|first| !first.iter().any(in_all))
    })
}

/// Adds what one report says.
pub fn gather(dossier: &Dossier, paper: &Paper, all: &mut Gathered) {
    let (Some(report), Some(department)) = (paper.report(), &paper.department) else { return };
    let mut written = None;
    for (term, id) in spread(dossier).flat_map(|rule| rule.condition.figures()) {
        let written = written.get_or_insert_with(|| figures(dossier, report));
        let figure = written.iter().map(|(figure, _)| figure).find(|figure| figure.id == id);
        if let Some(value) = value(dossier, paper, figure, term, id) {
            all.entry((term, id.to_string())).or_default().insert(department.clone(), value);
        }
    }
}

/// The agency's figure: the sum over every department that the indicator is given to, all of which must have spoken.
fn of_all(dossier: &Dossier, all: &Gathered, term: Term, id: &str) -> Option<Decimal> {
    let indicator = dossier.settings.indicators.iter().find(|i| i.id == id)?;
    let said = all.get(&(term, id.to_string()))?;
    let here = |department: &&DepartmentId| dossier.period.department_name(department).is_some();
    let everybody = indicator.departments.iter().filter(here).all(|department| said.contains_key(department));
    // Percentages of several departments have no sum.
    if !everybody || (indicator.is_share() && said.len() > 1) {
        return None;
    }
    said.values().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
}

/// Holds the agency to its rules.
pub(crate) fn judge_agency(dossier: &Dossier, all: &Gathered, out: &mut Vec<Diagnostic>) -> RuleCount {
    let mut count = RuleCount::default();
    for rule in of_agency(dossier) {
        let verdict = rule.judge(&|term, id| of_all(dossier, all, term, id));
        if verdict == Verdict::Skipped {
            count.skipped += 1;
            continue;
        }
        count.judged += 1;
        if verdict == Verdict::Broken {
            let named = rule.condition.figures().into_iter();
            let values = named.map(|(term, id)| with_value(dossier, term, id, of_all(dossier, all, term, id)));
            out.push(broken(dossier, rule, Place::whole(dossier.folder.clone()), values.collect()));
        }
    }
    count
}

/// The rules a report is held to, each with what became of it.
pub(crate) fn judged<'a>(dossier: &'a Dossier, paper: &Paper) -> Vec<(&'a FigureRule, Verdict)> {
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
