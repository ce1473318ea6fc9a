//! The document as Markdown for people: no front matter, no marks of origin.

use crate::prose::{APART, Typed, blocks, blocks_at, indented, inlines, is_list, words};
use baocao_core::domain::{DRAFT, Ladder, MOTTO, Matter, Prose, Publication, STATE};
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
    matter(&mut out, &publication.body, 0);
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
        matter(&mut out, &appendix.matter, 1);
    }
    for (number, note) in (1..).zip(&publication.notes) {
        let text = indented(&blocks(note, Typed::Document), "    ");
        let _ = writeln!(out, "[^{number}]: {}\n", text.trim());
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// `level` is the outline level of the title above.
fn matter(out: &mut String, parts: &[Matter], mut level: u8) {
    let mut at = Ladder::default();
    let mut after_list = false;
    for part in parts {
        let list = matches!(part, Matter::Text(block) if is_list(block));
        if list && after_list {
            out.push_str(APART);
        }
        after_list = list;
        match part {
            Matter::Title { rank, number, text, below } => {
                at = *below;
                level = rank.level_below(level);
                let number = number.as_ref().map(|n| format!("{} ", words(&n.shown))).unwrap_or_default();
                let _ = writeln!(out, "{} {number}{}\n", "#".repeat(usize::from(level) + 1), inlines(text));
            }
            Matter::Text(block) => {
                out.push_str(&blocks_at(std::slice::from_ref(block), Typed::Document, at));
            }
            // Markdown has no drawings: the numbers say the same.
            Matter::Chart(chart) => {
                let _ = writeln!(out, "**{}**\n\n*{}*\n", words(&chart.title), words(&chart.unit_line()));
                out.push_str(&blocks(&[Prose::Table(chart.table())], Typed::Document));
                for note in &chart.notes {
                    let _ = writeln!(out, "*{}*\n", words(note));
                }
            }
        }
    }
}
