//! The office's own file formats, one module a format with its reader and its writer.

pub mod expression;
pub mod figure_rules;
pub mod front_matter;
pub mod indicators;
pub mod keys;
pub mod manifest;
pub mod page_style;
pub mod paperwork;
pub mod period;
pub mod pins;
pub mod placeholders;
pub mod receipt;
pub mod roster;
pub mod settings;
pub mod toml_reader;
