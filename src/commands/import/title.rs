//! Whether a Word file is the report it is imported as.

use baocao_check::reports::statements::named;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{Cadence, DepartmentId, NamedTime, PeriodId, Settings};
use baocao_core::say;
use baocao_core::text::{Span, fold, visible};
use baocao_documents::word::letter::Letter;

/// Whether a title names times, and this period is none of them.
///
/// What it announces (“… và phương hướng quý III”) does not count where it also says what it reports on. Titles of ad hoc
/// reports name what they like.
fn names_another(title: &str, period: &PeriodId) -> bool {
    if period.cadence() == Cadence::AdHoc {
        return false;
    }
    let times = named(title, Span::new(0, title.len()));
    let lower = title.to_lowercase();
    let announcing = ["phương hướng", "nhiệm vụ trọng tâm", "kế hoạch công tác", "chương trình công tác"];
    let ahead = announcing.iter().filter_map(|words| lower.find(words)).min().filter(|_| lower.len() == title.len());
    let before: Vec<&NamedTime> = times.iter().filter(|time| ahead.is_none_or(|at| time.span.start < at)).collect();
    let asked = if before.is_empty() { times.iter().collect() } else { before };
    !asked.is_empty() && !asked.iter().any(|time| time.fits(period))
}

/// Refuses a file whose title names another period, or whose letterhead or title names another department.
pub(super) fn check(
    settings: &Settings,
    letter: &Letter,
    period: &PeriodId,
    department: &DepartmentId,
) -> Result<(), Refusal> {
    let title = letter.title.join(" ");
    let shown = visible(&title);
    if names_another(&title, period) {
        return Err(Refusal::new(say!(
            vi: "tiêu đề của tệp là “{shown}”, không phải của kỳ {period}; chưa ghi gì",
            en: "the title of the file is “{shown}”, which is not the period {period}; nothing was written"
        ))
        .who(say!(
            vi: "chọn đúng tệp hoặc đúng kỳ; nếu chỉ tiêu đề sai thì sửa tiêu đề trong Word rồi nhập lại",
            en: "choose the right file or period; if only the title is wrong, mend it in Word and import again"
        )));
    }
    let agency: Vec<String> = letter.agency.iter().map(|line| fold(line)).collect();
    let folded = fold(&title);
    let names = |name: &str| {
        let name = fold(name);
        let ends = folded.ends_with(&format!(" của {name}")) || folded.contains(&format!(" của {name} "));
        !name.is_empty() && (agency.contains(&name) || ends)
    };
    let own = settings.department(department).is_some_and(|own| names(&own.name));
    let other = settings.departments.iter().find(|other| other.id != *department && names(&other.name));
    match other.filter(|_| !own) {
        Some(other) => {
            let name = visible(&other.name);
            Err(Refusal::new(say!(
                vi: "tệp ghi là của “{name}”, không phải của đơn vị {department}; chưa ghi gì",
                en: "the file says that it is of “{name}”, not of {department}; nothing was written"
            ))
            .who(say!(
                vi: "chọn đúng tệp hoặc đúng --department; nếu chỉ tên đơn vị sai thì sửa trong Word rồi nhập lại",
                en: "choose the right file or --department; if only the name is wrong, mend it in Word and import again"
            )))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::commands::import::title::*;

    #[test]
    fn titles_name_their_period_or_another() {
        let cases = [
            ("2024-Q2", "Kết quả công tác quý II năm 2024", false),
            ("2024-Q2", "KẾT QUẢ CÔNG TÁC QUÝ II/2024", false),
            ("2024-Q2", "Kết quả công tác quý II, phương hướng nhiệm vụ quý III năm 2024", false),
            ("2024-Q3", "Kết quả công tác quý II, phương hướng nhiệm vụ quý III năm 2024", true),
            ("2024-Q2", "Kết quả công tác quý I năm 2024", true),
            ("2024-Q2", "Kết quả công tác quý II năm 2023", true),
            ("2024-Q2", "Kết quả công tác tháng 5 năm 2024", true),
            ("2024-Q2", "Kết quả công tác", false),
            ("2024-Q2", "Kết quả thực hiện nhiệm vụ quý II và 6 tháng đầu năm 2024", false),
            ("2024-06", "Kết quả công tác tháng 6 và phương hướng tháng 7 năm 2024", false),
            ("2024", "Tổng kết công tác năm 2024 và phương hướng năm 2025", false),
            ("2024-DX-bao", "Thiệt hại do bão tháng 9 năm 2023", false),
        ];
        for (id, title, another) in cases {
            let period = PeriodId::parse(id).expect("a period");
            assert_eq!(names_another(title, &period), another, "{id}: {title}");
        }
    }
}
