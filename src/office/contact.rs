//! What the shared repository is asked before anything is built on what it has: does it still hold what it once had?

use crate::office::memory::{Lost, Memory};
use crate::office::{Context, history, memory, share};
use crate::store::Fault;
use crate::store::git::{Repo, Upstream};
use crate::store::remote::{Pushed, Remote};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::visible;
use baocao_procedure::{Ledger, Verified};
use std::collections::BTreeSet;

/// Whether the shared repository's line holds a commit. One that is not there at all holds nothing.
fn holds(repo: &Repo, theirs: Option<ObjectId>, commit: ObjectId) -> anyhow::Result<bool> {
    Ok(match theirs {
        Some(theirs) => history::since(repo, theirs, Some(commit))?.is_some(),
        None => false,
    })
}

/// What the shared repository once had and has no longer. It is remembered for `verify` and `status`.
///
/// # Errors
/// A commit or the memory cannot be read.
pub fn lost(
    cx: &Context<'_>,
    repo: &Repo,
    upstream: &Upstream,
    memory: &Memory,
    theirs: Option<ObjectId>,
) -> anyhow::Result<Option<Lost>> {
    if let Some(commit) = memory.shared
        && !holds(repo, theirs, commit)?
    {
        memory::keep(cx, memory::not_found(cx, memory));
        return Ok(Some(Lost { commit, shared: true }));
    }
    let Some(commit) = memory.told else { return Ok(None) };
    if holds(repo, theirs, commit)? {
        return Ok(None);
    }
    // The folder goes on saying so, for the next command.
    let tracking = format!("refs/remotes/{}/{}", upstream.remote, upstream.branch);
    let now = repo.reference(&tracking)?;
    if now != Some(commit) {
        repo.move_reference(&tracking, now, commit)?;
    }
    cx.voice.note(&say!(
        vi: "điều này chỉ do chính thư mục này ghi lại; nếu thư mục do người khác đưa, hãy sao chép lại từ kho chung",
        en: "only this folder says so; if somebody handed it over, clone it again from the shared repository"
    ));
    Ok(Some(Lost { commit, shared: true }))
}

/// How a folder's history stands to what this computer remembers.
#[derive(Debug, Clone)]
pub enum Standing {
    /// It holds all of it.
    Whole,
    /// The shared repository has gone on to this commit, which was fetched, while steps of this computer wait here.
    Apart(ObjectId),
    /// Something is missing.
    Lost(Lost),
}

impl Standing {
    /// Looks.
    ///
    /// # Errors
    /// The memory or a commit cannot be read.
    pub fn of(cx: &Context<'_>, repo: &Repo, ledger: &Ledger<Verified>) -> anyhow::Result<Standing> {
        let Some(root) = ledger.genesis() else { return Ok(Standing::Whole) };
        let memory = Memory::of(cx, root)?;
        let (line, lost) = (ledger.line(), memory.lost(ledger.line()));
        let fetched = match repo.upstream().ok().flatten() {
            Some(upstream) => repo.remote_tip(&upstream.remote, &upstream.branch).ok().flatten(),
            None => None,
        };
        if let Some(theirs) = fetched.filter(|theirs| !line.contains(theirs))
            // A tracking branch that leads to no commit says nothing.
            && let Ok(known) = history::commits(repo, theirs)
        {
            let known: BTreeSet<ObjectId> = known.into_iter().collect();
            // A rolled back folder cannot look like this: what waits was recorded on this computer.
            let mut ours = line.iter().filter(|commit| !known.contains(commit)).peekable();
            let apart = ours.peek().is_some() && ours.all(|commit| memory.waits(*commit));
            if apart && lost.is_none_or(|lost| known.contains(&lost.commit)) {
                return Ok(Standing::Apart(theirs));
            }
        }
        Ok(lost.map_or(Standing::Whole, Standing::Lost))
    }
}

/// What to say of a folder and a shared repository that have both gone on.
pub fn apart(theirs: ObjectId) -> Refusal {
    let theirs = theirs.short();
    Refusal::new(say!(
        vi: "kho chung đã đi tiếp đến {theirs}, ở đây có bước chưa gửi; không mất gì",
        en: "the shared repository has gone on to {theirs} while steps wait here to be sent; nothing is lost"
    ))
    .who(say!(
        vi: "ghi bước tiếp theo với --push: các bước chưa gửi sẽ được làm lại trên bản mới nhất",
        en: "take the next step with --push: unsent steps are made again on the newest state"
    ))
}

