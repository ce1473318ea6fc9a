//! `check`: validates and never writes.

mod brief;

use crate::office::examine::{Desk, Examined};
use crate::office::targets::{Target, target};
use crate::office::{Context, Format, Office, changed, examine, history};
use crate::ui::output::diagnostics::{Resolved, Tally, json, sarif, text};
use crate::ui::voice::Exit;
use baocao_check::rules::RuleCount;
use baocao_core::domain::{Date, Moment, PeriodId, folder as layout};
use baocao_core::say;
use baocao_procedure::Stage;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What is checked, and how it is said.
pub struct Options {
    /// Periods or files; every open period if empty.
    pub what: Vec<String>,
    /// Show every finding in full, whatever the role of the person.
    pub all: bool,
    /// Warnings count as errors.
    pub strict: bool,
    /// How the result is written.
    pub format: Format,
    /// Go on, and check again on every change.
    pub watch: bool,
    /// Judge as of this day.
    pub today: Option<Date>,
}

/// Checks once, or with `--watch` again and again.
pub fn run(cx: &Context<'_>, options: &Options) -> anyhow::Result<Exit> {
    let mut exit = once(cx, options)?;
    if !options.watch {
        return Ok(exit);
    }
    let mut seen = state_of_files(cx)?;
    loop {
        cx.voice
            .note(&say!(vi: "đang theo dõi thay đổi (Ctrl+C để dừng)…", en: "watching for changes (Ctrl+C to stop)…"));
        loop {
            cx.voice.pause(Duration::from_millis(700));
            let now = state_of_files(cx)?;
            if now != seen {
                seen = now;
                break;
            }
        }
        exit = match once(cx, options) {
            Ok(exit) => exit,
            // A file that is being saved this moment is no reason to stop watching.
            Err(_) => exit,
        };
    }
}

/// Enough to see that something has changed: every path with its bytes' digest would cost as much as the check.
fn state_of_files(cx: &Context<'_>) -> anyhow::Result<BTreeMap<String, u64>> {
    let office = Office::open(cx)?;
    Ok(office.folder.stamps(&["baocao.toml", layout::TEMPLATES, layout::REPORTS])?)
}

fn once(cx: &Context<'_>, options: &Options) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let now = options.today.map_or(cx.now, end_of_work);
    let (settings, wrong, source) = office.settings()?;
    let mut found: Vec<Resolved> = Resolved::all(wrong, Some(&source));
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    // The settings are a file like any other, when nothing in particular is asked about.
    let mut files = usize::from(options.what.is_empty());
    let mut rules = RuleCount::default();
    let mut untouched = BTreeSet::new();
    let targets = if options.what.is_empty() {
        let open = |id: &PeriodId| !matches!(ledger.stage(id), Stage::Dispatched | Stage::Archived);
        office.periods()?.into_iter().filter(open).map(|period| Target { period, file: None }).collect()
    } else {
        options.what.iter().map(|typed| target(cx, &office, typed)).collect::<anyhow::Result<Vec<_>>>()?
    };
    if options.what.is_empty() {
        let (count, forms) = examine_templates(&office)?;
        files += count;
        found.extend(forms);
    }
    for target in &targets {
        match Desk::open(&office, &target.period, settings.clone(), now, Some(&ledger))? {
            Err(wrong) => found.extend(wrong),
            Ok(desk) => {
                let Examined { files: count, found: mut all, rules: more, untouched: blank } =
                    examine::period(cx, &office, &desk)?;
                untouched.extend(blank);
                if let Some(record) = ledger.period(&target.period) {
                    let changed = changed::of(&office, &ledger, record, now)?;
                    all.extend(Resolved::all(changed::diagnostics(record, &changed), None));
                    all.sort_by(|a, b| a.order().cmp(&b.order()));
                }
                match &target.file {
                    None => {
                        rules += more;
                        files += count;
                        found.extend(all);
                    }
                    Some(path) => {
                        files += 1;
                        found.extend(all.into_iter().filter(|r| r.diagnostic.place.path == *path));
                    }
                }
            }
        }
    }
    let mut tally = Tally::of(files, found.iter().map(|r| &r.diagnostic));
    (tally.rules_judged, tally.rules_skipped) = (rules.judged, rules.skipped);
    let lang = cx.voice.lang();
    let mut periods: Vec<String> = targets.iter().map(|t| t.period.to_string()).collect();
    periods.dedup();
    match options.format {
        Format::Json => cx.voice.out(&json::render(&now.date().to_string(), &periods, &found, tally, lang)),
        Format::Sarif => cx.voice.out(&sarif::render(&found, lang)),
        Format::Text => {
            let style = text::Style { lang, color: cx.voice.color(), width: cx.voice.width() };
            let asked = targets.iter().filter_map(|target| target.file.clone()).collect();
            let shown = match brief::person(cx, &office, &ledger).filter(|_| !options.all) {
                Some(person) => brief::split(&found, person, &untouched, &asked),
                None => brief::Shown { whole: found.iter().collect(), lines: Vec::new() },
            };
            for resolved in &shown.whole {
                cx.voice.out(&text::render(resolved, style));
                cx.voice.out("\n");
            }
            shown.lines.iter().for_each(|line| cx.voice.say(line));
            let line = text::summary(tally, lang);
            cx.voice.say(&baocao_core::text::Text::same(line));
            if let Some(line) = text::rules(tally) {
                cx.voice.say(&line);
            }
            if targets.is_empty() {
                cx.voice.say(&say!(vi: "không có kỳ nào đang mở", en: "no period is open"));
            }
        }
    }
    Ok(if examine::any_error(&found, options.strict) { Exit::Wrong } else { Exit::Done })
}

/// A day as a whole, for “what will be late on Friday?”: its last second.
fn end_of_work(day: Date) -> Moment {
    Moment::from_unix(Moment::end_of(day).unix() - 1)
}

/// The office's forms are files like any other.
fn examine_templates(office: &Office) -> anyhow::Result<(usize, Vec<Resolved>)> {
    let mut found = Vec::new();
    let mut files = 0;
    let form_path = layout::form(layout::DEFAULT_FORM);
    if let Some(source) = office.source(&form_path)? {
        files += 1;
        let (form, wrong) = baocao_check::reports::form::read(&source);
        found.extend(Resolved::all(wrong, Some(&source)));
        if let Some(source) = office.source(&layout::form(examine::SKELETON))? {
            files += 1;
            let (_, wrong) = baocao_check::reports::skeleton::read(&source, &form);
            found.extend(Resolved::all(wrong, Some(&source)));
        }
    }
    Ok((files, found))
}
