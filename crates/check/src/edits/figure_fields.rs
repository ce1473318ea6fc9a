//! Figures into a report's front matter: the smallest edits that make `chi_tieu` say them, in the writer's own layout.
//!
//! Whether the text then says what it should is for the caller, who can read it again.

use crate::edits::mend::Edit;
use baocao_core::domain::{EnteredFigure, Field, FrontMatter, Value};
use baocao_core::say;
use baocao_core::text::{Source, Span, Text};

/// The edits.
///
/// # Errors
/// The front matter is missing or broken, or says something of these figures that is no figure.
pub fn edits(source: &Source, front: &FrontMatter, figures: &[EnteredFigure]) -> Result<Vec<Edit>, Text> {
    let FrontMatter::Read(fields, block) = front else {
        return Err(say!(vi: "phần khai báo đầu tệp thiếu hoặc hỏng", en: "the front matter is missing or broken"));
    };
    let mut page = FieldPage { source, end: line_end(source.text()), edits: Vec::new() };
    let given: Vec<&EnteredFigure> = figures.iter().filter(|figure| !figure.fields().is_empty()).collect();
    let chi_tieu = one(fields, "chi_tieu")?;
    let Some(field) = chi_tieu else {
        // Before the line that ends the block.
        let at = source.text()[..block.end].rfind('\n').map_or(block.end, |at| at + 1);
        let new = format!("chi_tieu:{}{}", page.end, page.entries(&given, "  "));
        page.put(Span::at(at), new);
        return Ok(page.edits);
    };
    match &field.value {
        Value::Map(known) if !known.is_empty() => {
            let mut fresh = Vec::new();
            for figure in given {
                match one(known, &figure.id)? {
                    Some(field) => page.merge(field, figure)?,
                    None => fresh.push(figure),
                }
            }
            page.add(field, known, &fresh);
        }
        // `chi_tieu: {}`, or nothing behind the colon.
        Value::Map(_) | Value::Null => {
            let span = page.blank(field);
            let new = format!("{}{}", page.end, page.entries(&given, "  "));
            // What follows on the line (a comment) stays on it.
            let after = page.next_line(span.end);
            if page.source.text()[span.end..after].trim().is_empty() {
                let new = new.trim_end().to_string();
                page.put(span, new);
            } else {
                page.put(span, String::new());
                page.put(Span::at(after), page.entries(&given, "  "));
            }
        }
        _ => return Err(say!(vi: "“chi_tieu” không phải nhóm chỉ tiêu", en: "“chi_tieu” is no group of indicators")),
    }
    Ok(page.edits)
}

/// The only field of a name.
fn one<'f>(fields: &'f [Field], key: &str) -> Result<Option<&'f Field>, Text> {
    let mut found = fields.iter().filter(|field| field.key == key);
    match (found.next(), found.next()) {
        (_, Some(_)) => {
            Err(say!(vi: "“{key}” đứng hai lần trong phần khai báo", en: "“{key}” stands twice in the front matter"))
        }
        (first, None) => Ok(first),
    }
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

struct FieldPage<'s> {
    source: &'s Source,
    end: &'static str,
    edits: Vec<Edit>,
}

