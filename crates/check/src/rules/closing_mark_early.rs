//! `./.` that does not stand at the end.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Inconsistency, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    for odd in &paper.statements.odd {
        let Inconsistency::EarlyClose(span) = odd else { continue };
        let message = say!(vi: "dấu “./.” đứng giữa bài", en: "“./.” stands in the middle of the text");
        let help = say!(
            vi: "đổi thành dấu chấm; dấu “./.” được tự đặt ở cuối văn bản",
            en: "write a full stop; “./.” is put at the end of the document by itself"
        );
        let source = say!(vi: "Nghị định 30/2020/NĐ-CP, Phụ lục III", en: "Decree 30/2020/NĐ-CP, Appendix III");
        out.push(Diagnostic::new(Code::ClosingMarkEarly, report.place(*span), message).help(help).source(source));
    }
}
