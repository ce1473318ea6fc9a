//! The fold: from the line of commits to what is proven.

use crate::about::{kind, period_of, place};
use crate::acts::facts;
use crate::authority::{right, separate};
use crate::clock;
use crate::clock::Clock;
use crate::facts::{Claim, department};
use crate::ledger::{Judged, Ledger, Standing, Unverified, Verified};
use crate::misleading::misleading;
use crate::options::VerifyOptions;
use crate::order::phase;
use crate::papers::{Papers, looked_up};
use crate::problem::{Problem, refuse};
use crate::rotation::is_rotation;
use crate::signer::signer;
use crate::site::Site;
use crate::state::{After, Hindsight, Members, State};
use crate::territory::territory;
use baocao_core::diagnostic::{Code, Diagnostic, Severity};
use baocao_core::domain::{Act, ActKind, Detail, Entry, ObjectId, PersonId, Signature};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often the line is read again because a later commit speaks about earlier ones. An honest line needs two or
/// three; a hostile one must not make it endless.
const PASSES: usize = 16;

/// Judges every commit of the line in order. The only road to a verified ledger.
///
/// Belief in a period ends at the first of its commits that is wrong; what was proven before stays proven. The
/// diagnostics name commit, act and person, and carry the period they concern.
pub fn verify(ledger: Ledger<Unverified>, options: &VerifyOptions) -> (Ledger<Verified>, Vec<Diagnostic>) {
    verify_with(ledger, options, None)
}

/// Judges like [`verify()`], with the texts of the history at hand that some acts are held against. Every command that reads a
/// repository gives them; without them a filing and a restatement are judged by their digests alone.
pub fn verify_with(
    ledger: Ledger<Unverified>,
    options: &VerifyOptions,
    papers: Option<&dyn Papers>,
) -> (Ledger<Verified>, Vec<Diagnostic>) {
    settle(ledger, options, papers, Hindsight::default())
}

/// Judges the history as it would be after a believed `annul` of some of its commits: which texts come back, and what
/// would no longer be believed.
pub fn verify_without(
    ledger: Ledger<Unverified>,
    options: &VerifyOptions,
    papers: Option<&dyn Papers>,
    commits: &[ObjectId],
) -> (Ledger<Verified>, Vec<Diagnostic>) {
    let mut hindsight = Hindsight::default();
    // The annulment has no commit yet; no commit of a history has this name.
    hindsight.annulments.insert(ObjectId::ZERO, commits.to_vec());
    settle(ledger, options, papers, hindsight)
}

/// Reads the history until what its commits say about earlier ones no longer changes.
fn settle(
    ledger: Ledger<Unverified>,
    options: &VerifyOptions,
    papers: Option<&dyn Papers>,
    mut hindsight: Hindsight,
) -> (Ledger<Verified>, Vec<Diagnostic>) {
    let entries = ledger.inner.entries;
    let positions: BTreeMap<ObjectId, usize> = entries.iter().enumerate().map(|(at, e)| (e.commit, at)).collect();
    let positions = Arc::new(positions);
    let given = hindsight.clone();
    hindsight.ahead = clock::named(&entries, &positions);
    for pass in 1.. {
        let void = Arc::new(hindsight.void(&positions));
        let clock = Clock::new(&hindsight, &void, options.recording);
        let state = State { hindsight: hindsight.clone(), void, positions: positions.clone(), ..State::default() };
        let (learnt, judged, diagnostics) = (hindsight.clone(), Vec::new(), Vec::new());
        let mut fold = Fold { state, options, papers, clock, learnt, judged, diagnostics };
        fold.run(&entries);
        if fold.clock.disagrees() {
            // Two people's clocks are later than the one here: then it is this one that is slow.
            let options = VerifyOptions { recording: None, ..options.clone() };
            return settle(Ledger { inner: Unverified { entries } }, &options, papers, given);
        }
        if fold.learnt == hindsight || pass == PASSES {
            let Fold { mut state, judged, mut diagnostics, clock, .. } = fold;
            state.ahead = clock.ahead();
            if fold.learnt != hindsight {
                // Not settled: nothing on such a line is told as proven.
                state = State::default();
                let why = say!(vi: "các bước huỷ trong lịch sử chồng chéo, không xác minh được", en: "the line's annulments never settle");
                diagnostics.push(Diagnostic::new(Code::ActMalformed, place(None), why));
            }
            let line = entries.iter().map(|entry| entry.commit).collect();
            state.position = entries.len();
            return (Ledger { inner: Verified { state, judged, line } }, diagnostics);
        }
        hindsight = fold.learnt;
    }
    unreachable!("the loop returns at the last pass")
}

