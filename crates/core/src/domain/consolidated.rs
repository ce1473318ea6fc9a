//! Báo cáo tổng hợp: many reports in one, each passage with its origin.

use crate::domain::{Blocks, DepartmentId, Input, PeriodId, Report, SectionKey};
use crate::text::{RepoPath, Source, TonePlacement};
use std::fmt;

/// One department's report on its way into the consolidated report.
#[derive(Debug, Clone)]
pub struct Contribution {
    /// Whose report it is and which exact text, as the act will record it.
    pub input: Input,
    /// The department's name when the period was opened.
    pub name: String,
    /// The report as understood.
    pub report: Report,
    /// Its text.
    pub source: Source,
    /// Its Markdown blocks.
    pub blocks: Blocks,
}

/// Which part of a text a passage belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passage {
    /// `mục I.1`: a section, by its key in the department's form.
    Section(SectionKey),
    /// `phần kết`: what stands after the last section.
    Closing,
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Passage::Section(key) => write!(f, "mục {key}"),
            Passage::Closing => f.write_str("phần kết"),
        }
    }
}

impl Passage {
    fn read(text: &str) -> Option<Passage> {
        match text.strip_prefix("mục ") {
            Some(key) if !key.trim().is_empty() && !key.contains("--") => {
                Some(Passage::Section(SectionKey(key.to_string())))
            }
            Some(_) => None,
            None => (text == "phần kết").then_some(Passage::Closing),
        }
    }
}

/// Nguồn: where a passage of the consolidated report comes from. Its [`Origin::mark`] stands on a line before the passage and
/// holds until the next mark. Marks name no version, so that a resubmission changes only what it changes; the
/// version stands once, in the front matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A department's report.
    Department(DepartmentId, Passage),
    /// The office's own skeleton (biểu mẫu).
    Skeleton(Passage),
    /// The departments' figures (số liệu).
    Figures,
    /// The figures in words (nhận xét số liệu).
    Sentences,
    /// The list of those that have not submitted (đơn vị chưa nộp).
    Missing,
}

const OPEN: &str = "<!-- nguồn: ";
const CLOSE: &str = " -->";

/// The label of the draft's footnote with the files and commits that the figures of other periods come from.
///
/// It is for those who work on the draft and for the file; the document that is sent does not carry it.
pub const SOURCES_LABEL: &str = "nguon-so-lieu";

/// How that footnote begins, which tells it from a footnote of the office's own with the same label.
pub const SOURCES_BEGIN: &str = "Số liệu kỳ này lấy từ báo cáo của các đơn vị nêu ở";

impl Origin {
    /// The line that marks the passage: `<!-- nguồn: thanh-tra, mục I.1 -->`.
    pub fn mark(&self) -> String {
        match self {
            Origin::Department(id, passage) => format!("{OPEN}{id}, {passage}{CLOSE}"),
            Origin::Skeleton(passage) => format!("{OPEN}biểu mẫu, {passage}{CLOSE}"),
            Origin::Figures => format!("{OPEN}số liệu{CLOSE}"),
            Origin::Sentences => format!("{OPEN}nhận xét số liệu{CLOSE}"),
            Origin::Missing => format!("{OPEN}đơn vị chưa nộp{CLOSE}"),
        }
    }

    /// Reads a line back; blanks after it do not matter, anything else on the line does.
    pub fn read(line: &str) -> Option<Origin> {
        let words = line.trim_end().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        match words.split_once(", ") {
            Some(("biểu mẫu", passage)) => Passage::read(passage).map(Origin::Skeleton),
            Some((id, passage)) => Some(Origin::Department(DepartmentId::parse(id)?, Passage::read(passage)?)),
            None if words == "số liệu" => Some(Origin::Figures),
            None if words == "nhận xét số liệu" => Some(Origin::Sentences),
            None if words == "đơn vị chưa nộp" => Some(Origin::Missing),
            None => None,
        }
    }

    /// The department, if the passage is one's.
    pub fn department(&self) -> Option<&DepartmentId> {
        match self {
            Origin::Department(id, _) => Some(id),
            _ => None,
        }
    }
}

