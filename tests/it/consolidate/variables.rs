//! `{co_quan}`, `{ten}` and the like in forms and skeletons, and titles of ad hoc reports.

use super::Office;
use baocao_check::reports::skeleton::write as skeleton;
use baocao_core::domain::{Accumulation, Agency, Indicator, PeriodId};
use baocao_core::text::TonePlacement;

const FORM: &str = include_str!("../../../templates/BM-VP-01.01.md");
const SKELETON: &str = include_str!("../../../templates/BM-VP-01.md");

fn health(form: &str, frame: &str) -> Office {
    let mut office = Office::new(form, frame, &[("van-phong", "Văn phòng Sở")]);
    office.agency = Agency { name: "Sở Y tế".into(), place: "Lào Cai".into(), ..office.agency };
    office
}

#[test]
fn the_built_in_skeleton_names_the_agency_of_the_settings() {
    let draft = health(FORM, SKELETON).draft(&[]);
    assert!(draft.contains("# BÁO CÁO KẾT QUẢ CÔNG TÁC Y TẾ QUÝ II NĂM 2024\n"), "{draft}");
    assert!(draft.contains("đơn vị trực thuộc, Sở Y tế báo cáo kết quả công tác"), "{draft}");
    assert!(draft.contains("kỳ tiếp theo của Sở Y tế./."), "{draft}");
    assert!(!draft.contains("Công nghệ") && !draft.contains('{'), "{draft}");
}

#[test]
fn a_skeleton_that_names_the_agency_itself_gives_the_same_draft() {
    let literal =
        SKELETON.replace("{co_quan}", "Sở Khoa học và Công nghệ").replace("{linh_vuc}", "KHOA HỌC VÀ CÔNG NGHỆ");
    let [now, before] =
        [SKELETON, &literal].map(|frame| Office::new(FORM, frame, &[("van-phong", "Văn phòng Sở")]).draft(&[]));
    assert_eq!(now, before);
}

#[test]
fn an_ad_hoc_title_is_the_title_of_the_draft_and_of_the_prefilled_report() {
    for title in ["Báo cáo thiệt hại bão số 10", "Thiệt hại bão số 10"] {
        let mut office = health(FORM, SKELETON);
        office.period.id = PeriodId::parse("2024-DX-bao").expect("a period");
        office.period.title = Some(title.into());
        let report =
            skeleton::report(&office.form, &office.period, &office.agency, &office.period.departments[0].0, &[]);
        for text in [office.draft(&[]), report] {
            assert!(text.contains("\n# BÁO CÁO THIỆT HẠI BÃO SỐ 10\n"), "{text}");
            assert!(text.contains("\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n"), "{text}");
            assert!(text.contains("\n## III. PHƯƠNG HƯỚNG NHIỆM VỤ THỜI GIAN TỚI\n"), "{text}");
            assert!(!text.contains("CÔNG TÁC BÁO CÁO") && !text.contains("NHIỆM VỤ BÁO CÁO"), "{text}");
        }
    }
}

#[test]
fn one_rule_places_the_tone_marks_of_the_programs_own_words() {
    let report = "---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: van-phong\nchi_tieu:\n  lop: { thuc_hien: 5 }\n---\n\n# BÁO CÁO\n\n## I. KẾT QUẢ\n\nĐã tuỳ tình hình.\n";
    let draft = |tone| {
        let mut office = health(FORM, SKELETON);
        office.tone = tone;
        office.indicators = vec![Indicator::new("lop", "Số lớp về thuỷ lợi", "lớp", Accumulation::Flow)];
        office.draft(&[office.contribution("van-phong", report)])
    };
    let (last, first) = (draft(TonePlacement::Last), draft(TonePlacement::First));
    assert!(last.contains("| Luỹ kế từ đầu năm") && last.contains("luỹ kế từ đầu năm chưa có"), "{last}");
    // What people wrote and what they call things is not touched.
    assert_eq!(first, last.replace("luỹ kế", "lũy kế").replace("Luỹ kế", "Lũy kế"));
    assert!(
        first.contains("lũy kế") && first.contains("Lũy kế") && first.contains("thuỷ lợi") && first.contains("tuỳ"),
        "{first}"
    );
}
