//! The block between the two `---` lines: the only door to YAML.
//!
//! The events of the parser are read, not values of a type: so every key and value keeps its place, a key that stands
//! twice is seen twice, and anchors, aliases, tags and merge keys, which nobody types by hand, never get as far as a meaning.

use crate::domain::{Field, FrontMatter, Value};
use crate::say;
use crate::text::{Span, Text, nfc};
use serde_yaml::granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, StrInput, options};

/// The longest block that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024;
/// The longest block that is read, in lines.
const MAX_LINES: usize = 2_000;
/// How deep maps and lists may stand in each other.
const MAX_DEPTH: usize = 8;
/// How many keys and values a block may hold.
const MAX_NODES: usize = 2_000;

/// The front matter of one file, and where its text begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// What was read.
    pub front: FrontMatter,
    /// The first byte after the block and its line end; where the block cannot be told, the first heading. Byte-order marks
    /// there are passed over: one reader of Markdown takes them for nothing, another for a letter.
    pub body: usize,
    /// Whether the block has no closing line.
    pub unclosed: bool,
}

/// Reads the front matter of a file's text. A byte-order mark before it does no harm.
pub fn read(text: &str) -> Front {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let Some(first) = fence_end(text, start) else {
        return Front { front: FrontMatter::Missing, body: past_marks(text, start), unclosed: false };
    };
    let opening = Span::new(start, start + 3);
    let mut at = first;
    for _ in 0..MAX_LINES {
        if at - start > MAX_BYTES || at >= text.len() {
            break;
        }
        if let Some(after) = fence_end(text, at) {
            let block = Span::new(start, at + text[at..after].trim_end().len());
            let front = match FieldReader::new(text, Span::new(first, at)).read() {
                Ok(fields) => FrontMatter::Read(fields, block),
                Err((span, reason)) => FrontMatter::Malformed(span, reason),
            };
            return Front { front, body: past_marks(text, after), unclosed: false };
        }
        at = next_line(text, at);
    }
    let reason = if at >= text.len() {
        say!(
            vi: "phần khai báo không có dòng “---” kết thúc; thêm dòng ấy ngay trên tên báo cáo, hoặc chạy `baocao fix`",
            en: "the front matter has no closing “---” line; put it right above the report's title, or run `baocao fix`"
        )
    } else {
        say!(
            vi: "phần khai báo quá dài: không thấy dòng “---” kết thúc trong {MAX_LINES} dòng đầu",
            en: "the front matter is too long: no closing “---” within the first {MAX_LINES} lines"
        )
    };
    Front { front: FrontMatter::Malformed(opening, reason), body: first_heading(text, first), unclosed: true }
}

/// If the line at `at` is `---`, where the next line starts.
fn fence_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?.strip_prefix(b"---")?;
    let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    match rest.get(blank..)? {
        [] => Some(text.len()),
        [b'\n', ..] => Some(at + 3 + blank + 1),
        [b'\r', b'\n', ..] => Some(at + 3 + blank + 2),
        _ => None,
    }
}

fn past_marks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches('\u{feff}').len()
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where the sections of a file begin whose front matter never ends, so that its other faults are seen too.
fn first_heading(text: &str, from: usize) -> usize {
    let mut at = from;
    while at < text.len() {
        let marks = text[at..].bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&marks) && text[at + marks..].starts_with(' ') {
            return at;
        }
        at = next_line(text, at);
    }
    text.len()
}

type YamlFault = (Span, Text);

/// Walks over the parser's events and lays out fields.
struct FieldReader<'t> {
    text: &'t str,
    block: Span,
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
}

impl<'t> FieldReader<'t> {
    fn new(text: &'t str, block: Span) -> Self {
        let options = options! {
            disallow_directives: true,
            emit_comments: false,
            emit_unresolved_aliases: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH
        };
        let parser = Parser::new_from_str_with_options(&text[block.start..block.end], options);
        FieldReader { text, block, parser, nodes: 0 }
    }

