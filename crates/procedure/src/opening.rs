//! The opening of a period, held against the settings that stand beside it: which departments report, and until when.

use crate::problem::{Problem, refuse};
use baocao_core::domain::{DepartmentId, OneLine, PeriodSettings, Settings, format_date_vi};
use baocao_core::text::visible;

/// Judges the `ky.toml` of an opening by `baocao.toml` as it stands on the line.
///
/// The departments are those in tenure on the last day, all of them, by their names and in their order. The last day is the
/// one of `[han_nop]`; any other needs the order that sets it (`chi_dao`). `init` writes exactly this.
pub(crate) fn held(office: &Settings, opened: &PeriodSettings) -> Result<(), Problem> {
    last_day(office, opened)?;
    departments(office, opened)
}

/// An order about the last day is in `ky.toml` under the reference that the act names.
pub(crate) fn ordered(settings: &PeriodSettings, basis: &OneLine) -> Result<(), Problem> {
    if settings.directive.as_deref() == Some(basis.as_str()) {
        return Ok(());
    }
    refuse!(
        ActMalformed,
        vi: "căn cứ trong bước (“{basis}”) không phải “chi_dao” trong ky.toml",
        en: "the basis that the act names (“{basis}”) is not “chi_dao” in ky.toml"
    )
}

fn last_day(office: &Settings, opened: &PeriodSettings) -> Result<(), Problem> {
    if opened.directive.as_deref().is_some_and(|order| !order.trim().is_empty()) {
        return Ok(());
    }
    let day = opened.deadline.last_day();
    let shown = format_date_vi(day);
    let rule = office.deadlines.get(&opened.id.cadence());
    let Some(due) = rule.and_then(|rule| rule.for_period(&opened.id).ok()) else {
        refuse!(
            ActMalformed,
            vi: "hạn nộp {shown} không có căn cứ: [han_nop] không đặt hạn cho loại kỳ này, ky.toml cũng không ghi “chi_dao”",
            en: "the last day {shown} has no ground: [han_nop] sets none for this kind of period and ky.toml names no order (“chi_dao”)"
        );
    };
    let due = due.effective(&office.calendar, office.roll).last_day();
    if day == due {
        return Ok(());
    }
    let due = format_date_vi(due);
    refuse!(
        ActMalformed,
        vi: "hạn nộp {shown} khác hạn {due} theo [han_nop] mà ky.toml không ghi căn cứ (“chi_dao”)",
        en: "the last day {shown} is not {due} of [han_nop], and ky.toml names no order for it (“chi_dao”)"
    )
}

fn departments(office: &Settings, opened: &PeriodSettings) -> Result<(), Problem> {
    let day = opened.deadline.last_day();
    let due: Vec<(&DepartmentId, &str)> = office.departments_on(day).map(|d| (&d.id, d.name.as_str())).collect();
    let named: Vec<(&DepartmentId, &str)> = opened.departments.iter().map(|(id, name)| (id, name.as_str())).collect();
    let names = |left: &[(&DepartmentId, &str)], right: &[(&DepartmentId, &str)]| {
        let odd = left.iter().filter(|(id, _)| right.iter().all(|(other, _)| other != id));
        odd.map(|(_, name)| visible(name)).collect::<Vec<_>>().join(", ")
    };
    let (absent, strange) = (names(&due, &named), names(&named, &due));
    let day = format_date_vi(day);
    if due.is_empty() {
        refuse!(
            ActMalformed,
            vi: "theo baocao.toml không có đơn vị nào phải báo cáo vào ngày {day}",
            en: "by baocao.toml no department has to report on {day}"
        );
    }
    if !absent.is_empty() {
        refuse!(
            ActMalformed,
            vi: "ky.toml bỏ sót đơn vị phải báo cáo theo baocao.toml: {absent}",
            en: "ky.toml leaves out departments that have to report by baocao.toml: {absent}"
        );
    }
    if !strange.is_empty() {
        refuse!(
            ActMalformed,
            vi: "ky.toml ghi đơn vị không phải báo cáo theo baocao.toml vào ngày {day}: {strange}",
            en: "ky.toml names departments that by baocao.toml do not report on {day}: {strange}"
        );
    }
    if due != named {
        refuse!(
            ActMalformed,
            vi: "tên hoặc thứ tự đơn vị trong ky.toml không đúng với baocao.toml",
            en: "the names or the order of the departments in ky.toml are not those of baocao.toml"
        );
    }
    Ok(())
}
