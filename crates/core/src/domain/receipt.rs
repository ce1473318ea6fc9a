//! Biên nhận: the shared repository's own signed word that it took a push in, and when.

use crate::domain::{Moment, ObjectId, OneLine};

/// One branch moved by one push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The branch's full name.
    pub reference: OneLine,
    /// Where it stood; zeros for a new one.
    pub old: ObjectId,
    /// Where it stands since.
    pub new: ObjectId,
    /// The account that pushed, as far as the server says.
    pub pusher: Option<OneLine>,
    /// When, by the server's clock.
    pub at: Moment,
}
