//! `finalize`: completes the approved text as instructed.

use crate::acts::trailers;
use crate::trailers::codec::{Check, One, Optional, Reference};
use baocao_core::domain::{ActKind, Detail};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Finalize {
        subject: One("Subject"),
        was: One("Was"),
        approve: Reference(ActKind::Approve),
        reason: Optional("Reason"),
    } then Check(reason_of_an_unchanged_text)
}

fn reason_of_an_unchanged_text(detail: &Detail) -> Result<(), Text> {
    let Detail::Finalize { subject, was, reason, .. } = detail else { return Ok(()) };
    if reason.is_some() && subject != was {
        return Err(say!(
            vi: "“Baocao-Reason” của bước hoàn chỉnh chỉ ghi khi văn bản không đổi so với bản được duyệt",
            en: "the “Baocao-Reason” of a completion is only for a text that is the approved one, unchanged"
        ));
    }
    Ok(())
}
