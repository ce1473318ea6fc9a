//! The nouns of the procedure. They know nothing of files, lines or serde.

mod blocks;
pub mod calendar;
pub mod deadline;
pub mod lunar;
pub mod moment;
mod object;
pub mod period;
mod report;
pub mod steps;

pub use blocks::{Block, BlockKind, Blocks, Label, LabelKind};
pub use calendar::{Calendar, Counting, Rest, YearTable};
pub use deadline::{Deadline, DeadlineRule, DueDay, Lateness, Limit, RollPolicy, default_rules};
pub use moment::{Date, DateError, Moment, format_date_law, format_date_vi, parse_date, read_date};
pub use object::{Digest, ObjectId, Version};
pub use period::{Cadence, PeriodError, PeriodId};
pub use report::{Field, FrontMatter, Fullness, Heading, Report, Section, Value};
pub use steps::{Step, StepPlan};
