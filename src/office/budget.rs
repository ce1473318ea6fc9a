//! What one line may cost. All of it is kept while it is judged, and a few bytes of a pack can stand for very many: two trees
//! that differ in ten thousand names may stand in turns in every commit, one branch may be named by each. Whoever
//! comes near these measures means to fill the memory. They stand in docs/verification.md, part 7.

use std::cell::Cell;

/// Changed files of commits that change more than [`FEW`].
const CHANGES: usize = 1_000_000;
const FEW: usize = 100;
/// Bytes of settings: thirty changes a year of a large office's roster, for as many years as anybody keeps them. What is
/// read takes several times as much memory.
const SETTINGS: usize = 32 * 1024 * 1024;
/// Bytes of the lines of acts that have more than [`SHORT`] of them; one that names ninety reports has fewer. Whatever else a
/// message says is not kept, so that nobody uses this up who merely writes at length.
const WORDS: usize = 64 * 1024 * 1024;
const SHORT: usize = 16 * 1024;
/// Commits of departments' branches, of every branch as often as it is named, and the bytes of their acts' lines: ten reports
/// a day for thirty years.
const BRANCHED: usize = 100_000;
const BRANCHED_WORDS: usize = 128 * 1024 * 1024;

/// Whether so many bytes of a commit are too many to keep until somebody else asks for them.
pub(super) fn is_long(bytes: usize) -> bool {
    bytes > SHORT
}

/// What has been spent on a line so far. Each question spends, and is answered whether there was enough left.
#[derive(Default)]
pub(super) struct Budget {
    changes: Cell<usize>,
    settings: Cell<usize>,
    words: Cell<usize>,
    branched: Cell<usize>,
    branched_words: Cell<usize>,
}

impl Budget {
    /// A commit that changes so many files.
    pub fn changes(&self, files: usize) -> bool {
        files <= FEW || spend(&self.changes, files, CHANGES)
    }

    /// Settings of so many bytes.
    pub fn settings(&self, bytes: usize) -> bool {
        spend(&self.settings, bytes, SETTINGS)
    }

    /// An act on the line with so many bytes of lines.
    pub fn act(&self, bytes: usize) -> bool {
        bytes <= SHORT || spend(&self.words, bytes, WORDS)
    }

    /// A commit on a department's branch whose act has so many bytes of lines.
    pub fn branched(&self, bytes: usize) -> bool {
        spend(&self.branched, 1, BRANCHED) & spend(&self.branched_words, bytes, BRANCHED_WORDS)
    }
}

fn spend(spent: &Cell<usize>, more: usize, most: usize) -> bool {
    spent.set(spent.get().saturating_add(more));
    spent.get() <= most
}

#[cfg(test)]
mod tests {
    use crate::office::budget::*;

    #[test]
    fn ordinary_work_costs_nothing_and_each_measure_ends_by_itself() {
        let budget = Budget::default();
        assert!((0..50_000).all(|_| budget.changes(FEW) && budget.act(SHORT)));
        let lasts = |ask: &dyn Fn() -> bool| (0..).take_while(|_| ask()).count();
        assert_eq!(lasts(&|| budget.changes(10_000)), 100);
        assert_eq!(lasts(&|| budget.settings(64 * 1024)), 512);
        assert_eq!(lasts(&|| budget.act(256 * 1024)), 256);
        assert_eq!(lasts(&|| budget.branched(1_000)), 100_000);
        let long = Budget::default();
        assert_eq!(lasts(&|| long.branched(256 * 1024)), 512);
        assert!(!long.branched(usize::MAX) && budget.changes(1) && budget.act(1));
    }
}
