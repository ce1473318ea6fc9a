//! A stated figure of the same period last year that is not what was reported then.

use crate::rules::figures::{as_written, compare, known, measured, origin, rests_on_estimate};
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (report, figure, indicator) in known(dossier, paper) {
        let Some(cell) = &figure.same_period else { continue };
        let Some(stated) = cell.amount.number() else { continue };
        // Where history does not know, nobody can be wrong.
        let Some(expected) = compare(dossier, paper, Some(&figure), indicator).before else { continue };
        let Some(difference) = stated.checked_sub(expected.value).filter(|d| !d.is_zero()) else { continue };
        let name = &indicator.name;
        let right = as_written(expected.value);
        let [stated, computed, difference] = [stated, expected.value, difference].map(|n| measured(n, indicator));
        let estimate = rests_on_estimate(dossier, &expected);
        let (vi, en) = if estimate { (" (số ước)", " (an estimate)") } else { ("", "") };
        let message = say!(
            vi: "“{name}”: cùng kỳ năm trước ghi {stated}, số đã báo cáo là {computed}{vi}, chênh {difference}",
            en: "“{name}”: last year's figure is stated as {stated}, what was reported is {computed}{en}, a difference of {difference}"
        );
        let help = say!(
            vi: "ghi “cung_ky: {right}”, hoặc bỏ “cung_ky”: số này được tự lấy từ báo cáo năm trước",
            en: "write “cung_ky: {right}”, or leave “cung_ky” out: it is taken from last year's report by itself"
        );
        let place = report.place(cell.span);
        let mut found =
            Diagnostic::new(Code::ComparisonMismatch, place, message).help(help).source(origin(dossier, &expected));
        if estimate {
            found.severity = Severity::Warning;
        }
        out.push(found);
    }
}
