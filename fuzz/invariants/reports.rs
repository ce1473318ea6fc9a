//! A department's report: front matter, Markdown, sections.

use super::{file, inside};
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::{form, markdown, markup, plain, report, statements};
use baocao_core::domain::{
    Field, FrontMatter, Heading, Inline, PeriodId, PeriodWords, Prose, ProseText, Report, Value,
};
use baocao_core::format::front_matter;
use baocao_core::text::{RepoPath, Source, Span, nfc};

/// The block between two `---`.
pub fn front_matter(bytes: &[u8]) -> bool {
    let source = file("thanh-tra.md", bytes);
    let text = source.text();
    let read = front_matter::read(text);
    assert!(text.is_char_boundary(read.body));
    match &read.front {
        FrontMatter::Missing => assert!(text[..read.body].chars().all(|c| c == '\u{feff}')),
        FrontMatter::Malformed(span, _) => inside(text, *span),
        FrontMatter::Read(fields, block) => {
            inside(text, *block);
            assert!(text[block.start..].starts_with("---") && text[block.start..block.end].ends_with("---"));
            assert!(text[block.end..read.body].trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty());
            fields.iter().for_each(|f| field(text, *block, f));
        }
    }
    // The same file checked out on Windows says the same.
    if !text.contains('\r') && text.len() < 32 * 1024 {
        let other = front_matter::read(&text.replace('\n', "\r\n")).front;
        assert_eq!(words(other.fields()), words(read.front.fields()), "line ends change what is read");
        assert_eq!(std::mem::discriminant(&other), std::mem::discriminant(&read.front));
    }
    true
}

fn field(text: &str, within: Span, field: &Field) {
    for span in [field.key_span, field.value_span] {
        inside(text, span);
        assert!(within.start <= span.start && span.end <= within.end, "{span:?} outside of {within:?}");
    }
    let written = &text[field.key_span.start..field.key_span.end];
    if !written.is_empty() && written.chars().all(|c| c.is_alphanumeric() || c == '_') {
        assert_eq!(nfc(written), field.key, "a key stands elsewhere");
    }
    value(text, within, &field.value, field.value_span);
}

fn value(text: &str, within: Span, value: &Value, span: Span) {
    match value {
        Value::Null => {}
        Value::Scalar(word) => {
            let written = &text[span.start..span.end];
            // What is nothing but blanks of some kind is shown at its key.
            if !word.trim().is_empty()
                && !written.is_empty()
                && written.chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                // A block of lines keeps blank lines before and behind it, which its place does not cover.
                assert_eq!(written, word.trim(), "a value stands elsewhere");
            }
        }
        Value::List(items) => items.iter().for_each(|(item, span)| {
            inside(text, *span);
            self::value(text, within, item, *span);
        }),
        Value::Map(fields) => fields.iter().for_each(|f| field(text, within, f)),
    }
}

