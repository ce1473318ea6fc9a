//! What a shared repository lets in: each new commit judged by itself, never only what a push changes in all.

use crate::{Judged, Ledger, Standing, Verified};
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DepartmentId, MessageOddity, Moment, ObjectId, PeriodId};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use std::collections::BTreeMap;

/// One branch that somebody wants to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// Its full name.
    pub reference: String,
    /// Where it stands; `None` if it is new.
    pub old: Option<ObjectId>,
    /// Where it shall stand; `None` if it shall go.
    pub new: Option<ObjectId>,
}

/// A branch that the shared repository takes, with where it shall stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The office's line.
    Main(ObjectId),
    /// A department's own branch, `nop/<period>/<department>`.
    Own(PeriodId, DepartmentId, ObjectId),
}

/// What a push moves; or why it may not be moved at all, whatever the commits are.
pub fn branch(push: &Push, main: &str) -> Result<Target, Text> {
    let shown = visible(&push.reference);
    let own = push.reference.strip_prefix("refs/heads/").and_then(crate::branch::of_name);
    if push.reference != main && own.is_none() {
        let main = main.trim_start_matches("refs/heads/");
        return Err(say!(
            vi: "kho chung chỉ nhận nhánh {main} và nhánh riêng của đơn vị (nop/KỲ/ĐƠN-VỊ), không nhận “{shown}”",
            en: "the shared repository takes only the branch {main} and departments' own (nop/PERIOD/DEPARTMENT), not “{shown}”"
        ));
    }
    let deleted = || say!(vi: "không được xoá nhánh “{shown}”", en: "the branch “{shown}” may not be deleted");
    let new = push.new.ok_or_else(deleted)?;
    Ok(match own {
        Some((period, department)) if push.reference != main => Target::Own(period, department, new),
        _ => Target::Main(new),
    })
}

/// A commit that is new to the shared repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    /// Its name.
    pub commit: ObjectId,
    /// The committer's clock.
    pub at: Moment,
    /// What makes its message misleading, if anything does.
    pub odd: Option<MessageOddity>,
}

/// A commit whose clock is further than `minutes` from the server's.
pub fn off_clock(newcomer: Newcomer, now: Moment, minutes: Option<u32>) -> Option<Text> {
    let minutes = minutes.filter(|m| (newcomer.at.unix() - now.unix()).abs() > i64::from(*m) * 60)?;
    let short = newcomer.commit.short();
    Some(say!(
        vi: "commit {short} ghi giờ lệch quá {minutes} phút so với giờ kho chung; hãy làm lại bước này với --push",
        en: "commit {short} is dated more than {minutes} minutes off this server's clock; take the step again with --push"
    ))
}

/// A commit whose message would mislead whoever reads it with git.
pub fn misleads(commit: ObjectId, odd: Option<MessageOddity>) -> Option<Text> {
    let (short, Text { vi, en }) = (commit.short(), crate::misleading::why(odd?));
    Some(say!(
        vi: "commit {short}: {vi}; hãy ghi lại lời ghi bằng: git commit --amend",
        en: "commit {short}: {en}; write the message again with: git commit --amend"
    ))
}

/// Why commits may not come in: each that is not believed by itself, and each whose clock is further than `minutes` from
/// the server's or whose message misleads (`None`: an office brings its whole past, which is taken as it is). A commit that a
/// later one annuls does not come in either: where it is not yet, it need not be annulled.
pub fn newcomers(
    ledger: &Ledger<Verified>,
    wrong: &[Diagnostic],
    new: &[Newcomer],
    now: Moment,
    minutes: Option<u32>,
) -> Vec<Text> {
    let judged: BTreeMap<ObjectId, &Judged> = ledger.acts(None).map(|judged| (judged.commit(), judged)).collect();
    let mut problems = Vec::new();
    for newcomer in new {
        let short = newcomer.commit.short();
        problems.extend(off_clock(*newcomer, now, minutes));
        if minutes.is_some() {
            let entry = judged.get(&newcomer.commit).map(|judged| &judged.entry);
            let taken = entry.into_iter().flat_map(|entry| entry.branches.iter().flatten());
            problems.extend(taken.filter_map(|taken| misleads(taken.commit, taken.odd)));
            problems.extend(misleads(newcomer.commit, newcomer.odd));
        }
        let Some(judged) = judged.get(&newcomer.commit).filter(|judged| !judged.ok()) else { continue };
        let of_it = |d: &&Diagnostic| d.code != Code::MessageMisleading && d.place.path.as_str().contains(&short);
        let why = wrong.iter().find(of_it).map(|d| d.message.clone());
        let why = why.unwrap_or_else(|| match judged.standing {
            Standing::Annulled => {
                say!(vi: "commit này bị huỷ ngay trong lần gửi này", en: "it is annulled in the same push")
            }
            _ => say!(
                vi: "commit này nối tiếp một commit chưa được tin",
                en: "it stands on a commit that is not believed"
            ),
        });
        let Text { vi, en } = why;
        problems.push(say!(vi: "commit {short}: {vi}", en: "commit {short}: {en}"));
    }
    problems
}