struct Fold<'o> {
    state: State,
    options: &'o VerifyOptions,
    papers: Option<&'o dyn Papers>,
    clock: Clock,
    learnt: Hindsight,
    judged: Vec<Judged>,
    diagnostics: Vec<Diagnostic>,
}

impl Fold<'_> {
    fn run(&mut self, entries: &[Arc<Entry>]) {
        let root = entries.iter().position(|entry| match self.options.pinned_root {
            Some(pin) => entry.commit == pin,
            None => kind(entry) == Some(ActKind::Genesis),
        });
        let Some(root) = root else { return self.rootless(entries) };
        // What stood there before is part of the root's tree; who put it there is nobody's claim.
        entries[..root].iter().for_each(|entry| self.state.take(entry));
        let mut genesis = entries[root].clone();
        if let Some(before) = entries[..root].iter().rfind(|e| e.roster.is_some()).filter(|_| genesis.roster.is_none())
        {
            let genesis = Arc::make_mut(&mut genesis);
            (genesis.roster, genesis.besides) = (before.roster.clone(), before.besides);
            genesis.settings.clone_from(&before.settings);
        }
        self.state.position = root;
        if !self.step(&genesis, genesis_is(&self.state, &genesis, self.options)) {
            self.state = State::default();
            return;
        }
        self.unpinned();
        self.diagnostics.extend(misleading(&genesis));
        for (at, entry) in entries.iter().enumerate().skip(root + 1) {
            self.state.position = at;
            let entry = &self.clock.effective(&mut self.state, entry);
            if self.state.void.contains(&entry.commit) {
                self.clock.pass_over(entry.commit);
                self.state.annulled(entry);
                self.record(entry, None, Standing::Annulled, Vec::new());
                continue;
            }
            if unprovable(&self.state, entry) || self.state.hidden(entry) {
                self.clock.pass_over(entry.commit);
                if !clock::may_name(&self.state, entry) {
                    self.learnt.ahead.remove(&entry.commit);
                }
                self.state.pass_over(entry);
                self.record(entry, None, Standing::Unproven, Vec::new());
            } else {
                let mut verdict = judge(&self.state, entry, self.options);
                if let Some(papers) = self.papers.filter(|_| verdict.result.is_ok()) {
                    let then = || self.as_then(&entries[..at], entry);
                    verdict.result = looked_up(&self.state, &self.judged, entry, papers, &then);
                }
                if let Some(problem) = self.state.hindsight.refuted.get(&entry.commit) {
                    verdict.result = Err(problem.clone());
                }
                // Of a refused commit enough is said.
                if !self.step(entry, verdict) {
                    self.clock.pass_over(entry.commit);
                    continue;
                }
            }
            self.diagnostics.extend(misleading(entry));
        }
    }

    /// The ledger of a period before a commit as it was when the commit was made, if annulments since have changed it.
    fn as_then(&self, before: &[Arc<Entry>], entry: &Entry) -> Option<Ledger<Verified>> {
        let (state, period) = (&self.state, period_of(entry));
        let then = state.void_before(state.position);
        let concerns = |entry: &Entry| {
            let mut touched = entry.changes.iter().map(|change| Site::of(&change.path));
            period_of(entry) == period || touched.any(|site| site.period() == period.as_ref())
        };
        let changed =
            state.void.symmetric_difference(&then).filter_map(|commit| before.get(*state.positions.get(commit)?));
        let changed = changed.into_iter().any(|entry| concerns(entry));
        changed.then(|| verify(Ledger::<Unverified>::new(before.iter().cloned()), self.options).0)
    }

    /// Takes one verdict in; whether the commit is believed.
    fn step(&mut self, entry: &Arc<Entry>, verdict: Verdict) -> bool {
        let Verdict { by, result } = verdict;
        match result {
            Ok(()) => {
                let Some((person, _)) = &by else { return false };
                self.learn(entry);
                self.branches(entry);
                self.state.believe(entry, person);
                if entry.act.as_ref().is_ok_and(Option::is_some) {
                    self.record(entry, by, Standing::Believed, Vec::new());
                }
                true
            }
            Err(problem) => {
                self.learnt.refute(entry.commit, &problem);
                self.state.refuse(entry);
                self.diagnostics.push(diagnostic(entry, by.as_ref(), &problem));
                self.record(entry, by, Standing::Refused, vec![problem.code]);
                false
            }
        }
    }

    /// What a believed commit says about earlier ones.
    fn learn(&mut self, entry: &Entry) {
        if let Ok(Some(Act { detail: Detail::Annul { commits, .. }, .. })) = &entry.act {
            self.learnt.annulments.insert(entry.commit, commits.clone());
        }
        let Some(Ok(roster)) = &entry.roster else { return };
        let stolen = roster.people.iter().flat_map(|person| &person.keys).filter_map(|key| {
            let last = key.trusted_until.and_then(|commit| self.state.positions.get(&commit))?;
            Some((key.material.fingerprint(), *last))
        });
        let stolen: Vec<_> = stolen.collect();
        if !stolen.is_empty() {
            self.learnt.stolen.insert(entry.commit, stolen);
        }
    }

    /// What departments did on their branches is told before the office takes it in.
    fn branches(&mut self, entry: &Entry) {
        for taken in entry.branches.iter().flatten().filter(|taken| kind(taken).is_some()) {
            let Signature::By(key) = &taken.signature else { continue };
            let owner = self.state.members.owner(key);
            let by = owner.map(|(person, _)| (person.id.clone(), format!("{} {}", person.title, person.name)));
            if !self.state.received.contains(&taken.commit) {
                self.record(&Arc::new(taken.clone()), by, Standing::Believed, Vec::new());
            }
        }
    }

    fn record(&mut self, entry: &Arc<Entry>, by: Option<(PersonId, String)>, standing: Standing, problems: Vec<Code>) {
        let (by, name) = by.unzip();
        let entry = self.clock.original(entry);
        let period = period_of(&entry);
        self.judged.push(Judged { entry, period, by, name, standing, problems });
    }

    fn rootless(&mut self, entries: &[Arc<Entry>]) {
        let steps = entries.iter().any(|e| kind(e).is_some() || (e.opaque && e.signature != Signature::Absent));
        let mut diagnostic = match self.options.pinned_root {
            Some(pin) => {
                let pin = pin.short();
                Diagnostic::new(
                    Code::RootUnpinned,
                    place(None),
                    say!(
                        vi: "lịch sử này không đi từ gốc đã ghim {pin}",
                        en: "this history does not come from the pinned root {pin}"
                    ),
                )
            }
            None if steps => Diagnostic::new(
                Code::RootUnpinned,
                place(None),
                say!(
                    vi: "không đọc được commit gốc nào trong lịch sử này nên không bước nào được tin",
                    en: "no root commit of this history can be read, so none of its steps is believed"
                ),
            )
            .help(say!(vi: "lấy lại thư mục từ kho chung", en: "take the folder from the shared repository again")),
            None => Diagnostic::new(
                Code::RootUnpinned,
                place(None),
                say!(
                    vi: "thư mục chưa có commit gốc, chưa có gì để xác minh",
                    en: "the folder has no root commit yet; there is nothing to prove"
                ),
            )
            .help(say!(vi: "chạy `baocao init`", en: "run `baocao init`")),
        };
        if self.options.pinned_root.is_some() || steps {
            diagnostic.severity = Severity::Error;
        }
        self.diagnostics.push(diagnostic);
        // It may be the root of which nobody can tell what it brings.
        if let Some((entry, why)) = entries.iter().find_map(|e| Some((e, e.act.as_ref().err().filter(|_| e.opaque)?))) {
            self.diagnostics.push(Diagnostic::new(Code::ActMalformed, place(Some(entry.commit)), why.clone()));
        }
        // An act on a line without a root is believed by nobody, and is not passed over in silence.
        for entry in entries.iter().filter(|entry| kind(entry).is_some()) {
            self.record(entry, None, Standing::Unproven, Vec::new());
        }
    }

    fn unpinned(&mut self) {
        let Some(root) = self.state.genesis.filter(|_| self.options.pinned_root.is_none()) else { return };
        let message = say!(
            vi: "chưa xác minh gốc: chưa ghim commit gốc {root} trên máy này",
            en: "the root is not verified: {root} is not pinned on this computer"
        );
        let help = say!(
            vi: "đối chiếu với quyết định của cơ quan rồi chạy `baocao trust`",
            en: "compare it with the agency's decision, then run `baocao trust`"
        );
        self.diagnostics.push(Diagnostic::new(Code::RootUnpinned, place(Some(root)), message).help(help));
    }
}

