//! Biểu mẫu: the form is the schema. Its headings are the sections; comments beside them say what is demanded.

use crate::domain::{Cadence, PeriodId};
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
    /// `can_cu`: what the form rests on, “Quy trình báo cáo định kỳ, mục 6”.
    pub basis: Option<String>,
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

/// What `{ky}` and `{ky_sau}` stand for in the titles of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodWords {
    /// `{ky}`: `QUÝ II NĂM 2024`.
    pub now: String,
    /// `{ky_sau}`: `QUÝ III NĂM 2024`.
    pub next: String,
    /// Whether the period is an ad hoc one with a title of its own.
    pub titled: bool,
}

impl PeriodWords {
    /// The words of a period; an ad hoc period is called by its own title where it has one.
    pub fn of(period: &PeriodId, title: Option<&str>) -> Self {
        let title = title.filter(|title| period.cadence() == Cadence::AdHoc && !title.trim().is_empty());
        let now = title.map_or_else(|| period.heading_words(), |title| title.trim().to_uppercase());
        PeriodWords { now, next: period.heading_words_next(), titled: title.is_some() }
    }

    /// A section's title as it is shown: an ad hoc period, which has a title of its own, is not named again in it.
    pub fn shown(&self, title: &str) -> String {
        if !self.titled {
            return self.fill(title);
        }
        let words = title.replace("{ky_sau}", &self.next).replace("{ky}", "");
        let shown = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if shown.chars().any(char::is_alphabetic) { shown } else { self.fill(title) }
    }

    /// A title with its placeholders filled.
    pub fn fill(&self, title: &str) -> String {
        title.replace("{ky_sau}", &self.next).replace("{ky}", &self.now)
    }
}