    fn read(mut self) -> Result<Vec<Field>, YamlFault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Ok(Vec::new()),
                Event::MappingStart(..) => {
                    let (fields, _) = self.map(1)?;
                    return self.end(fields);
                }
                Event::Scalar(word, ScalarStyle::Plain, 0, None) if word.is_empty() => return self.end(Vec::new()),
                Event::Scalar(..) => {
                    let line = self.line(span);
                    return Err((line, self.missing_colon(line)));
                }
                _ => return Err((self.line(span), not_fields())),
            }
        }
    }

    /// Nothing may follow the map.
    fn end(mut self, fields: Vec<Field>) -> Result<Vec<Field>, YamlFault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(fields),
                _ => {
                    let reason = say!(
                        vi: "phần khai báo chỉ gồm một nhóm trường, sau dòng “...” không được có gì",
                        en: "the front matter holds one group of fields; nothing may follow a line “...”"
                    );
                    return Err((self.line(span), reason));
                }
            }
        }
    }

    /// The next event; anchors, aliases and tags are refused whatever they stand on.
    fn next(&mut self) -> Result<(Event<'t>, Span), YamlFault> {
        let (event, span) = match self.parser.next_event() {
            Some(Ok((event, span))) => (event, self.span(span.start, span.end)),
            Some(Err(error)) => {
                let at = self.span(*error.marker(), *error.marker());
                return Err(self.fault(error.kind(), at));
            }
            None => (Event::StreamEnd, Span::at(self.block.end)),
        };
        let borrowed = match &event {
            Event::Alias(_) | Event::UnresolvedAlias(_) | Event::Anchor(..) => true,
            Event::Scalar(_, _, anchor, tag) => *anchor != 0 || tag.is_some(),
            Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) => *anchor != 0 || tag.is_some(),
            _ => false,
        };
        if borrowed {
            let reason = say!(
                vi: "không dùng ký hiệu “&”, “*”, “!” ở đầu giá trị; nếu là chữ thì đặt trong ngoặc kép",
                en: "“&”, “*” and “!” may not begin a value; put it in quotes if it is text"
            );
            return Err((self.line(span), reason));
        }
        if event.is_node() {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                let reason =
                    say!(vi: "phần khai báo có quá nhiều giá trị", en: "the front matter holds too many values");
                return Err((self.line(span), reason));
            }
        }
        Ok((event, span))
    }

    /// The fields of a map whose start has been read, and where it ends.
    fn map(&mut self, depth: usize) -> Result<(Vec<Field>, usize), YamlFault> {
        let mut fields = Vec::new();
        loop {
            let (event, key_span) = self.next()?;
            let (key, plain) = match event {
                Event::MappingEnd => return Ok((fields, key_span.end)),
                Event::Scalar(word, style, ..) => (word, style == ScalarStyle::Plain),
                _ => {
                    let reason = say!(vi: "tên trường phải là một từ", en: "the name of a field is one word");
                    return Err((self.line(key_span), reason));
                }
            };
            if plain && key == "<<" {
                let reason = say!(vi: "không dùng “<<” trong phần khai báo", en: "“<<” is not used in front matter");
                return Err((self.line(key_span), reason));
            }
            let (event, span) = self.next()?;
            let (value, value_span) = self.value(event, span, depth)?;
            let value_span = if value_span.is_empty() { key_span } else { value_span };
            let key = if key.is_ascii() { key.into_owned() } else { nfc(&key) };
            fields.push(Field { key, key_span, value, value_span });
        }
    }

    fn value(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<(Value, Span), YamlFault> {
        if depth >= MAX_DEPTH {
            return Err((self.line(span), too_deep()));
        }
        match event {
            Event::Scalar(word, style, ..) => {
                let null = style == ScalarStyle::Plain && matches!(&*word, "" | "~" | "null" | "Null" | "NULL");
                Ok((if null { Value::Null } else { Value::Scalar(word.into_owned()) }, self.trim(span)))
            }
            Event::MappingStart(..) => {
                let (fields, end) = self.map(depth + 1)?;
                Ok((Value::Map(fields), self.trim(Span::new(span.start, end))))
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, at) = self.next()?;
                    if event == Event::SequenceEnd {
                        return Ok((Value::List(items), self.trim(Span::new(span.start, at.end))));
                    }
                    items.push(self.value(event, at, depth + 1)?);
                }
            }
            _ => Err((self.line(span), not_fields())),
        }
    }

    /// A parser's range as a span of the file, never outside the block.
    fn span(&self, start: Marker, end: Marker) -> Span {
        let byte = |marker: Marker| {
            let at = (self.block.start + marker.byte_offset().unwrap_or(0)).min(self.block.end);
            (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
        };
        Span::new(byte(start), byte(end))
    }

    /// The span without white space at its end: block maps and block scalars end where the next token begins.
    fn trim(&self, span: Span) -> Span {
        Span::new(span.start, span.start + self.text[span.start..span.end].trim_end().len())
    }

    /// From a place to the end of its line; the whole line if nothing is left; the nearest line above that holds something.
    fn line(&self, span: Span) -> Span {
        let mut at = span.start.clamp(self.block.start, self.block.end);
        loop {
            let line_start =
                self.text[self.block.start..at].rfind('\n').map_or(self.block.start, |p| self.block.start + p + 1);
            let line_end = self.text[at..self.block.end].find('\n').map_or(self.block.end, |p| at + p);
            let rest = self.trim(Span::new(at, line_end));
            let whole = self.trim(Span::new(line_start, line_end));
            let indent = self.text[whole.start..whole.end].len() - self.text[whole.start..whole.end].trim_start().len();
            let chosen = if rest.is_empty() { Span::new(whole.start + indent, whole.end) } else { rest };
            if !chosen.is_empty() {
                return chosen;
            }
            if line_start == self.block.start {
                return Span::new(self.block.start.saturating_sub(1), self.block.start);
            }
            at = line_start - 1;
        }
    }

    /// The parser's complaint in the words of people who have never heard of YAML.
    fn fault(&self, kind: &ErrorKind, at: Span) -> YamlFault {
        use ErrorKind as K;
        let line = self.line(at);
        let reason = match kind {
            K::TabNotAllowed
            | K::TabInBlockIndentation
            | K::TabInIndentation
            | K::TabAtBlockScalarStart
            | K::TabInPlainScalar => {
                say!(vi: "không dùng phím Tab để thụt dòng, hãy dùng dấu cách", en: "lines are indented with spaces, not with Tab")
            }
            K::UnclosedQuotedScalar | K::UnexpectedEof | K::DocumentIndicatorInQuotedScalar => {
                say!(vi: "thiếu dấu ngoặc kép đóng", en: "a closing quotation mark is missing")
            }
            K::UnclosedFlowCollection { .. }
            | K::UnexpectedEofFlowMapping
            | K::UnexpectedEofFlowSequence
            | K::UnexpectedEofImplicitFlowMapping
            | K::ExpectedFlowMappingSeparator
            | K::ExpectedFlowSequenceSeparator
            | K::MisplacedFlowCollectionEnd
            | K::MismatchedFlowCollectionEnd { .. } => say!(
                vi: "dấu ngoặc {{ }} hoặc [ ] không khớp, hoặc thiếu dấu phẩy ở giữa",
                en: "brackets {{ }} or [ ] do not match, or a comma is missing between"
            ),
            K::SimpleKeyExpected | K::InvalidSimpleKey | K::ExpectedBlockMappingKey => self.missing_colon(line),
            K::MappingValueNotAllowed | K::InvalidColonPlacement | K::MappingKeyNotAllowed => say!(
                vi: "dấu hai chấm đặt sai chỗ; giá trị có dấu hai chấm phải đặt trong ngoặc kép",
                en: "a colon stands in the wrong place; put a value that holds one in quotes"
            ),
            K::InvalidIndentation
            | K::InvalidQuotedScalarIndent
            | K::InvalidFlowScalarIndent
            | K::InvalidBlockScalarIndent => {
                say!(vi: "dòng thụt vào không thẳng với các dòng cùng nhóm", en: "the indentation does not match its group")
            }
            K::InvalidTrailingDoubleQuotedScalar | K::InvalidTrailingSingleQuotedScalar => say!(
                vi: "có chữ thừa sau dấu ngoặc kép đóng",
                en: "there is text after the closing quotation mark"
            ),
            K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape => say!(
                vi: "dấu “\\” trong ngoặc kép bị hiểu là ký hiệu đặc biệt; dùng ngoặc đơn '…' thay cho ngoặc kép",
                en: "“\\” is special inside double quotes; use single quotes '…' instead"
            ),
            K::UnexpectedCharacter { .. } => say!(
                vi: "ký tự không dùng được ở đầu giá trị; đặt giá trị trong ngoặc kép",
                en: "this character may not begin a value; put the value in quotes"
            ),
            K::DirectiveDisallowed => {
                say!(vi: "dòng bắt đầu bằng “%” không dùng được ở đây", en: "a line that begins with “%” is not used here")
            }
            K::RecursionLimitExceeded => too_deep(),
            _ => say!(
                vi: "không đọc được dòng này; mỗi dòng phải có dạng “tên_trường: giá trị”",
                en: "this line cannot be read; each line has the form “field: value”"
            ),
        };
        (line, reason)
    }

    fn missing_colon(&self, line: Span) -> Text {
        let (_, whole) = line_around(self.text, line.start);
        if whole.contains(':') {
            say!(
                vi: "sau dấu hai chấm phải có một dấu cách, ví dụ “ky: 2024-Q2”",
                en: "a space must follow the colon, as in “ky: 2024-Q2”"
            )
        } else {
            say!(
                vi: "thiếu dấu hai chấm sau tên trường; mỗi dòng phải có dạng “tên_trường: giá trị”",
                en: "the colon after the field's name is missing; each line has the form “field: value”"
            )
        }
    }
}

