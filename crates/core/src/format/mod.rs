//! The office's own file formats, one module a format with its reader and its writer.

pub(crate) mod expression;
pub(crate) mod figure_rules;
pub mod front_matter;
pub(crate) mod indicators;
pub(crate) mod keys;
pub mod manifest;
pub mod page_style;
pub(crate) mod paperwork;
pub mod period;
pub mod pins;
pub mod placeholders;
pub mod receipt;
pub mod roster;
pub mod settings;
pub(crate) mod toml_reader;
