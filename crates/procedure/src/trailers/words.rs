//! The words that the subject line of an act is made of.

use baocao_core::domain::{DepartmentId, PeriodId, Version};
use baocao_core::text::Lang;
use std::collections::BTreeMap;

/// The names that a subject line uses and an act does not carry.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The departments' names.
    pub departments: BTreeMap<DepartmentId, String>,
    /// An ad hoc period's own title.
    pub period_title: Option<String>,
}

impl Words {
    pub(crate) fn department<'a>(&'a self, id: &'a DepartmentId) -> &'a str {
        self.departments.get(id).map_or(id.as_str(), String::as_str)
    }

    pub(crate) fn of_file<'a>(&'a self, version: &'a Version) -> &'a str {
        let stem = version.path.stem();
        DepartmentId::parse(stem).and_then(|id| self.departments.get(&id)).map_or(stem, String::as_str)
    }

    pub(crate) fn report_in_english(&self, period: &PeriodId) -> String {
        match &self.period_title {
            Some(title) => format!("report “{title}”"),
            None => format!("report of {}", period.name(Lang::En)),
        }
    }

    pub(crate) fn report(&self, period: &PeriodId) -> String {
        format!("báo cáo {}", self.period_title.clone().unwrap_or_else(|| period.name_vi()))
    }
}

/// What the subject line of an act is made of.
pub(crate) struct Title<'a> {
    /// The word for the step.
    pub(crate) word: &'static str,
    /// The report's name; empty for acts on the folder.
    pub(crate) report: String,
    /// The names that an act does not carry.
    pub(crate) names: &'a Words,
}

impl Title<'_> {
    /// The step and the report, as most acts have it.
    pub(crate) fn plain(&self) -> String {
        format!("{}: {}", self.word, self.report)
    }
}
