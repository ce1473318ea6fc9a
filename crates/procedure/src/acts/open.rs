//! `open`: opens a period.

use crate::acts::trailers;
use crate::trailers::codec::One;
use baocao_core::domain::Detail;

trailers! {
    Open {
        subject: One("Subject"),
        last_day: One("Last-Day"),
    }
}