fn line_around(text: &str, at: usize) -> (usize, &str) {
    let start = text[..at].rfind('\n').map_or(0, |p| p + 1);
    let end = text[at..].find('\n').map_or(text.len(), |p| at + p);
    (start, &text[start..end])
}

fn not_fields() -> Text {
    say!(
        vi: "phần khai báo phải gồm các dòng “tên_trường: giá trị”",
        en: "front matter consists of lines “field: value”"
    )
}

fn too_deep() -> Text {
    say!(vi: "các nhóm lồng vào nhau quá sâu", en: "groups stand too deep in each other")
}

#[cfg(test)]
mod tests {
    use crate::format::front_matter::*;
    use proptest::prelude::*;

    fn fields(text: &str) -> Vec<Field> {
        match read(text).front {
            FrontMatter::Read(fields, _) => fields,
            other => panic!("{other:?}"),
        }
    }

    fn fault(text: &str) -> (String, String) {
        match read(text).front {
            FrontMatter::Malformed(span, reason) => (text[span.start..span.end].to_string(), reason.vi),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn keeps_places_duplicates_and_words_as_written() {
        let text = "\u{feff}---\r\nky: 2024-Q2\r\nma: 0123\r\nky: NO\r\nten: \"a: b\"\r\ntrong:\r\n---\r\nthân";
        let front = read(text);
        assert_eq!(&text[front.body..], "thân");
        let all = fields(text);
        let seen: Vec<_> = all.iter().map(|f| (f.key.as_str(), &text[f.value_span.start..f.value_span.end])).collect();
        assert_eq!(seen, [("ky", "2024-Q2"), ("ma", "0123"), ("ky", "NO"), ("ten", "\"a: b\""), ("trong", "trong")]);
        assert_eq!(all[3].value, Value::Scalar("a: b".into()));
        assert_eq!(all[4].value, Value::Null);
        assert!(all.iter().all(|f| text[f.key_span.start..f.key_span.end] == f.key));
    }

    #[test]
    fn reads_nested_maps_and_lists() {
        let text = "---\nchi_tieu:\n  de-tai: { ke_hoach: 12, uoc: true }\n  von:\n    thuc_hien: \"2.130,5\"\nds: [a, b]\n# ghi chú\n---\n";
        let all = fields(text);
        let Value::Map(inner) = &all[0].value else { panic!() };
        assert_eq!(inner[0].key, "de-tai");
        assert_eq!(&text[inner[0].value_span.start..inner[0].value_span.end], "{ ke_hoach: 12, uoc: true }");
        let Value::Map(von) = &inner[1].value else { panic!() };
        assert_eq!(von[0].value, Value::Scalar("2.130,5".into()));
        let Value::List(items) = &all[1].value else { panic!() };
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn says_where_and_why_in_plain_words() {
        assert_eq!(read("# Báo cáo\n").front, FrontMatter::Missing);
        assert!(fault("---\nky: 2024\n").1.contains("không có dòng “---” kết thúc"));
        assert!(fault("---\nky: 2024\nnguoi_lap Hoa\n---\n").1.contains("thiếu dấu hai chấm"));
        let (place, why) = fault("---\nky:2024\nb: c\n---\n");
        assert!(why.contains("phải có một dấu cách"), "{place} {why}");
        assert!(fault("---\nten: Báo cáo: quý II\n---\n").1.contains("ngoặc kép"));
        assert!(fault("---\nten: \"Báo cáo\nb: c\n---\n").1.contains("ngoặc kép đóng"));
        assert!(fault("---\nct: { a: 1\nb: c\n---\n").1.contains("ngoặc { }"));
        assert!(fault("---\nct:\n\ta: 1\n---\n").1.contains("Tab"));
        for hostile in ["a: &x 1\nb: *x", "a: !!str 1", "a: *y", "<<: { a: 1 }", "- a", "chữ", "? [a]\n: b"] {
            let text = format!("---\n{hostile}\n---\n");
            assert!(matches!(read(&text).front, FrontMatter::Malformed(..)), "{hostile}");
        }
        let deep = format!("---\na: {}\n---\n", "[".repeat(MAX_DEPTH + 1));
        assert!(matches!(read(&deep).front, FrontMatter::Malformed(..)));
    }

    #[test]
    fn the_text_of_an_unclosed_block_begins_at_its_first_heading() {
        let text = "---\nky: 2024\n\n# BÁO CÁO\n\n## I. A\n";
        assert!(text[read(text).body..].starts_with("# BÁO CÁO"));
    }

    #[test]
    fn marks_of_byte_order_are_nobodys_text() {
        for (text, body) in [("\u{feff}\u{feff}# A\n", 6), ("---\na: b\n---\n\u{feff}# A\n", 16)] {
            assert_eq!(read(text).body, body);
        }
    }

    proptest! {
        #[test]
        fn places_lie_on_character_borders(yaml in "[\\PC\n\t\r:{}\\[\\]\"'#&*!|>,-]{0,80}") {
            let text = format!("---\n{yaml}\n---\nđuôi");
            let front = read(&text);
            prop_assert!(text.is_char_boundary(front.body));
            match &front.front {
                FrontMatter::Malformed(span, _) => { let _ = &text[span.start..span.end]; }
                FrontMatter::Read(fields, span) => {
                    let _ = &text[span.start..span.end];
                    for f in fields {
                        let _ = (&text[f.key_span.start..f.key_span.end], &text[f.value_span.start..f.value_span.end]);
                    }
                }
                FrontMatter::Missing => {}
            }
        }
    }
}
