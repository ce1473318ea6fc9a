//! `roster`: changes the roster.

use crate::acts::trailers;
use crate::trailers::codec::{One, Reference};
use baocao_core::domain::{ActKind, Detail};

trailers! {
    Roster {
        subject: One("Subject"),
        endorsements: Reference(ActKind::Endorse),
    }
}
