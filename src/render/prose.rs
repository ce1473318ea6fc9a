//! Structure as Markdown.

use crate::domain::{Align, Inline, Prose, TableText};
use std::fmt::Write as _;

/// How text that begins like a list item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// As words: a paragraph stays a paragraph.
    Words,
    /// As it was typed: people who type “- ” or “1. ” mean a list.
    Lists,
}

/// Blocks as Markdown, each followed by a blank line.
pub fn blocks(all: &[Prose], typed: Typed) -> String {
    let mut out = String::new();
    for (at, block) in all.iter().enumerate() {
        match block {
            Prose::Paragraph(text) => {
                let text = line_start(&inlines(text), typed);
                match (typed, bullet(&text)) {
                    (Typed::Lists, Some(mark)) => {
                        // Lines of one typed list stand together; a “+” below a “-” is an item of that item.
                        let before = out.trim_end().lines().next_back().unwrap_or("").to_string();
                        let above = bullet(before.trim_start());
                        if above.is_some() {
                            out.truncate(out.trim_end().len());
                            out.push('\n');
                        }
                        let nested = mark == '+' && (above == Some('-'));
                        let line = if nested { format!("  -{}", &text[1..]) } else { text };
                        let _ = writeln!(out, "{line}\n");
                    }
                    _ => {
                        let _ = writeln!(out, "{text}\n");
                    }
                }
            }
            Prose::Heading { level, text } => {
                let _ = match (typed, level) {
                    (Typed::Lists, level) => writeln!(out, "{} {}\n", "#".repeat(usize::from(*level)), inlines(text)),
                    (Typed::Words, _) => writeln!(out, "**{}**\n", inlines(text)),
                };
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
                    let mut text = String::new();
                    for (k, block) in item.iter().enumerate() {
                        if k > 0 {
                            text.push_str(if matches!(block, Prose::List { .. }) { "\n" } else { "\n\n" });
                        }
                        text.push_str(blocks(std::slice::from_ref(block), typed).trim_end());
                    }
                    let _ = writeln!(out, "{mark}{}", indented(&text, &" ".repeat(mark.len())));
                }
                out.push('\n');
            }
            Prose::Table(found) => table(&mut out, found),
            Prose::Quote(inner) => {
                for line in blocks(inner, typed).trim_end().lines() {
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

/// Lines after the first, moved in.
pub fn indented(text: &str, by: &str) -> String {
    text.lines()
        .enumerate()
        .map(|(at, line)| if at == 0 || line.is_empty() { line.to_string() } else { format!("{by}{line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn longest(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}

/// Running text as Markdown.
pub fn inlines(text: &[Inline]) -> String {
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
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The mark of a line that was typed as an item of a list.
fn bullet(line: &str) -> Option<char> {
    line.chars().next().filter(|c| matches!(c, '-' | '+') && line[1..].starts_with(' '))
}

/// A paragraph that would be read as a list, a heading or a quote is kept one.
fn line_start(text: &str, typed: Typed) -> String {
    if typed == Typed::Words {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &text[digits..];
        if digits > 0 && rest.starts_with(['.', ')']) && rest[1..].starts_with([' ', '\t']) {
            return format!("{}\\{rest}", &text[..digits]);
        }
        if text.starts_with(['-', '+']) && text[1..].starts_with([' ', '\t']) {
            return format!("\\{text}");
        }
    }
    // Lines of dashes are rules, or make a heading of the line above.
    let marked = text.starts_with(['#', '>', '=']) || text.starts_with("--") || text.starts_with("- -");
    if marked { format!("\\{text}") } else { text.to_string() }
}
