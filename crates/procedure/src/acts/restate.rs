//! `restate`: puts figures of an approved report right.

use crate::acts::trailers;
use crate::trailers::codec::{AtLeastOne, One, Optional, Rising};
use baocao_core::domain::{Correction, Detail};

trailers! {
    Restate {
        basis: One("Ref"),
        corrections: Rising { list: AtLeastOne("Figure"), key: "Figure", before: |a: &Correction, b| a.place() < b.place() },
        capacity: Optional("Capacity"),
        reason: One("Reason"),
    }
}
