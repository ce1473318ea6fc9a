//! A department's report: front matter, headings matched against the form, and what each section holds.

use crate::reports::outline::{FormIndex, OutlineLine, outline};
use crate::reports::{body, markdown, plain};
use baocao_core::domain::{FrontMatter, Heading, Report, Section};
use baocao_core::format::front_matter;
use baocao_core::text::{Source, Span};

/// Reads a report. Nothing fails: what could not be read is a value too.
pub fn read(source: &Source, index: &FormIndex) -> Report {
    let front = front_matter::read(source.text());
    let text = source.text();
    let lines = plain::lines(text, front.body.max(source.bom_len()))
        .unwrap_or_else(|| lines(text, markdown::page(source, front.body)));
    let found = outline(index, lines);
    let mut borders: Vec<(usize, u8)> = found.titles.iter().map(|title| (title.span.start, 0)).collect();
    borders.extend(found.sections.iter().map(|section| (section.heading.span.start, section.level)));
    borders.sort_unstable();
    let sections = found.sections.into_iter().map(|matched| {
        let start = matched.heading.span.start;
        let after = borders.partition_point(|(at, _)| *at <= start);
        let next = borders.get(after).map_or(text.len(), |(at, _)| *at);
        let end = borders[after..].iter().find(|(_, level)| *level <= matched.level).map_or(text.len(), |(at, _)| *at);
        let span = Span::new(matched.heading.span.end.min(next), next);
        let guidance = matched.answers.iter().flat_map(|section| index.guidance(*section));
        let judged = body::judge(text, span, guidance);
        Section {
            heading: matched.heading,
            answers: matched.answers,
            body: span,
            extent: Span::new(start, end),
            fullness: judged.fullness,
            figures: judged.figures,
            guidance_left: judged.left,
        }
    });
    let sections = sections.collect();
    let body = Span::new(front.body, text.len());
    let tags = markdown::tags_left(source, front.body);
    Report { path: source.path().clone(), front: front.front, titles: found.titles, sections, tags, body }
}

/// The front matter and the headings of a text that follows no form: the consolidated draft.
pub fn draft(source: &Source) -> (FrontMatter, Vec<Heading>) {
    let front = front_matter::read(source.text());
    let headings = markdown::page(source, front.body).headings;
    (front.front, headings)
}

/// Headings, and lines that could be headings to people, in the order written.
pub fn lines(text: &str, page: markdown::Page) -> Vec<OutlineLine> {
    let mut lines: Vec<OutlineLine> = Vec::with_capacity(page.headings.len());
    let mut push = |line: Option<OutlineLine>| lines.extend(line);
    for piece in page.pieces {
        let mut at = piece.span.start;
        match piece.kind {
            markdown::PieceKind::Paragraph => {
                for line in text[piece.span.start..piece.span.end].split_inclusive('\n') {
                    push(OutlineLine::of_text(text, Span::new(at, at + line.len())));
                    at += line.len();
                }
            }
            // A heading is one line; an item that goes on is an item.
            markdown::PieceKind::NumberedItem if !text[piece.span.start..piece.span.end].contains('\n') => {
                push(OutlineLine::of_text(text, piece.span));
            }
            _ => {}
        }
    }
    lines.extend(page.headings.into_iter().map(OutlineLine::Heading));
    lines.sort_by_key(OutlineLine::start);
    lines
}

#[cfg(test)]
mod tests {
    use crate::reports::report::*;
    use baocao_core::domain::{Fullness, PeriodId, PeriodWords};
    use baocao_core::text::RepoPath;
    use proptest::prelude::*;

    fn index() -> FormIndex {
        let text = include_str!("../../../../templates/BM-VP-01.01.md");
        let form = crate::reports::form::read(&Source::new(RepoPath::new("f.md"), text.to_string())).0;
        FormIndex::new(&form, &PeriodWords::of(&PeriodId::parse("2024-Q2").expect("an id"), None))
    }

    #[test]
    fn sections_have_their_bodies_and_extents() {
        let text = "---\nky: 2024-Q2\n---\n# BÁO CÁO\n\nMở đầu\n\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n\n### 1. Kết quả thực hiện nhiệm vụ\n\nĐã làm 5 việc\n\n#### a) Thêm\n\nChữ\n\n## II. ĐÁNH GIÁ CHUNG\nTốt\n";
        let source = Source::new(RepoPath::new("a.md"), text.to_string());
        let report = read(&source, &index());
        let seen: Vec<_> = report
            .sections
            .iter()
            .map(|s| {
                (
                    s.answers.as_slice(),
                    s.fullness,
                    s.figures,
                    source.slice(s.body).trim(),
                    source.slice(s.extent).lines().count(),
                )
            })
            .collect();
        assert_eq!(seen[0], (&[0][..], Fullness::Empty, false, "", 10));
        assert_eq!(seen[1], (&[1][..], Fullness::Written, true, "Đã làm 5 việc\n\n#### a) Thêm\n\nChữ", 8));
        assert_eq!(seen[2], (&[3][..], Fullness::Written, false, "Tốt", 2));
        assert_eq!(report.titles.len(), 1);
        assert!(!report.is_untouched());
    }

    #[test]
    fn reports_without_any_markdown_are_read_too() {
        let text = "---\nky: 2024-Q2\n---\nI. KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ II NĂM 2024\n\n1. Kết quả thực hiện nhiệm vụ\n\nĐã nghiệm thu 07 nhiệm vụ.\n\nII. ĐÁNH GIÁ CHUNG\nTốt.\n\n**III. PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2024**\n\nLàm tiếp.\n";
        let source = Source::new(RepoPath::new("a.md"), text.to_string());
        let report = read(&source, &index());
        let answers: Vec<_> = report.sections.iter().map(|s| s.answers[0]).collect();
        assert_eq!(answers, [0, 1, 3, 8]);
        assert!(report.sections[1..].iter().all(|s| s.fullness == Fullness::Written && !s.heading.markdown));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_report_whose_places_lie_inside_it(text in "(---\n)?((#{0,4} ?)(I\\. KẾT QUẢ|1\\. Nguyên nhân|II\\. ĐÁNH GIÁ CHUNG|[đ\u{301}…<>\\[\\]!-]{0,5})\r?\n{0,2}){0,8}") {
            let source = Source::new(RepoPath::new("a.md"), text.clone());
            let report = read(&source, &index());
            for s in &report.sections {
                for span in [s.heading.span, s.heading.text_span, s.body, s.extent].iter().chain(&s.guidance_left) {
                    let _ = &text[span.start..span.end];
                }
                prop_assert!(s.extent.start == s.heading.span.start && s.body.end <= s.extent.end);
            }
        }
    }
}
