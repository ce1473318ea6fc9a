//! Who may do what, and what the signed history proves.
//!
//! There is one set of judgements: [`verify()`] applies it to every commit of the line, [`may`], [`prepare`] and
//! [`admit`] apply the same functions before a step is made. A step that these allow is a step that `verify` believes.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod acts;
mod authority;
pub mod branch;
mod clock;
pub mod commit;
mod effect;
mod facts;
pub mod filing;
pub mod gate;
mod intent;
mod ledger;
pub mod message;
mod misleading;
mod numbers;
mod opening;
mod order;
mod papers;
mod problem;
mod record;
mod rotation;
mod signer;
mod site;
mod stage;
mod state;
mod territory;
pub mod trailers;
pub mod tree;
mod verify;

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod line;
#[cfg(test)]
mod model;

pub(crate) use authority::role_for;
pub use branch::Arrival;
pub use intent::{Intent, Plan, admit, may, prepare};
pub use ledger::{Judged, Ledger, Standing, Unverified, Verified};
pub use papers::Papers;
pub use record::{Approval, Dispatched, Finalization, Mark, Merged, PeriodRecord, ReturnNote, Review, Submission};
pub(crate) use site::{Site, Spot};
pub use stage::Stage;
pub use verify::{VerifyOptions, verify, verify_with, verify_without};
