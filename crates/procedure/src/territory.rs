//! What a commit may change: acts only what is theirs, plain text work only what its signer writes.

use crate::acts::Changed;
use crate::facts::{draft_is_open, edits_draft};
use crate::opened::opened;
use crate::opening;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::{Site, Spot};
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{
    Act, ActKind, Change, Detail, Entry, ObjectId, PeriodId, PeriodSettings, Person, Role, Roster, RosterKey,
};
use baocao_core::say;
use baocao_core::text::{RepoPath, visible};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Judges every changed path, and the settings that the commit brings.
pub(crate) fn territory(state: &State, entry: &Entry, act: Option<&Act>, person: &Person) -> Result<(), Problem> {
    for change in &entry.changes {
        let site = Site::of(&change.path);
        if !change.regular && site != Site::Elsewhere {
            let path = visible(change.path.as_str());
            refuse!(FileIrregular, vi: "“{path}” không phải tệp thường", en: "“{path}” is not a regular file");
        }
        match act {
            None => plain(state, change, &site, person)?,
            Some(act) if crate::acts::may_change(&Changed::new(state, act, change, &site)) => {}
            Some(act) => return Err(trespass(act, change, &site)),
        }
    }
    match act.map(|act| &act.detail) {
        Some(Detail::Open { last_day, .. }) => {
            let settings = brought(entry, act.and_then(|a| a.period.as_ref()))?;
            last_day_is(&settings, *last_day)?;
            let today = state.clock_at(entry.at).date();
            state.settings.as_ref().map_or(Ok(()), |office| opening::held(office, &settings, today))
        }
        Some(Detail::Directive { last_day, basis }) => {
            let period = act.and_then(|a| a.period.as_ref());
            let settings = brought(entry, period)?;
            last_day_is(&settings, *last_day)?;
            let record = period.and_then(|p| state.periods.get(p));
            opening::ordered(record, &settings, basis, state.clock_at(entry.at).date())?;
            frozen(record, &settings)
        }
        Some(Detail::Roster { .. } | Detail::Genesis { .. }) => roster(state, entry),
        Some(Detail::Annul { commits, .. }) => restored(state, entry, commits),
        _ => Ok(()),
    }
}

fn trespass(act: &Act, change: &Change, site: &Site) -> Problem {
    let (path, word, id) = (visible(change.path.as_str()), act.kind().word(), act.kind().id());
    let code = match site {
        Site::Settings => Code::RosterChangeUnauthorised,
        // A decision is about a text as it stands and never changes it.
        Site::Period(..) if crate::acts::decides(act.kind()) => Code::ContentChanged,
        _ => Code::SignerUnauthorised,
    };
    Problem::new(
        code,
        say!(vi: "bước “{word}” không được thay đổi “{path}”", en: "the step “{id}” may not change “{path}”"),
    )
}

/// Plain text work: who may write what, while it is still open.
fn plain(state: &State, change: &Change, site: &Site, person: &Person) -> Result<(), Problem> {
    let (path, name) = (visible(change.path.as_str()), &person.name);
    match site {
        Site::Settings => refuse!(
            RosterChangeUnauthorised,
            vi: "baocao.toml chỉ được đổi bằng `baocao roster apply`, với đủ người tán thành",
            en: "baocao.toml changes only by `baocao roster apply`, with enough people agreeing"
        ),
        Site::Elsewhere if person.has(Role::Administrator) => Ok(()),
        Site::Period(period, spot @ (Spot::Report(id) | Spot::Picture(id)))
            if change.new.is_some() || matches!(spot, Spot::Picture(_)) =>
        {
            let record = opened(state, period)?;
            let writes = person.has(Role::Reporter) && person.department.as_ref() == Some(id);
            if !writes || !record.expects(id) {
                refuse!(
                    SignerUnauthorised,
                    vi: "{name} không được sửa “{path}”",
                    en: "{name} may not change “{path}”"
                );
            }
            still_open(record, &path)
        }
        Site::Period(period, Spot::Draft) if change.new.is_some() => {
            let record = opened(state, period)?;
            // After review a change of the draft is the graver fault, whoever makes it.
            still_open(record, &path)?;
            if !edits_draft(person) {
                refuse!(SignerUnauthorised, vi: "{name} không được sửa “{path}”", en: "{name} may not change “{path}”");
            }
            Ok(())
        }
        Site::Period(period, spot) => {
            if *spot == Spot::Draft {
                still_open(opened(state, period)?, &path)?;
            }
            refuse!(
                SignerUnauthorised,
                vi: "“{path}” chỉ thay đổi qua các bước của quy trình",
                en: "“{path}” changes only by steps of the procedure"
            )
        }
        Site::Stray | Site::Elsewhere => {
            refuse!(SignerUnauthorised, vi: "{name} không được sửa “{path}”", en: "{name} may not change “{path}”")
        }
    }
}

fn still_open(record: &PeriodRecord, path: &str) -> Result<(), Problem> {
    if draft_is_open(record) {
        return Ok(());
    }
    refuse!(
        ContentChanged,
        vi: "“{path}” thay đổi sau khi đã trình hoặc duyệt",
        en: "“{path}” changed after review or approval"
    )
}

