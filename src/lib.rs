//! `baocao` runs an office's periodic reporting procedure (Quy trình báo cáo định kỳ, BM-VP-01) over a git folder.
//!
//! Bytes come in through [`store`], become values in [`parse`], are judged in [`rules`], [`consolidate`] and
//! [`procedure`], become bytes again in [`render`], and leave through [`store`]. [`commands`] says in which order;
//! [`cli`] speaks with the person.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod cli;
pub mod commands;
pub mod consolidate;
pub mod diagnostic;
pub mod domain;
pub mod parse;
pub mod procedure;
pub mod render;
pub mod rules;
pub mod store;
pub mod text;