/// Says that the folder, or the shared repository when it was last asked, lacks what this computer has seen, or that both have
/// gone on. Every command that shows the history begins with it.
///
/// # Errors
/// The memory or a commit cannot be read.
pub fn tell(cx: &Context<'_>, repo: Option<&Repo>, ledger: &Ledger<Verified>) -> anyhow::Result<()> {
    let (Some(repo), Some(root)) = (repo, ledger.genesis()) else { return Ok(()) };
    let told = match Standing::of(cx, repo, ledger)? {
        Standing::Lost(lost) => Some((lost.words(), Some(lost.cure()))),
        Standing::Apart(theirs) => {
            let Refusal { why, who } = apart(theirs);
            Some((why, who))
        }
        Standing::Whole => memory::missed(&Memory::of(cx, root)?, ledger.line()).map(|told| (told.message, told.help)),
    };
    if let Some((why, help)) = told {
        cx.voice.note(&why);
        help.iter().for_each(|help| cx.voice.note(help));
    }
    Ok(())
}

/// Why nothing is sent to a shared repository that has lost commits.
pub fn refusal(lost: Lost) -> Refusal {
    let known = lost.commit.short();
    Refusal::new(say!(
        vi: "kho chung không còn mốc {known} mà máy này từng thấy ở đó: lịch sử trên kho chung đã bị lùi; chưa ghi và chưa gửi gì",
        en: "the shared repository no longer holds {known}, which this computer saw there: its history was rolled back; nothing was recorded or sent"
    ))
    .who(say!(
        vi: "chạy `baocao update` để xem đã mất những gì và gửi lại; báo người quản trị kho chung",
        en: "run `baocao update` to see what is lost and to send it again; tell the administrator of the shared repository"
    ))
}

/// A folder beside its shared repository.
pub struct Side<'a> {
    /// The surroundings.
    pub cx: &'a Context<'a>,
    /// The folder's repository.
    pub repo: &'a Repo,
    /// The server.
    pub remote: &'a Remote,
    /// Where the folder is shared.
    pub upstream: &'a Upstream,
    /// The folder's own history, proven.
    pub line: &'a Ledger<Verified>,
    /// Where the shared repository stands.
    pub theirs: Option<ObjectId>,
}

