//! Fields every report must have.

use crate::rules::fields::{FIELDS, example, is_blank};
use crate::rules::words::head;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, FrontMatter, Paper};
use baocao_core::say;

/// See the code's page. A field that is there and empty is missing, too.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report().filter(|r| matches!(r.front, FrontMatter::Read(..))) else { return };
    for known in FIELDS.iter().filter(|f| f.required) {
        let key = known.key;
        let sample = example(key);
        let (place, message) = match report.front.field(key) {
            None => (head(paper, report), say!(vi: "thiếu trường “{key}”", en: "the field “{key}” is missing")),
            Some(field) if is_blank(field) => {
                (report.place(field.key_span), say!(vi: "trường “{key}” để trống", en: "the field “{key}” is empty"))
            }
            Some(_) => continue,
        };
        let help = say!(vi: "ghi như “{sample}”", en: "write it as “{sample}”");
        out.push(Diagnostic::new(Code::FieldMissing, place, message).help(help));
    }
}
