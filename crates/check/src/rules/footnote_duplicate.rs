//! A footnote's label that is defined twice: readers of Markdown do not agree on which of the two counts.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for note in &paper.markup.notes {
        let label = &note.label;
        let line = source.locate(note.first).line;
        let message = say!(
            vi: "chú thích “[^{label}]” khai hai lần, lần đầu ở dòng {line}",
            en: "the footnote “[^{label}]” is defined twice, first on line {line}"
        );
        let help = say!(
            vi: "đặt số khác cho một trong hai chú thích và sửa dấu “[^{label}]” tương ứng trong bài; nếu trùng nội dung thì xoá một dòng",
            en: "give one of the two another number and mend its “[^{label}]” in the text; if they say the same, delete one line"
        );
        let first = say!(vi: "khai lần đầu", en: "defined here first");
        let found = Diagnostic::new(Code::FootnoteDuplicate, report.place(note.again), message).help(help);
        out.push(found.also(report.place(note.first), first));
    }
}
