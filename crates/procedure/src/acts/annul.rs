//! `annul`: states that commits must not be believed.

use crate::acts::trailers;
use crate::trailers::codec::{AtLeastOne, One};
use baocao_core::domain::Detail;

trailers! {
    Annul {
        commits: AtLeastOne("Annul"),
        reason: One("Reason"),
    }
}
