//! Đã sửa sau khi nộp, sau khi trình: files of the folder that are no longer what was recorded of them.

use crate::office::Office;
use crate::office::record::unix_lines;
use crate::store::files::Found;
use crate::store::git::blob_id_of;
use crate::ui::output::status::FileChange;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{DepartmentId, Moment, ObjectId, PeriodId, folder as layout};
use baocao_core::say;
use baocao_core::text::{Place, RepoPath};
use baocao_procedure::{Ledger, PeriodRecord, Stage, Verified};
use std::collections::BTreeMap;

/// What differs from the record in one period's folder.
#[derive(Debug, Default)]
pub struct Changed {
    /// Submitted reports, by department.
    pub reports: BTreeMap<DepartmentId, FileChange>,
    /// The draft, from its review on; while it is being written or completed an edit is ordinary work.
    pub draft: Option<FileChange>,
}

/// Compares submitted reports and the reviewed draft with the files of the folder, as of a moment.
///
/// # Errors
/// A file cannot be read.
pub fn of(office: &Office, ledger: &Ledger<Verified>, record: &PeriodRecord, now: Moment) -> anyhow::Result<Changed> {
    let mut changed = Changed::default();
    for (department, submission) in &record.submissions {
        if submission.returned.is_some() || submission.mark.at > now {
            continue;
        }
        let path = layout::report(&record.id, department);
        if let Some(change) = against(office, &path, submission.subject.blob)? {
            changed.reports.insert(department.clone(), change);
        }
    }
    let settled = record.stage() > Stage::Drafted && record.stage() != Stage::Completing;
    if let Some(draft) = ledger.draft(&record.id).filter(|_| settled) {
        changed.draft = against(office, &draft.path, draft.blob)?;
    }
    Ok(changed)
}

/// How a file differs from a recorded text, line ends aside.
fn against(office: &Office, path: &RepoPath, recorded: ObjectId) -> anyhow::Result<Option<FileChange>> {
    let same = |bytes: &[u8]| blob_id_of(bytes) == recorded || blob_id_of(&unix_lines(bytes)) == recorded;
    Ok(match office.folder.read(path)? {
        None => Some(FileChange::Deleted),
        Some(Found::Bytes(bytes)) if same(&bytes) => None,
        Some(_) => Some(FileChange::Edited),
    })
}

/// The same as diagnostics, for `check` and `verify`.
pub fn diagnostics(record: &PeriodRecord, changed: &Changed) -> Vec<Diagnostic> {
    let id = &record.id;
    let reports = changed.reports.iter().map(|(department, change)| {
        let name = record.settings.department_name(department).unwrap_or(department.as_str());
        report(record, &layout::report(id, department), name, *change).department(department.as_str())
    });
    let draft = changed.draft.map(|change| draft(id, change));
    reports.chain(draft).map(|found| found.period(id.to_string())).collect()
}

fn report(record: &PeriodRecord, path: &RepoPath, name: &str, change: FileChange) -> Diagnostic {
    let id = &record.id;
    let message = match change {
        FileChange::Edited => say!(
            vi: "báo cáo của {name} đã sửa sau khi nộp, chưa nộp lại",
            en: "the report of {name} was edited after its submission and not submitted again"
        ),
        FileChange::Deleted => say!(
            vi: "báo cáo của {name} đã xoá sau khi nộp; bản đã nộp vẫn còn trong lịch sử",
            en: "the report of {name} was deleted after its submission; the submitted text is still in the history"
        ),
    };
    let help = match (change, record.stage() <= Stage::Drafted) {
        (FileChange::Edited, true) => say!(
            vi: "cần phần sửa thì nộp lại: `baocao submit {id}`; không cần thì lấy lại bản đã nộp: `git restore {path}`",
            en: "to keep the edit submit again: `baocao submit {id}`; else take back what was submitted: `git restore {path}`"
        ),
        (FileChange::Edited, false) => say!(
            vi: "dự thảo đã trình nên chưa nộp lại được: báo Văn phòng nếu phần sửa cần đưa vào; không cần thì chạy `git restore {path}`",
            en: "the draft is reviewed, so it cannot be submitted again now: tell the office if the edit matters; else run `git restore {path}`"
        ),
        (FileChange::Deleted, _) => {
            say!(vi: "lấy lại bản đã nộp: `git restore {path}`", en: "take back what was submitted: `git restore {path}`")
        }
    };
    Diagnostic::new(Code::ReportChanged, Place::whole(path.clone()), message).help(help)
}

fn draft(id: &PeriodId, change: FileChange) -> Diagnostic {
    let path = layout::consolidated(id);
    let message = match change {
        FileChange::Edited => say!(
            vi: "dự thảo đã sửa sau khi trình, phần sửa chưa được ghi",
            en: "the draft was edited after its review, and the edit is not recorded"
        ),
        FileChange::Deleted => say!(
            vi: "dự thảo đã xoá sau khi trình; bản đã trình vẫn còn trong lịch sử",
            en: "the draft was deleted after its review; the reviewed text is still in the history"
        ),
    };
    let help = match change {
        FileChange::Edited => say!(
            vi: "cần phần sửa thì đề nghị trả lại dự thảo (`baocao return {id} --reason \"…\"`); không cần thì chạy `git restore {path}`",
            en: "to keep the edit ask for the draft to be sent back (`baocao return {id} --reason \"…\"`); else run `git restore {path}`"
        ),
        FileChange::Deleted => {
            say!(vi: "lấy lại bản đã trình: `git restore {path}`", en: "take back the reviewed text: `git restore {path}`")
        }
    };
    Diagnostic::new(Code::ReportChanged, Place::whole(path), message).help(help)
}
