//! Commits from the shared repository, judged before anything of them becomes a file of the folder.
//!
//! Anyone who can write to the shared repository can put any commit there. The folder follows only as far as every file that
//! it would take on is proven.

use crate::office::history;
use crate::store::git::Repo;
use baocao_core::diagnostic::{Diagnostic, Refusal};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::Text;
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeSet;

/// How often a shorter part of a line is tried: a part without its annulments may hold more that is not proven.
const TRIES: usize = 16;

/// A commit that the folder does not take on.
#[derive(Debug, Clone)]
pub struct Unproven {
    /// The commit.
    pub commit: ObjectId,
    why: Text,
}

impl Unproven {
    /// Says which commit it is, why it is not believed, and what to do.
    pub fn refusal(&self) -> Refusal {
        let (short, Text { vi, en }) = (self.commit.short(), &self.why);
        Refusal::new(say!(
            vi: "commit {short} trên kho chung chưa được tin nên không tệp nào của commit này được đưa vào thư mục: {vi}",
            en: "the commit {short} on the shared repository is not believed, so none of its files comes into this folder: {en}"
        ))
        .who(say!(
            vi: "báo người đã gửi commit đó; khi đủ người tán thành (`baocao annul {short} --endorse`), loại bằng `baocao annul {short} --reason “lý do”`, rồi chạy `baocao update`",
            en: "tell the sender; once enough people agree (`baocao annul {short} --endorse`), take it out with `baocao annul {short} --reason “why”`, then run `baocao update`"
        ))
    }

    /// The same as one sentence.
    pub fn told(&self) -> Text {
        let Refusal { why, who } = self.refusal();
        match who {
            Some(who) => Text { vi: format!("{}; {}", why.vi, who.vi), en: format!("{}; {}", why.en, who.en) },
            None => why,
        }
    }
}

/// What the folder holds of a line already.
pub struct Held {
    tip: Option<ObjectId>,
    commits: BTreeSet<ObjectId>,
}

impl Held {
    /// The commits of the line up to the folder's own tip.
    pub fn of(repo: &Repo, tip: Option<ObjectId>) -> anyhow::Result<Held> {
        let commits = tip.map(|tip| history::commits(repo, tip)).transpose()?;
        Ok(Held { tip, commits: commits.unwrap_or_default().into_iter().collect() })
    }

    /// The first commit of a judged line that the folder does not hold and whose files are not proven.
    pub fn first_unproven(&self, ledger: &Ledger<Verified>, wrong: &[Diagnostic]) -> Option<Unproven> {
        let new = |commit: &ObjectId| !self.commits.contains(commit);
        let first = match ledger.genesis() {
            Some(_) => ledger.unproven().map(|judged| judged.commit()).find(new),
            // Of a line without a root nothing is proven.
            None => ledger.line().iter().copied().find(new),
        };
        let commit = first?;
        let named = commit.short();
        let why = wrong.iter().find(|d| d.place.path.as_str().contains(&named)).map(|d| d.message.clone());
        let why = why.unwrap_or_else(
            || say!(vi: "nối tiếp một commit chưa được tin", en: "it stands on a commit that is not believed"),
        );
        Some(Unproven { commit, why })
    }

    /// How far the folder can follow a line, and the commit that ends it there. `judge` proves the line up to a commit.
    pub fn follows(
        &self,
        theirs: ObjectId,
        judge: &mut dyn FnMut(ObjectId) -> anyhow::Result<(Ledger<Verified>, Vec<Diagnostic>)>,
    ) -> anyhow::Result<(Option<ObjectId>, Option<Unproven>)> {
        let (mut to, mut stop) = (theirs, None);
        for _ in 0..TRIES {
            let (ledger, wrong) = judge(to)?;
            let Some(unproven) = self.first_unproven(&ledger, &wrong) else { return Ok((Some(to), stop)) };
            let before = ledger.line().iter().take_while(|commit| **commit != unproven.commit).last().copied();
            stop = Some(unproven);
            match before.filter(|before| !self.commits.contains(before)) {
                Some(before) => to = before,
                None => break,
            }
        }
        Ok((self.tip, stop))
    }
}
