//! “12/15 (70%)”: a percentage that is not the share beside it.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, Said, format_amount};
use baocao_core::say;
use rust_decimal::Decimal;

/// See the code's page. Rounded and cut off are both right, to the digits that are written.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for share in &paper.statements.shares {
        let number = |said: &Said| said.amount.number();
        let (Some(part), Some(whole), Some(stated)) =
            (number(&share.part), number(&share.whole), number(&share.percent))
        else {
            continue;
        };
        let exact = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|n| n.checked_div(whole));
        let Some(exact) = exact.filter(|_| whole > Decimal::ZERO) else { continue };
        // One unit of the last digit that is written.
        let unit = Decimal::new(1, stated.scale());
        if exact.checked_sub(stated).is_none_or(|difference| difference.abs() < unit) {
            continue;
        }
        let shown = format_amount(exact.round_dp(stated.scale().max(1)).normalize());
        let (part, whole, stated) = (&share.part.text, &share.whole.text, &share.percent.text);
        let message = say!(
            vi: "{part}/{whole} là {shown}%, nhưng câu ghi {stated}%",
            en: "{part}/{whole} is {shown}%, the sentence says {stated}%"
        );
        let help = say!(
            vi: "sửa thành {shown}%, hoặc sửa {part}/{whole}; nếu tỷ lệ tính trên số khác thì nêu rõ trong ngoặc",
            en: "write {shown}%, or mend {part}/{whole}; if it is a share of something else, say so in the brackets"
        );
        let place = report.place(share.percent.span);
        let figure = say!(vi: "số để tính", en: "what it is a share of");
        let found = Diagnostic::new(Code::PercentageMismatch, place, message).help(help);
        out.push(found.also(report.place(share.part.span), figure));
    }
}
