//! Reports that mostly repeat the approved report of the period before.

use crate::rules::words::head;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// From which share on it is said, in percent.
const MOSTLY: usize = 60;
/// Texts with fewer characters in long sentences say too little.
const LITTLE: usize = 300;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some((period, all, same))) = (paper.report(), &paper.copied) else { return };
    if *all < LITTLE || same * 100 < all * MOSTLY {
        return;
    }
    let share = same * 100 / all;
    let message = say!(
        vi: "{share}% nội dung giống hệt báo cáo đã duyệt của kỳ {period}",
        en: "{share}% of the text is word for word the approved report of {period}"
    );
    let help = say!(
        vi: "đọc lại, cập nhật số liệu và thời gian; nếu đúng là không có gì mới thì để nguyên",
        en: "read it again, update numbers and times; leave it if there is nothing new indeed"
    );
    out.push(Diagnostic::new(Code::TextCopied, head(paper, report), message).help(help));
}
