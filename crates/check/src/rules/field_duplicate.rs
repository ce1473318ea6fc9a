//! Fields that stand twice: nobody could say which one counts.

use crate::rules::fields::figures;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Field, Paper, Report, Value};
use baocao_core::say;
use std::collections::BTreeSet;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    let cut = report.front.cut_decimals(source.text());
    twice(report, report.front.fields(), out);
    if let Some(Value::Map(indicators)) = report.front.field("chi_tieu").map(|f| &f.value) {
        twice(report, indicators, out);
    }
    for (_, inside) in figures(report) {
        match cut.is_empty() {
            true => twice(report, inside, out),
            false => {
                let own = |field: &&Field| cut.iter().all(|(_, key)| *key != field.key_span);
                let inside: Vec<Field> = inside.iter().filter(own).cloned().collect();
                twice(report, &inside, out);
            }
        }
    }
}

fn twice(report: &Report, fields: &[Field], out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for field in fields {
        if !seen.insert(&field.key) {
            let key = &field.key;
            let message = say!(vi: "trường “{key}” khai hai lần", en: "the field “{key}” stands twice");
            let help = say!(vi: "giữ một dòng, xoá dòng kia", en: "keep one line and delete the other");
            out.push(Diagnostic::new(Code::FieldDuplicate, report.place(field.key_span), message).help(help));
        }
    }
}
