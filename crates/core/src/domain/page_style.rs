//! Thể thức: the measures of a document's page, as data. The values of Nghị định 30/2020/NĐ-CP are one such profile.

/// A length in hundredths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(pub u32);

impl Length {
    /// In twentieths of a point, as Word counts.
    pub fn twips(self) -> u32 {
        // 1 mm is 1440/25.4 twips.
        (self.0 * 1440 + 1270) / 2540
    }

    /// In millimetres, as style sheets read it: `12.7mm`.
    pub fn css(self) -> String {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        if part == 0 {
            format!("{whole}mm")
        } else {
            format!("{whole}.{}mm", format!("{part:02}").trim_end_matches('0'))
        }
    }
}

/// Cỡ chữ: a size of type in half points, as Word counts: 28 is 14 pt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u32);

impl Size {
    /// In points, as style sheets read it: `14pt`.
    pub fn css(self) -> String {
        if self.0.is_multiple_of(2) { format!("{}pt", self.0 / 2) } else { format!("{}.5pt", self.0 / 2) }
    }
}

/// The sizes of the elements (Phụ lục I, Mục IV; box numbers in brackets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// Quốc hiệu (1).
    pub state: Size,
    /// Tiêu ngữ (1).
    pub motto: Size,
    /// Cơ quan chủ quản (2).
    pub parent: Size,
    /// Cơ quan ban hành (2).
    pub agency: Size,
    /// Số, ký hiệu (3).
    pub number: Size,
    /// Địa danh và thời gian (4).
    pub place: Size,
    /// Tên loại (5a).
    pub kind: Size,
    /// Trích yếu (5a).
    pub subject: Size,
    /// Nội dung (6).
    pub body: Size,
    /// Kính gửi (9a).
    pub addressee: Size,
    /// Chức vụ, họ tên (7a, 7b).
    pub signer: Size,
    /// “Nơi nhận:” (9b).
    pub recipients_title: Size,
    /// The recipients (9b).
    pub recipients: Size,
    /// Số trang.
    pub page_number: Size,
    /// Phụ lục.
    pub appendix: Size,
    /// Tables.
    pub table: Size,
    /// Tables of seven columns and more.
    pub wide_table: Size,
    /// Footnotes.
    pub note: Size,
}

/// One layout profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What it follows, for the document's properties.
    pub name: String,
    /// Width and height of the page.
    pub page: (Length, Length),
    /// Margins: top, bottom, left, right.
    pub margins: (Length, Length, Length, Length),
    /// The typeface.
    pub font: String,
    /// The sizes.
    pub sizes: Sizes,
    /// Thụt đầu dòng.
    pub indent: Length,
    /// Between paragraphs, in half points.
    pub paragraph_gap: Size,
    /// Line spacing in percent of a single line.
    pub line_percent: u32,
    /// Whether an appendix states the number and the date of its document once they are known. A paper document does; a
    /// document that is signed electronically need not (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, Mục III.1).
    pub dated_appendices: bool,
}

impl Layout {
    /// The width of the text.
    pub fn text_width(&self) -> Length {
        let (_, _, left, right) = self.margins;
        Length(self.page.0.0.saturating_sub(left.0 + right.0))
    }

    /// The greatest height of a picture: two thirds of the page between its margins.
    pub fn picture_height(&self) -> Length {
        let (top, bottom, ..) = self.margins;
        Length(self.page.1.0.saturating_sub(top.0 + bottom.0) / 3 * 2)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::page_style::*;

    #[test]
    fn lengths_become_what_word_and_browsers_count_in() {
        assert_eq!(
            [21_000, 29_700, 2_000, 3_000, 1_270].map(|l| Length(l).twips()),
            [11_906, 16_838, 1_134, 1_701, 720]
        );
        assert_eq!([2_000, 1_270, 1_505].map(|l| Length(l).css()), ["20mm", "12.7mm", "15.05mm"]);
        assert_eq!([28, 21].map(|s| Size(s).css()), ["14pt", "10.5pt"]);
    }
}
