//! Pasted lines that run together into one paragraph.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, LinePart, Paper};
use baocao_core::say;

/// See the code's page. The first line that is joined to the one above it is pointed at.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let (Some(report), Some(source)) = (paper.report(), &paper.source) else { return };
    for joined in &paper.markup.joined {
        let lines = &joined.lines;
        let Some(at) = (1..lines.len()).find(|at| lines[*at].part != LinePart::Text) else { continue };
        let count = lines.len();
        let words = source.slice(lines[at].span).trim();
        let shown = words.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        let rows = lines.iter().any(|line| matches!(line.part, LinePart::Row(_)));
        let message = if rows {
            say!(
                vi: "{count} dòng dán liền nhau không thành bảng: từ dòng “{shown}…” sẽ nhập vào dòng trên",
                en: "{count} pasted lines are no table: from “{shown}…” on they run into the line above"
            )
        } else {
            say!(
                vi: "{count} dòng dán liền nhau sẽ nhập thành một đoạn, từ dòng “{shown}…”",
                en: "{count} pasted lines run together into one paragraph, from “{shown}…” on"
            )
        };
        let help = say!(
            vi: "chạy `baocao fix` để tách ra; hoặc để trống một dòng giữa các đoạn, đặt “- ” trước mỗi ý, và kẻ bảng bằng dấu “|”",
            en: "run `baocao fix` to take them apart; or leave a blank line between paragraphs, put “- ” before each item, and draw tables with “|”"
        );
        let lead = source.slice(lines[at].span).len() - source.slice(lines[at].span).trim_start().len();
        let start = lines[at].span.start + lead;
        let place = report.place(baocao_core::text::Span::new(start, start + words.len()));
        out.push(Diagnostic::new(Code::LinesJoined, place, message).help(help).fixable());
    }
}
