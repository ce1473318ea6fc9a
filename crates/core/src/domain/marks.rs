//! The marks of lists in a document, in the order of the decree: `1.`, below it `a)`, below it `-` (Nghị định
//! 30/2020/NĐ-CP, Phụ lục I, Mục II.5).
//!
//! Every writer asks here, so that no two files of one document number an item differently.

use crate::text::NumberPart;

/// How the items of one list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// `1.`, `2.`: the number of the first item.
    Numbers(usize),
    /// `a)`, `b)`, … `d)`, `đ)`, `e)`: the place of the first item's letter, from 1.
    Letters(usize),
    /// `-`
    Dashes,
    /// `+`
    Pluses,
}

impl Marks {
    /// The mark of the item at a place of the list, from 0.
    pub fn of_item(self, at: usize) -> String {
        match self {
            Marks::Numbers(first) | Marks::Letters(first) => self.with_value(first.saturating_add(at)),
            Marks::Dashes | Marks::Pluses => self.with_value(0),
        }
    }

    /// The mark that a value has in this series: `3.` or `c)`.
    pub fn with_value(self, value: usize) -> String {
        match self {
            Marks::Numbers(_) => format!("{value}."),
            Marks::Letters(_) => {
                let letters = NumberPart::Letter { letter: 'a', upper: false };
                u32::try_from(value).map_or_else(|_| format!("{value})"), |n| format!("{})", letters.nth(n)))
            }
            Marks::Dashes => "-".into(),
            Marks::Pluses => "+".into(),
        }
    }
}

/// Which marks the titles and lists around a text use already, so that what stands inside them takes others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ladder {
    /// Whether `1.` is taken.
    pub numbers: bool,
    /// Whether `a)` is taken.
    pub letters: bool,
    /// How many lists with dashes stand around.
    pub dashes: usize,
    /// How many lists stand around.
    pub depth: usize,
}

impl Ladder {
    /// The marks of a list at this place, and the place inside its items. `start` is the first number of a numbered list
    /// as it was written; below `a)` numbered lists have dashes, too.
    pub fn list(self, start: Option<(usize, char)>) -> (Marks, Ladder) {
        let inside = Ladder { depth: self.depth + 1, ..self };
        match start {
            Some((first, _)) if !self.numbers => (Marks::Numbers(first), Ladder { numbers: true, ..inside }),
            Some((first, _)) if !self.letters => (Marks::Letters(first), Ladder { letters: true, ..inside }),
            _ => {
                let marks = if self.dashes.is_multiple_of(2) { Marks::Dashes } else { Marks::Pluses };
                (marks, Ladder { dashes: self.dashes + 1, ..inside })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::marks::*;

    fn marks(starts: &[Option<(usize, char)>]) -> Vec<String> {
        let mut at = Ladder::default();
        starts
            .iter()
            .map(|start| {
                let (marks, inside) = at.list(*start);
                at = inside;
                marks.of_item(1)
            })
            .collect()
    }

    #[test]
    fn lists_in_lists_go_down_the_ladder() {
        let (one, bullet) = (Some((1, '.')), None);
        assert_eq!(marks(&[one, one, one, one]), ["2.", "b)", "-", "+"]);
        assert_eq!(marks(&[one, bullet, bullet]), ["2.", "-", "+"]);
        assert_eq!(marks(&[bullet, one, one, bullet]), ["-", "2.", "b)", "+"]);
        assert_eq!(marks(&[Some((5, ')')), Some((4, '.'))]), ["6.", "đ)"]);
        assert_eq!(marks(&[one, Some((23, '.'))]), ["2.", "24)"]);
    }
}
