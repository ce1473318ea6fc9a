//! A byte-order mark, which some editors put before the first character.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::{Place, Span};

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(source) = paper.source.as_ref().filter(|s| s.bom_len() > 0) else { return };
    let first = source.text()[source.bom_len()..].chars().next().map_or(0, char::len_utf8);
    // The mark itself takes no column, so that the first letter is pointed at.
    let place = Place::new(paper.path.clone(), Span::new(source.bom_len(), source.bom_len() + first));
    let message = say!(
        vi: "tệp bắt đầu bằng dấu thứ tự byte (BOM)",
        en: "the file begins with a byte-order mark"
    );
    let help = say!(
        vi: "chạy `baocao fix`, hoặc lưu lại với mã hoá “UTF-8” (không chọn “UTF-8 with BOM”)",
        en: "run `baocao fix`, or save the file as “UTF-8”, not “UTF-8 with BOM”"
    );
    out.push(Diagnostic::new(Code::EncodingBom, place, message).help(help).fixable());
}