/// Who signed, as far as known, and whether the commit is believed.
pub(crate) struct Verdict {
    pub by: Option<(PersonId, String)>,
    pub result: Result<(), Problem>,
}

/// Whether nothing can be known about a commit, because something before it was wrong.
pub(crate) fn unprovable(state: &State, entry: &Entry) -> bool {
    if state.halted.is_some() {
        // Only the way out is judged.
        return !matches!(kind(entry), Some(ActKind::Endorse | ActKind::Annul));
    }
    let sites: Vec<Site> = entry.changes.iter().map(|change| Site::of(&change.path)).collect();
    let act = entry.act.as_ref().ok().and_then(|act| act.as_ref()).and_then(|act| act.period.as_ref());
    let mut periods = sites.iter().filter_map(Site::period).chain(act).peekable();
    kind(entry).is_none_or(|kind| !kind.on_folder())
        && !sites.contains(&Site::Settings)
        && periods.peek().is_some()
        && periods.all(|period| state.stopped.contains_key(period))
}

/// Judges one commit against everything proven before it.
pub fn judge(state: &State, entry: &Entry, options: &VerifyOptions) -> Verdict {
    let mut by = None;
    let result = judge_as(state, &state.members, entry, options, &mut by);
    Verdict { by, result }
}

/// The root: authorised by being pinned, and by the roster that it brings.
fn genesis_is(state: &State, entry: &Entry, options: &VerifyOptions) -> Verdict {
    let mut by = None;
    let result = match (&entry.roster, kind(entry)) {
        (_, kind) if kind != Some(ActKind::Genesis) => Err(Problem::new(
            Code::ActOutOfOrder,
            say!(vi: "commit gốc không phải bước lập thư mục", en: "the root commit is not a genesis act"),
        )),
        (Some(Ok(roster)), _) => {
            let members = Members::new(roster.clone());
            judge_as(state, &members, entry, options, &mut by)
        }
        (Some(Err(why)), _) => Err(crate::territory::unreadable(why)),
        (None, _) => Err(Problem::new(
            Code::RosterChangeUnauthorised,
            say!(vi: "commit gốc không có baocao.toml", en: "the root commit has no baocao.toml"),
        )),
    };
    Verdict { by, result }
}

