//! `receive`: the office takes in submissions from the departments' branches.

use crate::acts::trailers;
use crate::trailers::codec::{AtLeastOne, Rising};
use baocao_core::domain::{DepartmentId, Detail, ObjectId};

trailers! {
    Receive {
        received: Rising { list: AtLeastOne("Received"), key: "Received", before: |a: &(DepartmentId, ObjectId), b| a.0 < b.0 },
    }
}
