//! A department's report as understood: front matter and sections, each with its place.

use crate::text::{Place, RepoPath, Span, Text};

/// A value of the front matter, as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, or `~`.
    Null,
    /// One word or sentence; quotes and escapes already removed.
    Scalar(String),
    /// A list.
    List(Vec<(Value, Span)>),
    /// Keys and values in the order written.
    Map(Vec<Field>),
}

/// One key of the front matter with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key in NFC.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Value,
    /// Where the value stands.
    pub value_span: Span,
}

/// The block between the two `---` lines.
#[derive(Debug, Clone, PartialEq)]
pub enum FrontMatter {
    /// The file does not begin with `---`.
    Missing,
    /// It begins but cannot be read: where, and why.
    Malformed(Span, Text),
    /// All fields in the order written, duplicates kept, and the span of the whole block with its `---` lines.
    Read(Vec<Field>, Span),
}

impl FrontMatter {
    /// The first field of that key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().iter().find(|f| f.key == key)
    }

    /// All fields; none if the block is missing or cannot be read.
    pub fn fields(&self) -> &[Field] {
        match self {
            FrontMatter::Read(fields, _) => fields,
            _ => &[],
        }
    }

    /// Numbers with a decimal comma that YAML has cut in two within brackets: `{ thuc_hien: 46,2 }` is a field of 46 and a field
    /// named “2”. Each is the number's place and the place of the key that is none; `text` is the file's.
    pub fn cut_decimals(&self, text: &str) -> Vec<(Span, Span)> {
        fn walk(fields: &[Field], text: &str, out: &mut Vec<(Span, Span)>) {
            let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
            for pair in fields.windows(2) {
                let (before, key) = (&pair[0], &pair[1]);
                let Value::Scalar(whole) = &before.value else { continue };
                let number = whole.strip_prefix('-').unwrap_or(whole).split('.').all(digits);
                let joined = text.get(before.value_span.end..key.key_span.start) == Some(",");
                if number && joined && key.value == Value::Null && digits(&key.key) {
                    out.push((Span::new(before.value_span.start, key.key_span.end), key.key_span));
                }
            }
            for field in fields {
                if let Value::Map(inside) = &field.value {
                    walk(inside, text, out);
                }
            }
        }
        let mut out = Vec::new();
        walk(self.fields(), text, &mut out);
        out
    }

    /// The text of the first field of that key, if it is one word or sentence.
    pub fn scalar(&self, key: &str) -> Option<&str> {
        match self.field(key).map(|f| &f.value) {
            Some(Value::Scalar(text)) => Some(text),
            _ => None,
        }
    }
}

/// A heading as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for `#`. A line such as “I. KẾT QUẢ” in bold or plain capitals, which writers use for a heading, has the level of
    /// the form section it matches.
    pub level: u8,
    /// Its text without marks, numbering included, in NFC.
    pub text: String,
    /// The whole line or lines.
    pub span: Span,
    /// The text within the line.
    pub text_span: Span,
    /// Whether Markdown itself sees a heading (`#` or underlined), or only people do.
    pub markdown: bool,
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fullness {
    /// Nothing, or only punctuation, comments and placeholders.
    Empty,
    /// Text, a list, a table; “Không có” counts.
    Written,
}

/// One section of a report as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: Heading,
    /// Which sections of the form it answers, by index: none if unknown, two if merged.
    pub answers: Vec<usize>,
    /// From after the heading to the next heading of any level.
    pub body: Span,
    /// From the heading to the next heading of the same or a higher level.
    pub extent: Span,
    /// What `body` holds.
    pub fullness: Fullness,
    /// Whether `body` holds a digit outside dates and numbering, or a table, or says that there is nothing to count.
    pub figures: bool,
    /// Template text or placeholders left in `body`.
    pub guidance_left: Vec<Span>,
}

/// A department's report as understood. Parsing never fails: what could not be read is a value too.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Where it stands.
    pub path: RepoPath,
    /// The front matter.
    pub front: FrontMatter,
    /// Level-1 headings.
    pub titles: Vec<Heading>,
    /// Every heading of level 2 and deeper that the form could mean, in the order written; headings deeper than the form
    /// goes, below a section that is known, belong to that section's text.
    pub sections: Vec<Section>,
    /// HTML tags that stay words in every document, with their places.
    pub tags: Vec<(Span, String)>,
    /// Where the text after the front matter begins.
    pub body: Span,
}

impl Report {
    /// Whether nobody has written anything in it yet.
    pub fn is_untouched(&self) -> bool {
        self.sections.iter().all(|s| s.fullness == Fullness::Empty)
    }

    /// A place in this report.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path.clone(), span)
    }
}
