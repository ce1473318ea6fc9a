//! `approve`: a leader approves exactly this text.

use crate::acts::trailers;
use crate::trailers::codec::{One, Optional, Reference};
use baocao_core::domain::{ActKind, Detail};

trailers! {
    Approve {
        subject: One("Subject"),
        inputs: One("Inputs"),
        review: Reference(ActKind::Review),
        capacity: Optional("Capacity"),
        instructions: Optional("Instructions"),
    }
}
