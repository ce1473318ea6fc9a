//! Structure as Markdown.

use baocao_core::domain::{Align, Inline, Ladder, Marks, Prose, TableText};
use std::fmt::Write as _;

/// How text that begins like a list item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// As words: a paragraph stays a paragraph.
    Words,
    /// As words, in a document that is sent: lists have the marks of the decree's ladder.
    Document,
    /// As it was typed: people who type “- ” or “1. ” mean a list.
    Lists,
}

/// Blocks as Markdown, each followed by a blank line.
pub fn blocks(all: &[Prose], typed: Typed) -> String {
    blocks_at(all, typed, Ladder::default())
}

/// The same for blocks at a place on the ladder of lists.
pub(crate) fn blocks_at(all: &[Prose], typed: Typed, place: Ladder) -> String {
    let mut out = String::new();
    // The number that a list would give the next line, with its mark; a line with another number is kept from joining it.
    let mut next: Option<(u64, char)> = None;
    for (at, block) in all.iter().enumerate() {
        let expected = next.take();
        match block {
            Prose::Paragraph(text) => {
                let text = line_start(&inlines(text), typed);
                let text = numbered(text, typed, expected, &mut next);
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
                    (Typed::Words | Typed::Document, _) => writeln!(out, "**{}**\n", inlines(text)),
                };
            }
            Prose::List { start, items } => {
                if at > 0 && is_list(&all[at - 1]) {
                    out.push_str(APART);
                }
                list(&mut out, *start, items, typed, place);
                next = start.map(|(first, mark)| (first.saturating_add(items.len()) as u64, mark));
            }
            Prose::Table(found) => table(&mut out, found),
            Prose::Quote(inner) => {
                for line in blocks_at(inner, typed, place).trim_end().lines() {
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

/// What keeps two lists that touch from being one, or a list and indented code.
pub(crate) const APART: &str = "<!-- -->\n\n";

/// Whether a block is a list.
pub(crate) fn is_list(block: &Prose) -> bool {
    matches!(block, Prose::List { .. })
}

fn list(out: &mut String, start: Option<(usize, char)>, items: &[Vec<Prose>], typed: Typed, place: Ladder) {
    let (marks, inside) = place.list(start);
    let lettered = |marks| typed == Typed::Document && matches!(marks, Marks::Letters(_));
    for (at, item) in items.iter().enumerate() {
        let mark = match start {
            _ if typed == Typed::Document => format!("{} ", marks.of_item(at)),
            Some((first, mark)) => format!("{}{mark} ", first.saturating_add(at)),
            None => "- ".to_string(),
        };
        let mut text = String::new();
        for (k, block) in item.iter().enumerate() {
            // Markdown has no lists with letters: their items are paragraphs, which want a blank line before them.
            let tight = matches!(block, Prose::List { start, .. } if !lettered(inside.list(*start).0));
            if k > 0 && is_list(&item[k - 1]) && is_list(block) {
                text.push_str(&format!("\n\n{}", APART.trim_end()));
            }
            if k > 0 {
                text.push_str(if tight { "\n" } else { "\n\n" });
            }
            text.push_str(blocks_at(std::slice::from_ref(block), typed, inside).trim_end());
        }
        let _ = match lettered(marks) {
            true => writeln!(out, "{mark}{text}\n"),
            false => writeln!(out, "{mark}{}", indented(&text, &" ".repeat(mark.len()))),
        };
    }
    if !lettered(marks) {
        out.push('\n');
    }
}

fn table(out: &mut String, table: &TableText) {
    let cell = |text: &Vec<Inline>| inlines(text).replace("\\\n", "<br>").replace('\n', " ").replace('|', "\\|");
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

/// A line that was typed with a number, as it goes on counting in a list; any other number is kept as it is.
fn numbered(text: String, typed: Typed, expected: Option<(u64, char)>, next: &mut Option<(u64, char)>) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].chars().next().filter(|c| matches!(c, '.' | ')'));
    let (Typed::Lists, 1..=9, Some(mark), Ok(number)) = (typed, digits, mark, text[..digits].parse::<u64>()) else {
        return text;
    };
    if !text[digits + 1..].starts_with(' ') {
        return text;
    }
    // Leading zeros are lost in a list, and a year is no number of an item.
    let listed = digits < 4 && number.to_string().len() == digits;
    let follows = expected.is_none_or(|(count, other)| other != mark || count == number);
    if listed && follows {
        *next = Some((number + 1, mark));
        return text;
    }
    format!("{}\\{}", &text[..digits], &text[digits..])
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
pub(crate) fn inlines(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Text(text) => out.push_str(&words(text)),
            Inline::Strong(inner) => dressed(&mut out, "**", inner),
            Inline::Emphasis(inner) => dressed(&mut out, "*", inner),
            Inline::Strike(inner) => dressed(&mut out, "~~", inner),
            Inline::Underline(inner) => tagged(&mut out, "u", inner),
            Inline::Superscript(inner) => tagged(&mut out, "sup", inner),
            Inline::Subscript(inner) => tagged(&mut out, "sub", inner),
            Inline::Code(text) => {
                let fence = "`".repeat(longest(text, '`') + 1);
                let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
            }
            Inline::Link { address, text } => {
                let address = address.replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E");
                let _ = write!(out, "[{}]({address})", inlines(text));
            }
            Inline::Picture(picture) if picture.address.is_empty() => out.push_str(&words(&picture.words())),
            Inline::Picture(picture) => {
                let address = picture.address.replace(['(', ')', '<', '>', ' ', '\n'], "_");
                let _ = write!(out, "![{}]({address})", words(&picture.alt));
            }
            Inline::Note(number) => {
                let _ = write!(out, "[^{number}]");
            }
            Inline::Break => out.push_str("\\\n"),
        }
    }
    if !out.contains("\\\n") {
        return out;
    }
    // A line inside a paragraph must not begin another block.
    let mut lines = out.split("\\\n");
    let mut out = lines.next().unwrap_or("").to_string();
    for line in lines {
        out.push_str("\\\n");
        out.push_str(&line_start(line.trim_start(), Typed::Words));
    }
    out
}

fn tagged(out: &mut String, tag: &str, inner: &[Inline]) {
    let _ = write!(out, "<{tag}>{}</{tag}>", inlines(inner));
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
    for (at, c) in text.char_indices() {
        let entity = || {
            let name = text[at + 1..].trim_start_matches('#');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            end > 0 && name[end..].starts_with(';')
        };
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '^') || c == '&' && entity() {
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
    if typed != Typed::Lists {
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
