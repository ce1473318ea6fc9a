//! Consolidation from files to bytes: golden drafts, order that does not matter, every block exactly once, three-way cases.

mod golden;
mod once;
mod three_way;

use baocao::consolidate::consolidate;
use baocao::domain::{
    Accumulation, Consolidated, Contribution, Deadline, DepartmentId, Digest, Form, Indicator, Input, ObjectId,
    PeriodId, PeriodSettings, Report, Section, Skeleton, parse_date,
};
use baocao::parse::{form, front_matter, markdown, skeleton};
use baocao::text::{RepoPath, Source, Span, fold_heading};
use std::fs;
use std::path::{Path, PathBuf};

pub fn golden_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/consolidate")
}

/// An office small enough to hold in one hand.
pub struct Office {
    pub form: Form,
    pub skeleton: Skeleton,
    pub period: PeriodSettings,
    pub indicators: Vec<Indicator>,
}

impl Office {
    pub fn new(form_text: &str, skeleton_text: &str, departments: &[(&str, &str)]) -> Self {
        let source = |name: &str, text: &str| Source::new(RepoPath::new(name), text.to_string());
        let (form, faults) = form::read(&source("templates/form.md", form_text));
        assert_eq!(faults, []);
        let (skeleton, faults) = skeleton::read(&source("templates/skeleton.md", skeleton_text), &form);
        assert_eq!(faults, []);
        let day = |text| parse_date(text).expect("a date");
        let id = |text: &str| DepartmentId::parse(text).expect("an id");
        let departments: Vec<_> = departments.iter().map(|(d, name)| (id(d), (*name).to_string())).collect();
        let period = PeriodSettings {
            id: PeriodId::from_canonical("2024-Q2").expect("a period"),
            title: None,
            deadline: Deadline::before(day("2024-06-15")),
            departments: departments.clone(),
            form: form.code.clone(),
            opened: day("2024-06-01"),
            directive: None,
            reapproval: false,
        };
        let indicator = |(id, name, unit): (&str, &str, &str)| Indicator {
            id: id.into(),
            name: name.into(),
            unit: unit.into(),
            accumulation: Accumulation::Flow,
            departments: departments.iter().map(|(d, _)| d.clone()).collect(),
        };
        let indicators = [
            ("cuoc-thanh-tra", "Số cuộc thanh tra, kiểm tra", "cuộc"),
            ("tien-xu-phat", "Số tiền xử phạt vi phạm hành chính", "triệu đồng"),
            ("ty-le", "Tỷ lệ đúng hạn", "%"),
            ("kinh-phi-su-nghiep", "Kinh phí sự nghiệp đã giải ngân", "triệu đồng"),
            ("lop-tap-huan", "Số lớp tập huấn", "lớp"),
        ]
        .map(indicator)
        .to_vec();
        Office { form, skeleton, period, indicators }
    }

    pub fn contribution(&self, department: &str, text: &str) -> Contribution {
        let id = DepartmentId::parse(department).expect("an id");
        let source = Source::new(RepoPath::new(format!("reports/2024-Q2/{department}.md")), text.to_string());
        let digest = Digest::of(text.as_bytes());
        let mut blob = [0; 20];
        blob.copy_from_slice(&digest.as_bytes()[..20]);
        let body = front_matter::read(text).body;
        Contribution {
            input: Input {
                department: id.clone(),
                blob: ObjectId::from_bytes(blob),
                sha256: digest,
                commit: ObjectId::ZERO,
            },
            name: self.period.department_name(&id).unwrap_or(department).to_string(),
            report: self.report(&source),
            blocks: markdown::blocks(&source, body),
            source,
        }
    }

    pub fn consolidate(&self, contributions: &[Contribution]) -> Consolidated {
        consolidate(&self.skeleton, &self.form, &self.period, &self.indicators, contributions)
    }

    pub fn draft(&self, contributions: &[Contribution]) -> String {
        baocao::render::consolidated::markdown(&self.consolidate(contributions))
    }
}

/// The golden file at a path; `BAOCAO_BLESS=1` writes it anew.
pub fn assert_golden(path: &Path, found: &str) {
    if std::env::var_os("BAOCAO_BLESS").is_some() {
        fs::write(path, found).expect("golden file written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(expected == found, "{} differs; found:\n{found}", path.display());
}

impl Office {
    /// Sections by Markdown's own headings, so that these tests do not hang on how headings are recognised.
    fn report(&self, source: &Source) -> Report {
        let front = front_matter::read(source.text());
        let (titles, headings): (Vec<_>, Vec<_>) =
            markdown::page(source, front.body).headings.into_iter().partition(|heading| heading.level == 1);
        let words = |title: &str| {
            let next = self.period.id.heading_words_next();
            fold_heading(&title.replace("{ky_sau}", &next).replace("{ky}", &self.period.id.heading_words()))
        };
        let mut sections: Vec<Section> = Vec::new();
        for heading in headings {
            let title = fold_heading(&heading.text);
            let known = |answer: &usize| {
                let own = words(&self.form.sections[*answer].title);
                title == own || title.split(" và ").any(|part| part == own)
            };
            let answers: Vec<usize> = (0..self.form.sections.len()).filter(known).collect();
            let deep = heading.level > 3;
            if answers.is_empty() && deep {
                continue;
            }
            let span = Span::at(heading.span.end);
            sections.push(Section {
                answers,
                body: span,
                extent: span,
                fullness: baocao::domain::Fullness::Written,
                figures: false,
                guidance_left: Vec::new(),
                heading,
            });
        }
        let body = Span::new(front.body, source.text().len());
        Report { path: source.path().clone(), front: front.front, titles, sections, body }
    }
}
