//! The fields of a report's front matter: one table for all rules about them.

use baocao_core::domain::{Field, Report, Value};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A word or a sentence.
    Word,
    /// A period.
    Period,
    /// A department.
    Department,
    /// A date.
    Date,
    /// Indicators with their figures.
    Figures,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownField {
    /// Its key.
    pub key: &'static str,
    /// Whether a report must have it.
    pub required: bool,
    /// What it holds.
    pub kind: FieldKind,
}

/// Every field, in the order of the skeleton.
pub(crate) const FIELDS: [KnownField; 8] = [
    KnownField { key: "bieu_mau", required: true, kind: FieldKind::Word },
    KnownField { key: "ky", required: true, kind: FieldKind::Period },
    KnownField { key: "don_vi", required: true, kind: FieldKind::Department },
    KnownField { key: "nguoi_lap", required: true, kind: FieldKind::Word },
    KnownField { key: "ngay_lap", required: true, kind: FieldKind::Date },
    KnownField { key: "so_lieu_den", required: false, kind: FieldKind::Date },
    KnownField { key: "chi_tieu", required: false, kind: FieldKind::Figures },
    KnownField { key: "ghi_chu", required: false, kind: FieldKind::Word },
];

/// What may stand under one indicator.
pub(crate) const FIGURE_KEYS: [&str; 7] = ["ke_hoach", "thuc_hien", "uoc", "den_ngay", "cung_ky", "luy_ke", "ghi_chu"];

/// What a field of that name holds.
pub fn kind(key: &str) -> Option<FieldKind> {
    FIELDS.iter().find(|f| f.key == key).map(|f| f.kind)
}

/// A sentence that shows how a field is written.
pub(crate) fn example(key: &str) -> &'static str {
    match key {
        "bieu_mau" => "bieu_mau: BM-VP-01.01",
        "ky" => "ky: 2024-Q2",
        "don_vi" => "don_vi: thanh-tra",
        "nguoi_lap" => "nguoi_lap: Nguyễn Thị Hoa",
        "ngay_lap" => "ngay_lap: 2024-06-12",
        "so_lieu_den" => "so_lieu_den: 2024-06-10",
        _ => "chi_tieu:\n  ma-chi-tieu: { ke_hoach: 12, thuc_hien: 7 }",
    }
}

/// Whether nothing stands behind the key.
pub(crate) fn is_blank(field: &Field) -> bool {
    match &field.value {
        Value::Null => true,
        Value::Scalar(text) => {
            let text = text.trim();
            // Brackets around words are what the skeleton asks to be replaced.
            text.is_empty()
                || (text.starts_with('[') && text.ends_with(']'))
                || text.chars().all(|c| matches!(c, '.' | '…'))
        }
        _ => false,
    }
}

/// The fields that hold dates, each with its text.
pub(crate) fn dates(report: &Report) -> impl Iterator<Item = (&Field, &str)> {
    let top = report.front.fields().iter().filter(|f| kind(&f.key) == Some(FieldKind::Date));
    let inner = figures(report).flat_map(|(_, inside)| inside.iter()).filter(|f| f.key == "den_ngay");
    top.chain(inner).filter(|f| !is_blank(f)).filter_map(|f| match &f.value {
        Value::Scalar(text) => Some((f, text.trim())),
        _ => None,
    })
}

/// The indicators under `chi_tieu` that are groups of keys, as they should be.
pub fn figures(report: &Report) -> impl Iterator<Item = (&Field, &Vec<Field>)> {
    let indicators = report.front.field("chi_tieu").into_iter().flat_map(|f| match &f.value {
        Value::Map(fields) => fields.as_slice(),
        _ => &[],
    });
    indicators.filter_map(|f| match &f.value {
        Value::Map(inside) => Some((f, inside)),
        _ => None,
    })
}
