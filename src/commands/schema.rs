//! `schema`: the JSON Schema of the front matter, as exact as this folder lets it be.

use crate::office::{Context, Office};
use crate::ui::voice::Exit;

use crate::ui::output::schema;
use crate::ui::output::schema::Known;
use baocao_core::domain::folder as layout;

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
                form: form
                    .map(|source| baocao_check::reports::form::read(&source).0.code)
                    .filter(|code| !code.is_empty()),
            }
        }
        // `-C` names a folder on purpose; without it, being nowhere in particular is no fault here.
        Err(error) if cx.dir.is_some() => return Err(error),
        Err(_) => Known::default(),
    };
    cx.voice.out(&schema::render(&known, cx.voice.lang()));
    Ok(Exit::Done)
}
