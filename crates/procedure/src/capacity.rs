//! In which capacity a leader approves.

use crate::problem::{Problem, refuse};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Cadence, Capacity, Date, Person, Role};
use baocao_core::text::{Lang, Text};

/// In which capacity a leader approves: the head by own right, a deputy by a delegation in force.
pub(crate) fn capacity(person: &Person, cadence: Cadence, day: Date) -> Result<Option<Capacity>, Problem> {
    if person.has(Role::Head) {
        return Ok(None);
    }
    let name = &person.name;
    let Some(delegation) = &person.delegation else {
        refuse!(
            SignerUnauthorised,
            vi: "{name} chưa được uỷ quyền duyệt báo cáo (“uy_quyen” trong baocao.toml)",
            en: "{name} has no delegation to approve (“uy_quyen” in baocao.toml)"
        );
    };
    if !delegation.tenure.covers(day) {
        refuse!(
            SignerUnauthorised,
            vi: "uỷ quyền của {name} không còn hoặc chưa có hiệu lực",
            en: "the delegation of {name} is not in force"
        );
    }
    if !delegation.cadences.is_empty() && !delegation.cadences.contains(&cadence) {
        let (vi, en) = (cadence.name(Lang::Vi), cadence.name(Lang::En));
        return Err(Problem::new(
            Code::SignerUnauthorised,
            Text {
                vi: format!("uỷ quyền của {name} không gồm báo cáo {vi}"),
                en: format!("the delegation of {name} does not cover this kind of report ({en})"),
            },
        ));
    }
    Ok(Some(delegation.capacity))
}
