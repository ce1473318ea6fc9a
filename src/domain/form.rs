//! Biểu mẫu: the form is the schema. Its headings are the sections; comments beside them say what is demanded.

use super::Cadence;
use crate::text::{Place, Text};
use std::collections::BTreeMap;
use std::fmt;

/// A section's dotted path in its form, from the numbering of the form's own headings: `I`, `I.1`, `II.3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionKey(pub String);

impl fmt::Display for SectionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a form demands of a section in one kind of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// bắt buộc.
    Required,
    /// tuỳ chọn.
    Optional,
    /// The section does not apply to this kind of period (`áp dụng`).
    NotApplied,
}

/// One section of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSection {
    /// Its dotted path.
    pub key: SectionKey,
    /// Heading level, 2 for `##`.
    pub level: u8,
    /// The numbering as printed, `I.` or `1.`; may be empty.
    pub number: String,
    /// The title without its numbering; may hold `{ky}` and `{ky_sau}`.
    pub title: String,
    /// Other titles that mean the same.
    pub synonyms: Vec<String>,
    /// What is demanded, by kind of period.
    pub demand: BTreeMap<Cadence, Demand>,
    /// Whether figures are expected.
    pub figures: bool,
    /// Guidance for the writer, one entry a comment.
    pub guidance: Vec<String>,
    /// Index of the section it stands under.
    pub parent: Option<usize>,
    /// Where the form says so.
    pub place: Place,
}

impl FormSection {
    /// What is demanded in this kind of period; optional where the form is silent.
    pub fn demand(&self, cadence: Cadence) -> Demand {
        self.demand.get(&cadence).copied().unwrap_or(Demand::Optional)
    }
}

/// A form as understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// `bieu_mau`: `BM-VP-01.01`.
    pub code: String,
    /// `ten`.
    pub name: String,
    /// The text of the level-1 heading; may hold `{ky}`.
    pub heading: Option<String>,
    /// In the order of the file.
    pub sections: Vec<FormSection>,
}

impl Form {
    /// Where a demand comes from, as shown under a diagnostic: “BM-VP-01.01, mục I.1”.
    pub fn basis(&self, section: usize) -> Text {
        let (code, key) = (&self.code, &self.sections[section].key);
        crate::say!(vi: "{code}, mục {key}", en: "{code}, section {key}")
    }
}
