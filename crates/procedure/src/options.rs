//! What a verification is measured by.

use baocao_core::domain::{Moment, ObjectId};

/// What a verification is measured by, besides the line itself.
#[derive(Debug, Clone)]
pub struct VerifyOptions {
    /// Now, for refusing dates in the future; `None` leaves that out.
    pub now: Option<Moment>,
    /// The commit that the agency has declared its root.
    pub pinned_root: Option<ObjectId>,
    /// How far a commit may be dated after `now`: a day for a reader without a trusted clock, minutes for a server.
    pub ahead_minutes: u32,
    /// The moment at which a step is about to be recorded. One person's commits that are dated after it count with this
    /// moment, as they will once the step names them.
    pub recording: Option<Moment>,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        VerifyOptions { now: None, pinned_root: None, ahead_minutes: 24 * 60, recording: None }
    }
}
