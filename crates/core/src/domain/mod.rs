//! The nouns of the procedure. They know nothing of files, lines or serde.

mod act;
mod blocks;
pub mod cadence;
pub(crate) mod calendar;
mod chart;
mod consolidated;
pub(crate) mod deadline;
pub(crate) mod deadline_rule;
mod document_number;
mod dossier;
mod entered;
mod expression;
mod figure;
pub mod folder;
mod form;
mod grid;
mod history;
mod indicator;
pub(crate) mod lunar;
mod marks;
mod markup;
pub mod moment;
mod object;
mod one_line;
mod page_style;
pub mod period;
mod picture;
mod prose;
mod publication;
mod receipt;
mod report;
mod roster;
pub(crate) mod series;
mod settings;
mod skeleton;
mod statement;
pub(crate) mod steps;
pub mod tree;
mod variables;
mod written;

pub use act::{Act, ActKind, Correction, Detail, FilesCompared, Input, Proposal};
pub use blocks::{Block, BlockKind, Blocks, Label, LabelKind};
pub use cadence::Cadence;
pub(crate) use calendar::{Calendar, Counting, YearTable};
pub use chart::{Chart, ChartSeries, ChartValue, STATED};
pub use consolidated::{
    Consolidated, Content, Contribution, FiguresRow, FiguresTable, Origin, Passage, SOURCES_BEGIN, SOURCES_LABEL,
};
pub use deadline::{Deadline, Lateness, Limit, RollPolicy};
pub use deadline_rule::{DeadlineRule, DueDay, default_rules};
pub use document_number::{DocumentNumber, is_same_number};
pub use dossier::{DepartmentState, Dossier, EncodingFault, Misreading, Paper, PaperKind, Returned, Submission};
pub use entered::EnteredFigure;
pub use expression::{Arithmetic, Condition, FigureRule, Quantity, Relation, Term, Verdict, WhenMissing};
pub use figure::{Amount, format_amount};
pub use form::{Demand, Form, FormSection, PeriodWords, SectionKey};
pub use grid::{Grid, GridCell, GridRow};
pub use history::{Change, Entry, Identity, MessageOddity, RawCommit, Signature};
pub use indicator::{Accumulation, Indicator};
pub use marks::{Ladder, Marks};
pub use markup::{DoubledNote, JoinedLine, JoinedLines, LabelSort, LineMark, LinePart, Markup, TornTable, Underlined};
pub use moment::{
    Date, DateError, Moment, a_year_after, format_date_law, format_date_vi, parse_date, read_date, read_typed_date,
    weekday, year_of,
};
pub use object::{Digest, ObjectId, Version};
pub use one_line::OneLine;
pub use one_line::unfit;
pub use page_style::{Layout, Length, Size, Sizes};
pub use period::{PeriodError, PeriodId};
pub use picture::{
    ANNEX_FOLDER, Image, ImageKind, PICTURE_BYTES, PICTURE_DPI, PICTURE_PIXELS, PICTURES_BYTES, PICTURES_MOST,
    PictureFault, PictureText, PictureUse, is_picture_name, picture_place,
};
pub use prose::{
    Align, HeadingOf, Inline, JoinedCell, Prose, ProseText, TableJoins, TableText, only_pictures, plain, without_start,
};
pub use publication::{
    Appendix, DRAFT, MOTTO, Matter, Publication, Rank, STATE, SignatureBlock, TitleNumber, keeps_copies,
};
pub use receipt::Receipt;
pub use report::{Field, FrontMatter, Fullness, Heading, Report, Section, Value};
pub use roster::{
    BranchClock, BranchUse, Capacity, Delegation, DepartmentId, Fingerprint, KeyMaterial, Person, PersonId, Role,
    Roster, RosterKey, Tenure,
};
pub use series::{
    Comparison, FigureRecord, FigureSource, Movement, Point, Restatement, Restatements, Series, Total, Track,
    first_month, share_of,
};
pub use settings::{Agency, Department, DocumentSettings, FilingSettings, NumberSeries, PeriodSettings, Settings};
pub use skeleton::{Skeleton, SkeletonPart};
pub use statement::{
    Compared, ComparedKind, Inconsistency, Mention, NamedTime, PlainSum, Said, SaidShare, Statements, TaggedSum,
    Unfinished, UnfinishedKind,
};
pub use steps::{Step, StepPlan};
pub use tree::{Mode, TreeChange, TreeEntry};
pub use variables::{SECTION_VARIABLES, VARIABLES, Variables, period_in_sentence, variables_in};
pub use written::{Cell, WrittenFigure, indicator_finder, written_figures};
