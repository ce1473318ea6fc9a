//! Documents cited with letters of another kind, or with two dates.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Inconsistency, Paper, format_date_vi};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for odd in &paper.statements.odd {
        match odd {
            Inconsistency::KindOfSymbol { span, said, meant, letters } => {
                let message = say!(
                    vi: "ghi là {said}, nhưng ký hiệu “{letters}” là của {meant}",
                    en: "called “{said}”, but the letters “{letters}” are those of “{meant}”"
                );
                let help = say!(
                    vi: "đối chiếu với bản gốc, sửa loại văn bản hoặc ký hiệu",
                    en: "look at the original and mend the kind or the symbol"
                );
                out.push(Diagnostic::new(Code::CitationInconsistent, report.place(*span), message).help(help));
            }
            Inconsistency::TwoDates { span, first, dates } => {
                let (before, now) = (format_date_vi(dates.0), format_date_vi(dates.1));
                let message = say!(
                    vi: "cùng một văn bản nhưng ở đây ghi ngày {now}, ở trên ghi ngày {before}",
                    en: "the same document is dated {now} here and {before} above"
                );
                let help =
                    say!(vi: "đối chiếu với bản gốc, giữ một ngày", en: "look at the original and keep one date");
                let also = say!(vi: "ghi ngày khác", en: "another date");
                let found = Diagnostic::new(Code::CitationInconsistent, report.place(*span), message).help(help);
                out.push(found.also(report.place(*first), also));
            }
            _ => {}
        }
    }
}
