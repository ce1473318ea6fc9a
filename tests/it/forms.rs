//! Another office's form, with other sections and other numbering, is data like the first.

use baocao::diagnostic::{Code, Diagnostic};
use baocao::domain::{Deadline, DepartmentId, Dossier, Moment, PeriodId, PeriodSettings, PeriodWords, parse_date};
use baocao::parse::{form, outline::FormIndex, paper::Reader, settings};
use baocao::text::{RepoPath, Source};
use baocao::{render, rules};

/// What is wrong with a report of the communes' form, and where.
fn judge(text: &str) -> (Vec<Diagnostic>, Dossier) {
    let (form, faults) = form::read(&Source::new(
        RepoPath::new("templates/BM-UBND-02.md"),
        include_str!("../forms/BM-UBND-02.md").to_string(),
    ));
    assert_eq!(faults, []);
    let day = |text| parse_date(text).expect("a date");
    let department = DepartmentId::parse("van-hoa-xa-hoi").expect("an id");
    let period = PeriodSettings {
        id: PeriodId::parse("2024-06").expect("an id"),
        title: None,
        deadline: Deadline::before(day("2024-06-20")),
        departments: vec![(department, "Công chức Văn hoá - Xã hội".to_string())],
        form: form.code.clone(),
        opened: day("2024-06-01"),
        directive: None,
        reapproval: false,
    };
    let settings = settings::read(&Source::new(RepoPath::new("baocao.toml"), String::new())).0;
    let folder = RepoPath::new("reports/2024-06");
    let index = FormIndex::new(&form, &PeriodWords::of(&period.id, None));
    let path = folder.join("van-hoa-xa-hoi.md");
    let dossier = Dossier::new(folder, period.clone(), settings, form, Moment::start_of(day("2024-06-19")));
    let paper = Reader::new(period, index, &[]).read(path, "van-hoa-xa-hoi.md", text.as_bytes().to_vec());
    (rules::judge_paper(&dossier, &paper), dossier)
}

#[test]
fn its_good_report_is_good_and_its_empty_one_is_empty() {
    let good = include_str!("../forms/bao-cao.md");
    assert_eq!(judge(good).0, []);
    let (_, dossier) = judge(good);
    let (department, _) = &dossier.period.departments[0];
    let empty = render::skeleton::report(&dossier.form, &dossier.period, department, &dossier.settings.indicators);
    let codes: Vec<Code> = judge(&empty).0.into_iter().map(|d| d.code).collect();
    let count = |code| codes.iter().filter(|c| **c == code).count();
    assert_eq!(
        (count(Code::FieldMissing), count(Code::SectionMissing), count(Code::GuidanceLeft)),
        (2, 0, 0),
        "{codes:?}"
    );
    assert!(count(Code::SectionEmpty) >= 3, "{codes:?}");
}

#[test]
fn its_own_sections_are_demanded_and_named() {
    let good = include_str!("../forms/bao-cao.md");
    let bad = good.replace("### 1.2. Lao động, an sinh xã hội", "### 1.2. Việc lạ");
    let found = judge(&bad).0;
    let codes: Vec<Code> = found.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::SectionMissing, Code::SectionUnknown]);
    assert_eq!(found[0].source.as_ref().map(|s| s.vi.as_str()), Some("BM-UBND-02, mục 1.2"));
    let merged = good.replace("## 4. KIẾN NGHỊ", "## 3. Tồn tại và kiến nghị");
    assert_eq!(judge(&merged).0.into_iter().map(|d| d.code).collect::<Vec<_>>(), [Code::SectionMerged]);
}
