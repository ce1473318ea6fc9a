//! Whether it is time for a step (procedure, section 4.1; the arrows and rules of docs/verification.md, part 7).

pub(crate) use crate::opened::opened;

use crate::Stage;
use crate::acts::Asked;
use crate::opened::sound;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{ActKind, DepartmentId, PeriodId, Role};
use baocao_core::say;
use baocao_core::text::{Lang, Text};

/// Whether a step of a period is in its place.
pub(crate) fn phase(
    state: &State,
    period: &PeriodId,
    kind: ActKind,
    department: Option<&DepartmentId>,
    role: Role,
) -> Result<(), Problem> {
    if kind == ActKind::Open {
        sound(state, period)?;
        if state.periods.contains_key(period) {
            refuse!(ActOutOfOrder, vi: "kỳ {period} đã được mở", en: "the period {period} is already open");
        }
        return Ok(());
    }
    let record = opened(state, period)?;
    let stage = record.stage();
    let fits = crate::acts::in_stage(kind, &Asked { record, stage, department, role });
    if !fits {
        return Err(too_early_or_late(record, kind, stage));
    }
    match kind {
        ActKind::Submit => expected(record, department),
        ActKind::Return => department.map_or(Ok(()), |department| returnable(state, record, department)),
        ActKind::Review | ActKind::Approve => fresh(state, record),
        _ => Ok(()),
    }
}

fn too_early_or_late(record: &PeriodRecord, kind: ActKind, stage: Stage) -> Problem {
    let (period, word, id) = (&record.id, kind.word(), kind.id());
    let (vi, en) = (stage.name(Lang::Vi), stage.name(Lang::En));
    let why = Text {
        vi: format!("chưa đến hoặc đã qua bước “{word}”: kỳ {period} {vi}"),
        en: format!("it is not the time for the step “{id}”: the period {period} is {en}"),
    };
    let first = match (kind, stage) {
        (
            ActKind::Submit | ActKind::Merge | ActKind::Directive | ActKind::Receive,
            Stage::Reviewed | Stage::Approved | Stage::Completing | Stage::Finalized,
        ) => say!(
            vi: "Chánh Văn phòng hoặc lãnh đạo trả lại bằng `baocao return {period}` thì mới làm lại được",
            en: "the Chief of Office or a leader must send it back first with `baocao return {period}`"
        ),
        (_, Stage::Collecting) => say!(
            vi: "trước hết chuyên viên tổng hợp lập dự thảo bằng `baocao merge {period}`",
            en: "first the consolidating officer makes the draft with `baocao merge {period}`"
        ),
        (_, Stage::Drafted) => say!(
            vi: "trước hết Chánh Văn phòng xem xét và trình bằng `baocao review {period}`",
            en: "first the Chief of Office reviews it with `baocao review {period}`"
        ),
        (_, Stage::Reviewed) => say!(
            vi: "trước hết lãnh đạo duyệt bằng `baocao approve {period}`",
            en: "first a leader approves it with `baocao approve {period}`"
        ),
        (_, Stage::Completing) => say!(
            vi: "trước hết Chánh Văn phòng hoàn chỉnh theo ý kiến bằng `baocao finalize {period}`",
            en: "first the Chief of Office completes it as instructed with `baocao finalize {period}`"
        ),
        (_, Stage::Finalized) if record.awaits_second_approval() => say!(
            vi: "trước hết lãnh đạo duyệt lại bản hoàn chỉnh bằng `baocao approve {period}`",
            en: "first a leader approves the completed text with `baocao approve {period}`"
        ),
        (_, Stage::Approved | Stage::Finalized) => say!(
            vi: "bước tiếp theo là Văn thư gửi bằng `baocao dispatch {period}`",
            en: "the next step is the clerk's `baocao dispatch {period}`"
        ),
        (_, Stage::Dispatched) => say!(
            vi: "bước tiếp theo là lưu hồ sơ bằng `baocao archive {period}`",
            en: "the next step is `baocao archive {period}`"
        ),
        (_, Stage::Archived) => {
            say!(vi: "kỳ này đã lưu hồ sơ, không còn bước nào", en: "the period is filed; there is no further step")
        }
    };
    Problem::new(Code::ActOutOfOrder, why).who(first)
}

fn expected(record: &PeriodRecord, department: Option<&DepartmentId>) -> Result<(), Problem> {
    match department {
        Some(department) if record.expects(department) => Ok(()),
        Some(department) => {
            let period = &record.id;
            refuse!(
                ActOutOfOrder,
                vi: "đơn vị “{department}” không phải báo cáo trong kỳ {period}",
                en: "the department “{department}” does not report in the period {period}"
            )
        }
        None => refuse!(ActMalformed, vi: "không rõ đơn vị nào nộp", en: "it is not clear which department submits"),
    }
}

fn returnable(state: &State, record: &PeriodRecord, department: &DepartmentId) -> Result<(), Problem> {
    if state.accepted(record, department).is_some() {
        return Ok(());
    }
    let department = baocao_core::text::visible(record.department_name(department));
    refuse!(
        ActOutOfOrder,
        vi: "đơn vị “{department}” không có báo cáo đã nộp để trả lại",
        en: "the department “{department}” has no submitted report to send back"
    )
}

/// A draft is reviewed and approved only over what the departments have submitted now.
fn fresh(state: &State, record: &PeriodRecord) -> Result<(), Problem> {
    let stale = state.stale(record);
    if stale.is_empty() {
        return Ok(());
    }
    let (period, names) = (&record.id, stale.iter().map(DepartmentId::as_str).collect::<Vec<_>>().join(", "));
    Err(Problem::new(
        Code::ActOutOfOrder,
        say!(
            vi: "báo cáo của đơn vị đã thay đổi sau khi tổng hợp: {names}",
            en: "departments' reports have changed since the draft was merged: {names}"
        ),
    )
    .who(say!(
        vi: "chuyên viên tổng hợp chạy lại `baocao merge {period}`",
        en: "the consolidating officer runs `baocao merge {period}` again"
    )))
}
