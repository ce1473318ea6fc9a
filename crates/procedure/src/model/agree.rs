//! The model's steps as real commits: whether the judgements allow what the model allows, and come to the same state.

use crate::acts::roles;
use crate::authority::role_of;
use crate::branch::judge_branch;
use crate::capacity::capacity;
use crate::facts::standing_basis;
use crate::line::{DEPARTMENTS, Line, blob, department, period, settings, version, words, write};
use crate::model::machine::{REPORTERS, Step};
use crate::model::rules::Rules;
use crate::model::world::{People, Text, Who, World};
use crate::problem::Problem;
use crate::site::{draft, in_period, report};
use crate::verify::{judge, unprovable};
use crate::*;
use baocao_core::domain::*;
use std::sync::Arc;

/// A line of real commits that stands for a state of the model.
#[derive(Clone)]
pub(crate) struct Office {
    entries: Vec<Arc<Entry>>,
    branch: Option<Entry>,
    options: VerifyOptions,
}

/// What the judgements say to a step.
pub(crate) struct Answer {
    pub allowed: bool,
    pub entry: Entry,
}

fn words_of(text: Text) -> String {
    if text == 0 { "skeleton".to_string() } else { format!("văn bản {text}") }
}

fn of(d: usize) -> DepartmentId {
    department(DEPARTMENTS[d])
}

fn figure() -> Vec<Correction> {
    vec![Correction { department: of(0), indicator: words("tong-so"), was: None, now: 98.into() }]
}

impl Office {
    pub(crate) fn open(reapproval: bool) -> Office {
        let Line { entries, options, .. } = Line::new().open_with(PeriodSettings { reapproval, ..settings() });
        Office { entries: entries.into_iter().map(Arc::new).collect(), branch: None, options }
    }

    /// The line as the judgements see it, in which nothing is wrong.
    pub(crate) fn ledger(&self) -> Ledger<Verified> {
        let (ledger, wrong) = verify(Ledger::new(self.entries.clone()), &self.options);
        assert!(wrong.is_empty(), "{wrong:?}");
        ledger
    }

    /// Enough of the line to write its next commit.
    fn tip(&self) -> Line {
        let last = self.entries.last().unwrap();
        Line { entries: vec![Entry::clone(last)], at: last.at.unix(), options: self.options.clone() }
    }

    /// The plan and the changes of a step; no plan for plain text work.
    fn plan(&self, step: Step) -> (Option<Plan>, Vec<Change>) {
        let (period, reason) = (period(), words("thiếu số liệu"));
        let draft = draft(&period);
        let file = |d: usize| report(&period, &of(d));
        let plan = match step {
            Step::Submit(d, text) | Step::EditReport(d, text) => {
                let (subject, change) = (version(&file(d), &words_of(text)), write(file(d), &words_of(text)));
                let submits = matches!(step, Step::Submit(..));
                return (submits.then_some(Plan::Submit { period, subject, pictures: Vec::new() }), vec![change]);
            }
            Step::EditDraft(text) => return (None, vec![write(draft, &words_of(text))]),
            Step::Merge(text) | Step::Finalize(text) => {
                let subject = version(&draft, &words_of(text));
                let merges = matches!(step, Step::Merge(_));
                let plan = if merges {
                    Plan::Merge { period, subject }
                } else {
                    Plan::Finalize { period, subject, reason: None }
                };
                return (Some(plan), vec![write(draft, &words_of(text))]);
            }
            Step::Push(_) => unreachable!("is no commit of the line"),
            Step::Receive => {
                let branch = self.branch.clone().unwrap();
                let changes = branch.changes.clone();
                return (Some(Plan::Receive { period, branches: vec![(of(1), vec![branch])] }), changes);
            }
            Step::Dispatch => {
                return (Some(Line::dispatch_plan()), vec![write(in_period(&period, "ho-so/bao-cao.pdf"), "pdf")]);
            }
            Step::Archive => {
                let (manifest, path) = (Digest::of(b"manifest"), in_period(&period, "ho-so/bang-ma-kiem.sha256"));
                return (Some(Plan::Archive { period, manifest }), vec![write(path, "manifest")]);
            }
            Step::Review => Plan::Review { period },
            Step::ReturnDraft => Plan::Return { period, department: None, due: None, reason },
            Step::ReturnReport(d) => Plan::Return { period, department: Some(of(d)), due: None, reason },
            Step::Approve(instructed) => {
                Plan::Approve { period, instructions: instructed.then(|| words("sửa mục II")) }
            }
            Step::Restate => Plan::Restate { period, corrections: figure(), reason },
        };
        (Some(plan), Vec::new())
    }

