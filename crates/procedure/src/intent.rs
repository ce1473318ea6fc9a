//! Before a step is made: may this person, and what exactly does the act say.

use crate::acts::facts;
use crate::authority::{right, role_of, separate, who_could};
use crate::capacity::capacity;
use crate::facts::Claim;
use crate::ledger::{Ledger, Verified};
use crate::opened::opened;
use crate::order::phase;
use crate::problem::{Problem, refuse};
use crate::site::{draft, in_period, report};
use crate::state::{After, State};
use baocao_core::diagnostic::{Code, Refusal};
use baocao_core::domain::{
    Act, ActKind, Change, Correction, Date, DepartmentId, Detail, Digest, Entry, FilesCompared, Input, Moment,
    ObjectId, OneLine, PeriodId, Person, Proposal, Role, Version,
};
use baocao_core::say;

/// A step somebody wants to take, before there is anything to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Which step.
    pub kind: ActKind,
    /// In which period; none for acts on the folder.
    pub period: Option<PeriodId>,
    /// Whose report, for `submit` and for `return` of a report. A submission without it is of the actor's department.
    pub department: Option<DepartmentId>,
}

impl Intent {
    /// A step of a period.
    pub fn of(kind: ActKind, period: &PeriodId) -> Self {
        Intent { kind, period: Some(period.clone()), department: None }
    }

    /// A step on the folder.
    pub fn on_folder(kind: ActKind) -> Self {
        Intent { kind, period: None, department: None }
    }

    /// Names the department.
    pub fn department(mut self, department: &DepartmentId) -> Self {
        self.department = Some(department.clone());
        self
    }
}

/// What a step brings that the ledger cannot know. Everything else in the act (role, previous act, references,
/// inputs, capacity, the standing text) is filled in by [`prepare`].
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // The fields are those of `Detail`.
pub enum Plan {
    Genesis {
        agency: OneLine,
    },
    Open {
        period: PeriodId,
        subject: Version,
        last_day: Date,
    },
    Directive {
        period: PeriodId,
        last_day: Date,
        basis: OneLine,
    },
    Submit {
        period: PeriodId,
        subject: Version,
        pictures: Vec<Version>,
    },
    Merge {
        period: PeriodId,
        subject: Version,
    },
    Review {
        period: PeriodId,
    },
    Return {
        period: PeriodId,
        department: Option<DepartmentId>,
        due: Option<Date>,
        reason: OneLine,
    },
    Approve {
        period: PeriodId,
        instructions: Option<OneLine>,
    },
    Finalize {
        period: PeriodId,
        subject: Version,
        reason: Option<OneLine>,
    },
    Dispatch {
        period: PeriodId,
        number: OneLine,
        date: Date,
        to: Vec<OneLine>,
        channel: Option<OneLine>,
        /// Name in `ho-so/`, blob, digest.
        files: Vec<(String, ObjectId, Digest)>,
        compared: FilesCompared,
    },
    Archive {
        period: PeriodId,
        manifest: Digest,
    },
    Receive {
        period: PeriodId,
        /// By department; each branch from the line to its tip.
        branches: Vec<(DepartmentId, Vec<Entry>)>,
    },
    Restate {
        period: PeriodId,
        corrections: Vec<Correction>,
        reason: OneLine,
    },
    Endorse {
        proposal: Proposal,
    },
    /// A new key of the actor's own in the place of the one that signs this.
    Rotate {
        subject: Version,
    },
    Roster {
        subject: Version,
    },
    Annul {
        commits: Vec<ObjectId>,
        reason: OneLine,
    },
}

impl Plan {
    fn intent(&self) -> Intent {
        let of = |kind, period| Intent::of(kind, period);
        match self {
            Plan::Genesis { .. } => Intent::on_folder(ActKind::Genesis),
            Plan::Open { period, .. } => of(ActKind::Open, period),
            Plan::Directive { period, .. } => of(ActKind::Directive, period),
            Plan::Submit { period, subject, .. } => {
                Intent { department: DepartmentId::parse(subject.path.stem()), ..of(ActKind::Submit, period) }
            }
            Plan::Merge { period, .. } => of(ActKind::Merge, period),
            Plan::Review { period } => of(ActKind::Review, period),
            Plan::Return { period, department, .. } => {
                Intent { department: department.clone(), ..of(ActKind::Return, period) }
            }
            Plan::Approve { period, .. } => of(ActKind::Approve, period),
            Plan::Finalize { period, .. } => of(ActKind::Finalize, period),
            Plan::Dispatch { period, .. } => of(ActKind::Dispatch, period),
            Plan::Archive { period, .. } => of(ActKind::Archive, period),
            Plan::Receive { period, .. } => of(ActKind::Receive, period),
            Plan::Restate { period, .. } => of(ActKind::Restate, period),
            Plan::Endorse { .. } => Intent::on_folder(ActKind::Endorse),
            Plan::Roster { .. } | Plan::Rotate { .. } => Intent::on_folder(ActKind::Roster),
            Plan::Annul { .. } => Intent::on_folder(ActKind::Annul),
        }
    }

