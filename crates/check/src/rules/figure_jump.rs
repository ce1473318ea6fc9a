//! A figure far above or below everything history would make one expect, without a word of explanation.

use crate::rules::figures::{basis, compare, known, measured};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, Total, format_amount};
use baocao_core::say;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (report, figure, indicator) in known(dossier, paper) {
        let (Some(factor), None) = (indicator.jump, figure.note) else { continue };
        let Some((cell, now)) = figure.actual.as_ref().and_then(|cell| Some((cell, cell.amount.number()?))) else {
            continue;
        };
        let same = compare(dossier, paper, Some(&figure), indicator).before;
        let before = paper.past.track(&indicator.id).and_then(|t| t.previous(indicator.accumulation, dossier.id()));
        // A season explains a jump against last quarter, growth one against last year: only both together are odd.
        let known: Vec<Total> = [same, before].into_iter().flatten().collect();
        let mut ways = known.iter().map(|then| way(then.value, now, factor));
        let Some(first) = ways.next() else { continue };
        if first == Ordering::Equal || ways.any(|other| other != first) {
            continue;
        }
        let (name, shown, factor) = (&indicator.name, measured(now, indicator), format_amount(factor.normalize()));
        let then: Vec<String> = known
            .iter()
            .map(|t| {
                let periods: Vec<String> = t.sources.iter().map(|s| s.period.to_string()).collect();
                format!("{}: {}", periods.join(" + "), measured(t.value, indicator))
            })
            .collect();
        let then = then.join("; ");
        let message = say!(
            vi: "“{name}” là {shown}, biến động quá {factor} lần so với trước ({then})",
            en: "“{name}” is {shown}, more than {factor} times off what it was ({then})"
        );
        let help = say!(
            vi: "kiểm tra lại số và đơn vị tính; nếu đúng, ghi một câu giải thích vào “ghi_chu” của chỉ tiêu",
            en: "check number and unit; if they are right, explain in a line of “ghi_chu”"
        );
        let place = report.place(cell.span);
        out.push(Diagnostic::new(Code::FigureJump, place, message).help(help).source(basis(indicator)));
    }
}

/// Whether a number is more than so many times above or below another. From zero or below there are no times.
fn way(then: Decimal, now: Decimal, factor: Decimal) -> Ordering {
    let times = |number: Decimal| number.checked_mul(factor).unwrap_or(Decimal::MAX);
    if then <= Decimal::ZERO {
        Ordering::Equal
    } else if now > times(then) {
        Ordering::Greater
    } else if times(now) < then {
        Ordering::Less
    } else {
        Ordering::Equal
    }
}
