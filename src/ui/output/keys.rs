//! The keys the roster knows.

use crate::ui::output::diagnostics::json::to_line;
use crate::ui::output::status::{table, trimmed};
use baocao_core::domain::{Date, KeyMaterial, Person, Roster, RosterKey, format_date_vi};
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

#[derive(Serialize)]
struct RosterDocument {
    schema_version: u32,
    command: &'static str,
    people: Vec<PersonItem>,
    keys: Vec<Item>,
}

#[derive(Serialize)]
struct PersonItem {
    person: String,
    name: String,
    title: String,
    roles: Vec<&'static str>,
    department: Option<String>,
    from: Option<String>,
    to: Option<String>,
    delegation: Option<DelegationItem>,
}

#[derive(Serialize)]
struct DelegationItem {
    capacity: &'static str,
    from: Option<String>,
    to: Option<String>,
    basis: Option<String>,
    cadences: Vec<&'static str>,
}

fn person(person: &Person) -> PersonItem {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    PersonItem {
        person: person.id.to_string(),
        name: person.name.clone(),
        title: person.title.clone(),
        roles: person.roles.iter().map(|role| role.id()).collect(),
        department: person.department.as_ref().map(ToString::to_string),
        from: day(person.tenure.from),
        to: day(person.tenure.to),
        delegation: person.delegation.as_ref().map(|given| DelegationItem {
            capacity: given.capacity.id(),
            from: day(given.tenure.from),
            to: day(given.tenure.to),
            basis: given.basis.clone(),
            cadences: given.cadences.iter().map(|cadence| cadence.id()).collect(),
        }),
    }
}

/// `roster show --format json`: who may do what, and the keys.
pub fn people_json(roster: &Roster) -> String {
    let people = roster.people.iter().map(person).collect();
    to_line(&RosterDocument { schema_version: 1, command: "roster show", people, keys: items(roster) })
}

/// `key list --format json`.
pub fn json(roster: &Roster) -> String {
    to_line(&Document { schema_version: 1, command: "key list", keys: items(roster) })
}

fn items(roster: &Roster) -> Vec<Item> {
    let keys = roster.people.iter().flat_map(|p| {
        p.keys.iter().map(|k| Item {
            person: p.id.to_string(),
            name: p.name.clone(),
            kind: kind(k),
            fingerprint: k.material.fingerprint().to_string(),
            revoked: k.revoked.is_some(),
        })
    });
    keys.collect()
}
