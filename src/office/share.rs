//! A step recorded on the newest state of the shared repository.
//!
//! The step is built on what the server has now and sent as a plain fast-forward. When somebody else was faster it is built
//! again on the newer state; nothing is forced. The folder follows only after the server has the step. With `--push` a failed
//! push leaves it as it was; without, the step is kept here and sent with the next one.

use crate::office::incoming::{Held, Unproven};
use crate::office::memory::Own;
use crate::office::record::{Clerk, Ready, Recorded};
use crate::office::{Context, contact, draft, fault_words, history, left, memory, receipts};
use crate::store::Fault;
use crate::store::git::{Repo, Upstream};
use crate::store::remote::{Fetched, Pushed, Remote, delay};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{DepartmentId, ObjectId, PeriodId};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use baocao_procedure::{Ledger, Stage, Verified, branch};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// How long a step keeps trying while others are faster.
const PATIENCE: Duration = Duration::from_secs(600);

/// Marks an error for which the shared repository was not reached: nothing has been recorded or sent.
#[derive(Debug, Clone, Copy)]
pub struct NotSent;

impl std::fmt::Display for NotSent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("chưa gửi")
    }
}

/// Says that a step is recorded here and not sent, why, and how it is sent later.
pub fn tell_not_sent(cx: &Context<'_>, error: &anyhow::Error) {
    let (why, cure) = match error.downcast_ref::<Refusal>() {
        Some(refusal) => (refusal.why.clone(), refusal.who.clone()),
        None => (fault_words(error).0, None),
    };
    let Text { vi, en } = why;
    cx.voice.note(&say!(vi: "chưa gửi lên kho chung: {vi}", en: "not sent to the shared repository: {en}"));
    cx.voice.note(&cure.unwrap_or_else(later));
}

/// How a step that waits here is sent.
fn later() -> Text {
    say!(
        vi: "bước này ghi ở máy này, người khác chưa thấy; khi có mạng, chạy lại đúng lệnh này để gửi (`baocao status` còn ghi “chưa gửi” cho đến lúc đó)",
        en: "the step is recorded on this computer and seen by no one else; once there is a network, run the same command again to send it (until then `baocao status` says “not sent”)"
    )
}

