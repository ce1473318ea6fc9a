//! One file of a period's folder, from its bytes to what the rules judge.

use crate::reports::encoding::{LegacyKind, decode};
use crate::reports::outline::FormIndex;
use crate::reports::statements::Names;
use crate::reports::{form, markdown, markup, report, statements};
use baocao_core::diagnostic::Diagnostic;
use baocao_core::domain::{
    ANNEX_FOLDER, DepartmentId, EncodingFault, Indicator, Misreading, Paper, PaperKind, PeriodSettings, PeriodWords,
    picture_place,
};
use baocao_core::format::period;
use baocao_core::text::{RepoPath, Source, nearest};

/// The most bytes of a file that are read.
pub(crate) const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// What the files of one period are read with; made once and shared.
#[derive(Debug, Clone)]
pub struct PaperReader {
    period: PeriodSettings,
    index: FormIndex,
    names: Names,
}

impl PaperReader {
    /// A reader for the period's folder.
    pub fn new(period: PeriodSettings, index: FormIndex, indicators: &[Indicator]) -> Self {
        let names = Names::new(indicators, &PeriodWords::of(&period.id, period.title.as_deref()).now);
        PaperReader { period, index, names }
    }

    /// Reads one regular file of the period's folder; `name` is its path below that folder.
    pub fn read(&self, path: RepoPath, name: &str, bytes: Vec<u8>) -> Paper {
        if bytes.len() as u64 > MAX_BYTES {
            return Paper::bare(path, PaperKind::TooLarge(bytes.len() as u64, MAX_BYTES));
        }
        if name.starts_with("ho-so/") || is_of_the_computer(name) {
            return Paper::bare(path, PaperKind::Filed);
        }
        if let Some(below) = name.strip_prefix(ANNEX_FOLDER).and_then(|rest| rest.strip_prefix('/')) {
            let known = |id: DepartmentId| self.period.departments.iter().any(|(d, _)| *d == id);
            let filed = picture_place(name).is_ok_and(|(id, _)| known(id));
            let kind = if filed { PaperKind::Filed } else { PaperKind::Annex(below.to_string()) };
            return Paper::bare(path, kind);
        }
        let (kind, department) = match (name, self.department(name)) {
            ("ky.toml" | "tong-hop.md" | "bieu-mau.md", _) => (None, None),
            (_, Some(id)) => (None, Some(id)),
            _ => (Some(PaperKind::Stray(self.meant(name))), None),
        };
        if let Some(stray) = kind {
            return Paper::bare(path, stray);
        }
        let decoded = decode(path.clone(), bytes);
        let source = decoded.source;
        let mut misread = Vec::new();
        let kind = match name {
            "ky.toml" => {
                misread = period::read(&source).1;
                PaperKind::Period
            }
            "bieu-mau.md" => {
                misread = form::read(&source).1;
                PaperKind::Form
            }
            "tong-hop.md" => {
                let (front, headings) = report::draft(&source);
                PaperKind::Draft(front, headings)
            }
            _ => PaperKind::Report(Box::new(report::read(&source, &self.index))),
        };
        let encoding = decoded.fault.map(|fault| EncodingFault {
            name: fault.kind.name(),
            binary: fault.kind == LegacyKind::Binary,
            span: fault.span,
            sample: fault.sample,
        });
        let (statements, markup) = match &kind {
            PaperKind::Report(report) => (statements::read(&source, report, &self.names), markup::of(&source, report)),
            _ => Default::default(),
        };
        let pictures = match &kind {
            PaperKind::Report(report) => markdown::pictures(&source, report.body.start),
            PaperKind::Draft(..) => {
                markdown::pictures(&source, baocao_core::format::front_matter::read(source.text()).body)
            }
            _ => Vec::new(),
        };
        let misreadings = misreadings(misread);
        let past = Default::default();
        Paper {
            path,
            kind,
            department,
            source: Some(source),
            encoding,
            misreadings,
            past,
            statements,
            markup,
            copied: None,
            pictures,
        }
    }

    /// Reads a submitted text of a department, as it is in history.
    pub fn report(&self, source: &Source) -> baocao_core::domain::Report {
        report::read(source, &self.index)
    }

    fn department(&self, name: &str) -> Option<DepartmentId> {
        let id = DepartmentId::parse(name.strip_suffix(".md")?)?;
        self.period.departments.iter().any(|(d, _)| *d == id).then_some(id)
    }

    /// The department whose report a wrongly named file most likely is.
    fn meant(&self, name: &str) -> Option<DepartmentId> {
        let stem = name.rsplit('/').next()?.split('.').next()?;
        let ids: Vec<&str> = self.period.departments.iter().map(|(d, _)| d.as_str()).collect();
        let short = stem.split(['(', ' ', '_']).next().unwrap_or(stem);
        nearest(stem, ids.iter().copied()).or_else(|| nearest(short, ids.iter().copied())).and_then(DepartmentId::parse)
    }
}

/// Whether a file is one that the computer puts beside documents by itself: folder views, thumbnails, the locks of open Office files.
fn is_of_the_computer(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let known = ["desktop.ini", "thumbs.db", "ehthumbs.db", ".ds_store", ".directory"];
    known.iter().any(|other| name.eq_ignore_ascii_case(other))
        || name.starts_with("~$")
        || name.starts_with("._")
        || name.starts_with(".~lock.") && name.ends_with('#')
}

/// A reader's diagnostics without their code, which the rules give back.
pub(crate) fn misreadings(faults: Vec<Diagnostic>) -> Vec<Misreading> {
    faults.into_iter().map(|f| Misreading { span: f.place.span, message: f.message, help: f.help }).collect()
}
