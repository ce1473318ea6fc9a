//! `review`: the Chief of Office submits the draft to the leaders.

use crate::acts::trailers;
use crate::trailers::codec::{One, Reference};
use baocao_core::domain::{ActKind, Detail};

trailers! {
    Review {
        subject: One("Subject"),
        inputs: One("Inputs"),
        merge: Reference(ActKind::Merge),
    }
}
