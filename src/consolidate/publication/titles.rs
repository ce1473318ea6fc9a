//! Titles of the body: what each is, and the numbers of those that have none.
//!
//! Where a sibling has a number, all stay as written; where none has, they are given the decree's: `I.`, `1.`, `a)`
//! (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.5).

use crate::domain::{Inline, Matter, Prose, Rank, TitleNumber, plain, without_start};
use crate::text::{HeadingNumber, NumberPart, fold, heading_number};

/// `1` → `I`.
pub(super) fn roman(n: u32) -> String {
    NumberPart::Roman { value: 1, upper: true }.nth(n)
}

/// Gives every heading its rank and number. `rows` numbers the rows of siblings over the whole document.
pub(super) fn ranked(blocks: Vec<Prose>, rows: &mut usize) -> Vec<Matter> {
    let headings: Vec<(usize, u8, Vec<Inline>)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Prose::Heading { level, text } => Some((at, *level, text.clone())),
            _ => None,
        })
        .collect();
    let mut titles: Vec<Option<Matter>> = vec![None; blocks.len()];
    let mut done = vec![false; headings.len()];
    for first in 0..headings.len() {
        if done[first] {
            continue;
        }
        // Siblings: the same level, up to the next heading above it.
        let level = headings[first].1;
        let family: Vec<usize> = (first..headings.len())
            .take_while(|at| headings[*at].1 >= level)
            .filter(|at| headings[*at].1 == level)
            .collect();
        for at in &family {
            done[*at] = true;
        }
        let members: Vec<&Vec<Inline>> = family.iter().map(|at| &headings[*at].2).collect();
        for (at, title) in family.iter().zip(number_all(level, &members, rows)) {
            titles[headings[*at].0] = Some(title);
        }
    }
    blocks.into_iter().zip(titles).map(|(block, title)| title.unwrap_or(Matter::Text(block))).collect()
}

fn number_all(level: u8, family: &[&Vec<Inline>], rows: &mut usize) -> Vec<Matter> {
    let words: Vec<String> = family.iter().map(|text| plain(text)).collect();
    let numbers: Vec<Option<HeadingNumber>> =
        words.iter().map(|words| heading_number(words).filter(|n| !n.parts.is_empty())).collect();
    let rank = match level {
        0..=2 => Rank::Section,
        3 => Rank::Clause,
        4 => Rank::Point,
        _ => Rank::Item,
    };
    if numbers.iter().all(Option::is_none) {
        let own = match rank {
            Rank::Section => Some(NumberPart::Roman { value: 1, upper: true }),
            Rank::Clause => Some(NumberPart::Arabic(1)),
            Rank::Point => Some(NumberPart::Letter { letter: 'a', upper: false }),
            Rank::Part | Rank::Item => None,
        };
        let row = own.filter(|own| !matches!(own, NumberPart::Letter { .. })).map(|_| next(rows));
        return (1..)
            .zip(family)
            .map(|(n, text)| {
                let number = own.map(|own| TitleNumber {
                    shown: format!("{}{}", own.nth(n), if rank == Rank::Point { ')' } else { '.' }),
                    row,
                });
                Matter::Title { rank, number, text: (*text).clone() }
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
        .map(|((text, number), words)| match number {
            None => Matter::Title { rank, number: None, text: (*text).clone() },
            Some(number) => {
                let shown = &words[number.span.start..number.span.end];
                let part = rank == Rank::Section && fold(shown).starts_with("phần");
                Matter::Title {
                    rank: if part { Rank::Part } else { rank },
                    number: Some(TitleNumber { shown: shown.to_string(), row }),
                    text: without_start(text, number.title),
                }
            }
        })
        .collect()
}

fn next(rows: &mut usize) -> usize {
    *rows += 1;
    *rows
}