/// One row of the table of figures. Cells are as shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FiguresRow {
    /// The group that begins with this row.
    pub group: Option<String>,
    /// The indicator's name and unit; empty in the rows that continue an indicator.
    pub indicator: Option<(String, String)>,
    /// The department's name, or “Cộng”.
    pub department: String,
    /// Kế hoạch.
    pub plan: String,
    /// Thực hiện.
    pub actual: String,
    /// Whether the actual figure is an estimate (ước).
    pub estimate: bool,
    /// Thực hiện in percent of kế hoạch.
    pub share: String,
    /// Cùng kỳ năm trước.
    pub before: String,
    /// Tăng (+), giảm (-) since then.
    pub change: String,
    /// Luỹ kế từ đầu năm.
    pub cumulative: String,
    /// Whether it is the sum of the rows before it.
    pub total: bool,
}

/// Bảng số liệu: the departments' figures with totals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FiguresTable {
    /// By indicator in the order of the settings, then by department in the order of the report.
    pub rows: Vec<FiguresRow>,
    /// What was left out of a total, and why; office sentences.
    pub notes: Vec<String>,
    /// Every report of another period that a number rests on: period, department, file and commit.
    pub sources: Vec<String>,
    /// Where the tone mark stands in the words of the table's head.
    pub tone: TonePlacement,
}

/// What a part of the consolidated report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A heading of the skeleton.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The title with the period's words filled in.
        text: String,
    },
    /// Markdown of the skeleton.
    Paragraph(String),
    /// A department's text under the department's name.
    Written {
        /// The level of the heading with the name; 7 where headings end and bold type begins.
        level: u8,
        /// The department's name.
        name: String,
        /// Markdown, already fitted below that heading.
        text: String,
    },
    /// The table of figures.
    Figures {
        /// The level of its heading, beside the departments' headings.
        level: u8,
        /// Its rows and notes.
        table: FiguresTable,
    },
    /// What the table says, in words.
    Sentences(Vec<String>),
    /// The names of those that have not submitted.
    Missing(Vec<String>),
}

/// Báo cáo tổng hợp as a value; `render` writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Consolidated {
    /// `bieu_mau` of the skeleton: `BM-VP-01`.
    pub form: String,
    /// `ky`.
    pub period: PeriodId,
    /// `dau_vao`: every input with its path, in the order of the report.
    pub inputs: Vec<(Input, RepoPath)>,
    /// Departments that must report and have not, in the order of the report.
    pub missing: Vec<(DepartmentId, String)>,
    /// Everything after the front matter. Parts of one origin that follow each other share one mark; none before the first
    /// parts, which are the skeleton's own.
    pub parts: Vec<(Option<Origin>, Content)>,
}

#[cfg(test)]
mod tests {
    use crate::domain::consolidated::*;

    #[test]
    fn marks_read_back() {
        let department = DepartmentId::parse("thanh-tra").expect("an id");
        let section = Passage::Section(SectionKey("I.1".into()));
        for origin in [
            Origin::Department(department.clone(), section.clone()),
            Origin::Department(department, Passage::Closing),
            Origin::Skeleton(section),
            Origin::Skeleton(Passage::Closing),
            Origin::Figures,
            Origin::Sentences,
            Origin::Missing,
        ] {
            assert_eq!(Origin::read(&origin.mark()), Some(origin));
        }
    }

    #[test]
    fn only_a_whole_line_is_a_mark() {
        for line in [
            " <!-- nguồn: thanh-tra, mục I.1 -->",
            "<!-- nguồn: thanh-tra, mục I.1 --> thêm",
            "<!-- nguồn: Thanh Tra, mục I.1 -->",
            "<!-- nguồn: thanh-tra, mục  -->",
            "<!-- nguồn: thanh-tra, mục a --> b -->",
            "<!-- nguồn: x -->",
            "<!-- nguồn:  -->",
        ] {
            assert_eq!(Origin::read(line), None, "{line}");
        }
    }
}
