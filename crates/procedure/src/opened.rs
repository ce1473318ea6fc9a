//! The record of an opened period, which every judgement of a step begins with.

use crate::problem::Problem;
use crate::record::PeriodRecord;
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::PeriodId;
use baocao_core::say;

/// The record of an opened period in which nothing is wrong.
pub(crate) fn opened<'a>(state: &'a State, period: &PeriodId) -> Result<&'a PeriodRecord, Problem> {
    sound(state, period)?;
    state.periods.get(period).ok_or_else(|| {
        Problem::new(Code::ActOutOfOrder, say!(vi: "kỳ {period} chưa được mở", en: "the period {period} is not open"))
            .who(say!(vi: "mở kỳ bằng `baocao init {period}`", en: "open it with `baocao init {period}`"))
    })
}

/// Nothing of a period counts after a commit that cannot be believed, until that is annulled (docs/verification.md, part 7).
pub(crate) fn sound(state: &State, period: &PeriodId) -> Result<(), Problem> {
    let Some(commit) = state.stopped.get(period) else { return Ok(()) };
    let commit = commit.short();
    Err(Problem::new(
        Code::ActOutOfOrder,
        say!(
            vi: "kỳ {period} có commit {commit} không đáng tin, các bước sau đó chưa được tính",
            en: "the period {period} has the commit {commit} that cannot be believed; nothing after it counts"
        ),
    )
    .who(say!(
        vi: "xem `baocao verify {period}`; người quản trị loại commit đó bằng `baocao annul {commit}`",
        en: "see `baocao verify {period}`; the administrator takes it out with `baocao annul {commit}`"
    )))
}
