//! What a path in the folder is to the procedure.

use baocao_core::domain::{DepartmentId, PeriodId, picture_place};
use baocao_core::text::{RepoPath, misnamed};

/// What a path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Site {
    /// `baocao.toml`.
    Settings,
    /// Something in a period's folder.
    Period(PeriodId, Spot),
    /// Under `reports/`, but in no period's folder, or a name that a computer which ignores capitals would take for one
    /// of ours.
    Stray,
    /// Anything else: forms, `.gitattributes`, papers that are not ours.
    Elsewhere,
}

/// A place in a period's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Spot {
    /// `ky.toml`.
    Settings,
    /// `bieu-mau.md`.
    Form,
    /// `tong-hop.md`.
    Draft,
    /// `<department>.md`.
    Report(DepartmentId),
    /// `ho-so/<name>`.
    Record(String),
    /// `phu-luc/<department>/<name>`: a picture of a department's report.
    Picture(DepartmentId),
    /// Anything else.
    Stray,
}

impl Site {
    /// What a path is. Only one spelling of a path is ours.
    pub fn of(path: &RepoPath) -> Site {
        let text = path.as_str();
        if text == "baocao.toml" {
            return Site::Settings;
        }
        let Some(rest) = text.strip_prefix("reports/") else {
            let lower = text.to_ascii_lowercase();
            let alias = lower.starts_with("reports/") || lower == "reports" || lower == "baocao.toml";
            return if alias { Site::Stray } else { Site::Elsewhere };
        };
        match rest.split_once('/') {
            // `reports/.gitkeep`, `reports/README.md`: papers beside the periods.
            None if PeriodId::from_canonical(rest).is_none() => Site::Elsewhere,
            None => Site::Stray,
            Some((folder, name)) => {
                PeriodId::from_canonical(folder).map_or(Site::Stray, |id| Site::Period(id, Spot::of(name)))
            }
        }
    }

    /// The period whose folder it is in.
    pub fn period(&self) -> Option<&PeriodId> {
        match self {
            Site::Period(id, _) => Some(id),
            _ => None,
        }
    }
}

impl Spot {
    fn of(name: &str) -> Spot {
        match name {
            "ky.toml" => Spot::Settings,
            "bieu-mau.md" => Spot::Form,
            "tong-hop.md" => Spot::Draft,
            _ => name
                .strip_prefix("ho-so/")
                .filter(|record| is_record(record))
                .map(|record| Spot::Record(record.to_string()))
                .or_else(|| picture_place(name).ok().map(|(department, _)| Spot::Picture(department)))
                .or_else(|| Some(Spot::Report(DepartmentId::parse(name.strip_suffix(".md")?)?)))
                .unwrap_or(Spot::Stray),
        }
    }
}

fn is_record(name: &str) -> bool {
    (1..=120).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !name.starts_with(['.', '-'])
        && misnamed(name).is_none()
}

/// `reports/<period>/<name>`.
pub(crate) fn in_period(period: &PeriodId, name: &str) -> RepoPath {
    RepoPath::new(format!("reports/{period}/{name}"))
}

/// `reports/<period>/<department>.md`.
pub fn report(period: &PeriodId, department: &DepartmentId) -> RepoPath {
    in_period(period, &format!("{department}.md"))
}

/// `reports/<period>/tong-hop.md`.
pub fn draft(period: &PeriodId) -> RepoPath {
    in_period(period, "tong-hop.md")
}

#[cfg(test)]
mod tests {
    use crate::site::*;

    #[test]
    fn each_path_is_one_thing() {
        let site = |path: &str| Site::of(&RepoPath::new(path));
        let period = |spot| Site::Period(PeriodId::from_canonical("2024-Q2").unwrap(), spot);
        assert_eq!(site("baocao.toml"), Site::Settings);
        assert_eq!(site("reports/2024-Q2/tong-hop.md"), period(Spot::Draft));
        assert_eq!(
            site("reports/2024-Q2/thanh-tra.md"),
            period(Spot::Report(DepartmentId::parse("thanh-tra").unwrap()))
        );
        assert_eq!(site("reports/2024-Q2/ho-so/muc-luc.md"), period(Spot::Record("muc-luc.md".into())));
        assert_eq!(
            site("reports/2024-Q2/phu-luc/thanh-tra/so-do.png"),
            period(Spot::Picture(DepartmentId::parse("thanh-tra").unwrap()))
        );
        for stray in ["a.png", "thanh-tra/a.md", "thanh-tra/a/b.png", "Thanh-Tra/a.png", "thanh-tra/../a.png"] {
            assert_eq!(site(&format!("reports/2024-Q2/phu-luc/{stray}")), period(Spot::Stray), "{stray}");
        }
        assert_eq!(site("reports/2024-Q2/ho-so/a/b"), period(Spot::Stray));
        assert_eq!(site("reports/2024-Q2/Thanh-Tra.md"), period(Spot::Stray));
        for stray in
            ["reports/2024-q2/x.md", "Reports/2024-Q2/tong-hop.md", "BAOCAO.toml", "reports/a/b", "reports/2024-Q2"]
        {
            assert_eq!(site(stray), Site::Stray, "{stray}");
        }
        for elsewhere in ["templates/BM-VP-01.md", ".gitattributes", "reports/.gitkeep"] {
            assert_eq!(site(elsewhere), Site::Elsewhere, "{elsewhere}");
        }
    }
}
