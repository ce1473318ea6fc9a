//! Figures below the smallest or above the largest their indicator can have.

use crate::rules::figures::{basis, column, known, measured};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::Text;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    for (report, figure, indicator) in known(dossier, paper) {
        // What a period may hold at most says nothing about a whole year.
        for (key, cell) in figure.cells().filter(|(key, _)| *key != "luy_ke") {
            let Some(number) = cell.amount.number() else { continue };
            let (name, shown, Text { vi, en }) = (&indicator.name, measured(number, indicator), column(key));
            let message = match (indicator.least, indicator.most) {
                (Some(least), _) if number < least => {
                    let least = measured(least, indicator);
                    say!(vi: "“{name}” ({vi}) là {shown}, nhỏ hơn mức nhỏ nhất {least}", en: "“{name}” ({en}) is {shown}, below {least}")
                }
                (_, Some(most)) if number > most => {
                    let most = measured(most, indicator);
                    say!(vi: "“{name}” ({vi}) là {shown}, lớn hơn mức lớn nhất {most}", en: "“{name}” ({en}) is {shown}, above {most}")
                }
                _ => continue,
            };
            let help = say!(
                vi: "kiểm tra lại số và đơn vị tính; nếu số đúng, đề nghị Văn phòng sửa giới hạn của chỉ tiêu",
                en: "check number and unit; if it is right, ask the Office to change the indicator's bounds"
            );
            let place = report.place(cell.span);
            out.push(Diagnostic::new(Code::FigureOutOfBounds, place, message).help(help).source(basis(indicator)));
        }
    }
}
