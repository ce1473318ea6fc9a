//! `return`: sends a report or the draft back.

use crate::acts::trailers;
use crate::trailers::codec::{One, Optional};
use baocao_core::domain::Detail;

trailers! {
    Return {
        subject: One("Subject"),
        department: Optional("Department"),
        due: Optional("Due"),
        reason: One("Reason"),
    }
}
