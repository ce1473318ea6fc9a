//! `endorse`: agrees to a change of the roster or to an annulment.

use crate::acts::trailers;
use crate::trailers::codec::One;
use baocao_core::domain::Detail;

trailers! {
    Endorse {
        proposal: One("Subject"),
    }
}