/// Fields without their places.
fn words(fields: &[Field]) -> String {
    fn of(value: &Value) -> String {
        match value {
            Value::Null => "~".into(),
            Value::Scalar(word) => format!("{word:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(|(v, _)| of(v)).collect::<Vec<_>>().join(",")),
            Value::Map(fields) => format!("{{{}}}", words(fields)),
        }
    }
    fields.iter().map(|f| format!("{:?}:{};", f.key, of(&f.value))).collect()
}

thread_local! {
    static INDEX: FormIndex = {
        let text = include_str!("../../templates/BM-VP-01.01.md").to_string();
        let form = form::read(&Source::new(RepoPath::new("bieu-mau.md"), text)).0;
        FormIndex::new(&form, &PeriodWords::of(&PeriodId::from_canonical("2024-Q2").expect("an id"), None))
    };
}

/// A whole report.
pub fn markdown(bytes: &[u8]) -> bool {
    let source = file("thanh-tra.md", bytes);
    let text = source.text();
    let body = front_matter::read(text).body;
    let page = markdown::page(&source, body);
    page.headings.iter().for_each(|h| heading(text, h));
    page.pieces.iter().for_each(|piece| inside(text, piece.span));
    let from = body.max(source.bom_len());
    if let Some(lines) = plain::lines(text, from) {
        assert_eq!(lines, report::lines(text, page), "the two readers of headings differ");
    }
    whole(&source, from);
    INDEX.with(|index| {
        let report = report::read(&source, index);
        sound(&source, &report);
        observed(&source, &report);
    });
    documented(&markdown::prose(&text[from..]));
    true
}

/// What is said of lists, tables, footnotes, numbers and dates lies inside the text.
fn observed(source: &Source, report: &Report) {
    let text = source.text();
    let found = markup::of(source, report);
    for line in found.joined.iter().flat_map(|joined| &joined.lines) {
        inside(text, line.span);
    }
    found.tables.iter().flat_map(|table| &table.rows).for_each(|(_, lost)| inside(text, *lost));
    found.notes.iter().for_each(|note| inside(text, note.again));
    found.underlined.iter().for_each(|underlined| inside(text, underlined.line));
    let said = statements::read(source, report, &statements::Names::default());
    said.unfinished.iter().for_each(|unfinished| inside(text, unfinished.span));
    said.headed.iter().chain(&said.opening).for_each(|time| inside(text, time.span));
    said.limits.iter().for_each(|(span, _)| inside(text, *span));
    said.shares.iter().for_each(|share| inside(text, share.percent.span));
    said.plain_sums.iter().for_each(|sum| inside(text, sum.total.span));
}

/// Every line belongs to exactly one block, and every label lies where it is written.
fn whole(source: &Source, body: usize) {
    const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
    let text = source.text();
    let found = markdown::blocks(source, body);
    let mut at = body;
    for block in &found.blocks {
        inside(text, block.span);
        assert!(at <= block.span.start, "two blocks of one line");
        let gap = &text[at..block.span.start];
        assert!(gap.trim_matches(BLANK).is_empty(), "in no block: {gap:?}");
        at = block.span.end;
    }
    assert!(text[at..].trim_matches(BLANK).is_empty(), "in no block: {:?}", &text[at..]);
    found.labels.iter().for_each(|label| inside(text, label.span));
    found.nested_headings.iter().for_each(|(_, span)| inside(text, *span));
}

fn heading(text: &str, heading: &Heading) {
    inside(text, heading.span);
    inside(text, heading.text_span);
    assert!(heading.span.start <= heading.text_span.start && heading.text_span.end <= heading.span.end);
    assert!((1..=6).contains(&heading.level));
}

/// Every place of a report lies inside it, and its sections stand in order.
pub fn sound(source: &Source, report: &Report) {
    let text = source.text();
    inside(text, report.body);
    report.titles.iter().for_each(|title| heading(text, title));
    report.tags.iter().for_each(|(span, _)| inside(text, *span));
    let mut at = 0;
    for section in &report.sections {
        heading(text, &section.heading);
        inside(text, section.body);
        inside(text, section.extent);
        assert!(at <= section.heading.span.start, "sections out of order");
        at = section.heading.span.start;
        assert!(section.extent.start == at && section.body.end <= section.extent.end);
        let mut end = section.body.start;
        for left in &section.guidance_left {
            inside(text, *left);
            assert!(end <= left.start && left.end <= section.body.end);
            end = left.end;
        }
    }
}

/// Nothing in it that could do harm in a document, and no depth that a writer could fall into.
fn documented(prose: &ProseText) {
    let notes = prose.notes.len();
    blocks(&prose.blocks, notes, 0);
    prose.notes.iter().for_each(|note| blocks(note, notes, 0));
}

fn blocks(all: &[Prose], notes: usize, depth: usize) {
    assert!(depth < 80, "too deep for those who write it");
    for block in all {
        match block {
            Prose::Heading { text, .. } | Prose::Paragraph(text) => inlines(text, notes, 0),
            Prose::List { items, .. } => items.iter().for_each(|item| blocks(item, notes, depth + 1)),
            Prose::Quote(inner) => blocks(inner, notes, depth + 1),
            Prose::Table(table) => {
                let width = table.align.len().max(table.head.len());
                assert!(table.rows.iter().all(|row| row.len() == width), "a ragged table");
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| inlines(cell, notes, 0));
            }
            Prose::Code(text) => assert!(!text.contains(|c: char| c.is_control() && c != '\n')),
        }
    }
}

fn inlines(all: &[Inline], notes: usize, depth: usize) {
    assert!(depth < 80, "too deep for those who write it");
    for inline in all {
        match inline {
            Inline::Text(text) => assert!(!text.is_empty() && !text.contains(char::is_control)),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Underline(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner) => inlines(inner, notes, depth + 1),
            Inline::Link { address, text } => {
                let lower = address.to_ascii_lowercase();
                assert!(["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)));
                assert!(!address.contains(|c: char| c.is_control() || c.is_whitespace()));
                inlines(text, notes, depth + 1);
            }
            Inline::Picture(picture) => assert!(!picture.alt.chars().any(char::is_control), "{:?}", picture.alt),
            Inline::Note(at) => assert!((1..=notes).contains(at), "a note that is not there"),
            Inline::Code(text) => assert!(!text.contains(|c: char| c.is_control() && c != '\n')),
            Inline::Break => {}
        }
    }
}
