//! `[van_ban]` and `[luu_tru]` of `baocao.toml`: the document that is sent and the file that is kept.

use crate::domain::{Cadence, DocumentSettings, FilingSettings, NumberSeries, VARIABLES};
use crate::format::toml_reader::TomlTable;
use crate::say;
use crate::text::{TonePlacement, nfc, visible};
use std::collections::BTreeMap;

pub(crate) fn document(root: &TomlTable<'_, '_>) -> DocumentSettings {
    if !root.has("van_ban") {
        return DocumentSettings::default();
    }
    let Some(table) = root.table("van_ban", "[van_ban]") else { return DocumentSettings::default() };
    table.knows(&[
        "kinh_gui",
        "kinh_gui_bo",
        "can_cu",
        "noi_nhan",
        "luu",
        "trich_yeu",
        "the_thuc",
        "dau_thanh",
        "danh_so",
        "muc_do_khan",
        "luu_hanh",
        "ma_dinh_danh",
        "dinh_danh",
    ]);
    let list = |key| table.words(key).into_iter().map(|(word, _)| word.trim().to_string()).collect::<Vec<_>>();
    let some = |key| table.has(key).then(|| list(key));
    let layout = table.text("the_thuc").filter(|name| {
        let good = !name.is_empty()
            && name.len() <= 40
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !good {
            let shown = visible(name);
            let message =
                say!(vi: "tên thể thức “{shown}” không dùng được", en: "“{shown}” cannot name a layout profile");
            let help = say!(
                vi: "dùng chữ thường không dấu, chữ số, gạch nối, ví dụ “nd30-2020”",
                en: "use lower-case letters, digits and hyphens, as in “nd30-2020”"
            );
            table.fault("the_thuc", message, Some(help));
        }
        good
    });
    let subject = table.text("trich_yeu");
    for (_, message, help) in
        subject.iter().flat_map(|subject| crate::format::placeholders::unknown(subject, &VARIABLES))
    {
        table.fault("trich_yeu", message, Some(help));
    }
    DocumentSettings {
        addressees: some("kinh_gui"),
        ministry: some("kinh_gui_bo"),
        grounds: list("can_cu"),
        recipients: list("noi_nhan"),
        copies: table.text("luu"),
        subject,
        tone: tone(&table),
        layout,
        series: series(&table),
        urgency: table.text("muc_do_khan"),
        circulation: table.text("luu_hanh"),
        organ_id: organ_id(&table, "ma_dinh_danh"),
        organ_ids: organ_ids(&table),
    }
}

/// `danh_so`: `"theo-loai"`, `"chung"`, or the kinds that are numbered together, `["BC", "TTr"]`.
fn series(table: &TomlTable<'_, '_>) -> NumberSeries {
    let words: Vec<String> = table.words("danh_so").into_iter().map(|(word, _)| nfc(word.trim()).to_string()).collect();
    let is_kind = |word: &String| (1..=5).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] if !table.has("danh_so") => return NumberSeries::Unsaid,
        ["theo-loai"] => return NumberSeries::PerKind,
        ["chung"] => return NumberSeries::All,
        [_, _, ..] if words.iter().all(is_kind) && words.iter().any(|word| word == "BC") => {
            return NumberSeries::Group(words);
        }
        _ => {}
    }
    let shown = visible(&words.join(", "));
    let message = say!(vi: "không có cách đánh số “{shown}”", en: "“{shown}” is not a way to number documents");
    let help = say!(
        vi: "ghi `danh_so = \"theo-loai\"` (mỗi loại một dãy số), `\"chung\"` (mọi văn bản một dãy số) hoặc các loại chung một dãy số, có BC: `[\"BC\", \"TTr\"]`",
        en: "write `danh_so = \"theo-loai\"` (a series for each kind), `\"chung\"` (one for all), or the kinds that share one, BC among them: `[\"BC\", \"TTr\"]`"
    );
    table.fault("danh_so", message, Some(help));
    NumberSeries::Unsaid
}

/// `dau_thanh`: `"moi"` for `luỹ kế`, `"cu"` for `lũy kế`.
fn tone(table: &TomlTable<'_, '_>) -> TonePlacement {
    let word = if table.has("dau_thanh") { table.text("dau_thanh") } else { None };
    match word.as_deref() {
        None | Some("moi") => TonePlacement::Last,
        Some("cu") => TonePlacement::First,
        Some(other) => {
            let shown = visible(other);
            let message =
                say!(vi: "không có cách đặt dấu thanh “{shown}”", en: "“{shown}” is not a way to place tone marks");
            let help = say!(
                vi: "ghi `dau_thanh = \"moi\"` (luỹ kế, hoà) hoặc `dau_thanh = \"cu\"` (lũy kế, hòa)",
                en: "write `dau_thanh = \"moi\"` (luỹ kế, hoà) or `dau_thanh = \"cu\"` (lũy kế, hòa)"
            );
            table.fault("dau_thanh", message, Some(help));
            TonePlacement::Last
        }
    }
}

/// An identifier of either scheme (QCVN 102:2016, QĐ 20/2020/QĐ-TTg): never computed, only kept.
fn organ_id(table: &TomlTable<'_, '_>, key: &str) -> Option<String> {
    let id = if table.has(key) { table.text(key)? } else { return None };
    let good = id.len() <= 35 && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.');
    if !good {
        let shown = visible(&id);
        let message = say!(vi: "“{shown}” không phải mã định danh", en: "“{shown}” is no identifier");
        let help = say!(
            vi: "tối đa 35 ký tự gồm chữ hoa A-Z, chữ số, dấu chấm, ví dụ “H55.242”",
            en: "at most 35 of capital letters, digits and dots, as in “H55.242”"
        );
        table.fault(key, message, Some(help));
        return None;
    }
    Some(id)
}

fn organ_ids(table: &TomlTable<'_, '_>) -> BTreeMap<String, String> {
    if !table.has("dinh_danh") {
        return BTreeMap::new();
    }
    let Some(ids) = table.table("dinh_danh", "[van_ban.dinh_danh]") else { return BTreeMap::new() };
    ids.keys().into_iter().filter_map(|(name, _)| organ_id(&ids, &name).map(|id| (nfc(&name), id))).collect()
}

pub fn filing(root: &TomlTable<'_, '_>) -> FilingSettings {
    if !root.has("luu_tru") {
        return FilingSettings::default();
    }
    let Some(table) = root.table("luu_tru", "[luu_tru]") else { return FilingSettings::default() };
    table.knows(&["ho_so", "thoi_han", "so_rieng"]);
    let mut retention = BTreeMap::new();
    if table.has("thoi_han")
        && let Some(terms) = table.table("thoi_han", "[luu_tru.thoi_han]")
    {
        for (key, span) in terms.keys() {
            match Cadence::from_id(&key) {
                Some(cadence) => {
                    if let Some(term) = terms.text(&key) {
                        retention.insert(cadence, term);
                    }
                }
                None => {
                    let shown = visible(&key);
                    let message =
                        say!(vi: "“{shown}” không phải loại kỳ báo cáo", en: "“{shown}” is no kind of period");
                    let kinds = Cadence::ALL.map(|c| c.id()).join(", ");
                    let help = say!(vi: "dùng một trong: {kinds}", en: "use one of: {kinds}");
                    table.document().fault(span, message, Some(help));
                }
            }
        }
    }
    FilingSettings {
        notation: table.text("ho_so"),
        retention,
        own_series: table.has("so_rieng") && table.flag("so_rieng") == Some(true),
    }
}
