//! `baocao` runs an office's periodic reporting procedure (Quy trình báo cáo định kỳ, BM-VP-01) over a git folder.
//!
//! This package is the program: [`commands`] holds one file a verb, [`office`] what verbs have in common, [`store`] the
//! disk, git, signing and other programs, and [`ui`] the terminal.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod commands;
pub mod office;
pub mod store;
pub mod ui;