    /// The files that the commit will change, as far as the act speaks of them.
    fn changes(&self) -> Vec<Change> {
        let change = |path, blob, sha256| Change { path, old: None, new: Some((blob, sha256)), regular: true };
        match self {
            Plan::Open { subject, .. }
            | Plan::Merge { subject, .. }
            | Plan::Finalize { subject, .. }
            | Plan::Roster { subject } => vec![change(subject.path.clone(), subject.blob, subject.sha256)],
            Plan::Submit { subject, pictures, .. } => {
                let named = std::iter::once(subject).chain(pictures);
                named.map(|version| change(version.path.clone(), version.blob, version.sha256)).collect()
            }
            Plan::Dispatch { period, files, .. } => files
                .iter()
                .map(|(name, blob, digest)| change(in_period(period, &format!("ho-so/{name}")), *blob, *digest))
                .collect(),
            Plan::Archive { period, manifest } => {
                vec![change(in_period(period, "ho-so/bang-ma-kiem.sha256"), ObjectId::ZERO, *manifest)]
            }
            _ => Vec::new(),
        }
    }
}

/// Whether a person may take a step now. `actor` is a person of the ledger's roster.
///
/// # Errors
/// The procedure forbids it now or to this person; says what is missing and who could.
pub fn may(ledger: &Ledger<Verified>, intent: &Intent, actor: &Person, now: Moment) -> Result<(), Refusal> {
    allowed(ledger.state(), intent, actor, now).map(|_| ()).map_err(Refusal::from)
}

fn allowed(state: &State, intent: &Intent, actor: &Person, now: Moment) -> Result<Role, Problem> {
    let day = state.clock_at(now).date();
    let (kind, period) = (intent.kind, intent.period.as_ref());
    if kind == ActKind::Genesis {
        if state.genesis.is_some() {
            refuse!(ActOutOfOrder, vi: "thư mục đã được lập", en: "the folder is already set up");
        }
        return role_of(kind, actor);
    }
    if state.genesis.is_none() {
        let no = say!(vi: "thư mục chưa có commit gốc", en: "the folder has no root commit");
        return Err(Problem::new(Code::RootUnpinned, no).who(say!(vi: "chạy `baocao init`", en: "run `baocao init`")));
    }
    if let Some(commit) = state.halted.filter(|_| !matches!(kind, ActKind::Endorse | ActKind::Annul)) {
        let commit = commit.short();
        let why = say!(
            vi: "commit {commit} đổi danh sách trái thẩm quyền hoặc không rõ đã đổi gì, chưa làm được bước nào",
            en: "{commit} changed the roster without right, or nobody can tell what it changed; no step can be taken"
        );
        let who = say!(vi: "người quản trị loại nó bằng `baocao annul {commit}`", en: "the administrator takes it out with `baocao annul {commit}`");
        return Err(Problem::new(Code::RosterChangeUnauthorised, why).who(who));
    }
    if state.members.roster.person(&actor.id) != Some(actor) {
        let name = &actor.name;
        refuse!(SignerUnknown, vi: "{name} không có trong danh sách", en: "{name} is not on the roster");
    }
    let own = actor.department.as_ref().filter(|_| kind == ActKind::Submit);
    let department = intent.department.as_ref().or(own);
    let record = period.and_then(|period| state.periods.get(period));
    let role = role_of(kind, actor);
    let refused = |problem: Problem| match problem {
        Problem { code: Code::SignerUnauthorised, who: None, .. } => {
            let who = who_could(state, kind, record, department, day);
            problem.who(who)
        }
        problem => problem,
    };
    let role = role.and_then(|role| right(actor, role, kind, department, day).map(|()| role)).map_err(refused)?;
    if let Some(period) = period {
        phase(state, period, kind, department, role)?;
    }
    separate(actor, kind, record, day).map_err(refused)?;
    Ok(role)
}

/// The act that records a step, complete, and judged as `verify` will judge it.
///
/// # Errors
/// As [`may`]; or a fact does not hold (the text is not the standing one, nothing has changed since the last
/// submission, too few people agree).
pub fn prepare(ledger: &Ledger<Verified>, plan: &Plan, actor: &Person, now: Moment) -> Result<Act, Refusal> {
    if let Plan::Rotate { subject } = plan {
        return rotate(ledger, subject, actor);
    }
    let state = ledger.state();
    let intent = plan.intent();
    let role = allowed(state, &intent, actor, now)?;
    let day = state.clock_at(now).date();
    let prev = if intent.kind == ActKind::Open { ObjectId::ZERO } else { ledger.last_act(intent.period.as_ref()) };
    let detail = detail(state, plan, actor, state.clock_at(now))?;
    let act = Act { actor: actor.id.clone(), role, period: intent.period, prev, detail };
    let changes = plan.changes();
    let after = After { files: &state.files, changes: &changes };
    facts(&Claim { state, act: &act, person: actor, day, after, rotation: false })?;
    Ok(act)
}

