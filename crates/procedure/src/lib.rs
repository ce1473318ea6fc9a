//! Who may do what, and what the signed history proves.
//!
//! There is one set of judgements. [`may`] and [`prepare`] apply it before a step is made, [`verify()`] to every commit of
//! the history. What only a finished commit has (its signature, its dates, all the paths that it changes) `verify` alone
//! can judge: a command verifies the history together with its new commit before it moves the branch.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod about;
mod acts;
mod authority;
pub mod branch;
mod capacity;
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
mod opened;
mod opening;
mod options;
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

pub use intent::{Intent, Plan, may, prepare};
pub use ledger::{Judged, Ledger, Standing, Unverified, Verified};
pub use options::VerifyOptions;
pub use papers::Papers;
pub use record::{
    Approval, Arrival, Dispatched, Finalization, Mark, Merged, PeriodRecord, ReturnNote, Review, Submission,
};
pub(crate) use site::{Site, Spot};
pub use stage::Stage;
pub use verify::{verify, verify_with, verify_without};
