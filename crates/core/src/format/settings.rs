//! `baocao.toml`: the office, its departments, deadlines, calendar and indicators. People are read in `roster`.

pub mod write;

pub use write::*;

pub use crate::format::toml_reader::straight_quotes;

use crate::diagnostic::Diagnostic;
use crate::domain::{
    Agency, Cadence, Calendar, Counting, DeadlineRule, Department, DepartmentId, Digest, DueDay, RollPolicy, Settings,
    Step, StepPlan, Tenure, YearTable, default_rules,
};
use crate::format::toml_reader::{TomlDocument, TomlTable};
use crate::format::{figure_rules, indicators, paperwork, roster};
use crate::say;
use crate::text::{Source, Span, nearest};
use std::collections::BTreeMap;

/// Reads an office's settings and everything that is wrong in them. What is missing has the procedure's own value.
pub fn read(source: &Source) -> (Settings, Vec<Diagnostic>) {
    TomlDocument::read(source, 256, |_, root| settings(root))
}

/// The top-level tables and keys in which two texts of `baocao.toml` differ, comments, order and spacing aside.
pub fn changed_tables(old: &str, new: &str) -> Vec<String> {
    let read = |text: &str| text.trim_start_matches('\u{feff}').parse::<toml::Table>().unwrap_or_default();
    let (old, new) = (read(old), read(new));
    let mut names: Vec<String> = old.keys().chain(new.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| old.get(name) != new.get(name));
    names
}

/// The digest of everything in a `baocao.toml` but its people, however it is written: comments, order and spacing aside.
pub fn besides_people(text: &str) -> Option<Digest> {
    let mut all: toml::Table = text.trim_start_matches('\u{feff}').parse().ok()?;
    all.remove("nguoi");
    Some(Digest::of(all.to_string().as_bytes()))
}

fn settings(root: &TomlTable<'_, '_>) -> Settings {
    root.knows(&[
        "phien_ban",
        "co_quan",
        "don_vi",
        "nguoi",
        "tin_cay",
        "han_nop",
        "quy_trinh",
        "lich",
        "chi_tieu",
        "quy_tac",
        "van_ban",
        "luu_tru",
    ]);
    version(root);
    for key in ["co_quan", "don_vi"] {
        if !root.has(key) {
            root.missing(key);
        }
    }
    let departments = departments(root);
    let roster = roster::read(root, &departments);
    let (steps, roll) = steps(root);
    let indicators = indicators::read(root, &departments);
    Settings {
        agency: agency(root),
        roster,
        deadlines: deadlines(root),
        steps,
        roll,
        calendar: Calendar::new(calendar(root)),
        rules: figure_rules::read(root, &indicators),
        document: paperwork::document(root),
        filing: paperwork::filing(root),
        indicators,
        departments,
    }
}

/// `phien_ban = 1`.
pub fn version(root: &TomlTable<'_, '_>) {
    if !root.has("phien_ban") {
        root.missing("phien_ban");
    } else if let Some(version) = root.number("phien_ban", 0..=u32::MAX)
        && version != 1
    {
        let message = say!(
            vi: "tệp này thuộc phiên bản {version}, chương trình chỉ đọc được phiên bản 1",
            en: "this file is of version {version}; this program reads version 1"
        );
        let help = say!(vi: "cài bản baocao mới hơn", en: "install a newer baocao");
        root.fault("phien_ban", message, Some(help));
    }
}

fn agency(root: &TomlTable<'_, '_>) -> Agency {
    let Some(table) = root.table("co_quan", "[co_quan]") else { return Agency::default() };
    table.knows(&["ten", "chu_quan", "dia_danh", "ky_hieu"]);
    let word = |key| table.required(key).unwrap_or_default();
    Agency { name: word("ten"), parent: word("chu_quan"), place: word("dia_danh"), symbol: word("ky_hieu") }
}

/// A department's id, or what is wrong with it.
pub(crate) fn department_id(table: &TomlTable<'_, '_>, key: &str) -> Option<DepartmentId> {
    let text = table.required(key)?;
    let id = DepartmentId::parse(&text).filter(|id| !matches!(id.as_str(), "tong-hop" | "bieu-mau" | "ky" | "ho-so"));
    if id.is_none() {
        let message = say!(
            vi: "mã đơn vị “{text}” không dùng được",
            en: "“{text}” cannot be a department's id"
        );
        let help = say!(
            vi: "dùng chữ thường không dấu, chữ số, dấu gạch nối, ví dụ “thanh-tra”",
            en: "use lower-case letters without diacritics, digits and hyphens, as in “thanh-tra”"
        );
        table.fault(key, message, Some(help));
    }
    id
}

/// `tu_ngay` and `den_ngay` of a table.
pub(crate) fn tenure(table: &TomlTable<'_, '_>) -> Tenure {
    let (from, to) = (table.date("tu_ngay"), table.date("den_ngay"));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let message = say!(vi: "“den_ngay” đứng trước “tu_ngay”", en: "“den_ngay” is before “tu_ngay”");
        table.fault("den_ngay", message, None);
    }
    Tenure { from, to }
}

/// Says that an id stands twice.
pub(crate) fn repeated(table: &TomlTable<'_, '_>, key: &str, id: &str) {
    let message = say!(vi: "mã “{id}” đã dùng ở trên", en: "the id “{id}” already stands above");
    table.fault(key, message, None);
}

fn departments(root: &TomlTable<'_, '_>) -> Vec<Department> {
    let mut all: Vec<Department> = Vec::new();
    for table in root.tables("don_vi") {
        table.knows(&["ma", "ten", "tu_ngay", "den_ngay"]);
        let (id, name, tenure) = (department_id(&table, "ma"), table.required("ten"), tenure(&table));
        let (Some(id), Some(name)) = (id, name) else { continue };
        if all.iter().any(|d| d.id == id) {
            repeated(&table, "ma", id.as_str());
            continue;
        }
        all.push(Department { id, name, tenure });
    }
    all
}