/// Records the step on the newest shared state and sends it.
///
/// `branch`: a submission goes to its department's own branch. `asked`: it is sent or not recorded at all; else it is kept
/// here where sending fails, and where the draft has conflicts.
///
/// # Errors
/// The step is refused, or the history cannot be read. Where it was not `asked` for and the shared repository cannot be
/// reached, the error is marked with [`NotSent`].
pub fn record(clerk: &Clerk<'_>, branch: bool, asked: bool) -> anyhow::Result<Recorded> {
    let (cx, repo) = (clerk.cx, clerk.office.repo()?);
    let mark = |error: anyhow::Error| if asked { error } else { error.context(NotSent) };
    let upstream = upstream(repo)?;
    let (line, _) = clerk.proven(repo.head()?)?;
    trusted(cx, line.genesis(), repo).map_err(mark)?;
    // Read before the shared repository is asked: what others send meanwhile is not missed there.
    clerk.remembers(memory::before_contact(cx, repo, &line)?);
    let remote = Remote::new(&cx.programs, clerk.office.folder.root(), &upstream.remote)?;
    let started = Instant::now();
    let mut tries = 0;
    loop {
        let fetched = remote.fetch(&[&upstream.branch]).map_err(|fault| mark(fault.into()))?;
        if let Fetched::Failed(words) = &fetched {
            return Err(mark(unreachable(words)));
        }
        let base = newest(clerk, repo, fetched, &upstream)?;
        let local = repo.head()?;
        let unproven = unproven(clerk, repo, local, base.tip)?;
        let ready = clerk.judge(Some(base.tip));
        // What stands on an unproven commit would bring that commit's files along. Only what takes it out goes on.
        if let (Ok(Ready { mends: false, .. }), Some(unproven)) = (&ready, &unproven) {
            return Err(unproven.refusal().into());
        }
        let own = ready.as_ref().ok().map(Ready::own);
        let step = match ready {
            Ok(ready) if ready.goes_to_branch(branch, tries) => {
                let name = ready.branch.as_ref().map_or("", |(name, _)| name.as_str());
                if let Some(step) = to_branch(clerk, repo, &remote, &upstream, name, branch)? {
                    return Ok(step);
                }
                let commit = clerk.with_plan(&ready, |plan| Ok(repo.build_commit(plan)?))?;
                clerk.admit(commit)?;
                ready.recorded(commit)
            }
            Ok(ready) => {
                let commit = clerk.with_plan(&ready, |plan| Ok(repo.build_commit(plan)?))?;
                clerk.admit(commit)?;
                ready.recorded(commit)
            }
            Err(error) if error.downcast_ref::<Refusal>().is_none() => return Err(error),
            Err(error) => match base.unsent {
                // This very step was recorded here before and has not been sent yet: then sending is all there is to do.
                Some(last) if clerk.is_recorded_as(last.commit) => match unproven {
                    Some(unproven) => return Err(unproven.refusal().into()),
                    None => last,
                },
                _ => {
                    let Some(step) = sent(clerk, &base)? else {
                        if let Some(unproven) = unproven {
                            cx.voice.note(&unproven.told());
                        }
                        let rewritten = rewritten(clerk, repo, &upstream, base.tip)?;
                        return Err(rewritten.map_or(error, Into::into));
                    };
                    cx.voice.note(&say!(
                        vi: "kho chung đã có bước này từ lần chạy trước, nay thư mục này theo kịp",
                        en: "the shared repository has had this step since an earlier run; this folder now follows"
                    ));
                    follow(clerk, repo, local, base.tip, &step);
                    return Ok(step);
                }
            },
        };
        tries += 1;
        let keep = || kept(clerk, repo, local, &step, own.as_ref());
        if !asked && let Some(period) = unsettled(clerk, repo, &upstream, step.commit)? {
            keep()?;
            cx.voice.note(&say!(
                vi: "dự thảo kỳ {period} còn chỗ xung đột nên được giữ ở máy này, chưa gửi; sửa xong chạy lại `baocao merge {period}` thì gửi cùng",
                en: "the draft of {period} has conflicts, so it is kept here and not sent; settle them and run `baocao merge {period}` again to send it"
            ));
            return Ok(step);
        }
        match remote.push(step.commit, &upstream.branch)? {
            Pushed::Done => {
                follow(clerk, repo, local, step.commit, &step);
                cx.voice.note(&say!(
                    vi: "đã gửi lên kho chung “{}” (lần thử {tries})",
                    en: "sent to the shared repository “{}” (try {tries})",
                    upstream.remote
                ));
                let (line, _) = clerk.proven(Some(step.commit))?;
                memory::keep(cx, memory::met(cx, &line, step.commit));
                take_receipts(&remote, &line)?;
                return Ok(step);
            }
            Pushed::Behind if started.elapsed() < PATIENCE => {
                // A fresh random number for each wait, or the same crowd comes back together.
                let random = (RandomState::new().hash_one(tries) >> 11) as f64 / (1u64 << 53) as f64;
                cx.voice.pause(delay(tries, random));
            }
            Pushed::Behind => {
                return Err(Fault::new(say!(
                    vi: "kho chung quá bận, sau {tries} lần vẫn chưa gửi được",
                    en: "the shared repository is too busy: not sent after {tries} tries"
                ))
                .cure(say!(vi: "chạy lại lệnh sau ít phút", en: "run this again in a few minutes"))
                .into());
            }
            Pushed::Refused(lines) => return Err(refused(&lines)),
            Pushed::Failed(words) if asked => return Err(unreachable(&words)),
            // The answer may be lost although the server has the step: exactly this commit is kept and sent again later.
            Pushed::Failed(words) => {
                keep()?;
                tell_not_sent(cx, &unreachable(&words));
                return Ok(step);
            }
        }
    }
}

