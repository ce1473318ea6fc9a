//! SARIF 2.1.0 for code-scanning services and editors. Columns count Unicode code points, and the file says so.

use crate::ui::output::diagnostics::Resolved;
use baocao_core::diagnostic::{Code, Severity};
use baocao_core::text::{Lang, Located, Place};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

/// A path as a URI reference: everything but unreserved characters and slashes is percent-encoded.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

fn physical(place: &Place, located: Option<Located>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(place.path.as_str()), "uriBaseId": "SRCROOT" } });
    if let Some(at) = located {
        physical["region"] =
            json!({ "startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.length });
    }
    physical
}

/// The SARIF document, ending in a line end.
pub fn render(found: &[Resolved], lang: Lang) -> String {
    let used: BTreeSet<Code> = found.iter().map(|r| r.diagnostic.code).collect();
    let rules: Vec<Value> = used
        .iter()
        .map(|code| {
            json!({
                "id": code.id(),
                "shortDescription": { "text": code.title(lang) },
                "help": { "text": code.page(), "markdown": code.page() },
                "defaultConfiguration": { "level": level(code.severity()) },
            })
        })
        .collect();
    let results: Vec<Value> = found
        .iter()
        .map(|r| {
            let d = &r.diagnostic;
            let mut text = d.message.get(lang).to_string();
            if let Some(help) = &d.help {
                text = format!("{text}. {}", help.get(lang));
            }
            let mut result = json!({
                "ruleId": d.code.id(),
                "ruleIndex": used.iter().position(|c| *c == d.code).unwrap_or_default(),
                "level": level(d.severity),
                "message": { "text": text },
                "locations": [{ "physicalLocation": physical(&d.place, r.located) }],
            });
            if let (Some((place, what)), Some((at, _))) = (&d.also, &r.also) {
                result["relatedLocations"] = json!([{
                    "physicalLocation": physical(place, Some(*at)),
                    "message": { "text": what.get(lang) },
                }]);
            }
            result
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "baocao",
                "version": env!("CARGO_PKG_VERSION"),
                "language": match lang { Lang::Vi => "vi", Lang::En => "en" },
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SRCROOT": { "description": { "text": match lang {
                Lang::Vi => "Thư mục của cơ quan",
                Lang::En => "The office's folder",
            }}}},
            "results": results,
        }],
    });
    crate::ui::output::diagnostics::json::to_line(&document)
}
