//! Where a period stands.

use baocao_core::text::Lang;

/// A period's stage (giai đoạn), in the order of the procedure, section 4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Departments' reports come in.
    Collecting,
    /// There is a consolidated draft.
    Drafted,
    /// Chánh Văn phòng has reviewed the draft and submitted it to the leaders.
    Reviewed,
    /// A leader has approved it as it stands.
    Approved,
    /// A leader has approved it with instructions that are still to be carried out.
    Completing,
    /// The instructions are carried out.
    Finalized,
    /// It has been sent.
    Dispatched,
    /// It is filed.
    Archived,
}

impl Stage {
    /// Every stage, in order.
    #[cfg(test)]
    pub(crate) const ALL: [Stage; 8] = [
        Stage::Collecting,
        Stage::Drafted,
        Stage::Reviewed,
        Stage::Approved,
        Stage::Completing,
        Stage::Finalized,
        Stage::Dispatched,
        Stage::Archived,
    ];

    /// The word in JSON. An approval with instructions is an approval: `approved` for both.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Collecting => "collecting",
            Stage::Drafted => "drafted",
            Stage::Reviewed => "reviewed",
            Stage::Approved | Stage::Completing => "approved",
            Stage::Finalized => "finalized",
            Stage::Dispatched => "dispatched",
            Stage::Archived => "archived",
        }
    }

    /// What people read.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Stage::Collecting, Lang::Vi) => "đang thu thập báo cáo",
            (Stage::Collecting, Lang::En) => "collecting reports",
            (Stage::Drafted, Lang::Vi) => "đã có dự thảo",
            (Stage::Drafted, Lang::En) => "drafted",
            (Stage::Reviewed, Lang::Vi) => "đã trình lãnh đạo",
            (Stage::Reviewed, Lang::En) => "submitted to the leaders",
            (Stage::Approved, Lang::Vi) => "đã duyệt",
            (Stage::Approved, Lang::En) => "approved",
            (Stage::Completing, Lang::Vi) => "đã duyệt, chờ hoàn chỉnh theo ý kiến",
            (Stage::Completing, Lang::En) => "approved, to be completed as instructed",
            (Stage::Finalized, Lang::Vi) => "đã hoàn chỉnh",
            (Stage::Finalized, Lang::En) => "finalized",
            (Stage::Dispatched, Lang::Vi) => "đã gửi",
            (Stage::Dispatched, Lang::En) => "dispatched",
            (Stage::Archived, Lang::Vi) => "đã lưu hồ sơ",
            (Stage::Archived, Lang::En) => "archived",
        }
    }
}