fn judge_as(
    state: &State,
    members: &Members,
    entry: &Entry,
    options: &VerifyOptions,
    by: &mut Option<(PersonId, String)>,
) -> Result<(), Problem> {
    let day = state.clock_at(entry.at).date();
    let owner = signer(state, members, &entry.signature, day);
    if let Signature::By(key) = &entry.signature {
        *by = members.owner(key).map(|(person, _)| (person.id.clone(), format!("{} {}", person.title, person.name)));
    }
    // Further parents are a way around every rule of the line: only what takes in departments' branches has them.
    if entry.parents.len() > 1 && kind(entry) != Some(ActKind::Receive) {
        return merged(entry);
    }
    let act = match &entry.act {
        Ok(act) => act.as_ref(),
        Err(why) => return Err(Problem::new(Code::ActMalformed, why.clone())),
    };
    if !matches!(entry.signature, Signature::By(_)) {
        return owner.map(|_| ());
    }
    clock::plausible(state, entry, options)?;
    clock::ahead(state, entry)?;
    let person = owner?;
    let after = After { files: &state.files, changes: &entry.changes };
    let Some(act) = act else { return territory(state, entry, None, person) };
    let department = department(act);
    let record = act.period.as_ref().and_then(|period| state.periods.get(period));
    let rotation = is_rotation(state, entry, act, person);
    if rotation {
        crate::rotation::right(person, act)?;
    } else {
        right(person, act.role, act.kind(), department.as_ref(), day)?;
    }
    match &act.period {
        Some(period) => phase(state, period, act.kind(), department.as_ref(), act.role)?,
        None if (act.kind() == ActKind::Genesis) == state.genesis.is_some() => {
            refuse!(ActOutOfOrder, vi: "thư mục đã được lập", en: "the folder is already set up")
        }
        None => {}
    }
    separate(person, act.kind(), record, day)?;
    territory(state, entry, Some(act), person)?;
    facts(&Claim { state, act, person, day, after, rotation })?;
    match (&act.detail, &act.period) {
        (Detail::Receive { received }, Some(period)) => crate::branch::received(state, entry, period, received),
        _ => Ok(()),
    }
}

