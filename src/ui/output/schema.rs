//! The JSON Schema of a report's front matter, for editors' YAML extensions.

use baocao_core::domain::{Indicator, PeriodId};
use baocao_core::text::Lang;
use serde_json::{Map, Value, json};

/// What the office's own settings let the schema say more exactly; empty outside a folder.
#[derive(Debug, Default)]
pub struct Known {
    /// Departments: id and name.
    pub departments: Vec<(String, String)>,
    /// Periods that have a folder.
    pub periods: Vec<PeriodId>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// The form's code.
    pub form: Option<String>,
}

fn choice(values: Vec<String>, descriptions: Vec<String>) -> Value {
    json!({ "type": "string", "enum": values, "enumDescriptions": descriptions })
}

/// The periods to choose from; a year stands there as text and as a number, since YAML reads it as one.
fn periods(known: &[PeriodId], lang: Lang) -> Value {
    let mut values = Vec::new();
    let mut names = Vec::new();
    for period in known {
        let id = period.to_string();
        let year = id.parse::<u32>().ok();
        names.extend(std::iter::repeat_n(period.name(lang), 1 + usize::from(year.is_some())));
        values.push(json!(id));
        values.extend(year.map(|year| json!(year)));
    }
    json!({ "type": ["string", "integer"], "enum": values, "enumDescriptions": names })
}

/// The schema, pretty-printed, ending in a line end.
pub fn render(known: &Known, lang: Lang) -> String {
    let say = |vi: &str, en: &str| if lang == Lang::Vi { vi.to_string() } else { en.to_string() };
    // What a prefilled report has not said yet is empty, and that is no fault of spelling: `check` says what is missing.
    let number = json!({ "type": ["number", "string", "null"] });
    let date = |vi: &str, en: &str| json!({ "type": ["string", "null"], "format": "date", "description": say(vi, en) });
    let text = |vi: &str, en: &str| json!({ "type": ["string", "null"], "minLength": 1, "description": say(vi, en) });
    let figure = |title: Option<String>| {
        let mut figure = json!({
            "type": ["object", "null"],
            "additionalProperties": false,
            "properties": {
                "ke_hoach": { "description": say("Kế hoạch của kỳ", "The period's plan") },
                "thuc_hien": { "description": say("Thực hiện trong kỳ", "Done in the period") },
                "uoc": { "type": ["boolean", "null"], "description": say("Số ước thực hiện", "An estimate") },
                "den_ngay": date("Số liệu tính đến ngày", "As of"),
                "cung_ky": { "description": say("Cùng kỳ năm trước (nếu nêu)", "Same period last year, if stated") },
                "luy_ke": { "description": say("Luỹ kế từ đầu năm (nếu nêu)", "Cumulative this year, if stated") },
                "ghi_chu": { "type": ["string", "null"], "description": say("Ghi chú", "Note") },
            },
        });
        for key in ["ke_hoach", "thuc_hien", "cung_ky", "luy_ke"] {
            figure["properties"][key]["type"] = number["type"].clone();
        }
        if let Some(title) = title {
            figure["title"] = Value::String(title);
        }
        figure
    };
    let mut department = text("Mã đơn vị, trùng với tên tệp", "The department's id, which is the file's name");
    if !known.departments.is_empty() {
        let (ids, names) = known.departments.iter().cloned().unzip();
        department = choice(ids, names);
    }
    let mut period = text("Kỳ báo cáo, trùng với tên thư mục", "The period, which is the folder's name");
    // A year alone (`ky: 2026`) is a number to YAML.
    period["type"] = json!(["string", "integer"]);
    if !known.periods.is_empty() {
        period = periods(&known.periods, lang);
    }
    let mut form = text("Mã biểu mẫu", "The form's code");
    if let Some(code) = &known.form {
        form["const"] = json!(code);
    }
    let mut indicators = json!({
        "type": ["object", "null"],
        "description": say("Số liệu theo chỉ tiêu", "Figures by indicator"),
        "additionalProperties": figure(None),
    });
    if !known.indicators.is_empty() {
        let each: Map<String, Value> =
            known.indicators.iter().map(|i| (i.id.clone(), figure(Some(format!("{} ({})", i.name, i.unit))))).collect();
        indicators["properties"] = Value::Object(each);
        indicators["additionalProperties"] = json!(false);
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": say("Phần đầu của báo cáo đơn vị", "Front matter of a department's report"),
        "type": "object",
        "additionalProperties": false,
        "required": ["bieu_mau", "ky", "don_vi", "nguoi_lap", "ngay_lap"],
        "properties": {
            "bieu_mau": form,
            "ky": period,
            "don_vi": department,
            "nguoi_lap": text("Họ và tên người lập báo cáo", "Who wrote the report"),
            "ngay_lap": date("Ngày lập báo cáo (năm-tháng-ngày)", "When it was written (year-month-day)"),
            "so_lieu_den": date("Số liệu tính đến ngày", "The figures are as of this day"),
            "chi_tieu": indicators,
            "ghi_chu": { "type": ["string", "null"], "description": say("Ghi chú", "Note") },
        },
    });
    let mut out = serde_json::to_string_pretty(&schema).expect("the schema holds only text and lists");
    out.push('\n');
    out
}
