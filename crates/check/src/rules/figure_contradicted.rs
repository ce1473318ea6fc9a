//! A number in the running text that is not the figure of the indicator it names.

use crate::rules::figures::{compare, known, measured, origin, rests_on_estimate};
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{
    Amount, Compared, ComparedKind, Comparison, Dossier, Indicator, Mention, Paper, Report, Said, Total, format_amount,
};
use baocao_core::say;
use baocao_core::text::Text;
use rust_decimal::Decimal;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    if paper.statements.mentions.is_empty() {
        return;
    }
    past(dossier, paper, out);
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

/// What sentences say of last year, of this year so far and of the change, against the approved reports.
fn past(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let figures = known(dossier, paper);
    for mention in paper.statements.mentions.iter().filter(|mention| of_this_period(dossier, report, mention)) {
        if mention.compared.is_empty() {
            continue;
        }
        let Some(indicator) = dossier.settings.indicators.iter().find(|i| i.id == mention.indicator) else { continue };
        let figure = figures.iter().find(|(_, figure, _)| figure.id == mention.indicator).map(|(_, figure, _)| figure);
        let comparison = compare(dossier, paper, figure, indicator);
        let now = comparison.actual.as_ref().map(|total| total.value).or(mention.said.amount.number());
        for compared in &mention.compared {
            let Some(judged) = contradiction(compared, &comparison, now, indicator) else { continue };
            let (what, stated, known, difference, total) = judged;
            let (name, vi, en) = (&indicator.name, &what.vi, &what.en);
            let message = say!(
                vi: "lời văn ghi {vi} của “{name}” là {stated}, tính theo báo cáo đã duyệt là {known}, chênh {difference}",
                en: "the text says {stated} for {en} of “{name}”, by the approved reports it is {known}, a difference of {difference}"
            );
            let help = say!(
                vi: "sửa thành {known}; nếu số đã duyệt sai thì đề nghị đính chính bằng `baocao restate`",
                en: "write {known}; if what was approved is wrong, ask for it to be put right with `baocao restate`"
            );
            let place = report.place(compared.said.span);
            let mut found = Diagnostic::new(Code::FigureContradicted, place, message).help(help);
            found.source = Some(origin(dossier, total));
            let here = say!(vi: "số của kỳ này", en: "this period's number");
            let mut found = found.also(report.place(mention.said.span), here);
            if rests_on_estimate(dossier, total) {
                found.severity = Severity::Notice;
            }
            out.push(found);
        }
    }
}

/// What is stated, what is known, how far they are apart, and the reports that say so; none where they agree or nothing is known.
fn contradiction<'c>(
    compared: &Compared,
    comparison: &'c Comparison,
    now: Option<Decimal>,
    indicator: &Indicator,
) -> Option<(Text, String, String, String, &'c Total)> {
    let ways = readings(&compared.said);
    let stated = *ways.first()?;
    let shown = |number: Decimal| measured(number, indicator);
    match compared.kind {
        ComparedKind::SamePeriod | ComparedKind::Cumulative => {
            let (total, what) = match compared.kind {
                ComparedKind::SamePeriod => {
                    (comparison.before.as_ref()?, say!(vi: "số cùng kỳ năm trước", en: "the same period last year"))
                }
                _ => (comparison.cumulative.as_ref()?, say!(vi: "số luỹ kế", en: "this year so far")),
            };
            let difference = stated.checked_sub(total.value)?;
            (!ways.contains(&total.value)).then(|| (what, shown(stated), shown(total.value), shown(difference), total))
        }
        ComparedKind::Change { up, percent } => {
            let total = comparison.before.as_ref()?;
            let change = now?.checked_sub(total.value)?;
            let exact = match percent {
                true if indicator.is_share() || total.value <= Decimal::ZERO => return None,
                true => change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total.value)?,
                false => change,
            };
            let signed = if up { stated } else { -stated };
            // Rounded and cut off are both right, to the digits that are written.
            let unit = Decimal::new(1, if percent { stated.scale() } else { 9 });
            if exact.checked_sub(signed)?.abs() < unit {
                return None;
            }
            let percentage = |n: Decimal| format!("{}%", format_amount(n.round_dp(stated.scale().max(1)).normalize()));
            let spoken = |n: Decimal| {
                let amount = if percent { percentage(n.abs()) } else { shown(n.abs()) };
                if n < Decimal::ZERO { format!("giảm {amount}") } else { format!("tăng {amount}") }
            };
            let what = say!(vi: "mức so với cùng kỳ năm trước", en: "the change since last year");
            let difference = signed.checked_sub(exact)?.abs();
            let apart = if percent { percentage(difference) } else { shown(difference) };
            Some((what, spoken(signed), spoken(exact), apart, total))
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