    /// What the judgements say to a step by a person, asked in every way there is.
    pub(crate) fn ask(&self, ledger: &Ledger<Verified>, step: Step, by: Who) -> Answer {
        let tip = self.tip();
        let person = ledger.roster().unwrap().person(&PersonId::parse(by.id()).unwrap()).unwrap();
        let now = Moment::from_unix(tip.at + 60);
        if let Step::Push(text) = step {
            let subject = version(&report(&period(), &of(1)), &words_of(text));
            let change = write(subject.path.clone(), &words_of(text));
            let act = act(ledger, person, ActKind::Submit, Detail::Submit { subject, pictures: Vec::new() });
            let entry = tip.entry(by.id(), Some(act), vec![change]);
            let branch = [entry.clone()];
            return Answer { allowed: judge_branch(ledger, &period(), &of(1), &branch, now).is_ok(), entry };
        }
        let (plan, mut changes) = self.plan(step);
        // A commit has no change where the text stays the same.
        changes.retain(|c| c.new.map(|new| new.0) != ledger.version(&c.path).map(|v| v.blob));
        let forged = plan.as_ref().map(|plan| forge(ledger, plan, person, now));
        let mut entry = tip.entry(by.id(), forged.clone(), changes);
        if let (Step::Receive, Some(branch)) = (step, &self.branch) {
            entry.parents.push(branch.commit);
            entry.branches = vec![vec![branch.clone()]];
        }
        let judged = judged(ledger, &entry);
        if let Some(plan) = &plan {
            let prepared = prepare(ledger, plan, person, now);
            let both = (&prepared, &judged);
            assert_eq!(prepared.is_ok(), judged.is_ok(), "{step:?} by {by:?}: {both:?}");
            if let Ok(act) = &prepared {
                assert_eq!(Some(act), forged.as_ref());
                let department = if let Step::ReturnReport(d) = step { Some(of(d)) } else { None };
                let intent = Intent { department, ..Intent::of(act.kind(), &period()) };
                may(ledger, &intent, person, now).unwrap();
            }
        }
        Answer { allowed: judged.is_ok(), entry }
    }

    /// The step is taken.
    pub(crate) fn take(&mut self, step: Step, entry: Entry) {
        match step {
            Step::Push(_) => self.branch = Some(entry),
            _ => self.entries.push(Arc::new(entry)),
        }
    }
}

/// Judges a finished commit at the end of the history as `verify` does.
fn judged(ledger: &Ledger<Verified>, entry: &Entry) -> Result<(), Option<Problem>> {
    let state = ledger.state();
    if unprovable(state, entry) {
        return Err(None);
    }
    judge(state, entry, &VerifyOptions::default()).result.map_err(Some)
}

fn act(ledger: &Ledger<Verified>, person: &Person, kind: ActKind, detail: Detail) -> Act {
    let role = role_of(kind, person).unwrap_or(roles(kind)[0]);
    let period = Some(period());
    Act { actor: person.id.clone(), role, prev: ledger.last_act(period.as_ref()), period, detail }
}

