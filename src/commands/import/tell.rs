//! What the person is told of an import, so that the writer looks there.

use crate::commands::import::report::Taken;
use crate::office::Context;
use baocao_check::consolidate::fit::Fitted;
use baocao_core::domain::{DepartmentId, Form, PeriodWords};
use baocao_core::say;
use baocao_core::text::{Text, fold_heading, visible};
use baocao_documents::word::letter::Letter;
use baocao_documents::word::{LeftKind, LeftOut, Remarks, missing, tokens};
use std::collections::BTreeMap;

/// So many things of one kind in one part are told one by one; of the others, the paragraphs are listed.
const EACH: usize = 40;

/// Which sections were found, and which headings were read as something else than they say.
pub(super) fn sections(cx: &Context<'_>, form: &Form, words: &PeriodWords, fitted: &Fitted, department: &DepartmentId) {
    let note = |text: Text| cx.voice.note(&text);
    let placed: Vec<&str> =
        fitted.sections.keys().filter_map(|at| form.sections.get(*at)).map(|s| s.key.0.as_str()).collect();
    let (count, list) = (placed.len(), placed.join(", "));
    note(say!(vi: "{department}: xếp được {count} mục ({list})", en: "{department}: {count} sections found ({list})"));
    for (answers, heading) in &fitted.known {
        let shown = visible(heading);
        let of: Vec<&str> = answers.iter().filter_map(|at| form.sections.get(*at)).map(|s| s.key.0.as_str()).collect();
        let list = of.join(", ");
        let [answer] = answers[..] else {
            note(
                say!(vi: "tiêu đề “{shown}” gộp các mục {list}, giữ nguyên", en: "the heading “{shown}” joins the sections {list} and is kept"),
            );
            continue;
        };
        let Some(section) = form.sections.get(answer) else { continue };
        let title = words.shown(&section.title);
        let own = tokens(&fold_heading(&title));
        if !missing(&tokens(&fold_heading(heading)), &own).is_empty() {
            note(say!(
                vi: "tiêu đề “{shown}” được hiểu là mục {list} và mang tên của biểu mẫu “{title}”",
                en: "the heading “{shown}” was read as section {list} and has the form's title “{title}”"
            ));
        }
    }
    for heading in &fitted.unknown {
        let heading = visible(heading);
        note(
            say!(vi: "tiêu đề không có trong biểu mẫu, giữ thành dòng chữ đậm: {heading}", en: "not in the form, kept as a bold line: {heading}"),
        );
    }
    if !fitted.unplaced.is_empty() {
        let count = fitted.unplaced.len();
        note(say!(
            vi: "{count} phần chưa xếp được vào mục nào, để ở cuối tệp, mục “Nội dung chưa xếp vào mục”",
            en: "{count} parts found no section; they stand at the end under “Nội dung chưa xếp vào mục”"
        ));
    }
}

/// What arrived in another form than it had.
pub(super) fn changed(cx: &Context<'_>, remarks: &Remarks) {
    let facts: [(usize, Text); 5] = [
        (
            remarks.merged_cells,
            say!(vi: "ô gộp trong bảng đã tách ra, chữ nằm ở ô đầu", en: "merged cells taken apart, their text in the first"),
        ),
        (
            remarks.insertions,
            say!(vi: "chỗ đã thêm khi theo dõi thay đổi, có đưa vào", en: "tracked insertions taken in"),
        ),
        (
            remarks.text_boxes,
            say!(vi: "hộp chữ, đưa vào sau đoạn chứa nó", en: "text boxes, put after their paragraph"),
        ),
        (remarks.hidden, say!(vi: "đoạn chữ ẩn, có đưa vào", en: "hidden runs taken in")),
        (
            remarks.symbols,
            say!(vi: "ký hiệu không rõ, ghi tên trong ngoặc vuông", en: "unknown symbols, named in square brackets"),
        ),
    ];
    for (count, Text { vi, en }) in facts {
        if count > 0 {
            cx.voice.note(&say!(vi: "{count} {vi}", en: "{count} {en}"));
        }
    }
}

/// What did not arrive, each with its kind, place and count.
pub(super) fn left(cx: &Context<'_>, all: &[LeftOut]) {
    let mut told: BTreeMap<(&LeftKind, &str), usize> = BTreeMap::new();
    let mut more: BTreeMap<(&LeftKind, &str), Vec<&LeftOut>> = BTreeMap::new();
    for left in all {
        let key = (&left.kind, left.part.as_str());
        let count = told.entry(key).or_default();
        *count += 1;
        if *count <= EACH {
            let Text { vi, en } = left.message();
            cx.voice.note(&Text { vi: visible(&vi), en: visible(&en) });
        } else {
            more.entry(key).or_default().push(left);
        }
    }
    for ((kind, part), rest) in more {
        let Text { vi, en } = kind.name();
        let (count, words) = (rest.len(), rest.iter().map(|left| left.words).sum::<usize>());
        let paragraphs = ranges(rest.iter().map(|left| left.paragraph));
        let part = visible(part);
        cx.voice.note(&say!(
            vi: "không đưa vào: thêm {count} chỗ nữa: {vi} ({part}, đoạn {paragraphs}), {words} từ",
            en: "left out: {count} more: {en} ({part}, paragraphs {paragraphs}), {words} words"
        ));
    }
}

/// Numbers in order, neighbours joined: `3–5, 9`.
fn ranges(numbers: impl Iterator<Item = usize>) -> String {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, last)) if number == *last || number == *last + 1 => *last = number,
            _ => out.push((number, number)),
        }
    }
    let range =
        |(first, last): (usize, usize)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    out.into_iter().map(range).collect::<Vec<_>>().join(", ")
}

/// What the document itself filled in.
pub(super) fn taken(cx: &Context<'_>, letter: &Letter, taken: Taken) {
    if let Some(date) = letter.date.filter(|_| taken.date) {
        let line = visible(&letter.date_line);
        cx.voice.note(&say!(vi: "ngay_lap: {date}, lấy từ “{line}”", en: "ngay_lap: {date}, taken from “{line}”"));
    }
    if let Some(name) = letter.signer.as_deref().filter(|_| taken.signer) {
        let name = visible(name);
        cx.voice.note(
            &say!(vi: "nguoi_lap: {name}, lấy từ phần chữ ký", en: "nguoi_lap: {name}, taken from the signature block"),
        );
    }
}
