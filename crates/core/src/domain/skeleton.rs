//! Khung báo cáo tổng hợp (`templates/BM-VP-01.md`): what the office writes, and where the departments' text goes.

use crate::domain::SectionKey;

/// A skeleton as understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skeleton {
    /// `bieu_mau`: `BM-VP-01`.
    pub code: String,
    /// `ten`.
    pub name: String,
    /// In the order of the file.
    pub parts: Vec<SkeletonPart>,
}

/// One part of a skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkeletonPart {
    /// A heading; may hold `{ky}` and `{ky_sau}`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The title's Markdown with its numbering, without `#` marks.
        text: String,
    },
    /// Any other Markdown, copied as it is; may hold `{ky}` and `{ky_sau}`.
    Paragraph(String),
    /// `<!-- lấy: I.1 -->`: here the departments' text of that section of the form is put.
    Take(SectionKey),
    /// `<!-- bảng số liệu -->`: here the table of figures is put.
    FiguresTable,
}
