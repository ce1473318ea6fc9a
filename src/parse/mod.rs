//! Bytes become values: the only readers of the office's file formats. Nothing here fails; what cannot be read is a value too.

mod body;
mod comments;
pub mod commit;
pub mod encoding;
mod expression;
mod figure_rules;
pub mod form;
pub mod front_matter;
mod indicators;
mod keys;
pub mod layout;
mod legacy;
pub mod markdown;
pub mod outline;
pub mod paper;
mod paperwork;
pub mod period;
pub mod pins;
mod plain;
mod remnant;
pub mod report;
mod roster;
pub mod settings;
pub mod skeleton;
mod toml_reader;
pub mod trailers;
pub mod tree;
