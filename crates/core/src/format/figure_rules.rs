//! `[[quy_tac]]`: what the office demands of its figures.

use crate::diagnostic::Severity;
use crate::domain::{DepartmentId, FigureRule, Indicator, WhenMissing};
use crate::format::expression;
use crate::format::settings::{choice, repeated};
use crate::format::toml_reader::TomlTable;
use crate::say;
use crate::text::Text;

/// Reads every `[[quy_tac]]`.
pub fn read(root: &TomlTable<'_, '_>, indicators: &[Indicator]) -> Vec<FigureRule> {
    let mut all: Vec<FigureRule> = Vec::new();
    for table in root.tables("quy_tac") {
        let Some(rule) = one(&table, indicators) else { continue };
        if all.iter().any(|known| known.id == rule.id) {
            repeated(&table, "ma", &rule.id);
            continue;
        }
        all.push(rule);
    }
    all
}

fn one(table: &TomlTable<'_, '_>, indicators: &[Indicator]) -> Option<FigureRule> {
    table.knows(&["ma", "bieu_thuc", "muc_do", "thong_bao", "khi_thieu", "canh_bao_den"]);
    let id = table.required("ma").filter(|id| {
        let ok = DepartmentId::parse(id).is_some();
        if !ok {
            let message = say!(vi: "mã quy tắc “{id}” không dùng được", en: "“{id}” cannot be a rule's id");
            let help = say!(
                vi: "dùng chữ thường không dấu, chữ số, dấu gạch nối",
                en: "use lower-case letters without diacritics, digits and hyphens"
            );
            table.fault("ma", message, Some(help));
        }
        ok
    });
    let severities = |id: &str| match id {
        "loi" => Some(Severity::Error),
        "canh-bao" => Some(Severity::Warning),
        "luu-y" => Some(Severity::Notice),
        _ => None,
    };
    let severity = choice(table, "muc_do", &["loi", "canh-bao", "luu-y"], severities);
    let ways = |id: &str| match id {
        "bo-qua-neu-thieu-mot" => Some(WhenMissing::SkipIfAny),
        "bo-qua-neu-thieu-ca" => Some(WhenMissing::SkipIfAll),
        "khong-bo-qua" => Some(WhenMissing::Never),
        _ => None,
    };
    let when_missing =
        choice(table, "khi_thieu", &["bo-qua-neu-thieu-mot", "bo-qua-neu-thieu-ca", "khong-bo-qua"], ways);
    let warns_until = table.date("canh_bao_den");
    let message = message(table);
    let text = table.required("bieu_thuc");
    let condition = text.as_deref().and_then(|text| match expression::condition(text) {
        Ok(condition) => Some(condition),
        Err((at, Text { vi, en })) => {
            let message = Text {
                vi: format!("“bieu_thuc”, ký tự thứ {at}: {vi}"),
                en: format!("“bieu_thuc”, character {at}: {en}"),
            };
            let help = say!(
                vi: "ví dụ: tong-so = cap-tinh + cap-quoc-gia; quanh dấu trừ phải có khoảng trắng",
                en: "for example: tong-so = cap-tinh + cap-quoc-gia; blanks stand around a minus"
            );
            table.fault("bieu_thuc", message, Some(help));
            None
        }
    })?;
    for (_, word) in condition.figures() {
        if indicators.iter().any(|indicator| indicator.id == word) {
            continue;
        }
        let message = say!(vi: "“bieu_thuc” dùng chỉ tiêu “{word}” chưa khai", en: "“bieu_thuc” names the unknown indicator “{word}”");
        let near = table.document().near(word, indicators.iter().map(|i| i.id.as_str()));
        let help = near.map(|near| say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"));
        table.fault("bieu_thuc", message, help);
    }
    Some(FigureRule {
        id: id?,
        text: text?,
        condition,
        severity: severity.unwrap_or(Severity::Error),
        message: message?,
        when_missing: when_missing.unwrap_or_default(),
        warns_until,
    })
}

/// `thong_bao = "…"`, or `{ vi = "…", en = "…" }`.
fn message(table: &TomlTable<'_, '_>) -> Option<Text> {
    if !table.has("thong_bao") || table.is_text("thong_bao") {
        return table.required("thong_bao").map(Text::same);
    }
    let words = table.table("thong_bao", "thong_bao")?;
    words.knows(&["vi", "en"]);
    let vi = words.required("vi")?;
    let en = words.text("en").unwrap_or_else(|| vi.clone());
    Some(Text { vi, en })
}
