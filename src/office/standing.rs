//! Where a period stands, for everything that shows it.

use crate::office::examine::Desk;
use crate::office::{Office, branches, changed, draft, unsent};
use crate::ui::output::status::{DepartmentRow, FileChange, InstructionsRow, ReturnRow, StatusView, StepRow};
use baocao_core::diagnostic::Severity;
use baocao_core::domain::{
    ActKind, Deadline, DepartmentId, DepartmentState, Moment, ObjectId, PeriodId, PersonId, Role, Settings, Step,
    format_date_vi,
};
use baocao_core::say;
use baocao_core::text::{Lang, Text};
use baocao_procedure as procedure;
use baocao_procedure::{Intent, Ledger, PeriodRecord, Stage, Verified};

/// Where one period stands: who is in, late, returned, missing; whose turn it is.
pub fn view(
    office: &Office,
    ledger: &Ledger<Verified>,
    record: &PeriodRecord,
    settings: &Settings,
    now: Moment,
) -> anyhow::Result<StatusView> {
    let id = &record.id;
    let form = match record_form(office, id)? {
        Some(form) => form,
        None => {
            baocao_check::reports::form::read(&baocao_core::text::Source::new("bieu-mau.md".into(), String::new())).0
        }
    };
    let desk = Desk::new((*record.settings).clone(), form, settings.clone(), now, Some(record));
    let limit = record.settings.deadline;
    // After the draft is submitted for approval nothing is taken in any more.
    let waiting = match office.repo_if_any().filter(|_| record.stage() <= Stage::Drafted) {
        Some(repo) => branches::waiting(repo, ledger, id)?,
        None => Vec::new(),
    };
    let changed = changed::of(office, ledger, record, now)?;
    let unsent = unsent::of(office, ledger, id)?;
    let mut departments = Vec::new();
    for (department, name) in &record.settings.departments {
        let mut row = row(office, ledger, record, &desk, (department, name), &waiting, now)?;
        row.unsent = record.submissions.get(department).is_some_and(|s| unsent.contains(&s.mark.commit));
        row.changed = changed.reports.get(department).copied();
        let unsent = row.unsent.then(|| say!(vi: "chưa gửi lên kho chung", en: "not sent to the shared repository"));
        for Text { vi, en } in row.changed.map(FileChange::of_report).into_iter().chain(unsent) {
            row.note = Some(match row.note {
                Some(note) => Text { vi: format!("{vi}; {}", note.vi), en: format!("{en}; {}", note.en) },
                None => Text { vi, en },
            });
        }
        departments.push(row);
    }
    let stage = record.stage();
    let today = now.date();
    let standing = ledger.draft(id);
    let sent_back = record.returned_draft(standing.as_ref()).filter(|_| stage == Stage::Drafted);
    let returned = sent_back.map(|note| ReturnRow {
        reason: note.reason.to_string(),
        by: named(ledger, &note.mark.by),
        at: note.mark.at,
    });
    let conflicts = match standing.as_ref().filter(|_| stage == Stage::Drafted) {
        Some(standing) => draft::conflicts_in(office, standing.blob)?,
        None => 0,
    };
    let (turn, next) = match &returned {
        Some(note) => redraft(ledger, record, note, now),
        None if conflicts > 0 => settle(ledger, id, conflicts, now),
        None => turn(ledger, record, &departments, now),
    };
    let (state, state_name) = match &returned {
        Some(_) => ("returned", say!(vi: "dự thảo bị trả lại", en: "draft sent back")),
        None => (stage.id(), Text { vi: stage.name(Lang::Vi).into(), en: stage.name(Lang::En).into() }),
    };
    let title = record.settings.title.clone();
    let name = title.map_or_else(|| Text { vi: id.name(Lang::Vi), en: id.name(Lang::En) }, Text::same);
    Ok(StatusView {
        period: id.clone(),
        name,
        cadence: id.cadence(),
        today,
        deadline: Text { vi: limit.describe(Lang::Vi), en: limit.describe(Lang::En) },
        last_day: limit.last_day(),
        days_left: limit.days_left(today),
        state,
        state_name,
        returned,
        draft_changed: changed.draft,
        conflicts,
        unsent: unsent.len(),
        instructions: instructions(ledger, record),
        turn,
        next,
        departments,
        steps: steps(record, settings, limit),
        tip: ledger.tip().map(|t| t.short()),
    })
}

/// A person's title and name; the id of one who is no longer on the roster.
fn named(ledger: &Ledger<Verified>, id: &PersonId) -> String {
    let person = ledger.roster().and_then(|roster| roster.person(id));
    person.map_or_else(|| id.to_string(), |person| format!("{} {}", person.title, person.name))
}

