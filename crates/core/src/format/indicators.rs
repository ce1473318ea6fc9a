//! `[[chi_tieu]]`: what is counted.

use crate::domain::{Accumulation, Cadence, Department, DepartmentId, Indicator};
use crate::format::settings::{choice, known_department, repeated, tenure};
use crate::format::toml_reader::TomlTable;
use crate::say;
use crate::text::nearest;
use rust_decimal::Decimal;

/// The most decimals of a figure: what the exact numbers hold beside eighteen digits before the comma.
const MOST_DECIMALS: u32 = 9;

/// Reads every `[[chi_tieu]]`.
pub fn read(root: &TomlTable<'_, '_>, departments: &[Department]) -> Vec<Indicator> {
    let mut all: Vec<Indicator> = Vec::new();
    for table in root.tables("chi_tieu") {
        let Some(indicator) = one(&table, departments) else { continue };
        if all.iter().any(|known| known.id == indicator.id) {
            repeated(&table, "ma", &indicator.id);
            continue;
        }
        all.push(indicator);
    }
    all
}

fn one(table: &TomlTable<'_, '_>, departments: &[Department]) -> Option<Indicator> {
    table.knows(&[
        "ma",
        "ten",
        "don_vi_tinh",
        "loai",
        "don_vi",
        "so_le",
        "nho_nhat",
        "lon_nhat",
        "can_duoi",
        "can_tren",
        "bat_buoc",
        "tu_ngay",
        "den_ngay",
        "nhom",
        "bien_dong",
        "bieu_do",
    ]);
    let id = id(table);
    let name = table.required("ten");
    let unit = table.required("don_vi_tinh");
    let kinds = |id: &str| match id {
        "phat-sinh" => Some(Accumulation::Flow),
        "thoi-diem" => Some(Accumulation::Stock),
        _ => None,
    };
    if !table.has("loai") {
        table.missing("loai");
    }
    let accumulation = choice(table, "loai", &["phat-sinh", "thoi-diem"], kinds);
    let who = table.words("don_vi").into_iter();
    let who = who.filter_map(|(word, span)| known_department(table.document(), departments, &word, span)).collect();
    let tenure = tenure(table);
    let decimals = table.number("so_le", 0..=MOST_DECIMALS);
    let (least, most) = (bound(table, "nho_nhat", "can_duoi"), bound(table, "lon_nhat", "can_tren"));
    if let (Some((_, least)), Some((key, most))) = (least, most)
        && least > most
    {
        let message = say!(vi: "số lớn nhất lại nhỏ hơn số nhỏ nhất", en: "the largest is below the smallest");
        table.fault(key, message, None);
    }
    let jump = table.decimal("bien_dong").filter(|factor| {
        let ok = *factor > Decimal::ONE;
        if !ok {
            let message = say!(vi: "“bien_dong” phải lớn hơn 1", en: "“bien_dong” is above 1");
            let help = say!(
                vi: "ghi số lần, ví dụ 3: gấp hơn 3 lần hoặc chưa bằng một phần ba thì phải giải thích",
                en: "write how many times, as 3: above three times or below a third asks for an explanation"
            );
            table.fault("bien_dong", message, Some(help));
        }
        ok
    });
    let required = required(table);
    let group = table.text("nhom");
    let chart = table.flag("bieu_do").unwrap_or(false);
    Some(Indicator {
        departments: who,
        decimals,
        least: least.map(|(_, least)| least),
        most: most.map(|(_, most)| most),
        required,
        tenure,
        group,
        jump,
        chart,
        ..Indicator::new(id?, name?, unit?, accumulation?)
    })
}

fn id(table: &TomlTable<'_, '_>) -> Option<String> {
    table.required("ma").filter(|id| {
        // An indicator's id has a department id's grammar: it is typed as a key of the front matter.
        let ok = DepartmentId::parse(id).is_some();
        if !ok {
            let message = say!(vi: "mã chỉ tiêu “{id}” không dùng được", en: "“{id}” cannot be an indicator's id");
            let help = say!(
                vi: "dùng chữ thường không dấu, chữ số, dấu gạch nối",
                en: "use lower-case letters without diacritics, digits and hyphens"
            );
            table.fault("ma", message, Some(help));
        }
        ok
    })
}

/// A bound under either of its two names.
fn bound(table: &TomlTable<'_, '_>, key: &'static str, other: &'static str) -> Option<(&'static str, Decimal)> {
    if table.has(key) && table.has(other) {
        let message = say!(vi: "“{key}” và “{other}” là một, chỉ ghi một khoá", en: "“{key}” and “{other}” are one");
        table.fault(other, message, None);
    }
    let key = if table.has(key) { key } else { other };
    table.decimal(key).map(|bound| (key, bound))
}

/// `bat_buoc = true`, or the kinds of period.
fn required(table: &TomlTable<'_, '_>) -> Vec<Cadence> {
    if table.is_flag("bat_buoc") {
        let every = table.flag("bat_buoc") == Some(true);
        return if every { Cadence::ALL.into_iter().filter(|c| *c != Cadence::AdHoc).collect() } else { Vec::new() };
    }
    let ids: Vec<&str> = Cadence::ALL.iter().map(|cadence| cadence.id()).collect();
    let mut required = Vec::new();
    for (word, span) in table.words("bat_buoc") {
        if let Some(cadence) = Cadence::from_id(&word) {
            required.push(cadence);
            continue;
        }
        let list = ids.iter().map(|id| format!("“{id}”")).collect::<Vec<_>>().join(", ");
        let message = say!(vi: "không có loại kỳ “{word}”", en: "there is no kind of period “{word}”");
        let help = match nearest(&word, ids.iter().copied()) {
            Some(near) => say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"),
            None => say!(vi: "chọn trong: {list}; hoặc ghi true cho mọi kỳ", en: "choose from: {list}; or write true"),
        };
        table.document().fault(span, message, Some(help));
    }
    required
}
