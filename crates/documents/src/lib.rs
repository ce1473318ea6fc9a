//! Documents going out (Word, HTML, PDF, Markdown, spreadsheets, edXML, charts) and coming in (Word, spreadsheets).

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub(crate) mod archive;
pub mod chart;
pub mod docx;
pub mod edxml;
pub mod figure_sheet;
pub mod filed_record;
pub mod html;
pub(crate) mod letterhead;
pub(crate) mod measure;
pub(crate) mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod prose;
pub mod publication;
pub(crate) mod spreadsheet;
pub mod word;
pub mod workbook;
pub mod xml;