/// Brings the folder to a step that is not sent.
fn kept(
    clerk: &Clerk<'_>,
    repo: &Repo,
    local: Option<ObjectId>,
    step: &Recorded,
    own: Option<&Own>,
) -> anyhow::Result<()> {
    if local == Some(step.commit) {
        return Ok(());
    }
    if let Some(unproven) = unproven(clerk, repo, local, step.commit)? {
        return Err(unproven.refusal().into());
    }
    if let Some(own) = own {
        clerk.remembers_own(step.commit, own);
    }
    let made = repo
        .advance_replacing(&clerk.pen.lock, local, step.commit, &step.title, &step.made_from)
        .map_err(Fault::from)?;
    left::tell(clerk.cx, repo, local, &made);
    Ok(())
}

/// The first period whose draft would be sent with conflicts that the shared repository does not have.
fn unsettled(clerk: &Clerk<'_>, repo: &Repo, upstream: &Upstream, tip: ObjectId) -> anyhow::Result<Option<PeriodId>> {
    let theirs = repo.remote_tip(&upstream.remote, &upstream.branch)?;
    let (line, _) = clerk.proven(Some(tip))?;
    for record in line.periods().filter(|record| record.stage() == Stage::Drafted) {
        let Some(draft) = line.draft(&record.id) else { continue };
        let there = theirs.map(|theirs| repo.blob_at(theirs, &draft.path)).transpose()?.flatten();
        if there != Some(draft.blob) && draft::conflicts_in(clerk.office, draft.blob)? > 0 {
            return Ok(Some(record.id.clone()));
        }
    }
    Ok(None)
}

/// Why nothing can be sent on top of an unsent commit of this folder that is not believed: git has rewritten a step of
/// ours without its signature (amend, rebase, squash, cherry-pick). Taken back, it is recorded again from the same files.
fn rewritten(clerk: &Clerk<'_>, repo: &Repo, upstream: &Upstream, tip: ObjectId) -> anyhow::Result<Option<Refusal>> {
    let Some(theirs) = repo.remote_tip(&upstream.remote, &upstream.branch)? else { return Ok(None) };
    let (their_line, _) = clerk.proven(Some(theirs))?;
    let shared: BTreeSet<ObjectId> = their_line.line().iter().copied().collect();
    let (line, _) = clerk.proven(Some(tip))?;
    let Some(odd) = line.acts(None).find(|judged| !judged.ok() && !shared.contains(&judged.commit())) else {
        return Ok(None);
    };
    let (short, name, branch) = (odd.commit().short(), &upstream.remote, &upstream.branch);
    Ok(Some(
        Refusal::new(say!(
            vi: "commit {short} trên máy này chưa gửi và không tin được: chữ ký mất khi git ghi lại nó (amend, rebase, squash, cherry-pick)",
            en: "the unsent commit {short} here cannot be believed: its signature was lost when git rewrote it (amend, rebase, squash, cherry-pick)"
        ))
        .who(say!(
            vi: "bỏ commit ấy mà giữ nguyên mọi tệp bằng: git reset --soft {name}/{branch}, rồi chạy lại lệnh này",
            en: "take it back and keep every file with: git reset --soft {name}/{branch}, then run this again"
        )),
    ))
}

/// Brings the server's receipts here, which say nothing where no server's key is known.
fn take_receipts(remote: &Remote, line: &Ledger<Verified>) -> anyhow::Result<()> {
    if line.roster().is_some_and(|roster| !roster.servers.is_empty()) {
        remote.fetch_receipts(receipts::REFERENCE)?;
    }
    Ok(())
}

/// The first commit between the folder's tip and another whose files are not proven.
fn unproven(
    clerk: &Clerk<'_>,
    repo: &Repo,
    local: Option<ObjectId>,
    tip: ObjectId,
) -> anyhow::Result<Option<Unproven>> {
    if local == Some(tip) {
        return Ok(None);
    }
    let (ledger, wrong) = clerk.proven(Some(tip))?;
    Ok(Held::of(repo, local)?.first_unproven(&ledger, &wrong))
}