impl Side<'_> {
    /// Makes sure that the shared repository holds what is remembered. What it has lost and this folder has is sent again as
    /// the plain fast-forward that it is, if the user agrees; `None` if nothing is lost.
    ///
    /// # Errors
    /// Something is lost and cannot be sent again, or must not; nothing has changed then.
    pub fn whole(&self, memory: &Memory, yes: bool) -> anyhow::Result<Option<Exit>> {
        let line = self.line.line();
        if let Some(lost) = lost(self.cx, self.repo, self.upstream, memory, self.theirs)? {
            let Some(end) = line.iter().rposition(|commit| *commit == lost.commit) else {
                return Err(self.nowhere(lost).into());
            };
            let start = match self.theirs {
                None => 0,
                Some(theirs) => match line[..end].iter().rposition(|commit| *commit == theirs) {
                    Some(at) => at + 1,
                    None => return Err(self.forked(lost).into()),
                },
            };
            return self.send_again(lost, &line[start..=end], yes).map(Some);
        }
        match memory.mark {
            Some(mark) if !line.contains(&mark) && !holds(self.repo, self.theirs, mark)? => {
                Err(Lost { commit: mark, shared: false }.refusal().into())
            }
            _ => Ok(None),
        }
    }

    fn nowhere(&self, lost: Lost) -> Refusal {
        let known = lost.commit.short();
        Refusal::new(say!(
            vi: "kho chung không còn mốc {known} mà máy này từng thấy ở đó, thư mục này cũng không có: lịch sử trên kho chung đã bị lùi",
            en: "the shared repository no longer holds {known}, which this computer saw there, nor does this folder: its history was rolled back"
        ))
        .who(say!(
            vi: "tìm bản sao còn mốc này (máy khác, thư mục khác, đồng nghiệp) và chạy `baocao update` ở đó để gửi lại; báo người quản trị kho chung",
            en: "find a copy that has it (another computer, folder or colleague) and run `baocao update` there to send it again; tell the administrator of the shared repository"
        ))
    }

    fn forked(&self, lost: Lost) -> Refusal {
        let (known, branch) = (lost.commit.short(), visible(&self.upstream.branch));
        let theirs = self.theirs.map(|tip| tip.short()).unwrap_or_default();
        Refusal::new(say!(
            vi: "kho chung đã mất mốc {known} mà nó từng có, rồi đi tiếp từ bản cũ đến {theirs}; thư mục này được để nguyên",
            en: "the shared repository lost {known}, which it once had, and went on from an older state to {theirs}; this folder was left as it is"
        ))
        .who(say!(
            vi: "báo người quản trị kho chung đưa nhánh {branch} về {known} (thư mục này còn đủ); ai đã ghi bước sau đó thì làm lại",
            en: "the administrator of the shared repository sets the branch {branch} to {known} (this folder has all of it); steps taken since are taken again"
        ))
    }

    fn send_again(&self, lost: Lost, commits: &[ObjectId], yes: bool) -> anyhow::Result<Exit> {
        let (cx, count) = (self.cx, commits.len());
        let known = lost.commit.short();
        cx.voice.note(&say!(
            vi: "kho chung đã mất {count} commit mà nó từng có, đến mốc {known}; thư mục này còn đủ:",
            en: "the shared repository has lost {count} commits that it once had, up to {known}; this folder has all of them:"
        ));
        let named = self.line.acts(None).filter(|judged| commits.contains(&judged.commit()));
        for judged in named.take(20) {
            let (short, title) = (judged.commit().short(), visible(judged.title()));
            cx.voice.note(&say!(vi: "  [{short}] {title}", en: "  [{short}] {title}"));
        }
        let question = say!(
            vi: "Gửi lại {count} commit này lên kho chung?",
            en: "Send these {count} commits to the shared repository again?"
        );
        if !yes && cx.voice.ask(&question) != Some(true) {
            return Err(Refusal::new(say!(
                vi: "kho chung bị lùi, mất {count} commit; chưa gửi lại",
                en: "the shared repository was rolled back and lacks {count} commits; they were not sent again"
            ))
            .who(say!(
                vi: "nếu kho chung được khôi phục từ bản sao lưu, chạy `baocao update --yes` để gửi lại; nếu không rõ vì sao, hỏi người quản trị kho chung trước",
                en: "if it was restored from a backup, run `baocao update --yes` to send them again; if the reason is not known, ask its administrator first"
            ))
            .into());
        }
        match self.remote.push(lost.commit, &self.upstream.branch)? {
            Pushed::Done => {
                if let Some(root) = self.line.genesis() {
                    memory::keep(cx, memory::found_again(cx, root));
                }
                cx.voice.say(&say!(
                    vi: "đã gửi lại {count} commit; kho chung lại có đủ đến mốc {known}",
                    en: "sent {count} commits again; the shared repository holds everything up to {known}"
                ));
                Ok(Exit::Done)
            }
            Pushed::Behind => Err(Fault::new(say!(
                vi: "kho chung vừa thay đổi nên chưa gửi lại được",
                en: "the shared repository changed meanwhile; nothing was sent again"
            ))
            .cure(say!(vi: "chạy lại `baocao update`", en: "run `baocao update` again"))
            .into()),
            Pushed::Refused(lines) => Err(hook_refused(&lines).into()),
            Pushed::Failed(words) => Err(share::unreachable(&words)),
        }
    }
}

/// A hook that minds the clock does not take old commits; its administrator opens the window for the time of the repair.
fn hook_refused(lines: &[String]) -> Refusal {
    let words = lines.iter().filter(|line| !line.trim_end().ends_with(':')).cloned().collect::<Vec<_>>().join("; ");
    Refusal::new(say!(
        vi: "kho chung từ chối nhận lại các commit đã mất: {words}",
        en: "the shared repository does not take the lost commits again: {words}"
    ))
    .who(say!(
        vi: "nếu vì giờ của commit: người quản trị kho chung tạm đặt `git config baocao.window 5256000` ở kho, gửi lại xong thì đặt về 10",
        en: "if it is for the commits' dates: its administrator sets `git config baocao.window 5256000` there for the while, and 10 again afterwards"
    ))
}
