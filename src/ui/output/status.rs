//! `status`: a table for people, a document for programs.

use crate::ui::output::diagnostics::json::to_line;
use baocao_core::domain::{Cadence, Date, DepartmentState, Moment, PeriodId, Role, Step, format_date_vi};
use baocao_core::say;
use baocao_core::text::{Lang, Text, visible};
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;

/// How a file of the folder differs from what was recorded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// `edited`: it says something else.
    Edited,
    /// `deleted`: it is gone.
    Deleted,
}

impl FileChange {
    /// The word in JSON.
    pub fn id(self) -> &'static str {
        match self {
            FileChange::Edited => "edited",
            FileChange::Deleted => "deleted",
        }
    }

    /// What happened to a submitted report, in words.
    pub fn of_report(self) -> Text {
        match self {
            FileChange::Edited => {
                say!(vi: "đã sửa sau khi nộp, chưa nộp lại", en: "edited after its submission, not submitted again")
            }
            FileChange::Deleted => {
                say!(vi: "đã xoá sau khi nộp, chưa lấy lại", en: "deleted after its submission, not restored")
            }
        }
    }

    /// What happened to a reviewed draft, in words.
    fn of_draft(self) -> Text {
        match self {
            FileChange::Edited => {
                say!(vi: "đã sửa sau khi trình, chưa ghi lại", en: "edited after its review, not recorded")
            }
            FileChange::Deleted => {
                say!(vi: "đã xoá sau khi trình, chưa lấy lại", en: "deleted after its review, not restored")
            }
        }
    }
}

/// One department's row.
#[derive(Debug, Clone)]
pub struct DepartmentRow {
    /// Its id.
    pub id: String,
    /// Its name when the period was opened.
    pub name: String,
    /// Where it stands.
    pub state: DepartmentState,
    /// Whether the submission came in time; `None` without one.
    pub on_time: Option<bool>,
    /// When it was submitted.
    pub submitted_at: Option<Moment>,
    /// When the office took it in, where it came by the department's own branch.
    pub received_at: Option<Moment>,
    /// Who submitted it.
    pub by: Option<String>,
    /// How late, in words.
    pub late: Option<Text>,
    /// How the file differs from the submitted text.
    pub changed: Option<FileChange>,
    /// Whether the submission waits here to be sent to the shared repository.
    pub unsent: bool,
    /// Why it was sent back and until when.
    pub note: Option<Text>,
    /// Errors in the file as it is now.
    pub errors: usize,
    /// Warnings in the file as it is now.
    pub warnings: usize,
}

/// One of the office's own steps.
#[derive(Debug, Clone)]
pub struct StepRow {
    /// Which.
    pub step: Step,
    /// Whose it is.
    pub role: Role,
    /// By when; `None` where the procedure sets no time.
    pub due: Option<Date>,
    /// When it was done.
    pub done_at: Option<Moment>,
}

/// The return of the draft.
#[derive(Debug, Clone)]
pub struct ReturnRow {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl ReturnRow {
    /// Who sent the draft back, when and why.
    pub fn words(&self, lang: Lang) -> String {
        let (by, at, reason) = (&self.by, self.at.clock(lang), &self.reason);
        match lang {
            Lang::Vi => format!("{by} trả lại lúc {at}; lý do: {reason}"),
            Lang::En => format!("sent back by {by} at {at}; reason: {reason}"),
        }
    }
}

/// The leader's instructions for the last completion.
#[derive(Debug, Clone)]
pub struct InstructionsRow {
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl InstructionsRow {
    /// Who approved with which instructions, and when.
    pub fn words(&self, lang: Lang) -> String {
        let (by, at, text) = (&self.by, self.at.clock(lang), &self.text);
        match lang {
            Lang::Vi => format!("{by} duyệt có ý kiến lúc {at}: {text}"),
            Lang::En => format!("approved by {by} at {at} with instructions: {text}"),
        }
    }
}

/// Everything `status` says of one period.
#[derive(Debug, Clone)]
pub struct StatusView {
    /// Which.
    pub period: PeriodId,
    /// Its name for people.
    pub name: Text,
    /// Its kind.
    pub cadence: Cadence,
    /// The day it is judged at.
    pub today: Date,
    /// The limit in words.
    pub deadline: Text,
    /// The last day in time.
    pub last_day: Date,
    /// Days until then; negative when it has passed.
    pub days_left: i64,
    /// The stage's word in JSON.
    pub state: &'static str,
    /// The stage for people.
    pub state_name: Text,
    /// The return of the draft, as long as the text that was sent back still stands.
    pub returned: Option<ReturnRow>,
    /// How the draft's file differs from the reviewed text.
    pub draft_changed: Option<FileChange>,
    /// Places in which the draft is in conflict.
    pub conflicts: usize,
    /// Acts of this period that wait here to be sent to the shared repository.
    pub unsent: usize,
    /// The instructions of the approval, until they are carried out.
    pub instructions: Option<InstructionsRow>,
    /// Whose turn it is; `None` when all is done.
    pub turn: Option<Role>,
    /// What comes next, with names.
    pub next: Option<Text>,
    /// Departments.
    pub departments: Vec<DepartmentRow>,
    /// The office's own steps.
    pub steps: Vec<StepRow>,
    /// The tip of the history, so that two people can compare it.
    pub tip: Option<String>,
}

impl StatusView {
    /// Whether an own step is late: its day has passed, it is not done, and no later step is.
    pub fn is_late(&self, at: usize) -> bool {
        let waits = self.steps.iter().skip(at).all(|step| step.done_at.is_none());
        waits && self.steps.get(at).and_then(|step| step.due).is_some_and(|due| due < self.today)
    }