fn merged(entry: &Entry) -> Result<(), Problem> {
    let count = entry.parents.len();
    refuse!(
        HistoryMerged,
        vi: "commit hợp nhất {count} nhánh; lịch sử phải là một đường thẳng",
        en: "the commit merges {count} branches; the history must be one line"
    )
}

fn diagnostic(entry: &Entry, by: Option<&(PersonId, String)>, problem: &Problem) -> Diagnostic {
    let act = entry.act.as_ref().ok().and_then(|act| act.as_ref());
    let who = match (by, act) {
        (Some((_, name)), _) => Text::same(format!(" ({})", visible(name))),
        // The name that an act gives itself is no signer's.
        (None, Some(act)) => {
            let actor = &act.actor;
            say!(vi: " (ghi tên {actor}, không rõ người ký)", en: " (it names {actor}; who signed is not known)")
        }
        (None, None) => Text::same(String::new()),
    };
    let subject = match act {
        Some(act) => {
            let period = act.period.as_ref();
            Text {
                vi: format!("bước “{}”{}", act.kind().word(), period.map_or(String::new(), |p| format!(" của kỳ {p}"))),
                en: format!("the step “{}”{}", act.kind().id(), period.map_or(String::new(), |p| format!(" of {p}"))),
            }
        }
        None => {
            let title: String = visible(&entry.title).chars().take(80).collect();
            say!(vi: "commit “{title}”", en: "the commit “{title}”")
        }
    };
    let message = Text {
        vi: format!("{}{}: {}", subject.vi, who.vi, problem.why.vi),
        en: format!("{}{}: {}", subject.en, who.en, problem.why.en),
    };
    let mut diagnostic = Diagnostic::new(problem.code, place(Some(entry.commit)), message);
    diagnostic.severity = Severity::Error;
    diagnostic.help = problem.who.clone();
    diagnostic.period = period_of(entry).map(|period| period.to_string());
    diagnostic.department = act.and_then(department).map(|id| id.to_string());
    diagnostic
}
