//! `update` (cập nhật): brings the shared repository's newest state into this folder, without anybody's work being lost.

use crate::office::contact::Side;
use crate::office::incoming::Held;
use crate::office::{Context, Office, history, left, memory, receipts, record, share};
use crate::store::Fault;
use crate::store::remote::{Fetched, Remote};
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::ObjectId;
use baocao_core::say;

/// Fetches and follows. Files that somebody is editing stay as they are and are named; a text that is already what comes is
/// no edit.
///
/// What the shared repository has lost and this folder has is sent again, after asking or with `yes`.
pub fn run(cx: &Context<'_>, yes: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let repo = office.repo()?;
    let upstream = share::upstream(repo)?;
    let lock = record::hold(cx, repo)?;
    let local = repo.head()?;
    let (line, _) = history::proven(cx, &office, local, None)?;
    let root = line.genesis();
    share::trusted(cx, root, repo)?;
    let remote = Remote::new(&cx.programs, office.folder.root(), &upstream.remote)?;
    let memory = memory::before_contact(cx, repo, &line)?;
    let theirs = match remote.fetch(&[&upstream.branch])? {
        Fetched::Done => repo.remote_tip(&upstream.remote, &upstream.branch)?,
        Fetched::Nothing => None,
        Fetched::Failed(words) => return Err(share::unreachable(&words)),
    };
    let side = Side { cx, repo, remote: &remote, upstream: &upstream, line: &line, theirs };
    if let Some(exit) = side.whole(&memory, yes)? {
        return Ok(exit);
    }
    // Departments' branches are there to be seen in `status`; an office without any has none to fetch.
    remote.fetch(&["nop/*"])?;
    remote.fetch_receipts(receipts::REFERENCE)?;
    let Some(theirs) = theirs else {
        let (name, branch) = (&upstream.remote, &upstream.branch);
        return Err(Fault::new(say!(vi: "kho chung còn trống", en: "the shared repository is empty"))
            .cure(say!(
                vi: "người quản trị đưa thư mục này lên lần đầu: git push -u {name} {branch}",
                en: "the administrator sends this folder there once: git push -u {name} {branch}"
            ))
            .into());
    };
    let their_line = match local == Some(theirs) {
        true => line,
        false => history::proven(cx, &office, Some(theirs), None)?.0,
    };
    if let Some(root) = root {
        memory::keep(cx, memory::found_again(cx, root));
    }
    // Only what the folder holds is remembered: the rest may not be what it will follow.
    let met = |held: ObjectId| {
        if their_line.genesis() == root {
            memory::keep(cx, memory::met(cx, &their_line, held));
        }
    };
    let known = |tip, commit| anyhow::Ok(history::commits(repo, tip)?.contains(&commit));
    match local {
        Some(local) if local == theirs || known(local, theirs)? => {
            met(theirs);
            cx.voice.say(&say!(vi: "thư mục đã là bản mới nhất", en: "this folder is up to date"));
            if local != theirs {
                cx.voice.note(&say!(
                    vi: "ở đây có bước chưa gửi; chạy lại lệnh đã ghi bước đó để gửi, hoặc bước tiếp theo sẽ gửi cùng",
                    en: "some steps here have not been sent; run the command that recorded them again to send them, or the next step sends them, too"
                ));
            }
        }
        Some(local) if !known(theirs, local)? => {
            return Err(Refusal::new(say!(
                vi: "thư mục này và kho chung đều đã đi tiếp",
                en: "this folder and the shared repository have both gone on"
            ))
            .who(say!(
                vi: "chạy lại lệnh đã ghi bước chưa gửi, hoặc ghi bước tiếp theo: các bước chưa gửi được làm lại trên bản mới nhất",
                en: "run the command that recorded the unsent step again, or take the next step: unsent steps are made again on the newest state"
            ))
            .into());
        }
        _ => {
            let mut read = history::Known::default();
            let mut judge = |tip| history::proven_anew(cx, &office, Some(tip), &mut read);
            let (to, unproven) = Held::of(repo, local)?.follows(theirs, &mut judge)?;
            let Some(to) = to.filter(|to| Some(*to) != local) else {
                let nothing =
                    Fault::new(say!(vi: "kho chung không có gì mới", en: "the shared repository has nothing new"));
                return Err(unproven.map_or_else(|| nothing.into(), |unproven| unproven.refusal().into()));
            };
            let made = repo.advance(&lock, local, to, "cập nhật").map_err(Fault::from)?;
            left::tell(cx, repo, local, &made);
            met(to);
            let short = to.short();
            cx.voice.say(&say!(vi: "đã cập nhật đến {short}", en: "updated to {short}"));
            if let Some(unproven) = unproven {
                cx.voice.note(&unproven.told());
                return Ok(Exit::Wrong);
            }
        }
    }
    Ok(Exit::Done)
}