/// While a draft has conflicts the drafter settles them.
fn settle(ledger: &Ledger<Verified>, id: &PeriodId, count: usize, now: Moment) -> (Option<Role>, Option<Text>) {
    let drafter = say!(vi: "chuyên viên tổng hợp", en: "the consolidating officer");
    let Text { vi, en } = who(ledger, Role::Consolidator, &Intent::of(ActKind::Merge, id), now).unwrap_or(drafter);
    let noun = if count == 1 { "conflict" } else { "conflicts" };
    let next = say!(
        vi: "dự thảo còn {count} chỗ xung đột: {vi} sửa rồi chạy `baocao merge {id}`",
        en: "the draft has {count} {noun}: {en} settles them and runs `baocao merge {id}`"
    );
    (Some(Role::Consolidator), Some(next))
}

/// The instructions of the approval, as long as the text is not completed.
fn instructions(ledger: &Ledger<Verified>, record: &PeriodRecord) -> Option<InstructionsRow> {
    let approval = record.approval.as_ref().filter(|_| record.stage() == Stage::Completing)?;
    let text = approval.instructions.as_ref()?.to_string();
    Some(InstructionsRow { text, by: named(ledger, &approval.mark.by), at: approval.mark.at })
}

/// After a return the drafter mends the text.
fn redraft(
    ledger: &Ledger<Verified>,
    record: &PeriodRecord,
    note: &ReturnRow,
    now: Moment,
) -> (Option<Role>, Option<Text>) {
    let (id, reason) = (&record.id, &note.reason);
    let drafter = say!(vi: "chuyên viên tổng hợp", en: "the consolidating officer");
    let Text { vi, en } = who(ledger, Role::Consolidator, &Intent::of(ActKind::Merge, id), now).unwrap_or(drafter);
    let next = say!(
        vi: "{vi} sửa dự thảo theo lý do trả lại (“{reason}”) rồi chạy `baocao merge {id}`",
        en: "{en} mends the draft (“{reason}”) and runs `baocao merge {id}`"
    );
    (Some(Role::Consolidator), Some(next))
}

fn record_form(office: &Office, id: &PeriodId) -> anyhow::Result<Option<baocao_core::domain::Form>> {
    let source = office.source(&baocao_core::domain::folder::period_form(id))?;
    Ok(source.map(|source| baocao_check::reports::form::read(&source).0))
}

fn row(
    office: &Office,
    ledger: &Ledger<Verified>,
    record: &PeriodRecord,
    desk: &Desk,
    (department, name): (&DepartmentId, &str),
    waiting: &[(DepartmentId, ObjectId)],
    now: Moment,
) -> anyhow::Result<DepartmentRow> {
    let (state, found) = desk.state(office, department)?;
    let submission = record.submissions.get(department).filter(|s| s.mark.at <= now);
    let due = desk.dossier.due(department);
    let returned = submission.and_then(|s| s.returned.as_ref()).filter(|note| note.mark.at <= now);
    let late = submission.filter(|_| state == DepartmentState::Submitted).and_then(|s| {
        let closes = s.due.map_or(record.settings.deadline, Deadline::no_later_than);
        closes.late_by(s.arrived).map(|l| Text { vi: l.describe(Lang::Vi), en: l.describe(Lang::En) })
    });
    let missing = (state == DepartmentState::Missing)
        .then(|| due.late_by(now).map(|l| Text { vi: l.describe(Lang::Vi), en: l.describe(Lang::En) }))
        .flatten();
    let note = returned.map(|note| {
        let reason = &note.reason;
        match note.due.map(format_date_vi) {
            Some(due) => say!(vi: "trả lại: {reason}; hạn mới {due}", en: "returned: {reason}; due {due}"),
            None => say!(vi: "trả lại: {reason}", en: "returned: {reason}"),
        }
    });
    let received =
        submission.filter(|s| s.branch.is_some()).map(|s| (s.mark.at.clock(Lang::Vi), s.mark.at.clock(Lang::En)));
    let received = received.map(
        |(vi, en)| say!(vi: "qua nhánh riêng, Văn phòng nhận lúc {vi}", en: "by its own branch, taken in at {en}"),
    );
    let waits = waiting.iter().any(|(id, _)| id == department);
    let waits = waits.then(|| {
        say!(
            vi: "có bản gửi lên nhánh riêng chờ thu nhận (`baocao receive`)",
            en: "a text on its own branch waits to be taken in (`baocao receive`)"
        )
    });
    let note = waits.or(note).or(received);
    let person = |id| ledger.roster().and_then(|r| r.person(id)).map_or_else(|| id.to_string(), |p| p.name.clone());
    let count = |severity| found.iter().filter(|r| r.diagnostic.severity == severity).count();
    Ok(DepartmentRow {
        id: department.to_string(),
        name: name.to_string(),
        state,
        on_time: submission.and_then(|_| record.on_time(department)),
        submitted_at: submission.map(|s| s.branch.map_or(s.mark.at, |(_, claimed)| claimed)),
        received_at: submission.filter(|s| s.branch.is_some()).map(|s| s.mark.at),
        by: submission.map(|s| person(&s.mark.by)),
        late: late.or(missing),
        changed: None,
        unsent: false,
        note,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    })
}

