//! Fields that no report has.

use crate::rules::fields::{FIELDS, FIGURE_KEYS, figures};
use crate::rules::words::did_you_mean;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Field, Paper, Report};
use baocao_core::say;
use baocao_core::text::{Text, nearest};

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    let keys = FIELDS.map(|f| f.key);
    for field in report.front.fields() {
        unknown(report, field, &keys, out);
    }
    // The digits behind a decimal comma are no field: that is said as what it is.
    let cut = report.front.cut_decimals(source.text());
    for (_, inside) in figures(report) {
        for field in inside.iter().filter(|field| cut.iter().all(|(_, key)| *key != field.key_span)) {
            unknown(report, field, &FIGURE_KEYS, out);
        }
    }
}

fn unknown(report: &Report, field: &Field, keys: &[&str], out: &mut Vec<Diagnostic>) {
    let key = &field.key;
    if keys.contains(&key.as_str()) {
        return;
    }
    let message = say!(vi: "không có trường “{key}”", en: "there is no field “{key}”");
    let help: Text = match nearest(key, keys.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => {
            let list = keys.join(", ");
            say!(vi: "bỏ trường này; các trường dùng được: {list}", en: "remove it; the fields are: {list}")
        }
    };
    out.push(Diagnostic::new(Code::FieldUnknown, report.place(field.key_span), message).help(help));
}
