//! A number in the running text that is not the figure of the indicator it names.

use super::figures::{known, measured};
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{Amount, Dossier, Mention, Paper, Report, Said};
use crate::say;
use rust_decimal::Decimal;

/// See the code's page.
pub fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    if paper.statements.mentions.is_empty() {
        return;
    }
    for (report, figure, indicator) in known(dossier, paper) {
        let Some((cell, now)) = figure.actual.as_ref().and_then(|cell| Some((cell, cell.amount.number()?))) else {
            continue;
        };
        let own = |mention: &&Mention| mention.indicator == indicator.id && of_this_period(dossier, report, mention);
        for mention in paper.statements.mentions.iter().filter(own) {
            let readings = readings(&mention.said);
            if readings.is_empty() || readings.contains(&now) {
                continue;
            }
            let (name, text, figure) = (&indicator.name, &mention.said.text, measured(now, indicator));
            let message = say!(
                vi: "lời văn ghi “{name}” là {text}, nhưng số liệu ở đầu tệp là {figure}",
                en: "the text says {text} for “{name}”, the figure in the front matter is {figure}"
            );
            let help = say!(
                vi: "sửa cho hai chỗ khớp nhau; nếu câu văn nói về kỳ khác hoặc một phần, hãy nêu rõ trong câu",
                en: "make the two agree; if the sentence is about another period or a part, let it say so"
            );
            let other = say!(vi: "số liệu của chỉ tiêu", en: "the indicator's figure");
            let place = report.place(mention.said.span);
            let found = Diagnostic::new(Code::FigureContradicted, place, message).help(help);
            out.push(found.also(report.place(cell.span), other));
        }
    }
}

/// Only sections that report what was done are held against the figures: elsewhere a number is a plan or a wish.
fn of_this_period(dossier: &Dossier, report: &Report, mention: &Mention) -> bool {
    report.sections.iter().any(|section| {
        let inside = section.extent.start <= mention.said.span.start && mention.said.span.end <= section.extent.end;
        inside && section.answers.iter().any(|at| dossier.form.sections.get(*at).is_some_and(|s| s.figures))
    })
}

/// What the digits can mean: one number, or two where a point reads both ways.
fn readings(said: &Said) -> Vec<Decimal> {
    match said.amount {
        Amount::Number(number) => vec![number],
        Amount::Ambiguous => {
            let ways = [said.text.replace('.', ""), said.text.replace('.', ",")];
            ways.iter().filter_map(|text| Amount::read(text).number()).collect()
        }
        Amount::Unreadable => Vec::new(),
    }
}
