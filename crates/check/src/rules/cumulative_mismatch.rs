//! A stated cumulative figure that is not the sum of what was reported.

use crate::rules::figures::{as_written, compare, known, measured, origin, rests_on_estimate};
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Accumulation, Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (report, figure, indicator) in known(dossier, paper) {
        let Some(cell) = &figure.cumulative else { continue };
        let Some(stated) = cell.amount.number() else { continue };
        let Some(expected) = compare(dossier, paper, Some(&figure), indicator).cumulative else { continue };
        let Some(difference) = stated.checked_sub(expected.value).filter(|d| !d.is_zero()) else { continue };
        let name = &indicator.name;
        let right = as_written(expected.value);
        let [stated, computed, difference] = [stated, expected.value, difference].map(|n| measured(n, indicator));
        let estimate = rests_on_estimate(dossier, &expected);
        let periods: Vec<String> = expected.sources.iter().map(|source| source.period.to_string()).collect();
        let periods = periods.join(" + ");
        let message = match indicator.accumulation {
            Accumulation::Flow => say!(
                vi: "“{name}”: luỹ kế ghi {stated}, cộng từ đầu năm ({periods}) là {computed}, chênh {difference}",
                en: "“{name}”: stated as {stated} so far this year, the sum ({periods}) is {computed}, a difference of {difference}"
            ),
            Accumulation::Stock => say!(
                vi: "“{name}” là chỉ tiêu thời điểm, luỹ kế bằng số trong kỳ {computed}, nhưng ghi {stated}, chênh {difference}",
                en: "“{name}” is a stock: cumulated it is the period's {computed}, stated is {stated}, a difference of {difference}"
            ),
        };
        let help = say!(
            vi: "ghi “luy_ke: {right}”, hoặc bỏ “luy_ke”: số này được tự cộng từ các báo cáo trong năm",
            en: "write “luy_ke: {right}”, or leave “luy_ke” out: it is added up from this year's reports by itself"
        );
        let mut found = Diagnostic::new(Code::CumulativeMismatch, report.place(cell.span), message).help(help);
        if expected.sources.len() > 1 {
            found = found.source(origin(dossier, &expected));
        }
        if estimate {
            found.severity = Severity::Warning;
        }
        out.push(found);
    }
}