/// A department named somewhere else than in its own table.
pub(crate) fn known_department(
    document: &TomlDocument<'_>,
    departments: &[Department],
    word: &str,
    span: Span,
) -> Option<DepartmentId> {
    let found = departments.iter().find(|d| d.id.as_str() == word).map(|d| d.id.clone());
    if found.is_none() {
        let message = say!(
            vi: "không có đơn vị “{word}” trong danh sách [[don_vi]]",
            en: "there is no department “{word}” among [[don_vi]]"
        );
        let near = document.near(word, departments.iter().map(|d| d.id.as_str()));
        let help = near.map(|near| say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"));
        document.fault(span, message, help);
    }
    found
}

fn deadlines(root: &TomlTable<'_, '_>) -> BTreeMap<Cadence, DeadlineRule> {
    let mut rules = default_rules();
    let Some(table) = root.table("han_nop", "[han_nop]") else { return rules };
    table.knows(&["thang", "quy", "6thang", "9thang", "nam", "nam-bo"]);
    for cadence in Cadence::ALL {
        let key = cadence.id();
        if !table.has(key) || cadence == Cadence::AdHoc {
            continue;
        }
        let Some(row) = table.table(key, &format!("han_nop.{key}")) else { continue };
        row.knows(&["truoc", "cham_nhat", "thang"]);
        let month = row.number("thang", 1..=12);
        let kind = match (row.has("truoc"), row.has("cham_nhat")) {
            (true, false) => "truoc",
            (false, true) => "cham_nhat",
            _ => {
                let message = say!(
                    vi: "hạn nộp phải có đúng một trong hai khoá “truoc” (trước ngày) và “cham_nhat” (chậm nhất ngày)",
                    en: "a deadline has exactly one of “truoc” (before) and “cham_nhat” (no later than)"
                );
                table.fault(key, message, None);
                continue;
            }
        };
        let Some(day) = row.number(kind, 1..=31) else { continue };
        let Some(due) = DueDay::new(day, month) else {
            let message = say!(vi: "ngày này không có trong lịch", en: "the calendar has no such day");
            row.fault(kind, message, None);
            continue;
        };
        let rule = if kind == "truoc" { DeadlineRule::Before(due) } else { DeadlineRule::NoLaterThan(due) };
        match rule.fits(cadence) {
            Ok(()) => {
                rules.insert(cadence, rule);
            }
            Err(why) => row.fault("thang", why, None),
        }
    }
    rules
}

/// One of a few ids, or what they are.
pub(crate) fn choice<T>(
    table: &TomlTable<'_, '_>,
    key: &str,
    ids: &[&str],
    from_id: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let word = table.text(key)?;
    let found = from_id(&word);
    if found.is_none() {
        let list = ids.iter().map(|id| format!("“{id}”")).collect::<Vec<_>>().join(", ");
        let message = say!(vi: "“{key}” không nhận “{word}”", en: "“{key}” does not take “{word}”");
        let help = match nearest(&word, ids.iter().copied()) {
            Some(near) => {
                say!(vi: "có phải là “{near}”? Chọn trong: {list}", en: "did you mean “{near}”? Choose from: {list}")
            }
            None => say!(vi: "chọn trong: {list}", en: "choose from: {list}"),
        };
        table.fault(key, message, Some(help));
    }
    found
}

fn steps(root: &TomlTable<'_, '_>) -> (StepPlan, RollPolicy) {
    let mut plan = StepPlan::default();
    let Some(table) = root.table("quy_trinh", "[quy_trinh]") else { return (plan, RollPolicy::default()) };
    table.knows(&["thu_thap", "du_thao", "hoan_chinh", "phe_duyet", "gui", "tinh_ngay", "don_ngay_nghi"]);
    for step in Step::ALL {
        if let Some(days) = step.settings_key().and_then(|key| table.number(key, 0..=365)) {
            plan.days.insert(step, days);
        }
    }
    if let Some(counting) = choice(&table, "tinh_ngay", &["lam-viec", "lich"], Counting::from_id) {
        plan.counting = counting;
    }
    let roll = choice(&table, "don_ngay_nghi", &["khong", "som", "muon"], RollPolicy::from_id);
    (plan, roll.unwrap_or_default())
}

fn calendar(root: &TomlTable<'_, '_>) -> BTreeMap<i32, YearTable> {
    use chrono::Datelike;
    let mut years = BTreeMap::new();
    let Some(table) = root.table("lich", "[lich]") else { return years };
    for (key, span) in table.keys() {
        let Some(year) = key.parse::<i32>().ok().filter(|year| (2000..2100).contains(year)) else {
            let message = say!(vi: "“{key}” không phải là năm", en: "“{key}” is no year");
            let help = say!(vi: "viết như [lich.\"2024\"]", en: "write it as [lich.\"2024\"]");
            table.document().fault(span, message, Some(help));
            continue;
        };
        let Some(row) = table.table(&key, &format!("[lich.\"{key}\"]")) else { continue };
        row.knows(&["nghi", "lam_bu"]);
        let days = |name: &str| {
            let days = row.days(name, 31);
            if let Some(day) = days.iter().find(|day| day.year() != year) {
                let message = say!(vi: "ngày {day} không thuộc năm {year}", en: "{day} is not in {year}");
                row.fault(name, message, None);
            }
            days.into_iter().filter(|day| day.year() == year).collect()
        };
        years.insert(year, YearTable { holidays: days("nghi"), working_days: days("lam_bu") });
    }
    years
}
