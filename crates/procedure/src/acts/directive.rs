//! `directive`: moves the last day of a period by an order.

use crate::acts::trailers;
use crate::trailers::codec::One;
use baocao_core::domain::Detail;

trailers! {
    Directive {
        last_day: One("Last-Day"),
        basis: One("Basis"),
    }
}
