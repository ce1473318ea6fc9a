//! Who may take which step: roles, departments, ký thay, and that nobody checks their own work.

use crate::acts::roles;
use crate::capacity::capacity;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{ActKind, Date, DepartmentId, Person, Role};
use baocao_core::say;
use baocao_core::text::{Lang, Text};

/// The role in which a person takes a step: the first of the step's roles that the person holds.
///
/// # Errors
/// The person holds none of them.
pub(crate) fn role_of(kind: ActKind, person: &Person) -> Result<Role, Problem> {
    roles(kind).iter().copied().find(|role| person.has(*role)).ok_or_else(|| {
        let (name, word, id) = (&person.name, kind.word(), kind.id());
        let needed = |lang| roles(kind).iter().map(|r| r.title(lang)).collect::<Vec<_>>();
        let (vi, en) = (needed(Lang::Vi).join(" hoặc "), needed(Lang::En).join(" or "));
        let why = Text {
            vi: format!("{name} không giữ vai trò được làm bước “{word}” ({vi})"),
            en: format!("{name} does not hold a role that may take the step “{id}” ({en})"),
        };
        Problem::new(Code::SignerUnauthorised, why)
    })
}

/// Whether a person may take a step in a role. The stage of the period is another question (`order`).
pub(crate) fn right(
    person: &Person,
    role: Role,
    kind: ActKind,
    department: Option<&DepartmentId>,
    day: Date,
) -> Result<(), Problem> {
    crate::signer::in_office(person, day)?;
    // The head is a leader, whichever of the two ids the act says.
    let named = if role == Role::Head && person.has(Role::Head) { Role::Leader } else { role };
    if !roles(kind).contains(&named) || !person.has(role) {
        role_of(kind, person)?;
        let (name, word, id) = (&person.name, kind.word(), role.id());
        refuse!(
            SignerUnauthorised,
            vi: "{name} không được làm bước “{word}” trong vai trò “{id}”",
            en: "{name} may not take this step in the role “{id}”"
        );
    }
    if kind == ActKind::Submit && (person.department.is_none() || person.department.as_ref() != department) {
        let name = &person.name;
        let whose = department.map_or("?", DepartmentId::as_str);
        refuse!(
            SignerUnauthorised,
            vi: "{name} không phải người lập báo cáo của đơn vị “{whose}”",
            en: "{name} is not a reporter of the department “{whose}”"
        );
    }
    Ok(())
}

/// Drafter, reviewer and approver are three people, not three keys or three roles; nobody approves what they completed or
/// completes what they approved; and who approves may sign.
pub(crate) fn separate(
    person: &Person,
    kind: ActKind,
    record: Option<&PeriodRecord>,
    day: Date,
) -> Result<(), Problem> {
    let Some(record) = record else { return Ok(()) };
    let name = &person.name;
    if matches!(kind, ActKind::Review | ActKind::Approve) && record.drafters.contains(&person.id) {
        refuse!(
            SignerUnauthorised,
            vi: "{name} đã soạn hoặc sửa dự thảo nên không được trình hay duyệt chính dự thảo đó",
            en: "{name} has written or edited the draft and may neither review nor approve it"
        );
    }
    if kind == ActKind::Approve && record.review.as_ref().is_some_and(|review| review.mark.by == person.id) {
        refuse!(
            SignerUnauthorised,
            vi: "{name} là người đã trình nên không được duyệt",
            en: "{name} has submitted the draft for approval and may not approve it"
        );
    }
    // What a completion writes is sent: whoever writes it has another's word for it, before or after.
    if kind == ActKind::Approve && record.completers.contains(&person.id) {
        refuse!(
            SignerUnauthorised,
            vi: "{name} đã hoàn chỉnh văn bản nên không được duyệt chính văn bản đó",
            en: "{name} has completed the text and may not approve it"
        );
    }
    if kind == ActKind::Finalize && record.approval.as_ref().is_some_and(|approval| approval.mark.by == person.id) {
        refuse!(
            SignerUnauthorised,
            vi: "{name} là người đã duyệt kèm ý kiến nên không được tự hoàn chỉnh theo ý kiến đó",
            en: "{name} has approved the draft with instructions and may not carry them out alone"
        );
    }
    if matches!(kind, ActKind::Approve | ActKind::Restate) {
        capacity(person, record.id.cadence(), day)?;
    }
    Ok(())
}

/// Who could take a step on a day, by title and name, for the end of a refusal.
pub(crate) fn who_could(
    state: &State,
    kind: ActKind,
    record: Option<&PeriodRecord>,
    department: Option<&DepartmentId>,
    day: Date,
) -> Text {
    let able = |person: &&Person| {
        let role = role_of(kind, person);
        // For a submission any reporter of that department will do.
        role.and_then(|role| right(person, role, kind, department, day)).is_ok()
            && separate(person, kind, record, day).is_ok()
    };
    let names: Vec<String> =
        state.members.roster.people.iter().filter(able).map(|p| format!("{} {}", p.title, p.name)).collect();
    let roles = |lang| roles(kind).iter().map(|role| role.title(lang)).collect::<Vec<_>>();
    if names.is_empty() {
        let (vi, en) = (roles(Lang::Vi).join(" hoặc "), roles(Lang::En).join(" or "));
        return Text {
            vi: format!("bước này thuộc {vi}, nhưng danh sách chưa có ai làm được lúc này"),
            en: format!("this step belongs to {en}, but nobody on the roster can take it now"),
        };
    }
    let names = names.join(", ");
    say!(vi: "người làm được bước này: {names}", en: "who can take this step: {names}")
}