/// Brings this folder to what the server has, if all of that is proven.
fn follow(clerk: &Clerk<'_>, repo: &Repo, local: Option<ObjectId>, tip: ObjectId, step: &Recorded) {
    let why = match unproven(clerk, repo, local, tip) {
        Ok(None) => match repo.advance_replacing(&clerk.pen.lock, local, tip, &step.title, &step.made_from) {
            Ok(made) => return left::tell(clerk.cx, repo, local, &made),
            Err(error) => Fault::from(error).text,
        },
        Ok(Some(unproven)) => unproven.told(),
        Err(error) => Text::same(error.to_string()),
    };
    let Text { vi, en } = why;
    clerk.cx.voice.note(&say!(
        vi: "kho chung đã nhận bước này, nhưng thư mục này chưa theo kịp ({vi})",
        en: "the shared repository has this step, but this folder could not follow ({en})"
    ));
}

/// This very step, where the server has it and this folder has not: a run was cut off after it had sent and before it followed.
fn sent(clerk: &Clerk<'_>, base: &Base) -> anyhow::Result<Option<Recorded>> {
    if base.missed.is_empty() {
        return Ok(None);
    }
    let (line, _) = clerk.proven(Some(base.tip))?;
    let me = clerk.actor(&line)?;
    let own = line.acts(None).filter(|j| j.ok() && j.act().is_some_and(|act| act.actor == me.id));
    let step = own.filter(|j| base.missed.contains(&j.commit())).find(|j| clerk.is_recorded_as(j.commit()));
    Ok(step.map(|j| Recorded {
        commit: j.commit(),
        title: j.title().to_string(),
        english: None,
        made_from: Vec::new(),
    }))
}

/// Where this folder is shared.
pub fn upstream(repo: &Repo) -> anyhow::Result<Upstream> {
    Ok(repo.upstream()?.ok_or_else(|| {
        Fault::new(say!(vi: "thư mục này chưa nối với kho chung nào", en: "this folder is not connected to a shared repository"))
            .cure(say!(vi: "chạy: git remote add origin ĐỊA_CHỈ", en: "run: git remote add origin ADDRESS"))
    })?)
}

/// Sends a submission to the department's own branch, built on what is there and waits, else on the newest shared state. The
/// folder itself stays where it is: the step enters the line when the office takes it in. `None` where the server does not
/// take such branches and nobody asked for one.
fn to_branch(
    clerk: &Clerk<'_>,
    repo: &Repo,
    remote: &Remote,
    upstream: &Upstream,
    name: &str,
    asked: bool,
) -> anyhow::Result<Option<Recorded>> {
    let cx = clerk.cx;
    let Some(main) = repo.remote_tip(&upstream.remote, &upstream.branch)? else { return Ok(None) };
    let Some((period, department)) = branch::of_name(name) else { return Ok(None) };
    for _ in 0..10 {
        if let Fetched::Failed(words) = remote.fetch(&[&format!("{name}*")])? {
            return Err(unreachable(&words));
        }
        let (line, _) = clerk.proven(Some(main))?;
        let Some((name, start)) = place(clerk, repo, upstream, (&line, main), (&period, &department))? else {
            return Ok(None);
        };
        let (name, ready) = (name.as_str(), clerk.judge(Some(start))?);
        let commit = clerk.with_plan(&ready, |plan| Ok(repo.build_commit(plan)?))?;
        clerk.admit(commit)?;
        match remote.push(commit, name)? {
            Pushed::Done => {
                cx.voice.note(&say!(
                    vi: "đã gửi lên nhánh riêng “{name}”; báo cáo vào hồ sơ khi Văn phòng chạy `baocao receive`",
                    en: "sent to the branch “{name}”; it enters the record when the office runs `baocao receive`"
                ));
                take_receipts(remote, &line)?;
                return Ok(Some(ready.recorded(commit)));
            }
            // A colleague of the same department was faster.
            Pushed::Behind => {}
            Pushed::Refused(_) if !asked => return Ok(None),
            Pushed::Refused(lines) => return Err(refused(&lines)),
            Pushed::Failed(words) => return Err(unreachable(&words)),
        }
    }
    Ok(None)
}