impl FieldPage<'_> {
    fn put(&mut self, span: Span, new: String) {
        self.edits.push(Edit { span, new, what: say!(vi: "ghi số liệu", en: "wrote figures") });
    }

    fn next_line(&self, at: usize) -> usize {
        let text = self.source.text();
        text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
    }

    fn entries(&self, figures: &[&EnteredFigure], indent: &str) -> String {
        figures.iter().map(|figure| format!("{indent}{}: {}{}", figure.id, flow(&figure.fields()), self.end)).collect()
    }

    /// Whether a value is written in braces.
    fn braced(&self, field: &Field) -> bool {
        self.source.slice(field.value_span).starts_with('{')
    }

    /// Where the value of a field belongs: its span, or the blank behind the colon, up to what follows it.
    fn blank(&self, field: &Field) -> Span {
        if field.value_span != field.key_span {
            return field.value_span;
        }
        let text = self.source.text();
        let start = text[field.key_span.end..].find(':').map_or(field.key_span.end, |at| field.key_span.end + at + 1);
        let rest = &text[start..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        // The blanks before a comment belong to the comment.
        let taken = if rest[blank..].starts_with('#') { 0 } else { blank };
        Span::new(start, start + taken)
    }

    fn set(&mut self, field: &Field, value: &str) {
        let span = self.blank(field);
        if field.value_span != field.key_span {
            return self.put(span, value.to_string());
        }
        let follows = self.source.text()[span.end..].chars().next();
        let gap = if follows == Some('}') { " " } else { "" };
        self.put(span, format!(" {value}{gap}"));
    }

    /// An indicator that the report names already.
    fn merge(&mut self, field: &Field, figure: &EnteredFigure) -> Result<(), Text> {
        let id = &figure.id;
        match &field.value {
            Value::Null => {
                let value = flow(&figure.fields());
                self.set(field, &value);
            }
            // A number alone is what was done.
            Value::Scalar(_) => {
                let mut fields = figure.fields();
                if figure.actual.is_none() {
                    let at = usize::from(figure.plan.is_some());
                    fields.insert(at, ("thuc_hien", self.source.slice(field.value_span).to_string()));
                }
                self.put(field.value_span, flow(&fields));
            }
            Value::Map(known) => {
                let (mut fresh, mut found) = (Vec::new(), Vec::new());
                for (key, value) in figure.fields() {
                    match one(known, key)? {
                        Some(field) if matches!(field.value, Value::Scalar(_) | Value::Null) => {
                            found.push((field, value))
                        }
                        Some(_) => {
                            return Err(
                                say!(vi: "“{key}” của “{id}” không phải một giá trị", en: "“{key}” of “{id}” is not one value"),
                            );
                        }
                        // That a figure is no estimate needs no word.
                        None if value == "false" => {}
                        None => fresh.push(format!("{key}: {value}")),
                    }
                }
                // New fields go behind the last one; where that has no value yet, both are one edit of the same blank.
                let last = self.braced(field).then(|| known.last()).flatten();
                for (field, mut value) in found {
                    let empty = field.value_span == field.key_span;
                    if empty && last.is_some_and(|last| last.key_span == field.key_span) {
                        fresh.insert(0, value);
                        value = std::mem::take(&mut fresh).join(", ");
                    }
                    self.set(field, &value);
                }
                self.add_lines(field, known, &fresh);
            }
            Value::List(_) => return Err(say!(vi: "“{id}” là một danh sách", en: "“{id}” is a list")),
        }
        Ok(())
    }

    fn add(&mut self, field: &Field, known: &[Field], figures: &[&EnteredFigure]) {
        let lines: Vec<String> = figures.iter().map(|f| format!("{}: {}", f.id, flow(&f.fields()))).collect();
        self.add_lines(field, known, &lines);
    }

    /// More fields into a group, behind its last one.
    fn add_lines(&mut self, field: &Field, known: &[Field], lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let text = self.source.text();
        if self.braced(field) {
            let inside = &text[field.value_span.start..field.value_span.end - 1];
            let at = field.value_span.start + inside.trim_end().len();
            let open = known.is_empty() || inside.trim_end().ends_with(',');
            let before = match inside.trim_end() {
                _ if open => " ",
                inside if inside.ends_with(':') => " , ",
                _ => ", ",
            };
            let after = if inside.ends_with(char::is_whitespace) { "" } else { " " };
            return self.put(Span::at(at), format!("{before}{}{after}", lines.join(", ")));
        }
        let Some(first) = known.first() else { return };
        let start = text[..first.key_span.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &text[start..first.key_span.start];
        let at = self.next_line(field.value_span.end.max(field.key_span.end).max(last_end(known)));
        let lines: String = lines.iter().map(|line| format!("{indent}{line}{}", self.end)).collect();
        self.put(Span::at(at), lines);
    }
}

fn last_end(known: &[Field]) -> usize {
    known.iter().map(|field| field.value_span.end.max(field.key_span.end)).max().unwrap_or(0)
}

fn flow(fields: &[(&'static str, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().filter(|(_, value)| value != "false").map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{ {} }}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::edits::figure_fields::*;
    use crate::edits::mend::apply;
    use baocao_core::text::RepoPath;

    fn field(text: &str, key: &str, value: Value, value_text: &str, from: usize) -> Field {
        let at = from + text[from..].find(&format!("{key}:")).expect("the key");
        let key_span = Span::new(at, at + key.len());
        let start = if value_text.is_empty() { at } else { at + text[at..].find(value_text).expect("the value") };
        let length = if value_text.is_empty() { key.len() } else { value_text.len() };
        Field { key: key.to_string(), key_span, value, value_span: Span::new(start, start + length) }
    }

    /// Columns cannot use each other, so the fields are laid out by hand; `tests/it/spreadsheets.rs` has whole files.
    fn written(chi_tieu: &str, value: impl Fn(&str) -> Field) -> String {
        let text = format!("---\nky: 2024-Q2\n{chi_tieu}---\nthân\n");
        let block = Span::new(0, text.find("---\nthân").expect("the end") + 3);
        let front = FrontMatter::Read(vec![value(&text)], block);
        let source = Source::new(RepoPath::new("a.md"), text.clone());
        let figure = |id: &str, actual: i64| EnteredFigure {
            id: id.to_string(),
            actual: Some(actual.into()),
            estimate: Some(false),
            ..EnteredFigure::default()
        };
        let new = apply(&text, &edits(&source, &front, &[figure("a", 5), figure("b", 7)]).expect("edits"));
        new.strip_prefix("---\nky: 2024-Q2\n")
            .and_then(|t| t.strip_suffix("---\nthân\n"))
            .expect("the rest")
            .to_string()
    }

    #[test]
    fn empty_groups_are_filled() {
        let filled = "chi_tieu:\n  a: { thuc_hien: 5 }\n  b: { thuc_hien: 7 }\n";
        let braces = |text: &str| field(text, "chi_tieu", Value::Map(Vec::new()), "{}", 0);
        let nothing = |text: &str| field(text, "chi_tieu", Value::Null, "", 0);
        assert_eq!(written("chi_tieu: {}\n", braces).replace(": \n", ":\n"), filled);
        assert_eq!(written("chi_tieu:\n", nothing), filled);
        assert_eq!(written("", |text| field(text, "ky", Value::Scalar("2024-Q2".into()), "2024-Q2", 0)), filled);
        let after = "chi_tieu: # số liệu\n  a: { thuc_hien: 5 }\n  b: { thuc_hien: 7 }\n";
        assert_eq!(written("chi_tieu: # số liệu\n", nothing), after);
    }

    #[test]
    fn what_stands_there_keeps_its_layout() {
        let empty = |text: &str| {
            let inside =
                vec![field(text, "ke_hoach", Value::Null, "", 0), field(text, "thuc_hien", Value::Null, "", 0)];
            let a = field(text, "a", Value::Map(inside), "{ ke_hoach: , thuc_hien: }", text.find("  a:").expect("a"));
            field(text, "chi_tieu", Value::Map(vec![a]), "a: { ke_hoach: , thuc_hien: }", 0)
        };
        assert_eq!(
            written("chi_tieu:\n  # Tên (cái)\n  a: { ke_hoach: , thuc_hien: } # ghi\n", empty),
            "chi_tieu:\n  # Tên (cái)\n  a: { ke_hoach: , thuc_hien: 5 } # ghi\n  b: { thuc_hien: 7 }\n"
        );
        // A field that the form leaves out goes behind an empty last one.
        let text = "---\nchi_tieu:\n  a: { ke_hoach: , thuc_hien: }\n---\n".to_string();
        let front = FrontMatter::Read(vec![empty(&text)], Span::new(0, text.len() - 1));
        let source = Source::new(RepoPath::new("a.md"), text.clone());
        for (actual, new) in
            [(Some(7), "{ ke_hoach: , thuc_hien: 7, cung_ky: 6 }"), (None, "{ ke_hoach: , thuc_hien: , cung_ky: 6 }")]
        {
            let actual = actual.map(rust_decimal::Decimal::from);
            let figure =
                EnteredFigure { id: "a".into(), actual, same_period: Some(6.into()), ..EnteredFigure::default() };
            let written = apply(&text, &edits(&source, &front, &[figure]).expect("edits"));
            assert_eq!(written, text.replace("{ ke_hoach: , thuc_hien: }", new));
        }
        let alone = |text: &str| {
            let a = field(text, "a", Value::Scalar("3".into()), "3", text.find("{ a:").expect("a"));
            field(text, "chi_tieu", Value::Map(vec![a]), "{ a: 3 }", 0)
        };
        assert_eq!(written("chi_tieu: { a: 3 }\n", alone), "chi_tieu: { a: { thuc_hien: 5 }, b: { thuc_hien: 7 } }\n");
        let block = |text: &str| {
            let uoc = field(text, "uoc", Value::Scalar("true".into()), "true", 0);
            let a = field(text, "a", Value::Map(vec![uoc]), "uoc: true", text.find("  a:").expect("a"));
            field(text, "chi_tieu", Value::Map(vec![a]), "a:\n    uoc: true", 0)
        };
        assert_eq!(
            written("chi_tieu:\n  a:\n    uoc: true # ?\n", block),
            "chi_tieu:\n  a:\n    uoc: false # ?\n    thuc_hien: 5\n  b: { thuc_hien: 7 }\n"
        );
    }
}
