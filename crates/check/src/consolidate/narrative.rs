//! Tổng hợp: by section as the skeleton says, then by department.

use crate::consolidate::Basis;
use crate::consolidate::cut::{Fragment, FragmentWriter, fragments, same_label, same_name};
use crate::consolidate::figures::figures;
use baocao_core::domain::{
    BlockKind, Consolidated, Content, Contribution, Demand, DepartmentId, Form, Origin, Passage, PeriodSettings,
    SectionKey, Skeleton, SkeletonPart, Variables,
};
use baocao_core::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Makes one report of many. The order of `contributions` does not matter: departments come as the period lists them.
///
/// `form` is the departments' form of this period, `basis` what its figures are compared with. Every block of every report appears
/// exactly once; only the title, the headings that answer the form (the skeleton has its own) and comments are left out.
pub fn consolidate(
    skeleton: &Skeleton,
    form: &Form,
    period: &PeriodSettings,
    basis: &Basis<'_>,
    contributions: &[Contribution],
) -> Consolidated {
    let mut ordered: Vec<&Contribution> = contributions.iter().collect();
    ordered.sort_by_key(|c| {
        let id = &c.input.department;
        let place = period.departments.iter().position(|(d, _)| d == id).unwrap_or(usize::MAX);
        (place, id.clone(), c.source.path().clone())
    });
    let submitted = |id: &DepartmentId| ordered.iter().any(|c| c.input.department == *id);
    let missing = period.departments.iter().filter(|(id, _)| !submitted(id)).cloned().collect::<Vec<_>>();
    let takes = takes(skeleton);
    let words = Variables::of(&period.id, period.title.as_deref(), basis.agency);
    let (mut written, pointers): (Vec<Vec<String>>, Vec<BTreeMap<usize, usize>>) =
        ordered.iter().map(|c| place(c, form, &takes)).unzip();
    let unwritten = unwritten_headings(skeleton, form, period, &takes, &|take| {
        written.iter().all(|texts| texts[take].is_empty()) && pointers.iter().all(|of| !of.contains_key(&take))
    });
    let figures = figures(basis, period, &ordered);

    let mut parts: Vec<(Option<Origin>, Content)> = Vec::new();
    let mut next_take = 0;
    let (mut level, mut titled, mut opened, mut shown) = (1, false, false, false);
    for (at, part) in skeleton.parts.iter().enumerate() {
        if unwritten.contains(&at) {
            continue;
        }
        // The title and what follows it are no section's; after them every passage has a mark, so that no two drafts of a
        // period differ in which passages there are.
        if titled && !opened && !matches!(part, SkeletonPart::Paragraph(_)) {
            opened = true;
            if !missing.is_empty() {
                parts.push((
                    Some(Origin::Missing),
                    Content::Missing(missing.iter().map(|(_, name)| name.clone()).collect()),
                ));
            }
        }
        let own = || {
            let passage = takes.get(next_take).map_or(Passage::Closing, |(key, _)| Passage::Section(key.clone()));
            opened.then_some(Origin::Skeleton(passage))
        };
        match part {
            SkeletonPart::Heading { level: own_level, text } => {
                level = *own_level;
                let text = if level == 1 { words.title(text) } else { words.heading(text) };
                parts.push((own(), Content::Heading { level, text }));
                titled = true;
            }
            SkeletonPart::Paragraph(text) => parts.push((own(), Content::Paragraph(words.fill(text)))),
            SkeletonPart::Take(key) if takes.get(next_take).is_some_and(|(next, _)| next == key) => {
                let answered = answered_elsewhere(&pointers, next_take, &ordered, form, &words, &takes);
                parts.extend(answered.into_iter().map(|text| (own(), Content::Paragraph(text))));
                for (c, texts) in ordered.iter().zip(&mut written) {
                    let text = std::mem::take(&mut texts[next_take]);
                    push_written(&mut parts, c, Passage::Section(key.clone()), level, text);
                }
                next_take += 1;
            }
            // The same section taken twice: its text stands at the first place.
            SkeletonPart::Take(_) => {}
            SkeletonPart::FiguresTable if !shown && !figures.table.rows.is_empty() => {
                shown = true;
                let table = figures.table.clone();
                parts.push((Some(Origin::Figures), Content::Figures { level: level + 1, table }));
                // Its own passage: an office that wants no sentences deletes them once.
                if !figures.sentences.is_empty() {
                    parts.push((Some(Origin::Sentences), Content::Sentences(figures.sentences.clone())));
                }
            }
            SkeletonPart::FiguresTable => {}
        }
    }
    if !opened && !missing.is_empty() {
        parts.push((Some(Origin::Missing), Content::Missing(missing.iter().map(|(_, name)| name.clone()).collect())));
    }
    // A skeleton that takes nothing still loses nothing.
    for (c, texts) in ordered.iter().zip(written) {
        push_written(&mut parts, c, Passage::Closing, 1, texts.into_iter().last().unwrap_or_default());
    }
    Consolidated {
        form: skeleton.code.clone(),
        period: period.id.clone(),
        inputs: ordered.iter().map(|c| (c.input.clone(), c.source.path().clone())).collect(),
        missing,
        parts,
    }
}

