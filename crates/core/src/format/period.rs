//! `ky.toml`: what a period was opened with.

use crate::diagnostic::Diagnostic;
use crate::domain::{Deadline, DepartmentId, PeriodId, PeriodSettings};
use crate::format::settings::{department_id, repeated, version};
use crate::format::toml_reader::{TomlDocument, TomlTable};
use crate::say;
use crate::text::Source;
use std::collections::BTreeSet;

/// The most KiB of a `ky.toml`, which spells out what an office's settings may say in a few letters a department.
const MAX_KIB: usize = 1024;

/// Reads a period's settings and everything that is wrong in them; none if what a period cannot be without is missing.
pub fn read(source: &Source) -> (Option<PeriodSettings>, Vec<Diagnostic>) {
    TomlDocument::read(source, MAX_KIB, |_, root| period(root))
}

fn period(root: &TomlTable<'_, '_>) -> Option<PeriodSettings> {
    root.knows(&[
        "phien_ban",
        "ky",
        "tieu_de",
        "han",
        "don_vi",
        "bieu_mau",
        "mo_ngay",
        "chi_dao",
        "duyet_lai_sau_hoan_chinh",
    ]);
    version(root);
    let id = root.required("ky").and_then(|text| {
        let id = PeriodId::from_canonical(&text);
        if id.is_none() {
            let message = say!(vi: "“{text}” không phải mã kỳ báo cáo", en: "“{text}” is no period");
            let help = match PeriodId::parse(&text) {
                Ok(period) => say!(vi: "viết là “{period}”", en: "write “{period}”"),
                Err(_) => say!(vi: "viết như “2024-Q2”, “2024-06”, “2024-H1”, “2024”", en: "write it as “2024-Q2”, “2024-06”, “2024-H1”, “2024”"),
            };
            root.fault("ky", message, Some(help));
        }
        id
    });
    let deadline = deadline(root);
    let departments = departments(root);
    let form = root.required("bieu_mau");
    if !root.has("mo_ngay") {
        root.missing("mo_ngay");
    }
    let opened = root.date("mo_ngay");
    let (title, directive) = (root.text("tieu_de"), root.text("chi_dao"));
    let reapproval = root.flag("duyet_lai_sau_hoan_chinh").unwrap_or(false);
    Some(PeriodSettings {
        id: id?,
        title,
        deadline: deadline?,
        departments,
        form: form?,
        opened: opened?,
        directive,
        reapproval,
    })
}

fn deadline(root: &TomlTable<'_, '_>) -> Option<Deadline> {
    if !root.has("han") {
        root.missing("han");
    }
    let table = root.table("han", "han")?;
    table.knows(&["truoc", "cham_nhat"]);
    match (table.has("truoc"), table.has("cham_nhat")) {
        (true, false) => table.date("truoc").map(Deadline::before),
        (false, true) => table.date("cham_nhat").map(Deadline::no_later_than),
        _ => {
            let message = say!(
                vi: "hạn nộp phải có đúng một trong hai khoá “truoc” (trước ngày) và “cham_nhat” (chậm nhất ngày)",
                en: "a deadline has exactly one of “truoc” (before) and “cham_nhat” (no later than)"
            );
            root.fault("han", message, None);
            None
        }
    }
}

fn departments(root: &TomlTable<'_, '_>) -> Vec<(DepartmentId, String)> {
    let mut all: Vec<(DepartmentId, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    for table in root.tables("don_vi") {
        table.knows(&["ma", "ten"]);
        let (Some(id), Some(name)) = (department_id(&table, "ma"), table.required("ten")) else { continue };
        if !seen.insert(id.clone()) {
            repeated(&table, "ma", id.as_str());
            continue;
        }
        all.push((id, name));
    }
    if all.is_empty() && !root.has("don_vi") {
        root.missing("don_vi");
    }
    all
}
