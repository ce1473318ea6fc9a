//! `genesis`: sets up the folder with its first roster.

use crate::acts::trailers;
use crate::trailers::codec::One;
use baocao_core::domain::Detail;

trailers! {
    Genesis {
        agency: One("Agency"),
    }
}
