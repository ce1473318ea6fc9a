//! What `check` shows a person: the own report in full, every other file as one line, and of an unwritten report one line
//! whatever the role of the person.

use crate::office::{Context, Office};
use crate::ui::output::diagnostics::{Resolved, Tally};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Person, Role};
use baocao_core::say;
use baocao_core::text::{RepoPath, Text};
use baocao_procedure::{Ledger, Verified};
use std::collections::{BTreeMap, BTreeSet};

/// Diagnostics in full, then lines about the other files.
pub(super) struct Shown<'a> {
    /// In full.
    pub whole: Vec<&'a Resolved>,
    /// One line a file, and how to see the rest.
    pub lines: Vec<Text>,
}

/// The person on the roster whose SSH key is in use; none if that is not known without starting a program.
pub(super) fn person<'l>(cx: &Context<'_>, office: &Office, ledger: &'l Ledger<Verified>) -> Option<&'l Person> {
    let key = cx.signer(office.repo_if_any()).ok()?.ssh_material()?;
    ledger.owner(&key.fingerprint()).map(|(person, _)| person)
}

/// Chooses what a person sees in full. `asked`: files named on the command line.
pub(super) fn split<'a>(
    found: &'a [Resolved],
    person: &Person,
    untouched: &BTreeSet<RepoPath>,
    asked: &BTreeSet<RepoPath>,
) -> Shown<'a> {
    let office = [Role::Consolidator, Role::ChiefOfOffice, Role::Leader, Role::Head, Role::Administrator];
    let reporter = person.has(Role::Reporter) && !office.into_iter().any(|role| person.has(role));
    let own = person.department.as_ref().filter(|_| reporter).map(|id| id.as_str());
    let mut shown = Shown { whole: Vec::new(), lines: Vec::new() };
    let mut folded: BTreeMap<(bool, &RepoPath), Vec<&Resolved>> = BTreeMap::new();
    for resolved in found {
        let diagnostic = &resolved.diagnostic;
        let path = &diagnostic.place.path;
        let is_own = own.is_none() || diagnostic.department.as_deref() == own;
        if asked.contains(path) || is_own && !untouched.contains(path) {
            shown.whole.push(resolved);
        } else {
            // The own report comes first.
            folded.entry((!is_own, path)).or_default().push(resolved);
        }
    }
    let lines = folded.iter().map(|((_, path), all)| line(path, all, untouched.contains(*path)));
    shown.lines.extend(lines);
    if !shown.lines.is_empty() {
        shown.lines.push(say!(
            vi: "xem đủ từng chỗ: thêm --all, hoặc ghi tên tệp",
            en: "to see every place: add --all, or name the file"
        ));
    }
    shown
}

fn line(path: &RepoPath, found: &[&Resolved], untouched: bool) -> Text {
    let Tally { errors, warnings, notices, .. } = Tally::of(1, found.iter().map(|r| &r.diagnostic));
    if !untouched {
        return say!(
            vi: "{path}: {errors} lỗi, {warnings} cảnh báo, {notices} lưu ý",
            en: "{path}: errors {errors}, warnings {warnings}, notices {notices}"
        );
    }
    match found.iter().any(|r| r.diagnostic.code == Code::ReportMissing) {
        true => say!(
            vi: "lỗi[report-missing]: {path}: chưa viết, đã quá hạn nộp",
            en: "error[report-missing]: {path}: not written, and its last day has passed"
        ),
        false => say!(vi: "{path}: chưa viết", en: "{path}: not written yet"),
    }
}
