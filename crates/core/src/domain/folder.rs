//! Where things stand in an office's folder.

use crate::text::RepoPath;

/// The settings file, which also marks the top of the folder.
pub const SETTINGS: &str = "baocao.toml";
/// Where forms live.
pub const TEMPLATES: &str = "templates";
/// Where periods live.
pub const REPORTS: &str = "reports";
/// The form every office has: biểu mẫu báo cáo định kỳ.
pub const DEFAULT_FORM: &str = "BM-VP-01.01";

/// `baocao.toml`.
pub fn settings() -> RepoPath {
    SETTINGS.into()
}

/// `.gitattributes`.
pub fn attributes() -> RepoPath {
    ".gitattributes".into()
}

/// `templates/<form>.md`.
pub fn form(id: &str) -> RepoPath {
    RepoPath::new(format!("{TEMPLATES}/{id}.md"))
}

/// `reports/<period>`.
pub fn period(period: impl std::fmt::Display) -> RepoPath {
    RepoPath::new(format!("{REPORTS}/{period}"))
}

/// `reports/<period>/ky.toml`: what the period was opened with.
pub fn period_settings(id: impl std::fmt::Display) -> RepoPath {
    period(id).join("ky.toml")
}

/// `reports/<period>/bieu-mau.md`: the form as it was when the period was opened.
pub fn period_form(id: impl std::fmt::Display) -> RepoPath {
    period(id).join("bieu-mau.md")
}

/// `reports/<period>/<department>.md`.
pub fn report(id: impl std::fmt::Display, department: impl std::fmt::Display) -> RepoPath {
    period(id).join(&format!("{department}.md"))
}

/// `reports/<period>/tong-hop.md`: the consolidated draft.
pub fn consolidated(id: impl std::fmt::Display) -> RepoPath {
    period(id).join("tong-hop.md")
}

/// `reports/<period>/phu-luc/<department>`: the pictures of a department's report.
pub fn pictures(id: impl std::fmt::Display, department: impl std::fmt::Display) -> RepoPath {
    period(id).join(&format!("{}/{department}", crate::domain::ANNEX_FOLDER))
}

/// `reports/<period>/ho-so`: the filed record.
pub fn dossier(id: impl std::fmt::Display) -> RepoPath {
    period(id).join("ho-so")
}

/// What a path is, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind<'a> {
    /// `baocao.toml`.
    Settings,
    /// `templates/<id>.md`.
    Form(&'a str),
    /// `reports/<period>/ky.toml`.
    PeriodSettings(&'a str),
    /// `reports/<period>/bieu-mau.md`.
    PeriodForm(&'a str),
    /// `reports/<period>/tong-hop.md`.
    Consolidated(&'a str),
    /// `reports/<period>/<department>.md`: period and department.
    Report(&'a str, &'a str),
    /// Below `reports/<period>/ho-so/`: period and the rest of the path.
    Dossier(&'a str, &'a str),
    /// Anything else.
    Other,
}

/// Says what a path is. Ids are not checked here.
pub fn kind(path: &RepoPath) -> PathKind<'_> {
    let parts: Vec<&str> = path.as_str().splitn(4, '/').collect();
    match parts.as_slice() {
        [SETTINGS] => PathKind::Settings,
        [TEMPLATES, name] => name.strip_suffix(".md").map_or(PathKind::Other, PathKind::Form),
        [REPORTS, period, "ky.toml"] => PathKind::PeriodSettings(period),
        [REPORTS, period, "bieu-mau.md"] => PathKind::PeriodForm(period),
        [REPORTS, period, "tong-hop.md"] => PathKind::Consolidated(period),
        [REPORTS, period, "ho-so", rest] => PathKind::Dossier(period, rest),
        [REPORTS, period, name] => name.strip_suffix(".md").map_or(PathKind::Other, |id| PathKind::Report(period, id)),
        _ => PathKind::Other,
    }
}

/// Whether a file is the procedure's: the settings, the forms, whatever lies below the periods.
pub fn is_procedure(path: &RepoPath) -> bool {
    let below = |folder: &str| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    *path == settings() || below(TEMPLATES) || below(REPORTS)
}

#[cfg(test)]
mod tests {
    use crate::domain::folder::*;

    #[test]
    fn every_place_is_recognised_again() {
        assert_eq!(kind(&settings()), PathKind::Settings);
        assert_eq!(kind(&form(DEFAULT_FORM)), PathKind::Form("BM-VP-01.01"));
        assert_eq!(kind(&period_settings("2024-Q2")), PathKind::PeriodSettings("2024-Q2"));
        assert_eq!(kind(&period_form("2024-Q2")), PathKind::PeriodForm("2024-Q2"));
        assert_eq!(kind(&consolidated("2024-Q2")), PathKind::Consolidated("2024-Q2"));
        assert_eq!(kind(&report("2024-Q2", "thanh-tra")), PathKind::Report("2024-Q2", "thanh-tra"));
        assert_eq!(kind(&dossier("2024-Q2").join("a/b.pdf")), PathKind::Dossier("2024-Q2", "a/b.pdf"));
        assert_eq!(kind(&"reports/2024-Q2/ghi-chu.txt".into()), PathKind::Other);
        assert_eq!(kind(&"reports/2024-Q2/a/b.md".into()), PathKind::Other);
    }
}