fn push_written(
    parts: &mut Vec<(Option<Origin>, Content)>,
    contribution: &Contribution,
    passage: Passage,
    level: u8,
    text: String,
) {
    if !text.is_empty() {
        let origin = Origin::Department(contribution.input.department.clone(), passage);
        parts.push((Some(origin), Content::Written { level: level + 1, name: contribution.name.clone(), text }));
    }
}

/// The sections the skeleton takes, each once, in its order, with the level of the heading they stand under.
fn takes(skeleton: &Skeleton) -> Vec<(SectionKey, u8)> {
    let mut found: Vec<(SectionKey, u8)> = Vec::new();
    let mut level = 1;
    for part in &skeleton.parts {
        match part {
            SkeletonPart::Heading { level: own, .. } => level = *own,
            SkeletonPart::Take(key) if found.iter().all(|(known, _)| known != key) => found.push((key.clone(), level)),
            _ => {}
        }
    }
    found
}

/// A run of a report's text that goes to one place.
struct NarrativePiece<'a> {
    span: Span,
    /// Index among the skeleton's takes; none until it is known, for what stands before the first section that has a place.
    target: Option<usize>,
    /// Whether it begins a section that has a place.
    section: bool,
    fragments: Vec<Fragment<'a>>,
}

/// The places, among the skeleton's parts, of headings under which no department has written and none had to.
fn unwritten_headings(
    skeleton: &Skeleton,
    form: &Form,
    period: &PeriodSettings,
    takes: &[(SectionKey, u8)],
    is_empty: &dyn Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let is_optional = |key: &SectionKey| {
        let section = form.sections.iter().find(|section| section.key == *key);
        section.is_some_and(|section| section.demand(period.id.cadence()) != Demand::Required)
    };
    let is_unwritten = |key: &SectionKey| {
        takes.iter().position(|(taken, _)| taken == key).is_some_and(|take| is_optional(key) && is_empty(take))
    };
    // What stands behind the last section that is taken closes the report and belongs to no heading.
    let is_take = |part: &SkeletonPart| matches!(part, SkeletonPart::Take(_));
    let end = skeleton.parts.iter().rposition(is_take).map_or(0, |last| last + 1);
    let mut found = BTreeSet::new();
    for (at, part) in skeleton.parts.iter().enumerate().take(end) {
        let SkeletonPart::Heading { level: own @ 2.., .. } = part else { continue };
        let under = |part: &&SkeletonPart| !matches!(part, SkeletonPart::Heading { level, .. } if level <= own);
        let inside: Vec<_> = skeleton.parts[at + 1..end].iter().take_while(under).collect();
        let takes_something = inside.iter().any(|part| matches!(part, SkeletonPart::Take(_)));
        let nothing = inside.iter().all(|part| match part {
            SkeletonPart::Heading { .. } => true,
            SkeletonPart::Take(key) => is_unwritten(key),
            SkeletonPart::Paragraph(_) | SkeletonPart::FiguresTable => false,
        });
        if takes_something && nothing {
            found.insert(at);
        }
    }
    found
}

/// One sentence for each section that answers another one too, with the departments that wrote it so.
fn answered_elsewhere(
    pointers: &[BTreeMap<usize, usize>],
    take: usize,
    contributions: &[&Contribution],
    form: &Form,
    words: &Variables,
    takes: &[(SectionKey, u8)],
) -> Vec<String> {
    let mut names: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (of, contribution) in pointers.iter().zip(contributions) {
        if let Some(first) = of.get(&take) {
            names.entry(*first).or_default().push(&contribution.name);
        }
    }
    let sentence = |(first, names): (usize, Vec<&str>)| {
        let key = &takes[first].0;
        let section = form.sections.iter().find(|section| section.key == *key);
        let title = section.map(|section| words.heading(&section.title)).filter(|title| !title.trim().is_empty());
        let title = title.map_or_else(|| key.to_string(), |title| format!("“{}”", title.trim()));
        let whose =
            if names.len() == contributions.len() { String::new() } else { format!(" của {}", names.join(", ")) };
        format!("Nội dung mục này{whose} đã nêu chung tại mục {title}.")
    };
    names.into_iter().map(sentence).collect()
}

