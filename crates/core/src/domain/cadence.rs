//! The kinds of period.

use crate::text::Lang;

/// The kinds of report of the procedure (loại kỳ báo cáo), in the order they are listed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Báo cáo tháng.
    Month,
    /// Báo cáo quý.
    Quarter,
    /// Báo cáo 6 tháng đầu năm.
    HalfYear,
    /// Báo cáo 9 tháng đầu năm.
    NineMonths,
    /// Báo cáo năm.
    Year,
    /// Báo cáo năm gửi theo kênh Bộ Khoa học và Công nghệ.
    Ministry,
    /// Báo cáo đột xuất, by a superior's order.
    AdHoc,
}

impl Cadence {
    /// Every kind.
    pub const ALL: [Cadence; 7] = [
        Cadence::Month,
        Cadence::Quarter,
        Cadence::HalfYear,
        Cadence::NineMonths,
        Cadence::Year,
        Cadence::Ministry,
        Cadence::AdHoc,
    ];

    /// The id in settings and formats: `thang`, `quy`, `6thang`, `9thang`, `nam`, `nam-bo`, `dot-xuat`.
    pub fn id(self) -> &'static str {
        match self {
            Cadence::Month => "thang",
            Cadence::Quarter => "quy",
            Cadence::HalfYear => "6thang",
            Cadence::NineMonths => "9thang",
            Cadence::Year => "nam",
            Cadence::Ministry => "nam-bo",
            Cadence::AdHoc => "dot-xuat",
        }
    }

    /// The kind with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Cadence::ALL.into_iter().find(|cadence| cadence.id() == id)
    }

    /// The kind's name: `quý`, `quarter`.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Cadence::Month, Lang::Vi) => "tháng",
            (Cadence::Month, Lang::En) => "month",
            (Cadence::Quarter, Lang::Vi) => "quý",
            (Cadence::Quarter, Lang::En) => "quarter",
            (Cadence::HalfYear, Lang::Vi) => "6 tháng",
            (Cadence::HalfYear, Lang::En) => "half-year",
            (Cadence::NineMonths, Lang::Vi) => "9 tháng",
            (Cadence::NineMonths, Lang::En) => "nine months",
            (Cadence::Year, Lang::Vi) => "năm",
            (Cadence::Year, Lang::En) => "year",
            (Cadence::Ministry, Lang::Vi) => "năm (kênh Bộ KH&CN)",
            (Cadence::Ministry, Lang::En) => "year (Ministry channel)",
            (Cadence::AdHoc, Lang::Vi) => "đột xuất",
            (Cadence::AdHoc, Lang::En) => "ad hoc",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::cadence::*;

    #[test]
    fn kinds_have_their_ids() {
        for cadence in Cadence::ALL {
            assert_eq!(Cadence::from_id(cadence.id()), Some(cadence));
        }
        assert_eq!(Cadence::from_id("Quy"), None);
    }
}
