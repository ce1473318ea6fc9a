//! The opening of a period, held against the settings that stand beside it: which departments report, and until when.

use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{
    Date, DepartmentId, OneLine, PeriodSettings, Settings, Tenure, a_year_after, format_date_vi,
};
use baocao_core::say;
use baocao_core::text::visible;

/// Judges the `ky.toml` of an opening by `baocao.toml` as it stands on the line; `today` is the day of the act.
///
/// The departments are those in tenure on the day of `[han_nop]` or on the last day, by their names and in their order;
/// one whose tenure has ended earlier in the period may be named, too. The last day is the one of `[han_nop]`; any other
/// needs the order that sets it (`chi_dao`) and has bounds. `init` writes exactly this.
pub(crate) fn held(office: &Settings, opened: &PeriodSettings, today: Date) -> Result<(), Problem> {
    let due = by_rule(office, opened);
    last_day(due, opened, today)?;
    departments(office, opened, due)
}

/// Judges an order about the last day: it is in `ky.toml` under the reference that the act names, which is a reference;
/// the day has bounds; and it is not one on which a department would have to report that the opening could leave out.
pub(crate) fn ordered(
    record: Option<&PeriodRecord>,
    settings: &PeriodSettings,
    basis: &OneLine,
    today: Date,
) -> Result<(), Problem> {
    if settings.directive.as_deref() != Some(basis.as_str()) {
        refuse!(
            ActMalformed,
            vi: "căn cứ trong bước (“{basis}”) không phải “chi_dao” trong ky.toml",
            en: "the basis that the act names (“{basis}”) is not “chi_dao” in ky.toml"
        );
    }
    if !basis.is_telling() {
        return Err(groundless());
    }
    bounded(settings, today)?;
    record.map_or(Ok(()), |record| still_all(record, settings))
}

/// A department that was in tenure before the last day so far and is in tenure on the new one has to report.
fn still_all(record: &PeriodRecord, settings: &PeriodSettings) -> Result<(), Problem> {
    let (before, after) = (record.settings.deadline.last_day(), settings.deadline.last_day());
    let began = |tenure: &Tenure| tenure.from.is_none_or(|from| from <= before);
    let absent = record.left_out.iter().filter(|(_, tenure)| began(tenure) && tenure.covers(after));
    let absent = absent.map(|(name, _)| visible(name)).collect::<Vec<_>>().join(", ");
    if absent.is_empty() {
        return Ok(());
    }
    let day = format_date_vi(after);
    refuse!(
        ActMalformed,
        vi: "đến hạn mới {day} còn có đơn vị phải báo cáo mà kỳ này mở không có: {absent}",
        en: "on the new last day {day} departments have to report that the period was opened without: {absent}"
    )
}

/// The departments of the office that an opening does not name, with their tenures.
pub(crate) fn left_out(office: &Settings, opened: &PeriodSettings) -> Vec<(String, Tenure)> {
    let absent = office.departments.iter().filter(|department| opened.department_name(&department.id).is_none());
    absent.map(|department| (department.name.clone(), department.tenure)).collect()
}

/// The last day by `[han_nop]`; `None` where it sets none for this kind of period.
fn by_rule(office: &Settings, opened: &PeriodSettings) -> Option<Date> {
    let due = office.deadlines.get(&opened.id.cadence())?.for_period(&opened.id).ok()?;
    Some(due.effective(&office.calendar, office.roll).last_day())
}

/// A day that an order sets lies between the first day of the period and one year after its end, or after the day of the
/// act where that is later.
fn bounded(settings: &PeriodSettings, today: Date) -> Result<(), Problem> {
    let (day, first, end) = (settings.deadline.last_day(), settings.id.first_day(), settings.id.last_day());
    let last = a_year_after(end.max(today)).unwrap_or(Date::MAX);
    if (first..=last).contains(&day) {
        return Ok(());
    }
    let (shown, first, last) = (format_date_vi(day), format_date_vi(first), format_date_vi(last));
    refuse!(
        ActMalformed,
        vi: "hạn nộp {shown} không thể là hạn của kỳ này: phải từ {first} đến {last}",
        en: "the last day {shown} cannot be one of this period: it lies between {first} and {last}"
    )
}

fn groundless() -> Problem {
    Problem::new(
        Code::ActMalformed,
        say!(
            vi: "“chi_dao” không nêu được văn bản nào: phải là một dòng có chữ hoặc số đọc được",
            en: "“chi_dao” names no order: it is one line with letters or digits that can be read"
        ),
    )
}

fn last_day(due: Option<Date>, opened: &PeriodSettings, today: Date) -> Result<(), Problem> {
    let day = opened.deadline.last_day();
    if due.is_some_and(|due| day == due) {
        return Ok(());
    }
    if let Some(order) = &opened.directive {
        if !OneLine::exact(order).is_some_and(|order| order.is_telling()) {
            return Err(groundless());
        }
        return bounded(opened, today);
    }
    let shown = format_date_vi(day);
    let Some(due) = due.map(format_date_vi) else {
        refuse!(
            ActMalformed,
            vi: "hạn nộp {shown} không có căn cứ: [han_nop] không đặt hạn cho loại kỳ này, ky.toml cũng không ghi “chi_dao”",
            en: "the last day {shown} has no ground: [han_nop] sets none for this kind of period and ky.toml names no order (“chi_dao”)"
        );
    };
    refuse!(
        ActMalformed,
        vi: "hạn nộp {shown} khác hạn {due} theo [han_nop] mà ky.toml không ghi căn cứ (“chi_dao”)",
        en: "the last day {shown} is not {due} of [han_nop], and ky.toml names no order for it (“chi_dao”)"
    )
}

fn departments(office: &Settings, opened: &PeriodSettings, by_rule: Option<Date>) -> Result<(), Problem> {
    let day = opened.deadline.last_day();
    let named_too = |id: &DepartmentId| opened.department_name(id).is_some();
    let due = office.departments.iter().filter(|d| {
        office.has_to_report(d, by_rule, day) || named_too(&d.id) && d.tenure.meets(opened.id.first_day(), day)
    });
    let due: Vec<(&DepartmentId, &str)> = due.map(|d| (&d.id, d.name.as_str())).collect();
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

#[cfg(test)]
mod tests {
    use crate::opening::*;
    use baocao_core::domain::{Deadline, PeriodId, parse_date};

    #[test]
    fn an_ordered_day_is_one_of_the_period_or_of_the_year_after_it() {
        let day = |text: &str| parse_date(text).unwrap();
        let of = |last: &str, today: &str| {
            let deadline = Deadline::no_later_than(day(last));
            bounded(&PeriodSettings { deadline, ..crate::line::settings() }, day(today)).is_ok()
        };
        assert_eq!(PeriodId::parse("2024-Q2"), Ok(crate::line::settings().id));
        for (last, today, fits) in [
            ("2024-03-31", "2024-06-01", false),
            ("2024-04-01", "2024-06-01", true),
            ("2025-06-30", "2024-06-01", true),
            ("2025-07-01", "2024-06-01", false),
            // Opened late, or moved late.
            ("2026-12-20", "2026-12-01", true),
            ("2027-12-02", "2026-12-01", false),
        ] {
            assert_eq!(of(last, today), fits, "{last}, {today}");
        }
    }
}
