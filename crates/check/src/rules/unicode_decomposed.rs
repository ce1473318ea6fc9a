//! Letters written as base and combining marks (NFD), as Macs and some PDF readers give them.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::{Place, decomposed_spans};

/// See the code's page. One diagnostic a file: such a file is wrong everywhere, and `fix` mends it at once.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(source) = &paper.source else { return };
    let spans = decomposed_spans(source.text());
    let Some(first) = spans.first() else { return };
    let count = spans.len();
    let message = say!(
        vi: "{count} chữ ở dạng tổ hợp (NFD): chữ và dấu là các ký tự rời",
        en: "decomposed letters (NFD): {count}, letter and marks apart"
    );
    let help =
        say!(vi: "chạy `baocao fix` để đưa về dạng dựng sẵn (NFC)", en: "run `baocao fix` to compose them (NFC)");
    let place = Place::new(paper.path.clone(), *first);
    out.push(Diagnostic::new(Code::UnicodeDecomposed, place, message).help(help).fixable());
}
