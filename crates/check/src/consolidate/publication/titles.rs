//! Titles of the body: what each is, and the numbers of those that have none.
//!
//! Where a sibling has a number, all stay as written; where none has, they are given the decree's: `I.`, `1.`, `a)`
//! (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.5). A department's name has no number in any part, and the headings below
//! it begin anew: `1.`, then `a)`, then `-`, whatever marks the department has used.

use baocao_core::domain::{HeadingOf, Inline, Ladder, Marks, Matter, Prose, Rank, TitleNumber, plain, without_start};
use baocao_core::text::{HeadingNumber, NumberPart, fold, heading_number};
use std::ops::Range;

/// A block, and what it announces if it is a heading of consolidation.
pub(crate) type TitledBlock = (Prose, Option<HeadingOf>);

/// `1` → `I`.
pub(crate) fn roman(n: u32) -> String {
    NumberPart::Roman { value: 1, upper: true }.nth(n)
}

struct DraftHeading {
    /// Its place among the blocks.
    at: usize,
    level: u8,
    text: Vec<Inline>,
    of: Option<HeadingOf>,
}

/// Gives every heading its rank and number. `rows` numbers the rows of siblings over the whole document.
pub(crate) fn ranked(blocks: Vec<TitledBlock>, rows: &mut usize) -> Vec<Matter> {
    let headings: Vec<DraftHeading> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, (block, of))| match block {
            Prose::Heading { level, text } => Some(DraftHeading { at, level: *level, text: text.clone(), of: *of }),
            _ => None,
        })
        .collect();
    let mut titles: Vec<Option<Matter>> = vec![None; blocks.len()];
    // The headings of the document itself; what stands below a department's name is its own matter.
    let mut main: Vec<&DraftHeading> = Vec::new();
    let mut at = 0;
    while let Some(heading) = headings.get(at) {
        at += 1;
        let rank = match heading.of {
            None => {
                main.push(heading);
                continue;
            }
            Some(HeadingOf::Department) => Rank::Department,
            Some(HeadingOf::Figures) => Rank::Caption,
        };
        let below = Ladder::default();
        titles[heading.at] = Some(Matter::Title { rank, number: None, text: heading.text.clone(), below });
        let inside = headings[at..].iter().take_while(|h| h.of.is_none() && h.level > heading.level).count();
        own(&headings[at..at + inside], below, rows, &mut titles);
        at += inside;
    }
    number_main(&main, rows, &mut titles);
    let matter = blocks.into_iter().zip(titles);
    matter.map(|((block, _), title)| title.unwrap_or(Matter::Text(block))).collect()
}

/// Siblings among headings: for each level in turn, runs that no heading above interrupts, as places.
fn families(levels: &[u8]) -> Vec<Vec<usize>> {
    let mut done = vec![false; levels.len()];
    let mut out = Vec::new();
    for first in 0..levels.len() {
        if done[first] {
            continue;
        }
        let level = levels[first];
        let family: Vec<usize> =
            (first..levels.len()).take_while(|at| levels[*at] >= level).filter(|at| levels[*at] == level).collect();
        family.iter().for_each(|at| done[*at] = true);
        out.push(family);
    }
    out
}

fn number_main(main: &[&DraftHeading], rows: &mut usize, titles: &mut [Option<Matter>]) {
    let levels: Vec<u8> = main.iter().map(|heading| heading.level).collect();
    let mut numbered: Vec<Option<(Matter, Ladder)>> = vec![None; main.len()];
    for family in families(&levels) {
        let members: Vec<&Vec<Inline>> = family.iter().map(|at| &main[*at].text).collect();
        for (at, title) in family.iter().zip(number_all(levels[*family.first().unwrap_or(&0)], &members, rows)) {
            numbered[*at] = Some(title);
        }
    }
    // A title takes for the lists below it what the titles above it have taken, and its own mark.
    let mut above: Vec<(u8, Ladder)> = Vec::new();
    for (heading, title) in main.iter().zip(numbered) {
        above.retain(|(level, _)| *level < heading.level);
        let around = above.last().map(|(_, ladder)| *ladder).unwrap_or_default();
        let Some((title, taken)) = title else { continue };
        let below = taking(around, taken);
        above.push((heading.level, below));
        titles[heading.at] = Some(with_below(title, below));
    }
}

