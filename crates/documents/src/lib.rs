//! Documents going out (Word, HTML, PDF, Markdown, spreadsheets, edXML, charts) and coming in (Word, spreadsheets).

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod archive;
pub mod chart;
pub mod docx;
pub mod edxml;
pub mod figure_sheet;
pub mod filed_record;
pub mod html;
pub mod letterhead;
pub mod measure;
pub mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod prose;
pub mod publication;
pub mod spreadsheet;
pub mod word;
pub mod workbook;
pub mod xml;