    /// Whether departments may still report in time.
    pub fn is_running(&self) -> bool {
        self.days_left >= 0 && self.state == "collecting"
    }

    /// How many departments must report.
    pub fn expected(&self) -> usize {
        self.departments.len()
    }

    /// How many reports are in and not sent back.
    pub fn received(&self) -> usize {
        self.departments.iter().filter(|d| d.state == DepartmentState::Submitted).count()
    }

    /// How many of those came in time.
    pub fn on_time(&self) -> usize {
        self.departments.iter().filter(|d| d.state == DepartmentState::Submitted && d.on_time == Some(true)).count()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    command: &'a str,
    period: String,
    cadence: &'a str,
    today: String,
    last_day: String,
    days_left: i64,
    state: &'a str,
    turn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    returned: Option<ReturnItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft_changed: Option<&'a str>,
    #[serde(skip_serializing_if = "is_zero")]
    conflicts: usize,
    #[serde(skip_serializing_if = "is_zero")]
    unsent: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<InstructionsItem<'a>>,
    expected: usize,
    received: usize,
    on_time: usize,
    departments: Vec<Department<'a>>,
    steps: Vec<StepItem<'a>>,
    tip: Option<&'a str>,
}

#[derive(Serialize)]
struct ReturnItem<'a> {
    reason: &'a str,
    by: &'a str,
    at: String,
}

#[derive(Serialize)]
struct InstructionsItem<'a> {
    text: &'a str,
    by: &'a str,
    at: String,
}

#[derive(Serialize)]
struct Department<'a> {
    id: &'a str,
    name: &'a str,
    state: &'a str,
    on_time: Option<bool>,
    submitted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<String>,
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsent: bool,
    signed: bool,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct StepItem<'a> {
    step: &'a str,
    role: &'a str,
    due: Option<String>,
    done_at: Option<String>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// `status --format json`, one period a line.
pub fn json(view: &StatusView) -> String {
    to_line(&Document {
        schema_version: 1,
        command: "status",
        period: view.period.to_string(),
        cadence: view.cadence.id(),
        today: view.today.to_string(),
        last_day: view.last_day.to_string(),
        days_left: view.days_left,
        state: view.state,
        turn: view.turn.map(Role::id),
        returned: view.returned.as_ref().map(|note| ReturnItem {
            reason: &note.reason,
            by: &note.by,
            at: note.at.to_rfc3339(),
        }),
        draft_changed: view.draft_changed.map(FileChange::id),
        conflicts: view.conflicts,
        unsent: view.unsent,
        instructions: view.instructions.as_ref().map(|asked| InstructionsItem {
            text: &asked.text,
            by: &asked.by,
            at: asked.at.to_rfc3339(),
        }),
        expected: view.expected(),
        received: view.received(),
        on_time: view.on_time(),
        departments: view
            .departments
            .iter()
            .map(|d| Department {
                id: &d.id,
                name: &d.name,
                state: d.state.id(),
                on_time: d.on_time,
                submitted_at: d.submitted_at.map(Moment::to_rfc3339),
                received_at: d.received_at.map(Moment::to_rfc3339),
                by: d.by.as_deref(),
                changed: d.changed.map(FileChange::id),
                unsent: d.unsent,
                // Only a verified, hence signed, submission is one.
                signed: d.submitted_at.is_some(),
                errors: d.errors,
                warnings: d.warnings,
            })
            .collect(),
        steps: view
            .steps
            .iter()
            .map(|s| StepItem {
                step: s.step.id(),
                role: s.role.id(),
                due: s.due.map(|d| d.to_string()),
                done_at: s.done_at.map(Moment::to_rfc3339),
            })
            .collect(),
        tip: view.tip.as_deref(),
    })
}

/// An empty table in the house style.
pub fn table(width: usize) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table
}