fn taking(around: Ladder, taken: Ladder) -> Ladder {
    Ladder { numbers: around.numbers || taken.numbers, letters: around.letters || taken.letters, ..around }
}

fn with_below(title: Matter, below: Ladder) -> Matter {
    match title {
        Matter::Title { rank, number, text, .. } => Matter::Title { rank, number, text, below },
        other => other,
    }
}

/// The headings of one department's text.
fn own(headings: &[DraftHeading], ladder: Ladder, rows: &mut usize, titles: &mut [Option<Matter>]) {
    let mut at = 0;
    while let Some(first) = headings.get(at) {
        let end = at + headings[at..].iter().take_while(|heading| heading.level >= first.level).count();
        let family: Vec<usize> = (at..end).filter(|at| headings[*at].level == first.level).collect();
        let texts: Vec<&Vec<Inline>> = family.iter().map(|at| &headings[*at].text).collect();
        for (place, (number, text, below)) in own_numbers(&texts, ladder, rows).into_iter().enumerate() {
            let heading = &headings[family[place]];
            titles[heading.at] = Some(Matter::Title { rank: Rank::Item, number, text, below });
            let inside: Range<usize> = family[place] + 1..family.get(place + 1).copied().unwrap_or(end);
            own(&headings[inside], below, rows, titles);
        }
        at = end;
    }
}

type Numbered = (Option<TitleNumber>, Vec<Inline>, Ladder);

/// A department's sibling headings, with the marks of their place on the ladder: what it numbered is numbered, with the
/// same values. Where the values do not rise, marks stay as written.
fn own_numbers(family: &[&Vec<Inline>], ladder: Ladder, rows: &mut usize) -> Vec<Numbered> {
    let (words, numbers) = numbers_of(family);
    let values: Vec<u32> = numbers.iter().flatten().filter_map(|n| n.parts.last()).map(|part| part.value()).collect();
    let named = |(number, words): (&Option<HeadingNumber>, &String)| number.is_some() && is_named(words);
    let rising = values.first().is_some_and(|first| *first > 0) && values.windows(2).all(|pair| pair[0] < pair[1]);
    if values.is_empty() || !rising || numbers.iter().zip(&words).any(named) {
        let mut out = Vec::new();
        for ((text, number), words) in family.iter().zip(numbers).zip(&words) {
            let below = taking(ladder, number.as_ref().map(|n| taken_by(&n.parts)).unwrap_or_default());
            let (number, text) = as_written(number, words, text, None);
            out.push((number, text, below));
        }
        return out;
    }
    let (marks, below) = ladder.list(Some((1, '.')));
    let below = Ladder { depth: ladder.depth, ..below };
    let regular = matches!(marks, Marks::Numbers(_))
        && values.len() == family.len()
        && (1..).zip(&values).all(|(n, value)| n == *value);
    let row = regular.then(|| next(rows));
    let shown = |value: u32| marks.with_value(usize::try_from(value).unwrap_or(usize::MAX));
    family
        .iter()
        .zip(numbers)
        .map(|(text, number)| match number {
            None => (None, (*text).clone(), ladder),
            Some(number) => {
                let value = number.parts.last().map_or(0, |part| part.value());
                let text = without_start(text, number.title);
                (Some(TitleNumber { shown: shown(value), row }), text, below)
            }
        })
        .collect()
}

fn is_named(words: &str) -> bool {
    let folded = fold(words);
    ["phần ", "chương ", "mục ", "tiểu mục "].iter().any(|name| folded.starts_with(name))
}

