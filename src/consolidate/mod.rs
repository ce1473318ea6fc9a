//! Many reports become one, and one that people have edited takes in what is new.

mod cut;
mod figures;
mod narrative;
mod provenance;
mod three_way;

pub use narrative::consolidate;
pub use provenance::{Traced, trace};
pub use three_way::{Conflict, Merged, merge3};