/// A report's text for each of the skeleton's takes, then one more for what has no place at all; and of the takes that an
/// earlier one answers, which one.
fn place(
    contribution: &Contribution,
    form: &Form,
    takes: &[(SectionKey, u8)],
) -> (Vec<String>, BTreeMap<usize, usize>) {
    let (pieces, merged) = pieces(contribution, form, takes);
    let homes = definition_homes(contribution, &pieces);
    let nowhere = takes.len();
    let mut texts = Vec::with_capacity(nowhere + 1);
    let mut writer = FragmentWriter::new(contribution);
    for target in 0..=nowhere {
        writer.begin(takes.get(target).map_or(2, |(_, level)| level.saturating_add(1)));
        let mut number = 0;
        for piece in &pieces {
            let here = piece.target == Some(target);
            if here && piece.section {
                writer.section();
            }
            for fragment in &piece.fragments {
                if here && definition(fragment).is_none() {
                    writer.write(number, fragment);
                }
                number += 1;
            }
        }
        for (number, home, fragment) in &homes {
            if *home == target {
                writer.write(*number, fragment);
            }
        }
        texts.push(writer.finish());
    }
    let answers = |(second, first): &(usize, usize)| texts[*second].is_empty() && !texts[*first].is_empty();
    let pointers = merged.into_iter().filter(answers).collect();
    (texts, pointers)
}

/// The report in pieces, in its order, and which takes are answered together with an earlier one.
fn pieces<'a>(
    contribution: &'a Contribution,
    form: &Form,
    takes: &[(SectionKey, u8)],
) -> (Vec<NarrativePiece<'a>>, BTreeMap<usize, usize>) {
    let report = &contribution.report;
    let end = contribution.source.text().len();
    let take_of = |section: usize| {
        let key = &form.sections.get(section)?.key;
        takes.iter().position(|(taken, _)| taken == key)
    };
    let mut merged = BTreeMap::new();
    let mut pieces = Vec::new();
    let mut push = |span, target, section| {
        pieces.push(NarrativePiece { span, target, section, fragments: fragments(contribution, span) });
    };
    // Before the first section: everything but the title.
    let first = report.sections.first().map_or(end, |section| section.heading.span.start);
    let mut at = report.body.start;
    for title in report.titles.iter().take(1).filter(|title| title.span.start < first) {
        push(Span::new(at, title.span.start.max(at)), None, false);
        at = at.max(title.span.end);
    }
    push(Span::new(at, first.max(at)), None, false);

    let mut current = None;
    for (number, section) in report.sections.iter().enumerate() {
        let next = report.sections.get(number + 1).map_or(end, |next| next.heading.span.start);
        let mut answered: Vec<usize> = section.answers.iter().filter_map(|answer| take_of(*answer)).collect();
        answered.sort_unstable();
        if let Some((first, others)) = answered.split_first() {
            merged.extend(others.iter().map(|other| (*other, *first)));
            current = Some(*first);
            push(Span::new(section.heading.span.end, next), current, true);
        } else {
            // Unknown to the form, or not taken by the skeleton: with its heading, under the nearest section above it that
            // has a place, else after the text before it.
            let mut parent = section.answers.first().and_then(|answer| form.sections.get(*answer)?.parent);
            while let Some(above) = parent {
                if let Some(target) = take_of(above) {
                    current = Some(target);
                    break;
                }
                parent = form.sections.get(above).and_then(|section| section.parent);
            }
            push(Span::new(section.heading.span.start, next), current, false);
        }
    }
    // What stands before the first section that has a place and text goes there.
    let has_text = |piece: &&NarrativePiece| piece.target.is_some() && !piece.fragments.is_empty();
    let home = pieces.iter().find(has_text).or(pieces.iter().find(|piece| piece.target.is_some()));
    let home = home.and_then(|piece| piece.target).unwrap_or(0);
    for piece in pieces.iter_mut().filter(|piece| piece.target.is_none()) {
        piece.target = Some(home);
    }
    (pieces, merged)
}

/// Footnotes and link definitions stand at the end of the department's text that first uses them, whatever section of the report
/// holds them: mostly they stand at the report's very end, under a section they have nothing to do with.
fn definition_homes<'a>(
    contribution: &'a Contribution,
    pieces: &'a [NarrativePiece<'a>],
) -> Vec<(usize, usize, &'a Fragment<'a>)> {
    let mut used: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for label in contribution.blocks.labels.iter().filter(|label| !label.kind.is_definition()) {
        let at = label.span.start;
        let after = pieces.partition_point(|piece| piece.span.start <= at);
        if let Some(target) = after.checked_sub(1).and_then(|piece| pieces[piece].target) {
            used.entry(same_label(label)).or_insert(target);
        }
    }
    let mut homes = Vec::new();
    let mut number = 0;
    for piece in pieces {
        for fragment in &piece.fragments {
            if let Some((footnote, label)) = definition(fragment) {
                // Definitions of one label stay together and in order, since only the first of them counts.
                let own = piece.target.unwrap_or(0);
                let home = *used.entry(same_name(footnote, label)).or_insert(own);
                homes.push((number, home, fragment));
            }
            number += 1;
        }
    }
    homes
}

fn definition<'a>(fragment: &Fragment<'a>) -> Option<(bool, &'a str)> {
    match fragment.kind {
        BlockKind::FootnoteDefinition { label } => Some((true, label)),
        BlockKind::LinkDefinition { label } => Some((false, label)),
        _ => None,
    }
}
