//! The report as Markdown: the Word text sorted into the form.

use baocao_check::consolidate::fit::Fitted;
use baocao_check::reports::markdown;
use baocao_check::reports::skeleton::write as skeleton;
use baocao_core::domain::{Demand, Form, FormSection, PeriodId, Prose, Variables, plain};
use baocao_core::text::fold;
use baocao_documents::prose::{Typed, blocks, indented, words};
use baocao_documents::word::letter::Letter;
use baocao_documents::word::{LeftKind, LeftOut, missing, tokens};
use std::collections::BTreeMap;

/// The heading under which everything stands that found no place.
const UNPLACED: &str = "## Nội dung chưa xếp vào mục";

/// A Word text as Markdown, with what is no part of the report's sections apart.
pub(super) struct Written {
    /// The sections.
    pub body: String,
    /// What follows the signature.
    pub around: Vec<String>,
}

impl Written {
    /// Bytes of all of it.
    pub fn size(&self) -> usize {
        self.body.len() + self.around.iter().map(String::len).sum::<usize>()
    }
}

/// What was taken from the document into the front matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub date: bool,
    pub signer: bool,
}

/// Fills the empty fields that a document states: its day and who signed it.
pub(super) fn fill(front: &mut String, letter: &Letter) -> Taken {
    let mut taken = Taken::default();
    let mut set = |field: &str, value: Option<String>| {
        let Some(value) = value else { return false };
        let empty = format!("\n{field}:");
        let found = front.find(&empty).map(|at| at + empty.len());
        let Some(at) = found.filter(|at| front[*at..].lines().next().unwrap_or("").trim().is_empty()) else {
            return false;
        };
        let end = front[at..].find('\n').map_or(front.len(), |end| at + end);
        front.replace_range(at..end, &format!(" {value}"));
        true
    };
    taken.date = set("ngay_lap", letter.date.map(|date| date.to_string()));
    taken.signer = set("nguoi_lap", letter.signer.clone());
    taken
}

fn text_of(block: &Prose) -> String {
    match block {
        Prose::Paragraph(text) | Prose::Heading { text, .. } => plain(text).trim().to_string(),
        _ => String::new(),
    }
}

/// The Word text as Markdown, without the report's own title.
pub(super) fn markdown(letter: &mut Letter, notes: &[Vec<Prose>], title: Option<String>) -> Written {
    let title = title.map(|title| fold(&title));
    // A skeleton that was printed, filled in as Word and sent back still has our own words where nothing was written.
    letter
        .body
        .retain(|block| title.as_ref() != Some(&fold(&text_of(block))) && text_of(block) != skeleton::PLACEHOLDER);
    // The level of a heading counts from the first: a file that begins with “Heading 1” means sections by it.
    let levels =
        letter.body.iter().filter_map(|b| if let Prose::Heading { level, .. } = b { Some(*level) } else { None });
    let top = levels.min();
    for block in &mut letter.body {
        if let (Prose::Heading { level, .. }, Some(top)) = (block, top) {
            *level = (*level - top + 2).min(6);
        }
    }
    let mut body = blocks(&letter.body, Typed::Lists);
    for (number, note) in (1..).zip(notes) {
        let note = indented(&blocks(note, Typed::Words), "    ");
        body.push_str(&format!("[^{number}]: {}\n\n", note.trim()));
    }
    let after = blocks(&letter.after, Typed::Lists).trim().to_string();
    Written { body, around: Some(after).filter(|text| !text.is_empty()).into_iter().collect() }
}

