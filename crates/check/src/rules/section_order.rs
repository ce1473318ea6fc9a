//! Sections that stand elsewhere than the form has them.

use crate::rules::words::title;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;

/// See the code's page. As few sections as possible are named: those that would have to be moved.
pub(crate) fn check(dossier: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(report) = paper.report() else { return };
    let mut seen = std::collections::BTreeSet::new();
    let known: Vec<(usize, usize)> = report
        .sections
        .iter()
        .enumerate()
        .filter_map(|(at, section)| section.answers.iter().min().map(|first| (at, *first)))
        .filter(|(_, answer)| seen.insert(*answer))
        .collect();
    let kept = longest_rising(&known.iter().map(|(_, answer)| *answer).collect::<Vec<_>>());
    for (at, answer) in known.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, found)| *found) {
        let section = &report.sections[at];
        let own = title(dossier, answer);
        let after =
            known.iter().enumerate().filter(|(i, (_, a))| kept.contains(i) && *a > answer).map(|(_, (_, a))| *a).min();
        let message = say!(vi: "mục “{own}” không đúng thứ tự", en: "the section “{own}” is out of order");
        let help = match after {
            Some(next) => {
                let next = title(dossier, next);
                say!(vi: "chuyển cả mục lên trước mục “{next}”", en: "move the whole section before “{next}”")
            }
            None => say!(vi: "chuyển cả mục xuống sau các mục khác", en: "move the whole section behind the others"),
        };
        let place = report.place(section.heading.text_span);
        out.push(Diagnostic::new(Code::SectionOrder, place, message).help(help).source(dossier.form.basis(answer)));
    }
}

/// Positions of a longest rising run of numbers, not necessarily next to each other.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at).filter(|i| numbers[*i] < *number).max_by_key(|i| (best[*i].0, std::cmp::Reverse(*i)));
        best.push((before.map_or(1, |i| best[i].0 + 1), before));
    }
    let last = (0..numbers.len()).max_by_key(|i| (best[*i].0, std::cmp::Reverse(*i)));
    let mut kept: Vec<usize> = std::iter::successors(last, |at| best[*at].1).collect();
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use crate::rules::section_order::longest_rising;

    #[test]
    fn the_fewest_are_moved() {
        assert_eq!(longest_rising(&[3, 0, 1, 2]), [1, 2, 3]);
        assert_eq!(longest_rising(&[0, 2, 1, 3]), [0, 1, 3]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
