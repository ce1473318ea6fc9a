//! Figures that read in two ways.

use crate::rules::figures::{basis, figures};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Amount, Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (figure, indicator) in figures(dossier, report) {
        for (_, cell) in figure.cells().filter(|(_, cell)| cell.amount == Amount::Ambiguous) {
            let text = cell.text;
            let (thousands, decimal) = (text.replace('.', ""), text.replace('.', ","));
            let message = say!(
                vi: "“{text}” có thể hiểu là {thousands} hoặc {decimal}",
                en: "“{text}” can be {thousands} or {decimal}"
            );
            let help = say!(
                vi: "ghi {thousands} nếu dấu chấm tách hàng nghìn, hoặc \"{decimal}\" nếu là số thập phân",
                en: "write {thousands} if the point groups thousands, or \"{decimal}\" if it is decimal"
            );
            let mut found = Diagnostic::new(Code::FigureAmbiguous, report.place(cell.span), message).help(help);
            found.source = indicator.map(basis);
            out.push(found);
        }
    }
}