/// Nothing goes on the network in a folder that the user has not said is the office's, nor where the folder itself names
/// programs for git to run: its settings come from whoever brought it.
pub fn trusted(cx: &Context<'_>, root: Option<ObjectId>, repo: &Repo) -> anyhow::Result<()> {
    if !memory::is_pinned(cx, root)? {
        return Err(Refusal::new(say!(
            vi: "gốc của thư mục này chưa được ghim trên máy này nên chưa liên lạc với kho chung",
            en: "this folder's root is not pinned on this computer, so the shared repository is not contacted"
        ))
        .who(say!(
            vi: "đối chiếu với văn bản của cơ quan, chạy `baocao trust`, rồi làm lại",
            en: "compare it with the agency's own paper, run `baocao trust`, then do this again"
        ))
        .into());
    }
    let programs = repo.own_programs()?;
    if let Some(first) = programs.first() {
        let (names, first) = (visible(&programs.join(", ")), visible(first));
        return Err(Refusal::new(say!(
            vi: "cấu hình riêng của thư mục này bảo git chạy chương trình khác khi gửi: {names}",
            en: "this folder's own settings tell git to run other programs when it sends: {names}"
        ))
        .who(say!(
            vi: "nếu đó là của chính anh/chị, đặt lại bằng git config --global; rồi gỡ ở đây: git config --unset-all {first}",
            en: "if they are your own, set them with git config --global; then remove them here: git config --unset-all {first}"
        ))
        .into());
    }
    Ok(())
}

/// The department's branch that a new submission can go to, and the commit it is built on: one that waits and can be taken in
/// goes on, one that was taken in goes on from the line, and past one that never can be taken in the next begins.
fn place(
    clerk: &Clerk<'_>,
    repo: &Repo,
    upstream: &Upstream,
    (line, main): (&Ledger<Verified>, ObjectId),
    (period, department): (&PeriodId, &DepartmentId),
) -> anyhow::Result<Option<(String, ObjectId)>> {
    for number in 1..=branch::LAST_NAME {
        let name = branch::name_at(period, department, number);
        let Some(tip) = repo.remote_tip(&upstream.remote, &name)? else { return Ok(Some((name, main))) };
        if branch::is_received(line, tip) || branch::is_on_line(line, tip) {
            return Ok(Some((name, main)));
        }
        let entries = history::branches(clerk.cx, repo, main, &[tip])?.pop().unwrap_or_default();
        if branch::judge_branch(line, period, department, &entries, clerk.cx.now).is_ok() {
            return Ok(Some((name, tip)));
        }
    }
    Ok(None)
}

/// The server's own rules said no; its first line only announces the others.
fn refused(lines: &[String]) -> anyhow::Error {
    let reasons = lines.iter().filter(|line| !line.trim_end().ends_with(':')).cloned().collect::<Vec<_>>();
    let words = if reasons.is_empty() { lines.join("; ") } else { reasons.join("; ") };
    // The hook could not start the program: a fault of the server and no judgement of the step.
    let absent = |line: &String| {
        let line = line.trim_end();
        line.contains("hooks/") && (line.ends_with("not found") || line.ends_with("No such file or directory"))
    };
    if lines.iter().any(absent) {
        return Fault::new(say!(
            vi: "máy chủ của kho chung không chạy được chương trình kiểm tra: {words}",
            en: "the shared repository's server cannot start the program that checks: {words}"
        ))
        .cure(say!(
            vi: "người quản trị máy chủ cài baocao vào nơi git trên máy chủ tìm thấy, rồi chạy lại `baocao hook install`",
            en: "the server's administrator puts baocao where the server's git finds it, then runs `baocao hook install` again"
        ))
        .into();
    }
    Refusal::new(say!(vi: "kho chung từ chối: {words}", en: "the shared repository refused: {words}")).into()
}

