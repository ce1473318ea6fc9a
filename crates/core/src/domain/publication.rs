//! Văn bản: the document that the office sends, part by part (Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I).
//!
//! It is built once from the consolidated report, the settings and the acts; writers of DOCX, HTML and the rest only write it.

use crate::domain::{Chart, Date, Inline, Ladder, PeriodId, Prose};
use crate::text::fold;

/// A line of “Nơi nhận” that says who keeps copies (“Lưu: VT, VP.”), and so is nobody to send to.
pub fn keeps_copies(line: &str) -> bool {
    fold(line).starts_with("lưu")
}

/// What a title of the body is (Phụ lục I, Mục II.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Phần: centred.
    Part,
    /// Mục: `I. KẾT QUẢ …`.
    Section,
    /// Khoản: `1. Kết quả nổi bật`.
    Clause,
    /// Điểm: `a) Văn phòng Sở`.
    Point,
    /// A heading inside a department's text, or anything below a điểm.
    Item,
    /// The name of the department whose text follows. It is no member of the decree's ladder and has no number, so that it
    /// is the same in every part of the document and collides with no `a)` of the department's own.
    Department,
    /// The name of a table above it, centred.
    Caption,
}

impl Rank {
    /// The outline level, from 1.
    pub(crate) fn level(self) -> u8 {
        match self {
            Rank::Part | Rank::Section => 1,
            Rank::Clause => 2,
            Rank::Point | Rank::Department | Rank::Caption => 3,
            Rank::Item => 4,
        }
    }

    /// The outline level behind a title of level `last`: none is skipped on the way down.
    pub fn level_below(self, last: u8) -> u8 {
        self.level().min(last.saturating_add(1))
    }
}

/// The number before a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleNumber {
    /// As shown: `I.`, `1.`, `a)`.
    pub shown: String,
    /// The row of siblings it belongs to, where they count from 1 without a gap in a way that word processors can count
    /// themselves (`I.` and `1.`; the letters of the decree, with `đ` and without `f`, they cannot).
    pub row: Option<usize>,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A title.
    Title {
        /// What it is.
        rank: Rank,
        /// Its number.
        number: Option<TitleNumber>,
        /// Its words, without the number.
        text: Vec<Inline>,
        /// Where lists below it begin on the decree's ladder of marks.
        below: Ladder,
    },
    /// Text below the titles. Headings inside (in quotes and lists) are bold lines.
    Text(Prose),
    /// A chart with its title, its numbers as a table and its notes.
    Chart(Box<Chart>),
}

/// Phụ lục.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appendix {
    /// `Phụ lục`, or `Phụ lục I` where there are several.
    pub label: String,
    /// Its title.
    pub title: Vec<Inline>,
    /// Its text.
    pub matter: Vec<Matter>,
}

/// The signature block (boxes 7a, 7b).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignatureBlock {
    /// `GIÁM ĐỐC`, or `KT. GIÁM ĐỐC` and `PHÓ GIÁM ĐỐC`.
    pub position: Vec<String>,
    /// Họ tên; none before the approval.
    pub name: Option<String>,
}

/// Văn bản.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The period it reports on.
    pub period: PeriodId,
    /// Cơ quan chủ quản, in capitals.
    pub parent: String,
    /// Cơ quan ban hành, in capitals.
    pub agency: String,
    /// The agency's name as it is written in running text.
    pub agency_name: String,
    /// `05/BC-SKHCN`; none before the dispatch.
    pub number: Option<String>,
    /// `/BC-SKHCN`: what follows the number that is still open.
    pub symbol: String,
    /// Địa danh.
    pub place: String,
    /// The date; none before the dispatch.
    pub date: Option<Date>,
    /// The day of the last step that made the text what it is, for the file's properties.
    pub written: Date,
    /// The year, which stands even where day and month are open.
    pub year: i32,
    /// Tên loại: `BÁO CÁO`.
    pub kind: String,
    /// Trích yếu.
    pub subject: String,
    /// Kính gửi.
    pub addressees: Vec<String>,
    /// Căn cứ, without closing marks.
    pub grounds: Vec<String>,
    /// The body.
    pub body: Vec<Matter>,
    /// Footnotes, number 1 first.
    pub notes: Vec<Vec<Prose>>,
    /// Phụ lục.
    pub appendices: Vec<Appendix>,
    /// Nơi nhận, line by line with closing marks, without dashes.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signature: SignatureBlock,
    /// Mức độ khẩn, phạm vi lưu hành: framed words.
    pub marks: Vec<String>,
    /// Whether it is still a draft.
    pub draft: bool,
}

/// What a draft is called on its face.
pub const DRAFT: &str = "DỰ THẢO";
/// Quốc hiệu.
pub const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Tiêu ngữ.
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

impl Publication {
    /// `Số: 05/BC-SKHCN`, with room for a number that is still open.
    pub fn number_line(&self) -> String {
        match &self.number {
            Some(number) => format!("Số: {number}"),
            None => format!("Số: {}{}", "\u{a0}".repeat(8), self.symbol),
        }
    }

    /// `Thái Nguyên, ngày 05 tháng 3 năm 2024`, with room for a day that is still open.
    pub fn date_line(&self) -> String {
        let (place, room) = (&self.place, "\u{a0}".repeat(5));
        match self.date {
            Some(date) => format!("{place}, {}", crate::domain::format_date_law(date)),
            None => format!("{place}, ngày {room} tháng {room} năm {}", self.year),
        }
    }

    /// `(Kèm theo Báo cáo số 05/BC-SKHCN ngày 19 tháng 6 năm 2024 của …)`; with blanks for number and date where they are
    /// not known or the layout leaves them open ([`crate::domain::Layout::dated_appendices`]).
    pub fn appendix_reference(&self, dated: bool) -> String {
        let (symbol, agency) = (&self.symbol, &self.agency_name);
        if let (true, Some(number), Some(date)) = (dated, &self.number, self.date) {
            return format!("(Kèm theo Báo cáo số {number} {} của {agency})", crate::domain::format_date_law(date));
        }
        format!("(Kèm theo Báo cáo số         {symbol} ngày      tháng      năm      của {agency})")
            .replace("  ", "\u{a0}\u{a0}")
    }

    /// Tên loại and trích yếu in running text: `Báo cáo kết quả công tác …`.
    pub fn running_title(&self) -> String {
        let small = self.kind.to_lowercase();
        let mut kind = small.chars();
        let kind: String = kind.next().into_iter().flat_map(char::to_uppercase).chain(kind).collect();
        let mut subject = self.subject.chars();
        let first: String = subject.next().into_iter().flat_map(char::to_lowercase).collect();
        format!("{kind} {first}{}", subject.as_str())
    }

    /// The title of the file: tên loại and trích yếu.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind, self.subject)
    }
}
