//! What the machine has to say about its own work stays out of the document that is sent, and is said once in the draft.

use super::{Office, put};
use baocao_check::reports::markdown::prose;
use baocao_core::domain::{Accumulation, Indicator, Prose, SOURCES_LABEL};

const FORM: &str = "---\nbieu_mau: BM-VP-01.01\nten: Báo cáo\n---\n\n# BÁO CÁO {ky}\n\n## I. KẾT QUẢ\n<!-- bắt buộc -->\n\n\
                    ## II. TỒN TẠI, HẠN CHẾ\n<!-- tuỳ chọn -->\n\n## III. NGUYÊN NHÂN\n<!-- bắt buộc -->\n\n\
                    ## IV. KIẾN NGHỊ\n<!-- tuỳ chọn -->\n";
const SKELETON: &str = "---\nbieu_mau: BM-VP-01\nten: Báo cáo tổng hợp\n---\n\n# BÁO CÁO {ky}\n\n## I. KẾT QUẢ\n<!-- lấy: I -->\n\n\
                        <!-- bảng số liệu -->\n\n## II. TỒN TẠI, HẠN CHẾ\n<!-- lấy: II -->\n\n## III. NGUYÊN NHÂN\n<!-- lấy: III -->\n\n\
                        ## IV. KIẾN NGHỊ\n<!-- lấy: IV -->\n\nTrên đây là báo cáo./.\n";

fn office() -> Office {
    let mut office = Office::new(
        FORM,
        SKELETON,
        &[("van-phong", "Văn phòng Sở"), ("thanh-tra", "Thanh tra Sở"), ("chi-cuc-tdc", "Chi cục TĐC")],
    );
    let indicator = |id: &str, name: &str| Indicator::new(id, name, "việc", Accumulation::Flow);
    office.indicators = vec![indicator("a", "Số việc A"), indicator("b", "Số việc B")];
    office
}

fn report(office: &Office, department: &str, figures: &str, body: &str) -> baocao_core::domain::Contribution {
    let head = format!("---\nbieu_mau: BM-VP-01.01\nky: 2024-Q2\ndon_vi: {department}\nchi_tieu:\n  {figures}\n---\n");
    office.contribution(department, &format!("{head}\n# BÁO CÁO QUÝ II NĂM 2024\n\n{body}"))
}

#[test]
fn files_and_commits_stand_in_the_draft_and_not_in_the_document() {
    let mut office = office();
    put(&mut office, "van-phong", "2023-Q2", "a", "4");
    let draft = office.draft(&[report(
        &office,
        "van-phong",
        "a: 5",
        "## I. KẾT QUẢ\n\nTốt[^1].\n\n[^1]: Chú thích của đơn vị.\n",
    )]);
    assert!(
        draft.contains(&format!("[^{SOURCES_LABEL}]: ")) && draft.contains("reports/2023-Q2/van-phong.md"),
        "{draft}"
    );
    let text = prose(&draft[baocao_core::format::front_matter::read(&draft).body..]);
    let shown = format!("{text:?}");
    assert!(!shown.contains("reports/") && !shown.contains("lần ghi") && !shown.contains("dau_vao"), "{shown}");
    // The department's own footnote is the first and only one.
    assert_eq!(text.notes.len(), 1, "{shown}");
    assert!(
        shown.contains("Chú thích của đơn vị") && shown.contains("Note(1)") && !shown.contains("Note(2)"),
        "{shown}"
    );
    assert!(text.blocks.iter().any(|block| matches!(block, Prose::Table(_))), "{shown}");
    // An office's own footnote with the same label is its own text.
    let own = prose(&format!("Một câu[^{SOURCES_LABEL}].\n\n[^{SOURCES_LABEL}]: Nguồn: Cục Thống kê.\n"));
    assert_eq!(own.notes.len(), 1);
}

#[test]
fn what_is_not_known_and_what_stands_elsewhere_is_said_once() {
    let office = office();
    let merged = "## I. KẾT QUẢ\n\nTốt.\n\n## II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN\n\nThiếu người.\n";
    let figures = "a: 5\n  b: 6";
    let draft = office.draft(&[
        report(&office, "van-phong", figures, merged),
        report(&office, "thanh-tra", figures, merged),
        report(&office, "chi-cuc-tdc", figures, "## I. KẾT QUẢ\n\nTốt.\n\n## III. NGUYÊN NHÂN\n\nThiếu tiền.\n"),
    ]);
    assert_eq!(draft.matches("chưa có số liệu cùng kỳ năm trước để so sánh").count(), 1, "{draft}");
    assert_eq!(draft.matches("luỹ kế từ đầu năm chưa có đủ số liệu").count(), 1, "{draft}");
    assert_eq!(draft.matches("đã nêu chung tại mục").count(), 1, "{draft}");
    let said = "Nội dung mục này của Văn phòng Sở, Thanh tra Sở đã nêu chung tại mục “TỒN TẠI, HẠN CHẾ”.";
    assert!(draft.contains(said), "{draft}");
}

#[test]
fn optional_sections_that_nobody_wrote_are_left_out_and_demanded_ones_stay() {
    let office = office();
    let draft = office.draft(&[report(&office, "van-phong", "a: 5", "## I. KẾT QUẢ\n\nTốt.\n")]);
    assert!(!draft.contains("TỒN TẠI") && !draft.contains("KIẾN NGHỊ"), "{draft}");
    assert!(draft.contains("## III. NGUYÊN NHÂN") && draft.contains("Trên đây là báo cáo./."), "{draft}");
    let written = "## I. KẾT QUẢ\n\nTốt.\n\n## IV. KIẾN NGHỊ\n\nThêm người.\n";
    let draft = office.draft(&[report(&office, "van-phong", "a: 5", written)]);
    assert!(draft.contains("## IV. KIẾN NGHỊ") && draft.contains("Thêm người."), "{draft}");
}