/// The act by which a person replaces an own key. That it is nothing else is judged on the built commit.
fn rotate(ledger: &Ledger<Verified>, subject: &Version, actor: &Person) -> Result<Act, Refusal> {
    let state = ledger.state();
    if state.genesis.is_none() || state.halted.is_some() || state.members.roster.person(&actor.id) != Some(actor) {
        let name = &actor.name;
        return Err(Refusal::new(say!(
            vi: "{name} chưa thay khoá được lúc này; xem `baocao verify`",
            en: "{name} cannot replace a key now; see `baocao verify`"
        )));
    }
    let role = *actor.roles.first().ok_or_else(|| Refusal::from(missing_step()))?;
    let detail = Detail::Roster { subject: subject.clone(), endorsements: Vec::new() };
    Ok(Act { actor: actor.id.clone(), role, period: None, prev: ledger.last_act(None), detail })
}

fn detail(state: &State, plan: &Plan, actor: &Person, now: Moment) -> Result<Detail, Problem> {
    let day = now.date();
    let standing = |period: &PeriodId| {
        state.version(&draft(period)).ok_or_else(|| {
            Problem::new(Code::ActOutOfOrder, say!(vi: "chưa có tong-hop.md", en: "there is no tong-hop.md yet"))
        })
    };
    Ok(match plan.clone() {
        Plan::Genesis { agency } => Detail::Genesis { agency },
        Plan::Open { subject, last_day, .. } => Detail::Open { subject, last_day },
        Plan::Directive { last_day, basis, .. } => Detail::Directive { last_day, basis },
        Plan::Submit { subject, pictures, .. } => Detail::Submit { subject, pictures },
        Plan::Merge { period, subject } => {
            let (inputs, missing) = state.inputs(opened(state, &period)?);
            Detail::Merge { subject, inputs, missing }
        }
        Plan::Review { period } => {
            let merge = opened(state, &period)?.merge.as_ref().ok_or_else(missing_step)?;
            Detail::Review {
                subject: standing(&period)?,
                inputs: Input::digest_all(&merge.inputs),
                merge: merge.mark.commit,
            }
        }
        Plan::Return { period, department, due, reason } => {
            let subject = match &department {
                None => standing(&period)?,
                Some(id) => state.version(&report(&period, id)).ok_or_else(missing_step)?,
            };
            Detail::Return { subject, department, due, reason }
        }
        Plan::Approve { period, instructions } => {
            let record = opened(state, &period)?;
            let merge = record.merge.as_ref().ok_or_else(missing_step)?;
            Detail::Approve {
                subject: standing(&period)?,
                inputs: Input::digest_all(&merge.inputs),
                review: record.review.as_ref().ok_or_else(missing_step)?.mark.commit,
                capacity: capacity(actor, period.cadence(), day)?,
                instructions,
            }
        }
        Plan::Finalize { period, subject, reason } => {
            let approval = opened(state, &period)?.approval.as_ref().ok_or_else(missing_step)?;
            let reason = reason.filter(|_| subject == approval.subject);
            Detail::Finalize { subject, was: approval.subject.clone(), approve: approval.mark.commit, reason }
        }
        Plan::Dispatch { period, number, date, to, channel, files, compared } => {
            if to.is_empty() {
                refuse!(ActMalformed, vi: "chưa nêu nơi nhận", en: "no recipient is named");
            }
            let files = files.into_iter().map(|(name, _, digest)| (name, digest)).collect();
            let basis = crate::facts::standing_basis(opened(state, &period)?).ok_or_else(missing_step)?;
            Detail::Dispatch { subject: standing(&period)?, basis, number, date, to, channel, files, compared }
        }
        Plan::Archive { period, manifest } => {
            let dispatch = opened(state, &period)?.dispatch.as_ref().ok_or_else(missing_step)?;
            Detail::Archive { subject: standing(&period)?, dispatch: dispatch.mark.commit, manifest }
        }
        Plan::Receive { period, branches } => {
            let mut received = Vec::with_capacity(branches.len());
            for (department, branch) in branches {
                let arrival = crate::branch::arrival(state, &period, &department, &branch, now)?;
                received.push((department, arrival.tip));
            }
            received.sort();
            Detail::Receive { received }
        }
        Plan::Restate { period, mut corrections, reason } => {
            corrections.sort();
            let record = opened(state, &period)?;
            let basis = crate::facts::standing_basis(record).ok_or_else(missing_step)?;
            Detail::Restate { basis, corrections, capacity: capacity(actor, period.cadence(), day)?, reason }
        }
        Plan::Endorse { proposal } => Detail::Endorse { proposal },
        Plan::Rotate { subject } => Detail::Roster { subject, endorsements: Vec::new() },
        Plan::Roster { subject } => {
            let agreed = state.endorsements.get(&Proposal::Roster(subject.sha256));
            Detail::Roster { subject, endorsements: agreed.into_iter().flat_map(|by| by.keys().copied()).collect() }
        }
        Plan::Annul { commits, reason } => Detail::Annul { commits, reason },
    })
}

fn missing_step() -> Problem {
    Problem::new(Code::ActOutOfOrder, say!(vi: "thiếu bước đứng trước", en: "the step before this one is missing"))
}