/// `status` for people.
pub fn text(view: &StatusView, lang: Lang, width: usize) -> String {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let mut out = format!("{} ({})\n", visible(view.name.get(lang)), view.period);
    out.push_str(&format!("{}: {}", pick("Hạn nộp", "Reports due"), view.deadline.get(lang)));
    out.push_str(&match view.days_left {
        0 => format!(" – {}\n", pick("hôm nay là ngày cuối", "today is the last day")),
        left if left > 0 => format!(
            " – {}\n",
            if lang == Lang::Vi { format!("còn {left} ngày") } else { format!("{left} day(s) left") }
        ),
        past => format!(
            " – {}\n",
            if lang == Lang::Vi { format!("đã qua {} ngày", -past) } else { format!("{} day(s) ago", -past) }
        ),
    });
    out.push_str(&format!("{}: {}\n", pick("Trạng thái", "State"), view.state_name.get(lang)));
    if let Some(note) = &view.returned {
        out.push_str(&format!("{}: {}\n", pick("Trả lại", "Sent back"), visible(&note.words(lang))));
    }
    match (view.unsent, lang) {
        (0, _) => {}
        (count, Lang::Vi) => out.push_str(&format!("Chưa gửi: {count} bước ghi ở máy này, kho chung chưa có\n")),
        (count, Lang::En) => {
            out.push_str(&format!("Not sent: {count} act(s) recorded here that the shared repository lacks\n"));
        }
    }
    if let Some(change) = view.draft_changed {
        out.push_str(&format!("{}: {}\n", pick("Dự thảo", "Draft"), change.of_draft().get(lang)));
    }
    if let Some(asked) = &view.instructions {
        out.push_str(&format!("{}: {}\n", pick("Ý kiến", "Instructions"), visible(&asked.words(lang))));
    }
    let (expected, received, on_time) = (view.expected(), view.received(), view.on_time());
    out.push_str(&match lang {
        Lang::Vi => format!("Đã nộp {received}/{expected} đơn vị, đúng hạn {on_time}\n\n"),
        Lang::En => format!("{received} of {expected} departments submitted, {on_time} on time\n\n"),
    });
    let mut departments = table(width);
    departments.set_header([
        pick("Đơn vị", "Department"),
        pick("Tình trạng", "State"),
        pick("Nộp lúc", "Submitted"),
        pick("Hạn", "In time"),
        pick("Lỗi", "Errors"),
        pick("Ghi chú", "Note"),
    ]);
    for d in &view.departments {
        let in_time = match (&d.late, d.on_time) {
            (Some(late), _) => late.get(lang).to_string(),
            (None, Some(true)) => pick("đúng hạn", "yes").to_string(),
            _ => String::new(),
        };
        let errors = if d.errors == 0 { String::new() } else { d.errors.to_string() };
        departments.add_row(vec![
            Cell::new(visible(&d.name)),
            Cell::new(d.state.words(lang)),
            Cell::new(d.submitted_at.map(|m| m.clock(lang)).unwrap_or_default()),
            Cell::new(in_time),
            Cell::new(errors).set_alignment(CellAlignment::Right),
            Cell::new(visible(d.note.as_ref().map_or("", |n| n.get(lang)))),
        ]);
    }
    out.push_str(&trimmed(&departments));
    let mut steps = table(width);
    steps.set_header([
        pick("Bước", "Step"),
        pick("Trách nhiệm", "Whose"),
        pick("Kế hoạch xong", "Planned"),
        pick("Đã xong", "Done"),
    ]);
    for s in &view.steps {
        steps.add_row(vec![
            s.step.name(lang).to_string(),
            s.role.title(lang).to_string(),
            s.due.map(format_date_vi).unwrap_or_default(),
            s.done_at.map(|m| m.clock(lang)).unwrap_or_default(),
        ]);
    }
    out.push('\n');
    out.push_str(&trimmed(&steps));
    if let Some(next) = &view.next {
        out.push_str(&format!("\n{}: {}\n", pick("Tiếp theo", "Next"), visible(next.get(lang))));
    }
    if let Some(tip) = &view.tip {
        out.push_str(&format!("{}: {tip}\n", pick("Mốc lịch sử", "Tip of the history")));
    }
    out
}

/// A table without blanks at the ends of its lines.
pub fn trimmed(table: &Table) -> String {
    let mut out: String = table.lines().map(|l| format!("{}\n", l.trim_end())).collect();
    if out.is_empty() {
        out.push('\n');
    }
    out
}
