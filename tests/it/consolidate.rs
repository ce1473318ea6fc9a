//! Consolidation from files to bytes: golden drafts, order that does not matter, every block exactly once, three-way cases.

mod charts;
mod compared;
mod golden;
mod machine_words;
mod once;
mod partial;
mod three_way;
mod variables;

use baocao_check::consolidate::{Basis, consolidate};
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::{form, markdown, report, skeleton};
use baocao_core::domain::{
    Accumulation, Agency, Consolidated, Contribution, Deadline, Department, DepartmentId, Digest, FigureSource, Form,
    Indicator, Input, ObjectId, PeriodId, PeriodSettings, PeriodWords, Point, Series, Skeleton, parse_date,
};
use baocao_core::format::front_matter;
use baocao_core::text::{RepoPath, Source, TonePlacement};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub fn golden_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/consolidate")
}

/// Lays a figure into a department's past; one that ends in `~` is an estimate.
pub fn put(office: &mut Office, department: &str, period: &str, indicator: &str, value: &str) {
    let id = DepartmentId::parse(department).expect("an id");
    let source = FigureSource {
        period: PeriodId::from_canonical(period).expect("a period"),
        department: id.clone(),
        path: format!("reports/{period}/{department}.md").as_str().into(),
        commit: None,
        estimate: value.ends_with('~'),
        approved: true,
        restated: None,
    };
    let value = Decimal::from_str(value.trim_end_matches('~')).expect("a number");
    office.past.entry(id).or_default().put(indicator, Point { value, source });
}

/// An office small enough to hold in one hand.
pub struct Office {
    pub form: Form,
    pub index: FormIndex,
    pub skeleton: Skeleton,
    pub period: PeriodSettings,
    pub indicators: Vec<Indicator>,
    pub departments: Vec<Department>,
    pub past: BTreeMap<DepartmentId, Series>,
    pub agency: Agency,
    pub tone: TonePlacement,
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
            departments: departments.iter().map(|(d, _)| d.clone()).collect(),
            ..Indicator::new(id, name, unit, Accumulation::Flow)
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
        let index = FormIndex::new(&form, &PeriodWords::of(&period.id, None));
        let agency = Agency {
            name: "Sở Khoa học và Công nghệ".into(),
            parent: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
            place: "Thái Nguyên".into(),
            symbol: "SKHCN".into(),
        };
        Office {
            form,
            index,
            skeleton,
            period,
            indicators,
            departments: Vec::new(),
            past: BTreeMap::new(),
            agency,
            tone: TonePlacement::Last,
        }
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
            report: report::read(&source, &self.index),
            blocks: markdown::blocks(&source, body),
            source,
        }
    }

    pub fn consolidate(&self, contributions: &[Contribution]) -> Consolidated {
        let basis = Basis {
            agency: &self.agency,
            tone: self.tone,
            indicators: &self.indicators,
            departments: &self.departments,
            past: &self.past,
            restated: &Default::default(),
        };
        consolidate(&self.skeleton, &self.form, &self.period, &basis, contributions)
    }

    pub fn draft(&self, contributions: &[Contribution]) -> String {
        baocao_check::consolidate::write::markdown(&self.consolidate(contributions))
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
