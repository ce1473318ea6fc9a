//! A total that is not the sum of its parts, where the writer has tagged both with `<!-- cộng -->`.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::domain::{Amount, Dossier, Paper, Said, format_amount};
use crate::say;
use rust_decimal::Decimal;

/// How many parts a message names.
const TERMS: usize = 10;

/// See the code's page.
pub fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let basis = || say!(vi: "dấu <!-- cộng --> của người viết", en: "the writer's own <!-- cộng -->");
    for tagged in &paper.statements.sums {
        let Some((total, parts)) = &tagged.sum else {
            let message = say!(
                vi: "có dấu <!-- cộng --> nhưng không thấy tổng và ít nhất hai số để cộng",
                en: "<!-- cộng --> stands here, but no total with two numbers to add up"
            );
            let help = say!(
                vi: "đặt dấu ngay trước số tổng, các số thành phần trong cùng câu; danh sách thì kết thúc bằng <!-- hết -->; nếu thừa thì bỏ dấu",
                en: "put it right before the total, with the parts in the same sentence; end a list with <!-- hết -->; or take it out"
            );
            let mut found =
                Diagnostic::new(Code::SumMismatch, report.place(tagged.tag), message).help(help).source(basis());
            found.severity = Severity::Warning;
            out.push(found);
            continue;
        };
        // `1.234` is read both ways, all of them alike: only what is wrong in either is wrong.
        let readings = [Some(0), None].map(|decimals| sum(total, parts, decimals));
        if readings.iter().flatten().any(|(total, sum)| total == sum) {
            continue;
        }
        let Some((stated, computed)) = readings.into_iter().flatten().next() else { continue };
        let Some(difference) = stated.checked_sub(computed) else { continue };
        let [stated, computed, difference] = [stated, computed, difference].map(|n| format_amount(n.normalize()));
        let mut terms = parts.iter().take(TERMS).map(|part| part.text.as_str()).collect::<Vec<_>>().join(" + ");
        if parts.len() > TERMS {
            terms.push_str(" + …");
        }
        let column = tagged.column.as_ref();
        let (vi, en) = column.map_or_else(Default::default, |c| (format!("cột “{c}”: "), format!("column “{c}”: ")));
        let message = say!(
            vi: "{vi}tổng ghi {stated}, cộng các số thành phần ({terms}) là {computed}, chênh {difference}",
            en: "{en}the total is stated as {stated}, its parts ({terms}) make {computed}, a difference of {difference}"
        );
        let help = say!(
            vi: "sửa tổng thành {computed}, hoặc sửa số thành phần bị sai; số không thuộc phép cộng thì đặt sau <!-- hết -->",
            en: "write {computed} for the total, or mend the part that is wrong; put what does not belong behind <!-- hết -->"
        );
        out.push(Diagnostic::new(Code::SumMismatch, report.place(total.span), message).help(help).source(basis()));
    }
}

/// The total and the sum of its parts; `decimals` says how a point is read where it could be either.
fn sum(total: &Said, parts: &[Said], decimals: Option<u32>) -> Option<(Decimal, Decimal)> {
    let read = |said: &Said| match (said.amount, decimals) {
        (Amount::Ambiguous, None) => Amount::read(&said.text.replace('.', ",")).number(),
        (Amount::Ambiguous, _) => Amount::read_in(&said.text, decimals).number(),
        (amount, _) => amount.number(),
    };
    let mut sum = Decimal::ZERO;
    for part in parts {
        sum = sum.checked_add(read(part)?)?;
    }
    Some((read(total)?, sum))
}
