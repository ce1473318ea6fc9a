//! The document as Markdown for people: no front matter, no marks of origin.

use crate::domain::{Align, DRAFT, Inline, MOTTO, Matter, Prose, Publication, Rank, STATE, TableText};
use std::fmt::Write as _;

/// The document as one Markdown file.
pub fn markdown(publication: &Publication) -> String {
    let mut out = String::new();
    if !publication.parent.is_empty() {
        let _ = writeln!(out, "{}\\", words(&publication.parent));
    }
    let _ = writeln!(
        out,
        "**{}**\\\n{}\n\n**{STATE}**\\\n**{MOTTO}**\\\n*{}*\n",
        words(&publication.agency),
        words(&publication.number_line()),
        words(&publication.date_line())
    );
    for mark in &publication.marks {
        let _ = writeln!(out, "**{}**\n", words(mark));
    }
    if publication.draft {
        let _ = writeln!(out, "**{DRAFT}**\n");
    }
    let _ = writeln!(out, "# {}\n\n**{}**\n", words(&publication.kind), words(&publication.subject));
    match publication.addressees.as_slice() {
        [] => {}
        [one] => {
            let _ = writeln!(out, "Kính gửi: {}.\n", words(one));
        }
        several => {
            let _ = writeln!(out, "Kính gửi:\n");
            for (at, name) in (1..).zip(several) {
                let _ = writeln!(out, "- {}{}", words(name), if at == several.len() { ".\n" } else { ";" });
            }
        }
    }
    let last = publication.grounds.len();
    for (at, ground) in (1..).zip(&publication.grounds) {
        let _ = writeln!(out, "*{}{}*\n", words(ground), if at == last { '.' } else { ';' });
    }
    matter(&mut out, &publication.body);
    let _ = writeln!(
        out,
        "**{}**\n",
        publication.signature.position.iter().map(|l| words(l)).collect::<Vec<_>>().join("**\\\n**")
    );
    if let Some(name) = &publication.signature.name {
        let _ = writeln!(out, "**{}**\n", words(name));
    }
    let _ = writeln!(out, "***Nơi nhận:***\n");
    for line in &publication.recipients {
        let _ = writeln!(out, "- {}", words(line));
    }
    out.push('\n');
    for appendix in &publication.appendices {
        let _ = writeln!(out, "## {}\n", words(&appendix.label));
        if !appendix.title.is_empty() {
            let _ = writeln!(out, "**{}**\n", inlines(&appendix.title));
        }
        matter(&mut out, &appendix.matter);
    }
    for (number, note) in (1..).zip(&publication.notes) {
        let text = indented(&blocks(note), "    ");
        let _ = writeln!(out, "[^{number}]: {}\n", text.trim());
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn matter(out: &mut String, parts: &[Matter]) {
    for part in parts {
        match part {
            Matter::Title { rank, number, text } => {
                let level = usize::from(rank.level() + 1);
                let number = number.as_ref().map(|n| format!("{} ", words(&n.shown))).unwrap_or_default();
                let _ = writeln!(
                    out,
                    "{} {number}{}\n",
                    "#".repeat(if *rank == Rank::Part { 2 } else { level }),
                    inlines(text)
                );
            }
            Matter::Text(block) => {
                out.push_str(&blocks(std::slice::from_ref(block)));
            }
        }
    }
}

fn blocks(all: &[Prose]) -> String {
    let mut out = String::new();
    for (at, block) in all.iter().enumerate() {
        match block {
            Prose::Paragraph(text) => {
                let _ = writeln!(out, "{}\n", line_start(&inlines(text)));
            }
            Prose::Heading { text, .. } => {
                let _ = writeln!(out, "**{}**\n", inlines(text));
            }
            Prose::List { start, items } => {
                // Two lists that touch would be one; so would a list and indented code.
                if at > 0 && matches!(all[at - 1], Prose::List { .. }) {
                    out.push_str("<!-- -->\n\n");
                }
                for (n, item) in items.iter().enumerate() {
                    let mark = match start {
                        Some((first, mark)) => format!("{}{mark} ", first.saturating_add(n)),
                        None => "- ".to_string(),
                    };
                    let text = blocks(item);
                    let _ = writeln!(out, "{mark}{}", indented(text.trim_end(), &" ".repeat(mark.len())));
                }
                out.push('\n');
            }
            Prose::Table(found) => table(&mut out, found),
            Prose::Quote(inner) => {
                for line in blocks(inner).trim_end().lines() {
                    let _ = writeln!(out, "> {line}");
                }
                out.push('\n');
            }
            Prose::Code(text) => {
                let fence = "`".repeat(3.max(longest(text, '`') + 1));
                let _ = writeln!(out, "{fence}\n{text}\n{fence}\n");
            }
        }
    }
    out
}

fn table(out: &mut String, table: &TableText) {
    let cell = |text: &Vec<Inline>| inlines(text).replace('\n', " ").replace('|', "\\|");
    let row = |cells: &[Vec<Inline>]| format!("| {} |", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "{}", row(&table.head));
    for at in 0..table.head.len() {
        out.push_str(match table.align.get(at).copied().unwrap_or_default() {
            Align::Unset => "|---",
            Align::Left => "|:--",
            Align::Centre => "|:-:",
            Align::Right => "|--:",
        });
    }
    out.push_str("|\n");
    for cells in &table.rows {
        let _ = writeln!(out, "{}", row(cells));
    }
    out.push('\n');
}

fn indented(text: &str, by: &str) -> String {
    text.lines()
        .enumerate()
        .map(|(at, line)| if at == 0 || line.is_empty() { line.to_string() } else { format!("{by}{line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn longest(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

fn inlines(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Text(text) => out.push_str(&words(text)),
            Inline::Strong(inner) => dressed(&mut out, "**", inner),
            Inline::Emphasis(inner) => dressed(&mut out, "*", inner),
            Inline::Strike(inner) => dressed(&mut out, "~~", inner),
            Inline::Code(text) => {
                let fence = "`".repeat(longest(text, '`') + 1);
                let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
            }
            Inline::Link { address, text } => {
                let address = address.replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E");
                let _ = write!(out, "[{}]({address})", inlines(text));
            }
            Inline::Note(number) => {
                let _ = write!(out, "[^{number}]");
            }
            Inline::Break => out.push_str("\\\n"),
        }
    }
    out
}

fn dressed(out: &mut String, mark: &str, inner: &[Inline]) {
    let text = inlines(inner);
    let words = text.trim();
    if words.is_empty() {
        return out.push_str(&text);
    }
    let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
    let _ = write!(out, "{before}{mark}{words}{mark}{after}");
}

/// Words as words, never as Markdown.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph that would be read as a list, a heading or a quote is kept one.
fn line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && text[digits..].starts_with(['.', ')']) && text[digits + 1..].starts_with([' ', '\t']);
    if numbered {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    let marked =
        text.starts_with(['#', '>', '=']) || (text.starts_with(['-', '+']) && text[1..].starts_with([' ', '-', '\t']));
    if marked { format!("\\{text}") } else { text.to_string() }
}