/// The network or the server failed.
pub fn unreachable(words: &str) -> anyhow::Error {
    let words = visible(words);
    Fault::new(
        say!(vi: "không liên lạc được với kho chung: {words}", en: "cannot reach the shared repository: {words}"),
    )
    .cure(say!(
        vi: "kiểm tra mạng và quyền truy cập; chưa có mạng thì bỏ --push, bước được ghi ở máy này và gửi sau",
        en: "check network and access; without a network leave out --push: the step is recorded here and sent later"
    ))
    .into()
}

/// The state a step is built on.
struct Base {
    tip: ObjectId,
    /// The last step that was recorded here and not sent.
    unsent: Option<Recorded>,
    /// What the server has and this folder, which has nothing of its own, has not.
    missed: BTreeSet<ObjectId>,
}

impl Base {
    fn of(tip: ObjectId, unsent: Option<Recorded>) -> Self {
        Base { tip, unsent, missed: BTreeSet::new() }
    }
}

/// The newest shared state, with this folder's own unsent steps on top of it.
fn newest(clerk: &Clerk<'_>, repo: &Repo, fetched: Fetched, upstream: &Upstream) -> anyhow::Result<Base> {
    let theirs = match fetched {
        Fetched::Done => repo.remote_tip(&upstream.remote, &upstream.branch)?,
        Fetched::Nothing => None,
        Fetched::Failed(words) => return Err(unreachable(&words)),
    };
    if let Some(memory) = clerk.memory.get()
        && let Some(lost) = contact::lost(clerk.cx, repo, upstream, memory, theirs)?
    {
        return Err(contact::refusal(lost).into());
    }
    let local = repo.head()?;
    let (theirs, local) = match (theirs, local) {
        (Some(theirs), Some(local)) if theirs != local => (theirs, local),
        (Some(tip), _) | (None, Some(tip)) => return Ok(Base::of(tip, unsent(clerk, theirs, Some(tip))?)),
        (None, None) => {
            let text = say!(vi: "kho chung và thư mục này đều còn trống", en: "the shared repository and this folder are both empty");
            return Err(Fault::new(text).into());
        }
    };
    let (their_line, _) = clerk.proven(Some(theirs))?;
    let (our_line, _) = clerk.proven(Some(local))?;
    let shared: BTreeSet<ObjectId> = their_line.line().iter().copied().collect();
    let ours = our_line.line();
    if shared.contains(&local) {
        let known: BTreeSet<ObjectId> = ours.iter().copied().collect();
        return Ok(Base { tip: theirs, unsent: None, missed: &shared - &known });
    }
    let own: Vec<ObjectId> = ours.iter().copied().filter(|c| !shared.contains(c)).collect();
    if ours.contains(&theirs) {
        return Ok(Base::of(local, unsent(clerk, Some(theirs), Some(local))?));
    }
    if their_line.genesis() != our_line.genesis() {
        return Err(Fault::new(say!(
            vi: "kho chung là của cơ quan khác: hai lịch sử không cùng gốc",
            en: "the shared repository is another office's: the histories have different roots"
        ))
        .into());
    }
    // Both went on. Our own steps, which nobody else has seen, are made again on top of theirs.
    let mut tip = theirs;
    let mut last = None;
    for commit in own {
        let judged = our_line.acts(None).find(|j| j.commit() == commit).filter(|j| j.ok());
        let remade = clerk.again(commit, judged.and_then(|j| j.act()), tip)?;
        tip = remade.commit;
        last = Some(remade);
    }
    Ok(Base::of(tip, last))
}

/// The last step of ours that the server has not seen.
fn unsent(clerk: &Clerk<'_>, theirs: Option<ObjectId>, local: Option<ObjectId>) -> anyhow::Result<Option<Recorded>> {
    if theirs == local {
        return Ok(None);
    }
    let Some(local) = local else { return Ok(None) };
    let (line, _) = clerk.proven(Some(local))?;
    let last = line.acts(None).filter(|j| j.ok()).last();
    Ok(last.filter(|j| j.commit() == local).map(|j| Recorded {
        commit: j.commit(),
        title: j.title().to_string(),
        english: None,
        made_from: Vec::new(),
    }))
}
