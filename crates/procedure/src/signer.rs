//! Whose key signed, and whether that key and that person count at that place of the line.

use crate::problem::{Problem, refuse};
use crate::state::{Members, State};
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Date, Fingerprint, Person, Signature};
use baocao_core::say;

/// The person who signed a commit, judged by a roster at the line's clock.
pub(crate) fn signer<'a>(
    state: &State,
    members: &'a Members,
    signature: &Signature,
    day: Date,
) -> Result<&'a Person, Problem> {
    match signature {
        Signature::Absent => refuse!(ActUnsigned, vi: "không có chữ ký", en: "there is no signature"),
        Signature::Bad(why) => {
            Err(Problem::because(Code::SignatureBad, say!(vi: "chữ ký sai", en: "the signature is bad"), why))
        }
        Signature::Unknown(why) => {
            let what = say!(vi: "không kiểm tra được chữ ký", en: "the signature could not be checked");
            Err(Problem::because(Code::SignatureBad, what, why))
        }
        Signature::By(key) => owner(state, members, key, day),
    }
}

fn owner<'a>(state: &State, members: &'a Members, key: &Fingerprint, day: Date) -> Result<&'a Person, Problem> {
    let Some((person, entry)) = members.owner(key) else {
        refuse!(SignerUnknown, vi: "khoá {key} không có trong danh sách", en: "the key {key} is not on the roster");
    };
    let name = &person.name;
    // Both are places on the line and not dates: whoever holds the key can write any date.
    if state.compromised(key, state.position) {
        refuse!(
            SignerUnauthorised,
            vi: "khoá của {name} đã bị lộ, chữ ký sau commit được tin cuối cùng không còn giá trị",
            en: "the key of {name} is compromised; what it signed after the last trusted commit is void"
        );
    }
    if state.superseded.contains(key) {
        return Err(crate::rotation::superseded(person));
    }
    if entry.revoked.is_some() {
        refuse!(SignerUnauthorised, vi: "khoá của {name} đã bị thu hồi", en: "the key of {name} has been withdrawn");
    }
    if !entry.tenure.covers(day) {
        refuse!(SignerUnauthorised, vi: "khoá của {name} không còn hoặc chưa có hiệu lực", en: "the key of {name} is not in force");
    }
    in_office(person, day)?;
    Ok(person)
}

/// Whether the person holds office on a day.
pub(crate) fn in_office(person: &Person, day: Date) -> Result<(), Problem> {
    if !person.tenure.covers(day) {
        let name = &person.name;
        refuse!(SignerUnauthorised, vi: "{name} không đang giữ chức vụ", en: "{name} is not in office");
    }
    Ok(())
}
