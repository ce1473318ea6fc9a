//! `schema`: the JSON Schema of the front matter, as exact as this folder lets it be.

use super::context::Office;
use super::{Context, Exit};
use crate::parse;
use crate::render::schema::{self, Known};
use crate::store::layout;

/// Prints the schema; outside a folder the general one.
pub fn run(cx: &Context<'_>) -> anyhow::Result<Exit> {
    let known = match Office::open(cx) {
        Ok(office) => {
            let settings = office.settings_or_fault()?;
            let form = office.source(&layout::form(layout::DEFAULT_FORM))?;
            Known {
                departments: settings.departments.iter().map(|d| (d.id.to_string(), d.name.clone())).collect(),
                periods: office.periods()?,
                indicators: settings.indicators,
                form: form.map(|source| parse::form::read(&source).0.code).filter(|code| !code.is_empty()),
            }
        }
        // `-C` names a folder on purpose; without it, being nowhere in particular is no fault here.
        Err(error) if cx.dir.is_some() => return Err(error),
        Err(_) => Known::default(),
    };
    cx.voice.out(&schema::render(&known, cx.voice.lang()));
    Ok(Exit::Done)
}
