//! Edits of a report that keep every byte they do not mean to change.

pub mod figure_fields;
pub mod mend;
pub mod separate;
