//! `archive`: files the record of the period.

use crate::acts::trailers;
use crate::trailers::codec::{One, Reference};
use baocao_core::domain::{ActKind, Detail};

trailers! {
    Archive {
        subject: One("Subject"),
        dispatch: Reference(ActKind::Dispatch),
        manifest: One("Manifest"),
    }
}