fn numbers_of(family: &[&Vec<Inline>]) -> (Vec<String>, Vec<Option<HeadingNumber>>) {
    let words: Vec<String> = family.iter().map(|text| plain(text)).collect();
    let numbers = words.iter().map(|words| heading_number(words).filter(|n| !n.parts.is_empty())).collect();
    (words, numbers)
}

/// What a number takes from the lists below: `a)` the letters, a lone `1.` the numbers; `1.1.` takes neither.
fn taken_by(parts: &[NumberPart]) -> Ladder {
    Ladder {
        numbers: matches!(parts, [NumberPart::Arabic(_)]),
        letters: matches!(parts, [NumberPart::Letter { upper: false, .. }]),
        ..Ladder::default()
    }
}

fn as_written(
    number: Option<HeadingNumber>,
    words: &str,
    text: &[Inline],
    row: Option<usize>,
) -> (Option<TitleNumber>, Vec<Inline>) {
    match number {
        None => (None, text.to_vec()),
        Some(number) => {
            let shown = words[number.span.start..number.span.end].to_string();
            (Some(TitleNumber { shown, row }), without_start(text, number.title))
        }
    }
}

/// Siblings of the document itself, each with what its number takes from the lists below.
fn number_all(level: u8, family: &[&Vec<Inline>], rows: &mut usize) -> Vec<(Matter, Ladder)> {
    let (words, numbers) = numbers_of(family);
    let rank = match level {
        0..=2 => Rank::Section,
        3 => Rank::Clause,
        4 => Rank::Point,
        _ => Rank::Item,
    };
    let below = Ladder::default();
    // Numbers of sections and clauses take nothing: what stands below them is text and begins with `1.`.
    let takes = |parts: &[NumberPart]| match rank {
        Rank::Point | Rank::Item => taken_by(parts),
        _ => Ladder::default(),
    };
    if numbers.iter().all(Option::is_none) {
        let own = match rank {
            Rank::Section => Some(NumberPart::Roman { value: 1, upper: true }),
            Rank::Clause => Some(NumberPart::Arabic(1)),
            Rank::Point => Some(NumberPart::Letter { letter: 'a', upper: false }),
            _ => None,
        };
        let row = own.filter(|own| !matches!(own, NumberPart::Letter { .. })).map(|_| next(rows));
        let taken = own.map(|own| takes(&[own])).unwrap_or_default();
        return (1..)
            .zip(family)
            .map(|(n, text)| {
                let number = own.map(|own| TitleNumber {
                    shown: format!("{}{}", own.nth(n), if rank == Rank::Point { ')' } else { '.' }),
                    row,
                });
                (Matter::Title { rank, number, text: (*text).clone(), below }, taken)
            })
            .collect();
    }
    let numbered = numbers.iter().zip(&words).filter_map(|(number, words)| Some((number.as_ref()?, words)));
    let regular = (1..).zip(numbered).all(|(n, (number, words))| {
        let shown = &words[number.span.start..number.span.end];
        match number.parts.as_slice() {
            [NumberPart::Arabic(value)] => rank == Rank::Clause && *value == n && shown == format!("{n}."),
            [NumberPart::Roman { value, upper: true }] => {
                rank == Rank::Section && *value == n && shown == format!("{}.", roman(n))
            }
            _ => false,
        }
    });
    let row = regular.then(|| next(rows));
    family
        .iter()
        .zip(numbers)
        .zip(&words)
        .map(|((text, number), words)| {
            let taken = number.as_ref().map(|n| takes(&n.parts)).unwrap_or_default();
            let (number, text) = as_written(number, words, text, row);
            let part = rank == Rank::Section && number.as_ref().is_some_and(|n| fold(&n.shown).starts_with("phần"));
            (Matter::Title { rank: if part { Rank::Part } else { rank }, number, text, below }, taken)
        })
        .collect()
}

fn next(rows: &mut usize) -> usize {
    *rows += 1;
    *rows
}