/// The office's own steps: planned from the departments' last day, done as the acts say.
fn steps(record: &PeriodRecord, settings: &Settings, limit: Deadline) -> Vec<StepRow> {
    let done = |step: Step| match step {
        // Collecting is done when the draft rests on everybody's report.
        Step::Collect => {
            let all = record.settings.departments.iter().all(|(id, _)| record.submissions.contains_key(id));
            all.then(|| record.submissions.values().map(|s| s.mark.at).max()).flatten()
        }
        Step::Draft => record.merge.as_ref().map(|m| m.mark.at),
        Step::Complete => record.review.as_ref().map(|r| r.mark.at),
        Step::Approve => record.approval.as_ref().map(|a| a.mark.at),
        Step::Send => record.dispatch.as_ref().map(|d| d.mark.at),
        Step::File => record.archive.as_ref().map(|(mark, _)| mark.at),
    };
    let due = settings.steps.due_dates(limit.last_day(), &settings.calendar);
    due.into_iter().map(|(step, due)| StepRow { step, role: role_of(step), due, done_at: done(step) }).collect()
}

fn role_of(step: Step) -> Role {
    match step {
        Step::Collect | Step::Draft => Role::Consolidator,
        Step::Complete => Role::ChiefOfOffice,
        Step::Approve => Role::Leader,
        Step::Send | Step::File => Role::Clerk,
    }
}

/// Whose turn it is, and what they do next.
fn turn(
    ledger: &Ledger<Verified>,
    record: &PeriodRecord,
    departments: &[DepartmentRow],
    now: Moment,
) -> (Option<Role>, Option<Text>) {
    let id = &record.id;
    let open: Vec<&str> =
        departments.iter().filter(|d| d.state != DepartmentState::Submitted).map(|d| d.name.as_str()).collect();
    let step = |role: Role, kind: ActKind| {
        let verb = kind.id();
        let Text { vi, en } = match who(ledger, role, &Intent::of(kind, id), now) {
            Ok(named) => named,
            Err(role) => {
                let nobody = say!(
                    vi: "chưa có ai trong danh sách được làm bước này ({}); người quản trị bổ sung bằng `baocao roster`",
                    en: "nobody on the roster may take this step ({}); the administrator adds somebody with `baocao roster`",
                    verb
                );
                return (Some(role), Some(nobody));
            }
        };
        (Some(role), Some(say!(vi: "{vi} chạy `baocao {verb} {id}`", en: "{en} runs `baocao {verb} {id}`")))
    };
    match record.stage() {
        Stage::Collecting if !open.is_empty() => {
            let (count, list) = (open.len(), open.join(", "));
            let noun = if count == 1 { "department has" } else { "departments have" };
            let next = say!(vi: "còn {count} đơn vị chưa nộp: {list}", en: "{count} {noun} not submitted: {list}");
            (Some(Role::Reporter), Some(next))
        }
        Stage::Collecting => step(Role::Consolidator, ActKind::Merge),
        Stage::Drafted if !ledger.stale(id).is_empty() => step(Role::Consolidator, ActKind::Merge),
        Stage::Drafted => step(Role::ChiefOfOffice, ActKind::Review),
        Stage::Reviewed => step(Role::Leader, ActKind::Approve),
        Stage::Completing => step(Role::ChiefOfOffice, ActKind::Finalize),
        Stage::Finalized if record.awaits_second_approval() => step(Role::Leader, ActKind::Approve),
        Stage::Approved | Stage::Finalized => step(Role::Clerk, ActKind::Dispatch),
        Stage::Dispatched => step(Role::Clerk, ActKind::Archive),
        Stage::Archived => (None, None),
    }
}

/// Those of a role who may take a step now, by title and name; the role itself if there is nobody.
fn who(ledger: &Ledger<Verified>, role: Role, intent: &Intent, now: Moment) -> Result<Text, Role> {
    let holders = ledger.roster().into_iter().flat_map(|roster| roster.holders(role, now.date()));
    let names: Vec<String> = holders
        .filter(|person| procedure::may(ledger, intent, person, now).is_ok())
        .map(|person| format!("{} {}", person.title, person.name))
        .collect();
    if names.is_empty() {
        return Err(role);
    }
    let names = names.join(" / ");
    Ok(say!(vi: "{names}", en: "{names}"))
}