/// The act that a step would be if it were allowed: the best a forger could write.
fn forge(ledger: &Ledger<Verified>, plan: &Plan, person: &Person, now: Moment) -> Act {
    let period = period();
    let record = ledger.period(&period).unwrap();
    let nothing = Version { path: draft(&period), blob: blob("nothing"), sha256: Digest::of(b"nothing") };
    let standing = ledger.draft(&period).unwrap_or(nothing);
    let commit = |mark: Option<&Mark>| mark.map_or(ObjectId::ZERO, |mark| mark.commit);
    let merged = record.merge.as_ref().map_or(&[][..], |merge| &merge.inputs);
    let used = Input::digest_all(merged);
    let capacity = capacity(person, period.cadence(), now.date()).ok().flatten();
    let basis = standing_basis(record).unwrap_or((ActKind::Approve, ObjectId::ZERO));
    let detail = match plan.clone() {
        Plan::Submit { subject, pictures, .. } => Detail::Submit { subject, pictures },
        Plan::Merge { subject, .. } => {
            let (inputs, missing) = ledger.inputs(&period);
            Detail::Merge { subject, inputs, missing }
        }
        Plan::Review { .. } => {
            Detail::Review { subject: standing, inputs: used, merge: commit(record.merge.as_ref().map(|m| &m.mark)) }
        }
        Plan::Return { department, due, reason, .. } => {
            let file = department.as_ref().and_then(|id| ledger.version(&report(&period, id)));
            Detail::Return { subject: file.unwrap_or(standing), department, due, reason }
        }
        Plan::Approve { instructions, .. } => {
            let review = commit(record.review.as_ref().map(|review| &review.mark));
            Detail::Approve { subject: standing, inputs: used, review, capacity, instructions }
        }
        Plan::Finalize { subject, reason, .. } => {
            let was = record.approval.as_ref().map_or(standing, |approval| approval.subject.clone());
            Detail::Finalize { subject, was, approve: commit(record.approval.as_ref().map(|a| &a.mark)), reason }
        }
        Plan::Dispatch { number, date, to, channel, files, compared, .. } => {
            let files = files.into_iter().map(|(name, _, digest)| (name, digest)).collect();
            Detail::Dispatch { subject: standing, basis, number, date, to, channel, files, compared }
        }
        Plan::Archive { manifest, .. } => {
            let dispatch = commit(record.dispatch.as_ref().map(|dispatch| &dispatch.mark));
            Detail::Archive { subject: standing, dispatch, manifest }
        }
        Plan::Receive { branches, .. } => {
            let received = branches.iter().map(|(id, branch)| (id.clone(), branch.last().unwrap().commit)).collect();
            Detail::Receive { received }
        }
        Plan::Restate { corrections, reason, .. } => Detail::Restate { basis, corrections, capacity, reason },
        other => unreachable!("no step of a period: {other:?}"),
    };
    act(ledger, person, detail.kind(), detail)
}

/// The judgements have come to the state that the model is in.
pub(crate) fn compare(world: &World, ledger: &Ledger<Verified>) {
    let record = ledger.period(&period()).unwrap();
    assert_eq!(record.stage(), world.stage(), "{world:?}");
    let ids = |people: People| Who::ALL.into_iter().filter(move |who| people.contains(*who)).map(Who::id);
    assert!(record.drafters.iter().map(PersonId::as_str).eq(ids(world.drafters)), "{world:?}");
    assert!(record.completers.iter().map(PersonId::as_str).eq(ids(world.completers)), "{world:?}");
    let accepted = world.accepted(Rules::ALL);
    let inputs = ledger.inputs(&period()).0.into_iter().map(|input| (input.department, input.sha256));
    let told = (0..2).filter_map(|d| Some((of(d), Digest::of(words_of(accepted[d]?.text).as_bytes()))));
    assert!(inputs.eq(told), "{world:?}");
    let stale = (0..2).filter(|d| world.merged && world.reports[*d].merged != accepted[*d]).map(of);
    assert!(ledger.stale(&period()).into_iter().eq(stale), "{world:?}");
    let text = |text: Option<Text>| text.map(|text| Digest::of(words_of(text).as_bytes()));
    assert_eq!(ledger.draft(&period()).map(|draft| draft.sha256), text(world.draft), "{world:?}");
    assert_eq!(record.dispatch.as_ref().map(|sent| sent.subject.sha256), text(world.sent), "{world:?}");
    assert_eq!(record.awaits_second_approval(), world.awaits_second_approval(), "{world:?}");
    assert_eq!(record.restated.is_empty(), !world.restated, "{world:?}");
}

/// Who is asked about a step: everybody who ever may, and one who never may, another one each time.
pub(crate) fn asked(step: Step, turn: usize) -> impl Iterator<Item = Who> {
    let may: &[Who] = match step {
        Step::Submit(d, _) | Step::EditReport(d, _) => &REPORTERS[d..=d],
        Step::Push(_) => &REPORTERS[1..],
        Step::Receive | Step::Merge(_) => &[Who::Chi, Who::Kiem],
        Step::EditDraft(_) => &[Who::Chi, Who::Binh, Who::Kiem],
        Step::Review | Step::Finalize(_) => &[Who::Binh, Who::Kiem],
        Step::ReturnDraft | Step::ReturnReport(_) => &[Who::Binh, Who::Dung, Who::Kiem],
        Step::Approve(_) | Step::Restate => &[Who::Dung, Who::Kiem],
        Step::Dispatch => &[Who::Hai],
        Step::Archive => &[Who::Hai, Who::Chi, Who::Kiem],
    };
    let other = Who::ALL[turn % Who::ALL.len()];
    may.iter().copied().chain([other].into_iter().filter(move |other| !may.contains(other)))
}
