//! The keys the roster knows.

use crate::ui::output::diagnostics::json::to_line;
use crate::ui::output::status::{table, trimmed};
use baocao_core::domain::{KeyMaterial, Roster, RosterKey, format_date_vi};
use baocao_core::text::{Lang, visible};
use serde::Serialize;

fn kind(key: &RosterKey) -> String {
    match &key.material {
        KeyMaterial::Ssh { algorithm, .. } => algorithm.clone(),
        KeyMaterial::OpenPgp { .. } => "openpgp".into(),
        KeyMaterial::X509 { .. } => "x509".into(),
    }
}

/// A table for people.
pub fn text(roster: &Roster, lang: Lang, width: usize) -> String {
    let mut table = table(width);
    table.set_header(match lang {
        Lang::Vi => ["Họ tên", "Chức vụ", "Vai trò", "Khoá", "Hiệu lực"],
        Lang::En => ["Name", "Title", "Roles", "Key", "Valid"],
    });
    for person in &roster.people {
        let roles = person.roles.iter().map(|r| r.id()).collect::<Vec<_>>().join(", ");
        let row =
            |key: String, valid: String| vec![visible(&person.name), visible(&person.title), roles.clone(), key, valid];
        if person.keys.is_empty() {
            table.add_row(row(if lang == Lang::Vi { "chưa có" } else { "none" }.into(), String::new()));
        }
        for key in &person.keys {
            let valid = match (&key.revoked, key.tenure.to) {
                (Some(why), _) if lang == Lang::Vi => format!("đã thu hồi: {}", visible(why)),
                (Some(why), _) => format!("withdrawn: {}", visible(why)),
                (None, Some(to)) if lang == Lang::Vi => format!("đến {}", format_date_vi(to)),
                (None, Some(to)) => format!("until {to}"),
                (None, None) => String::new(),
            };
            table.add_row(row(format!("{} {}", kind(key), key.material.fingerprint()), valid));
        }
    }
    trimmed(&table)
}

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    command: &'static str,
    keys: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    person: String,
    name: String,
    kind: String,
    fingerprint: String,
    revoked: bool,
}

/// `key list --format json`.
pub fn json(roster: &Roster) -> String {
    let keys = roster.people.iter().flat_map(|p| {
        p.keys.iter().map(|k| Item {
            person: p.id.to_string(),
            name: p.name.clone(),
            kind: kind(k),
            fingerprint: k.material.fingerprint().to_string(),
            revoked: k.revoked.is_some(),
        })
    });
    to_line(&Document { schema_version: 1, command: "key list", keys: keys.collect() })
}