/// The whole file: front matter, the form's headings, the text under them, and what found no place.
pub(super) fn assemble(front: &str, form: &Form, words: &Variables, period: &PeriodId, fitted: &Fitted) -> String {
    let cadence = period.cadence();
    let mut out = front.trim_end().to_string() + "\n";
    if let Some(heading) = &form.heading {
        out.push_str(&format!("\n# {}\n", words.title(heading)));
    }
    let joined = joined(fitted);
    let inside = |at: usize| joined.iter().any(|(first, (answers, _))| *first != at && answers.contains(&at));
    for (at, section) in form.sections.iter().enumerate() {
        let demand = section.demand(cadence);
        let pieces = fitted.sections.get(&at);
        if pieces.is_none() && (demand == Demand::NotApplied || inside(at)) {
            continue;
        }
        let parent = form.sections.iter().any(|s| s.parent == Some(at) && s.demand(cadence) != Demand::NotApplied);
        let heading = match joined.get(&at) {
            Some((_, text)) => joined_heading(section, text),
            None => skeleton::heading(section, &words.period),
        };
        out.push('\n');
        match pieces {
            Some(pieces) => out.push_str(&format!("{heading}\n\n{}\n", pieces.join("\n\n"))),
            None if fitted.sections.keys().any(|k| form.sections[*k].parent == Some(at)) => {
                out.push_str(&format!("{heading}\n"));
            }
            None => out.push_str(&skeleton::section(section, &words.period, demand, !parent)),
        }
    }
    if !fitted.unplaced.is_empty() {
        out.push_str(&format!("\n{UNPLACED}\n\n{}\n", fitted.unplaced.join("\n\n")));
    }
    out
}

/// Headings that answer several sections and have text, by the first: they stay as they were written.
fn joined(fitted: &Fitted) -> BTreeMap<usize, (&[usize], &str)> {
    let joined = fitted.known.iter().filter(|(answers, _)| answers.len() > 1);
    joined
        .filter(|(answers, _)| fitted.sections.contains_key(&answers[0]))
        .map(|(a, text)| (a[0], (&a[..], text.as_str())))
        .collect()
}

fn joined_heading(section: &FormSection, text: &str) -> String {
    format!("{} {}", "#".repeat(section.level.into()), crate::commands::import::report::words(text))
}

/// What the Word text said and the report does not: words whose way into Markdown changed or lost them.
///
/// The report is read back with the reader of Markdown, and its words are counted against those of the Word text.
pub(super) fn not_written(
    report: &str,
    letter: &Letter,
    notes: &[Vec<Prose>],
    fitted: &Fitted,
    part: &str,
) -> Option<LeftOut> {
    let mut source = String::new();
    for block in letter.body.iter().chain(&letter.after).chain(notes.iter().flatten()) {
        said(block, &mut source);
    }
    let mut wanted = tokens(&source);
    // Headings that were recognised have become the form's own; where these say less, that is told with the sections.
    for (_, heading) in &fitted.known {
        for (word, count) in tokens(heading) {
            if let Some(left) = wanted.get_mut(&word) {
                *left = left.saturating_sub(count);
            }
        }
    }
    let body = report.find("\n---\n").map_or(report, |at| &report[at + 5..]);
    let read = markdown::prose(body);
    let mut arrived = String::new();
    for block in read.blocks.iter().chain(read.notes.iter().flatten()) {
        said(block, &mut arrived);
    }
    let lost = missing(&wanted, &tokens(&arrived));
    (!lost.is_empty()).then(|| LeftOut::new(LeftKind::NotWritten, part, lost.join(" ")))
}

/// The words of a block, the numbers of its lists counted in.
fn said(block: &Prose, out: &mut String) {
    out.push('\n');
    match block {
        Prose::Paragraph(text) | Prose::Heading { text, .. } => out.push_str(&plain(text)),
        Prose::List { start, items } => {
            for (at, item) in items.iter().enumerate() {
                if let Some((first, _)) = start {
                    out.push_str(&format!("\n{} ", first.saturating_add(at)));
                }
                item.iter().for_each(|block| said(block, out));
            }
        }
        Prose::Table(table) => {
            for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                out.push('\n');
                out.push_str(&plain(cell));
            }
        }
        Prose::Quote(inner) => inner.iter().for_each(|block| said(block, out)),
        Prose::Code(text) => out.push_str(text),
    }
}
