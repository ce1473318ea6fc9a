//! Which words two texts have in one order.

use crate::text::wording::ComparedWord;
use std::collections::HashMap;

/// The largest table of word pairs that is filled in for one gap between words that are known to be the same.
const CELLS: usize = 1_000_000;
/// How many words in a row, found once in each text, are the same place of both.
const ANCHOR: usize = 4;

/// Which words of each text stand in the other, in one order.
pub(crate) fn aligned(a: &[ComparedWord], b: &[ComparedWord]) -> (Vec<bool>, Vec<bool>) {
    let (mut same_a, mut same_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut open = vec![(0, a.len(), 0, b.len())];
    while let Some((mut from_a, mut to_a, mut from_b, mut to_b)) = open.pop() {
        while from_a < to_a && from_b < to_b && a[from_a].word == b[from_b].word {
            (same_a[from_a], same_b[from_b]) = (true, true);
            (from_a, from_b) = (from_a + 1, from_b + 1);
        }
        while from_a < to_a && from_b < to_b && a[to_a - 1].word == b[to_b - 1].word {
            (to_a, to_b) = (to_a - 1, to_b - 1);
            (same_a[to_a], same_b[to_b]) = (true, true);
        }
        if from_a == to_a || from_b == to_b {
            continue;
        }
        let (inner_a, inner_b) = (&a[from_a..to_a], &b[from_b..to_b]);
        let pairs = match inner_a.len().saturating_mul(inner_b.len()) <= CELLS {
            true => common(inner_a, inner_b),
            // The words between two anchors are looked at again.
            false => {
                let anchors = anchors(inner_a, inner_b);
                let (mut last_a, mut last_b) = (from_a, from_b);
                for &(at, other) in &anchors {
                    open.push((last_a, from_a + at, last_b, from_b + other));
                    (last_a, last_b) = (from_a + at + 1, from_b + other + 1);
                }
                if !anchors.is_empty() {
                    open.push((last_a, to_a, last_b, to_b));
                }
                anchors
            }
        };
        for (at, other) in pairs {
            (same_a[from_a + at], same_b[from_b + other]) = (true, true);
        }
    }
    (same_a, same_b)
}

/// The longest row of words that both have in one order.
fn common(a: &[ComparedWord], b: &[ComparedWord]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    for at in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            let below = longest[(at + 1) * width + other];
            let right = longest[at * width + other + 1];
            longest[at * width + other] = match a[at].word == b[other].word {
                true => longest[(at + 1) * width + other + 1] + 1,
                false => below.max(right),
            };
        }
    }
    let (mut at, mut other, mut out) = (0, 0, Vec::new());
    while at < a.len() && other < b.len() {
        if a[at].word == b[other].word {
            out.push((at, other));
            (at, other) = (at + 1, other + 1);
        } else if longest[(at + 1) * width + other] >= longest[at * width + other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
    out
}

/// Rows of words that each text has exactly once, as many as stand in one order.
fn anchors(a: &[ComparedWord], b: &[ComparedWord]) -> Vec<(usize, usize)> {
    let once = |tokens: &[ComparedWord]| {
        let mut seen: HashMap<Vec<String>, Option<usize>> = HashMap::new();
        for (at, row) in tokens.windows(ANCHOR).enumerate() {
            let key = row.iter().map(|token| token.word.clone()).collect();
            seen.entry(key).and_modify(|place| *place = None).or_insert(Some(at));
        }
        seen
    };
    let (in_a, in_b) = (once(a), once(b));
    let mut pairs: Vec<(usize, usize)> =
        in_a.iter().filter_map(|(key, at)| Some(((*at)?, in_b.get(key).copied().flatten()?))).collect();
    pairs.sort_unstable();
    // The longest rising row, by the smallest end of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (index, (_, other)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < *other);
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut out = Vec::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        out.push(pairs[index]);
        next = before[index];
    }
    out.reverse();
    out
}
