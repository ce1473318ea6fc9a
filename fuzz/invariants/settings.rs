//! `baocao.toml` and the other settings: people above all.

use super::{placed, text};
use baocao::ui::output::keys;
use baocao_core::domain::{Agency, Role};
use baocao_core::format::settings::write as written;
use baocao_core::format::{page_style as layout, period, settings};
use baocao_core::text::{Lang, RepoPath, Source};
use std::collections::BTreeSet;

/// The text as the office's settings, as a period's, and as a layout.
pub fn roster(bytes: &[u8]) -> bool {
    let source = text("baocao.toml", bytes);
    let (office, faults) = settings::read(&source);
    placed(&source, &faults);
    let people = &office.roster.people;
    let ids: BTreeSet<_> = people.iter().map(|person| &person.id).collect();
    assert_eq!(ids.len(), people.len(), "one id for two people");
    if faults.is_empty() && !people.is_empty() {
        assert!(people.iter().any(|person| person.has(Role::Administrator)), "nobody could change the roster again");
        let endorses = |role| people.iter().any(|person| person.has(role));
        assert!([Role::Administrator, Role::ChiefOfOffice, Role::Leader].into_iter().any(endorses));
        assert!((1..=people.len()).contains(&office.roster.threshold));
        for person in people {
            for key in &person.keys {
                let owner = office.roster.owner(&key.material.fingerprint()).map(|(owner, _)| &owner.id);
                assert_eq!(owner, Some(&person.id), "a key with two owners");
            }
        }
    }
    keys::text(&office.roster, Lang::Vi, 80);
    keys::json(&office.roster);
    if office.agency != Agency::default() {
        let begun = Source::new(RepoPath::new("baocao.toml"), written::office(&office.agency));
        assert_eq!(settings::read(&begun).0.agency, office.agency, "what is written does not read back");
    }
    // The other two are asked only of texts that look like them: each costs as much as the first.
    if source.text().contains("mo_ngay") {
        opened(&source);
    }
    if ["trang", "chu", "doan"].iter().any(|word| source.text().contains(word)) {
        placed(&source, &layout::read(&source).1);
    }
    true
}

fn opened(source: &Source) {
    let (opened, faults) = period::read(source);
    placed(source, &faults);
    if let Some(opened) = opened.filter(|_| faults.is_empty()) {
        let again = Source::new(RepoPath::new("ky.toml"), written::period(&opened));
        assert_eq!(period::read(&again), (Some(opened), Vec::new()), "what is written does not read back");
    }
}
