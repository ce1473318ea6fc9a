//! A text that follows a form more or less, sorted into the form's sections. Nothing is lost: what answers no section
//! stays with the section it stood in, and what stood before all of them is kept apart.

use baocao_core::domain::Report;
use baocao_core::text::Span;
use std::collections::BTreeMap;

/// The text of a report, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fitted {
    /// By section of the form: the pieces of Markdown that answer it, in the order written.
    pub sections: BTreeMap<usize, Vec<String>>,
    /// What could not be placed.
    pub unplaced: Vec<String>,
    /// Headings that answered no section and became lines of text.
    pub unknown: Vec<String>,
    /// Headings that answered one section or several, as they were written.
    pub known: Vec<(Vec<usize>, String)>,
}

/// Sorts a text by the headings that were recognised in it.
pub fn fit(report: &Report, text: &str) -> Fitted {
    let mut out = Fitted::default();
    let piece = |span: Span| text[span.start..span.end].trim().to_string();
    let first = report.sections.iter().map(|s| s.heading.span.start).min().unwrap_or(text.len());
    let opening = piece(Span::new(report.body.start.min(first), first));
    if !opening.is_empty() {
        out.unplaced.push(opening);
    }
    let mut current = None;
    for section in &report.sections {
        let mut body = piece(section.body);
        match section.answers.first() {
            Some(answer) => {
                current = Some(*answer);
                let text = section.heading.text.trim_matches(['*', '_']).replace('\\', "");
                out.known.push((section.answers.clone(), text));
            }
            None => {
                // A heading of the writer's own stays as a line in bold type.
                out.unknown.push(section.heading.text.clone());
                let title = format!("**{}**", section.heading.text.replace('*', "\\*"));
                body = if body.is_empty() { title } else { format!("{title}\n\n{body}") };
            }
        }
        if body.is_empty() {
            continue;
        }
        match current {
            Some(at) => out.sections.entry(at).or_default().push(body),
            None => out.unplaced.push(body),
        }
    }
    out
}
