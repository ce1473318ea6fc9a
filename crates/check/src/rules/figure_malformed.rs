//! Figures that are no number of their indicator.

use crate::rules::figures::{basis, column, figures};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Amount, Cell, Dossier, Indicator, Paper, WrittenFigure, format_amount};
use baocao_core::say;
use baocao_core::text::Text;
use rust_decimal::Decimal;

/// See the code's page.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for (figure, indicator) in figures(dossier, report) {
        let mut fault = |cell: &Cell<'_>, message: Text, help: Text| {
            let mut found = Diagnostic::new(Code::FigureMalformed, report.place(cell.span), message).help(help);
            found.source = indicator.map(basis);
            out.push(found);
        };
        for (key, cell) in figure.cells() {
            match cell.amount {
                Amount::Unreadable => {
                    let (shown, Text { vi, en }) = (cell.text, column(key));
                    let message = say!(vi: "“{shown}” không phải là số ({vi})", en: "“{shown}” is no number ({en})");
                    let help = say!(
                        vi: "chỉ ghi số, như 12 hoặc \"2.130,5\"; đơn vị tính đã khai ở baocao.toml, lời giải thích để ở ghi_chu",
                        en: "write the number alone, as 12 or \"2.130,5\"; the unit stands in baocao.toml, words go into ghi_chu"
                    );
                    fault(cell, message, help);
                }
                Amount::Number(number) => {
                    if let Some((message, help)) = indicator.and_then(|i| too_fine(number, i)) {
                        fault(cell, message, help);
                    }
                }
                Amount::Ambiguous => {}
            }
        }
        contradictions(&figure, &mut fault);
    }
}

/// More decimals than the indicator has.
fn too_fine(number: Decimal, indicator: &Indicator) -> Option<(Text, Text)> {
    let most = indicator.decimals.filter(|most| number.normalize().scale() > *most)?;
    let (number, name) = (format_amount(number), &indicator.name);
    let message = match most {
        0 => {
            say!(vi: "“{name}” chỉ nhận số nguyên, không nhận {number}", en: "“{name}” takes whole numbers, not {number}")
        }
        most => say!(
            vi: "“{name}” chỉ có {most} chữ số thập phân, không nhận {number}",
            en: "“{name}” has {most} decimals, not those of {number}"
        ),
    };
    let help = say!(vi: "làm tròn số, hoặc đề nghị Văn phòng sửa “so_le”", en: "round it, or ask the Office to change “so_le”");
    Some((message, help))
}

fn contradictions(figure: &WrittenFigure<'_>, fault: &mut dyn FnMut(&Cell<'_>, Text, Text)) {
    if let (Some(second), Some(plan)) = (&figure.second_plan, &figure.plan) {
        let (second_plan, plan) = (second.text, plan.text);
        let message = say!(
            vi: "“thuc_hien” nói kế hoạch là {second_plan}, “ke_hoach” lại ghi {plan}",
            en: "“thuc_hien” gives the plan as {second_plan}, “ke_hoach” as {plan}"
        );
        fault(second, message, say!(vi: "chỉ ghi kế hoạch ở một chỗ", en: "write the plan once"));
    }
    if let Some(cell) = &figure.odd_estimate {
        let shown = cell.text;
        let message = say!(
            vi: "“uoc” chỉ nhận true (số ước) hoặc false, không nhận “{shown}”",
            en: "“uoc” is true (an estimate) or false, not “{shown}”"
        );
        fault(cell, message, say!(vi: "ghi uoc: true nếu là số ước thực hiện", en: "write uoc: true for an estimate"));
    }
}