/// The settings of the period that this commit brings.
fn brought(entry: &Entry, period: Option<&PeriodId>) -> Result<Arc<PeriodSettings>, Problem> {
    match (entry.periods.as_slice(), period) {
        ([(path, Ok(settings))], Some(period))
            if settings.id == *period && *path == crate::site::in_period(period, "ky.toml") =>
        {
            Ok(settings.clone())
        }
        ([(_, Err(why))], _) => {
            let what = say!(vi: "ky.toml không đọc được", en: "ky.toml cannot be read");
            Err(Problem::because(Code::ActMalformed, what, why))
        }
        _ => refuse!(
            ActMalformed,
            vi: "bước này phải ghi ky.toml của đúng kỳ đó",
            en: "the act must bring the ky.toml of its own period"
        ),
    }
}

fn last_day_is(settings: &PeriodSettings, day: baocao_core::domain::Date) -> Result<(), Problem> {
    if settings.deadline.last_day() == day {
        return Ok(());
    }
    refuse!(
        ActMalformed,
        vi: "hạn nộp trong bước không phải hạn trong ky.toml",
        en: "the last day in the act is not the one in ky.toml"
    )
}

/// An order moves the last day and nothing else of what the period was opened with.
fn frozen(record: Option<&PeriodRecord>, settings: &PeriodSettings) -> Result<(), Problem> {
    let same = record.is_some_and(|record| {
        let mut before = PeriodSettings::clone(&record.settings);
        before.deadline = settings.deadline;
        before.directive.clone_from(&settings.directive);
        before == *settings
    });
    if same {
        return Ok(());
    }
    refuse!(
        SignerUnauthorised,
        vi: "bước chỉ đạo chỉ được đổi hạn nộp trong ky.toml",
        en: "a directive may change only the last day in ky.toml"
    )
}

pub fn unreadable(why: &baocao_core::text::Text) -> Problem {
    let what = say!(vi: "baocao.toml không đọc được", en: "baocao.toml cannot be read");
    Problem::because(Code::RosterChangeUnauthorised, what, why)
}

/// A roster must leave somebody who can change it again.
fn roster(state: &State, entry: &Entry) -> Result<(), Problem> {
    let roster: &Roster = match &entry.roster {
        Some(Ok(roster)) => roster,
        Some(Err(why)) => return Err(unreadable(why)),
        None => refuse!(
            RosterChangeUnauthorised,
            vi: "bước này phải ghi baocao.toml",
            en: "the act must bring baocao.toml"
        ),
    };
    let signs = |key: &RosterKey| key.revoked.is_none() && !state.superseded.contains(&key.material.fingerprint());
    let usable = |person: &&Person| person.keys.iter().any(signs);
    let endorsers =
        roster.people.iter().filter(usable).filter(|p| crate::authority::role_of(ActKind::Endorse, p).is_ok());
    let administrators = roster.people.iter().filter(usable).filter(|p| p.has(Role::Administrator));
    if administrators.count() == 0 || endorsers.count() < roster.threshold.max(1) {
        refuse!(
            RosterChangeUnauthorised,
            vi: "danh sách mới không còn đủ người để thay đổi lại lần sau",
            en: "the new roster does not leave enough people to change it again"
        );
    }
    let trusted = roster.people.iter().flat_map(|p| &p.keys).filter_map(|key| key.trusted_until);
    for commit in trusted {
        if state.positions.get(&commit).is_none_or(|at| *at >= state.position) {
            let commit = commit.short();
            refuse!(
                RosterChangeUnauthorised,
                vi: "“tin_den” nêu {commit}, không phải commit đã có trước bước này",
                en: "“tin_den” names {commit}, which is no commit before this act"
            );
        }
    }
    Ok(())
}

/// After an annulment every path it concerns is as it was last believed.
fn restored(state: &State, entry: &Entry, commits: &[ObjectId]) -> Result<(), Problem> {
    // Before the line is read again without those commits, what is believed may still rest on them.
    if !commits.iter().all(|commit| state.void.contains(commit)) {
        return Ok(());
    }
    let touched: BTreeSet<&RepoPath> =
        commits.iter().filter_map(|commit| state.annulled_paths.get(commit)).flatten().collect();
    let after = |path: &RepoPath| match entry.changes.iter().find(|change| change.path == *path) {
        Some(change) => change.new,
        None => state.dirty.get(path).copied().unwrap_or_else(|| state.files.get(path).copied()),
    };
    if let Some(change) = entry.changes.iter().find(|change| !touched.contains(&change.path)) {
        let path = visible(change.path.as_str());
        refuse!(
            SignerUnauthorised,
            vi: "các commit bị huỷ không đụng đến “{path}”",
            en: "the annulled commits did not touch “{path}”"
        );
    }
    for path in touched {
        if after(path) != state.files.get(path).copied() {
            // When it was made it did put back the last good text; since then what that text rests on was annulled.
            if state.was_good(path, after(path), commits) {
                continue;
            }
            let path = visible(path.as_str());
            refuse!(
                ContentChanged,
                vi: "“{path}” chưa trở lại bản đáng tin gần nhất",
                en: "“{path}” is not back at its last good text"
            );
        }
    }
    Ok(())
}
