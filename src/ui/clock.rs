//! The one door to "now".

use baocao_core::domain::Moment;

/// The computer's clock.
#[expect(clippy::disallowed_methods, reason = "this is the door")]
pub fn now() -> Moment {
    Moment::from_unix(chrono::Utc::now().timestamp())
}
