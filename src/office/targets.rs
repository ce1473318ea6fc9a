//! What a person names on the command line: periods, or files in them.

use crate::office::{Context, Office, Usage, period};
use baocao_core::domain::{PeriodId, folder as layout};
use baocao_core::say;
use baocao_core::text::{RepoPath, visible};

/// A period with the one file that is asked about, if only one is.
pub struct Target {
    /// The period.
    pub period: PeriodId,
    /// The file.
    pub file: Option<RepoPath>,
}

/// A period id, or a file below `reports/<period>/`.
pub fn target(cx: &Context<'_>, office: &Office, typed: &str) -> anyhow::Result<Target> {
    let known = office.periods()?;
    match period(typed) {
        Ok(period) if known.contains(&period) => Ok(Target { period, file: None }),
        Ok(period) => Err(Usage(say!(vi: "kỳ {period} chưa có thư mục", en: "there is no folder for {period}")).into()),
        Err(usage) => {
            let path = office.folder.inside(&cx.here, typed);
            let of_period = path.as_ref().and_then(|p| {
                let name = p.as_str().strip_prefix("reports/")?.split('/').next()?;
                PeriodId::from_canonical(name)
            });
            match (of_period, path) {
                (Some(period), Some(path)) if known.contains(&period) => {
                    let whole = path == layout::period(&period);
                    if !whole && office.folder.read(&path)?.is_none() {
                        let shown = visible(typed);
                        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
                    }
                    Ok(Target { period, file: (!whole).then_some(path) })
                }
                _ if typed.contains(['/', '\\']) || typed.ends_with(".md") => {
                    let shown = visible(typed);
                    Err(Usage(say!(
                        vi: "“{shown}” không nằm trong thư mục của kỳ nào",
                        en: "“{shown}” is not in any period's folder"
                    ))
                    .into())
                }
                _ => Err(usage.into()),
            }
        }
    }
}
