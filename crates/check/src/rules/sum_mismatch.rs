//! A total that is not the sum of its parts: an error where the writer has tagged both with `<!-- cộng -->`, a warning where the
//! sentence or the table can be read in one way only.

use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Amount, Dossier, Paper, Report, Said, format_amount};
use baocao_core::say;
use rust_decimal::Decimal;

/// How many parts a message names.
const TERMS: usize = 10;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
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
        out.extend(judge(report, tagged.column.as_ref(), total, parts).map(|found| found.source(basis())));
    }
    for plain in &paper.statements.plain_sums {
        let found = judge(report, plain.column.as_ref(), &plain.total, &plain.parts);
        out.extend(found.map(|found| Diagnostic { severity: Severity::Warning, ..found }));
    }
}

/// What is wrong with a total and its parts, if anything is.
fn judge(report: &Report, column: Option<&String>, total: &Said, parts: &[Said]) -> Option<Diagnostic> {
    // `1.234` is read both ways, all of them alike: only what is wrong in either is wrong.
    let readings = [Some(0), None].map(|decimals| sum(total, parts, decimals));
    if readings.iter().flatten().any(|(total, sum)| total == sum) {
        return None;
    }
    let (stated, computed) = readings.into_iter().flatten().next()?;
    let difference = stated.checked_sub(computed)?;
    let [stated, computed, difference] = [stated, computed, difference].map(|n| format_amount(n.normalize()));
    let mut terms = parts.iter().take(TERMS).map(|part| part.text.as_str()).collect::<Vec<_>>().join(" + ");
    if parts.len() > TERMS {
        terms.push_str(" + …");
    }
    let (vi, en) = column.map_or_else(Default::default, |c| (format!("cột “{c}”: "), format!("column “{c}”: ")));
    let message = say!(
        vi: "{vi}tổng ghi {stated}, cộng các số thành phần ({terms}) là {computed}, chênh {difference}",
        en: "{en}the total is stated as {stated}, its parts ({terms}) make {computed}, a difference of {difference}"
    );
    let help = say!(
        vi: "sửa tổng thành {computed}, hoặc sửa số thành phần bị sai; số không thuộc phép cộng thì đặt sau <!-- hết -->",
        en: "write {computed} for the total, or mend the part that is wrong; put what does not belong behind <!-- hết -->"
    );
    Some(Diagnostic::new(Code::SumMismatch, report.place(total.span), message).help(help))
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
