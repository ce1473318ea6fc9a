//! What a step could not bring into the folder, told with what to do about it.

use crate::office::{Context, history};
use crate::store::git::{Committed, Repaired, Repo, Unwritten};
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};

/// The most files that are named one by one.
const NAMED: usize = 20;

/// Says whose edits a step went around, and what could not be written or brought up to date.
///
/// `before`: where the folder stood, so that the commit which brought a file can be named.
pub fn tell(cx: &Context<'_>, repo: &Repo, before: Option<ObjectId>, made: &Committed) {
    for path in &made.left {
        cx.voice.note(&say!(
            vi: "“{path}” có phần sửa chưa ghi nên được để nguyên",
            en: "“{path}” holds unrecorded edits and was left as it is"
        ));
    }
    unwritten(cx, &made.unwritten, |path| history::brought_by(repo, before, made.id, path));
    if let Some(warning) = &made.warning {
        cx.voice.note(warning);
    }
}

/// Names the files that are not in the folder, the commit each came with, and what to do.
fn unwritten(cx: &Context<'_>, unwritten: &[Unwritten], brought_by: impl Fn(&RepoPath) -> Option<ObjectId>) {
    for Unwritten { path, fault } in unwritten.iter().take(NAMED) {
        let Text { vi, en } = &fault.text;
        let (vi, en) = match brought_by(path).map(|commit| commit.short()) {
            Some(commit) => (format!("commit {commit}: {vi}"), format!("commit {commit}: {en}")),
            None => (vi.clone(), en.clone()),
        };
        cx.voice.note(&match &fault.cure {
            Some(cure) => Text { vi: format!("{vi}; {}", cure.vi), en: format!("{en}; {}", cure.en) },
            None => Text { vi, en },
        });
    }
    if unwritten.len() > NAMED {
        let more = unwritten.len() - NAMED;
        cx.voice.note(&say!(vi: "và {more} tệp khác chưa ghi được", en: "and {more} more files were not written"));
    }
    if !unwritten.is_empty() {
        cx.voice.note(&say!(
            vi: "các tệp khác đã được cập nhật; ghi được trở lại thì chạy `baocao update`",
            en: "the other files are up to date; once these can be written, run `baocao update`"
        ));
    }
}

/// Says what was put in order of files that an earlier run could not write.
pub fn tell_repaired(cx: &Context<'_>, repaired: &Repaired) {
    unwritten(cx, &repaired.unwritten, |_| None);
    for path in repaired.brought.iter().take(NAMED) {
        cx.voice.note(&say!(
            vi: "đã ghi được “{path}” mà lần trước chưa ghi được",
            en: "“{path}”, which could not be written before, has now been written"
        ));
    }
}
