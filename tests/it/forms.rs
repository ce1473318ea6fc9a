//! Another office's form, with other sections and other numbering, is data like the first.

use baocao_check::reports::form;
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::paper::PaperReader;
use baocao_check::rules;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Deadline, DepartmentId, Dossier, Moment, PeriodId, PeriodSettings, PeriodWords, parse_date};
use baocao_core::format::settings;
use baocao_core::text::{RepoPath, Source};

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
    let paper = PaperReader::new(period, index, &[]).read(path, "van-hoa-xa-hoi.md", text.as_bytes().to_vec());
    (rules::judge_paper(&dossier, &paper), dossier)
}

#[test]
fn its_good_report_is_good_and_its_empty_one_is_empty() {
    let good = include_str!("../forms/bao-cao.md");
    assert_eq!(judge(good).0, []);
    let (_, dossier) = judge(good);
    let (department, _) = &dossier.period.departments[0];
    let empty = baocao_check::reports::skeleton::write::report(
        &dossier.form,
        &dossier.period,
        &dossier.settings.agency,
        department,
        &dossier.settings.indicators,
    );
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

/// The titles of sections that real reports of 2025 and 2026 use: each is understood, alone and with the numbering it was seen in.
#[test]
fn titles_of_real_reports_are_understood() {
    let text = include_str!("../../templates/BM-VP-01.01.md").to_string();
    let form = form::read(&Source::new(RepoPath::new("f.md"), text)).0;
    let words = PeriodWords::of(&PeriodId::parse("2026-06").expect("an id"), None);
    let index = FormIndex::new(&form, &words);
    let answers = |text: &str| -> Vec<String> {
        let source = Source::new(RepoPath::new("a.md"), text.to_string());
        let report = baocao_check::reports::report::read(&source, &index);
        let last = report.sections.last();
        last.map(|s| s.answers.iter().map(|at| form.sections[*at].key.to_string()).collect()).unwrap_or_default()
    };
    for (heading, wanted) in [
        ("## I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, ĐIỀU HÀNH", "I"),
        ("## I. Công tác chỉ đạo, điều hành và tổ chức thực hiện", "I"),
        ("## I. TÌNH HÌNH VÀ KẾT QUẢ TRIỂN KHAI", "I"),
        ("## I- KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "I"),
        ("## I. TÌNH HÌNH THỰC HIỆN CÔNG TÁC THÁNG 6 NĂM 2026", "I"),
        ("## I. NHIỆM VỤ HOÀN THÀNH", "I.1"),
        ("## I. KẾT QUẢ\n\n### 1. KẾT QUẢ THỰC HIỆN", "I.1"),
        ("## I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH VÀ TỔ CHỨC THỰC HIỆN\n\n### 1. KẾT QUẢ ĐẠT ĐƯỢC", "I.1"),
        ("### 1. Thống kê nhiệm vụ được giao, hoàn thành, chưa hoàn thành", "I.1"),
        ("### 2. Kết quả tham mưu ban hành văn bản, giải quyết TTHC", "I.1"),
        ("### 3. Kết quả các chỉ tiêu Đề án 06", "I.1"),
        ("### 4. Về việc đăng ký vốn và giải ngân vốn", "I.1"),
        ("### 9. Lĩnh vực khác", "I.1"),
        ("### 2. ĐÁNH GIÁ VIỆC ÁP DỤNG CÔNG NGHỆ SỐ", "I.2"),
        ("## II. Đánh giá, nhận xét chung", "II"),
        ("## II. ĐÁNH GIÁ CHUNG", "II"),
        ("## II. ĐÁNH GIÁ CHUNG VÀ TỒN TẠI HẠN CHẾ", "II"),
        ("### 1. Ưu điểm", "II.1"),
        ("### 1. Ưu điểm nổi bật", "II.1"),
        ("### 1. Ưu điểm, kết quả đạt được", "II.1"),
        ("## II. KHÓ KHĂN, VƯỚNG MẮC", "II.2"),
        ("### 2. TỒN TẠI, HẠN CHẾ", "II.2"),
        ("### 2. Hạn chế, tồn tại", "II.2"),
        ("### 2. Hạn chế", "II.2"),
        ("### 2. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", "II.2+II.3"),
        ("## III. HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN", "II.2+II.3"),
        ("### 3. Nguyên nhân (chủ quan, khách quan)", "II.3"),
        ("## III. MỘT SỐ GIẢI PHÁP CHỦ YẾU", "II.4"),
        ("## III. KẾ HOẠCH CÔNG TÁC THÁNG 7 NĂM 2026", "III"),
        ("## III. NHIỆM VỤ TRỌNG TÂM 3 THÁNG CUỐI NĂM", "III"),
        ("## III. Nhiệm vụ, giải pháp trong thời gian tới", "III"),
        ("## V. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI", "III"),
        ("## III. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM NĂM 2026", "III"),
        ("## III. NHIỆM VỤ THỜI GIAN TỚI", "III"),
        ("## III. NHIỆM VỤ VÀ GIẢI PHÁP TRỌNG TÂM THỜI GIAN TỚI", "III"),
        ("## III. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM", "III"),
        ("## PHẦN III: PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 7 NĂM 2026", "III"),
        ("## Phần thứ ba. PHƯƠNG HƯỚNG, NHIỆM VỤ", "III"),
        ("## III. PHƯƠNG HƯỚNG, NHIỆM VỤ, KIẾN NGHỊ", "III+IV"),
        ("## III. PHƯƠNG HƯỚNG, KIẾN NGHỊ", "III+IV"),
        ("## IV. Đề xuất, kiến nghị", "IV"),
        ("## IV. KIẾN NGHỊ, ĐỀ XUẤT", "IV"),
        ("## II. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ", "II.2+IV"),
        // What the form has no place for is said, and no error: its text is kept.
        ("## I. TÌNH HÌNH CHUNG", ""),
        ("## Phụ lục 1: DANH MỤC NHIỆM VỤ CÓ THỜI HẠN HOÀN THÀNH TRONG THÁNG", ""),
    ] {
        assert_eq!(answers(heading).join("+"), wanted, "{heading}");
    }
}
