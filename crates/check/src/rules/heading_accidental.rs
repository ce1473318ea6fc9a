//! A line of text that the `-` or `=` below it turns into a heading.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page. A title of the form that is underlined on purpose is no accident.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for underlined in &paper.markup.underlined {
        if !underlined.is_accident(report, source) {
            continue;
        }
        let mark = source.slice(underlined.line).trim();
        let words = source.slice(underlined.text).split_whitespace().take(8).collect::<Vec<_>>().join(" ");
        let empty = mark == "-";
        let message = if empty {
            say!(
                vi: "gạch đầu dòng để trống ngay dưới “{words}…” biến đoạn văn ấy thành tiêu đề",
                en: "the empty “- ” right under “{words}…” turns that text into a heading"
            )
        } else {
            say!(
                vi: "dòng “{mark}” ngay dưới “{words}…” biến đoạn văn ấy thành tiêu đề",
                en: "the line “{mark}” right under “{words}…” turns that text into a heading"
            )
        };
        let help = if empty {
            say!(
                vi: "chạy `baocao fix` để bỏ dấu gạch trống, hoặc viết nội dung sau dấu gạch và để trống một dòng phía trên",
                en: "run `baocao fix` to take the empty mark away, or write its text and leave a blank line above it"
            )
        } else {
            say!(
                vi: "chạy `baocao fix`, hoặc để trống một dòng phía trên; không cần thì xoá dòng này",
                en: "run `baocao fix`, or leave a blank line above it; delete it if it is not needed"
            )
        };
        let place = report.place(underlined.line);
        let text = say!(vi: "đoạn văn thành tiêu đề", en: "the text that becomes a heading");
        let found = Diagnostic::new(Code::HeadingAccidental, place, message).help(help).fixable();
        out.push(found.also(report.place(underlined.text), text));
    }
}
